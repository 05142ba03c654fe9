// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "duststore_p.h"

#include "dustclient_p.h"
#include "dusttext_p.h"
#include "dustwrittenrecord_p.h"

#include <QtCore/QPointer>
#include <QtCore/QThread>

using namespace Qt::StringLiterals;

namespace {

DustResult<void> checkName(const QString &name)
{
    if (name.isEmpty())
        return DustError::invalidParams(
                u"invalid_store_name"_s,
                u"The client has no default store: set DustClient::defaultStore, or name the store, like \"acme/main\"."_s);
    const QStringList segments = name.split(u'/');
    const auto refusal = [&](const QString &problem) {
        return DustError::invalidParams(
                u"invalid_store_name"_s,
                u"The store name %1 %2"_s.arg(DustText::quoted(name), problem));
    };
    if (segments.size() != 2 || segments.contains(QString()))
        return refusal(
                u"is not two names with a slash between them: write it like \"acme/main\"."_s);
    if (const auto path = DustPath::fromSegments(segments); !path)
        return refusal(u"cannot be used: %1"_s.arg(path.error().message()));
    return {};
}

} // namespace

/*!
    \class DustStore
    \inmodule DustEcto
    \brief The DustStore class is one store's key-value API, for those who want no records.

    DustClient::store() makes it. Paths and patterns are given as rendered text and are checked
    by each call. Every call returns a future that finishes in a later turn of the event loop,
    with the answer or with a DustError: InvalidParams for a path, pattern, value or option that
    no store takes, Storage when the file fails, Closed when the client is destroyed first, and
    what the function itself names. A store that could not be opened ends every call with its
    error().

    \sa DustRepo
*/

/*!
    \property DustStore::name
    \brief the store's name, "org/name"; empty where DustClient::store() was asked for the default
    store and there is none yet.
*/

/*!
    \property DustStore::error
    \brief why the store could not be opened; of one that is mirrored from a server, what is in the
    way of its connection, its writes or its cache, while there is something. Else no error.

    \sa cacheError
*/

DustStore::DustStore(std::unique_ptr<Private> data, QObject *parent)
    : QObject(parent), d(std::move(data))
{
    d->setStore(this);
    if (d->isOpen())
        d->listen();
}

/*!
    Destroys the store. Its subscriptions end. It belongs to its client: there is no need to.
*/
DustStore::~DustStore()
{
    d->client->d->forget(d->name);
    for (const auto &[id, subscription] : std::exchange(d->subscriptions, {})) {
        d->feed->unobserve(subscription.get());
        subscription->end();
    }
}

void DustStore::open()
{
    DustClient::Private *owner = d->client->d.get();
    DustError error;
    if (const auto valid = checkName(d->name); !valid) {
        error = valid.error();
    } else if (auto transport = owner->openTransport(d->name)) {
        d->use(std::move(*transport));
    } else {
        error = transport.error();
    }
    if (error == d->error)
        return;
    const QPointer<DustStore> alive(this);
    const DustError before = std::exchange(d->error, error);
    if (error.kind() != DustError::NoError || owner->error == before)
        owner->setError(error);
    if (alive)
        Q_EMIT errorChanged();
}

QString DustStore::name() const
{
    return d->name;
}

/*!
    Returns the client that the store belongs to.
*/
DustClient *DustStore::client() const
{
    return d->client;
}

DustError DustStore::error() const
{
    const auto *mirrored = d->mirrored();
    return mirrored ? mirrored->replica().error() : d->error;
}

/*!
    \internal Returns the way to the store, null when it could not be opened.
*/
DustTransport *DustStore::transport() const
{
    return d->transport.get();
}

/*!
    \internal Returns the turns of the client, in which calls end.
*/
std::shared_ptr<DustDelivery> DustStore::delivery() const
{
    return d->delivery;
}

/*!
    \internal Returns what tells of the records that a DustRepo of this client has written, before its call finishes, where the
    transport brings no news.
*/
DustWrittenRecords *DustStore::writtenRecords() const
{
    return &d->written;
}

/*!
    \internal
    Brings the operations from now on that match \a pattern to \a observer.
*/
void DustStore::observe(const DustPattern &pattern, DustStoreObserver *observer)
{
    d->feed->observe(pattern, observer, d->isOpen() ? d->transport->currentSeq() : 0);
}

/*!
    \internal
    Brings nothing to \a observer any more.
*/
void DustStore::unobserve(DustStoreObserver *observer)
{
    d->feed->unobserve(observer);
}

/*!
    Calls \a receiver once for every operation from now on whose path, or a leaf that it touched,
    matches \a pattern, in the order of the store, own writes included, until unsubscribe() is
    called or \a context is destroyed. The future gives the subscription's name. With \a options, it
    is told of own writes before they are committed, and first of what is there; and they say how many
    events may wait for it.

    The receiver may do anything: write, unsubscribe, destroy the context, the store or the
    client. A pattern that ends in two stars matches what is below the path before them, not that
    path itself. Ends with DustError::InvalidParams when the pattern is malformed, or when there
    is no context on the client's thread or no receiver.

    \sa unsubscribe(), DustPattern, DustSubscribeOptions
*/
DustFuture<DustSubscription> DustStore::subscribe(
        const QString &pattern, QObject *context,
        const std::function<void(const DustEvent &)> &receiver, const DustSubscribeOptions &options)
{
    if (!d->isOpen())
        return d->fail<DustSubscription>(d->error);
    const auto compiled = DustPattern::compile(pattern);
    if (!compiled)
        return d->fail<DustSubscription>(compiled.error());
    if (!d->transport->capabilities().testFlag(DustTransport::Realtime))
        return d->fail<DustSubscription>(DustError(
                DustError::NotSupported,
                u"Plain HTTP brings no news of %1: read again, or list it from time to time."_s.arg(
                        DustText::quoted(pattern))));
    if (!context || context->thread() != thread() || !receiver)
        return d->fail<DustSubscription>(DustError::invalidParams(
                u"invalid_receiver"_s,
                u"A subscription to %1 needs a context object on the client's thread and a function to call."_s
                        .arg(DustText::quoted(pattern))));
    const DustSubscription name(d->delivery->nextNumber());
    const auto subscription = std::make_shared<DustEventSubscription>(receiver, options,
                                                                      d->delivery);
    subscription->endWith(
            connect(context, &QObject::destroyed, this, [this, name] { unsubscribe(name); }));
    d->subscriptions.emplace(name.id(), subscription);
    subscription->onOverflow([this, name, resync = options.resyncRequired()] {
        unsubscribe(name);
        if (resync)
            resync();
    });
    if (options.includesCurrent())
        subscription->takeCurrent(*d->transport, *compiled);
    observe(*compiled, subscription.get());
    if (auto *mirrored = d->mirrored(); mirrored && options.mode() != Committed)
        subscription->follow(d->feed.get(), *compiled, mirrored);
    return d->delivery->settle<DustSubscription>(name);
}

/*!
    Ends \a subscription: its receiver is not called again, not even for what has already
    happened. Does nothing for one that has ended or is another store's.
*/
void DustStore::unsubscribe(const DustSubscription &subscription)
{
    const auto found = d->subscriptions.find(subscription.id());
    if (found == d->subscriptions.end())
        return;
    const auto ended = found->second;
    d->subscriptions.erase(found);
    d->feed->unobserve(ended.get());
    ended->end();
}

/*!
    \class DustSubscription
    \inmodule DustEcto
    \brief The DustSubscription class names one subscription, for unsubscribing.

    It is a name and nothing more: a subscription goes on when its name is forgotten. No other
    subscription of the same client ever has the same one.

    \sa DustStore::subscribe(), DustStore::unsubscribe()
*/

/*!
    \fn DustSubscription::DustSubscription()

    Makes a null name, which names no subscription.
*/

/*!
    \fn DustSubscription::DustSubscription(quint64 id)

    Makes the name with the number \a id.
*/

/*!
    \fn bool DustSubscription::isNull() const

    Returns whether this names no subscription.
*/

/*!
    \fn quint64 DustSubscription::id() const

    Returns the number, 0 for a null name.
*/

/*!
    \fn void DustStore::errorChanged()

    Emitted when a store that could not be opened has been opened after all, or fails for another
    reason.
*/

void DustStore::Private::listen()
{
    const bool isOptimistic = transport->capabilities().testFlag(DustTransport::Optimistic);
    const auto news = isOptimistic ? DustStoreFeed::Committed : DustStoreFeed::Everything;
    QObject::connect(
            transport.get(), &DustTransport::committed, transport.get(),
            [to = feed, news](const QList<DustCommit> &commits) { to->take(commits, news); });
    QObject::connect(transport.get(), &DustTransport::viewChanged, transport.get(),
                     [to = feed](const QList<DustCommit> &changes) {
                         to->take(changes, DustStoreFeed::Shown);
                     });
    status->listenTo(transport.get());
}

#include "moc_duststore.cpp"
