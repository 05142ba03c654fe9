// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The guide about leases and single flight.

#include "snippets.h"

#include <DustClient>
#include <DustLease>
#include <DustStore>

SNIPPET(lease_hold)
{
    QStringList lines;
    const auto show = [&lines](const QString &line) { lines.append(line); };
    DustClient client(QUrl("memory:"));
    DustStore *store = client.store("acme/main");
    std::shared_ptr<DustLease> held;
    //! [lease_hold]
    store->acquireLease("jobs/nightly", "worker 7")
            .then([&held, store, show](const DustResult<std::shared_ptr<DustLease>> &lease) {
                if (!lease) { // DustError::Held: somebody else does it
                    show(lease.error().message());
                    return;
                }
                held = *lease; // it is renewed as long as this lives
                QObject::connect(held.get(), &DustLease::lost,
                                 [show](const DustError &error) { show(error.reason()); });
                store->put("jobs/nightly/state", "running",
                           DustWriteOptions().setFence(held->fence()));
            });
    //! [lease_hold]
    QTRY_VERIFY(held);
    QVERIFY(held->isHeld());
    //! [lease_release]
    held->release().then([show](const DustResult<bool> &released) {
        show(released.valueOr(false) ? "given back" : "it was lost before");
    });
    //! [lease_release]
    QTRY_COMPARE(lines, QStringList("given back"));
}

SNIPPET(lease_fenced)
{
    QStringList lines;
    const auto show = [&lines](const QString &line) { lines.append(line); };
    DustClient client(QUrl("memory:"));
    DustStore *store = client.store("acme/main");
    const auto granted = store->lease("jobs/nightly", "worker 7", 30000);
    QTRY_VERIFY(granted.isFinished());
    DustFence fence;
    fence.key = granted.result()->path;
    fence.token = granted.result()->token;
    store->release("jobs/nightly", fence.token);
    //! [lease_fenced]
    store->put("jobs/last", 7, DustWriteOptions().setFence(fence))
            .then([show](const DustResult<DustReceipt> &written) {
                if (written.error().kind() == DustError::Fenced)
                    show("the lease is not ours any more: nothing was written");
            });
    //! [lease_fenced]
    QTRY_COMPARE(lines.size(), 1);
}

SNIPPET(lease_flight)
{
    QStringList lines;
    const auto show = [&lines](const QString &line) { lines.append(line); };
    DustClient client(QUrl("memory:"));
    DustStore *store = client.store("acme/main");
    const auto fetchRate = [] {
        return QtFuture::makeReadyFuture(DustResult<DustValue>(DustValue(1.25)));
    };
    //! [lease_flight]
    const auto compute = [fetchRate](const std::shared_ptr<DustLease> &) {
        return fetchRate(); // a DustFuture<DustValue>
    };
    store->singleFlight("rates/eur", compute).then([show](const DustResult<DustFlight> &flight) {
        if (flight)
            show(QString::number(flight->value.toDouble()));
        else
            show(flight.error().message());
    });
    //! [lease_flight]
    QTRY_COMPARE(lines, QStringList("1.25"));
    //! [lease_stale]
    const auto isOld = [](const DustValue &value) {
        return value.toObject().value("validUntil").toInteger()
                < QDateTime::currentSecsSinceEpoch();
    };
    const auto options =
            DustFlightOptions().setStale(isOld).setLeaseMilliseconds(10000).setRunsLocally(false);
    //! [lease_stale]
    const auto flight = store->singleFlight("rates/eur", compute, options);
    QTRY_VERIFY(flight.isFinished());
    QCOMPARE(flight.result()->how, DustFlight::Computed);
}
