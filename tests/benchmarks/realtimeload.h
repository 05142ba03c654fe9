// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef REALTIMELOAD_H
#define REALTIMELOAD_H

#include <DustClient>
#include <DustStore>

// An application of ours: a client with its one store, over a channel.
class RealtimeLoad
{
public:
    // Of a server "http://…" or "ws://…". Without a folder the cache is in memory.
    RealtimeLoad(const QUrl &server, const QString &token, const QString &cacheFolder = {});

    DustStore *store() const { return m_store; }
    void waitUntilLive();
    // So many acknowledged puts, so many at a time, each on the path and with the value of the write
    // frame with its number.
    void put(int first, int count, int inFlight);

private:
    void putNext();

    DustClient m_client;
    DustStore *m_store = nullptr;
    QObject m_context; // of answers: goes first
    int m_next = 0;
    int m_end = 0;
    int m_missing = 0; // answers
};

#endif // REALTIMELOAD_H
