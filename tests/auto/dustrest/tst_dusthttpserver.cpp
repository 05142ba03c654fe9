// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The HTTP side inside of a DustServer, and what must not bring it down.

#include "dustserver.h"
#include "histories.h"
#include "rawhttpclient.h"

#include <QtCore/QFile>
#include <QtCore/QRandomGenerator>
#include <QtCore/QRegularExpression>

#include <sys/resource.h>

using namespace Qt::StringLiterals;

namespace {

QByteArray request(const QByteArray &method, const QByteArray &path, const QString &token,
                   const QByteArray &body = {})
{
    return method + " /api/stores/acme/main/" + path
            + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token.toUtf8()
            + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

QByteArray mutated(QByteArray bytes, QRandomGenerator &random)
{
    for (int edits = 1 + random.bounded(4); edits > 0 && !bytes.isEmpty(); --edits) {
        const int at = random.bounded(int(bytes.size()));
        switch (random.bounded(4)) {
        case 0:
            bytes[at] = char(random.bounded(256));
            break;
        case 1:
            bytes.remove(at, 1 + random.bounded(10));
            break;
        case 2:
            bytes.insert(at, bytes.mid(random.bounded(int(bytes.size())), random.bounded(30)));
            break;
        default:
            bytes.truncate(at);
        }
    }
    return bytes;
}

} // namespace

class tst_DustHttpServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void serves()
    {
        DustServer server;
        QVERIFY(server.addStore(u"acme/main"_s));
        QVERIFY(server.listen());
        RawHttpClient client(server.port());
        QCOMPARE(client.ask(request("PUT", "entries/a", server.token(), "1.0")).body,
                 R"({"revision":1,"store_seq":1})");
        QCOMPARE(client.ask(request("GET", "entries/a", server.token())).body,
                 R"({"path":"a","value":1.0,"type":"float","revision":1})");
        QCOMPARE(client.ask(request("GET", "entries/a", u"guess"_s)).status, 401);
        QCOMPARE(server.connections().size(), 1);
        server.close();
        QVERIFY(client.waitForEnd());
        QTRY_VERIFY(server.connections().isEmpty());
    }

    void upgrades_data()
    {
        QTest::addColumn<QByteArray>("connection");
        QTest::addColumn<QByteArray>("more");
        QTest::addColumn<int>("deviceLength");
        const QByteArray usual = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
        QByteArray many;
        for (int i = 0; i < 150; ++i)
            many += 'X' + QByteArray::number(i) + ": y\r\n";
        QTest::newRow("usual") << usual << ""_ba << 1;
        QTest::newRow("one of two") << "Connection: Upgrade\r\nUpgrade: h2c, websocket\r\n"_ba
                                    << ""_ba << 1;
        QTest::newRow("two lines")
                << "Connection: keep-alive\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"_ba
                << ""_ba << 1;
        QTest::newRow("many headers") << usual << many << 1;
        QTest::newRow("long header") << usual << "Cookie: " + QByteArray(30'000, 'c') + "\r\n" << 1;
        QTest::newRow("long URL") << usual << ""_ba << 9'500;
    }
    // More than QWebSocketServer takes by itself.
    void upgrades()
    {
        QFETCH(QByteArray, connection);
        QFETCH(QByteArray, more);
        QFETCH(int, deviceLength);
        DustServer server;
        QVERIFY(server.addStore(u"acme/main"_s));
        QVERIFY(server.listen());
        RawHttpClient client(server.port());
        const QByteArray device(deviceLength, 'd');
        const RawHttpAnswer answer = client.ask(
                "GET /ws/sync/websocket?token=" + server.token().toUtf8() + "&device_id=" + device
                + "&capver=3&vsn=2.0.0 HTTP/1.1\r\nHost: x\r\n" + connection
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + more + "\r\n");
        QCOMPARE(answer.status, 101);
        QCOMPARE(answer.header("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        // A ping, masked with zeros.
        client.send(QByteArray("\x89\x82\0\0\0\0hi", 8));
        QTRY_COMPARE(client.received(), QByteArray("\x8a\x02hi"));
        QTRY_COMPARE(server.connections().size(), 1);
        QCOMPARE(server.connections().constFirst()->kind(), DustServerConnection::Channel);
        QCOMPARE(server.connections().constFirst()->deviceId(), QString::fromLatin1(device));
    }

    // Also where what comes with the request ends the socket at once: it is handed over once.
    void upgradesOnce()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        DustServer server;
        QVERIFY(server.addStore(u"acme/main"_s));
        QVERIFY(server.listen());
        const QByteArray reserved("\x83\x80\0\0\0\0", 6);
        for (int i = 0; i < 20; ++i) {
            auto client = std::make_unique<RawHttpClient>(server.port());
            client->send("GET /ws/sync/websocket?token=" + server.token().toUtf8()
                         + "&device_id=d&capver=3&vsn=2.0.0 HTTP/1.1\r\nHost: x\r\n"
                           "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13"
                           "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
                         + reserved);
            if (i % 2 == 0)
                QCOMPARE(client->next().status, 101);
            client.reset();
            QTRY_VERIFY(server.connections().isEmpty());
        }
    }

    void goesWhileAWriteWaits()
    {
        auto server = std::make_unique<DustServer>();
        QVERIFY(server->addStore(u"acme/main"_s));
        QVERIFY(server->listen());
        RawHttpClient client(server->port());
        bool isThere = false;
        QObject::connect(server.get(), &DustServer::requestReceived, server.get(),
                         [&isThere] { isThere = true; });
        client.send(request("PUT", "entries/a", server->token(), "1"));
        while (!isThere)
            QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
        server.reset();
        QVERIFY(client.waitForEnd());
    }

    // Too many for this process, not for the server: it has a place again when some have left.
    void outOfFiles()
    {
        DustServer server;
        QVERIFY(server.listen());
        const QByteArray health = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
        std::vector<std::unique_ptr<QTcpSocket>> sockets;
        for (int i = 0; i < 10; ++i) {
            sockets.push_back(std::make_unique<QTcpSocket>());
            sockets.back()->connectToHost(QHostAddress::LocalHost, server.port());
        }
        QFile last(u"/dev/null"_s);
        QVERIFY(last.open(QFile::ReadOnly));
        rlimit before = {};
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &before), 0);
        rlimit few = before;
        few.rlim_cur = rlim_t(last.handle()) + 4; // three more
        const auto restore = qScopeGuard([&before] { ::setrlimit(RLIMIT_NOFILE, &before); });
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &few), 0);
        QTRY_COMPARE(server.connections().size(), 3);
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &before), 0);
        QCOMPARE(RawHttpClient(server.port()).ask(health).status, 200);
    }

    void tooManyConnections()
    {
        DustServer server;
        server.setMaximumConnections(2);
        QVERIFY(server.listen());
        const QByteArray health = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
        auto first = std::make_unique<RawHttpClient>(server.port());
        RawHttpClient second(server.port());
        QCOMPARE(first->ask(health).status, 200);
        QCOMPARE(second.ask(health).status, 200);
        RawHttpClient third(server.port());
        QVERIFY(third.waitForEnd());
        QCOMPARE(second.ask(health).status, 200);
        first.reset();
        QTRY_COMPARE(server.connections().size(), 1);
        QCOMPARE(RawHttpClient(server.port()).ask(health).status, 200);
    }

    // The server answers or closes, and somebody else notices nothing.
    void mutations()
    {
        const quint32 seed = firstSeed();
        QRandomGenerator random(seed);
        DustServer server;
        QVERIFY(server.addStore(u"acme/main"_s));
        server.setRequestTimeout(20);
        QVERIFY(server.listen());
        const QString token = server.token();
        const QList<QByteArray> seeds{
            request("PUT", "entries/a/b", token, R"({"x":[1,2.0,null],"y":"z"})"),
            request("GET", "entries?pattern=a/**&limit=3&order=desc", token),
            request("POST", "entries/batch", token, R"({"paths":["a","b/c"]})"),
            request("POST", "entries/batch_write", token,
                    R"({"ops":[{"op":"set","path":"a","value":1,"if_match":1}]})"),
            request("DELETE", "entries/a%20b", token),
            request("PUT", "entries/a", token)
                            .replace("Content-Length: 0", "Transfer-Encoding: chunked")
                    + "3\r\n123\r\n0\r\n\r\n",
        };
        RawHttpClient witness(server.port());
        for (int round = 0; round < historyCount(200); ++round) {
            const QByteArray bytes = mutated(seeds.at(random.bounded(int(seeds.size()))), random);
            const QByteArray text = "seed " + QByteArray::number(seed) + ", round "
                    + QByteArray::number(round) + ": " + bytes.toPercentEncoding();
            RawHttpClient client(server.port());
            QVERIFY2(client.isConnected(), text.constData());
            client.send(bytes);
            if (bytes.isEmpty())
                continue;
            const RawHttpAnswer answer = client.next();
            QVERIFY2(answer.status >= 200 && answer.status < 600, text.constData());
            // An entry that a mutation put below another one cannot be assembled any more.
            if (answer.status == 500)
                witness.ask(request("DELETE", "entries/a", token));
            QVERIFY2(witness.ask("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").status == 200,
                     text.constData());
        }
    }
};

QTEST_GUILESS_MAIN(tst_DustHttpServer)

#include "tst_dusthttpserver.moc"
