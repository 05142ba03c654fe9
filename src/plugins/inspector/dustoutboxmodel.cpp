// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustoutboxmodel.h"

#include "dustvaluetext.h"

#include <QtCore/QTimerEvent>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr int ReadPause = 100; // ms

QString nameOf(DustPendingWrite::State state)
{
    static const QStringList names = { u"waiting"_s, u"sent"_s, u"unanswered"_s, u"accepted"_s };
    return names.at(state);
}

bool isBefore(const DustPendingWrite &write, quint64 number)
{
    return write.number < number;
}

bool contains(const QList<DustPendingWrite> &writes, quint64 number)
{
    const auto found = std::lower_bound(writes.cbegin(), writes.cend(), number, isBefore);
    return found != writes.cend() && found->number == number;
}

// As the rows show it.
bool isSame(const DustPendingWrite &a, const DustPendingWrite &b)
{
    return a.state == b.state && a.attempts == b.attempts && a.reason == b.reason
            && a.operations == b.operations && a.reasonText() == b.reasonText();
}

} // namespace

DustOutboxModel::DustOutboxModel(QObject *parent) : QAbstractListModel(parent) {}

DustOutboxModel::~DustOutboxModel() = default;

void DustOutboxModel::setStore(DustStore *store)
{
    if (m_store == store)
        return;
    if (m_store)
        m_store->disconnect(this);
    m_store = store;
    if (store)
        connect(store, &QObject::destroyed, this, [this] {
            restart();
            Q_EMIT storeChanged();
        });
    restart();
    Q_EMIT storeChanged();
}

void DustOutboxModel::setActive(bool active)
{
    if (std::exchange(m_isActive, active) == active)
        return;
    restart();
    Q_EMIT activeChanged();
}

void DustOutboxModel::restart()
{
    disconnect(m_changes);
    m_pause.stop();
    m_hasChanged = false;
    if (m_isActive && m_store)
        m_changes = connect(m_store, &DustStore::pendingWritesChanged, this,
                            &DustOutboxModel::noteChange);
    read();
}

// At once, and again when a while has passed.
void DustOutboxModel::noteChange()
{
    m_hasChanged = true;
    if (!m_pause.isActive()) {
        m_pause.start(ReadPause, this);
        read();
    }
}

void DustOutboxModel::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_second.timerId())
        read();
    else if (event->timerId() == m_pause.timerId() && m_hasChanged)
        read();
    else if (event->timerId() == m_pause.timerId())
        m_pause.stop();
}

void DustOutboxModel::read()
{
    m_hasChanged = false;
    const int before = count();
    show(m_isActive && m_store ? m_store->pendingWrites(MostRows) : QList<DustPendingWrite>());
    waitForSecond();
    if (count() != before)
        Q_EMIT countChanged();
}

// Numbers grow, and none is used twice.
void DustOutboxModel::show(const QList<DustPendingWrite> &now)
{
    removeGone(now);
    insertNew(now);
    for (qsizetype i = 0; i < now.size();) {
        if (isSame(m_writes.at(i), now.at(i))) {
            ++i;
            continue;
        }
        const qsizetype first = i;
        for (; i < now.size() && !isSame(m_writes.at(i), now.at(i)); ++i)
            m_writes[i] = now.at(i);
        Q_EMIT dataChanged(index(int(first)), index(int(i - 1)));
    }
}

void DustOutboxModel::removeGone(const QList<DustPendingWrite> &now)
{
    for (qsizetype end = m_writes.size(); end > 0;) {
        qsizetype first = end;
        while (first > 0 && !contains(now, m_writes.at(first - 1).number))
            --first;
        if (first < end) {
            beginRemoveRows({}, int(first), int(end - 1));
            m_writes.remove(first, end - first);
            endRemoveRows();
        }
        end = first - 1;
    }
}

void DustOutboxModel::insertNew(const QList<DustPendingWrite> &now)
{
    for (qsizetype i = 0; i < now.size();) {
        const quint64 next = i < m_writes.size() ? m_writes.at(i).number : 0;
        qsizetype end = i;
        while (end < now.size() && now.at(end).number != next)
            ++end;
        if (end > i) {
            beginInsertRows({}, int(i), int(end - 1));
            m_writes.insert(i, end - i, {});
            std::copy(now.cbegin() + i, now.cbegin() + end, m_writes.begin() + i);
            endInsertRows();
        }
        i = end + 1;
    }
}

void DustOutboxModel::waitForSecond()
{
    const bool isCounting = std::any_of(m_writes.cbegin(), m_writes.cend(),
                                        [](const auto &write) { return write.waitsFor > 0; });
    if (!isCounting)
        m_second.stop();
    else if (!m_second.isActive())
        m_second.start(1'000, this);
}

int DustOutboxModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant DustOutboxModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const DustPendingWrite &write = m_writes.at(index.row());
    const DustOperation &operation = write.operations.constFirst();
    const bool isBatch = write.operations.size() > 1;
    switch (role) {
    case NumberRole:
        return write.number;
    case OpRole:
        return isBatch ? u"batch"_s : DustOperation::kindName(operation.kind());
    case Qt::DisplayRole:
    case PathRole:
        return write.pathString();
    case ValueRole:
        if (isBatch)
            return tr("%n operation(s)", nullptr, int(write.operations.size()));
        return operation.kind() == DustOperation::Delete ? QString()
                                                         : DustValueText::brief(operation.value());
    case StateRole:
        return nameOf(write.state);
    case ReasonRole:
        return write.reasonText();
    case AttemptsRole:
        return write.attempts;
    default:
        return {};
    }
}

QHash<int, QByteArray> DustOutboxModel::roleNames() const
{
    return { { NumberRole, "number" },    { OpRole, "op" },       { PathRole, "path" },
             { ValueRole, "value" },      { StateRole, "state" }, { ReasonRole, "reason" },
             { AttemptsRole, "attempts" } };
}

#include "moc_dustoutboxmodel.cpp"
