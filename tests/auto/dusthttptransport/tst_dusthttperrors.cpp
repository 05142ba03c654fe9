// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What a DustHttpTransport makes of every answer that is no success, and of none.

#include "httpcalls.h"

#include <QtCore/QLocale>
#include <QtNetwork/QTcpServer>

using namespace Qt::StringLiterals;

class tst_DustHttpErrors : public QObject
{
    Q_OBJECT

    std::unique_ptr<HttpHost> m_host;

    static DustServerAnswer answer(int status, const QByteArray &body,
                                   const DustServerHeaders &headers = {})
    {
        DustServerAnswer made = DustServerAnswer::json(status, body);
        made.headers += headers;
        return made;
    }

private Q_SLOTS:
    void init() { m_host = std::make_unique<HttpHost>(); }
    void cleanup() { m_host.reset(); }

    void statuses_data();
    void statuses();
    void notThere();
    void preconditions_data();
    void preconditions();
    void batchPreconditions();
    void retryAfter_data();
    void retryAfter();
    void aDateToRetryAfter();
    void undecided_data();
    void undecided();
    void cutShort_data();
    void cutShort();
    void noAnswer_data();
    void noAnswer();
    void neverSent_data();
    void neverSent();
};

void tst_DustHttpErrors::statuses_data()
{
    QTest::addColumn<HttpCall>("call");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<DustServerHeaders>("headers");
    QTest::addColumn<DustError::Kind>("kind");
    QTest::addColumn<bool>("retryable");
    using Kind = DustError::Kind;
    const auto rows = [](const char *name, int status, const QByteArray &body, Kind forRead,
                         Kind forWrite, bool canRetryRead, bool canRetryWrite,
                         const DustServerHeaders &headers = {}) {
        for (const HttpCall &call : HttpCall::all()) {
            if (status == 404 && !call.isWrite && call.name == QByteArrayView("exists"))
                continue;
            QTest::addRow("%d %s, %s", status, name, call.name)
                    << call << status << body << headers << (call.isWrite ? forWrite : forRead)
                    << (call.isWrite ? canRetryWrite : canRetryRead);
        }
    };
    const auto same = [&rows](const char *name, int status, const QByteArray &body, Kind kind,
                              const DustServerHeaders &headers = {}) {
        const bool retryable = kind == Kind::RateLimited;
        rows(name, status, body, kind, kind, retryable, retryable, headers);
    };
    const QByteArray page = "<html><body>nginx</body></html>";
    same("unauthorized", 401, R"({"error":"unauthorized"})", Kind::Unauthorized);
    same("page", 401, page, Kind::Unauthorized);
    // QNetworkAccessManager has its own ideas about these.
    same("basic", 401, "{}", Kind::Unauthorized, { { "WWW-Authenticate", "Basic realm=\"x\"" } });
    same("bearer", 401, "{}", Kind::Unauthorized, { { "WWW-Authenticate", "Bearer" } });
    same("digest", 401, "{}", Kind::Unauthorized,
         { { "WWW-Authenticate", "Digest realm=\"x\", nonce=\"y\", qop=\"auth\"" } });
    same("ntlm", 401, "{}", Kind::Unauthorized, { { "WWW-Authenticate", "NTLM" } });
    same("negotiate", 401, "{}", Kind::Unauthorized, { { "WWW-Authenticate", "Negotiate" } });
    same("basic", 407, "{}", Kind::InvalidParams,
         { { "Proxy-Authenticate", "Basic realm=\"x\"" } });
    same("ntlm", 407, "{}", Kind::InvalidParams, { { "Proxy-Authenticate", "NTLM" } });
    same("forbidden", 403, R"({"error":"forbidden"})", Kind::Unauthorized);
    same("empty", 403, "", Kind::Unauthorized);
    same("route", 404, R"({"errors":{"detail":"Not Found"}})", Kind::NotImplemented);
    same("page", 404, page, Kind::NotImplemented);
    same("entry", 404, R"({"error":"not_found"})", Kind::NotFound);
    same("rate", 429, R"({"error":"rate_limited"})", Kind::RateLimited);
    for (const int status : { 400, 405, 406, 408, 409, 410, 413, 414, 415, 422, 426, 431, 499 })
        same("other", status, R"({"error":"invalid_params","detail":"no"})", Kind::InvalidParams);
    same("page", 400, page, Kind::InvalidParams);
    same("list", 400, "[]", Kind::InvalidParams);
    for (const int status : { 500, 501, 502, 503, 504, 599, 304, 300 })
        rows("other", status, page, Kind::Http, Kind::Indeterminate, true, false);
    for (const int status : { 301, 302, 303, 307, 308 })
        rows("elsewhere", status, "", Kind::Http, Kind::Http, false, false,
             { { "Location", "/elsewhere" } });
}

void tst_DustHttpErrors::statuses()
{
    QFETCH(HttpCall, call);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(DustServerHeaders, headers);
    QFETCH(DustError::Kind, kind);
    QFETCH(bool, retryable);
    m_host->answerWith(answer(status, body, headers));
    const HttpEnd end(*m_host);
    const DustError error = call(end);
    QVERIFY2(error.kind() == kind, qPrintable(error.message()));
    QCOMPARE(error.isRetryable(), retryable);
    QCOMPARE(error.httpStatus(), status);
    QVERIFY2(error.message().startsWith(u"The "_s) && error.message().endsWith(u'.'),
             qPrintable(error.message()));
    if (call.name != QByteArrayView("exists")) // which may be sent again
        QCOMPARE(m_host->requests.size(), 1);
}

void tst_DustHttpErrors::notThere()
{
    const HttpEnd end(*m_host);
    QCOMPARE(answerOf(end->get(at(u"a"_s))).error().kind(), DustError::NotFound);
    QCOMPARE(answerOf(end->get(at(u"a"_s))).error().path(), u"a"_s);
    QCOMPARE(answerOf(end->get(at(u"a/.."_s))).error().kind(), DustError::NotFound);
    QCOMPARE(answerOf(end->exists(at(u"a"_s))), DustResult<bool>(false));
    QCOMPARE(answerOf(end->exists(at(u"a/.."_s))), DustResult<bool>(false));
    QVERIFY(answerOf(end->getMany({ at(u"a"_s) }))->isEmpty());
}

void tst_DustHttpErrors::preconditions_data()
{
    QTest::addColumn<DustOperation>("operation");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<DustError::Kind>("kind");
    QTest::addColumn<std::optional<quint64>>("revision");
    const auto row = [](const char *name, const DustOperation &operation, const QByteArray &body,
                        DustError::Kind kind, std::optional<quint64> revision) {
        QTest::newRow(name) << operation << body << kind << revision;
    };
    const auto put = DustOperation::set(at(u"a/b"_s), 1);
    const auto guarded = DustOperation(put).setIfMatch(3);
    const auto absent = DustOperation(put).setIfAbsent(true);
    row("moved on", guarded, R"({"error":"conflict","current_revision":7})", DustError::Conflict,
        7);
    row("gone", guarded, R"({"error":"conflict","current_revision":null})", DustError::Conflict,
        {});
    row("large", guarded, R"({"error":"conflict","current_revision":18446744073709551615})",
        DustError::Conflict, 18446744073709551615u);
    row("odd revision", guarded, R"({"error":"conflict","current_revision":"7"})",
        DustError::Conflict, {});
    row("no JSON", guarded, "no", DustError::Conflict, {});
    row("taken", absent, R"({"error":"exists","current_revision":7})", DustError::Exists, 7);
    row("taken, no JSON", absent, "", DustError::Exists, {});
    const auto dots = DustOperation::set(at(u"a/.."_s), 1);
    row("dots moved on", DustOperation(dots).setIfMatch(3),
        R"({"error":"conflict","op_index":0,"path":"a/..","current_revision":7})",
        DustError::Conflict, 7);
    row("dots taken", DustOperation(dots).setIfAbsent(true),
        R"({"error":"exists","current_revision":7})", DustError::Exists, 7);
    row("delete", DustOperation::remove(at(u"a/b"_s)).setIfMatch(3),
        R"({"error":"conflict","current_revision":7})", DustError::Conflict, 7);
}

void tst_DustHttpErrors::preconditions()
{
    QFETCH(DustOperation, operation);
    QFETCH(QByteArray, body);
    QFETCH(DustError::Kind, kind);
    QFETCH(std::optional<quint64>, revision);
    m_host->answerWith(answer(412, body));
    const HttpEnd end(*m_host);
    const DustError error = answerOf(end->write(operation)).error();
    QCOMPARE(error.kind(), kind);
    QCOMPARE(error.currentRevision(), revision);
    QVERIFY(!error.isRetryable());
    QCOMPARE(error.path(), operation.path().toString());
    QCOMPARE(error.opIndex(), -1);
}

void tst_DustHttpErrors::batchPreconditions()
{
    const HttpEnd end(*m_host);
    QVERIFY(answerOf(end->write(DustOperation::set(at(u"a"_s), 1))));
    QVERIFY(answerOf(end->write(DustOperation::set(at(u"a"_s), 2))));
    const DustError error = answerOf(end->batchWrite(
                                             { DustOperation::set(at(u"b"_s), 1),
                                               DustOperation::set(at(u"a"_s), 3).setIfMatch(1) }))
                                    .error();
    QCOMPARE(error.kind(), DustError::Conflict);
    QCOMPARE(error.opIndex(), 1);
    QCOMPARE(error.path(), u"a"_s);
    QCOMPARE(error.currentRevision(), std::optional<quint64>(2));
    QCOMPARE(answerOf(end->exists(at(u"b"_s))), DustResult<bool>(false));
    m_host->answerWith(
            answer(412, R"({"error":"conflict","op_index":9223372036854775807,"path":7})"));
    QCOMPARE(answerOf(end->batchWrite({ DustOperation::set(at(u"b"_s), 1) })).error().kind(),
             DustError::Conflict);
}

void tst_DustHttpErrors::retryAfter_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("seconds");
    const auto row = [](const char *name, const QByteArray &header, const QByteArray &body,
                        int seconds) { QTest::newRow(name) << header << body << seconds; };
    constexpr int Day = 24 * 60 * 60;
    row("seconds", "30", "", 30);
    row("zero", "0", "", 0);
    row("negative", "-5", "", 0);
    row("for ever", "9223372036854775807", "", Day);
    row("no number", "99999999999999999999", "", 0);
    row("words", "soon", R"({"error":"rate_limited"})", 0);
    row("missing", "", R"({"error":"rate_limited"})", 0);
    row("date long past", "Sun, 06 Nov 1994 08:49:37 GMT", "", 0);
    row("date far ahead", "Fri, 01 Jan 2100 00:00:00 GMT", "", Day);
    row("no date", "Fri, 99 Jan 2100 00:00:00 GMT", "", 0);
    row("body", "", R"({"error":"rate_limited","retry_after_ms":1500})", 2);
    row("header wins", "7", R"({"error":"rate_limited","retry_after_ms":1500})", 7);
    row("body for ever", "", R"({"retry_after_ms":9223372036854775807})", Day);
    row("body negative", "", R"({"retry_after_ms":-9223372036854775808})", 0);
}

void tst_DustHttpErrors::retryAfter()
{
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, body);
    QFETCH(int, seconds);
    DustServerHeaders headers;
    if (!header.isEmpty())
        headers.emplaceBack("Retry-After", header);
    m_host->answerWith(answer(429, body, headers));
    const HttpEnd end(*m_host);
    for (const HttpCall &call :
         { HttpCall::reads().constFirst(), HttpCall::writes().constFirst() }) {
        const DustError error = call(end);
        QCOMPARE(error.kind(), DustError::RateLimited);
        QCOMPARE(error.retryAfter(), seconds);
        QVERIFY(error.isRetryable());
        QCOMPARE(error.message().contains(u"seconds"_s), seconds > 0);
    }
}

void tst_DustHttpErrors::aDateToRetryAfter()
{
    const QDateTime date = QDateTime::currentDateTimeUtc().addSecs(600);
    const QString text = QLocale::c().toString(date, u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s);
    m_host->answerWith(answer(429, "", { { "Retry-After", text.toLatin1() } }));
    const HttpEnd end(*m_host);
    const int seconds = answerOf(end->get(at(u"a"_s))).error().retryAfter();
    QVERIFY2(seconds > 500 && seconds <= 600, qPrintable(QString::number(seconds)));
}

void tst_DustHttpErrors::undecided_data()
{
    QTest::addColumn<HttpCall>("call");
    for (const HttpCall &call : HttpCall::reads() + HttpCall::writes())
        QTest::newRow(call.name) << call;
}

void tst_DustHttpErrors::undecided()
{
    QFETCH(HttpCall, call);
    m_host->answerWith(answer(
            400, R"({"error":"invalid_params","detail":"** (exit) :writer_unavailable, 5000"})"));
    const DustError error = call(HttpEnd(*m_host));
    QCOMPARE(error.kind(), call.isWrite ? DustError::Indeterminate : DustError::InvalidParams);
    QVERIFY(!error.isRetryable());
    QCOMPARE(error.httpStatus(), 400);
    QVERIFY2(error.message().contains(u"writer_unavailable"_s), qPrintable(error.message()));
}

// A status that is given before anything is written says enough; a 400 does not, before its reason is there.
void tst_DustHttpErrors::cutShort_data()
{
    QTest::addColumn<HttpCall>("call");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<DustError::Kind>("kind");
    using Kind = DustError::Kind;
    const auto rows = [](const char *name, int status, const QByteArray &rest, Kind kind) {
        const QByteArray answer = "HTTP/1.1 " + QByteArray::number(status) + " No\r\n" + rest;
        for (const HttpCall &call : HttpCall::writes())
            QTest::addRow("%d %s, %s", status, name, call.name) << call << answer << kind;
    };
    const QByteArray whole = R"({"error":"invalid_params","detail":"no"})";
    const QByteArray cut = R"({"error":"invalid_params","detail":"** (exit) )";
    const QByteArray length = "Content-Length: 100\r\n\r\n";
    const QByteArray chunked = "Transfer-Encoding: chunked\r\n\r\n";
    const auto chunk = [](const QByteArray &bytes) {
        return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
    };
    rows("cut", 400, length + cut, Kind::Indeterminate);
    rows("cut before the body", 400, length, Kind::Indeterminate);
    rows("cut, without a length", 400, "\r\n" + cut, Kind::Indeterminate);
    rows("nothing, without a length", 400, "\r\n", Kind::Indeterminate);
    rows("cut in a chunk", 400, chunked + "ff\r\n" + cut, Kind::Indeterminate);
    rows("cut between chunks", 400, chunked + chunk(cut), Kind::Indeterminate);
    for (const int status : { 408, 409, 422, 499 })
        rows("cut", status, length + cut, Kind::Indeterminate);
    rows("cut behind the reason", 400, length + whole, Kind::InvalidParams);
    rows("whole, without a length", 400, "\r\n" + whole, Kind::InvalidParams);
    rows("whole, in chunks", 400, chunked + chunk(whole) + "0\r\n\r\n", Kind::InvalidParams);
    rows("nothing", 400, "Content-Length: 0\r\n\r\n", Kind::InvalidParams);
    rows("cut", 403, length + cut, Kind::Unauthorized);
    for (const int status : { 405, 413, 414 })
        rows("cut", status, length + cut, Kind::InvalidParams);
    rows("cut", 404, length, Kind::NotImplemented);
    rows("cut", 412, length + R"({"error":"conflict")", Kind::Conflict);
    rows("cut", 429, length, Kind::RateLimited);
    // Qt does not tell the status before it has all of such an answer.
    rows("cut", 401, length + cut, Kind::Indeterminate);
    rows("cut, without a length", 401, "\r\n" + cut, Kind::Unauthorized);
}

void tst_DustHttpErrors::cutShort()
{
    QFETCH(HttpCall, call);
    QFETCH(QByteArray, answer);
    QFETCH(DustError::Kind, kind);
    if (kind == DustError::Conflict && QByteArrayView(call.name).endsWith("if absent"))
        kind = DustError::Exists; // what was asked for tells
    m_host->answerWith(DustServerAnswer::raw(answer));
    const DustError error = call(HttpEnd(*m_host));
    QVERIFY2(error.kind() == kind, qPrintable(error.message()));
    const int status = answer.mid(9, 3).toInt();
    const bool isTold = status != 401 || kind == DustError::Unauthorized;
    QCOMPARE(error.httpStatus(), isTold ? status : 0);
    QCOMPARE(error.isRetryable(), kind == DustError::RateLimited);
    QCOMPARE(m_host->requests.size(), 1);
}

void tst_DustHttpErrors::noAnswer_data()
{
    QTest::addColumn<HttpCall>("call");
    for (const HttpCall &call : HttpCall::all())
        QTest::newRow(call.name) << call;
}

void tst_DustHttpErrors::noAnswer()
{
    QFETCH(HttpCall, call);
    m_host->answerWith(DustServerAnswer::hangUp());
    const DustError error = call(HttpEnd(*m_host));
    QVERIFY2(error.kind() == (call.isWrite ? DustError::Indeterminate : DustError::Network),
             qPrintable(error.message()));
    QCOMPARE(error.isRetryable(), !call.isWrite);
    QCOMPARE(error.reason(), u"no_answer"_s);
    QCOMPARE(error.httpStatus(), 0);
    QVERIFY2(error.message().contains(m_host->url().toString()), qPrintable(error.message()));
}

void tst_DustHttpErrors::neverSent_data()
{
    QTest::addColumn<HttpCall>("call");
    QTest::addColumn<QUrl>("origin");
    QTcpServer closed;
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    const int port = closed.serverPort();
    closed.close();
    for (const HttpCall &call : HttpCall::all()) {
        for (const QString &scheme : { u"http"_s, u"https"_s }) {
            QTest::addRow("%s refused, %s", qPrintable(scheme), call.name)
                    << call << QUrl(u"%1://127.0.0.1:%2"_s.arg(scheme).arg(port));
            QTest::addRow("%s no such host, %s", qPrintable(scheme), call.name)
                    << call << QUrl(u"%1://dust.invalid"_s.arg(scheme));
        }
    }
}

void tst_DustHttpErrors::neverSent()
{
    QFETCH(HttpCall, call);
    QFETCH(QUrl, origin);
    const HttpEnd end(origin, {});
    end.access->setPatience({ 600'000, 600'000 }); // names are looked for slowly on some machines
    const DustError error = call(end);
    QVERIFY2(error.kind() == DustError::Network, qPrintable(error.message()));
    QVERIFY(error.isRetryable());
    QCOMPARE(error.reason(), u"not_sent"_s);
    QVERIFY2(error.message().contains(origin.toString()), qPrintable(error.message()));
}

QTEST_GUILESS_MAIN(tst_DustHttpErrors)

#include "tst_dusthttperrors.moc"
