// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustinspectorstores.h"

#include <QtCore/QTimerEvent>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr int StatusPause = 2'000; // ms

QString nameOf(DustStore::State state)
{
    static const QStringList names = { u"offline"_s, u"catchingUp"_s, u"live"_s, u"gap"_s,
                                       u"diverged"_s };
    return names.at(state);
}

template<typename T>
qint64 orUnknown(const std::optional<T> &figure)
{
    return figure ? qint64(*figure) : -1;
}

} // namespace

DustInspectorStores::DustInspectorStores(QObject *parent) : QAbstractListModel(parent) {}

DustInspectorStores::~DustInspectorStores() = default;

void DustInspectorStores::setClient(DustClient *client)
{
    if (m_client == client)
        return;
    if (m_client)
        m_client->disconnect(this);
    m_client = client;
    if (client)
        connect(client, &QObject::destroyed, this, &DustInspectorStores::clientChanged);
    restart();
    Q_EMIT clientChanged();
}

void DustInspectorStores::setActive(bool active)
{
    if (std::exchange(m_isActive, active) == active)
        return;
    restart();
    Q_EMIT activeChanged();
}

void DustInspectorStores::restart()
{
    m_listening.reset();
    m_pause.stop();
    while (!m_rows.isEmpty())
        remove(count() - 1);
    if (!m_isActive || !m_client)
        return;
    m_listening = std::make_unique<QObject>();
    connect(m_client, &DustClient::storesChanged, m_listening.get(), [this] { takeStores(); });
    takeStores();
}

// Both are in order of their names.
void DustInspectorStores::takeStores()
{
    const QList<DustStore *> stores = m_client->stores();
    for (int row = count() - 1; row >= 0; --row) {
        const Row &here = m_rows.at(row);
        if (!stores.contains(here.store) || here.store->name() != here.name)
            remove(row);
    }
    for (int row = 0; row < stores.size(); ++row) {
        if (row == count() || m_rows.at(row).store != stores.at(row))
            insert(row, stores.at(row));
    }
    askSoon();
}

void DustInspectorStores::insert(int row, DustStore *store)
{
    beginInsertRows({}, row, row);
    Row inserted;
    inserted.key = store;
    inserted.store = store;
    inserted.name = store->name();
    m_rows.insert(row, inserted);
    endInsertRows();
    const auto note = [this, store] { noteChange(store); };
    for (const auto signal :
         { &DustStore::errorChanged, &DustStore::stateChanged, &DustStore::pendingCountChanged,
           &DustStore::seqChanged, &DustStore::canWriteChanged })
        connect(store, signal, m_listening.get(), note);
    connect(store, &QObject::destroyed, m_listening.get(), [this](const QObject *gone) {
        if (const int at = rowOf(gone); at >= 0)
            remove(at);
    });
    Q_EMIT countChanged();
}

void DustInspectorStores::remove(int row)
{
    beginRemoveRows({}, row, row);
    const Row removed = m_rows.takeAt(row);
    endRemoveRows();
    if (m_listening)
        QObject::disconnect(removed.key, nullptr, m_listening.get(), nullptr);
    Q_EMIT countChanged();
}

int DustInspectorStores::rowOf(const QObject *key) const
{
    const auto found = std::find_if(m_rows.cbegin(), m_rows.cend(),
                                    [key](const Row &row) { return row.key == key; });
    return found == m_rows.cend() ? -1 : int(found - m_rows.cbegin());
}

void DustInspectorStores::noteChange(const DustStore *store)
{
    const int row = rowOf(store);
    m_rows[row].isToAsk = true;
    Q_EMIT dataChanged(index(row), index(row));
    askSoon();
}

void DustInspectorStores::askSoon()
{
    if (!m_pause.isActive())
        ask();
}

// A store that is not live is asked when it is: its state changes then.
void DustInspectorStores::ask()
{
    bool hasAsked = false;
    for (Row &row : m_rows) {
        if (!row.isToAsk || row.isAsking || !row.store || row.store->state() != DustStore::Live)
            continue;
        hasAsked = true;
        row.isToAsk = false;
        row.isAsking = true;
        static_cast<void>(
                row.store->status().then([listening = QPointer(m_listening.get()), this,
                                          key = row.key](const DustResult<DustStatus> &status) {
                    if (listening)
                        takeStatus(key, status);
                }));
    }
    if (hasAsked)
        m_pause.start(StatusPause, this);
    else
        m_pause.stop();
}

// The store may be gone by now.
void DustInspectorStores::takeStatus(const QObject *key, const DustResult<DustStatus> &status)
{
    const int row = rowOf(key);
    if (row < 0)
        return;
    m_rows[row].isAsking = false;
    if (!status)
        return;
    m_rows[row].status = *status;
    Q_EMIT dataChanged(index(row), index(row),
                       { StoreSeqRole, EntryCountRole, CanReadRole, ScopesRole });
}

void DustInspectorStores::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_pause.timerId())
        ask();
}

int DustInspectorStores::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant DustInspectorStores::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(index.row());
    if (!row.store)
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return row.name;
    case StoreRole:
        return QVariant::fromValue(row.store.data());
    case StateRole:
        return nameOf(row.store->state());
    case SeqRole:
        return row.store->seq();
    case StoreSeqRole:
        return orUnknown(row.status.storeSeq);
    case EntryCountRole:
        return orUnknown(row.status.entryCount);
    case PendingCountRole:
        return row.store->pendingCount();
    case CanReadRole:
        return row.status.canRead;
    case CanWriteRole:
        return row.store->canWrite();
    case ScopesRole:
        return row.status.scopes;
    case ErrorTextRole:
        return row.store->error().message();
    default:
        return {};
    }
}

QHash<int, QByteArray> DustInspectorStores::roleNames() const
{
    return { { NameRole, "name" },
             { StoreRole, "store" },
             { StateRole, "state" },
             { SeqRole, "seq" },
             { StoreSeqRole, "storeSeq" },
             { EntryCountRole, "entryCount" },
             { PendingCountRole, "pendingCount" },
             { CanReadRole, "canRead" },
             { CanWriteRole, "canWrite" },
             { ScopesRole, "scopes" },
             { ErrorTextRole, "errorText" } };
}

#include "moc_dustinspectorstores.cpp"
