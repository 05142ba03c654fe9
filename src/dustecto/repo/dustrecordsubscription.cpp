// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustrecordsubscription_p.h"

#include "dusttransport.h"

DustRecordSubscription::DustRecordSubscription(DustStore *store, int queueLimit)
    : m_store(store), m_queueLimit(std::size_t(queueLimit))
{}

DustRecordSubscription::~DustRecordSubscription()
{
    QObject::disconnect(m_contextDestroyed);
}

void DustRecordSubscription::endWith(const QMetaObject::Connection &contextDestroyed)
{
    m_contextDestroyed = contextDestroyed;
}

void DustRecordSubscription::end()
{
    QObject::disconnect(m_contextDestroyed);
    m_isOver = true;
    m_overflowed = nullptr;
    clear();
}

bool DustRecordSubscription::mayQueue(std::size_t waiting)
{
    if (m_isOver)
        return false;
    m_isOver = waiting >= m_queueLimit;
    if (m_isOver)
        clear();
    return !m_isOver;
}

// The receiver may end this subscription, which empties the queue, and destroy who owns it, or the store.
void DustRecordSubscription::deliver()
{
    const auto self = shared_from_this();
    while (m_store && hasNext())
        deliverNext();
    if (!m_store || !m_isOver || !m_overflowed)
        return;
    const auto overflowed = std::exchange(m_overflowed, nullptr);
    overflowed();
}

DustRecordEventSubscription::DustRecordEventSubscription(const DustSchema &schema, DustStore *store,
                                                         const Receiver &receiver, int queueLimit)
    : DustQueuedSubscription(store, receiver, queueLimit), m_watcher(schema)
{}

void DustRecordEventSubscription::prepare(const QList<const DustCommit *> &commits)
{
    const DustTransport *transport = m_store ? m_store->transport() : nullptr;
    if (!transport || !transport->confirmedView())
        return;
    for (const DustRecordEvent &event : m_watcher.events(commits, *transport->confirmedView()))
        push(event);
}

void DustRawEventSubscription::prepare(const QList<const DustCommit *> &commits)
{
    for (const DustCommit *commit : commits)
        push(commit->event);
}
