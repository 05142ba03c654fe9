// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustserver.h"
#include "socketwatch.h"

using namespace Qt::StringLiterals;

using State = DustChannelSocket::State;
using Serializer = DustChannelFrame::Serializer;

// Against a server that behaves.
class tst_DustChannelSocket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void joinsAndPushes_data() { forBothSerializers(); }
    void joinsAndPushes();
    void catchesUp_data() { forBothSerializers(); }
    void catchesUp();
    void holdsManyTopics();
    void leaves();
    void tellsOfRefusedJoins();
    void asksForThePayloadAnew();
    void losesWhatWasPushed_data() { forBothSerializers(); }
    void losesWhatWasPushed();
    void survivesTheServersRestart();
    void staysClosed();
    void opensElsewhere();
    void refusesUrls_data();
    void refusesUrls();

private:
    static void forBothSerializers();
    QUrl url() const;
    DustServerConnection *channel() const;
    void openAndJoin(SocketWatch &watch);
    static DustObject set(const QString &path, const DustValue &value, const QString &id);

    std::unique_ptr<DustServer> m_server;
    const QString m_topic = u"store:acme/main"_s;
};

void tst_DustChannelSocket::init()
{
    m_server = std::make_unique<DustServer>();
    QVERIFY(m_server->addStore(u"acme/main"_s) && m_server->addStore(u"acme/other"_s));
    QVERIFY(m_server->listen());
}

void tst_DustChannelSocket::cleanup()
{
    m_server.reset();
}

void tst_DustChannelSocket::forBothSerializers()
{
    QTest::addColumn<Serializer>("serializer");
    QTest::newRow("json") << DustChannelFrame::Json;
    QTest::newRow("messagepack") << DustChannelFrame::MessagePack;
}

QUrl tst_DustChannelSocket::url() const
{
    QUrl url = m_server->webSocketUrl();
    url.setPath(u"/ws/sync/websocket"_s);
    url.setQuery(u"device_id=dev&capver=3"_s);
    return url;
}

DustServerConnection *tst_DustChannelSocket::channel() const
{
    const auto connections = m_server->connections();
    for (DustServerConnection *connection : connections) {
        if (connection->kind() == DustServerConnection::Channel)
            return connection;
    }
    return nullptr;
}

void tst_DustChannelSocket::openAndJoin(SocketWatch &watch)
{
    watch->join(m_topic, [] { return DustObject{ { u"last_store_seq"_s, 0 } }; });
    QVERIFY(watch->open(url(), always(m_server->token())));
    QVERIFY(watch.runUntilSaid(u"joined "_s + m_topic));
}

DustObject tst_DustChannelSocket::set(const QString &path, const DustValue &value,
                                      const QString &id)
{
    return {
        { u"op"_s, u"set"_s }, { u"path"_s, path }, { u"value"_s, value }, { u"client_op_id"_s, id }
    };
}

void tst_DustChannelSocket::joinsAndPushes()
{
    QFETCH(Serializer, serializer);
    SocketWatch watch(quickSettings(serializer));
    QCOMPARE(watch->state(), State::Disconnected);
    openAndJoin(watch);
    QCOMPARE(watch.states,
             (QList<State>{ State::AwaitingToken, State::Connecting, State::Connected }));
    QCOMPARE(watch.joins.at(0).toObject().value(u"store_seq"_s), DustValue(0));
    const auto ref = watch->push(m_topic, u"write"_s, set(u"a"_s, 1.0, u"op_1"_s));
    QVERIFY(ref);
    QVERIFY(watch.runUntilSaid(u"reply "_s + *ref));
    QVERIFY(watch.replies.value(*ref).isOk);
    QCOMPARE(watch.replies.value(*ref).response.toObject().value(u"store_seq"_s), DustValue(1));
    const auto echo = watch.events.last();
    QCOMPARE(echo.event, u"event"_s);
    QCOMPARE(echo.payload.toObject().value(u"value"_s), DustValue(1.0));
    QVERIFY(echo.isLive);
    const auto bad = watch->push(m_topic, u"write"_s, set(u"a//b"_s, 1, u"op_2"_s));
    QVERIFY(watch.runUntilSaid(u"reply "_s + *bad));
    QVERIFY(!watch.replies.value(*bad).isOk);
    QCOMPARE(watch.problem(), QString());
}

void tst_DustChannelSocket::catchesUp()
{
    QFETCH(Serializer, serializer);
    SocketWatch first;
    openAndJoin(first);
    const auto ref = first->push(m_topic, u"write"_s, set(u"a"_s, 1, u"op_1"_s));
    QVERIFY(first.runUntilSaid(u"reply "_s + *ref));
    SocketWatch second(quickSettings(serializer));
    openAndJoin(second);
    QVERIFY(SocketWatch::until([&] { return second.events.size() == 2; }));
    QCOMPARE(second.events.at(0).event, u"event"_s);
    QVERIFY(!second.events.at(0).isLive);
    QCOMPARE(second.events.at(1).event, u"catch_up_complete"_s);
    QCOMPARE(second.said.last(2), (QStringList{ u"event "_s + m_topic, u"event "_s + m_topic }));
}

void tst_DustChannelSocket::holdsManyTopics()
{
    SocketWatch watch;
    openAndJoin(watch);
    const QString other = u"store:acme/other"_s;
    watch->join(other, [] { return DustObject{ { u"last_store_seq"_s, 0 } }; });
    QVERIFY(!watch->isJoined(other));
    QVERIFY(watch.runUntilSaid(u"joined "_s + other));
    QVERIFY(watch->isJoined(m_topic) && watch->isJoined(other));
    const auto here = watch->push(m_topic, u"write"_s, set(u"a"_s, 1, u"op_1"_s));
    const auto there = watch->push(other, u"write"_s, set(u"a"_s, 2, u"op_2"_s));
    QVERIFY(watch.runUntilSaid(u"reply "_s + *here) && watch.runUntilSaid(u"reply "_s + *there));
    QCOMPARE(watch.replies.value(*here).topic, m_topic);
    QCOMPARE(watch.replies.value(*there).topic, other);
    QCOMPARE(m_server->connections().size(), 1);
}

void tst_DustChannelSocket::leaves()
{
    SocketWatch watch;
    openAndJoin(watch);
    SocketWatch other;
    openAndJoin(other);
    const auto own = watch->push(m_topic, u"write"_s, set(u"a"_s, 1, u"op_0"_s));
    watch->leave(m_topic);
    QVERIFY(!watch->isJoined(m_topic));
    QCOMPARE(watch->push(m_topic, u"status"_s, DustObject()).error().reason(), u"not_joined"_s);
    QVERIFY(watch.runUntilSaid(u"reply "_s + *own)); // what was pushed is still answered
    watch.events.clear();
    const auto ref = other->push(m_topic, u"write"_s, set(u"a"_s, 1, u"op_1"_s));
    QVERIFY(other.runUntilSaid(u"reply "_s + *ref));
    watch->join(m_topic, [] { return DustObject{ { u"last_store_seq"_s, 2 } }; });
    QVERIFY(watch.runUntilSaid(u"joined "_s + m_topic, 2));
    for (const SocketWatch::Event &event : std::as_const(watch.events))
        QCOMPARE(event.event, u"catch_up_complete"_s);
    QVERIFY(!watch.said.join(u' ').contains(u"ended"_s));
}

void tst_DustChannelSocket::tellsOfRefusedJoins()
{
    SocketWatch watch;
    openAndJoin(watch);
    const QString none = u"store:acme/none"_s;
    int asked = 0;
    watch->join(none, [&] {
        ++asked;
        return DustObject{ { u"last_store_seq"_s, 0 } };
    });
    QVERIFY(watch.runUntilSaid(u"refused "_s + none));
    QCOMPARE(watch.joins.last().toObject().value(u"reason"_s), DustValue(u"unauthorized"_s));
    const auto ref = watch->push(m_topic, u"status"_s, DustObject());
    QVERIFY(watch.runUntilSaid(u"reply "_s + *ref));
    QCOMPARE(asked, 1); // nobody asked to try again
    watch->rejoin(none);
    QVERIFY(watch.runUntilSaid(u"refused "_s + none, 2));
    QVERIFY(m_server->addStore(u"acme/none"_s));
    watch->rejoinLater(none);
    QCOMPARE(asked, 2);
    QVERIFY(watch.runUntilSaid(u"joined "_s + none));
    QCOMPARE(asked, 3);
    QCOMPARE(watch.problem(), QString());
}

void tst_DustChannelSocket::asksForThePayloadAnew()
{
    QList<DustValue> seen;
    m_server->setPushHook([&](const QString &event, const DustObject &payload) {
        if (event == u"phx_join"_s)
            seen.append(payload.value(u"last_store_seq"_s));
        return std::optional<DustObject>();
    });
    int seq = 0;
    SocketWatch watch;
    watch->join(m_topic, [&] { return DustObject{ { u"last_store_seq"_s, seq++ } }; });
    QVERIFY(watch->open(url(), always(m_server->token())));
    QVERIFY(watch.runUntilSaid(u"joined "_s + m_topic));
    channel()->cut();
    QVERIFY(watch.runUntilSaid(u"joined "_s + m_topic, 2));
    watch->rejoin(m_topic);
    QVERIFY(watch.runUntilSaid(u"joined "_s + m_topic, 3));
    QCOMPARE(seen, (QList<DustValue>{ 0, 1, 2 }));
    QVERIFY(watch.said.contains(u"ended %1 rejoining"_s.arg(m_topic)));
    QCOMPARE(watch.problem(), QString());
}

void tst_DustChannelSocket::losesWhatWasPushed()
{
    QFETCH(Serializer, serializer);
    SocketWatch watch(quickSettings(serializer));
    openAndJoin(watch);
    QVERIFY(watch.runUntilSaid(u"event "_s
                               + m_topic)); // the catch-up is complete: nothing else is held
    channel()->hold();
    const auto ref = watch->push(m_topic, u"write"_s, set(u"a"_s, 1, u"op_1"_s));
    QVERIFY(SocketWatch::until([&] { return channel()->backlog() > 0; }));
    channel()->cut();
    const QString lost = u"lost %1 connection_lost"_s.arg(*ref);
    QVERIFY(watch.runUntilSaid(lost));
    // Not as if the channel that is up had lost it.
    const QString ended = u"ended %1 connection_lost"_s.arg(m_topic);
    QCOMPARE(watch.said.indexOf(ended), watch.said.indexOf(lost) - 1);
    QVERIFY(watch.runUntilSaid(u"joined "_s + m_topic, 2));
    const auto status = watch->push(m_topic, u"status"_s, DustObject());
    QVERIFY(watch.runUntilSaid(u"reply "_s + *status));
    // Committed once: it is not sent again.
    QCOMPARE(watch.replies.value(*status).response.toObject().value(u"current_seq"_s),
             DustValue(1));
    QCOMPARE(watch.problem(), QString());
}

void tst_DustChannelSocket::survivesTheServersRestart()
{
    SocketWatch watch;
    openAndJoin(watch);
    const quint16 port = m_server->port();
    m_server->close();
    QVERIFY(watch.runUntilState(State::Waiting) || watch.runUntilState(State::Connecting));
    QVERIFY(watch.said.contains(u"ended %1 closed_by_server"_s.arg(m_topic)));
    QVERIFY(watch.runUntilSaid(u"Waiting"_s, 2)); // nobody is there
    QCOMPARE(watch.reason(), u"unreachable"_s);
    QVERIFY(m_server->listen(QHostAddress::LocalHost, port));
    QVERIFY(watch.runUntilSaid(u"joined "_s + m_topic, 2));
    QCOMPARE(watch.problem(), QString());
}

void tst_DustChannelSocket::staysClosed()
{
    SocketWatch watch;
    openAndJoin(watch);
    const auto ref = watch->push(m_topic, u"status"_s, DustObject());
    watch->close();
    QCOMPARE(watch->state(), State::Disconnected);
    QCOMPARE(watch.said.last(3),
             (QStringList{ u"Disconnected"_s, u"ended %1 closed"_s.arg(m_topic),
                           u"lost %1 closed"_s.arg(*ref) }));
    QVERIFY(SocketWatch::until([&] { return m_server->connections().isEmpty(); }));
    watch->reconnectNow();
    watch->close();
    QCOMPARE(watch->state(), State::Disconnected);
    QVERIFY(watch->open(url(), always(m_server->token())));
    QVERIFY(watch.runUntilSaid(u"joined "_s + m_topic, 2)); // the topics stayed
    QCOMPARE(watch.problem(), QString());
}

void tst_DustChannelSocket::opensElsewhere()
{
    DustServer elsewhere;
    QVERIFY(elsewhere.addStore(u"acme/main"_s));
    QVERIFY(elsewhere.listen());
    SocketWatch watch;
    openAndJoin(watch);
    QUrl other = url();
    other.setPort(elsewhere.port());
    QVERIFY(watch->open(other, always(elsewhere.token())));
    QVERIFY(watch.said.contains(u"ended %1 closed"_s.arg(m_topic)));
    QVERIFY(watch.runUntilSaid(u"joined "_s + m_topic, 2));
    QCOMPARE(elsewhere.connections().size(), 1);
    QVERIFY(SocketWatch::until([&] { return m_server->connections().isEmpty(); }));
}

void tst_DustChannelSocket::refusesUrls_data()
{
    QTest::addColumn<QUrl>("url");

    QTest::newRow("none") << QUrl();
    QTest::newRow("http") << QUrl(u"http://127.0.0.1/?token=secret"_s);
    QTest::newRow("no host") << QUrl(u"ws:///secret"_s);
    QTest::newRow("a file") << QUrl(u"file:///secret"_s);
}

void tst_DustChannelSocket::refusesUrls()
{
    QFETCH(QUrl, url);
    SocketWatch watch;
    const auto opened = watch->open(url, always(u"t"_s));
    QCOMPARE(opened.error().reason(), u"invalid_url"_s);
    QVERIFY(!opened.error().message().contains(u"secret"_s));
    QCOMPARE(watch->state(), State::Disconnected);
    QVERIFY(watch.said.isEmpty());
}

QTEST_GUILESS_MAIN(tst_DustChannelSocket)
#include "tst_dustchannelsocket.moc"
