// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustReplica: the session fence. Each session takes a lease over from the one before it, and what it
// sends carries the token: what an old server process still brings is refused as fenced, and what was
// not answered needs not settle (DESIGN §5).

#include "dustreplicaprivate_p.h"
#include "dustwriteanswers_p.h"

bool DustReplica::Private::hasFence() const
{
    return !settings.sessionFence.isEmpty();
}

bool DustReplica::Private::isUnderFence(const DustOutboxEntry &entry) const
{
    if (!hasFence() || entry.isOverHttp || entry.wire.isEmpty())
        return false;
    const auto fence = entry.wire.constFirst().fence();
    return fence && fence->key == settings.sessionFence;
}

// A write may be under a fence of its own. A batch and a file can be under none: the event put_file has no place for one.
DustOperation DustReplica::Private::fenced(const DustOperation &operation) const
{
    if (!hasFence() || operation.fence() || operation.kind() == DustOperation::PutFile)
        return operation;
    return DustOperation(operation).setFence({ settings.sessionFence, fenceToken });
}

void DustReplica::Private::loseFence()
{
    fenceSend = 0;
    fenceHeld = false;
    fenceDue = now.monotonic;
}

// Somebody else than a session may have put a lease there: one that a lost cache knew is in what was read first, and a
// rollback brings one back to life.
void DustReplica::Private::doubtFence(const DustEvent &event)
{
    const bool isOfSession = event.op == DustOperation::Lease || event.op == DustOperation::Renew
            || event.op == DustOperation::Release;
    if (hasFence() && !isOfSession && event.path.overlaps(settings.sessionFence))
        fenceDoubt = event.storeSeq;
}

// The token of a lease of this device that is not this session's. Where two sessions with one device id are alive, the
// later one has it: what the earlier one hears of that is no doubt.
quint64 DustReplica::Private::strayFence()
{
    const DustRow *row = fenceDoubt ? cache->rows().find(settings.sessionFence.rendered())
                                    : nullptr;
    if (!row || row->type() != DustEntry::Lease)
        return 0;
    const DustObject lease = row->value().valueOr(DustValue()).toObject();
    const quint64 token = lease.value(QStringLiteral("token")).toUnsignedInteger();
    const bool isOwn = lease.value(QStringLiteral("holder")).toString() == settings.deviceId;
    return isOwn && !(fenceHeld && token == fenceToken) ? token : 0;
}

// The lease of the last session goes first: who holds it is refused it (PROTOCOL §7).
void DustReplica::Private::keepFence()
{
    if (!hasFence() || state != Live || !mayWrite || fenceSend != 0)
        return;
    if (fenceHeld && strayFence() != 0)
        loseFence();
    if (now.monotonic < fenceDue)
        return;
    if (fenceHeld) {
        fenceStep = DustOperation::Renew;
    } else {
        if (const quint64 stray = strayFence())
            fenceToken = stray;
        fenceDoubt.reset(); // it is asked for once
        fenceStep = fenceToken != 0 ? DustOperation::Release : DustOperation::Lease;
    }
    askFence();
}

void DustReplica::Private::askFence()
{
    const DustPath &key = settings.sessionFence;
    DustOperation operation = DustOperation::lease(key, settings.deviceId, settings.fenceTtl);
    if (fenceStep == DustOperation::Renew)
        operation = DustOperation::renew(key, fenceToken, settings.fenceTtl);
    else if (fenceStep == DustOperation::Release)
        operation = DustOperation::release(key, fenceToken);
    operation.setClientOpId(settings.makeId());
    fenceSend = ++lastSend;
    DustReplicaOutput::Send outgoing;
    outgoing.send = fenceSend;
    outgoing.operations = { operation };
    out->sends.append(std::move(outgoing));
}

bool DustReplica::Private::takeFence(const DustReplicaInput::Accepted &answer)
{
    if (answer.send != fenceSend)
        return false;
    fenceSend = 0;
    if (fenceDoubt && *fenceDoubt <= answer.seqs.value(0))
        fenceDoubt.reset(); // it was before
    if (fenceStep == DustOperation::Release) {
        fenceToken = 0;
        keepFence();
        return true;
    }
    if (fenceStep == DustOperation::Lease) {
        fenceToken = answer.response.value(QStringLiteral("token")).toUnsignedInteger();
        fenceTakenAt = now.monotonic;
        settledSeq.reset(); // what was asked for before says nothing of what the old fence let in
        keepSession();
    }
    fenceHeld = fenceToken != 0;
    fenceDue = now.monotonic + (fenceHeld ? settings.fenceTtl / 3 : settings.settle);
    return true;
}

bool DustReplica::Private::takeFence(const DustReplicaInput::Refused &answer)
{
    if (answer.send != fenceSend)
        return false;
    fenceSend = 0;
    const auto kind = answer.error.kind();
    // It has run out, or somebody else has it: in both cases it is asked for anew.
    if (kind == DustError::NotHeld)
        fenceToken = 0;
    fenceHeld = false;
    fenceDue = now.monotonic;
    if (kind != DustError::NotHeld) {
        const qint64 told = DustWriteAnswers::pauseOf(answer.error);
        fenceDue += told > 0 ? told : settings.settle;
        if (kind != DustError::RateLimited)
            out->reports.append(answer.error);
    }
    keepFence();
    return true;
}

bool DustReplica::Private::takeFence(const DustReplicaInput::Unanswered &answer)
{
    if (answer.send != fenceSend)
        return false;
    loseFence();
    fenceDue = now.monotonic + settings.settle;
    return true;
}
