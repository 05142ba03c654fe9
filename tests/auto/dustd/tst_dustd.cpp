// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The program: what it says, its options and their errors, its exit codes, and how it ends.

#include "dustdprocess.h"
#include "rawhttpclient.h"
#include "testcertificates.h"

#include <QtCore/QTemporaryDir>
#include <QtNetwork/QNetworkAccessManager>
#include <QtNetwork/QNetworkReply>
#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslConfiguration>
#include <QtNetwork/QSslSocket>
#include <QtNetwork/QTcpServer>

#include <csignal>
#include <sys/socket.h>

using namespace Qt::StringLiterals;

namespace {

struct Outcome
{
    int exitCode = -1;
    QString output;
    QString errors;
};

Outcome run(const QStringList &arguments)
{
    QProcess process;
    process.start(QStringLiteral(DUSTD_PROGRAM), arguments);
    if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 60'000))
        return {};
    return { process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
             QString::fromUtf8(process.readAllStandardError()) };
}

} // namespace

class tst_Dustd : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsWithNothing();
    void takesTokensAndStores();
    void readsATokensFile();
    void refusesATokensFile_data();
    void refusesATokensFile();
    void speaksTls();
    void refusesCertificates_data();
    void refusesCertificates();
    void endsOnSignals_data();
    void endsOnSignals();
    void answersWhoSendsNoMore();
    void keepsItsData();
    void oneAtATimeInAFolder();
    void logsNoToken();
    void logsNoTokenOfADevice();
    void logsNoneOfWhatIsEncodedOverAndOver();
    void helps();
    void refusesOptions_data();
    void refusesOptions();
    void refusesATakenPort();
    void evadesATakenPort();

private:
    int status(DustdProcess &server, const QByteArray &verb, const QString &path,
               const QString &token, const QByteArray &body = {})
    {
        QUrl url = server.url();
        url.setPath(path);
        QNetworkRequest request(url);
        request.setRawHeader("Authorization", "Bearer " + token.toUtf8());
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
        const std::unique_ptr<QNetworkReply> reply(
                m_network.sendCustomRequest(request, verb, body));
        if (!QTest::qWaitFor([&] { return reply->isFinished(); }, 60'000))
            return -1;
        m_answer = reply->readAll();
        return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    }

    QNetworkAccessManager m_network;
    QByteArray m_answer;
};

void tst_Dustd::startsWithNothing()
{
    DustdProcess server;
    QVERIFY2(server.isUp(), server.process().readAllStandardError().constData());
    QCOMPARE(server.url().host(), u"127.0.0.1"_s);
    QVERIFY(server.url().port() > 0);
    QVERIFY(server.greeting().contains(u"local/main"_s));
    QVERIFY(server.greeting().contains(u"memory"_s));
    QVERIFY(server.token().startsWith(u"dust_tok_"_s));
    const QString entry = u"/api/stores/local/main/entries/a"_s;
    QCOMPARE(status(server, "PUT", entry, server.token(), "1"), 200);
    QCOMPARE(status(server, "GET", entry, server.token()), 200);
    QVERIFY(m_answer.contains(R"("value":1)"));
    QCOMPARE(status(server, "GET", entry, u"wrong"_s), 401);
}

void tst_Dustd::takesTokensAndStores()
{
    DustdProcess server({ u"--store"_s, u"acme/main"_s, u"--store"_s, u"acme/other"_s, u"--token"_s,
                          u"rw:writer secret"_s, u"--token"_s, u"ro:reader"_s,
                          u"--writes-per-minute"_s, u"1"_s });
    QVERIFY(server.isUp());
    QVERIFY(!server.greeting().contains(u"secret"_s));
    const QString entry = u"/api/stores/acme/other/entries/a"_s;
    QCOMPARE(status(server, "PUT", entry, u"reader"_s, "1"), 403);
    QCOMPARE(status(server, "PUT", entry, u"writer secret"_s, "1"), 200);
    QCOMPARE(status(server, "PUT", entry, u"writer secret"_s, "2"), 429);
    QCOMPARE(status(server, "GET", entry, u"reader"_s), 200);
    QCOMPARE(status(server, "GET", u"/api/stores/local/main/entries/a"_s, u"reader"_s), 404);
}

void tst_Dustd::readsATokensFile()
{
    const QTemporaryDir dir;
    QFile file(dir.filePath(u"tokens.json"_s));
    QVERIFY(file.open(QFile::WriteOnly));
    file.write(R"([{"secret":"a","id":"ann","scopes":["entries:read"],"stores":["local/main"]},
                   {"secret":"b"}])");
    file.close();
    DustdProcess server({ u"--tokens"_s, file.fileName(), u"--store"_s, u"local/main"_s,
                          u"--store"_s, u"local/other"_s });
    QVERIFY2(server.isUp(), server.process().readAllStandardError().constData());
    const QString list = u"/api/stores/local/%1/entries"_s;
    QCOMPARE(status(server, "GET", list.arg(u"main"_s), u"a"_s), 200);
    QCOMPARE(status(server, "GET", list.arg(u"other"_s), u"a"_s), 403);
    QCOMPARE(status(server, "PUT", list.arg(u"main"_s) + u"/x"_s, u"a"_s, "1"), 403);
    QCOMPARE(status(server, "PUT", list.arg(u"other"_s) + u"/x"_s, u"b"_s, "1"), 200);
}

// Who misspells a restriction must not get everything, and no message says what may be a secret.
void tst_Dustd::refusesATokensFile_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const QByteArray &token, const QString &says) {
        QTest::newRow(name) << '[' + token + ']' << says;
    };
    row("empty", "", u"no tokens"_s);
    row("no object", R"("hush")", u"\"secret\""_s);
    row("no secret", R"({"id":"hush"})", u"\"secret\""_s);
    row("empty secret", R"({"secret":""})", u"\"secret\""_s);
    row("misspelt member", R"({"secret":"hush","scope":["entries:read"]})",
        u"none of secret, id"_s);
    row("unknown scope", R"({"secret":"hush","scopes":["hush:read"]})", u"none of entries:read"_s);
    row("no scopes", R"({"secret":"hush","scopes":[]})", u"\"scopes\""_s);
    row("scopes null", R"({"secret":"hush","scopes":null})", u"\"scopes\""_s);
    row("scopes text", R"({"secret":"hush","scopes":"entries:read"})", u"\"scopes\""_s);
    row("no stores", R"({"secret":"hush","stores":[]})", u"\"stores\""_s);
    row("stores of numbers", R"({"secret":"hush","stores":[1]})", u"\"stores\""_s);
    row("id 1", R"({"secret":"hush","id":1})", u"\"id\""_s);
    row("store that is not there", R"({"secret":"hush","id":"ann","stores":["local/mian"]})",
        u"local/mian"_s);
    row("the same secret", R"({"secret":"hush"},{"secret":"hush","scopes":["entries:read"]})",
        u"same secret"_s);
    QTest::newRow("no list") << R"({"secret":"hush"})"_ba << u"not a list"_s;
    QTest::newRow("no JSON") << "hush"_ba << u"not JSON"_s;
}

void tst_Dustd::refusesATokensFile()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, says);
    const QTemporaryDir dir;
    QFile file(dir.filePath(u"tokens.json"_s));
    QVERIFY(file.open(QFile::WriteOnly));
    file.write(json);
    file.close();
    const Outcome outcome = run({ u"--port"_s, u"0"_s, u"--tokens"_s, file.fileName() });
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY2(outcome.errors.contains(says), qPrintable(outcome.errors));
    QVERIFY2(outcome.errors.contains(file.fileName()), qPrintable(outcome.errors));
    QVERIFY2(!outcome.errors.contains(u"hush"_s), qPrintable(outcome.errors));
}

void tst_Dustd::speaksTls()
{
    const QTemporaryDir dir;
    const TestCertificate pair = TestCertificate::forLoopback();
    QFile cert(dir.filePath(u"cert.pem"_s));
    QFile key(dir.filePath(u"key.pem"_s));
    QVERIFY(cert.open(QFile::WriteOnly) && key.open(QFile::WriteOnly));
    cert.write(pair.certificate);
    key.write(pair.key);
    cert.close();
    key.close();
    DustdProcess server({ u"--tls-cert"_s, cert.fileName(), u"--tls-key"_s, key.fileName() });
    QVERIFY2(server.isUp(), server.process().readAllStandardError().constData());
    QCOMPARE(server.url().scheme(), u"https"_s);
    auto trusting = QSslConfiguration::defaultConfiguration();
    trusting.addCaCertificates(QSslCertificate::fromData(pair.certificate));
    QSslSocket socket;
    socket.setSslConfiguration(trusting);
    socket.connectToHostEncrypted(server.url().host(), quint16(server.url().port()));
    QTRY_VERIFY_WITH_TIMEOUT(socket.isEncrypted(), 60'000);
    socket.write("GET /api/stores/local/main/subscribe HTTP/1.1\r\nHost: here:1\r\n"
                 "Authorization: Bearer "
                 + server.token().toUtf8() + "\r\n\r\n");
    const QByteArray end = "\"ws_url\":\"wss://here:1/ws/sync\"}";
    QByteArray answer;
    QTRY_VERIFY((answer += socket.readAll()).endsWith(end));
    QVERIFY2(answer.startsWith("HTTP/1.1 426 "), answer.constData());
    // With the files the wrong way round it says which one it means.
    const Outcome swapped = run(
            { u"--tls-cert"_s, key.fileName(), u"--tls-key"_s, cert.fileName() });
    QCOMPARE(swapped.exitCode, 2);
    QVERIFY2(swapped.errors.contains(key.fileName()), qPrintable(swapped.errors));
}

void tst_Dustd::refusesCertificates_data()
{
    QTest::addColumn<QByteArray>("certificate");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QString>("says");
    const TestCertificate good = TestCertificate::forLoopback();
    const TestCertificate other = TestCertificate::forOtherHost();
    const TestCertificate old = TestCertificate::expired();
    QByteArray damaged = good.certificate;
    damaged[200] = '!';
    QTest::newRow("key of another") << good.certificate << other.key << u"does not belong"_s;
    // The pair's own, without the public key in it: nobody can tell.
    QTest::newRow("key without its point") << good.certificate << R"(-----BEGIN EC PRIVATE KEY-----
MDECAQEEIFjA0WxgbIQjO+sedoRAi2lCtrDXnNqRHfscRsZNpjB0oAoGCCqGSM49
AwEH
-----END EC PRIVATE KEY-----
)"_ba << u"openssl ec"_s;
    QTest::newRow("expired") << old.certificate << old.key << u"expired"_s;
    QTest::newRow("damaged") << damaged << good.key << u"certificate"_s;
    QTest::newRow("damaged chain") << good.certificate + damaged << good.key << u"cannot be read"_s;
    QTest::newRow("no certificate") << "nonsense"_ba << good.key << u"no PEM certificate"_s;
}

void tst_Dustd::refusesCertificates()
{
    QFETCH(QByteArray, certificate);
    QFETCH(QByteArray, key);
    QFETCH(QString, says);
    const QTemporaryDir dir;
    QFile certFile(dir.filePath(u"cert.pem"_s));
    QFile keyFile(dir.filePath(u"key.pem"_s));
    QVERIFY(certFile.open(QFile::WriteOnly) && keyFile.open(QFile::WriteOnly));
    certFile.write(certificate);
    keyFile.write(key);
    certFile.close();
    keyFile.close();
    const Outcome outcome = run({ u"--port"_s, u"0"_s, u"--tls-cert"_s, certFile.fileName(),
                                  u"--tls-key"_s, keyFile.fileName() });
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY2(outcome.errors.contains(says), qPrintable(outcome.errors));
    QVERIFY2(outcome.errors.contains(certFile.fileName()), qPrintable(outcome.errors));
    QCOMPARE(outcome.errors.count(u'\n'), 1);
}

void tst_Dustd::endsOnSignals_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
}

void tst_Dustd::endsOnSignals()
{
    QFETCH(int, number);
    DustdProcess server;
    QVERIFY(server.isUp());
    QCOMPARE(status(server, "GET", u"/healthz"_s, {}), 200);
    ::kill(pid_t(server.process().processId()), number);
    QTRY_COMPARE_WITH_TIMEOUT(server.process().state(), QProcess::NotRunning, 60'000);
    QCOMPARE(server.process().exitStatus(), QProcess::NormalExit);
    QCOMPARE(server.process().exitCode(), 0);
    QCOMPARE(server.process().readAllStandardError(), QByteArray());
}

// All that came before the end, however much of it is not answered yet.
void tst_Dustd::answersWhoSendsNoMore()
{
    DustdProcess server;
    QVERIFY(server.isUp());
    const QByteArray put = "PUT /api/stores/local/main/entries/a HTTP/1.1\r\nHost: x\r\n"
                           "Authorization: Bearer "
            + server.token().toUtf8() + "\r\nContent-Length: 1\r\n\r\n1";
    for (const int requests : { 1, 2, 40 }) {
        RawHttpClient client(quint16(server.url().port()));
        client.send(put.repeated(requests));
        QCOMPARE(client.socket().bytesToWrite(), 0);
        QCOMPARE(::shutdown(int(client.socket().socketDescriptor()), SHUT_WR), 0);
        for (int i = 0; i < requests; ++i)
            QCOMPARE(client.next().status, 200);
        QVERIFY(client.waitForEnd());
    }
}

void tst_Dustd::keepsItsData()
{
    const QTemporaryDir dir;
    const QStringList arguments{ u"--data"_s,  dir.filePath(u"data"_s),
                                 u"--store"_s, u"acme/main"_s,
                                 u"--token"_s, u"rw:t"_s };
    const QString entry = u"/api/stores/acme/main/entries/a"_s;
    {
        DustdProcess server(arguments);
        QVERIFY2(server.isUp(), server.process().readAllStandardError().constData());
        QCOMPARE(status(server, "PUT", entry, u"t"_s, "\"kept\""), 200);
    }
    DustdProcess server({ u"--data"_s, dir.filePath(u"data"_s), u"--token"_s, u"rw:t"_s });
    QVERIFY2(server.isUp(), server.process().readAllStandardError().constData());
    QVERIFY(server.greeting().contains(u"acme/main"_s)); // which the folder holds
    QCOMPARE(status(server, "GET", entry, u"t"_s), 200);
    QVERIFY2(m_answer.contains("kept"), m_answer.constData());
}

void tst_Dustd::oneAtATimeInAFolder()
{
    const QTemporaryDir dir;
    const QStringList arguments{ u"--data"_s, dir.path() };
    DustdProcess first(arguments);
    QVERIFY(first.isUp());
    const Outcome second = run(QStringList{ u"--port"_s, u"0"_s } + arguments);
    QCOMPARE(second.exitCode, 1);
    QVERIFY2(second.errors.contains(u"in use"_s), qPrintable(second.errors));
}

// Wherever a client puts it, and however it writes it.
void tst_Dustd::logsNoToken()
{
    DustdProcess server({ u"--verbose"_s, u"--token"_s, u"rw:hush-hush"_s });
    QVERIFY(server.isUp());
    RawHttpClient client(quint16(server.url().port()));
    const QByteArrayList targets{
        "/api/stores/local/main/entries?limit=3&api_key=hush-hush&after=b",
        "/ws/sync/websocket?token=hush-hush&vsn=2.0.0",
        "/ws/sync/websocket?%74oken=hush-hush",
        "//ws/sync/websocket?%74oken=hush-hush",
        "http://x/ws/sync/websocket?%74oken=hush-hush",
        "http://user:hush-hush@x/healthz",
        "http://hush-hush?x",
        "/healthz?hush-hush",
        "/ws/sync/websocket%3Ftoken=hush-hush",
        "/ws/sync/websocket&token=hush-hush",
        "/ws/sync/websocket?vsn=2.0.0%26token=hush-hush",
        "/ws/sync/websocket?vsn=hush-hush",
        "/ws/sync/websocket?device_id=hush-hush",
        "/api/stores/local/main/entries/hush-hush",
        "/api/stores/local/main/entries/my%2Dhush%2Dhush?limit=hush-hush&order=hush-hush",
        "/api/stores/local/main/entries/%2568ush%252Dhush",
        "/api/stores/local/main/entries?select=hush-hush&pattern=hush-hush&from=hush-hush",
        // And secrets of others.
        "/ws/sync/websocket%3Ftoken=hush-else",
        "/ws/sync/websocket&token=hush-else",
        "/api/stores/local/main/entries?after=hush-else&to=hush-else",
    };
    for (const QByteArray &target : targets)
        QVERIFY(client.ask("GET " + target
                           + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer hush-hush\r\n\r\n")
                        .status
                > 0);
    RawHttpClient(quint16(server.url().port())).ask("HUSH /x HTTP/1.1\r\nHost: x\r\n\r\n");
    RawHttpClient(quint16(server.url().port())).ask("hush-hush / HTTP/1.1\r\nHost: x\r\n\r\n");
    client.ask("hush-hush\r\n\r\n");
    QByteArray log;
    QTRY_VERIFY((log += server.process().readAllStandardOutput()).contains("(no request) 400"));
    QVERIFY2(!log.contains("hush") && !log.contains("%68ush"), log.constData());
    QVERIFY2(log.contains("GET /api/stores/local/main/entries?limit=3&...&after=... 200\n"),
             log.constData());
    QVERIFY2(log.contains("GET /ws/sync/websocket?...&vsn=2.0.0 404\n"), log.constData());
    QVERIFY2(log.contains("(no request) 400\n"), log.constData());
}

// To look through all of it would keep the server busy.
void tst_Dustd::logsNoneOfWhatIsEncodedOverAndOver()
{
    DustdProcess server({ u"--verbose"_s });
    QVERIFY(server.isUp());
    const auto ask = [&server](const QByteArray &piece) {
        return RawHttpClient(quint16(server.url().port()))
                .ask("GET /api/stores/" + piece + " HTTP/1.1\r\nHost: x\r\n\r\n")
                .status;
    };
    QVERIFY(ask('%' + QByteArray("25").repeated(4'900)) > 0);
    QVERIFY(ask("%252541") > 0);
    QByteArray log;
    QTRY_VERIFY((log += server.process().readAllStandardOutput()).contains("/%252541 "));
    QVERIFY2(log.contains("GET /api/stores/... ") && !log.contains("%252525"), log.constData());
}

// Nor where it is taken for a name.
void tst_Dustd::logsNoTokenOfADevice()
{
    DustdProcess server({ u"--verbose"_s, u"--token"_s, u"rw:hush hush"_s });
    QVERIFY(server.isUp());
    for (const QByteArray device : { "laptop", "x-hush%20hush", "x-hush%2520hush", "hush+hush" }) {
        RawHttpClient client(quint16(server.url().port()));
        QCOMPARE(client.ask("GET /ws/sync/websocket?token=hush%20hush&device_id=" + device
                            + "&capver=3&vsn=2.0.0 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n"
                              "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                         .status,
                 101);
    }
    QByteArray log;
    QTRY_COMPARE((log += server.process().readAllStandardOutput()).count(" closed\n"), 4);
    QVERIFY2(!log.contains("hush"), log.constData());
    QVERIFY2(log.contains("channel socket of laptop opened\n"), log.constData());
}

void tst_Dustd::helps()
{
    const Outcome help = run({ u"--help"_s });
    QCOMPARE(help.exitCode, 0);
    for (const char *option :
         { "--port", "--store", "--data", "--memory", "--token", "--tokens", "--tls-cert",
           "--tls-key", "--writes-per-minute", "--reads-per-minute", "--compact-after",
           "--max-body", "--as-production", "--verbose", "Exit codes" })
        QVERIFY2(help.output.contains(QLatin1StringView(option)), option);
    QVERIFY(run({ u"--version"_s }).output.startsWith(u"dustd "_s));
}

void tst_Dustd::refusesOptions_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const QStringList &arguments, const QString &says) {
        QTest::newRow(name) << arguments << says;
    };
    row("unknown", { u"--prot"_s, u"1"_s }, u"prot"_s);
    row("argument", { u"acme/main"_s }, u"--store"_s);
    row("token without its option", { u"rw:verysecret"_s }, u"--token"_s);
    row("misspelt token", { u"--tokn=rw:verysecret"_s }, u"tokn"_s);
    row("store", { u"--port"_s, u"0"_s, u"--store"_s, u"acme"_s }, u"org/name"_s);
    row("port", { u"--port"_s, u"70000"_s }, u"65535"_s);
    row("limit", { u"--writes-per-minute"_s, u"-1"_s }, u"--writes-per-minute"_s);
    row("token", { u"--token"_s, u"verysecret"_s }, u"rw:SECRET"_s);
    row("tokens with one secret",
        { u"--token"_s, u"rw:verysecret"_s, u"--token"_s, u"ro:verysecret"_s }, u"same secret"_s);
    row("both storages", { u"--memory"_s, u"--data"_s, u"/tmp/x"_s }, u"exclude"_s);
    row("half of TLS", { u"--tls-cert"_s, u"x.pem"_s }, u"--tls-key"_s);
    row("no such tokens", { u"--tokens"_s, u"/no/such/file"_s }, u"/no/such/file"_s);
}

void tst_Dustd::refusesOptions()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, says);
    const Outcome outcome = run(arguments);
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY2(outcome.errors.contains(says), qPrintable(outcome.errors));
    QVERIFY2(!outcome.errors.contains(u"verysecret"_s), qPrintable(outcome.errors));
    QCOMPARE(outcome.errors.count(u'\n'), 1);
}

void tst_Dustd::refusesATakenPort()
{
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress::LocalHost));
    const Outcome outcome = run({ u"--port"_s, QString::number(taken.serverPort()) });
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.errors.contains(QString::number(taken.serverPort())),
             qPrintable(outcome.errors));
}

// Nobody asked for the usual one in particular.
void tst_Dustd::evadesATakenPort()
{
    QTcpServer taken;
    taken.listen(QHostAddress::LocalHost, 7755); // unless somebody else has it
    QProcess process;
    process.start(QStringLiteral(DUSTD_PROGRAM), QStringList());
    QByteArray greeting;
    QTRY_VERIFY_WITH_TIMEOUT((greeting += process.readAllStandardOutput()).contains("DUST_TOKEN="),
                             60'000);
    process.kill();
    QVERIFY2(greeting.contains("Port 7755 is taken"), greeting.constData());
    QVERIFY2(!greeting.contains("127.0.0.1:7755"), greeting.constData());
    QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 60'000);
}

QTEST_GUILESS_MAIN(tst_Dustd)
#include "tst_dustd.moc"
