// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Those who send slowly, or not at all, or do not read, or read but do not write any more.

#include "rawhttpclient.h"
#include "rawhttphost.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QTimer>

#include <sys/socket.h>

using namespace Qt::StringLiterals;

namespace {

constexpr int Short = 150; // ms
constexpr int Long = 60'000;

QByteArray get(const QByteArray &path)
{
    return "GET /api/stores/acme/main/entries/" + path
            + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer rw\r\n\r\n";
}

QByteArray put(const QByteArray &path, const QByteArray &body)
{
    return "PUT /api/stores/acme/main/entries/" + path
            + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer rw\r\nContent-Length: "
            + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

// All that comes for the bytes to one who takes 512 kB of it every so many milliseconds, and may
// have said that there is nothing more to ask.
QByteArray readSlowly(quint16 port, const QByteArray &bytes, int interval, bool isHalfClosed)
{
    constexpr qint64 Piece = 512 * 1024;
    QTcpSocket socket;
    socket.setReadBufferSize(Piece);
    socket.connectToHost(QHostAddress::LocalHost, port);
    if (!QTest::qWaitFor([&] { return socket.state() == QAbstractSocket::ConnectedState; }))
        return {};
    socket.write(bytes);
    socket.flush();
    if (isHalfClosed && ::shutdown(int(socket.socketDescriptor()), SHUT_WR) != 0)
        return {};
    QByteArray received;
    QTimer reading;
    QObject::connect(&reading, &QTimer::timeout, &socket, [&] { received += socket.read(Piece); });
    reading.start(interval);
    const auto isOver = [&] {
        return socket.state() == QAbstractSocket::UnconnectedState && socket.bytesAvailable() == 0;
    };
    return QTest::qWaitFor(isOver, RawHttpClient::Patience) ? received : QByteArray();
}

} // namespace

class tst_DustHttpSlow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void silentFromTheStart()
    {
        RawHttpHost host;
        host.context.settings.requestTimeout = Long;
        host.context.settings.idleTimeout = Short;
        RawHttpClient client(host.port());
        QVERIFY(client.waitForEnd());
        QCOMPARE(client.received(), "");
        QTRY_VERIFY(host.connections.isEmpty());
    }

    void silentAfterARequest()
    {
        RawHttpHost host;
        host.context.settings.requestTimeout = Long;
        host.context.settings.idleTimeout = Short;
        RawHttpClient client(host.port());
        QCOMPARE(client.ask(get("a")).status, 200);
        QVERIFY(client.waitForEnd());
        QCOMPARE(client.received(), "");
    }

    void stopsWithin_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("head") << get("a").chopped(1);
        QTest::newRow("one byte") << "G"_ba;
        QTest::newRow("body") << put("n", "12345").chopped(1);
        QTest::newRow("before the body") << put("n", "12345").chopped(5);
        QTest::newRow("chunk") << put("n", {}).replace("Content-Length: 0",
                                                       "Transfer-Encoding: chunked")
                        + "5\r\nab";
    }
    void stopsWithin()
    {
        QFETCH(QByteArray, bytes);
        RawHttpHost host;
        host.context.settings.requestTimeout = Short;
        host.context.settings.idleTimeout = Long;
        RawHttpClient client(host.port());
        client.send(put("n", "1") + bytes);
        QCOMPARE(client.next().status, 200);
        const RawHttpAnswer answer = client.next();
        QCOMPARE(answer.status, 408);
        QCOMPARE(answer.header("connection"), "close");
        QVERIFY(client.waitForEnd());
        QTRY_VERIFY(host.connections.isEmpty());
        QCOMPARE(host.seq(), 11u);
    }

    // Slowloris: a byte now and then buys no time.
    void dripsAHead()
    {
        RawHttpHost host;
        host.context.settings.requestTimeout = 400;
        QElapsedTimer clock;
        clock.start();
        RawHttpClient client(host.port());
        client.send("GET / HTTP/1.1\r\nHost: x\r\n");
        QTimer drip;
        QObject::connect(&drip, &QTimer::timeout, &drip, [&client] { client.send("A: b\r\n"); });
        drip.start(20);
        QCOMPARE(client.next().status, 408);
        QVERIFY(clock.elapsed() >= 300); // timers are coarse
    }

    // But a body may take its time as long as it comes.
    void dripsABody()
    {
        RawHttpHost host;
        host.context.settings.requestTimeout = 500;
        RawHttpClient client(host.port());
        const QByteArray bytes = put("n", "\"0123456789012345678901234567890\"");
        qsizetype sent = bytes.size() - 30;
        client.send(bytes.first(sent));
        QTimer drip;
        QObject::connect(&drip, &QTimer::timeout, &drip, [&] {
            if (sent < bytes.size())
                client.send(bytes.mid(sent++, 1));
        });
        drip.start(30);
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(client.next().status, 200);
        QVERIFY(clock.elapsed() >= 30 * 25); // far more than the patience for one piece
        QCOMPARE(host.seq(), 11u);
    }

    // Not forever, though.
    void dripsABodyWithoutEnd()
    {
        RawHttpHost host;
        host.context.settings.requestTimeout = 60;
        RawHttpClient client(host.port());
        client.send(put("n", QByteArray(1'000'000, ' ')).chopped(1'000'000));
        QTimer drip;
        QObject::connect(&drip, &QTimer::timeout, &drip, [&client] { client.send(" "); });
        drip.start(10);
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(client.next().status, 408);
        QVERIFY(clock.elapsed() >= 500);
        QVERIFY(client.waitForEnd());
        QCOMPARE(host.requests.size(), 0);
    }

    // Nothing is read of the next requests while one is answered, whatever its sender sends.
    void doesNotReadAhead()
    {
        RawHttpHost host;
        host.context.settings.idleTimeout = Long;
        RawHttpClient client(host.port());
        QTRY_VERIFY(host.last());
        QTcpSocket *socket = host.last()->findChild<QTcpSocket *>();
        QVERIFY(socket);
        host.context.settings.answerHook = [&](const DustServerRequest &) {
            host.context.settings.answerHook = nullptr;
            return std::optional<DustServerAnswer>();
        };
        client.send(put("n", "1") + put("m", '"' + QByteArray(4'000'000, 'x') + '"')
                    + get("n").repeated(2'000));
        qint64 most = 0;
        QObject::connect(socket, &QIODevice::readyRead, socket,
                         [&] { most = qMax(most, socket->bytesAvailable()); });
        for (int i = 0; i < 2'002; ++i)
            QCOMPARE(client.next().status, 200);
        QVERIFY2(most <= 256 * 1024, QByteArray::number(most).constData());
    }

    void doesNotRead()
    {
        RawHttpHost host;
        host.context.settings.idleTimeout = 10 * Short;
        RawHttpClient client(host.port());
        QCOMPARE(client.ask(put("big", '"' + QByteArray(500'000, 'x') + '"')).status, 200);
        qint64 most = 0;
        QObject::connect(host.last(), &DustHttpConnection::requestAnswered, host.last(),
                         [&] { most = qMax(most, host.last()->backlog()); });
        client.turnDeaf();
        client.send(get("big").repeated(200)); // 100 MB
        QTRY_VERIFY_WITH_TIMEOUT(host.connections.isEmpty(), 30'000);
        QVERIFY(host.requests.size() < 200);
        QVERIFY2(most < 600'000, QByteArray::number(most).constData()); // one answer
        QCOMPARE(RawHttpClient(host.port()).ask(get("a")).status, 200);
    }

    // Who takes one answer and no more is not waited for forever either.
    void stopsReading()
    {
        RawHttpHost host;
        host.context.settings.idleTimeout = Short;
        RawHttpClient client(host.port());
        QCOMPARE(client.ask(put("big", '"' + QByteArray(7'000'000, 'x') + '"')).status, 200);
        client.turnDeaf();
        client.send(get("big"));
        QTRY_VERIFY_WITH_TIMEOUT(host.connections.isEmpty(), 30'000);
        QCOMPARE(host.requests.size(), 2);
    }

    void halfClosed_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("answers");
        QTest::newRow("read") << get("a") << 1;
        QTest::newRow("write") << put("n", "1") << 1;
        QTest::newRow("refused") << "nonsense\r\n"_ba << 1;
        QTest::newRow("writes") << put("n", "1").repeated(40) << 40;
        QTest::newRow("more than is read at once") << put("n", "1").repeated(4000) << 4000;
        QTest::newRow("both") << (put("n", "1") + get("n")).repeated(40) << 80;
    }
    void halfClosed()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, answers);
        RawHttpHost host;
        RawHttpClient client(host.port());
        client.send(bytes);
        QTRY_COMPARE(client.socket().bytesToWrite(), 0);
        QCOMPARE(::shutdown(int(client.socket().socketDescriptor()), SHUT_WR), 0);
        for (int i = 0; i < answers; ++i)
            QVERIFY(client.next().status > 0);
        QVERIFY(client.waitForEnd());
    }

    // More than the system takes at once.
    void halfClosedBeforeLargeAnswers_data()
    {
        QTest::addColumn<QByteArray>("last");
        QTest::newRow("kept alive") << get("big");
        QTest::newRow("closed") << get("big").replace("Host: x", "Host: x\r\nConnection: close");
    }
    void halfClosedBeforeLargeAnswers()
    {
        QFETCH(QByteArray, last);
        RawHttpHost host;
        const QByteArray text(7'000'000, 'x');
        QCOMPARE(RawHttpClient(host.port()).ask(put("big", '"' + text + '"')).status, 200);
        const QByteArray received = readSlowly(host.port(), get("big") + last, 10, true);
        QVERIFY(received.count('x') >= 2 * text.size());
        QTRY_VERIFY(host.connections.isEmpty());
    }

    // Also for longer than who is refused has to read why.
    void readsSlowlyBeforeARefusal()
    {
        RawHttpHost host;
        const QByteArray text(7'000'000, 'x');
        QCOMPARE(RawHttpClient(host.port()).ask(put("big", '"' + text + '"')).status, 200);
        const QByteArray received = readSlowly(host.port(), get("big").repeated(2) + "nonsense\r\n",
                                               150, false);
        QVERIFY(received.count('x') >= 2 * text.size());
        QVERIFY(received.contains("HTTP/1.1 400 "));
    }
};

QTEST_GUILESS_MAIN(tst_DustHttpSlow)

#include "tst_dusthttpslow.moc"
