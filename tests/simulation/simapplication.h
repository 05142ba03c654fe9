// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef SIMAPPLICATION_H
#define SIMAPPLICATION_H

#include "simdice.h"
#include "simhistory.h"

// Writes that meet each other: few paths, objects above leaves, revisions that are mostly right.
class SimApplication
{
public:
    SimApplication(SimDice *dice, SimHistory *history, const DustReadView *seen)
        : m_dice(*dice), m_history(*history), m_seen(*seen)
    {}

    DustOperation operation();
    DustOperation batchOperation(); // set or delete
    DustOperation operationOfAnother(); // of one that has no channel
    static bool isPureCounter(const QByteArray &path) { return path.startsWith("count/"); }

private:
    DustPath leafPath();
    DustPath rootPath();
    DustValue value();
    DustObject object();
    DustOperation increment();
    DustOperation conditional();
    DustOperation ofLease();
    DustOperation ofMembers();

    SimDice &m_dice;
    SimHistory &m_history;
    const DustReadView &m_seen;
};

#endif // SIMAPPLICATION_H
