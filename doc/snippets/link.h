// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef LINK_H
#define LINK_H

//! [record]
#include <DustChangeset>
#include <DustSchema>

class Link
{
    Q_GADGET
    DUST_SCHEMA("links")
    DUST_REQUIRED("slug title url")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
    Q_PROPERTY(QUrl url MEMBER url)
    Q_PROPERTY(QString note MEMBER note)
public:
    QString slug, title, note;
    QUrl url;

    //! [invokable]
    Q_INVOKABLE static DustChangeset changeset(const Link &link, const QVariantMap &params);
    //! [invokable]
};
//! [record]

#endif // LINK_H
