// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSERVERCONTEXT_P_H
#define DUSTSERVERCONTEXT_P_H

// What the HTTP side and the channel side of a server share.

#include "dustblobs_p.h"
#include "dustratelimiter_p.h"
#include "dustserverstore_p.h"
#include "dusttokentable_p.h"

class DustServerContext
{
public:
    DustServerSettings settings;
    DustTokenTable tokens;
    DustRateLimiter limiter;
    DustBlobs blobs;
    std::map<QString, std::unique_ptr<DustServerStore>> stores; // by name

    // By "org/name", or by UUID; null when there is none.
    DustServerStore *store(const QString &name) const;
    DustRateLimiter::Verdict take(const DustServerToken &token, DustRateLimiter::Kind kind);
    // Made once for a blob: what put_file writes.
    DustResult<DustValue> putFile(const QByteArray &content, const QString &fileName,
                                  const QString &contentType);
};

#endif // DUSTSERVERCONTEXT_P_H
