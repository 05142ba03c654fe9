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
    DustRecordSubscription(DustStore *store, int queueLimit);
    ~DustRecordSubscription() override;

    Phase phase() const override { return Events; }
    void deliver() override;

    void endWith(const QMetaObject::Connection &contextDestroyed);
    // Called once, when too many waited: what waited is dropped, and nothing comes after that.
    void onOverflow(const std::function<void()> &overflowed) { m_overflowed = overflowed; }
    // Nothing is delivered any more, not even what has happened already.
    void end();

protected:
    virtual bool hasNext() const = 0;
    virtual void deliverNext() = 0;
    virtual void clear() = 0;

    // Whether there is room for it, next to so many that wait.
    bool mayQueue(std::size_t waiting);

    const QPointer<DustStore> m_store;

private:
    const std::size_t m_queueLimit;
    QMetaObject::Connection m_contextDestroyed;
    std::function<void()> m_overflowed;
    bool m_isOver = false;
};

// Keeps what is to be told in a queue of its own type.
template<typename Event>
class DustQueuedSubscription : public DustRecordSubscription
{
public:
    using Receiver = std::function<void(const Event &)>;

    DustQueuedSubscription(DustStore *store, const Receiver &receiver, int queueLimit)
        : DustRecordSubscription(store, queueLimit), m_receiver(receiver)
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
    void push(const Event &event)
    {
        if (mayQueue(m_events.size()))
            m_events.push_back(event);
    }

private:
    const Receiver m_receiver;
    std::deque<Event> m_events;
};

class DustRecordEventSubscription final : public DustQueuedSubscription<DustRecordEvent>
{
public:
    DustRecordEventSubscription(const DustSchema &schema, DustStore *store,
                                const Receiver &receiver, int queueLimit);

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
