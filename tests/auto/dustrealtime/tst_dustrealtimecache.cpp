// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What a DustClient keeps of realtime stores from one run to the next.

#include "duststorageloader_p.h"
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
    void aDamagedFileIsSetAside();
    void whatContradictsItselfIsBegunAnew();
    void aFileOfAnotherIsLeftAlone();

private:
    QString cacheFile() const;
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

QString tst_DustRealtimeCache::cacheFile() const
{
    const QDir cache(folder->filePath(u"deep/cache"_s));
    return cache.filePath(cache.entryList({ u"*.dust"_s }).value(0));
}

void tst_DustRealtimeCache::aDamagedFileIsSetAside()
{
    auto client = cached();
    QVERIFY(answerOf(liveStore(client.get())->put(u"x"_s, 1)).isOk());
    client.reset();
    QFile file(cacheFile());
    QVERIFY(file.open(QFile::ReadWrite));
    QCOMPARE(file.write(QByteArray(4'000, '?')), 4'000);
    file.close();

    client = cached();
    DustStore *store = client->store(RealtimeServer::storeName());
    QTRY_COMPARE(client->error().kind(), DustError::Storage);
    QVERIFY(answerOf(liveStore(client.get())->put(u"y"_s, 2)).isOk());
    s->stop();
    QVERIFY(runUntil([&] { return store->state() == DustStore::Offline; }, 30'000));
    store->increment(u"n"_s, 3);
    store->rebuildCache();
    QTRY_VERIFY(client->error().kind() != DustError::Storage);
    QVERIFY(QFile::exists(file.fileName() + u".damaged1"_s));
    const QString id = client->deviceId();
    client.reset();

    client = cached();
    store = client->store(RealtimeServer::storeName());
    QCOMPARE(client->error(), DustError());
    QCOMPARE(client->deviceId(), id);
    QCOMPARE(store->pendingCount(), 1);
    QCOMPARE(answerOf(store->get(u"y"_s)).valueOr({}), DustValue(2));
    QCOMPARE(answerOf(store->get(u"n"_s)).valueOr({}), DustValue(3));
}

void tst_DustRealtimeCache::whatContradictsItselfIsBegunAnew()
{
    auto client = cached();
    QVERIFY(answerOf(liveStore(client.get())->put(u"x"_s, 1)).isOk());
    client.reset();
    const QString name = cacheFile();
    {
        const auto file = (*DustStorageLoader::sqlite())->open(name, {});
        QVERIFY(file);
        const auto storage = (*file)->storage(RealtimeServer::storeName());
        QVERIFY(storage);
        QVERIFY((*storage)->transaction([&]() -> DustResult<void> {
            (*storage)->setMeta("r/seq", "many");
            return {};
        }));
    }
    for (int run = 0; run < 2; ++run) {
        client = cached();
        DustStore *store = client->store(RealtimeServer::storeName());
        if (run == 0) {
            QTRY_COMPARE(client->error().reason(), u"inconsistent_cache"_s);
            liveStore(client.get());
            QTRY_COMPARE(store->seq(), 1u);
            store->rebuildCache();
            store->rebuildCache(); // again, and nothing is begun anew
        }
        QTRY_COMPARE(client->error(), DustError());
        QCOMPARE(store->seq(), 1u);
        client.reset();
    }
    const auto file = (*DustStorageLoader::sqlite())->open(name, {});
    QCOMPARE((*(*file)->storage(RealtimeServer::storeName()))->meta("r/seq"), "many");
}

// It may hold what that one has not sent yet.
void tst_DustRealtimeCache::aFileOfAnotherIsLeftAlone()
{
    auto first = cached();
    liveStore(first.get());
    const auto second = cached();
    QStringList reasons; // those of the connection among them
    connect(second.get(), &DustClient::errorChanged, second.get(),
            [&] { reasons.append(second->error().reason()); });
    DustStore *store = liveStore(second.get());
    QTRY_COMPARE(reasons.count(u"in_use"_s), 1);
    s->stop();
    QVERIFY(runUntil([&] { return !reasons.constLast().startsWith(u"in_use"_s); }, 30'000));
    first->store(RealtimeServer::storeName())->increment(u"n"_s, 3);
    store->rebuildCache();
    QTRY_COMPARE(reasons.count(u"in_use"_s), 2);
    first.reset();
    store->rebuildCache();
    QTRY_VERIFY(reasons.contains(u"restart"_s));
    const auto third = cached();
    QCOMPARE(third->store(RealtimeServer::storeName())->pendingCount(), 1);
}

QTEST_GUILESS_MAIN(tst_DustRealtimeCache)

#include "tst_dustrealtimecache.moc"
