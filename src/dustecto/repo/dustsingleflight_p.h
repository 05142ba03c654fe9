// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSINGLEFLIGHT_P_H
#define DUSTSINGLEFLIGHT_P_H

#include "dustdelivery_p.h"
#include "dustevent.h"
#include "dustflight.h"
#include "dustpath.h"
#include "dustsubscription.h"

#include <QtCore/QBasicTimer>
#include <QtCore/QFutureWatcher>
#include <QtCore/QPointer>

class DustStore;

// One DustStore::singleFlight() under way, and all its callers in this store. It belongs to the store
// and goes by itself when it has landed.
class DustSingleFlight final : public QObject
{
    Q_OBJECT

public:
    using Call = DustCall<DustFlight>;

    // Joins the flight to the path that is under way, or begins one.
    static void join(DustStore *store, const DustPath &path, const DustFlight::Compute &compute,
                     const DustFlightOptions &options, const Call &call);

    // What a value at the path means.
    static DustValue decoded(const DustValue &stored);
    static DustValue encoded(const DustValue &value);
    // Whether the store can be asked later, and not now.
    static bool isUnavailable(const DustError &error);

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    DustSingleFlight(DustStore *store, const DustPath &path, const DustFlight::Compute &compute,
                     const DustFlightOptions &options);
    using Found = void (DustSingleFlight::*)(const std::optional<DustValue> &value);

    void add(const Call &call);
    void forgetCancelled();
    void read(Found found);
    void acquire();
    void takeLease(const DustResult<std::shared_ptr<DustLease>> &lease);
    void lookAgain(const std::optional<DustValue> &value);
    void compute();
    void takeComputed();
    void publish(const DustValue &value);
    void await();
    void lookWhileWaiting(const std::optional<DustValue> &value);
    void tryAgain();
    void wake();
    void endWait();
    void giveUpWaiting(const std::optional<DustValue> &value);
    void watch(const DustPath &path, const std::function<void(const DustEvent &)> &receiver);
    void land(const DustResult<DustFlight> &result);
    void end();

    const QPointer<DustStore> m_store;
    const std::shared_ptr<DustClock> m_clock;
    const DustPath m_path;
    const DustFlight::Compute m_compute;
    const DustFlightOptions m_options;
    const qint64 m_giveUpAt; // monotonic
    std::shared_ptr<DustLease> m_lease;
    std::vector<Call> m_calls;
    std::vector<std::unique_ptr<QFutureWatcher<DustResult<DustFlight>>>> m_watchers;
    QFutureWatcher<DustResult<DustValue>> m_computing;
    QList<DustSubscription> m_subscriptions; // while it waits
    QBasicTimer m_timer; // likewise
    bool m_isWaiting = false;
    bool m_isBackingOff = false;
    bool m_hasEnded = false;
};

#endif // DUSTSINGLEFLIGHT_P_H
