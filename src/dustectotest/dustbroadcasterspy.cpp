// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustbroadcasterspy_p.h"

#include <QtCore/QMetaMethod>

/*!
    \class DustBroadcasterSpy
    \inmodule DustEcto
    \brief The DustBroadcasterSpy class keeps what a DustBroadcaster has told of, for tests.

    \snippet testing/tst_links.cpp spy

    \sa DustTestServer
*/

/*!
    \qmltype DustBroadcasterSpy
    \inqmlmodule DustEcto.Test
    \brief Keeps what a DustBroadcaster has told of, for tests.

    \snippet testing/tst_links.qml spy
*/

/*!
    \property DustBroadcasterSpy::target
    \brief the broadcaster: a DustBroadcaster of C++ or of QML. Another one begins with nothing.
*/

/*!
    \qmlproperty DustBroadcaster DustBroadcasterSpy::target
    The broadcaster. Another one begins with nothing.
*/

/*!
    \property DustBroadcasterSpy::upserts
    \brief the records that came or changed, in that order, each as it was then.
*/

/*!
    \qmlproperty list DustBroadcasterSpy::upserts
    The records that came or changed, in that order, each as it was then.
*/

/*!
    \property DustBroadcasterSpy::deletes
    \brief the slugs of those that went, in that order.
*/

/*!
    \qmlproperty list DustBroadcasterSpy::deletes
    The slugs of those that went, in that order.
*/

/*!
    \property DustBroadcasterSpy::resyncs
    \brief the number of times that changes were left out.
*/

/*!
    \qmlproperty int DustBroadcasterSpy::resyncs
    How often changes were left out.
*/

/*!
    \property DustBroadcasterSpy::error
    \brief the last error that it told of.
*/

/*!
    \qmlproperty dustError DustBroadcasterSpy::error
    The last error that it told of.
*/

/*!
    \property DustBroadcasterSpy::count
    \brief the number of changes it told of: those in upserts and those in deletes.
*/

/*!
    \qmlproperty int DustBroadcasterSpy::count
    How many changes it told of: those in \l upserts and those in \l deletes.
*/

/*!
    \fn template<typename T> QList<T> DustBroadcasterSpy::upserts() const

    Returns the upserts() as records of the type \c T.
*/

/*!
    \fn void DustBroadcasterSpy::changed()

    Emitted when there is more in it, or less.
*/

/*!
    \qmlsignal DustBroadcasterSpy::changed()

    Emitted when there is more in it, or less.
*/

/*!
    Makes a spy without a target, with the given \a parent.
*/
DustBroadcasterSpy::DustBroadcasterSpy(QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(this))
{}

/*!
    Makes a spy on \a target, with the given \a parent.
*/
DustBroadcasterSpy::DustBroadcasterSpy(DustBroadcaster *target, QObject *parent)
    : DustBroadcasterSpy(parent)
{
    setTarget(target);
}

DustBroadcasterSpy::~DustBroadcasterSpy() = default;

QObject *DustBroadcasterSpy::target() const
{
    return d->target;
}

void DustBroadcasterSpy::setTarget(QObject *target)
{
    if (target == d->target)
        return;
    if (d->target)
        d->target->disconnect(d.get());
    d->target = target;
    clear();
    if (target && !d->listenTo(target))
        qWarning("DustBroadcasterSpy: The target is no DustBroadcaster.");
    Q_EMIT targetChanged();
}

QVariantList DustBroadcasterSpy::upserts() const
{
    return d->upserts;
}

QStringList DustBroadcasterSpy::deletes() const
{
    return d->deletes;
}

int DustBroadcasterSpy::resyncs() const
{
    return d->resyncs;
}

DustError DustBroadcasterSpy::error() const
{
    return d->error;
}

int DustBroadcasterSpy::count() const
{
    return int(d->upserts.size() + d->deletes.size());
}

/*!
    \fn void DustBroadcasterSpy::clear()

    Forgets what it has kept.
*/
/*!
    \qmlmethod void DustBroadcasterSpy::clear()

    Forgets what it has kept.
*/
void DustBroadcasterSpy::clear()
{
    d->upserts.clear();
    d->deletes.clear();
    d->resyncs = 0;
    d->error = {};
    Q_EMIT changed();
}

bool DustBroadcasterSpy::Private::listenTo(QObject *broadcaster)
{
    const QMetaObject *meta = broadcaster->metaObject();
    const auto follow = [this, broadcaster, meta](const char *signal, const char *slot) {
        const int from = meta->indexOfSignal(signal);
        return from >= 0
                && connect(broadcaster, meta->method(from), this,
                           staticMetaObject.method(staticMetaObject.indexOfSlot(slot)));
    };
    const bool isFollowed = follow("upserted(QVariant)", "takeRecord(QVariant)")
            || follow("upserted(QVariantMap)", "takeObject(QVariantMap)");
    return isFollowed && follow("deleted(QString)", "takeDeleted(QString)")
            && follow("resyncRequired()", "takeResync()")
            && follow("errorOccurred(DustError)", "takeError(DustError)");
}

void DustBroadcasterSpy::Private::takeRecord(const QVariant &record)
{
    upserts.append(record);
    Q_EMIT q->changed();
}

void DustBroadcasterSpy::Private::takeDeleted(const QString &slug)
{
    deletes.append(slug);
    Q_EMIT q->changed();
}

void DustBroadcasterSpy::Private::takeResync()
{
    ++resyncs;
    Q_EMIT q->changed();
}

void DustBroadcasterSpy::Private::takeError(const DustError &occurred)
{
    error = occurred;
    Q_EMIT q->changed();
}

#include "moc_dustbroadcasterspy.cpp"
