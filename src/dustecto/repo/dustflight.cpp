// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustflight.h"

/*!
    \class DustFlight
    \inmodule DustEcto
    \brief The DustFlight class is what a single flight brought: a value, and who computed it.

    \sa DustStore::singleFlight()
*/

/*!
    \enum DustFlight::How

    How the value came about: what is \c source and \c coordinated? in Dust's SDKs.

    \value Cached It was there. With \c isStale, it is a stale one, and waiting for another one took too
    long.
    \value Computed This caller computed it, and it was written.
    \value Awaited Somebody else computed it meanwhile: another client, or another caller in this one.
    \value Local This caller computed it, and it was not written: the store could not be reached, or has
    no leases.
*/

/*!
    \fn QVariant DustFlight::variant() const

    Returns the value as a QVariant.
*/

/*!
    \class DustFlightOptions
    \inmodule DustEcto
    \brief The DustFlightOptions class says when a value is computed anew, and who waits how long.

    \sa DustStore::singleFlight()
*/

/*!
    Computes a value anew where \a isStale says so of the one that is there. Without it, what is there
    counts for ever. Since all clients should agree on it, let the value itself say when it was made.
*/
DustFlightOptions &DustFlightOptions::setStale(const Predicate &isStale)
{
    m_isStale = isStale;
    return *this;
}

/*!
    Takes the lease for \a milliseconds, 30,000 by default. It is renewed while the value is computed:
    this is how long others wait when whoever computes it is gone.
*/
DustFlightOptions &DustFlightOptions::setLeaseMilliseconds(qint64 milliseconds)
{
    m_leaseMilliseconds = milliseconds;
    return *this;
}

/*!
    Waits \a milliseconds for a value that somebody else computes; by default 5,000 longer than the
    lease is.
*/
DustFlightOptions &DustFlightOptions::setWaitMilliseconds(qint64 milliseconds)
{
    m_waitMilliseconds = milliseconds;
    return *this;
}

qint64 DustFlightOptions::waitMilliseconds() const
{
    constexpr qint64 Longer = 5'000;
    return m_waitMilliseconds < 0 ? m_leaseMilliseconds + Longer : m_waitMilliseconds;
}

/*!
    Computes the value also where the store cannot be reached or has no leases, when \a runsLocally is
    set, as it is by default. Then others may compute it at the same time, and it is not written.
*/
DustFlightOptions &DustFlightOptions::setRunsLocally(bool runsLocally)
{
    m_runsLocally = runsLocally;
    return *this;
}

/*!
    Takes the lease at \a path; by default at "_dust:sf/" and the path of the value, where Dust's SDKs
    take it.
*/
DustFlightOptions &DustFlightOptions::setLeasePath(const QString &path)
{
    m_leasePath = path;
    return *this;
}

QString DustFlightOptions::leasePath(const QString &path) const
{
    return m_leasePath.isEmpty() ? QStringLiteral("_dust:sf/") + path : m_leasePath;
}

/*!
    Takes the lease as \a holder; by default that is the client's device id.
*/
DustFlightOptions &DustFlightOptions::setHolder(const QString &holder)
{
    m_holder = holder;
    return *this;
}

#include "moc_dustflight.cpp"
