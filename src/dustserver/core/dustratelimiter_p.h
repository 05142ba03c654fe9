// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTRATELIMITER_P_H
#define DUSTRATELIMITER_P_H

// So many reads and writes a minute and token, shared by HTTP and channels, in fixed wall-clock
// minutes (PROTOCOL §3).

#include <QtCore/QHash>

class DustRateLimiter
{
public:
    enum Kind { Read, Write };
    struct Verdict
    {
        bool isAllowed = true;
        int limit = 0; // 0: none
        int remaining = 0;
        int reset = 60; // seconds; the rest of the minute when refused
    };

    // Counts one request.
    Verdict take(const QByteArray &tokenDigest, Kind kind, int limitPerMinute, qint64 unixNow);

private:
    struct Count
    {
        int reads = 0;
        int writes = 0;
    };
    QHash<QByteArray, Count> m_counts; // of this minute
    qint64 m_minute = -1;
};

#endif // DUSTRATELIMITER_P_H
