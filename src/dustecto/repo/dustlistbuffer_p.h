// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTLISTBUFFER_P_H
#define DUSTLISTBUFFER_P_H

#include <QtCore/qglobal.h>

#include <algorithm>
#include <type_traits>
#include <vector>

// A sequence with its free room as one gap where the last change was. A change costs the distance
// from there, so that a pass that removes or inserts many ranges from the back is linear as a
// whole.
template<typename T>
class DustListBuffer
{
    static_assert(std::is_trivially_copyable_v<T>);

public:
    int size() const { return int(m_items.size()) - m_gap; }
    T at(int index) const { return m_items[std::size_t(index < m_gapAt ? index : index + m_gap)]; }

    void assign(std::vector<T> items)
    {
        m_items = std::move(items);
        m_gapAt = 0;
        m_gap = 0;
    }

    void remove(int first, int count)
    {
        if (first + count <= m_gapAt) {
            moveGap(first + count);
            m_gapAt -= count;
        } else {
            moveGap(first);
        }
        m_gap += count;
    }

    void insert(int at, const T *items, int count)
    {
        if (m_gap < count)
            grow(count);
        moveGap(at);
        std::copy(items, items + count, m_items.begin() + m_gapAt);
        m_gapAt += count;
        m_gap -= count;
    }

    // As QAbstractItemModel::beginMoveRows() counts: `to` is an index before anything moved.
    void move(int from, int count, int to)
    {
        std::vector<T> items;
        items.reserve(std::size_t(count));
        for (int i = from; i < from + count; ++i)
            items.push_back(at(i));
        remove(from, count);
        insert(to > from ? to - count : to, items.data(), count);
    }

private:
    void moveGap(int to)
    {
        const auto begin = m_items.begin();
        if (to < m_gapAt)
            std::move_backward(begin + to, begin + m_gapAt, begin + m_gapAt + m_gap);
        else
            std::move(begin + m_gapAt + m_gap, begin + to + m_gap, begin + m_gapAt);
        m_gapAt = to;
    }

    void grow(int count)
    {
        moveGap(size());
        m_items.resize(std::size_t(size()) + std::size_t(std::max(count, size() / 2)));
        m_gap = int(m_items.size()) - m_gapAt;
    }

    std::vector<T> m_items;
    int m_gapAt = 0;
    int m_gap = 0;
};

#endif // DUSTLISTBUFFER_P_H
