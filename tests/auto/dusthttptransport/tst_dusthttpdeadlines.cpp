// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "httpcalls.h"
#include "rawhost.h"

using namespace Qt::StringLiterals;

namespace {

constexpr int Soon = 50; // ms
constexpr int Never = 600'000;

// Takes no connection: its queue is full, and the kernel drops who knocks.
class FullHost
{
public:
    FullHost()
    {
        m_server.setListenBacklogSize(1);
        QVERIFY(m_server.listen(QHostAddress::LocalHost));
        m_server.pauseAccepting();
        for (auto &guest : m_guests)
            guest.connectToHost(QHostAddress::LocalHost, m_server.serverPort());
        // On this machine who can connect does so at once, and then somebody is left.
        QVERIFY(QTest::qWaitFor([this] { return connected() > 0; }));
        QVERIFY(connected() < m_guests.size());
    }

    QUrl url() const { return QUrl(u"http://127.0.0.1:%1"_s.arg(m_server.serverPort())); }

private:
    size_t connected() const
    {
        return size_t(std::count_if(m_guests.cbegin(), m_guests.cend(), [](const auto &guest) {
            return guest.state() == QAbstractSocket::ConnectedState;
        }));
    }

    QTcpServer m_server;
    std::array<QTcpSocket, 8> m_guests;
};

} // namespace

class tst_DustHttpDeadlines : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answer_data();
    void answer();
    void anAnswerThatDoesNotEnd();
    void connectionByTls_data();
    void connectionByTls();
    void connectionByTcp();
    void theQueueDoesNotCount();
    void nothingIdleIsTrustedAfterwards();
};

void tst_DustHttpDeadlines::answer_data()
{
    QTest::addColumn<HttpCall>("call");
    for (const HttpCall &call : HttpCall::all())
        QTest::newRow(call.name) << call;
}

void tst_DustHttpDeadlines::answer()
{
    QFETCH(HttpCall, call);
    HttpHost host;
    host.holdNewConnections(true);
    const HttpEnd end(host);
    end.access->setPatience({ Never, Soon });
    const DustError error = call(end);
    QVERIFY2(error.kind() == (call.isWrite ? DustError::Indeterminate : DustError::Timeout),
             qPrintable(error.message()));
    QCOMPARE(error.isRetryable(), !call.isWrite);
    QCOMPARE(error.reason(), u"answer_timeout"_s);
    QTRY_VERIFY(host.connections().isEmpty());
}

void tst_DustHttpDeadlines::anAnswerThatDoesNotEnd()
{
    RawHost host([](QTcpSocket *socket, const QByteArray &, RawHost::Progress progress) {
        if (progress == RawHost::AllIsHere)
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{");
    });
    const HttpEnd end(host.url(), {});
    end.access->setPatience({ Never, Soon });
    QCOMPARE(answerOf(end->get(at(u"a"_s))).error().kind(), DustError::Timeout);
    QCOMPARE(answerOf(end->write(DustOperation::set(at(u"a"_s), 1))).error().kind(),
             DustError::Indeterminate);
}

void tst_DustHttpDeadlines::connectionByTls_data()
{
    QTest::addColumn<HttpCall>("call");
    for (const HttpCall &call : HttpCall::all())
        QTest::newRow(call.name) << call;
}

// Somebody answers the phone and says nothing.
void tst_DustHttpDeadlines::connectionByTls()
{
    QFETCH(HttpCall, call);
    const RawHost host([](QTcpSocket *, const QByteArray &, RawHost::Progress) {});
    const HttpEnd end(host.url(u"https"_s), u"secret"_s);
    end.access->setPatience({ Soon, Never });
    const DustError error = call(end);
    QCOMPARE(error.reason(), u"connect_timeout"_s);
    // Where it has no body it may be on its way before anybody hears of the connection.
    const bool hasBody = !QByteArrayView(call.name).startsWith("delete")
            || call.name == QByteArrayView("delete dots");
    const DustError::Kind forWrite = hasBody ? DustError::Network : DustError::Indeterminate;
    QVERIFY2(error.kind() == (call.isWrite ? forWrite : DustError::Timeout),
             qPrintable(error.message()));
    QCOMPARE(error.isRetryable(), error.kind() != DustError::Indeterminate);
}

void tst_DustHttpDeadlines::connectionByTcp()
{
    const FullHost host;
    const HttpEnd end(host.url(), {});
    end.access->setPatience({ Soon, Never });
    const DustError write = answerOf(end->write(DustOperation::set(at(u"a"_s), 1))).error();
    QCOMPARE(write.kind(), DustError::Network);
    QCOMPARE(write.reason(), u"connect_timeout"_s);
    QVERIFY(write.isRetryable());
    end.access->setPatience({ Never, Soon });
    QCOMPARE(answerOf(end->get(at(u"a"_s))).error().kind(), DustError::Timeout);
}

// Behind six that take longer than it may: counted from the call, the last would be over first.
void tst_DustHttpDeadlines::theQueueDoesNotCount()
{
    RawHost host([](QTcpSocket *socket, const QByteArray &request, RawHost::Progress progress) {
        if (progress == RawHost::AllIsHere && request.startsWith("PUT"))
            RawHost::answer(socket, R"({"revision":1,"store_seq":1})");
    });
    const HttpEnd end(host.url(), {});
    end.access->setPatience({ Never, 5 * Soon });
    QList<DustFuture<DustEntry>> slow;
    for (int i = 0; i < DustHttpAccess::MaximumInFlight; ++i)
        slow.append(end->get(at(u"slow"_s)));
    end.access->setPatience({ Never, Soon });
    const auto last = end->write(DustOperation::set(at(u"a"_s), 1));
    end.access->setPatience({ Never, Never }); // for what is sent from now on
    QVERIFY(answerOf(last));
    for (const auto &future : slow)
        QCOMPARE(answerOf(future).error().kind(), DustError::Timeout);
}

// They may lead into a network that is not there any more.
void tst_DustHttpDeadlines::nothingIdleIsTrustedAfterwards()
{
    HttpHost host;
    const HttpEnd end(host);
    host.holdNewConnections(true);
    const auto first = end->exists(at(u"a"_s));
    const auto second = end->exists(at(u"a"_s));
    QTRY_COMPARE(host.requests.size(), 2);
    host.holdNewConnections(false);
    const auto connections = host.connections();
    for (DustServerConnection *connection : connections)
        connection->release();
    QVERIFY(answerOf(first));
    QVERIFY(answerOf(second));
    for (DustServerConnection *connection : connections)
        connection->hold();
    end.access->setPatience({ Never, Soon });
    QCOMPARE(answerOf(end->exists(at(u"a"_s))).error().kind(), DustError::Timeout);
    end.access->setPatience({ Never, Never });
    QVERIFY(answerOf(end->exists(at(u"a"_s))));
}

QTEST_GUILESS_MAIN(tst_DustHttpDeadlines)

#include "tst_dusthttpdeadlines.moc"
