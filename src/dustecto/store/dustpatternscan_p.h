// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTPATTERNSCAN_P_H
#define DUSTPATTERNSCAN_P_H

// The rows that match a pattern, in path order, without looking at all that do not: it starts at
// the pattern's literal beginning and jumps over subtrees that cannot match.

#include "dustpattern.h"
#include "dustrow_p.h"

class DustPatternScan
{
public:
    using Visitor = DustReadView::Visitor;

    DustPatternScan(const DustReadView &rows, const DustPattern &pattern);

    // Only paths after, or before, `bound`; an empty bound is none.
    void ascending(const QByteArray &bound, Visitor visitor) const;
    void descending(const QByteArray &bound, Visitor visitor) const;

private:
    enum Direction { Up, Down };
    struct Verdict
    {
        bool matches = false;
        // Up: no match is before it. Down: no match is at or after it. Empty: look at the next row.
        QByteArray jump;
    };
    Verdict judge(QByteArrayView path, Direction direction) const;
    QByteArray jumpOver(QByteArrayView head, qsizetype segment, QByteArrayView path,
                        Direction direction) const;
    void run(QByteArray from, QByteArray to, Direction direction, Visitor visitor) const;

    const DustReadView &m_rows;
    const QList<DustPattern::Segment> m_segments;
    QByteArray m_from; // every match is in [from, to); an empty `to` is the end
    QByteArray m_to;
};

#endif // DUSTPATTERNSCAN_P_H
