// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustschema_p.h"
#include "dustschemareader_p.h"

#include <QtCore/QDebug>

#include <algorithm>

using namespace Qt::StringLiterals;

/*!
    \class DustSchema
    \inmodule DustEcto
    \brief The DustSchema class describes a record: where it lives, which fields it has, how they travel.

    A record is declared as a gadget, as a schema module declares it in Ecto, and the schema is read from
    its meta-object:

    \snippet schema.cpp fields

    \snippet schema.cpp of

    The record with the slug \c dune lives at \c reading/articles/dune. Every property but the slug is a field,
    with a leaf of its own such as \c reading/articles/dune/title; properties with \c {STORED false} are not. For the types
    see DustField::Type. A nested gadget is one without DUST_SCHEMA(); moc wants an \c operator== (and
    \c operator!= in C++17) from the type of a \c MEMBER property, so give it one. A nested gadget is null
    when all its fields are null, and is then written as \c {{}}, which clears its subtree.

    A wrong declaration never crashes: of() answers an InvalidParams error whose message names class and
    property and says what to write instead. A schema can also be made at run time, see
    DustSchemaBuilder.

    A DustSchema is an immutable value and cheap to copy. It is the counterpart of
    \c {use DustEcto.Schema} in DustEcto for Elixir.

    \sa DustRecord, DustRepo
*/

/*!
    \macro DUST_SCHEMA(prefix)
    \relates DustSchema

    Declares the gadget it stands in to be a record that lives below \a prefix, a path such as \c "links"
    or \c "reading/links". It adds a public member \c dustMeta of type DustMeta. What follows it is
    private, in a struct too.
*/

/*!
    \macro DUST_REQUIRED(fields)
    \relates DustSchema

    Requires \a fields, a string of property names separated by spaces, among them perhaps the slug.
    DustChangeset::validateRequired() looks at them, and a stored record that lacks one is not read.
*/

/*!
    \macro DUST_MODE(mode)
    \relates DustSchema

    Sets how records are written to \a mode, \c Flat or \c Map.

    \sa DustSchema::Mode
*/

/*!
    \macro DUST_SLUG(property)
    \relates DustSchema

    Makes \a property the slug, instead of \c slug.
*/

/*!
    \macro DUST_WIRE_NAME(property, name)
    \relates DustSchema

    Stores \a property under \a name, as in \c {DUST_WIRE_NAME(addedAt, "added_at")}.
*/

/*!
    \macro DUST_REDACTED(fields)
    \relates DustSchema

    Keeps the values of \a fields, a string of property names separated by spaces, out of debug output.
*/

/*!
    \enum DustSchema::Mode

    This enum says how a record is written.

    \value Flat One leaf per field, written together in one atomic operation; an update carries only the
           changed fields.
    \value Map The record is one subtree that every write replaces as a whole.
*/

/*!
    \typedef DustSchema::Builder

    The class that makes a schema at run time.
*/

/*!
    \property DustSchema::name
    \brief the name of the class or, at run time, the one given to the builder.
*/

/*!
    \property DustSchema::prefix
    \brief the path that the records live at.
*/

/*!
    \property DustSchema::mode
    \brief how records are written.
*/

/*!
    \property DustSchema::slugField
    \brief the name of the slug.
*/

/*!
    \property DustSchema::fieldNames
    \brief the names of all fields but the slug, in order of declaration.
*/

/*!
    \property DustSchema::required
    \brief the names of the required fields, which may include the slug.
*/

/*!
    \fn template<typename T> const DustResult<DustSchema> &DustSchema::of()

    Returns the schema of the gadget \c T, or the error of its declaration: always the same one. It is
    read once per type.

    \sa fromMetaType()
*/

/*!
    \fn bool DustSchema::isNull() const

    Returns whether this schema describes nothing.
*/

/*!
    \fn QString DustSchema::prefixString() const

    Returns prefix() as text.
*/

/*!
    \fn size_t DustSchema::qHash(const DustSchema &schema, size_t seed)

    Returns a hash of \a schema, seeded with \a seed.
*/

/*!
    \fn bool DustSchema::operator!=(const DustSchema &a, const DustSchema &b)

    Returns whether \a a and \a b differ.
*/

/*!
    Makes the null schema.
*/
DustSchema::DustSchema() = default;

/*!
    Makes a copy of \a other.
*/
DustSchema::DustSchema(const DustSchema &other) = default;

/*!
    Moves \a other into a new schema.
*/
DustSchema::DustSchema(DustSchema &&other) noexcept = default;

/*!
    Makes this a copy of \a other.
*/
DustSchema &DustSchema::operator=(const DustSchema &other) = default;

/*!
    Moves \a other into this schema.
*/
DustSchema &DustSchema::operator=(DustSchema &&other) noexcept = default;

/*!
    Destroys the schema.
*/
DustSchema::~DustSchema() = default;

DustSchema::DustSchema(std::shared_ptr<const DustSchemaData> data) : d(std::move(data)) {}

/*!
    Reads the schema of the type \a gadget from its meta-object. A wrong declaration is an InvalidParams
    error with the reason \c invalid_schema, whose message says what to write instead.

    \sa of()
*/
DustResult<DustSchema> DustSchema::fromMetaType(QMetaType gadget)
{
    return DustSchemaReader(gadget).read();
}

/*!
    Reads the schema of the type \a gadget as one that is only nested in records: with neither prefix nor slug. Errors as
    fromMetaType().
*/
DustResult<DustSchema> DustSchema::embeddedFromMetaType(QMetaType gadget)
{
    const QMetaType unknownHolder;
    return DustSchemaReader(gadget, { unknownHolder }).read();
}

/*!
    Returns the name of the class or, at run time, the one given to the builder.
*/
QString DustSchema::name() const
{
    return d ? d->name : QString();
}

/*!
    Returns the path that the records live at; it is empty for a schema that is only nested in others.

    \sa recordPath()
*/
DustPath DustSchema::prefix() const
{
    return d ? d->prefix : DustPath();
}

/*!
    Returns how records are written, by default Flat.
*/
DustSchema::Mode DustSchema::mode() const
{
    return d ? d->mode : Flat;
}

/*!
    Returns the name of the slug, by default \c "slug".
*/
QString DustSchema::slugField() const
{
    return d ? d->slugField : QString();
}

/*!
    Returns all fields but the slug, in order of declaration. The index of a field is its index here.
*/
QList<DustField> DustSchema::fields() const
{
    return d ? d->fields : QList<DustField>();
}

/*!
    Returns the names of fields().
*/
QStringList DustSchema::fieldNames() const
{
    QStringList names;
    for (const DustField &field : fields())
        names.append(field.name());
    return names;
}

/*!
    Returns the index of the field called \a fieldName, or -1. The slug has none.
*/
int DustSchema::indexOf(const QString &fieldName) const
{
    const QList<DustField> &all = fields();
    for (int i = 0; i < all.size(); ++i) {
        if (DustFieldData::get(all.at(i)).name == fieldName)
            return i;
    }
    return -1;
}

/*!
    Returns the index of the field stored below \a firstSegment, the rendered first segment of a path
    relative to a record, or -1.

    \sa DustField::wireLeaf()
*/
int DustSchema::indexOfWireLeaf(QByteArrayView firstSegment) const
{
    if (!d)
        return -1;
    const auto leafOf = [this](int index) {
        return QByteArrayView(DustFieldData::get(d->fields.at(index)).wireLeaf);
    };
    const auto found = std::lower_bound(
            d->byWireLeaf.begin(), d->byWireLeaf.end(), firstSegment,
            [&](int index, QByteArrayView wanted) { return leafOf(index) < wanted; });
    return found != d->byWireLeaf.end() && leafOf(*found) == firstSegment ? *found : -1;
}

/*!
    Returns the names of the required fields, which may include the slug.
*/
QStringList DustSchema::required() const
{
    return d ? d->required : QStringList();
}

/*!
    Returns the names of the fields whose values are kept out of debug output.
*/
QStringList DustSchema::redacted() const
{
    return d ? d->redacted : QStringList();
}

/*!
    Returns the type of the gadget; it is invalid for a schema built at run time.
*/
QMetaType DustSchema::gadgetType() const
{
    return d ? d->gadgetType : QMetaType();
}

/*!
    Returns the path of the record with \a slug. A slug that validateSlug() refuses, and a schema that is
    only nested in others, is an InvalidParams error.
*/
DustResult<DustPath> DustSchema::recordPath(const QString &slug) const
{
    if (prefix().isEmpty())
        return DustError::invalidParams(
                u"invalid_schema"_s,
                u"The schema \"%1\" has no prefix, so its records have no path: use the schema of the record that holds them."_s
                        .arg(name()));
    if (const auto valid = validateSlug(slug); !valid)
        return valid.error();
    return d->prefix.child(slug);
}

/*!
    Checks that \a slug can be one: a string that is not empty and can stand in a path. Dots, slashes and
    stars are fine. Anything else is an InvalidParams error with the reason \c invalid_slug.
*/
DustResult<void> DustSchema::validateSlug(const QVariant &slug)
{
    const auto refuse = [](const QString &message) {
        return DustError::invalidParams(u"invalid_slug"_s, message);
    };
    if (slug.typeId() != QMetaType::QString)
        return refuse(u"The slug is %1: give a string that is not empty."_s.arg(
                slug.isValid() ? u"a %1"_s.arg(QLatin1StringView(slug.typeName())) : u"missing"_s));
    if (slug.toString().isEmpty())
        return refuse(u"The slug is empty: give a string that is not."_s);
    if (const auto path = DustPath::fromSegments({ slug.toString() }); !path)
        return refuse(u"The slug cannot stand in a path. %1"_s.arg(path.error().message()));
    return {};
}

/*!
    \fn bool DustSchema::operator==(const DustSchema &a, const DustSchema &b)

    Returns whether \a a and \a b are the same declaration: of one gadget, or built alike.
*/
bool operator==(const DustSchema &a, const DustSchema &b)
{
    if (a.d == b.d || !a.d || !b.d)
        return a.d == b.d;
    return a.d->name == b.d->name && a.d->prefix == b.d->prefix && a.d->mode == b.d->mode
            && a.d->slugField == b.d->slugField && a.d->gadgetType == b.d->gadgetType
            && a.d->required == b.d->required && a.d->redacted == b.d->redacted
            && a.d->fields == b.d->fields;
}

size_t DustSchema::hash(size_t seed) const
{
    return d ? qHashMulti(seed, d->name, d->prefix) : seed;
}

/*!
    \fn QDebug DustSchema::operator<<(QDebug debug, const DustSchema &schema)

    Writes the name and prefix of \a schema to \a debug.
*/
QDebug operator<<(QDebug debug, const DustSchema &schema)
{
    const QDebugStateSaver saver(debug);
    if (schema.isNull())
        return debug.nospace() << "DustSchema(null)";
    return debug.nospace().noquote()
            << "DustSchema(" << schema.name() << " at " << schema.prefixString() << ')';
}

#include "moc_dustschema.cpp"
