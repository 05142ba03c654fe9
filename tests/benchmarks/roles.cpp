// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "roles.h"

#include "channelload.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>
#include <QtCore/QUrlQuery>
#include <QtWebSockets/QWebSocket>
#include <QtWebSockets/QWebSocketServer>

#include <cstdio>
#include <memory>

using namespace Qt::StringLiterals;

namespace {

constexpr int MaximumPending = 2000;

QStringList linesOf(const QString &fileName)
{
    QFile file(fileName);
    if (!file.open(QFile::ReadOnly))
        qFatal("%s cannot be read", qPrintable(fileName));
    QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
    return lines;
}

int answerWith(const QStringList &messages)
{
    QWebSocketServer server(u"raw"_s, QWebSocketServer::NonSecureMode);
    server.setMaxPendingConnections(MaximumPending);
    QObject::connect(&server, &QWebSocketServer::newConnection, &server, [&] {
        QWebSocket *socket = server.nextPendingConnection();
        socket->setParent(&server);
        QObject::connect(socket, &QWebSocket::textMessageReceived, socket, [socket, &messages] {
            for (const QString &message : messages)
                socket->sendTextMessage(message);
        });
    });
    if (!server.listen(QHostAddress::LocalHost))
        return 1;
    std::printf("RAW_URL=ws://127.0.0.1:%d \n", int(server.serverPort()));
    std::fflush(stdout);
    return QCoreApplication::exec();
}

int write(const QUrl &url, int count, int inFlight)
{
    ChannelLoad load(url, inFlight);
    load.join();
    load.write(0, count);
    return 0;
}

int listen(const QUrl &url, int count)
{
    std::vector<std::unique_ptr<QWebSocket>> sockets;
    int joined = 0;
    for (int i = 0; i < count; ++i) {
        auto socket = std::make_unique<QWebSocket>();
        QObject::connect(socket.get(), &QWebSocket::connected, socket.get(),
                         [to = socket.get()] { to->sendTextMessage(joinFrame()); });
        QObject::connect(socket.get(), &QWebSocket::textMessageReceived, socket.get(),
                         [&joined, count](const QString &text) {
                             if (!text.contains(u"catch_up_complete"_s) || ++joined < count)
                                 return;
                             std::printf("JOINED=%d \n", joined);
                             std::fflush(stdout);
                         });
        socket->open(url);
        sockets.push_back(std::move(socket));
    }
    return QCoreApplication::exec();
}

} // namespace

QUrl channelUrl(const QUrl &server, const QString &token, const QString &device)
{
    QUrl url = server;
    url.setScheme(u"ws"_s);
    url.setPath(u"/ws/sync/websocket"_s);
    QUrlQuery query;
    query.addQueryItem(u"token"_s, token);
    query.addQueryItem(u"device_id"_s, device);
    query.addQueryItem(u"capver"_s, u"3"_s);
    query.addQueryItem(u"vsn"_s, u"2.0.0"_s);
    url.setQuery(query);
    return url;
}

QString joinFrame(quint64 lastSeq)
{
    return uR"(["1","1","store:bench/main","phx_join",{"last_store_seq":%1}])"_s.arg(lastSeq);
}

QString writeFrame(int number)
{
    return QStringLiteral(
                   R"(["1","%1","store:bench/main","write",{"op":"set","path":"links/package-%2/title","value":"A package of the catalogue, %1","client_op_id":"op_%1"}])")
            .arg(number)
            .arg(number % 1000, 6, 10, QLatin1Char('0'));
}

int runRole(const QStringList &arguments)
{
    const QString role = arguments.value(0);
    if (role == u"answer"_s || role == u"replay"_s)
        return answerWith(linesOf(arguments.value(1)));
    if (role == u"write"_s)
        return write(QUrl(arguments.value(1)), arguments.value(2).toInt(),
                     arguments.value(3).toInt());
    if (role == u"idle"_s)
        return listen(QUrl(arguments.value(1)), arguments.value(2).toInt());
    std::fprintf(stderr, "unknown role\n");
    return 2;
}
