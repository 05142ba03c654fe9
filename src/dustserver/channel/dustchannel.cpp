// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustchannel_p.h"

#include "dustchannelrefusal_p.h"
#include "dustchanneltopic_p.h"

using namespace Qt::StringLiterals;

DustChannel::DustChannel(DustChannelPeer *peer, DustServerStore *store,
                         const DustChannelFrame &join, QObject *parent)
    : QObject(parent), m_peer(peer), m_store(store),
      m_topicMembers(DustChannelTopic::of(store, join.topic)), m_topic(join.topic),
      m_joinRef(join.joinRef)
{
    const DustValue lastSeq = join.payload.toObject().value(u"last_store_seq"_s);
    m_catchUp = std::make_shared<DustChannelCatchUp>(store, peer, address(), lastSeq);
    m_topicMembers->add(this, peer->serializer);
}

DustChannel::~DustChannel()
{
    end();
}

DustChannelFrames::Address DustChannel::address() const
{
    return { m_peer->serializer, m_joinRef, m_topic };
}

QByteArray DustChannel::closeFrame() const
{
    return DustChannelFrames::ending(address(), "phx_close"_L1);
}

void DustChannel::end()
{
    if (std::exchange(m_isOver, true))
        return;
    if (m_topicMembers)
        m_topicMembers->remove(this);
    m_catchUp.reset();
    commitLater();
}

void DustChannel::leave(const DustChannelFrame &push)
{
    awaitAnswers();
    accept(push, {});
    endWith(closeFrame());
}

// What a real server's process dies of: it says no more than that.
void DustChannel::crash()
{
    if (m_isOver)
        return;
    awaitAnswers();
    endWith(DustChannelFrames::ending(address(), "phx_error"_L1));
}

// What was pushed behind it comes to a topic that is not joined.
void DustChannel::endWith(const QByteArray &goodbye)
{
    const auto behind = std::exchange(m_mailbox, {});
    m_peer->sendFrame(goodbye);
    for (const DustChannelFrame &push : behind)
        m_peer->answerUnjoined(push);
    end();
    m_peer->remove(this);
}

void DustChannel::catchUp()
{
    stepLater();
}

void DustChannel::stepLater()
{
    QMetaObject::invokeMethod(this, &DustChannel::step, Qt::QueuedConnection);
}

void DustChannel::step()
{
    if (!m_catchUp || !m_store)
        return;
    const auto working = m_catchUp; // sending may end the channel
    switch (working->turn()) {
    case DustChannelCatchUp::Broken:
        crash();
        break;
    case DustChannelCatchUp::Complete:
        m_toldThrough = m_store->ledger().currentSeq();
        m_catchUp.reset();
        sendReplies();
        break;
    case DustChannelCatchUp::Wait:
        m_isWaiting = true;
        break;
    case DustChannelCatchUp::Again:
        stepLater();
        break;
    }
}

void DustChannel::resume()
{
    if (m_isWaiting && m_peer->backlog() < DustChannelCatchUp::MostWaiting / 2) {
        m_isWaiting = false;
        stepLater();
    }
}

bool DustChannel::isOf(const QString &deviceId) const
{
    return m_peer->deviceId == deviceId;
}

// A real server sends what happens at once, and catch-up tells it again (PROTOCOL §5).
void DustChannel::takeLive(quint64 seq, const DustOutgoing &frame)
{
    if (asProduction() || (!m_catchUp && seq > m_toldThrough))
        m_peer->send(frame);
}

void DustChannel::receive(const DustChannelFrame &push)
{
    if (!asProduction()) {
        handle(push);
        return;
    }
    m_mailbox.push_back(push);
    if (m_mailbox.size() == 1)
        QMetaObject::invokeMethod(this, &DustChannel::handleNext, Qt::QueuedConnection);
}

void DustChannel::handleNext()
{
    if (m_mailbox.empty())
        return;
    const DustChannelFrame push = std::move(m_mailbox.front());
    m_mailbox.pop_front();
    if (!m_mailbox.empty())
        QMetaObject::invokeMethod(this, &DustChannel::handleNext, Qt::QueuedConnection);
    handle(push);
}

void DustChannel::awaitAnswers()
{
    commitNow();
    sendReplies();
}

void DustChannel::handle(const DustChannelFrame &push)
{
    if (!m_store) {
        crash();
        return;
    }
    if (push.event == u"phx_leave"_s) {
        leave(push);
        return;
    }
    if (!push.fault.isEmpty()) {
        refuse(push, DustChannelOperation::unreadable(push.fault));
        return;
    }
    if (!push.payload.isObject()) {
        crash();
        return;
    }
    if (isHooked(push))
        return;
    if (push.event == u"write"_s)
        write(push);
    else if (push.event == u"ack_seq"_s)
        accept(push, {});
    else if (push.event == u"put_file"_s)
        putFile(push);
    else if (push.event == u"rollback"_s)
        rollback(push);
    else if (push.event == u"status"_s)
        status(push);
    else
        crash();
}

void DustChannel::reply(const QString &ref, QLatin1StringView status, const DustObject &response)
{
    if (!m_isOver)
        m_peer->sendFrame(DustChannelFrames::reply(address(), ref, status, response));
}

void DustChannel::accept(const DustChannelFrame &push, const DustObject &response)
{
    reply(push.ref, "ok"_L1, response);
}

void DustChannel::refuse(const DustChannelFrame &push, const DustObject &response)
{
    reply(push.ref, "error"_L1, response);
}

void DustChannel::refuse(const DustChannelFrame &push, const DustError &error)
{
    const bool isFile = push.event == u"put_file"_s;
    if (asProduction() && DustChannelOperation::isFatal(error))
        crash();
    else
        refuse(push,
               DustChannelRefusal::of(error,
                                      isFile ? DustValue(push.event)
                                             : push.payload.toObject().value(u"op"_s)));
}

#include "moc_dustchannel_p.cpp"
