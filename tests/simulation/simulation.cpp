// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// simulation [--seeds N] [--seed S] [--verbose]: random worlds, until one goes wrong. Without --seed
// they begin anywhere; DUST_TIMES multiplies N, as for the histories of ../auto/shared/histories.h.

#include "simmodelviewer.h"
#include "simsqlitedisk.h"
#include "simworld.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QCoreApplication>
#include <QtCore/QElapsedTimer>
#include <QtCore/QHashFunctions>
#include <QtCore/QLoggingCategory>
#include <QtCore/QRandomGenerator>
#include <QtCore/QRegularExpression>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

void print(const QString &text)
{
    std::printf("%s\n", qPrintable(text));
    std::fflush(stdout);
}

// What went wrong, but for names and numbers.
QString kindOf(const SimFault &fault)
{
    static const QRegularExpression names(u"op-[-0-9]+|[0-9]+|\\([^)]*\\)"_s);
    return fault.text().remove(names).left(50);
}

// Leaves out what it goes wrong without as well; as long as that takes.
SimPlan shortened(SimPlan plan, const QString &kind)
{
    constexpr qint64 Milliseconds = 20'000;
    QElapsedTimer timer;
    timer.start();
    for (std::size_t size = std::max<std::size_t>(1, plan.steps.size() / 2); size > 0; size /= 2) {
        bool isShorter = true;
        while (isShorter) {
            isShorter = false;
            for (std::size_t i = 0; i < plan.steps.size() && !timer.hasExpired(Milliseconds);) {
                SimPlan less = plan;
                const auto from = less.steps.begin() + std::ptrdiff_t(i);
                less.steps.erase(from,
                                 from + std::ptrdiff_t(std::min(size, less.steps.size() - i)));
                SimWorld world(less, false);
                if (world.run() || kindOf(world.fault()) != kind) {
                    i += size;
                } else {
                    plan = less;
                    isShorter = true;
                }
            }
        }
    }
    return plan;
}

void report(const SimPlan &plan, const SimFault &fault, bool isVerbose)
{
    print(u"seed %1 went wrong: %2"_s.arg(QString::number(plan.seed), fault.text()));
    const SimPlan less = shortened(plan, kindOf(fault));
    SimWorld world(less, true);
    world.run();
    print(u"%1 of its %2 steps do as well: %3"_s.arg(QString::number(less.steps.size()),
                                                     QString::number(plan.steps.size()),
                                                     world.fault().text()));
    for (const SimStep &step : less.steps)
        print(u"  "_s + step.toString());
    const QStringList journal = world.fault().journal();
    constexpr qsizetype Longest = 150;
    print(journal.mid(isVerbose ? 0 : std::max<qsizetype>(0, journal.size() - Longest))
                  .join(u'\n'));
    print(u"repeat with --seed %1 --seeds 1 --verbose%2"_s.arg(
            QString::number(plan.seed), plan.client.makeDisk ? u" --sqlite"_s : QString()));
}

} // namespace

int main(int argc, char **argv)
{
    QHashSeed::setDeterministicGlobalSeed(); // the same seed, the same world
    const QCoreApplication application(argc, argv);
    QLoggingCategory::setFilterRules(u"dustecto.schema=false"_s); // leaves where records should be
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOption({ u"seeds"_s, u"How many worlds."_s, u"N"_s, u"1000"_s });
    parser.addOption({ u"seed"_s, u"The first of them."_s, u"S"_s });
    parser.addOption({ u"verbose"_s, u"Prints the whole history of one that goes wrong."_s });
    parser.addOption({ u"plant"_s, u"The number of a fault to be planted (SimPlant)."_s, u"P"_s });
    parser.addOption({ u"keep-going"_s, u"Only names those that go wrong."_s });
    parser.addOption({ u"sqlite"_s, u"Keeps the clients' caches in files."_s });
    parser.process(application);

    const int times = std::max(1, qEnvironmentVariableIntValue("DUST_TIMES"));
    const int count = parser.value(u"seeds"_s).toInt() * times;
    const quint64 first = parser.isSet(u"seed"_s)
            ? parser.value(u"seed"_s).toULongLong()
            : QRandomGenerator::global()->generate() % 1'000'000'000;
    SimWorldCounts counts;
    int failures = 0;
    QElapsedTimer timer;
    timer.start();
    int ran = 0;
    for (; ran < count && (failures == 0 || parser.isSet(u"keep-going"_s)); ++ran) {
        SimPlan plan(first + quint64(ran));
        plan.client.plant = SimPlant(parser.value(u"plant"_s).toInt());
        if (parser.isSet(u"sqlite"_s))
            plan.client.makeDisk = [] { return std::make_unique<SimSqliteDisk>(); };
        if (plan.seed % 8 == 0) // it costs several times as much
            plan.client.makeViewer = [] { return std::make_unique<SimModelViewer>(); };
        SimWorld world(plan, false);
        const bool isWell = world.run();
        counts.add(world.counts());
        if (isWell)
            continue;
        ++failures;
        if (parser.isSet(u"keep-going"_s))
            print(u"%1: %2"_s.arg(QString::number(plan.seed), world.fault().text()));
        else
            report(plan, world.fault(), parser.isSet(u"verbose"_s));
    }
    print(u"%1 seeds from %2, %3 a second, %4 went wrong: %5"_s.arg(
            QString::number(ran), QString::number(first),
            QString::number(ran * 1000 / std::max<qint64>(1, timer.elapsed())),
            QString::number(failures), counts.toString()));
    return failures == 0 ? 0 : 1;
}
