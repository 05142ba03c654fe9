// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// One connection: order, cuts, keep-alive, refusals, upgrades, hooks.

#include "rawhttpclient.h"
#include "rawhttphost.h"

#include <QtTest/QSignalSpy>

using namespace Qt::StringLiterals;

namespace {

const QByteArray Me = "Host: x\r\nAuthorization: Bearer rw\r\n";
const QByteArray Entries = "/api/stores/acme/main/entries/";

QByteArray get(const QByteArray &path, const QByteArray &more = {})
{
    return "GET " + Entries + path + " HTTP/1.1\r\n" + Me + more + "\r\n";
}

QByteArray put(const QByteArray &path, const QByteArray &body)
{
    return "PUT " + Entries + path + " HTTP/1.1\r\n" + Me
            + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

const QByteArray Upgrade = "GET /ws/sync/websocket?token=rw HTTP/1.1\r\nHost: x\r\n"
                           "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                           "Sec-WebSocket-Version: 13\r\n"
                           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

} // namespace

class tst_DustHttpConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Reads and writes, with and without a body, in one stream: cut anywhere, the answers are the
    // same and in order.
    void pipelinedInAnyCut()
    {
        const QByteArray stream = put("p", "1") + get("p") + "HEAD " + Entries + "p HTTP/1.1\r\n"
                + Me + "\r\n" + "PUT " + Entries + "p HTTP/1.1\r\n" + Me
                + "Transfer-Encoding: chunked\r\n\r\n1\r\n2\r\n1\r\n2\r\n0\r\n\r\n" + get("p")
                + get("zz") + get("p", "Connection: close\r\n");
        RawHttpHost host;
        for (qsizetype cut = 0; cut <= stream.size(); ++cut) {
            RawHttpClient client(host.port());
            const quint64 seq = host.seq();
            client.send(stream.first(cut));
            // What there is of it is with the server before the rest comes.
            if (cut % 7 == 0)
                RawHttpClient(host.port()).ask(get("a"));
            client.send(stream.sliced(cut));
            const QByteArray revision = QByteArray::number(seq + 1);
            QCOMPARE(client.next().body,
                     "{\"revision\":" + revision + ",\"store_seq\":" + revision + '}');
            QCOMPARE(client.next().json().toObject().value(u"value"_s), DustValue(1));
            const RawHttpAnswer head = client.next(true);
            QCOMPARE(head.status, 200);
            QCOMPARE(head.header("etag"), '"' + revision + '"');
            QCOMPARE(client.next().status, 200);
            QCOMPARE(client.next().json().toObject().value(u"value"_s), DustValue(22));
            QCOMPARE(client.next().status, 404);
            const RawHttpAnswer last = client.next();
            QCOMPARE(last.status, 200);
            QCOMPARE(last.header("connection"), "close");
            QVERIFY(client.waitForEnd());
            QCOMPARE(client.received(), "");
            QCOMPARE(host.seq(), seq + 2);
        }
    }

    void byteByByte()
    {
        RawHttpHost host;
        RawHttpClient client(host.port());
        const QByteArray stream = put("p", "[1,2]") + get("p");
        for (const char c : stream) {
            client.send(QByteArray(1, c));
            QCoreApplication::processEvents();
        }
        QCOMPARE(client.next().status, 200);
        QCOMPARE(client.next().json().toObject().value(u"value"_s), DustValue(DustArray{ 1, 2 }));
    }

    void manyPipelined()
    {
        RawHttpHost host;
        RawHttpClient client(host.port());
        client.send(get("a").repeated(500) + put("a", "5") + get("a").repeated(500));
        for (int i = 0; i < 1001; ++i) {
            const RawHttpAnswer answer = client.next();
            QCOMPARE(answer.status, 200);
            if (i != 500)
                QCOMPARE(answer.json().toObject().value(u"value"_s), DustValue(i < 500 ? 1 : 5));
        }
        QCOMPARE(host.requests.size(), 1001);
    }

    void keepsAlive_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<QByteArray>("connection");
        const QByteArray health = "GET /healthz HTTP/1.";
        QTest::newRow("1.1") << health + "1\r\nHost: x\r\n\r\n"
                             << "keep-alive"_ba;
        QTest::newRow("1.1 close") << health + "1\r\nHost: x\r\nConnection: close\r\n\r\n"
                                   << "close"_ba;
        QTest::newRow("1.0") << health + "0\r\n\r\n"
                             << "close"_ba;
        QTest::newRow("1.0 keep-alive") << health + "0\r\nConnection: keep-alive\r\n\r\n"
                                        << "keep-alive"_ba;
    }
    void keepsAlive()
    {
        QFETCH(QByteArray, head);
        QFETCH(QByteArray, connection);
        RawHttpHost host;
        RawHttpClient client(host.port());
        const RawHttpAnswer answer = client.ask(head);
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.head.startsWith("HTTP/1.1 200 OK\r\n"));
        QCOMPARE(answer.header("connection"), connection);
        if (connection == "close")
            QVERIFY(client.waitForEnd());
        else
            QCOMPARE(client.ask(head).status, 200);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        QTest::newRow("garbage") << "HELO\r\n"_ba << 400;
        QTest::newRow("no host") << "GET / HTTP/1.1\r\n\r\n"_ba << 400;
        QTest::newRow("both lengths")
                << "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"_ba
                << 400;
        QTest::newRow("bad chunk")
                << "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nzz"_ba
                << 400;
        QTest::newRow("too much")
                << "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 8000001\r\n\r\n"_ba
                        + QByteArray(3'000'000, 'x')
                << 413;
        QTest::newRow("long target") << "GET /" + QByteArray(100'000, 'a') << 414;
        QTest::newRow("endless head")
                << "GET / HTTP/1.1\r\nHost: x\r\n" + QByteArray("A: b\r\n").repeated(100'000)
                << 431;
        QTest::newRow("expectation") << "GET / HTTP/1.1\r\nHost: x\r\nExpect: y\r\n\r\n"_ba << 417;
        QTest::newRow("coding") << "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n"_ba
                                << 501;
        QTest::newRow("version") << "GET / HTTP/2.0\r\n"_ba << 505;
    }
    // The client gets to know why, even where it sends on; who was there before is answered first.
    void refuses()
    {
        QFETCH(QByteArray, bytes);
        RawHttpHost host;
        RawHttpClient client(host.port());
        client.send(put("n", "1") + bytes);
        QCOMPARE(client.next().status, 200);
        const RawHttpAnswer answer = client.next();
        QTEST(answer.status, "status");
        QCOMPARE(answer.header("connection"), "close");
        QVERIFY(answer.json().toObject().contains(u"error"_s));
        client.socket().write("GET / HTTP/1.1\r\n\r\n"); // heard by nobody
        client.socket().disconnectFromHost();
        QTRY_VERIFY(host.connections.isEmpty());
        QCOMPARE(client.received(), "");
        QCOMPARE(host.requests.size(), 1);
        QCOMPARE(RawHttpClient(host.port()).ask(get("a")).status, 200);
    }

    void closesAfterARefusal()
    {
        RawHttpHost host;
        RawHttpClient client(host.port());
        QCOMPARE(client.ask("nonsense\r\n\r\n").status, 400);
        QVERIFY(client.waitForEnd()); // it sees the end, with nothing done for it
    }

    void largeBodies()
    {
        RawHttpHost host;
        RawHttpClient client(host.port());
        const QByteArray text = '"' + QByteArray(7'999'998, 'x') + '"';
        QCOMPARE(client.ask(put("big", text)).status, 200);
        const RawHttpAnswer answer = client.ask(get("big"));
        QCOMPARE(answer.json().toObject().value(u"value"_s).toString().size(), 7'999'998);
        client.send(put("big", text) + get("a") + put("big", text));
        QCOMPARE(client.next().status, 200);
        QCOMPARE(client.next().status, 200);
        QCOMPARE(client.next().status, 200);
    }

    void continues()
    {
        RawHttpHost host;
        RawHttpClient client(host.port());
        QByteArray bytes = put("n", "7");
        bytes.replace("Content-Length", "Expect: 100-continue\r\nContent-Length");
        client.send(bytes.chopped(1));
        const RawHttpAnswer interim = client.next();
        QCOMPARE(interim.head, "HTTP/1.1 100 Continue");
        QCOMPARE(client.ask("7").status, 200);
        client.send(bytes); // did not wait
        QCOMPARE(client.next().status, 200);
    }

    // PROTOCOL §3: what was sent behind it is lost.
    void silentClose()
    {
        RawHttpHost host;
        RawHttpClient client(host.port());
        client.send(put("n", "{") + put("n", "1"));
        const RawHttpAnswer answer = client.next();
        QCOMPARE(answer.status, 400);
        QVERIFY(!answer.has("connection"));
        QVERIFY(client.waitForEnd());
        QCOMPARE(client.received(), "");
        QCOMPARE(host.seq(), 10u);
        // Who wants it closed is told that it is.
        QByteArray last = put("n", "{");
        last.replace("Host: x\r\n", "Host: x\r\nConnection: close\r\n");
        QCOMPARE(RawHttpClient(host.port()).ask(last).header("connection"), "close");
    }

    void upgradesAllowed()
    {
        RawHttpHost host;
        QByteArray asked;
        host.gate = [&asked](const DustServerRequest &request) {
            asked = request.target;
            return true;
        };
        RawHttpClient client(host.port());
        client.send(put("n", "1") + get("n") + Upgrade + "frames");
        QCOMPARE(client.next().status, 200);
        QCOMPARE(client.next().status, 200);
        QTRY_COMPARE(host.upgraded.size(), 1);
        QTRY_VERIFY(host.connections.isEmpty());
        QCOMPARE(asked, "/ws/sync/websocket?token=rw");
        QTcpSocket *socket = host.upgraded.first();
        QVERIFY(!socket->parent());
        QTRY_COMPARE(socket->bytesAvailable(), 6);
        QCOMPARE(socket->readAll(), "frames");
        QCOMPARE(socket->state(), QAbstractSocket::ConnectedState);
        socket->write("hello");
        QTRY_COMPARE(client.received(), "hello");
    }

    void upgradesInAnyCut()
    {
        RawHttpHost host;
        host.gate = [](const DustServerRequest &) { return true; };
        const QByteArray stream = get("a") + Upgrade;
        for (qsizetype cut = 0; cut < stream.size(); ++cut) {
            RawHttpClient client(host.port());
            client.send(stream.first(cut));
            if (cut > get("a").size())
                QCOMPARE(client.next().status, 200);
            client.send(stream.sliced(cut));
            QTRY_COMPARE(host.upgraded.size(), 1);
            QCOMPARE(host.upgraded.first()->bytesAvailable(), 0);
            delete host.upgraded.takeFirst();
        }
    }

    void upgradesRefused()
    {
        RawHttpHost host; // has no gate
        RawHttpClient client(host.port());
        const RawHttpAnswer answer = client.ask(Upgrade);
        QCOMPARE(answer.status, 403);
        QCOMPARE(answer.body, "");
        QCOMPARE(answer.header("content-length"), "0");
        QCOMPARE(answer.header("connection"), "close");
        QVERIFY(client.waitForEnd());
    }

    // QWebSocketServer would only hang up.
    void upgradesChecked_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<int>("status");
        const QByteArray version = "Sec-WebSocket-Version: 13\r\n";
        const QByteArray key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
        const auto keyOf = [](const QByteArray &text) {
            return "Sec-WebSocket-Key: " + text + "\r\n";
        };
        QTest::newRow("no key") << key << ""_ba << 400;
        QTest::newRow("two keys") << key << key + key << 400;
        QTest::newRow("short key") << key << keyOf("dGhl") << 400;
        QTest::newRow("long key") << key << keyOf("dGhlIHNhbXBsZSBub25jZQAA") << 400;
        QTest::newRow("key of nonsense") << key << keyOf("!!!!!!!!!!!!!!!!!!!!!!==") << 400;
        QTest::newRow("no version") << version << ""_ba << 426;
        QTest::newRow("other version") << version << "Sec-WebSocket-Version: 8\r\n"_ba << 426;
        QTest::newRow("two versions") << version << version + "Sec-WebSocket-Version: 8\r\n" << 426;
        QTest::newRow("good") << ""_ba
                              << ""_ba << 0;
    }
    void upgradesChecked()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(int, status);
        RawHttpHost host;
        host.gate = [](const DustServerRequest &) { return true; };
        RawHttpClient client(host.port());
        client.send(from.isEmpty() ? Upgrade : QByteArray(Upgrade).replace(from, to));
        if (status == 0) {
            QTRY_COMPARE(host.upgraded.size(), 1);
            return;
        }
        const RawHttpAnswer answer = client.next();
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.header("sec-websocket-version"), status == 426 ? "13"_ba : QByteArray());
        QVERIFY(answer.json().toObject().contains(u"error"_s));
        QVERIFY(client.waitForEnd());
        QVERIFY(host.upgraded.isEmpty());
        // Who may not come in learns nothing else.
        host.gate = nullptr;
        QCOMPARE(RawHttpClient(host.port()).ask(QByteArray(Upgrade).replace(from, to)).status, 403);
    }

    // What can be said by the head is said before the body is there.
    void refusesByTheHead_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<int>("status");
        const QByteArray entry = "PUT " + Entries + "n";
        QTest::newRow("no token") << entry << ""_ba << 401;
        QTest::newRow("unknown token") << entry << "Authorization: Bearer guess\r\n"_ba << 401;
        QTest::newRow("unknown route") << "PUT /api/nothing"_ba << Me.mid(9) << 404;
        QTest::newRow("wrong method") << "PATCH " + Entries + "n" << Me.mid(9) << 405;
        QTest::newRow("bad URL") << entry + "%zz" << Me.mid(9) << 400;
    }
    void refusesByTheHead()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, headers);
        RawHttpHost host;
        const QByteArray body(7'900'000, 'x');
        const QByteArray rest = " HTTP/1.1\r\nHost: x\r\n" + headers;
        // Who waits for leave to send gets the answer instead.
        RawHttpClient waits(host.port());
        const RawHttpAnswer answer = waits.ask(line + rest
                                               + "Expect: 100-continue\r\nContent-Length: "
                                                 "7900000\r\n\r\n");
        QTEST(answer.status, "status");
        QCOMPARE(answer.header("connection"), "close");
        QVERIFY(waits.waitForEnd());
        // And who has sent all of it before reading as well.
        RawHttpClient sends(host.port());
        sends.send(line + rest + "Content-Length: 7900000\r\n\r\n" + body);
        QTRY_COMPARE_WITH_TIMEOUT(sends.socket().bytesToWrite(), 0, 30'000);
        QTEST(sends.next().status, "status");
        QVERIFY(sends.waitForEnd());
        // In pieces that have no length.
        RawHttpClient chunks(host.port());
        chunks.send(line + rest + "Transfer-Encoding: chunked\r\n\r\n5\r\nabc");
        QTEST(chunks.next().status, "status");
        QCOMPARE(host.seq(), 10u);
        // A small one that is there changes nothing, a request behind it is answered.
        RawHttpClient small(host.port());
        small.send(line + rest + "Content-Length: 3\r\n\r\n123" + get("a"));
        const RawHttpAnswer refused = small.next();
        QTEST(refused.status, "status");
        if (refused.status != 400) {
            QCOMPARE(refused.header("connection"), "keep-alive");
            QCOMPARE(small.next().status, 200);
        }
    }

    // A test's hook is asked about whole requests only.
    void hooksSeeWholeRequests()
    {
        RawHttpHost host;
        QByteArray seen;
        host.context.settings.answerHook = [&seen](const DustServerRequest &request) {
            seen = request.body;
            return std::optional<DustServerAnswer>();
        };
        QByteArray bytes = put("n", "12345").replace("Bearer rw", "Bearer guess");
        RawHttpClient client(host.port());
        client.send(bytes.chopped(2));
        QTRY_VERIFY(host.last());
        QCOMPARE(RawHttpClient(host.port()).ask(get("a")).status, 200);
        QCOMPARE(client.ask("45").status, 401);
        QCOMPARE(seen, "12345");
    }

    // They keep no request waiting, and no connection that is idle otherwise.
    void emptyLines()
    {
        RawHttpHost host;
        host.context.settings.requestTimeout = 100;
        RawHttpClient client(host.port());
        QCOMPARE(client.ask("\r\n\r\n" + put("n", "1") + "\r\n").status, 200);
        QTest::qWait(0);
        QCOMPARE(client.ask("\r\n\r\n" + get("n")).status, 200);
        client.send("\r\n");
        QSignalSpy spy(&client.socket(), &QIODevice::readyRead);
        QVERIFY(!spy.wait(400)); // nobody is told that the next request is late
        QCOMPARE(client.ask(get("n")).status, 200);
    }

    // An answer that is held back does not get lost.
    void upgradesBehindHeldAnswers()
    {
        RawHttpHost host;
        host.gate = [](const DustServerRequest &) { return true; };
        RawHttpClient client(host.port());
        QTRY_VERIFY(host.last());
        DustHttpConnection *held = host.last();
        held->hold();
        client.send(get("a") + Upgrade);
        QTRY_COMPARE(host.requests.size(), 1);
        QCOMPARE(RawHttpClient(host.port()).ask(get("a")).status, 200);
        QVERIFY(host.upgraded.isEmpty());
        held->release();
        QCOMPARE(client.next().status, 200);
        QTRY_COMPARE(host.upgraded.size(), 1);
    }

    void hooks()
    {
        RawHttpHost host;
        int asked = 0;
        std::optional<DustServerAnswer> chosen;
        host.context.settings.answerHook = [&](const DustServerRequest &request) {
            // After requestReceived().
            if (host.requests.size() == ++asked && host.requests.last().target == request.target)
                return chosen;
            return std::optional(DustServerAnswer::hangUp());
        };
        RawHttpClient client(host.port());
        QCOMPARE(client.ask(get("a")).status, 200);
        chosen = DustServerAnswer::json(503, "{}");
        chosen->headers.emplaceBack("Retry-After", "7");
        RawHttpAnswer answer = client.ask(put("n", "1"));
        QCOMPARE(answer.status, 503);
        QCOMPARE(answer.header("retry-after"), "7");
        QCOMPARE(answer.header("connection"), "keep-alive");
        QCOMPARE(host.seq(), 10u);
        chosen->status = 204;
        answer = client.ask(get("a"));
        QCOMPARE(answer.status, 204);
        QVERIFY(!answer.has("content-length"));
        chosen->status = 503;
        QCOMPARE(client.ask(Upgrade).status, 503);
        chosen->closes = true;
        answer = client.ask(get("a"));
        QCOMPARE(answer.header("connection"), "close");
        QVERIFY(client.waitForEnd());
        chosen = DustServerAnswer::raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort");
        RawHttpClient raw(host.port());
        raw.send(get("a") + get("a"));
        QVERIFY(raw.waitForEnd());
        QCOMPARE(raw.received(), chosen->body);
        chosen = DustServerAnswer::hangUp();
        RawHttpClient hung(host.port());
        hung.send(put("n", "1"));
        QVERIFY(hung.waitForEnd());
        QCOMPARE(hung.received(), "");
        QCOMPARE(host.seq(), 10u);
    }

    void cutAnswers()
    {
        RawHttpHost host;
        RawHttpClient client(host.port());
        QTRY_VERIFY(host.last());
        host.last()->cutNextAfter(20);
        client.send(get("a"));
        QVERIFY(client.waitForEnd());
        QCOMPARE(client.received().size(), 20);
        QTRY_VERIFY(host.connections.isEmpty());
    }

    // From inside requestReceived() and the hook.
    void cutWhileAsked()
    {
        RawHttpHost host;
        host.context.settings.answerHook = [&host](const DustServerRequest &) {
            host.last()->cut();
            return std::optional(DustServerAnswer::json(200, "{}"));
        };
        RawHttpClient client(host.port());
        client.send(get("a").repeated(3));
        QVERIFY(client.waitForEnd());
        QCOMPARE(client.received(), "");
        QCOMPARE(host.requests.size(), 1);
    }

    void closedIsSaidOnce()
    {
        RawHttpHost host;
        RawHttpClient client(host.port());
        QTRY_VERIFY(host.last());
        QSignalSpy closed(host.last(), &DustServerConnection::closed);
        client.socket().disconnectFromHost();
        QTRY_COMPARE(closed.size(), 1);
        QTRY_VERIFY(host.connections.isEmpty());
        QCOMPARE(closed.size(), 1);
    }

    void finishes()
    {
        RawHttpHost host;
        RawHttpClient idle(host.port());
        QTRY_COMPARE(host.connections.size(), 1);
        host.last()->finish();
        QVERIFY(idle.waitForEnd());
        // What is being answered is answered.
        RawHttpClient busy(host.port());
        host.context.settings.answerHook = [&host](const DustServerRequest &) {
            QMetaObject::invokeMethod(
                    host.last(), [&host] { host.last()->finish(); }, Qt::QueuedConnection);
            return std::optional<DustServerAnswer>();
        };
        const RawHttpAnswer answer = busy.ask(put("n", "1"));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.header("connection"), "close");
        QVERIFY(busy.waitForEnd());
        QCOMPARE(host.seq(), 11u);
    }

    // The write was taken, so it is committed.
    void clientLeavesBeforeTheAnswer()
    {
        RawHttpHost host;
        for (int i = 0; i < 50; ++i) {
            RawHttpClient client(host.port());
            const qsizetype before = host.requests.size();
            host.context.settings.answerHook = [&client, i](const DustServerRequest &) {
                if (i % 2 == 0)
                    client.socket().abort();
                return std::optional<DustServerAnswer>();
            };
            client.send(put("n", "1"));
            if (i % 2 == 1)
                client.socket().disconnectFromHost();
            QTRY_COMPARE(host.requests.size(), before + 1);
            QTRY_COMPARE(host.seq(), quint64(11 + i));
            QTRY_VERIFY(host.connections.isEmpty());
        }
    }

    // Also one that the server itself throws away.
    void connectionGoesBeforeTheAnswer()
    {
        RawHttpHost host;
        host.context.settings.answerHook = [&host](const DustServerRequest &) {
            host.last()->deleteLater();
            return std::optional<DustServerAnswer>();
        };
        RawHttpClient client(host.port());
        client.send(put("n", "1"));
        QVERIFY(client.waitForEnd());
        QTRY_COMPARE(host.seq(), 11u);
    }

    void clientLeavesWithinARequest()
    {
        RawHttpHost host;
        const QByteArray bytes = put("n", "\"0123456789\"");
        for (qsizetype size = 0; size < bytes.size(); size += 3) {
            RawHttpClient client(host.port());
            client.send(bytes.first(size));
            QTRY_COMPARE(host.connections.size(), 1);
            if (size % 2 == 0)
                client.socket().abort();
            else
                client.socket().disconnectFromHost();
            QTRY_VERIFY(host.connections.isEmpty());
        }
        QCOMPARE(host.seq(), 10u);
        QCOMPARE(host.requests.size(), 0);
        QCOMPARE(RawHttpClient(host.port()).ask(get("a")).status, 200);
    }
};

QTEST_GUILESS_MAIN(tst_DustHttpConnection)

#include "tst_dusthttpconnection.moc"
