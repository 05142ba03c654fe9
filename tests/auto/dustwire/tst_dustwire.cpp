// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustwire_p.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

DustPath at(const char *path)
{
    return DustPath::fromCanonical(path);
}

DustValue json(const QByteArray &text)
{
    const auto value = DustValue::fromJson(text);
    if (!value)
        qFatal("%s", qPrintable(value.error().message()));
    return *value;
}

QByteArray text(const DustObject &payload)
{
    return DustValue(payload).toJson();
}

// What is wrong, in the words between the colon and the remedy.
QString problemOf(const DustError &error)
{
    return error.kind() == DustError::NoError
            ? QString()
            : error.message().section(u"understood: "_s, 1).section(u". Check"_s, 0, 0);
}

} // namespace

class tst_DustWire : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void write_data();
    void write();
    void otherPushes();
    void reads_data();
    void reads();
    void badEvent_data();
    void badEvent();
    void snapshot();
    void badSnapshot_data();
    void badSnapshot();
    void joined_data();
    void joined();
    void status_data();
    void status();
    void acceptedSeq_data();
    void acceptedSeq();
    void joinRefusal_data();
    void joinRefusal();

private:
    // As a value, and as what is still to be made one.
    QList<DustChannelPayload> bothWays(const QByteArray &payload)
    {
        const auto node = m_reader.parse(payload);
        if (!node)
            qFatal("%s", qPrintable(node.error().message()));
        return { DustChannelPayload(json(payload)), DustChannelPayload(*node) };
    }

    DustJson::Reader m_reader;
};

void tst_DustWire::write_data()
{
    QTest::addColumn<DustOperation>("operation");
    QTest::addColumn<QByteArray>("payload");
    const auto row = [](const char *name, DustOperation operation, const QByteArray &payload) {
        QTest::newRow(name) << operation.setClientOpId(u"id"_s) << payload;
    };
    row("set", DustOperation::set(at("a/b~1c"), 1.0),
        R"({"client_op_id":"id","op":"set","path":"a/b~1c","path_segments":["a","b/c"],"value":1.0})");
    row("set null", DustOperation::set(at("a"), {}),
        R"({"client_op_id":"id","op":"set","path":"a","path_segments":["a"],"value":null})");
    row("delete", DustOperation::remove(at("a")),
        R"({"client_op_id":"id","op":"delete","path":"a","path_segments":["a"]})");
    row("delete with a note", DustOperation::remove(at("a"), u"why"_s),
        R"({"client_op_id":"id","op":"delete","path":"a","path_segments":["a"],"value":"why"})");
    row("merge", DustOperation::merge(at("a"), { { u"b"_s, 1 } }),
        R"({"client_op_id":"id","op":"merge","path":"a","path_segments":["a"],"value":{"b":1}})");
    row("increment", DustOperation::increment(at("a"), -2),
        R"({"client_op_id":"id","op":"increment","path":"a","path_segments":["a"],"value":-2})");
    row("add", DustOperation::addMember(at("a"), u"x"_s),
        R"({"client_op_id":"id","op":"add","path":"a","path_segments":["a"],"value":"x"})");
    row("remove", DustOperation::removeMember(at("a"), u"x"_s),
        R"({"client_op_id":"id","op":"remove","path":"a","path_segments":["a"],"value":"x"})");
    row("if_match", DustOperation::set(at("a"), 1).setIfMatch(7),
        R"({"client_op_id":"id","if_match":7,"op":"set","path":"a","path_segments":["a"],"value":1})");
    row("if_absent", DustOperation::set(at("a"), 1).setIfAbsent(true),
        R"({"client_op_id":"id","if_absent":true,"op":"set","path":"a","path_segments":["a"],"value":1})");
    row("fence", DustOperation::set(at("a"), 1).setFence({ at("lock"), 9 }),
        R"({"client_op_id":"id","fence":{"key":"lock","token":9},"op":"set","path":"a","path_segments":["a"],"value":1})");
    row("lease", DustOperation::lease(at("l"), u"me"_s, 500),
        R"({"client_op_id":"id","holder":"me","op":"lease","path":"l","path_segments":["l"],"ttl_ms":500})");
    row("renew", DustOperation::renew(at("l"), 9, 500),
        R"({"client_op_id":"id","op":"renew","path":"l","path_segments":["l"],"token":9,"ttl_ms":500})");
    row("release", DustOperation::release(at("l"), 9),
        R"({"client_op_id":"id","op":"release","path":"l","path_segments":["l"],"token":9})");
}

void tst_DustWire::write()
{
    QFETCH(DustOperation, operation);
    QTEST(text(DustWire::write(operation)), "payload");
}

void tst_DustWire::otherPushes()
{
    QCOMPARE(text(DustWire::join(30)), R"({"last_store_seq":30})");
    QCOMPARE(text(DustWire::rollback({}, 3)), R"({"to_seq":3})");
    QCOMPARE(text(DustWire::rollback(at("a/b"), 0)), R"({"path":"a/b","to_seq":0})");
    const DustValue reference = json(
            R"({"_type":"file","hash":"sha256:x","size":3,"content_type":"text/plain","filename":"f.txt","uploaded_at":"now"})");
    QCOMPARE(
            text(DustWire::putFile(
                    DustOperation::putFile(at("f"), reference).setClientOpId(u"id"_s), "abc")),
            R"({"client_op_id":"id","content":"YWJj","content_type":"text/plain","filename":"f.txt","path":"f"})");
}

void tst_DustWire::reads_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<DustEvent>("event");
    const auto row = [](const char *name, const QByteArray &payload, DustOperation::Kind op,
                        const char *path, const DustValue &value, quint64 seq) {
        DustEvent event;
        event.op = op;
        event.path = at(path);
        event.value = value;
        event.storeSeq = seq;
        event.deviceId = u"dev"_s;
        event.clientOpId = u"id"_s;
        QTest::newRow(name) << payload << event;
    };
    const QByteArray from = R"(,"device_id":"dev","client_op_id":"id"})";
    row("set",
        R"({"store_seq":1,"op":"set","path":"a/b","path_segments":["a","b"],"value":"v")" + from,
        DustOperation::Set, "a/b", u"v"_s, 1);
    row("only segments",
        R"({"store_seq":1,"op":"set","path_segments":["a/b","c"],"value":1)" + from,
        DustOperation::Set, "a~1b/c", 1, 1);
    row("a path that is none",
        R"({"store_seq":1,"op":"set","path":"a~b","path_segments":["a~b"],"value":1)" + from,
        DustOperation::Set, "a~0b", 1, 1);
    row("only a path", R"({"store_seq":2,"op":"delete","path":"a","value":null)" + from,
        DustOperation::Delete, "a", {}, 2);
    row("the largest seq",
        R"({"store_seq":18446744073709551615,"op":"increment","path":"n","value":2.0)" + from,
        DustOperation::Increment, "n", 2.0, ~quint64(0));
    row("what a newer server adds",
        R"({"store_seq":2,"op":"add","path":"a","value":[1],"new":{})" + from, DustOperation::Add,
        "a", DustArray{ 1 }, 2);
}

void tst_DustWire::reads()
{
    QFETCH(QByteArray, payload);
    for (const DustChannelPayload &each : bothWays(payload)) {
        const auto event = DustWire::event(each);
        QVERIFY2(event.isOk(), qPrintable(event.error().message()));
        QTEST(*event, "event");
    }
}

void tst_DustWire::badEvent_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QString>("problem");
    QTest::newRow("no object") << R"([1])"_ba << u"it has no store_seq that is a whole number"_s;
    QTest::newRow("no seq") << R"({"op":"set","path":"a"})"_ba
                            << u"it has no store_seq that is a whole number"_s;
    for (const char *seq : { "-1", "1.0", "\"1\"", "null" })
        QTest::newRow(seq) << R"({"op":"set","path":"a","store_seq":)"_ba + seq + '}'
                           << u"it has no store_seq that is a whole number"_s;
    QTest::newRow("0") << R"({"op":"set","path":"a","store_seq":0})"_ba << u"its store_seq is 0"_s;
    QTest::newRow("op") << R"({"op":"melt","path":"a","store_seq":1})"_ba
                        << u"its op is \"melt\""_s;
    QTest::newRow("no op") << R"({"path":"a","store_seq":1})"_ba << u"its op is \"\""_s;
    QTest::newRow("segment") << R"({"op":"set","path_segments":[1],"store_seq":1})"_ba
                             << u"a segment of its path is no text"_s;
}

void tst_DustWire::badEvent()
{
    QFETCH(QByteArray, payload);
    for (const DustChannelPayload &each : bothWays(payload)) {
        const auto event = DustWire::event(each);
        QCOMPARE(event.error().reason(), u"unreadable_message"_s);
        QTEST(problemOf(event.error()), "problem");
    }
    for (const DustChannelPayload &each : bothWays(R"({"op":"set","store_seq":1})"))
        QVERIFY(DustWire::event(each).error().message().contains(u"it has no path"_s));
}

void tst_DustWire::snapshot()
{
    const QByteArray payload =
            R"({"snapshot_seq":9,"entries":{
                "b":{"type":"integer","value":{"_scalar":1}},
                "a/x":{"type":"string","value":{"_scalar":["l"]}},
                "c":{"type":"counter","value":{"_scalar":4}},
                "s":{"type":"set","value":{"_scalar":[1]}},
                "f":{"type":"file","value":{"_type":"file","hash":"h"}},
                "n":{"type":"null","value":{"_scalar":null}},
                "bare":{"type":"boolean","value":true},
                "new":{"type":"melted","value":{"_scalar":1.0}}}})";
    for (const DustChannelPayload &each : bothWays(payload)) {
        const auto snapshot = DustWire::snapshot(each);
        QVERIFY2(snapshot.isOk(), qPrintable(snapshot.error().message()));
        QCOMPARE(snapshot->seq, 9u);
        QStringList entries; // in any order
        for (const DustEntry &entry : snapshot->entries)
            entries.append(entry.pathString() + u' ' + QString::fromUtf8(entry.value().toJson())
                           + u' ' + entry.typeName());
        entries.sort();
        QCOMPARE(entries,
                 QStringList({ u"a/x [\"l\"] string"_s, u"b 1 integer"_s, u"bare true boolean"_s,
                               u"c 4 counter"_s, u"f {\"_type\":\"file\",\"hash\":\"h\"} file"_s,
                               u"n null null"_s, u"new 1.0 float"_s, u"s [1] set"_s }));
    }
    for (const DustChannelPayload &each : bothWays(R"({"snapshot_seq":0,"entries":{}})"))
        QVERIFY(DustWire::snapshot(each)->entries.isEmpty());
}

void tst_DustWire::badSnapshot_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QString>("problem");
    QTest::newRow("seq") << R"({"entries":{}})"_ba
                         << u"it has no snapshot_seq that is a whole number"_s;
    QTest::newRow("entries") << R"({"snapshot_seq":1,"entries":[]})"_ba << u"it has no entries"_s;
    QTest::newRow("path") << R"({"snapshot_seq":1,"entries":{"a//b":{"value":1}}})"_ba
                          << u"it has the path \"a//b\""_s;
    QTest::newRow("no value") << R"({"snapshot_seq":1,"entries":{"a":{"type":"null"}}})"_ba
                              << u"there is no value at \"a\""_s;
    QTest::newRow("a subtree") << R"({"snapshot_seq":1,"entries":{"a":{"value":{"b":1}}}})"_ba
                               << u"the value at \"a\" is no leaf"_s;
}

void tst_DustWire::badSnapshot()
{
    QFETCH(QByteArray, payload);
    for (const DustChannelPayload &each : bothWays(payload))
        QTEST(problemOf(DustWire::snapshot(each).error()), "problem");
}

void tst_DustWire::joined_data()
{
    QTest::addColumn<QByteArray>("response");
    QTest::addColumn<QString>("text");
    QTest::newRow("all")
            << R"({"store_seq":30,"permissions":{"read":true,"write":false},"scopes":["entries:read","x"]})"_ba
            << u"30 false entries:read x"_s;
    QTest::newRow("the least") << R"({"store_seq":0})"_ba << u"0 true "_s;
    QTest::newRow("nothing") << R"({})"_ba << QString();
}

void tst_DustWire::joined()
{
    QFETCH(QByteArray, response);
    const auto joined = DustWire::joined(json(response));
    const auto word = [](bool may) { return may ? u"true"_s : u"false"_s; };
    QTEST(joined ? u"%1 %2 %3"_s.arg(QString::number(joined->storeSeq), word(joined->mayWrite),
                                     joined->scopes.join(u' '))
                 : QString(),
          "text");
}

void tst_DustWire::status_data()
{
    QTest::addColumn<QByteArray>("response");
    QTest::addColumn<qint64>("seq"); // negative: unreadable
    QTest::addColumn<qint64>("count");
    QTest::newRow("all") << R"({"current_seq":3,"entry_count":2,"op_count":9})"_ba << qint64(3)
                         << qint64(2);
    QTest::newRow("no count") << R"({"current_seq":3})"_ba << qint64(3) << qint64(-1);
    QTest::newRow("no seq") << R"({"entry_count":2})"_ba << qint64(-1) << qint64(-1);
}

void tst_DustWire::status()
{
    QFETCH(QByteArray, response);
    const auto status = DustWire::status(json(response));
    QTEST(status ? qint64(status->currentSeq) : qint64(-1), "seq");
    QTEST(status ? status->entryCount : qint64(-1), "count");
    QCOMPARE(DustWire::catchUpComplete(json(R"({"through_seq":4})"))->throughSeq, 4u);
    QVERIFY(!DustWire::catchUpComplete(json(R"({"through_seq":-4})")));
}

void tst_DustWire::acceptedSeq_data()
{
    QTest::addColumn<QByteArray>("response");
    QTest::addColumn<qint64>("seq"); // negative: unreadable
    QTest::newRow("write") << R"({"store_seq":31})"_ba << qint64(31);
    QTest::newRow("release of nothing") << R"({"released":false})"_ba << qint64(0);
    QTest::newRow("release") << R"({"store_seq":31,"released":true})"_ba << qint64(31);
    QTest::newRow("0") << R"({"store_seq":0})"_ba << qint64(-1);
    QTest::newRow("nothing") << R"({})"_ba << qint64(-1);
}

void tst_DustWire::acceptedSeq()
{
    QFETCH(QByteArray, response);
    const auto seq = DustWire::acceptedSeq(json(response).toObject());
    QTEST(seq ? qint64(*seq) : qint64(-1), "seq");
}

void tst_DustWire::joinRefusal_data()
{
    QTest::addColumn<QByteArray>("response");
    QTest::addColumn<DustError::Kind>("kind");
    QTest::addColumn<bool>("isFinal");
    QTest::newRow("unauthorized") << R"({"reason":"unauthorized"})"_ba << DustError::Unauthorized
                                  << true;
    QTest::newRow("not allowed") << R"({"reason":"store_not_allowed","message":"no"})"_ba
                                 << DustError::StoreNotAllowed << true;
    QTest::newRow("scope") << R"({"reason":"missing_scope","scope":"entries:read"})"_ba
                           << DustError::MissingScope << true;
    QTest::newRow("rate") << R"({"reason":"rate_limited","retry_after_ms":1500})"_ba
                          << DustError::RateLimited << false;
    QTest::newRow("crash") << R"({"reason":"join crashed"})"_ba << DustError::Network << false;
    QTest::newRow("silence") << R"({})"_ba << DustError::Network << false;
}

void tst_DustWire::joinRefusal()
{
    QFETCH(QByteArray, response);
    const auto refusal = DustWire::joinRefusal(u"store:acme/main"_s, json(response).toObject());
    QTEST(refusal.error.kind(), "kind");
    QTEST(refusal.isFinal, "isFinal");
    const bool isRate = refusal.error.kind() == DustError::RateLimited;
    QCOMPARE(refusal.retryAfter, isRate ? 1500 : 0);
    QCOMPARE(refusal.error.retryAfter(), isRate ? 2 : 0);
    QCOMPARE(refusal.error.scope(),
             refusal.error.kind() == DustError::MissingScope ? u"entries:read"_s : QString());
}

QTEST_APPLESS_MAIN(tst_DustWire)

#include "tst_dustwire.moc"
