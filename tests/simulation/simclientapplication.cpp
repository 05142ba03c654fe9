// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// SimClient: its application, which writes and looks after what went wrong.

#include "simclient.h"
#include "simdescribe.h"

using namespace Qt::StringLiterals;

void SimClient::write(const DustOperation &operation, const QByteArray &content)
{
    if (!m_replica)
        return;
    SimCall &call = m_history->newCall(m_number);
    DustReplicaInput::Write write;
    write.call = call.call;
    write.operation = operation;
    write.operation.setClientOpId(call.opId);
    write.content = content;
    write.keepsId = m_dice.chance(15);
    if (m_dice.chance(20))
        write.timeout = m_dice.between(500, 10'000);
    call.operations = { write.operation };
    const auto kind = operation.kind();
    call.isTransient = kind == DustOperation::Lease || kind == DustOperation::Renew
            || kind == DustOperation::Release;
    m_history->tag(call);
    say(u"writes %1 %2 %3 %4"_s.arg(call.opId, DustOperation::kindName(kind),
                                    operation.path().toString(),
                                    QString::fromUtf8(operation.value().toJson())));
    feed(write);
}

void SimClient::writeBatch(const QList<DustOperation> &operations)
{
    if (!m_replica)
        return;
    SimCall &call = m_history->newCall(m_number);
    DustReplicaInput::WriteBatch batch;
    batch.call = call.call;
    batch.opId = call.opId;
    for (DustOperation operation : operations) {
        const qsizetype index = batch.operations.size();
        batch.operations.append(
                operation.setClientOpId(u"%1:%2"_s.arg(call.opId, QString::number(index))));
    }
    call.operations = batch.operations;
    call.isBatch = true;
    m_history->tag(call);
    say(u"writes the batch %1: %2"_s.arg(call.opId, SimDescribe::operations(operations)));
    feed(batch);
}

void SimClient::cancelOne()
{
    for (SimCall &call : m_history->calls()) {
        if (m_replica && call.client == m_number && call.fate == SimCall::Open && !call.isCallGone
            && !call.wasTimedOut && !call.isCancelled) {
            call.isCancelled = true;
            return say(u"cancels "_s + call.opId);
        }
    }
}

void SimClient::acknowledgeAll()
{
    if (!m_replica)
        return;
    const QList<DustRejection> rejections = m_replica->rejections();
    for (const DustRejection &rejection : rejections) {
        const SimCall *call = m_history->findOpId(rejection.opId);
        if (!call || call->client != m_number)
            fail(u"it keeps a rejection of %1, which is not its own"_s.arg(rejection.opId));
        else if (call->fate != SimCall::Rejected && call->fate != SimCall::Indeterminate)
            fail(u"it keeps a rejection of %1, which was not rejected"_s.arg(rejection.opId));
        feed(DustReplicaInput::Acknowledge{ rejection.number });
    }
}

void SimClient::resyncWhenDiverged()
{
    if (!m_replica || m_replica->state() != DustReplica::Diverged)
        return;
    say(u"begins anew"_s);
    m_mirror.beginAnew();
    feed(DustReplicaInput::Resync());
}

void SimClient::rebuild()
{
    m_storage->isFull = false;
    if (!m_replica || !m_replica->isInMemory())
        return;
    feed(DustReplicaInput::Rebuild());
    if (m_replica && m_replica->isInMemory())
        fail(u"a rebuild of its cache did not work"_s);
}
