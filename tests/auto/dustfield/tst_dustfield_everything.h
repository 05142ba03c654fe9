// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef TST_DUSTFIELD_EVERYTHING_H
#define TST_DUSTFIELD_EVERYTHING_H

#include "dustdecimal.h"
#include "dustrecord.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtCore/QUrl>
#include <QtCore/QUuid>

#include <limits>
#include <optional>

using namespace Qt::StringLiterals;

// A field of every type.

class Author
{
    Q_GADGET
    DUST_WIRE_NAME(fullName, "full_name")
    Q_PROPERTY(QString fullName MEMBER fullName)
    Q_PROPERTY(std::optional<int> born MEMBER born)

public:
    QString fullName;
    std::optional<int> born;
    friend bool operator==(const Author &, const Author &) = default;
};

// With functions instead of MEMBER a gadget needs no operator==.
class Point
{
    Q_GADGET
    Q_PROPERTY(double x READ x WRITE setX)

public:
    double x() const { return m_x; }
    void setX(double x) { m_x = x; }

private:
    double m_x = 0;
};

class Everything
{
    Q_GADGET
    DUST_SCHEMA("everything")

public:
    enum class State : quint8 { Draft = 1, Published = 2, Live = 2 };
    Q_ENUM(State)
    enum Level : int { Low, Medium, High };
    Q_ENUM(Level)
    enum class Wide : qint64 { Far = 7 };
    Q_ENUM(Wide)
    enum class Short : qint16 { Negative = -3 };
    Q_ENUM(Short)

    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(bool flag MEMBER flag)
    Q_PROPERTY(qint8 i8 MEMBER i8)
    Q_PROPERTY(quint8 u8 MEMBER u8)
    Q_PROPERTY(short i16 MEMBER i16)
    Q_PROPERTY(ushort u16 MEMBER u16)
    Q_PROPERTY(int i32 MEMBER i32)
    Q_PROPERTY(uint u32 MEMBER u32)
    Q_PROPERTY(long il MEMBER il)
    Q_PROPERTY(ulong ul MEMBER ul)
    Q_PROPERTY(qint64 i64 MEMBER i64)
    Q_PROPERTY(quint64 u64 MEMBER u64)
    Q_PROPERTY(float f MEMBER f)
    Q_PROPERTY(double d MEMBER d)
    Q_PROPERTY(QString text MEMBER text)
    Q_PROPERTY(QByteArray bytes MEMBER bytes)
    Q_PROPERTY(QUrl url MEMBER url)
    Q_PROPERTY(QUuid uuid MEMBER uuid)
    Q_PROPERTY(QDate date MEMBER date)
    Q_PROPERTY(QTime time MEMBER time)
    Q_PROPERTY(QDateTime at MEMBER at)
    Q_PROPERTY(QStringList tags MEMBER tags)
    Q_PROPERTY(QVariant any MEMBER any)
    Q_PROPERTY(QVariantMap map MEMBER map)
    Q_PROPERTY(QVariantList list MEMBER list)
    Q_PROPERTY(QJsonValue json MEMBER json)
    Q_PROPERTY(QJsonObject jsonMap MEMBER jsonMap)
    Q_PROPERTY(QJsonArray jsonList MEMBER jsonList)
    Q_PROPERTY(State state MEMBER state)
    Q_PROPERTY(Level level MEMBER level)
    Q_PROPERTY(Wide wide MEMBER wide)
    Q_PROPERTY(Short narrow MEMBER narrow)
    Q_PROPERTY(DustDecimal price MEMBER price)
    Q_PROPERTY(std::optional<bool> optFlag MEMBER optFlag)
    Q_PROPERTY(std::optional<quint8> optU8 MEMBER optU8)
    Q_PROPERTY(std::optional<qint64> optI64 MEMBER optI64)
    Q_PROPERTY(std::optional<double> optD MEMBER optD)
    Q_PROPERTY(std::optional<QString> optText MEMBER optText)
    Q_PROPERTY(std::optional<QDateTime> optAt MEMBER optAt)
    Q_PROPERTY(std::optional<QStringList> optTags MEMBER optTags)
    Q_PROPERTY(std::optional<DustDecimal> optPrice MEMBER optPrice)
    Q_PROPERTY(Author author MEMBER author)
    Q_PROPERTY(QList<Author> editors MEMBER editors)
    Q_PROPERTY(Point point READ point WRITE setPoint)

public:
    Point point() const { return m_point; }
    void setPoint(const Point &point) { m_point = point; }

    QString slug;
    bool flag;
    qint8 i8;
    quint8 u8;
    short i16;
    ushort u16;
    int i32;
    uint u32;
    long il;
    ulong ul;
    qint64 i64;
    quint64 u64;
    float f;
    double d;
    QString text;
    QByteArray bytes;
    QUrl url;
    QUuid uuid;
    QDate date;
    QTime time;
    QDateTime at;
    QStringList tags;
    QVariant any;
    QVariantMap map;
    QVariantList list;
    QJsonValue json;
    QJsonObject jsonMap;
    QJsonArray jsonList;
    State state;
    Level level;
    Wide wide;
    Short narrow;
    DustDecimal price;
    std::optional<bool> optFlag;
    std::optional<quint8> optU8;
    std::optional<qint64> optI64;
    std::optional<double> optD;
    std::optional<QString> optText;
    std::optional<QDateTime> optAt;
    std::optional<QStringList> optTags;
    std::optional<DustDecimal> optPrice;
    Author author;
    QList<Author> editors;

private:
    Point m_point;
};

template<typename T>
QVariant of(const T &value)
{
    return QVariant::fromValue(value);
}

inline DustValue wireOf(const QByteArray &json)
{
    const auto value = DustValue::fromJson(json);
    return value ? *value : DustValue(u"not JSON"_s);
}

inline DustDecimal decimal(const char *text)
{
    return *DustDecimal::fromString(QString::fromLatin1(text));
}

inline QDateTime utc(int hour, int minute, int second, int msec = 0)
{
    return QDateTime(QDate(2026, 3, 31), QTime(hour, minute, second, msec), Qt::UTC);
}

inline Author authorOf(const QString &name, std::optional<int> born = {})
{
    Author author;
    author.fullName = name;
    author.born = born;
    return author;
}

inline DustSchema runTime()
{
    const auto author = DustSchemaBuilder::embedded(u"Author"_s)
                                .field(u"fullName"_s, DustField::String, u"full_name"_s)
                                .field(u"born"_s, DustField::Integer)
                                .build();
    return *DustSchemaBuilder(u"things"_s)
                    .field(u"flag"_s, DustField::Boolean)
                    .field(u"count"_s, DustField::Integer)
                    .field(u"size"_s, DustField::Double)
                    .field(u"text"_s, DustField::String)
                    .field(u"bytes"_s, DustField::Bytes)
                    .field(u"url"_s, DustField::Url)
                    .field(u"uuid"_s, DustField::Uuid)
                    .field(u"date"_s, DustField::Date)
                    .field(u"time"_s, DustField::Time)
                    .field(u"at"_s, DustField::DateTime)
                    .field(u"tags"_s, DustField::StringList)
                    .field(u"any"_s, DustField::Any)
                    .field(u"price"_s, DustField::Decimal)
                    .enumField(u"state"_s, { u"Draft"_s, u"Published"_s })
                    .embedOne(u"author"_s, *author)
                    .embedMany(u"editors"_s, *author)
                    .build();
}

// The field of Everything with this name.
inline DustField fieldOf(const QString &name)
{
    const DustSchema schema = DustSchema::of<Everything>().valueOr(DustSchema());
    return schema.fields().value(schema.indexOf(name));
}

#endif // TST_DUSTFIELD_EVERYTHING_H
