// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustchangeset_p.h"

using namespace Qt::StringLiterals;

DustChangeset DustChangeset::of(const DustResult<DustSchema> &schema, const void *gadget)
{
    DustChangeset changeset;
    if (schema)
        changeset.d->data = DustRecord::fromGadget(*schema, gadget);
    else
        changeset.d->errors.append({ DustChangesetData::Base.toString(),
                                     schema.error().message(),
                                     { { u"validation"_s, u"declaration"_s } } });
    return changeset;
}

/*!
    Returns the record with the changes applied, whether the changeset is valid or not, with the
    revisions the record was read with.

    \c{applyChanges<T>()} returns it as a gadget: a default constructed \c T when the changeset is
    of another type. Members of \c T that are not properties are default constructed.

    \sa applyAction(), data()
*/
DustRecord DustChangeset::applyChanges() const
{
    DustRecord record = d->data;
    for (auto it = d->changes.cbegin(); it != d->changes.cend(); ++it)
        record.setValue(it.key(), d->currentValue(d->field(it.key()), it.key()));
    return record;
}

/*!
    Returns the changed record if the changeset is valid. Otherwise returns an \c Invalid error
    whose message sums up the errors and whose DustError::fieldErrors() is errorMap(); its detail
    \c action is \a action.

    \c{applyAction<T>()} returns it as a gadget; a \c T of another type than the changeset's is an
    \c InvalidParams error.

    \sa applyChanges(), isValid()
*/
DustResult<DustRecord> DustChangeset::applyAction(Action action) const
{
    if (isValid())
        return applyChanges();
    const QVariantMap tree = errorMap();
    const QString message = tree.isEmpty()
            ? u"the changeset is null: make it with cast() or change()"_s
            : DustChangesetData::summary(tree);
    return DustError(DustError::Invalid, message,
                     { { u"field_errors"_s, tree }, { u"action"_s, QVariant::fromValue(action) } });
}

DustResult<void> DustChangeset::checkGadget(QMetaType type) const
{
    if (d->schema().gadgetType() == type)
        return {};
    return DustError::invalidParams(
            u"wrong_type"_s,
            u"a changeset of %1 cannot be applied as %2: name the type it was made of"_s.arg(
                    d->schema().name(), QString::fromLatin1(type.name())));
}
