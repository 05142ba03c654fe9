// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef RECORDS_H
#define RECORDS_H

#include "dustchangeset.h"

// The records of the repo's tests: a flat one, one with nested and free-form fields, the same in map mode, and
// declarations that are wrong.

class Link
{
    Q_GADGET
    DUST_SCHEMA("links")
    DUST_REQUIRED("slug title url")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
    Q_PROPERTY(QString url MEMBER url)
    Q_PROPERTY(QString note MEMBER note)
    Q_PROPERTY(int visits MEMBER visits)

public:
    QString slug;
    QString title;
    QString url;
    QString note;
    int visits = 0;
    QString scratch; // no property: of no interest to the store

    static Link named(const QString &slug)
    {
        Link link;
        link.slug = slug;
        link.title = QStringLiteral("Title of ") + slug;
        link.url = QStringLiteral("https://example.org/") + slug;
        return link;
    }
    static DustChangeset changeset(const Link &link, const QVariantMap &params)
    {
        return DustChangeset::cast(link, params,
                                   { QStringLiteral("slug"), QStringLiteral("title"),
                                     QStringLiteral("url"), QStringLiteral("note"),
                                     QStringLiteral("visits") })
                .validateRequired();
    }
};

class Author
{
    Q_GADGET
    Q_PROPERTY(QString name MEMBER name)
    Q_PROPERTY(QString city MEMBER city)

public:
    QString name;
    QString city;

    friend bool operator==(const Author &a, const Author &b)
    {
        return a.name == b.name && a.city == b.city;
    }
    friend bool operator!=(const Author &a, const Author &b) { return !(a == b); }
};

class Article
{
    Q_GADGET
    DUST_SCHEMA("reading/articles")
    DUST_REQUIRED("title")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
    Q_PROPERTY(Author author MEMBER author)
    Q_PROPERTY(QVariant extra MEMBER extra)
    Q_PROPERTY(QStringList tags MEMBER tags)

public:
    QString slug;
    QString title;
    Author author;
    QVariant extra;
    QStringList tags;
};

class Page
{
    Q_GADGET
    DUST_SCHEMA("pages")
    DUST_MODE(Map)
    DUST_REQUIRED("title")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
    Q_PROPERTY(QString body MEMBER body)
    Q_PROPERTY(Author author MEMBER author)

public:
    QString slug;
    QString title;
    QString body;
    Author author;
};

class WithoutPrefix
{
    Q_GADGET
    DUST_SCHEMA("")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)

public:
    QString slug;
    QString title;
};

inline QStringList slugsOf(const QList<Link> &links)
{
    QStringList slugs;
    for (const Link &link : links)
        slugs.append(link.slug);
    return slugs;
}

#endif // RECORDS_H
