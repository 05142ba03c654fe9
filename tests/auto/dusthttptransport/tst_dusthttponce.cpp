// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Every request but a HEAD is made once, whatever the server does: QNetworkAccessManager would send
// again.

#include "httpcalls.h"
#include "rawhost.h"

using namespace Qt::StringLiterals;

namespace {

const char Entry[] = R"({"path":"warm","value":1,"type":"integer","revision":3})";

bool isWarming(const QByteArray &request)
{
    return request.startsWith("GET /api/stores/acme/main/entries/warm ");
}

} // namespace

class tst_DustHttpOnce : public QObject
{
    Q_OBJECT

    enum Moment { AfterHead, AfterBody, AfterHalfAnAnswer };

private Q_SLOTS:
    void hangsUp_data();
    void hangsUp();
    void refusesAnUploadEarly();
    void whatIsLeftOverAnswersNothing();
    void anIdleConnectionIsReused();
    void aConnectionThatIsSilentlyClosedIsNotReused_data();
    void aConnectionThatIsSilentlyClosedIsNotReused();
    void norWhileOthersAreOnTheirWay();
};

void tst_DustHttpOnce::hangsUp_data()
{
    QTest::addColumn<HttpCall>("call");
    QTest::addColumn<int>("moment");
    QTest::addColumn<bool>("resets");
    QTest::addColumn<bool>("isReused");
    for (const HttpCall &call : HttpCall::reads() + HttpCall::writes()) {
        for (const bool isReused : { false, true }) {
            for (const bool resets : { false, true }) {
                const auto row = [&](const char *name, Moment moment) {
                    QTest::addRow("%s %s %s, %s", isReused ? "reused" : "fresh",
                                  resets ? "reset" : "closed", name, call.name)
                            << call << int(moment) << resets << isReused;
                };
                row("after the head", AfterHead);
                row("after the body", AfterBody);
                row("in the answer", AfterHalfAnAnswer);
            }
        }
    }
}

void tst_DustHttpOnce::hangsUp()
{
    QFETCH(HttpCall, call);
    QFETCH(int, moment);
    QFETCH(bool, resets);
    QFETCH(bool, isReused);
    RawHost host([&](QTcpSocket *socket, const QByteArray &request, RawHost::Progress progress) {
        if (isWarming(request)) {
            if (progress == RawHost::AllIsHere)
                RawHost::answer(socket, Entry);
            return;
        }
        if ((progress == RawHost::HeadIsHere) != (moment == AfterHead))
            return;
        if (moment == AfterHalfAnAnswer) {
            socket->write("HTTP/1.1 200 OK\r\nContent-Le");
            socket->flush();
        }
        resets ? RawHost::reset(socket) : socket->close();
    });
    const HttpEnd end(host.url(), u"secret"_s);
    if (isReused)
        QVERIFY(answerOf(end->get(at(u"warm"_s))));
    const int before = int(host.heads.size());
    const DustError error = call(end);
    // What would be sent again has been by then.
    QVERIFY(answerOf(end->get(at(u"warm"_s))));
    QCOMPARE(host.heads.size(), before + 2);
    if (!call.isWrite) {
        QCOMPARE(error.kind(), DustError::Network);
        return;
    }
    // Without its body it has never happened, and of that the client may be sure or not.
    const bool mayBeSure = moment == AfterHead;
    QVERIFY2(error.kind() == DustError::Indeterminate
                     || (mayBeSure && error.kind() == DustError::Network),
             qPrintable(error.message()));
    QCOMPARE(error.isRetryable(), error.kind() == DustError::Network);
}

// Some servers do not wait for all of a body that they will not take.
void tst_DustHttpOnce::refusesAnUploadEarly()
{
    RawHost host([](QTcpSocket *socket, const QByteArray &, RawHost::Progress progress) {
        if (progress == RawHost::HeadIsHere)
            socket->write(
                    "HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}");
    });
    const HttpEnd end(host.url(), {});
    const DustError error =
            answerOf(end->write(DustOperation::set(at(u"a"_s), QString(7'000'000, u'x')))).error();
    QVERIFY2(error.kind() == DustError::InvalidParams, qPrintable(error.message()));
    QCOMPARE(error.httpStatus(), 413);
    QCOMPARE(host.heads.size(), 1);
}

// What a server says beyond the length that it told is no answer to the next request.
void tst_DustHttpOnce::whatIsLeftOverAnswersNothing()
{
    const QByteArray wrong = R"({"path":"b","value":"wrong","type":"string","revision":9})";
    RawHost host([&](QTcpSocket *socket, const QByteArray &request, RawHost::Progress progress) {
        if (progress != RawHost::AllIsHere)
            return;
        if (!isWarming(request)) {
            RawHost::answer(socket, R"({"path":"b","value":"right","type":"string","revision":3})");
            return;
        }
        RawHost::answer(socket, Entry);
        RawHost::answer(socket, wrong);
    });
    const HttpEnd end(host.url(), {});
    for (int i = 0; i < 20; ++i) {
        answerOf(end->get(at(u"warm"_s)));
        const auto entry = answerOf(end->get(at(u"b"_s)));
        QVERIFY2(!entry || entry->value() == DustValue(u"right"_s),
                 qPrintable(entry->value().toString()));
    }
}

void tst_DustHttpOnce::anIdleConnectionIsReused()
{
    HttpHost host;
    int connections = 0;
    connect(&host, &DustServer::connectionOpened, this, [&] { ++connections; });
    const HttpEnd end(host);
    for (const HttpCall &call : HttpCall::all())
        call(end);
    QCOMPARE(connections, 1);
}

void tst_DustHttpOnce::aConnectionThatIsSilentlyClosedIsNotReused_data()
{
    QTest::addColumn<int>("status");
    QTest::newRow("400") << 400;
    QTest::newRow("500") << 500;
}

// Real servers close after these and do not say so (PROTOCOL §3): a write on such a connection would
// end without an answer.
void tst_DustHttpOnce::aConnectionThatIsSilentlyClosedIsNotReused()
{
    QFETCH(int, status);
    HttpHost host;
    host.setAsProduction(true);
    const HttpEnd end(host);
    DustServerAnswer refusal = DustServerAnswer::json(status, "{}");
    refusal.closes = true;
    for (int i = 0; i < 30; ++i) {
        host.answerWith(refusal);
        QCOMPARE(answerOf(end->get(at(u"a"_s))).error().httpStatus(), status);
        host.answerItself();
        const auto written = answerOf(end->write(i % 2 ? DustOperation::set(at(u"a"_s), i)
                                                       : DustOperation::remove(at(u"a"_s))));
        QVERIFY2(written, qPrintable(written.error().message()));
    }
}

void tst_DustHttpOnce::norWhileOthersAreOnTheirWay()
{
    QTcpSocket *slow = nullptr;
    QTcpSocket *closing = nullptr;
    const RawHost host([&](QTcpSocket *socket, const QByteArray &request, RawHost::Progress at) {
        if (at == RawHost::HeadIsHere)
            return;
        if (isWarming(request)) {
            slow = socket;
        } else if (socket == closing) {
            socket->abort();
        } else if (request.startsWith("GET ")) {
            closing = socket;
            socket->write("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 2\r\n\r\n{}");
        } else {
            RawHost::answer(socket, R"({"revision":4,"store_seq":4})");
        }
    });
    const HttpEnd end(host.url(), u"secret"_s);
    const auto warm = end->get(at(u"warm"_s));
    QTRY_VERIFY(slow);
    QCOMPARE(answerOf(end->get(at(u"a"_s))).error().httpStatus(), 500);
    const auto write = end->write(DustOperation::set(at(u"a"_s), 1));
    RawHost::answer(slow, Entry);
    QVERIFY(answerOf(warm));
    const auto written = answerOf(write);
    QVERIFY2(written, qPrintable(written.error().message()));
}

QTEST_GUILESS_MAIN(tst_DustHttpOnce)

#include "tst_dusthttponce.moc"
