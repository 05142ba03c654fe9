// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef LINK_H
#define LINK_H

#include <DustChangeset>
#include <DustSchema>

#include <QtCore/QStringList>
#include <QtCore/QUrl>

// A bookmark. The slug is its key in the store: links/<slug>/title, links/<slug>/url, …
class Link
{
    Q_GADGET
    DUST_SCHEMA("links")
    DUST_REQUIRED("slug title url")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
    Q_PROPERTY(QUrl url MEMBER url)
    Q_PROPERTY(QStringList tags MEMBER tags)
    Q_PROPERTY(QString note MEMBER note)

public:
    QString slug;
    QString title;
    QUrl url;
    QStringList tags;
    QString note;

    static bool isWebAddress(const QUrl &url);
    // What is too long to be a title ends with "…".
    static QString titleOf(const QString &text);

    // Q_INVOKABLE: so that QML and models validate with it as well.
    Q_INVOKABLE static DustChangeset changeset(const Link &link, const QVariantMap &params);
};

#endif // LINK_H
