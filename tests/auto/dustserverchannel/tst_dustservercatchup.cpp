// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "channelserver.h"

#include <numeric>

using namespace Qt::StringLiterals;

using Serializer = DustChannelFrame::Serializer;

// What whoever joins is told of the past.
class tst_DustServerCatchUp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsPages_data() { forBothSerializers(); }
    void tellsPages();
    void tellsEvents_data() { forBothSerializers(); }
    void tellsEvents();
    void beginsWithASnapshot_data() { forBothSerializers(); }
    void beginsWithASnapshot();
    void snapshotsValues_data();
    void snapshotsValues();
    void needsNoSnapshot();
    void givesTypedValuesAsText_data() { forBothSerializers(); }
    void givesTypedValuesAsText();
    void repliesBehindTheEcho_data() { forBothSerializers(); }
    void repliesBehindTheEcho();
    void answersBeforeItsEnd_data();
    void answersBeforeItsEnd();
    void tellsOnceOfWhatHappensMeanwhile();
    void outpacesNobody();

private:
    static constexpr int Pages = 2500; // operations: two pages and a half
};

void tst_DustServerCatchUp::tellsPages()
{
    QFETCH(Serializer, serializer);
    ChannelServer dust;
    QVERIFY(dust.fill(Pages));
    ChannelClient client(serializer);
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    const QString ref = client.joinRef(dust.topic);
    // The reply, the operations without a gap or a marker, and their end.
    QCOMPARE(client.frames().size(), 1 + Pages + 1);
    QCOMPARE(client.response(ref).value(u"store_seq"_s), DustValue(Pages));
    for (int i = 1; i <= Pages; ++i) {
        const DustChannelFrame &frame = client.frames().at(i);
        QCOMPARE(frame.event, u"event"_s);
        QCOMPARE(frame.joinRef, ref);
        QVERIFY(frame.ref.isNull());
        QCOMPARE(frame.payload.toObject().value(u"store_seq"_s), DustValue(i));
    }
    QCOMPARE(client.frames().constLast().payload,
             DustValue(DustObject{ { u"through_seq"_s, Pages } }));
    // From the last one of a page, and from the one behind it.
    for (const int since : { 999, 1000, 1001, Pages - 1 }) {
        ChannelClient late(serializer);
        QVERIFY(dust.connect(late) && late.joinAndCatchUp(dust.topic, since));
        QCOMPARE(late.seqs(dust.topic).size(), Pages - since);
        QCOMPARE(late.seqs(dust.topic).constFirst(), quint64(since + 1));
    }
}

void tst_DustServerCatchUp::tellsEvents()
{
    QFETCH(Serializer, serializer);
    ChannelServer dust;
    ChannelClient writer(serializer);
    QVERIFY(dust.connect(writer) && writer.joinAndCatchUp(dust.topic));
    const QList<QByteArray> writes = {
        R"({"op":"set","path":"a~1b/~0/ä \"","value":{"x":[1,1.0,null,{"y":true}],"z":{}}})",
        R"({"op":"merge","path":"m","value":{"x":1}})",
        R"({"op":"increment","path":"n","value":5})",
        R"({"op":"increment","path":"n","value":0.5})",
        R"({"op":"add","path":"s","value":"x"})",
        R"({"op":"add","path":"s","value":{"y":1}})",
        R"({"op":"remove","path":"s","value":"x"})",
        R"({"op":"lease","path":"l","holder":"me"})",
        R"({"op":"renew","path":"l","token":8})",
        R"({"op":"release","path":"l","token":8})",
        R"({"op":"delete","path":"m"})",
    };
    for (const QByteArray &write : writes)
        QCOMPARE(writer.status(writer.write(dust.topic, objectOf(write))), u"ok"_s);
    const QString file = writer.push(
            dust.topic, u"put_file"_s,
            objectOf(R"({"path":"f","content":"aGVsbG8=","client_op_id":"op_f"})"));
    QCOMPARE(writer.status(file), u"ok"_s);
    QCOMPARE(writer.status(writer.push(dust.topic, u"rollback"_s,
                                       objectOf(R"({"path":"n","to_seq":3})"))),
             u"ok"_s);
    ChannelClient reader(serializer);
    QVERIFY(dust.connect(reader, u"dev_b"_s) && reader.joinAndCatchUp(dust.topic));
    // The same as was told live, device and all.
    QCOMPARE(reader.events(dust.topic), writer.events(dust.topic));
    QCOMPARE(reader.events(dust.topic).constFirst(),
             objectOf(R"({"store_seq":1,"op":"set","path":"a~1b/~0/ä \"",)"
                      R"("path_segments":["a/b","~","ä \""],)"
                      R"("value":{"x":[1,1.0,null,{"y":true}],"z":{}},)"
                      R"("device_id":"dev_a","client_op_id":"op_2"})"));
}

void tst_DustServerCatchUp::beginsWithASnapshot()
{
    QFETCH(Serializer, serializer);
    ChannelServer dust;
    ChannelClient writer;
    QVERIFY(dust.connect(writer) && writer.joinAndCatchUp(dust.topic));
    writer.set(dust.topic, u"a/b"_s, u"v"_s);
    writer.set(dust.topic, u"gone"_s, 1);
    QCOMPARE(writer.status(writer.write(dust.topic, objectOf(R"({"op":"delete","path":"gone"})"))),
             u"ok"_s);
    QVERIFY(dust.server.compact(u"acme/main"_s));
    QCOMPARE(writer.status(writer.set(dust.topic, u"a/b"_s, u"w"_s)), u"ok"_s);
    ChannelClient client(serializer);
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic, 2));
    QCOMPARE(client.frames().size(), 4);
    const DustChannelFrame snapshot = client.frames().at(1);
    QCOMPARE(snapshot.event, u"snapshot"_s);
    QCOMPARE(snapshot.joinRef, client.joinRef(dust.topic));
    QVERIFY(snapshot.ref.isNull());
    QCOMPARE(snapshot.payload.toObject(),
             objectOf(R"({"snapshot_seq":3,"entries":)"
                      R"({"a/b":{"type":"string","value":{"_scalar":"v"}}}})"));
    QCOMPARE(client.frames().at(2).event, u"event"_s);
    QCOMPARE(client.seqs(dust.topic), QList<quint64>{ 4 });
    QCOMPARE(client.frames().at(3).payload, DustValue(DustObject{ { u"through_seq"_s, 4 } }));
}

void tst_DustServerCatchUp::snapshotsValues_data()
{
    QTest::addColumn<QByteArray>("write");
    QTest::addColumn<QByteArray>("entry");

    const auto row = [](const char *name, const QByteArray &write, const QByteArray &entry) {
        QTest::newRow(name) << write << entry;
    };
    row("text", R"({"op":"set","value":"v"})", R"({"type":"string","value":{"_scalar":"v"}})");
    row("integer", R"({"op":"set","value":1})", R"({"type":"integer","value":{"_scalar":1}})");
    row("double", R"({"op":"set","value":1.0})", R"({"type":"float","value":{"_scalar":1.0}})");
    row("boolean", R"({"op":"set","value":true})",
        R"({"type":"boolean","value":{"_scalar":true}})");
    row("null", R"({"op":"set","value":null})", R"({"type":"null","value":{"_scalar":null}})");
    row("list", R"({"op":"set","value":[{"x":1}]})",
        R"({"type":"string","value":{"_scalar":[{"x":1}]}})");
    row("counter", R"({"op":"increment","value":1})",
        R"({"type":"counter","value":{"_scalar":1}})");
    row("set", R"({"op":"add","value":"x"})", R"({"type":"set","value":{"_scalar":["x"]}})");
    row("decimal", R"({"op":"set","value":{"_type":"decimal","_typed":"1.50"}})",
        R"({"type":"decimal","value":{"_scalar":"1.50"}})");
    row("datetime", R"({"op":"set","value":{"_type":"datetime","_typed":"2026-03-31T12:00:00Z"}})",
        R"({"type":"datetime","value":{"_scalar":"2026-03-31T12:00:00Z"}})");
    row("lease", R"({"op":"lease","holder":"me","ttl_ms":1000})",
        R"({"type":"lease","value":{"_type":"lease","expires_at":1700000001000,)"
        R"("holder":"me","token":1}})");
}

void tst_DustServerCatchUp::snapshotsValues()
{
    QFETCH(QByteArray, write);
    QFETCH(QByteArray, entry);
    ChannelServer dust;
    dust.server.setUnixClock([] { return 1'700'000'000'000; });
    ChannelClient writer;
    QVERIFY(dust.connect(writer) && writer.joinAndCatchUp(dust.topic));
    DustObject operation = objectOf(write);
    operation.insert(u"path"_s, u"a"_s);
    QCOMPARE(writer.status(writer.write(dust.topic, operation)), u"ok"_s);
    QVERIFY(dust.server.compact(u"acme/main"_s));
    for (const auto serializer : { DustChannelFrame::Json, DustChannelFrame::MessagePack }) {
        ChannelClient client(serializer);
        QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
        const DustObject snapshot = client.awaitEvent(dust.topic, u"snapshot"_s).payload.toObject();
        QCOMPARE(snapshot.value(u"entries"_s).toObject().value(u"a"_s).toJson(), entry);
    }
}

void tst_DustServerCatchUp::needsNoSnapshot()
{
    ChannelServer dust;
    QVERIFY(dust.fill(3));
    QVERIFY(dust.server.compact(u"acme/main"_s));
    for (const int since : { 3, 9 }) {
        ChannelClient client;
        QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic, since));
        QCOMPARE(client.frames().size(), 2);
        QCOMPARE(client.frames().constLast().payload,
                 DustValue(DustObject{ { u"through_seq"_s, since } }));
    }
}

void tst_DustServerCatchUp::givesTypedValuesAsText()
{
    QFETCH(Serializer, serializer);
    ChannelServer dust;
    ChannelClient writer(serializer);
    QVERIFY(dust.connect(writer) && writer.joinAndCatchUp(dust.topic));
    const DustValue decimal = DustValue::decimal(u"1.50"_s);
    const DustObject nested{ { u"d"_s, DustValue::dateTime(u"2026-03-31T12:00:00Z"_s) },
                             { u"l"_s, DustArray{ decimal, 1 } } };
    writer.set(dust.topic, u"a"_s, decimal);
    QCOMPARE(writer.status(writer.set(dust.topic, u"b"_s, nested)), u"ok"_s);
    const auto values = [&](const ChannelClient &client) {
        DustArray told;
        for (const DustObject &event : client.events(dust.topic))
            told.append(event.value(u"value"_s));
        return told;
    };
    QCOMPARE(values(writer), (DustArray{ decimal, nested }));
    ChannelClient reader(serializer);
    QVERIFY(dust.connect(reader) && reader.joinAndCatchUp(dust.topic));
    QCOMPARE(values(reader),
             (DustArray{ u"1.50"_s,
                         DustObject{ { u"d"_s, u"2026-03-31T12:00:00Z"_s },
                                     { u"l"_s, DustArray{ u"1.50"_s, 1 } } } }));
}

// Whoever writes before it has heard everything hears of its own write first all the same.
void tst_DustServerCatchUp::repliesBehindTheEcho()
{
    QFETCH(Serializer, serializer);
    ChannelServer dust;
    QVERIFY(dust.fill(Pages));
    ChannelClient client(serializer);
    QVERIFY(dust.connect(client));
    client.join(dust.topic);
    const QString set = client.set(dust.topic, u"a"_s, 1);
    const QString back = client.push(dust.topic, u"rollback"_s,
                                     objectOf(R"({"path":"n/1","to_seq":0})"));
    const QString refused = client.write(dust.topic, {});
    QCOMPARE(client.response(set), (DustObject{ { u"store_seq"_s, Pages + 1 } }));
    QCOMPARE(client.response(back), (DustObject{ { u"store_seq"_s, Pages + 2 } }));
    QCOMPARE(client.reason(refused), u"invalid op"_s);
    const auto echo = [&](int seq) {
        for (qsizetype i = 0; i < client.frames().size(); ++i) {
            if (client.frames().at(i).payload.toObject().value(u"store_seq"_s) == DustValue(seq))
                return i;
        }
        return qsizetype(-1);
    };
    QVERIFY(echo(Pages + 1) > 0 && echo(Pages + 1) < client.indexOfReply(set));
    QVERIFY(echo(Pages + 2) > 0 && echo(Pages + 2) < client.indexOfReply(back));
    QVERIFY(client.indexOfReply(set) < client.indexOfReply(back));
}

void tst_DustServerCatchUp::answersBeforeItsEnd_data()
{
    QTest::addColumn<QString>("event");
    QTest::newRow("left") << u"phx_leave"_s;
    QTest::newRow("joined again") << u"phx_join"_s;
    QTest::newRow("crashed") << u"explode"_s;
}

void tst_DustServerCatchUp::answersBeforeItsEnd()
{
    QFETCH(QString, event);
    ChannelServer dust;
    QVERIFY(dust.fill(Pages));
    ChannelClient client;
    QVERIFY(dust.connect(client));
    client.join(dust.topic);
    const QString write = client.set(dust.topic, u"a"_s, 1);
    const QString end = client.push(dust.topic, event, DustObject{ { u"last_store_seq"_s, 0 } });
    QCOMPARE(client.status(write), u"ok"_s);
    if (event == u"explode"_s) {
        client.awaitEvent(dust.topic, u"phx_error"_s);
        QVERIFY(client.indexOfReply(write) < client.indexOf(dust.topic, u"phx_error"_s));
        QCOMPARE(client.indexOfReply(end), -1);
    } else {
        QCOMPARE(client.status(end), u"ok"_s);
        QVERIFY(client.indexOfReply(write) < client.indexOfReply(end));
    }
}

void tst_DustServerCatchUp::tellsOnceOfWhatHappensMeanwhile()
{
    ChannelServer dust;
    QVERIFY(dust.fill(Pages));
    ChannelClient writer;
    QVERIFY(dust.connect(writer, u"dev_b"_s) && writer.joinAndCatchUp(dust.topic, Pages));
    ChannelClient client;
    QVERIFY(dust.connect(client));
    client.join(dust.topic);
    QString last;
    for (int i = 0; i < 300; ++i)
        last = writer.set(dust.topic, u"m"_s, i);
    QCOMPARE(writer.status(last), u"ok"_s);
    QTRY_COMPARE(client.events(dust.topic).size(), Pages + 300);
    QList<quint64> expected(Pages + 300);
    std::iota(expected.begin(), expected.end(), 1);
    QCOMPARE(client.seqs(dust.topic), expected);
}

// A reader that takes its time is told as fast as it reads, however much there is.
void tst_DustServerCatchUp::outpacesNobody()
{
    constexpr int Writes = 100;
    ChannelServer dust;
    ChannelClient writer;
    QVERIFY(dust.connect(writer) && writer.joinAndCatchUp(dust.topic));
    QString last;
    for (int i = 0; i < Writes; ++i)
        last = writer.set(dust.topic, u"a"_s, QString(50'000, u'x'));
    QCOMPARE(writer.status(last), u"ok"_s);
    dust.server.setMaximumBacklog(4'000'000);
    ChannelClient client;
    QVERIFY(dust.connect(client, u"dev_b"_s));
    DustServerConnection *connection = dust.connection(u"dev_b"_s);
    connection->hold();
    client.join(dust.topic);
    QTRY_VERIFY(connection->backlog() > 1'000'000);
    QVERIFY(connection->backlog() < 2'000'000);
    connection->release();
    client.awaitEvent(dust.topic, u"catch_up_complete"_s);
    QCOMPARE(client.events(dust.topic).size(), Writes);
}

QTEST_GUILESS_MAIN(tst_DustServerCatchUp)
#include "tst_dustservercatchup.moc"
