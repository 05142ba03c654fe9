// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "duststorestatus_p.h"

#include "dustclient_p.h"
#include "dustrealtimetransport_p.h"

#include <QtCore/QPointer>

DustStoreStatus::DustStoreStatus(DustStore *store, std::shared_ptr<DustDelivery> delivery)
    : m_store(store), m_delivery(std::move(delivery))
{}

void DustStoreStatus::listenTo(DustTransport *transport)
{
    QObject::connect(transport, &DustTransport::committed, m_store, [this] { changed(); });
    const auto *realtime = qobject_cast<const DustRealtimeTransport *>(transport);
    if (!realtime)
        return;
    m_mirror = realtime;
    changed();
    QObject::connect(realtime, &DustRealtimeTransport::replicaChanged, m_store,
                     [this] { changed(); });
    QObject::connect(realtime, &DustRealtimeTransport::writeSettled, m_store,
                     [this](const QString &opId, const DustResult<DustReceipt> &result) {
                         m_settled.emplace_back(opId, result);
                         changed();
                     });
    QObject::connect(realtime, &DustRealtimeTransport::reported, m_store,
                     [this](const DustError &error) {
                         if (error.kind() == DustError::Storage && m_mirror->replica().isInMemory())
                             m_cacheFailure = error;
                         m_reports.push_back(error);
                         changed();
                     });
}

DustStoreStatus::Said DustStoreStatus::now() const
{
    return { m_store->state(),
             m_store->pendingCount(),
             m_mirror ? m_mirror->replica().pendingRevision() : 0,
             m_store->seq(),
             m_store->canWrite(),
             m_store->error(),
             cacheError(),
             m_store->rejections().size() };
}

// Refused when it was opened, or failed since.
DustError DustStoreStatus::cacheError() const
{
    const DustError refusal = m_store->client()->d->cacheErrorOf(m_store->name());
    if (refusal.kind() != DustError::NoError || !m_mirror || !m_mirror->replica().isInMemory())
        return refusal;
    return m_cacheFailure;
}

void DustStoreStatus::deliver()
{
    const QPointer<DustStore> alive(m_store);
    while (!m_settled.empty()) {
        const Settled settled = std::move(m_settled.front());
        m_settled.pop_front();
        Q_EMIT m_store->writeSettled(settled.first, settled.second);
        if (!alive)
            return;
    }
    while (!m_reports.empty()) {
        const DustError error = std::move(m_reports.front());
        m_reports.pop_front();
        m_store->client()->d->setError(error);
        if (!alive)
            return;
    }
    tellDifferences();
}

void DustStoreStatus::tellDifferences()
{
    const Said before = std::exchange(m_said, now());
    const Said after = m_said;
    const QPointer<DustStore> alive(m_store);
    const auto tell = [&](bool isNews, void (DustStore::*signal)()) {
        if (alive && isNews)
            Q_EMIT(m_store->*signal)();
    };
    tell(after.error != before.error, &DustStore::errorChanged);
    tell(after.cacheError != before.cacheError, &DustStore::cacheErrorChanged);
    tell(after.canWrite != before.canWrite, &DustStore::canWriteChanged);
    tell(after.state != before.state, &DustStore::stateChanged);
    tell(after.seq != before.seq, &DustStore::seqChanged);
    tell(after.rejections != before.rejections, &DustStore::rejectionsChanged);
    tell(after.pendingRevision != before.pendingRevision, &DustStore::pendingWritesChanged);
    tell(after.pendingCount != before.pendingCount, &DustStore::pendingCountChanged);
    tell(after.pendingCount == 0 && before.pendingCount > 0, &DustStore::drained);
}
