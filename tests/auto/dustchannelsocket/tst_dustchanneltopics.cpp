// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "roughserver.h"
#include "socketwatch.h"

using namespace Qt::StringLiterals;

using State = DustChannelSocket::State;

// What frames mean to topics, and what is to be ignored.
class tst_DustChannelTopics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dropsStaleEvents();
    void hearsLiveEventsWhileJoining();
    void takesRepliesByRef();
    void ignoresStrangeReplies();
    void endsAndRejoins_data();
    void endsAndRejoins();
    void waitsBeforeItRejoins();
    void rejoinsLaterAsTold();
    void rejoinDelayGrows();
    void ignoresStaleEnds_data();
    void ignoresStaleEnds();
    void rejoinsWhatTheServerForgot();
    void keepsWhatTheServerForgotBefore();
    void rejoinsAfterWhatCannotBeRead();
    void joinsAgainWhenNobodyAnswers();
    void givesUpOnReplies();
    void joinsOnceOnly();
    void leavesWhileJoining();

private:
    static void openAndJoin(SocketWatch &watch, const RoughServer &server,
                            const QString &topic = u"t"_s);
    // So that everything that was sent before has been dealt with, here and there.
    static bool goBackAndForth(SocketWatch &watch, const QString &topic = u"t"_s);
};

void tst_DustChannelTopics::openAndJoin(SocketWatch &watch, const RoughServer &server,
                                        const QString &topic)
{
    watch->join(topic, {});
    if (watch.is(State::Disconnected))
        QVERIFY(watch->open(server.url(), {}));
    QVERIFY(watch.runUntilSaid(u"joined "_s + topic));
}

bool tst_DustChannelTopics::goBackAndForth(SocketWatch &watch, const QString &topic)
{
    const auto ref = watch->push(topic, u"ping"_s, DustObject());
    return ref && watch.runUntilSaid(u"reply "_s + *ref);
}

void tst_DustChannelTopics::dropsStaleEvents()
{
    RoughServer server;
    SocketWatch watch;
    openAndJoin(watch, server);
    const QString old = server.last(u"phx_join"_s).joinRef;
    watch->rejoin(u"t"_s);
    QVERIFY(watch.runUntilSaid(u"joined t"_s, 2));
    const QString current = server.last(u"phx_join"_s).joinRef;
    QVERIFY(old != current);
    server.send(old, {}, u"t"_s, u"event"_s, u"stale"_s);
    server.send(current, {}, u"t"_s, u"event"_s, u"catch-up"_s);
    server.send({}, {}, u"t"_s, u"event"_s, u"live"_s);
    server.send({}, {}, u"other"_s, u"event"_s, u"not ours"_s);
    server.send(current, {}, u"t"_s, u"event"_s, DustObject{ { u"last"_s, 1.0 } });
    QVERIFY(SocketWatch::until([&] { return watch.events.size() >= 3; }));
    QVERIFY(goBackAndForth(watch));
    QCOMPARE(watch.events.size(), 3);
    QCOMPARE(watch.events.at(0).payload, DustValue(u"catch-up"_s));
    QVERIFY(!watch.events.at(0).isLive);
    QCOMPARE(watch.events.at(1).payload, DustValue(u"live"_s));
    QVERIFY(watch.events.at(1).isLive);
    QCOMPARE(watch.events.at(2).payload, (DustObject{ { u"last"_s, 1.0 } }));
}

// The server tells everybody of what happens as soon as the topic is taken, which is before the join
// is answered: without these there would be a gap.
void tst_DustChannelTopics::hearsLiveEventsWhileJoining()
{
    RoughServer server;
    server.onFrame = [&](const DustChannelFrame &frame) {
        if (frame.event == u"phx_join"_s)
            server.send({}, {}, u"t"_s, u"event"_s, u"early"_s);
        return false;
    };
    SocketWatch watch;
    openAndJoin(watch, server);
    QCOMPARE(watch.said.last(2), (QStringList{ u"event t"_s, u"joined t"_s }));
    QVERIFY(watch.events.at(0).isLive);
}

void tst_DustChannelTopics::takesRepliesByRef()
{
    RoughServer server;
    DustChannelFrame held;
    server.onFrame = [&](const DustChannelFrame &frame) {
        if (frame.event == u"slow"_s)
            held = frame;
        return frame.event == u"slow"_s;
    };
    SocketWatch watch;
    openAndJoin(watch, server);
    const auto ref = watch->push(u"t"_s, u"slow"_s, DustObject());
    watch->rejoin(u"t"_s);
    QVERIFY(watch.runUntilSaid(u"joined t"_s, 2));
    QVERIFY(held.joinRef != server.last(u"phx_join"_s).joinRef);
    server.reply(held, u"error"_s, u"no"_s);
    QVERIFY(watch.runUntilSaid(u"reply "_s + *ref));
    QVERIFY(!watch.replies.value(*ref).isOk);
    QCOMPARE(watch.replies.value(*ref).response, DustValue(u"no"_s));
    QCOMPARE(watch.problem(), QString());
}

void tst_DustChannelTopics::ignoresStrangeReplies()
{
    RoughServer server;
    SocketWatch watch;
    openAndJoin(watch, server);
    openAndJoin(watch, server, u"other"_s);
    const qsizetype before = watch.said.size();
    DustChannelFrame push;
    server.onFrame = [&](const DustChannelFrame &frame) {
        push = frame;
        DustChannelFrame strange = frame;
        strange.topic = u"other"_s;
        server.reply(strange);
        for (const QString &ref : { u"999"_s, u"-1"_s, u""_s, QString(), u"x"_s }) {
            strange = frame;
            strange.ref = ref;
            server.reply(strange);
        }
        server.reply(frame);
        server.reply(frame); // again
        server.reply(server.last(u"phx_join"_s)); // again
        return true;
    };
    const auto ref = watch->push(u"t"_s, u"x"_s, DustObject());
    QVERIFY(watch.runUntilSaid(u"reply "_s + *ref));
    server.onFrame = {};
    QVERIFY(goBackAndForth(watch));
    QCOMPARE(watch.said.size(), before + 2);
    QCOMPARE(watch.problem(), QString());
}

void tst_DustChannelTopics::endsAndRejoins_data()
{
    QTest::addColumn<QString>("event");
    QTest::addColumn<bool>("hasJoinRef");
    QTest::addColumn<QString>("reason");

    QTest::newRow("error") << u"phx_error"_s << true << u"channel_crashed"_s;
    QTest::newRow("close") << u"phx_close"_s << true << u"channel_closed"_s;
    QTest::newRow("error, for all") << u"phx_error"_s << false << u"channel_crashed"_s;
}

void tst_DustChannelTopics::endsAndRejoins()
{
    QFETCH(QString, event);
    QFETCH(bool, hasJoinRef);
    QFETCH(QString, reason);
    RoughServer server;
    SocketWatch watch;
    int asked = 0;
    watch->join(u"t"_s, [&] { return DustValue(asked++); });
    openAndJoin(watch, server, u"other"_s);
    QVERIFY(watch.runUntilSaid(u"joined t"_s));
    QString current;
    for (const DustChannelFrame &frame : std::as_const(server.frames)) {
        if (frame.topic == u"t"_s && frame.event == u"phx_join"_s)
            current = frame.joinRef;
    }
    server.send(hasJoinRef ? current : QString(), current, u"t"_s, event, DustObject());
    QVERIFY(watch.runUntilSaid(u"ended t "_s + reason));
    QVERIFY(watch.runUntilSaid(u"joined t"_s, 2));
    QCOMPARE(asked, 2);
    QCOMPARE(server.last(u"phx_join"_s).payload, DustValue(1));
    QVERIFY(watch->isJoined(u"other"_s));
    QCOMPARE(server.connections(), 1);
    QCOMPARE(watch.problem(), QString());
}

void tst_DustChannelTopics::waitsBeforeItRejoins()
{
    RoughServer server;
    DustChannelSettings settings = quickSettings();
    settings.rejoin = { NeverInATest, NeverInATest, NeverInATest };
    SocketWatch watch(settings);
    openAndJoin(watch, server, u"other"_s);
    openAndJoin(watch, server);
    const QString joinRef = server.last(u"phx_join"_s).joinRef;
    server.send(joinRef, joinRef, u"t"_s, u"phx_error"_s, DustObject());
    QVERIFY(watch.runUntilSaid(u"ended t channel_crashed"_s));
    QCOMPARE(watch->push(u"t"_s, u"x"_s, DustObject()).error().reason(), u"not_joined"_s);
    server.send({}, {}, u"t"_s, u"event"_s, u"from nowhere"_s);
    QVERIFY(goBackAndForth(watch, u"other"_s));
    QCOMPARE(server.count(u"phx_join"_s, u"t"_s), 1);
    QVERIFY(watch.events.isEmpty());
    watch->rejoin(u"t"_s);
    QVERIFY(watch.runUntilSaid(u"joined t"_s, 2));
    QCOMPARE(DustChannelSettings().rejoin.shortest, 500); // never in milliseconds
}

// Random numbers say how far the delay has come: they are asked for once a delay.
void tst_DustChannelTopics::rejoinDelayGrows()
{
    RoughServer server;
    DustChannelSettings settings = quickSettings();
    settings.stable = NeverInATest;
    settings.rejoin = { 1, 2, 1'000'000'000 };
    int delays = 0;
    settings.random = [&] { return ++delays < 5 ? 0.0 : 1.0; };
    int joins = 0;
    server.onFrame = [&](const DustChannelFrame &frame) {
        if (frame.event != u"phx_join"_s || frame.topic != u"t"_s)
            return false;
        ++joins;
        server.reply(frame);
        server.send(frame.joinRef, frame.ref, u"t"_s, u"phx_error"_s, DustObject());
        return true;
    };
    SocketWatch watch(settings);
    watch->join(u"other"_s, {});
    openAndJoin(watch, server);
    QVERIFY(watch.runUntilSaid(u"ended t channel_crashed"_s, 5));
    QVERIFY(goBackAndForth(watch, u"other"_s));
    QCOMPARE(delays, 5);
    QCOMPARE(joins, 5); // the sixth comes after 32 ms at the earliest
}

void tst_DustChannelTopics::rejoinsLaterAsTold()
{
    constexpr int Told = 200; // by itself it would be 1 ms
    RoughServer server;
    SocketWatch watch;
    server.onFrame = [&](const DustChannelFrame &frame) {
        const bool isFirst = frame.event == u"phx_join"_s && server.count(u"phx_join"_s) == 1;
        if (isFirst)
            server.reply(frame, u"error"_s, DustObject{ { u"retry_after_ms"_s, Told } });
        return isFirst;
    };
    watch->join(u"t"_s, {});
    QVERIFY(watch->open(server.url(), {}));
    QVERIFY(watch.runUntilSaid(u"refused t"_s));
    QElapsedTimer since;
    since.start();
    watch->rejoinLater(u"t"_s, Told);
    QVERIFY(watch.runUntilSaid(u"joined t"_s));
    QVERIFY2(since.elapsed() >= Told - 20, qPrintable(QString::number(since.elapsed())));
    QVERIFY(!watch.said.join(u' ').contains(u"ended"_s)); // it never was joined
}

void tst_DustChannelTopics::ignoresStaleEnds_data()
{
    QTest::addColumn<QString>("event");
    QTest::newRow("error") << u"phx_error"_s;
    QTest::newRow("close") << u"phx_close"_s;
}

void tst_DustChannelTopics::ignoresStaleEnds()
{
    QFETCH(QString, event);
    RoughServer server;
    SocketWatch watch;
    openAndJoin(watch, server);
    const QString old = server.last(u"phx_join"_s).joinRef;
    watch->rejoin(u"t"_s);
    QVERIFY(watch.runUntilSaid(u"joined t"_s, 2));
    server.send(old, old, u"t"_s, event, DustObject());
    server.send(old, old, u"nobody"_s, event, DustObject());
    QVERIFY(goBackAndForth(watch));
    QVERIFY(watch->isJoined(u"t"_s));
    QCOMPARE(watch.said.filter(u"ended"_s), QStringList{ u"ended t rejoining"_s });
}

void tst_DustChannelTopics::rejoinsWhatTheServerForgot()
{
    RoughServer server;
    SocketWatch watch;
    openAndJoin(watch, server);
    server.onFrame = [&](const DustChannelFrame &frame) {
        if (frame.event != u"lost"_s)
            return false;
        DustChannelFrame answer = frame;
        answer.joinRef = QString();
        server.reply(answer, u"error"_s, DustObject{ { u"reason"_s, u"unmatched topic"_s } });
        return true;
    };
    const auto ref = watch->push(u"t"_s, u"lost"_s, DustObject());
    const auto second = watch->push(u"t"_s, u"lost"_s, DustObject());
    QVERIFY(watch.runUntilSaid(u"reply "_s + *ref) && watch.runUntilSaid(u"reply "_s + *second));
    QVERIFY(watch.runUntilSaid(u"joined t"_s, 2));
    QCOMPARE(watch.said.count(u"ended t channel_gone"_s), 1);
}

void tst_DustChannelTopics::keepsWhatTheServerForgotBefore()
{
    RoughServer server;
    DustChannelFrame held;
    server.onFrame = [&](const DustChannelFrame &frame) {
        if (frame.event == u"slow"_s)
            held = frame;
        return frame.event == u"slow"_s;
    };
    SocketWatch watch;
    openAndJoin(watch, server);
    const auto ref = watch->push(u"t"_s, u"slow"_s, DustObject());
    watch->rejoin(u"t"_s);
    QVERIFY(watch.runUntilSaid(u"joined t"_s, 2));
    server.reply(held, u"error"_s, DustObject{ { u"reason"_s, u"unmatched topic"_s } });
    QVERIFY(watch.runUntilSaid(u"reply "_s + *ref));
    QVERIFY(watch->isJoined(u"t"_s));
}

void tst_DustChannelTopics::rejoinsAfterWhatCannotBeRead()
{
    RoughServer server;
    SocketWatch watch;
    openAndJoin(watch, server, u"other"_s);
    openAndJoin(watch, server);
    const QString joinRef = server.last(u"phx_join"_s).joinRef;
    server.socket()->sendTextMessage(u"[\"old\",null,\"t\",\"event\",{\"value\":1e999}]"_s);
    server.socket()->sendTextMessage(
            u"[\"%1\",null,\"t\",\"event\",{\"value\":1e999}]"_s.arg(joinRef));
    QVERIFY(watch.runUntilSaid(u"ended t unreadable_payload"_s));
    QVERIFY(watch.runUntilSaid(u"joined t"_s, 2));
    QVERIFY(watch->isJoined(u"other"_s));
    QCOMPARE(server.connections(), 1);
    QCOMPARE(watch.said.count(u"ended t unreadable_payload"_s), 1);
}

void tst_DustChannelTopics::joinsAgainWhenNobodyAnswers()
{
    RoughServer server;
    server.onFrame = [&](const DustChannelFrame &frame) {
        return frame.event == u"phx_join"_s && server.count(u"phx_join"_s) < 3;
    };
    DustChannelSettings settings = quickSettings();
    settings.joinPatience = 200;
    SocketWatch watch(settings);
    openAndJoin(watch, server);
    QVERIFY(watch.said.count(u"ended t join_timeout"_s) >= 2);
    QVERIFY(server.last(u"phx_join"_s).joinRef != server.frames.first().joinRef);
    QCOMPARE(server.connections(), 1);
}

void tst_DustChannelTopics::givesUpOnReplies()
{
    RoughServer server;
    DustChannelFrame held;
    server.onFrame = [&](const DustChannelFrame &frame) {
        const bool isSlow = frame.event == u"slow"_s;
        if (isSlow)
            held = frame;
        return isSlow;
    };
    DustChannelSettings settings = quickSettings();
    settings.replyPatience = 100;
    SocketWatch watch(settings);
    openAndJoin(watch, server);
    const auto ref = watch->push(u"t"_s, u"slow"_s, DustObject());
    QVERIFY(watch.runUntilSaid(u"lost %1 reply_timeout"_s.arg(*ref)));
    const auto again = watch->push(u"t"_s, u"slow"_s, DustObject()); // the timer goes on
    QVERIFY(watch.runUntilSaid(u"lost %1 reply_timeout"_s.arg(*again)));
    server.reply(held); // too late
    const QString joinRef = held.joinRef;
    server.send(joinRef, {}, u"t"_s, u"event"_s, DustObject());
    QVERIFY(watch.runUntilSaid(u"event t"_s));
    QVERIFY(watch.replies.isEmpty());
    QVERIFY(watch->isJoined(u"t"_s));
    QCOMPARE(watch.problem(), QString());
}

void tst_DustChannelTopics::joinsOnceOnly()
{
    RoughServer server;
    SocketWatch watch;
    watch->join(u"t"_s, [] { return DustValue(1); });
    watch->join(u"t"_s, [] { return DustValue(2); });
    openAndJoin(watch, server);
    QVERIFY(server.last(u"phx_join"_s).payload != DustValue(1));
    int asked = 0;
    watch->join(u"t"_s, [&] {
        ++asked;
        return DustValue(3);
    });
    QVERIFY(goBackAndForth(watch));
    QCOMPARE(server.count(u"phx_join"_s), 1);
    QCOMPARE(asked, 0);
    watch->rejoin(u"t"_s);
    QVERIFY(watch.runUntilSaid(u"joined t"_s, 2));
    QCOMPARE(server.last(u"phx_join"_s).payload, DustValue(3));
}

void tst_DustChannelTopics::leavesWhileJoining()
{
    RoughServer server;
    server.onFrame = [](const DustChannelFrame &frame) { return frame.topic == u"t"_s; };
    SocketWatch watch;
    openAndJoin(watch, server, u"other"_s);
    watch->join(u"t"_s, {});
    watch->leave(u"t"_s);
    watch->leave(u"nobody"_s);
    watch->rejoin(u"t"_s);
    watch->rejoinLater(u"t"_s);
    QVERIFY(SocketWatch::until([&] { return server.count(u"phx_leave"_s, u"t"_s) == 1; }));
    server.reply(server.last(u"phx_join"_s));
    QVERIFY(goBackAndForth(watch, u"other"_s));
    QVERIFY(!watch.said.contains(u"joined t"_s));
    QCOMPARE(server.last(u"phx_leave"_s).joinRef, server.last(u"phx_join"_s).joinRef);
}

QTEST_GUILESS_MAIN(tst_DustChannelTopics)
#include "tst_dustchanneltopics.moc"
