// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "rawsockethost.h"
#include "roughserver.h"
#include "socketwatch.h"

#include <QtCore/QTimer>

using namespace Qt::StringLiterals;

using State = DustChannelSocket::State;
using Verdict = DustChannelSocket::Verdict;

namespace {

enum Deed { Destroy, Close, Reopen, Loop, Renew };

// In a nested event loop the socket goes, and the loop runs on a little.
void destroyInALoop(DustChannelSocket *socket)
{
    QEventLoop loop;
    QObject::connect(socket, &QObject::destroyed, &loop, &QEventLoop::quit, Qt::QueuedConnection);
    QTimer::singleShot(0, socket, [socket] { delete socket; });
    loop.exec();
}

} // namespace

// Whoever hears of something may do anything with the socket.
class tst_DustChannelDestroy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void inSignals_data();
    void inSignals();
    void inTokenSource_data() { deeds(); }
    void inTokenSource();
    void inProbe_data() { deeds(); }
    void inProbe();
    void inPermit_data() { deeds(); }
    void inPermit();
    void inPayload_data();
    void inPayload();
    void leavesInSignals();

private:
    static void deeds();
    static void act(Deed deed, DustChannelSocket *socket, const QUrl &url);
};

void tst_DustChannelDestroy::deeds()
{
    QTest::addColumn<Deed>("deed");
    QTest::newRow("destroy") << Destroy;
    QTest::newRow("close") << Close;
    QTest::newRow("reopen") << Reopen;
}

void tst_DustChannelDestroy::act(Deed deed, DustChannelSocket *socket, const QUrl &url)
{
    switch (deed) {
    case Destroy:
        delete socket;
        break;
    case Close:
        socket->close();
        break;
    case Reopen:
        QVERIFY(socket->open(url, {}));
        break;
    case Loop:
        destroyInALoop(socket);
        break;
    case Renew:
        socket->setToken(u"another"_s);
        break;
    }
}

void tst_DustChannelDestroy::inSignals_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<Deed>("deed");

    const QList<std::pair<const char *, Deed>> all{
        { "destroy", Destroy }, { "close", Close }, { "reopen", Reopen },
        { "loop", Loop },       { "renew", Renew },
    };
    for (const QString &what :
         { u"AwaitingToken"_s, u"Connecting"_s, u"Connected"_s, u"Waiting"_s, u"joined a"_s,
           u"refused no"_s, u"event a"_s, u"reply"_s, u"lost"_s, u"ended a"_s }) {
        for (const auto &[name, deed] : all)
            QTest::addRow("%s in %s", name, qPrintable(what)) << what << deed;
    }
}

// Everything that can be said is said in this world, and several things at once.
void tst_DustChannelDestroy::inSignals()
{
    QFETCH(QString, what);
    QFETCH(Deed, deed);
    RoughServer server;
    server.onFrame = [&](const DustChannelFrame &frame) {
        if (frame.topic == u"no"_s) {
            server.reply(frame, u"error"_s);
            return true;
        }
        if (frame.event == u"hold"_s) {
            server.send({}, {}, u"a"_s, u"event"_s, DustObject());
            server.send({}, {}, u"a"_s, u"event"_s, DustObject());
        }
        if (frame.event == u"x"_s) {
            server.reply(frame, u"error"_s, DustObject{ { u"reason"_s, u"unmatched topic"_s } });
            return true;
        }
        if (frame.event == u"cut"_s)
            server.socket()->close();
        return frame.event == u"hold"_s || frame.event == u"cut"_s;
    };
    SocketWatch watch;
    for (const QString &topic : { u"a"_s, u"b"_s, u"no"_s })
        watch->join(topic, {});
    const DustChannelSocket *source = watch.socket;
    connect(source, &DustChannelSocket::joined, source, [&](const QString &topic) {
        for (const QString &event : { u"hold"_s, u"x"_s, u"cut"_s })
            watch->push(topic, event, DustObject());
    });
    const QUrl url = server.url();
    bool isDone = false;
    watch.onSaid = [&](const QString &said) {
        if (said.startsWith(what) && !std::exchange(isDone, true))
            act(deed, watch.socket, url);
    };
    QVERIFY(watch->open(url, {}));
    QVERIFY(SocketWatch::until([&] { return isDone; }));
    const qsizetype said = watch.said.size();
    if (deed == Destroy || deed == Loop)
        QVERIFY(SocketWatch::until([&] { return !watch.socket; }));
    else if (deed == Close)
        QVERIFY(watch.is(State::Disconnected));
    else
        QVERIFY(watch.runUntilSaid(u"Connected"_s));
    if (deed == Destroy)
        QCOMPARE(watch.said.size(), said);
    QCOMPARE(watch.problem(), QString());
}

void tst_DustChannelDestroy::inTokenSource()
{
    QFETCH(Deed, deed);
    RoughServer server;
    SocketWatch watch;
    QVERIFY(watch->open(server.url(),
                        [&](const QString &, const DustChannelSocket::TokenReceiver &receiver) {
                            act(deed, watch.socket, server.url());
                            receiver(u"t"_s);
                        }));
    if (deed == Reopen)
        QVERIFY(watch.runUntilState(State::Connected));
    else
        QVERIFY(!watch.socket || watch.is(State::Disconnected));
}

void tst_DustChannelDestroy::inProbe()
{
    QFETCH(Deed, deed);
    RawSocketHost host("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    RoughServer server;
    SocketWatch watch;
    bool isDone = false;
    watch->setProbe([&](const DustChannelSocket::VerdictReceiver &receiver) {
        watch->setProbe({});
        act(deed, watch.socket, server.url());
        receiver({ Verdict::Outage, {}, 0 });
        isDone = true;
    });
    QVERIFY(watch->open(host.url(), {}));
    QVERIFY(SocketWatch::until([&] { return isDone; }));
    if (deed == Reopen)
        QVERIFY(watch.runUntilState(State::Connected));
    else
        QVERIFY(!watch.socket || watch.is(State::Disconnected));
}

void tst_DustChannelDestroy::inPermit()
{
    QFETCH(Deed, deed);
    RoughServer server;
    SocketWatch watch;
    watch->setPermit([&] {
        watch->setPermit({});
        act(deed, watch.socket, server.url());
        return DustResult<void>(DustError::invalidParams(u"late"_s, u"It does not count."_s));
    });
    QVERIFY(watch->open(server.url(), {}));
    if (deed == Reopen)
        QVERIFY(watch.runUntilState(State::Connected));
    else
        QVERIFY(!watch.socket || watch.is(State::Disconnected));
}

void tst_DustChannelDestroy::inPayload_data()
{
    deeds();
    QTest::newRow("renew") << Renew;
}

void tst_DustChannelDestroy::inPayload()
{
    QFETCH(Deed, deed);
    RoughServer server;
    SocketWatch watch;
    bool isDone = false;
    watch->join(u"t"_s, [&] {
        if (!std::exchange(isDone, true))
            act(deed, watch.socket, server.url());
        return DustValue(1);
    });
    QVERIFY(watch->open(server.url(), {}));
    QVERIFY(SocketWatch::until([&] { return isDone; }));
    if (deed == Reopen || deed == Renew)
        QVERIFY(watch.runUntilSaid(u"joined t"_s));
    else
        QVERIFY(!watch.socket || watch.is(State::Disconnected));
}

void tst_DustChannelDestroy::leavesInSignals()
{
    RoughServer server;
    SocketWatch watch;
    bool isPayload = false;
    watch->join(u"gone"_s, [&] {
        watch->leave(u"gone"_s);
        isPayload = true;
        return DustValue();
    });
    watch->join(u"t"_s, {});
    watch.onSaid = [&](const QString &said) {
        if (said == u"joined t"_s) {
            server.send({}, {}, u"t"_s, u"event"_s, DustObject());
            server.send({}, {}, u"t"_s, u"event"_s, DustObject());
        } else if (said == u"event t"_s) {
            watch->leave(u"t"_s);
            watch->join(u"t2"_s, {});
        }
    };
    QVERIFY(watch->open(server.url(), {}));
    QVERIFY(watch.runUntilSaid(u"joined t2"_s));
    QVERIFY(isPayload);
    QCOMPARE(watch.events.size(), 1);
    QCOMPARE(server.count(u"phx_join"_s, u"gone"_s), 0);
}

QTEST_GUILESS_MAIN(tst_DustChannelDestroy)
#include "tst_dustchanneldestroy.moc"
