// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTEVENTSUBSCRIPTION_P_H
#define DUSTEVENTSUBSCRIPTION_P_H

#include "duststoreobserver_p.h"

#include <functional>

// One DustStore::subscribe(): hands events to a function.
class DustEventSubscription final : public DustStoreObserver,
                                    public std::enable_shared_from_this<DustEventSubscription>
{
public:
    using Receiver = std::function<void(const DustEvent &)>;

    explicit DustEventSubscription(const Receiver &receiver);
    ~DustEventSubscription() override;

    void endWith(const QMetaObject::Connection &contextDestroyed);
    void end();

    Phase phase() const override { return Events; }
    void prepare(const QList<const DustCommit *> &commits) override;
    void deliver() override;

private:
    Receiver m_receiver;
    QMetaObject::Connection m_contextDestroyed;
    std::deque<DustEvent> m_events;
};

#endif // DUSTEVENTSUBSCRIPTION_P_H
