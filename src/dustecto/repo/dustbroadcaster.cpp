// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustbroadcaster.h"

#include "dustrepo_p.h"

#include <QtCore/QLoggingCategory>
#include <QtCore/QMetaMethod>

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(repoLog, "dustecto.repo")

bool isNews(const QMetaMethod &signal)
{
    return signal == QMetaMethod::fromSignal(&DustBroadcaster::upserted)
            || signal == QMetaMethod::fromSignal(&DustBroadcaster::deleted);
}

} // namespace

class DustBroadcaster::Private
{
public:
    Private(DustRepo *ofRepo, const DustResult<DustSchema> &ofSchema, const QString &ofTopic)
        : repo(ofRepo), schema(ofSchema), topic(ofTopic)
    {}

    bool hasReceivers(const DustBroadcaster *q) const;
    void start(DustBroadcaster *q);
    DustResult<DustSubscription> subscribe(DustBroadcaster *q);
    void startAnew(DustBroadcaster *q);
    void stop(DustBroadcaster *q);
    void review(DustBroadcaster *q);
    void tell(DustBroadcaster *q, const DustRecordEvent &event);
    void storeChanged(DustBroadcaster *q);
    void follow(DustBroadcaster *q);

    const QPointer<DustRepo> repo;
    const DustResult<DustSchema> schema;
    const QString topic;
    DustSubscription subscription;
    DustError failure; // why there is none
};

bool DustBroadcaster::Private::hasReceivers(const DustBroadcaster *q) const
{
    return q->isSignalConnected(QMetaMethod::fromSignal(&DustBroadcaster::upserted))
            || q->isSignalConnected(QMetaMethod::fromSignal(&DustBroadcaster::deleted));
}

void DustBroadcaster::Private::start(DustBroadcaster *q)
{
    if (!repo || !subscription.isNull()) // the broadcaster goes with its repo
        return;
    const auto subscribed = subscribe(q);
    if (subscribed) {
        subscription = *subscribed;
        failure = {};
        Q_EMIT q->activeChanged();
        return;
    }
    if (subscribed.error() == failure)
        return;
    // Whoever connects to the signals does so before the error can reach him.
    failure = subscribed.error();
    QMetaObject::invokeMethod(
            q, [q, error = failure] { Q_EMIT q->errorOccurred(error); }, Qt::QueuedConnection);
}

DustResult<DustSubscription> DustBroadcaster::Private::subscribe(DustBroadcaster *q)
{
    return repo->d->subscribe(
            repo, schema, q, [this, q](const DustRecordEvent &event) { tell(q, event); },
            DustSubscribeOptions().setResyncRequired([this, q] { startAnew(q); }));
}

// Too many events waited, and its subscription has ended. The next one is there before anybody reads again.
void DustBroadcaster::Private::startAnew(DustBroadcaster *q)
{
    if (!hasReceivers(q))
        return stop(q);
    subscription = subscribe(q).valueOr({});
    Q_EMIT q->resyncRequired();
}

void DustBroadcaster::Private::stop(DustBroadcaster *q)
{
    if (repo)
        repo->unsubscribe(std::exchange(subscription, {}));
    Q_EMIT q->activeChanged();
}

void DustBroadcaster::Private::review(DustBroadcaster *q)
{
    if (!hasReceivers(q))
        failure = {};
    if (!hasReceivers(q) && !subscription.isNull())
        stop(q);
}

// Not every end of a connection is notified: what is emitted into the void shows it, at the latest.
void DustBroadcaster::Private::tell(DustBroadcaster *q, const DustRecordEvent &event)
{
    if (!hasReceivers(q))
        stop(q);
    else if (event.kind == DustRecordEvent::Upserted)
        Q_EMIT q->upserted(event.record.toVariant());
    else
        Q_EMIT q->deleted(event.slug);
}

// The store was opened after all, failed or is gone.
void DustBroadcaster::Private::storeChanged(DustBroadcaster *q)
{
    if (!repo || !hasReceivers(q))
        return;
    const QPointer<DustBroadcaster> alive(q);
    if (!repo->d->transport() && !subscription.isNull())
        stop(q);
    if (alive)
        start(q);
}

void DustBroadcaster::Private::follow(DustBroadcaster *q)
{
    DustStore *store = repo ? repo->store() : nullptr;
    if (!store)
        return;
    QObject::connect(store, &DustStore::errorChanged, q, [this, q] { storeChanged(q); });
    QObject::connect(store, &QObject::destroyed, q, [this, q] { storeChanged(q); });
}

/*!
    \class DustBroadcaster
    \inmodule DustEcto
    \brief The DustBroadcaster class emits the changes of a schema's records as signals.

    There is one for each repo, schema and topic, shared by all who ask for it with of(), and it belongs to the repo. It holds
    one subscription, however many receivers there are: from the moment when the first one connects to upserted() or deleted()
    until the last one disconnects or is destroyed. It speaks of what the store has confirmed, as DustRepo::subscribe()
    does; models show the view.

    \snippet tst_dustreposnippets.cpp broadcaster

    \sa DustRepo::subscribe(), DustListModel
*/

/*!
    \property DustBroadcaster::schema
    \brief whose records it speaks of; null for a wrong declaration.
*/

/*!
    \property DustBroadcaster::topic
    \brief the name that tells it from other broadcasters of the schema.
*/

/*!
    \property DustBroadcaster::active
    \brief whether it holds a subscription.
*/

/*!
    Returns the broadcaster of \a repo for \a schema and \a topic, the same one every time; null without a repo.

    The topic tells broadcasters of one schema apart, for receivers that do not want to share one; it has no other meaning.
*/
DustBroadcaster *DustBroadcaster::of(DustRepo *repo, const DustSchema &schema, const QString &topic)
{
    return shared(repo, schema, topic);
}

/*!
    \fn template <typename T> DustBroadcaster *DustBroadcaster::of(DustRepo *repo, const QString &topic)

    Returns the broadcaster of \a repo for the type \c T and \a topic. That of a wrong declaration never becomes active: it
    emits errorOccurred() once somebody connects.
*/

DustBroadcaster *DustBroadcaster::shared(DustRepo *repo, const DustResult<DustSchema> &schema,
                                         const QString &topic)
{
    if (!repo)
        return nullptr;
    const auto all = repo->findChildren<DustBroadcaster *>(QString(), Qt::FindDirectChildrenOnly);
    for (DustBroadcaster *broadcaster : all) {
        if (broadcaster->d->topic == topic && broadcaster->d->schema == schema)
            return broadcaster;
    }
    return new DustBroadcaster(std::make_unique<Private>(repo, schema, topic), repo);
}

DustBroadcaster::DustBroadcaster(std::unique_ptr<Private> data, QObject *parent)
    : QObject(parent), d(std::move(data))
{
    d->follow(this);
    connect(d->repo, &DustRepo::storeChanged, this, [this] {
        d->follow(this);
        d->storeChanged(this);
    });
}

/*!
    Destroys the broadcaster. It belongs to its repo: there is no need to.
*/
DustBroadcaster::~DustBroadcaster()
{
    if (d->repo)
        d->repo->unsubscribe(d->subscription);
}

DustSchema DustBroadcaster::schema() const
{
    return d->schema.valueOr({});
}

QString DustBroadcaster::topic() const
{
    return d->topic;
}

bool DustBroadcaster::isActive() const
{
    return !d->subscription.isNull();
}

/*!
    \fn template <typename T, typename Function> QMetaObject::Connection DustBroadcaster::onUpserted(const QObject *context, Function function)

    Calls \a function with a <tt>const T &</tt> for every record that is inserted or changed, until \a context is destroyed
    or the connection that is returned is given to QObject::disconnect(). \c T is the class that DUST_SCHEMA() declares, or
    DustRecord for a schema made at run time; with another type nothing is connected, the connection is null, and the logging
    category \c dustecto.repo says why.

    \sa upserted(), onDeleted()
*/

/*!
    \fn template <typename Function> QMetaObject::Connection DustBroadcaster::onDeleted(const QObject *context, Function function)

    Calls \a function with the slug of every record that is deleted, until \a context is destroyed or the connection that is
    returned is given to QObject::disconnect().

    \sa deleted(), onUpserted()
*/

/*!
    \fn void DustBroadcaster::upserted(const QVariant &record)

    Emitted for every operation that inserts or changes a record, with the \a record right after it: the gadget, or a
    DustRecord for a schema made at run time.
*/

/*!
    \fn void DustBroadcaster::deleted(const QString &slug)

    Emitted when the record \a slug is deleted, or no longer passes the guard of the schema.
*/

/*!
    \fn void DustBroadcaster::resyncRequired()

    Emitted when changes were missed and lists have to be read again: so many came at once, or waited for a slow receiver,
    that they were dropped (see DustSubscribeOptions::setQueueLimit()). What happens from then on is told again.
*/

/*!
    \fn void DustBroadcaster::errorOccurred(const DustError &error)

    Emitted when there can be no subscription, with the \a error that is in the way: the store could not be opened, was
    destroyed or brings no news, or the declaration is wrong. It is tried again when somebody connects, or when the store is
    opened.
*/

bool DustBroadcaster::hasRecordsOf(QMetaType type) const
{
    const QMetaType gadget = schema().gadgetType();
    if (type == (gadget.isValid() ? gadget : QMetaType::fromType<DustRecord>()))
        return true;
    qCWarning(repoLog,
              "DustBroadcaster::onUpserted<%s>() hears nothing: the broadcaster speaks of %s.",
              type.name(), qPrintable(schema().name()));
    return false;
}

void DustBroadcaster::connectNotify(const QMetaMethod &signal)
{
    if (isNews(signal))
        d->start(this);
}

// Called before the connection of a receiver that is destroyed is gone.
void DustBroadcaster::disconnectNotify(const QMetaMethod &signal)
{
    if (!signal.isValid() || isNews(signal))
        QMetaObject::invokeMethod(
                this, [this] { d->review(this); }, Qt::QueuedConnection);
}

#include "moc_dustbroadcaster.cpp"
