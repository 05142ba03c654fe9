// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustpatternscan_p.h"

#include <algorithm>

using Segment = DustPattern::Segment;

namespace {

constexpr char AfterSlash = '/' + 1;

} // namespace

DustPatternScan::DustPatternScan(const DustReadView &rows, const DustPattern &pattern)
    : m_rows(rows), m_segments(pattern.segments())
{
    if (const QByteArray prefix = pattern.literalPrefix().rendered(); !prefix.isEmpty()) {
        m_from = prefix + '/';
        m_to = prefix + AfterSlash;
    }
}

DustPatternScan::Verdict DustPatternScan::judge(QByteArrayView path, Direction direction) const
{
    qsizetype begin = 0;
    for (qsizetype i = 0; i < m_segments.size(); ++i) {
        if (begin > path.size())
            return {};
        const Segment &segment = m_segments.at(i);
        if (segment.kind == Segment::Many)
            return { true, {} };
        const qsizetype slash = path.indexOf('/', begin);
        const qsizetype end = slash < 0 ? path.size() : slash;
        if (segment.kind == Segment::Literal && path.sliced(begin, end - begin) != segment.text)
            return { false, jumpOver(path.first(begin), i, path, direction) };
        begin = end + 1;
    }
    if (begin > path.size())
        return { true, {} };
    // It goes on where the pattern ends, and so does everything below the matching part.
    const char edge = direction == Up ? AfterSlash : '/';
    return { false, path.first(begin - 1).toByteArray() + edge };
}

// For a path that begins with `head`, which matches and ends with a slash, and goes on with another
// segment than the pattern's literal one.
QByteArray DustPatternScan::jumpOver(QByteArrayView head, qsizetype segment, QByteArrayView path,
                                     Direction direction) const
{
    const bool isLast = segment == m_segments.size() - 1;
    QByteArray wanted = head.toByteArray() + m_segments.at(segment).text;
    if (direction == Up) {
        if (!isLast)
            wanted.append('/');
        return path < QByteArrayView(wanted) ? wanted : head.chopped(1).toByteArray() + AfterSlash;
    }
    wanted.append(isLast ? '\0' : AfterSlash);
    return path >= QByteArrayView(wanted) ? wanted : head.toByteArray();
}

void DustPatternScan::run(QByteArray from, QByteArray to, Direction direction,
                          Visitor visitor) const
{
    // A jump costs about as much as walking over this many rows.
    constexpr int WorthAJump = 12;
    QByteArray jump;
    int passed = 0;
    const auto isBeforeJump = [&](const DustRow &row) {
        return direction == Up ? row.path() < QByteArrayView(jump)
                               : row.path() >= QByteArrayView(jump);
    };
    const auto visit = [&](const DustRow &row) {
        if (!jump.isEmpty() && isBeforeJump(row))
            return ++passed < WorthAJump;
        Verdict verdict = judge(row.path(), direction);
        jump = std::move(verdict.jump);
        passed = 0;
        return !verdict.matches || visitor(row);
    };
    while (to.isEmpty() || from < to) {
        passed = 0;
        if (direction == Up)
            m_rows.scan(from, to, visit);
        else
            m_rows.scanDescending(from, to, visit);
        if (passed < WorthAJump)
            return;
        (direction == Up ? from : to) = jump;
        jump.clear();
    }
}

void DustPatternScan::ascending(const QByteArray &bound, Visitor visitor) const
{
    run(bound.isEmpty() ? m_from : std::max(m_from, bound + '\0'), m_to, Up, visitor);
}

void DustPatternScan::descending(const QByteArray &bound, Visitor visitor) const
{
    const bool isWithin = !bound.isEmpty() && (m_to.isEmpty() || bound < m_to);
    run(m_from, isWithin ? bound : m_to, Down, visitor);
}
