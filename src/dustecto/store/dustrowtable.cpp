// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustrowtable_p.h"

#include <algorithm>
#include <cstring>

namespace {

bool less(QByteArrayView a, QByteArrayView b)
{
    const qsizetype common = std::min(a.size(), b.size());
    const int order = common ? std::memcmp(a.data(), b.data(), std::size_t(common)) : 0;
    return order ? order < 0 : a.size() < b.size();
}

bool rowLess(const DustRow *row, QByteArrayView path)
{
    return less(row->path(), path);
}

bool pathLess(QByteArrayView path, const DustRow *row)
{
    return less(path, row->path());
}

} // namespace

DustRowTable::DustRowTable() = default;

DustRowTable::DustRowTable(DustRowTable &&other) noexcept
    : m_runs(std::exchange(other.m_runs, {})), m_firsts(std::exchange(other.m_firsts, {})),
      m_count(std::exchange(other.m_count, 0))
{}

DustRowTable &DustRowTable::operator=(DustRowTable &&other) noexcept
{
    std::swap(m_runs, other.m_runs);
    std::swap(m_firsts, other.m_firsts);
    std::swap(m_count, other.m_count);
    return *this;
}

DustRowTable::~DustRowTable()
{
    for (const Run &run : m_runs)
        std::for_each(run.begin(), run.end(), DustRow::Deleter());
}

// The first row at or after the path; one past the last row of the last run when there is none.
DustRowTable::Position DustRowTable::lowerBound(QByteArrayView path) const
{
    const auto after = std::upper_bound(m_firsts.begin(), m_firsts.end(), path, pathLess);
    if (after == m_firsts.begin())
        return {};
    const std::size_t index = std::size_t(after - m_firsts.begin()) - 1;
    const Run &run = m_runs[index];
    const auto row = std::lower_bound(run.begin(), run.end(), path, rowLess);
    if (row == run.end() && index + 1 < m_runs.size())
        return { index + 1, 0 };
    return { index, std::size_t(row - run.begin()) };
}

DustRow *DustRowTable::rowAt(Position position, QByteArrayView path) const
{
    if (position.run == m_runs.size() || position.row == m_runs[position.run].size())
        return nullptr;
    DustRow *row = m_runs[position.run][position.row];
    return row->path() == path ? row : nullptr;
}

const DustRow *DustRowTable::find(QByteArrayView path) const
{
    return rowAt(lowerBound(path), path);
}

void DustRowTable::scan(QByteArrayView from, QByteArrayView to, Visitor visitor) const
{
    auto [run, row] = lowerBound(from);
    const Position end = to.isEmpty() ? Position{ m_runs.size(), 0 } : lowerBound(to);
    for (; run < m_runs.size() && run <= end.run; ++run, row = 0) {
        const std::size_t stop = run == end.run ? end.row : m_runs[run].size();
        for (; row < stop; ++row) {
            if (!visitor(*m_runs[run][row]))
                return;
        }
    }
}

void DustRowTable::scanDescending(QByteArrayView from, QByteArrayView to, Visitor visitor) const
{
    const Position begin = lowerBound(from);
    auto [run, row] = to.isEmpty() ? Position{ m_runs.size(), 0 } : lowerBound(to);
    while (run >= begin.run) {
        const std::size_t stop = run == begin.run ? begin.row : 0;
        while (row > stop) {
            if (!visitor(*m_runs[run][--row]))
                return;
        }
        if (run == 0)
            return;
        row = m_runs[--run].size();
    }
}

// Where to insert, after the run that is meant was cut when it was full.
DustRowTable::Position DustRowTable::makeRoom(Position position)
{
    if (m_runs.empty()) {
        m_runs.emplace_back();
        m_firsts.push_back(nullptr);
        return {};
    }
    // Between two runs the left one is as good, and is where rows that come in order belong.
    if (position.row == 0 && position.run > 0 && m_runs[position.run - 1].size() < RunLength)
        return { position.run - 1, m_runs[position.run - 1].size() };
    Run &full = m_runs[position.run];
    if (full.size() < RunLength)
        return position;

    const bool isAtEnd = position.row == full.size();
    const std::size_t cut = isAtEnd ? RunLength : RunLength / 2;
    Run right;
    right.reserve(RunLength);
    right.assign(full.begin() + std::ptrdiff_t(cut), full.end());
    full.resize(cut);
    const std::ptrdiff_t next = std::ptrdiff_t(position.run) + 1;
    m_firsts.insert(m_firsts.begin() + next, right.empty() ? nullptr : right.front());
    m_runs.insert(m_runs.begin() + next, std::move(right));
    if (position.row < cut)
        return position;
    return { position.run + 1, position.row - cut };
}

DustRow::Pointer DustRowTable::insert(DustRow::Pointer row)
{
    // Rows mostly come in order where there are many of them.
    const bool isLast = m_count > 0 && rowLess(m_runs.back().back(), row->path());
    Position position = isLast ? Position{ m_runs.size() - 1, m_runs.back().size() }
                               : lowerBound(row->path());
    if (DustRow *before = rowAt(position, row->path())) {
        if (position.row == 0)
            m_firsts[position.run] = row.get();
        m_runs[position.run][position.row] = row.release();
        return DustRow::Pointer(before);
    }
    position = makeRoom(position);
    Run &run = m_runs[position.run];
    if (position.row == 0)
        m_firsts[position.run] = row.get();
    run.insert(run.begin() + std::ptrdiff_t(position.row), row.release());
    ++m_count;
    return nullptr;
}

DustRow::Pointer DustRowTable::take(QByteArrayView path)
{
    const Position position = lowerBound(path);
    DustRow::Pointer row(rowAt(position, path));
    if (!row)
        return row;
    Run &run = m_runs[position.run];
    run.erase(run.begin() + std::ptrdiff_t(position.row));
    --m_count;
    if (run.empty()) {
        m_runs.erase(m_runs.begin() + std::ptrdiff_t(position.run));
        m_firsts.erase(m_firsts.begin() + std::ptrdiff_t(position.run));
        return row;
    }
    m_firsts[position.run] = run.front();
    if (run.size() < RunLength / 4)
        mergeWithNext(position.run);
    return row;
}

// Keeps runs from thinning out while rows are removed.
void DustRowTable::mergeWithNext(std::size_t run)
{
    const std::size_t next = run + 1;
    if (next == m_runs.size() || m_runs[run].size() + m_runs[next].size() > RunLength / 2)
        return;
    m_runs[run].insert(m_runs[run].end(), m_runs[next].begin(), m_runs[next].end());
    m_runs.erase(m_runs.begin() + std::ptrdiff_t(next));
    m_firsts.erase(m_firsts.begin() + std::ptrdiff_t(next));
}
