// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef BENCHLINK_H
#define BENCHLINK_H

#include <DustRepo>

// The record of the table: a slug and four fields.
class BenchLink
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

    static BenchLink numbered(int number)
    {
        BenchLink link;
        link.slug = QStringLiteral("package-%1").arg(number, 6, 10, QLatin1Char('0'));
        link.title = QStringLiteral("A package of the catalogue, %1").arg(number);
        link.url = QStringLiteral("https://example.org/packages/%1").arg(number);
        link.note = QStringLiteral("section %1").arg(number % 40);
        link.visits = number;
        return link;
    }
};

#endif // BENCHLINK_H
