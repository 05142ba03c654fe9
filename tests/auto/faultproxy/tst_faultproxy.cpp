// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// A real client and a real dustd, and a network between them that cuts, falls silent, trickles,
// refuses and lies, while either is killed: nothing is lost, nothing takes effect twice.

#include "faultround.h"

#include "answers.h"
#include "histories.h"

using namespace Qt::StringLiterals;

class tst_FaultProxy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingLostNothingDouble();
};

namespace {

constexpr int AtOnce = 5; // a round is mostly waiting: for servers to settle

// 10, and 100 in scripts/test --full; DUST_HISTORIES=1 with DUST_SEED repeats one.
int rounds()
{
    const bool isTold = qEnvironmentVariableIsSet("DUST_HISTORIES");
    return isTold ? historyCount(0) : qMax(10, historyCount(5));
}

} // namespace

void tst_FaultProxy::nothingLostNothingDouble()
{
    const quint32 first = firstSeed();
    const int count = rounds();
    std::vector<std::unique_ptr<FaultRound>> running;
    QStringList failures;
    qsizetype writes = 0;
    for (int i = 0; i < count || !running.empty();) {
        for (; i < count && running.size() < AtOnce; ++i) {
            running.push_back(std::make_unique<FaultRound>(first + quint32(i)));
            running.back()->start();
        }
        const auto isOver = [](const auto &round) { return round->isOver(); };
        QVERIFY(runUntil([&] { return std::any_of(running.begin(), running.end(), isOver); },
                         300'000));
        for (const auto &round : running) {
            writes += isOver(round) ? round->writes() : 0;
            if (!round->failure().isEmpty()) {
                qWarning("%s", round->history().constData());
                failures.append(u"%1 (repeat with DUST_HISTORIES=1 DUST_SEED=%2)"_s.arg(
                        round->failure(), QString::number(round->seed())));
            }
        }
        std::erase_if(running, isOver);
    }
    qInfo("%d rounds, %lld writes; seed %u", count, qlonglong(writes), first);
    QVERIFY2(failures.isEmpty(), qPrintable(failures.join(u'\n')));
}

QTEST_GUILESS_MAIN(tst_FaultProxy)
#include "tst_faultproxy.moc"
