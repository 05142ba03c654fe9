// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What a DustStore says of itself where it is mirrored from a server.

#include "dustclient_p.h"
#include "dustclock_p.h"
#include "duststore_p.h"

using namespace Qt::StringLiterals;

/*!
    \enum DustStore::State

    How what is here stands to the store on its server. An embedded store, and one over plain HTTP, is
    always Live when it is open.

    \value Offline There is no connection. What was known last is read, and what is written waits.
    \value CatchingUp What happened meanwhile comes in.
    \value Live What is here is what the server has, and own writes on top of it.
    \value Gap An operation of somebody's has not come; it is asked for again. What is written waits.
    \value Diverged The server knows less than what was seen here: it was restored from a backup, or
    is another one. What is here is read, what is written waits, and error() says so, until resync().
*/

/*!
    \property DustStore::state
    \brief how what is here stands to the store on its server.

    Before the first catch-up of a store that is in no cache yet, there is nothing in it: wait for
    Live where that matters.
*/

/*!
    \property DustStore::pendingCount
    \brief how many own writes the server has not confirmed yet. Writes of one path that wait together
    may count once.

    \sa drained()
*/

/*!
    \property DustStore::seq
    \brief the \c store_seq up to which everything is here; 0 over plain HTTP, which does not tell.
*/

/*!
    \property DustStore::canWrite
    \brief whether the token may write, as far as is known; where it may not, writes end with
    DustError::MissingScope at once.
*/

/*!
    \property DustStore::cacheError
    \brief why the store is in memory although there is a DustClient::cacheFolder: its file could not be
    opened, or failed since. No error where the store is kept, or there is no such folder.

    Other than DustClient::error, which tells of the last trouble, it lasts until rebuildCache() has put
    things right. As long as it does, writes that were not sent go with the client.

    \sa rebuildCache()
*/

/*!
    \fn void DustStore::cacheErrorChanged()

    Emitted when the error of the cache has changed, at most once per turn of the event loop.
*/

/*!
    \fn void DustStore::stateChanged()

    Emitted when the state has changed.
*/

/*!
    \fn void DustStore::pendingCountChanged()

    Emitted when the number of unconfirmed writes has changed, at most once per turn of the event loop.
*/

/*!
    \fn void DustStore::pendingWritesChanged()

    Emitted when pendingWrites() may say something else, at most once per turn of the event loop. That a time
    passes which they name in DustPendingWrite::waitsFor is not told.
*/

/*!
    \fn void DustStore::seqChanged()

    Emitted when more of the store is here, at most once per turn of the event loop.
*/

/*!
    \fn void DustStore::canWriteChanged()

    Emitted when the server has told something new about the token.
*/

/*!
    \fn void DustStore::rejectionsChanged()

    Emitted when there is another rejection, or one was acknowledged.
*/

/*!
    \fn void DustStore::drained()

    Emitted when all own writes are confirmed, after some were not.
*/

/*!
    \fn void DustStore::writeSettled(const QString &opId, const DustResult<DustReceipt> &result)

    Emitted with the \a result of every write of this client, and its client operation id \a opId,
    whether its call has ended before or not: of those that timed out, and of those of an earlier run.
    That of a batch has the id of the batch. In QML \a result is a \c dustWriteResult with \c ok, \c receipt and \c error.
*/

/*!
    \class DustRejectedWrite
    \inmodule DustEcto
    \brief The DustRejectedWrite class is a write that the store refused when no call waited for it any
    more.

    \c operation is what was written, \c error why it was refused.

    \sa DustStore::rejections()
*/

/*!
    \fn QString DustRejectedWrite::pathString() const

    Returns the rendered path.
*/

DustStore::State DustStore::state() const
{
    static_assert(int(Diverged) == int(DustReplica::Diverged));
    if (const auto *mirrored = d->mirrored())
        return State(mirrored->replica().state());
    return d->isOpen() ? Live : Offline;
}

int DustStore::pendingCount() const
{
    const auto *mirrored = d->mirrored();
    return mirrored ? int(mirrored->replica().pendingCount()) : 0;
}

/*!
    Returns the own writes that the server has not confirmed, in order, each with what it waits for; the first \a limit of
    them where that is not negative. There are none in an embedded store, nor over plain HTTP.

    It is made ready when it is asked for: where thousands may wait, give a limit.

    \snippet pendingwrites.cpp pending_writes

    \sa pendingWritesChanged(), pendingCount
*/
QList<DustPendingWrite> DustStore::pendingWrites(int limit) const
{
    const auto *mirrored = d->mirrored();
    return mirrored ? mirrored->replica().pendingWrites(d->delivery->clock()->now(), limit)
                    : QList<DustPendingWrite>();
}

quint64 DustStore::seq() const
{
    return d->isOpen() ? d->transport->currentSeq() : 0;
}

bool DustStore::canWrite() const
{
    const auto *mirrored = d->mirrored();
    return mirrored ? mirrored->replica().mayWrite() : d->isOpen();
}

DustError DustStore::cacheError() const
{
    return d->status->cacheError();
}

/*!
    \property DustStore::rejections
    \brief the writes that were refused when no call waited for them any more, the oldest first.

    They are kept, over restarts where there is a DustClient::cacheFolder, until acknowledge().
*/
QList<DustRejectedWrite> DustStore::rejections() const
{
    QList<DustRejectedWrite> rejected;
    const auto *mirrored = d->mirrored();
    if (!mirrored)
        return rejected;
    for (const DustRejection &rejection : mirrored->replica().rejections())
        rejected.append({ rejection.number, rejection.opId, rejection.operation, rejection.error });
    return rejected;
}

/*!
    Forgets the rejection with this \a number.

    \sa rejections()
*/
void DustStore::acknowledge(quint64 number)
{
    if (auto *mirrored = d->mirrored()) {
        mirrored->acknowledge(number);
        d->status->changed();
    }
}

/*!
    Takes over what the server has, where the \l state is Diverged: what is here is dropped but for own
    writes that are not confirmed, which are sent afterwards.
*/
void DustStore::resync()
{
    if (auto *mirrored = d->mirrored())
        mirrored->resync();
}

/*!
    Writes the cache anew with everything that is here, where its file failed and the store went on in
    memory, as cacheError() says. Nothing that a damaged cache holds is thrown away: a
    file that was found damaged when the client began is kept beside the new one with ".damaged" and a number behind
    its name, and what contradicts itself stays in the file under another name.

    Where that is not possible, because another client has the file or there is no room, the client's error() says so
    and it can be tried again. Where the file can be used after all, it says to restart: what it holds is not sent
    by this client.

    \sa DustClient::cacheFolder
*/
void DustStore::rebuildCache()
{
    if (auto *mirrored = d->mirrored())
        d->client->d->rebuildCache(d->name, mirrored);
}
