// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustlistmodel_p.h"

#include "dustdelivery_p.h"
#include "dusttext_p.h"

using namespace Qt::StringLiterals;

namespace {

// Ends in a turn of its own, as every call does.
template<typename T>
DustFuture<T> refused(const DustError &error)
{
    return DustDelivery::create()->settle<T>(error);
}

} // namespace

/*!
    Makes every insert and update, also those of setData(), go through the changeset that \a
   function makes of a record (a null-valued one for an insert) and the params. By default it
   is DustChangeset::standard().

    The function must not destroy the model.

    \sa insert(), update()
*/
void DustListModel::setChangesetFunction(const ChangesetFunction &function)
{
    d->changesetFunction = function;
}

/*!
    Inserts the record that \a params make and returns it. Ends with the errors of
   DustRepo::insert(): \c Invalid with field errors when the changeset is not valid, and with \c
   InvalidParams when the model has no repo or no schema.

    \sa update(), setChangesetFunction()
*/
DustFuture<DustRecord> DustListModel::insert(const QVariantMap &params)
{
    if (!d->isReady())
        return refused<DustRecord>(d->notReady());
    const DustChangeset changeset = d->changeset(DustRecord(d->shown), params);
    return d->repo ? d->repo->insert(changeset) : refused<DustRecord>(d->notReady());
}

/*!
    Changes the record \a slug, shown or not, by \a params and returns it as it is then; what is not
   among them stays. Ends with the errors of DustRepo::update(), \c NotFound when the model has no
   such record, and \c InvalidParams when the model has no repo or no schema.

    \sa insert(), remove(), setData()
*/
DustFuture<DustRecord> DustListModel::update(const QString &slug, const QVariantMap &params)
{
    if (!d->isReady())
        return refused<DustRecord>(d->notReady());
    const DustListRows::Row *row = d->rows.find(slug.toUtf8());
    if (!row)
        return refused<DustRecord>(DustError(
                DustError::NotFound, u"The model has no record %1."_s.arg(DustText::quoted(slug)),
                { { u"slug"_s, slug } }));
    const DustChangeset changeset = d->changeset(DustRecord(row->record), params);
    return d->repo ? d->repo->update(changeset) : refused<DustRecord>(d->notReady());
}

/*!
    Removes the record \a slug, shown or not. Ends with the errors of DustRepo::remove(), and with
   \c InvalidParams when the model has no repo or no schema.

    \sa insert(), update()
*/
DustFuture<DustReceipt> DustListModel::remove(const QString &slug)
{
    if (!d->isReady())
        return refused<DustReceipt>(d->notReady());
    return d->repo->remove(d->shown, slug);
}

/*!
    Changes one field of the record at \a index to \a value: that of the column for Qt::EditRole, or
   that of \a role. Returns whether it was accepted, which only an \l editable model does. The row
   changes when the store has the write. A value that the changeset refuses is reported through \l
   error and errorOccurred() with its field errors, as is a write that fails later.

    \sa setChangesetFunction(), update()
*/
bool DustListModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const bool isMine = index.isValid() && index.model() == this && index.row() < count();
    if (!isMine || !d->editable || !d->isReady())
        return false;
    const int field = role == Qt::EditRole ? d->fieldAt(index.column()) : d->fieldOfRole(role);
    if (field < 0)
        return false;

    const DustRecord record = d->rows.at(index.row()).record;
    const DustChangeset changeset = d->changeset(record,
                                                 { { d->shown.fields().at(field).name(), value } });
    if (const auto applied = changeset.applyAction(DustChangeset::Update); !applied) {
        (void)d->report(applied.error());
        return false;
    }
    if (d->repo && !changeset.changes().isEmpty()) {
        // No context: then() takes none that may be gone when the future finishes.
        const auto written = [model = QPointer(this)](const DustResult<DustRecord> &result) {
            if (model)
                (void)(result ? model->d->updateError() : model->d->report(result.error()));
        };
        d->repo->update(changeset).then(written);
    }
    return true;
}

DustChangeset DustListModel::Private::changeset(const DustRecord &record,
                                                const QVariantMap &params) const
{
    return changesetFunction ? changesetFunction(record, params)
                             : DustChangeset::standard(record, params);
}
