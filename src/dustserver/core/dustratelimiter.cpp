// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustratelimiter_p.h"

DustRateLimiter::Verdict DustRateLimiter::take(const QByteArray &tokenDigest, Kind kind,
                                               int limitPerMinute, qint64 unixNow)
{
    if (limitPerMinute <= 0)
        return {};
    constexpr qint64 Minute = 60'000;
    if (const qint64 minute = unixNow / Minute; minute != m_minute) {
        m_counts.clear();
        m_minute = minute;
    }
    Count &count = m_counts[tokenDigest];
    int &used = kind == Read ? count.reads : count.writes;
    Verdict verdict;
    verdict.limit = limitPerMinute;
    if (used >= limitPerMinute) {
        verdict.isAllowed = false;
        verdict.reset = int((Minute - unixNow % Minute + 999) / 1000);
        return verdict;
    }
    ++used;
    verdict.remaining = limitPerMinute - used;
    return verdict;
}
