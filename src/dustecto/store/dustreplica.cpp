// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustReplica: one input at a time, in one transaction of the cache, and the clock.

#include "dustreplicaprivate_p.h"

using namespace Qt::StringLiterals;

DustReplica::DustReplica(std::unique_ptr<Private> data) : d(std::move(data)) {}

DustReplica::~DustReplica() = default;

DustResult<std::unique_ptr<DustReplica>> DustReplica::open(std::shared_ptr<DustStorage> storage,
                                                           const QByteArray &identity,
                                                           const DustReplicaSettings &settings,
                                                           const DustNow &now)
{
    DustReplicaCache::Content content;
    auto cache = DustReplicaCache::open(std::move(storage), identity, &content);
    if (!cache)
        return cache.error();
    auto d = std::make_unique<Private>();
    d->settings = settings;
    d->cache = std::move(*cache);
    d->overlay = std::make_unique<DustOverlay>(&d->cache->rows());
    d->now = now;
    d->restore(std::move(content));
    return std::unique_ptr<DustReplica>(new DustReplica(std::move(d)));
}

void DustReplica::Private::restore(DustReplicaCache::Content content)
{
    seq = content.seq;
    lastOpId = content.lastOpId;
    readAhead = ReadUnknown;
    rejoinDelay = settings.firstRejoin;
    rejections = content.rejections;
    for (const DustRejection &rejection : std::as_const(rejections))
        lastRejection = qMax(lastRejection, rejection.number);
    if (const auto session = DustValue::fromMessagePack(content.session)) {
        const DustObject &remembered = session->toObject();
        mayWrite = remembered.value(u"write"_s, true).toBool();
        keptDoubts = mismatch = doubtsAll = remembered.value(u"doubts"_s).toBool();
        fenceToken = remembered.value(u"fence"_s).toUnsignedInteger();
        hasDiverged = remembered.value(u"diverged"_s).toBool();
        for (const DustValue &scope : remembered.value(u"scopes"_s).toArray())
            scopes.append(scope.toString());
    }
    outbox.setNextNumber(content.nextNumber);
    for (DustOutboxEntry &kept : content.outbox) {
        // When the process ended is not known: its server may have been at work until just now.
        if (kept.state == DustOutboxEntry::Unanswered) {
            kept.linkClosedAt = now.monotonic;
            unanswered.insert(kept.number);
        }
        if (kept.state == DustOutboxEntry::Accepted)
            accepted.emplace(kept.acceptedSeq, kept.number);
        // It may have been sent when the cache could not keep that any more: nothing is merged into it.
        kept.attempts = qMax(kept.attempts, 1);
        // A write that has no effect on what is there is not shown; the server may know better.
        static_cast<void>(lay(outbox.append(std::move(kept))));
    }
    notePromises();
}

void DustReplica::setCancelled(const std::function<bool(quint64 call)> &isCancelled)
{
    d->isCancelled = isCancelled;
}

DustReplicaOutput DustReplica::apply(const DustReplicaInputs &input, const DustNow &now)
{
    DustReplicaOutput output;
    d->begin(&output, now);
    if (const auto *rebuild = std::get_if<DustReplicaInput::Rebuild>(&input)) {
        if (const auto rebuilt = d->cache->rebuild(rebuild->onto); !rebuilt)
            output.reports.append(rebuilt.error());
        else if (d->error.kind() == DustError::Storage)
            d->setError({});
        d->overlay->setBase(&d->cache->rows());
        output.stateChanged = true;
    }
    const auto kept = d->cache->run([&] {
        std::visit([this](const auto &what) { d->take(what); }, input);
        d->finish();
    });
    if (!kept) {
        output.reports.append(kept.error());
        d->cacheError = kept.error();
        d->setError(kept.error());
    }
    d->overlay->setBase(&d->cache->rows());
    d->notePending();
    d->out = nullptr;
    return output;
}

void DustReplica::Private::begin(DustReplicaOutput *output, const DustNow &time)
{
    out = output;
    now = time;
}

void DustReplica::Private::finish()
{
    endLateCalls();
    watchGap();
    decide();
    retireAccepted();
    startRepairs();
    keepFence();
    if (state == Live && !statusPending && now.monotonic >= nextStatus)
        askStatus();
    send();
    keepDoubts();
    for (const quint64 number : std::exchange(dirty, {})) {
        if (const DustOutboxEntry *entry = outbox.find(number))
            cache->keep(*entry, false);
    }
}

void DustReplica::Private::setState(State newState)
{
    if (std::exchange(state, newState) != newState)
        out->stateChanged = true;
}

void DustReplica::Private::setError(const DustError &newError)
{
    if (error == newError)
        return;
    error = newError;
    out->stateChanged = true;
}

std::optional<qint64> DustReplica::nextTick() const
{
    return d->nextTick();
}

std::optional<qint64> DustReplica::Private::nextTick() const
{
    std::optional<qint64> next;
    const auto at = [&next](qint64 time) { next = next ? qMin(*next, time) : time; };
    if (!deadlines.empty())
        at(deadlines.begin()->first);
    switch (state) {
    case Offline:
    case Diverged:
        return next;
    case CatchingUp:
        at(qMax(lastProgress + settings.catchUpPatience, rejoinNotBefore));
        return next;
    case Gap:
        at(open.isEmpty() ? rejoinNotBefore
                          : qMax(gapStarted + settings.replyPatience, rejoinNotBefore));
        return next;
    case Live:
        break;
    }
    if (gapSince)
        at(*gapSince + settings.gapPatience);
    if (!statusPending) {
        at(nextStatus);
        for (const quint64 number : unanswered) {
            const DustOutboxEntry *entry = const_cast<DustOutbox &>(outbox).find(number);
            // Those whose time has come wait for events, or for the answer to a status.
            if (entry && entry->linkClosedAt
                && *entry->linkClosedAt + settings.settle > now.monotonic)
                at(*entry->linkClosedAt + settings.settle);
        }
    }
    if (pausedUntil)
        at(*pausedUntil);
    if (batchesPausedUntil)
        at(*batchesPausedUntil);
    if (hasFence() && mayWrite && fenceSend == 0)
        at(fenceDue);
    if (const auto repair = nextRepair())
        at(*repair);
    return next;
}

DustReplica::State DustReplica::state() const
{
    return d->state == Live && d->trustedWith > 0 ? CatchingUp : d->state;
}

DustError DustReplica::error() const
{
    return d->error.kind() != DustError::NoError ? d->error : d->pauseError;
}

quint64 DustReplica::seq() const
{
    return d->seq;
}

quint64 DustReplica::joinSeq() const
{
    // One less than is here shows whether the server still has the last one (hearAgain()). After a snapshot
    // nothing is known of it: then a compacted server need not send another snapshot each time.
    return d->lastOpId.isEmpty() ? d->seq : d->seq - 1;
}

bool DustReplica::mayWrite() const
{
    return d->mayWrite;
}

QStringList DustReplica::scopes() const
{
    return d->scopes;
}

const DustReadView &DustReplica::view() const
{
    return d->overlay->isEmpty() ? d->cache->rows()
                                 : static_cast<const DustReadView &>(*d->overlay);
}

const DustReadView &DustReplica::confirmed() const
{
    return d->cache->rows();
}

qsizetype DustReplica::pendingCount() const
{
    return d->outbox.count();
}

bool DustReplica::isPending(quint64 write) const
{
    return d->outbox.find(write) != nullptr;
}

QList<DustCommit> DustReplica::pending() const
{
    QList<DustCommit> commits;
    d->outbox.forEach([&](const DustOutboxEntry &entry) {
        if (entry.isTransient)
            return;
        for (const DustOperation &operation : entry.operations)
            commits.append(Private::unconfirmed(entry.number, operation));
    });
    return commits;
}

bool DustReplica::isPending(const DustPath &path) const
{
    return d->outbox.touches(path);
}

QList<DustRejection> DustReplica::rejections() const
{
    return d->rejections;
}

bool DustReplica::isKeptOn(const DustStorage &storage) const
{
    return d->cache->isOn(storage);
}

bool DustReplica::isOf(const DustStorage &storage) const
{
    return d->cache->isOf(storage);
}

bool DustReplica::isInMemory() const
{
    return d->cache->isInMemory();
}
