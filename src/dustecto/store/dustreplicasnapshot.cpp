// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustReplica: a snapshot takes the place of everything that was confirmed, and of the events that
// would have said what became of own writes.

#include "dusteffects_p.h"
#include "dustreplicafate_p.h"
#include "dustreplicaprivate_p.h"
#include "dusttext_p.h"

#include <vector>

using namespace Qt::StringLiterals;

namespace {

// By what the rows were, and by what acknowledged writes made of them: where the two differ, what looks as it
// was before may have been written and written over since.
struct Judged
{
    QList<quint64> numbers;
    DustReplicaFate fate;
    DustReplicaFate byRows;

    DustReplicaFate::Verdict judge(const DustReadView &now) const
    {
        const auto verdict = fate.judge(now);
        return verdict == DustReplicaFate::Missing && byRows.judge(now) != verdict
                ? DustReplicaFate::Unclear
                : verdict;
    }
};

DustError hidden(const DustOperation &operation)
{
    return DustError(
            DustError::Indeterminate,
            u"Whether the %1 of %2 took effect cannot be told: the server's log has been compacted since, and what is there now was written by somebody else."_s
                    .arg(DustOperation::kindName(operation.kind()),
                         DustText::quoted(operation.path().toString())),
            { { u"reason"_s, u"hidden_by_compaction"_s },
              { u"path"_s, operation.path().toString() },
              { u"client_op_id"_s, operation.clientOpId() } });
}

// What a row becomes: the value as it is, since servers tell no revisions in a snapshot.
DustStoredValue storedOf(const DustEntry &entry, qint64 at)
{
    return { entry.value().toMessagePack(), entry.type(), entry.revision(), at };
}

DustCommit differing(const DustLeafChange &change, const DustEntry *entry, quint64 seq)
{
    DustCommit commit;
    commit.event.op = entry ? DustOperation::Set : DustOperation::Delete;
    commit.event.path = entry ? entry->path() : DustPath::fromCanonical(change.path);
    if (entry)
        commit.event.value = entry->value();
    commit.event.storeSeq = seq;
    commit.changes = { change };
    commit.logged = false;
    return commit;
}

} // namespace

void DustReplica::Private::take(const DustReplicaInput::Snapshot &snapshot)
{
    lastProgress = now.monotonic;
    if (state != CatchingUp)
        return;
    if (snapshot.seq < seq) {
        out->reports.append(DustError(
                DustError::Http,
                u"The server sent a snapshot from operation %1, and %2 are here already: it was ignored."_s
                        .arg(snapshot.seq)
                        .arg(seq),
                { { u"reason"_s, u"stale_snapshot"_s } }));
        return;
    }
    // What the server has acknowledged and the snapshot has, counts as there.
    DustOverlay before(&cache->rows());
    outbox.forEach([&](const DustOutboxEntry &entry) {
        if (entry.state != DustOutboxEntry::Accepted || entry.acceptedSeq > snapshot.seq)
            return;
        for (const DustOperation &operation : entry.operations) {
            if (const auto effect = DustEffects::of(before, operation, {}))
                before.lay(effect->changes, entry.number);
        }
    });
    std::vector<Judged> judged;
    QHash<QByteArray, QList<quint64>> counters;
    const bool isOfNow = snapshot.seq == seq; // and hides nothing
    outbox.forEach([&](const DustOutboxEntry &entry) {
        if (isOfNow)
            return;
        const bool isOut = entry.state == DustOutboxEntry::Unanswered
                || entry.state == DustOutboxEntry::InFlight;
        const bool isJudged = entry.acceptedSeq != 0
                || (entry.verdict && entry.verdict->kind() == DustError::Indeterminate);
        if (!isOut || entry.isTransient || isJudged)
            return;
        if (entry.operation().kind() == DustOperation::Increment)
            counters[entry.operation().path().rendered()].append(entry.number);
        else
            judged.push_back({ { entry.number },
                               DustReplicaFate({ &entry }, before),
                               DustReplicaFate({ &entry }, cache->rows()) });
    });
    for (const QList<quint64> &numbers : std::as_const(counters)) {
        QList<const DustOutboxEntry *> entries;
        for (const quint64 number : numbers)
            entries.append(outbox.find(number));
        judged.push_back({ numbers, DustReplicaFate(entries, before),
                           DustReplicaFate(entries, cache->rows()) });
    }

    fetch = 0; // what it reads may be older
    setSeq(snapshot.seq, {});
    known = qMax(known, seq);
    awaitsLast = false;
    replaceRows(snapshot.entries, seq, isOfNow);
    fenceDoubt = seq;

    for (const Judged &one : judged) {
        const auto verdict = one.judge(cache->rows());
        for (const quint64 number : one.numbers) {
            DustOutboxEntry &entry = *outbox.find(number);
            // Its event may still come, until it has settled: then this counts.
            if (verdict == DustReplicaFate::Arrived) {
                entry.verdict.reset();
                entry.acceptedSeq = seq;
            } else if (verdict == DustReplicaFate::Unclear) {
                entry.verdict = hidden(entry.operation());
            }
            touch(entry);
        }
    }
    retireAccepted();
    takeEarly();
}

// Tells what differs, one commit a leaf, and replays the own writes once.
void DustReplica::Private::replaceRows(const QList<DustEntry> &entries, quint64 atSeq,
                                       bool keepsRevisions)
{
    doubtsAll = false;
    QList<const DustEntry *> sorted;
    sorted.reserve(entries.size());
    for (const DustEntry &entry : entries)
        sorted.append(&entry);
    const auto byPath = [](const DustEntry *a, const DustEntry *b) {
        return a->path() < b->path();
    };
    if (!std::is_sorted(sorted.cbegin(), sorted.cend(), byPath))
        std::stable_sort(sorted.begin(), sorted.end(), byPath);

    QList<DustLeafChange> changes;
    QList<const DustEntry *> causes; // of each; null: it is gone
    changes.reserve(sorted.size());
    causes.reserve(sorted.size());
    auto next = sorted.cbegin();
    const auto addNext = [&] {
        changes.append({ (*next)->path().rendered(), std::nullopt, storedOf(**next, now.unix) });
        causes.append(*next++);
    };
    const auto addUpTo = [&](QByteArrayView path) {
        while (next != sorted.cend() && (*next)->path().rendered() < path)
            addNext();
    };
    cache->rows().scan({}, {}, [&](const DustRow &row) {
        addUpTo(row.path());
        const bool isThere = next != sorted.cend() && (*next)->path().rendered() == row.path();
        const DustEntry *cause = isThere ? *next++ : nullptr;
        DustLeafChange change{ row.path().toByteArray(), row.stored(), std::nullopt };
        if (cause)
            change.after = storedOf(*cause, now.unix);
        if (change.after && keepsRevisions && change.after->packed == change.before->packed
            && change.after->type == change.before->type)
            change.after->revision = change.before->revision;
        // When it was read does not make it another row.
        if (change.after && change.after->packed == change.before->packed
            && change.after->type == change.before->type
            && change.after->revision == change.before->revision)
            return true;
        changes.append(std::move(change));
        causes.append(cause);
        return true;
    });
    while (next != sorted.cend())
        addNext();

    cache->apply(changes);
    DustCommit all;
    all.event.storeSeq = atSeq;
    all.logged = false;
    all.changes = changes;
    out->commits.reserve(out->commits.size() + changes.size());
    for (qsizetype i = 0; i < changes.size(); ++i) {
        const DustLeafChange &change = changes.at(i);
        const bool isSame = change.before && change.after
                && change.before->packed == change.after->packed;
        if (!isSame)
            out->commits.append(differing(change, causes.at(i), atSeq));
    }
    DustPath root;
    replay(root, outbox.region(root, &root), all);
}
