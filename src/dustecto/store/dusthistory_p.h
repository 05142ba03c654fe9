// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTHISTORY_P_H
#define DUSTHISTORY_P_H

// What a store held at an earlier seq: its rows, with what the log remembers put back.

#include "dustlogrecord_p.h"
#include "duststorage.h"

#include <map>

struct DustPathLess
{
    using is_transparent = void;
    bool operator()(QByteArrayView a, QByteArrayView b) const { return a < b; }
};
using DustLeafMap = std::map<QByteArray, DustStoredValue, DustPathLess>;

class DustHistory
{
public:
    explicit DustHistory(const DustStorage &storage) : m_storage(storage) {}

    // Kind Storage, with the path, when the bytes are damaged.
    static DustResult<DustValue> valueOf(const QByteArray &path, const DustStoredValue &leaf);

    // The leaf at the path and all below it, now and at the seq. The empty path is the store. The
    // log must reach back to the seq.
    DustLeafMap now(const DustPath &path) const;
    DustResult<DustLeafMap> at(quint64 seq, const DustPath &path) const;

    // Whether the log knows of an operation on the path, below it, or on an ancestor that touched
    // one of its leaves.
    DustResult<bool> mentions(const DustPath &path) const;

private:
    using Visitor = DustFunctionRef<bool(const DustLogRecord &)>; // false stops
    DustResult<void> readLog(quint64 since, Visitor visitor) const;

    const DustStorage &m_storage;
};

#endif // DUSTHISTORY_P_H
