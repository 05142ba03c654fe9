// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustchannelerrors_p.h"

#include "dusttext_p.h"

#include <QtCore/QUrl>

using namespace Qt::StringLiterals;

namespace {

DustError failure(DustError::Kind kind, const QString &reason, const QString &message)
{
    return DustError(kind, message, { { u"reason"_s, reason } });
}

// The query holds the token, and a path or a user name may hold one as well.
QString named(const QUrl &url)
{
    return DustText::quoted(url.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemovePath
                                                | QUrl::RemoveQuery | QUrl::RemoveFragment));
}

DustError crash(const QString &topic, const QString &remedy)
{
    return failure(DustError::Network, u"channel_crashed"_s,
                   u"The server's side of %1 crashed. %2It is joined again later."_s.arg(
                           DustText::quoted(topic), remedy));
}

} // namespace

DustError DustChannelErrors::invalidUrl(const QUrl &url)
{
    return DustError::invalidParams(
            u"invalid_url"_s,
            u"%1 is not the URL of a socket: it has to be ws://host or wss://host."_s.arg(
                    named(url)));
}

DustError DustChannelErrors::unreachable(const QUrl &url, const QString &trouble)
{
    return failure(
            DustError::Network, u"unreachable"_s,
            u"%1 cannot be reached: %2. It is tried again; see to the network, or to the server."_s
                    .arg(named(url), trouble));
}

DustError DustChannelErrors::badCertificate(const QUrl &url, const QString &trouble)
{
    return failure(
            DustError::Network, u"certificate"_s,
            u"%1 cannot be trusted: %2. Add the certificate of its issuer, if it is the right server."_s
                    .arg(named(url), trouble));
}

DustError DustChannelErrors::connectTimeout(const QUrl &url)
{
    return failure(
            DustError::Timeout, u"connect_timeout"_s,
            u"%1 did not open the socket in time. It is tried again; see to the network, or to the server."_s
                    .arg(named(url)));
}

DustError DustChannelErrors::handshakeRefused(const QUrl &url, const QString &trouble)
{
    return failure(
            DustError::Network, u"handshake_refused"_s,
            u"%1 refused the socket: %2. It is tried again; check the URL, and what speaks for the server if there is a proxy."_s
                    .arg(named(url), trouble));
}

DustError DustChannelErrors::tokenRefused(const QUrl &url)
{
    return failure(
            DustError::Unauthorized, u"token_refused"_s,
            u"%1 refused the token, which is wrong, expired or withdrawn: set a fresh one."_s.arg(
                    named(url)));
}

DustError DustChannelErrors::closed(const QUrl &url, int code, const QString &trouble)
{
    const QString said = trouble.isEmpty() ? QString() : u", saying "_s + DustText::quoted(trouble);
    return failure(DustError::Network, u"closed_by_server"_s,
                   u"%1 closed the socket with %2%3. It is opened again."_s.arg(
                           named(url), QString::number(code), said))
            .with(u"close_code"_s, code);
}

DustError DustChannelErrors::lost(const QUrl &url, const QString &trouble)
{
    return failure(DustError::Network, u"connection_lost"_s,
                   u"The connection to %1 broke: %2. It is made again."_s.arg(named(url), trouble));
}

DustError DustChannelErrors::tokenChanged(const QUrl &url)
{
    return failure(
            DustError::Network, u"token_changed"_s,
            u"The connection to %1 had another token than the one that was set. It is made again."_s
                    .arg(named(url)));
}

DustError DustChannelErrors::malformed(const QUrl &url, const QString &problem)
{
    return failure(
            DustError::Network, u"malformed_frame"_s,
            u"%1 sent what is no channel frame: %2 The socket is opened again; check that this is a Dust server."_s
                    .arg(named(url), problem));
}

DustError DustChannelErrors::tooLarge(const QUrl &url, qint64 maximum)
{
    return failure(
            DustError::LimitExceeded, u"frame_too_large"_s,
            u"A message between here and %1 is larger than is taken, which here is %2 bytes. The socket is opened again; raise the limit if the store is that large."_s
                    .arg(named(url), QString::number(maximum)));
}

DustError DustChannelErrors::heartbeatTimeout(const QUrl &url)
{
    return failure(
            DustError::Timeout, u"heartbeat_timeout"_s,
            u"%1 did not answer a heartbeat: the connection is dead, and is made again."_s.arg(
                    named(url)));
}

DustError DustChannelErrors::closedHere()
{
    return failure(DustError::Closed, u"closed"_s, u"The socket was closed: open it again."_s);
}

DustError DustChannelErrors::joinTimeout(const QString &topic)
{
    return failure(
            DustError::Timeout, u"join_timeout"_s,
            u"The server did not answer the join of %1 in time. It is joined again later."_s.arg(
                    DustText::quoted(topic)));
}

DustError DustChannelErrors::crashed(const QString &topic)
{
    return crash(topic, {});
}

DustError DustChannelErrors::crashedOverMessagePack(const QString &topic)
{
    return crash(topic, u"It may be what MessagePack cannot carry: use JSON frames. "_s);
}

DustError DustChannelErrors::channelClosed(const QString &topic)
{
    return failure(
            DustError::Network, u"channel_closed"_s,
            u"The server closed %1. It is joined again later."_s.arg(DustText::quoted(topic)));
}

DustError DustChannelErrors::channelGone(const QString &topic)
{
    return failure(DustError::Network, u"channel_gone"_s,
                   u"The server knows nothing of %1 being joined. It is joined again later."_s.arg(
                           DustText::quoted(topic)));
}

DustError DustChannelErrors::unreadable(const QString &topic, const QString &fault)
{
    return failure(
            DustError::Network, u"unreadable_payload"_s,
            u"The server sent something on %1 that nobody can read (%2). It is joined again later; find the value that is no value, and write another."_s
                    .arg(DustText::quoted(topic), fault));
}

DustError DustChannelErrors::rejoining(const QString &topic)
{
    return failure(DustError::Network, u"rejoining"_s,
                   u"%1 is joined anew, as was asked."_s.arg(DustText::quoted(topic)));
}

DustError DustChannelErrors::notJoined(const QString &topic)
{
    return failure(DustError::Network, u"not_joined"_s,
                   u"%1 is not joined: push when it is."_s.arg(DustText::quoted(topic)));
}

DustError DustChannelErrors::pushTooLarge(const QString &topic, qint64 size, qint64 maximum)
{
    return failure(
            DustError::LimitExceeded, u"message_too_large"_s,
            u"A message of %1 bytes for %2 was not sent: the server takes %3. Send it in pieces."_s
                    .arg(QString::number(size), DustText::quoted(topic), QString::number(maximum)));
}

DustError DustChannelErrors::replyTimeout(const QString &topic)
{
    return failure(DustError::Timeout, u"reply_timeout"_s,
                   u"The server did not reply on %1 in time: what was asked may have been done, or not. Find out before asking again."_s
                           .arg(DustText::quoted(topic)))
            .withRetryable(false);
}
