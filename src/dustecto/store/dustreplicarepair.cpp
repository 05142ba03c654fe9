// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustReplica: what servers get wrong is read again over HTTP (PROTOCOL §5), within a budget: one
// round of requests in settings.repairInterval.

#include "dustreplicaprivate_p.h"

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
    countedPaths.clear();
    replacedPaths.clear();
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
    const bool isIdle = outbox.isEmpty() && early.empty() && seq == status.currentSeq;
    if (!isIdle || status.entryCount < 0 || fetch != 0)
        return;
    lastCount = status;
    mismatch = mismatch || status.entryCount - cache->rows().count() != uncountable;
}

void DustReplica::Private::startRepairs()
{
    if (state != Live || fetch != 0 || now.monotonic < repairNotBefore
        || (!mismatch && repairs.empty()))
        return;
    DustReplicaOutput::Fetch request;
    request.fetch = fetch = ++lastFetch;
    if (!mismatch && repairs.size() <= MostPaths) {
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
    // Everything is hard to read where somebody writes all the time, and costs many requests.
    const qint64 own = fetchPaths.isEmpty()
            ? settings.repairInterval << qMin(fruitless++, MostDoublings)
            : settings.settle;
    repairNotBefore = now.monotonic + qMax(own, qint64(failed.error.retryAfter()) * 1000);
}

void DustReplica::Private::take(const DustReplicaInput::Fetched &fetched)
{
    if (fetched.fetch != fetch)
        return;
    fetch = 0;
    repairNotBefore = now.monotonic + settings.repairInterval;
    if (fetchPaths.isEmpty()) {
        // Of another moment than the rows: the next status tells whether it is still needed.
        if (fetched.atSeq != seq || state != Live)
            return;
        fruitless = 0;
        // A count that it does not put right is none to go by.
        mismatch = false;
        repairs.clear();
        replaceRows(fetched.entries, seq);
        uncountable = lastCount.currentSeq == seq && lastCount.entryCount >= 0
                ? lastCount.entryCount - cache->rows().count()
                : 0;
        return;
    }
    for (const DustPath &path : std::as_const(fetchPaths)) {
        const auto doubt = repairs.find(path.rendered());
        if (doubt != repairs.end() && doubt->second < fetched.fetch)
            repairs.erase(doubt);
    }
    for (const DustEntry &entry : fetched.entries)
        repair(entry);
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
