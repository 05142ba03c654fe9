// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "roles.h"

#include "channelload.h"
#include "realtimeload.h"

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

void say(const char *line)
{
    std::printf("%s \n", line);
    std::fflush(stdout);
}

using Sockets = QList<QWebSocket *>;
using Answer = std::function<void(const Sockets &all, QWebSocket *from, const QString &message)>;

// A raw server, until it is killed.
int serve(const Answer &answer)
{
    QWebSocketServer server(u"raw"_s, QWebSocketServer::NonSecureMode);
    server.setMaxPendingConnections(MaximumPending);
    Sockets sockets;
    QObject::connect(&server, &QWebSocketServer::newConnection, &server, [&] {
        QWebSocket *socket = server.nextPendingConnection();
        socket->setParent(&server);
        sockets.append(socket);
        QObject::connect(socket, &QWebSocket::disconnected, socket, [&sockets, socket] {
            sockets.removeOne(socket);
            socket->deleteLater();
        });
        QObject::connect(socket, &QWebSocket::textMessageReceived, socket,
                         [&, socket](const QString &message) { answer(sockets, socket, message); });
    });
    if (!server.listen(QHostAddress::LocalHost))
        return 1;
    say(qPrintable(u"RAW_URL=ws://127.0.0.1:%1"_s.arg(server.serverPort())));
    return QCoreApplication::exec();
}

int answerWith(const QStringList &messages)
{
    return serve([&messages](const Sockets &, QWebSocket *from, const QString &) {
        for (const QString &message : messages)
            from->sendTextMessage(message);
    });
}

int echo()
{
    return serve([](const Sockets &, QWebSocket *from, const QString &message) {
        from->sendTextMessage(message);
    });
}

int relay()
{
    return serve([](const Sockets &all, QWebSocket *from, const QString &message) {
        for (QWebSocket *socket : all) {
            if (socket != from)
                socket->sendTextMessage(message);
        }
    });
}

int bounce(const QUrl &url)
{
    QWebSocket socket;
    QObject::connect(&socket, &QWebSocket::connected, &socket, [] { say("READY=1"); });
    QObject::connect(&socket, &QWebSocket::textMessageReceived, &socket,
                     [&socket](const QString &message) { socket.sendTextMessage(message); });
    socket.open(url);
    return QCoreApplication::exec();
}

int pong(const QUrl &url, const QString &token)
{
    RealtimeLoad load(url, token);
    load.waitUntilLive();
    load.store()->subscribe(u"ping/*"_s, load.store(), [&load](const DustEvent &event) {
        load.store()->put(u"pong/"_s + event.path.lastSegment(), event.value);
    });
    say("READY=1");
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
                             say("JOINED=1");
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
                   R"(["1","%1","store:bench/main","write",{"op":"set","path":"%2","value":"%3","client_op_id":"op_%1"}])")
            .arg(QString::number(number), writePath(number), writeValue(number));
}

QString writePath(int number)
{
    return QStringLiteral("links/package-%1/title").arg(number % 1000, 6, 10, QLatin1Char('0'));
}

QString writeValue(int number)
{
    return QStringLiteral("A package of the catalogue, %1").arg(number);
}

QString savedLines(const QTemporaryDir &folder, const QString &name, const QByteArray &lines)
{
    const QString fileName = folder.filePath(name);
    QFile file(fileName);
    if (!file.open(QFile::WriteOnly) || file.write(lines) != lines.size())
        qFatal("%s cannot be written", qPrintable(fileName));
    return fileName;
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
    if (role == u"echo"_s)
        return echo();
    if (role == u"relay"_s)
        return relay();
    if (role == u"bounce"_s)
        return bounce(QUrl(arguments.value(1)));
    if (role == u"pong"_s)
        return pong(QUrl(arguments.value(1)), arguments.value(2));
    std::fprintf(stderr, "unknown role\n");
    return 2;
}
