// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustserver.h"
#include "roughserver.h"
#include "socketwatch.h"

#include <QtCore/QAbstractEventDispatcher>
#include <QtCore/QDeadlineTimer>

using namespace Qt::StringLiterals;

using State = DustChannelSocket::State;
using Serializer = DustChannelFrame::Serializer;

// What is too large, and what is no frame at all.
class tst_DustChannelLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void survivesMalformedFrames_data();
    void survivesMalformedFrames();
    void hearsNothingAfterAMalformedFrame();
    void refusesLargeMessages_data();
    void refusesLargeMessages();
    void takesLargeMessages();
    void keepsLittleOfWhatComesFast();
    void refusesToSendLargeMessages();
    void sendsLargeMessages_data();
    void sendsLargeMessages();
    void knowsItsLimits();
};

void tst_DustChannelLimits::survivesMalformedFrames_data()
{
    QTest::addColumn<Serializer>("serializer");
    QTest::addColumn<bool>("isText");
    QTest::addColumn<QByteArray>("frame");

    const auto json = [](const char *name, const QByteArray &frame) {
        QTest::newRow(name) << DustChannelFrame::Json << true << frame;
    };
    json("nothing", "");
    json("no JSON", "hello");
    json("half a frame", R"(["1",null,"t","ev)");
    json("no array", "{}");
    json("null", "null");
    json("four", R"(["1",null,"t","event"])");
    json("six", R"(["1",null,"t","event",{},{}])");
    json("a ref that is a number", R"(["1",7,"t","event",{}])");
    json("a topic that is none", R"(["1",null,null,"event",{}])");
    json("an event that is none", R"(["1",null,"t",[],{}])");
    json("a reply without a status", R"(["1","1","t","phx_reply",{"response":{}}])");
    json("a reply that is no object", R"(["1","1","t","phx_reply",[1]])");
    json("too deep", QByteArray(2000, '['));
    QTest::newRow("binary") << DustChannelFrame::Json << false
                            << QByteArray(R"([null,null,"t","event",{}])");
    QTest::newRow("text") << DustChannelFrame::MessagePack << true
                          << QByteArray(R"([null,null,"t","event",{}])");
    QTest::newRow("no MessagePack")
            << DustChannelFrame::MessagePack << false << QByteArray("\xc1\xff");
    QTest::newRow("a huge array") << DustChannelFrame::MessagePack << false
                                  << QByteArray("\xdd\xff\xff\xff\xff");
    QTest::newRow("no bytes") << DustChannelFrame::MessagePack << false << QByteArray();
}

void tst_DustChannelLimits::survivesMalformedFrames()
{
    QFETCH(Serializer, serializer);
    QFETCH(bool, isText);
    QFETCH(QByteArray, frame);
    RoughServer server(serializer);
    SocketWatch watch(quickSettings(serializer));
    watch->join(u"t"_s, {});
    QVERIFY(watch->open(server.url(), {}));
    QVERIFY(watch.runUntilSaid(u"joined t"_s));
    if (isText)
        server.socket()->sendTextMessage(QString::fromLatin1(frame));
    else
        server.socket()->sendBinaryMessage(frame);
    QVERIFY(watch.runUntilSaid(u"ended t malformed_frame"_s));
    QVERIFY(watch.runUntilSaid(u"joined t"_s, 2));
    QCOMPARE(server.connections(), 2);
    QCOMPARE(watch.problem(), QString());
}

void tst_DustChannelLimits::hearsNothingAfterAMalformedFrame()
{
    RoughServer server;
    SocketWatch watch;
    watch->join(u"t"_s, {});
    QVERIFY(watch->open(server.url(), {}));
    QVERIFY(watch.runUntilSaid(u"joined t"_s));
    server.socket()->sendTextMessage(u"?"_s);
    server.send({}, {}, u"t"_s, u"event"_s, DustObject());
    QVERIFY(watch.runUntilSaid(u"joined t"_s, 2));
    QVERIFY(watch.events.isEmpty());
}

void tst_DustChannelLimits::refusesLargeMessages_data()
{
    QTest::addColumn<Serializer>("serializer");
    QTest::newRow("json") << DustChannelFrame::Json;
    QTest::newRow("messagepack") << DustChannelFrame::MessagePack;
}

void tst_DustChannelLimits::refusesLargeMessages()
{
    QFETCH(Serializer, serializer);
    RoughServer server(serializer);
    DustChannelSettings settings = quickSettings(serializer);
    settings.maximumIncoming = 1000;
    SocketWatch watch(settings);
    watch->join(u"t"_s, {});
    QVERIFY(watch->open(server.url(), {}));
    QVERIFY(watch.runUntilSaid(u"joined t"_s));
    server.send({}, {}, u"t"_s, u"event"_s, QString(900, u'x'));
    QVERIFY(watch.runUntilSaid(u"event t"_s));
    server.send({}, {}, u"t"_s, u"event"_s, QString(1000, u'x'));
    QVERIFY(watch.runUntilSaid(u"ended t frame_too_large"_s));
    QVERIFY(watch.runUntilSaid(u"joined t"_s, 2));
    QCOMPARE(watch.events.size(), 1);
}

void tst_DustChannelLimits::takesLargeMessages()
{
    RoughServer server;
    SocketWatch watch;
    watch->join(u"t"_s, {});
    QVERIFY(watch->open(server.url(), {}));
    QVERIFY(watch.runUntilSaid(u"joined t"_s));
    const QString large(10'000'000, u'x');
    server.send({}, {}, u"t"_s, u"event"_s, large);
    QVERIFY(watch.runUntilSaid(u"event t"_s));
    QCOMPARE(watch.events.at(0).payload, DustValue(large));
}

// Who listens takes a millisecond for each frame. What comes in one go is read in as many turns as frames may wait.
void tst_DustChannelLimits::keepsLittleOfWhatComesFast()
{
    constexpr int Frames = 100;
    DustChannelSettings settings = quickSettings();
    settings.maximumBacklog = 500;
    RoughServer server;
    SocketWatch watch(settings);
    watch->join(u"t"_s, {});
    QVERIFY(watch->open(server.url(), {}));
    QVERIFY(watch.runUntilSaid(u"joined t"_s));
    int turns = 0;
    connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::aboutToBlock,
            watch.socket, [&] { turns += watch.events.isEmpty() ? 0 : 1; });
    watch.onSaid = [](const QString &) {
        const QDeadlineTimer busy(1);
        while (!busy.hasExpired()) {}
    };
    for (int i = 0; i < Frames; ++i)
        server.send({}, {}, u"t"_s, u"event"_s, QString(100, u'x'));
    QVERIFY(SocketWatch::until([&] { return watch.events.size() == Frames; }));
    QVERIFY2(turns < Frames / 5, qPrintable(QString::number(turns)));
}

void tst_DustChannelLimits::refusesToSendLargeMessages()
{
    RoughServer server;
    DustChannelSettings settings = quickSettings();
    settings.maximumOutgoing = 200;
    SocketWatch watch(settings);
    watch->join(u"t"_s, {});
    QVERIFY(watch->open(server.url(), {}));
    QVERIFY(watch.runUntilSaid(u"joined t"_s));
    const auto large = watch->push(u"t"_s, u"x"_s, QString(200, u'x'));
    QCOMPARE(large.error().kind(), DustError::LimitExceeded);
    QCOMPARE(large.error().reason(), u"message_too_large"_s);
    const auto small = watch->push(u"t"_s, u"x"_s, QString(100, u'x'));
    QVERIFY(watch.runUntilSaid(u"reply "_s + *small));
    QCOMPARE(server.count(u"x"_s), 1);
}

void tst_DustChannelLimits::sendsLargeMessages_data()
{
    refusesLargeMessages_data();
}

// Whatever frames it travels in.
void tst_DustChannelLimits::sendsLargeMessages()
{
    QFETCH(Serializer, serializer);
    DustServer server;
    QVERIFY(server.addStore(u"acme/main"_s) && server.listen());
    QUrl url = server.webSocketUrl();
    url.setPath(u"/ws/sync/websocket"_s);
    url.setQuery(u"device_id=dev&capver=3"_s);
    SocketWatch watch(quickSettings(serializer));
    const QString topic = u"store:acme/main"_s;
    watch->join(topic, [] { return DustObject{ { u"last_store_seq"_s, 0 } }; });
    QVERIFY(watch->open(url, always(server.token())));
    QVERIFY(watch.runUntilSaid(u"joined "_s + topic));
    const auto ref = watch->push(topic, u"write"_s,
                                 DustObject{ { u"op"_s, u"set"_s },
                                             { u"path"_s, u"a"_s },
                                             { u"value"_s, QString(5'000'000, u'ü') },
                                             { u"client_op_id"_s, u"op_1"_s } });
    QCOMPARE(ref.error().reason(), u"message_too_large"_s); // two bytes each
    const auto second = watch->push(topic, u"write"_s,
                                    DustObject{ { u"op"_s, u"set"_s },
                                                { u"path"_s, u"a"_s },
                                                { u"value"_s, QString(3'900'000, u'ü') },
                                                { u"client_op_id"_s, u"op_2"_s } });
    QVERIFY(second);
    QVERIFY(watch.runUntilSaid(u"reply "_s + *second));
    QVERIFY(watch.replies.value(*second).isOk);
}

void tst_DustChannelLimits::knowsItsLimits()
{
    const DustChannelSettings settings;
    QCOMPARE(settings.connectPatience, 10'000);
    QCOMPARE(settings.joinPatience, 10'000);
    QCOMPARE(settings.replyPatience, 30'000);
    QVERIFY(settings.maximumIncoming < Q_INT64_C(2'000'000'000));
    QVERIFY(settings.maximumOutgoing < 8'000'000);
}

QTEST_GUILESS_MAIN(tst_DustChannelLimits)
#include "tst_dustchannellimits.moc"
