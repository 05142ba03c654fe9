// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// How much of a flood is taken in at one go.

#include "dustrealtimepace_p.h"

#include <QtTest/QTest>

class tst_DustRealtimePace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsWhatEventsCost();
    void keepsToItsBounds();
    void knowsWhatComesWithFewOthers();

private:
    static constexpr qint64 Microsecond = 1'000;
    static void turn(DustRealtimePace *pace, qint64 perEvent)
    {
        constexpr qsizetype Events = 100;
        pace->tookIn(Events, Events * perEvent / 2);
        pace->handedOver(Events * perEvent / 2);
    }
};

void tst_DustRealtimePace::followsWhatEventsCost()
{
    DustRealtimePace pace;
    const qsizetype first = pace.allowance();
    turn(&pace, 100 * Microsecond);
    QVERIFY(pace.allowance() < first / 4); // at once
    const qsizetype few = pace.allowance();
    turn(&pace, 5 * Microsecond);
    QVERIFY(pace.allowance() > few && pace.allowance() < 2 * few); // little by little
    for (int i = 0; i < 100; ++i)
        turn(&pace, 5 * Microsecond);
    QVERIFY(pace.allowance() > first);
    const qsizetype many = pace.allowance();
    pace.handedOver(1'000'000 * Microsecond); // of nothing that was taken in
    QCOMPARE(pace.allowance(), many);
}

void tst_DustRealtimePace::keepsToItsBounds()
{
    DustRealtimePace pace;
    turn(&pace, 1'000'000 * Microsecond);
    QCOMPARE(pace.allowance(), 32);
    for (int i = 0; i < 1'000; ++i)
        turn(&pace, 0);
    QCOMPARE(pace.allowance(), 4'000);
}

void tst_DustRealtimePace::knowsWhatComesWithFewOthers()
{
    DustRealtimePace pace;
    for (int i = 0; i < 3; ++i)
        QVERIFY(pace.isQuiet()); // an echo, its reply and somebody else's event
    bool isQuiet = true;
    for (int i = 0; i < 10'000 && isQuiet; ++i) // unless the system has other things to do
        isQuiet = pace.isQuiet();
    QVERIFY(!isQuiet);
}

QTEST_APPLESS_MAIN(tst_DustRealtimePace)
#include "tst_dustrealtimepace.moc"
