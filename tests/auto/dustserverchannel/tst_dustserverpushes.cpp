// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "channelserver.h"

#include <QtCore/QTemporaryDir>

using namespace Qt::StringLiterals;

using Serializer = DustChannelFrame::Serializer;

// Preconditions, leases, files, rollbacks, and who may do what.
namespace {

// And a token for each of them.
bool startWithTwoStores(DustServer &server, const QString &folder)
{
    server.addToken(DustServerToken::readWrite(u"mine"_s).setStores({ u"acme/main"_s }));
    server.addToken(DustServerToken::readWrite(u"theirs"_s).setStores({ u"acme/other"_s }));
    return server.setDataFolder(folder).isOk() && server.addStore(u"acme/main"_s).isOk()
            && server.addStore(u"acme/other"_s).isOk() && server.listen().isOk();
}

} // namespace

class tst_DustServerPushes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void checksRevisions();
    void checksAbsence();
    void leases_data() { forBothSerializers(); }
    void leases();
    void storesFiles_data() { forBothSerializers(); }
    void storesFiles();
    void guardsFiles_data();
    void guardsFiles();
    void refusesFiles_data();
    void refusesFiles();
    void crashes_data();
    void crashes();
    void fetchesFilesThatWereRolledBack_data();
    void fetchesFilesThatWereRolledBack();
    void givesDeletedFilesToNoOtherStore_data();
    void givesDeletedFilesToNoOtherStore();
    void rollsBack_data() { forBothSerializers(); }
    void rollsBack();
    void refusesRollbacks_data();
    void refusesRollbacks();
    void needsScopes();
    void limitsRates();
    void refusesWhatIsArchived();
};

namespace {

// What a write is refused with; "ok" where it is not.
QString outcome(ChannelClient &client, const QString &topic, const QByteArray &write)
{
    const QString ref = client.write(topic, objectOf(write));
    return client.status(ref) == u"ok"_s
            ? u"ok"_s
            : QString::fromUtf8(DustValue(client.response(ref)).toJson());
}

QString refused(const QString &reason)
{
    return u"{\"reason\":\"%1\"}"_s.arg(reason);
}

} // namespace

void tst_DustServerPushes::checksRevisions()
{
    ChannelServer dust;
    ChannelClient client;
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    const auto told = [&](const QByteArray &write) { return outcome(client, dust.topic, write); };
    QCOMPARE(told(R"({"op":"set","path":"a","value":1})"), u"ok"_s);
    QCOMPARE(told(R"({"op":"set","path":"a","value":2,"if_match":1})"), u"ok"_s);
    // Without the current revision, which HTTP tells.
    QCOMPARE(told(R"({"op":"set","path":"a","value":3,"if_match":1})"), refused(u"conflict"_s));
    QCOMPARE(told(R"({"op":"delete","path":"a","if_match":1})"), refused(u"conflict"_s));
    QCOMPARE(told(R"({"op":"delete","path":"a","if_match":2})"), u"ok"_s);
}

void tst_DustServerPushes::checksAbsence()
{
    ChannelServer dust;
    ChannelClient client;
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    const auto told = [&](const QByteArray &write) { return outcome(client, dust.topic, write); };
    QCOMPARE(told(R"({"op":"set","path":"a","value":1,"if_absent":true})"), u"ok"_s);
    QCOMPARE(told(R"({"op":"set","path":"a","value":2,"if_absent":true})"), refused(u"exists"_s));
    QCOMPARE(told(R"({"op":"set","path":"a","value":3,"if_absent":false})"), u"ok"_s);
    // A subtree does not count and is replaced.
    QCOMPARE(told(R"({"op":"set","path":"b/c","value":1})"), u"ok"_s);
    QCOMPARE(told(R"({"op":"set","path":"b","value":2,"if_absent":true})"), u"ok"_s);
}

void tst_DustServerPushes::leases()
{
    QFETCH(Serializer, serializer);
    qint64 now = 1'700'000'000'000;
    ChannelServer dust;
    dust.server.setUnixClock([&now] { return now; });
    ChannelClient client(serializer);
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    const auto told = [&](const QByteArray &write) { return outcome(client, dust.topic, write); };
    const auto granted = [&](const QByteArray &write) {
        return DustValue(client.response(client.write(dust.topic, objectOf(write)))).toJson();
    };
    QCOMPARE(granted(R"({"op":"lease","path":"l","holder":"me"})"),
             R"({"expires_at":1700000030000,"holder":"me","store_seq":1,"token":1})");
    QCOMPARE(DustValue(client.events(dust.topic).constLast().value(u"value"_s)).toJson(),
             R"({"_type":"lease","expires_at":1700000030000,"holder":"me","token":1})");
    QCOMPARE(told(R"({"op":"lease","path":"l","holder":"me"})"), refused(u"held"_s));
    QCOMPARE(granted(R"({"op":"renew","path":"l","token":1,"ttl_ms":60000})"),
             R"({"expires_at":1700000060000,"holder":"me","store_seq":2,"token":1})");
    // Arguments in the value are taken as well.
    QCOMPARE(granted(R"({"op":"lease","path":"m","value":{"holder":"you","ttl_ms":5000}})"),
             R"({"expires_at":1700000005000,"holder":"you","store_seq":3,"token":3})");
    QCOMPARE(told(R"({"op":"renew","path":"l","token":2})"), refused(u"not_held"_s));
    QCOMPARE(told(R"({"op":"set","path":"a","value":1,"fence":{"key":"l","token":1}})"), u"ok"_s);
    QCOMPARE(told(R"({"op":"set","path":"a","value":1,"fence":{"key":"l","token":2}})"),
             refused(u"fenced"_s));
    const qsizetype events = client.events(dust.topic).size();
    QCOMPARE(granted(R"({"op":"release","path":"l","token":2})"), R"({"released":false})");
    QCOMPARE(client.events(dust.topic).size(), events); // told to nobody
    QCOMPARE(granted(R"({"op":"release","path":"l","token":1})"), R"({"store_seq":5})");
    QVERIFY(client.events(dust.topic).constLast().value(u"value"_s).isNull());
    QCOMPARE(told(R"({"op":"lease","path":"a","holder":"me"})"), refused(u"occupied"_s));
}

void tst_DustServerPushes::storesFiles()
{
    QFETCH(Serializer, serializer);
    ChannelServer dust;
    dust.server.setUnixClock([] { return 1'700'000'000'000; });
    ChannelClient client(serializer);
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    const QString hash =
            u"sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"_s;
    const QString ref = client.push(dust.topic, u"put_file"_s,
                                    objectOf(R"({"path":"f/a","content":"aGVsbG8=",)"
                                             R"("filename":"a.txt","content_type":"text/plain",)"
                                             R"("client_op_id":"op_f"})"));
    QCOMPARE(client.response(ref), (DustObject{ { u"store_seq"_s, 1 }, { u"hash"_s, hash } }));
    const DustObject event = client.events(dust.topic).constFirst();
    QCOMPARE(event.value(u"op"_s), DustValue(u"put_file"_s));
    QCOMPARE(event.value(u"client_op_id"_s), DustValue(u"op_f"_s));
    const DustObject value = event.value(u"value"_s).toObject();
    QCOMPARE(value.value(u"_type"_s), DustValue(u"file"_s));
    QCOMPARE(value.value(u"hash"_s), DustValue(hash));
    QCOMPARE(value.value(u"size"_s), DustValue(5));
    QCOMPARE(value.value(u"filename"_s), DustValue(u"a.txt"_s));
    QCOMPARE(value.value(u"content_type"_s), DustValue(u"text/plain"_s));
    // A second one, without the names.
    const QString second = client.push(
            dust.topic, u"put_file"_s,
            objectOf(R"({"path":"f/b~1c","content":"","client_op_id":"op_g"})"));
    QCOMPARE(client.response(second).value(u"store_seq"_s), DustValue(2));
    const DustObject other = client.events(dust.topic).constLast().value(u"value"_s).toObject();
    QCOMPARE(other.value(u"filename"_s), DustValue(u"b/c"_s));
    QCOMPARE(other.value(u"content_type"_s), DustValue(u"application/octet-stream"_s));
}

void tst_DustServerPushes::guardsFiles_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<QByteArray>("response");
    const auto row = [](const char *name, const char *members, const char *response) {
        QTest::newRow(name) << QByteArray(members) << QByteArray(response);
    };
    row("if_match", R"("if_match":1)", R"({"reason":"if_match_unsupported_op","op":"put_file"})");
    row("if_absent", R"("if_absent":true)",
        R"({"reason":"if_absent_unsupported_op","op":"put_file"})");
    row("no revision", R"("if_match":"1")", R"({"reason":"invalid_precondition"})");
    row("fence nobody holds", R"("fence":{"key":"l","token":9})", R"({"reason":"fenced"})");
    row("bad fence", R"("fence":{"key":"","token":9})", R"({"reason":"empty_path"})");
    row("fence that is held", R"("fence":{"key":"l","token":1})", R"({"store_seq":2})");
    row("none", R"("if_match":null,"if_absent":false,"fence":null)", R"({"store_seq":2})");
}

// PROTOCOL section 2 makes no exception of files.
void tst_DustServerPushes::guardsFiles()
{
    QFETCH(QByteArray, members);
    QFETCH(QByteArray, response);
    ChannelServer dust;
    ChannelClient client;
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    const QByteArray lease = R"({"op":"lease","path":"l","holder":"me"})";
    QCOMPARE(client.status(client.write(dust.topic, objectOf(lease))), u"ok"_s);
    const QByteArray file = R"({"path":"f","content":"aGVsbG8=","client_op_id":"x",)" + members
            + '}';
    DustObject told = client.response(client.push(dust.topic, u"put_file"_s, objectOf(file)));
    told.remove(u"hash"_s);
    QCOMPARE(told, objectOf(response));
}

void tst_DustServerPushes::refusesFiles_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QString>("reason");
    QTest::newRow("no Base64") << QByteArray(R"({"path":"f","content":"a*b","client_op_id":"x"})")
                               << u"invalid_base64"_s;
    QTest::newRow("no padding") << QByteArray(
            R"({"path":"f","content":"aGVsbG8","client_op_id":"x"})")
                                << u"invalid_base64"_s;
    QTest::newRow("empty path") << QByteArray(R"({"path":"","content":"","client_op_id":"x"})")
                                << u"empty_path"_s;
    QTest::newRow("bad path") << QByteArray(R"({"path":"a//b","content":"","client_op_id":"x"})")
                              << u"empty_segment"_s;
}

void tst_DustServerPushes::refusesFiles()
{
    QFETCH(QByteArray, payload);
    QFETCH(QString, reason);
    ChannelServer dust;
    ChannelClient client;
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    QCOMPARE(client.response(client.push(dust.topic, u"put_file"_s, objectOf(payload))),
             (DustObject{ { u"reason"_s, reason } }));
}

void tst_DustServerPushes::crashes_data()
{
    QTest::addColumn<QString>("event");
    QTest::addColumn<DustValue>("payload");
    QTest::newRow("file without content")
            << u"put_file"_s << DustValue(objectOf(R"({"path":"f","client_op_id":"x"})"));
    QTest::newRow("file without path")
            << u"put_file"_s << DustValue(objectOf(R"({"content":"","client_op_id":"x"})"));
    QTest::newRow("file with segments")
            << u"put_file"_s
            << DustValue(objectOf(R"({"path_segments":["f"],"content":"","client_op_id":"x"})"));
    QTest::newRow("file without client_op_id")
            << u"put_file"_s << DustValue(objectOf(R"({"path":"f","content":""})"));
    QTest::newRow("event that there is not") << u"explode"_s << DustValue(DustObject());
    QTest::newRow("payload that is no object") << u"write"_s << DustValue(5);
}

void tst_DustServerPushes::crashes()
{
    QFETCH(QString, event);
    QFETCH(DustValue, payload);
    ChannelServer dust;
    for (const auto serializer : { DustChannelFrame::Json, DustChannelFrame::MessagePack }) {
        ChannelClient client(serializer);
        QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
        const QString ref = client.push(dust.topic, event, payload);
        const DustChannelFrame error = client.awaitEvent(dust.topic, u"phx_error"_s);
        QCOMPARE(error.joinRef, client.joinRef(dust.topic));
        QCOMPARE(error.ref, client.joinRef(dust.topic));
        QCOMPARE(error.payload, DustValue(DustObject()));
        QCOMPARE(client.reason(client.push(dust.topic, u"status"_s, DustObject())),
                 u"unmatched topic"_s);
        QCOMPARE(client.indexOfReply(ref), -1);
        QVERIFY(client.joinAndCatchUp(dust.topic));
    }
}

void tst_DustServerPushes::fetchesFilesThatWereRolledBack_data()
{
    QTest::addColumn<QByteArray>("rollback");
    QTest::newRow("path") << R"({"path":"f","to_seq":1})"_ba;
    QTest::newRow("store") << R"({"to_seq":1})"_ba;
}

// The entry that comes back is a map (PROTOCOL §7), and its file is there as long as it is: after a
// compaction and in the next life of the server, too. In another store its envelope opens nothing.
void tst_DustServerPushes::fetchesFilesThatWereRolledBack()
{
    QFETCH(QByteArray, rollback);
    const QTemporaryDir folder;
    QByteArray fetch;
    const auto start = [&folder](DustServer &server) {
        return startWithTwoStores(server, folder.path());
    };
    const auto ask = [&fetch](DustServer &server, const QByteArray &token) {
        return RawHttpClient(server.port()).ask(QByteArray(fetch).replace("TOKEN", token));
    };
    const QString topic = u"store:acme/main"_s;
    {
        DustServer server;
        QVERIFY(start(server));
        ChannelClient client;
        QVERIFY(client.open(server.webSocketUrl(), u"mine"_s) && client.joinAndCatchUp(topic));
        const QString ref = client.push(
                topic, u"put_file"_s,
                objectOf(R"({"path":"f","content":"aGk=","filename":"x","content_type":"t",)"
                         R"("client_op_id":"x"})"));
        const QString hash = client.response(ref).value(u"hash"_s).toString();
        fetch = "GET /api/files/" + hash.toUtf8()
                + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN\r\n\r\n";
        QCOMPARE(ask(server, "mine").body, "hi");
        QCOMPARE(client.status(client.write(topic, objectOf(R"({"op":"delete","path":"f"})"))),
                 u"ok"_s);
        QCOMPARE(ask(server, "mine").status, 404);
        QCOMPARE(client.status(client.push(topic, u"rollback"_s, objectOf(rollback))), u"ok"_s);
        QCOMPARE(ask(server, "mine").body, "hi");
        QCOMPARE(ask(server, "theirs").status, 404);
        ChannelClient other;
        const QString otherTopic = u"store:acme/other"_s;
        QVERIFY(other.open(server.webSocketUrl(), u"theirs"_s) && other.joinAndCatchUp(otherTopic));
        QCOMPARE(other.status(
                         other.set(otherTopic, u"f"_s,
                                   DustObject{ { u"_type"_s, u"file"_s }, { u"hash"_s, hash } })),
                 u"ok"_s);
        QCOMPARE(ask(server, "theirs").status, 404);
        QVERIFY(server.compact(u"acme/main"_s));
        QCOMPARE(ask(server, "mine").body, "hi");
        QCOMPARE(ask(server, "theirs").status, 404);
        QCOMPARE(other.status(other.write(otherTopic, objectOf(R"({"op":"delete","path":"f"})"))),
                 u"ok"_s);
    }
    DustServer server;
    QVERIFY(start(server));
    QCOMPARE(ask(server, "mine").body, "hi");
    QCOMPARE(ask(server, "theirs").status, 404);
}

void tst_DustServerPushes::givesDeletedFilesToNoOtherStore_data()
{
    QTest::addColumn<bool>("compacts");
    QTest::addColumn<bool>("restarts");
    QTest::newRow("compacted") << true << false;
    QTest::newRow("restarted") << false << true;
    QTest::newRow("both") << true << true;
}

// Who knows the hash only and writes an envelope in another store, before it is deleted.
void tst_DustServerPushes::givesDeletedFilesToNoOtherStore()
{
    QFETCH(bool, compacts);
    QFETCH(bool, restarts);
    const QTemporaryDir folder;
    auto server = std::make_unique<DustServer>();
    QVERIFY(startWithTwoStores(*server, folder.path()));
    const auto ask = [&server](const QByteArray &method, const QByteArray &target,
                               const QByteArray &token, const QByteArray &body = {}) {
        return RawHttpClient(server->port())
                .ask(method + " /api/" + target + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                     + token + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n"
                     + body);
    };
    const QString topic = u"store:acme/main"_s;
    auto client = std::make_unique<ChannelClient>();
    QVERIFY(client->open(server->webSocketUrl(), u"mine"_s) && client->joinAndCatchUp(topic));
    const QString ref = client->push(
            topic, u"put_file"_s,
            objectOf(R"({"path":"f","content":"aGk=","filename":"x","content_type":"t",)"
                     R"("client_op_id":"x"})"));
    const QByteArray hash = client->response(ref).value(u"hash"_s).toString().toUtf8();
    client.reset();
    QCOMPARE(ask("GET", "files/" + hash, "mine").body, "hi");
    QCOMPARE(ask("PUT", "stores/acme/other/entries/f", "theirs",
                 R"({"_type":"file","hash":")" + hash + "\"}")
                     .status,
             200);
    QCOMPARE(ask("DELETE", "stores/acme/main/entries/f", "mine").status, 200);
    if (compacts)
        QVERIFY(server->compact(u"acme/main"_s));
    if (restarts) {
        server.reset();
        server = std::make_unique<DustServer>();
        QVERIFY(startWithTwoStores(*server, folder.path()));
    }
    QCOMPARE(ask("GET", "stores/acme/other/entries/f", "theirs").status, 200);
    QCOMPARE(ask("GET", "files/" + hash, "theirs").status, 404);
}

void tst_DustServerPushes::rollsBack()
{
    QFETCH(Serializer, serializer);
    ChannelServer dust;
    ChannelClient client(serializer);
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    client.set(dust.topic, u"a"_s, 1);
    client.set(dust.topic, u"a"_s, 2);
    QCOMPARE(client.status(client.set(dust.topic, u"b"_s, 3)), u"ok"_s);
    client.forget();
    const auto rollback = [&](const QByteArray &payload) {
        return client.push(dust.topic, u"rollback"_s, objectOf(payload));
    };
    const QString ref = rollback(R"({"path":"a","to_seq":1})");
    QCOMPARE(client.response(ref), (DustObject{ { u"store_seq"_s, 4 } }));
    QCOMPARE(client.indexOf(dust.topic, u"event"_s), 0);
    const DustObject event = client.events(dust.topic).constFirst();
    QCOMPARE(event.value(u"op"_s), DustValue(u"set"_s));
    QCOMPARE(event.value(u"value"_s), DustValue(1));
    QCOMPARE(event.value(u"device_id"_s), DustValue(u"system:rollback"_s));
    QCOMPARE(event.value(u"client_op_id"_s), DustValue(u"rollback:1:a"_s));
    QCOMPARE(client.response(rollback(R"({"path_segments":["a"],"to_seq":1})")),
             (DustObject{ { u"store_seq"_s, 4 }, { u"noop"_s, true } }));
    client.forget();
    // The whole store: nobody is told.
    QCOMPARE(client.response(rollback(R"({"to_seq":2})")), (DustObject{ { u"ops_written"_s, 2 } }));
    QCOMPARE(client.response(rollback(R"({"to_seq":99})")),
             (DustObject{ { u"ops_written"_s, 0 } }));
    QCOMPARE(client.response(client.push(dust.topic, u"status"_s, DustObject()))
                     .value(u"current_seq"_s),
             DustValue(6));
    QVERIFY(client.events(dust.topic).isEmpty());
    // A write of the same turn comes first.
    client.set(dust.topic, u"c"_s, 1);
    QCOMPARE(client.response(rollback(R"({"path":"c","to_seq":0})")),
             (DustObject{ { u"store_seq"_s, 8 } }));
    QCOMPARE(client.events(dust.topic).constLast().value(u"op"_s), DustValue(u"delete"_s));
}

void tst_DustServerPushes::refusesRollbacks_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const QByteArray &payload, const QString &reason) {
        QTest::newRow(name) << payload << reason;
    };
    row("before the compaction", R"({"path":"a","to_seq":1})", u"beyond_retention"_s);
    row("all of it", R"({"to_seq":1})", u"beyond_retention"_s);
    row("nothing was there", R"({"path":"x","to_seq":3})", u"no_ops"_s);
    row("no to_seq", R"({"path":"a"})", u"invalid_to_seq"_s);
    row("to_seq that is text", R"({"path":"a","to_seq":"1"})", u"invalid_to_seq"_s);
    row("to_seq below 0", R"({"to_seq":-1})", u"invalid_to_seq"_s);
    row("path null is not the store", R"({"path":null,"to_seq":3})", u"missing_path"_s);
    row("bad path", R"({"path":"a//","to_seq":3})", u"empty_segment"_s);
}

void tst_DustServerPushes::refusesRollbacks()
{
    QFETCH(QByteArray, payload);
    QFETCH(QString, reason);
    ChannelServer dust;
    ChannelClient client;
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    client.set(dust.topic, u"a"_s, 1);
    QCOMPARE(client.status(client.set(dust.topic, u"a"_s, 2)), u"ok"_s);
    QVERIFY(dust.server.compact(u"acme/main"_s));
    QCOMPARE(client.status(client.set(dust.topic, u"a"_s, 3)), u"ok"_s);
    QCOMPARE(client.response(client.push(dust.topic, u"rollback"_s, objectOf(payload))),
             (DustObject{ { u"reason"_s, reason } }));
}

void tst_DustServerPushes::needsScopes()
{
    ChannelServer dust;
    dust.server.addToken(
            DustServerToken::withScopes(u"half"_s, { u"entries:read"_s, u"files:write"_s }));
    const auto missing = [](const QString &scope) {
        return DustObject{ { u"reason"_s, u"missing_scope"_s },
                           { u"scope"_s, scope },
                           { u"message"_s,
                             u"The token lacks the scope %1: use one that has it."_s.arg(scope) } };
    };
    const DustObject file = objectOf(R"({"path":"f","content":"","client_op_id":"x"})");
    const DustObject back{ { u"to_seq"_s, 0 } };
    ChannelClient reader;
    QVERIFY(reader.open(dust.server.webSocketUrl(), u"reader"_s));
    QVERIFY(reader.joinAndCatchUp(dust.topic));
    QCOMPARE(reader.response(reader.set(dust.topic, u"a"_s, 1)), missing(u"entries:write"_s));
    QCOMPARE(reader.response(reader.push(dust.topic, u"put_file"_s, file)),
             missing(u"files:write"_s));
    QCOMPARE(reader.response(reader.push(dust.topic, u"rollback"_s, back)),
             missing(u"entries:write"_s));
    QCOMPARE(reader.status(reader.push(dust.topic, u"status"_s, DustObject())), u"ok"_s);
    ChannelClient half;
    QVERIFY(half.open(dust.server.webSocketUrl(), u"half"_s) && half.joinAndCatchUp(dust.topic));
    QCOMPARE(half.response(half.set(dust.topic, u"a"_s, 1)), missing(u"entries:write"_s));
    QCOMPARE(half.status(half.push(dust.topic, u"put_file"_s, file)), u"ok"_s);
    // Who may only read is told all the same.
    QTRY_COMPARE(reader.seqs(dust.topic), QList<quint64>{ 1 });
}

void tst_DustServerPushes::limitsRates()
{
    qint64 now = 1'700'000'000'000 / 60'000 * 60'000;
    ChannelServer dust;
    dust.server.setUnixClock([&now] { return now; });
    dust.server.setWritesPerMinute(3);
    dust.server.setReadsPerMinute(1);
    ChannelClient client;
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    const DustObject limited{ { u"reason"_s, u"rate_limited"_s }, { u"retry_after_ms"_s, 60000 } };
    const DustObject file = objectOf(R"({"path":"f","content":"","client_op_id":"x"})");
    QCOMPARE(client.status(client.set(dust.topic, u"a"_s, 1)), u"ok"_s);
    QCOMPARE(client.status(client.push(dust.topic, u"put_file"_s, file)), u"ok"_s);
    QCOMPARE(client.reason(client.write(dust.topic, {})), u"invalid op"_s); // counts as well
    now += 59'000;
    QCOMPARE(client.response(client.set(dust.topic, u"a"_s, 2)), limited);
    QCOMPARE(client.response(client.push(dust.topic, u"put_file"_s, file)), limited);
    // Free of charge.
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(client.status(client.push(dust.topic, u"status"_s, DustObject())), u"ok"_s);
        QCOMPARE(client.status(client.push(dust.topic, u"ack_seq"_s, DustObject())), u"ok"_s);
        QCOMPARE(client.status(
                         client.push(dust.topic, u"rollback"_s, DustObject{ { u"to_seq"_s, 9 } })),
                 u"ok"_s);
    }
    now += 1000;
    QCOMPARE(client.status(client.set(dust.topic, u"a"_s, 2)), u"ok"_s);
}

void tst_DustServerPushes::refusesWhatIsArchived()
{
    ChannelServer dust;
    ChannelClient client;
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    dust.server.setArchived(u"acme/main"_s, true);
    const DustObject archived{ { u"reason"_s, u"store_archived"_s } };
    QCOMPARE(client.response(client.set(dust.topic, u"a"_s, 1)), archived);
    QCOMPARE(client.response(client.push(dust.topic, u"put_file"_s, DustObject())), archived);
    QCOMPARE(client.response(client.push(dust.topic, u"rollback"_s, DustObject())), archived);
    QCOMPARE(client.status(client.push(dust.topic, u"status"_s, DustObject())), u"ok"_s);
    dust.server.setArchived(u"acme/main"_s, false);
    QCOMPARE(client.status(client.set(dust.topic, u"a"_s, 1)), u"ok"_s);
}

QTEST_GUILESS_MAIN(tst_DustServerPushes)
#include "tst_dustserverpushes.moc"
