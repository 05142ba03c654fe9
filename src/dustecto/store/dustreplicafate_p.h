// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTREPLICAFATE_P_H
#define DUSTREPLICAFATE_P_H

// What became of writes that were sent and never answered, where a compaction has taken the events
// that would say so: what is there now decides (DESIGN §5).

#include "dusthistory_p.h" // DustLeafMap
#include "dustoutboxentry_p.h"

class DustReplicaFate
{
public:
    enum Verdict : quint8 {
        Arrived, // what is there is what it leads to
        Missing, // what is there is what was there before
        Unclear
    };

    // Entries that count at one place are judged together; no others overlap. `before` is what was
    // confirmed when the link ended.
    DustReplicaFate(const QList<const DustOutboxEntry *> &entries, const DustReadView &before);

    Verdict judge(const DustReadView &now) const;

private:
    void note(const DustOperation &operation);

    DustLeafMap m_before; // of the places that the entries write to
    DustLeafMap m_result;
    QList<DustPath> m_trees; // whole subtrees
    QList<QByteArray> m_leaves;
    bool m_isSum = false; // somebody else may have added as much
    bool m_isFile = false;
};

#endif // DUSTREPLICAFATE_P_H
