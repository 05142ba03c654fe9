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

// What there is now in the place of a write that is taken back.
DustEvent instead(const DustEvent &event, const DustReadView &view)
{
    DustEvent told = event;
    const auto now = view.entry(event.path);
    told.op = now ? DustOperation::Set : DustOperation::Delete;
    told.value = now ? now->value() : DustValue();
    return told;
}

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
                                   const DustRealtimeTransport *transport)
{
    m_followed = transport;
    m_shown = std::make_unique<Shown>(this, transport);
    feed->observe(pattern, m_shown.get(), transport->currentSeq());
    if (!m_options.includesCurrent())
        return;
    for (const DustCommit &own : transport->replica().pending())
        m_told.insert(own.write);
}

void DustEventSubscription::prepare(const QList<const DustCommit *> &commits)
{
    for (const DustCommit *commit : commits) {
        const bool isTold = m_told.contains(commit->write);
        if (!isTold || m_options.mode() == DustSubscribeOptions::All)
            push(commit->event);
    }
}

void DustEventSubscription::takeShown(const QList<const DustCommit *> &changes,
                                      const DustReadView &view)
{
    for (const DustCommit *change : changes) {
        const DustEvent &event = change->event;
        if (event.committed)
            continue;
        if (!change->isTakenBack) {
            m_told.insert(change->write);
            push(withOutcome(event, view));
        } else if (m_told.contains(change->write)) {
            push(instead(event, view));
        }
    }
    m_delivery->queue(this);
}

// An operation's events may come one by one, and some not at all.
void DustEventSubscription::forgetConfirmed()
{
    constexpr std::size_t Few = 64;
    if (m_told.size() <= m_manyTold)
        return;
    std::erase_if(m_told,
                  [this](quint64 write) { return !m_followed->replica().isPending(write); });
    m_manyTold = std::max(Few, 2 * m_told.size());
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
    if (m_shown)
        forgetConfirmed();
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
