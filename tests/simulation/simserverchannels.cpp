// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// SimServer: its channels, and what they tell. What they are asked is in simserverpushes.cpp.

#include "simserver.h"

#include "dustlogrecord_p.h"

#include <QtCore/QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

bool isOnLeaf(DustOperation::Kind op)
{
    return op == DustOperation::Increment || op == DustOperation::Add
            || op == DustOperation::Remove;
}

// Some total, and not the right one.
DustValue spoilt(const DustValue &total)
{
    if (total.isArray())
        return DustValue(total.toArray().mid(0, total.toArray().size() / 2));
    return total.toInteger() / 2;
}

} // namespace

std::vector<std::shared_ptr<SimLink>> SimServer::links() const
{
    std::vector<std::shared_ptr<SimLink>> open;
    for (const auto &link : m_links) {
        if (link->isOpenAtServer || link->isOpenAtClient)
            open.push_back(link);
    }
    return open;
}

void SimServer::accept(const std::shared_ptr<SimLink> &link)
{
    m_links = links();
    m_links.push_back(link);
    link->closedAtServer = [this, bare = link.get()] {
        const auto channels = m_channels;
        for (const ChannelPointer &channel : channels) {
            if (channel->link.get() == bare)
                end(channel);
        }
    };
}

SimServer::ChannelPointer SimServer::find(const SimLink *link, quint64 joinRef) const
{
    for (const ChannelPointer &channel : m_channels) {
        if (channel->link.get() == link && channel->joinRef == joinRef)
            return channel;
    }
    return nullptr;
}

void SimServer::join(const std::shared_ptr<SimLink> &link, SimChannelPeer *peer, int client,
                     quint64 joinRef, quint64 lastSeq)
{
    if (isHolding() && m_unaware.count(client) == 0) {
        link->cut(); // until those who are ahead have seen it
        return;
    }
    const auto channels = m_channels;
    for (const ChannelPointer &old : channels) {
        if (old->link == link)
            end(old);
    }
    if (refused.count(client) > 0) {
        const DustObject response{ { u"reason"_s, u"store_not_allowed"_s } };
        link->down([=] { peer->joinRefused(joinRef, response); });
        return;
    }
    const auto channel = std::make_shared<Channel>();
    channel->link = link;
    channel->peer = peer;
    channel->client = client;
    channel->joinRef = joinRef;
    m_channels.push_back(channel);
    say(u"client %1 joins from %2 of %3"_s.arg(QString::number(client), QString::number(lastSeq),
                                               QString::number(m_ledger->currentSeq())));
    const SimChannelPeer::JoinReply reply{ m_ledger->currentSeq(), readOnly.count(client) == 0 };
    link->down([=] { peer->joined(joinRef, reply); });
    ++counts.catchUps;
    m_time->in(m_dice.below(60), [=, this] { catchUp(channel, lastSeq, true); });
}

void SimServer::catchUp(const ChannelPointer &channel, quint64 since, bool isFirst)
{
    if (channel->isOver)
        return;
    SimChannelPeer *const peer = channel->peer;
    const quint64 joinRef = channel->joinRef;
    auto page = m_ledger->catchUp(since, m_settings.pageSize);
    if (!page || (page->snapshot && !isFirst)) { // the log went while it was read
        channel->isOver = true;
        end(channel);
        channel->link->down([=] { peer->crashed(joinRef); });
        return;
    }
    if (page->snapshot) {
        ++counts.snapshots;
        say(u"client %1 is told a snapshot at %2"_s.arg(QString::number(channel->client),
                                                        QString::number(page->snapshot->seq)));
        if (hides)
            hides(channel->client, *page->snapshot);
        channel->link->down([=, snapshot = *page->snapshot] { peer->snapshot(joinRef, snapshot); });
    }
    if (m_settings.asProduction)
        spoilTotals(&*page);
    for (const DustEvent &event : std::as_const(page->events))
        channel->link->down([=] { peer->told(joinRef, event); });
    const quint64 through = page->throughSeq;
    if (page->complete)
        channel->link->down([=] { peer->caughtUp(joinRef, through); });
    else
        m_time->in(m_dice.between(1, 80), [=, this] { catchUp(channel, through, false); });
}

void SimServer::spoilTotals(DustCatchUp *page) const
{
    if (page->events.isEmpty())
        return;
    const auto records = m_ledger->log(page->events.first().storeSeq - 1, m_settings.pageSize);
    QSet<QByteArray> replaced;
    for (const DustLogRecord &record : records.valueOr({})) {
        if (isOnLeaf(record.op))
            continue;
        replaced.insert(record.path);
        for (const DustLeafChange &change : record.changes) {
            if (change.path.startsWith(record.path + '/')) // not those that fell to their case
                replaced.insert(change.path);
        }
    }
    for (DustEvent &event : page->events) {
        if (isOnLeaf(event.op) && replaced.contains(event.path.rendered()))
            event.value = spoilt(event.value);
    }
}

// Live news: in disorder, and now and then twice.
void SimServer::broadcast(const DustEvent &event)
{
    for (const ChannelPointer &channel : m_channels) {
        const auto tell = [channel, event] {
            if (!channel->isOver)
                channel->link->down([peer = channel->peer, event] { peer->told(0, event); });
        };
        const bool isLate = m_dice.chance(m_settings.slowness);
        if (isLate)
            m_time->in(m_dice.between(1, 500), tell);
        else
            tell();
        if (m_dice.chance(3))
            m_time->in(m_dice.between(1, 700), tell);
    }
}

// What is still to be done is done later, or never.
void SimServer::end(const ChannelPointer &channel)
{
    std::erase(m_channels, channel);
    if (channel->isOver)
        return;
    channel->isOver = true;
    const int worked = channel->mailbox.empty() || m_dice.chance(30)
            ? 0
            : m_dice.between(1, int(channel->mailbox.size()));
    qint64 last = m_time->monotonic();
    for (int i = 0; i < worked; ++i) {
        const Push &push = channel->mailbox[std::size_t(i)];
        if (push.isStatus)
            continue;
        const qint64 latest = std::max(last, push.arrived + LongestWork);
        last += qint64(m_dice.roll() % quint64(latest - last + 1));
        const bool isSilent = m_dice.chance(40);
        m_time->at(last, [=, this, age = m_age, client = channel->client] {
            if (age == m_age)
                straggle(client, push.operation, push.arrived, isSilent);
        });
    }
    channel->mailbox.clear();
}

void SimServer::straggle(int client, const DustOperation &operation, qint64 arrived, bool isSilent)
{
    // A rollback may bring the lease back under which it was sent: no client can prevent that (doc/replica.md).
    if (operation.fence() && m_rolledBackAt >= arrived)
        return;
    if (isHolding() || readOnly.count(client) > 0)
        return;
    ++counts.stragglers;
    commit(operation, deviceOf(client), isSilent);
}
