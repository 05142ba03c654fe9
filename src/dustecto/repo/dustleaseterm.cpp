// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustleaseterm_p.h"

#include <limits>

void DustLeaseTerm::extend(qint64 askedAt)
{
    constexpr qint64 Farthest = std::numeric_limits<qint64>::max();
    m_end = m_ttl > Farthest - askedAt ? Farthest : askedAt + m_ttl;
    m_renewAt = askedAt + m_ttl / Thirds;
}

qint64 DustLeaseTerm::untilNext(qint64 now, bool isRenewing) const
{
    const qint64 next = isRenewing ? m_end : qMin(m_end, m_renewAt);
    return qMax(qint64(0), next - now);
}
