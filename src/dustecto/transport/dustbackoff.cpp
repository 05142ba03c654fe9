// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustbackoff_p.h"

#include <QtCore/QtMath>

DustBackoff::DustBackoff(const Random &random, const Limits &limits)
    : m_random(random), m_limits(limits)
{}

/*!
    Returns the milliseconds to wait after \a cause: anything up to a bound, so that the clients of a
    server that comes back do not come all at once. The bound doubles while the same thing goes wrong
    again and again, and starts anew when it is another. What a server has \a told, in milliseconds,
    wins, and leaves the bound as it is.
*/
int DustBackoff::delayAfter(Cause cause, qint64 told)
{
    if (told > 0)
        return int(qMin<qint64>(told, LongestTold));
    const bool isSame = std::exchange(m_cause, cause) == cause;
    m_bound = int(qMin<qint64>(isSame ? m_bound * qint64(2) : m_limits.first, m_limits.longest));
    const int spread = qMax(0, m_bound - m_limits.shortest);
    return m_limits.shortest + int(qBound(0.0, m_random(), 1.0) * spread);
}
