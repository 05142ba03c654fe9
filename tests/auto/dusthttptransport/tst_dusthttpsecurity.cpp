// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Where the token goes, and where it never shows.

#include "httpcalls.h"
#include "rawhost.h"
#include "testcertificates.h"

#include <QtNetwork/QNetworkProxy>
#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslKey>

using namespace Qt::StringLiterals;

namespace {

const QString Secret = u"dust_tok_hunter2"_s;

QList<QSslCertificate> certificates(const TestCertificate &of)
{
    return QSslCertificate::fromData(of.certificate);
}

class TlsHost : public DustServer
{
public:
    explicit TlsHost(const TestCertificate &with)
    {
        QSslConfiguration configuration;
        configuration.setLocalCertificateChain(certificates(with));
        configuration.setPrivateKey(QSslKey(with.key, QSsl::Ec));
        setSslConfiguration(configuration);
        QVERIFY(addStore(u"acme/main"_s));
        QVERIFY(listen());
        connect(this, &DustServer::requestReceived, this, [this] { ++requests; });
    }

    int requests = 0;
};

// All that anybody may print of it.
QString shown(const DustError &error)
{
    QString text;
    QDebug(&text) << error << error.detail() << error.message() << QVariant::fromValue(error);
    return text;
}

QStringList logged;

void keep(QtMsgType, const QMessageLogContext &, const QString &message)
{
    logged.append(message);
}

} // namespace

class tst_DustHttpSecurity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("QT_LOGGING_RULES", "*.debug=true"); }
    void certificate_data();
    void certificate();
    void trustedCertificate();
    void aCertificateIsCheckedWhateverIsConfigured();
    void whereTheTokenGoes_data();
    void whereTheTokenGoes();
    void redirects_data();
    void redirects();
    void echoes_data();
    void echoes();
    void anEchoOfAnOlderToken();
    void headersCannotBeInjected_data();
    void headersCannotBeInjected();
    void aTokenThatTurnsBadWhileWaiting();
    void loopbackIsNotProxied();
    void otherHostsAreProxied();
};

void tst_DustHttpSecurity::certificate_data()
{
    QTest::addColumn<TestCertificate>("certificate");
    QTest::addColumn<bool>("isTrusted");
    QTest::addColumn<QStringList>("says");
    QTest::newRow("self-signed") << TestCertificate::forLoopback() << false
                                 << QStringList{ u"certificate"_s, u"addCaCertificates()"_s };
    QTest::newRow("other host") << TestCertificate::forOtherHost() << true
                                << QStringList{ u"does not match"_s, u"\"other.example\""_s,
                                                u"use the name"_s };
    QTest::newRow("expired") << TestCertificate::expired() << true
                             << QStringList{ u"certificate"_s, u"expired on 2021-01-01"_s,
                                             u"new one"_s };
}

void tst_DustHttpSecurity::certificate()
{
    QFETCH(TestCertificate, certificate);
    QFETCH(bool, isTrusted);
    QFETCH(QStringList, says);
    TlsHost host(certificate);
    const HttpEnd end(host);
    if (isTrusted) {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.addCaCertificates(certificates(certificate));
        end.access->setSslConfiguration(configuration);
    }
    for (const HttpCall &call : HttpCall::all()) {
        const DustError error = call(end);
        QVERIFY2(error.kind() == DustError::Network, qPrintable(error.message()));
        QVERIFY(error.isRetryable());
        QCOMPARE(error.reason(), u"certificate"_s);
        for (const QString &one : says)
            QVERIFY2(error.message().contains(one), qPrintable(error.message()));
    }
    QCOMPARE(host.requests, 0);
}

void tst_DustHttpSecurity::trustedCertificate()
{
    TlsHost host(TestCertificate::forLoopback());
    const HttpEnd end(host);
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.addCaCertificates(certificates(TestCertificate::forLoopback()));
    end.access->setSslConfiguration(configuration);
    const auto written = answerOf(end->write(DustOperation::set(at(u"a"_s), 1)));
    QVERIFY2(written, qPrintable(written.error().message()));
    QCOMPARE(answerOf(end->get(at(u"a"_s)))->value(), DustValue(1));
    QVERIFY(answerOf(end->write(DustOperation::remove(at(u"a"_s)))));
    QCOMPARE(answerOf(end->exists(at(u"a"_s))), DustResult<bool>(false));
}

void tst_DustHttpSecurity::aCertificateIsCheckedWhateverIsConfigured()
{
    TlsHost host(TestCertificate::forLoopback());
    const HttpEnd end(host);
    for (const auto mode : { QSslSocket::VerifyNone, QSslSocket::QueryPeer }) {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setPeerVerifyMode(mode);
        end.access->setSslConfiguration(configuration);
        QCOMPARE(answerOf(end->get(at(u"a"_s))).error().reason(), u"certificate"_s);
    }
    QCOMPARE(host.requests, 0);
}

void tst_DustHttpSecurity::whereTheTokenGoes_data()
{
    QTest::addColumn<QUrl>("origin");
    QTest::addColumn<bool>("mayGo");
    for (const char *url :
         { "https://dust.example", "https://10.0.0.1:8443", "http://localhost", "http://127.0.0.1",
           "http://127.1.2.3:80", "http://[::1]:7755", "http://LOCALHOST:1" })
        QTest::newRow(url) << QUrl(QString::fromLatin1(url)) << true;
    for (const char *url :
         { "http://dust.example", "http://10.0.0.1", "http://192.168.1.1:80", "http://0.0.0.0",
           "http://localhost.example", "http://127.0.0.1.example", "http://[fe80::1]",
           "http://128.0.0.1", "http://[::]" })
        QTest::newRow(url) << QUrl(QString::fromLatin1(url)) << false;
}

void tst_DustHttpSecurity::whereTheTokenGoes()
{
    QFETCH(QUrl, origin);
    QFETCH(bool, mayGo);
    DustHttpAccess access(origin);
    QVERIFY(access.check());
    access.setToken(Secret);
    const auto checked = access.check();
    QCOMPARE(checked.isOk(), mayGo);
    if (!mayGo) {
        QCOMPARE(checked.error().kind(), DustError::InvalidParams);
        QCOMPARE(checked.error().reason(), u"insecure_url"_s);
        QVERIFY(checked.error().message().contains(u"https"_s)
                && checked.error().message().contains(u"allowInsecure"_s));
        const HttpEnd end(origin, Secret);
        for (const HttpCall &call : HttpCall::all())
            QCOMPARE(call(end).reason(), u"insecure_url"_s);
    }
    access.setAllowInsecure(true);
    QVERIFY(access.check());
}

void tst_DustHttpSecurity::redirects_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("toAnother");
    for (const int status : { 301, 302, 303, 307, 308 }) {
        QTest::addRow("%d to another origin", status) << status << true;
        QTest::addRow("%d to the same", status) << status << false;
    }
}

void tst_DustHttpSecurity::redirects()
{
    QFETCH(int, status);
    QFETCH(bool, toAnother);
    HttpHost host;
    HttpHost other;
    const HttpEnd end(host);
    DustServerAnswer answer;
    answer.status = status;
    const QUrl origin = toAnother ? other.url() : host.url();
    answer.headers.emplaceBack("Location", origin.toEncoded() + "/moved?secret=x");
    host.answerWith(answer);
    int requests = 0;
    for (const HttpCall &call : HttpCall::all()) {
        const DustError error = call(end);
        QCOMPARE(error.kind(), DustError::Http);
        QCOMPARE(error.reason(), u"redirected"_s);
        QVERIFY(!error.isRetryable());
        QVERIFY2(error.message().contains(origin.toString())
                         && !error.message().contains(u"secret"_s),
                 qPrintable(error.message()));
        QCOMPARE(host.requests.size(), ++requests);
    }
    QVERIFY(other.requests.isEmpty());
    QVERIFY(other.connections().isEmpty());
}

void tst_DustHttpSecurity::echoes_data()
{
    QTest::addColumn<QByteArray>("answer");
    const auto row = [](const char *name, const QByteArray &status, const QByteArray &body,
                        const QByteArray &header = {}) {
        QTest::newRow(name) << QByteArray("HTTP/1.1 " + status + "\r\n" + header
                                          + "Content-Length: " + QByteArray::number(body.size())
                                          + "\r\n\r\n" + body);
    };
    const QByteArray token = Secret.toLatin1();
    row("detail", "400 Bad", R"({"error":"invalid_params","detail":"Bearer )" + token + "\"}");
    row("escaped", "400 Bad", R"({"error":"x","detail":"\u0064ust_tok_hunter2"})");
    row("error", "400 Bad", R"({"error":")" + token + "\"}");
    row("scope", "403 No", R"({"error":"missing_scope","scope":")" + token + "\"}");
    row("path", "412 No", R"({"error":"conflict","path":")" + token + R"(","op_index":0})");
    row("writer", "400 Bad", R"({"error":"writer_unavailable","detail":")" + token + "\"}");
    row("reason phrase", "400 " + token, "");
    row("reason phrase of a failure", "500 " + token, token);
    row("redirect", "302 Found", "", "Location: http://" + token + "/" + token + "\r\n");
    row("user of a redirect", "302 Found", "", "Location: http://x:" + token + "@y/\r\n");
    row("challenge", "401 No", "", "WWW-Authenticate: " + token + "\r\n");
    row("retry", "429 No", "", "Retry-After: " + token + "\r\n");
    row("entry", "200 OK", R"({"path":")" + token + R"(","value":1})");
    row("cursor", "200 OK", R"({"items":[],"next_cursor":7,"x":")" + token + "\"}");
    row("no JSON", "200 OK", token);
    QTest::newRow("no HTTP") << token;
    QTest::newRow("no status") << QByteArray("HTTP/1.1 " + token + "\r\n\r\n");
    QTest::newRow("cut") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + token);
}

void tst_DustHttpSecurity::echoes()
{
    QFETCH(QByteArray, answer);
    HttpHost host;
    host.answerWith(DustServerAnswer::raw(answer));
    const HttpEnd end(host.url(), Secret);
    logged.clear();
    const QtMessageHandler before = qInstallMessageHandler(keep);
    QStringList all;
    for (const HttpCall &call : HttpCall::all()) {
        const DustError error = call(end);
        qDebug() << error;
        all.append(shown(error));
    }
    qInstallMessageHandler(before);
    QVERIFY(host.requests.constFirst().header("authorization").endsWith(Secret.toLatin1()));
    QVERIFY(!logged.isEmpty());
    for (const QString &text : all + logged)
        QVERIFY2(!text.contains(u"hunter2"_s), qPrintable(text));
}

// It was replaced while the answer was on its way.
void tst_DustHttpSecurity::anEchoOfAnOlderToken()
{
    HttpHost host;
    const HttpEnd end(host.url(), Secret);
    host.answerWith(DustServerAnswer::json(400, R"({"error":"x","detail":"dust_tok_hunter2"})"));
    connect(&host, &DustServer::requestReceived, &host, [&] { end.access->setToken(u"new"_s); });
    const DustError error = answerOf(end->get(at(u"a"_s))).error();
    QCOMPARE(error.kind(), DustError::InvalidParams);
    QVERIFY2(!shown(error).contains(u"hunter2"_s), qPrintable(shown(error)));
    QVERIFY2(error.message().contains(u"***"_s), qPrintable(error.message()));
}

void tst_DustHttpSecurity::headersCannotBeInjected_data()
{
    QTest::addColumn<QString>("token");
    for (const char *token : { "a\r\nX-Evil: 1", "a\nb", "a b", "a\tb", "ä", "\x7f" })
        QTest::newRow(token) << QString::fromUtf8(token);
    QTest::newRow("nul") << QString(QChar(0));
}

void tst_DustHttpSecurity::headersCannotBeInjected()
{
    QFETCH(QString, token);
    HttpHost host;
    for (const HttpCall &call : HttpCall::all()) {
        const DustError error = call(HttpEnd(host.url(), token));
        QCOMPARE(error.kind(), DustError::InvalidParams);
        QCOMPARE(error.reason(), u"invalid_token"_s);
    }
    const HttpEnd end(host);
    const auto operation = DustOperation::set(at(u"a"_s), 1).setClientOpId(token);
    QCOMPARE(answerOf(end->write(operation)).error().reason(), u"invalid_client_op_id"_s);
    QCOMPARE(answerOf(end->batchWrite({ operation })).error().reason(), u"invalid_client_op_id"_s);
    QVERIFY(host.requests.isEmpty());
}

void tst_DustHttpSecurity::aTokenThatTurnsBadWhileWaiting()
{
    HttpHost host;
    const HttpEnd end(host.url(), Secret);
    host.holdNewConnections(true);
    QList<DustFuture<DustEntry>> slow;
    for (int i = 0; i < DustHttpAccess::MaximumInFlight; ++i)
        slow.append(end->get(at(u"slow"_s)));
    const auto last = end->get(at(u"last"_s));
    QTRY_COMPARE(host.requests.size(), DustHttpAccess::MaximumInFlight);
    end.access->setToken(u"a\r\nX-Evil: 1"_s);
    const auto connections = host.connections();
    for (DustServerConnection *connection : connections)
        connection->release();
    QCOMPARE(answerOf(last).error().kind(), DustError::Unauthorized);
    QVERIFY(host.requests.constLast().target.endsWith("/last"));
    QVERIFY(host.requests.constLast().header("authorization").isNull());
    QVERIFY(host.requests.constLast().header("x-evil").isNull());
}

// The token would go to the proxy as plain text. Qt sees to it.
void tst_DustHttpSecurity::loopbackIsNotProxied()
{
    HttpHost host;
    const RawHost proxy(
            [](QTcpSocket *socket, const QByteArray &, RawHost::Progress) { socket->close(); });
    QNetworkProxy::setApplicationProxy(
            QNetworkProxy(QNetworkProxy::HttpProxy, u"127.0.0.1"_s, quint16(proxy.url().port())));
    const auto entry = answerOf(HttpEnd(host)->exists(at(u"a"_s)));
    QNetworkProxy::setApplicationProxy(QNetworkProxy::NoProxy);
    QVERIFY2(entry, qPrintable(entry.error().message()));
    QCOMPARE(proxy.connections, 0);
}

void tst_DustHttpSecurity::otherHostsAreProxied()
{
    RawHost proxy([](QTcpSocket *socket, const QByteArray &, RawHost::Progress at) {
        if (at == RawHost::AllIsHere)
            RawHost::answer(socket, R"({"entries":{},"missing":["a"]})");
    });
    QNetworkProxy::setApplicationProxy(
            QNetworkProxy(QNetworkProxy::HttpProxy, u"127.0.0.1"_s, quint16(proxy.url().port())));
    const HttpEnd end(QUrl(u"http://dust.invalid"_s), {});
    const auto entries = answerOf(end->getMany({ at(u"a"_s) }));
    QNetworkProxy::setApplicationProxy(QNetworkProxy::NoProxy);
    QVERIFY2(entries, qPrintable(entries.error().message()));
    QVERIFY(proxy.heads.constFirst().startsWith("POST http://dust.invalid/api/"));
}

QTEST_GUILESS_MAIN(tst_DustHttpSecurity)

#include "tst_dusthttpsecurity.moc"
