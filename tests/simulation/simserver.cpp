// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// SimServer: the ledger, HTTP, and what befalls a server. Channels are in simserverchannels.cpp and simserverpushes.cpp.

#include "simserver.h"

#include "dustlogrecord_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

std::shared_ptr<DustStorage> copyOf(const DustStorage &storage)
{
    auto copy = std::make_shared<DustMemoryStorage>();
    const auto copied = copy->transaction([&]() -> DustResult<void> {
        storage.rows().scan({}, {}, [&](const DustRow &row) {
            copy->put(row.path().toByteArray(), row.stored());
            return true;
        });
        for (const char *key : { "seq", "log_bytes", "compacted_through" })
            copy->setMeta(key, storage.meta(key));
        const DustLogBounds bounds = storage.logBounds();
        if (bounds.isEmpty())
            return {};
        const auto records = storage.log(bounds.first - 1, int(bounds.count()));
        if (!records)
            return records.error();
        for (const DustLogRecord &record : *records)
            copy->appendLog(record);
        return {};
    });
    if (!copied)
        qFatal("A store cannot be copied: %s", qPrintable(copied.error().message()));
    return copy;
}

DustError httpError(DustError::Kind kind, const QString &reason, int status)
{
    return DustError(kind, u"The server answered %1, %2."_s.arg(QString::number(status), reason),
                     { { u"reason"_s, reason }, { u"http_status"_s, status } });
}

} // namespace

SimServer::SimServer(SimTime *time, SimHistory *history, const SimServerSettings &settings,
                     quint64 seed)
    : m_time(time), m_history(history), m_settings(settings), m_dice(seed),
      m_storage(std::make_shared<DustMemoryStorage>())
{
    openLedger();
}

SimServer::~SimServer() = default;

void SimServer::openLedger()
{
    auto ledger = DustLedger::open(m_storage, m_time->now());
    if (!ledger)
        qFatal("The ledger does not open: %s", qPrintable(ledger.error().message()));
    m_ledger = std::move(*ledger);
    m_ledger->setClearsIgnoringCase(m_settings.asProduction);
}

QString SimServer::deviceOf(int client)
{
    return u"dev-"_s + QString::number(client);
}

void SimServer::say(const QString &what) const
{
    if (journal)
        journal(u"server: "_s + what);
}

DustResult<DustCommit> SimServer::commit(const DustOperation &operation, const QString &deviceId,
                                         bool isSilent)
{
    auto commit = m_ledger->apply(operation, deviceId, m_time->now());
    if (commit && commit->logged)
        record(*commit, operation, isSilent);
    return commit;
}

void SimServer::record(const DustCommit &commit, const DustOperation &operation, bool isSilent)
{
    m_history->add(commit, operation);
    if (journal)
        say(u"%1 %2 %3 %4 by %5%6"_s.arg(
                QString::number(commit.event.storeSeq), commit.event.opName(),
                commit.event.pathString(), QString::fromUtf8(commit.event.value.toJson()),
                commit.event.clientOpId, isSilent ? u", silently"_s : QString()));
    if (isSilent)
        ++counts.silent;
    else
        broadcast(commit.event);
}

bool SimServer::takeBudget()
{
    const qint64 minute = m_time->now().unix / 60'000;
    if (std::exchange(m_minute, minute) != minute)
        m_spent = 0;
    if (limit == 0 || m_spent < limit) {
        ++m_spent;
        return true;
    }
    ++counts.limited;
    return false;
}

DustResult<QList<quint64>> SimServer::batch(int client, const QString &requestId,
                                            const QList<DustOperation> &operations)
{
    if (readOnly.count(client) > 0 || refused.count(client) > 0 || isHolding())
        return httpError(DustError::Unauthorized, u"forbidden"_s, 403);
    if (!takeBudget()) {
        const qint64 left = 60'000 - m_time->now().unix % 60'000;
        return httpError(DustError::RateLimited, u"rate_limited"_s, 429)
                .with(u"retry_after"_s, int(left / 1000 + 1));
    }
    QList<DustOperation> named;
    for (const DustOperation &operation : operations) {
        const QString id = u"%1:%2"_s.arg(requestId, QString::number(named.size()));
        DustOperation bare = operation.kind() == DustOperation::Delete
                ? DustOperation::remove(operation.path(), operation.value())
                : DustOperation::set(operation.path(), operation.value());
        if (operation.ifMatch())
            bare.setIfMatch(*operation.ifMatch());
        named.append(bare.setClientOpId(id));
    }
    const auto commits = m_ledger->applyBatch(named, u"http:"_s + deviceOf(client), m_time->now());
    if (!commits)
        return commits.error().with(u"http_status"_s, 412);
    QList<quint64> seqs;
    for (qsizetype i = 0; i < commits->size(); ++i) {
        record(commits->at(i), named.at(i), m_settings.asProduction);
        seqs.append(commits->at(i).event.storeSeq);
    }
    return seqs;
}

DustResult<QList<DustEntry>> SimServer::read(const QList<DustPath> &paths)
{
    QList<DustEntry> entries;
    const auto take = [&entries](const DustRow &row) {
        entries.append(row.entry().valueOr(DustEntry()));
        return true;
    };
    if (paths.isEmpty())
        m_ledger->view().scan({}, {}, take);
    for (const DustPath &path : paths) {
        if (const DustRow *row = m_ledger->view().find(path.rendered()))
            take(*row);
    }
    return entries;
}

void SimServer::writeOfAnother(const DustOperation &operation)
{
    if (!isHolding())
        commit(operation, u"http:other"_s, m_settings.asProduction || m_dice.chance(20));
}

void SimServer::restart()
{
    say(u"restarts"_s);
    ++m_age;
    for (const ChannelPointer &channel : m_channels)
        channel->isOver = true;
    m_channels.clear();
    for (const auto &link : links())
        link->cut();
    openLedger();
}

void SimServer::compact(int percent)
{
    const quint64 from = m_ledger->compactedThrough();
    const quint64 through = from + (m_ledger->currentSeq() - from) * quint64(percent) / 100;
    say(u"compacts through %1"_s.arg(through));
    if (const auto done = m_ledger->compact(through); !done)
        qFatal("No compaction: %s", qPrintable(done.error().message()));
}

void SimServer::rollBackStore(quint64 toSeq)
{
    if (isHolding())
        return;
    m_hasRolledBack = true;
    m_rolledBackAt = m_time->monotonic();
    const auto commits = m_ledger->rollbackStore(toSeq, m_time->now());
    for (const DustCommit &commit : commits.valueOr({}))
        record(commit, DustOperation::remove(commit.event.path), true);
}

void SimServer::rollBackPath(const DustPath &path, quint64 toSeq)
{
    if (isHolding())
        return;
    m_hasRolledBack = true;
    const auto commit = m_ledger->rollbackPath(path, toSeq, m_time->now());
    if (commit && *commit)
        record(**commit, DustOperation::remove(path), false);
}

void SimServer::backUp()
{
    m_backup = copyOf(*m_storage);
    m_backupSeq = m_ledger->currentSeq();
}

bool SimServer::restoreBackup(const QList<quint64> &seqsOfClients)
{
    if (!m_backup || m_backupSeq >= m_ledger->currentSeq() || isHolding())
        return false;
    say(u"is restored from its backup at %1"_s.arg(m_backupSeq));
    for (int client = 0; client < seqsOfClients.size(); ++client) {
        if (seqsOfClients.at(client) > m_backupSeq)
            m_unaware.insert(client);
    }
    // What was still on its way would tell clients of seqs that nobody waits for them to miss.
    for (const auto &link : links())
        link->swallowsDown = true;
    m_storage = copyOf(*m_backup);
    m_history->goBackTo(m_backupSeq);
    restart();
    return true;
}

void SimServer::noticed(int client)
{
    m_unaware.erase(client);
}
