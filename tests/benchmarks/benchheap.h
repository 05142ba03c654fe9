// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef BENCHHEAP_H
#define BENCHHEAP_H

#include <QtCore/QByteArray>

#include <array>
#include <malloc.h>
#include <map>

// What leaves of 30-byte paths and 32-byte values take on the heap.
namespace BenchHeap {

constexpr int Leaves = 100'000;

inline QByteArray path(int number)
{
    return QByteArrayLiteral("links/package-name-")
            + QByteArray::number(number).rightJustified(6, '0') + "/title";
}

inline double inUse()
{
    malloc_trim(0);
    return double(mallinfo2().uordblks) + double(mallinfo2().hblkhd);
}

inline double perLeaf(double before)
{
    return (inUse() - before) / Leaves;
}

// The ceiling: a tree of them.
inline double bare()
{
    const double before = inUse();
    std::map<QByteArray, std::array<char, 32>> leaves;
    for (int i = 0; i < Leaves; ++i)
        leaves[path(i)] = {};
    return perLeaf(before);
}

} // namespace BenchHeap

#endif // BENCHHEAP_H
