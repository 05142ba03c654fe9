// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "channelserver.h"

using namespace Qt::StringLiterals;

using Serializer = DustChannelFrame::Serializer;

class tst_DustServerWrite : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsOfEveryOperation_data();
    void tellsOfEveryOperation();
    void answersInOrder_data() { forBothSerializers(); }
    void answersInOrder();
    void tellsOtherClients_data() { forBothSerializers(); }
    void tellsOtherClients();
    void refuses_data();
    void refuses();
    void refusesValues_data();
    void refusesValues();
    void refusesWhatJsonCanSay_data();
    void refusesWhatJsonCanSay();
    void refusesDeepPayloads_data();
    void refusesDeepPayloads();
    void unwrapsScalars_data();
    void unwrapsScalars();
    void doesNotKnowOperationsAgain();
    void commitsWhatADeadSocketSent();
};

void tst_DustServerWrite::tellsOfEveryOperation_data()
{
    QTest::addColumn<QByteArray>("write");
    QTest::addColumn<QByteArray>("event"); // op, path, path_segments, value

    const auto row = [](const char *name, const QByteArray &write, const QByteArray &event) {
        QTest::newRow(name) << write << event;
    };
    row("set", R"({"op":"set","path":"a/b","value":"v"})",
        R"({"op":"set","path":"a/b","path_segments":["a","b"],"value":"v"})");
    row("set a double", R"({"op":"set","path":"a","value":1.0})",
        R"({"op":"set","path":"a","path_segments":["a"],"value":1.0})");
    row("set an integer", R"({"op":"set","path":"a","value":18446744073709551615})",
        R"({"op":"set","path":"a","path_segments":["a"],"value":18446744073709551615})");
    row("set null", R"({"op":"set","path":"a","value":null})",
        R"({"op":"set","path":"a","path_segments":["a"],"value":null})");
    row("set an object", R"({"op":"set","path":"a","value":{"b":{"c":[1,2.0]},"d":{}}})",
        R"({"op":"set","path":"a","path_segments":["a"],"value":{"b":{"c":[1,2.0]},"d":{}}})");
    row("set nothing", R"({"op":"set","path":"a","value":{}})",
        R"({"op":"set","path":"a","path_segments":["a"],"value":{}})");
    row("set a decimal", R"({"op":"set","path":"a","value":{"_type":"decimal","_typed":"1.50"}})",
        R"({"op":"set","path":"a","path_segments":["a"],)"
        R"("value":{"_type":"decimal","_typed":"1.50"}})");
    row("segments win", R"({"op":"set","path":"x","path_segments":["a/b","~","ä *"],"value":1})",
        R"({"op":"set","path":"a~1b/~0/ä *","path_segments":["a/b","~","ä *"],"value":1})");
    row("segments alone", R"({"op":"set","path_segments":["a"],"value":1})",
        R"({"op":"set","path":"a","path_segments":["a"],"value":1})");
    row("escaped path", R"({"op":"set","path":"a~1b/~0","value":1})",
        R"({"op":"set","path":"a~1b/~0","path_segments":["a/b","~"],"value":1})");
    row("delete with a value", R"({"op":"delete","path":"a","value":{"why":1}})",
        R"({"op":"delete","path":"a","path_segments":["a"],"value":{"why":1}})");
    row("delete nothing", R"({"op":"delete","path":"a"})",
        R"({"op":"delete","path":"a","path_segments":["a"],"value":null})");
    row("merge", R"({"op":"merge","path":"a","value":{"x":1,"y":{"z":2}}})",
        R"({"op":"merge","path":"a","path_segments":["a"],"value":{"x":1,"y":{"z":2}}})");
    row("increment", R"({"op":"increment","path":"n","value":5})",
        R"({"op":"increment","path":"n","path_segments":["n"],"value":15})");
    row("increment by a double", R"({"op":"increment","path":"n","value":0.5})",
        R"({"op":"increment","path":"n","path_segments":["n"],"value":10.5})");
    row("add", R"({"op":"add","path":"s","value":"y"})",
        R"({"op":"add","path":"s","path_segments":["s"],"value":["y","x"]})");
    row("remove", R"({"op":"remove","path":"s","value":"x"})",
        R"({"op":"remove","path":"s","path_segments":["s"],"value":[]})");
    row("no preconditions",
        R"({"op":"set","path":"a","value":1,"if_match":null,"if_absent":null,)"
        R"("fence":null})",
        R"({"op":"set","path":"a","path_segments":["a"],"value":1})");
    row("fence without a token", R"({"op":"set","path":"a","value":1,"fence":{"key":"l"}})",
        R"({"op":"set","path":"a","path_segments":["a"],"value":1})");
    row("fence with a token that is text",
        R"({"op":"set","path":"a","value":1,"fence":{"key":"l","token":"5"}})",
        R"({"op":"set","path":"a","path_segments":["a"],"value":1})");
}

void tst_DustServerWrite::tellsOfEveryOperation()
{
    QFETCH(QByteArray, write);
    QFETCH(QByteArray, event);
    for (const auto serializer : { DustChannelFrame::Json, DustChannelFrame::MessagePack }) {
        ChannelServer dust;
        ChannelClient client(serializer);
        QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
        client.write(dust.topic, objectOf(R"({"op":"increment","path":"n","value":10})"));
        QCOMPARE(client.status(client.write(dust.topic,
                                            objectOf(R"({"op":"add","path":"s","value":"x"})"))),
                 u"ok"_s);
        client.forget();
        DustObject push = objectOf(write);
        push.insert(u"client_op_id"_s, u"op_1"_s);
        const QString ref = client.write(dust.topic, push);
        QCOMPARE(client.reply(ref), objectOf(R"({"status":"ok","response":{"store_seq":3}})"));
        QCOMPARE(client.frames().size(), 2);
        const DustChannelFrame echo = client.frames().at(0);
        QVERIFY(echo.joinRef.isNull() && echo.ref.isNull());
        DustObject expected = objectOf(event);
        expected.insert(u"store_seq"_s, 3);
        expected.insert(u"device_id"_s, u"dev_a"_s);
        expected.insert(u"client_op_id"_s, u"op_1"_s);
        QCOMPARE(echo.payload.toJson(), DustValue(expected).toJson());
    }
}

void tst_DustServerWrite::answersInOrder()
{
    QFETCH(Serializer, serializer);
    ChannelServer dust;
    ChannelClient client(serializer);
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    client.forget();
    constexpr int Writes = 200;
    QStringList refs;
    for (int i = 0; i < Writes; ++i)
        refs.append(client.set(dust.topic, u"a"_s, i));
    QCOMPARE(client.status(refs.constLast()), u"ok"_s);
    QCOMPARE(client.frames().size(), 2 * Writes);
    for (int i = 0; i < Writes; ++i) {
        QCOMPARE(client.response(refs.at(i)).value(u"store_seq"_s), DustValue(i + 1));
        // Each echo before its reply.
        const auto isEcho = [&](const DustChannelFrame &frame) {
            return frame.payload.toObject().value(u"store_seq"_s) == DustValue(i + 1);
        };
        const auto echo = std::find_if(client.frames().cbegin(), client.frames().cend(), isEcho);
        QVERIFY(echo - client.frames().cbegin() < client.indexOfReply(refs.at(i)));
    }
}

void tst_DustServerWrite::tellsOtherClients()
{
    QFETCH(Serializer, serializer);
    ChannelServer dust;
    ChannelClient writer(serializer);
    ChannelClient json;
    ChannelClient packed(DustChannelFrame::MessagePack);
    QVERIFY(dust.connect(writer) && writer.joinAndCatchUp(dust.topic));
    QVERIFY(dust.connect(json, u"dev_b"_s) && json.joinAndCatchUp(dust.topic));
    QVERIFY(dust.connect(packed, u"dev_c"_s) && packed.joinAndCatchUp(dust.topic));
    QCOMPARE(writer.status(writer.set(dust.topic, u"a"_s, 1.0)), u"ok"_s);
    for (ChannelClient *client : { &writer, &json, &packed }) {
        const DustChannelFrame event = client->awaitEvent(dust.topic, u"event"_s);
        QVERIFY(event.joinRef.isNull());
        QCOMPARE(event.payload.toObject().value(u"device_id"_s), DustValue(u"dev_a"_s));
        QCOMPARE(event.payload.toObject().value(u"value"_s).toJson(), QByteArray("1.0"));
    }
}

void tst_DustServerWrite::refuses_data()
{
    QTest::addColumn<QByteArray>("write");
    QTest::addColumn<QByteArray>("response");

    const auto row = [](const char *name, const QByteArray &write, const QByteArray &response) {
        QTest::newRow(name) << write << response;
    };
    const auto because = [&](const char *name, const QByteArray &write, const QByteArray &reason) {
        row(name, write, R"({"reason":")" + reason + "\"}");
    };
    because("no op", R"({"path":"a","value":1})", "invalid op");
    because("unknown op", R"({"op":"explode","path":"a","value":1})", "invalid op");
    because("op that is an event", R"({"op":"put_file","path":"a","value":1})", "invalid op");
    because("no path", R"({"op":"set","value":1})", "missing_path");
    because("path null", R"({"op":"set","path":null,"value":1})", "missing_path");
    because("path that is a number", R"({"op":"set","path":5,"value":1})", "not_a_string");
    because("segment that is a number", R"({"op":"set","path_segments":["a",5],"value":1})",
            "not_a_string");
    because("empty path", R"({"op":"set","path":"","value":1})", "empty_path");
    because("no segments", R"({"op":"set","path_segments":[],"value":1})", "empty_path");
    because("empty segment", R"({"op":"set","path":"a//b","value":1})", "empty_segment");
    because("empty segment in a list", R"({"op":"set","path_segments":["a",""],"value":1})",
            "empty_segment");
    because("escape", R"({"op":"set","path":"a~2","value":1})", "invalid_escape");
    because("merge of a number", R"({"op":"merge","path":"a","value":5})",
            "merge_requires_map_value");
    because("merge of nothing", R"({"op":"merge","path":"a"})", "merge_requires_map_value");
    because("increment by text", R"({"op":"increment","path":"a","value":"5"})",
            "increment_requires_number_value");
    because("increment by nothing", R"({"op":"increment","path":"a"})",
            "increment_requires_number_value");
    because("add nothing", R"({"op":"add","path":"a"})", "add_requires_value");
    because("remove null", R"({"op":"remove","path":"a","value":null})", "remove_requires_value");
    because("if_match 0", R"({"op":"set","path":"a","value":1,"if_match":0})",
            "invalid_precondition");
    because("if_match below 0", R"({"op":"set","path":"a","value":1,"if_match":-1})",
            "invalid_precondition");
    because("if_match text", R"({"op":"set","path":"a","value":1,"if_match":"1"})",
            "invalid_precondition");
    because("if_absent text", R"({"op":"set","path":"a","value":1,"if_absent":"yes"})",
            "invalid_precondition");
    because("both", R"({"op":"set","path":"a","value":1,"if_absent":true,"if_match":1})",
            "invalid_precondition");
    because("if_match of an object", R"({"op":"set","path":"a","value":{"x":1},"if_match":1})",
            "if_match_multi_leaf");
    because("if_absent of an object", R"({"op":"set","path":"a","value":{"x":1},"if_absent":true})",
            "if_absent_multi_leaf");
    row("if_match of a merge", R"({"op":"merge","path":"a","value":{"x":1},"if_match":1})",
        R"({"op":"merge","reason":"if_match_unsupported_op"})");
    row("if_absent of a delete", R"({"op":"delete","path":"a","if_absent":true})",
        R"({"op":"delete","reason":"if_absent_unsupported_op"})");
    because("if_match of nothing", R"({"op":"set","path":"a","value":1,"if_match":5})", "conflict");
    because("delete of nothing", R"({"op":"delete","path":"a","if_match":5})", "conflict");
    because("fence on no lease",
            R"({"op":"set","path":"a","value":1,"fence":{"key":"l","token":5}})", "fenced");
    because("fence below 0", R"({"op":"set","path":"a","value":1,"fence":{"key":"l","token":-5}})",
            "fenced");
    because("fence on no path", R"({"op":"set","path":"a","value":1,"fence":{"key":"","token":5}})",
            "empty_path");
    because("lease without holder", R"({"op":"lease","path":"l"})", ":invalid_lease_op");
    because("lease with a holder that is a number", R"({"op":"lease","path":"l","holder":5})",
            ":invalid_lease_op");
    because("lease for no time", R"({"op":"lease","path":"l","holder":"me","ttl_ms":0})",
            ":invalid_lease_op");
    because("renew without token", R"({"op":"renew","path":"l"})", ":invalid_lease_op");
    because("release with a token that is text", R"({"op":"release","path":"l","token":"5"})",
            ":invalid_lease_op");
    because("renew of nothing", R"({"op":"renew","path":"l","token":5})", "not_held");
}

void tst_DustServerWrite::refuses()
{
    QFETCH(QByteArray, write);
    QFETCH(QByteArray, response);
    ChannelServer dust;
    for (const auto serializer : { DustChannelFrame::Json, DustChannelFrame::MessagePack }) {
        ChannelClient client(serializer);
        QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
        const QString ref = client.write(dust.topic, objectOf(write));
        QCOMPARE(client.status(ref), u"error"_s);
        QCOMPARE(DustValue(client.response(ref)).toJson(), response);
        QVERIFY(client.events(dust.topic).isEmpty());
    }
}

void tst_DustServerWrite::refusesValues_data()
{
    QTest::addColumn<DustObject>("write");
    QTest::addColumn<QString>("reason");

    const auto row = [](const char *name, const DustValue &value, const QString &reason) {
        QTest::newRow(name) << DustObject{
            { u"op"_s, u"set"_s }, { u"path"_s, u"a"_s }, { u"value"_s, value }
        } << reason;
    };
    row("empty key", DustObject{ { u""_s, 1 } }, u"invalid_value"_s);
    row("empty key in a list", DustArray{ DustObject{ { u""_s, 1 } } }, u"invalid_value"_s);
    row("reserved key", DustObject{ { u"_scalar"_s, 1 }, { u"x"_s, 1 } }, u"invalid_value"_s);
    row("reserved key inside", DustObject{ { u"x"_s, DustObject{ { u"_scalar"_s, 1 } } } },
        u"invalid_value"_s);
    row("reserved key twice", DustObject{ { u"_scalar"_s, DustObject{ { u"_scalar"_s, 1 } } } },
        u"invalid_value"_s);
    row("reserved key of HTTP", DustObject{ { u"_json"_s, 1 } }, u"invalid_value"_s);
    QTest::newRow("reserved key in a merge")
            << DustObject{ { u"op"_s, u"merge"_s },
                           { u"path"_s, u"a"_s },
                           { u"value"_s, DustObject{ { u"_scalar"_s, 1 } } } }
            << u"invalid_value"_s;
    row("bad decimal", DustValue::decimal(u"x"_s), u"invalid_value"_s);
    row("long path below", DustObject{ { QString(60'000, u'x'), 1 } }, u"invalid_path"_s);
    QTest::newRow("long path") << DustObject{ { u"op"_s, u"set"_s },
                                              { u"path"_s, QString(50'001, u'x') } }
                               << u"invalid_path"_s;
    QTest::newRow("long segment") << DustObject{
        { u"op"_s, u"set"_s }, { u"path_segments"_s, DustArray{ QString(50'001, u'x') } }
    } << u"invalid_path"_s;
    QTest::newRow("segments that are an object")
            << DustObject{ { u"op"_s, u"set"_s }, { u"path_segments"_s, DustObject() } }
            << u"invalid_path"_s;
    QTest::newRow("no client_op_id") << DustObject{
        { u"op"_s, u"set"_s }, { u"path"_s, u"a"_s }, { u"client_op_id"_s, DustValue() }
    } << u"missing_client_op_id"_s;
    QTest::newRow("client_op_id that is a number")
            << DustObject{ { u"op"_s, u"set"_s }, { u"path"_s, u"a"_s }, { u"client_op_id"_s, 5 } }
            << u"missing_client_op_id"_s;
}

void tst_DustServerWrite::refusesValues()
{
    QFETCH(DustObject, write);
    QFETCH(QString, reason);
    ChannelServer dust;
    for (const auto serializer : { DustChannelFrame::Json, DustChannelFrame::MessagePack }) {
        ChannelClient client(serializer);
        QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
        const QString ref = client.write(dust.topic, write);
        QCOMPARE(client.reason(ref), reason);
        QVERIFY(!client.response(ref).value(u"message"_s).toString().isEmpty());
        QCOMPARE(client.status(client.push(dust.topic, u"status"_s, DustObject())), u"ok"_s);
    }
}

void tst_DustServerWrite::refusesWhatJsonCanSay_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("1e400") << QByteArray("1e400");
    QTest::newRow("2^64") << QByteArray("18446744073709551616");
    QTest::newRow("lone surrogate") << QByteArray(R"("\ud800")");
}

void tst_DustServerWrite::refusesWhatJsonCanSay()
{
    QFETCH(QByteArray, value);
    ChannelServer dust;
    ChannelClient client;
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    client.sendBytes("[\"" + client.joinRef(dust.topic).toUtf8() + R"(","r","store:acme/main",)"
                     + R"("write",{"op":"set","path":"a","client_op_id":"x","value":)" + value
                     + "}]");
    QCOMPARE(client.reason(u"r"_s), u"invalid_value"_s);
    QCOMPARE(client.status(client.set(dust.topic, u"a"_s, 1)), u"ok"_s);
}

void tst_DustServerWrite::refusesDeepPayloads_data()
{
    QTest::addColumn<Serializer>("serializer");
    QTest::addColumn<int>("depth"); // of the value, inside of the frame and its payload
    QTest::addColumn<QString>("reason"); // empty: it is taken
    for (const auto serializer : { DustChannelFrame::Json, DustChannelFrame::MessagePack }) {
        const char *name = serializer == DustChannelFrame::Json ? "json" : "messagepack";
        QTest::addRow("%s: as deep as it may be", name) << serializer << 510 << QString();
        QTest::addRow("%s: one level more", name) << serializer << 511 << u"invalid_value"_s;
        QTest::addRow("%s: far too deep", name) << serializer << 1100 << u"invalid_value"_s;
    }
}

// Of all that the socket carries, only the push.
void tst_DustServerWrite::refusesDeepPayloads()
{
    QFETCH(Serializer, serializer);
    QFETCH(int, depth);
    QFETCH(QString, reason);
    ChannelServer dust;
    ChannelClient client(serializer);
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    DustValue deep = 1;
    for (int i = 0; i < depth; ++i)
        deep = DustArray{ deep };
    const QString ref = client.set(dust.topic, u"a"_s, deep);
    QCOMPARE(client.status(ref), reason.isEmpty() ? u"ok"_s : u"error"_s);
    QCOMPARE(client.reason(ref), reason);
    QCOMPARE(client.response(ref).value(u"message"_s).toString().isEmpty(), reason.isEmpty());
    QCOMPARE(client.status(client.set(dust.topic, u"a"_s, 1)), u"ok"_s);
    QVERIFY(!client.isClosed());
}

// Stored as over HTTP, and told as it is stored.
void tst_DustServerWrite::unwrapsScalars_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("stored");
    QTest::newRow("integer") << QByteArray(R"({"_scalar":5})") << QByteArray("5");
    QTest::newRow("null") << QByteArray(R"({"_scalar":null})") << QByteArray("null");
    QTest::newRow("list") << QByteArray(R"({"_scalar":[1.0,2]})") << QByteArray("[1.0,2]");
    QTest::newRow("object") << QByteArray(R"({"_scalar":{"x":1}})") << QByteArray(R"({"x":1})");
}

void tst_DustServerWrite::unwrapsScalars()
{
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, stored);
    ChannelServer dust;
    ChannelClient client;
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    const DustValue wrapped = DustValue::fromJson(value).value();
    QCOMPARE(client.status(client.set(dust.topic, u"a"_s, wrapped)), u"ok"_s);
    QCOMPARE(client.events(dust.topic).constLast().value(u"value"_s).toJson(), stored);
    const RawHttpAnswer answer = RawHttpClient(dust.server.port())
                                         .ask("GET /api/stores/acme/main/entries/a HTTP/1.1\r\n"
                                              "Host: x\r\nAuthorization: Bearer "
                                              + dust.token.toUtf8() + "\r\n\r\n");
    QCOMPARE(answer.json().toObject().value(u"value"_s).toJson(), stored);
}

void tst_DustServerWrite::doesNotKnowOperationsAgain()
{
    ChannelServer dust;
    ChannelClient client;
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    const DustObject increment{ { u"op"_s, u"increment"_s },
                                { u"path"_s, u"n"_s },
                                { u"value"_s, 1 },
                                { u"client_op_id"_s, u"op_same"_s } };
    client.write(dust.topic, increment);
    QCOMPARE(client.status(client.write(dust.topic, increment)), u"ok"_s);
    QCOMPARE(client.events(dust.topic).constLast().value(u"value"_s), DustValue(2));
}

void tst_DustServerWrite::commitsWhatADeadSocketSent()
{
    ChannelServer dust;
    ChannelClient other;
    QVERIFY(dust.connect(other, u"dev_b"_s) && other.joinAndCatchUp(dust.topic));
    {
        ChannelClient client;
        QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
        for (int i = 0; i < 50; ++i)
            client.set(dust.topic, u"a"_s, i);
        client.socket().flush();
        client.socket().abort();
    }
    QTRY_COMPARE(other.events(dust.topic).size(), 50);
}

QTEST_GUILESS_MAIN(tst_DustServerWrite)
#include "tst_dustserverwrite.moc"
