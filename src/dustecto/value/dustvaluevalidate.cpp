// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustValue::validate(): what a server could not keep (PROTOCOL sections 1, 5 and 7).

#include "dustpath.h"
#include "dusttext_p.h"
#include "dustvalue.h"

#include <QtCore/QDateTime>

#include <cmath>

using namespace Qt::StringLiterals;
using DustText::hasShape;

namespace {

struct Fault
{
    QString reason;
    QString saying;
    QStringList trail; // from the fault up to the root
};

bool refuse(Fault &fault, const QString &reason, const QString &saying)
{
    fault.reason = reason;
    fault.saying = saying;
    return false;
}

bool isDigits(QStringView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar c) {
        return c >= u'0' && c <= u'9';
    });
}

bool isDecimal(QStringView text)
{
    const auto dropSign = [](QStringView &number) {
        if (number.startsWith(u'+') || number.startsWith(u'-'))
            number = number.sliced(1);
    };
    dropSign(text);
    if (const qsizetype e = text.indexOf(u'e', 0, Qt::CaseInsensitive); e >= 0) {
        QStringView exponent = text.sliced(e + 1);
        dropSign(exponent);
        if (!isDigits(exponent))
            return false;
        text = text.first(e);
    }
    const qsizetype point = text.indexOf(u'.');
    return point < 0 ? isDigits(text)
                     : isDigits(text.first(point)) && isDigits(text.sliced(point + 1));
}

bool isOffset(QStringView text)
{
    if (text == u"Z")
        return true;
    if (!hasShape(text, u"+dd:dd") && !hasShape(text, u"-dd:dd"))
        return false;
    if (text == u"-00:00") // which ISO 8601 does not have
        return false;
    return text.sliced(1, 2).toInt() < 24 && text.sliced(4, 2).toInt() < 60;
}

bool isDateTime(QStringView text)
{
    constexpr qsizetype DateSize = 10;
    constexpr qsizetype SecondsEnd = 19;
    if (text.size() <= SecondsEnd || !hasShape(text.first(SecondsEnd), u"dddd-dd-ddTdd:dd:dd"))
        return false;
    const QStringView time = text.sliced(DateSize + 1);
    // The calendar repeats every 400 years; the year 0 of ISO 8601 is one that QDate does not have.
    if (!QDate::isValid(text.first(4).toInt() + 400, text.sliced(5, 2).toInt(),
                        text.sliced(8, 2).toInt())
        || !QTime::isValid(time.first(2).toInt(), time.sliced(3, 2).toInt(),
                           time.sliced(6, 2).toInt()))
        return false;
    QStringView rest = text.sliced(SecondsEnd);
    if (rest.startsWith(u'.')) {
        const auto end = std::find_if(rest.begin() + 1, rest.end(),
                                      [](QChar c) { return c < u'0' || c > u'9'; });
        if (end == rest.begin() + 1)
            return false;
        rest = rest.sliced(end - rest.begin());
    }
    return isOffset(rest);
}

bool checkTyped(const DustValue &envelope, Fault &fault)
{
    const QString type = envelope.envelopeType();
    const DustValue typed = envelope.toObject().value(u"_typed"_s);
    if (type == u"decimal"_s && !(typed.isString() && isDecimal(typed.toString())))
        return refuse(fault, u"invalid_decimal"_s,
                      u"is not a decimal: write its digits as a string, as in \"1.50\"."_s);
    if (type == u"datetime"_s && !(typed.isString() && isDateTime(typed.toString())))
        return refuse(
                fault, u"invalid_datetime"_s,
                u"is not a date and time: write ISO 8601 with an offset, as in \"2026-03-31T12:00:00Z\"."_s);
    return true;
}

bool checkKey(const QString &key, Fault &fault)
{
    if (key.isEmpty())
        return refuse(fault, u"empty_segment"_s, u"has an empty key: name it or remove it."_s);
    if (!key.isValidUtf16())
        return refuse(fault, u"invalid_unicode"_s,
                      u"has a key with a lone surrogate: remove it."_s);
    if (key == u"_json"_s || key == u"_scalar"_s)
        return refuse(
                fault, u"reserved_key"_s,
                u"has the key %1, which servers keep for themselves: choose another name."_s.arg(
                        DustText::quoted(key)));
    return true;
}

bool check(const DustValue &value, int depth, Fault &fault);

bool checkContainer(const DustValue &value, int depth, Fault &fault)
{
    if (depth > DustValue::MaximumDepth)
        return refuse(fault, u"depth"_s,
                      u"is nested deeper than %1 levels: spread it over several paths."_s.arg(
                              DustValue::MaximumDepth));
    const DustArray &array = value.toArray();
    for (qsizetype i = 0; i < array.size(); ++i) {
        if (!check(array.at(i), depth, fault)) {
            fault.trail.append(QString::number(i));
            return false;
        }
    }
    const DustObject &object = value.toObject();
    for (auto it = object.cbegin(); it != object.cend(); ++it) {
        if (!checkKey(it.key(), fault))
            return false;
        if (!check(it.value(), depth, fault)) {
            fault.trail.append(it.key());
            return false;
        }
    }
    return !value.isEnvelope() || checkTyped(value, fault);
}

bool check(const DustValue &value, int depth, Fault &fault)
{
    switch (value.kind()) {
    case DustValue::Double:
        if (!std::isfinite(value.toDouble()))
            return refuse(fault, u"number_out_of_range"_s,
                          u"is not a finite number: store null or a string instead."_s);
        return true;
    case DustValue::String:
        if (!value.toString().isValidUtf16())
            return refuse(
                    fault, u"invalid_unicode"_s,
                    u"is text with a lone surrogate: remove it, or encode binary data as Base64."_s);
        return true;
    case DustValue::Array:
    case DustValue::Object:
        return checkContainer(value, depth + 1, fault);
    default:
        return true;
    }
}

} // namespace

/*!
    Returns whether a store could keep this value. What is refused here would crash a real server's channel or could
    never be read back (PROTOCOL sections 5 and 7).

    Fails with DustError::InvalidParams, the place inside the value in \c path and one of the reasons \c invalid_unicode
    (a lone surrogate), \c number_out_of_range (NaN, infinity), \c depth (more than MaximumDepth), \c empty_segment (an
    empty key), \c reserved_key (\c _json or \c _scalar), \c invalid_decimal and \c invalid_datetime (a typed envelope
    that is not one).
*/
DustResult<void> DustValue::validate() const
{
    Fault fault;
    if (check(*this, 0, fault))
        return {};
    QByteArray where;
    for (auto it = fault.trail.crbegin(); it != fault.trail.crend(); ++it) {
        if (!where.isEmpty())
            where.append('/');
        where.append(DustPath::escapeSegment(*it));
    }
    const QString path = DustText::fromUtf8(where);
    const QString thing = path.isEmpty() ? u"The value"_s
                                         : u"The value at %1"_s.arg(DustText::quoted(path));
    return DustError::invalidParams(fault.reason, thing + u' ' + fault.saying)
            .with(u"path"_s, path);
}
