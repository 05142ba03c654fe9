// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustfieldcodec_p.h"

#include <QtCore/QDebug>

using namespace Qt::StringLiterals;

/*!
    \class DustField
    \inmodule DustEcto
    \brief The DustField class describes one field of a schema and converts its values.

    A field comes from a DustSchema and is immutable and cheap to copy. toWire() and fromWire() convert
    between the value an application holds and the value a store keeps, the way an Ecto application on
    the same store would write it; cast() takes what a form or another program hands in, with the rules
    of \c Ecto.Changeset.cast/4.

    \snippet schema.cpp field

    \sa DustSchema::fields()
*/

/*!
    \enum DustField::Type

    This enum says what a field holds, and by that how it travels.

    \value Boolean \c bool; a JSON boolean.
    \value Integer any integer type; a JSON integer. A number outside the range of the C++ type is an
           error both ways, and 5.0 is not an integer.
    \value Double \c double or \c float; a JSON number. Integers are read too.
    \value String QString; a JSON string.
    \value Bytes QByteArray; a string in Base64 (standard alphabet, padded).
    \value Url QUrl; a string, percent-encoded.
    \value Uuid QUuid; a string without braces.
    \value Date QDate; \c "2026-03-31".
    \value Time QTime; \c "12:00:00", with three more digits when there are milliseconds.
    \value DateTime QDateTime; \c "2026-03-31T12:00:00Z", with milliseconds as above, always in UTC.
           Read are also other offsets, and text without one, as Ecto's \c :naive_datetime writes it,
           for UTC. Microseconds are rounded to milliseconds.
    \value StringList QStringList; a list of strings, which is one leaf.
    \value Any QVariant, QVariantMap, QVariantList, QJsonValue, QJsonObject or QJsonArray: free-form. An
           object becomes a subtree, and an empty one is not there when it is read back. The JSON types
           hold 1.0 as 1 and integers from 2^63 on as doubles; QVariant does not. What was read is still
           written back as it was, as long as that value, or that member of an object, is the same: they
           cannot change 1.0 into 1, and a list that changes is written as it is held.
    \value Enum an enum declared with Q_ENUM or Q_ENUM_NS, or a key of a run-time schema; the key as a
           string.
    \value Decimal DustDecimal; a string such as \c "1.50".
    \value EmbedOne a nested gadget; an object, which becomes a subtree.
    \value EmbedMany a QList of gadgets; a list of objects, which is one leaf.

    Each but Any, Enum and the embeds may also be held in a \c std::optional.

    Typed envelopes of decimals and datetimes (PROTOCOL section 1) are read as their text, and are never
    written.
*/

/*!
    Makes a field that describes nothing.
*/
DustField::DustField() = default;

DustField::DustField(const DustFieldData &data) : d(new DustFieldData(data)) {}

/*!
    Makes a copy of \a other.
*/
DustField::DustField(const DustField &other) = default;

/*!
    Moves \a other into a new field.
*/
DustField::DustField(DustField &&other) noexcept = default;

/*!
    Makes this field a copy of \a other.
*/
DustField &DustField::operator=(const DustField &other) = default;

/*!
    Moves \a other into this field.
*/
DustField &DustField::operator=(DustField &&other) noexcept = default;

/*!
    Destroys the field.
*/
DustField::~DustField() = default;

/*!
    Returns the name of the field: that of the property.

    \sa wireName()
*/
QString DustField::name() const
{
    return d ? d->name : QString();
}

/*!
    Returns the name under which the field is stored: name(), or what DUST_WIRE_NAME() says.
*/
QString DustField::wireName() const
{
    return d ? d->wireName : QString();
}

/*!
    Returns wireName() as a rendered segment of a path.
*/
const QByteArray &DustField::wireLeaf() const
{
    static const QByteArray none;
    return d ? d->wireLeaf : none;
}

/*!
    Returns what the field holds.
*/
DustField::Type DustField::type() const
{
    return d ? d->codec->type : Any;
}

/*!
    Returns the name of the type as it stands in messages and in the metadata of changeset errors:
    \c boolean, \c integer, \c float, \c string, \c binary, \c url, \c uuid, \c date, \c time,
    \c datetime, \c {string list}, \c any, \c map, \c list, \c enum, \c decimal or \c {map list}.
*/
QString DustField::typeName() const
{
    return d ? d->typeName() : QString();
}

/*!
    Returns the C++ type of the field's values. In a schema built at run time this is qint64 for Integer,
    double for Double, QVariant for Any, QString for Enum, QVariantMap for EmbedOne and QVariantList for
    EmbedMany.
*/
QMetaType DustField::metaType() const
{
    return d ? d->metaType : QMetaType();
}

/*!
    Returns whether null is something else than the type's own empty value: for \c std::optional, and for
    booleans and numbers of a schema built at run time, whose null is an invalid QVariant.
*/
bool DustField::isOptional() const
{
    return d && d->codec->optional;
}

/*!
    Returns the schema of the nested values of an EmbedOne or EmbedMany field, else a null schema.
*/
DustSchema DustField::embedded() const
{
    return d ? d->embedded : DustSchema();
}

/*!
    Returns the keys of an Enum field in order of declaration.
*/
QStringList DustField::enumKeys() const
{
    return d ? d->enumKeys : QStringList();
}

/*!
    Returns whether the field's values are kept out of debug output.

    \sa DustSchema::redacted()
*/
bool DustField::isRedacted() const
{
    return d && d->redacted;
}

namespace {

DustError fieldError(const DustFieldData *field, const QString &why)
{
    if (!field)
        return DustError::invalidParams(
                u"invalid_schema"_s, u"A null DustField has no values: take one from a schema."_s);
    return DustError(DustError::Invalid, u"Field \"%1\": %2."_s.arg(field->name, why));
}

} // namespace

/*!
    Converts \a value to what a store keeps. A null value becomes JSON null; a null nested gadget, and an
    empty map, becomes an empty object, which clears its subtree. A value of another type than metaType()
    is cast first. An Invalid error names the field and says what is wrong, without the value: NaN, an
    enum value without a key, a year outside 0 to 9999, text with a lone surrogate.

    \sa fromWire()
*/
DustResult<DustValue> DustField::toWire(const QVariant &value) const
{
    DustValue wire;
    QString why;
    if (!d || !d->encode(value, &wire, &why))
        return fieldError(d.constData(), why);
    return wire;
}

/*!
    Converts \a value, which a store kept, to a QVariant of metaType(). JSON null becomes nullValue(). As
    in Ecto nothing is guessed: a value of another kind is an Invalid error naming the field, the
    expected type and the one found.

    \sa toWire(), cast()
*/
DustResult<QVariant> DustField::fromWire(const DustValue &value) const
{
    QVariant result;
    QString why;
    if (!d || !d->decode(value, &result, &why))
        return fieldError(d.constData(), why);
    return result;
}

/*!
    Converts \a param, a value from a form or from another program, to a QVariant of metaType(), with the
    rules of Ecto:

    \table
    \header \li type() \li is taken from
    \row \li Boolean \li a boolean; \c "true" \c "1" \c "false" \c "0"
    \row \li Integer \li an integer within the range of the type, or one in a string; never a double, not
             even 5.0
    \row \li Double \li a number, or one in a string
    \row \li Decimal \li a DustDecimal, a number, or one in a string
    \row \li String \li a string
    \row \li Bytes \li a QByteArray; a string, as UTF-8
    \row \li Url, Uuid \li a value of the type or its text; a UUID with or without braces
    \row \li Date, Time, DateTime \li a value of the type or its ISO 8601 text. A QDateTime also gives a
             date or a time. A DateTime is turned to UTC; text without an offset means UTC.
    \row \li StringList \li a list of strings
    \row \li Enum \li a key, or a value of the enum
    \row \li EmbedOne, EmbedMany \li the gadget, a DustRecord or a map by field name; a list of these
    \row \li Any \li everything that DustValue::fromVariant() takes
    \endtable

    An invalid QVariant, \c nullptr, JSON null and a null string become nullValue(). Everything else is an
    Invalid error, the empty string as well but for strings and bytes.

    \sa DustChangeset::cast()
*/
DustResult<QVariant> DustField::cast(const QVariant &param) const
{
    QVariant result;
    QString why;
    if (!d || !d->cast(param, &result, &why))
        return fieldError(d.constData(), why);
    return result;
}

/*!
    Returns what a property holds when there is nothing: a null string, URL, UUID or decimal, an invalid
    date, an empty optional or list, a gadget of null values, but \c false and 0 for a plain boolean and
    number. For an enum it is the value 0. Booleans and numbers of a schema built at run time are an
    invalid QVariant instead.

    \sa isNullValue()
*/
QVariant DustField::nullValue() const
{
    return d ? d->nullValue() : QVariant();
}

/*!
    Returns whether \a value is written as null. \c false, 0, \c "" and an empty list are values; an enum
    is null at 0 when it has no key for 0; a gadget is null when all its fields are; a free-form value is
    null when it is JSON null or an object without content.

    \sa nullValue()
*/
bool DustField::isNullValue(const QVariant &value) const
{
    return !d || d->isNull(value);
}

/*!
    Returns whether the field holds the same in \a a and \a b. Unlike for QVariant, a null string differs
    from an empty one, gadgets and their lists are compared field by field, and free-form values as they
    are written: 1 differs from 1.0 and from \c true.
*/
bool DustField::isEqual(const QVariant &a, const QVariant &b) const
{
    return d ? d->isEqual(a, b) : a == b;
}

/*!
    Returns \a value as QML and views show it: the content of a \c std::optional, an invalid QVariant for
    an empty one, and \a value itself for all others.
*/
QVariant DustField::plainValue(const QVariant &value) const
{
    return d && d->codec->plain && value.metaType() == d->metaType ? d->codec->plain(value) : value;
}

/*!
    Returns the field's value in \a gadget, which must be an object of DustSchema::gadgetType().

    \sa write()
*/
QVariant DustField::read(const void *gadget) const
{
    return d && gadget ? d->property.readOnGadget(gadget) : QVariant();
}

/*!
    Sets the field in \a gadget, which must be an object of DustSchema::gadgetType(), to \a value. A
    value of another type than metaType() leaves it as it is.

    \sa read()
*/
void DustField::write(void *gadget, const QVariant &value) const
{
    if (d && gadget && d->holds(value))
        d->write(gadget, value);
}

/*!
    \fn bool DustField::operator==(const DustField &a, const DustField &b)

    Returns whether \a a and \a b have the same name, wire name and type.
*/

/*!
    \fn bool DustField::operator!=(const DustField &a, const DustField &b)

    Returns whether \a a and \a b differ.
*/

bool DustField::equals(const DustField &other) const
{
    if (d == other.d || !d || !other.d)
        return d == other.d;
    return d->name == other.d->name && d->wireName == other.d->wireName
            && d->codec == other.d->codec && d->metaType == other.d->metaType
            && d->enumKeys == other.d->enumKeys && d->redacted == other.d->redacted
            && d->embedded == other.d->embedded;
}

/*!
    \fn QDebug DustField::operator<<(QDebug debug, const DustField &field)

    Writes the name and type of \a field to \a debug.
*/
QDebug operator<<(QDebug debug, const DustField &field)
{
    const QDebugStateSaver saver(debug);
    return debug.nospace().noquote()
            << "DustField(" << field.name() << ": " << field.typeName() << ')';
}

#include "moc_dustfield.cpp"
