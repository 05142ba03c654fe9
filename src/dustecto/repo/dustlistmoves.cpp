// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustlistmoves_p.h"

#include <algorithm>
#include <numeric>

namespace DustListMoves {

namespace {

// How many of the first n are still there; one can be taken out at a time. A Fenwick tree.
class PrefixCount
{
public:
    explicit PrefixCount(std::size_t size) : m_sums(size + 1, 0)
    {
        for (std::size_t i = 1; i <= size; ++i) {
            m_sums[i] += 1;
            if (const std::size_t parent = i + (i & (~i + 1)); parent <= size)
                m_sums[parent] += m_sums[i];
        }
    }

    int before(std::size_t n) const
    {
        int sum = 0;
        for (; n > 0; n &= n - 1)
            sum += m_sums[n];
        return sum;
    }

    void take(std::size_t n)
    {
        for (++n; n < m_sums.size(); n += n & (~n + 1))
            --m_sums[n];
    }

private:
    std::vector<int> m_sums;
};

// For each value, how many of the others are smaller; they are distinct.
std::vector<int> ranks(const std::vector<int> &values)
{
    std::vector<int> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    std::vector<int> result;
    result.reserve(values.size());
    for (const int value : values)
        result.push_back(
                int(std::lower_bound(sorted.begin(), sorted.end(), value) - sorted.begin()));
    return result;
}

// Which of the candidates need not move: as many as possible of those that keep their place among
// the other rows and their order among each other (a longest increasing subsequence of their
// indexes).
std::vector<bool> staying(const std::vector<Candidate> &candidates)
{
    std::vector<int> indexes;
    indexes.reserve(candidates.size());
    for (const Candidate &candidate : candidates)
        indexes.push_back(candidate.index);
    const std::vector<int> smaller = ranks(indexes);

    constexpr int None = -1;
    std::vector<int> tails; // the candidate that ends the best subsequence of each length
    std::vector<int> previous(candidates.size(), None);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (indexes[i] - smaller[i] != candidates[i].rank)
            continue;
        const auto tail = std::lower_bound(
                tails.begin(), tails.end(), indexes[i],
                [&](int candidate, int index) { return indexes[std::size_t(candidate)] < index; });
        previous[i] = tail == tails.begin() ? None : *std::prev(tail);
        if (tail == tails.end())
            tails.push_back(int(i));
        else
            *tail = int(i);
    }

    std::vector<bool> stays(candidates.size(), false);
    for (int i = tails.empty() ? None : tails.back(); i != None; i = previous[std::size_t(i)])
        stays[std::size_t(i)] = true;
    return stays;
}

// The rows that move, in the order they shall have. They are put into their places in this order,
// each directly before the staying row it shall precede.
class Planner
{
public:
    explicit Planner(const std::vector<Candidate> &candidates);
    std::vector<Move> run();

private:
    int currentIndex(std::size_t mover) const;
    int destination(std::size_t mover) const;

    std::vector<int> m_toGap; // staying rows before it afterwards
    std::vector<int> m_fromGap; // staying rows before it now
    std::vector<int> m_sequence; // movers before it now
    std::vector<int> m_gapsInSequence; // m_fromGap as the movers stand now
    PrefixCount m_waiting; // movers not yet placed, as they stand now
    std::size_t m_placed = 0;
};

Planner::Planner(const std::vector<Candidate> &candidates) : m_waiting(0)
{
    const std::vector<bool> stays = staying(candidates);
    std::vector<int> indexes;
    int stayed = 0;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (stays[i]) {
            ++stayed;
            continue;
        }
        m_toGap.push_back(candidates[i].rank + stayed);
        indexes.push_back(candidates[i].index);
    }
    m_sequence = ranks(indexes);
    m_gapsInSequence.resize(indexes.size());
    for (std::size_t i = 0; i < indexes.size(); ++i) {
        m_fromGap.push_back(indexes[i] - m_sequence[i]);
        m_gapsInSequence[std::size_t(m_sequence[i])] = m_fromGap[i];
    }
    m_waiting = PrefixCount(indexes.size());
}

int Planner::currentIndex(std::size_t mover) const
{
    const auto end = m_toGap.begin() + std::ptrdiff_t(m_placed);
    const auto placedBefore = std::lower_bound(m_toGap.begin(), end, m_fromGap[mover])
            - m_toGap.begin();
    return m_fromGap[mover] + m_waiting.before(std::size_t(m_sequence[mover])) + int(placedBefore);
}

int Planner::destination(std::size_t mover) const
{
    const auto waitingBefore = std::upper_bound(m_gapsInSequence.begin(), m_gapsInSequence.end(),
                                                m_toGap[mover])
            - m_gapsInSequence.begin();
    return m_toGap[mover] + m_waiting.before(std::size_t(waitingBefore)) + int(m_placed);
}

std::vector<Move> Planner::run()
{
    std::vector<Move> moves;
    while (m_placed < m_toGap.size()) {
        Move move{ currentIndex(m_placed), 1, destination(m_placed) };
        std::size_t next = m_placed + 1;
        while (next < m_toGap.size() && m_toGap[next] == m_toGap[m_placed]
               && currentIndex(next) == move.from + move.count) {
            ++move.count;
            ++next;
        }
        moves.push_back(move);
        for (; m_placed < next; ++m_placed)
            m_waiting.take(std::size_t(m_sequence[m_placed]));
    }
    return moves;
}

} // namespace

std::vector<Move> plan(const std::vector<Candidate> &candidates)
{
    return Planner(candidates).run();
}

} // namespace DustListMoves
