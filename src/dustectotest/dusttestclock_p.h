// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTTESTCLOCK_P_H
#define DUSTTESTCLOCK_P_H

#include "dustclock_p.h"
#include "dusttestclock.h"

// What clients are handed; they may outlive the DustTestClock.
class DustStandingClock final : public DustClock
{
public:
    DustNow now() const override { return m_now; }
    qint64 sleepless() const override { return m_now.monotonic; }

    void advance(qint64 milliseconds)
    {
        m_now.monotonic += milliseconds;
        m_now.unix += milliseconds;
    }

private:
    // As on a machine that has been up for some days, on the first of January 2026.
    DustNow m_now{ 1'000'000'000, 1'767'225'600'000 };
};

class DustTestClock::Private
{
public:
    const std::shared_ptr<DustStandingClock> time = std::make_shared<DustStandingClock>();
};

#endif // DUSTTESTCLOCK_P_H
