// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Topics, and what travels on them.

#include "dustchannelsocket_p.h"

#include "dustchannelerrors_p.h"

#include <QtCore/QPointer>

using namespace Qt::StringLiterals;

namespace {

QByteArray bytesOf(DustChannelFrame::Serializer serializer, quint64 joinRef, quint64 ref,
                   const QString &topic, const QString &event, const DustValue &payload)
{
    const QString joinRefText = joinRef == 0 ? QString() : QString::number(joinRef);
    DustChannelFrameWriter writer(serializer, joinRefText, QString::number(ref), topic, event);
    writer.value(payload);
    return writer.finish();
}

DustChannelPayload payloadOf(const DustChannelFrame &frame)
{
    return frame.unread.isValid() ? DustChannelPayload(frame.unread)
                                  : DustChannelPayload(frame.payload);
}

} // namespace

/*!
    Joins \a topic, now or as soon as there is a link, and again whenever it has ended for another
    reason than leave(). What to join with is asked of \a payload each time.

    A join that the server refuses is not repeated on the same link, unless rejoin() or rejoinLater()
    asks for it. Of a topic that is joined already, only the payload for the next time is replaced.
*/
void DustChannelSocket::join(const QString &topic, const Payload &payload)
{
    if (DustSocketTopic *known = find(topic))
        known->payload = payload;
    else
        m_topics.try_emplace(topic, payload, DustBackoff(m_settings.random, m_settings.rejoin));
    startJoin(topic);
}

/*!
    Joins \a topic anew, at once: the server closes the old join, whose events do not count any more.
    Replies to what was pushed on it still do.
*/
void DustChannelSocket::rejoin(const QString &topic)
{
    DustSocketTopic *known = find(topic);
    if (!known || m_state != Connected)
        return;
    const bool wasJoined = known->state == DustSocketTopic::Joined;
    known->end(DustSocketTopic::Waiting, m_settings.stable);
    const QPointer<DustChannelSocket> alive(this);
    if (wasJoined)
        Q_EMIT channelEnded(topic, DustChannelErrors::rejoining(topic));
    if (alive)
        startJoin(topic);
}

/*!
    Joins \a topic anew after a delay that grows with each time, or the one that the server has
    \a told, in milliseconds.
*/
void DustChannelSocket::rejoinLater(const QString &topic, qint64 told)
{
    const DustSocketTopic *known = find(topic);
    if (known && m_state == Connected && known->state != DustSocketTopic::Waiting)
        endChannel(topic, DustBackoff::Refused, DustChannelErrors::rejoining(topic), told);
}

/*!
    Leaves \a topic, of which nothing is heard from now on but replies to what was pushed.
*/
void DustChannelSocket::leave(const QString &topic)
{
    DustSocketTopic *known = find(topic);
    if (!known)
        return;
    const quint64 joinRef = known->joinRef;
    m_topics.erase(topic);
    if (joinRef != 0)
        send(joinRef, ++m_lastRef, topic, u"phx_leave"_s, DustObject());
}

bool DustChannelSocket::isJoined(const QString &topic) const
{
    const auto found = m_topics.find(topic);
    return found != m_topics.end() && found->second.state == DustSocketTopic::Joined;
}

/*!
    Sends \a event with \a payload on \a topic, once, and returns its ref; or why it was not sent.
*/
DustResult<QString> DustChannelSocket::push(const QString &topic, const QString &event,
                                            const DustValue &payload)
{
    const DustSocketTopic *known = find(topic);
    if (!known || known->state != DustSocketTopic::Joined)
        return DustChannelErrors::notJoined(topic);
    const quint64 ref = ++m_lastRef;
    const QByteArray bytes = bytesOf(m_settings.serializer, known->joinRef, ref, topic, event,
                                     payload);
    if (bytes.size() > m_settings.maximumOutgoing)
        return DustChannelErrors::pushTooLarge(topic, bytes.size(), m_settings.maximumOutgoing);
    m_calls.add(
            { ref, known->joinRef, m_clock.elapsed(), topic, m_link->position() + bytes.size() });
    if (!m_callTimer.isActive())
        m_callTimer.start(m_settings.replyPatience, this);
    m_link->send(bytes);
    return QString::number(ref);
}

void DustChannelSocket::route(const DustChannelFrame &frame)
{
    if (frame.topic == u"phoenix"_s) {
        if (m_heartbeatRef != 0 && frame.ref == QString::number(m_heartbeatRef))
            m_heartbeatRef = 0;
        return;
    }
    const bool isReadable = frame.fault.isEmpty();
    if (isReadable && frame.event == u"phx_reply"_s)
        return takeReply(frame);
    const DustSocketTopic *topic = find(frame.topic);
    if (!topic || !topic->isCurrent(frame.joinRef))
        return;
    if (!isReadable)
        endChannel(frame.topic, DustBackoff::Misbehaved,
                   DustChannelErrors::unreadable(frame.topic, frame.fault));
    else if (frame.event == u"phx_error"_s)
        endChannel(frame.topic, DustBackoff::Crashed, DustChannelErrors::crashed(frame.topic));
    else if (frame.event == u"phx_close"_s)
        endChannel(frame.topic, DustBackoff::Closed, DustChannelErrors::channelClosed(frame.topic));
    else
        Q_EMIT eventReceived(frame.topic, frame.event, payloadOf(frame), frame.joinRef.isNull());
}

// A reply is what its ref says, whatever the join_ref: of pushes on a join that has ended, too.
void DustChannelSocket::takeReply(const DustChannelFrame &frame)
{
    const DustObject payload = payloadOf(frame).toValue().valueOr({}).toObject();
    const QString status = payload.value(u"status"_s).toString();
    if (status.isEmpty()) {
        endLink({ DustBackoff::Misbehaved,
                  DustChannelErrors::malformed(m_url, u"A reply has no status."_s) });
        return;
    }
    const bool isOk = status == u"ok"_s;
    const DustValue response = payload.value(u"response"_s);
    const quint64 ref = frame.ref.toULongLong();
    const DustSocketTopic *topic = find(frame.topic);
    if (topic && topic->state == DustSocketTopic::Joining && topic->joinRef == ref)
        return takeJoinReply(frame.topic, isOk, response);
    const auto call = m_calls.take(ref, frame.topic);
    if (!call)
        return;
    const QPointer<DustChannelSocket> alive(this);
    Q_EMIT replyReceived(frame.topic, frame.ref, isOk, response);
    if (!alive || isOk || response.toObject().value(u"reason"_s).toString() != u"unmatched topic"_s)
        return;
    topic = find(frame.topic);
    if (topic && topic->joinRef == call->joinRef)
        endChannel(frame.topic, DustBackoff::Crashed, DustChannelErrors::channelGone(frame.topic));
}

void DustChannelSocket::takeJoinReply(const QString &topic, bool ok, const DustValue &response)
{
    DustSocketTopic *known = find(topic);
    if (ok) {
        known->setJoined();
        Q_EMIT joined(topic, response);
    } else {
        known->end(DustSocketTopic::Refused, m_settings.stable);
        Q_EMIT joinRefused(topic, response);
    }
}

void DustChannelSocket::endChannel(const QString &topic, DustBackoff::Cause cause,
                                   const DustError &why, qint64 told)
{
    DustSocketTopic *known = find(topic); // whoever calls has seen it
    const bool wasOpen = known->isOpen();
    known->end(DustSocketTopic::Waiting, m_settings.stable);
    known->timer.start(known->backoff.delayAfter(cause, told), this);
    if (wasOpen)
        Q_EMIT channelEnded(topic, why);
}

void DustChannelSocket::startJoin(const QString &topic)
{
    DustSocketTopic *known = find(topic);
    if (!known || known->isOpen() || m_state != Connected)
        return;
    const Payload payload = known->payload; // it may be replaced, or go, while it is called
    const quint64 turn = m_turn;
    const QPointer<DustChannelSocket> alive(this);
    const DustValue content = payload ? payload() : DustObject();
    if (!alive || m_turn != turn)
        return;
    known = find(topic);
    if (!known || known->isOpen())
        return;
    const quint64 ref = ++m_lastRef;
    known->startJoining(ref);
    known->timer.start(m_settings.joinPatience, this);
    send(ref, ref, topic, u"phx_join"_s, content);
    known->joinEnd = m_link->position();
}

// One timer for all: it is set for the oldest, which mostly is answered long before. An answer comes behind what is
// arriving.
void DustChannelSocket::giveUpCalls()
{
    if (isReceiving()) {
        m_callTimer.start(m_settings.replyPatience, this);
        return;
    }
    const qint64 now = m_clock.elapsed();
    const Losses losses{ m_calls.takeSentUntil(now - m_settings.replyPatience), {} };
    if (m_calls.isEmpty())
        m_callTimer.stop();
    else
        m_callTimer.start(int(m_calls.oldest() + m_settings.replyPatience - now), this);
    const QPointer<DustChannelSocket> alive(this);
    for (const DustChannelCall &call : losses.calls) {
        Q_EMIT pushLost(call.topic, QString::number(call.ref),
                        DustChannelErrors::replyTimeout(call.topic));
        if (!alive)
            return;
    }
}

void DustChannelSocket::send(quint64 joinRef, quint64 ref, const QString &topic,
                             const QString &event, const DustValue &payload)
{
    m_link->send(bytesOf(m_settings.serializer, joinRef, ref, topic, event, payload));
}

DustSocketTopic *DustChannelSocket::find(const QString &topic)
{
    const auto found = m_topics.find(topic);
    return found == m_topics.end() ? nullptr : &found->second;
}
