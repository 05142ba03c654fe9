// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "rawsockethost.h"
#include "roughserver.h"
#include "socketwatch.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QTimer>

using namespace Qt::StringLiterals;

using State = DustChannelSocket::State;

// From the end of a link to the next one.
class tst_DustChannelReconnect : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void triesAgain_data();
    void triesAgain();
    void givesUpConnecting();
    void comesBackAfterEveryClose_data();
    void comesBackAfterEveryClose();
    void comesBackAfterACut();
    void tellsAllThatCameBeforeTheEnd();
    void delayGrows();
    void delayStartsAnewAfterAStableLink_data();
    void delayStartsAnewAfterAStableLink();
    void delayGrowsWhateverTheCause();
    void beats();
    void dropsDeadLinks();
    void waitsForWhatLeavesSlowly_data();
    void waitsForWhatLeavesSlowly();
    void waitsForWhatArrivesSlowly();
    void takesBackWhatALinkHasNotDelivered_data();
    void takesBackWhatALinkHasNotDelivered();
    void triesLinksOutWhenAsked();
    void hidesNoDeadLinkByAskingOften();
    void doesNotWaitWhenAsked();

private:
    static DustChannelSettings slowSettings();
    static bool isAbout(qint64 delay, qint64 expected);
    static QUrl closedPort();
};

// Delays that can be told apart, and never end.
DustChannelSettings tst_DustChannelReconnect::slowSettings()
{
    DustChannelSettings settings = quickSettings();
    settings.reconnect = { 0, 1'000'000, 1'000'000'000 };
    settings.random = [] { return 1.0; };
    settings.stable = NeverInATest;
    return settings;
}

bool tst_DustChannelReconnect::isAbout(qint64 delay, qint64 expected)
{
    return delay <= expected && delay > expected - 100'000; // a slow machine
}

QUrl tst_DustChannelReconnect::closedPort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return QUrl(u"ws://127.0.0.1:%1/"_s.arg(server.serverPort()));
}

void tst_DustChannelReconnect::triesAgain_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("reason");

    const QByteArray end = "\r\nContent-Length: 0\r\n\r\n";
    QTest::newRow("403") << "HTTP/1.1 403 Forbidden" + end << u"handshake_refused"_s;
    QTest::newRow("502") << "HTTP/1.1 502 Bad Gateway" + end << u"handshake_refused"_s;
    QTest::newRow("200") << "HTTP/1.1 200 OK" + end << u"handshake_refused"_s;
    QTest::newRow("another protocol")
            << QByteArray("220 mail.example ESMTP\r\n\r\n") << u"handshake_refused"_s;
    QTest::newRow("wrong key") << QByteArray("HTTP/1.1 101 Switching Protocols\r\nUpgrade: "
                                             "websocket\r\nConnection: Upgrade\r\n"
                                             "Sec-WebSocket-Accept: x\r\n\r\n")
                               << u"handshake_refused"_s;
    QTest::newRow("hangs up") << QByteArray("HANG UP") << u"unreachable"_s;
    QTest::newRow("a reserved frame")
            << RawSocketHost::yes() + QByteArray("\x83\x00", 2) << u"closed_by_server"_s;
    QTest::newRow("a masked frame")
            << RawSocketHost::yes() + QByteArray("\x81\x81\x00\x00\x00\x00x", 7)
            << u"malformed_frame"_s;
    QTest::newRow("bad text") << RawSocketHost::yes() + QByteArray("\x81\x01\xff", 3)
                              << u"closed_by_server"_s;
}

void tst_DustChannelReconnect::triesAgain()
{
    QFETCH(QByteArray, answer);
    QFETCH(QString, reason);
    RawSocketHost host(answer);
    SocketWatch watch;
    QStringList reasons;
    connect(watch.socket, &DustChannelSocket::stateChanged, this, [&] {
        if (watch.is(State::Waiting))
            reasons.append(watch.reason());
    });
    QVERIFY(watch->open(host.url(), {}));
    QVERIFY(watch.runUntilSaid(u"Waiting"_s, 3));
    QVERIFY(host.connections >= 3); // each with a socket of its own
    QCOMPARE(reasons.first(), reason);
    QCOMPARE(watch.problem(), QString());
}

void tst_DustChannelReconnect::givesUpConnecting()
{
    RawSocketHost host({});
    DustChannelSettings settings = quickSettings();
    settings.connectPatience = 50;
    SocketWatch watch(settings);
    QVERIFY(watch->open(host.url(), {}));
    QVERIFY(watch.runUntilSaid(u"Waiting"_s, 2));
    QCOMPARE(host.connections, 2);
    QVERIFY(watch.runUntilState(State::Waiting));
    QCOMPARE(watch.reason(), u"connect_timeout"_s);
    QCOMPARE(watch->error().kind(), DustError::Timeout);
}

void tst_DustChannelReconnect::comesBackAfterEveryClose_data()
{
    QTest::addColumn<int>("code");
    for (const int code : { 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1011, 1012, 1013, 4000 })
        QTest::addRow("%d", code) << code;
}

void tst_DustChannelReconnect::comesBackAfterEveryClose()
{
    QFETCH(int, code);
    RoughServer server;
    SocketWatch watch;
    watch->join(u"t"_s, {});
    QVERIFY(watch->open(server.url(), {}));
    QVERIFY(watch.runUntilSaid(u"joined t"_s));
    DustError error;
    connect(watch.socket, &DustChannelSocket::channelEnded, this,
            [&](const QString &, const DustError &why) { error = why; });
    server.socket()->close(QWebSocketProtocol::CloseCode(code), u"because"_s);
    QVERIFY(watch.runUntilSaid(u"joined t"_s, 2));
    if (code == 1009) {
        QCOMPARE(error.reason(), u"frame_too_large"_s);
    } else {
        QCOMPARE(error.reason(), u"closed_by_server"_s);
        const int told = error.detail().value(u"close_code"_s).toInt();
        const bool isUnknown = told == 1002 && (code == 1012 || code == 1013); // to QWebSocket
        QVERIFY2(told == code || isUnknown, qPrintable(QString::number(told)));
        QVERIFY(isUnknown || error.message().contains(u"because"_s));
    }
    QCOMPARE(watch.problem(), QString());
}

void tst_DustChannelReconnect::comesBackAfterACut()
{
    RoughServer server;
    SocketWatch watch;
    watch->join(u"t"_s, {});
    QVERIFY(watch->open(server.url(), {}));
    QVERIFY(watch.runUntilSaid(u"joined t"_s));
    server.socket()->abort();
    QVERIFY(watch.runUntilSaid(u"ended t connection_lost"_s));
    QVERIFY(watch.runUntilSaid(u"joined t"_s, 2));
}

// More than is read in one turn of the event loop.
void tst_DustChannelReconnect::tellsAllThatCameBeforeTheEnd()
{
    constexpr int Events = 20'000;
    RoughServer server;
    SocketWatch watch;
    QVERIFY(watch->open(server.url(), always(u"t"_s)));
    watch->join(u"t"_s, [] { return DustValue(DustObject()); });
    QVERIFY(watch.runUntilSaid(u"joined t"_s));
    for (int i = 0; i < Events; ++i)
        server.send({}, {}, u"t"_s, u"event"_s, i);
    server.socket()->close();
    QVERIFY(watch.runUntilSaid(u"ended t closed_by_server"_s));
    QCOMPARE(watch.events.size(), Events);
    for (int i = 0; i < Events; ++i)
        QCOMPARE(watch.events.at(i).payload, DustValue(i));
    QVERIFY(watch.said.lastIndexOf(u"event t"_s)
            < watch.said.indexOf(u"ended t closed_by_server"_s));
}

void tst_DustChannelReconnect::delayGrows()
{
    SocketWatch watch(slowSettings());
    QVERIFY(watch->open(closedPort(), {}));
    for (const qint64 expected : { 1'000'000, 2'000'000, 4'000'000 }) {
        QVERIFY(watch.runUntilState(State::Waiting));
        QCOMPARE(watch.reason(), u"unreachable"_s);
        QVERIFY2(isAbout(watch.delay(), expected), qPrintable(QString::number(watch.delay())));
        watch->reconnectNow();
        QCOMPARE(watch->state(), State::Connecting);
    }
    QCOMPARE(DustChannelSettings().reconnect.longest, 30'000);
}

void tst_DustChannelReconnect::delayStartsAnewAfterAStableLink_data()
{
    QTest::addColumn<int>("stable");
    QTest::addColumn<qint64>("second");
    QTest::newRow("stable") << 0 << Q_INT64_C(1'000'000);
    QTest::newRow("not yet") << NeverInATest << Q_INT64_C(2'000'000);
}

void tst_DustChannelReconnect::delayStartsAnewAfterAStableLink()
{
    QFETCH(int, stable);
    QFETCH(qint64, second);
    RoughServer server;
    DustChannelSettings settings = slowSettings();
    settings.stable = stable;
    SocketWatch watch(settings);
    QVERIFY(watch->open(server.url(), {}));
    for (const qint64 expected : { Q_INT64_C(1'000'000), second }) {
        QVERIFY(watch.runUntilState(State::Connected));
        QVERIFY(SocketWatch::until([&] { return server.socket() != nullptr; }));
        server.socket()->abort();
        QVERIFY(watch.runUntilState(State::Waiting));
        QVERIFY2(isAbout(watch.delay(), expected), qPrintable(QString::number(watch.delay())));
        watch->reconnectNow();
    }
}

void tst_DustChannelReconnect::delayGrowsWhateverTheCause()
{
    RoughServer server;
    SocketWatch watch(slowSettings());
    QVERIFY(watch->open(server.url(), {}));
    const auto closeWith = [&](int code) {
        const qsizetype wanted = watch.states.count(State::Connected);
        if (!watch.runUntilState(State::Connected)
            || !SocketWatch::until([&] { return server.connections() == wanted; }))
            return qint64(-1);
        server.socket()->close(QWebSocketProtocol::CloseCode(code));
        if (!watch.runUntilState(State::Waiting))
            return qint64(-2);
        const qint64 delay = watch.delay();
        watch->reconnectNow();
        return delay;
    };
    QVERIFY(watch.runUntilState(State::Connected));
    QVERIFY(isAbout(closeWith(1012), 1'000'000));
    QVERIFY(watch.runUntilState(State::Connected));
    QVERIFY(isAbout(closeWith(1000), 2'000'000)); // a goodbye as well
    QVERIFY(watch.runUntilState(State::Connected));
    QVERIFY(isAbout(closeWith(1011), 8'000'000));
    QVERIFY(watch.runUntilState(State::Connected));
    QVERIFY(isAbout(closeWith(1008), 32'000'000)); // an accusation
}

void tst_DustChannelReconnect::beats()
{
    RoughServer server;
    DustChannelSettings settings = quickSettings();
    settings.heartbeat = 500;
    SocketWatch watch(settings);
    QVERIFY(watch->open(server.url(), {}));
    QVERIFY(SocketWatch::until([&] { return server.count(u"heartbeat"_s) >= 2; }));
    const DustChannelFrame beat = server.last(u"heartbeat"_s);
    QCOMPARE(beat.topic, u"phoenix"_s);
    QVERIFY(beat.joinRef.isNull() && !beat.ref.isEmpty());
    QCOMPARE(beat.payload, DustValue(DustObject()));
    QVERIFY(!watch.said.contains(u"Waiting"_s));
    QCOMPARE(DustChannelSettings().heartbeat, 30'000);
}

void tst_DustChannelReconnect::dropsDeadLinks()
{
    RoughServer server;
    server.onFrame = [](const DustChannelFrame &frame) { return frame.event == u"heartbeat"_s; };
    DustChannelSettings settings = slowSettings();
    settings.heartbeat = 100;
    SocketWatch watch(settings);
    watch->join(u"t"_s, {});
    QVERIFY(watch->open(server.url(), {}));
    QVERIFY(watch.runUntilState(State::Waiting));
    QCOMPARE(watch.reason(), u"heartbeat_timeout"_s);
    QCOMPARE(server.count(u"heartbeat"_s), 1);
    server.onFrame = {};
    watch->reconnectNow(); // what was not answered is forgotten
    QVERIFY(SocketWatch::until([&] { return server.count(u"heartbeat"_s) >= 2; }));
}

void tst_DustChannelReconnect::waitsForWhatLeavesSlowly_data()
{
    QTest::addColumn<bool>("beats");
    QTest::newRow("heartbeats") << true;
    QTest::newRow("replies and joins") << false;
}

// A large frame on a slow line is neither a dead link nor a push without a reply; when it does not move any more it is, as
// soon as ever.
void tst_DustChannelReconnect::waitsForWhatLeavesSlowly()
{
#ifndef Q_OS_UNIX
    QSKIP("The buffers of the system cannot be made small here.");
#else
    QFETCH(bool, beats);
    constexpr int Patience = 400;
    constexpr qsizetype Size = 5'000'000;
    constexpr qsizetype Part = 20'000; // in 10 ms
    const QByteArray joined = R"(["1","1","t","phx_reply",{"status":"ok","response":{}}])";
    RawSocketHost host(RawSocketHost::yes() + '\x81' + char(joined.size()) + joined);
    host.stall(65'536);
    DustChannelSettings settings = slowSettings();
    (beats ? settings.heartbeat : settings.replyPatience) = Patience;
    settings.joinPatience = beats ? NeverInATest : Patience;
    SocketWatch watch(settings);
    watch->join(u"t"_s, {});
    QVERIFY(watch->open(host.url(), {}));
    QVERIFY(watch.runUntilSaid(u"joined t"_s));
    const auto ref = watch->push(u"t"_s, u"put_file"_s, QString(Size, u'x'));
    QVERIFY(ref);
    watch->join(u"behind it"_s, {});
    QTimer line;
    connect(&line, &QTimer::timeout, this, [&] { host.readSome(Part); });
    line.start(10);
    QVERIFY(watch.until([&] {
        return host.bytesBehindHead >= Size / 2 || watch.said.contains(u"Waiting"_s)
                || watch.said.contains(u"lost "_s + *ref + u" reply_timeout"_s);
    }));
    QVERIFY(watch.is(State::Connected));
    QCOMPARE(watch.said.constLast(), u"joined t"_s);
    line.stop();
    QElapsedTimer stillness;
    stillness.start();
    if (beats) {
        QVERIFY(watch.runUntilState(State::Waiting));
        QCOMPARE(watch.reason(), u"heartbeat_timeout"_s);
    } else {
        QVERIFY(watch.runUntilSaid(u"lost "_s + *ref + u" reply_timeout"_s));
        QVERIFY(watch.runUntilSaid(u"ended behind it join_timeout"_s));
        QVERIFY(watch.is(State::Connected));
    }
    QVERIFY(stillness.elapsed() < 5 * Patience);
#endif
}

// The answer comes behind a long message.
void tst_DustChannelReconnect::waitsForWhatArrivesSlowly()
{
#ifndef Q_OS_UNIX
    QSKIP("No host that reads nothing here.");
#else
    constexpr int Patience = 400;
    constexpr int Parts = 120;
    RawSocketHost host(RawSocketHost::yes());
    host.stall(65'536); // and answers nothing
    DustChannelSettings settings = slowSettings();
    settings.heartbeat = Patience;
    settings.joinPatience = Patience;
    SocketWatch watch(settings);
    QVERIFY(watch->open(host.url(), {}));
    QVERIFY(watch.runUntilState(State::Connected));
    host.send(QByteArray::fromHex("817f0000000000100000")); // of a text, a megabyte
    watch->join(u"t"_s, {});
    int parts = 0;
    QTimer line;
    connect(&line, &QTimer::timeout, this, [&] {
        host.send("x");
        ++parts;
    });
    line.start(10);
    QVERIFY(watch.until([&] { return parts >= Parts || !watch.is(State::Connected); }));
    QVERIFY(watch.is(State::Connected));
    QCOMPARE(watch.said.filter(u"ended"_s), QStringList());
    line.stop();
    QVERIFY(watch.runUntilState(State::Waiting));
    QCOMPARE(watch.reason(), u"heartbeat_timeout"_s);
#endif
}

void tst_DustChannelReconnect::takesBackWhatALinkHasNotDelivered_data()
{
    QTest::addColumn<bool>("isDead");
    QTest::newRow("dead") << true;
    QTest::newRow("given up for another token") << false;
}

// The system would go on delivering it for minutes, behind the back of the next link.
void tst_DustChannelReconnect::takesBackWhatALinkHasNotDelivered()
{
#ifndef Q_OS_UNIX
    QSKIP("The buffers of the system cannot be made small here.");
#else
    QFETCH(bool, isDead);
    constexpr int FewBytes = 4096;
    constexpr qsizetype ManyBytes = 400'000;
    const QByteArray joined = R"(["1","1","t","phx_reply",{"status":"ok","response":{}}])";
    RawSocketHost host(RawSocketHost::yes() + '\x81' + char(joined.size()) + joined);
    host.stall(FewBytes);
    DustChannelSettings settings = slowSettings();
    if (isDead)
        settings.heartbeat = 50;
    SocketWatch watch(settings);
    watch->join(u"t"_s, {});
    QVERIFY(watch->open(host.url(), always(u"one"_s)));
    QVERIFY(watch.runUntilSaid(u"joined t"_s));
    QVERIFY(watch->push(u"t"_s, u"write"_s, QString(ManyBytes, u'x')));
    if (isDead) {
        QVERIFY(watch.runUntilState(State::Waiting));
        QCOMPARE(watch.reason(), u"heartbeat_timeout"_s);
    } else {
        QCoreApplication::processEvents(); // it has left for the system
        watch->setToken(u"another"_s);
    }
    QVERIFY(watch.until([&] { return host.readToTheEnd(); }));
    QVERIFY2(host.bytesBehindHead < ManyBytes, qPrintable(QString::number(host.bytesBehindHead)));
#endif
}

void tst_DustChannelReconnect::triesLinksOutWhenAsked()
{
    RoughServer server;
    server.onFrame = [](const DustChannelFrame &) { return true; };
    DustChannelSettings settings = slowSettings();
    settings.connectPatience = 100;
    SocketWatch watch(settings);
    QVERIFY(watch->open(server.url(), {}));
    QVERIFY(watch.runUntilState(State::Connected));
    watch->reconnectNow();
    watch->reconnectNow();
    QVERIFY(SocketWatch::until([&] { return server.count(u"heartbeat"_s) == 1; }));
    QVERIFY(watch.runUntilState(State::Waiting));
    QCOMPARE(watch.reason(), u"heartbeat_timeout"_s);
    QCOMPARE(server.count(u"heartbeat"_s), 1);
}

void tst_DustChannelReconnect::hidesNoDeadLinkByAskingOften()
{
    RoughServer server;
    server.onFrame = [](const DustChannelFrame &) { return true; };
    DustChannelSettings settings = slowSettings();
    settings.heartbeat = 400;
    SocketWatch watch(settings);
    QVERIFY(watch->open(server.url(), {}));
    QVERIFY(watch.runUntilState(State::Connected));
    QTimer asking;
    connect(&asking, &QTimer::timeout, this, [&] {
        if (watch.is(State::Connected))
            watch->reconnectNow();
    });
    asking.start(20);
    QVERIFY(watch.runUntilState(State::Waiting));
    QCOMPARE(watch.reason(), u"heartbeat_timeout"_s);
    QCOMPARE(server.count(u"heartbeat"_s), 1);
}

void tst_DustChannelReconnect::doesNotWaitWhenAsked()
{
    RoughServer server;
    SocketWatch watch(slowSettings());
    QVERIFY(watch->open(server.url(), {}));
    QVERIFY(watch.runUntilState(State::Connected));
    QVERIFY(SocketWatch::until([&] { return server.socket() != nullptr; }));
    server.socket()->abort();
    QVERIFY(watch.runUntilState(State::Waiting));
    watch->reconnectNow();
    watch->reconnectNow(); // it is under way
    QCOMPARE(watch->state(), State::Connecting);
    QVERIFY(!watch->nextAttempt().isValid());
    QVERIFY(watch.runUntilState(State::Connected));
    QVERIFY(SocketWatch::until([&] { return server.connections() == 2; }));
}

QTEST_GUILESS_MAIN(tst_DustChannelReconnect)
#include "tst_dustchannelreconnect.moc"
