// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Answers that say yes, and not what PROTOCOL §3 says: for a read that is an error, for a write it
// may mean anything.

#include "httpcalls.h"

using namespace Qt::StringLiterals;

class tst_DustHttpAnswers : public QObject
{
    Q_OBJECT

    std::unique_ptr<HttpHost> m_host;

private Q_SLOTS:
    void init() { m_host = std::make_unique<HttpHost>(); }
    void cleanup() { m_host.reset(); }

    void broken_data();
    void broken();
    void wrongReads_data();
    void wrongReads();
    void wrongWrites_data();
    void wrongWrites();
    void takesMore();
    void aHeadNeedsNoBody();
};

void tst_DustHttpAnswers::broken_data()
{
    QTest::addColumn<HttpCall>("call");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<DustError::Kind>("forRead");
    const auto rows = [](const char *name, const QByteArray &answer,
                         DustError::Kind forRead = DustError::Http) {
        for (const HttpCall &call : HttpCall::reads() + HttpCall::writes())
            QTest::addRow("%s, %s", name, call.name) << call << answer << forRead;
    };
    const auto ok = [](const QByteArray &body, qsizetype length) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + QByteArray::number(length) + "\r\n\r\n" + body;
    };
    // Good for every call, but for the paths that it names.
    const QByteArray fine =
            R"({"path":"a/b","value":1,"type":"integer","revision":3,"store_seq":3,)"
            R"("items":[],"next_cursor":null,"entries":{},"missing":["a/b"],)"
            R"("ops":[{"store_seq":3}]})";
    rows("no JSON", ok("<html>", 6));
    rows("nothing", ok("", 0));
    rows("no length", "HTTP/1.1 204 No Content\r\n\r\n");
    rows("list", ok("[]", 2));
    rows("null", ok("null", 4));
    rows("half of it", ok("{\"path\"", 7));
    rows("bad UTF-8", ok("{\"path\":\"\xff\"}", 12));
    rows("more behind it", ok(fine + "{}", fine.size() + 2));
    rows("claims more", ok(fine, fine.size() + 100));
    rows("claims less", ok(fine, fine.size() - 1));
    rows("claims nothing", ok(fine, 0));
    rows("cut short without a length",
         "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + fine.chopped(1));
    // Qt does not always tell that a chunk is missing: then the document has to.
    const QByteArray some = fine.chopped(1);
    rows("cut short in a chunk",
         "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n" + some);
    rows("cut short before the last chunk",
         "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                 + QByteArray::number(some.size(), 16) + "\r\n" + some + "\r\n");
    rows("deep", ok(QByteArray(100'000, '['), 100'000));
    rows("cut in the status", "HTTP/1.1 20", DustError::Network);
    rows("cut in the head", "HTTP/1.1 200 OK\r\nContent-Le", DustError::Network);
    rows("no HTTP", "SSH-2.0-OpenSSH_9.2\r\n", DustError::Network);
    rows("no status", "HTTP/1.1 abc OK\r\n\r\n", DustError::Network);
}

void tst_DustHttpAnswers::broken()
{
    QFETCH(HttpCall, call);
    QFETCH(QByteArray, answer);
    QFETCH(DustError::Kind, forRead);
    m_host->answerWith(DustServerAnswer::raw(answer));
    const DustError error = call(HttpEnd(*m_host));
    QVERIFY2(error.kind() == (call.isWrite ? DustError::Indeterminate : forRead),
             qPrintable(error.message()));
    QCOMPARE(error.isRetryable(), !call.isWrite);
    QCOMPARE(m_host->requests.size(), 1);
}

void tst_DustHttpAnswers::wrongReads_data()
{
    QTest::addColumn<int>("call"); // of HttpCall::reads()
    QTest::addColumn<QByteArray>("body");
    const auto row = [](int call, const QByteArray &body) {
        QTest::addRow("%s %s", HttpCall::reads().at(call).name, body.constData()) << call << body;
    };
    enum { Get, GetDots, GetMany, ExistsDots, List };
    row(Get, R"({"value":1,"type":"integer","revision":3})");
    row(Get, R"({"path":"a/c","value":1,"type":"integer","revision":3})");
    row(Get, R"({"path":["a","b"],"value":1,"type":"integer","revision":3})");
    row(Get, R"({"path":"a/b","type":"integer","revision":3})");
    row(Get, R"({"path":"a/b","value":1,"revision":3})");
    row(Get, R"({"path":"a/b","value":1,"type":7,"revision":3})");
    row(Get, R"({"path":"a/b","value":1,"type":"integer"})");
    row(Get, R"({"path":"a/b","value":1,"type":"integer","revision":0})");
    row(Get, R"({"path":"a/b","value":1,"type":"integer","revision":-3})");
    row(Get, R"({"path":"a/b","value":1,"type":"integer","revision":3.0})");
    row(Get, R"({"path":"a/b","value":1,"type":"integer","revision":"3"})");
    row(Get, R"({"path":"a/b","value":1,"type":"integer","revision":null})");
    for (const int call : { int(GetDots), int(ExistsDots), int(List) }) {
        row(call, R"({"next_cursor":null})");
        row(call, R"({"items":null,"next_cursor":null})");
        row(call, R"({"items":{},"next_cursor":null})");
        row(call, R"({"items":[7],"next_cursor":null})");
        row(call, R"({"items":[{}],"next_cursor":null})");
        row(call, R"({"items":[{"path":""}],"next_cursor":null})");
        row(call, R"({"items":[{"path":"a//b","value":1,"type":"integer","revision":3}]})");
        row(call, R"({"items":[],"next_cursor":7})");
        row(call, R"({"items":[],"next_cursor":""})");
    }
    row(List, R"({"items":["a/b"],"next_cursor":null})");
    row(List, R"({"items":[{"path":"a/b","value":1,"type":"integer"}],"next_cursor":null})");
    row(List, R"({"items":[{"path":"a/b","type":"integer","revision":3}],"next_cursor":null})");
    row(GetMany, R"({"missing":["a/b"]})");
    row(GetMany, R"({"entries":[],"missing":["a/b"]})");
    row(GetMany, R"({"entries":{}})");
    row(GetMany, R"({"entries":{},"missing":{}})");
    row(GetMany, R"({"entries":{},"missing":[]})");
    row(GetMany, R"({"entries":{},"missing":["b"]})");
    row(GetMany, R"({"entries":{"a/b":7},"missing":[]})");
    row(GetMany, R"({"entries":{"a/b":{"value":1,"type":"integer"}},"missing":[]})");
    row(GetMany, R"({"entries":{"a/b":{"type":"integer","revision":3}},"missing":[]})");
}

void tst_DustHttpAnswers::wrongReads()
{
    QFETCH(int, call);
    QFETCH(QByteArray, body);
    m_host->answerWith(DustServerAnswer::json(200, body));
    const DustError error = HttpCall::reads().at(call)(HttpEnd(*m_host));
    QVERIFY2(error.kind() == DustError::Http, qPrintable(error.message()));
    QCOMPARE(error.reason(), u"invalid_answer"_s);
    QVERIFY(error.isRetryable());
}

void tst_DustHttpAnswers::wrongWrites_data()
{
    QTest::addColumn<HttpCall>("call");
    QTest::addColumn<QByteArray>("body");
    for (const HttpCall &call : HttpCall::writes()) {
        for (const char *body :
             { "{}", R"({"revision":3})", R"({"store_seq":0,"ops":[{"store_seq":3}]})",
               R"({"store_seq":-3,"ops":[{"store_seq":3}]})",
               R"({"store_seq":"3","ops":[{"store_seq":3}]})",
               R"({"store_seq":3.0,"ops":[{"store_seq":3}]})" })
            QTest::addRow("%s %s", call.name, body) << call << QByteArray(body);
    }
    const HttpCall batch = HttpCall::writes().constLast();
    for (const char *body :
         { R"({"store_seq":3})", R"({"store_seq":3,"ops":{}})", R"({"store_seq":3,"ops":[]})",
           R"({"store_seq":3,"ops":[{"path":"a/b","revision":3,"store_seq":3}]})",
           R"({"store_seq":3,"ops":[{"store_seq":1},{"store_seq":2},{"store_seq":3}]})",
           R"({"store_seq":3,"ops":[{"store_seq":2},{"revision":3}]})",
           R"({"store_seq":3,"ops":[{"store_seq":2},7]})",
           R"({"ops":[{"store_seq":2},{"store_seq":3}]})" })
        QTest::addRow("batch %s", body) << batch << QByteArray(body);
}

void tst_DustHttpAnswers::wrongWrites()
{
    QFETCH(HttpCall, call);
    QFETCH(QByteArray, body);
    m_host->answerWith(DustServerAnswer::json(200, body));
    const DustError error = call(HttpEnd(*m_host));
    QVERIFY2(error.kind() == DustError::Indeterminate, qPrintable(error.message()));
    QCOMPARE(error.reason(), u"invalid_answer"_s);
    QVERIFY(!error.isRetryable());
}

// Servers grow.
void tst_DustHttpAnswers::takesMore()
{
    const HttpEnd end(*m_host);
    m_host->answerWith(DustServerAnswer::json(
            200,
            R"({"path":"a","value":1.0,"type":"unheard of","revision":18446744073709551615,)"
            R"("more":[]})"));
    const auto entry = answerOf(end->get(at(u"a"_s)));
    QVERIFY2(entry, qPrintable(entry.error().message()));
    QCOMPARE(entry->value(), DustValue(1.0));
    QCOMPARE(entry->type(), DustEntry::Float);
    QCOMPARE(entry->revision(), 18446744073709551615u);
    m_host->answerWith(DustServerAnswer::json(
            201, R"({"store_seq":3,"ops":[{"store_seq":2,"x":1},{"store_seq":3}],"more":1})"));
    for (const HttpCall &call : HttpCall::writes()) {
        if (call.name == QByteArrayView("batch"))
            QCOMPARE(call(end), DustError());
    }
}

void tst_DustHttpAnswers::aHeadNeedsNoBody()
{
    m_host->answerWith(DustServerAnswer::json(200, "<html>"));
    const HttpEnd end(*m_host);
    QCOMPARE(answerOf(end->exists(at(u"a"_s))), DustResult<bool>(true));
    m_host->answerItself();
    QCOMPARE(answerOf(end->exists(at(u"a"_s))), DustResult<bool>(false));
}

QTEST_GUILESS_MAIN(tst_DustHttpAnswers)

#include "tst_dusthttpanswers.moc"
