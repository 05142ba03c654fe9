// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustpendingwrite.h"

#include <QtCore/QCoreApplication>

/*!
    \class DustPendingWrite
    \inmodule DustEcto
    \brief The DustPendingWrite class is an own write that the server has not confirmed, and what it waits for.

    \c number names it for as long as it waits, in the order in which writes were made, and \c clientOpId is the id that
    DustStore::writeSettled() will tell. \c operations is what was written: several where it was a batch. Writes of one path
    that wait together may have become one.

    Its \c state says how far it has come, and \c reason why it goes no further now. Where another write has to go first, that is
    \c blockedBy, at \c blockedPath. Where it only takes time, \c waitsFor is that in milliseconds, else -1; \c attempts says how
    often it was sent, \c storeSeq what the store has accepted it as, and \c error what stands in the way.

    \snippet pendingwrites.cpp pending_writes

    \sa DustStore::pendingWrites()
*/

/*!
    \enum DustPendingWrite::State

    How far a write has come.

    \value Waiting The store does not have it.
    \value Sent It is on its way, and an answer may come.
    \value Unanswered It was sent and no answer comes any more: the store may have it, or not.
    \value Accepted The store has it; what comes before it has not come here yet.
*/

/*!
    \enum DustPendingWrite::Reason

    What a write waits for. The first that is true is told: as long as there is no connection, nothing else counts.

    \value NotConnected There is no connection to the store.
    \value Refused The server does not let this client in to the store, for the \c error.
    \value ServerWentBack The store is DustStore::Diverged, until DustStore::resync().
    \value CatchingUp What happened meanwhile comes in first.
    \value EventMissing An operation of somebody's has not come, and is asked for first.
    \value MayNotWrite The token only reads.
    \value RateLimited The server takes no more writes for the time \c waitsFor.
    \value Paused The server did not take a write, for the \c error; it is tried again.
    \value TakingFence The lease of DustClient::setSessionFence() is acquired first.
    \value BehindWrite The write \c blockedBy has a path in common with it, and goes first.
    \value BatchesPaused Batches go over HTTP, which does not work now.
    \value BehindBatch Writes that have piled up are under way as a batch.
    \value TooManyUnderWay As many writes as may be are under way.
    \value OneAtATime A write may have crashed the channel, so they go one at a time.
    \value AwaitingAnswer It was sent, and is not answered yet.
    \value FateUnknown It was sent and not answered, and there is no caught-up connection on which it could be found out.
    \value Settling It was sent and not answered, and the server may still be at work on it.
    \value AwaitingStatus It was sent and not answered, and the server is asked how far it is.
    \value AwaitingEvent The store has it, and tells of it when what was before has come.
*/

namespace {

int secondsOf(qint64 milliseconds)
{
    return int((qMax(qint64(0), milliseconds) + 999) / 1000);
}

// Marked for lupdate by its name.
QString translated(const char *text, int count = -1)
{
    return QCoreApplication::translate("DustPendingWrite", text, nullptr, count);
}

} // namespace

/*!
    Returns the rendered path of the first operation.
*/
QString DustPendingWrite::pathString() const
{
    return operations.isEmpty() ? QString() : operations.constFirst().path().toString();
}

/*!
    Returns the \c reason as a translated sentence.
*/
QString DustPendingWrite::reasonText() const
{
    switch (reason) {
    case NotConnected:
        return translated(QT_TRANSLATE_NOOP("DustPendingWrite", "There is no connection."));
    case Refused:
        return translated(QT_TRANSLATE_NOOP("DustPendingWrite",
                                            "The server does not open this store: %1"))
                .arg(error.message());
    case ServerWentBack:
        return translated(
                QT_TRANSLATE_NOOP("DustPendingWrite",
                                  "The server has lost what was seen here: resynchronize first."));
    case CatchingUp:
        return translated(
                QT_TRANSLATE_NOOP("DustPendingWrite", "What happened meanwhile comes in first."));
    case EventMissing:
        return translated(QT_TRANSLATE_NOOP(
                "DustPendingWrite", "An operation has not come, and is asked for again first."));
    case MayNotWrite:
        return translated(QT_TRANSLATE_NOOP("DustPendingWrite", "The token may only read."));
    case RateLimited:
        return translated(QT_TRANSLATE_N_NOOP("DustPendingWrite",
                                              "The server takes no more writes for %n second(s)."),
                          secondsOf(waitsFor));
    case Paused:
        return translated(QT_TRANSLATE_N_NOOP(
                                  "DustPendingWrite",
                                  "Writes go on in %n second(s), since one was not taken: %1"),
                          secondsOf(waitsFor))
                .arg(error.message());
    case TakingFence:
        return translated(QT_TRANSLATE_NOOP("DustPendingWrite",
                                            "The lease of this session is acquired first."));
    case BehindWrite:
        return translated(QT_TRANSLATE_NOOP("DustPendingWrite", "Write %1 at %2 goes first."))
                .arg(QString::number(blockedBy), blockedPath);
    case BatchesPaused:
        return translated(QT_TRANSLATE_N_NOOP(
                                  "DustPendingWrite",
                                  "Batches go on in %n second(s), since HTTP does not work: %1"),
                          secondsOf(waitsFor))
                .arg(error.message());
    case BehindBatch:
        return translated(QT_TRANSLATE_NOOP("DustPendingWrite",
                                            "Writes that had piled up are under way as a batch."));
    case TooManyUnderWay:
        return translated(
                QT_TRANSLATE_NOOP("DustPendingWrite", "As many writes as may be are under way."));
    case OneAtATime:
        return translated(QT_TRANSLATE_NOOP(
                "DustPendingWrite", "Writes go one at a time, since the channel has crashed."));
    case AwaitingAnswer:
        return translated(
                QT_TRANSLATE_NOOP("DustPendingWrite", "It was sent, and the answer is awaited."));
    case FateUnknown:
        return translated(QT_TRANSLATE_NOOP(
                "DustPendingWrite",
                "It was sent and not answered: its fate shows when the store is live."));
    case Settling:
        return translated(
                QT_TRANSLATE_N_NOOP("DustPendingWrite",
                                    "It was sent and not answered: the server may be at work on it "
                                    "for %n more second(s)."),
                secondsOf(waitsFor));
    case AwaitingStatus:
        return translated(QT_TRANSLATE_NOOP(
                "DustPendingWrite",
                "It was sent and not answered: the server is asked how far it is."));
    case AwaitingEvent:
        return translated(QT_TRANSLATE_NOOP(
                                  "DustPendingWrite",
                                  "It is stored as operation %1, and those before come first."))
                .arg(storeSeq);
    }
    return {};
}

#include "moc_dustpendingwrite.cpp"
