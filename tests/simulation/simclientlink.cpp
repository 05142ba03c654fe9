// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// SimClient: its socket, as DustChannelSocket behaves.

#include "dustwriteanswers_p.h"
#include "simclient.h"

using namespace Qt::StringLiterals;
using namespace DustReplicaInput;

namespace {

constexpr qint64 ReplyPatience = 30'000;

DustError lost(const QString &why, const QString &reason = u"lost"_s)
{
    return DustError(DustError::Network, why, { { u"reason"_s, reason } });
}

} // namespace

void SimClient::connectLater(int delay)
{
    m_time->in(delay, [this, life = m_life] {
        if (life == m_life)
            connectNow();
    });
}

void SimClient::connectNow()
{
    if (!m_replica || m_link)
        return;
    if (m_server->isDown || (!m_isCalm && m_dice.chance(15)))
        return connectLater(m_dice.between(300, 5'000));
    m_link = std::make_shared<SimLink>(m_time, m_dice.roll(), m_isCalm ? 0 : m_settings.slowness);
    m_link->closedAtClient = [this, link = m_link.get()] {
        if (m_link.get() == link)
            loseLink();
    };
    m_server->accept(m_link);
    todo([this] { sendJoin(); });
}

void SimClient::sendJoin()
{
    if (!m_replica || !m_link || m_isOpen)
        return;
    m_isOpen = true;
    const quint64 joinRef = ++m_joinRef;
    const quint64 seq = m_replica->joinSeq();
    m_toldSeq = seq;
    m_link->up([this, link = m_link, joinRef, seq] {
        m_server->join(link, this, m_number, joinRef, seq);
    });
    // A join that is not answered is the end of the link.
    m_time->in(10'000, [this, joinRef, life = m_life] {
        if (life == m_life && joinRef == m_joinRef && m_isOpen && !m_isJoined)
            reconnect();
    });
}

bool SimClient::isCurrent(quint64 joinRef) const
{
    if (!m_replica || !m_isOpen)
        return false;
    return joinRef == 0 ? m_isJoined || m_tellsEarlyNews : joinRef == m_joinRef;
}

void SimClient::endChannel(const QString &why, bool loses, const QString &reason)
{
    const bool wasOpen = std::exchange(m_isOpen, false);
    m_isJoined = false;
    const bool isDownFirst = m_dice.chance(50);
    const auto down = [&] {
        if (wasOpen)
            feed(Down{ lost(why, reason), m_link != nullptr });
    };
    if (isDownFirst)
        down();
    auto pushes = loses ? std::exchange(m_pushes, {}) : std::map<quint64, Push>();
    std::erase_if(m_pushes, [](const auto &push) { return push.second.send == 0; });
    for (const auto &[ref, push] : pushes) {
        if (push.send != 0)
            feed(Unanswered{ push.send, lost(why) });
    }
    if (!isDownFirst)
        down();
}

void SimClient::loseLink()
{
    ++m_counts.cuts;
    m_link.reset();
    if (!m_replica)
        return;
    say(u"its link is gone"_s);
    endChannel(u"The link is gone."_s, true, u"lost"_s);
    connectLater(m_isCalm                    ? 50
                         : m_dice.chance(60) ? m_dice.between(20, 1'500)
                                             : m_dice.between(1'000, 20'000));
}

void SimClient::cut()
{
    if (m_link)
        m_link->cut();
}

// The heartbeat notices, after a while.
void SimClient::swallow(bool up, bool down)
{
    if (!m_link)
        return;
    say(u"its link swallows everything"_s);
    m_link->swallowsUp = up;
    m_link->swallowsDown = down;
    m_time->in(m_dice.between(30'000, 60'000), [link = m_link] { link->cut(); });
}

void SimClient::crashChannel()
{
    if (!m_link || !m_isOpen)
        return;
    crashed(m_joinRef);
}

void SimClient::reconnect()
{
    if (m_link) {
        const auto link = m_link;
        link->closeAtClient();
        link->cut();
    }
    connectLater(20);
}

void SimClient::rejoin()
{
    ++m_counts.rejoins;
    if (!m_link)
        return;
    say(u"joins again"_s);
    endChannel(u"It joins again."_s, false, u"rejoining"_s);
    todo([this] { sendJoin(); });
}

void SimClient::push(const Send &send)
{
    if (send.operations.size() != 1)
        fail(u"a push has %1 operations"_s.arg(send.operations.size()));
    const DustOperation operation = send.operations.value(0);
    if (!m_isToldJoined)
        return fail(u"it sends %1 while it is not joined"_s.arg(operation.clientOpId()));
    if (!m_isJoined)
        return feed(Unanswered{ send.send, lost(u"The channel has just ended."_s) });
    const quint64 ref = ++m_lastRef;
    m_pushes[ref] = { send.send, operation };
    m_link->up([=, this, link = m_link.get(), joinRef = m_joinRef] {
        m_server->push(link, joinRef, ref, operation);
    });
    expectReply(ref);
}

void SimClient::askStatus()
{
    if (m_settings.plant == SimPlant::ResendBeforeCatchUp && !m_isCaughtUp)
        return feed(Status{ m_replica->seq(), -1 });
    if (!m_isJoined)
        return feed(StatusFailed());
    const quint64 ref = ++m_lastRef;
    m_pushes[ref] = {};
    m_link->up([=, this, link = m_link.get(), joinRef = m_joinRef] {
        m_server->status(link, joinRef, ref);
    });
    expectReply(ref);
}

void SimClient::expectReply(quint64 ref)
{
    m_time->in(ReplyPatience, [this, ref, life = m_life] {
        if (life != m_life || m_pushes.count(ref) == 0)
            return;
        const Push push = m_pushes.extract(ref).mapped();
        if (push.send == 0)
            feed(StatusFailed());
        else
            feed(Unanswered{ push.send, lost(u"No reply came."_s) });
    });
}

void SimClient::replied(quint64 ref, bool ok, const DustObject &response)
{
    if (!m_replica || m_pushes.count(ref) == 0)
        return;
    const Push push = m_pushes.extract(ref).mapped();
    if (push.send == 0) {
        feed(Status{ response.value(u"current_seq"_s).toUnsignedInteger(),
                     response.value(u"entry_count"_s).toInteger() });
    } else if (ok) {
        feed(Accepted{
                push.send, { response.value(u"store_seq"_s).toUnsignedInteger() }, response });
    } else {
        feed(Refused{ push.send, DustWriteAnswers::errorOf(push.operation, response) });
    }
}

void SimClient::joined(quint64 joinRef, const JoinReply &reply)
{
    if (!isCurrent(joinRef))
        return;
    m_isJoined = true;
    const bool isBehind = reply.storeSeq < m_replica->seq();
    Joined joined;
    joined.storeSeq = reply.storeSeq;
    joined.mayWrite = reply.mayWrite;
    joined.scopes = { u"entries:read"_s };
    if (reply.mayWrite)
        joined.scopes.append(u"entries:write"_s);
    m_isCaughtUp = false;
    const bool comesAsEvents = m_server->ledger().compactedThrough() <= m_replica->joinSeq();
    if (m_settings.plant == SimPlant::ResendBeforeCatchUp && !isBehind && comesAsEvents) {
        joined.storeSeq = m_replica->seq();
        feed(joined);
        feed(CatchUpComplete{ joined.storeSeq });
    } else {
        feed(joined);
    }
    if (isBehind && m_replica && m_replica->state() != DustReplica::Diverged)
        fail(u"it does not see that the server went back"_s);
    m_server->noticed(m_number);
}

void SimClient::joinRefused(quint64 joinRef, const DustObject &response)
{
    if (!isCurrent(joinRef))
        return;
    m_isOpen = false;
    const DustError error(DustError::StoreNotAllowed, u"The token is not for the store."_s,
                          { { u"reason"_s, response.value(u"reason"_s).toString() } });
    feed(JoinRefused{ error });
}

void SimClient::crashed(quint64 joinRef)
{
    if (!isCurrent(joinRef))
        return;
    say(u"its channel crashes"_s);
    endChannel(u"The channel crashed."_s, false, u"channel_crashed"_s);
    m_time->in(m_dice.between(200, 3'000), [this, link = m_link.get(), life = m_life] {
        if (life == m_life && m_link.get() == link)
            todo([this] { sendJoin(); });
    });
}

void SimClient::told(quint64 joinRef, const DustEvent &event)
{
    if (!isCurrent(joinRef))
        return;
    Events events;
    const bool hidesGaps = m_settings.plant == SimPlant::LargestSeq;
    while (hidesGaps && m_toldSeq + 1 < event.storeSeq) {
        DustEvent filler;
        filler.op = DustOperation::Delete;
        filler.path = DustPath::fromCanonical("nowhere");
        filler.storeSeq = ++m_toldSeq;
        filler.deviceId = u"planted"_s;
        events.events.append(filler);
    }
    m_toldSeq = std::max(m_toldSeq, event.storeSeq);
    events.events.append(event);
    feed(events);
}

void SimClient::snapshot(quint64 joinRef, const DustSnapshot &snapshot)
{
    if (!isCurrent(joinRef))
        return;
    m_toldSeq = std::max(m_toldSeq, snapshot.seq);
    Snapshot told{ snapshot.seq, snapshot.entries };
    if (m_settings.plant == SimPlant::StaleRows) {
        m_replica->confirmed().scan({}, {}, [&told](const DustRow &row) {
            const auto isThere = [&row](const DustEntry &entry) {
                return entry.path().rendered() == row.path();
            };
            if (std::none_of(told.entries.cbegin(), told.entries.cend(), isThere))
                told.entries.append(*row.entry());
            return true;
        });
    }
    feed(told);
}

void SimClient::caughtUp(quint64 joinRef, quint64 throughSeq)
{
    if (!isCurrent(joinRef))
        return;
    m_isCaughtUp = true;
    feed(CatchUpComplete{ throughSeq });
}
