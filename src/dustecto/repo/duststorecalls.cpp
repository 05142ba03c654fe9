// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustStore's reads and writes.

#include "duststore_p.h"

using namespace Qt::StringLiterals;

/*!
    \class DustWriteOptions
    \inmodule DustEcto
    \brief The DustWriteOptions class holds the preconditions of one write, which are checked
    together with it, and its client operation id.

    PROTOCOL section 2.
*/

/*!
    Writes only if the leaf at the path has \a revision. For put() of a leaf and for remove();
    ends with DustError::Conflict otherwise.
*/
DustWriteOptions &DustWriteOptions::setIfMatch(quint64 revision)
{
    m_ifMatch = revision;
    return *this;
}

/*!
    Writes only if there is no leaf at the path, when \a ifAbsent is set. For put() of a leaf;
    ends with DustError::Exists otherwise.
*/
DustWriteOptions &DustWriteOptions::setIfAbsent(bool ifAbsent)
{
    m_ifAbsent = ifAbsent;
    return *this;
}

/*!
    Writes only while the lease that \a fence names is held with its token. Ends with
    DustError::Fenced otherwise.
*/
DustWriteOptions &DustWriteOptions::setFence(const DustFence &fence)
{
    m_fence = fence;
    return *this;
}

/*!
    Names the operation \a id, as events and the receipt will. It is made up when it is empty.
*/
DustWriteOptions &DustWriteOptions::setClientOpId(const QString &id)
{
    m_clientOpId = id;
    return *this;
}

/*!
    Gives \a operation these options.
*/
void DustWriteOptions::applyTo(DustOperation *operation) const
{
    if (m_ifMatch)
        operation->setIfMatch(*m_ifMatch);
    if (m_ifAbsent)
        operation->setIfAbsent(true);
    if (m_fence)
        operation->setFence(*m_fence);
    if (!m_clientOpId.isEmpty())
        operation->setClientOpId(m_clientOpId);
}

/*!
    Reads the entry at \a path: the leaf there, or else everything below it as one object, of
    type \c map. Ends with DustError::NotFound when there is neither.

    A mirror does not know the revisions of what came in a snapshot: while the store is live, that of a leaf is asked for
    first, with a request over HTTP. Otherwise, and where that fails, the revision is 0, which means that it is not known.

    Mirrors \c{GET …/entries/PATH} (PROTOCOL section 3).
*/
DustFuture<DustEntry> DustStore::entry(const QString &path)
{
    return d->at<DustEntry>(path, [this](const DustPath &at) {
        const DustReadView *view = d->mirrored() ? d->transport->view() : nullptr;
        const DustRow *leaf = view ? view->find(at.rendered()) : nullptr;
        if (!leaf || leaf->revision() > 0 || state() != Live || d->transport->isPending(at))
            return d->transport->get(at);
        const auto take = [here = view->entry(at)](const DustResult<QList<DustEntry>> &stored) {
            const bool isSame = stored && stored->size() == 1
                    && stored->constFirst().value() == here->value();
            return isSame ? DustResult<DustEntry>(stored->constFirst()) : here;
        };
        return d->transport->getStored({ at }).then(take);
    });
}

/*!
    Reads the value of the entry at \a path, as entry() does.

    Mirrors \c{GET …/entries/PATH} (PROTOCOL section 3).
*/
DustFuture<DustValue> DustStore::get(const QString &path)
{
    const auto read = [this](const DustPath &at) { return d->transport->get(at); };
    return d->at<DustEntry>(path, read).then([](const DustResult<DustEntry> &entry) {
        return entry ? DustResult<DustValue>(entry->value()) : DustResult<DustValue>(entry.error());
    });
}

/*!
    Reads the leaves at \a paths, in that order. Paths without a leaf are left out.

    Mirrors \c{POST …/entries/batch} (PROTOCOL section 3).
*/
DustFuture<QList<DustEntry>> DustStore::getMany(const QStringList &paths)
{
    if (!d->isOpen())
        return d->fail<QList<DustEntry>>(d->error);
    QList<DustPath> parsed;
    parsed.reserve(paths.size());
    for (const QString &path : paths) {
        const auto one = DustPath::parse(path);
        if (!one)
            return d->fail<QList<DustEntry>>(one.error());
        parsed.append(*one);
    }
    return d->transport->getMany(parsed);
}

/*!
    Tells whether there is a leaf at \a path or below it.

    Mirrors \c{HEAD …/entries/PATH} (PROTOCOL section 3).
*/
DustFuture<bool> DustStore::exists(const QString &path)
{
    return d->at<bool>(path, [this](const DustPath &at) { return d->transport->exists(at); });
}

/*!
    Reads the page of entries that \a query asks for.

    Mirrors \c{GET …/entries} (PROTOCOL section 3). Ends with DustError::InvalidParams for a query that breaks a rule.
*/
DustFuture<DustPage> DustStore::list(const DustQuery &query)
{
    return d->isOpen() ? d->transport->list(query) : d->fail<DustPage>(d->error);
}

/*!
    Writes \a value to \a path, with \a options, and clears what was below it. An object becomes
    one leaf per scalar in it.

    Mirrors \c set (PROTOCOL section 2). Ends with DustError::Conflict, DustError::Exists or DustError::Fenced where an option does not hold.
*/
DustFuture<DustReceipt> DustStore::put(const QString &path, const DustValue &value,
                                       const DustWriteOptions &options)
{
    return d->write(path, options,
                    [&](const DustPath &at) { return DustOperation::set(at, value); });
}

/*!
    Writes each of \a children below \a path, with \a options, and leaves its siblings alone. All
    of it is one operation.

    Mirrors \c merge (PROTOCOL section 2). Ends with DustError::Fenced where the fence of the options does not hold.
*/
DustFuture<DustReceipt> DustStore::merge(const QString &path, const DustObject &children,
                                         const DustWriteOptions &options)
{
    return d->write(path, options,
                    [&](const DustPath &at) { return DustOperation::merge(at, children); });
}

/*!
    Adds \a delta to the counter at \a path, with \a options. A counter that is not there starts
    at 0.

    Mirrors \c increment (PROTOCOL section 2). Ends with DustError::InvalidParams where the value there is no number, or would no longer be one that
    can be stored.
*/
DustFuture<DustReceipt> DustStore::increment(const QString &path, const DustValue &delta,
                                             const DustWriteOptions &options)
{
    return d->write(path, options,
                    [&](const DustPath &at) { return DustOperation::increment(at, delta); });
}

/*!
    Adds \a member to the set at \a path, with \a options.

    Mirrors \c add (PROTOCOL section 2). Ends with DustError::InvalidParams where the value there is no list.
*/
DustFuture<DustReceipt> DustStore::addMember(const QString &path, const DustValue &member,
                                             const DustWriteOptions &options)
{
    return d->write(path, options,
                    [&](const DustPath &at) { return DustOperation::addMember(at, member); });
}

/*!
    Removes \a member from the set at \a path, with \a options.

    Mirrors \c remove (PROTOCOL section 2). That it is not there is no error.
*/
DustFuture<DustReceipt> DustStore::removeMember(const QString &path, const DustValue &member,
                                                const DustWriteOptions &options)
{
    return d->write(path, options,
                    [&](const DustPath &at) { return DustOperation::removeMember(at, member); });
}

/*!
    Deletes the leaf at \a path and everything below it, with \a options. That nothing is there
    is no error.

    Mirrors \c delete (PROTOCOL section 2). Ends with DustError::Conflict or DustError::Fenced where an option does not hold.
*/
DustFuture<DustReceipt> DustStore::remove(const QString &path, const DustWriteOptions &options)
{
    return d->write(path, options, [](const DustPath &at) { return DustOperation::remove(at); });
}

/*!
    Acquires the lease at \a path for \a holder, for \a milliseconds. Ends with DustError::Held
    while somebody has it, the same holder included, and with DustError::Occupied when another
    value lives there. The receipt has the token.

    Mirrors \c lease (PROTOCOL section 2).

    \sa renew(), release(), DustWriteOptions::setFence()
*/
DustFuture<DustReceipt> DustStore::lease(const QString &path, const QString &holder,
                                         qint64 milliseconds)
{
    return d->write(path, {}, [&](const DustPath &at) {
        return DustOperation::lease(at, holder, milliseconds);
    });
}

/*!
    Extends the lease at \a path that was acquired with \a token to \a milliseconds from now.
    Ends with DustError::NotHeld when it is not held with that token.

    Mirrors \c renew (PROTOCOL section 2).
*/
DustFuture<DustReceipt> DustStore::renew(const QString &path, quint64 token, qint64 milliseconds)
{
    return d->write(path, {}, [&](const DustPath &at) {
        return DustOperation::renew(at, token, milliseconds);
    });
}

/*!
    Gives the lease at \a path that was acquired with \a token back. Where it is not held with
    that token, the receipt's \c released is false and nothing is written.

    Mirrors \c release (PROTOCOL section 2).
*/
DustFuture<DustReceipt> DustStore::release(const QString &path, quint64 token)
{
    return d->write(path, {},
                    [&](const DustPath &at) { return DustOperation::release(at, token); });
}

/*!
    Writes \a operation.

    Mirrors the event \c write (PROTOCOL section 4), and ends as the function of the operation's kind does.
*/
DustFuture<DustReceipt> DustStore::write(const DustOperation &operation)
{
    return d->isOpen() ? d->transport->write(operation) : d->fail<DustReceipt>(d->error);
}

/*!
    Writes all \a operations or none, each as if those before it were there already. An error
    carries the index and the path of the operation that was refused. Ends with
    DustError::NothingToWrite when there are none.

    Mirrors \c{POST …/batch_write} (PROTOCOL section 3).
*/
DustFuture<DustBatchReceipt> DustStore::batchWrite(const QList<DustOperation> &operations)
{
    if (!d->isOpen())
        return d->fail<DustBatchReceipt>(d->error);
    if (operations.isEmpty())
        return d->fail<DustBatchReceipt>(
                DustError(DustError::NothingToWrite, u"The batch has no operations."_s));
    return d->transport->batchWrite(operations);
}

/*!
    Writes to \a path what was there after the operation \a toSeq. The receipt's \c storeSeq is
    the store's current one where nothing had changed since. Ends with DustError::InvalidParams
    when the log does not reach back so far.
*/
DustFuture<DustReceipt> DustStore::rollback(const QString &path, quint64 toSeq)
{
    return d->at<DustReceipt>(
            path, [&](const DustPath &at) { return d->transport->rollback(at, toSeq); });
}

/*!
    Brings the whole store back to what it was after the operation \a toSeq and answers how many
    operations that took. Ends with DustError::InvalidParams when the log does not reach back so
    far.
*/
DustFuture<qint64> DustStore::rollback(quint64 toSeq)
{
    return d->isOpen() ? d->transport->rollback(toSeq) : d->fail<qint64>(d->error);
}

/*!
    Drops the log of the store's operations, which makes room in its file: no rollback reaches
    back to before now any more. What the store holds stays as it is. The file does not get
    smaller, but what was the log's is used for what is written next.

    It is seldom needed. An embedded store drops the older half of its log by itself when it has
    more than 100,000 operations, or when it takes more than 64 MB and more than 4 times what the
    entries take; and all of it when the disk is full and that makes room for a write.

    Ends with DustError::NotSupported where the store's log is not here, and with
    DustError::Storage when it could not be dropped.
*/
DustFuture<void> DustStore::compact()
{
    if (!d->isOpen())
        return d->fail<void>(d->error);
    if (!d->transport->capabilities().testFlag(DustTransport::Compaction))
        return d->fail<void>(DustError(DustError::NotSupported,
                                       u"The log of this store cannot be compacted from here."_s));
    return d->transport->compact();
}

/*!
    Tells what is known of the store: what the token may do, what waits to be confirmed, and, where the
    store can be asked now, how far it is and how large. Where it cannot, the future ends all the same,
    with what is known here. Ends with DustError::NotSupported over plain HTTP.

    PROTOCOL section 4, \c status; this is \c Dust.status of the Elixir SDK.
*/
DustFuture<DustStatus> DustStore::status()
{
    if (!d->isOpen())
        return d->fail<DustStatus>(d->error);
    const auto status = d->transport->status();
    return status.isFinished() ? d->delivery->settle<DustStatus>(status.result()) : status;
}
