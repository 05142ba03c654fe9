// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "../dustvalue/randomvalues.h"
#include "dustchannelframe_p.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

bool isSame(const DustChannelFrame &a, const DustChannelFrame &b)
{
    return a.joinRef == b.joinRef && a.joinRef.isNull() == b.joinRef.isNull() && a.ref == b.ref
            && a.ref.isNull() == b.ref.isNull() && a.topic == b.topic && a.event == b.event
            && a.fault == b.fault && a.payload.toJson() == b.payload.toJson();
}

// A payload that is left unread leads to the same frame, but for its depth, which nobody looks at then.
void checkUnread(QByteArrayView json, const DustResult<DustChannelFrame> &whole)
{
    static DustJson::Reader reader;
    auto unread = DustChannelFrame::fromJsonUnread(json, reader);
    const bool isDeep = whole && whole->fault == u"depth"_s;
    if (unread && unread->unread.isValid()) {
        const auto payload = unread->unread.toValue();
        if (payload)
            unread->payload = *payload;
        if (!payload && !isDeep) // which counts from the frame
            qFatal("depth is not told");
    }
    if (isDeep)
        return;
    if (bool(unread) != bool(whole) || (whole && !isSame(*unread, *whole))
        || (!whole && whole.error().reason() != u"depth"_s && unread.error() != whole.error()))
        qFatal("unread, %s is another frame", json.toByteArray().left(1000).constData());
}

DustResult<DustChannelFrame> read(DustChannelFrame::Serializer serializer, QByteArrayView bytes)
{
    static DustJson::Reader reader; // as a connection has one for all its frames
    if (serializer == DustChannelFrame::MessagePack)
        return DustChannelFrame::fromMessagePack(bytes);
    const auto frame = DustChannelFrame::fromJson(bytes, reader);
    checkUnread(bytes, frame);
    return frame;
}

DustChannelFrame frame(const QString &joinRef, const QString &ref, const DustValue &payload)
{
    DustChannelFrame made;
    made.joinRef = joinRef;
    made.ref = ref;
    made.topic = u"store:acme/main"_s;
    made.event = u"write"_s;
    made.payload = payload;
    return made;
}

} // namespace

class tst_DustChannelFrame : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_random = RandomValues(); }
    void cleanup() { m_random.reportSeed(); }

    void knowsSerializers();
    void writesWhatTheWireSays();
    void readsWhatTheWireSays();
    void roundTrips_data();
    void roundTrips();
    void keepsKindsOfNumbers_data();
    void keepsKindsOfNumbers();
    void refusesJson_data();
    void refusesJson();
    void refusesMessagePack_data();
    void refusesMessagePack();
    void keepsTheHeadOfWhatCannotBeStored_data();
    void keepsTheHeadOfWhatCannotBeStored();
    void keepsThePackedHeadOfWhatIsTooDeep_data();
    void keepsThePackedHeadOfWhatIsTooDeep();
    void writesPieceByPiece_data();
    void writesPieceByPiece();
    void writesSizesOfContainers_data();
    void writesSizesOfContainers();
    void roundTripsRandomPayloads();
    void survivesDamage();

private:
    RandomValues m_random;
};

void tst_DustChannelFrame::knowsSerializers()
{
    QCOMPARE(DustChannelFrame::serializerOf(u"2.0.0"), DustChannelFrame::Json);
    QCOMPARE(DustChannelFrame::serializerOf(u"3.0.0"), DustChannelFrame::MessagePack);
    QVERIFY(!DustChannelFrame::serializerOf(u"1.0.0"));
    QVERIFY(!DustChannelFrame::serializerOf(u""));
    QVERIFY(!DustChannelFrame::serializerOf({}));
}

void tst_DustChannelFrame::writesWhatTheWireSays()
{
    const DustChannelFrame made = frame({}, u"5"_s, DustObject{ { u"n"_s, 1.0 } });
    QCOMPARE(made.toBytes(DustChannelFrame::Json),
             QByteArray(R"([null,"5","store:acme/main","write",{"n":1.0}])"));
    const QByteArray packed = made.toBytes(DustChannelFrame::MessagePack);
    QCOMPARE(uchar(packed.at(0)), uchar(0x95));
    QCOMPARE(packed,
             QByteArray::fromHex("95c0a135af") + "store:acme/main" + QByteArray::fromHex("a5")
                     + "write" + QByteArray::fromHex("81a16ecb3ff0000000000000"));
}

void tst_DustChannelFrame::readsWhatTheWireSays()
{
    const auto made = read(DustChannelFrame::Json,
                           R"( ["1","2","store:acme/main","phx_join",{"last_store_seq":0}] )");
    QVERIFY(made);
    QCOMPARE(made->joinRef, u"1"_s);
    QCOMPARE(made->ref, u"2"_s);
    QCOMPARE(made->topic, u"store:acme/main"_s);
    QCOMPARE(made->event, u"phx_join"_s);
    QCOMPARE(made->payload, DustValue(DustObject{ { u"last_store_seq"_s, 0 } }));
    QVERIFY(made->fault.isEmpty());
}

void tst_DustChannelFrame::roundTrips_data()
{
    QTest::addColumn<DustChannelFrame::Serializer>("serializer");
    QTest::addColumn<QString>("joinRef");
    QTest::addColumn<QString>("ref");
    QTest::addColumn<DustValue>("payload");

    const auto row = [](const char *name, const QString &joinRef, const QString &ref,
                        const DustValue &payload) {
        QTest::addRow("json: %s", name) << DustChannelFrame::Json << joinRef << ref << payload;
        QTest::addRow("messagepack: %s", name)
                << DustChannelFrame::MessagePack << joinRef << ref << payload;
    };
    row("refs", u"1"_s, u"2"_s, DustObject());
    row("no join_ref", {}, u"2"_s, DustObject());
    row("no refs", {}, {}, DustObject());
    row("empty refs are not null", u""_s, u""_s, DustObject());
    row("refs that need escapes", u"\"\\\n"_s, u"ä\U0001F600"_s, DustObject());
    row("long refs", QString(31, u'a'), QString(32, u'b'), DustObject());
    row("longer refs", QString(255, u'a'), QString(256, u'b'), DustObject());
    row("very long refs", QString(65535, u'a'), QString(65536, u'b'), DustObject());
    row("payload that is null", u"1"_s, u"2"_s, DustValue());
    row("payload that is text", u"1"_s, u"2"_s, u"x"_s);
    row("payload that is a list", u"1"_s, u"2"_s, DustArray{ 1, DustArray() });
    row("everything", u"1"_s, u"2"_s,
        DustObject{ { u"a"_s, DustObject{ { u"b"_s, DustArray{ 1, 1.0, true, DustValue() } } } },
                    { u""_s, u""_s } });
}

void tst_DustChannelFrame::roundTrips()
{
    QFETCH(DustChannelFrame::Serializer, serializer);
    QFETCH(QString, joinRef);
    QFETCH(QString, ref);
    QFETCH(DustValue, payload);
    const DustChannelFrame made = frame(joinRef, ref, payload);
    const auto back = read(serializer, made.toBytes(serializer));
    QVERIFY2(back, qPrintable(back.error().message()));
    QVERIFY(isSame(*back, made));
}

void tst_DustChannelFrame::keepsKindsOfNumbers_data()
{
    QTest::addColumn<DustValue>("number");
    QTest::newRow("1") << DustValue(1);
    QTest::newRow("1.0") << DustValue(1.0);
    QTest::newRow("-0.0") << DustValue(-0.0);
    QTest::newRow("smallest") << DustValue(std::numeric_limits<qint64>::min());
    QTest::newRow("largest signed") << DustValue(std::numeric_limits<qint64>::max());
    QTest::newRow("largest") << DustValue(std::numeric_limits<quint64>::max());
    QTest::newRow("2^53 + 1") << DustValue(qint64(9007199254740993));
    QTest::newRow("0.1") << DustValue(0.1);
}

void tst_DustChannelFrame::keepsKindsOfNumbers()
{
    QFETCH(DustValue, number);
    for (const auto serializer : { DustChannelFrame::Json, DustChannelFrame::MessagePack }) {
        const auto back = read(serializer, frame({}, {}, number).toBytes(serializer));
        QVERIFY(back);
        QCOMPARE(back->payload.isInteger(), number.isInteger());
        QCOMPARE(back->payload.toJson(), number.toJson());
    }
}

void tst_DustChannelFrame::refusesJson_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("reason");

    const auto row = [](const char *name, const QByteArray &json, const char *reason) {
        QTest::newRow(name) << json << QString::fromLatin1(reason);
    };
    row("nothing", "", "invalid_json");
    row("words", "hello", "invalid_json");
    row("an object", "{}", "invalid_frame");
    row("a number", "5", "invalid_frame");
    row("empty array", "[]", "invalid_frame");
    row("four elements", R"(["1","1","t","e"])", "invalid_frame");
    row("six elements", R"(["1","1","t","e",{},1])", "invalid_frame");
    row("integer join_ref", R"([1,"1","t","e",{}])", "invalid_frame");
    row("integer ref", R"(["1",1,"t","e",{}])", "invalid_frame");
    row("null topic", R"(["1","1",null,"e",{}])", "invalid_frame");
    row("integer event", R"(["1","1","t",4,{}])", "invalid_frame");
    row("something behind it", R"(["1","1","t","e",{}] x)", "invalid_json");
    row("two frames", R"(["1","1","t","e",{}]["1","1","t","e",{}])", "invalid_json");
    row("cut short", R"(["1","1","t","e",{)", "invalid_json");
    row("bad UTF-8", "[\"1\",\"1\",\"t\",\"e\",\"\xC3\"]", "invalid_unicode");
    row("surrogates in UTF-8", "[\"1\",\"1\",\"t\",\"e\",\"\xED\xA0\x80\"]", "invalid_unicode");
    row("too deep in the head",
        "[\"1\"," + QByteArray(600, '[') + "1,2,3,4" + QByteArray(600, ']') + R"(,"t","e",{}])",
        "depth");
    row("far too deep", QByteArray(1'000'000, '[') + QByteArray(1'000'000, ']'), "depth");
    row("far too deep, and cut short", QByteArray(1'000'000, '['), "invalid_json");
    row("bad escape", R"(["1","1","t","e","\q"])", "invalid_json");
    row("lone surrogate in the head", R"(["1","1","\ud800","e",{}])", "invalid_json");
    row("big number in the head", R"(["1",1e400,"t","e",{}])", "number_out_of_range");
    row("big number in another shape", R"({"a":1e400})", "number_out_of_range");
}

void tst_DustChannelFrame::refusesJson()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, reason);
    const auto refused = read(DustChannelFrame::Json, json);
    QVERIFY(!refused);
    QCOMPARE(refused.error().reason(), reason);
    QCOMPARE(refused.error().kind(), DustError::InvalidParams);
}

void tst_DustChannelFrame::refusesMessagePack_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("reason");

    const auto row = [](const char *name, const QByteArray &hex, const char *reason) {
        QTest::newRow(name) << QByteArray::fromHex(hex) << QString::fromLatin1(reason);
    };
    row("nothing", "", "invalid_messagepack");
    row("four elements", "94a131a131a174a165", "invalid_frame");
    row("six elements", "96a131a131a174a16580c0", "invalid_frame");
    row("a map", "80", "invalid_frame");
    row("integer ref", "95a13101a174a16580", "invalid_frame");
    row("no topic", "95a131a131c0a16580", "invalid_frame");
    row("bytes behind it", "95a131a131a174a16580c0", "invalid_messagepack");
    row("cut short", "95a131a131a174a165", "invalid_messagepack");
    row("claims 4 billion elements", "ddffffffff", "invalid_messagepack");
    row("claims 4 billion bytes", "dbffffffff", "invalid_messagepack");
    row("bad UTF-8", "95a131a131a174a165a1c3", "invalid_unicode");
    row("extension", "95a131a131a174a165d40102", "invalid_messagepack");
    row("NaN", "95a131a131a174a165cb7ff8000000000000", "number_out_of_range");
    const QByteArray deep = QByteArray("91").repeated(600) + "c0";
    row("too deep", deep, "depth");
    row("too deep in the head", "95a131" + deep + "a174a16580", "depth");
    row("too deep behind a ref that is a number", "95a13101a174a165" + deep, "depth");
    row("too deep behind a ref of 2 bytes", "95a131cd0101a174a165" + deep, "depth");
    row("too deep in six elements", "96a131a131a174a165" + deep + "c0", "depth");
    row("too deep without a topic", "95a131a131c0a165" + deep, "invalid_frame");
}

void tst_DustChannelFrame::refusesMessagePack()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, reason);
    const auto refused = read(DustChannelFrame::MessagePack, bytes);
    QVERIFY(!refused);
    QCOMPARE(refused.error().reason(), reason);
}

void tst_DustChannelFrame::keepsTheHeadOfWhatCannotBeStored_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QString>("fault");
    QTest::newRow("number") << QByteArray(R"({"a":1e400})") << u"number_out_of_range"_s;
    QTest::newRow("integer") << QByteArray(R"({"a":18446744073709551616})")
                             << u"integer_out_of_range"_s;
    QTest::newRow("integer below")
            << QByteArray("[-9223372036854775809]") << u"integer_out_of_range"_s;
    QTest::newRow("only an integer") << QByteArray(400, '9') << u"integer_out_of_range"_s;
    QTest::newRow("fraction") << QByteArray(400, '9') + ".5" << u"number_out_of_range"_s;
    QTest::newRow("exponent") << QByteArray("-1E+400") << u"number_out_of_range"_s;
    QTest::newRow("one level too deep")
            << QByteArray(512, '[') + QByteArray(512, ']') << u"depth"_s;
    QTest::newRow("far too deep") << QByteArray(2000, '[') + R"(",\"",1)" + QByteArray(2000, ']')
                                  << u"depth"_s;
    QTest::newRow("objects too deep")
            << QByteArray(R"({"a":)").repeated(600) + '1' + QByteArray(600, '}') << u"depth"_s;
    QTest::newRow("high surrogate") << QByteArray(R"({"a":"\ud800"})") << u"invalid_unicode"_s;
    QTest::newRow("low surrogate") << QByteArray(R"({"a":"\udC00"})") << u"invalid_unicode"_s;
    QTest::newRow("high, then something else")
            << QByteArray(R"({"a":"\ud83d\u0041"})") << u"invalid_unicode"_s;
    QTest::newRow("a pair, then a low one")
            << QByteArray(R"({"a":"\ud83d\ude00\ude00"})") << u"invalid_unicode"_s;
}

void tst_DustChannelFrame::keepsTheHeadOfWhatCannotBeStored()
{
    QFETCH(QByteArray, payload);
    QFETCH(QString, fault);
    const auto kept = read(DustChannelFrame::Json, R"(["1","a,\"b","t,[",null,)" + payload + ']');
    QVERIFY2(!kept, "the event has to be text");
    const auto head = read(DustChannelFrame::Json, R"(["1","a,\"b","t,[","e",)" + payload + ']');
    QVERIFY2(head, qPrintable(head.error().message()));
    QCOMPARE(head->fault, fault);
    QCOMPARE(head->joinRef, u"1"_s);
    QCOMPARE(head->ref, u"a,\"b"_s);
    QCOMPARE(head->topic, u"t,["_s);
    QCOMPARE(head->event, u"e"_s);
    QVERIFY(head->payload.isNull());
}

void tst_DustChannelFrame::keepsThePackedHeadOfWhatIsTooDeep_data()
{
    QTest::addColumn<QByteArray>("head"); // join_ref, ref, topic, event
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<DustChannelFrame>("expected");

    const auto text = [](const QByteArray &sizeInHex, const QByteArray &utf8) {
        return QByteArray::fromHex(sizeInHex) + utf8;
    };
    const auto row = [](const char *name, const QByteArray &head, const QByteArray &payload,
                        const QString &joinRef, const QString &ref) {
        DustChannelFrame expected = frame(joinRef, ref, DustValue());
        expected.fault = u"depth"_s;
        QTest::newRow(name) << head << payload << expected;
    };
    const QByteArray names = text("af", "store:acme/main") + text("a5", "write");
    const QByteArray refs = text("a1", "1") + text("a1", "2");
    const auto lists = [](int levels) {
        return QByteArray(levels, '\x91') + QByteArray::fromHex("c0");
    };
    row("one level too deep", refs + names, lists(512), u"1"_s, u"2"_s);
    row("far too deep", refs + names, lists(100'000), u"1"_s, u"2"_s);
    row("objects", refs + names, QByteArray::fromHex("81a161").repeated(600) + '\1', u"1"_s,
        u"2"_s);
    row("with something before it", refs + names,
        QByteArray::fromHex("93cb3ff0000000000000c3") + lists(600), u"1"_s, u"2"_s);
    row("no refs", QByteArray::fromHex("c0c0") + names, lists(600), {}, {});
    row("an empty ref", text("a0", "") + text("a1", "2") + names, lists(600), u""_s, u"2"_s);
    row("long refs",
        text("d920", QByteArray(32, 'a')) + text("da0100", QByteArray(256, 'b')) + names,
        lists(600), QString(32, u'a'), QString(256, u'b'));
    row("a very long ref", text("a1", "1") + text("db00010000", QByteArray(65536, 'b')) + names,
        lists(600), u"1"_s, QString(65536, u'b'));
    row("text as binary",
        text("c401", "1") + text("c50001", "2") + text("c60000000f", "store:acme/main")
                + text("c405", "write"),
        lists(600), u"1"_s, u"2"_s);
}

void tst_DustChannelFrame::keepsThePackedHeadOfWhatIsTooDeep()
{
    QFETCH(QByteArray, head);
    QFETCH(QByteArray, payload);
    QFETCH(DustChannelFrame, expected);
    const auto kept = read(DustChannelFrame::MessagePack, "\x95" + head + payload);
    QVERIFY2(kept, qPrintable(kept.error().message()));
    QVERIFY(isSame(*kept, expected));
}

void tst_DustChannelFrame::writesPieceByPiece_data()
{
    QTest::addColumn<DustChannelFrame::Serializer>("serializer");
    QTest::newRow("json") << DustChannelFrame::Json;
    QTest::newRow("messagepack") << DustChannelFrame::MessagePack;
}

void tst_DustChannelFrame::writesPieceByPiece()
{
    QFETCH(DustChannelFrame::Serializer, serializer);
    DustChannelFrameWriter writer(serializer, {}, u"r", u"t", u"e");
    writer.beginObject(5);
    writer.key("utf8"_L1);
    writer.beginArray(4);
    writer.utf8Text("");
    writer.utf8Text("ä/b");
    writer.utf8Text("\"\\\n");
    writer.utf8Text(QByteArray(300, 'x'));
    writer.endArray();
    writer.key("empty"_L1);
    writer.beginObject(0);
    writer.endObject();
    writer.key(u"k\"ä");
    writer.beginArray(3);
    writer.text(u"[");
    writer.text(u"");
    writer.text({});
    writer.endArray();
    writer.key("number"_L1);
    writer.value(1.0);
    writer.key("nothing"_L1);
    writer.beginArray(0);
    writer.endArray();
    writer.endObject();
    const QByteArray bytes = writer.finish();
    const auto back = read(serializer, bytes);
    QVERIFY2(back, bytes.constData());
    const DustArray utf8{ u""_s, u"ä/b"_s, u"\"\\\n"_s, QString(300, u'x') };
    const DustObject expected{ { u"utf8"_s, utf8 },
                               { u"empty"_s, DustObject() },
                               { u"k\"ä"_s, DustArray{ u"["_s, u""_s, DustValue() } },
                               { u"number"_s, 1.0 },
                               { u"nothing"_s, DustArray() } };
    QCOMPARE(back->payload, DustValue(expected));
    QVERIFY(back->joinRef.isNull());
}

void tst_DustChannelFrame::writesSizesOfContainers_data()
{
    QTest::addColumn<int>("size");
    for (const int size : { 0, 1, 15, 16, 65535, 65536 })
        QTest::addRow("%d", size) << size;
}

void tst_DustChannelFrame::writesSizesOfContainers()
{
    QFETCH(int, size);
    for (const auto serializer : { DustChannelFrame::Json, DustChannelFrame::MessagePack }) {
        DustChannelFrameWriter writer(serializer, {}, {}, u"t", u"e");
        writer.beginArray(2);
        writer.beginArray(size);
        for (int i = 0; i < size; ++i)
            writer.value(i);
        writer.endArray();
        writer.beginObject(size);
        for (int i = 0; i < size; ++i) {
            writer.key(QString::number(i));
            writer.value(i);
        }
        writer.endObject();
        writer.endArray();
        const auto back = read(serializer, writer.finish());
        QVERIFY(back);
        QCOMPARE(back->payload.toArray().at(0).toArray().size(), size);
        QCOMPARE(back->payload.toArray().at(1).toObject().size(), size);
    }
}

void tst_DustChannelFrame::roundTripsRandomPayloads()
{
    for (int i = 0; i < 2000; ++i) {
        const auto serializer = i % 2 ? DustChannelFrame::Json : DustChannelFrame::MessagePack;
        DustChannelFrame made = frame(m_random.text(40), m_random.text(300), m_random.object(3));
        made.topic = m_random.text(30);
        if (made.joinRef.isNull()) // text(0) may be either
            made.joinRef = u""_s;
        if (made.ref.isNull())
            made.ref = u""_s;
        const auto back = read(serializer, made.toBytes(serializer));
        QVERIFY2(back, qPrintable(back.error().message()));
        QVERIFY(isSame(*back, made));
    }
}

void tst_DustChannelFrame::survivesDamage()
{
    int accepted = 0;
    for (int i = 0; i < 10'000; ++i) {
        const auto serializer = i % 2 ? DustChannelFrame::Json : DustChannelFrame::MessagePack;
        QByteArray bytes = frame(u"1"_s, u"2"_s, m_random.object(2)).toBytes(serializer);
        for (int count = m_random.below(3); count >= 0; --count)
            bytes[m_random.below(int(bytes.size()))] = char(m_random.below(256));
        if (m_random.chance(20))
            bytes.truncate(m_random.below(int(bytes.size())));
        const auto back = read(serializer, bytes);
        if (!back) {
            QVERIFY(!back.error().reason().isEmpty());
            continue;
        }
        ++accepted;
        const auto again = read(serializer, back->toBytes(serializer));
        QVERIFY(again);
        QCOMPARE(again->topic, back->topic);
    }
    QVERIFY(accepted > 100);
}

QTEST_APPLESS_MAIN(tst_DustChannelFrame)
#include "tst_dustchannelframe.moc"
