// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCHANNELSETTINGS_P_H
#define DUSTCHANNELSETTINGS_P_H

#include "dustbackoff_p.h"
#include "dustchannelframe_p.h"
#include "dustwiretap_p.h"

#include <QtNetwork/QSslConfiguration>

#include <optional>

// How a DustChannelSocket goes about it. Times are in milliseconds, sizes in bytes.
struct DustChannelSettings
{
    DustChannelFrame::Serializer serializer = DustChannelFrame::Json;

    int connectPatience = 10'000; // to the end of the handshake
    int probePatience = 20'000;
    int joinPatience = 10'000;
    int replyPatience = 30'000;
    int heartbeat = 30'000; // from one to the next, and what it has to be answered in
    int stable = 10'000; // what lasted so long has not failed

    DustBackoff::Limits reconnect;
    DustBackoff::Limits rejoin{ 500, 1'000, 30'000 };
    DustBackoff::Random random; // null: the system's

    qint64 maximumIncoming = 256 * 1024 * 1024; // a snapshot is one message
    qint64 maximumOutgoing = 7'999'986; // what servers take (PROTOCOL §7)
    // That have come and wait to be taken in: twice what a catch-up of 100,000 operations has. What comes beyond
    // is taken in at once, so that the server has to wait, and windows with it.
    qsizetype maximumBacklog = 64 * 1024 * 1024;

    // What it says about verification does not count.
    std::optional<QSslConfiguration> sslConfiguration;

    std::shared_ptr<DustWireTaps> taps; // may be null
};

#endif // DUSTCHANNELSETTINGS_P_H
