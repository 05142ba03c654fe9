// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "realtimeload.h"

#include "benchpeers.h"
#include "roles.h"

using namespace Qt::StringLiterals;

namespace {

QUrl channelOf(QUrl server)
{
    server.setScheme(u"ws"_s);
    return server;
}

} // namespace

RealtimeLoad::RealtimeLoad(const QUrl &server, const QString &token, const QString &cacheFolder)
    : m_client(channelOf(server))
{
    m_client.setToken(token);
    m_client.setCacheFolder(cacheFolder);
    QObject::connect(&m_client, &DustClient::errorChanged, &m_client, [this] {
        if (m_client.error().kind() != DustError::NoError)
            qFatal("a client of the benchmark: %s", qPrintable(m_client.error().message()));
    });
    m_store = m_client.store(u"bench/main"_s);
}

void RealtimeLoad::waitUntilLive()
{
    runUntil([this] { return m_store->state() == DustStore::Live; }, "a store to be live");
}

void RealtimeLoad::put(int first, int count, int inFlight)
{
    m_next = first;
    m_end = first + count;
    m_missing = count;
    for (int i = 0; i < inFlight && m_next < m_end; ++i)
        putNext();
    runUntil([this] { return m_missing == 0; }, "the answers to puts");
}

void RealtimeLoad::putNext()
{
    const int number = m_next++;
    m_store->put(writePath(number), writeValue(number))
            .then(&m_context, [this](const DustResult<DustReceipt> &receipt) {
                if (!receipt)
                    qFatal("a put failed: %s", qPrintable(receipt.error().message()));
                --m_missing;
                if (m_next < m_end)
                    putNext();
            });
}
