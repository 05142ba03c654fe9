// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Every row of PROTOCOL §3 but lists and batches: status, headers, body.

#include "rawhttpclient.h"
#include "rawhttphost.h"

using namespace Qt::StringLiterals;

namespace {

const QByteArray Store = "/api/stores/acme/main";
const QByteArray Entries = Store + "/entries";

QByteArray request(const QByteArray &method, const QByteArray &target, const QByteArray &headers,
                   const QByteArray &body = {})
{
    return method + ' ' + target + " HTTP/1.1\r\nHost: localhost:7755\r\n" + headers
            + (body.isNull() ? QByteArray()
                             : "Content-Length: " + QByteArray::number(body.size()) + "\r\n")
            + "\r\n" + body;
}

QByteArray authorized(const QByteArray &token)
{
    return "Authorization: Bearer " + token + "\r\n";
}

const QByteArray Me = authorized("rw");

// Members of an object: "0":1,"1":1 and so on.
QByteArray many(int count)
{
    QByteArray members;
    for (int i = 0; i < count; ++i)
        members.append((i == 0 ? "\"" : ",\"") + QByteArray::number(i) + "\":1");
    return members;
}

// Any detail.
QByteArray bad(const QByteArray &error)
{
    return "{\"detail\":\"*\",\"error\":\"" + error + "\"}";
}

} // namespace

class tst_DustRest : public QObject
{
    Q_OBJECT

    static void columns()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("header"); // "name: value"; "!name": it must not be there
    }

    static DustValue withoutDetail(const DustValue &json)
    {
        if (json.toObject().value(u"detail"_s).toString().isEmpty())
            return json;
        DustObject object = json.toObject();
        object.insert(u"detail"_s, u"*"_s);
        return object;
    }

    static void check()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, header);
        RawHttpHost host;
        RawHttpClient client(host.port());
        const RawHttpAnswer answer = client.ask(bytes);
        QTEST(answer.status, "status");
        if (!json.isEmpty() && !bytes.startsWith("HEAD"))
            QCOMPARE(withoutDetail(answer.json()), DustValue::fromJson(json).value());
        if (!json.isEmpty())
            QCOMPARE(answer.header("content-type"), "application/json; charset=utf-8");
        if (header.startsWith('!'))
            QVERIFY(!answer.has(header.sliced(1)));
        else if (!header.isEmpty())
            QCOMPARE(answer.header(header.first(header.indexOf(':'))),
                     header.sliced(header.indexOf(':') + 2));
        QCOMPARE(answer.header("date"), "Sun, 06 Nov 1994 08:49:37 GMT");
        // The connection is as good as before, or is closed, which is not always said.
        if (answer.header("connection") == "keep-alive")
            QCOMPARE(client.ask(request("GET", "/healthz", {})).status, 200);
        else
            QVERIFY(client.waitForEnd());
    }

private Q_SLOTS:
    void reads_data()
    {
        columns();
        const auto row = [](const char *name, const QByteArray &path, int status,
                            const QByteArray &json, const QByteArray &header = {}) {
            QTest::newRow(name) << request("GET", Entries + '/' + path, Me) << status << json
                                << header;
        };
        row("leaf", "a", 200, R"({"path":"a","value":1,"type":"integer","revision":1})",
            "etag: \"1\"");
        row("float", "b/d", 200, R"({"path":"b/d","value":1.0,"type":"float","revision":3})",
            "etag: \"3\"");
        row("subtree", "b", 200,
            R"({"path":"b","value":{"c":"x","d":1.0},"type":"map","revision":3})", "etag: \"3\"");
        row("null", "nothing", 200,
            R"({"path":"nothing","value":null,"type":"null","revision":7})");
        row("decimal", "price/net", 200,
            R"({"path":"price/net","value":"1.50","type":"map","revision":6})");
        row("decimal within", "price", 200,
            R"({"path":"price","value":{"net":"1.50"},"type":"map","revision":6})");
        row("encoded", "sp%20ace/%C3%BC%2B%25/~1x~0", 200,
            R"({"path":"sp ace/ü+%/~1x~0","value":true,"type":"boolean","revision":5})");
        row("plus is a plus", "sp%20ace/%C3%BC+%25/~1x~0", 200,
            R"({"path":"sp ace/ü+%/~1x~0","value":true,"type":"boolean","revision":5})");
        row("empty pieces", "/b//c/", 200,
            R"({"path":"b/c","value":"x","type":"string","revision":2})");
        row("%2F separates", "b%2Fc", 200,
            R"({"path":"b/c","value":"x","type":"string","revision":2})");
        row("decoded once", "b%252Fc", 404, R"({"error":"not_found"})");
        row("dots are names", "b/../a", 404, R"({"error":"not_found"})");
        row("missing", "z", 404, R"({"error":"not_found"})", "!etag");
        row("named batch", "batch", 404, R"({"error":"not_found"})");
        row("broken", "broken", 200,
            R"({"path":"broken","value":1,"type":"integer","revision":9})");
        row("bad escape", "a~2b", 400, bad("invalid_escape"));
        row("tilde last", "a~", 400, bad("invalid_escape"));
        row("only slashes", "%2F", 400, bad("empty_path"));
        row("bad percent", "a%zz", 400, bad("invalid_params"));
        row("cut percent", "a%2", 400, bad("invalid_params"));
        row("no UTF-8", "a%FF", 400, bad("invalid_unicode"));
        row("surrogate", "a%ED%A0%80", 400, bad("invalid_unicode"));
        QTest::newRow("absolute form")
                << request("GET", "http://localhost" + Entries + "/a", Me) << 200
                << QByteArray(R"({"path":"a","value":1,"type":"integer","revision":1})")
                << QByteArray();
        QTest::newRow("HEAD") << request("HEAD", Entries + "/a", Me) << 200 << "{}"_ba
                              << "etag: \"1\""_ba;
        QTest::newRow("HEAD length") << request("HEAD", Entries + "/a", Me) << 200 << "{}"_ba
                                     << "content-length: 52"_ba;
        QTest::newRow("HEAD missing") << request("HEAD", Entries + "/z", Me) << 404 << "{}"_ba
                                      << "!etag"_ba;
        QTest::newRow("health") << request("GET", "/healthz", {}) << 200 << R"({"status":"ok"})"_ba
                                << ""_ba;
        QTest::newRow("HEAD health")
                << request("HEAD", "/healthz", {}) << 200 << R"({"status":"ok"})"_ba
                << "content-length: 15"_ba;
    }
    void reads() { check(); }

    void writes_data()
    {
        columns();
        const QByteArray done = R"({"revision":11,"store_seq":11})";
        const auto put = [](const char *name, const QByteArray &path, const QByteArray &headers,
                            const QByteArray &body, int status, const QByteArray &json,
                            const QByteArray &header = {}) {
            QTest::newRow(name) << request("PUT", Entries + '/' + path, Me + headers, body)
                                << status << json << header;
        };
        const auto remove = [](const char *name, const QByteArray &path, const QByteArray &headers,
                               int status, const QByteArray &json) {
            QTest::newRow(name) << request("DELETE", Entries + '/' + path, Me + headers) << status
                                << json << QByteArray();
        };
        put("new", "n", {}, "1", 200, done, "connection: keep-alive");
        put("null", "n", {}, " null ", 200, done);
        put("object", "n", {}, R"({"x":{"y":1}})", 200, done);
        put("array", "n", {}, "[{}]", 200, done);
        put("empty object", "n", {}, "{}", 400, bad("invalid_params"), "connection: keep-alive");
        put("no body", "n", {}, "", 400, bad("invalid_params"), "!connection");
        put("bad JSON", "n", {}, "{", 400, bad("invalid_params"), "!connection");
        put("two values", "n", {}, "1 2", 400, bad("invalid_params"), "!connection");
        put("no UTF-8", "n", {}, "\"\xFF\"", 400, bad("invalid_params"), "!connection");
        put("deep", "n", {}, QByteArray(100'000, '[') + QByteArray(100'000, ']'), 400,
            bad("invalid_params"), "connection: keep-alive");
        put("as deep as it may be", "n", {}, QByteArray(512, '[') + QByteArray(512, ']'), 200,
            done);
        put("one level more", "n", {}, QByteArray(513, '[') + QByteArray(513, ']'), 400,
            bad("invalid_params"), "connection: keep-alive");
        put("1e400", "n", {}, "1e400", 400, bad("invalid_params"), "connection: keep-alive");
        put("2^64", "n", {}, "18446744073709551616", 400, bad("invalid_params"),
            "connection: keep-alive");
        put("2^64-1", "n", {}, "18446744073709551615", 200, done);
        put("empty key", "n", {}, R"({"":1})", 400, bad("empty_segment"), "connection: keep-alive");
        put("reserved key", "n", {}, R"({"x":{"_scalar":5}})", 400, bad("reserved_key"));
        put("as scalars are stored", "n", {}, R"({"_scalar":5})", 200, done);
        put("long key above many leaves", "n", {},
            "{\"" + QByteArray(49'000, 'k') + "\":{" + many(6000) + "}}", 400,
            bad("value_too_large"), "connection: keep-alive");
        put("wrapped", "n", {}, R"({"_json":5})", 200, done);
        put("If-Match", "a", "If-Match: 1\r\n", "2", 200, done);
        put("If-Match stale", "a", "If-Match: 7\r\n", "2", 412,
            R"({"error":"conflict","current_revision":1})", "connection: keep-alive");
        put("If-Match missing", "n", "If-Match: 7\r\n", "2", 412,
            R"({"error":"conflict","current_revision":null})");
        put("If-Match with an object", "a", "If-Match: 1\r\n", R"({"x":1})", 400,
            bad("if_match_multi_leaf"));
        for (const char *revision : { "\"1\"", "W/\"1\"", "0", "-1", "+1", "1.0", "x", "*", "",
                                      "99999999999999999999", "1, 2" })
            put(QByteArray("If-Match ").append(revision).constData(), "a",
                QByteArray("If-Match: ").append(revision).append("\r\n"), "2", 400,
                bad("invalid_params"), "connection: keep-alive");
        put("If-None-Match", "n", "If-None-Match: *\r\n", "2", 200, done);
        put("If-None-Match taken", "a", "If-None-Match: *\r\n", "2", 412,
            R"({"error":"exists","current_revision":1})");
        put("If-None-Match above a subtree", "b", "If-None-Match: *\r\n", "2", 200, done);
        put("If-None-Match 1", "a", "If-None-Match: \"1\"\r\n", "2", 400, bad("invalid_params"));
        put("both", "a", "If-Match: 1\r\nIf-None-Match: *\r\n", "2", 400,
            bad("invalid_precondition"));
        put("bad path", "a~", {}, "1", 400, bad("invalid_escape"));
        put("long id", "n", "X-Request-Id: " + QByteArray(201, 'x') + "\r\n", "1", 200, done);
        put("id no UTF-8", "n", "X-Request-Id: \xFF\r\n", "1", 200, done);
        remove("delete", "a", {}, 200, done);
        remove("delete nothing", "z", {}, 200, done);
        remove("delete a subtree", "b", {}, 200, done);
        remove("delete if", "a", "If-Match: 1\r\n", 200, done);
        remove("delete if stale", "a", "If-Match: 2\r\n", 412,
               R"({"error":"conflict","current_revision":1})");
        remove("delete a subtree if", "b", "If-Match: 3\r\n", 412,
               R"({"error":"conflict","current_revision":3})");
        remove("delete what is missing if", "z", "If-Match: 3\r\n", 412,
               R"({"error":"conflict","current_revision":null})");
        remove("delete if absent", "a", "If-None-Match: *\r\n", 400,
               bad("if_absent_unsupported_op"));
    }
    void writes() { check(); }

    void bodies_data()
    {
        columns();
        const QByteArray done = R"({"revision":11,"store_seq":11})";
        const auto row = [](const char *name, const QByteArray &method, const QByteArray &body,
                            int status, const QByteArray &json) {
            QTest::newRow(name) << request(method, Entries, Me, body) << status << json
                                << QByteArray();
        };
        row("post", "POST", R"({"path":"n/m","value":1})", 200, done);
        row("post null", "POST", R"({"path":"n","value":null})", 200, done);
        row("post {}", "POST", R"({"path":"n","value":{}})", 200, done);
        row("post if absent", "POST", R"({"path":"n","value":1,"if_absent":true})", 200, done);
        row("post taken", "POST", R"({"path":"a","value":1,"if_absent":true})", 412,
            R"({"error":"exists","current_revision":1})");
        row("post not if absent", "POST", R"({"path":"a","value":1,"if_absent":false})", 200, done);
        row("post if match", "POST", R"({"path":"a","value":2,"if_match":1})", 200, done);
        row("post stale", "POST", R"({"path":"a","value":2,"if_match":3})", 412,
            R"({"error":"conflict","current_revision":1})");
        row("post both", "POST", R"({"path":"a","value":2,"if_match":3,"if_absent":true})", 400,
            bad("invalid_precondition"));
        row("post no path", "POST", R"({"value":2})", 400, bad("missing_path"));
        row("post no object", "POST", "[]", 400, bad("missing_path"));
        row("post no value", "POST", R"({"path":"a"})", 400, bad("invalid_params"));
        row("post path 1", "POST", R"({"path":1,"value":2})", 400, bad("not_a_string"));
        row("post bad path", "POST", R"({"path":"a/","value":2})", 400, bad("empty_segment"));
        row("post if_absent 1", "POST", R"({"path":"a","value":2,"if_absent":1})", 400,
            bad("invalid_params"));
        row("post if_match text", "POST", R"({"path":"a","value":2,"if_match":"1"})", 400,
            bad("invalid_params"));
        row("post bad JSON", "POST", R"({"path":)", 400, bad("invalid_params"));
        row("delete", "DELETE", R"({"path":"a"})", 200, done);
        row("delete if match", "DELETE", R"({"path":"a","if_match":2})", 412,
            R"({"error":"conflict","current_revision":1})");
        row("delete no path", "DELETE", "{}", 400, bad("missing_path"));
    }
    void bodies() { check(); }

    void routes_data()
    {
        columns();
        const QByteArray notFound = R"({"errors":{"detail":"Not Found"}})";
        for (const char *path : { "/", "/api", "/api/stores", "/api/stores/acme/main", "/entries",
                                  "/api/stores/acme/main/other", "/api/files", "/healthz/x",
                                  "/api/stores/acme/main/subscribe/x", "/ws/sync/websocket", "*" })
            QTest::newRow(path) << request("GET", path, Me) << 404 << notFound << ""_ba;
        const auto method = [](const QByteArray &name, const QByteArray &path,
                               const QByteArray &allow) {
            QTest::newRow((name + path).constData())
                    << request(name, path, Me) << 405 << R"({"error":"method_not_allowed"})"_ba
                    << "allow: " + allow;
        };
        method("POST", Entries + "/a", "GET, HEAD, PUT, DELETE");
        method("PATCH", Entries + "/batch", "GET, HEAD, PUT, DELETE, POST");
        method("PATCH", Entries, "GET, HEAD, POST, DELETE");
        method("DELETE", "/healthz", "GET, HEAD");
        method("get", "/healthz", "GET, HEAD");
        method("PUT", "/api/files/x", "GET, HEAD");
        method("OPTIONS", Store + "/watch", "GET, HEAD");
        for (const char *path : { "/subscribe", "/watch" })
            QTest::newRow(path)
                    << request("GET", Store + path, Me) << 426
                    << R"({"error":"upgrade_required","ws_url":"ws://localhost:7755/ws/sync"})"_ba
                    << ""_ba;
    }
    void routes() { check(); }

    void authorization_data()
    {
        columns();
        const auto row = [](const char *name, const QByteArray &headers, const QByteArray &method,
                            const QByteArray &target, int status, const QByteArray &error) {
            QTest::newRow(name) << request(method, target, headers,
                                           method == "PUT" ? "1"_ba : QByteArray())
                                << status
                                << (error.isEmpty() ? error : "{\"error\":\"" + error + "\"}")
                                << (status == 401 ? "www-authenticate: Bearer"_ba
                                                  : "!www-authenticate"_ba);
        };
        const QByteArray a = Entries + "/a";
        row("none", {}, "GET", a, 401, "unauthorized");
        row("wrong", authorized("guess"), "GET", a, 401, "unauthorized");
        row("empty", authorized({}), "GET", a, 401, "unauthorized");
        row("case counts", authorized("RW"), "GET", a, 401, "unauthorized");
        row("basic", "Authorization: Basic rw\r\n", "GET", a, 401, "unauthorized");
        row("no scheme", "Authorization: rw\r\n", "GET", a, 401, "unauthorized");
        row("bearer", "authorization: bEARER   rw \r\n", "GET", a, 200, {});
        row("in the query", {}, "GET", a + "?token=rw", 401, "unauthorized");
        row("before the store", {}, "GET", "/api/stores/no/where/entries/a", 401, "unauthorized");
        row("files", {}, "GET", "/api/files/x", 401, "unauthorized");
        row("stub", {}, "GET", Store + "/watch", 401, "unauthorized");
        row("read-only reads", authorized("ro"), "GET", a, 200, {});
        row("read-only writes", authorized("ro"), "PUT", a, 403, "forbidden");
        row("read-only deletes", authorized("ro"), "DELETE", a, 403, "forbidden");
        row("write-only reads", authorized("writer"), "GET", a, 403, "forbidden");
        row("write-only writes", authorized("writer"), "PUT", a, 200, {});
        row("write-only files", authorized("writer"), "GET", "/api/files/x", 403, "forbidden");
        row("other store", authorized("other"), "GET", a, 403, "forbidden");
        row("own store", authorized("other"), "GET", "/api/stores/acme/other/entries/a", 404,
            "not_found");
        row("unknown, with stores of its own", authorized("other"), "GET",
            "/api/stores/no/where/entries/a", 404, "not_found");
        row("other store's list", authorized("other"), "GET", Entries, 403, "forbidden");
        row("unknown", Me, "GET", "/api/stores/no/where/entries/a", 404, "not_found");
        row("unknown write", Me, "PUT", "/api/stores/no/where/entries/a", 404, "not_found");
        row("other store's file", authorized("other"), "GET",
            "/api/files/sha256:ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73",
            404, "not_found");
    }
    void authorization() { check(); }

    void brokenStore()
    {
        RawHttpHost host;
        RawHttpClient client(host.port());
        // An ancestor of a leaf with descendants cannot be assembled.
        QCOMPARE(client.ask(request("PUT", Entries + "/k/x", Me, "1")).status, 200);
        QCOMPARE(client.ask(request("PUT", Entries + "/k/x/y", Me, "1")).status, 200);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"A request failed: .*k/x"_s));
        const RawHttpAnswer answer = client.ask(request("GET", Entries + "/k", Me));
        QCOMPARE(answer.status, 500);
        QCOMPARE(answer.body, R"({"error":"internal"})");
        QVERIFY(!answer.has("connection"));
        QVERIFY(client.waitForEnd());
    }

    void archivedStore()
    {
        RawHttpHost host;
        host.store()->setArchived(true);
        RawHttpClient client(host.port());
        const RawHttpAnswer answer = client.ask(request("PUT", Entries + "/a", Me, "2"));
        QCOMPARE(answer.status, 403);
        QCOMPARE(answer.body, R"({"error":"store_archived"})");
        QCOMPARE(client.ask(request("GET", Entries + "/a", Me)).status, 200);
        QCOMPARE(host.seq(), 10u);
    }

    void whatAWriteLeaves()
    {
        RawHttpHost host;
        RawHttpClient client(host.port());
        client.ask(request("PUT", Entries + "/n", Me + "X-Request-Id: op_mine\r\n", "[1.0, 1]"));
        client.ask(request("DELETE", Entries + "/n", Me));
        client.ask(request("PUT", Entries + "/j", Me, R"({"_json":5})"));
        client.ask(request("PUT", Entries + "/s", Me, R"({"_scalar":[6]})"));
        client.ask(request("POST", Entries, Me, R"({"path":"p","value":{"_scalar":7}})"));
        client.ask(request("POST", Entries + "/batch_write", Me,
                           R"({"ops":[{"op":"set","path":"b","value":{"_scalar":8}}]})"));
        const auto log = host.store()->ledger().log(10, 10);
        QCOMPARE(log->size(), 6);
        QCOMPARE(log->at(0).clientOpId, u"op_mine"_s);
        QCOMPARE(log->at(0).deviceId, u"http:me"_s);
        QCOMPARE(DustValue::fromMessagePack(log->at(0).value).value(),
                 DustValue(DustArray{ 1.0, 1 }));
        QVERIFY(log->at(1).clientOpId.startsWith(u"op_"_s));
        QCOMPARE(log->at(1).op, DustOperation::Delete);
        QCOMPARE(DustValue::fromMessagePack(log->at(2).value).value(), DustValue(5));
        QCOMPARE(client.ask(request("GET", Entries + "/s", Me)).body,
                 R"({"path":"s","value":[6],"type":"string","revision":14})");
        QCOMPARE(client.ask(request("GET", Entries + "/p", Me)).body,
                 R"({"path":"p","value":7,"type":"integer","revision":15})");
        QCOMPARE(client.ask(request("GET", Entries + "/b", Me)).body,
                 R"({"path":"b","value":8,"type":"integer","revision":16})");
    }

    void operationIds_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QString>("id"); // empty: one that is made up
        QTest::newRow("usual") << "op_mine"_ba << u"op_mine"_s;
        QTest::newRow("percent") << "50%1"_ba << u"50%1"_s;
        QTest::newRow("percents") << "%2:%1%"_ba << u"%2:%1%"_s;
        QTest::newRow("UTF-8") << "\xC3\xBC"_ba << u"ü"_s;
        QTest::newRow("long") << QByteArray(60'000, 'x') << QString(60'000, u'x');
        QTest::newRow("no UTF-8") << "a\xFF"_ba << QString();
        QTest::newRow("surrogate") << "\xED\xA0\x80"_ba << QString();
        QTest::newRow("empty") << ""_ba << QString();
    }
    void operationIds()
    {
        QFETCH(QByteArray, header);
        QFETCH(QString, id);
        RawHttpHost host;
        RawHttpClient client(host.port());
        const QByteArray headers = Me + "X-Request-Id: " + header + "\r\n";
        QCOMPARE(client.ask(request("PUT", Entries + "/n", headers, "1")).status, 200);
        const QByteArray ops = R"({"ops":[{"op":"delete","path":"n"},{"op":"delete","path":"m"}]})";
        QCOMPARE(client.ask(request("POST", Entries + "/batch_write", headers, ops)).status, 200);
        const auto log = host.store()->ledger().log(10, 10);
        QCOMPARE(log->size(), 3);
        if (id.isEmpty()) {
            for (const DustLogRecord &record : *log)
                QVERIFY(record.clientOpId.startsWith(u"op_"_s));
        } else {
            QCOMPARE(log->at(0).clientOpId, id);
            QCOMPARE(log->at(1).clientOpId, id + u":0"_s);
            QCOMPARE(log->at(2).clientOpId, id + u":1"_s);
        }
    }

    // Decimals and datetimes are plain text wherever they are; other envelopes stay.
    void typedValues_data()
    {
        QTest::addColumn<QByteArray>("written");
        QTest::addColumn<QByteArray>("given");
        const QByteArray decimal = R"({"_type":"decimal","_typed":"1.50"})";
        const QByteArray dateTime = R"({"_type":"datetime","_typed":"2026-03-31T12:00:00Z"})";
        const QByteArray lease = R"({"_type":"lease","holder":"me","token":1})";
        QTest::newRow("itself") << decimal << R"("1.50")"_ba;
        QTest::newRow("in a list") << "[1," + decimal + ',' + dateTime + ']'
                                   << R"([1,"1.50","2026-03-31T12:00:00Z"])"_ba;
        QTest::newRow("in a list in a list") << "[[" + decimal + "]]"
                                             << R"([["1.50"]])"_ba;
        QTest::newRow("in an object in a list") << R"([{"net":)" + decimal + "}]"
                                                << R"([{"net":"1.50"}])"_ba;
        QTest::newRow("in a list in an object") << R"({"x":[)" + decimal + "]}"
                                                << R"({"x":["1.50"]})"_ba;
        QTest::newRow("lease in a list") << '[' + lease + ']' << '[' + lease + ']';
    }
    void typedValues()
    {
        QFETCH(QByteArray, written);
        QFETCH(QByteArray, given);
        RawHttpHost host;
        RawHttpClient client(host.port());
        QCOMPARE(client.ask(request("PUT", Entries + "/n", Me, written)).status, 200);
        const RawHttpAnswer answer = client.ask(request("GET", Entries + "/n", Me));
        QCOMPARE(answer.json().toObject().value(u"value"_s).toJson(), given);
    }

    void files()
    {
        RawHttpHost host;
        RawHttpClient client(host.port());
        const QByteArray target = "/api/files/" + host.fileHash.toLatin1();
        const RawHttpAnswer file = client.ask(request("GET", target, authorized("ro")));
        QCOMPARE(file.status, 200);
        QCOMPARE(file.body, "content");
        QCOMPARE(file.header("content-type"), "application/octet-stream");
        const RawHttpAnswer head = client.ask(request("HEAD", target, Me));
        QCOMPARE(head.status, 200);
        QCOMPARE(head.header("content-length"), "7");
        QByteArray encoded = target;
        QCOMPARE(client.ask(request("GET", encoded.replace(':', "%3A"), Me)).status, 200);
        for (const QByteArray &wrong : { target.chopped(1), target + '0', target.toUpper(),
                                         "/api/files/sha256:" + QByteArray(64, '0'),
                                         "/api/files/..%2F..%2Fetc%2Fpasswd"_ba }) {
            const int status = client.ask(request("GET", wrong, Me)).status;
            QVERIFY2(status == 404, wrong.constData());
        }
        client.ask(request("DELETE", Entries + "/doc", Me));
        QCOMPARE(client.ask(request("GET", target, Me)).status, 404);
    }

    void rateLimits()
    {
        RawHttpHost host;
        host.context.settings.readsPerMinute = 2;
        host.context.settings.writesPerMinute = 1;
        RawHttpClient client(host.port());
        const QByteArray get = request("GET", Entries + "/a", Me);
        RawHttpAnswer answer = client.ask(get);
        QCOMPARE(answer.header("x-ratelimit-limit"), "2");
        QCOMPARE(answer.header("x-ratelimit-remaining"), "1");
        QCOMPARE(answer.header("x-ratelimit-reset"), "60");
        QVERIFY(!answer.has("retry-after"));
        answer = client.ask(request("GET", Entries + "/z", Me));
        QCOMPARE(answer.status, 404);
        QCOMPARE(answer.header("x-ratelimit-remaining"), "0");
        answer = client.ask(get);
        QCOMPARE(answer.status, 429);
        QCOMPARE(answer.body, R"({"error":"rate_limited"})");
        QCOMPARE(answer.header("retry-after"), "23"); // it is 08:49:37
        QCOMPARE(answer.header("x-ratelimit-remaining"), "0");
        QCOMPARE(answer.header("x-ratelimit-reset"), "23");
        // Writes count apart, a batch read among them; an answer in a later turn tells as well.
        answer = client.ask(request("PUT", Entries + "/a", Me, "2"));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.header("x-ratelimit-limit"), "1");
        QCOMPARE(client.ask(request("POST", Entries + "/batch", Me, R"({"paths":[]})")).status,
                 429);
        // Another token is another account; who has none is not counted.
        QCOMPARE(client.ask(request("GET", Entries + "/a", authorized("ro"))).status, 200);
        answer = client.ask(request("GET", Entries + "/a", authorized("x")));
        QCOMPARE(answer.status, 401);
        QVERIFY(!answer.has("x-ratelimit-limit"));
        host.now.unix += 23'000;
        QCOMPARE(client.ask(get).status, 200);
        // What a channel takes is gone for HTTP as well.
        host.context.take(*host.context.tokens.find(u"ro"_s), DustRateLimiter::Read);
        answer = client.ask(request("GET", Entries + "/a", authorized("ro")));
        QCOMPARE(answer.header("x-ratelimit-remaining"), "0");
        // A thousand operations cost what one does, and what is refused has cost as well.
        const QByteArray ops = R"({"ops":[)" + R"({"op":"delete","path":"n"},)"_ba.repeated(999)
                + R"({"op":"delete","path":"n"}]})";
        answer = client.ask(request("POST", Entries + "/batch_write", Me, ops));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.header("x-ratelimit-remaining"), "0");
        answer = client.ask(request("PUT", Entries + "/a", authorized("ro"), "1"));
        QCOMPARE(answer.status, 403);
        QCOMPARE(answer.header("x-ratelimit-remaining"), "0");
        QVERIFY(!client.ask(request("GET", "/healthz", Me)).has("x-ratelimit-limit"));
    }
};

QTEST_GUILESS_MAIN(tst_DustRest)

#include "tst_dustrest.moc"
