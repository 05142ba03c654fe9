// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTROWTABLE_P_H
#define DUSTROWTABLE_P_H

// The rows of one store in path order. Exported for our own plugins and tests; not public API.

#include "dustrow_p.h"

#include <vector>

class DUSTECTO_EXPORT DustRowTable final : public DustReadView
{
public:
    DustRowTable();
    DustRowTable(DustRowTable &&other) noexcept;
    DustRowTable &operator=(DustRowTable &&other) noexcept;
    ~DustRowTable() override;

    const DustRow *find(QByteArrayView path) const override;
    void scan(QByteArrayView from, QByteArrayView to, Visitor visitor) const override;
    void scanDescending(QByteArrayView from, QByteArrayView to, Visitor visitor) const override;
    qsizetype count() const override { return m_count; }

    // Both give back the row that was at the path, or null.
    DustRow::Pointer insert(DustRow::Pointer row);
    DustRow::Pointer take(QByteArrayView path);

private:
    // Rows in order, cut into runs; no run is empty. Half the memory of a tree of rows, and a
    // search that reads nothing but rows.
    static constexpr std::size_t RunLength = 128;
    using Run = std::vector<DustRow *>; // owned

    struct Position
    {
        std::size_t run = 0;
        std::size_t row = 0;
    };
    Position lowerBound(QByteArrayView path) const;
    DustRow *rowAt(Position position, QByteArrayView path) const;
    Position makeRoom(Position position);
    void mergeWithNext(std::size_t run);

    std::vector<Run> m_runs;
    std::vector<const DustRow *> m_firsts; // of each run
    qsizetype m_count = 0;
};

#endif // DUSTROWTABLE_P_H
