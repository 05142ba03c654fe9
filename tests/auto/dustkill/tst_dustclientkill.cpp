// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The same promise as in tst_dustkill.cpp, where an application sees it: what a client was told to be written is there, whole
// batches only, and the seqs go on where they were.

#include "../shared/histories.h"
#include "killedwriter.h"

#include <DustClient>
#include <DustStore>

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class tst_DustClientKill : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void losesNothingThatWasAcknowledged();
};

namespace {

constexpr int UnderWay = 5;
constexpr int OperationsOfAStep = 3;

template<typename T>
DustResult<T> wait(const DustFuture<T> &future)
{
    [&] { QTRY_VERIFY_WITH_TIMEOUT(future.isFinished(), 60'000); }();
    return future.isFinished() ? future.result()
                               : DustResult<T>(DustError(DustError::Timeout, u"no answer"_s));
}

} // namespace

void tst_DustClientKill::losesNothingThatWasAcknowledged()
{
    const quint32 seed = firstSeed();
    const QByteArray repeat = "repeat with DUST_SEED=" + QByteArray::number(seed);
    QRandomGenerator dice(seed);
    const QTemporaryDir directory;
    const QUrl url = QUrl::fromLocalFile(directory.filePath(u"links.dust"_s));
    quint64 steps = 0;
    quint64 probes = 0;

    for (int round = 0; round < historyCount(50); ++round) {
        const auto acknowledged = acknowledgedUntilKilled(QStringLiteral(DUST_CLIENT_WRITER),
                                                          { url.toString() }, dice);
        QVERIFY2(acknowledged, qPrintable(acknowledged.error().message()));
        for (qsizetype i = 0; i < acknowledged->size(); ++i)
            QCOMPARE(acknowledged->at(i), steps + quint64(i) + 1);
        steps += quint64(acknowledged->size());

        DustClient client(url);
        DustStore *store = client.store(u"acme/main"_s);
        const auto values = wait(store->getMany({ u"pair/left"_s, u"pair/right"_s, u"steps"_s }));
        QVERIFY2(values, qPrintable(values.error().message()));
        if (values->isEmpty() && steps == 0)
            continue; // killed before the first step
        QCOMPARE(values->size(), 3);
        const quint64 kept = quint64(values->at(2).value().toInteger());
        // Some more may have been kept before they could be acknowledged.
        QVERIFY2(kept >= steps && kept <= steps + UnderWay, repeat.constData());
        QVERIFY2(quint64(values->at(0).value().toInteger()) == kept, repeat.constData());
        QVERIFY2(quint64(values->at(1).value().toInteger()) == kept, repeat.constData());
        steps = kept;

        const auto probe = wait(store->put(u"probe"_s, round));
        QVERIFY2(probe, qPrintable(probe.error().message()));
        QCOMPARE(probe->storeSeq, steps * OperationsOfAStep + ++probes);
    }
    qInfo("%llu steps; seed %u", static_cast<unsigned long long>(steps), seed);
}

QTEST_GUILESS_MAIN(tst_DustClientKill)
#include "tst_dustclientkill.moc"
