// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustClient::removeCache().

#include "cachedclients.h"

#include "dustlistmodel.h"
#include "records.h"

#include <QtCore/QPointer>
#include <QtTest/QSignalSpy>

using namespace Qt::StringLiterals;

class tst_DustClientSignOut : public QObject, private OneCachedClient
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        begin();
        openLive();
    }
    void cleanup() { end(); }

    void removesWhatIsTheAccounts()
    {
        const auto other = c->client(u"bob"_s);
        QVERIFY(CachedClients::becomesLive(other->store(CachedClients::main())));
        QVERIFY(answerOf(m_store->putFile(u"f"_s, "hello")->future()).isOk());
        QVERIFY(answerOf(m_store->getFile(u"f"_s)->future()).isOk());
        QTRY_COMPARE(m_store->pendingCount(), 0);
        const QString id = m_client->deviceId();
        const QPointer<DustStore> store = m_store;
        const auto removed = m_client->removeCache();
        QVERIFY(!removed.isFinished());
        QVERIFY(!store);
        QCOMPARE(m_client->connectionState(), DustClient::Disconnected);
        QVERIFY2(answerOf(removed).isOk(), qPrintable(answerOf(removed).error().message()));
        QCOMPARE(c->files().filter(u".files"_s), QStringList());
        QCOMPARE(c->files().filter(QRegularExpression(u"dust$"_s)).size(), 1);
        QCOMPARE(other->store(CachedClients::main())->cacheError(), DustError());
        QVERIFY(m_client->deviceId() != id);
        QCOMPARE(m_client->error(), DustError());
    }

    void beginsAnew()
    {
        QVERIFY(answerOf(m_store->put(u"x"_s, 1)).isOk());
        QTRY_COMPARE(m_store->pendingCount(), 0);
        QVERIFY(answerOf(m_client->removeCache()).isOk());
        m_client->setAccount(u"bob"_s);
        QCOMPARE(m_client->account(), u"bob"_s);
        m_client->setToken(u"reader"_s);
        m_store = m_client->store(CachedClients::main());
        QCOMPARE(m_store->seq(), 0u);
        QVERIFY(CachedClients::becomesLive(m_store));
        QVERIFY(!m_store->canWrite());
        QCOMPARE(answerOf(m_store->get(u"x"_s)).valueOr({}), DustValue(1));
        QCOMPARE(m_store->cacheError(), DustError());
    }

    void keepsWhatIsNotSent_data()
    {
        QTest::addColumn<QString>("where");
        QTest::newRow("in a store that is open") << u"open"_s;
        QTest::newRow("in one that is not") << u"closed"_s;
        QTest::newRow("in memory") << u"memory"_s;
    }
    void keepsWhatIsNotSent()
    {
        QFETCH(QString, where);
        if (where == u"memory"_s) {
            m_client = c->s.client({});
            m_store = liveStore(m_client.get());
        }
        QVERIFY(c->goesOffline(m_store));
        m_store->increment(u"n"_s, 3);
        m_store->increment(u"m"_s, 3);
        QCOMPARE(m_store->pendingCount(), 2);
        if (where == u"closed"_s)
            m_client = c->client();
        const auto refused = answerOf(m_client->removeCache());
        QCOMPARE(refused.error().kind(), DustError::Storage);
        QCOMPARE(refused.error().reason(), u"unsent_writes"_s);
        QCOMPARE(refused.error().detail().value(u"pending"_s).toInt(), 2);
        m_store = m_client->store(CachedClients::main());
        QCOMPARE(m_store->pendingCount(), 2);
        QVERIFY(c->s.start());
        m_client->reconnectNow();
        QVERIFY(runUntil([&] { return m_store->pendingCount() == 0; }, 60'000));
        QVERIFY(answerOf(m_client->removeCache()).isOk());
        QCOMPARE(c->s.stored(u"n"_s), "3");
    }

    // It is in memory and in the file, and yet the same.
    void countsWritesOfAFullDiskOnce()
    {
        m_client = c->client(u"carol"_s);
        m_client->setStorageOptions(DustStorageOptions().setMaximumBytes(400'000));
        m_store = m_client->store(CachedClients::main());
        QVERIFY(CachedClients::becomesLive(m_store));
        QVERIFY(c->goesOffline(m_store));
        for (int i = 0; i < 12; ++i)
            m_store->put(u"big%1"_s.arg(i), QString(50'000, u'x'));
        QTRY_COMPARE(m_store->cacheError().reason(), u"disk_full"_s);
        QCOMPARE(m_store->pendingCount(), 12);
        const auto refused = answerOf(m_client->removeCache());
        QCOMPARE(refused.error().detail().value(u"pending"_s).toInt(), 12);
    }

    void dropsWhatIsNotSent()
    {
        QVERIFY(c->goesOffline(m_store));
        const auto lost = m_store->increment(u"n"_s, 3);
        QVERIFY(answerOf(m_client->removeCache(DustClient::DropUnsentWrites)).isOk());
        QCOMPARE(answerOf(lost).error().kind(), DustError::Closed);
        QVERIFY(c->s.start());
        m_store = m_client->store(CachedClients::main());
        QVERIFY(CachedClients::becomesLive(m_store));
        QCOMPARE(m_store->pendingCount(), 0);
        QCOMPARE(c->s.stored(u"n"_s), QByteArray());
    }

    // Nobody can tell what is in it.
    void aDamagedFile()
    {
        QVERIFY(CachedClients::fill(m_store, 'A'));
        m_client.reset();
        QVERIFY(c->damage('A'));
        open();
        const auto refused = answerOf(m_client->removeCache());
        QCOMPARE(refused.error().reason(), u"unsent_writes"_s);
        m_store->rebuildCache();
        QTRY_COMPARE(m_store->cacheError(), DustError());
        QVERIFY(c->wasSetAside());
        QCOMPARE(answerOf(m_client->removeCache()).error().reason(), u"unsent_writes"_s);
        QVERIFY(answerOf(m_client->removeCache(DustClient::DropUnsentWrites)).isOk());
        QCOMPARE(c->files(), QStringList());
    }

    // It was to be told in a later turn, and is nothing to whoever comes next.
    void aWarningOfTheSessionBefore()
    {
        QVERIFY(CachedClients::fill(m_store, 'A'));
        m_client.reset();
        QVERIFY(c->damage('A'));
        open();
        QVERIFY(answerOf(m_client->removeCache(DustClient::DropUnsentWrites)).isOk());
        QCOMPARE(m_client->error(), DustError());
    }

    void anotherClientHasIt()
    {
        const auto second = c->client();
        const QPointer<DustStore> store = liveStore(second.get());
        const auto refused = answerOf(second->removeCache(DustClient::DropUnsentWrites));
        QCOMPARE(refused.error().reason(), u"in_use"_s);
        QVERIFY(store);
        QVERIFY(answerOf(m_store->put(u"x"_s, 1)).isOk());
        QCOMPARE(m_store->cacheError(), DustError());
    }

    void onlyWhereThereIsAny()
    {
        DustClient embedded(QUrl(u"memory:"_s));
        embedded.store(u"acme/main"_s);
        QCOMPARE(answerOf(embedded.removeCache()).error().kind(), DustError::NotSupported);
        DustClient nowhere;
        QCOMPARE(answerOf(nowhere.removeCache()).error().kind(), DustError::InvalidParams);
        m_client.reset();
        const auto fresh = c->client(u"nobody"_s);
        QVERIFY(answerOf(fresh->removeCache()).isOk());
        QCOMPARE(c->files().filter(QRegularExpression(u"dust$"_s)).size(),
                 1); // of the default account
    }

    void modelsAreWithoutAStore()
    {
        DustRepo repo(m_store);
        QVERIFY(answerOf(repo.insert(Link::named(u"a"_s))).isOk());
        DustListModel model(&repo, *DustSchema::of<Link>());
        QTRY_COMPARE(model.count(), 1);
        QTRY_COMPARE(m_store->pendingCount(), 0);
        QVERIFY(answerOf(m_client->removeCache()).isOk());
        QCOMPARE(model.error().kind(), DustError::Closed);
        QCOMPARE(answerOf(repo.all<Link>()).error().kind(), DustError::Closed);
    }

    void theClientGoesMeanwhile()
    {
        connect(m_store, &QObject::destroyed, this, [this] { m_client.reset(); });
        QCOMPARE(answerOf(m_client->removeCache()).error().kind(), DustError::Closed);
        QVERIFY(!m_client);
        QCOMPARE(c->files(), QStringList());
    }

    void fromWhatTheConnectionTells()
    {
        std::optional<DustFuture<void>> removed;
        connect(m_client.get(), &DustClient::connectionStateChanged, this, [&] {
            if (m_client->connectionState() == DustClient::Waiting)
                removed = m_client->removeCache();
        });
        c->s.stop();
        QVERIFY(runUntil([&] { return removed && removed->isFinished(); }, 30'000));
        QCOMPARE(m_client->connectionState(), DustClient::Disconnected);
    }
};

QTEST_GUILESS_MAIN(tst_DustClientSignOut)

#include "tst_dustclientsignout.moc"
