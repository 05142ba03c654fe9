// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTBACKOFF_P_H
#define DUSTBACKOFF_P_H

// How long to wait before the next attempt. Pure: randomness is handed in, and nobody waits in here.
// Exported for tests; not public API.

#include "dustglobal.h"

#include <functional>

class DUSTECTO_EXPORT DustBackoff
{
public:
    // What ended the last attempt, or what came of it.
    enum Cause : quint8 {
        NoCause,
        Unreachable,
        Refused,
        Silent,
        Lost,
        Goodbye,
        Misbehaved,
        Crashed,
        Closed
    };
    using Random = std::function<double()>; // from 0 to 1
    struct Limits // in milliseconds
    {
        int shortest = 100;
        int first = 1'000; // what the first delay is at most
        int longest = 30'000;
    };
    static constexpr int LongestTold = 60 * 60 * 1000;

    DustBackoff(const Random &random, const Limits &limits);

    int delayAfter(Cause cause, qint64 told = 0);
    void reset() { m_hasFailed = false; }

private:
    Random m_random;
    Limits m_limits;
    int m_bound = 0;
    bool m_hasFailed = false;
};

#endif // DUSTBACKOFF_P_H
