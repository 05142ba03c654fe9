// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef TST_DUSTRECORDCODEC_RECORDS_H
#define TST_DUSTRECORDCODEC_RECORDS_H

// Records with a field of every kind, for tst_dustrecordcodec.

#include "dustrecord.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>

class Meta
{
    Q_GADGET
    DUST_WIRE_NAME(pageCount, "page_count")
    Q_PROPERTY(QString lang MEMBER lang)
    Q_PROPERTY(std::optional<int> pageCount MEMBER pageCount)

public:
    QString lang;
    std::optional<int> pageCount;
    friend bool operator==(const Meta &, const Meta &) = default;
};

class Link
{
    Q_GADGET
    DUST_SCHEMA("links")
    DUST_REQUIRED("slug title rating")
    DUST_WIRE_NAME(addedAt, "added_at")
    DUST_WIRE_NAME(odd, "a/b")
    DUST_REDACTED("secret")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
    Q_PROPERTY(int rating MEMBER rating)
    Q_PROPERTY(QDateTime addedAt MEMBER addedAt)
    Q_PROPERTY(Meta meta MEMBER meta)
    Q_PROPERTY(QList<Meta> others MEMBER others)
    Q_PROPERTY(QStringList tags MEMBER tags)
    Q_PROPERTY(QVariant extra MEMBER extra)
    Q_PROPERTY(int secret MEMBER secret)
    Q_PROPERTY(QString odd MEMBER odd)

public:
    QString slug;
    QString title;
    int rating = 3;
    QDateTime addedAt;
    Meta meta;
    QList<Meta> others;
    QStringList tags;
    QVariant extra;
    int secret = 0;
    QString odd;
};

class Extra
{
    Q_GADGET
    Q_PROPERTY(QString lang MEMBER lang)
    Q_PROPERTY(QJsonValue any MEMBER any)

public:
    QString lang;
    QJsonValue any;
    friend bool operator==(const Extra &, const Extra &) = default;
};

class Page
{
    Q_GADGET
    DUST_SCHEMA("pages")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
    Q_PROPERTY(QJsonValue json MEMBER json)
    Q_PROPERTY(QJsonObject map MEMBER map)
    Q_PROPERTY(QJsonArray list MEMBER list)
    Q_PROPERTY(Extra extra MEMBER extra)
    Q_PROPERTY(QList<Extra> extras MEMBER extras)

public:
    QString slug;
    QString title;
    QJsonValue json;
    QJsonObject map;
    QJsonArray list;
    Extra extra;
    QList<Extra> extras;
};

// Nothing in it is null.
inline Link full()
{
    Link link;
    link.slug = QStringLiteral("qt");
    link.title = QStringLiteral("Qt");
    link.rating = 5;
    link.addedAt = QDateTime(QDate(2026, 3, 31), QTime(12, 0), Qt::UTC);
    link.meta.lang = QStringLiteral("en");
    link.meta.pageCount = 7;
    link.others = { link.meta, Meta() };
    link.tags = QStringList{ QStringLiteral("c++"), QStringLiteral("ui") };
    link.extra = QVariantMap{ { QStringLiteral("a"),
                                QVariantMap{ { QStringLiteral("b"), qint64(1) } } } };
    link.odd = QStringLiteral("x");
    return link;
}

#endif // TST_DUSTRECORDCODEC_RECORDS_H
