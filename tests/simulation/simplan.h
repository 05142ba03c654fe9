// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef SIMPLAN_H
#define SIMPLAN_H

#include "simclient.h"

// What is to happen in a world, and in what kind of world. A step has chance of its own, so that the
// others stay what they are when one is left out.
struct SimStep
{
    enum Kind : quint8 {
        Write,
        Burst,
        Batch,
        Cancel,
        Acknowledge,
        WriteOfAnother,
        Cut,
        Swallow,
        CrashChannel,
        Kill,
        Die,
        FillDisk,
        Restart,
        Outage,
        Compact,
        RollBackStore,
        RollBackPath,
        BackUp,
        Restore,
        Limit,
        Misanswer,
        ReadOnly,
        Refuse,
        JumpClock
    };
    Kind kind = Write;
    qint64 at = 0;
    int client = 0;
    quint64 seed = 0;

    QString toString() const;
};

struct SimPlan
{
    explicit SimPlan(quint64 seed);

    quint64 seed = 0;
    int clients = 2;
    SimServerSettings server;
    SimClientSettings client;
    std::vector<SimStep> steps;
};

#endif // SIMPLAN_H
