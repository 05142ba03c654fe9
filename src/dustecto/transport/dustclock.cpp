// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustclock_p.h"

#include "dustsharedledger_p.h"

#include <QtCore/QDeadlineTimer>

#include <ctime>

DustClock::~DustClock() = default;

DustNow DustClock::now() const
{
    return DustSharedLedger::now();
}

qint64 DustClock::sleepless() const
{
#ifdef CLOCK_BOOTTIME // the server's clock does not stop when a laptop is closed
    timespec time{};
    if (clock_gettime(CLOCK_BOOTTIME, &time) == 0)
        return qint64(time.tv_sec) * 1000 + time.tv_nsec / 1'000'000;
#endif
    return QDeadlineTimer::current(Qt::PreciseTimer).deadline();
}

#include "moc_dustclock_p.cpp"
