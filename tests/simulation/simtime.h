// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef SIMTIME_H
#define SIMTIME_H

#include "dustledger_p.h" // DustNow

#include <functional>
#include <map>

// The world's clock, and what is to happen when it says so. Nothing in a world waits for a real one.
class SimTime
{
public:
    using Work = std::function<void()>;

    DustNow now() const { return { m_monotonic, m_monotonic + m_unixOffset }; }
    qint64 monotonic() const { return m_monotonic; }
    void jump(qint64 unixMilliseconds) { m_unixOffset += unixMilliseconds; }

    void at(qint64 time, Work work)
    {
        m_due.emplace(std::pair(std::max(time, m_monotonic), ++m_order), std::move(work));
    }
    void in(qint64 delay, Work work) { at(m_monotonic + delay, std::move(work)); }

    // Runs what is due until then, as long as isOver() says no.
    template<typename IsOver>
    void runUntil(qint64 end, const IsOver &isOver)
    {
        while (!m_due.empty() && m_due.begin()->first.first <= end && !isOver()) {
            m_monotonic = m_due.begin()->first.first;
            const Work work = std::move(m_due.begin()->second);
            m_due.erase(m_due.begin());
            ++m_ran;
            work();
        }
        if (!isOver())
            m_monotonic = std::max(m_monotonic, end);
    }
    qint64 ran() const { return m_ran; } // how much has happened

private:
    std::map<std::pair<qint64, quint64>, Work> m_due;
    quint64 m_order = 0;
    qint64 m_monotonic = 1'000;
    qint64 m_unixOffset = 1'790'000'000'000;
    qint64 m_ran = 0;
};

#endif // SIMTIME_H
