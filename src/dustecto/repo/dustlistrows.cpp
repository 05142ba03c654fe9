// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustlistrows_p.h"

#include "dustlistmoves_p.h"

#include <algorithm>
#include <utility>

DustListSignals::~DustListSignals() = default;

namespace {

// Makes the record what it became, and says in which fields that is something else.
QList<int> update(DustRecord *record, DustListChange &&change)
{
    QList<int> changed;
    for (const DustRecordAmendment &amendment : std::as_const(change.amendments)) {
        const std::optional<int> field = amendment.applyTo(record);
        if (field && !changed.contains(*field))
            changed.append(*field);
    }
    std::sort(changed.begin(), changed.end());
    if (!change.record)
        return changed;
    const QList<DustField> &fields = record->schema().fields();
    for (int i = 0; i < int(fields.size()); ++i) {
        if (!fields.at(i).isEqual(record->values().at(i), change.record->values().at(i)))
            changed.append(i);
    }
    *record = std::move(*change.record); // in any case: its revisions are new
    return changed;
}

// The last change of each key, in order.
QList<DustListChange> latest(QList<DustListChange> changes)
{
    if (changes.size() <= 1)
        return changes;
    QHash<QByteArray, qsizetype> last;
    for (qsizetype i = 0; i < changes.size(); ++i)
        last.insert(changes.at(i).key, i);
    if (last.size() == changes.size())
        return changes;
    QList<DustListChange> result;
    for (qsizetype i = 0; i < changes.size(); ++i) {
        if (last.value(changes.at(i).key) == i)
            result.append(changes.at(i));
    }
    return result;
}

} // namespace

const DustListRows::Row *DustListRows::find(const QByteArray &key) const
{
    const auto it = m_rows.find(key);
    return it == m_rows.end() ? nullptr : &it->second;
}

int DustListRows::indexOf(const Row &row) const
{
    return row.shown ? positionOf(row) : -1;
}

std::vector<QByteArray> DustListRows::keys() const
{
    std::vector<QByteArray> keys;
    keys.reserve(m_rows.size());
    for (const auto &[key, row] : m_rows)
        keys.push_back(key);
    return keys;
}

void DustListRows::clear()
{
    m_shown.assign({});
    m_rows.clear();
}

bool DustListRows::apply(QList<DustListChange> changes, DustListSignals *target)
{
    Plan plan;
    QList<DustListChange> distinct = latest(std::move(changes));
    for (DustListChange &change : distinct)
        planChange(std::move(change), &plan);
    return leave(plan, target) && moveRows(std::move(plan.rekeyed), target)
            && insertRows(std::move(plan.inserted), target) && changeRows(plan.changed, target);
}

void DustListRows::planChange(DustListChange &&change, Plan *plan)
{
    const auto it = m_rows.find(change.key);
    if (it == m_rows.end()) {
        if (change.record)
            planNew(std::move(change), plan);
        return;
    }
    Row *row = &it->second;
    if (!change.record && change.amendments.isEmpty())
        return planGone(row, plan);
    const bool pendingChanged = std::exchange(row->pending, change.pending) != change.pending;
    QList<int> fields = update(&row->record, std::move(change));
    if (pendingChanged)
        fields.append(PendingField);
    if (!fields.isEmpty())
        planChanged(row, fields, plan);
}

void DustListRows::planGone(Row *row, Plan *plan)
{
    if (row->shown) {
        plan->removed.push_back(row);
        plan->gone.push_back(row);
    } else {
        m_rows.erase(row->key);
    }
}

void DustListRows::planNew(DustListChange &&change, Plan *plan)
{
    Row &row = m_rows[change.key];
    row.key = change.key;
    row.record = std::move(*change.record);
    row.pending = change.pending;
    row.sortKey = m_order.keyOf(row.record);
    row.accepted = m_filter.accepts(row.record, &row.folded);
    if (row.accepted)
        plan->inserted.push_back(&row);
}

void DustListRows::planChanged(Row *row, const QList<int> &fields, Plan *plan)
{
    const DustRecord &record = row->record;
    if (m_filter.searches(fields))
        row->folded = QString();
    if (m_filter.reads(fields))
        row->accepted = m_filter.accepts(record, &row->folded);

    std::optional<DustListSortKey> key;
    if (m_order.reads(fields)) {
        key = m_order.updated(row->sortKey, record, fields);
        if (m_order.compare(*key, row->sortKey) == 0)
            key.reset();
    }
    if (!row->shown) {
        if (key)
            row->sortKey = *key;
        if (row->accepted)
            plan->inserted.push_back(row);
    } else if (row->accepted) {
        if (key)
            plan->rekeyed.push_back({ row, *key });
        plan->changed.push_back({ row, fields });
    } else {
        if (key)
            plan->hidden.push_back({ row, *key });
        plan->removed.push_back(row);
    }
}

bool DustListRows::leave(const Plan &plan, DustListSignals *target)
{
    std::vector<int> positions;
    positions.reserve(plan.removed.size());
    for (const Row *row : plan.removed)
        positions.push_back(positionOf(*row));
    std::sort(positions.begin(), positions.end());
    if (!removeRows(positions, target))
        return false;
    for (const Rekeyed &hidden : plan.hidden)
        hidden.row->sortKey = hidden.key;
    for (const Row *row : plan.gone)
        m_rows.erase(m_rows.find(row->key));
    return true;
}

// Contiguous positions at a time, from the back, so that those before keep their meaning.
bool DustListRows::removeRows(const std::vector<int> &positions, DustListSignals *target)
{
    for (auto end = positions.end(); end != positions.begin();) {
        auto begin = std::prev(end);
        while (begin != positions.begin() && *std::prev(begin) == *begin - 1)
            --begin;
        const int first = *begin;
        const int count = int(end - begin);
        target->beginRemove(first, first + count - 1);
        for (int i = first; i < first + count; ++i)
            m_shown.at(i)->shown = false;
        m_shown.remove(first, count);
        if (!target->endRemove())
            return false;
        end = begin;
    }
    return true;
}

bool DustListRows::moveRows(std::vector<Rekeyed> rekeyed, DustListSignals *target)
{
    if (rekeyed.empty())
        return true;
    std::sort(rekeyed.begin(), rekeyed.end(), [this](const Rekeyed &a, const Rekeyed &b) {
        const int order = m_order.compare(a.key, b.key);
        return order != 0 ? order < 0 : a.row->key < b.row->key;
    });

    std::vector<DustListMoves::Candidate> candidates;
    std::vector<int> indexes;
    for (const Rekeyed &moved : rekeyed) {
        candidates.push_back({ positionOf(*moved.row), lowerBound(moved.key, moved.row->key) });
        indexes.push_back(candidates.back().index);
    }
    std::sort(indexes.begin(), indexes.end());
    for (DustListMoves::Candidate &candidate : candidates) {
        const auto others = std::lower_bound(indexes.begin(), indexes.end(), candidate.rank);
        candidate.rank -= int(others - indexes.begin());
    }

    for (Rekeyed &moved : rekeyed)
        moved.row->sortKey = std::move(moved.key);
    for (const DustListMoves::Move &move : DustListMoves::plan(candidates)) {
        target->beginMove(move.from, move.from + move.count - 1, move.to);
        m_shown.move(move.from, move.count, move.to);
        if (!target->endMove())
            return false;
    }
    return true;
}

bool DustListRows::insertRows(std::vector<Row *> rows, DustListSignals *target)
{
    std::sort(rows.begin(), rows.end(),
              [this](const Row *a, const Row *b) { return isBefore(*a, *b); });
    std::vector<int> places; // among the rows shown now
    places.reserve(rows.size());
    for (const Row *row : rows)
        places.push_back(lowerBound(row->sortKey, row->key));

    for (std::size_t end = rows.size(); end > 0;) {
        std::size_t begin = end - 1;
        while (begin > 0 && places[begin - 1] == places[begin])
            --begin;
        const int first = places[begin];
        const int count = int(end - begin);
        target->beginInsert(first, first + count - 1);
        for (std::size_t i = begin; i < end; ++i) {
            rows[i]->shown = true;
            rows[i]->position = places[i] + int(i); // once those before are in, too
        }
        m_shown.insert(first, rows.data() + begin, count);
        if (!target->endInsert())
            return false;
        end = begin;
    }
    return true;
}

bool DustListRows::changeRows(const std::vector<Changed> &changed, DustListSignals *target)
{
    std::vector<std::pair<int, const QList<int> *>> rows;
    rows.reserve(changed.size());
    for (const Changed &change : changed)
        rows.emplace_back(positionOf(*change.row), &change.fields);
    std::sort(rows.begin(), rows.end());

    for (auto begin = rows.begin(); begin != rows.end();) {
        auto end = std::next(begin);
        while (end != rows.end() && end->first == std::prev(end)->first + 1
               && *end->second == *begin->second)
            ++end;
        if (!target->changed(begin->first, std::prev(end)->first, *begin->second))
            return false;
        begin = end;
    }
    return true;
}

bool DustListRows::setOrder(const DustListOrder &order, DustListSignals *target)
{
    m_order = order;
    for (auto &[key, row] : m_rows)
        row.sortKey = m_order.keyOf(row.record);
    std::vector<Row *> rows;
    rows.reserve(std::size_t(count()));
    for (int i = 0; i < count(); ++i) {
        rows.push_back(m_shown.at(i));
        rows.back()->position = i;
    }
    const auto before = [this](const Row *a, const Row *b) { return isBefore(*a, *b); };
    if (std::is_sorted(rows.begin(), rows.end(), before))
        return true;
    std::sort(rows.begin(), rows.end(), before);

    if (!target->beginLayout())
        return false;
    std::vector<int> newRows(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        newRows[std::size_t(std::exchange(rows[i]->position, int(i)))] = int(i);
    m_shown.assign(std::move(rows));
    return target->endLayout(newRows);
}

bool DustListRows::setFilter(const DustListFilter &filter, DustListSignals *target)
{
    const bool keepFolded = filter.searchesLike(m_filter);
    m_filter = filter;
    std::vector<Row *> inserted;
    for (auto &[key, row] : m_rows) {
        if (!keepFolded)
            row.folded = QString();
        row.accepted = m_filter.accepts(row.record, &row.folded);
        if (row.accepted && !row.shown)
            inserted.push_back(&row);
    }
    std::vector<int> removed;
    for (int i = 0; i < count(); ++i) {
        if (!m_shown.at(i)->accepted)
            removed.push_back(i);
    }
    return removeRows(removed, target) && insertRows(std::move(inserted), target);
}

int DustListRows::compare(const DustListSortKey &key, const QByteArray &slug, const Row &row) const
{
    const int order = m_order.compare(key, row.sortKey);
    return order != 0 ? order : slug.compare(row.key);
}

int DustListRows::lowerBound(const DustListSortKey &key, const QByteArray &slug) const
{
    int first = 0;
    int length = count();
    while (length > 0) {
        const int half = length / 2;
        if (compare(key, slug, at(first + half)) > 0) {
            first += half + 1;
            length -= half + 1;
        } else {
            length = half;
        }
    }
    return first;
}

// Most changes leave a row where it is. While rows are being moved not all keys are in order yet: who
// asks in that moment is answered by a search.
int DustListRows::positionOf(const Row &row) const
{
    const auto isAt = [&](int place) { return place < count() && &at(place) == &row; };
    if (!isAt(row.position)) {
        row.position = lowerBound(row.sortKey, row.key);
        for (int i = 0; !isAt(row.position) && i < count(); ++i)
            row.position = i;
    }
    return row.position;
}
