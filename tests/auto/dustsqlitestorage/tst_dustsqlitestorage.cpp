// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What the SQLite plugin does beyond what every storage does (tst_duststorage): keeping, over
// reopening, full disks and damaged rows. tst_dustsqlitefile has what keeps a file from opening.

#include "../shared/histories.h"
#include "sqlitefile.h"

#include <QtCore/QFileInfo>
#include <QtCore/QRegularExpression>
#include <QtTest/QTest>

#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace {

constexpr QFile::Permissions OwnerOnly = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser
        | QFile::WriteUser;

// Writes until it fails, but not for ever; gives the seq that failed and why.
std::pair<quint64, DustError> writeUntilItFails(DustStorage &storage)
{
    quint64 seq = storage.logBounds().last + 1;
    for (; seq < 500; ++seq) {
        if (const auto written = SqliteFile::write(storage, seq, 20, 500); !written)
            return { seq, written.error() };
    }
    return { seq, DustError() };
}

} // namespace

class tst_DustSqliteStorage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void isAPlugin();
    void keepsEverythingOverReopening_data();
    void keepsEverythingOverReopening();
    void equalsAModelOverReopening();
    void leavesNoConnectionBehind();
    void keepsTheFileOpenForItsStorages();
    void isReadableByItsOwnerOnly_data();
    void isReadableByItsOwnerOnly();
    void survivesAFullDisk();
    void survivesAFullDiskAtANewStore();
    void survivesAFailingDisk();
    void opensWithDamagedRows_data();
    void opensWithDamagedRows();
    void leavesRowsWithoutAPathOut_data();
    void leavesRowsWithoutAPathOut();
    void damagedRowsAreRepairedByWriting();
    void reportsALogWithGaps();
    void refusesALogWithoutABeginning();
    void reportsADamagedLogRecord();
};

void tst_DustSqliteStorage::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
}

void tst_DustSqliteStorage::cleanup()
{
    QCOMPARE(QSqlDatabase::connectionNames(), QStringList());
}

void tst_DustSqliteStorage::isAPlugin()
{
    QPluginLoader loader(QStringLiteral(DUST_SQLITE_PLUGIN));
    QCOMPARE(loader.metaData().value(u"IID"_s).toString(),
             QString::fromLatin1(DustStoragePlugin_iid));
    QCOMPARE(QFileInfo(loader.fileName()).completeBaseName(), u"libdustecto_sqlite"_s);
    QVERIFY(sqlitePlugin());
}

void tst_DustSqliteStorage::keepsEverythingOverReopening_data()
{
    QTest::addColumn<DustStorageOptions::Durability>("durability");
    QTest::newRow("process") << DustStorageOptions::Process;
    QTest::newRow("full") << DustStorageOptions::Full;
}

void tst_DustSqliteStorage::keepsEverythingOverReopening()
{
    QFETCH(DustStorageOptions::Durability, durability);
    const DustStorageOptions options = DustStorageOptions().setDurability(durability);
    const SqliteFile file;
    SqliteFile::Leaves before;
    {
        const auto storage = file.openStore(options);
        QVERIFY2(storage, qPrintable(storage.error().message()));
        const auto done = (*storage)->transaction([&]() -> DustResult<void> {
            (*storage)->put("ten/megabytes", file.stored(QString(10'000'000, u'x')));
            (*storage)->put(QByteArray("n\0l", 3),
                            { QByteArray("\xa1\0", 2), DustEntry::String, 1, -1 });
            (*storage)->put("empty", { {}, DustEntry::Set, 9223372036854775807, 0 });
            (*storage)->put("gone", file.stored(true));
            (*storage)->erase("gone");
            (*storage)->setMeta(QByteArray("k\0y", 3), QByteArray("v\0", 2));
            return {};
        });
        QVERIFY2(done, qPrintable(done.error().message()));
        QVERIFY(file.write(**storage, 1, 30));
        QVERIFY(file.write(**storage, 2, 1));
        before = file.leaves(**storage);
        QCOMPARE(before.size(), 34);
    }
    const auto opened = file.open(options);
    QVERIFY(opened);
    QCOMPARE((*opened)->storeNames(), QStringList({ file.storeName() }));
    const auto other = (*opened)->storage(u"acme/other"_s);
    QVERIFY(other);
    QCOMPARE((*other)->rows().count(), 0);
    const auto storage = (*opened)->storage(file.storeName());
    QVERIFY(storage);
    QVERIFY(file.leaves(**storage) == before);
    QCOMPARE((*storage)->meta("seq"), QByteArray("2"));
    QCOMPARE((*storage)->meta(QByteArray("k\0y", 3)), QByteArray("v\0", 2));
    QCOMPARE((*storage)->logBounds().count(), 2);
    const auto log = (*storage)->log(0, 10);
    QVERIFY(log);
    QCOMPARE(log->size(), 2);
    QCOMPARE(log->first().changes.size(), 30);
}

void tst_DustSqliteStorage::equalsAModelOverReopening()
{
    const quint32 first = firstSeed();
    for (int history = 0; history < historyCount(10); ++history) {
        const quint32 seed = first + quint32(history);
        const QByteArray repeat = "repeat with DUST_SEED=" + QByteArray::number(seed);
        QRandomGenerator dice(seed);
        const SqliteFile file;
        DustMemoryStorage model;
        for (int reopening = 0; reopening < 5; ++reopening) {
            const auto storage = file.openStore();
            QVERIFY2(storage, repeat.constData());
            for (int transaction = dice.bounded(5); transaction >= 0; --transaction) {
                const quint32 again = dice.generate();
                for (DustStorage *each : { storage->get(), static_cast<DustStorage *>(&model) }) {
                    QRandomGenerator own(again);
                    const auto done = each->transaction([&] {
                        for (int steps = own.bounded(100); steps > 0; --steps) {
                            const QByteArray path = QByteArray::number(own.bounded(60));
                            if (own.bounded(3) > 0)
                                each->put(path, file.stored(own.bounded(9), own.bounded(99u)));
                            else
                                each->erase(path);
                        }
                        return DustResult<void>();
                    });
                    QVERIFY2(done, repeat.constData());
                }
            }
            QVERIFY2(file.leaves(**storage) == file.leaves(model), repeat.constData());
        }
        const auto storage = file.openStore();
        QVERIFY2(storage, repeat.constData());
        QVERIFY2(file.leaves(**storage) == file.leaves(model), repeat.constData());
    }
}

void tst_DustSqliteStorage::leavesNoConnectionBehind()
{
    const SqliteFile file;
    {
        const auto storage = file.openStore();
        QVERIFY(storage);
        QVERIFY(file.write(**storage, 1, 1));
        QCOMPARE(QSqlDatabase::connectionNames().size(), 1);
    }
    QCOMPARE(QSqlDatabase::connectionNames().size(), 0);
    QVERIFY(!QFile::exists(file.name() + u"-wal"_s));
}

void tst_DustSqliteStorage::keepsTheFileOpenForItsStorages()
{
    const SqliteFile file;
    auto opened = file.open().valueOr(nullptr);
    QVERIFY(opened);
    const auto storage = opened->storage(file.storeName()).valueOr(nullptr);
    QVERIFY(storage);
    opened.reset();
    QVERIFY(file.write(*storage, 1, 1));
    QCOMPARE(storage->rows().count(), 1);
}

void tst_DustSqliteStorage::isReadableByItsOwnerOnly_data()
{
    QTest::addColumn<int>("mask");
    QTest::newRow("mask 000") << 0;
    QTest::newRow("mask 022") << 022;
    QTest::newRow("mask 077") << 077;
    QTest::newRow("mask 777") << 0777;
}

void tst_DustSqliteStorage::isReadableByItsOwnerOnly()
{
    QFETCH(int, mask);
    const SqliteFile file;
    const mode_t usual = umask(mode_t(mask));
    const auto storage = file.openStore();
    const bool isWritten = storage && file.write(**storage, 1, 100);
    umask(usual);
    QVERIFY2(storage, qPrintable(storage.error().message()));
    QVERIFY(isWritten);
    const QFileInfoList files = QDir(file.folder()).entryInfoList(QDir::Files | QDir::Hidden);
    QVERIFY(files.size() > 1);
    for (const QFileInfo &each : files)
        QVERIFY2(each.permissions() == OwnerOnly, qPrintable(each.fileName()));
}

void tst_DustSqliteStorage::survivesAFullDisk()
{
    const SqliteFile file;
    SqliteFile::Leaves before;
    quint64 failed = 0;
    {
        const auto storage = file.openStore(DustStorageOptions().setMaximumBytes(400'000));
        QVERIFY2(storage, qPrintable(storage.error().message()));
        const auto [seq, error] = writeUntilItFails(**storage);
        failed = seq;
        QVERIFY(failed > 5);
        QCOMPARE(error.kind(), DustError::Storage);
        QCOMPARE(error.reason(), u"disk_full"_s);
        QCOMPARE(error.path(), file.name());
        QVERIFY2(error.message().contains(file.name()), qPrintable(error.message()));
        QVERIFY(error.isRetryable());

        QCOMPARE((*storage)->logBounds().last, failed - 1);
        QCOMPARE((*storage)->meta("seq").toULongLong(), failed - 1);
        QVERIFY(!(*storage)->rows().hasBelow("links/" + QByteArray::number(failed)));
        // It stays usable, and has room again once something is gone.
        const auto erased = (*storage)->transaction([&]() -> DustResult<void> {
            for (int i = 0; i < 20; ++i)
                (*storage)->erase("links/1/" + QByteArray::number(i));
            return {};
        });
        QVERIFY2(erased, qPrintable(erased.error().message()));
        const auto again = file.write(**storage, failed, 10, 500);
        QVERIFY2(again, qPrintable(again.error().message()));
        before = file.leaves(**storage);
    }
    QVERIFY(QFileInfo(file.name()).size() <= 400'000);
    const auto storage = file.openStore(DustStorageOptions().setMaximumBytes(800'000));
    QVERIFY(storage);
    QVERIFY(file.leaves(**storage) == before);
    QVERIFY(file.write(**storage, failed + 1, 20, 500));
}

void tst_DustSqliteStorage::survivesAFullDiskAtANewStore()
{
    const SqliteFile file;
    const auto tiny = file.open(DustStorageOptions().setMaximumBytes(1));
    QCOMPARE(tiny.error().reason(), u"disk_full"_s);
    // What a failed creation left behind does not stand in the way.
    const auto storage = file.openStore();
    QVERIFY2(storage, qPrintable(storage.error().message()));
    QVERIFY(file.write(**storage, 1, 1));
}

// Files of this process may not grow for a while: the system refuses to write, which is no full disk.
void tst_DustSqliteStorage::survivesAFailingDisk()
{
    const SqliteFile file;
    SqliteFile::Leaves before;
    {
        const auto storage = file.openStore();
        QVERIFY(storage);
        QVERIFY(file.write(**storage, 1, 20, 500));
        before = file.leaves(**storage);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        rlimit usual;
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &usual), 0);
        const rlimit small = { rlim_t(QFileInfo(file.name() + u"-wal"_s).size()), usual.rlim_max };
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
        const auto failed = file.write(**storage, 2, 200, 500);
        setrlimit(RLIMIT_FSIZE, &usual);
        std::signal(SIGXFSZ, handler);

        QCOMPARE(failed.error().kind(), DustError::Storage);
        QCOMPARE(failed.error().reason(), u"io_error"_s);
        QCOMPARE(failed.error().path(), file.name());
        QVERIFY(file.leaves(**storage) == before);
        QCOMPARE((*storage)->meta("seq"), QByteArray("1"));
        const auto again = file.write(**storage, 2, 200, 500);
        QVERIFY2(again, qPrintable(again.error().message()));
        before = file.leaves(**storage);
    }
    const auto storage = file.openStore();
    QVERIFY2(storage, qPrintable(storage.error().message()));
    QVERIFY(file.leaves(**storage) == before);
}

void tst_DustSqliteStorage::opensWithDamagedRows_data()
{
    QTest::addColumn<QString>("row"); // path, type, revision, synced_at, value
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QString>("saying");

    const QByteArray path = "b/title";
    const QString start = u"CAST('b/title' AS BLOB), "_s;
    QTest::newRow("value no MessagePack") << start + u"0, 1, 1, x'c1'"_s << path << u"value"_s;
    QTest::newRow("value empty") << start + u"0, 1, 1, x''"_s << path << u"value"_s;
    QTest::newRow("value two values") << start + u"1, 1, 1, x'0102'"_s << path << u"value"_s;
    QTest::newRow("value a text") << start + u"0, 1, 1, 'hello'"_s << path << u"value"_s;
    QTest::newRow("value a number") << start + u"0, 1, 1, 12345"_s << path << u"value"_s;
    QTest::newRow("revision negative") << start + u"0, -1, 1, x'a0'"_s << path << u"revision"_s;
    QTest::newRow("type unknown") << start + u"12, 1, 1, x'a0'"_s << path << u"type"_s;
    QTest::newRow("type negative") << start + u"-1, 1, 1, x'a0'"_s << path << u"type"_s;
    QTest::newRow("type a word") << start + u"'string', 1, 1, x'a0'"_s << path << u"type"_s;
}

void tst_DustSqliteStorage::opensWithDamagedRows()
{
    QFETCH(QString, row);
    QFETCH(QByteArray, path);
    QFETCH(QString, saying);
    const SqliteFile file;
    {
        const auto storage = file.openStore();
        QVERIFY(storage);
        QVERIFY(file.write(**storage, 1, 3));
    }
    QCOMPARE(file.sql({ u"INSERT INTO rows (store, path, type, revision, synced_at, value) "
                        "VALUES (1, %1)"_s.arg(row) }),
             QString());
    const auto storage = file.openStore();
    QVERIFY2(storage, qPrintable(storage.error().message()));
    QCOMPARE((*storage)->rows().count(), 4);
    QVERIFY((*storage)->rows().find("links/1/2")->value());
    const DustRow *damaged = (*storage)->rows().find(path);
    QVERIFY(damaged);
    const DustError error = damaged->value().error();
    QCOMPARE(error.kind(), DustError::Storage);
    QCOMPARE(error.reason(), u"damaged_row"_s);
    QVERIFY2(error.message().contains(saying), qPrintable(error.message()));
    QCOMPARE(damaged->entry().error(), error);
}

void tst_DustSqliteStorage::leavesRowsWithoutAPathOut_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("a text") << u"'b/title'"_s;
    QTest::newRow("an empty segment") << u"CAST('b//title' AS BLOB)"_s;
    QTest::newRow("a bad escape") << u"CAST('b~' AS BLOB)"_s;
    QTest::newRow("not UTF-8") << u"x'62ff'"_s;
    QTest::newRow("empty") << u"x''"_s;
    QTest::newRow("too long") << u"CAST(replace(hex(zeroblob(30000)), '0', 'x') AS BLOB)"_s;
}

// Nothing could read, repair or remove them: they may not stand in the way of the others.
void tst_DustSqliteStorage::leavesRowsWithoutAPathOut()
{
    QFETCH(QString, path);
    const SqliteFile file;
    {
        const auto storage = file.openStore();
        QVERIFY(storage);
        QVERIFY(file.write(**storage, 1, 3));
    }
    QCOMPARE(file.sql({ u"INSERT INTO rows (store, path, type, revision, synced_at, value) "
                        "VALUES (1, %1, 0, 1, 1, x'a0')"_s.arg(path) }),
             QString());
    for (int opening = 0; opening < 2; ++opening) {
        QTest::ignoreMessage(QtWarningMsg,
                             QRegularExpression(u"links.dust.*paths are none.*out: 1,"_s));
        const auto storage = file.openStore();
        QVERIFY2(storage, qPrintable(storage.error().message()));
        QCOMPARE((*storage)->rows().count(), 3);
        QVERIFY(file.write(**storage, 2 + quint64(opening), 0));
    }
}

void tst_DustSqliteStorage::damagedRowsAreRepairedByWriting()
{
    const SqliteFile file;
    QVERIFY(file.openStore());
    QCOMPARE(file.sql({ u"INSERT INTO rows VALUES (1, CAST('a' AS BLOB), 0, 1, 1, x'c1')"_s,
                        u"INSERT INTO rows VALUES (1, CAST('b/c' AS BLOB), 99, 1, 1, x'a0')"_s }),
             QString());
    {
        const auto storage = file.openStore();
        QVERIFY(storage);
        const auto done = (*storage)->transaction([&]() -> DustResult<void> {
            (*storage)->put("a", file.stored(u"Qt"_s));
            (*storage)->erase("b/c");
            return {};
        });
        QVERIFY(done);
    }
    const auto storage = file.openStore();
    QVERIFY(storage);
    QCOMPARE(file.leaves(**storage), SqliteFile::Leaves({ { "a", file.stored(u"Qt"_s) } }));
}

void tst_DustSqliteStorage::reportsALogWithGaps()
{
    const SqliteFile file;
    {
        const auto storage = file.openStore();
        for (quint64 seq = 1; seq <= 3; ++seq)
            QVERIFY(file.write(**storage, seq, 1));
    }
    QCOMPARE(file.sql({ u"DELETE FROM log WHERE seq = 2"_s }), QString());
    const auto storage = file.openStore();
    QVERIFY2(storage, qPrintable(storage.error().message()));
    QCOMPARE((*storage)->logBounds().count(), 3);
    QCOMPARE((*storage)->log(2, 1)->size(), 1);
    for (const quint64 since : { 0, 1 }) {
        const auto log = (*storage)->log(since, 10);
        QCOMPARE(log.error().kind(), DustError::Storage);
        QCOMPARE(log.error().reason(), u"corrupt"_s);
        QVERIFY2(log.error().message().contains(u"gap"_s), qPrintable(log.error().message()));
    }
    QVERIFY(file.write(**storage, 4, 1));
}

void tst_DustSqliteStorage::refusesALogWithoutABeginning()
{
    const SqliteFile file;
    {
        const auto storage = file.openStore();
        QVERIFY(file.write(**storage, 1, 1));
    }
    QCOMPARE(file.sql({ u"UPDATE log SET seq = -5"_s }), QString());
    const auto storage = file.openStore();
    QCOMPARE(storage.error().reason(), u"corrupt"_s);
}

void tst_DustSqliteStorage::reportsADamagedLogRecord()
{
    const SqliteFile file;
    {
        const auto storage = file.openStore();
        for (quint64 seq = 1; seq <= 3; ++seq)
            QVERIFY(file.write(**storage, seq, 1));
    }
    QCOMPARE(file.sql({ u"UPDATE log SET record = x'01ff' WHERE seq = 2"_s }), QString());
    const auto storage = file.openStore();
    QVERIFY2(storage, qPrintable(storage.error().message()));
    QCOMPARE((*storage)->log(0, 1)->size(), 1);
    QCOMPARE((*storage)->log(2, 1)->size(), 1);
    const auto damaged = (*storage)->log(0, 3);
    QCOMPARE(damaged.error().kind(), DustError::Storage);
    QCOMPARE(damaged.error().reason(), u"damaged_log"_s);
    QVERIFY2(damaged.error().message().contains(u"seq 2"_s), qPrintable(damaged.error().message()));
    QVERIFY(file.write(**storage, 4, 1));
}

QTEST_GUILESS_MAIN(tst_DustSqliteStorage)
#include "tst_dustsqlitestorage.moc"
