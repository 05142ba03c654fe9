// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Tests of the test: a simulation that finds nothing wrong with a client that is wrong is none
// (DESIGN §9).

#include "../auto/shared/histories.h"
#include "simworld.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;

// Of the outbox that is compiled for this test (CMakeLists.txt).
bool simPlantsOverlap = false;

class tst_PlantedFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QHashSeed::setDeterministicGlobalSeed(); }
    void isCaught_data();
    void isCaught();
};

void tst_PlantedFaults::isCaught_data()
{
    QTest::addColumn<SimPlant>("plant");

    QTest::newRow("resend before catch-up") << SimPlant::ResendBeforeCatchUp;
    QTest::newRow("accept the largest seq") << SimPlant::LargestSeq;
    QTest::newRow("keep stale rows after a snapshot") << SimPlant::StaleRows;
    QTest::newRow("overlapping writes in flight together") << SimPlant::OverlapInFlight;
    QTest::newRow("resend before settle") << SimPlant::ResendBeforeSettle;
}

void tst_PlantedFaults::isCaught()
{
    QFETCH(const SimPlant, plant);
    constexpr quint64 Most = 500;
    const quint64 first = firstSeed();
    simPlantsOverlap = plant == SimPlant::OverlapInFlight;
    QString fault;
    quint64 seed = first;
    for (; seed < first + Most && fault.isEmpty(); ++seed) {
        SimPlan plan(seed);
        plan.client.plant = plant;
        SimWorld world(plan, false);
        world.run();
        fault = world.fault().text();
    }
    simPlantsOverlap = false;
    QVERIFY2(!fault.isEmpty(), qPrintable(u"Not in the seeds from %1"_s.arg(first)));
    qInfo("caught by seed %llu, the %lluth: %s", static_cast<unsigned long long>(seed - 1),
          static_cast<unsigned long long>(seed - first), qPrintable(fault));
}

QTEST_GUILESS_MAIN(tst_PlantedFaults)
#include "tst_plantedfaults.moc"
