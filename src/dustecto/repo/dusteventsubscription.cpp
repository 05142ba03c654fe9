// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusteventsubscription_p.h"

DustEventSubscription::DustEventSubscription(const Receiver &receiver) : m_receiver(receiver) {}

DustEventSubscription::~DustEventSubscription()
{
    end();
}

void DustEventSubscription::endWith(const QMetaObject::Connection &contextDestroyed)
{
    m_contextDestroyed = contextDestroyed;
}

void DustEventSubscription::end()
{
    QObject::disconnect(m_contextDestroyed);
    m_events.clear();
}

void DustEventSubscription::prepare(const QList<const DustCommit *> &commits)
{
    for (const DustCommit *commit : commits)
        m_events.push_back(commit->event);
}

void DustEventSubscription::deliver()
{
    const auto self = shared_from_this();
    while (!m_events.empty()) {
        const DustEvent event = std::move(m_events.front());
        m_events.pop_front();
        m_receiver(event);
    }
}
