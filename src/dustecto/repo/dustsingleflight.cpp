// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustsingleflight_p.h"

#include "dustclock_p.h"
#include "dustlease.h"
#include "duststore.h"
#include "dusttext_p.h"

#include <QtCore/QRandomGenerator>
#include <QtCore/QTimerEvent>

using namespace Qt::StringLiterals;

namespace {

QString named(const DustPath &path)
{
    return u"The single flight to %1"_s.arg(DustText::quoted(path.toString()));
}

// Flights are found by the path that they bring a value to.
QString objectNameOf(const DustPath &path)
{
    return u"flight:"_s + path.toString();
}

DustError nothingComputed(const DustPath &path)
{
    return DustError::invalidParams(
                   u"no_value"_s,
                   named(path)
                           + u" got no value: the future of its function was cancelled, or has none."_s)
            .with(u"path"_s, path.toString());
}

DustError lostMeanwhile(const DustPath &path)
{
    return DustError(
            DustError::Fenced,
            named(path)
                    + u" lost its lease while it computed, so that its value is not written: somebody else may have computed another one. Fly again."_s,
            { { u"reason"_s, u"fenced"_s }, { u"path"_s, path.toString() } });
}

DustError waitedTooLong(const DustPath &path)
{
    return DustError(
            DustError::Timeout,
            named(path)
                    + u" waited for a value that somebody else computes, and it did not come in time."_s,
            { { u"path"_s, path.toString() } });
}

} // namespace

void DustSingleFlight::join(DustStore *store, const DustPath &path,
                            const DustFlight::Compute &compute, const DustFlightOptions &options,
                            const Call &call)
{
    auto *flight = store->findChild<DustSingleFlight *>(objectNameOf(path),
                                                        Qt::FindDirectChildrenOnly);
    const bool isNew = !flight;
    if (isNew)
        flight = new DustSingleFlight(store, path, compute, options);
    flight->add(call);
    if (isNew)
        flight->acquire();
}

DustSingleFlight::DustSingleFlight(DustStore *store, const DustPath &path,
                                   const DustFlight::Compute &compute,
                                   const DustFlightOptions &options)
    : QObject(store), m_store(store), m_clock(store->delivery()->clock()), m_path(path),
      m_compute(compute), m_options(options),
      m_giveUpAt(m_clock->sleepless() + options.waitMilliseconds())
{
    setObjectName(objectNameOf(path));
    connect(&m_computing, &QFutureWatcherBase::finished, this, &DustSingleFlight::takeComputed);
    connect(m_clock.get(), &DustClock::jumped, this, [this] {
        if (m_isWaiting)
            wake();
    });
}

// Dust's SDKs keep the value as one leaf of JSON text, so that no object becomes a subtree.
DustValue DustSingleFlight::encoded(const DustValue &value)
{
    return QString::fromUtf8(value.toJson());
}

DustValue DustSingleFlight::decoded(const DustValue &stored)
{
    if (!stored.isString())
        return stored;
    return DustValue::fromJson(stored.toString().toUtf8()).valueOr(stored);
}

bool DustSingleFlight::isUnavailable(const DustError &error)
{
    switch (error.kind()) {
    case DustError::Network:
    case DustError::Http:
    case DustError::NotSupported:
    case DustError::Timeout:
    case DustError::Indeterminate:
        return true;
    default:
        return false;
    }
}

void DustSingleFlight::add(const Call &call)
{
    m_calls.push_back(call);
    auto watcher = std::make_unique<QFutureWatcher<DustResult<DustFlight>>>();
    connect(watcher.get(), &QFutureWatcherBase::canceled, this, &DustSingleFlight::forgetCancelled);
    watcher->setFuture(call.future());
    m_watchers.push_back(std::move(watcher));
}

// Nobody waits any more: then nobody computes.
void DustSingleFlight::forgetCancelled()
{
    const bool isWanted = std::any_of(m_calls.cbegin(), m_calls.cend(),
                                      [](const Call &call) { return !call.future().isCanceled(); });
    if (!isWanted)
        end();
}

void DustSingleFlight::read(Found found)
{
    m_store->entry(m_path.toString())
            .then([flight = QPointer(this), found](const DustResult<DustEntry> &entry) {
                if (!flight || flight->m_hasEnded)
                    return;
                if (entry && entry->type() != DustEntry::Lease)
                    (flight->*found)(decoded(entry->value()));
                else
                    (flight->*found)(std::nullopt);
            });
}

void DustSingleFlight::acquire()
{
    const QString holder = m_options.holder();
    m_store->acquireLease(m_options.leasePath(m_path.toString()), holder,
                          m_options.leaseMilliseconds())
            .then([flight = QPointer(this)](const DustResult<std::shared_ptr<DustLease>> &lease) {
                if (flight && !flight->m_hasEnded)
                    flight->takeLease(lease);
            });
}

void DustSingleFlight::takeLease(const DustResult<std::shared_ptr<DustLease>> &lease)
{
    if (lease) {
        m_lease = *lease;
        read(&DustSingleFlight::lookAgain);
    } else if (lease.error().kind() == DustError::Held) {
        await();
    } else if (isUnavailable(lease.error()) && m_options.runsLocally()) {
        compute();
    } else {
        land(lease.error());
    }
}

// Whoever had the lease before may have computed it.
void DustSingleFlight::lookAgain(const std::optional<DustValue> &value)
{
    if (value && !m_options.isStale(*value))
        land(DustFlight{ *value, DustFlight::Awaited, false });
    else
        compute();
}

void DustSingleFlight::compute()
{
    const QPointer<DustSingleFlight> alive(this);
    const DustFlight::Compute work = m_compute; // the flight may go while it is called
    const std::shared_ptr<DustLease> lease = m_lease;
    const DustFuture<DustValue> future = work(lease);
    if (alive && !m_hasEnded)
        m_computing.setFuture(future);
}

void DustSingleFlight::takeComputed()
{
    const auto future = m_computing.future();
    if (future.isCanceled() || future.resultCount() == 0)
        return land(nothingComputed(m_path));
    const DustResult<DustValue> computed = future.result();
    if (!computed)
        return land(computed.error());
    if (m_lease)
        publish(*computed);
    else
        land(DustFlight{ *computed, DustFlight::Local, false });
}

// Without the lease it would only be refused, or wait for a link to be refused over.
void DustSingleFlight::publish(const DustValue &value)
{
    if (!m_lease->isHeld())
        return land(lostMeanwhile(m_path));
    m_store->put(m_path.toString(), encoded(value), DustWriteOptions().setFence(m_lease->fence()))
            .then([flight = QPointer(this), value](const DustResult<DustReceipt> &written) {
                if (!flight || flight->m_hasEnded)
                    return;
                if (written)
                    flight->land(DustFlight{ value, DustFlight::Computed, false });
                else if (written.error().kind() == DustError::Fenced)
                    flight->land(lostMeanwhile(flight->m_path));
                else
                    flight->land(written.error());
            });
}

// Until the value is there, or the lease is free. First it listens, then it looks: nothing happens in
// between.
void DustSingleFlight::await()
{
    const auto leasePath = DustPath::parse(m_options.leasePath(m_path.toString()));
    constexpr qint64 Longest = 3'600'000;
    const qint64 left = qMin(m_giveUpAt - m_clock->sleepless(), Longest);
    m_isWaiting = true;
    watch(m_path, [this](const DustEvent &) { read(&DustSingleFlight::lookWhileWaiting); });
    watch(*leasePath, [this](const DustEvent &event) {
        if (event.op == DustOperation::Release || event.op == DustOperation::Delete)
            tryAgain();
    });
    // It may have been released before this listened.
    m_store->entry(leasePath->toString())
            .then([flight = QPointer(this)](const DustResult<DustEntry> &lease) {
                if (flight && flight->m_isWaiting && lease.error().kind() == DustError::NotFound)
                    flight->tryAgain();
            });
    // A lease that its holder does not renew ends without news.
    m_timer.start(int(qBound(qint64(0), left, m_options.leaseMilliseconds())), this);
    read(&DustSingleFlight::lookWhileWaiting);
}

void DustSingleFlight::watch(const DustPath &path,
                             const std::function<void(const DustEvent &)> &receiver)
{
    m_store->subscribe(DustPattern::literal(path).toString(), this, receiver)
            .then([flight = QPointer(this),
                   store = m_store](const DustResult<DustSubscription> &subscription) {
                if (!subscription)
                    return;
                if (flight && flight->m_isWaiting)
                    flight->m_subscriptions.append(*subscription);
                else if (store)
                    store->unsubscribe(*subscription);
            });
}

void DustSingleFlight::lookWhileWaiting(const std::optional<DustValue> &value)
{
    if (m_isWaiting && value && !m_options.isStale(*value))
        land(DustFlight{ *value, DustFlight::Awaited, false });
}

// Not all who wait at once.
void DustSingleFlight::tryAgain()
{
    constexpr int LongestBackoff = 250;
    if (std::exchange(m_isBackingOff, true))
        return;
    m_timer.start(QRandomGenerator::global()->bounded(LongestBackoff), this);
}

void DustSingleFlight::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_timer.timerId())
        wake();
}

void DustSingleFlight::wake()
{
    endWait();
    if (m_clock->sleepless() < m_giveUpAt)
        acquire();
    else
        read(&DustSingleFlight::giveUpWaiting);
}

void DustSingleFlight::endWait()
{
    m_timer.stop();
    m_isWaiting = false;
    m_isBackingOff = false;
    for (const DustSubscription &subscription : std::exchange(m_subscriptions, {}))
        m_store->unsubscribe(subscription);
}

void DustSingleFlight::giveUpWaiting(const std::optional<DustValue> &value)
{
    if (!value)
        return land(waitedTooLong(m_path));
    land(DustFlight{ *value, DustFlight::Cached, m_options.isStale(*value) });
}

void DustSingleFlight::land(const DustResult<DustFlight> &result)
{
    DustResult<DustFlight> others = result;
    if (others && others->how == DustFlight::Computed)
        others->how = DustFlight::Awaited;
    bool isFirst = true;
    for (const Call &call : m_calls)
        call.finish(std::exchange(isFirst, false) ? result : others);
    end();
}

void DustSingleFlight::end()
{
    if (std::exchange(m_hasEnded, true))
        return;
    setObjectName({}); // whoever comes now begins another one
    if (m_store)
        endWait();
    m_computing.disconnect(this);
    m_computing.cancel();
    deleteLater();
    if (const auto lease = std::exchange(m_lease, {}))
        lease->release(); // whoever is told may destroy the client, and this with it
}

#include "moc_dustsingleflight_p.cpp"
