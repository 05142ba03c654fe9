// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustRealtimeTransport: what the store asks for.

#include "dustrealtimetransport_p.h"

#include "dustclock_p.h"
#include "dustids_p.h"
#include "dustlister_p.h"
#include "dusttext_p.h"
#include "dustviewreads_p.h"
#include "dustwire_p.h"
#include "dustwriteanswers_p.h"

using namespace Qt::StringLiterals;

namespace {

DustError noContent(const DustOperation &operation)
{
    const QString path = operation.path().toString();
    return DustError(
            DustError::NotSupported,
            u"The put_file of %1 has no content, and a server takes no reference to one."_s.arg(
                    DustText::quoted(path)),
            { { u"path"_s, path } });
}

// What became of a rollback that was not accepted.
DustError rollbackError(const DustPath &path, const DustRealtimeTopic::Answer &answer)
{
    const QString named = path.isEmpty()
            ? u"The rollback of the store"_s
            : u"The rollback of %1"_s.arg(DustText::quoted(path.toString()));
    if (answer.why.reason() == u"not_joined"_s) // it was not even sent
        return answer.why;
    if (answer.kind == DustRealtimeTopic::Answer::Lost)
        return DustError(
                DustError::Indeterminate,
                u"%1 may have been carried out, or not: %2"_s.arg(named, answer.why.message()),
                { { u"reason"_s, answer.why.reason() } });
    const DustError error = DustWriteAnswers::errorOf(DustOperation::remove(path), answer.response);
    return DustError(error.kind(),
                     u"%1 was refused. The server's reason is %2."_s.arg(
                             named, DustText::quoted(error.reason())),
                     error.detail());
}

} // namespace

DustRealtimeTransport::DustRealtimeTransport(const QString &storeName,
                                             std::unique_ptr<DustReplica> replica,
                                             std::shared_ptr<DustRealtimeLink> link,
                                             std::shared_ptr<DustDelivery> delivery,
                                             QObject *parent)
    : DustTransport(parent), m_storeName(storeName), m_replica(std::move(replica)),
      m_link(std::move(link)), m_delivery(std::move(delivery)),
      m_http(storeName, m_link->access(), m_delivery)
{
    m_replica->setCancelled([this](quint64 call) { return isCancelled(call); });
    connect(m_delivery->clock().get(), &DustClock::jumped, this, [this] {
        m_tickTimer.stop();
        tick();
    });
    m_link->add(m_storeName, this);
    waitForTick();
}

DustRealtimeTransport::~DustRealtimeTransport()
{
    m_link->remove(m_storeName);
}

DustTransport::Capabilities DustRealtimeTransport::capabilities() const
{
    return Realtime | LocalReads | AtomicMerge | Preconditions | Counters | Leases | Rollback
            | Optimistic;
}

const DustReadView *DustRealtimeTransport::view() const
{
    return &m_replica->view();
}

const DustReadView *DustRealtimeTransport::confirmedView() const
{
    return &m_replica->confirmed();
}

bool DustRealtimeTransport::isPending(const DustPath &path) const
{
    return m_replica->isPending(path);
}

quint64 DustRealtimeTransport::currentSeq() const
{
    return m_replica->seq();
}

DustFuture<DustEntry> DustRealtimeTransport::get(const DustPath &path)
{
    return m_delivery->settle(view()->entry(path));
}

DustFuture<QList<DustEntry>> DustRealtimeTransport::getMany(const QList<DustPath> &paths)
{
    return m_delivery->settle(DustViewReads::many(*view(), paths));
}

// A snapshot has no revisions, and compare-and-swap needs them (PROTOCOL §5).
DustFuture<QList<DustEntry>> DustRealtimeTransport::getStored(const QList<DustPath> &paths)
{
    const auto here = DustViewReads::many(*confirmedView(), paths);
    const bool isKnown = here && here->size() == paths.size()
            && std::all_of(here->cbegin(), here->cend(),
                           [](const DustEntry &entry) { return entry.revision() > 0; });
    if (isKnown)
        return m_delivery->settle(here);
    if (paths.size() > 1)
        return m_http.getMany(paths);
    // What a server counts as a read; the other one counts as a write.
    return m_http.get(paths.value(0)).then([](const DustResult<DustEntry> &entry) {
        if (entry)
            return DustResult<QList<DustEntry>>(QList<DustEntry>{ *entry });
        return entry.error().kind() == DustError::NotFound
                ? DustResult<QList<DustEntry>>(QList<DustEntry>())
                : DustResult<QList<DustEntry>>(entry.error());
    });
}

DustFuture<bool> DustRealtimeTransport::exists(const DustPath &path)
{
    return m_delivery->settle<bool>(DustViewReads::exists(*view(), path));
}

DustFuture<DustPage> DustRealtimeTransport::list(const DustQuery &query)
{
    return m_delivery->settle(DustLister::page(*view(), query));
}

DustFuture<DustReceipt> DustRealtimeTransport::write(const DustOperation &operation)
{
    if (operation.kind() == DustOperation::PutFile)
        return m_delivery->settle<DustReceipt>(noContent(operation));
    return write(operation, {});
}

DustFuture<DustReceipt> DustRealtimeTransport::write(const DustOperation &operation,
                                                     const QByteArray &content)
{
    if (m_delivery->isClosed())
        return m_delivery->settle<DustReceipt>(DustDelivery::closedError());
    DustReplicaInput::Write write;
    write.call = m_delivery->nextNumber();
    write.operation = operation;
    write.content = content;
    write.keepsId = !operation.clientOpId().isEmpty();
    if (!write.keepsId)
        write.operation.setClientOpId(DustIds::clientOperation());
    const auto call = m_delivery->open<DustReceipt>();
    m_writes.emplace(write.call, OpenWrite{ call, operation.path(), operation.kind() });
    take(std::move(write));
    return call.future();
}

DustFuture<DustBatchReceipt> DustRealtimeTransport::batchWrite(
        const QList<DustOperation> &operations)
{
    if (m_delivery->isClosed())
        return m_delivery->settle<DustBatchReceipt>(DustDelivery::closedError());
    DustReplicaInput::WriteBatch batch;
    batch.call = m_delivery->nextNumber();
    batch.operations = operations;
    if (!operations.isEmpty())
        batch.opId = operations.constFirst().clientOpId();
    if (batch.opId.isEmpty())
        batch.opId = DustIds::clientOperation();
    OpenBatch open{ m_delivery->open<DustBatchReceipt>(), {} };
    for (const DustOperation &operation : operations)
        open.paths.append(operation.path());
    const auto future = open.call.future();
    m_batches.emplace(batch.call, std::move(open));
    take(std::move(batch));
    return future;
}

DustFuture<DustReceipt> DustRealtimeTransport::rollback(const DustPath &path, quint64 toSeq)
{
    const auto call = m_delivery->open<DustReceipt>();
    push(u"rollback"_s, DustWire::rollback(path, toSeq), [call, path](const Answer &answer) {
        const auto seq = DustWire::acceptedSeq(answer.response);
        if (answer.kind != Answer::Accepted)
            return call.finish(rollbackError(path, answer));
        if (!seq)
            return call.finish(seq.error());
        DustReceipt receipt;
        receipt.path = path;
        receipt.storeSeq = *seq;
        call.finish(receipt);
    });
    return call.future();
}

// It is told to nobody (PROTOCOL §4): a status shows that there is something to catch up with.
DustFuture<qint64> DustRealtimeTransport::rollback(quint64 toSeq)
{
    const auto call = m_delivery->open<qint64>();
    push(u"rollback"_s, DustWire::rollback({}, toSeq), [this, call](const Answer &answer) {
        if (answer.kind == Answer::Accepted)
            call.finish(answer.response.value(u"ops_written"_s).toInteger());
        else
            call.finish(rollbackError({}, answer));
        askUnasked();
    });
    return call.future();
}

bool DustRealtimeTransport::isCancelled(quint64 call) const
{
    const auto write = m_writes.find(call);
    if (write != m_writes.end())
        return write->second.call.future().isCanceled();
    const auto batch = m_batches.find(call);
    return batch != m_batches.end() && batch->second.call.future().isCanceled();
}

void DustRealtimeTransport::acknowledge(quint64 rejection)
{
    take(DustReplicaInput::Acknowledge{ rejection });
}

void DustRealtimeTransport::resync()
{
    take(DustReplicaInput::Resync());
}

void DustRealtimeTransport::rebuildCache(const std::shared_ptr<DustStorage> &onto)
{
    take(DustReplicaInput::Rebuild{ onto });
}

#include "moc_dustrealtimetransport_p.cpp"
