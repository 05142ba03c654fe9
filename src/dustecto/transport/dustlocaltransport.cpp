// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustlocaltransport_p.h"

#include "dustids_p.h"
#include "dustlister_p.h"
#include "dustviewreads_p.h"

using namespace Qt::StringLiterals;

namespace {

DustReceipt receiptFor(const DustCommit &commit)
{
    const DustEvent &event = commit.event;
    DustReceipt receipt;
    receipt.storeSeq = event.storeSeq;
    receipt.path = event.path;
    receipt.clientOpId = event.clientOpId;
    receipt.released = event.op == DustOperation::Release && commit.logged;
    if (event.op == DustOperation::Lease || event.op == DustOperation::Renew) {
        const DustObject &envelope = event.value.toObject();
        receipt.token = envelope.value(u"token"_s).toUnsignedInteger();
        receipt.holder = envelope.value(u"holder"_s).toString();
        receipt.expiresAt = envelope.value(u"expires_at"_s).toInteger();
    }
    return receipt;
}

DustOperation identified(const DustOperation &operation)
{
    return operation.clientOpId().isEmpty()
            ? DustOperation(operation).setClientOpId(DustIds::clientOperation())
            : operation;
}

// As a server names the operations of one request: "<id>:<index>" (PROTOCOL section 3).
QList<DustOperation> identified(const QList<DustOperation> &operations)
{
    QList<DustOperation> all = operations;
    QString batch;
    for (qsizetype i = 0; i < all.size(); ++i) {
        if (!all.at(i).clientOpId().isEmpty())
            continue;
        if (batch.isEmpty())
            batch = DustIds::clientOperation();
        all[i].setClientOpId(u"%1:%2"_s.arg(batch).arg(i));
    }
    return all;
}

} // namespace

DustLocalTransport::DustLocalTransport(std::shared_ptr<DustSharedLedger> ledger,
                                       std::shared_ptr<DustDelivery> delivery,
                                       const QString &deviceId, QObject *parent)
    : DustTransport(parent), m_ledger(std::move(ledger)), m_delivery(std::move(delivery)),
      m_deviceId(deviceId)
{
    m_ledger->attach(this);
}

DustLocalTransport::~DustLocalTransport()
{
    m_ledger->detach(this);
}

DustTransport::Capabilities DustLocalTransport::capabilities() const
{
    return Realtime | LocalReads | AtomicMerge | Preconditions | Counters | Leases | Rollback
            | Compaction | FullBatches;
}

DustFuture<DustEntry> DustLocalTransport::get(const DustPath &path)
{
    return m_delivery->settle(view()->entry(path));
}

DustFuture<QList<DustEntry>> DustLocalTransport::getMany(const QList<DustPath> &paths)
{
    return m_delivery->settle(DustViewReads::many(*view(), paths));
}

DustFuture<bool> DustLocalTransport::exists(const DustPath &path)
{
    return m_delivery->settle<bool>(DustViewReads::exists(*view(), path));
}

DustFuture<DustPage> DustLocalTransport::list(const DustQuery &query)
{
    return m_delivery->settle(DustLister::page(*view(), query));
}

DustFuture<DustReceipt> DustLocalTransport::write(const DustOperation &operation)
{
    if (m_delivery->isClosed())
        return m_delivery->settle<DustReceipt>(DustDelivery::closedError());
    const auto commit = m_ledger->apply(identified(operation), this);
    return m_delivery->settle(commit ? DustResult<DustReceipt>(receiptFor(*commit))
                                     : DustResult<DustReceipt>(commit.error()));
}

DustFuture<DustBatchReceipt> DustLocalTransport::batchWrite(const QList<DustOperation> &operations)
{
    if (m_delivery->isClosed())
        return m_delivery->settle<DustBatchReceipt>(DustDelivery::closedError());
    const auto commits = m_ledger->applyBatch(identified(operations), this);
    if (!commits)
        return m_delivery->settle<DustBatchReceipt>(commits.error());
    DustBatchReceipt receipt;
    receipt.operations.reserve(commits->size());
    for (const DustCommit &commit : *commits) {
        receipt.operations.append(receiptFor(commit));
        if (commit.logged)
            receipt.storeSeq = commit.event.storeSeq;
    }
    return m_delivery->settle<DustBatchReceipt>(std::move(receipt));
}

DustFuture<DustReceipt> DustLocalTransport::rollback(const DustPath &path, quint64 toSeq)
{
    if (m_delivery->isClosed())
        return m_delivery->settle<DustReceipt>(DustDelivery::closedError());
    const auto commit = m_ledger->rollback(path, toSeq);
    if (!commit)
        return m_delivery->settle<DustReceipt>(commit.error());
    DustReceipt receipt;
    if (*commit)
        receipt = receiptFor(**commit);
    receipt.path = path;
    receipt.storeSeq = currentSeq();
    return m_delivery->settle<DustReceipt>(std::move(receipt));
}

DustFuture<qint64> DustLocalTransport::rollback(quint64 toSeq)
{
    if (m_delivery->isClosed())
        return m_delivery->settle<qint64>(DustDelivery::closedError());
    const auto commits = m_ledger->rollback(toSeq);
    return m_delivery->settle(commits ? DustResult<qint64>(commits->size())
                                      : DustResult<qint64>(commits.error()));
}

DustFuture<void> DustLocalTransport::compact()
{
    if (m_delivery->isClosed())
        return m_delivery->settle<void>(DustDelivery::closedError());
    return m_delivery->settle(m_ledger->compact());
}

// The content first: no entry ever refers to one that is not there.
DustFuture<DustReceipt> DustLocalTransport::putFile(const DustOperation &operation,
                                                    const QByteArray &content)
{
    if (m_delivery->isClosed())
        return m_delivery->settle<DustReceipt>(DustDelivery::closedError());
    if (const auto valid = operation.validate(); !valid)
        return m_delivery->settle<DustReceipt>(valid.error());
    if (const auto kept = m_ledger->blobs().put(content); !kept)
        return m_delivery->settle<DustReceipt>(kept.error());
    return write(operation);
}

DustFuture<QByteArray> DustLocalTransport::getFile(const QString &hash, const Progress &progress)
{
    const auto content = m_ledger->blobs().get(hash);
    if (content)
        progress(content->size(), content->size());
    return m_delivery->settle(content);
}

DustFuture<DustStatus> DustLocalTransport::status()
{
    DustStatus status;
    status.seq = currentSeq();
    status.storeSeq = currentSeq();
    status.entryCount = m_ledger->ledger().entryCount();
    status.opCount = m_ledger->ledger().opCount();
    return m_delivery->settle<DustStatus>(status);
}

const DustReadView *DustLocalTransport::view() const
{
    return &m_ledger->ledger().view();
}

quint64 DustLocalTransport::currentSeq() const
{
    return m_ledger->ledger().currentSeq();
}

void DustLocalTransport::hear(const DustCommit &commit, bool own)
{
    m_commits.append(commit);
    m_commits.last().event.own = own;
    m_delivery->announce(this);
}

void DustLocalTransport::handOver()
{
    const QList<DustCommit> commits = std::exchange(m_commits, {});
    Q_EMIT committed(commits);
}

#include "moc_dustlocaltransport_p.cpp"
