// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustchanneltopic_p.h"

#include "dustchannel_p.h"
#include "dustchannelpeer_p.h"

#include <algorithm>

DustChannelTopic::DustChannelTopic(DustServerStore *store, const QString &topic) : QObject(store)
{
    setObjectName(topic);
    connect(store, &DustServerStore::committed, this, &DustChannelTopic::broadcast);
}

DustChannelTopic *DustChannelTopic::of(DustServerStore *store, const QString &topic)
{
    auto *found = store->findChild<DustChannelTopic *>(topic, Qt::FindDirectChildrenOnly);
    return found ? found : new DustChannelTopic(store, topic);
}

void DustChannelTopic::add(DustChannel *channel, DustChannelFrame::Serializer serializer)
{
    m_members[serializer].push_back(channel);
}

void DustChannelTopic::remove(DustChannel *channel)
{
    for (Members &members : m_members)
        std::replace(members.begin(), members.end(), channel, static_cast<DustChannel *>(nullptr));
    if (!m_isTelling)
        tidy();
}

void DustChannelTopic::tidy()
{
    for (Members &members : m_members)
        members.erase(std::remove(members.begin(), members.end(), nullptr), members.end());
    if (m_members[0].empty() && m_members[1].empty()) {
        setObjectName(QString()); // whoever joins now gets a new one
        deleteLater();
    }
}

// A send may end a channel that is too far behind, and with it others of its socket.
void DustChannelTopic::broadcast(const DustCommit &commit)
{
    const QString topic = objectName();
    m_isTelling = true;
    for (const auto serializer : { DustChannelFrame::Json, DustChannelFrame::MessagePack }) {
        const Members &members = m_members[serializer];
        if (members.empty())
            continue;
        const DustOutgoing frame = DustChannelPeer::outgoing(
                serializer, DustChannelFrames::event({ serializer, {}, topic }, commit.event));
        // The writer knows already what it wrote, and comes last.
        std::vector<size_t> writers;
        for (size_t i = 0; i < members.size(); ++i) {
            if (members[i] && members[i]->isOf(commit.event.deviceId))
                writers.push_back(i);
            else if (members[i])
                members[i]->takeLive(commit.event.storeSeq, frame);
        }
        DustOutgoing echo = frame;
        echo.isFollowed = true; // by the reply
        for (const size_t i : writers) {
            if (members[i])
                members[i]->takeLive(commit.event.storeSeq, echo);
        }
    }
    m_isTelling = false;
    tidy();
}

#include "moc_dustchanneltopic_p.cpp"
