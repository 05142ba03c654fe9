// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustReplica: what servers get wrong is read again over HTTP (PROTOCOL §5), within a budget: everything once in
// settings.repairInterval, single leaves once in settings.settle.

#include "dustreplicaprivate_p.h"

#include <algorithm>

namespace {

constexpr int MostDoublings = 4;
constexpr std::size_t MostPaths = 5'000; // beyond, everything is read again

} // namespace

// In a catch-up, the total of a counter or a set is wrong where the same catch-up replaced it too.
void DustReplica::Private::noteForRepair(const DustEvent &event)
{
    switch (event.op) {
    case DustOperation::Increment:
    case DustOperation::Add:
    case DustOperation::Remove:
        countedPaths.insert(event.path.rendered());
        return;
    case DustOperation::Set:
    case DustOperation::Merge:
    case DustOperation::Delete:
        replacedPaths.push_back(qHash(event.path));
        return;
    default:
        return;
    }
}

void DustReplica::Private::endCatchUp()
{
    if (!countedPaths.isEmpty()) {
        const QSet<size_t> replaced(replacedPaths.cbegin(), replacedPaths.cend());
        for (const QByteArray &counted : std::as_const(countedPaths)) {
            DustPath path = DustPath::fromCanonical(counted);
            while (!path.isEmpty() && !replaced.contains(qHash(path)))
                path = path.parent();
            if (!path.isEmpty())
                readAgain(counted);
        }
    }
    // An earlier link may have ended before its doubts were cleared.
    for (const auto &[path, since] : repairs)
        trustedWith = qMax(trustedWith, since + 1);
    // What takes long, because it is much or the server said to wait, does not keep a store from being live.
    if (repairs.size() > MostPaths || pathsNotBefore > now.monotonic + settings.settle)
        trustedWith = 0;
    // Which rows an earlier process doubted is not known: until all have been read, or could not be, any may be wrong.
    const bool readsAll = fetch != 0 && fetchPaths.isEmpty();
    if (doubtsAll && (readsAll || allNotBefore <= now.monotonic + settings.settle))
        trustedWith = qMax(trustedWith, quint64(1));
    countedPaths.clear();
    replacedPaths.clear();
}

void DustReplica::Private::trustAfter(quint64 endedFetch)
{
    if (trustedWith == 0 || endedFetch < trustedWith)
        return;
    trustedWith = 0;
    out->stateChanged = true;
}

// A reading that is under way may be older than the doubt.
void DustReplica::Private::readAgain(const QByteArray &path)
{
    repairs[path] = lastFetch;
}

// A cache that was closed before it was repaired is read again as a whole.
void DustReplica::Private::keepDoubts()
{
    const bool doubts = mismatch || !repairs.empty() || !countedPaths.isEmpty();
    if (std::exchange(keptDoubts, doubts) != doubts)
        keepSession();
}

void DustReplica::Private::compareCount(const DustReplicaInput::Status &status)
{
    // Writes that wait, for as long as a rate limit or another token takes, are nothing to the server.
    const bool isIdle = open.isEmpty() && requests.isEmpty() && unanswered.empty()
            && accepted.empty() && early.empty() && seq == status.currentSeq;
    if (!isIdle || status.entryCount < 0 || fetch != 0)
        return;
    lastCount = status;
    mismatch = mismatch || status.entryCount - cache->rows().count() != uncountable;
}

std::optional<qint64> DustReplica::Private::nextRepair() const
{
    if (fetch != 0 || (!mismatch && repairs.empty()))
        return std::nullopt;
    const bool mayReadPaths = !repairs.empty() && repairs.size() <= MostPaths;
    if (!mismatch && mayReadPaths)
        return pathsNotBefore;
    return mayReadPaths ? qMin(pathsNotBefore, allNotBefore) : allNotBefore;
}

void DustReplica::Private::startRepairs()
{
    const std::optional<qint64> due = nextRepair();
    if (state != Live || !due || now.monotonic < *due)
        return;
    DustReplicaOutput::Fetch request;
    request.fetch = fetch = ++lastFetch;
    const bool readsAll = repairs.empty() || repairs.size() > MostPaths
            || (mismatch && now.monotonic >= allNotBefore);
    if (!readsAll) {
        for (const auto &[path, since] : repairs)
            request.paths.append(DustPath::fromCanonical(path));
    }
    fetchPaths = request.paths;
    out->fetches.append(request);
}

void DustReplica::Private::take(const DustReplicaInput::FetchFailed &failed)
{
    if (failed.fetch != fetch)
        return;
    fetch = 0;
    trustAfter(failed.fetch);
    const qint64 told = qint64(failed.error.retryAfter()) * 1000;
    // Everything is hard to read where somebody writes all the time, and costs many requests.
    if (fetchPaths.isEmpty())
        allNotBefore = now.monotonic
                + qMax(settings.repairInterval << qMin(fruitless++, MostDoublings), told);
    else
        pathsNotBefore = now.monotonic + qMax(settings.settle, told);
}

void DustReplica::Private::take(const DustReplicaInput::Fetched &fetched)
{
    if (fetched.fetch != fetch)
        return;
    fetch = 0;
    if (fetchPaths.isEmpty()) {
        trustAfter(fetched.fetch);
        allNotBefore = now.monotonic + settings.repairInterval;
        // Of another moment than the rows: the next status tells whether it is still needed.
        if (fetched.atSeq != seq || state != Live)
            return;
        fruitless = 0;
        // A count that it does not put right is none to go by.
        mismatch = false;
        repairs.clear();
        trustAfter(std::numeric_limits<quint64>::max()); // nothing else is read any more
        replaceRows(fetched.entries, seq);
        uncountable = lastCount.currentSeq == seq && lastCount.entryCount >= 0
                ? lastCount.entryCount - cache->rows().count()
                : 0;
        return;
    }
    pathsNotBefore = now.monotonic + settings.settle;
    for (const DustPath &path : std::as_const(fetchPaths)) {
        const auto doubt = repairs.find(path.rendered());
        if (doubt != repairs.end() && doubt->second < fetched.fetch)
            repairs.erase(doubt);
    }
    bool isInDoubt = false;
    for (const DustEntry &entry : fetched.entries) {
        if (mayHoldOwn(entry)) {
            readAgain(entry.path().rendered());
            isInDoubt = true;
        } else {
            repair(entry);
        }
    }
    if (isInDoubt && trustedWith != 0)
        trustedWith = lastFetch + 1;
    else
        trustAfter(fetched.fetch);
}

// A total that is ahead of the rows may have own increments in it, which the view would add once more until their
// events are here.
bool DustReplica::Private::mayHoldOwn(const DustEntry &entry) const
{
    if (entry.revision() <= seq || !outbox.touches(entry.path()))
        return false;
    DustPath root;
    const QList<quint64> numbers = outbox.region(entry.path(), &root);
    return std::any_of(numbers.cbegin(), numbers.cend(), [&](quint64 number) {
        const DustOutboxEntry &own = *outbox.find(number);
        return own.attempts > 0 && own.operation().kind() == DustOperation::Increment
                && own.operation().path() == entry.path();
    });
}

// A row that is read at a later revision stays until later events than that (DustEventEffect).
void DustReplica::Private::repair(const DustEntry &entry)
{
    const QByteArray path = entry.path().rendered();
    const DustRow *row = cache->rows().find(path);
    // A leaf that is not here although the rows are past its revision was deleted since it was read.
    if (entry.revision() == 0
        || (row ? row->revision() > entry.revision() : entry.revision() <= seq))
        return;
    DustLeafChange change{ path, row ? std::optional(row->stored()) : std::nullopt,
                           DustStoredValue{ entry.value().toMessagePack(), entry.type(),
                                            entry.revision(), now.unix } };
    if (row && change.before->packed == change.after->packed
        && change.before->type == change.after->type
        && change.before->revision == change.after->revision)
        return;
    DustCommit commit;
    commit.event.op = DustOperation::Set;
    commit.event.path = entry.path();
    commit.event.value = entry.value();
    commit.event.storeSeq = seq;
    commit.changes = { change };
    commit.logged = false;
    readAhead = qMax(readAhead, entry.revision());
    cache->apply(commit.changes);
    follow(commit, nullptr);
    out->commits.append(std::move(commit));
}
