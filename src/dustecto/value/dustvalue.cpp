// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustvalue.h"

#include "dustentry.h"
#include "dustjson_p.h"
#include "dustmessagepack_p.h"
#include "dusttext_p.h"

#include <limits>

using namespace Qt::StringLiterals;

/*!
    \class DustValue
    \inmodule DustEcto
    \brief The DustValue class is any value that Dust can store: null, boolean, number, text, array or object.

    It mirrors the values of PROTOCOL section 1. Integers are exact from -2^63 to 2^64-1, and 1.0 is another value than
    1: neither JSON nor MessagePack folds them. Copies are cheap, since text, arrays and objects are implicitly shared.

    Typed envelopes are objects that a store keeps as one leaf: isEnvelope() tells them, decimal() and dateTime()
    make them.

    \snippet value.cpp value

    \sa DustEntry
*/

/*!
    \typealias DustArray
    \relates DustValue

    A QList of DustValue.
*/

/*!
    \typealias DustObject
    \relates DustValue

    A QMap from the keys of an object to its values.
*/
namespace {

constexpr quint64 MaximumSigned = quint64(std::numeric_limits<qint64>::max());

} // namespace

/*!
    \enum DustValue::Kind

    What a value is.

    \value Null The value null.
    \value Boolean \c true or \c false.
    \value Integer An integer from -2^63 to 2^63-1.
    \value UnsignedInteger An integer from 2^63 to 2^64-1; smaller ones are always an Integer.
    \value Double A floating-point number.
    \value String Text.
    \value Array A list of values.
    \value Object Values by key.
*/

/*!
    \variable DustValue::MaximumDepth

    How many arrays and objects may be nested in one another. A scalar has depth 0, an empty array depth 1.
*/

/*!
    \typealias DustValue::Leaf

    A path and the leaf there.
*/

/*!
    \fn DustValue::DustValue()

    Constructs null.
*/

/*!
    \fn DustValue::DustValue(std::nullptr_t)

    Constructs null.
*/

/*!
    \fn DustValue::DustValue(const char *utf8)

    Constructs the string that \a utf8 is.
*/

/*!
    Constructs a Boolean of \a value.
*/
DustValue::DustValue(bool value) : m_state(value) {}

/*!
    Constructs an Integer of \a value.
*/
DustValue::DustValue(int value) : m_state(qint64(value)) {}

/*!
    Constructs an Integer of \a value.
*/
DustValue::DustValue(uint value) : m_state(qint64(value)) {}

/*!
    Constructs an Integer of \a value.
*/
DustValue::DustValue(qint64 value) : m_state(value) {}

/*!
    Constructs an Integer of \a value if it is below 2^63, else an UnsignedInteger.
*/
DustValue::DustValue(quint64 value)
{
    if (value <= MaximumSigned)
        m_state = qint64(value);
    else
        m_state = value;
}

/*!
    Constructs a Double of \a value.
*/
DustValue::DustValue(double value) : m_state(value) {}

/*!
    Constructs a String of \a value.
*/
DustValue::DustValue(const QString &value) : m_state(value) {}

/*!
    \overload

    Constructs a String of \a value, moved in.
*/
DustValue::DustValue(QString &&value) : m_state(std::move(value)) {}

/*!
    Constructs an Array of \a value.
*/
DustValue::DustValue(const DustArray &value) : m_state(value) {}

/*!
    \overload

    Constructs an Array of \a value, moved in.
*/
DustValue::DustValue(DustArray &&value) : m_state(std::move(value)) {}

/*!
    Constructs an Object of \a value.
*/
DustValue::DustValue(const DustObject &value) : m_state(value) {}

/*!
    \overload

    Constructs an Object of \a value, moved in.
*/
DustValue::DustValue(DustObject &&value) : m_state(std::move(value)) {}

/*!
    Returns the value that \a json writes in UTF-8. Of equal keys in one object the last one wins.

    Fails with DustError::InvalidParams and one of the reasons \c invalid_json, \c invalid_unicode (not UTF-8),
    \c number_out_of_range (beyond 64 bits, or beyond a double) and \c depth (more than MaximumDepth). The detail
    \c offset is the byte where a number is wrong.

    \sa toJson()
*/
DustResult<DustValue> DustValue::fromJson(QByteArrayView json)
{
    return DustJson::read(json);
}

/*!
    Returns this value as compact JSON in UTF-8. A double is written with the fewest digits that give it back and
    always with a point or an exponent.

    What JSON cannot say, and validate() refuses, becomes \c null (NaN, infinity) or U+FFFD (a lone surrogate).

    \sa fromJson()
*/
QByteArray DustValue::toJson() const
{
    QByteArray json;
    DustJson::append(json, *this);
    return json;
}

/*!
    Returns the value that \a bytes, all of them, hold in MessagePack. Binary data pass for text if they are UTF-8. Of
    equal keys in one map the last one wins.

    Fails with DustError::InvalidParams and one of the reasons \c invalid_messagepack (malformed, truncated or trailing
    bytes, an extension type, a key that is no text), \c invalid_unicode, \c number_out_of_range (NaN, infinity) and
    \c depth.

    \sa toMessagePack()
*/
DustResult<DustValue> DustValue::fromMessagePack(QByteArrayView bytes)
{
    return DustMessagePack::decode(bytes);
}

/*!
    Returns this value in MessagePack: integers in their shortest form, doubles always as 64-bit floats.
    NaN and infinity, which validate() refuses, are written as they are.

    \sa fromMessagePack()
*/
QByteArray DustValue::toMessagePack() const
{
    return DustMessagePack::encode(*this);
}

/*!
    \fn DustValue::Kind DustValue::kind() const

    Returns what the value is.
*/

/*!
    \fn bool DustValue::isNull() const

    Returns whether the value is null.
*/

/*!
    \fn bool DustValue::isInteger() const

    Returns whether the value is an Integer or UnsignedInteger.
*/

/*!
    \fn bool DustValue::isNumber() const

    Returns whether the value is an integer or a Double.
*/

/*!
    \fn bool DustValue::isString() const

    Returns whether the value is text.
*/

/*!
    \fn bool DustValue::isArray() const

    Returns whether the value is an array.
*/

/*!
    \fn bool DustValue::isObject() const

    Returns whether the value is an object; an envelope is one, too.
*/

/*!
    Returns the Boolean; false for any other kind.
*/
bool DustValue::toBool() const
{
    const bool *value = std::get_if<bool>(&m_state);
    return value && *value;
}

/*!
    Returns the Integer; 0 for any other kind, an UnsignedInteger included.
*/
qint64 DustValue::toInteger() const
{
    const qint64 *value = std::get_if<qint64>(&m_state);
    return value ? *value : 0;
}

/*!
    Returns the Integer or UnsignedInteger; 0 for a negative one and for any other kind.
*/
quint64 DustValue::toUnsignedInteger() const
{
    if (const quint64 *value = std::get_if<quint64>(&m_state))
        return *value;
    return quint64(qMax(toInteger(), qint64(0)));
}

/*!
    Returns the number as a double, integers rounded to the nearest; 0 for any other kind.
*/
double DustValue::toDouble() const
{
    switch (kind()) {
    case Integer:
        return double(std::get<qint64>(m_state));
    case UnsignedInteger:
        return double(std::get<quint64>(m_state));
    case Double:
        return std::get<double>(m_state);
    default:
        return 0;
    }
}

/*!
    Returns the text; an empty string for any other kind.
*/
const QString &DustValue::toString() const &
{
    static const QString none;
    const QString *value = std::get_if<QString>(&m_state);
    return value ? *value : none;
}

/*!
    Returns the array; an empty one for any other kind.
*/
const DustArray &DustValue::toArray() const &
{
    static const DustArray none;
    const DustArray *value = std::get_if<DustArray>(&m_state);
    return value ? *value : none;
}

/*!
    Returns the object; an empty one for any other kind.
*/
const DustObject &DustValue::toObject() const &
{
    static const DustObject none;
    const DustObject *value = std::get_if<DustObject>(&m_state);
    return value ? *value : none;
}

/*!
    Returns what an entry of this value calls its type, such as \c integer, \c float or \c decimal.

    \sa DustEntry::typeOf()
*/
QString DustValue::typeName() const
{
    return DustEntry::typeName(DustEntry::typeOf(*this));
}

/*!
    \fn bool DustValue::isLeaf() const

    Returns whether a store keeps the value as one leaf: anything except an object that is not an envelope.
*/

/*!
    Returns whether the value is a typed envelope: an object whose \c _type is \c file or \c lease, or that has both
    \c _type and \c _typed. A store keeps it as one leaf.

    \sa envelopeType(), isLeaf()
*/
bool DustValue::isEnvelope() const
{
    const DustObject &object = toObject();
    const auto type = object.constFind(u"_type"_s);
    if (type == object.cend())
        return false;
    const QString &name = type->toString();
    return name == u"file"_s || name == u"lease"_s || object.contains(u"_typed"_s);
}

/*!
    Returns the \c _type of an envelope; an empty string for any other value.
*/
QString DustValue::envelopeType() const
{
    return isEnvelope() ? toObject().value(u"_type"_s).toString() : QString();
}

/*!
    Returns the envelope of a decimal written by \a digits, such as "1.50".
*/
DustValue DustValue::decimal(const QString &digits)
{
    return DustObject{ { u"_type"_s, u"decimal"_s }, { u"_typed"_s, digits } };
}

/*!
    Returns the envelope of a date and time written by \a iso8601 with an offset, such as "2026-03-31T12:00:00Z".
*/
DustValue DustValue::dateTime(const QString &iso8601)
{
    return DustObject{ { u"_type"_s, u"datetime"_s }, { u"_typed"_s, iso8601 } };
}

/*!
    \fn bool DustValue::operator==(const DustValue &a, const DustValue &b)

    Returns whether \a a and \a b are of the same kind and equal; 1 and 1.0 are not.
*/
bool operator==(const DustValue &a, const DustValue &b)
{
    return a.m_state == b.m_state;
}

/*!
    \fn bool DustValue::operator!=(const DustValue &a, const DustValue &b)

    Returns whether \a a and \a b differ.
*/

/*!
    \fn QDebug DustValue::operator<<(QDebug debug, const DustValue &value)

    Writes \a value to \a debug as JSON of at most 1,000 characters.
*/
QDebug operator<<(QDebug debug, const DustValue &value)
{
    const QDebugStateSaver saver(debug);
    constexpr qsizetype Longest = 1000;
    QString json = DustText::fromUtf8(value.toJson());
    if (json.size() > Longest)
        json = json.first(Longest) + QChar(0x2026);
    return debug.nospace().noquote() << "DustValue(" << json << ')';
}

#include "moc_dustvalue.cpp"
