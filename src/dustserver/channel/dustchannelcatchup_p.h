// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCHANNELCATCHUP_P_H
#define DUSTCHANNELCATCHUP_P_H

#include "dustchannelframes_p.h"
#include "dustchannelpeer_p.h"

// What a channel that has just been joined is told of the past: a thousand operations a turn of the
// event loop, and no faster than its socket takes them.
class DustChannelCatchUp
{
public:
    enum Step {
        Again, // in the next turn
        Wait, // for room in the socket
        Complete,
        Broken // the channel cannot be told
    };
    static constexpr qint64 MostWaiting = 1024 * 1024;

    DustChannelCatchUp(const DustServerStore *store, DustChannelPeer *peer,
                       const DustChannelFrames::Address &to, const DustValue &lastSeq);

    Step turn();

private:
    Step tellPage();
    bool fetch();
    bool canTell(const DustCatchUp &page) const;
    void complete();

    const DustServerStore *const m_store;
    DustChannelPeer *const m_peer;
    const DustChannelFrames::Address m_to;
    const DustValue m_lastSeq; // as the client gave it
    quint64 m_since = 0;
    std::optional<DustCatchUp> m_page;
    qsizetype m_next = 0; // of the page's events
};

#endif // DUSTCHANNELCATCHUP_P_H
