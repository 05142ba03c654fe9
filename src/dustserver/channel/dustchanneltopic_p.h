// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCHANNELTOPIC_P_H
#define DUSTCHANNELTOPIC_P_H

#include "dustchannelframes_p.h"
#include "dustserverstore_p.h"

#include <array>
#include <vector>

class DustChannel;

// Everybody who has joined a store under one of its names. A live event is the same bytes for all
// who share a serializer, so it is encoded once. Lives as long as somebody is there.
class DustChannelTopic final : public QObject
{
    Q_OBJECT

public:
    static DustChannelTopic *of(DustServerStore *store, const QString &topic);

    void add(DustChannel *channel, DustChannelFrame::Serializer serializer);
    void remove(DustChannel *channel);

private:
    using Members = std::vector<DustChannel *>; // null: gone while it was told

    DustChannelTopic(DustServerStore *store, const QString &topic);
    void broadcast(const DustCommit &commit);
    void tidy();

    std::array<Members, 2> m_members; // by serializer
    bool m_isTelling = false;
};

#endif // DUSTCHANNELTOPIC_P_H
