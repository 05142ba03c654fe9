// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// How a DustServer is set up: stores, tokens, limits, addresses, TLS, and its end.

#include "dustserver.h"
#include "rawhttpclient.h"
#include "testcertificates.h"

#include <QtCore/QTemporaryDir>
#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslConfiguration>
#include <QtNetwork/QSslKey>
#include <QtNetwork/QSslSocket>
#include <QtTest/QSignalSpy>

using namespace Qt::StringLiterals;

namespace {

QByteArray request(const QByteArray &method, const QByteArray &target, const QString &token,
                   const QByteArray &body = {})
{
    return method + ' ' + target + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token.toUtf8()
            + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

const QByteArray Entry = "/api/stores/acme/main/entries/a";

} // namespace

class tst_DustServerSetup : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void storeNames_data();
    void storeNames();
    void keepsStoresInAFolder();
    void folderComesFirst();
    void tokens();
    void archives();
    void limitsRates();
    void leasesGoByAnotherClock();
    void production();
    void addresses();
    void portInUse();
    void listensAgain();
    void compacts();
    void speaksTls();
};

void tst_DustServerSetup::storeNames_data()
{
    QTest::addColumn<bool>("isGood");
    for (const char *name : { "acme/main", "Ü ä/b.c", "a/~" })
        QTest::newRow(name) << true;
    for (const char *name : { "", "acme", "acme/", "/main", "acme/main/x", "/" })
        QTest::newRow(name) << false;
}

void tst_DustServerSetup::storeNames()
{
    QFETCH(bool, isGood);
    const QString name = QString::fromUtf8(QTest::currentDataTag());
    DustServer server;
    const auto added = server.addStore(name);
    QCOMPARE(added.isOk(), isGood);
    QCOMPARE(server.storeNames(), isGood ? QStringList{ name } : QStringList());
    if (!isGood)
        QCOMPARE(added.error().kind(), DustError::InvalidParams);
    QCOMPARE(server.addStore(name).isOk(), isGood); // twice is no error
}

void tst_DustServerSetup::keepsStoresInAFolder()
{
    const QTemporaryDir dir;
    const QString folder = dir.filePath(u"data"_s);
    {
        DustServer server;
        QVERIFY(server.setDataFolder(folder));
        QVERIFY(server.addStore(u"acme/main"_s));
        QVERIFY(server.listen());
        RawHttpClient client(server.port());
        QCOMPARE(client.ask(request("PUT", Entry, server.token(), "1")).status, 200);
        DustServer second;
        const auto taken = second.setDataFolder(folder);
        QVERIFY(!taken);
        QCOMPARE(taken.error().kind(), DustError::Storage);
    }
    DustServer server;
    QVERIFY(server.setDataFolder(folder));
    QCOMPARE(server.storeNames(), QStringList{ u"acme/main"_s });
    QVERIFY(server.listen());
    QCOMPARE(RawHttpClient(server.port()).ask(request("GET", Entry, server.token())).status, 200);
}

void tst_DustServerSetup::folderComesFirst()
{
    const QTemporaryDir dir;
    DustServer server;
    QVERIFY(server.addStore(u"acme/main"_s));
    const auto late = server.setDataFolder(dir.path());
    QVERIFY(!late);
    QCOMPARE(late.error().reason(), u"already_open"_s);
}

void tst_DustServerSetup::tokens()
{
    DustServer server;
    QVERIFY(server.addStore(u"acme/main"_s));
    QVERIFY(server.addStore(u"acme/other"_s));
    QVERIFY(server.listen());
    QCOMPARE(server.token(), server.token());
    server.addToken(DustServerToken::readOnly(u"reader"_s).setStores({ u"acme/other"_s }));
    server.addToken(DustServerToken::withScopes(u"nothing"_s, {}));
    RawHttpClient client(server.port());
    const QByteArray other = "/api/stores/acme/other/entries";
    QCOMPARE(client.ask(request("PUT", Entry, server.token(), "1")).status, 200);
    QCOMPARE(client.ask(request("GET", Entry, u"reader"_s)).status, 403);
    QCOMPARE(client.ask(request("GET", other, u"reader"_s)).status, 200);
    QCOMPARE(client.ask(request("PUT", other + "/a", u"reader"_s, "1")).status, 403);
    QCOMPARE(client.ask(request("GET", other, u"nothing"_s)).status, 403);
    QVERIFY(server.removeToken(u"reader"_s));
    QVERIFY(!server.removeToken(u"reader"_s));
    QCOMPARE(client.ask(request("GET", other, u"reader"_s)).status, 401);
    QCOMPARE(client.ask(request("GET", Entry, QString())).status, 401);
}

void tst_DustServerSetup::archives()
{
    DustServer server;
    QVERIFY(server.addStore(u"acme/main"_s));
    QVERIFY(server.listen());
    server.setArchived(u"acme/none"_s, true); // which is not there
    server.setArchived(u"acme/main"_s, true);
    RawHttpClient client(server.port());
    QCOMPARE(client.ask(request("PUT", Entry, server.token(), "1")).status, 403);
    QCOMPARE(client.ask(request("GET", Entry, server.token())).status, 404);
    server.setArchived(u"acme/main"_s, false);
    QCOMPARE(client.ask(request("PUT", Entry, server.token(), "1")).status, 200);
}

void tst_DustServerSetup::limitsRates()
{
    qint64 now = 784111777000; // 08:49:37
    DustServer server;
    server.setUnixClock([&now] { return now; });
    server.setWritesPerMinute(1);
    QVERIFY(server.addStore(u"acme/main"_s));
    QVERIFY(server.listen());
    RawHttpClient client(server.port());
    RawHttpAnswer answer = client.ask(request("PUT", Entry, server.token(), "1"));
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.header("x-ratelimit-remaining"), "0");
    QCOMPARE(answer.header("date"), "Sun, 06 Nov 1994 08:49:37 GMT");
    answer = client.ask(request("PUT", Entry, server.token(), "1"));
    QCOMPARE(answer.status, 429);
    QCOMPARE(answer.header("retry-after"), "23");
    QVERIFY(!client.ask(request("GET", Entry, server.token())).has("x-ratelimit-limit"));
    now += 23'000;
    QCOMPARE(client.ask(request("PUT", Entry, server.token(), "1")).status, 200);
}

void tst_DustServerSetup::leasesGoByAnotherClock()
{
    qint64 monotonic = 5000;
    const QString name = u"acme/main"_s;
    DustServer server;
    server.setMonotonicClock([&monotonic] { return monotonic; });
    server.setUnixClock([] { return 784111777000; });
    QVERIFY(server.addStore(name));
    const auto lease = [](const QString &holder) {
        return DustOperation::lease(*DustPath::parse(u"job"_s), holder, 1000);
    };
    QVERIFY(server.write(name, { lease(u"me"_s) }));
    monotonic += 999;
    QCOMPARE(server.write(name, { lease(u"you"_s) }).error().kind(), DustError::Held);
    monotonic += 1;
    QVERIFY(server.write(name, { lease(u"you"_s) }));
    QCOMPARE(server.entry(name, u"job"_s)->value().toObject().value(u"expires_at"_s),
             DustValue(qint64(784111778000)));
}

void tst_DustServerSetup::production()
{
    DustServer server;
    server.setAsProduction(true);
    QVERIFY(server.addStore(u"acme/main"_s));
    QVERIFY(server.listen());
    RawHttpClient client(server.port());
    QCOMPARE(client.ask(request("PUT", Entry, server.token(), "1")).header("x-ratelimit-limit"),
             "100");
    QCOMPARE(client.ask(request("GET", Entry, server.token())).header("x-ratelimit-limit"), "1000");
    // PROTOCOL §5: clears what differs in case as well.
    client.ask(request("PUT", "/api/stores/acme/main/entries/Case/x", server.token(), "1"));
    client.ask(request("DELETE", "/api/stores/acme/main/entries/case", server.token()));
    QCOMPARE(client.ask(request("GET", "/api/stores/acme/main/entries/Case/x", server.token()))
                     .status,
             404);
    server.setWritesPerMinute(0);
    QVERIFY(!client.ask(request("PUT", Entry, server.token(), "1")).has("x-ratelimit-limit"));
}

void tst_DustServerSetup::addresses()
{
    DustServer server;
    QSignalSpy changed(&server, &DustServer::listeningChanged);
    QVERIFY(!server.isListening());
    QVERIFY(server.url().isEmpty() && server.webSocketUrl().isEmpty());
    QCOMPARE(server.port(), 0);
    QVERIFY(server.listen());
    QVERIFY(server.isListening());
    const QString port = QString::number(server.port());
    QCOMPARE(server.url(), QUrl(u"http://127.0.0.1:"_s + port));
    QCOMPARE(server.webSocketUrl(), QUrl(u"ws://127.0.0.1:"_s + port));
    QCOMPARE(changed.size(), 1);
    server.close();
    server.close();
    QCOMPARE(changed.size(), 2);
    QVERIFY(server.url().isEmpty());
    QVERIFY(server.listen(QHostAddress::Any));
    QCOMPARE(server.url().host(), u"127.0.0.1"_s);
    if (server.listen(QHostAddress::AnyIPv6)) // which a machine need not have
        QCOMPARE(server.url().host(), u"::1"_s);
}

void tst_DustServerSetup::portInUse()
{
    DustServer first;
    QVERIFY(first.listen());
    DustServer second;
    const auto refused = second.listen(QHostAddress::LocalHost, first.port());
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind(), DustError::Network);
    QVERIFY(!refused.error().isRetryable());
    QVERIFY(refused.error().message().contains(QString::number(first.port())));
    QVERIFY(!second.isListening());
}

// The stores stay, and who is connected gets an answer and a goodbye.
void tst_DustServerSetup::listensAgain()
{
    DustServer server;
    QVERIFY(server.addStore(u"acme/main"_s));
    QVERIFY(server.listen());
    RawHttpClient client(server.port());
    bool isThere = false;
    connect(&server, &DustServer::requestReceived, &server, [&] {
        isThere = true;
        QMetaObject::invokeMethod(&server, &DustServer::close, Qt::QueuedConnection);
    });
    const RawHttpAnswer answer = client.ask(request("PUT", Entry, server.token(), "1"));
    QVERIFY(isThere);
    QCOMPARE(answer.status, 200);
    QVERIFY(client.waitForEnd());
    server.disconnect();
    QTRY_VERIFY(server.connections().isEmpty());
    QVERIFY(server.listen());
    QCOMPARE(RawHttpClient(server.port()).ask(request("GET", Entry, server.token())).status, 200);
}

void tst_DustServerSetup::compacts()
{
    DustServer server;
    QVERIFY(server.addStore(u"acme/main"_s));
    QVERIFY(server.compact(u"acme/main"_s));
    const auto unknown = server.compact(u"acme/none"_s);
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().kind(), DustError::NotFound);
}

void tst_DustServerSetup::speaksTls()
{
    const TestCertificate pair = TestCertificate::forLoopback();
    auto configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(QSslCertificate::fromData(pair.certificate));
    configuration.setPrivateKey(QSslKey(pair.key, QSsl::Ec));
    DustServer server;
    QVERIFY(server.addStore(u"acme/main"_s));
    server.setSslConfiguration(configuration);
    QVERIFY(server.listen());
    QCOMPARE(server.url().scheme(), u"https"_s);
    QCOMPARE(server.webSocketUrl().scheme(), u"wss"_s);
    QSslSocket socket;
    auto trusting = QSslConfiguration::defaultConfiguration();
    trusting.addCaCertificates(QSslCertificate::fromData(pair.certificate));
    socket.setSslConfiguration(trusting);
    socket.connectToHostEncrypted(u"127.0.0.1"_s, server.port());
    QTRY_VERIFY_WITH_TIMEOUT(socket.isEncrypted(), 30'000);
    socket.write(request("GET", "/api/stores/acme/main/watch", server.token()));
    const QByteArray end = "\"ws_url\":\"wss://x/ws/sync\"}";
    QByteArray answer;
    QTRY_VERIFY((answer += socket.readAll()).endsWith(end));
    QVERIFY(answer.startsWith("HTTP/1.1 426 Upgrade Required\r\n"));
    // Who does not speak TLS is nobody's problem but their own.
    RawHttpClient plain(server.port());
    plain.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(plain.waitForEnd());
    server.close();
    QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
}

QTEST_GUILESS_MAIN(tst_DustServerSetup)
#include "tst_dustserversetup.moc"
