// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustchangeset_p.h"

using namespace Qt::StringLiterals;

namespace {

constexpr const char *UnknownField = QT_TRANSLATE_NOOP(
        "DustChangeset", "%{schema} has no field \"%{field}\": its fields are %{fields}");
constexpr const char *NotNested = QT_TRANSLATE_NOOP(
        "DustChangeset", "%{field} of %{schema} takes a record, a map or a changeset of its type");
constexpr const char *OtherRecord = QT_TRANSLATE_NOOP(
        "DustChangeset",
        "only changesets of the same record can be merged: make both from one data()");
constexpr const char *OtherAction = QT_TRANSLATE_NOOP(
        "DustChangeset",
        "changesets with different actions cannot be merged: give both the same withAction()");

QStringList united(QStringList first, const QStringList &second)
{
    for (const QString &name : second) {
        if (!first.contains(name))
            first.append(name);
    }
    return first;
}

} // namespace

DustChangesetField DustChangesetData::checkedField(const QString &name)
{
    const DustChangesetField found = field(name);
    if (!found && !schema().isNull()) {
        QStringList names = schema().fieldNames();
        if (!schema().slugField().isEmpty() && !names.contains(schema().slugField()))
            names.prepend(schema().slugField());
        refuse(UnknownField, { { u"field"_s, name }, { u"fields"_s, names.join(u", "_s) } });
    }
    return found;
}

QVariant DustChangesetData::currentValue(const DustChangesetField &field, const QString &name) const
{
    const auto change = changes.constFind(name);
    if (change == changes.cend())
        return data.value(name);
    return field.isEmbed() ? DustEmbed::applied(field.field(), *change) : *change;
}

void DustChangesetData::setChange(const DustChangesetField &field, const QString &name,
                                  const QVariant &value)
{
    blank.remove(name);
    if (field.isSame(value, data.value(name)))
        changes.remove(name);
    else
        changes.insert(name, value);
}

void DustChangesetData::setNull(const DustChangesetField &field, const QString &name)
{
    setChange(field, name, field.nullValue());
    if (!field.isNull(field.nullValue()))
        blank.insert(name);
}

/*!
    \fn template <typename T> DustChangeset DustChangeset::change(const T &gadget, const QVariantMap &changes)

    Returns a changeset of \a gadget with \a changes put on it. A wrong declaration of the type is
    an error of \c base.
*/

/*!
    Returns a changeset of \a data with \a changes put on it, neither cast nor validated.

    \sa putChange()
*/
DustChangeset DustChangeset::change(const DustRecord &data, const QVariantMap &changes)
{
    DustChangeset changeset;
    changeset.d->data = data;
    return changeset.change(changes);
}

/*!
    Returns the changeset with each of \a changes put on it.

    \sa putChange()
*/
DustChangeset DustChangeset::change(const QVariantMap &changes) const
{
    DustChangeset next(*this);
    for (auto it = changes.cbegin(); it != changes.cend(); ++it)
        next = next.putChange(it.key(), it.value());
    return next;
}

/*!
    Returns the changeset with \a value as the new value of \a field, neither cast nor validated.
    A value that the record already has takes the change away.

    The value is stored in the field's type where that can hold it; another is kept as it is, and
    writing the record fails. Null for a field whose type has none (an \c int, say) becomes 0, and
    validateRequired() finds the field blank. A nested record is given as a gadget, a DustRecord, a
    map of its fields or a changeset, a list of them as a list.

    \sa forceChange(), deleteChange()
*/
DustChangeset DustChangeset::putChange(const QString &field, const QVariant &value) const
{
    DustChangeset next(*this);
    const DustChangesetField target = next.d->checkedField(field);
    if (!target)
        return next;
    if (!target.isEmbed()) {
        if (target.isNull(value))
            next.d->setNull(target, field);
        else
            next.d->setChange(target, field, target.normalized(value));
        return next;
    }

    const QVariant current = next.d->data.value(field);
    if (const auto change = DustEmbed::toChange(target.field(), current, value))
        next.d->setEmbed(target, field, *change);
    else
        next.d->refuse(NotNested, { { u"field"_s, field } });
    return next;
}

/*!
    Returns the changeset with \a value as the new value of \a field even if the record already
    has it.

    \sa putChange()
*/
DustChangeset DustChangeset::forceChange(const QString &field, const QVariant &value) const
{
    DustChangeset next = putChange(field, value);
    const DustChangesetField target = next.d->field(field);
    if (!target || next.d->changes.contains(field))
        return next;
    if (!target.isEmbed())
        next.d->changes.insert(field, target.normalized(value));
    else if (const auto change = DustEmbed::toChange(target.field(), next.d->data.value(field),
                                                     value))
        next.d->changes.insert(field, *change);
    return next;
}

/*!
    Returns the changeset with the change of \a field, if there is one, replaced by what
    \a function makes of it.

    \sa putChange()
*/
DustChangeset DustChangeset::updateChange(
        const QString &field, const std::function<QVariant(const QVariant &)> &function) const
{
    DustChangeset next(*this);
    if (!next.d->checkedField(field))
        return next;
    if (!function) {
        next.d->refuse(DustNoFunction,
                       { { u"field"_s, field }, { u"call"_s, u"updateChange()"_s } });
        return next;
    }
    const std::optional<QVariant> change = fetchChange(field);
    return change ? putChange(field, function(*change)) : next;
}

/*!
    Returns the changeset without the change of \a field.
*/
DustChangeset DustChangeset::deleteChange(const QString &field) const
{
    DustChangeset next(*this);
    next.d->checkedField(field);
    next.d->changes.remove(field);
    next.d->blank.remove(field);
    return next;
}

/*!
    Returns the changeset with the changes, params, errors and required fields of \a other added
    to its own; where both change a field, \a other wins.

    Changesets of different records, or with different actions, cannot be merged: the result is
    then this changeset with an error of \c base.
*/
DustChangeset DustChangeset::merge(const DustChangeset &other) const
{
    DustChangeset next(*this);
    DustChangesetData &to = *next.d;
    if (to.data != other.d->data) {
        to.refuse(OtherRecord, {});
        return next;
    }
    if (to.action != other.d->action && to.action != NoAction && other.d->action != NoAction) {
        to.refuse(OtherAction, {});
        return next;
    }
    if (to.action == NoAction)
        to.action = other.d->action;
    to.params.insert(other.d->params);
    to.changes.insert(other.d->changes);
    for (auto it = other.d->changes.cbegin(); it != other.d->changes.cend(); ++it)
        to.blank.remove(it.key());
    to.permitted = united(to.permitted, other.d->permitted);
    to.required = united(to.required, other.d->required);
    to.blank.unite(other.d->blank);
    to.isCast = to.isCast || other.d->isCast;
    for (const DustFieldError &error : std::as_const(other.d->errors)) {
        if (!to.errors.contains(error))
            to.errors.append(error);
    }
    return next;
}

/*!
    Returns the value of \a field with the change applied, or \a defaultValue when the schema has
    no such field.

    \sa fetchField(), getChange()
*/
QVariant DustChangeset::getField(const QString &field, const QVariant &defaultValue) const
{
    const DustChangesetField found = d->field(field);
    return found ? found.plain(d->currentValue(found, field)) : defaultValue;
}

/*!
    Returns the change of \a field as changes() holds it, or \a defaultValue when there is none.

    \sa fetchChange(), getField()
*/
QVariant DustChangeset::getChange(const QString &field, const QVariant &defaultValue) const
{
    return fetchChange(field).value_or(defaultValue);
}

/*!
    Returns the value of \a field with the change applied, and where it was found.

    \sa getField()
*/
DustChangeset::Fetched DustChangeset::fetchField(const QString &field) const
{
    if (!d->field(field))
        return {};
    return { d->changes.contains(field) ? Fetched::Changes : Fetched::Data, getField(field) };
}

/*!
    Returns the change of \a field as changes() holds it, or \c nullopt when there is none.

    \sa getChange()
*/
std::optional<QVariant> DustChangeset::fetchChange(const QString &field) const
{
    const auto change = d->changes.constFind(field);
    if (change == d->changes.cend())
        return std::nullopt;
    return d->field(field).plain(*change);
}
