// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustReplica: what its own writes wait for. It says what send() and decide() would do, and does nothing.

#include "dustreplicaprivate_p.h"

QList<DustPendingWrite> DustReplica::pendingWrites(const DustNow &now, qsizetype limit) const
{
    QList<DustPendingWrite> writes;
    const DustOutbox &outbox = d->outbox;
    outbox.visitWhile([&](const DustOutboxEntry &entry) {
        if (limit >= 0 && writes.size() >= limit)
            return false;
        writes.append(d->describe(entry, now.monotonic));
        return true;
    });
    return writes;
}

quint64 DustReplica::pendingRevision() const
{
    return d->pendingRevision;
}

DustReplica::Private::Gates DustReplica::Private::gates() const
{
    Gates gates;
    gates.fenceHeld = fenceHeld;
    gates.awaitsRequest = mayBatch() && !requests.isEmpty();
    gates.awaitsStatus = statusPending && !unanswered.empty();
    gates.batchesPausedUntil = batchesPausedUntil;
    return gates;
}

// After every input, so it looks at no entry.
void DustReplica::Private::notePending()
{
    const bool isEmpty = outbox.isEmpty();
    if (isEmpty && outbox.changes() == notedChanges)
        return;
    const Gates current = isEmpty ? notedGates : gates();
    if (!out->stateChanged && outbox.changes() == notedChanges && current == notedGates)
        return;
    notedChanges = outbox.changes();
    notedGates = current;
    ++pendingRevision;
    out->stateChanged = true;
}

DustPendingWrite DustReplica::Private::describe(const DustOutboxEntry &entry, qint64 at) const
{
    DustPendingWrite write;
    write.number = entry.number;
    write.clientOpId = entry.operation().clientOpId();
    if (entry.isBatch)
        write.clientOpId.truncate(write.clientOpId.lastIndexOf(u':'));
    write.operations = entry.operations;
    write.attempts = entry.attempts;
    switch (entry.state) {
    case DustOutboxEntry::Waiting:
        describeWaiting(entry, at, &write);
        break;
    case DustOutboxEntry::InFlight:
        write.state = DustPendingWrite::Sent;
        write.reason = DustPendingWrite::AwaitingAnswer;
        break;
    case DustOutboxEntry::Unanswered:
        describeUnanswered(entry, at, &write);
        break;
    case DustOutboxEntry::Accepted:
        write.state = DustPendingWrite::Accepted;
        write.reason = DustPendingWrite::AwaitingEvent;
        write.storeSeq = entry.acceptedSeq;
        break;
    }
    return write;
}

void DustReplica::Private::describeWaiting(const DustOutboxEntry &entry, qint64 at,
                                           DustPendingWrite *write) const
{
    const auto isReady = outbox.ready().count(entry.number) > 0;
    if (const quint64 holder = isReady ? 0 : outbox.holderOf(entry)) {
        write->blockedBy = holder;
        if (const DustOutboxEntry *before = outbox.find(holder))
            write->blockedPath = before->operation().path().toString();
    }
    if (isStopped(at, write))
        return;
    if (write->blockedBy != 0) {
        write->reason = DustPendingWrite::BehindWrite;
    } else if (entry.isBatch && batchesPausedUntil) {
        write->reason = DustPendingWrite::BatchesPaused;
        write->waitsFor = qMax(qint64(0), *batchesPausedUntil - at);
        write->error = batchesError;
    } else if (mayBatch() && !requests.isEmpty() && mayDrain(entry)) {
        write->reason = DustPendingWrite::BehindBatch;
    } else { // else it would have been sent
        write->reason = crashes.isEmpty() ? DustPendingWrite::TooManyUnderWay
                                          : DustPendingWrite::OneAtATime;
    }
}

bool DustReplica::Private::isStopped(qint64 at, DustPendingWrite *write) const
{
    if (state == Diverged) {
        write->reason = DustPendingWrite::ServerWentBack;
    } else if (state == Offline && error.kind() != DustError::NoError && error != cacheError) {
        write->reason = DustPendingWrite::Refused;
        write->error = error;
    } else if (state == Offline) {
        write->reason = DustPendingWrite::NotConnected;
    } else if (state == CatchingUp) {
        write->reason = DustPendingWrite::CatchingUp;
    } else if (state == Gap) {
        write->reason = DustPendingWrite::EventMissing;
    } else if (!mayWrite) {
        write->reason = DustPendingWrite::MayNotWrite;
    } else if (pausedUntil) {
        write->reason = pauseError.kind() == DustError::RateLimited ? DustPendingWrite::RateLimited
                                                                    : DustPendingWrite::Paused;
        write->waitsFor = qMax(qint64(0), *pausedUntil - at);
        write->error = pauseError;
    } else if (hasFence() && !fenceHeld) {
        write->reason = DustPendingWrite::TakingFence;
    } else {
        return false;
    }
    return true;
}

void DustReplica::Private::describeUnanswered(const DustOutboxEntry &entry, qint64 at,
                                              DustPendingWrite *write) const
{
    write->state = DustPendingWrite::Unanswered;
    if (state != Live || !entry.linkClosedAt) {
        write->reason = DustPendingWrite::FateUnknown;
    } else if (!isSettledAt(entry, at)) {
        write->reason = DustPendingWrite::Settling;
        write->waitsFor = *entry.linkClosedAt + settings.settle - at;
    } else {
        write->reason = DustPendingWrite::AwaitingStatus;
    }
}
