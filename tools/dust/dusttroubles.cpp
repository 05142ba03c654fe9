// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusttroubles.h"

using namespace Qt::StringLiterals;

namespace {

constexpr int Grace = 2'000; // milliseconds: a gap is closed by joining again, and is no trouble

DustError untold()
{
    return DustError(DustError::Network, u"What happens does not come in: it is asked for again."_s,
                     { { u"reason"_s, u"not_live"_s } });
}

} // namespace

DustTroubles::DustTroubles(const DustClient *client, const DustStore *store, DustOutput *output,
                           QObject *parent)
    : QObject(parent), m_client(client), m_store(store), m_output(output), m_error(client->error())
{
    m_grace.setSingleShot(true);
    m_grace.setInterval(Grace);
    connect(&m_grace, &QTimer::timeout, this, [this] {
        if (m_told.isEmpty())
            tell(untold());
    });
}

bool DustTroubles::isLive() const
{
    return m_client->connectionState() == DustClient::Connected
            && m_store->state() == DustStore::Live;
}

void DustTroubles::look()
{
    // A store that crashes again and again has the same error all the time.
    const DustError error = m_client->error();
    if (error != std::exchange(m_error, error) && error.kind() != DustError::NoError)
        tell(error);
    if (isLive() == m_isLive)
        return;
    m_isLive = !m_isLive;
    if (!m_isLive)
        return m_grace.start();
    m_grace.stop();
    if (!m_told.isEmpty())
        m_output->note(u"connected_again"_s, u"connected again"_s);
    m_told.clear();
}

void DustTroubles::tell(const DustError &trouble)
{
    if (m_told.contains(trouble.reason()))
        return;
    m_told.insert(trouble.reason());
    const bool isLost = m_client->connectionState() != DustClient::Connected;
    m_output->note(trouble.reason(),
                   (isLost ? u"connection lost, trying again: "_s : u"trying again: "_s)
                           + trouble.message());
}

#include "moc_dusttroubles.cpp"
