// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustserverconnection.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QTimerEvent>

/*!
    \class DustServerConnection
    \inmodule DustEcto
    \brief The DustServerConnection class is one connection to a DustServer, with hooks for tests of
    clients.

    What goes out to the client in one piece, an HTTP answer or a WebSocket message, can be held,
    dropped, delayed or cut. What comes in is not touched: writes are committed, only the client does
    not hear of it. The hooks can be combined, and changed at any time from the thread of the server;
    what they did to one connection ends with it.

    \code
    connect(&server, &DustServer::connectionOpened, this, [](DustServerConnection *connection) {
        if (connection->kind() == DustServerConnection::Channel)
            connection->setDelay(200); // a slow network
    });
    server.connections().constFirst()->cut(); // and one that is gone
    \endcode

    \sa DustServer::connections(), DustServer::connectionOpened()
*/

/*!
    \enum DustServerConnection::Kind

    What is spoken on a connection.

    \value Http HTTP/1.1. Every connection begins so.
    \value Channel Phoenix Channels over a WebSocket.
*/

namespace {

qint64 monotonicNow()
{
    return QDeadlineTimer::current().deadline();
}

} // namespace

DustServerConnection::DustServerConnection(Kind kind, qint64 maximumBacklog, QObject *parent)
    : QObject(parent), m_kind(kind), m_maximumBacklog(maximumBacklog)
{}

DustServerConnection::~DustServerConnection() = default;

/*!
    \fn DustServerConnection::Kind DustServerConnection::kind() const

    Returns whether this speaks HTTP, or Phoenix Channels over a WebSocket.
*/

/*!
    \fn QString DustServerConnection::deviceId() const

    Returns what the client of a channel socket calls itself; empty for HTTP.
*/

/*!
    Keeps back what goes out from now on. What is kept back counts for
    DustServer::setMaximumBacklog().

    \sa release()
*/
void DustServerConnection::hold()
{
    m_isHeld = true;
}

/*!
    Sends what hold() kept back, in order and in a later turn of the event loop, and holds nothing any
    more.
*/
void DustServerConnection::release()
{
    m_isHeld = false;
    if (m_timer == 0 && !m_waiting.empty())
        m_timer = startTimer(0, Qt::PreciseTimer);
}

/*!
    Loses the next so many \a messages that are to go out, besides those that an earlier call still
    has to lose. A client whose HTTP answer was lost waits for it: the connection stays open.
*/
void DustServerConnection::dropNext(int messages)
{
    m_drops += messages;
}

/*!
    Sends everything from now on \a milliseconds later, in order; 0, the default, sends at once.
*/
void DustServerConnection::setDelay(int milliseconds)
{
    m_delay = milliseconds;
}

/*!
    Ends the connection at once, without a goodbye. What was not sent yet is lost.

    \sa DustServerAnswer::hangUp()
*/
void DustServerConnection::cut()
{
    m_waiting.clear();
    m_waitingBytes = 0;
    abort();
}

/*!
    Sends only the first \a bytes of the next HTTP answer, then ends the connection. Does not cut
    messages of channel sockets.
*/
void DustServerConnection::cutNextAfter(qint64 bytes)
{
    m_cutAfter = bytes;
}

/*!
    Returns how many bytes wait to be sent, here and in the socket.
*/
qint64 DustServerConnection::backlog() const
{
    return m_waitingBytes + unsent();
}

/*!
    \fn void DustServerConnection::closed()

    Emitted when the connection has ended, whoever ended it. The object goes in a later turn of the
    event loop. An HTTP connection that becomes a channel socket goes without this signal.
*/

// A reader that lets this much pile up is gone, or wants to see how much it takes. One message may
// be larger: a snapshot is one.
void DustServerConnection::send(const DustOutgoing &message)
{
    if (m_drops > 0) {
        --m_drops;
        return;
    }
    if (backlog() > m_maximumBacklog) {
        cut();
        return;
    }
    if (!m_isHeld && m_delay == 0 && m_waiting.empty()) {
        pass(message);
        return;
    }
    m_waitingBytes += message.size();
    m_waiting.push_back({ message, monotonicNow() + m_delay });
    if (m_timer == 0 && !m_isHeld)
        m_timer = startTimer(m_delay, Qt::PreciseTimer);
}

void DustServerConnection::pass(const DustOutgoing &message)
{
    if (m_cutAfter < 0) {
        put(message);
        return;
    }
    DustOutgoing beginning = message;
    beginning.bytes.truncate(std::exchange(m_cutAfter, -1));
    beginning.closes = true;
    put(beginning);
}

void DustServerConnection::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_timer)
        return;
    killTimer(std::exchange(m_timer, 0));
    while (!m_isHeld && !m_waiting.empty() && m_waiting.front().due <= monotonicNow()) {
        const DustOutgoing message = std::move(m_waiting.front().message);
        m_waiting.pop_front();
        m_waitingBytes -= message.size();
        pass(message);
    }
    if (!m_isHeld && !m_waiting.empty() && m_timer == 0)
        m_timer = startTimer(int(std::max<qint64>(0, m_waiting.front().due - monotonicNow())),
                             Qt::PreciseTimer);
}

#include "moc_dustserverconnection.cpp"
