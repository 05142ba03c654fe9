// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTEVENTSUBSCRIPTION_P_H
#define DUSTEVENTSUBSCRIPTION_P_H

#include "duststoreobserver_p.h"
#include "dustsubscribeoptions.h"

#include <functional>
#include <unordered_set>

class DustRealtimeTransport;
class DustTransport;

// One DustStore::subscribe(): hands events to a function, and gives up when too many wait.
class DustEventSubscription final : public DustStoreObserver,
                                    public std::enable_shared_from_this<DustEventSubscription>
{
public:
    using Receiver = std::function<void(const DustEvent &)>;

    DustEventSubscription(const Receiver &receiver, const DustSubscribeOptions &options,
                          std::shared_ptr<DustDelivery> delivery);
    ~DustEventSubscription() override;

    // What matches, as it is now.
    void takeCurrent(const DustTransport &transport, const DustPattern &pattern);
    // Own writes, once they are shown and when they are taken back. Until end(). Where the subscription begins
    // with what is there, that holds those that wait.
    void follow(DustStoreFeed *feed, const DustPattern &pattern,
                const DustRealtimeTransport *transport);
    void endWith(const QMetaObject::Connection &connection);
    void onOverflow(const std::function<void()> &ended) { m_overflowed = ended; }
    void end();

    Phase phase() const override { return Events; }
    void prepare(const QList<const DustCommit *> &commits) override;
    void deliver() override;

private:
    class Shown;
    void takeShown(const QList<const DustCommit *> &changes, const DustReadView &view);
    void forgetConfirmed();
    void push(const DustEvent &event);

    const Receiver m_receiver;
    const DustSubscribeOptions m_options;
    const std::shared_ptr<DustDelivery> m_delivery;
    std::function<void()> m_overflowed;
    QList<QMetaObject::Connection> m_connections;
    std::unique_ptr<Shown> m_shown;
    const DustRealtimeTransport *m_followed = nullptr;
    std::unordered_set<quint64> m_told; // own writes that may wait; DustCommit::write
    std::size_t m_manyTold = 0; // when to look which of them wait no longer
    std::deque<DustEvent> m_events;
    qsizetype m_current = 0; // of them, at the front: what was there at the beginning
    bool m_isOver = false;
};

#endif // DUSTEVENTSUBSCRIPTION_P_H
