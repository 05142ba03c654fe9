// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTEFFECTS_P_H
#define DUSTEFFECTS_P_H

// What an operation does to the leaves of a store (PROTOCOL §2), worked out on a view without
// touching it. Leases are in dustleases_p.h.

#include "dustcommit_p.h"

// What the leaves it writes are marked with.
struct DustStamp
{
    quint64 seq = 0;
    qint64 at = 0; // Unix milliseconds

    DustStoredValue stored(const DustValue &value, DustEntry::Type type) const
    {
        return { value.toMessagePack(), type, seq, at };
    }
};

struct DustEffect
{
    DustValue eventValue;
    QList<DustLeafChange> changes; // in path order
};

namespace DustEffects {

// Where PROTOCOL leaves it open:
// - increment, add and remove see what reading the path gives: over a subtree without a leaf they
//   are refused like over any other value of the wrong type; where a leaf and a subtree both
//   exist, the leaf counts and the subtree stays;
// - put_file replaces the subtree as set does;
// - adding a member again makes it the newest; members are the same when their encodings are;
// - only put_file makes a leaf of type file: a file's envelope written by set or merge is a map.
DustResult<DustEffect> of(const DustReadView &rows, const DustOperation &operation,
                          const DustStamp &stamp);

// The parts of it that read the leaf they replace: increment, add, remove.
DustResult<DustEffect> onLeaf(const DustReadView &rows, const DustOperation &operation,
                              const DustStamp &stamp);

// Of two integers, exact from -2^63 to 2^64-1; nothing when the sum is outside.
std::optional<DustValue> integerSum(const DustValue &a, const DustValue &b);

} // namespace DustEffects

#endif // DUSTEFFECTS_P_H
