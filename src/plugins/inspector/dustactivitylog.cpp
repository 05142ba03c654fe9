// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustactivitylog.h"

#include "dustvaluetext.h"

#include <DustPendingWrite>

#include <QtCore/QSet>

using namespace Qt::StringLiterals;

namespace {

constexpr int MostOperations = 1'000;

QString nameOf(int state)
{
    static const QStringList names = { u"pending"_s, u"stored"_s, u"refused"_s, u"unknown"_s };
    return names.at(state);
}

} // namespace

DustActivityLog::DustActivityLog(QObject *parent) : DustLogModel(MostOperations, parent)
{
    m_clock.start();
}

DustActivityLog::~DustActivityLog() = default;

void DustActivityLog::setStore(DustStore *store)
{
    if (m_store == store)
        return;
    stop();
    if (m_store)
        m_store->disconnect(this);
    clear();
    m_store = store;
    if (store)
        connect(store, &QObject::destroyed, this, &DustActivityLog::storeChanged);
    if (isActive())
        start();
    else
        setError({});
    Q_EMIT storeChanged();
}

void DustActivityLog::start()
{
    giveUpOutcomes();
    listen();
}

// What was pending when nobody looked any more may have ended since. Of one that has become one with another in the outbox it
// is told yet.
void DustActivityLog::giveUpOutcomes()
{
    if (m_pending.isEmpty())
        return;
    QSet<QString> waiting;
    const QList<DustPendingWrite> writes = m_store ? m_store->pendingWrites()
                                                   : QList<DustPendingWrite>();
    for (const DustPendingWrite &write : writes) {
        for (const DustOperation &operation : write.operations)
            waiting.insert(operation.clientOpId());
    }
    const QHash<QString, quint64> pending = m_pending;
    for (auto it = pending.cbegin(); it != pending.cend(); ++it) {
        if (!waiting.contains(it.key()))
            setState(it.value(), Unknown, 0);
    }
}

void DustActivityLog::listen()
{
    setError({});
    if (!m_store)
        return;
    m_listening = std::make_unique<QObject>();
    // A store that could not be opened may be there later.
    connect(m_store, &DustStore::errorChanged, m_listening.get(),
            [this, wasOpen = m_store->transport() != nullptr] {
                if (!wasOpen)
                    listen();
            });
    connect(m_store, &DustStore::writeSettled, m_listening.get(),
            [this](const QString &opId, const DustResult<DustReceipt> &result) {
                takeOutcome(opId, result);
            });
    DustSubscribeOptions options;
    options.setMode(DustSubscribeOptions::All);
    // Of a flood the log would keep the end only.
    options.setResyncRequired([this] { listen(); });
    m_store->subscribe(
                   u"**"_s, m_listening.get(), [this](const DustEvent &event) { take(event); },
                   options)
            .then([this, present = QPointer(m_listening.get())](
                          const DustResult<DustSubscription> &subscribed) {
                if (present && !subscribed)
                    setError(subscribed.error().message());
            });
}

void DustActivityLog::setError(const QString &error)
{
    if (m_error == error)
        return;
    m_error = error;
    Q_EMIT errorChanged();
}

void DustActivityLog::stop()
{
    m_listening.reset();
}

void DustActivityLog::take(const DustEvent &event)
{
    // Told again: it is stored, or what is there instead of it.
    const State ended = event.committed ? Stored : Refused;
    if (!event.clientOpId.isEmpty() && end(event.clientOpId, ended, event.storeSeq))
        return;
    Held held;
    held.number = ++m_lastNumber;
    held.event = event;
    held.time = QDateTime::currentDateTime();
    held.shownAt = m_clock.elapsed();
    if (!event.committed) {
        held.state = Pending;
        m_pending.insert(event.clientOpId, held.number);
    }
    m_held.push_front(std::move(held));
    noteAdded();
}

// Of writes that waited together at one path only one is told when it is stored.
void DustActivityLog::takeOutcome(const QString &opId, const DustResult<DustReceipt> &result)
{
    end(opId, result ? Stored : Refused, result ? result->storeSeq : 0);
}

// Whether it was pending.
bool DustActivityLog::end(const QString &opId, State state, quint64 seq)
{
    const quint64 number = m_pending.take(opId);
    return number > 0 && setState(number, state, seq);
}

bool DustActivityLog::setState(quint64 number, State state, quint64 seq)
{
    const quint64 at = m_lastNumber - number;
    if (at >= m_held.size())
        return false;
    Held &held = m_held.at(std::size_t(at));
    held.state = state;
    held.event.storeSeq = seq;
    if (state == Stored)
        held.latency = m_clock.elapsed() - held.shownAt;
    if (const int row = rowOf(qsizetype(at)); row >= 0)
        Q_EMIT dataChanged(index(row), index(row), { SeqRole, LatencyRole, StateRole });
    return true;
}

void DustActivityLog::drop(qsizetype count)
{
    for (; count > 0; --count) {
        const QString opId = m_held.back().event.clientOpId;
        if (m_pending.value(opId) == m_held.back().number)
            m_pending.remove(opId);
        m_held.pop_back();
    }
}

QVariant DustActivityLog::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Held &held = m_held.at(std::size_t(heldAt(index)));
    switch (role) {
    case OpRole:
        return held.event.opName();
    case Qt::DisplayRole:
    case PathRole:
        return held.event.pathString();
    case ValueRole:
        return held.event.op == DustOperation::Delete ? QString()
                                                      : DustValueText::brief(held.event.value);
    case SeqRole:
        return held.event.storeSeq;
    case OwnRole:
        return held.event.own;
    case DeviceIdRole:
        return held.event.deviceId;
    case LatencyRole:
        return held.latency;
    case TimeRole:
        return held.time;
    case StateRole:
        return nameOf(held.state);
    default:
        return {};
    }
}

QHash<int, QByteArray> DustActivityLog::roleNames() const
{
    return { { OpRole, "op" },           { PathRole, "path" }, { ValueRole, "value" },
             { SeqRole, "seq" },         { OwnRole, "own" },   { DeviceIdRole, "deviceId" },
             { LatencyRole, "latency" }, { TimeRole, "time" }, { StateRole, "state" } };
}

#include "moc_dustactivitylog.cpp"
