// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// POST …/entries/batch and …/batch_write.

#include "rawhttpclient.h"
#include "rawhttphost.h"

using namespace Qt::StringLiterals;

namespace {

QByteArray post(const QByteArray &what, const QByteArray &body, const QByteArray &headers = {})
{
    return "POST /api/stores/acme/main/entries/" + what
            + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer rw\r\n" + headers
            + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

QByteArray repeated(const QByteArray &item, int count)
{
    return '[' + (item + ',').repeated(count).chopped(1) + ']';
}

QString errorOf(const RawHttpAnswer &answer)
{
    return answer.json().toObject().value(u"error"_s).toString();
}

} // namespace

class tst_DustRestBatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads()
    {
        RawHttpHost host;
        RawHttpClient client(host.port());
        const RawHttpAnswer answer = client.ask(post(
                "batch",
                R"({"paths":["a","b","b/d","z","price/net","a","broken","sp ace/ü+%/~1x~0"]})"));
        QCOMPARE(answer.status, 200);
        const char *expected = R"({"entries":{"a":{"value":1,"type":"integer","revision":1},
            "b/d":{"value":1.0,"type":"float","revision":3},
            "price/net":{"value":"1.50","type":"map","revision":6},
            "broken":{"value":1,"type":"integer","revision":9},
            "sp ace/ü+%/~1x~0":{"value":true,"type":"boolean","revision":5}},
            "missing":["b","z"]})";
        QCOMPARE(answer.json(), DustValue::fromJson(expected).value());
        QCOMPARE(client.ask(post("batch", R"({"paths":[]})")).body,
                 R"({"entries":{},"missing":[]})");
        const QByteArray thousand = R"({"paths":)" + repeated(R"("a")", 1000) + '}';
        QCOMPARE(client.ask(post("batch", thousand)).status, 200);
    }

    void refusesToRead_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("error");
        QTest::newRow("no object") << "[]"_ba << u"invalid_params"_s;
        QTest::newRow("no paths") << "{}"_ba << u"invalid_params"_s;
        QTest::newRow("no list") << R"({"paths":"a"})"_ba << u"invalid_params"_s;
        QTest::newRow("too many") << R"({"paths":)" + repeated(R"("a")", 1001) + '}'
                                  << u"invalid_params"_s;
        QTest::newRow("no text") << R"({"paths":[1]})"_ba << u"not_a_string"_s;
        QTest::newRow("bad path") << R"({"paths":["a","b~"]})"_ba << u"invalid_escape"_s;
        QTest::newRow("bad JSON") << R"({"paths":[)"_ba << u"invalid_params"_s;
    }
    void refusesToRead()
    {
        QFETCH(QByteArray, body);
        RawHttpHost host;
        RawHttpClient client(host.port());
        const RawHttpAnswer answer = client.ask(post("batch", body));
        QCOMPARE(answer.status, 400);
        QTEST(errorOf(answer), "error");
    }

    void writes()
    {
        RawHttpHost host;
        RawHttpClient client(host.port());
        const RawHttpAnswer answer = client.ask(
                post("batch_write",
                     R"({"ops":[{"op":"set","path":"n","value":{"x":1}},{"op":"delete","path":"b"},
                    {"op":"set","path":"a","value":null,"if_match":1,"if_absent":true},
                    {"op":"set","path":"b","value":{}},{"op":"delete","path":"a","if_match":13}]})",
                     "X-Request-Id: mine\r\n"));
        QCOMPARE(answer.status, 200);
        const char *expected = R"({"ops":[{"path":"n","revision":11,"store_seq":11},
            {"path":"b","revision":12,"store_seq":12},{"path":"a","revision":13,"store_seq":13},
            {"path":"b","revision":14,"store_seq":14},{"path":"a","revision":15,"store_seq":15}],
            "store_seq":15})";
        QCOMPARE(answer.json(), DustValue::fromJson(expected).value());
        const auto log = host.store()->ledger().log(10, 10);
        QCOMPARE(log->size(), 5);
        for (int i = 0; i < 5; ++i) {
            QCOMPARE(log->at(i).clientOpId, u"mine:%1"_s.arg(i));
            QCOMPARE(log->at(i).deviceId, u"http:me"_s);
        }
        client.ask(post("batch_write", R"({"ops":[{"op":"delete","path":"b"}]})"));
        const QString id = host.store()->ledger().log(15, 1)->first().clientOpId;
        QVERIFY(id.startsWith(u"op_"_s) && id.endsWith(u":0"_s));
    }

    void writesAThousand()
    {
        RawHttpHost host;
        RawHttpClient client(host.port());
        const QByteArray op = R"({"op":"set","path":"a","value":1})";
        const RawHttpAnswer answer = client.ask(
                post("batch_write", R"({"ops":)" + repeated(op, 1000) + '}'));
        QCOMPARE(answer.status, 200);
        QCOMPARE(host.seq(), 1010u);
        QCOMPARE(client.ask(post("batch_write", R"({"ops":)" + repeated(op, 1001) + '}')).status,
                 400);
        QCOMPARE(host.seq(), 1010u);
    }

    // All or nothing.
    void refusesToWrite_data()
    {
        QTest::addColumn<QByteArray>("op"); // behind a good one
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("json"); // without detail
        const auto row = [](const char *name, const QByteArray &op, const QByteArray &error,
                            const QByteArray &path) {
            QTest::newRow(name) << op << 400
                                << "{\"error\":\"" + error + "\",\"op_index\":1,\"path\":\"" + path
                            + "\"}";
        };
        row("no object", "1", "missing_path", "");
        row("no path", R"({"op":"delete"})", "missing_path", "");
        row("path 1", R"({"op":"delete","path":1})", "not_a_string", "");
        row("bad path", R"({"op":"delete","path":"a/"})", "empty_segment", "a/");
        row("no op", R"({"path":"a"})", "invalid_params", "a");
        row("other op", R"({"op":"increment","path":"a","value":1})", "invalid_params", "a");
        row("no value", R"({"op":"set","path":"a"})", "invalid_params", "a");
        row("if_match 0", R"({"op":"delete","path":"a","if_match":0})", "invalid_params", "a");
        row("if_match text", R"({"op":"delete","path":"a","if_match":"1"})", "invalid_params", "a");
        row("if_match 1.0", R"({"op":"delete","path":"a","if_match":1.0})", "invalid_params", "a");
        row("if_match of an object", R"({"op":"set","path":"a","value":{"x":1},"if_match":1})",
            "if_match_multi_leaf", "a");
        row("empty key", R"({"op":"set","path":"a","value":{"":1}})", "empty_segment", "a");
        QTest::newRow("stale")
                << R"({"op":"set","path":"a","value":1,"if_match":9})"_ba << 412
                << R"({"error":"conflict","current_revision":1,"op_index":1,"path":"a"})"_ba;
        QTest::newRow("subtree")
                << R"({"op":"delete","path":"b","if_match":3})"_ba << 412
                << R"({"error":"conflict","current_revision":3,"op_index":1,"path":"b"})"_ba;
        QTest::newRow("missing")
                << R"({"op":"delete","path":"z","if_match":9})"_ba << 412
                << R"({"error":"conflict","current_revision":null,"op_index":1,"path":"z"})"_ba;
    }
    void refusesToWrite()
    {
        QFETCH(QByteArray, op);
        QFETCH(QByteArray, json);
        RawHttpHost host;
        RawHttpClient client(host.port());
        const RawHttpAnswer answer = client.ask(
                post("batch_write", R"({"ops":[{"op":"set","path":"n","value":1},)" + op + "]}"));
        QTEST(answer.status, "status");
        DustObject object = answer.json().toObject();
        object.remove(u"detail"_s);
        QCOMPARE(DustValue(object), DustValue::fromJson(json).value());
        QCOMPARE(answer.header("connection"), "keep-alive");
        QCOMPARE(host.seq(), 10u);
    }

    void refusesBodies_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("no object") << "[]"_ba;
        QTest::newRow("no ops") << "{}"_ba;
        QTest::newRow("none") << R"({"ops":[]})"_ba;
        QTest::newRow("no list") << R"({"ops":{}})"_ba;
        QTest::newRow("nothing") << ""_ba;
        QTest::newRow("bad JSON") << R"({"ops":[)"_ba;
    }
    void refusesBodies()
    {
        QFETCH(QByteArray, body);
        RawHttpHost host;
        RawHttpClient client(host.port());
        const RawHttpAnswer answer = client.ask(post("batch_write", body));
        QCOMPARE(answer.status, 400);
        QCOMPARE(errorOf(answer), u"invalid_params"_s);
    }

    // PROTOCOL §5: committed, and answered as if it had failed.
    void slowWriter_data()
    {
        QTest::addColumn<bool>("asProduction");
        QTest::addColumn<int>("milliseconds");
        QTest::addColumn<int>("status");
        QTest::newRow("slow") << true << 5001 << 400;
        QTest::newRow("just in time") << true << 5000 << 200;
        QTest::newRow("development") << false << 60'000 << 200;
    }
    void slowWriter()
    {
        QFETCH(bool, asProduction);
        QFETCH(int, milliseconds);
        RawHttpHost host;
        host.context.settings.asProduction = asProduction;
        // The clock jumps when the batch has arrived and waits for the turn's end.
        host.context.settings.answerHook = [&host, milliseconds](const DustServerRequest &) {
            QMetaObject::invokeMethod(
                    host.store(), [&host, milliseconds] { host.now.monotonic += milliseconds; },
                    Qt::QueuedConnection);
            return std::optional<DustServerAnswer>();
        };
        RawHttpClient client(host.port());
        const RawHttpAnswer answer = client.ask(
                post("batch_write", R"({"ops":[{"op":"set","path":"n","value":1}]})"));
        QTEST(answer.status, "status");
        if (answer.status == 400) {
            QCOMPARE(errorOf(answer), u"invalid_params"_s);
            QVERIFY(answer.body.contains("writer_unavailable"));
        }
        QCOMPARE(host.seq(), 11u);
    }
};

QTEST_GUILESS_MAIN(tst_DustRestBatch)

#include "tst_dustrestbatch.moc"
