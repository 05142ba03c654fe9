// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "channelserver.h"

using namespace Qt::StringLiterals;

using Serializer = DustChannelFrame::Serializer;

// What real servers get wrong (PROTOCOL §5), where it is asked for and where it is not.
class tst_DustServerProduction : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsOfHttp_data() { forBothModes(); }
    void tellsOfHttp();
    void spoilsTotals_data() { forBothModes(); }
    void spoilsTotals();
    void clearsIgnoringCase_data() { forBothModes(); }
    void clearsIgnoringCase();
    void tellsTyped_data() { forBothModes(); }
    void tellsTyped();
    void takesASecondFile_data() { forBothModes(); }
    void takesASecondFile();
    void crashes_data();
    void crashes();
    void survives_data();
    void survives();
    void answersWhatIsBehindTheEnd_data();
    void answersWhatIsBehindTheEnd();
    void overtakesAndRepeats();
    void limitsRates();
    void commitsStragglers_data() { forBothModes(); }
    void commitsStragglers();
    void commitsStragglersOfAFormerJoin();

private:
    static void forBothModes()
    {
        QTest::addColumn<bool>("asProduction");
        QTest::newRow("as production") << true;
        QTest::newRow("default") << false;
    }
    static void become(ChannelServer &dust, bool asProduction)
    {
        dust.server.setAsProduction(asProduction);
        dust.server.setWritesPerMinute(0);
    }
};

void tst_DustServerProduction::tellsOfHttp()
{
    QFETCH(bool, asProduction);
    ChannelServer dust;
    become(dust, asProduction);
    ChannelClient client;
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    RawHttpClient http(dust.server.port());
    const RawHttpAnswer answer = http.ask(
            "PUT /api/stores/acme/main/entries/a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
            "Content-Type: application/json\r\nAuthorization: Bearer "
            + dust.token.toUtf8() + "\r\n\r\n1");
    QCOMPARE(answer.status, 200);
    QCOMPARE(client.status(client.set(dust.topic, u"b"_s, 1)), u"ok"_s);
    QCOMPARE(client.seqs(dust.topic),
             asProduction ? QList<quint64>{ 2 } : (QList<quint64>{ 1, 2 }));
    if (!asProduction) {
        const QString device =
                client.events(dust.topic).constFirst().value(u"device_id"_s).toString();
        QVERIFY(device.startsWith(u"http:"_s));
    }
}

void tst_DustServerProduction::spoilsTotals()
{
    QFETCH(bool, asProduction);
    ChannelServer dust;
    become(dust, asProduction);
    ChannelClient writer;
    QVERIFY(dust.connect(writer) && writer.joinAndCatchUp(dust.topic));
    const auto total = [](const ChannelClient &client, const QString &topic) {
        return client.events(topic).constLast().value(u"value"_s);
    };
    writer.set(dust.topic, u"n"_s, 10);
    QCOMPARE(writer.status(writer.write(dust.topic,
                                        objectOf(R"({"op":"increment","path":"n","value":5})"))),
             u"ok"_s);
    QCOMPARE(total(writer, dust.topic), DustValue(15));
    ChannelClient reader;
    QVERIFY(dust.connect(reader) && reader.joinAndCatchUp(dust.topic));
    QCOMPARE(total(reader, dust.topic), DustValue(asProduction ? 5 : 15));
    ChannelClient late; // the set is in a page before
    QVERIFY(dust.connect(late) && late.joinAndCatchUp(dust.topic, 1));
    QCOMPARE(total(late, dust.topic), DustValue(15));
}

void tst_DustServerProduction::clearsIgnoringCase()
{
    QFETCH(bool, asProduction);
    ChannelServer dust;
    become(dust, asProduction);
    ChannelClient client;
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    client.set(dust.topic, u"Case/x"_s, 1);
    client.set(dust.topic, u"case/y"_s, 1);
    client.write(dust.topic, objectOf(R"({"op":"delete","path":"case"})"));
    const QString status = client.push(dust.topic, u"status"_s, DustObject());
    QCOMPARE(client.response(status).value(u"entry_count"_s), DustValue(asProduction ? 0 : 1));
    QCOMPARE(client.events(dust.topic).size(), 3);
}

void tst_DustServerProduction::tellsTyped()
{
    QFETCH(bool, asProduction);
    ChannelServer dust;
    become(dust, asProduction);
    ChannelClient packed(DustChannelFrame::MessagePack);
    QVERIFY(dust.connect(packed) && packed.joinAndCatchUp(dust.topic));
    const DustValue decimal = DustValue::decimal(u"1.50"_s);
    QCOMPARE(packed.status(packed.set(dust.topic, u"a"_s, decimal)), u"ok"_s);
    QCOMPARE(packed.events(dust.topic).constLast().value(u"value"_s), decimal);
    ChannelClient json;
    QVERIFY(dust.connect(json) && json.joinAndCatchUp(dust.topic));
    packed.forget();
    const QString join = packed.join(dust.topic);
    QCOMPARE(packed.status(join), u"ok"_s);
    const QString end = asProduction ? u"phx_error"_s : u"catch_up_complete"_s;
    QCOMPARE(packed.awaitEvent(dust.topic, end).joinRef, join);
    QCOMPARE(packed.events(dust.topic).isEmpty(), asProduction);
}

void tst_DustServerProduction::takesASecondFile()
{
    QFETCH(bool, asProduction);
    ChannelServer dust;
    become(dust, asProduction);
    ChannelClient client;
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    const DustObject file = objectOf(R"({"path":"f","content":"aGVsbG8=","client_op_id":"x"})");
    QCOMPARE(client.status(client.push(dust.topic, u"put_file"_s, file)), u"ok"_s);
    const QString second = client.push(dust.topic, u"put_file"_s, file);
    if (asProduction) {
        QVERIFY(!client.awaitEvent(dust.topic, u"phx_error"_s).joinRef.isNull());
        QCOMPARE(client.indexOfReply(second), -1);
    } else {
        QCOMPARE(client.status(second), u"ok"_s);
    }
}

void tst_DustServerProduction::crashes_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::newRow("long path") << QByteArray(R"("value":1,"path":")") + QByteArray(50'001, 'x')
                    + '"';
    QTest::newRow("empty key") << QByteArray(R"("path":"a","value":{"":1})");
    QTest::newRow("lone surrogate") << QByteArray(R"("path":"a","value":"\ud800")");
    QTest::newRow("1e400") << QByteArray(R"("path":"a","value":1e400)");
    QTest::newRow("-1.5e400") << QByteArray(R"("path":"a","value":[-1.5e400])");
}

void tst_DustServerProduction::crashes()
{
    QFETCH(QByteArray, members);
    ChannelServer dust;
    become(dust, true);
    ChannelClient client;
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    const QString before = client.set(dust.topic, u"a"_s, 1);
    const QString ref = client.joinRef(dust.topic);
    client.sendBytes("[\"" + ref.toUtf8() + R"(","r","store:acme/main","write",)"
                     + R"({"op":"set","client_op_id":"x",)" + members + "}]");
    const DustChannelFrame error = client.awaitEvent(dust.topic, u"phx_error"_s);
    QCOMPARE(error.joinRef, ref);
    QCOMPARE(error.ref, ref);
    QCOMPARE(client.indexOfReply(u"r"_s), -1);
    QVERIFY(client.indexOfReply(before) >= 0);
    QCOMPARE(client.reason(client.push(dust.topic, u"status"_s, DustObject())),
             u"unmatched topic"_s);
    QVERIFY(client.joinAndCatchUp(dust.topic));
}

// What a real server takes, or refuses, without a crash.
void tst_DustServerProduction::survives_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("2^64") << QByteArray("18446744073709551616");
    QTest::newRow("below -2^63") << QByteArray(R"({"n":[-9223372036854775809]})");
    QTest::newRow("deep") << QByteArray(600, '[') + QByteArray(600, ']');
    QTest::newRow("reserved key") << QByteArray(R"({"x":{"_scalar":1}})");
}

void tst_DustServerProduction::survives()
{
    QFETCH(QByteArray, value);
    ChannelServer dust;
    become(dust, true);
    ChannelClient client;
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    client.sendBytes("[\"" + client.joinRef(dust.topic).toUtf8()
                     + R"(","r","store:acme/main","write",)"
                     + R"({"op":"set","path":"a","client_op_id":"x","value":)" + value + "}]");
    QCOMPARE(client.reason(u"r"_s), u"invalid_value"_s);
    QCOMPARE(client.status(client.set(dust.topic, u"a"_s, 1)), u"ok"_s);
    QCOMPARE(client.indexOf(dust.topic, u"phx_error"_s), -1);
}

void tst_DustServerProduction::answersWhatIsBehindTheEnd_data()
{
    QTest::addColumn<QString>("event");
    QTest::addColumn<QString>("goodbye");
    QTest::newRow("left") << u"phx_leave"_s << u"phx_close"_s;
    QTest::newRow("crashed") << u"explode"_s << u"phx_error"_s;
}

void tst_DustServerProduction::answersWhatIsBehindTheEnd()
{
    QFETCH(QString, event);
    QFETCH(QString, goodbye);
    constexpr int Writes = 50;
    constexpr int LongerThanStragglersTake = 600; // ms
    ChannelServer dust;
    become(dust, true);
    ChannelClient client;
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    QStringList before;
    QStringList behind;
    for (int i = 0; i < Writes; ++i)
        before.append(client.set(dust.topic, u"a"_s, i));
    client.push(dust.topic, event, DustObject());
    for (int i = 0; i < Writes; ++i)
        behind.append(client.set(dust.topic, u"b"_s, i));
    QCOMPARE(client.reason(behind.constLast()), u"unmatched topic"_s);
    for (const QString &ref : std::as_const(before))
        QCOMPARE(client.status(ref), u"ok"_s);
    const qsizetype end = client.indexOf(dust.topic, goodbye);
    QVERIFY(end >= 0);
    for (const QString &ref : std::as_const(behind)) {
        QCOMPARE(client.response(ref), (DustObject{ { u"reason"_s, u"unmatched topic"_s } }));
        QVERIFY(client.indexOfReply(ref) > end);
        QVERIFY(client.frames().at(client.indexOfReply(ref)).joinRef.isNull());
    }
    QTest::qWait(LongerThanStragglersTake);
    QVERIFY(client.joinAndCatchUp(dust.topic));
    const QString status = client.push(dust.topic, u"status"_s, DustObject());
    QCOMPARE(client.response(status).value(u"current_seq"_s), DustValue(Writes));
}

void tst_DustServerProduction::overtakesAndRepeats()
{
    constexpr int Before = 3000;
    ChannelServer dust;
    QVERIFY(dust.fill(Before));
    become(dust, true);
    ChannelClient client;
    QVERIFY(dust.connect(client));
    client.join(dust.topic);
    const QString write = client.set(dust.topic, u"a"_s, 1);
    QCOMPARE(client.status(write), u"ok"_s);
    client.awaitEvent(dust.topic, u"catch_up_complete"_s);
    const auto isNew = [](const DustChannelFrame &frame) {
        return frame.payload.toObject().value(u"store_seq"_s) == DustValue(Before + 1);
    };
    QList<DustChannelFrame> told;
    std::copy_if(client.frames().cbegin(), client.frames().cend(), std::back_inserter(told), isNew);
    QCOMPARE(told.size(), 2);
    QVERIFY(told.at(0).joinRef.isNull());
    QCOMPARE(told.at(1).joinRef, client.joinRef(dust.topic));
    QVERIFY(client.indexOfReply(write) < client.indexOf(dust.topic, u"catch_up_complete"_s));
}

void tst_DustServerProduction::limitsRates()
{
    ChannelServer dust;
    dust.server.setUnixClock([] { return 1'700'000'000'000; });
    dust.server.setAsProduction(true);
    ChannelClient client;
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    QString last;
    for (int i = 0; i < 100; ++i)
        last = client.set(dust.topic, u"a"_s, i);
    const QString oneMore = client.set(dust.topic, u"a"_s, 100);
    QCOMPARE(client.status(last), u"ok"_s);
    QCOMPARE(client.response(oneMore),
             objectOf(R"({"reason":"rate_limited","retry_after_ms":60000})"));
}

// What a socket's process had taken is committed although the socket is dead, as production some of
// it without a word.
void tst_DustServerProduction::commitsStragglers()
{
    QFETCH(bool, asProduction);
    constexpr int Writes = 200;
    ChannelServer dust;
    become(dust, asProduction);
    ChannelClient other;
    QVERIFY(dust.connect(other, u"dev_b"_s) && other.joinAndCatchUp(dust.topic));
    {
        ChannelClient client;
        QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
        for (int i = 0; i < Writes; ++i)
            client.set(dust.topic, u"a"_s, i);
        const QByteArray file = R"({"path":"f","content":"aGVsbG8=","client_op_id":"f"})";
        client.push(dust.topic, u"put_file"_s, objectOf(file));
        client.socket().flush();
        client.socket().abort();
    }
    const auto currentSeq = [&] {
        const QString status = other.push(dust.topic, u"status"_s, DustObject());
        return other.response(status).value(u"current_seq"_s).toInteger();
    };
    QTRY_COMPARE(currentSeq(), Writes + 1);
    QVERIFY(!other.events(dust.topic).isEmpty());
    QCOMPARE(other.events(dust.topic).size() <= Writes, asProduction);
    QCOMPARE(dust.server.entry(u"acme/main"_s, u"f"_s)->type(), DustEntry::File);
}

void tst_DustServerProduction::commitsStragglersOfAFormerJoin()
{
    constexpr int Writes = 20;
    ChannelServer dust;
    become(dust, true);
    ChannelClient client;
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    QStringList refs;
    for (int i = 0; i < Writes; ++i)
        refs.append(client.set(dust.topic, u"a"_s, i));
    client.forget();
    QVERIFY(client.joinAndCatchUp(dust.topic));
    const auto currentSeq = [&] {
        const QString status = client.push(dust.topic, u"status"_s, DustObject());
        return client.response(status).value(u"current_seq"_s).toInteger();
    };
    QTRY_COMPARE(currentSeq(), Writes);
    QCOMPARE(client.indexOfReply(refs.constLast()), -1);
}

QTEST_GUILESS_MAIN(tst_DustServerProduction)
#include "tst_dustserverproduction.moc"
