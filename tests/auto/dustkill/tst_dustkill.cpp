// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "../shared/histories.h"
#include "../shared/storagebackend.h"
#include "killedwriter.h"
#include "numberedwrites.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

using Leaves = QList<std::pair<QByteArray, DustStoredValue>>;

Leaves leaves(const DustStorage &storage)
{
    Leaves found;
    storage.rows().scan({}, {}, [&found](const DustRow &row) {
        found.emplaceBack(row.path().toByteArray(), row.stored());
        return true;
    });
    return found;
}

QByteArrayList logBytes(const DustStorage &storage)
{
    QByteArrayList found;
    const auto log = storage.log(0, std::numeric_limits<int>::max());
    for (const DustLogRecord &record : log.valueOr({}))
        found.append(QByteArray::number(record.seq) + ':' + record.toBytes());
    return found;
}

} // namespace

class tst_DustKill : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void losesNothingThatWasAcknowledged();
};

void tst_DustKill::losesNothingThatWasAcknowledged()
{
    const quint32 seed = firstSeed();
    const QByteArray repeat = "repeat with DUST_SEED=" + QByteArray::number(seed);
    QRandomGenerator dice(seed);
    const QTemporaryDir directory;
    const QString fileName = directory.filePath(u"links.dust"_s);
    DustMemoryStorage expected;
    int unacknowledged = 0;

    for (int round = 0; round < historyCount(50); ++round) {
        const auto acknowledged = acknowledgedUntilKilled(QStringLiteral(DUST_STORAGE_WRITER),
                                                          { u"write"_s, fileName }, dice);
        QVERIFY2(acknowledged, qPrintable(acknowledged.error().message()));
        quint64 last = NumberedWrites::lastSeq(expected);
        for (const quint64 seq : *acknowledged)
            QCOMPARE(seq, ++last);

        const auto file = openSqlite(fileName);
        QVERIFY2(file, qPrintable(file.error().message()));
        const auto storage = (*file)->storage(u"acme/main"_s);
        QVERIFY2(storage, qPrintable(storage.error().message()));
        const quint64 kept = NumberedWrites::lastSeq(**storage);
        // One more may have been kept before it could be acknowledged.
        QVERIFY2(kept == last || kept == last + 1, repeat.constData());
        unacknowledged += int(kept - last);
        for (quint64 seq = NumberedWrites::lastSeq(expected) + 1; seq <= kept; ++seq)
            QVERIFY(NumberedWrites::write(expected, seq));

        QVERIFY2(leaves(**storage) == leaves(expected), repeat.constData());
        QCOMPARE((*storage)->logBounds().first, expected.logBounds().first);
        QCOMPARE((*storage)->logBounds().last, expected.logBounds().last);
        QVERIFY2(logBytes(**storage) == logBytes(expected), repeat.constData());
    }
    qInfo("%llu transactions, %d of them kept without an acknowledgement; seed %u",
          static_cast<unsigned long long>(NumberedWrites::lastSeq(expected)), unacknowledged, seed);
}

QTEST_GUILESS_MAIN(tst_DustKill)
#include "tst_dustkill.moc"
