// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustoverlay_p.h"

DustOverlay::DustOverlay(const DustReadView *base) : m_base(base) {}

DustOverlay::~DustOverlay() = default;

const DustRow *DustOverlay::find(QByteArrayView path) const
{
    if (m_rows.empty())
        return m_base->find(path);
    const auto cover = m_rows.find(path);
    return cover == m_rows.end() ? m_base->find(path) : cover->second.row.get();
}

// Behind the end where the bounds are turned round.
DustOverlay::Range DustOverlay::range(QByteArrayView from, QByteArrayView to) const
{
    const auto begin = from.isEmpty() ? m_rows.begin() : m_rows.lower_bound(from);
    if (to.isEmpty())
        return { begin, m_rows.end() };
    return { begin, from < to ? m_rows.lower_bound(to) : begin };
}

void DustOverlay::scan(QByteArrayView from, QByteArrayView to, Visitor visitor) const
{
    if (m_rows.empty())
        return m_base->scan(from, to, visitor);
    const auto bounds = range(from, to); // clang captures no structured bindings
    auto next = bounds.first;
    const auto end = bounds.second;
    if (next == end)
        return m_base->scan(from, to, visitor);
    bool goesOn = true;
    const auto visitNext = [&] {
        const DustRow *row = next->second.row.get();
        ++next;
        goesOn = !row || visitor(*row);
    };
    m_base->scan(from, to, [&](const DustRow &row) {
        while (goesOn && next != end && next->first < row.path())
            visitNext();
        if (!goesOn)
            return false;
        if (next != end && next->first == row.path())
            visitNext();
        else
            goesOn = visitor(row);
        return goesOn;
    });
    while (goesOn && next != end)
        visitNext();
}

void DustOverlay::scanDescending(QByteArrayView from, QByteArrayView to, Visitor visitor) const
{
    if (m_rows.empty())
        return m_base->scanDescending(from, to, visitor);
    const auto bounds = range(from, to);
    const auto begin = bounds.first;
    auto last = bounds.second;
    if (begin == last)
        return m_base->scanDescending(from, to, visitor);
    bool goesOn = true;
    const auto visitLast = [&] {
        --last;
        const DustRow *row = last->second.row.get();
        goesOn = !row || visitor(*row);
    };
    const auto isLeft = [&] { return last != begin; };
    m_base->scanDescending(from, to, [&](const DustRow &row) {
        while (goesOn && isLeft() && row.path() < std::prev(last)->first)
            visitLast();
        if (!goesOn)
            return false;
        if (isLeft() && std::prev(last)->first == row.path())
            visitLast();
        else
            goesOn = visitor(row);
        return goesOn;
    });
    while (goesOn && isLeft())
        visitLast();
}

qsizetype DustOverlay::count() const
{
    qsizetype count = m_base->count();
    for (const auto &[path, cover] : m_rows)
        count += (cover.row ? 1 : 0) - (m_base->find(path) ? 1 : 0);
    return count;
}

void DustOverlay::lay(const QList<DustLeafChange> &changes, quint64 owner)
{
    for (const DustLeafChange &change : changes) {
        DustRow::Pointer row;
        if (change.after) {
            row = DustRow::create(change.path, *change.after);
            if (!row) // no store takes what no row can hold
                continue;
        }
        m_rows.insert_or_assign(change.path, Cover{ std::move(row), owner });
    }
}

bool DustOverlay::covers(const QByteArray &path) const
{
    return m_rows.find(QByteArrayView(path)) != m_rows.end();
}

DustOverlay::Lifted DustOverlay::liftBelow(const DustPath &path, std::optional<quint64> owner)
{
    Lifted lifted;
    const auto lift = [&](Covers::const_iterator cover) {
        if (owner && cover->second.owner != *owner)
            return std::next(cover);
        const DustRow *row = cover->second.row.get();
        lifted.emplace_hint(lifted.end(), cover->first,
                            row ? std::optional(row->stored()) : std::nullopt);
        return Covers::const_iterator(m_rows.erase(cover));
    };
    const QByteArray &at = path.rendered();
    if (const auto cover = m_rows.find(QByteArrayView(at)); cover != m_rows.end())
        lift(cover);
    const auto bounds = at.isEmpty() ? range({}, {}) : range(at + '/', at + char('/' + 1));
    for (auto next = bounds.first; next != bounds.second;)
        next = lift(next);
    return lifted;
}
