// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustqmlsubscription.h"

/*!
    \qmltype DustSubscription
    \inqmlmodule DustEcto
    \brief A signal for every operation of a store whose path matches a pattern, whoever makes it.

    \snippet StoreCalls.qml news

    DustBroadcaster tells of records instead. A change of a property subscribes anew.
*/

/*!
    \qmlproperty DustStore DustSubscription::store
    The store whose operations are told.
*/

/*!
    \qmlproperty string DustSubscription::pattern
    Which: those whose path, or a leaf that they touched, matches. \c * stands for one segment, \c ** for any.
*/

/*!
    \qmlproperty enumeration DustSubscription::mode
    What is told of own writes, where a store mirrors a server's.

    \value DustSubscription.Committed They are told when they are committed; the default.
    \value DustSubscription.Optimistic They are told at once, with \c committed false, and not again when they are committed.
    \value DustSubscription.All They are told at once, and again when they are committed.
*/

/*!
    \qmlproperty bool DustSubscription::includeCurrent
    Whether each entry that matches is told first, as it is now: as an event of the op \c "set". False unless set.
*/

/*!
    \qmlsignal DustSubscription::received(dustEvent event)
    Emitted for each operation, with the \a event: its \c op, such as \c "set" or \c "delete", \c path, \c value, \c storeSeq,
    \c deviceId, \c clientOpId, \c committed and \c own.
*/

/*!
    \qmlsignal DustSubscription::resyncRequired()
    Emitted when operations were left out, since too many waited: read anew what matters. With \l includeCurrent, what there is now
    is told again by itself.
*/

/*!
    \qmlsignal DustSubscription::errorOccurred(dustError error)
    Emitted when nothing can be told, with the \a error: the \l pattern is none, or the store cannot be opened or brings no news.
*/

DustQmlSubscription::DustQmlSubscription(QObject *parent) : QObject(parent) {}

DustQmlSubscription::~DustQmlSubscription() = default;

void DustQmlSubscription::componentComplete()
{
    m_complete = true;
    subscribe();
}

void DustQmlSubscription::setStore(DustStore *store)
{
    if (store == m_store)
        return;
    if (m_store)
        m_store->disconnect(this);
    m_store = store;
    if (store) {
        // One that could not be opened may be open now.
        connect(store, &DustStore::errorChanged, this, [this] {
            if (!m_wasOpen)
                subscribe();
        });
        connect(store, &QObject::destroyed, this, [this] {
            subscribe();
            Q_EMIT storeChanged();
        });
    }
    subscribe();
    Q_EMIT storeChanged();
}

void DustQmlSubscription::setPattern(const QString &pattern)
{
    if (pattern == m_pattern)
        return;
    m_pattern = pattern;
    subscribe();
    Q_EMIT patternChanged();
}

void DustQmlSubscription::setMode(Mode mode)
{
    if (mode == m_mode)
        return;
    m_mode = mode;
    subscribe();
    Q_EMIT modeChanged();
}

void DustQmlSubscription::setIncludeCurrent(bool include)
{
    if (include == m_includesCurrent)
        return;
    m_includesCurrent = include;
    subscribe();
    Q_EMIT includeCurrentChanged();
}

void DustQmlSubscription::subscribe()
{
    m_receiver.reset();
    if (!m_complete || !m_store || m_pattern.isEmpty())
        return;
    m_wasOpen = m_store->transport() != nullptr;
    m_receiver = std::make_unique<QObject>();
    const auto options = DustSubscribeOptions()
                                 .setMode(DustSubscribeOptions::Mode(m_mode))
                                 .setIncludeCurrent(m_includesCurrent)
                                 .setResyncRequired([this, present = QPointer(m_receiver.get())] {
                                     if (present)
                                         startAnew();
                                 });
    m_store->subscribe(
                   m_pattern, m_receiver.get(),
                   [this](const DustEvent &event) { Q_EMIT received(event); }, options)
            .then([this, present = QPointer(m_receiver.get())](
                          const DustResult<DustSubscription> &subscribed) {
                if (present && !subscribed)
                    Q_EMIT errorOccurred(subscribed.error());
            });
}

// Too many events waited, and the subscription has ended. The next one is there before anybody reads again.
void DustQmlSubscription::startAnew()
{
    subscribe();
    Q_EMIT resyncRequired();
}

#include "moc_dustqmlsubscription.cpp"
