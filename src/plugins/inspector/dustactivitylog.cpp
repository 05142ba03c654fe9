// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustactivitylog.h"

#include "dustvaluetext.h"

using namespace Qt::StringLiterals;

namespace {

constexpr int MostOperations = 1'000;

QString nameOf(int state)
{
    static const QStringList names = { u"pending"_s, u"stored"_s, u"refused"_s };
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
    Q_EMIT storeChanged();
}

void DustActivityLog::start()
{
    if (!m_store)
        return;
    m_listening = std::make_unique<QObject>();
    // A store that could not be opened may be there later.
    connect(m_store, &DustStore::errorChanged, m_listening.get(), [this] {
        stop();
        start();
    });
    connect(m_store, &DustStore::writeSettled, m_listening.get(),
            [this](const QString &opId, const DustResult<DustReceipt> &result) {
                takeOutcome(opId, result);
            });
    DustSubscribeOptions options;
    options.setMode(DustSubscribeOptions::All);
    // Of a flood the log would keep the end only.
    options.setResyncRequired([this] {
        stop();
        start();
    });
    static_cast<void>(m_store->subscribe(
            u"**"_s, m_listening.get(), [this](const DustEvent &event) { take(event); }, options));
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
    const quint64 at = m_lastNumber - number;
    if (number == 0 || at >= m_held.size())
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
        if (m_held.back().state == Pending)
            m_pending.remove(m_held.back().event.clientOpId);
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
