// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustLedger: what a reader that was away is told, and compaction.

#include "dusthistory_p.h"
#include "dustledgerdata_p.h"

using namespace Qt::StringLiterals;

namespace {

DustResult<DustEvent> eventOf(const DustLogRecord &record)
{
    auto value = DustValue::fromMessagePack(record.value);
    if (!value)
        return DustError(
                DustError::Storage,
                u"The log record with seq %1 has a value that cannot be read (%2). Restore "
                "the store from a backup, or compact it to drop its log."_s.arg(
                        QString::number(record.seq), value.error().message()),
                { { u"reason"_s, u"damaged_log"_s }, { u"seq"_s, record.seq } });
    DustEvent event;
    event.op = record.op;
    event.path = DustPath::fromCanonical(record.path);
    event.value = std::move(value).value();
    event.storeSeq = record.seq;
    event.deviceId = record.deviceId;
    event.clientOpId = record.clientOpId;
    return event;
}

DustResult<DustSnapshot> snapshotAt(const DustStorage &storage, quint64 seq)
{
    const auto leaves = DustHistory(storage).at(seq, DustPath());
    if (!leaves)
        return leaves.error();
    DustSnapshot snapshot;
    snapshot.seq = seq;
    snapshot.entries.reserve(qsizetype(leaves->size()));
    for (const auto &[path, leaf] : *leaves) {
        const auto value = DustHistory::valueOf(path, leaf);
        if (!value)
            return value.error();
        snapshot.entries.emplaceBack(DustPath::fromCanonical(path), *value, leaf.type, 0);
    }
    return snapshot;
}

} // namespace

DustResult<DustCatchUp> DustLedger::catchUp(quint64 since, int limit) const
{
    if (limit < 1)
        return DustError::invalidParams(
                u"invalid_limit"_s,
                u"A catch-up in pages of %1 operations never ends: ask for at least 1."_s.arg(
                        limit));
    DustCatchUp page;
    if (since < d->marks.compactedThrough) {
        auto snapshot = snapshotAt(*d->storage, d->marks.compactedThrough);
        if (!snapshot)
            return snapshot.error();
        page.snapshot = std::move(snapshot).value();
        since = d->marks.compactedThrough;
    }
    const auto records = d->storage->log(since, limit);
    if (!records)
        return records.error();
    page.events.reserve(records->size());
    for (const DustLogRecord &record : *records) {
        auto event = eventOf(record);
        if (!event)
            return event.error();
        page.events.append(std::move(event).value());
    }
    page.throughSeq = page.events.isEmpty() ? since : page.events.last().storeSeq;
    page.complete = page.throughSeq >= d->marks.seq;
    return page;
}

DustResult<QList<DustLogRecord>> DustLedger::log(quint64 since, int limit) const
{
    return d->storage->log(since, limit);
}

DustResult<void> DustLedger::compact(quint64 through)
{
    through = std::min(through, d->marks.seq);
    if (through <= d->marks.compactedThrough)
        return {};
    return d->transact([&]() -> DustResult<void> {
        d->dropLog(through);
        return {};
    });
}

void DustLedger::Private::dropLog(quint64 through)
{
    if (through <= marks.compactedThrough)
        return;
    // Records of like size are assumed: what is wrong about that goes with the next ones.
    const quint64 before = marks.seq - marks.compactedThrough;
    marks.logBytes = quint64(double(marks.logBytes) * double(marks.seq - through) / double(before));
    marks.compactedThrough = through;
    storage->truncateLog(through);
}
