// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusttestwrites_p.h"

bool DustTestWrites::take(const DustServer::Decide &decide, qint64 now)
{
    if (m_plans.empty())
        return false;
    const Plan plan = m_plans.front();
    m_plans.pop_front();
    if (plan.refusal)
        decide(*plan.refusal);
    else
        m_held.append({ decide, plan.delay ? std::optional(now + *plan.delay) : std::nullopt });
    return true;
}

void DustTestWrites::releaseDue(qint64 now)
{
    QList<Held> due;
    m_held.removeIf([&due, now](const Held &held) {
        const bool isDue = held.due && *held.due <= now;
        if (isDue)
            due.append(held);
        return isDue;
    });
    for (const Held &held : std::as_const(due))
        held.decide({});
}

void DustTestWrites::releaseAll()
{
    const QList<Held> all = std::exchange(m_held, {});
    for (const Held &held : all)
        held.decide({});
}
