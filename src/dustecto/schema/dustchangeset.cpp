// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustchangeset_p.h"

using namespace Qt::StringLiterals;

/*!
    \class DustChangeset
    \inmodule DustEcto
    \brief The DustChangeset class holds changes to a record, casts and validates them, and
    collects what is wrong with them.

    A changeset is a value: every step is a const function that returns another changeset and
    leaves the one it was called on as it was. It needs no event loop.

    \snippet schema.cpp changeset

    \snippet schema.cpp cast

    Mirrors Elixir's \c Ecto.Changeset. Two things differ: a mistake of the programmer (a field
    that the schema does not have, say) does not raise but ends as an error of the field \c base
    that names it and its remedy; and casting a value that the record already has takes an earlier
    change of that field away.

    Embedded records are changed through child changesets, which changes() holds and which count
    for isValid(), errorMap() and applyChanges().

    Values of fields that DUST_REDACTED() names appear neither in debug output nor in errors.

    \sa DustSchema, DustRecord
*/

/*!
    \enum DustChangeset::Action

    What a changeset is meant for.

    \value NoAction Not decided yet.
    \value Insert The record is to be inserted.
    \value Update The record is to be updated.
    \value Delete The record is to be removed.
*/

/*!
    \typedef DustChangeset::Caster

    A function that makes the changeset of a nested record from the record and the params for it.

    \sa castEmbed()
*/

/*!
    \typedef DustChangeset::Validator

    A function that takes a field and its new value and returns the errors it finds.

    \sa validateChange()
*/

/*!
    \class DustChangeset::Fetched
    \inmodule DustEcto
    \brief The Fetched struct is a value and where it was found.

    \sa DustChangeset::fetchField()
*/

/*!
    \enum DustChangeset::Fetched::Source

    \value Missing The schema has no such field.
    \value Data The value is the record's.
    \value Changes The value is a change.
*/

/*!
    \variable DustChangeset::Fetched::source
    \brief where the value was found.
*/

/*!
    \variable DustChangeset::Fetched::value
    \brief the value.
*/

/*!
    \property DustChangeset::valid
    \brief whether there are no errors, here and in nested changesets.
*/

/*!
    \property DustChangeset::errors
    \brief the translated messages by field, as errorMap() gives them: \c{errors.title} is a list
    of strings.
*/

/*!
    Constructs a null changeset: it has no record, no changes, and is not valid.
*/
DustChangeset::DustChangeset() : d(new DustChangesetData) {}

/*! Copies \a other. */
DustChangeset::DustChangeset(const DustChangeset &other) = default;
/*! Moves \a other, which may then only be destroyed or assigned to. */
DustChangeset::DustChangeset(DustChangeset &&other) noexcept = default;
/*! Copies \a other. */
DustChangeset &DustChangeset::operator=(const DustChangeset &other) = default;
/*! Moves \a other, which may then only be destroyed or assigned to. */
DustChangeset &DustChangeset::operator=(DustChangeset &&other) noexcept = default;
/*! Destroys the changeset. */
DustChangeset::~DustChangeset() = default;

/*!
    Returns whether the changeset is of no schema: default constructed, or made of a type whose
    declaration is wrong, which is then an error of \c base.
*/
bool DustChangeset::isNull() const
{
    return d->schema().isNull();
}

/*!
    Returns whether the changeset has a schema and no errors, here and in nested changesets.

    \sa errors(), errorMap()
*/
bool DustChangeset::isValid() const
{
    if (isNull() || !d->errors.isEmpty())
        return false;
    for (auto it = d->changes.cbegin(); it != d->changes.cend(); ++it) {
        for (const DustChangeset &child : DustEmbed::children(it.value())) {
            if (!child.isValid())
                return false;
        }
    }
    return true;
}

/*!
    Returns the schema of the record.
*/
DustSchema DustChangeset::schema() const
{
    return d->schema();
}

/*!
    Returns the record that the changes are made to, with the revisions it was read with.

    \sa applyChanges()
*/
DustRecord DustChangeset::data() const
{
    return d->data;
}

/*!
    \property DustChangeset::params
    \brief the params given to cast().
*/

/*!
    Returns the params of all casts, later ones over earlier ones; unknown and not permitted ones
    are among them.
*/
QVariantMap DustChangeset::params() const
{
    return d->params;
}

/*!
    Returns the names of the fields that casts were allowed to change.
*/
QStringList DustChangeset::permitted() const
{
    return d->permitted;
}

/*!
    Returns the names of the fields that validateRequired() and castEmbed() have required: what a
    form marks with a star.
*/
QStringList DustChangeset::required() const
{
    return d->required;
}

/*!
    \property DustChangeset::action
    \brief what the changeset is meant for.
*/

/*!
    Returns what the changeset is meant for; NoAction unless withAction() or castEmbed() said so.
*/
DustChangeset::Action DustChangeset::action() const
{
    return d->action;
}

/*!
    Returns a changeset that is meant for \a action.
*/
DustChangeset DustChangeset::withAction(Action action) const
{
    DustChangeset next(*this);
    next.d->action = action;
    return next;
}

/*!
    \property DustChangeset::changes
    \brief the new values by field.
*/

/*!
    Returns the new values by field name, the slug among them when it changes; a null
    \c std::optional is an invalid QVariant. The change of a nested record is a DustChangeset or
    null, that of a list of them a QVariantList of DustChangeset.

    \sa getChange(), applyChanges()
*/
QVariantMap DustChangeset::changes() const
{
    QVariantMap plain = d->changes;
    for (auto it = plain.begin(); it != plain.end(); ++it)
        it.value() = d->field(it.key()).plain(it.value());
    return plain;
}

/*!
    \property DustChangeset::slug
    \brief the slug of the changed record.
*/

/*!
    Returns the slug of the changed record; a change that is no string counts as an empty one.
*/
QString DustChangeset::slug() const
{
    const QVariant slug = isNull() ? QVariant() : getField(d->schema().slugField());
    return slug.typeId() == QMetaType::QString ? slug.toString() : QString();
}

/*!
    \fn QDebug DustChangeset::operator<<(QDebug debug, const DustChangeset &changeset)

    Writes \a changeset to \a debug: schema, slug, action, changes and errors. Redacted values are
    written as \c{***}.
*/
QDebug operator<<(QDebug debug, const DustChangeset &changeset)
{
    const QDebugStateSaver saver(debug);
    debug.nospace() << "DustChangeset(";
    if (changeset.isNull()) {
        debug << "null";
    } else {
        const QStringList redacted = changeset.schema().redacted();
        debug << qUtf8Printable(changeset.schema().name());
        if (!changeset.schema().slugField().isEmpty())
            debug << ' ' << changeset.slug();
        debug << ", " << changeset.action() << ", changes: {";
        const QVariantMap changes = changeset.changes();
        for (auto it = changes.cbegin(); it != changes.cend(); ++it) {
            debug << (it == changes.cbegin() ? "" : ", ") << qUtf8Printable(it.key()) << ": ";
            if (redacted.contains(it.key()))
                debug << "***";
            else if (const auto children = DustEmbed::children(it.value()); !children.isEmpty())
                debug << children;
            else
                debug << it.value();
        }
        debug << '}';
    }
    if (!changeset.errors().isEmpty())
        debug << ", errors: " << changeset.errors();
    return debug << ')';
}

#include "moc_dustchangeset.cpp"
