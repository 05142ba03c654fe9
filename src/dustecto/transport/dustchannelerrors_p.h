// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCHANNELERRORS_P_H
#define DUSTCHANNELERRORS_P_H

#include "dusterror.h"

QT_BEGIN_NAMESPACE
class QUrl;
QT_END_NAMESPACE

// What goes wrong with sockets and channels, as DustErrors. The token is in none of them: a server
// is named by scheme, host and port, and what it said has to be cleaned before it comes here.
namespace DustChannelErrors {

DustError invalidUrl(const QUrl &url);

// Of a link.
DustError unreachable(const QUrl &url, const QString &trouble);
DustError badCertificate(const QUrl &url, const QString &trouble);
DustError connectTimeout(const QUrl &url);
DustError handshakeRefused(const QUrl &url, const QString &trouble);
DustError tokenRefused(const QUrl &url);
DustError closed(const QUrl &url, int code, const QString &trouble);
DustError lost(const QUrl &url, const QString &trouble);
DustError tokenChanged(const QUrl &url);
DustError malformed(const QUrl &url, const QString &problem);
DustError tooLarge(const QUrl &url, qint64 maximum);
DustError heartbeatTimeout(const QUrl &url);
DustError closedHere();

// Of a channel, and of a push.
DustError joinTimeout(const QString &topic);
DustError crashed(const QString &topic);
DustError crashedOverMessagePack(const QString &topic); // before all there was had been told
DustError channelClosed(const QString &topic);
DustError channelGone(const QString &topic);
DustError unreadable(const QString &topic, const QString &fault);
DustError rejoining(const QString &topic);
DustError notJoined(const QString &topic);
DustError pushTooLarge(const QString &topic, qint64 size, qint64 maximum);
DustError replyTimeout(const QString &topic);

} // namespace DustChannelErrors

#endif // DUSTCHANNELERRORS_P_H
