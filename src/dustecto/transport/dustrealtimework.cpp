// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustRealtimeTransport: what the replica wants done, and what there is to tell.

#include "dustrealtimetransport_p.h"

#include "dustclock_p.h"
#include "dustrealtimefetch_p.h"
#include "dustwire_p.h"
#include "dustwriteanswers_p.h"

#include <QtCore/QPointer>

using namespace Qt::StringLiterals;

namespace {

using Answer = DustRealtimeTopic::Answer;

DustReplicaInputs answerTo(quint64 send, const DustOperation &operation, const Answer &answer)
{
    switch (answer.kind) {
    case Answer::Accepted:
        if (const auto seq = DustWire::acceptedSeq(answer.response))
            return DustReplicaInput::Accepted{ send, { *seq }, answer.response };
        else
            return DustReplicaInput::Unanswered{ send, seq.error() };
    case Answer::Refused:
        return DustReplicaInput::Refused{ send,
                                          DustWriteAnswers::errorOf(operation, answer.response) };
    case Answer::Lost:
        break;
    }
    // It was not sent, and never can be.
    if (answer.why.reason() == u"message_too_large"_s
        && DustWriteAnswers::meaningOf(answer.why) == DustWriteAnswers::Rejected)
        return DustReplicaInput::Refused{ send, answer.why };
    return DustReplicaInput::Unanswered{ send, answer.why };
}

DustReplicaInputs answerTo(quint64 send, const DustResult<DustBatchReceipt> &batch)
{
    if (!batch) {
        if (batch.error().kind() == DustError::Indeterminate
            || batch.error().kind() == DustError::Closed)
            return DustReplicaInput::Unanswered{ send, batch.error() };
        return DustReplicaInput::Refused{ send, batch.error() };
    }
    QList<quint64> seqs;
    for (const DustReceipt &receipt : batch->operations)
        seqs.append(receipt.storeSeq);
    return DustReplicaInput::Accepted{ send, seqs, {} };
}

DustReceipt receiptOf(const DustReplicaOutput::Settled &settled, DustOperation::Kind kind)
{
    DustReceipt receipt;
    receipt.clientOpId = settled.opId;
    receipt.storeSeq = settled.seqs->isEmpty() ? 0 : settled.seqs->constLast();
    receipt.released = kind == DustOperation::Release && receipt.storeSeq > 0;
    if (kind == DustOperation::Lease || kind == DustOperation::Renew) {
        receipt.token = settled.response.value(u"token"_s).toUnsignedInteger();
        receipt.holder = settled.response.value(u"holder"_s).toString();
        receipt.expiresAt = settled.response.value(u"expires_at"_s).toInteger();
    }
    return receipt;
}

DustBatchReceipt batchReceiptOf(const DustReplicaOutput::Settled &settled,
                                const QList<DustPath> &paths)
{
    DustBatchReceipt batch;
    for (qsizetype i = 0; i < paths.size(); ++i) {
        DustReceipt receipt;
        receipt.path = paths.at(i);
        receipt.clientOpId = u"%1:%2"_s.arg(settled.opId).arg(i);
        receipt.storeSeq = settled.seqs->value(i);
        batch.operations.append(receipt);
        batch.storeSeq = receipt.storeSeq;
    }
    return batch;
}

} // namespace

// What comes while one is carried out waits until that is done.
void DustRealtimeTransport::take(DustReplicaInputs &&input)
{
    m_inputs.push_back(std::move(input));
    if (std::exchange(m_isWorking, true))
        return;
    while (!m_inputs.empty()) {
        const DustReplicaInputs next = std::move(m_inputs.front());
        m_inputs.pop_front();
        carryOut(m_replica->apply(next, m_delivery->clock()->now()));
    }
    m_isWorking = false;
    waitForTick();
}

void DustRealtimeTransport::carryOut(DustReplicaOutput &&output)
{
    for (const DustReplicaOutput::Send &one : std::as_const(output.sends))
        send(one);
    for (const DustReplicaOutput::Fetch &one : std::as_const(output.fetches))
        fetch(one);
    if (output.asksStatus)
        askStatus();
    if (output.rejoins)
        m_link->rejoin(m_storeName);
    m_changes += std::move(output.viewChanges);
    m_commits += std::move(output.commits);
    for (const DustReplicaOutput::Settled &one : std::as_const(output.settled))
        settle(one);
    m_reports += std::move(output.reports);
    m_hasChanged = m_hasChanged || output.stateChanged;
    if (!m_changes.isEmpty() || !m_commits.isEmpty() || !m_settled.isEmpty() || !m_reports.isEmpty()
        || m_hasChanged)
        tell();
}

void DustRealtimeTransport::send(const DustReplicaOutput::Send &send)
{
    if (send.isBatch)
        return sendBatch(send);
    const DustOperation &operation = send.operations.constFirst();
    const bool isFile = operation.kind() == DustOperation::PutFile;
    push(isFile ? u"put_file"_s : u"write"_s,
         isFile ? DustWire::putFile(operation, send.content) : DustWire::write(operation),
         [this, number = send.send, operation](const Answer &answer) {
             take(answerTo(number, operation, answer));
         });
}

void DustRealtimeTransport::sendBatch(const DustReplicaOutput::Send &send)
{
    // No context: then() takes none that may be gone when the future finishes.
    m_http.batchWrite(send.operations, send.requestId)
            .then([self = QPointer(this),
                   number = send.send](const DustResult<DustBatchReceipt> &batch) {
                if (self)
                    self->queue(answerTo(number, batch)); // HTTP overtakes what waits in there
            });
}

void DustRealtimeTransport::fetch(const DustReplicaOutput::Fetch &fetch)
{
    const auto fail = [self = QPointer(this), number = fetch.fetch](const DustError &why) {
        if (self)
            self->queue(DustReplicaInputs(DustReplicaInput::FetchFailed{ number, why }));
    };
    if (!fetch.paths.isEmpty()) {
        m_http.getMany(fetch.paths)
                .then([self = QPointer(this), number = fetch.fetch,
                       fail](const DustResult<QList<DustEntry>> &entries) {
                    if (!entries)
                        fail(entries.error());
                    else if (self)
                        self->queue(DustReplicaInputs(
                                DustReplicaInput::Fetched{ number, *entries, 0 }));
                });
        return;
    }
    // A status ends it, whose turn this is: what waits behind that is no part of what was read.
    const auto take = [self = QPointer(this), number = fetch.fetch,
                       fail](const DustResult<DustRealtimeFetch::Rows> &rows) {
        if (!rows)
            fail(rows.error());
        else if (self)
            self->take(DustReplicaInput::Fetched{ number, rows->entries, rows->atSeq });
    };
    DustRealtimeFetch::Source source;
    source.currentSeq = [self = QPointer(this)](const DustRealtimeFetch::SeqReceiver &receiver) {
        if (!self)
            return receiver(DustDelivery::closedError());
        self->push(u"status"_s, DustObject(), [receiver](const Answer &answer) {
            const auto status = DustWire::status(answer.response);
            receiver(status ? DustResult<quint64>(status->currentSeq)
                            : DustResult<quint64>(status.error()));
        });
    };
    source.list = [self = QPointer(this), delivery = m_delivery](const DustQuery &query) {
        return self ? self->m_http.list(query)
                    : delivery->settle<DustPage>(DustDelivery::closedError());
    };
    DustRealtimeFetch::start(source, take);
}

// Every answer comes later, that of what cannot be pushed as well.
void DustRealtimeTransport::push(const QString &event, const DustObject &payload,
                                 const Answered &answered)
{
    const auto ref = m_link->push(m_storeName, event, payload);
    if (ref)
        m_pushes.insert(*ref, answered);
    else
        queue(DustRealtimeInbox::Answer([answered, why = ref.error()] {
            answered({ Answer::Lost, {}, why });
        }));
}

void DustRealtimeTransport::askStatus()
{
    push(u"status"_s, DustObject(), [this](const Answer &answer) {
        const auto status = DustWire::status(answer.response);
        if (answer.kind == Answer::Accepted && status)
            take(*status);
        else
            take(DustReplicaInput::StatusFailed());
    });
}

// The replica waits for no answer to this one.
void DustRealtimeTransport::askUnasked()
{
    push(u"status"_s, DustObject(), [this](const Answer &answer) {
        auto status = DustWire::status(answer.response);
        if (answer.kind != Answer::Accepted || !status)
            return;
        status->isUnasked = true;
        take(*status);
    });
}

void DustRealtimeTransport::settle(const DustReplicaOutput::Settled &settled)
{
    DustResult<DustReceipt> told = settled.seqs.error();
    if (const auto write = m_writes.find(settled.call); write != m_writes.end()) {
        if (settled.seqs) {
            told = receiptOf(settled, write->second.kind);
            told->path = write->second.path;
        }
        write->second.call.finish(told);
        m_writes.erase(write);
    } else if (const auto batch = m_batches.find(settled.call); batch != m_batches.end()) {
        if (settled.seqs)
            told = receiptOf(settled, DustOperation::Set);
        batch->second.call.finish(
                settled.seqs
                        ? DustResult<DustBatchReceipt>(batchReceiptOf(settled, batch->second.paths))
                        : DustResult<DustBatchReceipt>(settled.seqs.error()));
        m_batches.erase(batch);
    } else if (settled.seqs) {
        told = receiptOf(settled, DustOperation::Set);
    }
    if (settled.isFinal)
        m_settled.append({ settled.opId, told });
}

void DustRealtimeTransport::tick()
{
    if (!m_inbox.isEmpty()) // what is awaited may be in there
        return;
    // A snapshot is one message, which may take longer than a catch-up may stand still.
    if (m_link->socket().isReceiving())
        take(DustReplicaInput::Events());
    take(DustReplicaInput::Tick());
}

void DustRealtimeTransport::waitForTick()
{
    constexpr qint64 Longest = 3'600'000;
    const std::optional<qint64> next = m_replica->nextTick();
    if (!next) {
        m_tickTimer.stop();
        return;
    }
    if (m_tickTimer.isActive() && m_tickAt <= *next)
        return; // early, and then it waits again
    m_tickAt = *next;
    const qint64 now = m_delivery->clock()->now().monotonic;
    m_tickTimer.start(int(qBound(qint64(1), *next - now, Longest)), Qt::PreciseTimer, this);
}

void DustRealtimeTransport::tell()
{
    m_delivery->announce(this);
}

void DustRealtimeTransport::handOver()
{
    if (!m_changes.isEmpty())
        Q_EMIT viewChanged(std::exchange(m_changes, {}));
    if (!m_commits.isEmpty())
        Q_EMIT committed(std::exchange(m_commits, {}));
    for (const auto &[opId, result] : std::exchange(m_settled, {}))
        Q_EMIT writeSettled(opId, result);
    for (const DustError &error : std::exchange(m_reports, {}))
        Q_EMIT reported(error);
    if (std::exchange(m_hasChanged, false))
        Q_EMIT replicaChanged();
}
