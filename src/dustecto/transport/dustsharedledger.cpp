// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustsharedledger_p.h"

#include "dustlocaltransport_p.h"

#include <QtCore/QDateTime>
#include <QtCore/QDeadlineTimer>

DustSharedFile::DustSharedFile(std::shared_ptr<DustStorageFile> storage, const QString &filesFolder)
    : m_storage(std::move(storage))
{
    m_blobs.openLater(filesFolder);
}

DustSharedFile::~DustSharedFile() = default;

DustResult<std::shared_ptr<DustSharedLedger>> DustSharedFile::ledger(const QString &storeName)
{
    std::weak_ptr<DustSharedLedger> &known = m_ledgers[storeName];
    if (const auto shared = known.lock())
        return shared;
    const auto storage = m_storage->storage(storeName);
    if (!storage)
        return storage.error();
    auto ledger = DustLedger::open(*storage, DustSharedLedger::now());
    if (!ledger)
        return ledger.error();
    const auto shared = std::make_shared<DustSharedLedger>(shared_from_this(), std::move(*ledger));
    known = shared;
    return shared;
}

DustSharedLedger::DustSharedLedger(std::shared_ptr<DustSharedFile> file,
                                   std::unique_ptr<DustLedger> ledger, const DustLogLimits &limits)
    : m_file(std::move(file)), m_ledger(std::move(ledger)), m_limits(limits)
{}

DustSharedLedger::~DustSharedLedger() = default;

void DustSharedLedger::attach(DustLocalTransport *transport)
{
    m_transports.append(transport);
}

void DustSharedLedger::detach(DustLocalTransport *transport)
{
    m_transports.removeOne(transport);
}

DustResult<DustCommit> DustSharedLedger::apply(const DustOperation &operation,
                                               DustLocalTransport *writer)
{
    auto commit = m_ledger->apply(operation, writer->deviceId(), now());
    if (commit) {
        publish(*commit, writer);
        shortenLog();
    }
    return commit;
}

DustResult<QList<DustCommit>> DustSharedLedger::applyBatch(const QList<DustOperation> &operations,
                                                           DustLocalTransport *writer)
{
    auto commits = m_ledger->applyBatch(operations, writer->deviceId(), now());
    if (commits) {
        for (const DustCommit &commit : std::as_const(*commits))
            publish(commit, writer);
        shortenLog();
    }
    return commits;
}

DustResult<std::optional<DustCommit>> DustSharedLedger::rollback(const DustPath &path,
                                                                 quint64 toSeq)
{
    auto commit = m_ledger->rollbackPath(path, toSeq, now());
    if (commit && *commit) {
        publish(**commit, nullptr);
        shortenLog();
    }
    return commit;
}

DustResult<QList<DustCommit>> DustSharedLedger::rollback(quint64 toSeq)
{
    auto commits = m_ledger->rollbackStore(toSeq, now());
    if (commits) {
        for (const DustCommit &commit : std::as_const(*commits))
            publish(commit, nullptr);
        shortenLog();
    }
    return commits;
}

DustResult<void> DustSharedLedger::compact()
{
    return m_ledger->compact();
}

void DustSharedLedger::publish(const DustCommit &commit, const DustLocalTransport *writer) const
{
    if (!commit.logged)
        return;
    for (DustLocalTransport *transport : m_transports)
        transport->hear(commit, transport == writer);
}

void DustSharedLedger::shortenLog()
{
    const qint64 operations = m_ledger->opCount();
    const quint64 bytes = m_ledger->logBytes();
    const bool isLarge = bytes > m_limits.bytes
            && bytes / m_limits.timesRows > m_ledger->rowBytes();
    // A failure has changed nothing, and the next commit tries again.
    if (operations > m_limits.operations || isLarge)
        m_ledger->compact(m_ledger->currentSeq() - quint64(operations / 2));
}

DustNow DustSharedLedger::now()
{
    return { QDeadlineTimer::current().deadline(), QDateTime::currentMSecsSinceEpoch() };
}
