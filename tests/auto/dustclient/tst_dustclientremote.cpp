// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// A DustClient of a server.

#include "answers.h"
#include "dustserver.h"
#include "testcertificates.h"

#include <DustClient>
#include <DustStore>

#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslConfiguration>
#include <QtNetwork/QSslKey>
#include <QtTest/QSignalSpy>

using namespace Qt::StringLiterals;

class tst_DustClientRemote : public QObject
{
    Q_OBJECT

    std::unique_ptr<DustServer> m_server;

    QList<QSslCertificate> useTls()
    {
        const TestCertificate test = TestCertificate::forLoopback();
        const auto certificates = QSslCertificate::fromData(test.certificate);
        m_server->close();
        QSslConfiguration configuration;
        configuration.setLocalCertificateChain(certificates);
        configuration.setPrivateKey(QSslKey(test.key, QSsl::Ec));
        m_server->setSslConfiguration(configuration);
        return m_server->listen() ? certificates : QList<QSslCertificate>();
    }

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<DustServer>();
        QVERIFY(m_server->addStore(u"acme/main"_s));
        QVERIFY(m_server->listen());
    }
    void cleanup()
    {
        for (const char *name : { "DUST_URL", "DUST_STORE", "DUST_TOKEN" })
            qunsetenv(name);
        m_server.reset();
    }

    void opensUrls_data();
    void opensUrls();
    void noSuchStore();
    void refusesStoreNamesOfDots();
    void theTokenIsNotGivenBack();
    void aTokenMayComeLate();
    void aTokenIsRenewedWhileOpen();
    void insecureUrls();
    void whatCannotChangeOnceOpen();
    void deadlines();
    void ownCertificates();
    void wrongCertificates();
    void fromEnvironment_data();
    void fromEnvironment();
    void fromAnEmptyEnvironment();
    void destroyedDuringRequests();
    void cancelled();
    void storesShareTheQueue();
};

void tst_DustClientRemote::opensUrls_data()
{
    QTest::addColumn<QString>("form");
    for (const char *form : { "http://127.0.0.1:%1", "http://127.0.0.1:%1/", "HTTP://localhost:%1",
                              "http://@127.0.0.1:%1" })
        QTest::newRow(form) << QString::fromLatin1(form);
}

void tst_DustClientRemote::opensUrls()
{
    QFETCH(QString, form);
    DustClient client(QUrl(form.arg(m_server->port())));
    client.setToken(m_server->token());
    QCOMPARE(client.error(), DustError());
    DustStore *store = client.store(u"acme/main"_s);
    QCOMPARE(store->error(), DustError());
    const auto written = answerOf(store->put(u"a"_s, 1));
    QVERIFY2(written, qPrintable(written.error().message()));
    QCOMPARE(answerOf(store->get(u"a"_s)).valueOr({}), DustValue(1));
    QCOMPARE(answerOf(store->list(DustQuery::list(u"**"_s)))->entries.size(), 1);
}

void tst_DustClientRemote::noSuchStore()
{
    DustClient client(m_server->url());
    client.setToken(m_server->token());
    DustStore *store = client.store(u"acme/other"_s);
    for (const DustError &error : { answerOf(store->list(DustQuery::list(u"**"_s))).error(),
                                    answerOf(store->put(u"a"_s, 1)).error() }) {
        QCOMPARE(error.kind(), DustError::NotFound);
        QVERIFY2(error.message().contains(u"store"_s), qPrintable(error.message()));
    }
}

void tst_DustClientRemote::refusesStoreNamesOfDots()
{
    DustClient client(m_server->url());
    for (const QString &name : { u"../main"_s, u"acme/.."_s, u"./."_s, u".a/main"_s })
        QCOMPARE(client.store(name)->error().reason(), u"invalid_store_name"_s);
}

void tst_DustClientRemote::theTokenIsNotGivenBack()
{
    DustClient client(m_server->url());
    QSignalSpy changed(&client, &DustClient::tokenChanged);
    QVERIFY(!client.hasToken());
    QVERIFY(client.setProperty("token", u"hunter2"_s));
    QVERIFY(client.hasToken());
    QCOMPARE(changed.count(), 1);
    QCOMPARE(client.property("token").toString(), QString());
    client.setToken(u"hunter2"_s);
    QCOMPARE(changed.count(), 1);
    QString shown;
    QDebug(&shown) << &client << client.error() << client.store(u"acme/main"_s)->error();
    QVERIFY2(!shown.contains(u"hunter2"_s), qPrintable(shown));
}

void tst_DustClientRemote::aTokenMayComeLate()
{
    DustClient client(m_server->url());
    DustStore *store = client.store(u"acme/main"_s);
    QCOMPARE(answerOf(store->get(u"a"_s)).error().kind(), DustError::Unauthorized);
    client.setToken(u"bad\ntoken"_s);
    QCOMPARE(answerOf(store->get(u"a"_s)).error().reason(), u"invalid_token"_s);
    client.setToken(m_server->token());
    QCOMPARE(answerOf(store->get(u"a"_s)).error().kind(), DustError::NotFound);
}

void tst_DustClientRemote::aTokenIsRenewedWhileOpen()
{
    DustClient client(m_server->url());
    client.setToken(m_server->token());
    DustStore *store = client.store(u"acme/main"_s);
    QVERIFY(answerOf(store->put(u"a"_s, 1)));
    QVERIFY(m_server->removeToken(m_server->token()));
    m_server->addToken(DustServerToken::readWrite(u"renewed"_s));
    QCOMPARE(answerOf(store->get(u"a"_s)).error().kind(), DustError::Unauthorized);
    client.setToken(u"renewed"_s);
    QCOMPARE(answerOf(store->get(u"a"_s)).valueOr({}), DustValue(1));
}

void tst_DustClientRemote::insecureUrls()
{
    DustClient client(QUrl(u"http://dust.invalid"_s));
    client.setToken(u"hunter2"_s);
    DustStore *store = client.store(u"acme/main"_s);
    QSignalSpy opened(store, &DustStore::errorChanged);
    QCOMPARE(store->error().reason(), u"insecure_url"_s);
    QCOMPARE(client.error(), store->error());
    QVERIFY2(!store->error().message().contains(u"hunter2"_s),
             qPrintable(store->error().message()));
    QCOMPARE(answerOf(store->get(u"a"_s)).error(), store->error());
    QSignalSpy changed(&client, &DustClient::allowInsecureChanged);
    client.setAllowInsecure(true);
    client.setAllowInsecure(true);
    QVERIFY(client.allowInsecure());
    QCOMPARE(changed.count(), 1);
    QCOMPARE(opened.count(), 1);
    QCOMPARE(store->error(), DustError());
    QCOMPARE(client.error(), DustError());
    QCOMPARE(answerOf(store->get(u"a"_s)).error().kind(), DustError::Network);
    client.setAllowInsecure(false);
    QCOMPARE(answerOf(store->get(u"a"_s)).error().reason(), u"insecure_url"_s);
}

void tst_DustClientRemote::whatCannotChangeOnceOpen()
{
    DustClient client(m_server->url());
    client.store(u"acme/main"_s);
    client.setUrl(QUrl(u"https://dust.example"_s));
    QCOMPARE(client.error().reason(), u"already_open"_s);
    QCOMPARE(client.url(), m_server->url());
    client.addCaCertificates({});
    QVERIFY2(client.error().message().contains(u"certificates"_s),
             qPrintable(client.error().message()));
    client.setSslConfiguration({});
    QVERIFY2(client.error().message().contains(u"SSL configuration"_s),
             qPrintable(client.error().message()));
}

void tst_DustClientRemote::deadlines()
{
    const auto holding = connect(m_server.get(), &DustServer::connectionOpened, this,
                                 [](DustServerConnection *connection) { connection->hold(); });
    DustClient client(m_server->url());
    DustStore *store = client.store(u"acme/main"_s);
    client.setAnswerTimeout(50);
    QCOMPARE(answerOf(store->get(u"a"_s)).error().kind(), DustError::Timeout);
    QCOMPARE(answerOf(store->put(u"a"_s, 1)).error().kind(), DustError::Indeterminate);
    disconnect(holding);
    client.setAnswerTimeout(600'000);
    QCOMPARE(answerOf(store->get(u"a"_s)).error().kind(), DustError::Unauthorized);
}

void tst_DustClientRemote::ownCertificates()
{
    const auto certificates = useTls();
    DustClient client(m_server->url());
    client.setToken(m_server->token());
    client.addCaCertificates(certificates);
    const auto written = answerOf(client.store(u"acme/main"_s)->put(u"a"_s, 1));
    QVERIFY2(written, qPrintable(written.error().message()));
}

void tst_DustClientRemote::wrongCertificates()
{
    QVERIFY(!useTls().isEmpty());
    DustClient client(m_server->url());
    client.setToken(m_server->token());
    const DustError error = answerOf(client.store(u"acme/main"_s)->put(u"a"_s, 1)).error();
    QCOMPARE(error.kind(), DustError::Network);
    QVERIFY2(error.message().contains(u"certificate"_s)
                     && error.message().contains(u"DustClient::addCaCertificates()"_s),
             qPrintable(error.message()));
}

void tst_DustClientRemote::fromEnvironment_data()
{
    QTest::addColumn<QByteArray>("space");
    QTest::newRow("plain") << QByteArray();
    QTest::newRow("as a shell leaves it") << QByteArray("\n");
}

void tst_DustClientRemote::fromEnvironment()
{
    QFETCH(QByteArray, space);
    qputenv("DUST_URL", m_server->url().toEncoded() + space);
    qputenv("DUST_STORE", "acme/main" + space);
    qputenv("DUST_TOKEN", m_server->token().toLatin1() + space);
    const auto client = DustClient::fromEnvironment();
    QCOMPARE(client->url(), m_server->url());
    QCOMPARE(client->defaultStore(), u"acme/main"_s);
    QVERIFY(client->hasToken());
    QCOMPARE(client->store(), client->store(u"acme/main"_s));
    const auto written = answerOf(client->store()->put(u"a"_s, 1));
    QVERIFY2(written, qPrintable(written.error().message()));
}

void tst_DustClientRemote::fromAnEmptyEnvironment()
{
    const auto client = DustClient::fromEnvironment();
    QCOMPARE(client->error().reason(), u"empty_url"_s);
    QVERIFY2(client->error().message().contains(u"DUST_URL"_s),
             qPrintable(client->error().message()));
    QVERIFY(!client->hasToken());
    QCOMPARE(client->store()->error().reason(), u"invalid_store_name"_s);
    qputenv("DUST_URL", "https://user:hunter2@dust.example");
    const DustError error = DustClient::fromEnvironment()->error();
    QCOMPARE(error.reason(), u"user_info"_s);
    QVERIFY2(!error.message().contains(u"hunter2"_s), qPrintable(error.message()));
}

void tst_DustClientRemote::destroyedDuringRequests()
{
    connect(m_server.get(), &DustServer::connectionOpened, this,
            [](DustServerConnection *connection) { connection->hold(); });
    auto client = std::make_unique<DustClient>(m_server->url());
    client->setToken(m_server->token());
    DustStore *store = client->store(u"acme/main"_s);
    QList<DustFuture<DustReceipt>> writes;
    for (int i = 0; i < 20; ++i)
        writes.append(i % 2 ? store->put(u"a"_s, 1) : store->remove(u"b"_s));
    const auto read = store->get(u"a"_s);
    QTRY_COMPARE(m_server->connections().size(), 6);
    client.reset();
    for (const auto &future : writes) {
        QVERIFY(future.isFinished());
        QCOMPARE(future.result().error().kind(), DustError::Closed);
    }
    QCOMPARE(answerOf(read).error().kind(), DustError::Closed);
    QTRY_VERIFY(m_server->connections().isEmpty());
}

void tst_DustClientRemote::cancelled()
{
    connect(m_server.get(), &DustServer::connectionOpened, this,
            [](DustServerConnection *connection) { connection->hold(); });
    DustClient client(m_server->url());
    auto future = client.store(u"acme/main"_s)->put(u"a"_s, 1);
    QTRY_COMPARE(m_server->connections().size(), 1);
    future.cancel();
    QTRY_VERIFY(m_server->connections().isEmpty());
    QTRY_VERIFY(future.isFinished());
}

void tst_DustClientRemote::storesShareTheQueue()
{
    QVERIFY(m_server->addStore(u"acme/other"_s));
    connect(m_server.get(), &DustServer::connectionOpened, this,
            [](DustServerConnection *connection) { connection->hold(); });
    int requests = 0;
    connect(m_server.get(), &DustServer::requestReceived, this, [&] { ++requests; });
    DustClient client(m_server->url());
    client.setToken(m_server->token());
    QList<DustFuture<bool>> calls;
    for (int i = 0; i < 10; ++i)
        calls.append(client.store(i % 2 ? u"acme/main"_s : u"acme/other"_s)->exists(u"a"_s));
    QTRY_COMPARE(requests, 6);
    delete client.store(u"acme/main"_s);
    QTRY_COMPARE(requests, 8);
    for (int i = 1; i < 10; i += 2)
        QCOMPARE(answerOf(calls.at(i)).error().kind(), DustError::Closed);
}

QTEST_GUILESS_MAIN(tst_DustClientRemote)

#include "tst_dustclientremote.moc"
