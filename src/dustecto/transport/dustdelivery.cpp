// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustdelivery_p.h"

#include "dustclock_p.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QElapsedTimer>
#include <QtCore/QEvent>

using namespace Qt::StringLiterals;

namespace {

// Keeps the delivery until its turn is over, whoever destroys the client in there.
class TurnEvent final : public QEvent
{
public:
    static constexpr Type TurnType = User;

    explicit TurnEvent(std::shared_ptr<DustDelivery> delivery)
        : QEvent(TurnType), m_delivery(std::move(delivery))
    {}

private:
    std::shared_ptr<DustDelivery> m_delivery;
};

} // namespace

DustDeliverySource::~DustDeliverySource()
{
    if (m_delivery)
        m_delivery->withdraw(this);
}

DustDeliveryTarget::~DustDeliveryTarget()
{
    if (m_delivery)
        m_delivery->withdraw(this);
}

std::shared_ptr<DustDelivery> DustDelivery::create()
{
    return std::shared_ptr<DustDelivery>(new DustDelivery);
}

DustDelivery::DustDelivery() : m_clock(std::make_shared<DustClock>()) {}

DustDelivery::~DustDelivery()
{
    dropNews();
}

DustError DustDelivery::closedError()
{
    return DustError(DustError::Closed,
                     u"The DustClient was destroyed, or its session ended, before the call did."_s);
}

void DustDelivery::announce(DustDeliverySource *source)
{
    if (source->m_delivery || m_closed)
        return;
    source->m_delivery = this;
    m_sources.push_back(source);
    post();
}

void DustDelivery::withdraw(DustDeliverySource *source)
{
    if (source->m_delivery != this)
        return;
    source->m_delivery = nullptr;
    m_sources.erase(std::find(m_sources.begin(), m_sources.end(), source));
}

void DustDelivery::queue(DustDeliveryTarget *target)
{
    if (target->m_delivery || m_closed)
        return;
    TargetQueue &queue = m_targets[target->phase()];
    target->m_delivery = this;
    target->m_queuedFor = target->phase();
    target->m_place = queue.first + queue.targets.size();
    queue.targets.push_back(target);
    post();
}

void DustDelivery::withdraw(DustDeliveryTarget *target)
{
    if (target->m_delivery != this)
        return;
    target->m_delivery = nullptr;
    TargetQueue &queue = m_targets[target->m_queuedFor];
    queue.targets[target->m_place - queue.first] = nullptr;
}

void DustDelivery::close()
{
    if (m_closed)
        return;
    m_closed = true;
    m_wanted.reset(); // what comes now wants its own
    m_foreignLoop.stop();
    dropNews();
    DustCallQueue calls;
    calls.append(std::move(m_due));
    calls.append(std::move(m_incoming));
    for (const auto &[number, open] : m_open)
        calls.append(std::move(open->m_call));
    m_open.clear();
    const DustError error = closedError();
    while (const auto call = calls.takeFirst()) {
        call->fail(error);
        call->finish();
    }
}

bool DustDelivery::event(QEvent *event)
{
    if (event->type() != TurnEvent::TurnType)
        return QObject::event(event);
    m_posted = false;
    runTurn();
    return true;
}

// Somebody else keeps this until the end of it.
void DustDelivery::runTurn()
{
    m_wanted.reset();
    // Another turn may be around this one, and an event loop of the application's in it.
    const bool isWithin = std::exchange(m_isInTurn, true);
    if (!isWithin) {
        watchLoops();
        startTimer();
    }
    QElapsedTimer passed;
    passed.start();
    drain();
    takeIn();
    drain();
    // What the application has asked for in there: one more round costs less than one more event.
    if (hasMore()) {
        takeIn();
        drain();
    }
    m_lastTurn = passed.nsecsElapsed();
    m_isInTurn = isWithin;
    if (isWithin)
        return;
    m_foreignLoop.stop();
    if (hasMore())
        postTurn();
}

// An event that is posted wakes the loop up: three system calls and a round of all its sources, more than all the rest
// of a turn. Where the loop tells when it has done what woke it up, the turn is taken there.
//
// Most turns leave nothing, so that none is posted behind them either. Where the application runs an event loop in a
// turn, the first thing it does brings the next one. The loops of others, like that of a system's own
// dialog, say nothing of themselves, but serve timers.
void DustDelivery::watchLoops()
{
    QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
    if (!dispatcher || m_dispatcher == dispatcher) // none: without an application there is no loop
        return;
    m_dispatcher = dispatcher;
    // Others are awake before they do anything, and then wait for the next event, whatever a turn in there did.
    m_isToldAfterwards = dispatcher->inherits("QEventDispatcherGlib");
    // With the application, which posts nothing any more.
    connect(dispatcher, &QObject::destroyed, this, [this] {
        m_posted = false;
        m_foreignLoop.stop();
        m_wanted.reset();
    });
    connect(dispatcher, &QAbstractEventDispatcher::awake, this, &DustDelivery::loopIsAwake,
            Qt::DirectConnection);
    connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, this, &DustDelivery::loopIsToBlock,
            Qt::DirectConnection);
}

void DustDelivery::startTimer()
{
    constexpr int Milliseconds = 20;
    if (!m_foreignLoop.isActive())
        m_foreignLoop.start(Milliseconds, this);
}

void DustDelivery::timerEvent(QTimerEvent *)
{
    loopIsAwake();
}

void DustDelivery::loopIsAwake()
{
    if (m_isInTurn)
        return loopIsToBlock();
    const std::shared_ptr<DustDelivery> wanted = m_wanted;
    if (!wanted)
        return;
    // As an event: what is deleted later in there goes with the loop that it is in.
    QEvent turn(TurnEvent::TurnType);
    QCoreApplication::sendEvent(this, &turn);
}

// A turn taken here may do what the loop is run for, which would then wait for something else.
void DustDelivery::loopIsToBlock()
{
    const std::shared_ptr<DustDelivery> wanted = m_wanted;
    if (m_isInTurn ? !hasMore() : !wanted)
        return;
    m_wanted.reset();
    postTurn();
}

bool DustDelivery::hasMore() const
{
    return !m_sources.empty() || !m_incoming.isEmpty() || !m_due.isEmpty()
            || !m_targets[0].targets.empty() || !m_targets[1].targets.empty();
}

void DustDelivery::enqueue(std::unique_ptr<DustPendingCall> call)
{
    if (m_closed)
        call->fail(closedError());
    m_incoming.append(std::move(call));
    post();
}

void DustDelivery::post()
{
    if (m_isInTurn || m_posted || m_wanted)
        return;
    watchLoops();
    if (!m_isToldAfterwards || !QAbstractEventDispatcher::instance())
        return postTurn();
    m_wanted = shared_from_this(); // nobody else may keep it until then
    startTimer();
}

void DustDelivery::postTurn()
{
    if (m_posted)
        return;
    m_posted = true;
    QCoreApplication::postEvent(this, new TurnEvent(shared_from_this()));
}

void DustDelivery::takeIn()
{
    m_due.append(std::move(m_incoming));
    for (auto left = m_sources.size(); left > 0 && !m_sources.empty(); --left) {
        DustDeliverySource *source = m_sources.front();
        m_sources.pop_front();
        source->m_delivery = nullptr;
        source->handOver();
    }
}

void DustDelivery::drain()
{
    for (TargetQueue &queue : m_targets)
        deliver(queue);
    while (const auto call = m_due.takeFirst())
        call->finish();
}

// Should the application run an event loop, the turn in there finds what is left here, the front target
// included, which stays there until it is through.
void DustDelivery::deliver(TargetQueue &queue)
{
    while (!queue.targets.empty()) {
        const quint64 place = queue.first;
        if (DustDeliveryTarget *target = queue.targets.front())
            target->deliver();
        if (queue.first == place)
            queue.takeFirst();
    }
}

void DustDelivery::dropNews()
{
    for (TargetQueue &queue : m_targets) {
        while (!queue.targets.empty())
            queue.takeFirst();
    }
    for (DustDeliverySource *source : std::exchange(m_sources, {}))
        source->m_delivery = nullptr;
}

void DustDelivery::TargetQueue::takeFirst()
{
    if (targets.front())
        targets.front()->m_delivery = nullptr;
    targets.pop_front();
    ++first;
}

#include "moc_dustdelivery_p.cpp"
