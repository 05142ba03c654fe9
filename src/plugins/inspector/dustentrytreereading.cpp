// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// How a DustEntryTree comes by its entries: it reads them, and from then on hears of them.

#include "dustcommit_p.h"
#include "dustentrywatcher.h"
#include "dusttransport.h"

#include <QtCore/QDateTime>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

DustEntry entryOf(const DustRow &row)
{
    const auto entry = row.entry();
    return entry ? *entry
                 : DustEntry(DustPath::fromCanonical(row.path().toByteArray()),
                             entry.error().message(), row.type(), row.revision());
}

// What others do ends no wait.
bool mayEndPending(const DustCommit &commit)
{
    return commit.changes.isEmpty() || commit.event.own || !commit.event.committed;
}

} // namespace

void DustEntryTree::read()
{
    const DustTransport *transport = m_store->transport();
    const DustPath prefix = m_filter ? m_filter->literalPrefix() : DustPath();
    m_watcher = std::make_unique<Watcher>(this);
    m_store->observe(DustPattern::descendantsOf({}), m_watcher.get());
    m_wasLive = m_store->state() == DustStore::Live;
    ++m_reading;
    m_isReading = true;
    m_isToSweep = !m_nodes.empty();
    m_isPaged = !transport->view();
    m_next = prefix.rendered();
    m_end = prefix.isEmpty() ? QByteArray() : prefix.rendered() + char('/' + 1);
    m_swept.clear();
    if (m_isPaged)
        ask({});
}

// Of a commit the paths are kept only, however many they are: what is there then is read in slices.
void DustEntryTree::prepare(const QList<const DustCommit *> &commits)
{
    for (const DustCommit *commit : commits) {
        // A snapshot or a repair nobody did.
        const bool isNews = m_wasLive && (commit->event.own || !commit->event.deviceId.isEmpty());
        for (const DustLeafChange &change : commit->changes)
            m_news.insert_or_assign(change.path, isNews);
        if (!mayEndPending(*commit))
            continue;
        // What waited with it may be confirmed, and has a revision then. A merge lets all wait that is below its path.
        const QByteArray path = commit->event.path.rendered();
        const auto end = path.isEmpty() ? m_nodes.end()
                                        : m_nodes.lower_bound(DustEntryNode::endOf(path));
        for (auto node = m_nodes.lower_bound(path); node != end; ++node) {
            if (node->second.isPending || (commit->changes.isEmpty() && node->second.hasValue))
                m_news.try_emplace(node->first, false);
        }
    }
    m_wasLive = m_store && m_store->state() == DustStore::Live;
}

void DustEntryTree::takeNews()
{
    if (m_isBusy || m_news.empty())
        return;
    if (doSlice())
        m_turn.start(0, this);
}

// False: there is nothing left to do.
bool DustEntryTree::doSlice()
{
    m_isBusy = true;
    if (!m_news.empty()) {
        applyNews();
    } else if (m_isReading) {
        m_isReading = m_isPaged ? readPage() : readSlice();
        m_isSweeping = !m_isReading && m_isToSweep;
        // A mirror that is still to catch up holds nothing yet.
        if (!m_isReading && m_store && m_store->state() == DustStore::Live)
            m_hasRead = true;
    } else if (m_isSweeping) {
        m_isSweeping = sweepSlice();
    }
    flush();
    m_isBusy = false;
    if (!m_isReading && !m_isSweeping)
        setLoading(false);
    tellCounts();
    const bool isWaiting = m_isReading && m_isPaged && m_page.empty() && m_isAsking;
    return m_isToBegin || !m_news.empty() || (m_isReading && !isWaiting) || m_isSweeping;
}

void DustEntryTree::applyNews()
{
    const DustTransport *transport = m_store ? m_store->transport() : nullptr;
    const DustReadView *view = transport ? transport->view() : nullptr;
    if (!view)
        return m_news.clear();
    const bool hasPending = m_store->pendingCount() > 0;
    for (int i = 0; i < SliceRows && !m_news.empty(); ++i) {
        const auto news = m_news.extract(m_news.begin());
        const DustPath path = DustPath::fromCanonical(news.key());
        if (m_filter && !m_filter->matches(path))
            continue;
        if (const DustRow *row = view->find(news.key()))
            apply(entryOf(*row), hasPending && transport->isPending(path), news.mapped());
        else
            remove(news.key());
    }
}

bool DustEntryTree::readSlice()
{
    const DustTransport *transport = m_store ? m_store->transport() : nullptr;
    if (!transport || !transport->view())
        return false;
    const bool hasPending = m_store->pendingCount() > 0;
    QByteArray last;
    int rows = 0;
    transport->view()->scan(m_next, m_end, [&](const DustRow &row) {
        last = row.path().toByteArray();
        const DustPath path = DustPath::fromCanonical(last);
        if (!m_filter || m_filter->matches(path))
            apply(entryOf(row), hasPending && transport->isPending(path), m_hasRead);
        return ++rows < SliceRows;
    });
    m_next = last + '\0';
    return rows == SliceRows;
}

// True: there is more, here or there.
bool DustEntryTree::readPage()
{
    for (int i = 0; i < SliceRows && !m_page.empty(); ++i) {
        const DustEntry entry = std::move(m_page.front());
        m_page.pop_front();
        apply(entry, false, m_hasRead);
    }
    if (!m_page.empty() || m_isAsking)
        return true;
    if (m_cursor.isEmpty())
        return false;
    ask(m_cursor);
    return true;
}

void DustEntryTree::ask(const QString &after)
{
    m_isAsking = true;
    DustQuery query = DustQuery::list(m_filter ? m_filter->toString() : u"**"_s);
    query.setLimit(DustQuery::MaximumLimit).setAfter(after);
    m_store->list(query).then(this, [this, reading = m_reading](const DustResult<DustPage> &page) {
        hasPage(reading, page);
    });
}

void DustEntryTree::hasPage(quint32 reading, const DustResult<DustPage> &page)
{
    if (reading != m_reading || !m_isReading)
        return;
    m_isAsking = false;
    if (!page) {
        m_isReading = false;
        return fail(page.error().message());
    }
    m_page.assign(page->entries.cbegin(), page->entries.cend());
    m_cursor = page->nextCursor;
    m_turn.start(0, this);
}

bool DustEntryTree::sweepSlice()
{
    auto node = m_nodes.lower_bound(m_swept);
    QList<QByteArray> gone;
    for (int i = 0; i < SliceRows && node != m_nodes.end(); ++i, ++node) {
        if (node->second.hasValue && node->second.reading != m_reading)
            gone.append(node->first);
    }
    const bool isMore = node != m_nodes.end();
    m_swept = isMore ? node->first : QByteArray();
    for (const QByteArray &path : std::as_const(gone))
        remove(path);
    return isMore;
}

void DustEntryTree::remove(const QByteArray &path)
{
    const auto found = m_nodes.find(path);
    if (found == m_nodes.end() || !found->second.hasValue)
        return;
    DustEntryNode *node = &found->second;
    node->hasValue = false;
    node->value = {};
    node->isPending = false;
    ++node->changeCount;
    --m_entryCount;
    m_changed.insert(node);
    dropIfEmpty(node);
}

void DustEntryTree::apply(const DustEntry &entry, bool isPending, bool isNews)
{
    DustEntryNode *node = nodeAt(entry.path().rendered());
    const bool isOther = !node->hasValue || node->value != entry.value()
            || node->type != entry.type();
    if (!node->hasValue)
        ++m_entryCount;
    if (isOther && isNews)
        node->changedAt = QDateTime::currentMSecsSinceEpoch();
    node->reading = m_reading;
    if (!isOther && node->revision == entry.revision() && node->isPending == isPending)
        return;
    node->hasValue = true;
    node->value = entry.value();
    node->type = entry.type();
    node->revision = entry.revision();
    node->isPending = isPending;
    ++node->changeCount;
    m_changed.insert(node);
}

// With those above it.
DustEntryNode *DustEntryTree::nodeAt(const QByteArray &path)
{
    const auto [place, isNew] = m_nodes.try_emplace(path);
    DustEntryNode *node = &place->second;
    if (!isNew)
        return node;
    node->path = path;
    // Who filters wants to see what is found.
    node->isExpanded = folds().value(path, m_filter.has_value());
    m_added.insert(node);
    if (const QByteArray above = DustEntryNode::parentOf(path); !above.isEmpty()) {
        node->parent = nodeAt(above);
        node->depth = node->parent->depth + 1;
        ++node->parent->childCount;
        m_changed.insert(node->parent);
    }
    return node;
}

// With those above it that are there for nothing else.
void DustEntryTree::dropIfEmpty(DustEntryNode *node)
{
    while (node && !node->hasValue && node->childCount == 0) {
        DustEntryNode *parent = node->parent;
        m_added.remove(node);
        m_changed.remove(node);
        m_removed.push_back(m_nodes.extract(node->path));
        if (parent) {
            --parent->childCount;
            m_changed.insert(parent);
        }
        node = parent;
    }
}

void DustEntryTree::flush()
{
    flushRemoved();
    flushAdded();
    flushChanged();
}

// From the back, so that the rows before keep their numbers.
void DustEntryTree::flushRemoved()
{
    std::vector<int> rows;
    for (const auto &removed : m_removed) {
        if (removed.mapped().isShown)
            rows.push_back(rowOf(removed.mapped()));
    }
    std::sort(rows.begin(), rows.end());
    while (!rows.empty()) {
        const int last = rows.back();
        int first = last;
        rows.pop_back();
        for (; !rows.empty() && rows.back() == first - 1; rows.pop_back())
            --first;
        beginRemoveRows({}, first, last);
        m_rows.remove(first, last - first + 1);
        endRemoveRows();
    }
    m_removed.clear();
}

void DustEntryTree::flushAdded()
{
    std::vector<DustEntryNode *> nodes;
    for (DustEntryNode *node : std::as_const(m_added)) {
        if (node->isVisible())
            nodes.push_back(node);
    }
    m_added.clear();
    const DustTreeOrder isBefore;
    std::sort(nodes.begin(), nodes.end(), [&](const DustEntryNode *a, const DustEntryNode *b) {
        return isBefore(a->path, b->path);
    });
    while (!nodes.empty()) {
        const int row = rowOf(*nodes.back());
        auto first = std::prev(nodes.end());
        while (first != nodes.begin() && rowOf(**std::prev(first)) == row)
            --first;
        const std::vector<DustEntryNode *> together(first, nodes.end());
        nodes.erase(first, nodes.end());
        for (DustEntryNode *node : together)
            m_changed.remove(node);
        show(row, together);
    }
}

void DustEntryTree::flushChanged()
{
    std::vector<int> rows;
    for (const DustEntryNode *node : std::as_const(m_changed)) {
        if (node->isShown)
            rows.push_back(rowOf(*node));
    }
    m_changed.clear();
    std::sort(rows.begin(), rows.end());
    for (std::size_t i = 0; i < rows.size();) {
        std::size_t end = i + 1;
        while (end < rows.size() && rows[end] == rows[end - 1] + 1)
            ++end;
        Q_EMIT dataChanged(index(rows[i]), index(rows[end - 1]));
        i = end;
    }
}
