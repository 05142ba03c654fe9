// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustRepo's subscriptions.

#include "dustrepo_p.h"

using namespace Qt::StringLiterals;

DustResult<DustPath> DustRepo::Private::checkSubscription(const Declared &schema,
                                                          const QObject *context,
                                                          bool hasReceiver) const
{
    const auto checked = checkReceiver(schema, context, hasReceiver);
    if (checked
        && (!transport()->capabilities().testFlag(DustTransport::Realtime) || !transport()->view()))
        return DustError(
                DustError::NotSupported,
                u"Plain HTTP brings no news of %1: open the store with a ws or wss URL, or read again."_s
                        .arg(schema->name()));
    return checked;
}

DustResult<DustSubscription> DustRepo::Private::subscribe(DustRepo *repo, const Declared &schema,
                                                          QObject *context,
                                                          const RecordReceiver &receiver,
                                                          const DustSubscribeOptions &options)
{
    const auto prefix = checkSubscription(schema, context, bool(receiver));
    if (!prefix)
        return prefix.error();
    return add(repo, *prefix, context,
               std::make_shared<DustRecordEventSubscription>(*schema, store, receiver,
                                                             options.queueLimit()),
               options);
}

DustResult<DustSubscription> DustRepo::Private::subscribeRaw(DustRepo *repo, const Declared &schema,
                                                             QObject *context,
                                                             const EventReceiver &receiver,
                                                             const DustSubscribeOptions &options)
{
    const auto prefix = checkSubscription(schema, context, bool(receiver));
    if (!prefix)
        return prefix.error();
    return add(repo, *prefix, context,
               std::make_shared<DustRawEventSubscription>(store, receiver, options.queueLimit()),
               options);
}

DustSubscription DustRepo::Private::add(DustRepo *repo, const DustPath &prefix, QObject *context,
                                        std::shared_ptr<DustRecordSubscription> subscription,
                                        const DustSubscribeOptions &options)
{
    const DustSubscription name(delivery->nextNumber());
    subscription->endWith(QObject::connect(context, &QObject::destroyed, repo,
                                           [repo, name] { repo->unsubscribe(name); }));
    subscription->onOverflow([repo, name, resync = options.resyncRequired()] {
        repo->unsubscribe(name);
        if (resync)
            resync();
    });
    store->observe(DustPattern::descendantsOf(prefix), subscription.get());
    subscriptions.emplace(name.id(), std::move(subscription));
    return name;
}

// Whoever ends a subscription from within its own receiver is heard at once, so it leaves the store here and not
// only when it is destroyed.
void DustRepo::Private::end(DustRecordSubscription *subscription) const
{
    if (store)
        store->unobserve(subscription);
    subscription->end();
}

/*!
    Calls \a receiver for every change of a record of \a schema from now on, in the order of the store, own writes included,
    until unsubscribe() is called, or \a context or the repo is destroyed. The future gives the subscription's name.

    There is one event for every operation and record it touches (see DustRecordEvent): an operation on many records,
    such as removeAll(), gives one for each, and a batch one per operation in it. All operations of one turn
    of the event loop are told in the next.

    Of \a options, DustSubscribeOptions::setQueueLimit() and DustSubscribeOptions::setResyncRequired() count: where more
    events wait than the limit, the subscription ends by itself, and the function is called. An operation on many records
    takes as many places. It is told of what is committed, and only of what happens from now on.

    The receiver may do anything: write, unsubscribe, destroy the context, the repo or the client. Ends with
    DustError::InvalidParams when there is no context on the client's thread or no receiver, and with
    DustError::NotSupported where the store is reached by plain HTTP, which brings no news.

    Mirrors \c{DustEcto.Repo.subscribe/2}.

    \snippet tst_dustreposnippets.cpp subscribe

    \sa subscribeRaw(), unsubscribe(), DustBroadcaster
*/
DustFuture<DustSubscription> DustRepo::subscribe(const DustSchema &schema, QObject *context,
                                                 const RecordReceiver &receiver,
                                                 const DustSubscribeOptions &options)
{
    return watch(schema, context, receiver, options);
}

DustFuture<DustSubscription> DustRepo::watch(const Declared &schema, QObject *context,
                                             const RecordReceiver &receiver,
                                             const DustSubscribeOptions &options)
{
    return d->delivery->settle(d->subscribe(this, schema, context, receiver, options));
}

/*!
    Calls \a receiver with every operation of the store whose path, or a leaf that it touched, is below the prefix of
    \a schema: once per operation, as it was made, in the order of the store. Otherwise, and with \a context and \a options,
    like subscribe().

    Mirrors \c{DustEcto.Repo.subscribe_raw/2}.

    \sa subscribe(), DustStore::subscribe()
*/
DustFuture<DustSubscription> DustRepo::subscribeRaw(const DustSchema &schema, QObject *context,
                                                    const EventReceiver &receiver,
                                                    const DustSubscribeOptions &options)
{
    return watchRaw(schema, context, receiver, options);
}

DustFuture<DustSubscription> DustRepo::watchRaw(const Declared &schema, QObject *context,
                                                const EventReceiver &receiver,
                                                const DustSubscribeOptions &options)
{
    return d->delivery->settle(d->subscribeRaw(this, schema, context, receiver, options));
}

/*!
    Ends \a subscription: its receiver is not called again, not even for what has already happened. Does nothing for one
    that has ended or is another repo's.

    Mirrors \c{DustEcto.Repo.unsubscribe/1}.
*/
void DustRepo::unsubscribe(const DustSubscription &subscription)
{
    const auto found = d->subscriptions.find(subscription.id());
    if (found == d->subscriptions.end())
        return;
    const auto ended = std::move(found->second);
    d->subscriptions.erase(found);
    d->end(ended.get());
}
