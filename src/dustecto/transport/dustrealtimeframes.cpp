// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustRealtimeTransport: what comes over the channel, in the order in which it came.

#include "dustrealtimetransport_p.h"

#include "dustchannelerrors_p.h"
#include "dustwire_p.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QTimerEvent>

using namespace Qt::StringLiterals;

DustValue DustRealtimeTransport::joinPayload()
{
    return DustWire::join(m_replica->joinSeq());
}

void DustRealtimeTransport::joined(const DustValue &response)
{
    takeIn(DustWire::joined(response));
}

bool DustRealtimeTransport::joinRefused(const DustObject &response, qint64 *retryAfter)
{
    const auto refusal = DustWire::joinRefusal(u"store:"_s + m_storeName, response);
    *retryAfter = refusal.retryAfter;
    if (refusal.isFinal)
        queue(DustReplicaInputs(DustReplicaInput::JoinRefused{ refusal.error }));
    m_reports.append(refusal.error);
    tell();
    return refusal.isFinal;
}

// What MessagePack cannot carry crashes a channel that is to tell of it, after the join as well
// (PROTOCOL §5).
void DustRealtimeTransport::channelEnded(const DustError &why)
{
    const bool isCaughtUp = std::exchange(m_isCaughtUp, false);
    const bool isCrash = why.reason() == u"channel_crashed"_s;
    const bool isSuspect = isCrash && !isCaughtUp
            && m_link->socket().settings().serializer == DustChannelFrame::MessagePack;
    const DustError told = isSuspect
            ? DustChannelErrors::crashedOverMessagePack(u"store:"_s + m_storeName)
            : why;
    const bool linkGoesOn = m_link->socket().state() == DustChannelSocket::Connected;
    queue(DustReplicaInputs(DustReplicaInput::Down{ told, linkGoesOn }));
    if (isCrash || why.reason() == u"unreadable_payload"_s) {
        m_reports.append(told);
        tell();
    }
}

void DustRealtimeTransport::eventReceived(const QString &event, const DustChannelPayload &payload)
{
    if (event == u"event"_s) {
        if (auto decoded = DustWire::event(payload))
            arrive(std::move(*decoded));
        else
            takeUnreadable(decoded.error());
    } else if (event == u"snapshot"_s) {
        takeIn(DustWire::snapshot(payload));
    } else if (event == u"catch_up_complete"_s) {
        m_isCaughtUp = true;
        takeIn(DustWire::catchUpComplete(payload));
    }
}

void DustRealtimeTransport::answered(const QString &ref, const Answer &answer)
{
    const auto found = m_pushes.constFind(ref);
    if (found == m_pushes.cend())
        return;
    const Answered answered = *found;
    m_pushes.erase(found);
    arrive(DustRealtimeInbox::Answer([answered, answer] { answered(answer); }));
}

// A wait for the next turn would be most of what an answer to a single write takes.
template<typename T>
void DustRealtimeTransport::arrive(T &&item)
{
    const bool isQuiet = m_pace.isQuiet();
    if (isQuiet && m_inbox.isEmpty() && !m_isWorking) {
        handle(DustRealtimeInbox::itemOf(std::forward<T>(item)));
        m_pace.tookInAtOnce();
    } else {
        queue(std::forward<T>(item));
        // More than a long catch-up has: rather does a window wait than memory grow.
        while (!m_isWorking && m_inbox.size() > m_link->socket().settings().maximumBacklog)
            handle(m_inbox.takeFirst());
    }
}

template<typename T>
void DustRealtimeTransport::takeIn(DustResult<T> decoded)
{
    if (decoded)
        arrive(DustReplicaInputs(std::move(*decoded)));
    else
        takeUnreadable(decoded.error());
}

// What it was cannot be told, so that nothing behind it is certain either.
void DustRealtimeTransport::takeUnreadable(const DustError &problem)
{
    m_reports.append(problem);
    tell();
    m_link->rejoinLater(m_storeName);
}

void DustRealtimeTransport::handle(DustRealtimeInbox::Item &&item)
{
    if (auto *input = std::get_if<DustReplicaInputs>(&item))
        take(std::move(*input));
    else
        std::get<DustRealtimeInbox::Answer>(item)();
}

void DustRealtimeTransport::takeStep()
{
    m_pace.handedOver(m_delivery->lastTurn());
    const qsizetype allowance = m_pace.allowance();
    QElapsedTimer passed;
    passed.start();
    qsizetype taken = 0;
    while (!m_inbox.isEmpty() && taken < allowance) {
        auto item = m_inbox.takeFirst();
        taken += DustRealtimeInbox::eventsOf(item);
        handle(std::move(item));
    }
    m_pace.tookIn(taken, passed.nsecsElapsed());
    if (!m_inbox.isEmpty())
        return;
    m_stepTimer.stop();
    waitForTick();
}

void DustRealtimeTransport::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_stepTimer.timerId()) {
        takeStep();
    } else if (event->timerId() == m_tickTimer.timerId()) {
        m_tickTimer.stop();
        tick();
    }
}
