// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTTESTWRITES_P_H
#define DUSTTESTWRITES_P_H

// What becomes of the next writes of clients, and those that wait.

#include "dustserver.h"

#include <deque>

class DustTestWrites
{
public:
    // What becomes of one write. Without a refusal, it is held until the delay is over, or until it is released.
    struct Plan
    {
        std::optional<DustError> refusal;
        std::optional<qint64> delay;
    };

    void plan(const Plan &plan) { m_plans.push_back(plan); }
    int heldCount() const { return int(m_held.size()); }

    // Of a server: whether it is decided here.
    bool take(const DustServer::Decide &decide, qint64 now);
    void releaseDue(qint64 now);
    void releaseAll();
    // As if they had never come.
    void dropAll() { m_held.clear(); }

private:
    struct Held
    {
        DustServer::Decide decide;
        std::optional<qint64> due;
    };

    std::deque<Plan> m_plans;
    QList<Held> m_held; // in the order they came
};

#endif // DUSTTESTWRITES_P_H
