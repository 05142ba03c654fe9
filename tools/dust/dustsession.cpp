// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustsession.h"

#include "dusttroubles.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 UntoldWait = 60; // seconds, of a rate limit

QString wentBack()
{
    return u"server_went_back"_s;
}

// What is queued here goes with this program.
DustError unconfirmed(const QString &path, const QString &why)
{
    const QString what = path.isEmpty() ? u"What was written"_s
                                        : u"What was written to \"%1\""_s.arg(path);
    return DustError(
            DustError::Timeout,
            u"%1 was not confirmed in time: if it was sent, it may have taken effect. Read what is there before writing again."_s
                            .arg(what)
                    + (why.isEmpty() ? QString() : u' ' + why),
            { { u"reason"_s, u"unconfirmed"_s }, { u"path"_s, path } });
}

DustError isBackInTime()
{
    return DustError(
            DustError::Conflict,
            u"The store is not the one that it was a moment ago, as after a backup was restored: begin anew."_s,
            { { u"reason"_s, wentBack() } });
}

} // namespace

DustSession::DustSession(const DustConfiguration &configuration, DustOutput *output,
                         const DustPatience &patience)
    : m_output(output), m_limits(patience), m_client(configuration.url)
{
    m_client.setToken(configuration.token);
    m_client.setAllowInsecure(configuration.allowInsecure);
    m_isMirror = configuration.url.scheme().startsWith(u"ws");
    m_store = m_client.store(configuration.store);
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &DustSession::giveUp);
}

void DustSession::whenReady(const std::function<void()> &work)
{
    if (!m_isMirror)
        return m_store->error().kind() == DustError::NoError ? work() : fail(m_store->error());
    m_work = work;
    m_patience.start(m_limits.server);
    connect(m_store, &DustStore::stateChanged, this, &DustSession::look);
    connect(m_store, &DustStore::errorChanged, this, &DustSession::look);
    connect(&m_client, &DustClient::errorChanged, this, &DustSession::look);
    connect(&m_client, &DustClient::connectionStateChanged, this, &DustSession::look);
    look();
}

void DustSession::look()
{
    if (m_hasEnded)
        return;
    if (const DustError why = obstacle(); why.kind() != DustError::NoError)
        return fail(why);
    if (m_work && m_store->state() == DustStore::Live) {
        m_patience.stop();
        std::exchange(m_work, {})();
    }
    if (m_troubles && !m_hasEnded)
        m_troubles->look();
}

// What does not get better by waiting: the token stays the same, and nobody is there to help.
DustError DustSession::obstacle() const
{
    const DustError general = m_client.error();
    const DustError own = m_store->error();
    const auto state = m_client.connectionState();
    const bool isSpoilt = state == DustClient::AwaitingToken
            && general.kind() == DustError::InvalidParams;
    if (state == DustClient::Refused || isSpoilt || general.kind() == DustError::Unauthorized)
        return general;
    if (m_store->state() == DustStore::Diverged)
        return isBackInTime();
    const bool isLive = m_store->state() == DustStore::Live;
    for (const DustError &limit : { own, isLive ? DustError() : general }) {
        if (limit.kind() == DustError::RateLimited && isTooLong(limit))
            return DustError(limit.kind(),
                             u"%1 That takes up to %2 seconds, longer than --timeout lets wait."_s
                                     .arg(limit.message())
                                     .arg(limit.retryAfter() > 0 ? limit.retryAfter() : UntoldWait),
                             limit.detail());
    }
    return own.kind() == DustError::RateLimited ? DustError() : own;
}

bool DustSession::isTooLong(const DustError &limit) const
{
    const qint64 seconds = limit.retryAfter() > 0 ? limit.retryAfter() : UntoldWait;
    return m_patience.isActive() && seconds * 1000 > m_patience.remainingTime();
}

bool DustSession::isLate(const DustError &error) const
{
    return m_isMirror && error.kind() == DustError::Timeout
            && error.detail().contains(u"client_op_id"_s);
}

// The call has ended, the write goes on.
void DustSession::awaitWrite(const DustError &late,
                             const std::function<void(const DustReceipt &)> &written)
{
    const QString awaited = late.detail().value(u"client_op_id"_s).toString();
    connect(m_store, &DustStore::writeSettled, this,
            [this, awaited, written](const QString &opId, const DustResult<DustReceipt> &result) {
                if (opId != awaited || m_hasEnded)
                    return;
                m_patience.stop();
                if (result)
                    written(*result);
                else
                    fail(result.error());
            });
}

void DustSession::giveUp()
{
    const DustError why = m_client.error();
    if (!m_work && m_store->pendingCount() > 0)
        return fail(unconfirmed({}, why.message()));
    fail(why.kind() != DustError::NoError
                 ? why
                 : DustError(DustError::Timeout,
                             u"The server did not answer in time: is it the right URL?"_s));
}

void DustSession::await()
{
    if (m_isMirror && !m_troubles)
        m_patience.start(m_limits.answer);
}

void DustSession::follow()
{
    m_patience.stop();
    if (m_isMirror)
        m_troubles = new DustTroubles(&m_client, m_store, m_output, this);
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
    const DustError shown = isLate(error) ? unconfirmed(error.path(), {}) : error;
    m_output->error(m_onFailure.isEmpty()
                            ? shown
                            : DustError(shown.kind(), shown.message() + u' ' + m_onFailure,
                                        shown.detail()));
    end(codeOf(error));
}

DustExit DustSession::codeOf(const DustError &error)
{
    switch (error.kind()) {
    case DustError::NotFound:
        return DustExit::NotFound;
    case DustError::Conflict:
        return error.reason() == wentBack() ? DustExit::Failed : DustExit::Conflict;
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

#include "moc_dustsession.cpp"
