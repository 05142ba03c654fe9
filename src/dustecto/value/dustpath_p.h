// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTPATH_P_H
#define DUSTPATH_P_H

#include "dustpath.h"

// The rules of PROTOCOL section 1 that paths and patterns share.
namespace DustPathRules {

enum Reason { EmptyPath, EmptySegment, InvalidEscape, InvalidUnicode, PathTooLong, ManyNotTail };

// The error for text that is not a path; noun is what the text was meant to be: "path" or
// "pattern".
DustError error(Reason reason, QStringView noun, const QString &text);

// The canonical bytes of text, or why there are none.
DustResult<QByteArray> canonical(QStringView noun, const QString &text);

// Walks over the segments of rendered bytes in place.
class SegmentCursor
{
public:
    SegmentCursor() = default;
    explicit SegmentCursor(QByteArrayView rendered) : m_rest(rendered), m_atEnd(rendered.isEmpty())
    {}

    bool atEnd() const { return m_atEnd; }
    QByteArrayView next()
    {
        const qsizetype slash = m_rest.indexOf('/');
        m_atEnd = slash < 0;
        const QByteArrayView segment = m_atEnd ? m_rest : m_rest.first(slash);
        if (!m_atEnd)
            m_rest = m_rest.sliced(slash + 1);
        return segment;
    }

private:
    QByteArrayView m_rest;
    bool m_atEnd = true;
};

} // namespace DustPathRules

#endif // DUSTPATH_P_H
