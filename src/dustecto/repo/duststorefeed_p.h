// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSTOREFEED_P_H
#define DUSTSTOREFEED_P_H

#include "dustpatterntrie_p.h"
#include "duststoreobserver_p.h"

// Brings a store's commits to those of its observers whose patterns match.
class DustStoreFeed final : public std::enable_shared_from_this<DustStoreFeed>
{
public:
    explicit DustStoreFeed(std::shared_ptr<DustDelivery> delivery);
    ~DustStoreFeed();

    // Commits up to and with `since` are not for this observer.
    void observe(const DustPattern &pattern, DustStoreObserver *observer, quint64 since);
    void unobserve(DustStoreObserver *observer);

    // What of a store it is that the commits are of. Where the view runs ahead of what is committed,
    // models are told of the one and subscriptions of the other.
    enum News { Everything, Committed, Shown };
    void take(const QList<DustCommit> &commits, News news);

private:
    Q_DISABLE_COPY_MOVE(DustStoreFeed)
    struct Item
    {
        DustStoreObserver *observer = nullptr;
        quint64 since = 0;

        friend bool operator==(const Item &a, const Item &b) = default;
    };
    void match(const DustCommit &commit, News news);

    std::shared_ptr<DustDelivery> m_delivery;
    DustPatternTrie<Item> m_items;
    std::vector<DustStoreObserver *> m_matching; // while take() is at work
};

#endif // DUSTSTOREFEED_P_H
