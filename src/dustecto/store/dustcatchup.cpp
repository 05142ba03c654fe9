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
    if (since < d->compactedThrough) {
        auto snapshot = snapshotAt(*d->storage, d->compactedThrough);
        if (!snapshot)
            return snapshot.error();
        page.snapshot = std::move(snapshot).value();
        since = d->compactedThrough;
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
    page.complete = page.throughSeq >= d->seq;
    return page;
}

DustResult<void> DustLedger::compact()
{
    if (d->compactedThrough == d->seq)
        return {};
    const auto done = d->transact([&]() -> DustResult<void> {
        d->storage->setMeta(Private::compactedKey(), QByteArray::number(d->seq));
        d->storage->truncateLog(d->seq);
        return {};
    });
    if (done)
        d->compactedThrough = d->seq;
    return done;
}
