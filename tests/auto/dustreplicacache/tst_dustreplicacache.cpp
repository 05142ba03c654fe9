// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "../dustledger/fragilestorage.h"
#include "../shared/histories.h"
#include "../shared/storagebackend.h"
#include "cachemodel.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <limits>

using namespace Qt::StringLiterals;

namespace {

using Cache = DustReplicaCache;

const QByteArray Identity = "ws://localhost acme/main me";

// A storage whose rows and small values outlive the cache on it.
struct Opened
{
    explicit Opened(const std::shared_ptr<DustStorage> &storage)
    {
        auto opened = Cache::open(storage, Identity, &content);
        if (opened)
            cache = std::move(opened.value());
        else
            error = opened.error();
    }

    Cache::Content content;
    std::unique_ptr<Cache> cache;
    DustError error;
};

DustLeafChange change(const QByteArray &path, int value, quint64 revision)
{
    return { path, std::nullopt, stored(value, revision) };
}

} // namespace

class tst_DustReplicaCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void startsEmpty();
    void keepsEverything_data();
    void keepsEverything();
    void isOneTransactionPerRun();
    void keepsNothingTransient();
    void forgetsWhatIsDropped();
    void goesOnInMemory();
    void leavesOutARowThatNoStorageTakes();
    void rebuilds();
    void staysDamagedInMemory();
    void belongsToAnIdentity();
    void refusesAnAuthority_data();
    void refusesAnAuthority();
    void refusesDamage_data();
    void refusesDamage();
    void failsWhereTheIdentityCannotBeWritten();
    void keepsItsBoundsClose();
    void equalsAModelAfterRandomFailures();

private:
    void set(DustStorage &storage, const QByteArray &key, const QByteArray &value)
    {
        QVERIFY(storage.transaction([&]() -> DustResult<void> {
            storage.setMeta(key, value);
            return {};
        }));
    }
};

void tst_DustReplicaCache::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
}

void tst_DustReplicaCache::startsEmpty()
{
    const auto storage = std::make_shared<DustMemoryStorage>();
    const Opened opened(storage);
    QVERIFY2(opened.cache, qPrintable(opened.error.message()));
    QCOMPARE(opened.content.seq, quint64(0));
    QCOMPARE(opened.content.nextNumber, quint64(1));
    QVERIFY(opened.content.outbox.empty());
    QVERIFY(opened.content.rejections.isEmpty());
    QCOMPARE(opened.content.session, QByteArray());
    QCOMPARE(opened.cache->rows().count(), 0);
    QVERIFY(!opened.cache->isInMemory());
    QVERIFY(opened.cache->rebuild());
}

void tst_DustReplicaCache::keepsEverything_data()
{
    QTest::addColumn<QString>("backend");
    for (const QString &backend : storageBackends())
        QTest::newRow(qPrintable(backend)) << backend;
}

void tst_DustReplicaCache::keepsEverything()
{
    QFETCH(QString, backend);
    const QTemporaryDir directory;
    auto file = openStorageFile(backend, directory.filePath(u"cache.dust"_s));
    QVERIFY(file);
    DustOutboxEntry sent = entryNumbered(2, 7);
    sent.state = DustOutboxEntry::Unanswered;
    sent.attempts = 2;
    sent.wire = sent.operations;
    DustOutboxEntry withFile = entryNumbered(3);
    withFile.content = QByteArray("\0\xff bytes", 8);
    {
        const Opened opened(*file->storage(u"acme/main"_s));
        QVERIFY2(opened.cache, qPrintable(opened.error.message()));
        QVERIFY(opened.cache->run([&] {
            opened.cache->apply({ change("a", 1, 11), change("a/b", 2, 12), change("c", 3, 20) });
            opened.cache->setSeq(12);
            opened.cache->setSession("{}");
            opened.cache->keep(entryNumbered(1), true);
            opened.cache->keep(sent, true);
            opened.cache->keep(withFile, true);
            opened.cache->keepRejection(rejectionNumbered(4));
        }));
        QVERIFY(opened.cache->run([&] {
            opened.cache->apply({ { "a", stored(1, 11), std::nullopt } });
            opened.cache->drop(entryNumbered(1));
            opened.cache->keep(withFile, false);
        }));
    }
    if (backend == u"sqlite"_s) {
        file.reset();
        file = openStorageFile(backend, directory.filePath(u"cache.dust"_s));
        QVERIFY(file);
    }
    const Opened opened(*file->storage(u"acme/main"_s));
    QVERIFY2(opened.cache, qPrintable(opened.error.message()));
    const Cache::Content &content = opened.content;
    QCOMPARE(content.seq, quint64(12));
    QCOMPARE(content.session, QByteArray("{}"));
    QVERIFY(content.nextNumber > 4);
    QCOMPARE(content.outbox.size(), size_t(2));
    QCOMPARE(content.outbox.at(0).number, quint64(2));
    QCOMPARE(content.outbox.at(0).toBytes(), sent.toBytes());
    QCOMPARE(content.outbox.at(1).number, quint64(3));
    QCOMPARE(content.outbox.at(1).content, withFile.content);
    QCOMPARE(content.rejections.size(), 1);
    const DustRejection &rejection = content.rejections.constFirst();
    QCOMPARE(rejection.number, quint64(4));
    QCOMPARE(rejection.opId, u"id-4"_s);
    QCOMPARE(rejection.operation, rejectionNumbered(4).operation);
    QCOMPARE(rejection.error, rejectionNumbered(4).error);
    const std::map<QByteArray, DustStoredValue> rows = { { "a/b", stored(2, 12) },
                                                         { "c", stored(3, 20) } };
    QVERIFY(rowsOf(opened.cache->rows()) == rows);
}

void tst_DustReplicaCache::isOneTransactionPerRun()
{
    const auto storage = std::make_shared<FragileStorage>();
    const Opened opened(storage);
    QCOMPARE(storage->transactions, 1); // the identity
    QVERIFY(opened.cache->run([&] {
        opened.cache->apply({ change("a", 1, 1) });
        QVERIFY(opened.cache->rows().find("a")); // seen at once
        opened.cache->setSeq(1);
        opened.cache->keep(entryNumbered(1), true);
        opened.cache->drop(entryNumbered(1));
    }));
    QCOMPARE(storage->transactions, 2);
    QVERIFY(opened.cache->run([] {}));
    QCOMPARE(storage->transactions, 2);
    const Opened again(storage);
    QVERIFY(again.cache);
    QCOMPARE(storage->transactions, 2);
}

void tst_DustReplicaCache::keepsNothingTransient()
{
    const auto storage = std::make_shared<DustMemoryStorage>();
    const Opened opened(storage);
    DustOutboxEntry entry = entryNumbered(1);
    entry.isTransient = true;
    QVERIFY(opened.cache->run([&] { opened.cache->keep(entry, true); }));
    QVERIFY(opened.cache->run([&] { opened.cache->drop(entry); }));
    QVERIFY(Opened(storage).content.outbox.empty());
}

void tst_DustReplicaCache::forgetsWhatIsDropped()
{
    const auto storage = std::make_shared<DustMemoryStorage>();
    const Opened opened(storage);
    DustOutboxEntry entry = entryNumbered(1);
    entry.content = "bytes";
    QVERIFY(opened.cache->run([&] {
        opened.cache->keep(entry, true);
        opened.cache->keepRejection(rejectionNumbered(2));
    }));
    QCOMPARE(storage->meta("r/c/1"), entry.content);
    QVERIFY(opened.cache->run([&] {
        opened.cache->drop(entry);
        opened.cache->drop(entry);
        opened.cache->dropRejection(2);
        opened.cache->dropRejection(3);
    }));
    QCOMPARE(storage->meta("r/c/1"), QByteArray());
    QCOMPARE(storage->meta("r/o/1"), QByteArray());
    const Opened again(storage);
    QVERIFY(again.content.outbox.empty());
    QVERIFY(again.content.rejections.isEmpty());
    QVERIFY(again.content.nextNumber > 2);
}

void tst_DustReplicaCache::goesOnInMemory()
{
    const auto storage = std::make_shared<FragileStorage>();
    const Opened opened(storage);
    QVERIFY(opened.cache->run([&] {
        opened.cache->apply({ change("a", 1, 1), change("b", 2, 2) });
        opened.cache->keep(entryNumbered(1), true);
    }));
    storage->isFull = true;
    const auto failed = opened.cache->run([&] {
        opened.cache->apply({ { "a", stored(1, 1), std::nullopt }, change("c", 3, 3) });
        opened.cache->setSeq(3);
    });
    QCOMPARE(failed.error().kind(), DustError::Storage);
    QVERIFY(opened.cache->isInMemory());
    const std::map<QByteArray, DustStoredValue> rows = { { "b", stored(2, 2) },
                                                         { "c", stored(3, 3) } };
    QVERIFY(rowsOf(opened.cache->rows()) == rows);
    QVERIFY(opened.cache->run([&] { opened.cache->apply({ change("d", 4, 4) }); })); // once only
    QVERIFY(opened.cache->rows().find("d"));
    QVERIFY(storage->rows().find("a")); // as it was
    QVERIFY(!storage->rows().find("c"));
}

void tst_DustReplicaCache::leavesOutARowThatNoStorageTakes()
{
    const auto storage = std::make_shared<DustMemoryStorage>();
    const Opened opened(storage);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"1 rows? .* left out"_s));
    QVERIFY(opened.cache->run([&] {
        opened.cache->apply(
                { change("a", 1, std::numeric_limits<quint64>::max()), change("b", 2, 2) });
    }));
    QVERIFY(!opened.cache->isInMemory());
    QVERIFY(!storage->rows().find("a"));
    QVERIFY(storage->rows().find("b"));
}

void tst_DustReplicaCache::rebuilds()
{
    const auto storage = std::make_shared<FragileStorage>();
    const Opened opened(storage);
    DustOutboxEntry withFile = entryNumbered(2);
    withFile.content = "bytes";
    QVERIFY(opened.cache->run([&] {
        opened.cache->apply({ change("a", 1, 1), change("b", 2, 2) });
        opened.cache->keep(entryNumbered(1), true);
        opened.cache->keep(withFile, true);
    }));
    storage->isFull = true;
    QVERIFY(!opened.cache->run([&] {
        opened.cache->drop(entryNumbered(1));
        opened.cache->apply({ { "a", stored(1, 1), std::nullopt }, change("c", 3, 3) });
        opened.cache->keepRejection(rejectionNumbered(3));
    }));
    QVERIFY(!opened.cache->rebuild());
    QVERIFY(opened.cache->isInMemory());
    storage->isFull = false;
    QVERIFY(opened.cache->rebuild());
    QVERIFY(!opened.cache->isInMemory());
    QCOMPARE(&opened.cache->rows(), &storage->rows());
    QVERIFY(opened.cache->run([&] { opened.cache->setSeq(3); }));

    const Opened again(storage);
    QVERIFY2(again.cache, qPrintable(again.error.message()));
    const std::map<QByteArray, DustStoredValue> rows = { { "b", stored(2, 2) },
                                                         { "c", stored(3, 3) } };
    QVERIFY(rowsOf(again.cache->rows()) == rows);
    QCOMPARE(again.content.seq, quint64(3));
    QCOMPARE(again.content.outbox.size(), size_t(1));
    QCOMPARE(again.content.outbox.front().content, withFile.content);
    QCOMPARE(again.content.rejections.size(), 1);
}

void tst_DustReplicaCache::staysDamagedInMemory()
{
    DustStorageContent content;
    content.meta.insert("r/identity", Identity);
    content.rows.insert(DustRow::create("a", stored(1, 1), DustRow::Damaged));
    const auto storage = std::make_shared<FragileStorage>(std::move(content));
    const Opened opened(storage);
    QVERIFY2(opened.cache, qPrintable(opened.error.message()));
    storage->isFull = true;
    QVERIFY(!opened.cache->run([&] { opened.cache->setSeq(1); }));
    const DustRow *row = opened.cache->rows().find("a");
    QVERIFY(row);
    QCOMPARE(row->value().error().reason(), u"damaged_row"_s);
}

void tst_DustReplicaCache::belongsToAnIdentity()
{
    const auto storage = std::make_shared<DustMemoryStorage>();
    QVERIFY(Opened(storage).cache);
    Cache::Content content;
    const auto other = Cache::open(storage, "ws://localhost acme/main you", &content);
    QCOMPARE(other.error().kind(), DustError::Storage);
    QCOMPARE(other.error().reason(), u"other_identity"_s);
    QVERIFY(other.error().message().contains(u"wipe"_s));
    QVERIFY(Opened(storage).cache); // nothing was changed
}

void tst_DustReplicaCache::refusesAnAuthority_data()
{
    QTest::addColumn<QByteArray>("seq");
    QTest::addColumn<bool>("hasLog");
    QTest::addColumn<bool>("hasRow");
    QTest::newRow("a seq") << QByteArray("3") << false << false;
    QTest::newRow("a log") << QByteArray() << true << false;
    QTest::newRow("rows of nobody") << QByteArray() << false << true;
}

void tst_DustReplicaCache::refusesAnAuthority()
{
    QFETCH(QByteArray, seq);
    QFETCH(bool, hasLog);
    QFETCH(bool, hasRow);
    const auto storage = std::make_shared<DustMemoryStorage>();
    QVERIFY(storage->transaction([&]() -> DustResult<void> {
        storage->setMeta("seq", seq);
        DustLogRecord record;
        record.seq = 1;
        record.path = "a";
        if (hasLog)
            storage->appendLog(record);
        if (hasRow)
            storage->put("a", stored(1, 1));
        return {};
    }));
    const DustError error = Opened(storage).error;
    QCOMPARE(error.kind(), DustError::Storage);
    QCOMPARE(error.reason(), u"not_a_cache"_s);
    QVERIFY(storage->meta("r/identity").isEmpty());
}

void tst_DustReplicaCache::refusesDamage_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("reason");
    const QString contradicts = u"inconsistent_cache"_s;
    QTest::newRow("seq") << QByteArray("r/seq") << QByteArray("x") << contradicts;
    QTest::newRow("negative seq") << QByteArray("r/seq") << QByteArray("-1") << contradicts;
    QTest::newRow("first") << QByteArray("r/first") << QByteArray("1 2") << contradicts;
    QTest::newRow("first behind next") << QByteArray("r/first") << QByteArray("999") << contradicts;
    QTest::newRow("next far away")
            << QByteArray("r/next") << QByteArray("18446744073709551615") << contradicts;
    QTest::newRow("entry") << QByteArray("r/o/1") << QByteArray("\x93\x01") << u"damaged_row"_s;
    QTest::newRow("rejection") << QByteArray("r/x/2") << QByteArray("?") << u"damaged_row"_s;
    QTest::newRow("rejection that is an entry")
            << QByteArray("r/x/2") << entryNumbered(2).toBytes() << contradicts;
}

void tst_DustReplicaCache::refusesDamage()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, value);
    QFETCH(QString, reason);
    const auto storage = std::make_shared<DustMemoryStorage>();
    {
        const Opened opened(storage);
        QVERIFY(opened.cache->run([&] {
            opened.cache->setSeq(5);
            opened.cache->keep(entryNumbered(1), true);
            opened.cache->keepRejection(rejectionNumbered(2));
        }));
    }
    QVERIFY(Opened(storage).cache);
    set(*storage, key, value);
    const DustError error = Opened(storage).error;
    QCOMPARE(error.kind(), DustError::Storage);
    QCOMPARE(error.reason(), reason);
    QCOMPARE(storage->meta(key), value); // nothing was changed
}

void tst_DustReplicaCache::failsWhereTheIdentityCannotBeWritten()
{
    const auto storage = std::make_shared<FragileStorage>();
    storage->isFull = true;
    QCOMPARE(Opened(storage).error.kind(), DustError::Storage);
    storage->isFull = false;
    QVERIFY(Opened(storage).cache);
}

void tst_DustReplicaCache::keepsItsBoundsClose()
{
    const auto storage = std::make_shared<FragileStorage>();
    const Opened opened(storage);
    constexpr quint64 Writes = 3000;
    for (quint64 number = 1; number <= Writes; ++number) {
        QVERIFY(opened.cache->run([&] {
            opened.cache->keep(entryNumbered(number), true);
            if (number > 5)
                opened.cache->drop(entryNumbered(number - 5));
        }));
    }
    QVERIFY(opened.cache->run([&] { opened.cache->keepRejection(rejectionNumbered(Writes)); }));
    const auto span = [&storage](const char *first, const char *next) {
        return storage->meta(next).toULongLong() - storage->meta(first).toULongLong();
    };
    QVERIFY(span("r/first", "r/next") < 1000);
    QVERIFY(span("r/x/first", "r/x/next") < 1000);
    const Opened again(storage);
    QCOMPARE(again.content.outbox.size(), size_t(5));
    QVERIFY(again.content.nextNumber > Writes);
}

// The storage fails at any of its transactions, and works again some time later.
void tst_DustReplicaCache::equalsAModelAfterRandomFailures()
{
    const quint32 first = firstSeed();
    for (quint32 seed = first; seed < first + quint32(historyCount(40)); ++seed) {
        const auto told = [seed](const QString &what) {
            return (u"DUST_SEED=%1: "_s.arg(seed) + what).toUtf8();
        };
        CacheModel model(seed);
        const auto storage = std::make_shared<FragileStorage>();
        auto opened = std::make_unique<Opened>(storage);
        for (int step = 0; step < 80; ++step) {
            const bool wasInMemory = opened->cache->isInMemory();
            const bool fails = model.dice() % 12 == 0;
            const int before = storage->transactions;
            storage->isFull = fails;
            const auto done = opened->cache->run([&] {
                for (auto left = 1 + model.dice() % 6; left > 0; --left)
                    model.request(*opened->cache);
            });
            QVERIFY2(bool(done) == (opened->cache->isInMemory() == wasInMemory),
                     told(u"an error is told once"_s).constData());
            QVERIFY2(storage->transactions <= before + 1, told(u"transactions"_s).constData());
            QVERIFY2(rowsOf(opened->cache->rows()) == model.rows, told(u"rows"_s).constData());
            if (opened->cache->isInMemory()) {
                storage->isFull = model.dice() % 3 == 0;
                if (model.dice() % 4 == 0)
                    QVERIFY(bool(opened->cache->rebuild()) == !storage->isFull);
            }
            if (opened->cache->isInMemory() || model.dice() % 4 != 0)
                continue;
            opened = std::make_unique<Opened>(storage);
            QVERIFY2(opened->cache, told(opened->error.message()).constData());
            const QString difference = model.difference(opened->content);
            QVERIFY2(difference.isEmpty(), told(difference).constData());
            QVERIFY2(rowsOf(opened->cache->rows()) == model.rows, told(u"rows"_s).constData());
            model.next = std::max(model.next, opened->content.nextNumber);
        }
    }
}

QTEST_GUILESS_MAIN(tst_DustReplicaCache)
#include "tst_dustreplicacache.moc"
