// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "duststorefeed_p.h"

DustStoreObserver::DustStoreObserver() = default;

DustStoreObserver::~DustStoreObserver()
{
    if (const auto feed = m_feed.lock())
        feed->unobserve(this);
}

DustStoreFeed::DustStoreFeed(std::shared_ptr<DustDelivery> delivery)
    : m_delivery(std::move(delivery))
{}

DustStoreFeed::~DustStoreFeed() = default;

void DustStoreFeed::observe(const DustPattern &pattern, DustStoreObserver *observer, quint64 since)
{
    if (const auto other = observer->m_feed.lock(); other.get() != this) {
        if (other)
            other->unobserve(observer);
        observer->m_registrations.clear();
        observer->m_feed = weak_from_this();
        observer->m_number = m_delivery->nextNumber();
    }
    observer->m_registrations.push_back({ pattern, since });
    m_items.insert(pattern, { observer, since });
}

void DustStoreFeed::unobserve(DustStoreObserver *observer)
{
    if (observer->m_feed.lock().get() != this)
        return;
    for (const auto &registration : std::exchange(observer->m_registrations, {}))
        m_items.remove(registration.pattern, { observer, registration.since });
    observer->m_feed.reset();
    observer->m_matched.clear();
    m_delivery->withdraw(observer);
    std::replace(m_matching.begin(), m_matching.end(), observer,
                 static_cast<DustStoreObserver *>(nullptr));
}

void DustStoreFeed::take(const QList<DustCommit> &commits, News news)
{
    for (const DustCommit &commit : commits)
        match(commit, news);
    std::sort(m_matching.begin(), m_matching.end(),
              [](const DustStoreObserver *a, const DustStoreObserver *b) {
                  return a->m_number < b->m_number;
              });
    for (std::size_t i = 0; i < m_matching.size(); ++i) {
        if (DustStoreObserver *observer = m_matching[i])
            observer->prepare(std::exchange(observer->m_matched, {}));
        if (DustStoreObserver *observer = m_matching[i])
            m_delivery->queue(observer);
    }
    m_matching.clear();
}

// What the view shows has no seq, and what a snapshot or a repair brought, which nobody did, may have
// one that was told before: better twice than never.
void DustStoreFeed::match(const DustCommit &commit, News news)
{
    const bool hasSeq = news == Everything
            || (news == Committed && !commit.event.deviceId.isEmpty());
    const auto phase = news == Shown ? DustDeliveryTarget::View : DustDeliveryTarget::Events;
    const auto add = [&](const Item &item) {
        DustStoreObserver *observer = item.observer;
        QList<const DustCommit *> &matched = observer->m_matched;
        const bool isTold = hasSeq && commit.event.storeSeq <= item.since;
        const bool isForOthers = news != Everything && observer->phase() != phase;
        if (isTold || isForOthers || (!matched.isEmpty() && matched.constLast() == &commit))
            return;
        if (matched.isEmpty())
            m_matching.push_back(observer);
        matched.append(&commit);
    };
    m_items.match(commit.event.path, add);
    for (const DustLeafChange &change : commit.changes) {
        if (change.path != commit.event.path.rendered())
            m_items.match(DustPath::fromCanonical(change.path), add);
    }
}
