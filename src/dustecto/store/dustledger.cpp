// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustLedger: prepares, checks and takes in operations. How they change leaves is in
// dusteffects.cpp.

#include "dustledgerdata_p.h"
#include "dustpreconditions_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

bool isLeaseOperation(const DustOperation &operation)
{
    return operation.kind() == DustOperation::Lease || operation.kind() == DustOperation::Renew
            || operation.kind() == DustOperation::Release;
}

} // namespace

DustLedger::DustLedger(std::unique_ptr<Private> data) : d(std::move(data)) {}

DustLedger::~DustLedger() = default;

const DustReadView &DustLedger::view() const
{
    return d->storage->rows();
}

quint64 DustLedger::currentSeq() const
{
    return d->marks.seq;
}

quint64 DustLedger::compactedThrough() const
{
    return d->marks.compactedThrough;
}

qint64 DustLedger::entryCount() const
{
    return view().count();
}

qint64 DustLedger::opCount() const
{
    return d->storage->logBounds().count();
}

quint64 DustLedger::logBytes() const
{
    return d->marks.logBytes;
}

quint64 DustLedger::rowBytes() const
{
    return d->marks.rowBytes;
}

DustResult<DustCommit> DustLedger::Private::prepare(const DustOperation &operation,
                                                    const QString &deviceId,
                                                    const DustNow &now) const
{
    if (const auto valid = operation.validate(); !valid)
        return valid.error();
    const auto held = DustPreconditions::check(storage->rows(), leases, operation, now);
    if (!held)
        return held.error();
    return prepareTrusted(operation, deviceId, now);
}

DustResult<DustCommit> DustLedger::Private::prepareTrusted(const DustOperation &operation,
                                                           const QString &deviceId,
                                                           const DustNow &now) const
{
    const DustStamp stamp{ marks.seq + 1, now.unix };
    DustCommit commit;
    commit.event.op = operation.kind();
    commit.event.path = operation.path();
    commit.event.deviceId = deviceId;
    commit.event.clientOpId = operation.clientOpId();
    const auto take = [&](DustEffect &effect) {
        commit.event.storeSeq = stamp.seq;
        commit.event.value = std::move(effect.eventValue);
        commit.changes = std::move(effect.changes);
    };
    if (isLeaseOperation(operation)) {
        auto effect = leases.effectOf(storage->rows(), operation, stamp, now);
        if (!effect)
            return effect.error();
        commit.logged = effect->has_value();
        if (commit.logged)
            take(**effect);
    } else {
        auto effect = DustEffects::of(storage->rows(), operation, stamp);
        if (!effect)
            return effect.error();
        take(*effect);
        if (clearsIgnoringCase)
            clearTwins(&commit);
    }
    return commit;
}

DustResult<void> DustLedger::Private::transact(DustFunctionRef<DustResult<void>()> work)
{
    const auto done = attempt(work);
    if (done || done.error().reason() != u"disk_full"_s || marks.compactedThrough == marks.seq)
        return done;
    const auto withoutLog = attempt([&]() -> DustResult<void> {
        dropLog(marks.seq);
        return work();
    });
    return withoutLog ? withoutLog : done;
}

DustResult<void> DustLedger::Private::attempt(DustFunctionRef<DustResult<void>()> work)
{
    const Marks before = marks;
    const auto done = storage->transaction([&]() -> DustResult<void> {
        const auto worked = work();
        if (worked)
            storeMarks(before);
        return worked;
    });
    if (done) {
        leases.keep();
    } else {
        leases.forget();
        marks = before;
    }
    return done;
}

void DustLedger::Private::storeMarks(const Marks &before)
{
    // Not with each operation: what a log of small ones takes, their number says well enough.
    constexpr quint64 LogBytesStep = 16 * 1024;
    if (marks.seq == before.seq && marks.compactedThrough == before.compactedThrough)
        return;
    if (marks.seq != before.seq)
        storage->setMeta(seqKey(), QByteArray::number(marks.seq));
    if (marks.compactedThrough != before.compactedThrough)
        storage->setMeta(compactedKey(), QByteArray::number(marks.compactedThrough));
    if (marks.logBytes < marks.storedLogBytes
        || marks.logBytes - marks.storedLogBytes >= LogBytesStep) {
        storage->setMeta(logBytesKey(), QByteArray::number(marks.logBytes));
        marks.storedLogBytes = marks.logBytes;
    }
}

// The case of ASCII letters does not count, and only what is below the path goes (PROTOCOL §5).
void DustLedger::Private::clearTwins(DustCommit *commit) const
{
    const auto kind = commit->event.op;
    if (kind != DustOperation::Set && kind != DustOperation::Delete)
        return;
    const auto byPath = [](const DustLeafChange &a, const DustLeafChange &b) {
        return a.path < b.path;
    };
    const QByteArray below = commit->event.path.rendered() + '/';
    const QList<DustLeafChange> known = commit->changes;
    storage->rows().scan({}, {}, [&](const DustRow &row) {
        const bool isTwin = row.path().size() > below.size()
                && row.path().first(below.size()).compare(below, Qt::CaseInsensitive) == 0;
        DustLeafChange change{ row.path().toByteArray(), std::nullopt, std::nullopt };
        if (!isTwin || std::binary_search(known.cbegin(), known.cend(), change, byPath))
            return true;
        change.before = row.stored();
        commit->changes.append(change);
        return true;
    });
    std::sort(commit->changes.begin(), commit->changes.end(), byPath);
}

void DustLedger::setClearsIgnoringCase(bool ignoring)
{
    d->clearsIgnoringCase = ignoring;
}

void DustLedger::Private::write(const DustOperation &operation, const DustCommit &commit,
                                const DustNow &now)
{
    for (const DustLeafChange &change : commit.changes) {
        if (change.before)
            marks.rowBytes -= bytesOf(change.path, change.before->packed);
        if (change.after) {
            marks.rowBytes += bytesOf(change.path, change.after->packed);
            storage->put(change.path, *change.after);
        } else {
            storage->erase(change.path);
        }
    }
    const DustEvent &event = commit.event;
    DustLogRecord record;
    record.seq = event.storeSeq;
    record.op = event.op;
    record.path = event.path.rendered();
    record.value = event.value.toMessagePack();
    record.deviceId = event.deviceId;
    record.clientOpId = event.clientOpId;
    record.at = now.unix;
    record.changes = commit.changes;
    storage->appendLog(record);
    marks.logBytes += quint64(record.roughSize());
    leases.note(operation, commit, now);
    marks.seq = event.storeSeq;
}

DustResult<DustCommit> DustLedger::apply(const DustOperation &operation, const QString &deviceId,
                                         const DustNow &now)
{
    const auto commit = d->prepare(operation, deviceId, now);
    if (!commit || !commit->logged)
        return commit;
    const auto written = d->transact([&]() -> DustResult<void> {
        d->write(operation, *commit, now);
        return {};
    });
    if (!written)
        return written.error();
    return commit;
}
