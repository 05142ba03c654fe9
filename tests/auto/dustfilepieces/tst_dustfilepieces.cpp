// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "answers.h"

#include "dustblobs_p.h"
#include "dustfilepieces_p.h"

#include <QtCore/QTemporaryDir>

using namespace Qt::StringLiterals;

class tst_DustFilePieces : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QByteArray m_content;
    QString m_hash;
    bool m_isDone = false;

    std::unique_ptr<DustFilePieces> pieces()
    {
        m_isDone = false;
        return std::make_unique<DustFilePieces>(
                [this](const QByteArray &whole, const QString &hash) {
                    m_content = whole;
                    m_hash = hash;
                    m_isDone = true;
                });
    }
    // How many turns of the event loop it takes.
    int turns()
    {
        int turns = 0;
        for (; !m_isDone && turns < 100; ++turns)
            QCoreApplication::processEvents();
        return turns;
    }

private Q_SLOTS:
    void hashes_data()
    {
        QTest::addColumn<qsizetype>("size");
        QTest::addColumn<int>("turns");
        QTest::newRow("nothing") << qsizetype(0) << 0;
        QTest::newRow("a piece") << DustFilePieces::Size << 0;
        QTest::newRow("a little more") << DustFilePieces::Size + 1 << 1;
        QTest::newRow("many") << 10 * DustFilePieces::Size << 9;
    }
    void hashes()
    {
        QFETCH(qsizetype, size);
        QFETCH(int, turns);
        const QByteArray content(size, 'x');
        const auto cache = DustBlobCache::create(m_folder.filePath(u"copy"_s),
                                                 [] { return qint64(1); });
        const QString hash = DustBlobs::hashOf(content);
        const auto copy = cache->write(hash, size);
        const auto through = pieces();
        through->hash(content, copy);
        QCOMPARE(this->turns(), turns);
        QCOMPARE(m_hash, hash);
        QVERIFY(m_content == content);
        copy->finish();
        QVERIFY(cache->open(hash)->readAll() == content);
    }

    void reads_data()
    {
        QTest::addColumn<qsizetype>("size");
        QTest::addColumn<int>("turns");
        QTest::newRow("nothing") << qsizetype(0) << 1;
        QTest::newRow("a piece") << DustFilePieces::Size << 1;
        QTest::newRow("many") << 10 * DustFilePieces::Size - 1 << 10;
    }
    void reads()
    {
        QFETCH(qsizetype, size);
        QFETCH(int, turns);
        const QByteArray content(size, 'y');
        QFile file(m_folder.filePath(u"read"_s));
        QVERIFY(file.open(QFile::WriteOnly));
        QCOMPARE(file.write(content), content.size());
        file.close();
        auto from = std::make_unique<QFile>(file.fileName());
        QVERIFY(from->open(QFile::ReadOnly));
        const auto through = pieces();
        through->read(std::move(from));
        QVERIFY(!m_isDone);
        QCOMPARE(this->turns(), turns);
        QCOMPARE(m_hash, DustBlobs::hashOf(content));
        QVERIFY(m_content == content);
    }

    void mayBeDestroyedInTheReceiver()
    {
        std::unique_ptr<DustFilePieces> own;
        own = std::make_unique<DustFilePieces>(
                [&own](const QByteArray &, const QString &) { own.reset(); });
        own->hash(QByteArray(2 * DustFilePieces::Size, 'x'));
        QTRY_VERIFY(!own);
    }
};

QTEST_GUILESS_MAIN(tst_DustFilePieces)

#include "tst_dustfilepieces.moc"
