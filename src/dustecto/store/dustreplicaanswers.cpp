// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustReplica: what became of what was sent. Each call ends once, whichever of echo and reply comes
// first, and whether the other one comes or not.

#include "dusterror_p.h"
#include "dustreplicaprivate_p.h"
#include "dusttext_p.h"
#include "dustwriteanswers_p.h"

using namespace Qt::StringLiterals;

namespace {

DustError indeterminate(const DustOperation &operation, const QString &why)
{
    return DustError(DustError::Indeterminate,
                     u"Whether the %1 of %2 took effect cannot be told: %3"_s.arg(
                             DustOperation::kindName(operation.kind()),
                             DustText::quoted(operation.path().toString()), why),
                     { { u"path"_s, operation.path().toString() },
                       { u"client_op_id"_s, operation.clientOpId() } });
}

// What stands in the way of requests and not of the channel.
bool isOfHttp(const DustError &why)
{
    return why.kind() == DustError::NotImplemented || why.kind() == DustError::Network
            || why.kind() == DustError::Http || why.kind() == DustError::Unauthorized;
}

} // namespace

void DustReplica::Private::take(const DustReplicaInput::Accepted &answer)
{
    if (takeFence(answer))
        return;
    const bool wasOpen = open.remove(answer.send);
    requests.remove(answer.send);
    if (const QList<Drained> parts = drained.take(answer.send); !parts.isEmpty()) {
        qsizetype at = 0;
        for (const Drained &part : parts) {
            if (const DustOutboxEntry *entry = outbox.find(part.number))
                take(DustReplicaInput::Accepted{ entry->send, answer.seqs.mid(at, part.size), {} });
            at += part.size;
        }
        return;
    }
    DustOutboxEntry *entry = outbox.findSend(answer.send);
    if (!entry)
        return; // its event came first
    if (entry->isTransient) {
        settle(*entry, answer.seqs, answer.response);
        return forget(*entry);
    }
    const QList<DustOperation> wire = entry->wire;
    if (answer.seqs.size() != wire.size() || answer.seqs.contains(quint64(0))) {
        leaveUnanswered(*entry); // an answer that makes no sense is none
        mustRejoin = mustRejoin || wasOpen;
        return;
    }
    const bool isOverHttp = entry->isOverHttp;
    accept(*entry, answer.seqs.constLast(), answer.response);
    if (!isOverHttp)
        return;
    // Servers do not broadcast what came over HTTP: what it did is known, and its seqs are.
    for (qsizetype i = 0; i < wire.size(); ++i) {
        DustEvent event;
        event.op = wire.at(i).kind();
        event.path = wire.at(i).path();
        if (event.op == DustOperation::Set)
            event.value = wire.at(i).value();
        event.storeSeq = answer.seqs.at(i);
        event.deviceId = settings.deviceId;
        event.clientOpId = wire.at(i).clientOpId();
        hear(event, true);
        if (seq == event.storeSeq)
            setSeq(seq, {}); // what it is called over there is a guess
    }
}

// Its event may be here, on its way, or lost; the view shows the entry until the rows do.
void DustReplica::Private::accept(DustOutboxEntry &entry, quint64 acceptedSeq,
                                  const DustObject &response)
{
    known = qMax(known, acceptedSeq);
    if (entry.state == DustOutboxEntry::Accepted)
        return;
    QList<quint64> seqs;
    seqs.reserve(entry.operations.size());
    for (qsizetype i = entry.operations.size() - 1; i >= 0; --i)
        seqs.append(acceptedSeq - quint64(i));
    unanswered.erase(entry.number);
    open.remove(entry.send);
    outbox.setAccepted(entry, acceptedSeq);
    accepted.emplace(acceptedSeq, entry.number);
    touch(entry);
    settle(entry, seqs, response);
}

void DustReplica::Private::take(const DustReplicaInput::Refused &refused)
{
    if (takeFence(refused))
        return;
    const bool wasOpen = open.remove(refused.send);
    requests.remove(refused.send);
    if (const QList<Drained> parts = drained.take(refused.send); !parts.isEmpty())
        refuseDrained(parts, refused.error, wasOpen);
    else if (DustOutboxEntry *entry = outbox.findSend(refused.send))
        refuse(*entry, refused.error, wasOpen);
}

void DustReplica::Private::refuse(DustOutboxEntry &entry, const DustError &why, bool wasOpen)
{
    if (entry.state == DustOutboxEntry::Accepted)
        return; // a server that says both
    const auto meaning = DustWriteAnswers::meaningOf(why);
    outbox.forgetSend(entry);
    if (entry.isTransient)
        return reject(entry, why);
    if (why.kind() == DustError::Fenced && isUnderFence(entry)) { // the session's, not its own
        if (wasOpen && fenceHeld) {
            const bool isAgain = fenceLostAt
                    && now.monotonic < *fenceLostAt + settings.fenceTtl / 3;
            fenceLostAt = now.monotonic;
            loseFence();
            if (isAgain) { // it does not hold
                fenceDue = now.monotonic + settings.settle;
                out->reports.append(why);
            }
        }
        return sendAgain(entry);
    }
    switch (meaning) {
    case DustWriteAnswers::Rejected:
        // What was sent before may be what it conflicts with.
        if (entry.attempts > 1 && entry.isConditional()
            && (why.kind() == DustError::Conflict || why.kind() == DustError::Exists)) {
            entry.verdict = why;
            leaveUnanswered(entry);
            entry.linkClosedAt = now.monotonic - settings.settle;
            return;
        }
        return reject(entry, why);
    case DustWriteAnswers::Paused: {
        const bool wasOverHttp = entry.isOverHttp;
        sendAgain(entry);
        return wasOverHttp && isOfHttp(why) ? pauseBatches(why) : pause(why);
    }
    case DustWriteAnswers::Unknown:
        // Refused again and again, and not there when it had settled: that is an answer as well.
        if ((why.kind() != DustError::Indeterminate || why.reason() == u"invalid_answer"_s)
            && ++crashes[entry.number] >= CrashesForVerdict)
            entry.verdict = why;
        leaveUnanswered(entry);
        mustRejoin = mustRejoin || wasOpen;
        return;
    }
}

// One of many writes that went as one batch may be what the batch was refused for.
void DustReplica::Private::refuseDrained(const QList<Drained> &parts, const DustError &why,
                                         bool wasOpen)
{
    const auto meaning = DustWriteAnswers::meaningOf(why);
    const int culprit = why.opIndex();
    if ((meaning == DustWriteAnswers::Rejected && culprit < 0)
        || why.kind() == DustError::NotImplemented)
        drainsNot = true;
    qsizetype first = 0;
    for (const Drained &part : parts) {
        const bool isCulprit = culprit >= first && culprit < first + part.size;
        first += part.size;
        DustOutboxEntry *entry = outbox.find(part.number);
        if (!entry || entry->state == DustOutboxEntry::Accepted)
            continue;
        if (meaning == DustWriteAnswers::Unknown)
            refuse(*entry, DustErrors::withoutIndex(why), wasOpen);
        else if (meaning == DustWriteAnswers::Rejected && isCulprit)
            reject(*entry, DustErrors::withoutIndex(why));
        else
            sendAgain(*entry);
    }
    if (meaning == DustWriteAnswers::Paused && isOfHttp(why))
        pauseBatches(why);
    else if (meaning == DustWriteAnswers::Paused)
        pause(why);
}

void DustReplica::Private::take(const DustReplicaInput::Unanswered &answer)
{
    if (takeFence(answer))
        return;
    const bool wasOpen = open.remove(answer.send);
    requests.remove(answer.send);
    QList<quint64> numbers;
    for (const Drained &part : drained.take(answer.send))
        numbers.append(part.number);
    if (DustOutboxEntry *entry = outbox.findSend(answer.send))
        numbers.append(entry->number);
    for (const quint64 number : std::as_const(numbers)) {
        DustOutboxEntry *entry = outbox.find(number);
        if (!entry || entry->state == DustOutboxEntry::Accepted)
            continue;
        outbox.forgetSend(*entry);
        if (entry->isTransient) {
            reject(*entry, indeterminate(entry->operation(), answer.why.message()));
            continue;
        }
        leaveUnanswered(*entry);
        mustRejoin = mustRejoin || wasOpen;
    }
}

void DustReplica::Private::leaveUnanswered(DustOutboxEntry &entry)
{
    if (entry.state == DustOutboxEntry::Unanswered)
        return;
    // What gets no answer over HTTP again and again goes ever less often: two, four, at most sixteen times settle apart.
    constexpr int MostDoublings = 4;
    const int doublings = entry.isOverHttp ? qMin(entry.losses++, MostDoublings) : 0;
    const qint64 longer = settings.settle * ((1 << doublings) - 1);
    entry.linkClosedAt = entry.isOverHttp ? std::optional(now.monotonic + longer) : std::nullopt;
    outbox.setUnanswered(entry);
    if (!entry.isTransient)
        unanswered.insert(entry.number);
}

void DustReplica::Private::sendAgain(DustOutboxEntry &entry)
{
    unanswered.erase(entry.number);
    entry.acceptedSeq = 0;
    outbox.setWaiting(entry);
    touch(entry);
}

void DustReplica::Private::reject(DustOutboxEntry &entry, const DustError &why)
{
    const QList<DustOutboxCaller> callers = entry.callers;
    settle(entry, why);
    for (const DustOutboxCaller &waiting : callers) {
        if (entry.isTransient || isWaitedFor(waiting))
            continue;
        for (const DustOperation &operation : std::as_const(entry.operations)) {
            const DustRejection rejection{ ++lastRejection, waiting.opId, operation, why };
            rejections.append(rejection);
            cache->keepRejection(rejection);
        }
    }
    DustCommit cause = unconfirmed(entry.number, entry.operation());
    cause.isTakenBack = true;
    takeBack(entry, cause);
}

void DustReplica::Private::forget(DustOutboxEntry &entry)
{
    unanswered.erase(entry.number);
    accepted.erase({ entry.acceptedSeq, entry.number });
    crashes.remove(entry.number);
    dirty.erase(entry.number);
    open.remove(entry.send);
    cache->drop(entry);
    outbox.remove(entry.number);
    out->stateChanged = true;
}

// Of those whose event came without their id, or was part of a snapshot.
void DustReplica::Private::retireAccepted()
{
    while (!accepted.empty() && accepted.begin()->first <= seq) {
        DustOutboxEntry &entry = *outbox.find(accepted.begin()->second);
        DustCommit cause = unconfirmed(entry.number, entry.operation());
        cause.event.committed = true;
        takeBack(entry, cause);
    }
}

void DustReplica::Private::settle(DustOutboxEntry &entry, const DustResult<QList<quint64>> &seqs,
                                  const DustObject &response)
{
    for (DustOutboxCaller &waiting : entry.callers) {
        if (waiting.call != 0)
            deadlines.erase({ waiting.deadline, waiting.call });
        out->settled.append({ waiting.call, waiting.opId, true, seqs, response });
    }
    entry.callers.clear();
}

bool DustReplica::Private::isSettledAt(const DustOutboxEntry &entry, qint64 time) const
{
    if (!entry.linkClosedAt)
        return false;
    // The fence has been taken over since.
    if (fenceHeld && isUnderFence(entry) && *entry.linkClosedAt <= fenceTakenAt
        && fenceTakenAt <= time)
        return true;
    return *entry.linkClosedAt + settings.settle <= time;
}

// Whatever was sent on a link that closed long enough ago, and has not come back although
// everything has that a status spoke of afterwards, never arrived (DESIGN §5).
void DustReplica::Private::decide()
{
    if (state != Live || unanswered.empty())
        return;
    bool waits = false;
    const bool hasCaughtUp = settledSeq && seq >= *settledSeq;
    const std::set<quint64> numbers = unanswered;
    for (const quint64 number : numbers) {
        DustOutboxEntry &entry = *outbox.find(number);
        if (hasCaughtUp && isSettledAt(entry, settledAt)) {
            if (const std::optional<DustError> verdict = entry.verdict)
                reject(entry, *verdict);
            else if (entry.acceptedSeq != 0)
                accept(entry, entry.acceptedSeq);
            else
                sendAgain(entry);
        } else if (isSettledAt(entry, now.monotonic)) {
            waits = true;
        }
    }
    if (waits && !statusPending && now.monotonic >= statusNotBefore && (!settledSeq || hasCaughtUp))
        askStatus();
}
