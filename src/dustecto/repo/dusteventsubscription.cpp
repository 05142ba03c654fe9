// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusteventsubscription_p.h"

#include "dustpatternscan_p.h"
#include "dustrealtimetransport_p.h"
#include "duststorefeed_p.h"

// Hears what the view shows, while the subscription hears what is committed. Both come in one turn, in
// this order, and are told together.
class DustEventSubscription::Shown final : public DustStoreObserver
{
public:
    Shown(DustEventSubscription *subscription, const DustTransport *transport)
        : m_subscription(subscription), m_transport(transport)
    {}

    Phase phase() const override { return View; }
    void prepare(const QList<const DustCommit *> &changes) override
    {
        m_subscription->takeShown(changes, *m_transport->view());
    }
    void deliver() override {}

private:
    DustEventSubscription *const m_subscription;
    const DustTransport *const m_transport;
};

namespace {

// As a store tells of it: with the new total, or the whole set.
DustEvent withOutcome(const DustEvent &event, const DustReadView &view)
{
    const bool isOfPart = event.op == DustOperation::Increment || event.op == DustOperation::Add
            || event.op == DustOperation::Remove;
    DustEvent told = event;
    if (const auto now = isOfPart ? view.entry(event.path) : DustResult<DustEntry>(DustError()))
        told.value = now->value();
    return told;
}

} // namespace

DustEventSubscription::DustEventSubscription(const Receiver &receiver,
                                             const DustSubscribeOptions &options,
                                             std::shared_ptr<DustDelivery> delivery)
    : m_receiver(receiver), m_options(options), m_delivery(std::move(delivery))
{}

DustEventSubscription::~DustEventSubscription()
{
    end();
}

void DustEventSubscription::endWith(const QMetaObject::Connection &connection)
{
    m_connections.append(connection);
}

void DustEventSubscription::end()
{
    for (const QMetaObject::Connection &connection : std::exchange(m_connections, {}))
        QObject::disconnect(connection);
    m_shown.reset();
    m_events.clear();
    m_isOver = true;
    m_overflowed = nullptr;
}

void DustEventSubscription::takeCurrent(const DustTransport &transport, const DustPattern &pattern)
{
    const bool isCommitted = m_options.mode() == DustSubscribeOptions::Committed;
    const DustReadView *view = isCommitted ? transport.confirmedView() : transport.view();
    DustPatternScan(*view, pattern).ascending({}, [&](const DustRow &row) {
        const auto entry = row.entry();
        if (!entry)
            return true;
        DustEvent event;
        event.path = entry->path();
        event.value = entry->value();
        event.storeSeq = entry->revision();
        event.own = !isCommitted && transport.isPending(event.path);
        event.committed = !event.own;
        m_events.push_back(event);
        return true;
    });
    m_current = qsizetype(m_events.size());
    if (m_current > 0)
        m_delivery->queue(this);
}

void DustEventSubscription::follow(DustStoreFeed *feed, const DustPattern &pattern,
                                   DustRealtimeTransport *transport)
{
    m_shown = std::make_unique<Shown>(this, transport);
    feed->observe(pattern, m_shown.get(), transport->currentSeq());
    endWith(QObject::connect(
            transport, &DustRealtimeTransport::writeSettled, transport,
            [this, transport](const QString &opId, const DustResult<DustReceipt> &result) {
                if (!result)
                    takeBack(opId, *transport->view());
            }));
}

void DustEventSubscription::prepare(const QList<const DustCommit *> &commits)
{
    for (const DustCommit *commit : commits) {
        const bool isTold = m_unconfirmed.remove(commit->event.clientOpId) > 0;
        if (!isTold || m_options.mode() == DustSubscribeOptions::All)
            push(commit->event);
    }
}

// A write that is shown again as it was has not changed: it is taken back, or moved by another one.
void DustEventSubscription::takeShown(const QList<const DustCommit *> &changes,
                                      const DustReadView &view)
{
    for (const DustCommit *change : changes) {
        const DustEvent &event = change->event;
        if (event.committed || m_unconfirmed.value(event.clientOpId) == event)
            continue;
        m_unconfirmed.insert(event.clientOpId, event);
        push(withOutcome(event, view));
    }
    m_delivery->queue(this);
}

void DustEventSubscription::takeBack(const QString &opId, const DustReadView &view)
{
    const auto found = m_unconfirmed.constFind(opId);
    if (found == m_unconfirmed.cend())
        return;
    DustEvent event = *found;
    m_unconfirmed.erase(found);
    const auto now = view.entry(event.path);
    event.op = now ? DustOperation::Set : DustOperation::Delete;
    event.value = now ? now->value() : DustValue();
    push(event);
    m_delivery->queue(this);
}

void DustEventSubscription::push(const DustEvent &event)
{
    if (m_isOver)
        return;
    if (qsizetype(m_events.size()) - m_current < m_options.queueLimit()) {
        m_events.push_back(event);
        return;
    }
    m_events.clear();
    m_isOver = true;
}

void DustEventSubscription::deliver()
{
    const auto self = shared_from_this();
    while (!m_events.empty()) {
        const DustEvent event = std::move(m_events.front());
        m_events.pop_front();
        m_current = qMax(qsizetype(0), m_current - 1);
        m_receiver(event);
    }
    if (!m_isOver || !m_overflowed)
        return;
    const auto overflowed = std::exchange(m_overflowed, nullptr);
    overflowed();
}
