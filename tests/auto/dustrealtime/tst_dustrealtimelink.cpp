// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What servers do to a store on a channel that a DustServer does not do.

#include "roughserver.h"
#include "socketwatch.h"

#include "dustclock_p.h"
#include "dustids_p.h"
#include "dustmemorystorage.h"
#include "dustrealtimetransport_p.h"
#include "dustsharedledger_p.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QUrlQuery>
#include <QtNetwork/QNetworkReply>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>

using namespace Qt::StringLiterals;

using Serializer = DustChannelFrame::Serializer;
using SocketState = DustChannelSocket::State;

namespace {

// Where a token does not travel in plain text, and nobody is asked anything.
const QString Elsewhere = u"http://dust.invalid"_s;

DustPath at(const QString &path)
{
    return *DustPath::parse(path);
}

// Keeps the request that comes until it is told the answer.
class HeldHost
{
public:
    HeldHost()
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection())
                QObject::connect(socket, &QIODevice::readyRead, socket,
                                 [this, socket] { take(socket); });
        });
        m_server.listen(QHostAddress::LocalHost);
    }

    QString url() const { return u"http://127.0.0.1:%1"_s.arg(m_server.serverPort()); }
    bool hasBatch() const { return m_request.endsWith("]}"); }
    void answer(const QByteArray &json)
    {
        m_socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                        + QByteArray::number(json.size()) + "\r\n\r\n" + json);
        m_socket->flush();
    }

private:
    void take(QTcpSocket *socket)
    {
        m_socket = socket;
        m_request += socket->readAll();
    }

    QTcpServer m_server;
    QPointer<QTcpSocket> m_socket;
    QByteArray m_request;
};

// Sees the answer of a request over HTTP come in, without the client's saying so.
class ReplyWatch : public QObject
{
public:
    ReplyWatch() { qApp->installEventFilter(this); }
    bool hasCome() const { return m_hasSeen && (!m_reply || m_reply->isFinished()); }

protected:
    bool eventFilter(QObject *watched, QEvent *) override
    {
        if (auto *reply = qobject_cast<QNetworkReply *>(watched)) {
            m_reply = reply;
            m_hasSeen = true;
        }
        return false;
    }

private:
    QPointer<QNetworkReply> m_reply;
    bool m_hasSeen = false;
};

// Stands still until it is moved.
class HandClock final : public DustClock
{
public:
    DustNow now() const override { return m_now; }
    void pass(qint64 milliseconds)
    {
        m_now.monotonic += milliseconds;
        m_now.unix += milliseconds;
        Q_EMIT jumped();
    }

private:
    DustNow m_now = DustSharedLedger::now();
};

// A store on a server that lets it join, unless a test knows better, and with HTTP somewhere else.
class World
{
public:
    explicit World(Serializer serializer = DustChannelFrame::Json, const QString &http = Elsewhere,
                   const std::shared_ptr<DustClock> &clock = std::make_shared<DustClock>(),
                   qsizetype maximumBacklog = DustChannelSettings().maximumBacklog)
        : server(serializer), access(std::make_shared<DustHttpAccess>(QUrl(http)))
    {
        delivery->setClock(clock);
        server.onFrame = [this](const DustChannelFrame &frame) {
            return (onFrame && onFrame(frame)) || admit(frame);
        };
        QUrl origin = server.url();
        origin.setPath(QString());
        origin.setQuery(QString());
        DustChannelSettings channel = quickSettings(serializer);
        channel.maximumBacklog = maximumBacklog;
        link = std::make_shared<DustRealtimeLink>(origin, u"dev"_s, access, channel);
        DustReplicaSettings settings;
        settings.deviceId = u"dev"_s;
        settings.makeId = DustIds::clientOperation;
        auto replica = DustReplica::open(std::make_shared<DustMemoryStorage>(), "acme/main",
                                         settings, clock->now());
        if (!replica)
            qFatal("There is no replica.");
        transport = std::make_unique<DustRealtimeTransport>(u"acme/main"_s, std::move(*replica),
                                                            link, delivery);
        QObject::connect(transport.get(), &DustRealtimeTransport::reported, transport.get(),
                         [this](const DustError &error) { reports.append(error); });
    }
    ~World() { delivery->close(); }
    Q_DISABLE_COPY_MOVE(World)

    void join(const DustChannelFrame &frame)
    {
        server.reply(frame, u"ok"_s, DustObject{ { u"store_seq"_s, storeSeq } });
    }
    void complete(const DustChannelFrame &frame)
    {
        server.send(frame.joinRef, QString(), frame.topic, u"catch_up_complete"_s,
                    DustObject{ { u"through_seq"_s, storeSeq } });
    }
    void crash(const DustChannelFrame &frame)
    {
        server.send(frame.joinRef, frame.joinRef, frame.topic, u"phx_error"_s, DustObject());
    }

    const DustReplica &replica() const { return transport->replica(); }
    SocketState state() const { return link->socket().state(); }
    QString token() const // of the last connection
    {
        const QUrl url = server.socket() ? server.socket()->requestUrl() : QUrl();
        return QUrlQuery(url).queryItemValue(u"token"_s);
    }
    bool runUntilLive() const
    {
        return SocketWatch::until([this] { return replica().state() == DustReplica::Live; });
    }
    bool runUntilState(SocketState wanted) const
    {
        return SocketWatch::until([this, wanted] { return state() == wanted; });
    }

    RoughServer server;
    std::function<bool(const DustChannelFrame &)> onFrame; // whether it has dealt with it
    int storeSeq = 0;
    QList<DustError> reports;
    const std::shared_ptr<DustDelivery> delivery = DustDelivery::create();
    const std::shared_ptr<DustHttpAccess> access;
    std::shared_ptr<DustRealtimeLink> link;
    std::unique_ptr<DustRealtimeTransport> transport;

private:
    bool admit(const DustChannelFrame &frame)
    {
        if (frame.event != u"phx_join"_s)
            return false;
        join(frame);
        complete(frame);
        return true;
    }
};

} // namespace

class tst_DustRealtimeLink : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesJsonWhereMessagePackCrashes_data();
    void namesJsonWhereMessagePackCrashes();
    void keepsWhatALinkWasTooSmallFor();
    void answersOverHttpWaitTheirTurn();
    void tellsWhetherTheLinkGoesOn_data();
    void tellsWhetherTheLinkGoesOn();
    void joinsAgainWhatWasRefused_data();
    void joinsAgainWhatWasRefused();
    void hidesTheTokenInRefusals_data();
    void hidesTheTokenInRefusals();
    void asksBeforeTheTokenTravelsAgain();
    void passesOnATokenThatWasHeldBack();
    void leavesASourceItsTime();
    void goesOnBehindANumberThatIsTooLarge();
    void keepsLittleOfWhatAFastServerTells();
    void waitsForALongSnapshot();
};

void tst_DustRealtimeLink::namesJsonWhereMessagePackCrashes_data()
{
    QTest::addColumn<Serializer>("serializer");
    QTest::addColumn<QStringList>("crashes"); // of one join after the other
    QTest::addColumn<bool>("isNamed"); // by the last
    const auto both = [](const char *name, const QStringList &crashes, bool isNamed) {
        QTest::addRow("json, %s", name) << DustChannelFrame::Json << crashes << false;
        QTest::addRow("messagepack, %s", name)
                << DustChannelFrame::MessagePack << crashes << isNamed;
    };
    both("joining", { u"joining"_s }, true);
    both("catching up", { u"catching up"_s }, true);
    both("live", { u"live"_s }, false);
    both("joining again", { u"live"_s, u"joining"_s }, true);
    both("catching up again", { u"live"_s, u"catching up"_s }, true);
    both("live at last", { u"catching up"_s, u"live"_s }, false);
}

void tst_DustRealtimeLink::namesJsonWhereMessagePackCrashes()
{
    QFETCH(Serializer, serializer);
    QFETCH(QStringList, crashes);
    QFETCH(bool, isNamed);
    World world(serializer);
    qsizetype joins = 0;
    world.onFrame = [&](const DustChannelFrame &frame) {
        if (frame.event != u"phx_join"_s || joins >= crashes.size())
            return false;
        const QString when = crashes.at(joins++);
        if (when != u"joining"_s)
            world.join(frame);
        if (when == u"live"_s)
            world.complete(frame);
        world.crash(frame);
        return true;
    };
    world.link->open({});
    QVERIFY(SocketWatch::until([&] { return world.reports.size() == crashes.size(); }));
    QCOMPARE(world.reports.constLast().reason(), u"channel_crashed"_s);
    const QString message = world.reports.constLast().message();
    QVERIFY2(message.contains(u"use JSON"_s) == isNamed, qPrintable(message));
    QVERIFY(world.runUntilLive());
}

// Closed with 1009: a message was too large, and nothing says which, or whose.
void tst_DustRealtimeLink::keepsWhatALinkWasTooSmallFor()
{
    World world;
    world.onFrame = [](const DustChannelFrame &frame) {
        return frame.event == u"write"_s || frame.event == u"rollback"_s;
    };
    world.link->open({});
    QVERIFY(world.runUntilLive());
    const auto written = world.transport->write(DustOperation::set(at(u"a"_s), 1));
    const auto rolledBack = world.transport->rollback(0);
    QVERIFY(SocketWatch::until([&] { return world.server.count(u"rollback"_s) == 1; }));
    QCOMPARE(world.server.count(u"write"_s), 1);
    world.server.socket()->close(QWebSocketProtocol::CloseCodeTooMuchData);
    const auto lost = answerOf(rolledBack);
    QCOMPARE(lost.error().kind(), DustError::Indeterminate);
    QCOMPARE(lost.error().reason(), u"frame_too_large"_s);
    QVERIFY(SocketWatch::until([&] { return world.server.count(u"phx_join"_s) == 2; }));
    QVERIFY(world.runUntilLive());
    QVERIFY(!written.isFinished());
    QCOMPARE(world.replica().pendingCount(), 1);
    QCOMPARE(world.server.count(u"write"_s), 1); // it is found out first
}

// Nobody could take it out of the store's log again.
void tst_DustRealtimeLink::goesOnBehindANumberThatIsTooLarge()
{
    World world;
    world.link->open({});
    QVERIFY(world.runUntilLive());
    const QString joinRef = world.server.last(u"phx_join"_s).joinRef;
    const auto tell = [&](int seq, const QString &value) {
        world.server.socket()->sendTextMessage(
                u"[\"%1\",null,\"store:acme/"
                u"main\",\"event\",{\"op\":\"set\",\"path\":\"n\",\"value\":%2,"
                "\"store_seq\":%3,\"device_id\":\"d\",\"client_op_id\":\"o%3\"}]"_s.arg(
                        joinRef, value, QString::number(seq)));
    };
    tell(1, u"18446744073709551616"_s);
    tell(2, u"[1,-99999999999999999999]"_s);
    QVERIFY(SocketWatch::until([&] { return world.replica().seq() == 2; }));
    QCOMPARE(world.replica().view().entry(at(u"n"_s))->value(),
             DustValue(DustArray{ 1, -99999999999999999999.0 }));
    QCOMPARE(world.server.count(u"phx_join"_s), 1);
    QVERIFY(world.reports.isEmpty());
}

// While it arrives, a catch-up does not stand still.
void tst_DustRealtimeLink::waitsForALongSnapshot()
{
    const auto clock = std::make_shared<HandClock>();
    World world(DustChannelFrame::Json, Elsewhere, clock);
    world.storeSeq = 5;
    world.onFrame = [&](const DustChannelFrame &frame) {
        if (frame.event != u"phx_join"_s)
            return false;
        world.join(frame);
        const DustObject leaf{ { u"type"_s, u"string"_s },
                               { u"value"_s,
                                 DustObject{ { u"_scalar"_s, QString(4'000'000, u'x') } } } };
        world.server.send(frame.joinRef, QString(), frame.topic, u"snapshot"_s,
                          DustObject{ { u"snapshot_seq"_s, 5 },
                                      { u"entries"_s, DustObject{ { u"a"_s, leaf } } } });
        world.complete(frame);
        return true;
    };
    world.link->open({});
    QVERIFY(SocketWatch::until([&] {
        return world.link->socket().isReceiving()
                && world.replica().state() == DustReplica::CatchingUp;
    }));
    clock->pass(2 * DustReplicaSettings().catchUpPatience);
    QCOMPARE(world.replica().state(), DustReplica::CatchingUp);
    QVERIFY(world.runUntilLive());
    QCOMPARE(world.server.count(u"phx_join"_s), 1);
    QCOMPARE(world.replica().view().count(), 1);
}

// It takes in what has come before it lets more come.
void tst_DustRealtimeLink::keepsLittleOfWhatAFastServerTells()
{
    constexpr int Events = 2'000;
    constexpr int ValueSize = 500;
    constexpr qsizetype Backlog = 10'000;
    World world(DustChannelFrame::Json, Elsewhere, std::make_shared<DustClock>(), Backlog);
    world.link->open({});
    QVERIFY(world.runUntilLive());
    const QString joinRef = world.server.last(u"phx_join"_s).joinRef;
    quint64 heard = 0;
    quint64 most = 0; // that were heard of, and not taken in
    connect(&world.link->socket(), &DustChannelSocket::eventReceived, this, [&] {
        ++heard;
        most = qMax(most, heard - world.replica().seq());
    });
    for (int seq = 1; seq <= Events; ++seq)
        world.server.send(joinRef, QString(), u"store:acme/main"_s, u"event"_s,
                          DustObject{ { u"op"_s, u"set"_s },
                                      { u"path"_s, u"a/%1"_s.arg(seq % 10) },
                                      { u"value"_s, QString(ValueSize, u'x') },
                                      { u"store_seq"_s, seq },
                                      { u"device_id"_s, u"d"_s },
                                      { u"client_op_id"_s, u"o%1"_s.arg(seq) } });
    QVERIFY(SocketWatch::until([&] { return world.replica().seq() == Events; }));
    QCOMPARE(heard, quint64(Events));
    QVERIFY2(most <= quint64(Backlog / ValueSize), qPrintable(QString::number(most)));
}

// The end of the channel came first.
void tst_DustRealtimeLink::answersOverHttpWaitTheirTurn()
{
    HeldHost host;
    World world(DustChannelFrame::Json, host.url());
    world.link->open({});
    QVERIFY(world.runUntilLive());
    const auto written = world.transport->batchWrite(
            { DustOperation::set(at(u"a"_s), 1), DustOperation::set(at(u"b"_s), 2) });
    QVERIFY(SocketWatch::until([&] { return host.hasBatch(); }));
    world.storeSeq = 2;
    ReplyWatch watch;
    qsizetype pending = -1;
    const auto answerMeanwhile = [&] {
        host.answer(R"({"store_seq":2,"ops":[{"store_seq":1},{"store_seq":2}]})");
        const QDeadlineTimer patience(30'000);
        while (!watch.hasCome() && !patience.hasExpired())
            QCoreApplication::sendPostedEvents(); // and no timers
        QVERIFY(watch.hasCome());
        pending = world.replica().pendingCount();
    };
    connect(&world.link->socket(), &DustChannelSocket::channelEnded, this, answerMeanwhile,
            Qt::SingleShotConnection);
    world.server.socket()->abort();
    QVERIFY(SocketWatch::until([&] { return pending >= 0; }));
    QCOMPARE(pending, 1);
    const auto receipt = answerOf(written);
    QVERIFY2(receipt.isOk(), qPrintable(receipt.error().message()));
    QCOMPARE(receipt->storeSeq, 2u);
}

void tst_DustRealtimeLink::tellsWhetherTheLinkGoesOn_data()
{
    QTest::addColumn<QString>("end");
    for (const char *end : { "of the link", "of the channel", "from here" })
        QTest::newRow(end) << QString::fromLatin1(end);
}

// What was sent may arrive as late as the join behind it, on a link that goes on: then it settles from there.
void tst_DustRealtimeLink::tellsWhetherTheLinkGoesOn()
{
    QFETCH(QString, end);
    const bool linkGoesOn = end != u"of the link"_s;
    const qint64 settle = DustReplicaSettings().settle;
    const auto clock = std::make_shared<HandClock>();
    World world(DustChannelFrame::Json, Elsewhere, clock);
    std::optional<DustChannelFrame> held; // the second join
    world.onFrame = [&](const DustChannelFrame &frame) {
        if (frame.event == u"phx_join"_s && world.server.count(u"phx_join"_s) == 2) {
            held = frame;
            return true;
        }
        if (frame.event == u"status"_s)
            world.server.reply(frame, u"ok"_s,
                               DustObject{ { u"current_seq"_s, 0 }, { u"entry_count"_s, 0 } });
        return frame.event == u"status"_s || frame.event == u"write"_s;
    };
    world.link->open({});
    QVERIFY(world.runUntilLive());
    const auto first = world.transport->write(DustOperation::increment(at(u"n"_s), 1));
    QVERIFY(SocketWatch::until([&] { return world.server.count(u"write"_s) == 1; }));
    const DustChannelFrame joined = world.server.last(u"phx_join"_s);
    if (end == u"of the link"_s)
        world.server.socket()->abort();
    else if (end == u"of the channel"_s)
        world.server.send(joined.joinRef, joined.joinRef, joined.topic, u"phx_close"_s, {});
    else
        world.link->rejoin(u"acme/main"_s);
    QVERIFY(SocketWatch::until([&] { return held.has_value(); }));
    QCOMPARE(world.server.connections(), linkGoesOn ? 1 : 2);
    clock->pass(4 * settle);
    world.join(*held);
    world.complete(*held);
    QVERIFY(world.runUntilLive());
    const auto second = world.transport->write(
            DustOperation::set(at(u"a"_s), 1)); // a question goes before it
    QVERIFY(SocketWatch::until([&] { return world.server.count(u"write"_s) >= 2; }));
    QCOMPARE(world.server.count(u"status"_s), linkGoesOn ? 0 : 1);
    if (linkGoesOn)
        clock->pass(settle);
    QVERIFY(SocketWatch::until([&] { return world.server.count(u"write"_s) == 3; }));
    QCOMPARE(world.server.count(u"status"_s), 1);
    QVERIFY(!first.isFinished() && !second.isFinished());
}

void tst_DustRealtimeLink::joinsAgainWhatWasRefused_data()
{
    QTest::addColumn<bool>("isTokenChanged");
    QTest::newRow("cut") << false;
    QTest::newRow("another token") << true;
}

void tst_DustRealtimeLink::joinsAgainWhatWasRefused()
{
    QFETCH(bool, isTokenChanged);
    World world(DustChannelFrame::Json, u"https://dust.invalid"_s);
    QList<qsizetype> joins; // by connection
    world.onFrame = [&](const DustChannelFrame &frame) {
        if (frame.event != u"phx_join"_s)
            return false;
        joins.append(world.server.connections());
        if (joins.size() > 1)
            return false;
        world.server.reply(frame, u"error"_s, DustObject{ { u"reason"_s, u"unauthorized"_s } });
        return true;
    };
    world.link->setToken(u"first"_s);
    world.link->open({});
    QVERIFY(SocketWatch::until([&] { return world.reports.size() == 1; }));
    QCOMPARE(world.reports.constFirst().kind(), DustError::Unauthorized);
    if (isTokenChanged)
        world.link->setToken(u"second"_s);
    else
        world.server.socket()->abort();
    QVERIFY(world.runUntilLive());
    QCOMPARE(joins, (QList<qsizetype>{ 1, 2 }));
    QCOMPARE(world.token(), isTokenChanged ? u"second"_s : u"first"_s);
    world.link->reconnectNow(); // what is joined stays
    QVERIFY(SocketWatch::until([&] { return world.server.count(u"heartbeat"_s) == 1; }));
    QCOMPARE(joins.size(), 2);
}

void tst_DustRealtimeLink::hidesTheTokenInRefusals_data()
{
    QTest::addColumn<QString>("event");
    QTest::addColumn<QString>("reason");
    QTest::newRow("join") << u"phx_join"_s << u"store_not_allowed"_s;
    QTest::newRow("write") << u"write"_s << u"invalid op"_s;
}

void tst_DustRealtimeLink::hidesTheTokenInRefusals()
{
    QFETCH(QString, event);
    QFETCH(QString, reason);
    const QString token = u"s+cret/t0ken"_s;
    const QString encoded = u"s%2Bcret%2Ft0ken"_s;
    World world(DustChannelFrame::Json, u"https://dust.invalid"_s);
    world.onFrame = [&](const DustChannelFrame &frame) {
        if (frame.event != event)
            return false;
        world.server.reply(
                frame, u"error"_s,
                DustObject{ { u"reason"_s, reason },
                            { u"message"_s, u"No %1, nor %2."_s.arg(token, encoded) },
                            { u"more"_s, DustArray{ DustObject{ { token, token } } } } });
        return true;
    };
    world.link->setToken(token);
    world.link->open({});
    DustError error;
    if (event == u"write"_s) {
        QVERIFY(world.runUntilLive());
        error = answerOf(world.transport->write(DustOperation::set(at(u"a"_s), 1))).error();
    } else {
        QVERIFY(SocketWatch::until([&] { return !world.reports.isEmpty(); }));
        error = world.reports.constFirst();
    }
    QString told;
    QDebug(&told) << error << world.reports << world.replica().error();
    QVERIFY2(!told.contains(token) && !told.contains(encoded), qPrintable(told));
    QVERIFY2(error.message().contains(u"No ***, nor ***."_s), qPrintable(told));
}

void tst_DustRealtimeLink::asksBeforeTheTokenTravelsAgain()
{
    World world;
    world.access->setAllowInsecure(true);
    world.link->setToken(u"secret"_s);
    world.link->open({});
    QVERIFY(world.runUntilLive());
    world.access->setAllowInsecure(false);
    world.link->retryToken(); // it has travelled
    QCOMPARE(world.state(), SocketState::Connected);
    world.server.socket()->abort();
    QVERIFY(world.runUntilState(SocketState::AwaitingToken));
    QCOMPARE(world.link->socket().error().reason(), u"insecure_url"_s);
    world.link->reconnectNow();
    world.link->retryToken();
    QCOMPARE(world.state(), SocketState::AwaitingToken);
    QCOMPARE(world.server.connections(), 1);
    world.access->setAllowInsecure(true);
    world.link->retryToken();
    QVERIFY(world.runUntilState(SocketState::Connected));
    QVERIFY(world.runUntilLive());
    QCOMPARE(world.token(), u"secret"_s);
}

void tst_DustRealtimeLink::passesOnATokenThatWasHeldBack()
{
    World world;
    world.access->setAllowInsecure(true);
    world.link->setToken(u"first"_s);
    world.link->open({});
    QVERIFY(world.runUntilLive());
    world.access->setAllowInsecure(false);
    world.link->setToken(u"second"_s);
    QCOMPARE(world.state(), SocketState::AwaitingToken);
    QCOMPARE(world.link->socket().error().reason(), u"insecure_url"_s);
    world.access->setAllowInsecure(true);
    world.link->retryToken();
    QVERIFY(SocketWatch::until([&] { return world.token() == u"second"_s; }));
    QVERIFY(world.runUntilLive());
}

void tst_DustRealtimeLink::leavesASourceItsTime()
{
    World world;
    DustChannelSocket::TokenReceiver answer;
    world.link->open([&](const QString &, const DustChannelSocket::TokenReceiver &receiver) {
        answer = receiver;
    });
    QCOMPARE(world.state(), SocketState::AwaitingToken);
    world.link->retryToken();
    QCOMPARE(world.state(), SocketState::AwaitingToken);
    answer(u"secret"_s);
    QCOMPARE(world.state(), SocketState::AwaitingToken);
    QCOMPARE(world.link->socket().error().reason(), u"insecure_url"_s);
    world.access->setAllowInsecure(true);
    world.link->retryToken();
    QVERIFY(world.runUntilLive());
    QCOMPARE(world.token(), u"secret"_s);
}

QTEST_GUILESS_MAIN(tst_DustRealtimeLink)

#include "tst_dustrealtimelink.moc"
