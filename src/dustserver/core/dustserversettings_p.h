// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSERVERSETTINGS_P_H
#define DUSTSERVERSETTINGS_P_H

// How a DustServer behaves: what it does as a real one does, its limits and its patience.

#include "dustledger_p.h"
#include "dustserverrequest.h"

struct DustServerSettings
{
    bool asProduction = false; // PROTOCOL §5, the faults marked •; HTTP writes not broadcast
    int writesPerMinute = 0; // per token; 0: no limit
    int readsPerMinute = 0;
    qint64 compactAfter = 0; // operations in the log of a store; 0: never by itself

    qint64 maximumBody = 8'000'000; // also of a frame
    qint64 maximumHead = 64 * 1024;
    qint64 maximumTarget = 10'000; // of a URL, in characters
    qint64 maximumBacklog = 64 * 1024 * 1024; // of what a reader has not read
    int maximumConnections = 10'000;

    int requestTimeout = 30'000; // for a head, or between pieces of a body, ms
    int idleTimeout = 75'000; // between requests, ms
    int silenceTimeout = 60'000; // of a channel socket that sends nothing, ms

    std::function<DustNow()> now; // set by DustServer
    // Hooks; may be null. The answer replaces the server's own.
    std::function<std::optional<DustServerAnswer>(const DustServerRequest &)> answerHook;
    // An event of a channel and its payload; {"reason":…} is what it is refused with.
    std::function<std::optional<DustObject>(const QString &, const DustObject &)> pushHook;
    // What a client asks a store to write. True where it decides: then it calls the function, now or later, at most once,
    // with what the write is refused with, or nothing.
    using Decide = std::function<void(const DustResult<void> &)>;
    std::function<bool(const QString &, const QList<DustOperation> &, const Decide &)> writeHook;
};

#endif // DUSTSERVERSETTINGS_P_H
