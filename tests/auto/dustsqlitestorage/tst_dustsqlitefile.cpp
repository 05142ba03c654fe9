// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What keeps a file from opening, and what an open file keeps others from.

#include "../shared/histories.h"
#include "sqlitefile.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QLoggingCategory>
#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QScopeGuard>
#include <QtTest/QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

constexpr int PageSize = 4096;

// Another process that opens the file and says how that went.
class Holder
{
public:
    explicit Holder(const QString &fileName, const QString &user = {})
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QStringLiteral(DUST_STORAGE_WRITER), { u"hold"_s, fileName, user });
        while (!m_process.canReadLine() && m_process.waitForReadyRead()) {}
        said = QString::fromUtf8(m_process.readLine().trimmed());
    }
    ~Holder() { end(); }

    void end()
    {
        m_process.closeWriteChannel();
        m_process.waitForFinished();
    }
    void kill()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    QString said;

private:
    QProcess m_process;
};

bool makeStore(const SqliteFile &file, int transactions = 40)
{
    const auto storage = file.openStore();
    bool isGood = bool(storage);
    for (int seq = 1; seq <= transactions && isGood; ++seq)
        isGood = bool(file.write(**storage, quint64(seq), 20));
    return isGood;
}

} // namespace

class tst_DustSqliteFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void marksItsFiles();
    void opensWhatACreationLeftBehind();
    void takesANameLiterally_data();
    void takesANameLiterally();
    void refusesAPlace_data();
    void refusesAPlace();
    void refusesWithoutPermission_data();
    void refusesWithoutPermission();
    void refusesANewerVersion();
    void refusesAVersionThatNeverWas();
    void refusesOtherFiles_data();
    void refusesOtherFiles();
    void refusesATruncatedFile();
    void refusesAFileWithoutItsTables();
    void survivesADamagedPage();
    void survivesFlippedBits();
    void belongsToOneProcess();
    void belongsToNobodyAfterAKill();
    void isNotOpenedTwice();
    void refusesHardLinks();
    void refusesALinkToNothing();
    void noticesThatItWasReplaced_data();
    void noticesThatItWasReplaced();
    void noticesThatItWasOverwritten();
    void looksAtTheTimeAndNotAtThePermissions();
    void tellsWhatIsDamageFromWhatIsNot();

private:
    void verifyRefused(const DustError &error, const QString &reason, const QString &name)
    {
        QCOMPARE(error.kind(), DustError::Storage);
        QCOMPARE(error.reason(), reason);
        QCOMPARE(error.path(), name);
        QVERIFY2(error.message().contains(name), qPrintable(error.message()));
    }
};

void tst_DustSqliteFile::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
}

void tst_DustSqliteFile::cleanup()
{
    QCOMPARE(QSqlDatabase::connectionNames(), QStringList());
}

void tst_DustSqliteFile::marksItsFiles()
{
    const SqliteFile file;
    QVERIFY(makeStore(file, 1));
    const QByteArray bytes = file.bytes();
    QVERIFY(bytes.startsWith("SQLite format 3"));
    QCOMPARE(bytes.sliced(18, 2), QByteArray("\x02\x02")); // a write-ahead log
    QCOMPARE(bytes.sliced(60, 4), QByteArray("\0\0\0\x01", 4)); // user_version
    QCOMPARE(bytes.sliced(68, 4), QByteArray("Dust")); // application_id
}

void tst_DustSqliteFile::opensWhatACreationLeftBehind()
{
    const SqliteFile file;
    QVERIFY(file.setBytes({}));
    QVERIFY(makeStore(file, 1));
}

void tst_DustSqliteFile::takesANameLiterally_data()
{
    QTest::addColumn<QString>("name");
    for (const QString &name :
         { u"file:links.dust?mode=memory"_s, u"länk 😀.dust"_s, u"a'b\"c;d%20.dust"_s })
        QTest::newRow(qPrintable(name)) << name;
}

void tst_DustSqliteFile::takesANameLiterally()
{
    QFETCH(QString, name);
    const SqliteFile folder;
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(folder.folder()));
    const auto opened = openSqlite(name);
    const bool isWritten = opened && (*opened)->storage(u"acme/main"_s);
    QDir::setCurrent(before);
    QVERIFY2(opened, qPrintable(opened.error().message()));
    QVERIFY(isWritten);
    QVERIFY(QFile::exists(folder.folder() + u'/' + name));
    QVERIFY(QFile::exists(folder.folder() + u'/' + name + u"-wal"_s));
}

void tst_DustSqliteFile::refusesAPlace_data()
{
    QTest::addColumn<QString>("name"); // %1: a folder, %2: a regular file in it
    QTest::addColumn<QString>("reason");
    QTest::newRow("a folder") << u"%1"_s << u"is_a_folder"_s;
    QTest::newRow("no name") << QString() << u"no_such_folder"_s;
    QTest::newRow("a resource of the program") << u":memory:"_s << u"no_permission"_s;
    QTest::newRow("the root") << u"/"_s << u"is_a_folder"_s;
    QTest::newRow("a folder that is not there") << u"%1/none/links.dust"_s << u"no_such_folder"_s;
    QTest::newRow("below a file") << u"%2/links.dust"_s << u"no_such_folder"_s;
    QTest::newRow("a pipe") << u"%1/pipe"_s << u"not_a_file"_s;
    QTest::newRow("a device") << u"/dev/null"_s << u"not_a_file"_s;
    QTest::newRow("where nobody can write") << u"/proc/links.dust"_s << u"no_permission"_s;
    QTest::newRow("name too long") << u"%1/"_s + QString(300, u'x') << u"no_permission"_s;
}

void tst_DustSqliteFile::refusesAPlace()
{
    QFETCH(QString, name);
    QFETCH(QString, reason);
    const SqliteFile file;
    QVERIFY(file.setBytes("text"));
    QCOMPARE(mkfifo(QFile::encodeName(file.folder() + u"/pipe"_s).constData(), 0600), 0);
    name.replace(u"%1"_s, file.folder()).replace(u"%2"_s, file.name());
    verifyRefused(openSqlite(name).error(), reason, name);
}

void tst_DustSqliteFile::refusesWithoutPermission_data()
{
    QTest::addColumn<int>("fileMode"); // -1: there is none
    QTest::addColumn<int>("folderMode");
    QTest::addColumn<QString>("said");
    QTest::newRow("nothing in the way") << 0666 << 0777 << u"open"_s;
    QTest::newRow("not readable") << 0200 << 0777 << u"no_permission"_s;
    QTest::newRow("not writable") << 0444 << 0777 << u"no_permission"_s;
    QTest::newRow("folder not writable") << 0666 << 0555 << u"no_permission"_s;
    QTest::newRow("new, folder not writable") << -1 << 0555 << u"no_permission"_s;
}

// Nothing is forbidden to root, so root lets a process of nobody's try.
void tst_DustSqliteFile::refusesWithoutPermission()
{
    QFETCH(int, fileMode);
    QFETCH(int, folderMode);
    QFETCH(QString, said);
    const SqliteFile file;
    if (fileMode >= 0) {
        QVERIFY(makeStore(file, 1));
        QCOMPARE(chmod(QFile::encodeName(file.name()).constData(), mode_t(fileMode)), 0);
    }
    const QByteArray folder = QFile::encodeName(file.folder());
    QCOMPARE(chmod(folder.constData(), mode_t(folderMode)), 0);
    Holder holder(file.name(), geteuid() == 0 ? u"65534"_s : QString());
    holder.end();
    chmod(folder.constData(), 0700);
    QCOMPARE(holder.said, said);
}

void tst_DustSqliteFile::refusesANewerVersion()
{
    const SqliteFile file;
    QVERIFY(makeStore(file, 1));
    QCOMPARE(file.sql({ u"PRAGMA user_version = 7"_s }), QString());
    const QByteArray before = file.bytes();
    const DustError error = file.open().error();
    verifyRefused(error, u"newer_version"_s, file.name());
    for (const QString &part : { u"version 7"_s, u"version 1"_s, u"update the application"_s })
        QVERIFY2(error.message().contains(part), qPrintable(error.message()));
    QVERIFY(file.bytes() == before);
}

void tst_DustSqliteFile::refusesAVersionThatNeverWas()
{
    const SqliteFile file;
    QVERIFY(makeStore(file, 1));
    QCOMPARE(file.sql({ u"PRAGMA user_version = -3"_s }), QString());
    verifyRefused(file.open().error(), u"corrupt"_s, file.name());
}

void tst_DustSqliteFile::refusesOtherFiles_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QStringList>("sql");
    QTest::newRow("a text") << QByteArray("Dear diary,\n").repeated(1000) << QStringList();
    QTest::newRow("one byte") << QByteArray("x") << QStringList();
    QTest::newRow("zeros") << QByteArray(100'000, '\0') << QStringList();
    QTest::newRow("only the magic") << QByteArray("SQLite format 3\0", 16) << QStringList();
    QTest::newRow("a database of another program")
            << QByteArray() << QStringList{ u"CREATE TABLE rows (path, value)"_s };
    QTest::newRow("a marked one") << QByteArray()
                                  << QStringList{ u"PRAGMA application_id = 1"_s,
                                                  u"CREATE TABLE rows (path, value)"_s };
    QTest::newRow("one with a log")
            << QByteArray()
            << QStringList{ u"PRAGMA journal_mode = WAL"_s, u"CREATE TABLE notes (text)"_s };
}

void tst_DustSqliteFile::refusesOtherFiles()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QStringList, sql);
    const SqliteFile file;
    QVERIFY(file.setBytes(bytes));
    if (!sql.isEmpty())
        QCOMPARE(file.sql(sql), QString());
    const QByteArray before = file.bytes();
    verifyRefused(file.open().error(), u"not_a_store"_s, file.name());
    QVERIFY(file.bytes() == before);
    QCOMPARE(QDir(file.folder()).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

void tst_DustSqliteFile::refusesATruncatedFile()
{
    const SqliteFile file;
    QVERIFY(makeStore(file));
    const QByteArray good = file.bytes();
    QVERIFY(good.size() > 20 * PageSize);
    for (const qsizetype size : { good.size() / 2, good.size() - PageSize, qsizetype(PageSize) }) {
        QVERIFY(file.setBytes(good.first(size)));
        const auto storage = file.openStore();
        QVERIFY2(!storage, QByteArray::number(size).constData());
        verifyRefused(storage.error(), u"corrupt"_s, file.name());
    }
}

void tst_DustSqliteFile::refusesAFileWithoutItsTables()
{
    for (const QString &table : { u"stores"_s, u"rows"_s, u"log"_s, u"meta"_s }) {
        const SqliteFile file;
        QVERIFY(makeStore(file, 1));
        QCOMPARE(file.sql({ u"DROP TABLE "_s + table }), QString());
        verifyRefused(file.openStore().error(), u"corrupt"_s, file.name());
    }
}

// Whichever page is garbage, the file opens and can be read and written, or it is an error.
void tst_DustSqliteFile::survivesADamagedPage()
{
    const quint32 seed = firstSeed();
    QRandomGenerator dice(seed);
    const SqliteFile file;
    QVERIFY(makeStore(file));
    const QByteArray good = file.bytes();
    int refused = 0;
    for (qsizetype page = 0; page < good.size() / PageSize; ++page) {
        QByteArray bytes = good;
        for (int i = 0; i < PageSize; ++i)
            bytes[page * PageSize + i] = char(dice.generate());
        QVERIFY(file.setBytes(bytes));
        const auto storage = file.openStore();
        if (!storage) {
            ++refused;
            QCOMPARE(storage.error().kind(), DustError::Storage);
            QCOMPARE(storage.error().path(), file.name());
            continue;
        }
        refused += (*storage)->log(0, 1000) ? 0 : 1;
        file.write(**storage, (*storage)->logBounds().last + 1, 5);
    }
    QVERIFY2(refused >= good.size() / PageSize - 1,
             qPrintable(u"only %1 damaged pages were noticed; seed %2"_s.arg(refused).arg(seed)));
}

void tst_DustSqliteFile::survivesFlippedBits()
{
    const quint32 seed = firstSeed();
    const QByteArray repeat = "repeat with DUST_SEED=" + QByteArray::number(seed);
    QRandomGenerator dice(seed);
    const SqliteFile file;
    QVERIFY(makeStore(file));
    const QByteArray good = file.bytes();
    QLoggingCategory::setFilterRules(u"dustecto.storage.sqlite=false"_s); // rows without a path
    const auto restore = qScopeGuard([] { QLoggingCategory::setFilterRules({}); });
    for (int i = 0; i < historyCount(200); ++i) {
        QByteArray bytes = good;
        for (int flips = 1 + dice.bounded(8); flips > 0; --flips) {
            const int at = dice.bounded(int(bytes.size()));
            bytes[at] = char(bytes.at(at) ^ (1 << dice.bounded(8)));
        }
        QVERIFY(file.setBytes(bytes));
        const auto storage = file.openStore();
        if (!storage) {
            QVERIFY2(storage.error().kind() == DustError::Storage, repeat.constData());
            continue;
        }
        (*storage)->rows().scan({}, {}, [](const DustRow &row) {
            row.entry();
            return true;
        });
        (*storage)->log(0, 1000);
        file.write(**storage, (*storage)->logBounds().last + 1, 5);
    }
}

void tst_DustSqliteFile::belongsToOneProcess()
{
    const SqliteFile file;
    Holder holder(file.name());
    QCOMPARE(holder.said, u"open"_s);
    QElapsedTimer timer;
    timer.start();
    const DustError error = file.open().error();
    QVERIFY(timer.elapsed() < 4000); // Qt's own driver would wait for 5 seconds
    verifyRefused(error, u"in_use"_s, file.name());
    QVERIFY(error.isRetryable());
    holder.end();
    const auto opened = file.openStore();
    QVERIFY2(opened, qPrintable(opened.error().message()));
    QCOMPARE(Holder(file.name()).said, u"in_use"_s);
    QVERIFY(file.write(**opened, 1, 1));
}

void tst_DustSqliteFile::belongsToNobodyAfterAKill()
{
    const SqliteFile file;
    Holder holder(file.name());
    QCOMPARE(holder.said, u"open"_s);
    holder.kill();
    const auto opened = file.open();
    QVERIFY2(opened, qPrintable(opened.error().message()));
}

void tst_DustSqliteFile::isNotOpenedTwice()
{
    const SqliteFile file;
    {
        const auto opened = file.openStore();
        QVERIFY(opened);
        verifyRefused(file.open().error(), u"in_use"_s, file.name());
        // The attempt did not open the door to other processes.
        QCOMPARE(Holder(file.name()).said, u"in_use"_s);
        QVERIFY(file.write(**opened, 1, 1));
    }
    QVERIFY(file.open());
}

void tst_DustSqliteFile::refusesHardLinks()
{
    const SqliteFile file;
    QVERIFY(makeStore(file, 1));
    const QString other = file.folder() + u"/other.dust"_s;
    QCOMPARE(::link(QFile::encodeName(file.name()).constData(),
                    QFile::encodeName(other).constData()),
             0);
    for (const QString &name : { file.name(), other })
        verifyRefused(openSqlite(name).error(), u"several_names"_s, name);
    QVERIFY(QFile::remove(other));
    QVERIFY(file.open());
}

void tst_DustSqliteFile::refusesALinkToNothing()
{
    const SqliteFile file;
    const QString target = file.folder() + u"/target.dust"_s;
    QVERIFY(QFile::link(target, file.name()));
    const DustError error = file.open().error();
    verifyRefused(error, u"broken_link"_s, file.name());
    QVERIFY2(error.message().contains(target), qPrintable(error.message()));
    QVERIFY(!QFile::exists(target));
    QVERIFY(openSqlite(target));
    QVERIFY(file.open());
}

void tst_DustSqliteFile::noticesThatItWasReplaced_data()
{
    QTest::addColumn<bool>("takesTheName");
    QTest::newRow("replaced") << true;
    QTest::newRow("removed") << false;
}

void tst_DustSqliteFile::noticesThatItWasReplaced()
{
    QFETCH(bool, takesTheName);
    const SqliteFile file;
    const auto storage = file.openStore();
    QVERIFY(storage);
    QVERIFY(file.write(**storage, 1, 1));
    const QString elsewhere = file.folder() + u"/elsewhere.dust"_s;
    QVERIFY(QFile::rename(file.name(), elsewhere));
    if (takesTheName)
        QVERIFY(file.setBytes("text"));
    const auto refused = file.write(**storage, 2, 1);
    verifyRefused(refused.error(), u"file_replaced"_s, file.name());
    QCOMPARE((*storage)->logBounds().last, 1u);
    QFile::remove(file.name());
    QVERIFY(QFile::rename(elsewhere, file.name()));
    QVERIFY(file.write(**storage, 2, 1));
}

// As "cp backup.dust links.dust" does: the same file, another content.
void tst_DustSqliteFile::noticesThatItWasOverwritten()
{
    const SqliteFile file;
    const auto storage = file.openStore();
    QVERIFY(storage);
    QVERIFY(file.write(**storage, 1, 1));
    QFile other(file.name());
    QVERIFY(other.open(QFile::ReadWrite));
    QVERIFY(other.write(QByteArray(4096, 'x')) == 4096);
    other.close();
    const auto refused = file.write(**storage, 2, 1);
    verifyRefused(refused.error(), u"file_replaced"_s, file.name());
}

void tst_DustSqliteFile::looksAtTheTimeAndNotAtThePermissions()
{
    const SqliteFile file;
    const auto storage = file.openStore();
    QVERIFY(storage);
    QVERIFY(file.write(**storage, 1, 1));
    QVERIFY(QFile::setPermissions(file.name(),
                                  QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup));
    QVERIFY(file.write(**storage, 2, 1));
    QFile other(file.name());
    QVERIFY(other.open(QFile::ReadWrite));
    QVERIFY(other.setFileTime(QDateTime::currentDateTime().addDays(1),
                              QFile::FileModificationTime));
    other.close();
    const auto refused = file.write(**storage, 3, 1);
    verifyRefused(refused.error(), u"file_replaced"_s, file.name());
}

// A write that SQLite refuses is no reason to restore a backup.
void tst_DustSqliteFile::tellsWhatIsDamageFromWhatIsNot()
{
    const SqliteFile file;
    QVERIFY(makeStore(file, 1));
    QCOMPARE(file.sql({ u"CREATE TRIGGER no BEFORE INSERT ON log BEGIN "
                        "SELECT raise(ABORT, 'not today'); END"_s }),
             QString());
    const auto storage = file.openStore();
    QVERIFY2(storage, qPrintable(storage.error().message()));
    const DustError error = file.write(**storage, 2, 1).error();
    verifyRefused(error, u"io_error"_s, file.name());
    QVERIFY2(error.message().contains(u"not today"_s), qPrintable(error.message()));
}

QTEST_GUILESS_MAIN(tst_DustSqliteFile)
#include "tst_dustsqlitefile.moc"
