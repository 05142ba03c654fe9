// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustlease.h"

#include "dustclock_p.h"
#include "dustdelivery_p.h"
#include "dustleaseterm_p.h"
#include "duststore.h"
#include "dusttext_p.h"

#include <QtCore/QBasicTimer>
#include <QtCore/QPointer>
#include <QtCore/QTimerEvent>

using namespace Qt::StringLiterals;

namespace {

QString named(const DustPath &path)
{
    return u"The lease of %1"_s.arg(DustText::quoted(path.toString()));
}

DustError noLonger(const DustPath &path, const QString &reason, const QString &saying)
{
    return DustError(DustError::NotHeld, named(path) + u' ' + saying,
                     { { u"reason"_s, reason }, { u"path"_s, path.toString() } });
}

DustError tooLate(const DustPath &path, qint64 milliseconds)
{
    return DustError(DustError::Timeout,
                     u"%1 was granted, but for %2 ms, and the answer took longer: ask for more."_s
                             .arg(named(path))
                             .arg(milliseconds),
                     { { u"reason"_s, u"lease_too_short"_s }, { u"path"_s, path.toString() } });
}

// The store says that somebody else has it, or nobody. All else does not end the term.
bool isFinal(const DustError &error)
{
    switch (error.kind()) {
    case DustError::NotHeld:
    case DustError::Held:
    case DustError::Occupied:
    case DustError::Closed:
        return true;
    default:
        return false;
    }
}

} // namespace

class DustLease::Private
{
public:
    Private(DustStore *leaseStore, const DustReceipt &granted, const DustLeaseTerm &leaseTerm)
        : store(leaseStore), delivery(leaseStore->delivery()), receipt(granted), term(leaseTerm)
    {}

    qint64 now() const { return delivery->clock()->sleepless(); }
    void look(); // what is to be done now
    void schedule();
    void renew();
    void takeRenewal(qint64 askedAt, const DustResult<DustReceipt> &result);
    void lose(const DustError &error);
    bool end(); // false: it has ended before

    DustLease *q = nullptr;
    const QPointer<DustStore> store;
    const std::shared_ptr<DustDelivery> delivery;
    DustReceipt receipt;
    DustLeaseTerm term;
    QBasicTimer timer;
    DustError renewalError; // the last one, while it goes on
    bool isRenewing = false;
    bool isOver = false; // lost, or given back
    bool isLost = false;
};

/*!
    \class DustLease
    \inmodule DustEcto
    \brief The DustLease class is a lease that somebody holds, and that is renewed as long as the
    object lives.

    DustStore::acquireLease() makes it. It is renewed when a third of its time is over; where that
    fails, it is tried again until the time is over. Writes with the fence() of a lease are refused by
    the store when it is not held any more, whatever the client believes: that is what makes them safe.

    \code
    store->acquireLease(u"jobs/nightly"_s, u"worker 7"_s)
            .then(this, [this](const DustResult<std::shared_ptr<DustLease>> &lease) {
                if (!lease)
                    return; // DustError::Held: somebody else does it
                m_lease = *lease;
                connect(m_lease.get(), &DustLease::lost, this, &Worker::stop);
                m_store->put(u"jobs/nightly/state"_s, u"running"_s,
                             DustWriteOptions().setFence(m_lease->fence()));
            });
    \endcode

    It is released when the last shared pointer to it goes, the one in the future's result included,
    as far as that can be done then: over a link that is away, or when the client is destroyed before
    it, the lease ends with its time. It belongs to the client's thread.

    PROTOCOL section 2. It is what \c Dust.lease, \c renew and \c release of Dust's SDKs are, with the
    heartbeat of their \c single_flight.

    \sa DustStore::acquireLease(), DustStore::singleFlight()
*/

/*!
    \property DustLease::path
    \brief the rendered path of the lease.
*/

/*!
    \property DustLease::holder
    \brief who holds it, as others are told.
*/

/*!
    \property DustLease::token
    \brief the number of this acquisition: the \c store_seq of its operation.
*/

/*!
    \property DustLease::expiresAt
    \brief when it ends by the store's clock unless it is renewed, in UTC.

    This machine's clock may be another one: use isHeld().
*/

/*!
    \property DustLease::held
    \brief whether it is certainly held, now.

    A term is counted by a monotonic clock from when it was asked for, which is before the store's
    began: this is \c false before anybody else can hold it, also where the event loop was blocked or
    the machine slept. Once false, it never becomes true again.
*/

/*!
    \fn void DustLease::renewed()

    Emitted when the lease was renewed.
*/

/*!
    \fn void DustLease::heldChanged()

    Emitted when the lease is not held any more, for whatever reason.
*/

/*!
    \fn void DustLease::lost(const DustError &error)

    Emitted once, after heldChanged(), when the lease ended without release(). The \a error is
    DustError::NotHeld, with the reason \c expired where it could not be renewed in time; what the
    store said where it refused to renew it; or DustError::Closed where the client was destroyed.

    The receiver may destroy the lease.
*/

DustLease::DustLease(std::unique_ptr<Private> data) : d(std::move(data))
{
    d->q = this;
    connect(d->store, &QObject::destroyed, this, [this] { d->lose(DustDelivery::closedError()); });
    connect(d->delivery->clock().get(), &DustClock::jumped, this, [this] { d->look(); });
    d->schedule();
}

DustLease::~DustLease()
{
    if (!d->isOver && d->store)
        d->store->release(path(), token());
}

DustFuture<std::shared_ptr<DustLease>> DustLease::acquire(DustStore *store, const DustPath &path,
                                                          const QString &holder,
                                                          qint64 milliseconds)
{
    const auto call = store->delivery()->open<std::shared_ptr<DustLease>>();
    const std::shared_ptr<DustClock> clock = store->delivery()->clock();
    const DustLeaseTerm term(milliseconds, clock->sleepless());
    store->write(DustOperation::lease(path, holder, milliseconds))
            .then([call, term, path, holder, clock,
                   owner = QPointer(store)](const DustResult<DustReceipt> &granted) {
                if (!granted)
                    return call.finish(granted.error());
                if (!owner)
                    return call.finish(DustDelivery::closedError());
                if (term.isLive(clock->sleepless())) {
                    auto lease = std::make_unique<Private>(owner, *granted, term);
                    lease->receipt.holder = holder;
                    return call.finish(std::shared_ptr<DustLease>(new DustLease(std::move(lease))));
                }
                owner->release(path.toString(), granted->token);
                call.finish(tooLate(path, term.ttl()));
            });
    return call.future();
}

QString DustLease::path() const
{
    return d->receipt.path.toString();
}

QString DustLease::holder() const
{
    return d->receipt.holder;
}

quint64 DustLease::token() const
{
    return d->receipt.token;
}

QDateTime DustLease::expiresAt() const
{
    return QDateTime::fromMSecsSinceEpoch(d->receipt.expiresAt, Qt::UTC);
}

bool DustLease::isHeld() const
{
    return !d->isOver && d->term.isLive(d->now());
}

/*!
    Returns what makes a write count only while this lease is held.

    \sa DustWriteOptions::setFence()
*/
DustFence DustLease::fence() const
{
    return { d->receipt.path, d->receipt.token };
}

/*!
    Gives the lease back; isHeld() is \c false from now on. The future tells whether the store still
    had it: \c false as well where the lease was lost or released before. Ends with
    DustError::Network where the store cannot be reached, and with DustError::Closed when the client
    was destroyed; then the lease ends with its time.
*/
DustFuture<bool> DustLease::release()
{
    if (!d->store)
        return d->delivery->settle<bool>(DustDelivery::closedError());
    if (!d->end())
        return d->delivery->settle<bool>(false);
    const auto released = d->store->release(path(), token())
                                  .then([](const DustResult<DustReceipt> &receipt) {
                                      return receipt ? DustResult<bool>(receipt->released)
                                                     : DustResult<bool>(receipt.error());
                                  });
    Q_EMIT heldChanged();
    return released;
}

void DustLease::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == d->timer.timerId())
        d->look();
}

void DustLease::Private::look()
{
    timer.stop();
    if (isOver)
        return;
    const qint64 time = now();
    if (!term.isLive(time)) {
        const QString why = renewalError.message();
        lose(noLonger(receipt.path, u"expired"_s,
                      why.isEmpty() ? u"was not renewed in time."_s
                                    : u"could not be renewed in time: %1"_s.arg(why)));
        return;
    }
    if (!isRenewing && term.isDue(time))
        renew();
    schedule();
}

// In steps of an hour at most, since timers take no larger numbers than an int holds.
void DustLease::Private::schedule()
{
    constexpr qint64 Longest = 3'600'000;
    if (isOver)
        return;
    const qint64 wait = term.untilNext(now(), isRenewing);
    timer.start(int(qMin(wait, Longest)), Qt::PreciseTimer, q);
}

void DustLease::Private::renew()
{
    isRenewing = true;
    const qint64 askedAt = now();
    store->renew(receipt.path.toString(), receipt.token, term.ttl())
            .then([lease = QPointer(q), askedAt](const DustResult<DustReceipt> &result) {
                if (lease)
                    lease->d->takeRenewal(askedAt, result);
            });
}

void DustLease::Private::takeRenewal(qint64 askedAt, const DustResult<DustReceipt> &result)
{
    isRenewing = false;
    if (isOver) {
        if (isLost && result && store) // too late: somebody who waits need not wait for it as well
            store->release(receipt.path.toString(), receipt.token);
        return;
    }
    if (!result && isFinal(result.error()))
        return lose(result.error());
    if (result) {
        term.extend(askedAt);
        receipt.expiresAt = result->expiresAt;
        renewalError = {};
    } else {
        term.postpone(now());
        renewalError = result.error();
    }
    schedule();
    if (result)
        Q_EMIT q->renewed();
}

void DustLease::Private::lose(const DustError &error)
{
    if (!end())
        return;
    isLost = true;
    const QPointer<DustLease> alive(q);
    Q_EMIT q->heldChanged();
    if (alive)
        Q_EMIT alive->lost(error);
}

bool DustLease::Private::end()
{
    timer.stop();
    return !std::exchange(isOver, true);
}

#include "moc_dustlease.cpp"
