// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusttestclock_p.h"

/*!
    \class DustTestClock
    \inmodule DustEcto
    \brief The DustTestClock class is the time of a DustTestServer and of its clients, which stands still
    until a test moves it.

    It begins on the first of January 2026, and drives

    \list
    \li in clients: when a call ends with DustError::Timeout (after 30 seconds), how long a write waits whose
        connection broke before its answer came (5 seconds), how long they wait for a gap to close, or
        when a server said to wait, and the terms of DustLease and DustStore::singleFlight();
    \li in the server: when leases end, the minutes of its rate limits, the times in entries, and
        DustTestServer::delayNextWrite().
    \endlist

    It does not drive what goes by the machine's own clock: sockets (their timeouts and heartbeats),
    DustListModel::pollInterval and the application's own timers.

    \sa DustTestServer::clock
*/

/*!
    \qmltype DustTestClock
    \inqmlmodule DustEcto.Test
    \brief The time of a DustTestServer and of its clients, which stands still until a test moves it.

    What it drives is said of the C++ class DustTestClock.
*/

/*!
    \property DustTestClock::dateTime
    \brief the time, in UTC.
*/

/*!
    \qmlproperty date DustTestClock::dateTime
    What time it is.
*/

/*!
    \fn void DustTestClock::advanced()

    Emitted when the time is another one.
*/

/*!
    \qmlsignal DustTestClock::advanced()

    Emitted when the time is another one.
*/

DustTestClock::DustTestClock(QObject *parent) : QObject(parent), d(std::make_unique<Private>()) {}

DustTestClock::~DustTestClock() = default;

QDateTime DustTestClock::dateTime() const
{
    return QDateTime::fromMSecsSinceEpoch(d->time->now().unix, Qt::UTC);
}

/*!
    \fn void DustTestClock::advance(qint64 milliseconds)

    Lets \a milliseconds pass at once. What is due then happens before this returns, or in the next turns of
    the event loop where it has to travel.
*/
/*!
    \qmlmethod void DustTestClock::advance(int milliseconds)

    Lets \a milliseconds pass at once. What is due then happens before this returns, or in the next turns of
    the event loop where it has to travel.
*/
void DustTestClock::advance(qint64 milliseconds)
{
    d->time->advance(qMax(qint64(0), milliseconds));
    Q_EMIT advanced();
    Q_EMIT d->time->jumped();
}

#include "moc_dusttestclock.cpp"
