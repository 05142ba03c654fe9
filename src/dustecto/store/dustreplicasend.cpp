// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustReplica: what goes out, and when. Its order is the outbox's business.

#include "dustreplicaprivate_p.h"
#include "dusttext_p.h"
#include "dustwriteanswers_p.h"

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype BatchOperations = 1000;
constexpr qsizetype BatchSize =
        1'000'000; // of values, roughly: servers take 8 MB, and some text grows
constexpr qint64 UntoldPause = 60'000; // where nobody said how long

DustError cancelled(const DustOperation &operation)
{
    return DustError(DustError::Closed,
                     u"The %1 of %2 was cancelled before it was sent."_s.arg(
                             DustOperation::kindName(operation.kind()),
                             DustText::quoted(operation.path().toString())),
                     { { u"path"_s, operation.path().toString() } });
}

} // namespace

bool DustReplica::Private::maySend() const
{
    return state == Live && mayWrite && !pausedUntil && (!hasFence() || fenceHeld);
}

void DustReplica::Private::send()
{
    if (pausedUntil && now.monotonic >= *pausedUntil) {
        pausedUntil.reset();
        pauseError = {};
        out->stateChanged = true;
    }
    if (batchesPausedUntil && now.monotonic >= *batchesPausedUntil)
        batchesPausedUntil.reset();
    if (!maySend() || outbox.ready().empty())
        return;
    if (mayBatch() && requests.isEmpty())
        sendDrained();
    const bool waitsForBatch = mayBatch() && !requests.isEmpty();
    const qsizetype most = window();
    const std::set<quint64> &ready = outbox.ready();
    for (auto next = ready.begin(); next != ready.end() && open.size() < most;) {
        const quint64 number = *next;
        DustOutboxEntry &entry = *outbox.find(number);
        const bool waits = entry.isBatch ? batchesPausedUntil.has_value()
                                         : waitsForBatch && mayDrain(entry);
        if (!waits) {
            if (const std::optional<DustError> obstacle = obstacleOf(entry))
                reject(entry, *obstacle);
            else if (isForNobody(entry))
                reject(entry, cancelled(entry.operation()));
            else
                sendOne(entry);
        }
        next = ready.upper_bound(number);
    }
    drains = drains && outbox.count() > open.size();
}

// The ids of such a batch are known to this session only, unless the cache keeps them.
bool DustReplica::Private::mayBatch() const
{
    return drains && !drainsNot && !batchesPausedUntil && !cache->isInMemory();
}

// A write that may have crashed the channel goes alone, so that it is known for certain.
qsizetype DustReplica::Private::window() const
{
    return crashes.isEmpty() ? settings.window : 1;
}

void DustReplica::Private::sendOne(DustOutboxEntry &entry)
{
    const quint64 number = ++lastSend;
    const QList<DustOperation> wire = entry.isBatch || entry.isTransient
            ? entry.operations
            : QList<DustOperation>{ fenced(entry.operation()) };
    markSent(entry, wire, number, entry.isBatch);
    (entry.isBatch ? requests : open).insert(number);
    DustReplicaOutput::Send outgoing;
    outgoing.send = number;
    outgoing.operations = wire;
    outgoing.content = entry.content;
    outgoing.isBatch = entry.isBatch;
    if (entry.isBatch) {
        const QString id = entry.operation().clientOpId();
        outgoing.requestId = id.left(id.lastIndexOf(u':'));
    }
    out->sends.append(std::move(outgoing));
}

void DustReplica::Private::markSent(DustOutboxEntry &entry, const QList<DustOperation> &wire,
                                    quint64 number, bool isOverHttp)
{
    entry.acceptedSeq = 0;
    entry.linkClosedAt.reset();
    entry.isOverHttp = isOverHttp;
    outbox.setInFlight(entry, wire, number);
    touch(entry);
}

// Only what an HTTP batch means just so: no preconditions, no fences, no counters, no sets.
bool DustReplica::Private::mayDrain(const DustOutboxEntry &entry) const
{
    if (hasFence() || entry.isBatch || entry.isTransient || entry.keepsId || entry.isConditional()
        || !entry.content.isEmpty() || entry.operation().fence())
        return false;
    switch (entry.operation().kind()) {
    case DustOperation::Set:
    case DustOperation::Delete:
        return true;
    case DustOperation::Merge:
        return entry.operation().value().toObject().size() <= BatchOperations;
    default:
        return false;
    }
}

// As one request counts as one write, a backlog that a rate limit has piled up goes as batches.
void DustReplica::Private::sendDrained()
{
    QList<quint64> numbers;
    QList<DustOperation> all;
    QList<QList<DustOperation>> wires;
    qsizetype rest = BatchSize;
    const QString id = settings.makeId();
    for (const quint64 number : outbox.ready()) {
        const DustOutboxEntry &entry = *outbox.find(number);
        if (!mayDrain(entry) || obstacleOf(entry))
            continue;
        QList<DustOperation> wire;
        const DustOperation &operation = entry.operation();
        if (operation.kind() == DustOperation::Merge) {
            const DustObject &children = operation.value().toObject();
            for (auto child = children.cbegin(); child != children.cend(); ++child)
                wire.append(DustOperation::set(operation.path().child(child.key()).value(),
                                               child.value()));
        } else {
            wire = { operation };
        }
        qsizetype restWithIt = rest - qsizetype(operation.path().rendered().size()) * wire.size();
        if (wire.isEmpty() || all.size() + wire.size() > BatchOperations
            || !DustOutboxEntry::fits(operation.value(), &restWithIt))
            continue;
        rest = restWithIt;
        for (DustOperation &one : wire) {
            one.setClientOpId(id + u':' + QString::number(all.size()));
            all.append(one);
        }
        numbers.append(number);
        wires.append(wire);
    }
    if (numbers.size() < 2)
        return;
    DustReplicaOutput::Send outgoing;
    outgoing.send = ++lastSend;
    outgoing.operations = all;
    outgoing.requestId = id;
    outgoing.isBatch = true;
    QList<Drained> parts;
    for (qsizetype i = 0; i < numbers.size(); ++i) {
        parts.append({ numbers.at(i), wires.at(i).size() });
        markSent(*outbox.find(numbers.at(i)), wires.at(i), ++lastSend, true);
    }
    drained.insert(outgoing.send, parts);
    requests.insert(outgoing.send);
    out->sends.append(std::move(outgoing));
}

void DustReplica::Private::pause(const DustError &refusal)
{
    const qint64 told = DustWriteAnswers::pauseOf(refusal);
    const qint64 until = now.monotonic + (told > 0 ? told : UntoldPause);
    pausedUntil = qMax(pausedUntil.value_or(until), until);
    if (refusal.kind() == DustError::RateLimited)
        drains = true;
    // Of many writes that are refused at once, each is named by another path.
    if (pauseError.kind() != refusal.kind() || pauseError.reason() != refusal.reason()) {
        pauseError = refusal;
        out->reports.append(refusal);
        out->stateChanged = true;
    }
}

// The channel goes on without them.
void DustReplica::Private::pauseBatches(const DustError &why)
{
    if (!batchesPausedUntil)
        out->reports.append(why);
    batchesError = why;
    batchesPausedUntil = now.monotonic + UntoldPause;
}

void DustReplica::Private::closeLink()
{
    QList<quint64> unsent;
    outbox.forEach([&](DustOutboxEntry &entry) {
        if (entry.isTransient && entry.state == DustOutboxEntry::Waiting)
            unsent.append(entry.number);
        else if (entry.state == DustOutboxEntry::InFlight && !entry.isOverHttp)
            leaveUnanswered(entry);
        if (entry.state == DustOutboxEntry::Unanswered && !entry.linkClosedAt)
            entry.linkClosedAt = now.monotonic;
    });
    for (const quint64 number : std::as_const(unsent)) {
        DustOutboxEntry &entry = *outbox.find(number);
        reject(entry,
               DustError(DustError::Network,
                         u"The connection ended before the lease was asked for."_s,
                         { { u"reason"_s, u"offline"_s },
                           { u"path"_s, entry.operation().path().toString() } }));
    }
    notePromises();
    awaitsLast = false;
    endCatchUp();
    trustedWith = 0;
    loseFence();
    open.clear();
    statusPending = false;
    settledSeq.reset();
    gapSince.reset();
    mustRejoin = false;
    early.clear();
    earlySize = 0;
}
