// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// SimServer: what its channels are asked.

#include "simserver.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

DustObject because(const QString &reason)
{
    return { { u"reason"_s, reason } };
}

DustObject accepted(const DustCommit &commit)
{
    if (!commit.logged)
        return { { u"released"_s, false } };
    DustObject response{ { u"store_seq"_s, commit.event.storeSeq } };
    if (commit.event.op == DustOperation::Lease || commit.event.op == DustOperation::Renew) {
        const DustObject &envelope = commit.event.value.toObject();
        for (const QString &key : { u"token"_s, u"expires_at"_s, u"holder"_s })
            response.insert(key, envelope.value(key));
    }
    return response;
}

} // namespace

// What its event carries: no fence (PROTOCOL §4). The reference is the server's own.
DustOperation SimServer::asPutFile(const DustOperation &operation) const
{
    DustObject reference = operation.value().toObject();
    reference.insert(u"uploaded_at"_s, m_time->now().unix);
    return DustOperation::putFile(operation.path(), reference)
            .setClientOpId(operation.clientOpId());
}

void SimServer::push(const SimLink *link, quint64 joinRef, quint64 ref,
                     const DustOperation &operation)
{
    const ChannelPointer channel = find(link, joinRef);
    if (!channel)
        return; // a wrong join_ref is ignored
    DustOperation carried = operation;
    if (carried.kind() == DustOperation::PutFile)
        carried = asPutFile(operation);
    channel->mailbox.push_back({ ref, carried, m_time->monotonic(), false });
    workLater(channel);
}

void SimServer::status(const SimLink *link, quint64 joinRef, quint64 ref)
{
    const ChannelPointer channel = find(link, joinRef);
    if (!channel)
        return;
    channel->mailbox.push_back({ ref, DustOperation(), m_time->monotonic(), true });
    workLater(channel);
}

void SimServer::workLater(const ChannelPointer &channel)
{
    if (channel->isWorking || channel->mailbox.empty())
        return;
    channel->isWorking = true;
    const qint64 latest = channel->mailbox.front().arrived + LongestWork;
    const int longest = m_dice.chance(m_settings.slowness) ? LongestWork : 20;
    const qint64 time = std::min(latest, m_time->monotonic() + m_dice.between(1, longest));
    m_time->at(time, [this, channel] {
        channel->isWorking = false;
        if (channel->isOver)
            return;
        const Push push = channel->mailbox.front();
        channel->mailbox.pop_front();
        work(channel, push);
        if (!channel->isOver)
            workLater(channel);
    });
}

void SimServer::reply(const ChannelPointer &channel, quint64 ref, bool ok,
                      const DustObject &response, int delay)
{
    // The process that answers may be gone by the time that its answer travels.
    m_time->in(delay, [=, link = channel->link, peer = channel->peer] {
        link->down([=] { peer->replied(ref, ok, response); });
    });
}

std::optional<DustObject> SimServer::refusal(int client)
{
    if (readOnly.count(client) > 0)
        return DustObject{ { u"reason"_s, u"missing_scope"_s },
                           { u"scope"_s, u"entries:write"_s } };
    if (isHolding())
        return because(u"store_archived"_s);
    if (!takeBudget())
        return DustObject{ { u"reason"_s, u"rate_limited"_s }, { u"retry_after_ms"_s, 60'000 } };
    return std::nullopt;
}

void SimServer::work(const ChannelPointer &channel, const Push &push)
{
    if (push.isStatus) {
        reply(channel, push.ref, true,
              { { u"current_seq"_s, m_ledger->currentSeq() },
                { u"entry_count"_s, m_ledger->entryCount() } });
        return;
    }
    if (const auto response = refusal(channel->client)) {
        reply(channel, push.ref, false, *response);
        return;
    }
    if (misanswer(channel, push))
        return;
    // The echo mostly comes first.
    const bool isOvertaking = m_dice.chance(m_settings.slowness);
    const auto result = commit(push.operation, deviceOf(channel->client), false);
    const int delay = isOvertaking ? m_dice.below(600) : 0;
    if (result) {
        reply(channel, push.ref, true, accepted(*result), delay);
        return;
    }
    say(u"refuses %1: %2"_s.arg(push.operation.clientOpId(), result.error().reason()));
    reply(channel, push.ref, false, because(result.error().reason()), delay);
}

// Answers that say nothing about what happened.
bool SimServer::misanswer(const ChannelPointer &channel, const Push &push)
{
    if (m_settings.asProduction && push.operation.kind() == DustOperation::PutFile) {
        bool holdsFiles = false;
        m_ledger->view().scan({}, {}, [&](const DustRow &row) {
            holdsFiles = row.type() == DustEntry::File;
            return !holdsFiles;
        });
        if (holdsFiles) {
            std::erase(m_channels, channel);
            channel->isOver = true;
            say(u"a channel of client %1 crashes on a file"_s.arg(channel->client));
            channel->link->down(
                    [peer = channel->peer, ref = channel->joinRef] { peer->crashed(ref); });
            return true;
        }
    }
    if (misanswers <= 0)
        return false;
    --misanswers;
    const QString device = deviceOf(channel->client);
    const int kind = m_dice.below(6);
    say(u"answers %1 in the way %2"_s.arg(push.operation.clientOpId(), QString::number(kind)));
    switch (kind) {
    case 0: // too late, but done
        commit(push.operation, device, m_dice.chance(30));
        [[fallthrough]];
    case 1: // too late, and not done
        reply(channel, push.ref, false, because(u"writer_unavailable"_s));
        return true;
    case 2: // too late, and done later
        reply(channel, push.ref, false, because(u"writer_unavailable"_s));
        m_time->at(std::max(m_time->monotonic(), push.arrived + m_dice.below(LongestWork)),
                   [=, this, age = m_age, client = channel->client] {
                       if (age == m_age)
                           straggle(client, push.operation, push.arrived, false);
                   });
        return true;
    case 3: // done, and no answer
        commit(push.operation, device, m_dice.chance(30));
        return true;
    case 4:
        reply(channel, push.ref, false, because(u"the moon is full"_s));
        return true;
    default: // it crashes, and takes with it what it was sent
        std::erase(m_channels, channel);
        channel->isOver = true;
        channel->link->down([peer = channel->peer, ref = channel->joinRef] { peer->crashed(ref); });
        return true;
    }
}
