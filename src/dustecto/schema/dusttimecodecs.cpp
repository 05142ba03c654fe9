// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustscalarcodec_p.h"
#include "dusttext_p.h"

#include <QtCore/QDateTime>

using namespace Qt::StringLiterals;

using DustFieldCodecs::refuse;
using DustText::hasShape;

namespace {

constexpr qsizetype DateSize = 10; // 2026-03-31
constexpr qsizetype MinutesSize = 5; // 12:00

// ISO 8601 has no text for other years.
bool writeText(const QString &text, DustValue *wire, QString *why)
{
    *wire = DustValue(text);
    return !text.isEmpty() || refuse(why, u"is outside the years 0 to 9999"_s);
}

Qt::DateFormat formatOf(const QTime &time)
{
    return time.msec() == 0 ? Qt::ISODate : Qt::ISODateWithMs;
}

bool hasOffset(QStringView text)
{
    const auto isOffsetMark = [](QChar c) { return "Zz+-"_L1.contains(c); };
    return std::any_of(text.begin() + DateSize, text.end(), isOffsetMark);
}

// Qt also takes other separators, hours without minutes and the hour 24.
QDate parseDate(const QString &text)
{
    return hasShape(text, u"dddd-dd-dd") ? QDate::fromString(text, Qt::ISODate) : QDate();
}

bool startsWithTime(QStringView text)
{
    return hasShape(text.first(qMin(text.size(), MinutesSize)), u"dd:dd")
            && !text.startsWith(u"24");
}

// Ecto's naive datetimes have no offset and mean UTC.
QDateTime parseDateTime(const QString &text)
{
    if (text.size() <= DateSize || !parseDate(text.first(DateSize)).isValid()
        || !startsWithTime(QStringView(text).sliced(DateSize + 1)))
        return {};
    return QDateTime::fromString(hasOffset(text) ? text : text + u'Z', Qt::ISODateWithMs).toUTC();
}

struct DateScalar
{
    using Type = QDate;
    static constexpr DustField::Type FieldType = DustField::Date;

    static bool isNull(QDate value) { return !value.isValid(); }
    static bool parse(const QString &text, QDate *value, QString *why)
    {
        *value = parseDate(text);
        return value->isValid() || refuse(why, u"is not a date such as 2026-03-31"_s);
    }
    static bool read(const DustValue &wire, QDate *value, QString *why)
    {
        return wire.isString() && parse(wire.toString(), value, why);
    }
    static bool write(QDate value, DustValue *wire, QString *why)
    {
        return writeText(value.toString(Qt::ISODate), wire, why);
    }
    static bool cast(const QVariant &param, QDate *value, QString *why)
    {
        switch (param.typeId()) {
        case QMetaType::QString: {
            const QString text = param.toString();
            if (text.size() <= DateSize)
                return parse(text, value, why);
            return parse(text.first(DateSize), value, why)
                    && (parseDateTime(text).isValid()
                        || refuse(why, u"is not a date such as 2026-03-31"_s));
        }
        case QMetaType::QDate:
        case QMetaType::QDateTime:
            *value = param.toDate();
            return true;
        default:
            return false;
        }
    }
};

struct TimeScalar
{
    using Type = QTime;
    static constexpr DustField::Type FieldType = DustField::Time;

    static bool isNull(QTime value) { return !value.isValid(); }
    static bool parse(const QString &text, QTime *value, QString *why)
    {
        if (startsWithTime(text))
            *value = QTime::fromString(text, Qt::ISODateWithMs);
        return value->isValid() || refuse(why, u"is not a time such as 12:00:00"_s);
    }
    static bool read(const DustValue &wire, QTime *value, QString *why)
    {
        return wire.isString() && parse(wire.toString(), value, why);
    }
    static bool write(QTime value, DustValue *wire, QString *)
    {
        *wire = DustValue(value.toString(formatOf(value)));
        return true;
    }
    static bool cast(const QVariant &param, QTime *value, QString *why)
    {
        if (param.typeId() == QMetaType::QString)
            return parse(param.toString(), value, why);
        *value = param.toTime();
        return param.typeId() == QMetaType::QTime || param.typeId() == QMetaType::QDateTime;
    }
};

struct DateTimeScalar
{
    using Type = QDateTime;
    static constexpr DustField::Type FieldType = DustField::DateTime;

    static bool isNull(const QDateTime &value) { return !value.isValid(); }
    static bool parse(const QString &text, QDateTime *value, QString *why)
    {
        *value = parseDateTime(text);
        return value->isValid()
                || refuse(why, u"is not a date and time such as 2026-03-31T12:00:00Z"_s);
    }
    static bool read(const DustValue &wire, QDateTime *value, QString *why)
    {
        return wire.isString() && parse(wire.toString(), value, why);
    }
    static bool write(const QDateTime &value, DustValue *wire, QString *why)
    {
        const QDateTime utc = value.toUTC();
        return writeText(utc.toString(formatOf(utc.time())), wire, why);
    }
    static bool cast(const QVariant &param, QDateTime *value, QString *why)
    {
        if (param.typeId() == QMetaType::QString)
            return parse(param.toString(), value, why);
        *value = param.toDateTime().toUTC();
        return param.typeId() == QMetaType::QDateTime;
    }
};

} // namespace

const DustFieldCodec *DustFieldCodecs::time(QMetaType type)
{
    return dustFindScalar<DateScalar, TimeScalar, DateTimeScalar>(type);
}
