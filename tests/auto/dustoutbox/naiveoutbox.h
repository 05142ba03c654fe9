// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef NAIVEOUTBOX_H
#define NAIVEOUTBOX_H

// What DustOutbox promises, by its definitions: a list, and every pair looked at.

#include "dustoutboxentry_p.h"

#include <set>

class NaiveOutbox
{
public:
    std::vector<DustOutboxEntry> entries; // in order of number

    void add(const DustOutboxEntry &entry);
    void remove(quint64 number);
    DustOutboxEntry *find(quint64 number);

    std::set<quint64> ready() const;
    quint64 firstTouching(const DustPath &path) const; // 0 if there is none
    bool touches(const DustPath &path) const;
    QList<quint64> region(const DustPath &path, DustPath *root) const;
    // The entry that the operation may be merged into; null if there is none.
    DustOutboxEntry *mergeTarget(const DustOperation &operation);

private:
    bool isClosed(const DustPath &root) const;
};

#endif // NAIVEOUTBOX_H
