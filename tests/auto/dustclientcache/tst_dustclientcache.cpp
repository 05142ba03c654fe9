// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What becomes of a cache that cannot be used, or not any more.

#include "cachedclients.h"

#include <QtCore/QProcess>
#include <QtTest/QSignalSpy>

#include <cstdio>

using namespace Qt::StringLiterals;

class tst_DustClientCache : public QObject, private OneCachedClient
{
    Q_OBJECT

    // Stores that were filled and damaged, and with them open again.
    void damage(const QStringList &names)
    {
        m_client = c->client();
        char mark = 'A';
        for (const QString &name : names) {
            DustStore *store = m_client->store(name);
            QVERIFY(CachedClients::becomesLive(store));
            QVERIFY(CachedClients::fill(store, mark++));
        }
        m_client.reset();
        for (const char each : QByteArray("ABC").first(names.size()))
            QVERIFY(c->damage(each));
        m_client = c->client();
        for (const QString &name : names)
            QCOMPARE(m_client->store(name)->cacheError().reason(), u"corrupt"_s);
    }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    // Other errors come and go meanwhile.
    void theErrorLasts()
    {
        damage({ CachedClients::main() });
        DustStore *store = m_client->store(CachedClients::main());
        QSignalSpy changes(store, &DustStore::cacheErrorChanged);
        QVERIFY(CachedClients::becomesLive(store));
        QCOMPARE(changes.size(), 1);
        QVERIFY(c->goesOffline(store));
        QVERIFY(runUntil([&] { return m_client->error().reason() == u"unreachable"_s; }, 30'000));
        QCOMPARE(store->cacheError().reason(), u"corrupt"_s);
        store->increment(u"n"_s, 3);
        store->rebuildCache();
        QTRY_COMPARE(changes.size(), 2);
        QCOMPARE(store->cacheError(), DustError());
        QVERIFY(c->wasSetAside());

        m_client = c->client();
        store = m_client->store(CachedClients::main());
        QCOMPARE(store->cacheError(), DustError());
        QCOMPARE(store->pendingCount(), 1);
    }

    // One that was refused and is gone does not make up for one that works in the file.
    void aFileIsNotSetAsideUnderAStoreThatWorksInIt()
    {
        m_client = c->client();
        DustStore *healthy = m_client->store(CachedClients::third());
        QVERIFY(CachedClients::becomesLive(healthy));
        QVERIFY(CachedClients::fill(healthy, 'H'));
        damage({ CachedClients::main(), CachedClients::other() });
        healthy = m_client->store(CachedClients::third());
        QCOMPARE(healthy->cacheError(), DustError());
        delete m_client->store(CachedClients::other());
        DustStore *damaged = m_client->store(CachedClients::main());
        damaged->rebuildCache();
        QTRY_COMPARE(m_client->error().reason(), u"corrupt"_s);
        QVERIFY(!c->wasSetAside());
        QCOMPARE(damaged->cacheError().reason(), u"corrupt"_s);

        delete healthy;
        damaged->rebuildCache();
        QTRY_COMPARE(damaged->cacheError(), DustError());
        QVERIFY(c->wasSetAside());
    }

    // It has nothing to do with the file.
    void aStoreThatCannotBeIsInNobodysWay()
    {
        damage({ CachedClients::main() });
        QCOMPARE(m_client->store(u"wrong"_s)->cacheError(), DustError());
        DustStore *store = m_client->store(CachedClients::main());
        store->rebuildCache();
        QTRY_COMPARE(store->cacheError(), DustError());
        QVERIFY(c->wasSetAside());
    }

    // The second one writes to the file that the first one has made.
    void allStoresOfADamagedFileAreRebuilt()
    {
        const QStringList names{ CachedClients::main(), CachedClients::other() };
        damage(names);
        for (const QString &name : names) {
            DustStore *store = m_client->store(name);
            QVERIFY(CachedClients::becomesLive(store));
        }
        QVERIFY(c->goesOffline(m_client->store(names.first())));
        for (const QString &name : names) {
            DustStore *store = m_client->store(name);
            store->increment(u"n"_s, 3);
            store->rebuildCache();
            QTRY_COMPARE(store->cacheError(), DustError());
        }
        m_client = c->client();
        for (const QString &name : names) {
            DustStore *store = m_client->store(name);
            QCOMPARE(store->cacheError(), DustError());
            QCOMPARE(store->pendingCount(), 1);
        }
    }

    // It had the old cache's folder of files in hand.
    void aDownloadOutlivesItsCache()
    {
        m_client = c->client();
        DustStore *store = m_client->store(CachedClients::main());
        QVERIFY(CachedClients::becomesLive(store));
        const auto stored = answerOf(store->putFile(u"f"_s, "hello")->future());
        QVERIFY(stored.isOk());
        damage({ CachedClients::main() });
        store = m_client->store(CachedClients::main());
        QVERIFY(CachedClients::becomesLive(store));
        QList<QPointer<DustServerConnection>> held;
        connect(&c->s.server, &DustServer::connectionOpened, this,
                [&](DustServerConnection *connection) {
                    if (connection->kind() != DustServerConnection::Http)
                        return;
                    connection->hold();
                    held.append(connection);
                });
        bool isAsked = false;
        connect(&c->s.server, &DustServer::requestReceived, this,
                [&](const DustServerRequest &request) {
                    isAsked = isAsked || request.target.startsWith("/api/files/");
                });
        const auto file = store->getFile(stored->hash)->future();
        QVERIFY(runUntil([&] { return isAsked; }, 30'000));
        store->rebuildCache();
        QTRY_COMPARE(store->cacheError(), DustError());
        QVERIFY(c->wasSetAside());
        for (const auto &connection : std::as_const(held)) {
            if (connection)
                connection->release();
        }
        QCOMPARE(answerOf(file)->content, QByteArray("hello"));
    }

    void theDiskIsFull()
    {
        constexpr int Many = 12;
        m_client = c->client();
        m_client->setStorageOptions(DustStorageOptions().setMaximumBytes(400'000));
        DustStore *store = m_client->store(CachedClients::main());
        QVERIFY(CachedClients::becomesLive(store));
        QSignalSpy changes(store, &DustStore::cacheErrorChanged);
        for (int i = 0; i < Many; ++i)
            QVERIFY(answerOf(store->put(u"big%1"_s.arg(i), QString(50'000, u'x'))).isOk());
        QTRY_COMPARE(store->cacheError().reason(), u"disk_full"_s);
        QCOMPARE(changes.size(), 1);
        // It goes on, from memory.
        QVERIFY(answerOf(store->put(u"x"_s, 1)).isOk());
        QCOMPARE(answerOf(store->get(u"big0"_s))->toString().size(), 50'000);
        store->rebuildCache(); // there still is no room
        QVERIFY(answerOf(store->put(u"x"_s, 2)).isOk());
        QCOMPARE(store->cacheError().reason(), u"disk_full"_s);
        for (int i = 1; i < Many; ++i)
            QVERIFY(answerOf(store->remove(u"big%1"_s.arg(i))).isOk());
        QTRY_COMPARE(store->pendingCount(), 0);
        store->rebuildCache();
        QTRY_COMPARE(store->cacheError(), DustError());
        m_client.reset();
        c->s.stop();
        m_client = c->client();
        store = m_client->store(CachedClients::main());
        QCOMPARE(answerOf(store->get(u"x"_s)).valueOr({}), DustValue(2));
        QVERIFY(!answerOf(store->exists(u"big1"_s)).valueOr(true));
    }

    // It has the file, and this one is told so, and works from memory under a name of its own.
    void aSecondProcess()
    {
        QProcess other;
        other.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"DUST_TEST_HOLDER"_s, c->folder.path());
        environment.insert(u"DUST_URL"_s, c->s.url.toString());
        environment.insert(u"DUST_TOKEN"_s, c->s.token);
        other.setProcessEnvironment(environment);
        other.start(QCoreApplication::applicationFilePath(), {});
        QByteArray said;
        const auto hasSaid = [&] {
            said += other.readAllStandardOutput();
            return said.endsWith('\n') || other.state() == QProcess::NotRunning;
        };
        QVERIFY(runUntil(hasSaid, 60'000));
        const QString holder = QString::fromUtf8(said.trimmed());
        QVERIFY(!holder.isEmpty());

        m_client = c->client();
        DustStore *store = m_client->store(CachedClients::main());
        QCOMPARE(store->cacheError().reason(), u"in_use"_s);
        QVERIFY(m_client->deviceId() != holder);
        QVERIFY(CachedClients::becomesLive(store));
        QVERIFY(answerOf(store->put(u"x"_s, 1)).isOk());
        QCOMPARE(c->s.stored(u"from the other"_s), "1");
        store->rebuildCache();
        QTRY_COMPARE(m_client->error().reason(), u"in_use"_s);
        QCOMPARE(store->cacheError().reason(), u"in_use"_s);
        other.kill();
        QVERIFY(runUntil([&] { return other.state() == QProcess::NotRunning; }, 30'000));
        store->rebuildCache(); // it may hold what the other one has not sent
        QTRY_COMPARE(m_client->error().reason(), u"restart"_s);

        m_client = c->client();
        store = m_client->store(CachedClients::main());
        QCOMPARE(store->cacheError(), DustError());
        QCOMPARE(m_client->deviceId(), holder);
    }
};

// The other process: has the cache open until it is killed.
static int holdCache(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const auto client = DustClient::fromEnvironment();
    client->setCacheFolder(qEnvironmentVariable("DUST_TEST_HOLDER"));
    DustStore *store = liveStore(client.get());
    if (store->cacheError() != DustError() || !answerOf(store->put(u"from the other"_s, 1)))
        return 1;
    std::printf("%s\n", qPrintable(client->deviceId()));
    std::fflush(stdout);
    return QCoreApplication::exec();
}

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsSet("DUST_TEST_HOLDER"))
        return holdCache(argc, argv);
    QCoreApplication application(argc, argv);
    tst_DustClientCache test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_dustclientcache.moc"
