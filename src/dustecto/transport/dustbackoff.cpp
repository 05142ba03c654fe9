// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustbackoff_p.h"

#include <QtCore/QtMath>

namespace {

// The server, or something in its place, was reached and did not want to go on.
bool isAnswer(DustBackoff::Cause cause)
{
    return cause == DustBackoff::Refused || cause == DustBackoff::Misbehaved
            || cause == DustBackoff::Crashed;
}

} // namespace

DustBackoff::DustBackoff(const Random &random, const Limits &limits)
    : m_random(random), m_limits(limits)
{}

/*!
    Returns the milliseconds to wait after \a cause: anything up to a bound, so that the clients of a
    server that comes back do not come all at once. The bound doubles with each failure, whatever it is,
    and grows by four where the server is there and says no, since to hurry helps nobody then. Only
    reset() takes it back. What a server has \a told, in milliseconds, counts where it is longer; more
    than LongestTold is not believed.
*/
int DustBackoff::delayAfter(Cause cause, qint64 told)
{
    const qint64 next = m_bound * qint64(isAnswer(cause) ? 4 : 2);
    m_bound = int(qMin<qint64>(m_hasFailed ? next : m_limits.first, m_limits.longest));
    m_hasFailed = true;
    const int spread = qMax(0, m_bound - m_limits.shortest);
    const int delay = m_limits.shortest + int(qBound(0.0, m_random(), 1.0) * spread);
    return qMax(delay, int(qMin<qint64>(told, LongestTold)));
}
