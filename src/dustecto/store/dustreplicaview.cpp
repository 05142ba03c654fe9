// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustReplica: the view is what is confirmed with the own writes replayed on top. Only what a change
// touches is replayed, and where the store did to the oldest write of a place just what was shown,
// nothing is.

#include "dusteffects_p.h"
#include "dusthazards_p.h"
#include "dustreplicaprivate_p.h"

namespace {

// Whose effect follows from the rows alone, here as on the server.
bool isForeseeable(DustOperation::Kind kind)
{
    return kind == DustOperation::Set || kind == DustOperation::Delete
            || kind == DustOperation::Merge;
}

// When it was read does not make it another row.
bool isSameRow(const std::optional<DustStoredValue> &a, const std::optional<DustStoredValue> &b)
{
    if (!a || !b)
        return a.has_value() == b.has_value();
    return a->packed == b->packed && a->type == b->type && a->revision == b->revision;
}

using Values = DustOverlay::Lifted;

std::optional<DustStoredValue> valueAt(const DustReadView &view, const QByteArray &path)
{
    const DustRow *row = view.find(path);
    return row ? std::optional(row->stored()) : std::nullopt;
}

} // namespace

DustCommit DustReplica::Private::unconfirmed(quint64 write, const DustOperation &operation)
{
    DustCommit commit;
    commit.write = write;
    commit.event.op = operation.kind();
    commit.event.path = operation.path();
    commit.event.value = operation.value();
    commit.event.clientOpId = operation.clientOpId();
    commit.event.committed = false;
    commit.event.own = true;
    commit.logged = false;
    return commit;
}

// Of each operation, on what the ones before it leave; nothing is laid over anything. A revision comes with the
// confirmation.
DustResult<QList<DustEffect>> DustReplica::Private::effectsOf(
        const DustReadView &rows, const QList<DustOperation> &operations, Places places) const
{
    const auto one = [&](const DustReadView &view, const DustOperation &operation) {
        const auto placed = places == Anywhere ? DustResult<void>()
                                               : DustHazards::checkPlace(view, operation);
        return placed ? DustEffects::of(view, operation, { 0, now.unix })
                      : DustResult<DustEffect>(placed.error());
    };
    if (operations.size() == 1) {
        auto effect = one(rows, operations.constFirst());
        return effect ? DustResult<QList<DustEffect>>({ std::move(*effect) })
                      : DustResult<QList<DustEffect>>(effect.error());
    }
    QList<DustEffect> effects;
    effects.reserve(operations.size());
    DustOverlay trial(&rows);
    for (qsizetype i = 0; i < operations.size(); ++i) {
        auto effect = one(trial, operations.at(i));
        if (!effect)
            return effect.error().with(QStringLiteral("op_index"), int(i));
        trial.lay(effect->changes, 0);
        effects.append(std::move(*effect));
    }
    return effects;
}

// Why a write whose turn it is must not be sent. What it was when it was asked for, somebody else may have
// changed; what is shown has the write itself in it already.
std::optional<DustError> DustReplica::Private::obstacleOf(const DustOutboxEntry &entry)
{
    if (entry.obstacle)
        return entry.obstacle;
    const auto isInPlace = [](const DustOperation &operation, const DustReadView &rows) {
        return DustHazards::checkPlace(rows, operation).isOk();
    };
    const QList<DustOperation> &operations = entry.operations;
    const DustReadView &rows = cache->rows();
    if (std::all_of(operations.cbegin(), operations.cend(),
                    [&](const DustOperation &operation) { return isInPlace(operation, rows); }))
        return std::nullopt; // as nearly always
    DustOverlay before(&rows);
    DustPath root;
    for (const quint64 number : outbox.region(entry.operation().path(), &root)) {
        if (number >= entry.number)
            break;
        const auto effects = effectsOf(before, outbox.find(number)->operations, Anywhere);
        for (const DustEffect &effect : effects.valueOr({}))
            before.lay(effect.changes, number);
    }
    const auto effects = effectsOf(before, operations, Placed);
    return effects ? std::nullopt : std::optional(effects.error());
}

// Lays what the entry does over the view there is: all of it, or nothing.
DustResult<QList<DustLeafChange>> DustReplica::Private::lay(DustOutboxEntry &entry)
{
    entry.obstacle.reset();
    auto effects = effectsOf(*overlay, entry.operations, Anywhere);
    if (!effects) {
        entry.obstacle = effects.error();
        return effects.error();
    }
    QList<DustLeafChange> all;
    for (DustEffect &effect : *effects) {
        overlay->lay(effect.changes, entry.number);
        all.append(std::move(effect.changes));
    }
    return all;
}

void DustReplica::Private::show(const DustOutboxEntry &entry,
                                const QList<DustOperation> &operations, QList<DustEffect> &&effects)
{
    for (qsizetype i = 0; i < operations.size(); ++i) {
        DustCommit commit = unconfirmed(entry.number, operations.at(i));
        commit.changes = std::move(effects[i].changes);
        overlay->lay(commit.changes, entry.number);
        out->viewChanges.append(std::move(commit));
    }
}

// Of an entry that is over, the operations at other paths than the one that is told: they may have changed
// nothing, and wait no longer either. A merge that went as sets of its children is at none of their paths.
void DustReplica::Private::tellOthers(const QList<DustOperation> &operations,
                                      const DustCommit &told)
{
    for (const DustOperation &operation : operations) {
        if (operation.path() == told.event.path)
            continue;
        DustCommit commit = unconfirmed(told.write, operation);
        commit.event.committed = told.event.committed;
        commit.isTakenBack = told.isTakenBack;
        out->viewChanges.append(std::move(commit));
    }
}

void DustReplica::Private::takeBack(DustOutboxEntry &entry, DustCommit cause)
{
    if (entry.isTransient)
        return forget(entry);
    DustPath root;
    QList<quint64> numbers = outbox.region(entry.operation().path(), &root);
    numbers.removeOne(entry.number);
    const QList<DustOperation> operations = entry.operations;
    forget(entry);
    replay(root, numbers, cause);
    tellOthers(operations, cause);
}

// `own` is the entry that this is an event of. It goes when its last event is here.
void DustReplica::Private::follow(const DustCommit &commit, const DustOutboxEntry *own)
{
    const DustPath &path = commit.event.path;
    if (!own && !outbox.touches(path)) {
        out->viewChanges.append(commit);
        return;
    }
    const bool isLast = own && commit.event.storeSeq >= own->acceptedSeq;
    // Rows that were read ahead of it, it has not changed; and what could do nothing here is not shown.
    if (own && !own->obstacle && commit.event.storeSeq >= readAhead
        && outbox.firstTouching(path) == own->number
        && (isForeseeable(commit.event.op) || isAsForeseen(commit, *own)))
        return followForeseen(commit, *own, isLast);
    DustPath root;
    QList<quint64> numbers = outbox.region(path, &root);
    QList<DustOperation> operations;
    if (isLast) {
        operations = own->operations;
        numbers.removeOne(own->number);
        forget(*outbox.find(own->number));
    }
    replay(root, numbers, commit);
    tellOthers(operations, commit);
}

// Whether what the entry does to the leaf that was there is what became of it: a total, or all members.
bool DustReplica::Private::isAsForeseen(const DustCommit &commit, const DustOutboxEntry &own) const
{
    if (commit.changes.size() != 1 || own.operations.size() != 1)
        return false;
    const DustLeafChange &change = commit.changes.constFirst();
    DustOverlay before(&cache->rows());
    before.lay({ { change.path, change.after, change.before } }, 0);
    const auto effect = DustEffects::of(before, own.operation(), {});
    return effect && effect->changes.size() == 1 && change.after
            && effect->changes.constFirst().path == change.path
            && effect->changes.constFirst().after
            && effect->changes.constFirst().after->packed == change.after->packed;
}

// The rows are now just what the entry made of them in the view: it gives way to them.
void DustReplica::Private::followForeseen(const DustCommit &commit, const DustOutboxEntry &own,
                                          bool isLast)
{
    // What is not covered, nobody has written to here. The covers of a batch stay until all of it is
    // there: what one of its operations writes, another may clear.
    Values before;
    for (const DustLeafChange &change : commit.changes) {
        if (!overlay->covers(change.path))
            before.emplace(change.path, change.before);
    }
    QList<DustOperation> operations;
    if (isLast) {
        operations = own.operations;
        for (const DustOperation &operation : std::as_const(operations))
            before.merge(overlay->liftBelow(operation.path(), own.number));
        forget(*outbox.find(own.number));
    }
    tellDifference(before, commit);
    tellOthers(operations, commit);
}

void DustReplica::Private::tellDifference(const Values &before, const DustCommit &cause)
{
    DustCommit visible;
    visible.event = cause.event;
    visible.logged = cause.logged;
    visible.write = cause.write;
    visible.isTakenBack = cause.isTakenBack;
    for (const auto &[path, value] : before) {
        auto after = valueAt(*overlay, path);
        if (!isSameRow(after, value))
            visible.changes.append({ path, value, std::move(after) });
    }
    out->viewChanges.append(std::move(visible));
}

// Replays the entries with these numbers, which are all there are at the root and below, and tells
// what that, and the changes of the rows below that the cause has, made visible.
void DustReplica::Private::replay(const DustPath &root, const QList<quint64> &numbers,
                                  const DustCommit &cause)
{
    if (numbers.isEmpty() && overlay->isEmpty()) {
        out->viewChanges.append(cause);
        return;
    }
    Values before = overlay->liftBelow(root);
    for (const DustLeafChange &change : cause.changes)
        before.try_emplace(change.path, change.before);
    for (const quint64 number : numbers) {
        const auto laid = lay(*outbox.find(number));
        if (!laid)
            continue; // it has no effect on what is there now
        for (const DustLeafChange &change : *laid) {
            // Not lifted and not changed below: what it covers was visible.
            if (!before.contains(change.path))
                before.emplace(change.path, valueAt(overlay->base(), change.path));
        }
    }
    tellDifference(before, cause);
}
