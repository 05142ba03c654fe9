// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "channelserver.h"

#include <QtTest/QSignalSpy>

using namespace Qt::StringLiterals;

using Serializer = DustChannelFrame::Serializer;

class tst_DustServerJoin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesBeforeTheUpgrade();
    void joins_data() { forBothSerializers(); }
    void joins();
    void tellsRights_data();
    void tellsRights();
    void refuses_data();
    void refuses();
    void takesAnyLastSeq_data();
    void takesAnyLastSeq();
    void joinsByUuid();
    void joinsTwice_data() { forBothSerializers(); }
    void joinsTwice();
    void closesWhenTheSecondJoinIsRefused();
    void dropsWhatIsStale();
    void leaves_data() { forBothSerializers(); }
    void leaves();
    void answersWriteBeforeLeave();
    void answersPushesOnNoTopic_data();
    void answersPushesOnNoTopic();
    void beatsItsHeart_data() { forBothSerializers(); }
    void beatsItsHeart();
    void asksTheHook();
};

void tst_DustServerJoin::refusesBeforeTheUpgrade()
{
    ChannelServer dust;
    ChannelClient client;
    QSignalSpy error(&client.socket(), qOverload<QAbstractSocket::SocketError>(&QWebSocket::error));
    QSignalSpy opened(&dust.server, &DustServer::connectionOpened);
    client.socket().open(
            ChannelClient::url(dust.server.webSocketUrl(), u"wrong"_s, u"d"_s, Serializer()));
    QTRY_VERIFY(!error.isEmpty());
    QVERIFY(client.socket().errorString().contains(u"403"_s));
    QCOMPARE(opened.size(), 1); // as HTTP
}

void tst_DustServerJoin::joins()
{
    QFETCH(Serializer, serializer);
    ChannelServer dust;
    ChannelClient client(serializer);
    QVERIFY(dust.connect(client));
    const QString ref = client.join(dust.topic);
    QCOMPARE(client.status(ref), u"ok"_s);
    const DustChannelFrame reply = client.frames().constFirst();
    QCOMPARE(reply.joinRef, ref);
    QCOMPARE(reply.topic, dust.topic);
    QCOMPARE(reply.event, u"phx_reply"_s);
    const DustObject response = client.response(ref);
    QCOMPARE(response.value(u"store_seq"_s), DustValue(0));
    QCOMPARE(response.value(u"capver"_s), DustValue(3));
    QCOMPARE(response.value(u"capver_min"_s), DustValue(3));
    const DustChannelFrame complete = client.awaitEvent(dust.topic, u"catch_up_complete"_s);
    QCOMPARE(complete.joinRef, ref);
    QVERIFY(complete.ref.isNull());
    QCOMPARE(complete.payload, DustValue(DustObject{ { u"through_seq"_s, 0 } }));
    QCOMPARE(client.frames().size(), 2);
    const QString ack = client.push(dust.topic, u"ack_seq"_s, DustObject{ { u"seq"_s, 0 } });
    QCOMPARE(client.reply(ack),
             (DustObject{ { u"status"_s, u"ok"_s }, { u"response"_s, DustObject() } }));
    const QString status = client.push(dust.topic, u"status"_s, DustObject());
    QCOMPARE(client.status(status), u"ok"_s);
    QCOMPARE(client.response(status).value(u"current_seq"_s), DustValue(0));
    QCOMPARE(client.response(status).value(u"scopes"_s), response.value(u"scopes"_s));
    QCOMPARE(client.response(status).value(u"store_access"_s), response.value(u"store_access"_s));
}

void tst_DustServerJoin::tellsRights_data()
{
    QTest::addColumn<DustServerToken>("token");
    QTest::addColumn<QString>("expected");

    QTest::newRow("all")
            << DustServerToken::readWrite(u"t"_s)
            << uR"({"permissions":{"read":true,"write":true},"scopes":["entries:read",)"
               R"("entries:write","files:read","files:write"],)"
               R"("store_access":{"mode":"all","store_ids":[]}})"_s;
    QTest::newRow("read-only")
            << DustServerToken::readOnly(u"t"_s)
            << uR"({"permissions":{"read":true,"write":false},"scopes":["entries:read",)"
               R"("files:read"],"store_access":{"mode":"all","store_ids":[]}})"_s;
    QTest::newRow("selected")
            << DustServerToken::withScopes(u"t"_s, { u"entries:read"_s })
                       .setStores({ u"acme/main"_s, u"no/such"_s })
            << uR"({"permissions":{"read":true,"write":false},"scopes":["entries:read"],)"
               R"("store_access":{"mode":"selected","store_ids":["UUID"]}})"_s;
}

void tst_DustServerJoin::tellsRights()
{
    QFETCH(DustServerToken, token);
    QFETCH(QString, expected);
    ChannelServer dust;
    dust.server.addToken(token);
    ChannelClient client;
    QVERIFY(client.open(dust.server.webSocketUrl(), u"t"_s));
    DustObject response = client.response(client.join(dust.topic));
    for (const QString &other : { u"store_seq"_s, u"capver"_s, u"capver_min"_s })
        QVERIFY(response.remove(other) == 1);
    const DustArray ids =
            response.value(u"store_access"_s).toObject().value(u"store_ids"_s).toArray();
    if (!ids.isEmpty())
        expected.replace(u"UUID"_s, ids.constFirst().toString());
    QCOMPARE(QString::fromUtf8(DustValue(response).toJson()), expected);
}

void tst_DustServerJoin::refuses_data()
{
    QTest::addColumn<QString>("topic");
    QTest::addColumn<QString>("token");
    QTest::addColumn<DustValue>("payload");
    QTest::addColumn<DustObject>("response");

    const auto row = [](const char *name, const QString &topic, const QString &token,
                        const DustValue &payload, const DustObject &response) {
        QTest::newRow(name) << topic << token << payload << response;
    };
    const DustObject fromStart{ { u"last_store_seq"_s, 0 } };
    const DustObject crashed{ { u"reason"_s, u"join crashed"_s } };
    const DustObject unauthorized{ { u"reason"_s, u"unauthorized"_s } };
    const DustObject unmatched{ { u"reason"_s, u"unmatched topic"_s } };
    row("no such store", u"store:acme/other"_s, u"all"_s, fromStart, unauthorized);
    row("no such UUID", u"store:00000000-0000-4000-8000-000000000000"_s, u"all"_s, fromStart,
        unauthorized);
    row("longer name", u"store:acme/main/x"_s, u"all"_s, fromStart, unauthorized);
    row("no slash", u"store:acme"_s, u"all"_s, fromStart, crashed);
    row("no name", u"store:"_s, u"all"_s, fromStart, crashed);
    row("no last_store_seq", u"store:acme/main"_s, u"all"_s, DustObject(), crashed);
    row("no payload", u"store:acme/main"_s, u"all"_s, DustValue(), crashed);
    row("a list", u"store:acme/main"_s, u"all"_s, DustArray{ 0 }, crashed);
    row("another kind of topic", u"room:lobby"_s, u"all"_s, fromStart, unmatched);
    row("the socket's own topic", u"phoenix"_s, u"all"_s, fromStart, unmatched);
    row("token of another store", u"store:acme/main"_s, u"other"_s, fromStart,
        { { u"reason"_s, u"store_not_allowed"_s },
          { u"message"_s, u"The token is not for the store \"acme/main\": use one that is."_s } });
    row("token that may only write", u"store:acme/main"_s, u"writer"_s, fromStart,
        { { u"reason"_s, u"missing_scope"_s },
          { u"scope"_s, u"entries:read"_s },
          { u"message"_s, u"The token lacks the scope entries:read: use one that has it."_s } });
}

void tst_DustServerJoin::refuses()
{
    QFETCH(QString, topic);
    QFETCH(QString, token);
    QFETCH(DustValue, payload);
    QFETCH(DustObject, response);
    ChannelServer dust;
    dust.server.addToken(DustServerToken::readWrite(u"all"_s));
    dust.server.addToken(DustServerToken::readWrite(u"other"_s).setStores({ u"acme/other"_s }));
    dust.server.addToken(DustServerToken::withScopes(u"writer"_s, { u"entries:write"_s }));
    for (const auto serializer : { DustChannelFrame::Json, DustChannelFrame::MessagePack }) {
        ChannelClient client(serializer);
        QVERIFY(client.open(dust.server.webSocketUrl(), token));
        client.send(u"1"_s, u"1"_s, topic, u"phx_join"_s, payload);
        QCOMPARE(client.status(u"1"_s), u"error"_s);
        QCOMPARE(client.response(u"1"_s), response);
        const bool isUnmatched = client.reason(u"1"_s) == u"unmatched topic"_s;
        QCOMPARE(client.frames().constFirst().joinRef.isNull(), isUnmatched);
        client.send(u"1"_s, u"2"_s, topic, u"status"_s, DustObject());
        QCOMPARE(client.reason(u"2"_s), u"unmatched topic"_s);
    }
}

void tst_DustServerJoin::takesAnyLastSeq_data()
{
    QTest::addColumn<DustValue>("lastSeq");
    QTest::addColumn<DustValue>("through");
    QTest::addColumn<int>("events");

    QTest::newRow("0") << DustValue(0) << DustValue(3) << 3;
    QTest::newRow("in between") << DustValue(2) << DustValue(3) << 1;
    QTest::newRow("all of it") << DustValue(3) << DustValue(3) << 0;
    QTest::newRow("ahead of the server") << DustValue(100) << DustValue(100) << 0;
    QTest::newRow("negative") << DustValue(-5) << DustValue(3) << 3;
    QTest::newRow("null") << DustValue() << DustValue() << 3;
    QTest::newRow("text") << DustValue(u"2"_s) << DustValue(u"2"_s) << 3;
    QTest::newRow("double") << DustValue(2.0) << DustValue(2.0) << 1;
    QTest::newRow("double in between") << DustValue(1.5) << DustValue(1.5) << 2;
    QTest::newRow("double ahead of the server") << DustValue(1e300) << DustValue(1e300) << 0;
}

void tst_DustServerJoin::takesAnyLastSeq()
{
    QFETCH(DustValue, lastSeq);
    QFETCH(DustValue, through);
    QFETCH(int, events);
    ChannelServer dust;
    ChannelClient writer;
    QVERIFY(dust.connect(writer) && writer.joinAndCatchUp(dust.topic));
    for (int i = 0; i < 3; ++i)
        QCOMPARE(writer.status(writer.set(dust.topic, u"a"_s, i)), u"ok"_s);
    ChannelClient json;
    ChannelClient packed(DustChannelFrame::MessagePack);
    for (ChannelClient *client : { &json, &packed }) {
        QVERIFY(dust.connect(*client) && client->joinAndCatchUp(dust.topic, lastSeq));
        const DustObject complete = client->awaitEvent(dust.topic, u"catch_up_complete"_s)
                                            .payload.toObject();
        QCOMPARE(complete.value(u"through_seq"_s).toJson(), through.toJson());
        QCOMPARE(client->events(dust.topic).size(), events);
    }
    // What happens now is told to whoever is ahead as well.
    QCOMPARE(writer.status(writer.set(dust.topic, u"b"_s, 1)), u"ok"_s);
    for (ChannelClient *client : { &json, &packed }) {
        QTRY_COMPARE(client->events(dust.topic).size(), events + 1);
        QCOMPARE(client->seqs(dust.topic).constLast(), 4u);
    }
}

void tst_DustServerJoin::joinsByUuid()
{
    ChannelServer dust;
    dust.server.addToken(DustServerToken::readWrite(u"t"_s).setStores({ u"acme/main"_s }));
    ChannelClient client;
    QVERIFY(client.open(dust.server.webSocketUrl(), u"t"_s));
    const DustObject access =
            client.response(client.join(dust.topic)).value(u"store_access"_s).toObject();
    const QString topic = u"store:"_s
            + access.value(u"store_ids"_s).toArray().constFirst().toString();
    QVERIFY(client.joinAndCatchUp(topic));
    // Two topics, each told of what happens on the other.
    QCOMPARE(client.status(client.set(dust.topic, u"a"_s, 1)), u"ok"_s);
    QTRY_COMPARE(client.seqs(topic), QList<quint64>{ 1 });
    QTRY_COMPARE(client.seqs(dust.topic), QList<quint64>{ 1 });
    QCOMPARE(client.status(client.set(topic, u"a"_s, 2)), u"ok"_s);
    QTRY_COMPARE(client.seqs(dust.topic), (QList<quint64>{ 1, 2 }));
}

void tst_DustServerJoin::joinsTwice()
{
    QFETCH(Serializer, serializer);
    ChannelServer dust;
    ChannelClient client(serializer);
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    QCOMPARE(client.status(client.set(dust.topic, u"a"_s, 1)), u"ok"_s);
    const QString first = client.joinRef(dust.topic);
    client.forget();
    const QString second = client.join(dust.topic);
    const DustChannelFrame close = client.awaitEvent(dust.topic, u"phx_close"_s);
    QCOMPARE(close.joinRef, first);
    QCOMPARE(close.payload, DustValue(DustObject()));
    client.awaitEvent(dust.topic, u"catch_up_complete"_s);
    QCOMPARE(client.indexOfReply(second), 0);
    QCOMPARE(client.indexOf(dust.topic, u"phx_close"_s), 1);
    QCOMPARE(client.indexOf(dust.topic, u"event"_s), 2);
    QCOMPARE(client.frames().at(2).joinRef, second);
    // Live events come once.
    QCOMPARE(client.status(client.set(dust.topic, u"a"_s, 2)), u"ok"_s);
    QCOMPARE(client.seqs(dust.topic), (QList<quint64>{ 1, 2 }));
}

void tst_DustServerJoin::closesWhenTheSecondJoinIsRefused()
{
    ChannelServer dust;
    ChannelClient client;
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    const QString first = client.joinRef(dust.topic);
    client.forget();
    client.send(u"x"_s, u"x"_s, dust.topic, u"phx_join"_s, DustObject());
    QCOMPARE(client.reason(u"x"_s), u"join crashed"_s);
    QCOMPARE(client.awaitEvent(dust.topic, u"phx_close"_s).joinRef, first);
    QCOMPARE(client.indexOfReply(u"x"_s), 0);
    client.send(first, u"y"_s, dust.topic, u"status"_s, DustObject());
    QCOMPARE(client.reason(u"y"_s), u"unmatched topic"_s);
}

void tst_DustServerJoin::dropsWhatIsStale()
{
    ChannelServer dust;
    ChannelClient client;
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    client.forget();
    const DustObject write{ { u"op"_s, u"set"_s },
                            { u"path"_s, u"a"_s },
                            { u"value"_s, 1 },
                            { u"client_op_id"_s, u"op"_s } };
    for (const QString &stale : { u"stale"_s, QString(), u""_s }) {
        client.send(stale, u"w"_s, dust.topic, u"write"_s, write);
        client.send(stale, u"l"_s, dust.topic, u"phx_leave"_s, DustObject());
    }
    const QString ref = client.push(dust.topic, u"status"_s, DustObject());
    QCOMPARE(client.response(ref).value(u"current_seq"_s), DustValue(0));
    QCOMPARE(client.frames().size(), 1);
}

void tst_DustServerJoin::leaves()
{
    QFETCH(Serializer, serializer);
    ChannelServer dust;
    ChannelClient client(serializer);
    ChannelClient other;
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    QVERIFY(dust.connect(other, u"dev_b"_s) && other.joinAndCatchUp(dust.topic));
    client.forget();
    const QString ref = client.push(dust.topic, u"phx_leave"_s, DustObject());
    QCOMPARE(client.reply(ref),
             (DustObject{ { u"status"_s, u"ok"_s }, { u"response"_s, DustObject() } }));
    const DustChannelFrame close = client.awaitEvent(dust.topic, u"phx_close"_s);
    QCOMPARE(close.joinRef, client.joinRef(dust.topic));
    QCOMPARE(close.ref, client.joinRef(dust.topic));
    QCOMPARE(client.frames().size(), 2);
    QCOMPARE(other.status(other.set(dust.topic, u"a"_s, 1)), u"ok"_s);
    QCOMPARE(client.reason(client.push(dust.topic, u"status"_s, DustObject())),
             u"unmatched topic"_s);
    QCOMPARE(client.frames().size(), 3); // nothing of what the other wrote
    // As often as one likes, and back again.
    QCOMPARE(client.status(client.push(dust.topic, u"phx_leave"_s, DustObject())), u"ok"_s);
    QVERIFY(client.joinAndCatchUp(dust.topic));
    QCOMPARE(client.seqs(dust.topic), QList<quint64>{ 1 });
}

void tst_DustServerJoin::answersWriteBeforeLeave()
{
    ChannelServer dust;
    ChannelClient client;
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    client.forget();
    const QString write = client.set(dust.topic, u"a"_s, 1);
    const QString leave = client.push(dust.topic, u"phx_leave"_s, DustObject());
    QCOMPARE(client.status(leave), u"ok"_s);
    QCOMPARE(client.indexOf(dust.topic, u"event"_s), 0);
    QCOMPARE(client.indexOfReply(write), 1);
    QCOMPARE(client.indexOfReply(leave), 2);
}

void tst_DustServerJoin::answersPushesOnNoTopic_data()
{
    QTest::addColumn<QString>("topic");
    QTest::addColumn<QString>("event");
    QTest::newRow("not joined") << u"store:acme/main"_s << u"write"_s;
    QTest::newRow("unknown topic") << u"room:x"_s << u"write"_s;
    QTest::newRow("the socket's own") << u"phoenix"_s << u"status"_s;
    QTest::newRow("heart of another") << u"store:acme/main"_s << u"heartbeat"_s;
    QTest::newRow("empty") << u""_s << u""_s;
}

void tst_DustServerJoin::answersPushesOnNoTopic()
{
    QFETCH(QString, topic);
    QFETCH(QString, event);
    ChannelServer dust;
    for (const auto serializer : { DustChannelFrame::Json, DustChannelFrame::MessagePack }) {
        ChannelClient client(serializer);
        QVERIFY(dust.connect(client));
        client.send(u"1"_s, u"7"_s, topic, event, DustObject());
        QCOMPARE(client.status(u"7"_s), u"error"_s);
        QCOMPARE(client.response(u"7"_s), (DustObject{ { u"reason"_s, u"unmatched topic"_s } }));
        QVERIFY(client.frames().constFirst().joinRef.isNull());
        QCOMPARE(client.frames().constFirst().topic, topic);
    }
}

void tst_DustServerJoin::beatsItsHeart()
{
    QFETCH(Serializer, serializer);
    ChannelServer dust;
    ChannelClient client(serializer);
    QVERIFY(dust.connect(client));
    client.send({}, u"5"_s, u"phoenix"_s, u"heartbeat"_s, DustObject());
    QCOMPARE(client.reply(u"5"_s),
             (DustObject{ { u"status"_s, u"ok"_s }, { u"response"_s, DustObject() } }));
    QCOMPARE(client.frames().constFirst().topic, u"phoenix"_s);
    QVERIFY(client.frames().constFirst().joinRef.isNull());
}

void tst_DustServerJoin::asksTheHook()
{
    ChannelServer dust;
    QStringList asked;
    bool refuses = true;
    dust.server.setPushHook(
            [&](const QString &event, const DustObject &payload) -> std::optional<DustObject> {
                asked.append(event + u' ' + payload.value(u"op"_s).toString());
                if (!refuses)
                    return std::nullopt;
                return DustObject{ { u"reason"_s, u"limit_exceeded"_s }, { u"limit"_s, 5 } };
            });
    ChannelClient client;
    QVERIFY(dust.connect(client));
    QCOMPARE(client.reason(client.join(dust.topic)), u"limit_exceeded"_s);
    refuses = false;
    QVERIFY(client.joinAndCatchUp(dust.topic));
    refuses = true;
    const QString ref = client.set(dust.topic, u"a"_s, 1);
    QCOMPARE(client.status(ref), u"error"_s);
    QCOMPARE(client.response(ref),
             (DustObject{ { u"reason"_s, u"limit_exceeded"_s }, { u"limit"_s, 5 } }));
    refuses = false;
    QCOMPARE(client.response(client.push(dust.topic, u"status"_s, DustObject()))
                     .value(u"current_seq"_s),
             DustValue(0));
    QCOMPARE(asked, (QStringList{ u"phx_join "_s, u"phx_join "_s, u"write set"_s, u"status "_s }));
}

QTEST_GUILESS_MAIN(tst_DustServerJoin)
#include "tst_dustserverjoin.moc"
