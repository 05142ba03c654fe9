// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustentry.h"

using namespace Qt::StringLiterals;

/*!
    \class DustEntry
    \inmodule DustEcto
    \brief The DustEntry class is what a store holds at a path: value, type and revision.

    It mirrors the entry of PROTOCOL section 1. The entry of a leaf carries the leaf's own type and revision. The entry
    of a path that only has descendants carries the assembled object, the type \c map and the largest revision among
    the leaves.

    \snippet value.cpp entry
*/
namespace {

constexpr std::array<QStringView, 12> TypeNames = {
    u"string",  u"integer",  u"float", u"boolean", u"null",    u"map",
    u"decimal", u"datetime", u"file",  u"lease",   u"counter", u"set",
};

} // namespace

/*!
    \enum DustEntry::Type

    The type of a stored value.

    \value String Text, or a list: servers call both \c string.
    \value Integer A whole number from -2^63 to 2^64-1.
    \value Float A floating-point number, 1.0 included.
    \value Boolean \c true or \c false.
    \value Null The value null, which is stored.
    \value Map An assembled object.
    \value Decimal A typed envelope with a decimal.
    \value DateTime A typed envelope with a date and time.
    \value File A reference to a file.
    \value Lease A lease.
    \value Counter A number that was incremented.
    \value Set A list of unique members.
*/

/*!
    \fn DustEntry::DustEntry()

    Constructs an entry without a path, of type DustEntry::Null.
*/

/*!
    \fn DustPath DustEntry::path() const

    Returns where the value is.
*/

/*!
    \property DustEntry::path
    \brief where the value is, rendered
*/

/*!
    \fn const DustValue &DustEntry::value() const

    Returns the value.
*/

/*!
    \property DustEntry::value
    \brief the value as DustValue::toVariant() gives it
*/

/*!
    \property DustEntry::type
    \brief the type of the value
*/

/*!
    \property DustEntry::typeName
    \brief the type of the value as the wire calls it
*/

/*!
    \property DustEntry::revision
    \brief the \c store_seq of the operation that last wrote the value
*/

/*!
    Constructs the entry of \a value, which has \a type and \a revision, at \a path.
*/
DustEntry::DustEntry(const DustPath &path, const DustValue &value, Type type, quint64 revision)
    : m_path(path), m_value(value), m_revision(revision), m_type(type)
{}

/*!
    Returns what the wire calls \a type: \c string, \c integer, \c float, \c boolean, \c null, \c map, \c decimal,
    \c datetime, \c file, \c lease, \c counter or \c set.
*/
QString DustEntry::typeName(Type type)
{
    return type < TypeNames.size() ? TypeNames[type].toString() : QString();
}

/*!
    Returns the type that the wire calls \a name; nothing if there is none.
*/
std::optional<DustEntry::Type> DustEntry::typeFromName(const QString &name)
{
    const auto found = std::find(TypeNames.cbegin(), TypeNames.cend(), name);
    return found == TypeNames.cend() ? std::nullopt
                                     : std::optional(Type(found - TypeNames.cbegin()));
}

/*!
    Returns the type that \a value says it has. A store gives it to a value that is set, but for a reference to a
    file: only put_file makes a File entry, and the reference set as a value is a Map there. A list is a String, as
    servers have it; counters and sets come from operations, not from values.
*/
DustEntry::Type DustEntry::typeOf(const DustValue &value)
{
    switch (value.kind()) {
    case DustValue::Null:
        return Null;
    case DustValue::Boolean:
        return Boolean;
    case DustValue::Integer:
    case DustValue::UnsignedInteger:
        return Integer;
    case DustValue::Double:
        return Float;
    case DustValue::String:
    case DustValue::Array: // the server's fall-through
        return String;
    case DustValue::Object:
        break;
    }
    const QString envelope = value.envelopeType();
    for (const Type type : { Decimal, DateTime, File, Lease }) {
        if (envelope == TypeNames[type])
            return type;
    }
    return Map;
}

/*!
    \fn bool DustEntry::operator==(const DustEntry &a, const DustEntry &b)

    Returns whether \a a and \a b have the same path, value, type and revision.
*/
bool operator==(const DustEntry &a, const DustEntry &b)
{
    return a.m_revision == b.m_revision && a.m_type == b.m_type && a.m_path == b.m_path
            && a.m_value == b.m_value;
}

/*!
    \fn bool DustEntry::operator!=(const DustEntry &a, const DustEntry &b)

    Returns whether \a a and \a b differ.
*/

/*!
    \fn QDebug DustEntry::operator<<(QDebug debug, const DustEntry &entry)

    Writes \a entry to \a debug.
*/
QDebug operator<<(QDebug debug, const DustEntry &entry)
{
    const QDebugStateSaver saver(debug);
    debug.nospace().noquote() << "DustEntry(" << entry.path() << ", " << entry.typeName()
                              << ", revision " << entry.revision() << ", " << entry.value() << ')';
    return debug;
}

#include "moc_dustentry.cpp"
