// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTRECORDSUBSCRIPTION_P_H
#define DUSTRECORDSUBSCRIPTION_P_H

// What DustRepo::subscribe() and subscribeRaw() observe a store with.

#include "dustrecordwatcher_p.h"
#include "duststore.h"
#include "duststoreobserver_p.h"

#include <QtCore/QPointer>

#include <functional>

class DustRecordSubscription : public DustStoreObserver,
                               public std::enable_shared_from_this<DustRecordSubscription>
{
public:
    explicit DustRecordSubscription(DustStore *store);
    ~DustRecordSubscription() override;

    Phase phase() const override { return Events; }
    void deliver() override;

    void endWith(const QMetaObject::Connection &contextDestroyed);
    // Nothing is delivered any more, not even what has happened already.
    void end();

protected:
    virtual bool hasNext() const = 0;
    virtual void deliverNext() = 0;
    virtual void clear() = 0;

    const QPointer<DustStore> m_store;

private:
    QMetaObject::Connection m_contextDestroyed;
};

// Keeps what is to be told in a queue of its own type.
template<typename Event>
class DustQueuedSubscription : public DustRecordSubscription
{
public:
    using Receiver = std::function<void(const Event &)>;

    DustQueuedSubscription(DustStore *store, const Receiver &receiver)
        : DustRecordSubscription(store), m_receiver(receiver)
    {}

protected:
    bool hasNext() const override { return !m_events.empty(); }
    void deliverNext() override
    {
        const Event event = std::move(m_events.front());
        m_events.pop_front();
        m_receiver(event);
    }
    void clear() override { m_events.clear(); }

    std::deque<Event> m_events;

private:
    const Receiver m_receiver;
};

class DustRecordEventSubscription final : public DustQueuedSubscription<DustRecordEvent>
{
public:
    DustRecordEventSubscription(const DustSchema &schema, DustStore *store,
                                const Receiver &receiver);

    void prepare(const QList<const DustCommit *> &commits) override;

private:
    DustRecordWatcher m_watcher;
};

class DustRawEventSubscription final : public DustQueuedSubscription<DustEvent>
{
public:
    using DustQueuedSubscription::DustQueuedSubscription;

    void prepare(const QList<const DustCommit *> &commits) override;
};

#endif // DUSTRECORDSUBSCRIPTION_P_H
