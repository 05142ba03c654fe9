// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSTOREOBSERVER_P_H
#define DUSTSTOREOBSERVER_P_H

#include "dustcommit_p.h"
#include "dustdelivery_p.h"
#include "dustpattern.h"

class DustStoreFeed;

// Who wants to know what a store did. Per turn of the event loop two phases, each over all
// observers of all stores of the client: first prepare() for those whose pattern matched, while
// view(), or confirmedView() for those of the phase Events, is exactly the state after the last
// commit and no application code runs; then deliver(),
// models (View) before subscriptions (Events), where application code may do anything: write,
// unsubscribe, delete observers, repos, the client. What it writes is the next turn's news. The
// calls' futures finish after that.
//
// deliver() is called again from within itself when a callback runs an event loop of its own, and
// there may be another prepare() before that: keep a queue, take from its front, one by one. An
// observer watches one store; destroying it, or the store, ends that.
class DUSTECTO_EXPORT DustStoreObserver : public DustDeliveryTarget
{
public:
    DustStoreObserver();
    ~DustStoreObserver() override;

    // The commits of this turn that match a pattern of this observer and came after it was given,
    // each once, in order. They live as long as this call. In here nothing is observed or
    // unobserved.
    virtual void prepare(const QList<const DustCommit *> &commits) = 0;

private:
    friend class DustStoreFeed;
    struct Registration
    {
        DustPattern pattern;
        quint64 since = 0;
    };

    std::weak_ptr<DustStoreFeed> m_feed;
    std::vector<Registration> m_registrations;
    QList<const DustCommit *> m_matched;
    quint64 m_number = 0; // observers prepare in the order in which they came
};

#endif // DUSTSTOREOBSERVER_P_H
