// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustledgerregistry_p.h"

#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>
#include <QtCore/QThread>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class tst_DustLedgerRegistry : public QObject
{
    Q_OBJECT

    DustLedgerRegistry &m_registry = DustLedgerRegistry::instance();

    static DustError errorOnAnotherThread(const std::function<DustError()> &work)
    {
        DustError error;
        const std::unique_ptr<QThread> thread(QThread::create([&] { error = work(); }));
        thread->start();
        thread->wait();
        return error;
    }

private Q_SLOTS:
    void privateMemoriesAreNobodyElses()
    {
        QVERIFY(m_registry.openMemory({}).value() != m_registry.openMemory({}).value());
    }

    void namedMemoriesAreShared()
    {
        auto a = m_registry.openMemory(u"a"_s).value();
        QCOMPARE(m_registry.openMemory(u"a"_s).value(), a);
        QVERIFY(m_registry.openMemory(u"A"_s).value() != a);
        const std::weak_ptr<DustSharedFile> weak = a;
        auto again = m_registry.openMemory(u"a"_s).value();
        a.reset();
        QVERIFY(!weak.expired());
        again.reset();
        QVERIFY(weak.expired());
        QVERIFY(m_registry.openMemory(u"a"_s).isOk());
    }

    void otherThreadsAreKeptOut()
    {
        auto file = m_registry.openMemory(u"mine"_s).value();
        const DustError error = errorOnAnotherThread(
                [&] { return m_registry.openMemory(u"mine"_s).error(); });
        QCOMPARE(error.kind(), DustError::Storage);
        QCOMPARE(error.reason(), u"other_thread"_s);
        QVERIFY2(error.message().contains(u"memory:mine"_s)
                         && error.message().contains(u"same thread"_s),
                 qPrintable(error.message()));
        QCOMPARE(errorOnAnotherThread([&] {
                     return m_registry.openMemory(u"theirs"_s).error();
                 }).kind(),
                 DustError::NoError);
        file.reset();
        QCOMPARE(errorOnAnotherThread([&] {
                     return m_registry.openMemory(u"mine"_s).error();
                 }).kind(),
                 DustError::NoError);
    }

    void otherThreadsAreKeptOutOfFiles()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"links.dust"_s);
        auto file = m_registry.openFile(path, {}).value();
        const auto open = [&] { return m_registry.openFile(path, {}).error(); };
        const DustError error = errorOnAnotherThread(open);
        QCOMPARE(error.reason(), u"other_thread"_s);
        QVERIFY2(error.message().contains(path), qPrintable(error.message()));
        file.reset();
        QCOMPARE(errorOnAnotherThread(open), DustError());
    }

    // Threads that open and close one file as fast as they can: each gets it or a clear refusal.
    void threadsTakeTurns()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"links.dust"_s);
        QAtomicInt opened = 0;
        QAtomicInt surprises = 0;
        std::vector<std::unique_ptr<QThread>> threads;
        for (int i = 0; i < 3; ++i) {
            threads.emplace_back(QThread::create([&] {
                for (int round = 0; round < 50; ++round) {
                    const auto file = m_registry.openFile(path, {});
                    if (file)
                        opened.ref();
                    else if (file.error().reason() != u"other_thread"_s)
                        surprises.ref();
                }
            }));
            threads.back()->start();
        }
        for (const auto &thread : threads)
            thread->wait();
        QVERIFY(opened.loadRelaxed() > 0);
        QCOMPARE(surprises.loadRelaxed(), 0);
    }

    void oneFileHasManyNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("itself") << u"links.dust"_s;
        QTest::newRow("dots") << u"./folder/.././links.dust"_s;
        QTest::newRow("double slash") << u"folder//..//links.dust"_s;
        QTest::newRow("link to the file") << u"symlink.dust"_s;
        QTest::newRow("through a link to the folder") << u"here/links.dust"_s;
    }
    void oneFileHasManyNames()
    {
        QFETCH(QString, name);
        const QTemporaryDir folder;
        const QDir dir(folder.path());
        dir.mkdir(u"folder"_s);
        const QString path = dir.filePath(u"links.dust"_s);
        const auto file = m_registry.openFile(path, {});
        QVERIFY2(file, qPrintable(file.error().message()));
        QVERIFY(QFile::link(path, dir.filePath(u"symlink.dust"_s)));
        QVERIFY(QFile::link(folder.path(), dir.filePath(u"here"_s)));
        const auto same = m_registry.openFile(folder.path() + u'/' + name, {});
        QVERIFY2(same, qPrintable(same.error().message()));
        QCOMPARE(*same, *file);
        QVERIFY(m_registry.openFile(dir.filePath(u"other.dust"_s), {}).value() != *file);
    }

    // Where a link leads to, ".." goes up from there.
    void linksAreFollowedBeforeGoingUp()
    {
        const QTemporaryDir folder;
        const QDir dir(folder.path());
        QVERIFY(dir.mkpath(u"a/b"_s));
        QVERIFY(QFile::link(dir.filePath(u"a/b"_s), dir.filePath(u"link"_s)));
        const QString path = folder.path() + u"/link/../links.dust"_s;
        const auto file = m_registry.openFile(path, {});
        QVERIFY2(file, qPrintable(file.error().message()));
        QVERIFY(QFileInfo::exists(dir.filePath(u"a/links.dust"_s)));
        QVERIFY(!QFileInfo::exists(dir.filePath(u"links.dust"_s)));
        QCOMPARE(m_registry.openFile(path, {}).value(), *file);
        QCOMPARE(m_registry.openFile(dir.filePath(u"a/links.dust"_s), {}).value(), *file);
        QVERIFY(m_registry.openFile(dir.filePath(u"links.dust"_s), {}).value() != *file);
    }

    void relativeNamesToo()
    {
        const QTemporaryDir folder;
        const QString before = QDir::currentPath();
        const auto file = m_registry.openFile(folder.filePath(u"links.dust"_s), {}).value();
        QVERIFY(QDir::setCurrent(folder.path()));
        const auto same = m_registry.openFile(u"links.dust"_s, {});
        QDir::setCurrent(before);
        QCOMPARE(same.value(), file);
    }

    // SQLite would replay the journal of the file that is open into the one that took its name.
    void aFileThatWasReplacedIsKeptOut_data()
    {
        QTest::addColumn<bool>("takesTheName");
        QTest::newRow("replaced") << true;
        QTest::newRow("moved away") << false;
    }
    void aFileThatWasReplacedIsKeptOut()
    {
        QFETCH(bool, takesTheName);
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"links.dust"_s);
        auto file = m_registry.openFile(path, {}).value();
        for (const QString &suffix : { u""_s, u"-wal"_s, u"-shm"_s })
            QFile::rename(path + suffix, folder.filePath(u"old.dust"_s) + suffix);
        QVERIFY(QFile::link(folder.path(), folder.filePath(u"here"_s)));
        if (takesTheName) {
            QFile other(path);
            QVERIFY(other.open(QFile::WriteOnly));
        }
        for (const QString &name : { path, folder.filePath(u"here/links.dust"_s) }) {
            const DustError error = m_registry.openFile(name, {}).error();
            QCOMPARE(error.kind(), DustError::Storage);
            QCOMPARE(error.reason(), u"file_replaced"_s);
            QCOMPARE(error.path(), name);
            QVERIFY2(error.message().contains(name) && error.message().contains(u"close"_s),
                     qPrintable(error.message()));
        }
        QCOMPARE(QFileInfo::exists(path), takesTheName);
        QCOMPARE(m_registry.openFile(folder.filePath(u"old.dust"_s), {}).value(), file);
        file.reset();
        const auto fresh = m_registry.openFile(path, {});
        QVERIFY2(fresh, qPrintable(fresh.error().message()));
    }

    void theFolderMustExist()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"no/links.dust"_s);
        const DustError error = m_registry.openFile(path, {}).error();
        QCOMPARE(error.kind(), DustError::Storage);
        QCOMPARE(error.reason(), u"no_such_folder"_s);
        QCOMPARE(error.path(), path);
        QVERIFY2(error.message().contains(folder.filePath(u"no"_s))
                         && error.message().contains(u"mkpath"_s),
                 qPrintable(error.message()));
        QVERIFY(!QFileInfo::exists(folder.filePath(u"no"_s)));
    }
};

QTEST_GUILESS_MAIN(tst_DustLedgerRegistry)

#include "tst_dustledgerregistry.moc"
