// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustblobcache_p.h"
#include "dustblobs_p.h"

#include <QtCore/QDateTime>
#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class tst_DustBlobCache : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    static constexpr qint64 Block = 4096; // the smallest of files takes one

    QString folder() const { return m_folder->filePath(u"files"_s); }
    std::shared_ptr<DustBlobCache> cache() const
    {
        return DustBlobCache::create(folder(), QDateTime::currentMSecsSinceEpoch);
    }
    static QString put(DustBlobCache &cache, const QByteArray &content)
    {
        const QString hash = DustBlobs::hashOf(content);
        if (const auto writer = cache.write(hash, content.size())) {
            writer->write(content.first(content.size() / 2));
            writer->write(content.sliced(content.size() / 2));
            writer->finish();
        }
        return hash;
    }
    static QByteArray get(DustBlobCache &cache, const QString &hash)
    {
        const auto file = cache.open(hash);
        return file ? file->readAll() : QByteArray();
    }
    QStringList files() const { return QDir(folder()).entryList(QDir::Files); }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void keeps()
    {
        const auto first = cache();
        const QString hash = put(*first, "hello");
        QCOMPARE(get(*first, hash), QByteArray("hello"));
        QCOMPARE(first->bytes(), Block);
        put(*first, "hello"); // again
        QCOMPARE(first->bytes(), Block);
        const auto next = cache(); // the next run's
        QCOMPARE(next->bytes(), Block);
        QCOMPARE(get(*next, hash), QByteArray("hello"));
        QVERIFY(!next->open(DustBlobs::hashOf("other")));
    }

    void makesNoFolderForNothing()
    {
        QVERIFY(!cache()->open(DustBlobs::hashOf("x")));
        QVERIFY(!QDir(folder()).exists());
    }

    void leavesNothingOfWhatIsNotFinished()
    {
        const auto writing = cache();
        {
            const auto writer = writing->write(DustBlobs::hashOf("hello"), 5);
            writer->write("hel");
        }
        QCOMPARE(files(), QStringList());
        QFile left(folder() + u'/' + DustBlobs::hashOf("x").mid(7) + u".1"_s); // by a crash
        QVERIFY(left.open(QFile::WriteOnly));
        left.close();
        QCOMPARE(cache()->bytes(), 0);
        QCOMPARE(files(), QStringList());
    }

    void theLeastRecentlyUsedGoFirst()
    {
        const auto full = cache();
        full->setLimit(3 * Block);
        const QString a = put(*full, QByteArray(Block, 'a'));
        const QString b = put(*full, QByteArray(Block, 'b'));
        const QString c = put(*full, QByteArray(Block, 'c'));
        QVERIFY(full->open(a)); // used again
        put(*full, QByteArray(Block, 'd'));
        QVERIFY(!full->open(b));
        QVERIFY(full->open(a) && full->open(c));
        QCOMPARE(full->bytes(), 3 * Block);
        QCOMPARE(files().size(), 3);
        put(*full, QByteArray(2 * Block + 1, 'e')); // makes room for itself
        QCOMPARE(full->bytes(), 3 * Block);
        put(*full, QByteArray(3 * Block + 1, 'f')); // it never has any
        QCOMPARE(full->bytes(), 3 * Block);
    }

    void theOrderOutlivesARun()
    {
        QString a;
        QString b;
        {
            const auto first = cache();
            a = put(*first, QByteArray(Block, 'a'));
            b = put(*first, QByteArray(Block, 'b'));
            const auto setTime = [&](const QString &hash, int secondsAgo) {
                QFile file(folder() + u'/' + hash.mid(7));
                return file.open(QFile::ReadOnly)
                        && file.setFileTime(QDateTime::currentDateTime().addSecs(-secondsAgo),
                                            QFileDevice::FileModificationTime);
            };
            QVERIFY(setTime(a, 200) && setTime(b, 100));
            QVERIFY(first->open(a)); // which is noted on the disk
        }
        const auto next = cache();
        next->setLimit(Block);
        QCOMPARE(next->bytes(), Block);
        QVERIFY(next->open(a));
        QVERIFY(!next->open(b));
    }

    void aLimitThatComesLater()
    {
        const auto full = cache();
        put(*full, QByteArray(Block, 'a'));
        full->setLimit(0);
        QCOMPARE(full->bytes(), 0);
        QCOMPARE(files(), QStringList());
        put(*full, "b");
        QCOMPARE(files(), QStringList());
    }

    void aLimitBeforeItHasLooked()
    {
        put(*cache(), QByteArray(Block, 'a'));
        const auto next = cache(); // the next run's
        next->setLimit(0);
        QCOMPARE(files(), QStringList());
        QCOMPARE(next->bytes(), 0);
    }

    void nothingTakesABlockToo()
    {
        const auto some = cache();
        put(*some, "");
        QCOMPARE(some->bytes(), Block);
        some->setLimit(0);
        QCOMPARE(files(), QStringList());
        put(*some, "");
        QCOMPARE(files(), QStringList());
    }

    void discards()
    {
        const auto some = cache();
        const QString hash = put(*some, "hello");
        some->discard(hash);
        some->discard(hash);
        QVERIFY(!some->open(hash));
        QCOMPARE(some->bytes(), 0);
        QCOMPARE(files(), QStringList());
    }

    void goneFilesAreNotFound()
    {
        const auto some = cache();
        const QString hash = put(*some, "hello");
        QVERIFY(QFile::remove(folder() + u'/' + hash.mid(7)));
        QVERIFY(!some->open(hash));
        QCOMPARE(some->bytes(), 0);
    }
};

QTEST_GUILESS_MAIN(tst_DustBlobCache)

#include "tst_dustblobcache.moc"
