// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustbackoff_p.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr DustBackoff::Limits Limits{ 100, 1'000, 30'000 };

DustBackoff backoff(double random)
{
    return DustBackoff([random] { return random; }, Limits);
}

} // namespace

class tst_DustBackoff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void grows_data();
    void grows();
    void asksForRandomnessEachTime();
    void growsWhateverTheCause();
    void growsFasterAfterAnAnswer();
    void resets();
    void takesWhatIsTold();
    void takesOddLimits_data();
    void takesOddLimits();
};

void tst_DustBackoff::grows_data()
{
    QTest::addColumn<double>("random");
    QTest::addColumn<QList<int>>("delays");

    QTest::newRow("least") << 0.0 << QList<int>{ 100, 100, 100, 100, 100, 100, 100 };
    QTest::newRow("half") << 0.5 << QList<int>{ 550, 1050, 2050, 4050, 8050, 15050, 15050 };
    QTest::newRow("most") << 1.0 << QList<int>{ 1000, 2000, 4000, 8000, 16000, 30000, 30000 };
    QTest::newRow("too little") << -3.0 << QList<int>{ 100, 100, 100, 100, 100, 100, 100 };
    QTest::newRow("too much") << 7.0 << QList<int>{ 1000, 2000, 4000, 8000, 16000, 30000, 30000 };
}

void tst_DustBackoff::grows()
{
    QFETCH(double, random);
    QFETCH(QList<int>, delays);
    DustBackoff delay = backoff(random);
    QList<int> got;
    for (qsizetype i = 0; i < delays.size(); ++i)
        got.append(delay.delayAfter(DustBackoff::Unreachable));
    QCOMPARE(got, delays);
}

void tst_DustBackoff::asksForRandomnessEachTime()
{
    QList<double> numbers{ 0.0, 1.0, 0.5 };
    DustBackoff delay([&] { return numbers.takeFirst(); }, Limits);
    QCOMPARE(delay.delayAfter(DustBackoff::Lost), 100);
    QCOMPARE(delay.delayAfter(DustBackoff::Lost), 2000);
    QCOMPARE(delay.delayAfter(DustBackoff::Lost), 2050);
}

void tst_DustBackoff::growsWhateverTheCause()
{
    DustBackoff delay = backoff(1.0);
    QCOMPARE(delay.delayAfter(DustBackoff::Unreachable), 1000);
    QCOMPARE(delay.delayAfter(DustBackoff::Lost), 2000);
    QCOMPARE(delay.delayAfter(DustBackoff::Unreachable), 4000);
    QCOMPARE(delay.delayAfter(DustBackoff::Goodbye), 8000);
    delay.reset();
    QCOMPARE(delay.delayAfter(DustBackoff::Unreachable), 1000);
}

// The server is there and says no.
void tst_DustBackoff::growsFasterAfterAnAnswer()
{
    for (const auto cause :
         { DustBackoff::Refused, DustBackoff::Misbehaved, DustBackoff::Crashed }) {
        DustBackoff delay = backoff(1.0);
        QCOMPARE(delay.delayAfter(cause), 1000);
        QCOMPARE(delay.delayAfter(cause), 4000);
        QCOMPARE(delay.delayAfter(DustBackoff::Lost), 8000);
        QCOMPARE(delay.delayAfter(cause), 30'000);
    }
}

void tst_DustBackoff::resets()
{
    DustBackoff delay = backoff(1.0);
    QCOMPARE(delay.delayAfter(DustBackoff::Lost), 1000);
    QCOMPARE(delay.delayAfter(DustBackoff::Lost), 2000);
    delay.reset();
    QCOMPARE(delay.delayAfter(DustBackoff::Lost), 1000);
    QCOMPARE(delay.delayAfter(DustBackoff::Lost), 2000);
}

void tst_DustBackoff::takesWhatIsTold()
{
    DustBackoff delay = backoff(1.0);
    QCOMPARE(delay.delayAfter(DustBackoff::Lost), 1000);
    QCOMPARE(delay.delayAfter(DustBackoff::Lost, 60'000), 60'000);
    QCOMPARE(delay.delayAfter(DustBackoff::Lost, 1), 4000); // not less than by itself
    QCOMPARE(delay.delayAfter(DustBackoff::Lost, Q_INT64_C(9'000'000'000'000)),
             DustBackoff::LongestTold);
    QCOMPARE(delay.delayAfter(DustBackoff::Lost, -5), 16'000);
    QCOMPARE(DustBackoff::LongestTold, 3'600'000);
}

void tst_DustBackoff::takesOddLimits_data()
{
    QTest::addColumn<int>("shortest");
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("longest");
    QTest::addColumn<QList<int>>("delays");

    QTest::newRow("nothing") << 0 << 0 << 0 << QList<int>{ 0, 0, 0 };
    QTest::newRow("shortest is longest") << 10 << 5 << 5 << QList<int>{ 10, 10, 10 };
    QTest::newRow("huge") << 0 << INT_MAX << INT_MAX << QList<int>{ INT_MAX, INT_MAX, INT_MAX };
}

void tst_DustBackoff::takesOddLimits()
{
    QFETCH(int, shortest);
    QFETCH(int, first);
    QFETCH(int, longest);
    QFETCH(QList<int>, delays);
    DustBackoff delay([] { return 1.0; }, { shortest, first, longest });
    for (const int expected : delays)
        QCOMPARE(delay.delayAfter(DustBackoff::Lost), expected);
}

QTEST_GUILESS_MAIN(tst_DustBackoff)
#include "tst_dustbackoff.moc"
