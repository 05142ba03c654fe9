// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTLISTMOVES_P_H
#define DUSTLISTMOVES_P_H

#include <vector>

namespace DustListMoves {

// A row whose place may have changed.
struct Candidate
{
    int index = 0; // where it is
    int rank = 0; // how many rows that are no candidates come before it afterwards
};

// Counted as by QAbstractItemModel::beginMoveRows(), after the moves before it were done.
struct Move
{
    int from = 0;
    int count = 0;
    int to = 0;

    friend bool operator==(const Move &, const Move &) = default;
};

// The moves that bring the candidates, given in the order they shall have, to their places. Rows
// that can stay do; rows that leave together for one place go together.
std::vector<Move> plan(const std::vector<Candidate> &candidates);

} // namespace DustListMoves

#endif // DUSTLISTMOVES_P_H
