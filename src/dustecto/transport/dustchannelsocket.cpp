// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustchannelsocket_p.h"

#include "dustchannelerrors_p.h"

#include <QtCore/QPointer>
#include <QtCore/QRandomGenerator>
#include <QtCore/QTimerEvent>

using namespace Qt::StringLiterals;

namespace {

DustChannelSettings completed(DustChannelSettings settings)
{
    if (!settings.random)
        settings.random = [] { return QRandomGenerator::system()->generateDouble(); };
    return settings;
}

} // namespace

/*!
    \class DustChannelSocket
    \internal

    A socket of Phoenix Channels that stays open: open() says where to, and until close() it connects,
    and connects again after whatever happens, with a delay that is random and grows. It only stops
    at Refused, when the server does not take the token, and no fresh one is to be had. Topics are
    joined whenever there is a link, and again, later, when the server ends them.

    What was pushed is never sent again: each push ends with replyReceived() or pushLost(). Where its link
    has ended, pushLost() comes after channelEnded() of its topic, so that nobody takes it for one that a
    live channel has lost.

    error() says why there is no link; there is none while Disconnected or Connected, and always one
    while Probing, Waiting or Refused.

    Everything may be called, and the socket may be destroyed, from whatever it emits or calls.
*/
DustChannelSocket::DustChannelSocket(const DustChannelSettings &settings, QObject *parent)
    : QObject(parent), m_settings(completed(settings)),
      m_backoff(m_settings.random, m_settings.reconnect)
{
    m_clock.start();
}

DustChannelSocket::~DustChannelSocket()
{
    dropLink(DustChannelLink::Politely);
}

/*!
    Connects to \a url, which has everything but the parameters \c token and \c vsn, and keeps it
    connected. The token comes from \a source, which is asked once now, with an empty text, and once
    more with the token that a server refused; it answers at once or later, on this thread. Without a
    source there is no token.

    What was open before is closed. The topics stay.
*/
DustResult<void> DustChannelSocket::open(const QUrl &url, const TokenSource &source)
{
    if (!url.isValid() || url.host().isEmpty()
        || (url.scheme() != u"ws"_s && url.scheme() != u"wss"_s))
        return DustChannelErrors::invalidUrl(url);
    const QPointer<DustChannelSocket> alive(this);
    close();
    if (!alive)
        return {};
    m_url = url;
    m_source = source;
    m_token.clear();
    m_hasAskedAgain = false;
    m_backoff.reset();
    askForToken({}, false);
    return {};
}

/*!
    Says goodbye to the server. Pushes without a reply are lost; the topics stay, and are joined
    after the next open().
*/
void DustChannelSocket::close()
{
    if (m_state == Disconnected)
        return;
    const Losses losses = dropLink(DustChannelLink::Politely);
    const QPointer<DustChannelSocket> alive(this);
    setStateAndError(Disconnected, {});
    if (alive)
        report(losses, DustChannelErrors::closedHere());
}

/*!
    Goes on with \a token: at once where one is waited for, and where there is a link, or one is being
    made, with another one. That one is given up: pushes without a reply are lost, and the topics joined
    again. Else it counts from the next attempt on.
*/
void DustChannelSocket::setToken(const QString &token)
{
    if (m_state == AwaitingToken || m_state == Refused)
        return takeToken(token, false);
    m_token = token;
    if (m_link && token != m_triedToken)
        connectToServer();
}

/*!
    Does not wait any longer, because the network is back or the application asks. A link that seems
    to be up is tried out.
*/
void DustChannelSocket::reconnectNow()
{
    switch (m_state) {
    case Waiting:
        connectToServer();
        break;
    case Refused:
        m_hasAskedAgain = false;
        askForToken(m_error, false);
        break;
    case Connected:
        if (m_heartbeatRef != 0)
            break; // it is being tried out
        beat();
        m_heartbeatPatience = qMin(m_settings.connectPatience, m_settings.heartbeat);
        m_heartbeatTimer.start(m_heartbeatPatience, this);
        break;
    case Disconnected:
    case AwaitingToken:
    case Connecting:
    case Probing:
        break;
    }
}

QString DustChannelSocket::withoutToken(const QString &text) const
{
    return m_link ? m_link->withoutToken(text) : text;
}

void DustChannelSocket::timerEvent(QTimerEvent *event)
{
    const int id = event->timerId();
    if (id == m_heartbeatTimer.timerId()) {
        m_heartbeatTimer.start(m_settings.heartbeat, this);
        beat();
    } else if (id == m_callTimer.timerId()) {
        giveUpCalls();
    } else if (id == m_stateTimer.timerId()) {
        m_stateTimer.stop();
        if (m_state == Waiting)
            connectToServer();
        else if (m_state == Probing)
            takeVerdict({});
    } else {
        for (auto &[name, topic] : m_topics) {
            if (topic.timer.timerId() != id)
                continue;
            const QString due = name;
            if (topic.state == DustSocketTopic::Waiting)
                startJoin(due);
            else if (isReceiving()) // and the answer comes behind it
                topic.timer.start(m_settings.joinPatience, this);
            else
                endChannel(due, DustBackoff::Silent, DustChannelErrors::joinTimeout(due));
            return;
        }
    }
}

bool DustChannelSocket::setStateAndError(State state, const DustError &error, int delay)
{
    m_stateTimer.stop();
    m_nextAttempt = {};
    if (delay >= 0) {
        m_stateTimer.start(delay, this);
        if (state == Waiting)
            m_nextAttempt = QDateTime::currentDateTimeUtc().addMSecs(delay);
    }
    m_state = state;
    m_error = error;
    const quint64 turn = ++m_turn;
    const QPointer<DustChannelSocket> alive(this);
    Q_EMIT stateChanged();
    return alive && m_turn == turn;
}

void DustChannelSocket::report(const Losses &losses, const DustError &why)
{
    const QPointer<DustChannelSocket> alive(this);
    for (const QString &topic : losses.topics) {
        Q_EMIT channelEnded(topic, why);
        if (!alive)
            return;
    }
    for (const DustChannelCall &call : losses.calls) {
        Q_EMIT pushLost(call.topic, QString::number(call.ref), why);
        if (!alive)
            return;
    }
}

#include "moc_dustchannelsocket_p.cpp"
