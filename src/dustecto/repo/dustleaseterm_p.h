// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTLEASETERM_P_H
#define DUSTLEASETERM_P_H

#include "dustglobal.h"

// Until when a lease is certainly held, and when it is renewed. Times are milliseconds of a clock that
// never jumps, and are handed in. A term counts from when it was asked for: the server's began later.
class DUSTECTO_EXPORT DustLeaseTerm
{
public:
    DustLeaseTerm(qint64 ttl, qint64 askedAt) : m_ttl(ttl) { extend(askedAt); }

    // Was accepted.
    void extend(qint64 askedAt);
    // A renewal failed, and may be tried again.
    void postpone(qint64 now) { m_renewAt = now + m_ttl / Retries; }

    qint64 ttl() const { return m_ttl; }
    bool isLive(qint64 now) const { return now < m_end; }
    bool isDue(qint64 now) const { return now >= m_renewAt; }
    // The time until something is to be done.
    qint64 untilNext(qint64 now, bool isRenewing) const;

private:
    static constexpr qint64 Thirds = 3; // it is renewed when one of them is over
    static constexpr qint64 Retries = 12; // of a renewal, in one term

    qint64 m_ttl = 0;
    qint64 m_end = 0;
    qint64 m_renewAt = 0;
};

#endif // DUSTLEASETERM_P_H
