// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "../shared/histories.h"
#include "../shared/storagebackend.h"
#include "numberedwrites.h"

#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <cstring>

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

// Starts a writer, kills it at a random moment and gives the numbers it acknowledged.
DustResult<QList<quint64>> acknowledgedUntilKilled(const QString &fileName, QRandomGenerator &dice)
{
    QProcess writer;
    writer.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    writer.start(QStringLiteral(DUST_STORAGE_WRITER), { u"write"_s, fileName });
    if (!writer.waitForStarted())
        return DustError(DustError::Storage, writer.errorString());
    const qint64 enough = qint64(sizeof(quint64)) * dice.bounded(80);
    while (writer.bytesAvailable() < enough) {
        if (!writer.waitForReadyRead())
            return DustError(DustError::Storage, u"The writer stopped by itself."_s);
    }
    for (volatile int spin = dice.bounded(300'000); spin > 0;)
        spin = spin - 1;
    writer.kill();
    writer.waitForFinished();
    const QByteArray bytes = writer.readAllStandardOutput();
    QList<quint64> numbers(bytes.size() / qsizetype(sizeof(quint64)));
    std::memcpy(numbers.data(), bytes.constData(), size_t(numbers.size()) * sizeof(quint64));
    return numbers;
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
        const auto acknowledged = acknowledgedUntilKilled(fileName, dice);
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
