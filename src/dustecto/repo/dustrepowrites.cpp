// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustRepo's writes.

#include "dustrepo_p.h"

#include "dustrepobatch_p.h"
#include "dustrepowrite_p.h"

using namespace Qt::StringLiterals;

namespace {

DustWriteStep insertStep(const DustResult<DustSchema> &schema, const void *gadget,
                         const DustRepoOptions &options)
{
    return schema ? DustWriteStep::insert(DustRecord::fromGadget(*schema, gadget), options)
                  : DustWriteStep::refuse(schema.error());
}

// A changeset whose record shall become a gadget has to be of its schema.
DustResult<void> checkSchema(const DustResult<DustSchema> &schema, const DustChangeset &changeset)
{
    if (!schema)
        return schema.error();
    if (changeset.isNull() || changeset.schema() == *schema)
        return {};
    return DustError::invalidParams(
            u"wrong_type"_s,
            u"The changeset is one of %1, not of %2: name the type that it was made of."_s.arg(
                    changeset.schema().name(), schema->name()));
}

// A record that nothing was written of has not changed.
QList<DustWrittenRecord> writtenBy(const DustRepoWrite::Done &done)
{
    const DustPlannedWrite &plan = done.plan;
    if (plan.operations.isEmpty())
        return {};
    if (plan.record.isNull())
        return { { plan.path, DustWrittenRecord::Removed, {} } };
    return { { plan.path, DustWrittenRecord::Written, plan.answer(done.receipts) } };
}

} // namespace

void DustRepo::Private::announce(DustStore *store, const QList<DustWrittenRecord> &records)
{
    if (!store || records.isEmpty() || !store->transport())
        return;
    if (!store->transport()->capabilities().testFlag(DustTransport::Realtime))
        Q_EMIT store->writtenRecords()->written(records);
}

void DustRepo::Private::write(const DustWriteStep &step, Sink sink) const
{
    if (!transport())
        return answer(std::move(sink), unavailable());
    const std::shared_ptr<DustRecordSink> waiting(std::move(sink));
    DustRepoWrite::one(transport(), delivery, step,
                       [waiting, to = store](const DustResult<QList<DustRepoWrite::Done>> &done) {
                           if (!done)
                               return waiting->finish(done.error());
                           const DustRepoWrite::Done &written = done->constFirst();
                           announce(to, writtenBy(written));
                           waiting->accept(written.plan.answer(written.receipts));
                           waiting->finish({});
                       });
}

DustFuture<DustReceipt> DustRepo::Private::remove(const DustWriteStep &step) const
{
    if (!transport())
        return fail<DustReceipt>(unavailable());
    const auto answer = std::make_shared<DustAnswer<DustReceipt>>();
    DustRepoWrite::one(transport(), delivery, step,
                       [answer, to = store](const DustResult<QList<DustRepoWrite::Done>> &done) {
                           if (!done)
                               return answer->settle(done.error());
                           announce(to, writtenBy(done->constFirst()));
                           answer->settle(done->constFirst().receipt());
                       });
    return answer->future();
}

/*!
    Writes the record that \a changeset makes, all of its fields, nulls included, and answers it with its new revisions.

    It is an upsert: a record that is there already is overwritten, for which no changeset needs to be read before, unless
    \a options has DustRepoOptions::setIfAbsent(): then the call ends with DustError::Exists and nothing is written. A flat
    record is one operation, or one atomic batch where a free-form field or another program had stored an object in the place of a
    plain value; a record in map mode replaces everything below its path.

    Ends with DustError::Invalid and its DustError::fieldErrors() when the changeset is invalid, with
    DustError::InvalidParams when the record has no slug, and with DustError::NothingToWrite when it has nested records only
    and all of them are null.

    Mirrors \c{DustEcto.Repo.insert/1}.

    \sa update(), batchWrite()
*/
DustFuture<DustRecord> DustRepo::insert(const DustChangeset &changeset,
                                        const DustRepoOptions &options)
{
    auto sink = std::make_unique<DustOneRecordSink<DustRecord>>();
    const auto future = sink->future();
    d->write(DustWriteStep::insert(changeset, options), std::move(sink));
    return future;
}

/*!
    Writes \a record with \a options, without validating it, and answers it with its new revisions.
*/
DustFuture<DustRecord> DustRepo::insert(const DustRecord &record, const DustRepoOptions &options)
{
    auto sink = std::make_unique<DustOneRecordSink<DustRecord>>();
    const auto future = sink->future();
    d->write(DustWriteStep::insert(record, options), std::move(sink));
    return future;
}

void DustRepo::insertGadget(const Declared &schema, const void *gadget,
                            const DustRepoOptions &options, Sink sink)
{
    d->write(insertStep(schema, gadget, options), std::move(sink));
}

void DustRepo::insertAs(const Declared &schema, const DustChangeset &changeset,
                        const DustRepoOptions &options, Sink sink)
{
    const auto checked = checkSchema(schema, changeset);
    d->write(checked ? DustWriteStep::insert(changeset, options)
                     : DustWriteStep::refuse(checked.error()),
             std::move(sink));
}

/*!
    Writes the fields that \a changeset changes, and answers the record with its new revisions. Nothing is written when
    nothing is changed; the answer is the record then as well. A record in map mode is written as a whole.

    With DustRepoOptions::setIfUnchanged() in \a options the write compares and swaps: it ends with DustError::Conflict,
    which has the path and the current revision, when another client changed one of these fields since the record was read.

    Mirrors \c{DustEcto.Repo.update/2}.

    \snippet tst_dustreposnippets.cpp ifUnchanged

    It is an upsert as insert() is and ends with the same errors, and with DustError::NothingToWrite when all that it would
    write is the slug, which is in no body. An update cannot change the slug of a record.

    \sa insert(), DustRepoOptions
*/
DustFuture<DustRecord> DustRepo::update(const DustChangeset &changeset,
                                        const DustRepoOptions &options)
{
    auto sink = std::make_unique<DustOneRecordSink<DustRecord>>();
    const auto future = sink->future();
    d->write(DustWriteStep::update(changeset, options), std::move(sink));
    return future;
}

void DustRepo::updateAs(const Declared &schema, const DustChangeset &changeset,
                        const DustRepoOptions &options, Sink sink)
{
    const auto checked = checkSchema(schema, changeset);
    d->write(checked ? DustWriteStep::update(changeset, options)
                     : DustWriteStep::refuse(checked.error()),
             std::move(sink));
}

/*!
    Removes \a record and everything below its path. That it is not there is no error.

    With DustRepoOptions::setIfUnchanged() in \a options it ends with DustError::Conflict, and removes nothing, when
    another client changed or removed one of the leaves that the record was read with.

    Mirrors \c{DustEcto.Repo.delete/1}.
*/
DustFuture<DustReceipt> DustRepo::remove(const DustRecord &record, const DustRepoOptions &options)
{
    return d->remove(DustWriteStep::remove(record, options));
}

/*!
    Removes the record \a slug of \a schema, whether it is there or not.

    Mirrors \c{DustEcto.Repo.delete/2}.
*/
DustFuture<DustReceipt> DustRepo::remove(const DustSchema &schema, const QString &slug)
{
    return removeSlug(schema, slug);
}

DustFuture<DustReceipt> DustRepo::removeGadget(const Declared &schema, const void *gadget,
                                               const DustRepoOptions &options)
{
    return d->remove(
            schema ? DustWriteStep::remove(DustRecord::fromGadget(*schema, gadget), options)
                   : DustWriteStep::refuse(schema.error()));
}

DustFuture<DustReceipt> DustRepo::removeSlug(const Declared &schema, const QString &slug)
{
    return d->remove(schema ? DustWriteStep::remove(*schema, slug)
                            : DustWriteStep::refuse(schema.error()));
}

/*!
    Removes every record of \a schema in one operation: everything below its prefix, and what is at the prefix itself.

    Mirrors \c{DustEcto.Repo.delete_all/1}.
*/
DustFuture<DustReceipt> DustRepo::removeAll(const DustSchema &schema)
{
    return removeEvery(schema);
}

DustFuture<DustReceipt> DustRepo::removeEvery(const Declared &schema)
{
    return d->remove(schema ? DustWriteStep::removeAll(*schema)
                            : DustWriteStep::refuse(schema.error()));
}

/*!
    Writes all steps of \a batch or none of them, and answers one receipt per step, in their order. Its \c storeSeq is that of
    the last operation of the step, 0 for an update that changes nothing; its path is the record's.

    Every step is checked before anything is written. An error carries the index of its step in DustError::opIndex(), and
    is of the kind that the step would have ended with by itself. Ends with DustError::NothingToWrite when the batch has no
    steps.

    Mirrors \c{DustEcto.Repo.batch_write/1}.

    \snippet tst_dustreposnippets.cpp batch
*/
DustFuture<DustBatchReceipt> DustRepo::batchWrite(const DustRepoBatch &batch)
{
    if (!d->transport())
        return d->fail<DustBatchReceipt>(d->unavailable());
    if (batch.isEmpty())
        return d->fail<DustBatchReceipt>(
                DustError(DustError::NothingToWrite, u"The batch has no steps."_s));
    const auto answer = std::make_shared<DustAnswer<DustBatchReceipt>>();
    DustRepoWrite::batch(
            d->transport(), d->delivery, batch.d->steps,
            [answer, to = d->store](const DustResult<QList<DustRepoWrite::Done>> &done) {
                if (!done)
                    return answer->settle(done.error());
                DustBatchReceipt receipt;
                // A batch keeps no revisions of its records: they are read again.
                QList<DustWrittenRecord> touched;
                for (const DustRepoWrite::Done &step : *done) {
                    touched.append({ step.plan.path, DustWrittenRecord::Unknown, {} });
                    receipt.operations.append(step.receipt());
                    receipt.storeSeq = std::max(receipt.storeSeq,
                                                receipt.operations.constLast().storeSeq);
                }
                Private::announce(to, touched);
                answer->settle(std::move(receipt));
            });
    return answer->future();
}
