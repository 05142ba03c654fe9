// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTDELIVERY_P_H
#define DUSTDELIVERY_P_H

// The turns of one client: one posted event hands over everything that happened since the last one,
// always in this order: sources hand over their news (no application code), View targets, Events
// targets, then futures in call order. What is queued meanwhile is the next turn's, the first of which follows at once. Where a
// callback runs an event loop of its own, the turns in there first go on with what is left of the
// turn around it. Exported for the rooms above; not public API.

#include "dustpendingcall_p.h"

#include <QtCore/QAbstractEventDispatcher>
#include <QtCore/QBasicTimer>
#include <QtCore/QObject>
#include <QtCore/QPointer>

#include <array>
#include <deque>
#include <map>

class DustClock;

// Who has news for the targets.
class DUSTECTO_EXPORT DustDeliverySource
{
public:
    DustDeliverySource() = default;
    virtual ~DustDeliverySource();

    virtual void handOver() = 0;

private:
    Q_DISABLE_COPY_MOVE(DustDeliverySource)
    friend class DustDelivery;
    DustDelivery *m_delivery = nullptr; // while announced
};

// Who tells the application. deliver() hands over what is there, one by one, each taken from the
// front before the application hears of it, since a nested event loop calls deliver() again. In
// there anything may be destroyed, the target itself included.
class DUSTECTO_EXPORT DustDeliveryTarget
{
public:
    enum Phase { View, Events };

    DustDeliveryTarget() = default;
    virtual ~DustDeliveryTarget();

    virtual Phase phase() const = 0;
    virtual void deliver() = 0;

private:
    Q_DISABLE_COPY_MOVE(DustDeliveryTarget)
    friend class DustDelivery;
    DustDelivery *m_delivery = nullptr; // while queued
    quint64 m_place = 0;
    Phase m_queuedFor = View;
};

class DUSTECTO_EXPORT DustDelivery final : public QObject,
                                           public std::enable_shared_from_this<DustDelivery>
{
    Q_OBJECT

public:
    static std::shared_ptr<DustDelivery> create();
    ~DustDelivery() override;

    // A call whose answer is there: its future finishes in the next turn.
    template<typename T>
    DustFuture<T> settle(DustResult<T> result)
    {
        auto call = std::make_unique<DustPendingResult<T>>(std::move(result));
        const DustFuture<T> future = call->start();
        enqueue(std::move(call));
        return future;
    }

    // The same for a call that keeps its own promise.
    void settle(std::unique_ptr<DustPendingCall> call) { enqueue(std::move(call)); }

    // A call whose answer comes later, through DustCall::finish().
    template<typename T>
    DustCall<T> open()
    {
        auto call = std::make_unique<DustPendingResult<T>>(closedError());
        const DustFuture<T> future = call->start();
        return DustCall<T>(std::make_shared<DustOpenCall>(shared_from_this(), std::move(call)),
                           future);
    }

    void announce(DustDeliverySource *source);
    void withdraw(DustDeliverySource *source);
    void queue(DustDeliveryTarget *target);
    void withdraw(DustDeliveryTarget *target);

    // Ends every open call with Closed, now, and drops what is queued for sources and targets.
    // Calls made later, or by continuations in here, end with Closed in a turn of their own.
    void close();
    bool isClosed() const { return m_closed; }
    qint64 lastTurn() const { return m_lastTurn; } // what it took, in nanoseconds
    static DustError closedError();

    // The time as the client has it; never null, and the same from its first store on.
    const std::shared_ptr<DustClock> &clock() const { return m_clock; }
    void setClock(std::shared_ptr<DustClock> clock) { m_clock = std::move(clock); }

    // For naming what belongs to the client: never the same twice, never 0.
    quint64 nextNumber() { return ++m_lastNumber; }

    bool event(QEvent *event) override;

private:
    friend class DustOpenCall;

    // Targets by place: places only grow, so that one is found again, or seen to be gone, by
    // number.
    struct TargetQueue
    {
        std::deque<DustDeliveryTarget *> targets;
        quint64 first = 0;

        void takeFirst();
    };

    DustDelivery();
    void enqueue(std::unique_ptr<DustPendingCall> call);
    void post();
    void postTurn();
    void runTurn();
    void timerEvent(QTimerEvent *event) override;
    void watchLoops();
    void startTimer();
    void loopIsAwake();
    void loopIsToBlock();
    bool hasMore() const;
    void takeIn();
    void drain();
    void deliver(TargetQueue &queue);
    void dropNews();

    std::array<TargetQueue, 2> m_targets; // by phase
    std::deque<DustDeliverySource *> m_sources;
    DustCallQueue m_incoming; // since the last turn began
    DustCallQueue m_due; // this turn's
    std::map<quint64, DustOpenCall *> m_open; // in the order they were opened
    std::shared_ptr<DustClock> m_clock;
    quint64 m_lastNumber = 0;
    QPointer<QAbstractEventDispatcher> m_dispatcher; // whose loops are watched
    bool m_isToldAfterwards = false; // by that, of what its loops have done
    QBasicTimer m_foreignLoop; // while a turn is wanted, or on
    bool m_isInTurn = false;
    std::shared_ptr<DustDelivery>
            m_wanted; // this, if a turn is, when the loop has done what it is at
    bool m_posted = false;
    qint64 m_lastTurn = 0;
    bool m_closed = false;
};

#endif // DUSTDELIVERY_P_H
