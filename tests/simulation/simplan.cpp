// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "simplan.h"

using namespace Qt::StringLiterals;

namespace {

struct Weight
{
    SimStep::Kind kind;
    int weight;
    int worlds; // percent of worlds in which it happens at all
    const char *name;
};

constexpr Weight weights[] = {
    { SimStep::Write, 600, 100, "write" },
    { SimStep::Burst, 15, 60, "burst" },
    { SimStep::Batch, 40, 70, "batch" },
    { SimStep::Cancel, 10, 50, "cancel" },
    { SimStep::Acknowledge, 10, 50, "acknowledge" },
    { SimStep::WriteOfAnother, 80, 70, "write of another" },
    { SimStep::Cut, 60, 75, "cut" },
    { SimStep::Swallow, 15, 40, "swallow" },
    { SimStep::CrashChannel, 15, 40, "crash of a channel" },
    { SimStep::Kill, 25, 50, "kill" },
    { SimStep::Die, 40, 50, "death in the storage" },
    { SimStep::FillDisk, 6, 15, "full disk" },
    { SimStep::Restart, 8, 30, "restart of the server" },
    { SimStep::Outage, 6, 20, "outage" },
    { SimStep::Compact, 30, 50, "compaction" },
    { SimStep::RollBackStore, 6, 20, "rollback of the store" },
    { SimStep::RollBackPath, 10, 20, "rollback of a path" },
    { SimStep::BackUp, 10, 8, "backup" },
    { SimStep::Restore, 20, 100, "restoring the backup" }, // only where there is one
    { SimStep::Limit, 8, 20, "rate limit" },
    { SimStep::Misanswer, 40, 40, "misanswer" },
    { SimStep::ReadOnly, 6, 15, "read-only token" },
    { SimStep::Refuse, 6, 12, "refused token" },
    { SimStep::JumpClock, 6, 30, "clock jump" },
};

qint64 pause(SimDice &dice)
{
    const int kind = dice.below(100);
    if (kind < 45)
        return dice.below(20);
    if (kind < 85)
        return dice.below(600);
    return kind < 97 ? dice.below(4'000) : dice.below(40'000);
}

} // namespace

QString SimStep::toString() const
{
    for (const Weight &weight : weights) {
        if (weight.kind == kind)
            return u"at %1, client %2: %3"_s.arg(QString::number(at), QString::number(client),
                                                 QLatin1StringView(weight.name));
    }
    return {};
}

SimPlan::SimPlan(quint64 worldSeed) : seed(worldSeed)
{
    SimDice dice(worldSeed);
    clients = dice.between(2, 4);
    server.asProduction = dice.chance(60);
    server.pageSize = dice.pick(QList<int>{ 2, 5, 20, 1'000 });
    server.slowness = client.slowness = dice.pick(QList<int>{ 2, 10, 30 });
    client.fences = dice.chance(20);
    std::vector<Weight> happening;
    int sum = 0;
    bool hasBackUp = false;
    for (const Weight &weight : weights) {
        const bool happens = dice.chance(weight.worlds);
        hasBackUp = hasBackUp || (happens && weight.kind == SimStep::BackUp);
        if (!happens || (weight.kind == SimStep::Restore && !hasBackUp))
            continue;
        happening.push_back(weight);
        sum += weight.weight;
    }
    const int count = dice.between(40, 100);
    qint64 at = 1'000;
    for (int i = 0; i < count; ++i) {
        at += pause(dice);
        int rest = dice.below(sum);
        std::size_t chosen = 0;
        while (rest >= happening[chosen].weight)
            rest -= happening[chosen++].weight;
        steps.push_back({ happening[chosen].kind, at, dice.below(clients), dice.roll() });
    }
}
