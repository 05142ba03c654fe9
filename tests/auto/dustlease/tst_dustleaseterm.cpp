// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustclock_p.h"
#include "dustleaseterm_p.h"

#include <QtTest/QTest>

#include <limits>

class tst_DustLeaseTerm : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsFromWhenItWasAskedFor()
    {
        const DustLeaseTerm term(300, 1000);
        QVERIFY(term.isLive(1299));
        QVERIFY(!term.isLive(1300));
        QVERIFY(!term.isDue(1099));
        QVERIFY(term.isDue(1100));
        QCOMPARE(term.untilNext(1010, false), 90);
        QCOMPARE(term.untilNext(1010, true), 290);
        QCOMPARE(term.untilNext(2000, false), 0);
    }

    void renewed()
    {
        DustLeaseTerm term(300, 1000);
        term.extend(1150);
        QVERIFY(term.isLive(1449));
        QVERIFY(!term.isLive(1450));
        QVERIFY(!term.isDue(1249));
        QVERIFY(term.isDue(1250));
    }

    void triedAgain()
    {
        DustLeaseTerm term(1200, 0);
        term.postpone(400);
        QVERIFY(!term.isDue(499));
        QVERIFY(term.isDue(500));
        QVERIFY(!term.isLive(1200));
    }

    void endlessly()
    {
        const DustLeaseTerm term(std::numeric_limits<qint64>::max(), 5000);
        QVERIFY(term.isLive(1'000'000'000'000));
    }

    void clockGoesOn()
    {
        const qint64 before = DustClock().sleepless();
        QVERIFY(before > 0);
        QTRY_VERIFY(DustClock().sleepless() > before);
    }
};

QTEST_GUILESS_MAIN(tst_DustLeaseTerm)

#include "tst_dustleaseterm.moc"
