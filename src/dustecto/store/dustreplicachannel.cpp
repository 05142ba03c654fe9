// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustReplica: joins, catch-up, events in order of seq, gaps.

#include "dusteventeffect_p.h"
#include "dustreplicaprivate_p.h"

using namespace Qt::StringLiterals;

namespace {

DustError crashes(const DustOperation &operation, const DustError &why)
{
    return DustError::invalidParams(
                   u"crashes_channel"_s,
                   u"The %1 of \"%2\" crashes the channel of this store, so it was taken back."_s
                           .arg(DustOperation::kindName(operation.kind()),
                                operation.path().toString()))
            .with(u"path"_s, operation.path().toString())
            .with(u"server"_s, why.message());
}

DustError wentBack(const QString &message)
{
    return DustError(DustError::Conflict, message, { { u"reason"_s, u"server_went_back"_s } });
}

DustError another(quint64 seq)
{
    return wentBack(
            u"Operation %1 of this store is another one at the server than it was here: the server was restored from a backup, or it is another one. Resynchronize to take over what it has."_s
                    .arg(seq));
}

// What an operation is known by where it has no id, or one that may be another over there.
QString deedOf(const DustEvent &event)
{
    return u'\t' + DustOperation::kindName(event.op) + u' ' + event.path.toString();
}

qsizetype sizeOf(const DustEvent &event)
{
    constexpr qsizetype Most = std::numeric_limits<qsizetype>::max();
    qsizetype rest = Most - event.path.rendered().size();
    (void)DustOutboxEntry::fits(event.value, &rest);
    return Most - rest;
}

// Where one of the two is not known, nothing is.
bool isAnother(const DustEvent &event, const QString &opId)
{
    return !opId.isEmpty() && !event.clientOpId.isEmpty() && event.clientOpId != opId;
}

} // namespace

void DustReplica::Private::take(const DustReplicaInput::Joined &joined)
{
    mayWrite = joined.mayWrite;
    scopes = joined.scopes;
    keepSession();
    out->stateChanged = true;
    if (pauseError.kind() != DustError::RateLimited) {
        pausedUntil.reset();
        pauseError = {};
    }
    batchesPausedUntil.reset(); // with another token, perhaps
    settleFromNow();
    if (joined.storeSeq < qMax(seq, promised))
        return diverge(wentBackTo(joined.storeSeq));
    if (hasDiverged)
        return diverge(another(seq));
    if (!mayWrite && !outbox.isEmpty()) {
        pauseError = missingScope();
        out->reports.append(pauseError);
    }
    setState(CatchingUp);
    if (readAhead == ReadUnknown)
        readAhead = joined.storeSeq; // whatever the last process read, the server was not further
    lastProgress = now.monotonic;
    known = qMax(joined.storeSeq, early.empty() ? 0 : early.rbegin()->first);
    awaitsLast = !lastOpId.isEmpty();
    takeEarly();
}

// Where the network stood still, what was sent before the channel was given up has come to the server just before
// the join on the same link.
void DustReplica::Private::settleFromNow()
{
    const auto endedAt = std::exchange(channelEndedAt, {});
    for (const quint64 number : unanswered) {
        DustOutboxEntry &entry = *outbox.find(number);
        if (endedAt && !entry.isOverHttp && entry.linkClosedAt >= endedAt)
            entry.linkClosedAt = now.monotonic;
    }
}

void DustReplica::Private::keepSession()
{
    DustArray kept;
    for (const QString &scope : std::as_const(scopes))
        kept.append(scope);
    const DustObject session{ { u"write"_s, mayWrite },
                              { u"scopes"_s, kept },
                              { u"diverged"_s, hasDiverged },
                              { u"doubts"_s, keptDoubts },
                              { u"fence"_s, fenceToken } };
    cache->setSession(DustValue(session).toMessagePack());
}

void DustReplica::Private::take(const DustReplicaInput::JoinRefused &refused)
{
    closeLink();
    setState(Offline);
    setError(refused.error);
}

// What the server has acknowledged, it must know of at the next join. Answers over HTTP that come when it
// has been joined already may be of later operations.
void DustReplica::Private::notePromises()
{
    if (!accepted.empty())
        promised = qMax(promised, accepted.rbegin()->first);
}

void DustReplica::Private::take(const DustReplicaInput::Down &down)
{
    // Some operations crash every catch-up that has them (PROTOCOL §5, §7): the last one here need not be in it.
    if (down.why.reason() == u"channel_crashed"_s && awaitsLast)
        setSeq(seq, {});
    if (down.why.reason() == u"channel_crashed"_s) {
        outbox.forEach([&](DustOutboxEntry &entry) {
            if (entry.state != DustOutboxEntry::InFlight || entry.isOverHttp)
                return;
            const bool isFile = entry.operation().kind() == DustOperation::PutFile;
            if (isFile || ++crashes[entry.number] >= CrashesForVerdict)
                entry.verdict = ::crashes(entry.operation(), down.why);
        });
    }
    channelEndedAt = down.linkGoesOn ? channelEndedAt.value_or(now.monotonic)
                                     : std::optional<qint64>();
    closeLink();
    setState(Offline);
}

DustError DustReplica::Private::wentBackTo(quint64 serverSeq) const
{
    return ::wentBack(
            u"The server was at operation %1 of this store when %2 had been seen here: it has lost some, or it is another one. Resynchronize to take over what it has."_s
                    .arg(serverSeq)
                    .arg(qMax(seq, promised)));
}

// The server is not the one that this cache mirrors: it was restored from a backup, or is another one.
void DustReplica::Private::diverge(const DustError &why)
{
    closeLink();
    setState(Diverged);
    hasDiverged = true; // also when the server has made up for it by other operations
    keepSession();
    setError(why);
    out->reports.append(error);
}

void DustReplica::Private::take(const DustReplicaInput::Resync &)
{
    if (!hasDiverged)
        return;
    hasDiverged = false;
    fenceDoubt = 0;
    keepSession();
    closeLink();
    setState(Offline);
    setError({});
    // They were acknowledged, and the server has lost them.
    while (!accepted.empty())
        forget(*outbox.find(accepted.begin()->second));
    // What it said of the others, and is still to say of them, is of another history.
    outbox.forEach([&](DustOutboxEntry &entry) {
        if (entry.isTransient)
            return;
        if (entry.state == DustOutboxEntry::InFlight)
            leaveUnanswered(entry);
        outbox.forgetSend(entry);
        entry.acceptedSeq = 0;
        entry.verdict.reset();
        touch(entry);
    });
    requests.clear();
    drained.clear();
    fetch = 0;
    setSeq(0, {});
    known = 0;
    promised = 0;
    replaceRows({}, 0);
    out->rejoins = true;
}

void DustReplica::Private::take(const DustReplicaInput::Events &events)
{
    lastProgress = now.monotonic;
    if (state == Diverged)
        return;
    for (const DustEvent &event : events.events)
        hear(event);
}

void DustReplica::Private::hear(const DustEvent &event, bool isMade)
{
    if (hasDiverged)
        return; // of another history
    if (event.storeSeq <= seq)
        return isMade ? void() : hearAgain(event);
    known = qMax(known, event.storeSeq);
    if (state != Offline && event.storeSeq == seq + 1 && !awaitsLast) {
        apply(event);
        takeEarly();
        return;
    }
    if (early.emplace(event.storeSeq, event).second)
        earlySize += sizeOf(event);
    if (awaitsLast && early.size() > MostBeforeLast) {
        awaitsLast = false; // it does not come
        takeEarly();
    }
    while (early.size() > std::size_t(settings.earlyEvents) || earlySize > settings.earlyBytes)
        (void)takeEarly(std::prev(early.end())); // it comes again with the next join
    quint64 lastSeq = 0;
    DustOutboxEntry *own = ownOf(event, &lastSeq);
    if (own && !own->isTransient)
        accept(*own, lastSeq);
}

// Joins ask for the operation at seq once more: where it is another one, the server went back and has been
// told other things since.
void DustReplica::Private::hearAgain(const DustEvent &event)
{
    if (state == CatchingUp)
        noteForRepair(event); // its page has it as well
    if (event.storeSeq != seq || state == Offline)
        return;
    const bool isOther = lastOpId.startsWith(u'\t') ? deedOf(event) != lastOpId
                                                    : isAnother(event, lastOpId);
    if (isOther)
        return diverge(another(seq));
    if (std::exchange(awaitsLast, false))
        takeEarly();
}

// The entry that it is an event of, and the seq of the last of that entry's events. An id alone proves
// nothing: an application may have given it twice.
DustOutboxEntry *DustReplica::Private::ownOf(const DustEvent &event, quint64 *lastSeq)
{
    if (event.clientOpId.isEmpty())
        return nullptr;
    qsizetype index = 0;
    DustOutboxEntry *entry = outbox.findWire(event.clientOpId, &index);
    if (!entry)
        return nullptr;
    const DustOperation &sent = entry->onWire().at(index);
    if (sent.kind() != event.op || sent.path() != event.path)
        return nullptr;
    *lastSeq = event.storeSeq + quint64(entry->onWire().size() - 1 - index);
    return entry;
}

// What the server has acknowledged as this seq was something else.
bool DustReplica::Private::isInPlaceOfAccepted(const DustEvent &event)
{
    const auto at = accepted.lower_bound({ event.storeSeq, 0 });
    if (at == accepted.cend() || at->first != event.storeSeq)
        return false;
    const DustOutboxEntry *entry = outbox.find(at->second);
    if (!entry)
        return false;
    const QList<DustOperation> &sent = entry->onWire();
    return std::all_of(sent.cbegin(), sent.cend(), [&](const DustOperation &operation) {
        if (entry->isOverHttp) // a proxy may have named it anew
            return operation.kind() != event.op || operation.path() != event.path;
        return isAnother(event, operation.clientOpId());
    });
}

void DustReplica::Private::setSeq(quint64 newSeq, const QString &opId)
{
    seq = newSeq;
    lastOpId = opId.size() <= LongestOpId ? opId : QString();
    cache->setSeq(newSeq, lastOpId);
}

DustEvent DustReplica::Private::takeEarly(std::map<quint64, DustEvent>::iterator at)
{
    DustEvent event = std::move(at->second);
    early.erase(at);
    earlySize -= sizeOf(event);
    return event;
}

void DustReplica::Private::takeEarly()
{
    while (!awaitsLast && !early.empty() && early.begin()->first <= seq + 1) {
        const DustEvent event = takeEarly(early.begin());
        if (event.storeSeq == seq + 1)
            apply(event);
    }
}

void DustReplica::Private::apply(const DustEvent &event)
{
    gapSince.reset();
    if (isInPlaceOfAccepted(event))
        return diverge(another(event.storeSeq));
    DustCommit commit;
    commit.event = event;
    if (auto changes = DustEventEffect::of(cache->rows(), event, now.unix)) {
        commit.changes = std::move(*changes);
    } else {
        // It happened, whatever it was: what is there now has to be read.
        out->reports.append(changes.error());
        readAgain(event.path.rendered());
    }
    if (state == CatchingUp)
        noteForRepair(event);
    doubtFence(event);
    cache->apply(commit.changes);
    quint64 lastSeq = 0;
    DustOutboxEntry *own = ownOf(event, &lastSeq);
    const bool isIdSure = !event.clientOpId.isEmpty() && !(own && own->isOverHttp);
    setSeq(event.storeSeq, isIdSure ? event.clientOpId : deedOf(event));
    commit.event.own = own || (!event.deviceId.isEmpty() && event.deviceId == settings.deviceId);
    if (own && own->isTransient)
        own = nullptr; // its reply says more
    if (own) {
        commit.write = own->number;
        accept(*own, lastSeq);
    }
    follow(commit, own);
    out->commits.append(std::move(commit));
    retireAccepted();
}

void DustReplica::Private::take(const DustReplicaInput::CatchUpComplete &complete)
{
    if (state != CatchingUp)
        return;
    known = qMax(known, complete.throughSeq);
    awaitsLast = false;
    takeEarly();
    if (state != CatchingUp)
        return; // it has diverged
    setState(Live);
    endCatchUp();
    nextStatus = now.monotonic + settings.statusInterval;
    if (seq < complete.throughSeq)
        mustRejoin = true; // it will not come any more
    else
        setError(cache->isInMemory() ? cacheError : DustError());
}

void DustReplica::Private::take(const DustReplicaInput::Status &status)
{
    const bool wasAsked = !status.isUnasked && std::exchange(statusPending, false);
    if (state == Offline || state == Diverged)
        return;
    // Answers over HTTP overtake it: only what was here when it was asked for must be there.
    if (wasAsked && status.currentSeq < statusAskedSeq)
        return diverge(wentBackTo(status.currentSeq));
    known = qMax(known, status.currentSeq);
    if (wasAsked) { // of another one it is not known when it was
        nextStatus = now.monotonic + settings.statusInterval;
        settledSeq = status.currentSeq;
        settledAt = statusAskedAt;
    }
    compareCount(status);
}

void DustReplica::Private::take(const DustReplicaInput::StatusFailed &)
{
    statusPending = false;
    nextStatus = now.monotonic + qMin(settings.statusInterval, settings.settle);
    statusNotBefore = nextStatus;
}

void DustReplica::Private::askStatus()
{
    out->asksStatus = true;
    statusPending = true;
    statusAskedAt = now.monotonic;
    statusAskedSeq = seq;
}

// A gap may close by itself, since events overtake each other. One that stays open is closed by a
// join from where it begins.
void DustReplica::Private::watchGap()
{
    switch (state) {
    case Offline:
    case Diverged:
        return;
    case CatchingUp:
        if (now.monotonic >= lastProgress + settings.catchUpPatience
            && now.monotonic >= rejoinNotBefore)
            rejoin();
        return;
    case Live:
        if (seq >= known)
            gapSince.reset();
        else if (!gapSince)
            gapSince = now.monotonic;
        if (!mustRejoin && (!gapSince || now.monotonic < *gapSince + settings.gapPatience))
            return;
        gapStarted = now.monotonic;
        setState(Gap);
        [[fallthrough]];
    case Gap:
        if (!mustRejoin && seq >= known)
            return setState(Live);
        if (now.monotonic >= rejoinNotBefore
            && (open.isEmpty() || now.monotonic >= gapStarted + settings.replyPatience))
            rejoin();
        return;
    }
}

void DustReplica::Private::rejoin()
{
    if (now.monotonic - lastGap > 2 * settings.longestRejoin)
        rejoinDelay = settings.firstRejoin;
    lastGap = now.monotonic;
    rejoinNotBefore = now.monotonic + rejoinDelay;
    rejoinDelay = qMin(2 * rejoinDelay, settings.longestRejoin);
    channelEndedAt = channelEndedAt.value_or(now.monotonic);
    closeLink();
    setState(Offline);
    out->rejoins = true;
}
