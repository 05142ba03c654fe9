// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCHANNELFRAMES_P_H
#define DUSTCHANNELFRAMES_P_H

// The frames that a server sends of itself.

#include "dustchannelframe_p.h"
#include "dustledger_p.h"

namespace DustChannelFrames {

using Serializer = DustChannelFrame::Serializer;

// Where a frame goes: joinRef is null for what everybody on the topic gets.
struct Address
{
    Serializer serializer = DustChannelFrame::Json;
    QStringView joinRef;
    QStringView topic;
};

QByteArray reply(const Address &to, QStringView ref, QLatin1StringView status,
                 const DustObject &response);
// phx_close and phx_error.
QByteArray ending(const Address &to, QLatin1StringView event);

QByteArray event(const Address &to, const DustEvent &event);
QByteArray snapshot(const Address &to, const DustSnapshot &snapshot);
QByteArray catchUpComplete(const Address &to, const DustValue &throughSeq);

// Catch-up gives typed decimals and datetimes as plain text (PROTOCOL §7).
bool holdsTyped(const DustValue &value);
DustValue plain(const DustValue &value);

} // namespace DustChannelFrames

#endif // DUSTCHANNELFRAMES_P_H
