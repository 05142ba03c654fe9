// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// From a token to a link, and from a link's end to the next.

#include "dustchannelsocket_p.h"

#include "dustchannelerrors_p.h"

#include <QtCore/QPointer>
#include <QtCore/QUrlQuery>

using namespace Qt::StringLiterals;

namespace {

// QUrlQuery leaves a plus as it is, which servers read as a space.
QUrl addressOf(const QUrl &url, const QString &token, DustChannelFrame::Serializer serializer)
{
    QUrlQuery query(url);
    if (!token.isEmpty())
        query.addQueryItem(u"token"_s, QString::fromLatin1(QUrl::toPercentEncoding(token)));
    query.addQueryItem(u"vsn"_s, serializer == DustChannelFrame::Json ? u"2.0.0"_s : u"3.0.0"_s);
    QUrl address = url;
    address.setQuery(query);
    return address;
}

} // namespace

/*!
    Returns what \a answer to any authenticated request over HTTP says about the token: 401 is what
    refuses it, and everything else that a server says, to a token that it took, is another matter.
*/
DustChannelSocket::Verdict DustChannelSocket::Verdict::of(const DustError &answer)
{
    switch (answer.kind()) {
    case DustError::Unauthorized:
        return answer.httpStatus() == 401 ? Verdict{ TokenRefused, answer, 0 }
                                          : Verdict{ TokenAccepted, {}, 0 };
    case DustError::InvalidParams: // not even sent
        return answer.httpStatus() == 0 ? Verdict{ TokenRefused, answer, 0 }
                                        : Verdict{ TokenAccepted, {}, 0 };
    case DustError::Network:
    case DustError::Timeout:
    case DustError::Http:
    case DustError::RateLimited:
    case DustError::NotImplemented: // something that is no Dust server speaks for it
    case DustError::Closed:
        return { Outage, answer, answer.retryAfter() * Q_INT64_C(1000) };
    default:
        return { TokenAccepted, {}, 0 };
    }
}

void DustChannelSocket::askForToken(const DustError &error, bool mustBeFresh)
{
    if (!setStateAndError(AwaitingToken, error))
        return;
    const TokenSource source = m_source; // it may be replaced, or go, while it is called
    if (!source)
        return takeToken({}, mustBeFresh);
    const QString refused = m_token;
    const QPointer<DustChannelSocket> alive(this);
    source(refused, [alive, mustBeFresh, turn = m_turn](const QString &token) {
        if (alive && alive->m_turn == turn)
            alive->takeToken(token, mustBeFresh);
    });
}

void DustChannelSocket::takeToken(const QString &token, bool mustBeFresh)
{
    if (mustBeFresh && (token.isEmpty() || token == m_token)) {
        setStateAndError(Refused, m_error);
        return;
    }
    m_token = token;
    connectToServer();
}

// A link that is there has another token than the one that was set.
void DustChannelSocket::connectToServer()
{
    const Permit permit = m_permit; // it may be replaced, or go, while it is called
    const quint64 turn = m_turn;
    const QPointer<DustChannelSocket> alive(this);
    const DustResult<void> permitted = permit ? permit() : DustResult<void>();
    if (!alive || m_turn != turn)
        return;
    const DustError why = DustChannelErrors::tokenChanged(m_url);
    // A goodbye would go behind what was pushed, whenever that is delivered.
    const Losses losses = dropLink(m_calls.isEmpty() ? DustChannelLink::Politely
                                                     : DustChannelLink::AtOnce);
    if (!permitted)
        setStateAndError(AwaitingToken, permitted.error());
    else if (setStateAndError(Connecting, m_error))
        openLink();
    if (alive)
        report(losses, why);
}

void DustChannelSocket::openLink()
{
    m_link = std::make_unique<DustChannelLink>(m_settings);
    connect(m_link.get(), &DustChannelLink::opened, this, &DustChannelSocket::noteOpened);
    connect(m_link.get(), &DustChannelLink::received, this, &DustChannelSocket::route);
    connect(m_link.get(), &DustChannelLink::leaving, this, &DustChannelSocket::noteLeaving);
    connect(m_link.get(), &DustChannelLink::ended, this, &DustChannelSocket::endLink);
    m_triedToken = m_token;
    m_link->open(addressOf(m_url, m_token, m_settings.serializer), m_token);
}

void DustChannelSocket::noteOpened()
{
    m_hasAskedAgain = false;
    m_heartbeatTimer.start(m_settings.heartbeat, this);
    m_upFor.start();
    if (!setStateAndError(Connected, {}))
        return;
    QStringList names;
    for (const auto &[name, topic] : m_topics)
        names.append(name);
    const QPointer<DustChannelSocket> alive(this);
    for (const QString &name : std::as_const(names)) {
        const DustSocketTopic *topic = find(name);
        if (topic && topic->state == DustSocketTopic::Idle)
            startJoin(name);
        if (!alive)
            return;
    }
}

void DustChannelSocket::endLink(const DustChannelEnd &end)
{
    if (end.cause == DustBackoff::Refused && m_probe) {
        dropLink(DustChannelLink::AtOnce); // there are no losses of a handshake
        probe(end.error);
    } else {
        waitAfter(end.cause, end.error, 0, dropLink(DustChannelLink::AtOnce));
    }
}

DustChannelSocket::Losses DustChannelSocket::dropLink(DustChannelLink::Manner manner)
{
    // What lasted for long enough did not fail: the failures before it do not count.
    if (m_state == Connected && m_upFor.elapsed() >= m_settings.stable)
        m_backoff.reset();
    m_heartbeatTimer.stop();
    m_callTimer.stop();
    m_heartbeatRef = 0;
    m_heartbeatEnd = 0;
    Losses losses{ m_calls.takeAll(), {} };
    for (auto &[name, topic] : m_topics) {
        if (topic.state == DustSocketTopic::Joined)
            losses.topics.append(name);
        topic.end(DustSocketTopic::Idle, m_settings.stable);
    }
    if (m_link)
        DustChannelLink::retire(std::move(m_link), manner);
    return losses;
}

// The status of a refused handshake cannot be seen from here, and the right answers to a wrong token
// and to a proxy that has lost its server are opposites.
void DustChannelSocket::probe(const DustError &error)
{
    if (!setStateAndError(Probing, error, m_settings.probePatience))
        return;
    const Probe ask = m_probe; // it may be replaced, or go, while it is called
    const QPointer<DustChannelSocket> alive(this);
    ask([alive, turn = m_turn](const Verdict &verdict) {
        if (alive && alive->m_turn == turn)
            alive->takeVerdict(verdict);
    });
}

void DustChannelSocket::takeVerdict(const Verdict &verdict)
{
    const bool hasWords = verdict.error.kind() != DustError::NoError;
    switch (verdict.kind) {
    case Verdict::Outage:
        waitAfter(DustBackoff::Unreachable, hasWords ? verdict.error : m_error, verdict.retryAfter,
                  {});
        break;
    case Verdict::TokenAccepted:
        waitAfter(DustBackoff::Refused, hasWords ? verdict.error : m_error, verdict.retryAfter, {});
        break;
    case Verdict::TokenRefused: {
        const DustError error = hasWords ? verdict.error : DustChannelErrors::tokenRefused(m_url);
        if (m_token != m_triedToken) // it was set in the meantime
            connectToServer();
        else if (m_source && !std::exchange(m_hasAskedAgain, true))
            askForToken(error, true);
        else
            setStateAndError(Refused, error);
        break;
    }
    }
}

void DustChannelSocket::waitAfter(DustBackoff::Cause cause, const DustError &error, qint64 told,
                                  const Losses &losses)
{
    const QPointer<DustChannelSocket> alive(this);
    setStateAndError(Waiting, error, m_backoff.delayAfter(cause, told));
    if (alive)
        report(losses, error);
}

// An answer comes behind all that comes before it, as the question does: neither of a large file on a slow line, nor of
// a long catch-up, a link is dead that moves.
void DustChannelSocket::beat()
{
    constexpr int Coarseness = 16; // timers are early by a twentieth
    if (m_heartbeatRef != 0) {
        const qint64 silence = qMin(m_clock.elapsed() - m_heartbeatAt, m_link->sinceArrival());
        const qint64 rest = m_heartbeatPatience - silence;
        if (rest <= m_heartbeatPatience / Coarseness) {
            endLink({ DustBackoff::Lost, DustChannelErrors::heartbeatTimeout(m_url) });
            return;
        }
        m_heartbeatTimer.start(int(rest), this);
        send(0, ++m_lastRef, u"phoenix"_s, u"heartbeat"_s,
             DustObject()); // servers close who is silent
        return;
    }
    m_heartbeatRef = ++m_lastRef;
    m_heartbeatAt = m_clock.elapsed();
    m_heartbeatPatience = m_settings.heartbeat;
    send(0, m_heartbeatRef, u"phoenix"_s, u"heartbeat"_s, DustObject());
    m_heartbeatEnd = m_link->position();
}

// Patience begins when what was sent has left.
void DustChannelSocket::noteLeaving(qint64 before)
{
    const qint64 now = m_clock.elapsed();
    m_calls.noteLeaving(before, now);
    if (m_heartbeatEnd > before)
        m_heartbeatAt = now;
    for (auto &[name, topic] : m_topics) {
        if (topic.state == DustSocketTopic::Joining && topic.joinEnd > before)
            topic.timer.start(m_settings.joinPatience, this);
    }
}
