// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusttransport.h"

#include "dustcommit_p.h"

using namespace Qt::StringLiterals;

/*!
    \class DustTransport
    \inmodule DustEcto
    \brief The DustTransport class is the way to one store, whatever it is made of.

    Applications reach a store through DustStore and DustRepo. A transport says with
    capabilities() what it can do, and every function that returns a future keeps the contract of
    the whole library: it does not block, and the future finishes exactly once, with an answer or
    a DustError, never inside the call that returned it.
*/

/*!
    \enum DustTransport::Capability
    \value Realtime committed() tells of every operation, whoever made it.
    \value LocalReads view() answers at once.
    \value AtomicMerge A merge is one operation.
    \value Preconditions Single writes take \c if_absent and fences.
    \value Counters Increments and sets of members.
    \value Leases Leases, renewals and releases.
    \value Rollback Rollback of a path or of the store.
    \value Compaction The log can be dropped.
    \value FullBatches Batches take every operation; without it sets and deletes, with \c if_match.
    \value Optimistic view() shows own writes before they are committed.
*/

/*!
    Makes a transport with the given \a parent.
*/
DustTransport::DustTransport(QObject *parent) : QObject(parent) {}

/*!
    Destroys the transport.
*/
DustTransport::~DustTransport() = default;

/*!
    \fn DustTransport::Capabilities DustTransport::capabilities() const

    Returns what this transport can do.
*/

/*!
    \fn DustFuture<DustEntry> DustTransport::get(const DustPath &path)

    Reads the entry at \a path: the leaf there, or else everything below it as one object. Ends
    with DustError::NotFound when there is neither.
*/

/*!
    \fn DustFuture<QList<DustEntry>> DustTransport::getMany(const QList<DustPath> &paths)

    Reads the leaves at \a paths, in that order. Paths without a leaf are left out.
*/

/*!
    Reads the leaves at \a paths as getMany() does, with the revisions that the store has given them. A
    mirror of a store does not know them after a snapshot, and asks the server; where it cannot, the future ends
    with the error of that request. Others answer as getMany() does.
*/
DustFuture<QList<DustEntry>> DustTransport::getStored(const QList<DustPath> &paths)
{
    return getMany(paths);
}

/*!
    \fn DustFuture<bool> DustTransport::exists(const DustPath &path)

    Tells whether there is a leaf at \a path or below it.
*/

/*!
    \fn DustFuture<DustPage> DustTransport::list(const DustQuery &query)

    Reads the page that \a query asks for. Ends with DustError::InvalidParams when the query is
    malformed.
*/

/*!
    \fn DustFuture<DustReceipt> DustTransport::write(const DustOperation &operation)

    Validates and writes \a operation. Ends with the error that PROTOCOL section 2 names when it
    is refused.
*/

/*!
    \fn DustFuture<DustBatchReceipt> DustTransport::batchWrite(const QList<DustOperation>
    &operations)

    Validates and writes all \a operations, or none. An error carries the index and the path of
    the operation that was refused.
*/

/*!
    \fn DustFuture<DustReceipt> DustTransport::rollback(const DustPath &path, quint64 toSeq)

    Writes to \a path what was there after the operation \a toSeq. The receipt's \c storeSeq is
    the store's current one where nothing had changed since. Ends with DustError::InvalidParams
    and the reason \c beyond_retention or \c no_ops when the log does not reach back so far.
*/

/*!
    \fn DustFuture<qint64> DustTransport::rollback(quint64 toSeq)

    Brings the whole store back to what it was after the operation \a toSeq and answers how many
    operations that took.
*/

/*!
    Drops the log: no rollback reaches back to before now any more. Ends with
    DustError::NotSupported where there is no Compaction, and is finished at once then.
*/
DustFuture<void> DustTransport::compact()
{
    return QtFuture::makeReadyFuture(DustResult<void>(DustError(
            DustError::NotSupported, u"The log of this store cannot be compacted from here."_s)));
}

/*!
    Writes \a operation, a put_file whose value is the reference to \a content, together with it. Ends
    with DustError::NotSupported where files cannot be written, and is finished at once then.
*/
DustFuture<DustReceipt> DustTransport::putFile(const DustOperation &operation,
                                               [[maybe_unused]] const QByteArray &content)
{
    return QtFuture::makeReadyFuture(DustResult<DustReceipt>(
            DustError(DustError::NotSupported, u"This store takes no files."_s,
                      { { u"path"_s, operation.path().toString() } })));
}

/*!
    Reads the content with this \a hash, "sha256:<hex>", and tells \a progress of it. That it is the
    right one is not checked. Ends with DustError::NotFound where there is none, and with
    DustError::NotSupported where there are no files; then it is finished at once.
*/
DustFuture<QByteArray> DustTransport::getFile([[maybe_unused]] const QString &hash,
                                              [[maybe_unused]] const Progress &progress)
{
    return QtFuture::makeReadyFuture(DustResult<QByteArray>(
            DustError(DustError::NotSupported, u"This store has no files."_s)));
}

/*!
    Tells what is known of the store. Ends with DustError::NotSupported where nothing is, and is
    finished at once then.
*/
DustFuture<DustStatus> DustTransport::status()
{
    return QtFuture::makeReadyFuture(DustResult<DustStatus>(
            DustError(DustError::NotSupported,
                      u"Plain HTTP tells no status: open the store with a wss: or ws: URL."_s)));
}

/*!
    Returns the rows as they are now, own writes included, or null where there are no LocalReads.
*/
const DustReadView *DustTransport::view() const
{
    return nullptr;
}

/*!
    Returns the rows without own writes that are not committed yet.

    \sa view()
*/
const DustReadView *DustTransport::confirmedView() const
{
    return view();
}

/*!
    Returns whether an own write at \a path, above it or below it waits to be committed.
*/
bool DustTransport::isPending([[maybe_unused]] const DustPath &path) const
{
    return false;
}

/*!
    Returns the \c store_seq up to which committed() has told of operations, or will in the next
    turn of the event loop; 0 where the transport is not Realtime.
*/
quint64 DustTransport::currentSeq() const
{
    return 0;
}

/*!
    \fn void DustTransport::committed(const QList<DustCommit> &commits)

    Emitted once per turn of the event loop with the \a commits since the last time, in order.
    Meant for DustStore alone.
*/

/*!
    \fn void DustTransport::viewChanged(const QList<DustCommit> &changes)

    Emitted where the transport is Optimistic, once per turn of the event loop, with the \a changes
    of what view() shows since the last time. Meant for DustStore alone.
*/

#include "moc_dusttransport.cpp"
