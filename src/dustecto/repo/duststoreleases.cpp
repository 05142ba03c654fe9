// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What DustStore does with leases.

#include "dustclient.h"
#include "dustlease.h"
#include "dustsingleflight_p.h"
#include "duststore_p.h"

#include <QtCore/QPointer>

using namespace Qt::StringLiterals;

/*!
    Acquires the lease at \a path for \a holder, and renews it as long as the object that the future
    gives lives: a third of \a milliseconds after the last time, 30,000 by default.

    Ends as lease() does: with DustError::Held while somebody has it, the same holder included, with
    DustError::Occupied when another value lives at the path, with DustError::Network where the store
    cannot be reached, and with DustError::NotSupported over plain HTTP. It ends with
    DustError::Timeout where the answer took longer than the lease; then it was released again. When
    the answer was lost (DustError::Indeterminate), the lease may be held by nobody who knows of it
    until it ends by itself. Cancelling the future releases what comes of it.

    \sa DustLease, singleFlight(), lease()
*/
DustFuture<std::shared_ptr<DustLease>> DustStore::acquireLease(const QString &path,
                                                               const QString &holder,
                                                               qint64 milliseconds)
{
    return d->at<std::shared_ptr<DustLease>>(path, [&](const DustPath &at) {
        return DustLease::acquire(this, at, holder, milliseconds);
    });
}

/*!
    Gives the value at \a path, or has it computed by one client for all.

    Where there is a value, and \a options do not call it stale, that is it (DustFlight::Cached). Else
    whoever gets the lease at "_dust:sf/" and the path calls \a compute, writes what its future brings to
    the path under the fence of the lease, and releases it (DustFlight::Computed). Others wait for that
    (DustFlight::Awaited), and take over when the lease ends without a value. Callers of this store for
    one path fly together: the first one's function and options count.

    The lease that \a compute is given is renewed meanwhile. An error that its future brings, or that it
    is cancelled, is the caller's error; nothing is written, and others may try at once. Cancelling the
    futures of all callers does the same. Where the lease is lost before the value is written, the call
    ends with DustError::Fenced.

    Where the store cannot be reached, or over plain HTTP, the value is computed and not written
    (DustFlight::Local), unless \a options say otherwise; then the call ends with the error. A client
    that has just been made cannot be reached yet: wait for Live. Ends with DustError::Timeout where
    somebody else computes for too long; where there is a stale value, the call ends with that instead.

    \code
    store->singleFlight(u"pages/home"_s, [this](const std::shared_ptr<DustLease> &) {
        return fetchPage(); // a DustFuture<DustValue>
    }).then(this, [this](const DustResult<DustFlight> &flight) {
        if (flight)
            show(flight->value);
    });
    \endcode

    This happens \e{at least} once: a lease may end while its holder computes. Write small values. The
    value is kept as one leaf of JSON text, as Dust's SDKs do, so that their clients and this one share
    it; a leaf that is something else counts as the value that it is. This is \c Dust.single_flight of
    the Elixir SDK, but that what is computed locally is not written later.

    \sa DustFlightOptions, acquireLease()
*/
DustFuture<DustFlight> DustStore::singleFlight(const QString &path,
                                               const DustFlight::Compute &compute,
                                               const DustFlightOptions &options)
{
    return d->at<DustFlight>(path, [&](const DustPath &at) {
        DustFlightOptions used = options;
        if (used.holder().isEmpty())
            used.setHolder(d->client->deviceId());
        if (const auto lease = DustPath::parse(used.leasePath(at.toString())); !lease)
            return d->fail<DustFlight>(lease.error());
        if (!compute)
            return d->fail<DustFlight>(DustError::invalidParams(
                    u"invalid_receiver"_s, u"A single flight needs a function that computes."_s));
        const auto call = d->delivery->open<DustFlight>();
        entry(path).then([=, store = QPointer(this)](const DustResult<DustEntry> &found) {
            if (!store || call.future().isCanceled())
                return;
            const bool isThere = found && found->type() != DustEntry::Lease;
            const DustValue value = isThere ? DustSingleFlight::decoded(found->value())
                                            : DustValue();
            if (isThere && !used.isStale(value))
                call.finish(DustFlight{ value, DustFlight::Cached, false });
            else if (found || found.error().kind() == DustError::NotFound
                     || DustSingleFlight::isUnavailable(found.error()))
                DustSingleFlight::join(store, at, compute, used, call);
            else
                call.finish(found.error());
        });
        return call.future();
    });
}
