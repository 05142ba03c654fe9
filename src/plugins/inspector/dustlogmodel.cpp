// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustlogmodel.h"

DustLogModel::DustLogModel(int limit, QObject *parent) : QAbstractListModel(parent), m_limit(limit)
{}

// What was logged stays for as long as nobody looks.
void DustLogModel::setActive(bool active)
{
    if (std::exchange(m_isActive, active) == active)
        return;
    if (active)
        start();
    else
        stop();
    Q_EMIT activeChanged();
}

void DustLogModel::setLimit(int limit)
{
    const int before = std::exchange(m_limit, qMax(1, limit));
    if (m_limit == before)
        return;
    tell();
    Q_EMIT limitChanged();
}

void DustLogModel::clear()
{
    if (heldCount() == 0)
        return;
    beginResetModel();
    drop(heldCount());
    m_fresh = 0;
    endResetModel();
    Q_EMIT countChanged();
}

int DustLogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

void DustLogModel::noteAdded()
{
    ++m_fresh;
    if (std::exchange(m_tellsLater, true))
        return;
    const auto tellNow = [this] {
        m_tellsLater = false;
        tell();
    };
    QMetaObject::invokeMethod(this, tellNow, Qt::QueuedConnection);
}

void DustLogModel::tell()
{
    const int before = count();
    const int gone = qMin(before, int(heldCount()) - m_limit);
    if (gone > 0) {
        beginRemoveRows({}, before - gone, before - 1);
        drop(gone);
        endRemoveRows();
    }
    if (heldCount() > m_limit) { // more than that at one go
        drop(heldCount() - m_limit);
        m_fresh = m_limit;
    }
    if (m_fresh > 0) {
        beginInsertRows({}, 0, m_fresh - 1);
        m_fresh = 0;
        endInsertRows();
    }
    if (count() != before)
        Q_EMIT countChanged();
}

#include "moc_dustlogmodel.cpp"
