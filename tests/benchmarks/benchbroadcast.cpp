// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// One write, told to a thousand who listen in other processes.

#include "benchpeers.h"
#include "channelload.h"
#include "roles.h"
#include "rounds.h"

#include <DustServer>

#include <QtWebSockets/QWebSocket>
#include <QtWebSockets/QWebSocketServer>

#include <memory>
#include <sys/resource.h>
#include <vector>

using namespace Qt::StringLiterals;

namespace {

constexpr int Subscribers = 1000;
constexpr int Processes = 4;

// Each connection is a file, and both servers are in this process.
void allowManyFiles()
{
    rlimit limit = {};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

std::vector<std::unique_ptr<Peer>> listeners(const QUrl &url)
{
    std::vector<std::unique_ptr<Peer>> peers;
    for (int i = 0; i < Processes; ++i)
        peers.emplace_back(Peer::role(
                { u"idle"_s, url.toString(), QString::number(Subscribers / Processes) }));
    return peers;
}

} // namespace

void benchBroadcast()
{
    allowManyFiles();
    DustServer server;
    if (!server.addStore(u"bench/main"_s) || !server.listen())
        qFatal("the benchmark's server does not start");
    const auto channel = [&](const QString &device) {
        return channelUrl(server.url(), server.token(), device);
    };
    auto ours = listeners(channel(u"idle"_s));
    for (const auto &peer : ours)
        peer->value(u"JOINED"_s);
    ChannelLoad writer(channel(u"writer"_s), 1);
    writer.join();

    QWebSocketServer raw(u"raw"_s, QWebSocketServer::NonSecureMode);
    raw.setMaxPendingConnections(2 * Subscribers);
    raw.listen(QHostAddress::LocalHost);
    std::vector<std::unique_ptr<QWebSocket>> sockets;
    QObject::connect(&raw, &QWebSocketServer::newConnection, &raw, [&] {
        while (QWebSocket *socket = raw.nextPendingConnection())
            sockets.emplace_back(socket);
    });
    auto theirs = listeners(raw.serverUrl());
    runUntil([&] { return sockets.size() == Subscribers; }, "the raw sockets");

    QByteArray answers;
    writer.record(&answers);
    writer.write(0, 1);
    writer.record(nullptr);
    const QString frame = QString::fromUtf8(answers.left(answers.indexOf('\n')));

    constexpr int Writes = 20;
    const auto isSent = [&] {
        const auto connections = server.connections();
        return std::all_of(connections.cbegin(), connections.cend(),
                           [](const auto *one) { return one->backlog() == 0; });
    };
    const auto isSentRaw = [&] {
        return std::all_of(sockets.cbegin(), sockets.cend(),
                           [](const auto &one) { return one->bytesToWrite() == 0; });
    };
    int number = 0;
    print(measure(
            u"dustd, 1,000 idle subscribers (in other processes), one write, per subscriber"_s,
            u"a bare QWebSocket send"_s, 2, 1.3,
            { [&] {
                 for (int i = 0; i < Writes; ++i) {
                     writer.write(++number, 1);
                     runUntil(isSent, "the broadcast");
                 }
             },
              Writes * Subscribers },
            { [&] {
                 for (int i = 0; i < Writes; ++i) {
                     for (const auto &socket : sockets)
                         socket->sendTextMessage(frame);
                     runUntil(isSentRaw, "the raw sends");
                 }
             },
              Writes * Subscribers },
            9));
}
