// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef SIMLINK_H
#define SIMLINK_H

#include "simdice.h"
#include "simtime.h"

#include <memory>

// One connection between a client and the server: in order in each direction, until it is cut or
// swallows what it should carry.
class SimLink : public std::enable_shared_from_this<SimLink>
{
public:
    static constexpr int LongestDelay = 800; // milliseconds: stragglers are bounded (simserver.h)

    SimLink(SimTime *time, quint64 seed, int slowness)
        : m_time(time), m_dice(seed), m_slowness(slowness)
    {}

    bool isOpenAtClient = true;
    bool isOpenAtServer = true;
    bool swallowsUp = false;
    bool swallowsDown = false;
    std::function<void()> closedAtClient;
    std::function<void()> closedAtServer;

    void up(SimTime::Work arrive)
    {
        if (!isOpenAtClient || swallowsUp)
            return;
        m_time->at(nextTime(&m_lastUp), [self = shared_from_this(), arrive = std::move(arrive)] {
            if (self->isOpenAtServer && !self->swallowsUp)
                arrive();
        });
    }
    void down(SimTime::Work arrive)
    {
        if (!isOpenAtServer || swallowsDown)
            return;
        m_time->at(nextTime(&m_lastDown), [self = shared_from_this(), arrive = std::move(arrive)] {
            if (self->isOpenAtClient && !self->swallowsDown)
                arrive();
        });
    }

    // Each end hears of it in its own time.
    void cut()
    {
        m_time->in(m_dice.below(1'200), [self = shared_from_this()] { self->closeAtClient(); });
        m_time->in(m_dice.below(1'200), [self = shared_from_this()] { self->closeAtServer(); });
    }
    void closeAtClient()
    {
        if (std::exchange(isOpenAtClient, false) && closedAtClient)
            closedAtClient();
    }
    void closeAtServer()
    {
        if (std::exchange(isOpenAtServer, false) && closedAtServer)
            closedAtServer();
    }

private:
    qint64 nextTime(qint64 *last)
    {
        const bool isSlow = m_dice.chance(m_slowness);
        const qint64 delay = isSlow ? m_dice.between(50, LongestDelay) : m_dice.between(1, 30);
        *last = std::max(*last, m_time->monotonic() + delay);
        return *last;
    }

    SimTime *const m_time;
    SimDice m_dice;
    const int m_slowness; // percent of messages
    qint64 m_lastUp = 0;
    qint64 m_lastDown = 0;
};

#endif // SIMLINK_H
