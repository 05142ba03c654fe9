// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "duststorageloader_p.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class tst_DustStorageLoader : public QObject
{
    Q_OBJECT

    QStringList m_libraryPaths;
    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase() { m_libraryPaths = QCoreApplication::libraryPaths(); }
    void cleanup() { QCoreApplication::setLibraryPaths(m_libraryPaths); }

    void searchesTheLibraryPathsFirst()
    {
        QCoreApplication::setLibraryPaths({ m_folder.path() });
        const QStringList folders = DustStorageLoader::folders();
        QCOMPARE(folders.constFirst(), m_folder.filePath(u"dustecto"_s));
        QVERIFY(folders.size() > 1);
        for (const QString &folder : folders)
            QVERIFY2(folder.endsWith(u"/dustecto"_s) && QDir::isAbsolutePath(folder),
                     qPrintable(folder));
    }

    // The order of tests matters here: a plugin that was found once stays loaded.
    void aFileThatIsNoPluginIsReported()
    {
        QVERIFY(QDir(m_folder.path()).mkpath(u"dustecto"_s));
        QFile file(m_folder.filePath(u"dustecto/libdustecto_sqlite.so"_s));
        QVERIFY(file.open(QFile::WriteOnly));
        file.write("not a library");
        file.close();
        QCoreApplication::setLibraryPaths({ m_folder.path() });
        const auto plugin = DustStorageLoader::sqlite();
        QVERIFY(!plugin);
        QCOMPARE(plugin.error().kind(), DustError::Storage);
        QCOMPARE(plugin.error().reason(), u"no_plugin"_s);
        QVERIFY2(plugin.error().message().contains(file.fileName()),
                 qPrintable(plugin.error().message()));
        QVERIFY(file.remove());
    }

    void findsThePluginOfTheBuildTree()
    {
        QCoreApplication::setLibraryPaths({});
        const auto plugin = DustStorageLoader::sqlite();
        QVERIFY2(plugin, qPrintable(plugin.error().message()));
        QVERIFY(*plugin);
        QCOMPARE(DustStorageLoader::sqlite(), plugin);
    }

    void findsThePluginInALibraryPath()
    {
        const auto plugin = DustStorageLoader::sqlite();
        QVERIFY2(plugin, qPrintable(plugin.error().message()));
    }
};

QTEST_GUILESS_MAIN(tst_DustStorageLoader)

#include "tst_duststorageloader.moc"
