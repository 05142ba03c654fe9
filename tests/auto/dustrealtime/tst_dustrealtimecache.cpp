// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What a DustClient keeps of realtime stores from one run to the next.

#include "realtimeserver.h"

#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>

using namespace Qt::StringLiterals;

class tst_DustRealtimeCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void startsWithoutAConnection();
    void sendsWhatWasNotSent();
    void keepsTheDeviceId();
    void accountsAreApart();
    void oneClientAtATime();
    void aFolderThatCannotBe();

private:
    std::unique_ptr<DustClient> cached(const QString &account = {}) const;

    std::unique_ptr<QTemporaryDir> folder;
    std::unique_ptr<RealtimeServer> s;
};

void tst_DustRealtimeCache::init()
{
    folder = std::make_unique<QTemporaryDir>();
    s = std::make_unique<RealtimeServer>();
}

void tst_DustRealtimeCache::cleanup()
{
    s.reset();
    folder.reset();
}

std::unique_ptr<DustClient> tst_DustRealtimeCache::cached(const QString &account) const
{
    auto client = s->client({});
    client->setAccount(account);
    client->setCacheFolder(folder->filePath(u"deep/cache"_s));
    return client;
}

void tst_DustRealtimeCache::startsWithoutAConnection()
{
    auto client = cached();
    QVERIFY(answerOf(liveStore(client.get())->put(u"x"_s, 1)).isOk());
    QTRY_COMPARE(client->store(RealtimeServer::storeName())->seq(), 1u);
    client.reset();
    s->stop();
    client = cached();
    DustStore *store = client->store(RealtimeServer::storeName());
    QCOMPARE(client->error(), DustError());
    QCOMPARE(store->seq(), 1u);
    QCOMPARE(answerOf(store->get(u"x"_s)).valueOr({}), DustValue(1));
}

void tst_DustRealtimeCache::sendsWhatWasNotSent()
{
    auto client = cached();
    DustStore *store = liveStore(client.get());
    s->stop();
    QVERIFY(runUntil([&] { return store->state() == DustStore::Offline; }, 30'000));
    store->increment(u"n"_s, 3);
    client.reset();
    client = cached();
    store = client->store(RealtimeServer::storeName());
    QCOMPARE(store->pendingCount(), 1);
    QCOMPARE(answerOf(store->get(u"n"_s)).valueOr({}), DustValue(3));
    QVERIFY(s->start());
    client->reconnectNow();
    QVERIFY(runUntil([&] { return store->pendingCount() == 0; }, 60'000));
    QCOMPARE(s->stored(u"n"_s), "3");
}

void tst_DustRealtimeCache::keepsTheDeviceId()
{
    auto client = cached();
    client->store(RealtimeServer::storeName());
    const QString id = client->deviceId();
    client.reset();
    client = cached();
    QVERIFY(client->deviceId() != id); // not yet known
    client->store(RealtimeServer::storeName());
    QCOMPARE(client->deviceId(), id);
    client.reset();
    client = cached();
    client->setDeviceId(u"mine"_s);
    client->store(RealtimeServer::storeName());
    QCOMPARE(client->deviceId(), u"mine"_s);
}

void tst_DustRealtimeCache::accountsAreApart()
{
    const auto first = cached(u"ann"_s);
    QVERIFY(answerOf(liveStore(first.get())->put(u"x"_s, 1)).isOk());
    const auto second = cached(u"bob"_s);
    DustStore *store = second->store(RealtimeServer::storeName());
    QCOMPARE(second->error(), DustError());
    QCOMPARE(store->seq(), 0u);
    QCOMPARE(QDir(folder->filePath(u"deep/cache"_s)).entryList({ u"*.dust"_s }).size(), 2);
    QVERIFY(first->deviceId() != second->deviceId());
}

void tst_DustRealtimeCache::oneClientAtATime()
{
    const auto first = cached();
    liveStore(first.get());
    const auto second = cached();
    DustStore *store = second->store(RealtimeServer::storeName());
    QTRY_COMPARE(second->error().reason(), u"in_use"_s);
    QVERIFY(first->deviceId() != second->deviceId());
    QVERIFY(answerOf(store->put(u"x"_s, 1)).isOk());
    QVERIFY(runUntil([&] { return liveStore(first.get())->seq() == 1; }, 30'000));
}

void tst_DustRealtimeCache::aFolderThatCannotBe()
{
    auto client = s->client(u"dev"_s);
    client->setCacheFolder(u"/proc/none"_s);
    DustStore *store = client->store(RealtimeServer::storeName());
    QTRY_COMPARE(client->error().kind(), DustError::Storage);
    QVERIFY(answerOf(store->put(u"x"_s, 1)).isOk());
}

QTEST_GUILESS_MAIN(tst_DustRealtimeCache)

#include "tst_dustrealtimecache.moc"
