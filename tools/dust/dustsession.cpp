// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustsession.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

DustSession::DustSession(const DustConfiguration &configuration, DustOutput *output,
                         qint64 milliseconds)
    : m_output(output), m_client(configuration.url)
{
    m_client.setToken(configuration.token);
    m_client.setAllowInsecure(configuration.allowInsecure);
    m_isMirror = configuration.url.scheme().startsWith(u"ws");
    m_store = m_client.store(configuration.store);
    m_patience.setSingleShot(true);
    m_patience.setInterval(int(milliseconds));
    connect(&m_patience, &QTimer::timeout, this, [this] {
        const DustError why = m_client.error();
        fail(why.kind() != DustError::NoError
                     ? why
                     : DustError(DustError::Timeout,
                                 u"The server did not answer in time: is it the right URL?"_s));
    });
}

void DustSession::whenReady(const std::function<void()> &work)
{
    if (m_store->error().kind() != DustError::NoError && !m_isMirror)
        return fail(m_store->error());
    m_work = work;
    if (m_isMirror) {
        m_patience.start();
        connect(m_store, &DustStore::stateChanged, this, &DustSession::checkReady);
        connect(m_store, &DustStore::errorChanged, this, &DustSession::checkReady);
        connect(&m_client, &DustClient::connectionStateChanged, this, &DustSession::checkReady);
    }
    checkReady();
}

void DustSession::checkReady()
{
    if (!m_work || m_hasEnded)
        return;
    // What does not get better by waiting.
    const DustError::Kind why = m_store->error().kind();
    if (m_client.connectionState() == DustClient::Refused)
        return fail(m_client.error());
    if (why == DustError::Unauthorized || why == DustError::StoreNotAllowed
        || why == DustError::NotFound || why == DustError::InvalidParams)
        return fail(m_store->error());
    if (m_isMirror && m_store->state() != DustStore::Live)
        return;
    m_patience.stop();
    std::exchange(m_work, {})();
}

void DustSession::end(DustExit code)
{
    m_hasEnded = true;
    m_output->endProgress();
    QCoreApplication::exit(int(code));
}

void DustSession::fail(const DustError &error)
{
    if (m_hasEnded)
        return;
    m_output->error(error);
    end(codeOf(error));
}

DustExit DustSession::codeOf(const DustError &error)
{
    switch (error.kind()) {
    case DustError::NotFound:
        return DustExit::NotFound;
    case DustError::Conflict:
    case DustError::Exists:
    case DustError::Held:
    case DustError::NotHeld:
    case DustError::Occupied:
    case DustError::Fenced:
        return DustExit::Conflict;
    case DustError::Unauthorized:
    case DustError::MissingScope:
    case DustError::StoreNotAllowed:
        return DustExit::NotAllowed;
    case DustError::Network:
    case DustError::Http:
    case DustError::Timeout:
    case DustError::RateLimited:
    case DustError::Indeterminate:
        return DustExit::Unreachable;
    case DustError::InvalidParams:
        return DustExit::Usage;
    default:
        return DustExit::Failed;
    }
}
