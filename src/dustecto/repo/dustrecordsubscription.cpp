// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustrecordsubscription_p.h"

#include "dusttransport.h"

DustRecordSubscription::DustRecordSubscription(DustStore *store) : m_store(store) {}

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
    clear();
}

// The receiver may end this subscription, which empties the queue, and destroy who owns it, or the store.
void DustRecordSubscription::deliver()
{
    const auto self = shared_from_this();
    while (m_store && hasNext())
        deliverNext();
}

DustRecordEventSubscription::DustRecordEventSubscription(const DustSchema &schema, DustStore *store,
                                                         const Receiver &receiver)
    : DustQueuedSubscription(store, receiver), m_watcher(schema)
{}

void DustRecordEventSubscription::prepare(const QList<const DustCommit *> &commits)
{
    const DustTransport *transport = m_store ? m_store->transport() : nullptr;
    if (!transport || !transport->confirmedView())
        return;
    for (DustRecordEvent &event : m_watcher.events(commits, *transport->confirmedView()))
        m_events.push_back(std::move(event));
}

void DustRawEventSubscription::prepare(const QList<const DustCommit *> &commits)
{
    for (const DustCommit *commit : commits)
        m_events.push_back(commit->event);
}
