// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustentrytree.h"

#include "dustentrywatcher.h"
#include "dustvaluetext.h"

#include <QtCore/QTimerEvent>

using namespace Qt::StringLiterals;

DustEntryTree::DustEntryTree(QObject *parent) : QAbstractListModel(parent) {}

DustEntryTree::~DustEntryTree() = default;

void DustEntryTree::setStore(DustStore *store)
{
    if (m_store == store)
        return;
    if (m_store)
        m_store->disconnect(this);
    m_store = store;
    if (store) {
        // With a name that came late it may be there now; without a store nothing is.
        connect(store, &DustStore::errorChanged, this, [this] {
            if (m_isActive && !m_watcher)
                restart();
        });
        connect(store, &QObject::destroyed, this, [this] {
            restart();
            Q_EMIT storeChanged();
        });
    }
    m_folds.clear();
    m_isToReset = true;
    restart();
    Q_EMIT storeChanged();
}

// What is shown stays for as long as nobody looks.
void DustEntryTree::setActive(bool active)
{
    if (m_isActive == active)
        return;
    m_isActive = active;
    restart();
    Q_EMIT activeChanged();
}

void DustEntryTree::setPattern(const QString &pattern)
{
    if (m_pattern == pattern)
        return;
    m_pattern = pattern;
    m_isToReset = true;
    restart();
    Q_EMIT patternChanged();
}

void DustEntryTree::refresh()
{
    if (m_isActive && m_watcher)
        restart();
}

// In a turn of its own, for everything that is set together.
void DustEntryTree::restart()
{
    m_watcher.reset();
    m_page.clear();
    m_isReading = false;
    m_isSweeping = false;
    m_isAsking = false;
    m_isToBegin = m_isActive;
    if (m_isActive)
        m_turn.start(0, this);
    else
        m_turn.stop();
    setLoading(m_isActive && m_store);
}

void DustEntryTree::begin()
{
    m_isToBegin = false;
    if (!m_store)
        m_isToReset = true;
    if (std::exchange(m_isToReset, false))
        clear();
    m_filter.reset();
    if (!m_store) {
        setLoading(false);
        return fail({});
    }
    if (!m_pattern.trimmed().isEmpty()) {
        const auto filter = DustPattern::compile(m_pattern.trimmed());
        if (!filter)
            return fail(filter.error().message());
        m_filter = *filter;
    }
    if (!m_store->transport())
        return fail(m_store->error().message());
    fail({});
    read();
}

void DustEntryTree::clear()
{
    beginResetModel();
    m_rows.assign({});
    m_nodes.clear();
    m_news.clear();
    m_filterFolds.clear();
    m_entryCount = 0;
    m_hasRead = false;
    endResetModel();
    tellCounts();
}

void DustEntryTree::fail(const QString &error)
{
    if (!error.isEmpty())
        setLoading(false);
    if (m_error == error)
        return;
    m_error = error;
    Q_EMIT errorChanged();
}

void DustEntryTree::setLoading(bool loading)
{
    if (m_isLoading == loading)
        return;
    m_isLoading = loading;
    Q_EMIT loadingChanged();
}

void DustEntryTree::tellCounts()
{
    if (std::exchange(m_toldEntryCount, m_entryCount) != m_entryCount)
        Q_EMIT entryCountChanged();
    if (std::exchange(m_toldCount, count()) != count())
        Q_EMIT countChanged();
}

void DustEntryTree::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_turn.timerId())
        return QAbstractListModel::timerEvent(event);
    if (m_isBusy)
        return;
    if (m_isToBegin)
        begin();
    else if (!doSlice())
        m_turn.stop();
}

int DustEntryTree::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant DustEntryTree::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const DustEntryNode &node = *m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case SegmentRole:
        return DustPath::unescapeSegment(node.segment());
    case PathRole:
        return QString::fromUtf8(node.path);
    case ValueRole:
        return node.hasValue ? DustValueText::brief(node.value) : QString();
    case TypeRole:
        return node.hasValue ? DustEntry::typeName(node.type) : QString();
    case RevisionRole:
        return QVariant::fromValue(node.revision);
    case ChildCountRole:
        return node.childCount;
    case DepthRole:
        return node.depth;
    case ExpandedRole:
        return node.isExpanded && node.childCount > 0;
    case EntryRole:
        return node.hasValue;
    case PendingRole:
        return node.isPending;
    case ChangedAtRole:
        return node.changedAt;
    case ChangeCountRole:
        return node.changeCount;
    default:
        return {};
    }
}

QHash<int, QByteArray> DustEntryTree::roleNames() const
{
    return { { SegmentRole, "segment" },     { PathRole, "path" },
             { ValueRole, "value" },         { TypeRole, "type" },
             { RevisionRole, "revision" },   { ChildCountRole, "childCount" },
             { DepthRole, "depth" },         { ExpandedRole, "expanded" },
             { EntryRole, "isEntry" },       { PendingRole, "pending" },
             { ChangedAtRole, "changedAt" }, { ChangeCountRole, "changeCount" } };
}

void DustEntryTree::toggle(int row)
{
    if (row < 0 || row >= count() || m_isBusy)
        return;
    DustEntryNode *node = m_rows.at(row);
    if (node->childCount > 0)
        setExpanded(node, !node->isExpanded);
}

// -1: the row is one of the top.
int DustEntryTree::parentRow(int row) const
{
    if (row < 0 || row >= count() || !m_rows.at(row)->parent)
        return -1;
    return rowOf(*m_rows.at(row)->parent);
}

// -1: nothing is at the path.
int DustEntryTree::reveal(const QString &path)
{
    const auto found = m_nodes.find(path.toUtf8());
    if (found == m_nodes.end() || m_isBusy)
        return -1;
    QList<DustEntryNode *> folded;
    for (DustEntryNode *above = found->second.parent; above; above = above->parent) {
        if (!above->isExpanded)
            folded.prepend(above);
    }
    for (DustEntryNode *above : std::as_const(folded))
        setExpanded(above, true);
    return rowOf(found->second);
}

QString DustEntryTree::fullText(int row) const
{
    if (row < 0 || row >= count() || !m_rows.at(row)->hasValue)
        return {};
    return DustValueText::full(m_rows.at(row)->value);
}

void DustEntryTree::setExpanded(DustEntryNode *node, bool expanded)
{
    node->isExpanded = expanded;
    folds().insert(node->path, expanded);
    const int row = rowOf(*node);
    m_isBusy = true;
    Q_EMIT dataChanged(index(row), index(row), { ExpandedRole });
    if (expanded) {
        std::vector<DustEntryNode *> nodes;
        const auto end = m_nodes.lower_bound(DustEntryNode::endOf(node->path));
        for (auto below = m_nodes.upper_bound(node->path); below != end;) {
            nodes.push_back(&below->second);
            if (below->second.isExpanded || below->second.childCount == 0)
                ++below;
            else
                below = m_nodes.lower_bound(DustEntryNode::endOf(below->first));
        }
        show(row + 1, nodes);
    } else if (const int end = lowerBound(DustEntryNode::endOf(node->path)); end > row + 1) {
        beginRemoveRows({}, row + 1, end - 1);
        for (int below = row + 1; below < end; ++below)
            m_rows.at(below)->isShown = false;
        m_rows.remove(row + 1, end - row - 1);
        endRemoveRows();
    }
    m_isBusy = false;
    tellCounts();
}

int DustEntryTree::lowerBound(QByteArrayView path) const
{
    const DustTreeOrder isBefore;
    int first = 0;
    int count = m_rows.size();
    while (count > 0) {
        const int half = count / 2;
        if (isBefore(m_rows.at(first + half)->path, path)) {
            first += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return first;
}

void DustEntryTree::show(int row, const std::vector<DustEntryNode *> &nodes)
{
    if (nodes.empty())
        return;
    beginInsertRows({}, row, row + int(nodes.size()) - 1);
    for (DustEntryNode *node : nodes)
        node->isShown = true;
    m_rows.insert(row, nodes.data(), int(nodes.size()));
    endInsertRows();
}

#include "moc_dustentrytree.cpp"
