// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustpattern.h"

#include "dustpath_p.h"
#include "dusttext_p.h"

using namespace Qt::StringLiterals;
using namespace DustPathRules;

/*!
    \class DustPattern
    \inmodule DustEcto
    \brief The DustPattern class selects paths by their segments.

    A pattern is written like a path (PROTOCOL section 1). The segment \c{*} matches exactly one segment, and \c{**},
    which may only stand last, one or more. A segment \c{\\*} or \c{\\**} is the literal star; everything else is
    literal, dots and stars inside a longer segment included. A pattern that ends in \c{**} does not match the path
    before those stars.

    \snippet value.cpp pattern

    A default-constructed pattern is empty and matches nothing.
*/

/*!
    \class DustPattern::Segment
    \inmodule DustEcto
    \brief The Segment struct is one segment of a DustPattern: its kind and, for a literal, its rendered text.
*/

/*!
    \enum DustPattern::Segment::Kind

    \value Literal Matches a segment with this text.
    \value One Matches any one segment.
    \value Many Matches the rest of a path, of at least one segment.
*/

/*!
    \variable DustPattern::Segment::kind

    What the segment matches.
*/

/*!
    \variable DustPattern::Segment::text

    The text of a literal segment, escaped as in a rendered path.
*/

/*!
    Returns the pattern that \a pattern writes.

    Fails with DustError::InvalidParams and one of the reasons of DustPath::parse() or \c wildcard_many_not_tail.

    \sa toString()
*/
DustResult<DustPattern> DustPattern::compile(const QString &pattern)
{
    constexpr QStringView Noun = u"pattern";
    const auto rendered = canonical(Noun, pattern);
    if (!rendered)
        return rendered.error();
    DustPattern compiled;
    for (SegmentCursor cursor(*rendered); !cursor.atEnd();) {
        const QByteArrayView piece = cursor.next();
        if (piece == "**" && !cursor.atEnd())
            return error(ManyNotTail, Noun, pattern);
        if (piece == "*")
            compiled.m_segments.append(Segment{ Segment::One, {} });
        else if (piece == "**")
            compiled.m_segments.append(Segment{ Segment::Many, {} });
        else if (piece == "\\*" || piece == "\\**")
            compiled.m_segments.append(Segment{ Segment::Literal, piece.sliced(1).toByteArray() });
        else
            compiled.m_segments.append(Segment{ Segment::Literal, piece.toByteArray() });
    }
    return compiled;
}

/*!
    Returns the pattern that matches \a path alone, whatever stars it contains.
*/
DustPattern DustPattern::literal(const DustPath &path)
{
    DustPattern pattern;
    for (SegmentCursor cursor(path.rendered()); !cursor.atEnd();)
        pattern.m_segments.append(Segment{ Segment::Literal, cursor.next().toByteArray() });
    return pattern;
}

/*!
    Returns the pattern that matches everything below \a path; everything if \a path is empty.
*/
DustPattern DustPattern::descendantsOf(const DustPath &path)
{
    DustPattern pattern = literal(path);
    pattern.m_segments.append(Segment{ Segment::Many, {} });
    return pattern;
}

/*!
    \fn bool DustPattern::isEmpty() const

    Returns whether the pattern has no segments.
*/

/*!
    \fn const QList<DustPattern::Segment> &DustPattern::segments() const

    Returns the segments of the pattern.
*/

/*!
    Returns how the pattern is written; compile() gives the same pattern again.

    One kind of pattern has no such text: a literal() of a path with a segment that is itself \c{\\*} or \c{\\**},
    since the protocol has no escape for that backslash.
*/
QString DustPattern::toString() const
{
    QByteArray text;
    for (const Segment &segment : m_segments) {
        if (!text.isEmpty())
            text.append('/');
        if (segment.kind == Segment::One)
            text.append('*');
        else if (segment.kind == Segment::Many)
            text.append("**");
        else if (segment.text == "*" || segment.text == "**")
            text.append('\\').append(segment.text);
        else
            text.append(segment.text);
    }
    return DustText::fromUtf8(text);
}

/*!
    Returns whether the pattern has no wildcard, so that it matches one path.
*/
bool DustPattern::isLiteral() const
{
    return !isEmpty()
            && std::all_of(m_segments.cbegin(), m_segments.cend(),
                           [](const Segment &segment) { return segment.kind == Segment::Literal; });
}

/*!
    Returns the path made of the segments before the first wildcard; every match is that path or lies below it. It
    is empty if the first segment is a wildcard.
*/
DustPath DustPattern::literalPrefix() const
{
    QByteArray rendered;
    for (const Segment &segment : m_segments) {
        if (segment.kind != Segment::Literal)
            break;
        if (!rendered.isEmpty())
            rendered.append('/');
        rendered.append(segment.text);
    }
    return DustPath::fromCanonical(rendered);
}

/*!
    Returns whether the pattern matches \a path.
*/
bool DustPattern::matches(const DustPath &path) const
{
    if (isEmpty())
        return false;
    SegmentCursor cursor(path.rendered());
    for (const Segment &segment : m_segments) {
        if (cursor.atEnd())
            return false;
        if (segment.kind == Segment::Many)
            return true;
        const QByteArrayView piece = cursor.next();
        if (segment.kind == Segment::Literal && piece != segment.text)
            return false;
    }
    return cursor.atEnd();
}

/*!
    \fn bool DustPattern::operator==(const DustPattern &a, const DustPattern &b)

    Returns whether \a a and \a b are the same pattern.
*/
bool operator==(const DustPattern &a, const DustPattern &b)
{
    return std::equal(a.m_segments.cbegin(), a.m_segments.cend(), b.m_segments.cbegin(),
                      b.m_segments.cend(),
                      [](const DustPattern::Segment &x, const DustPattern::Segment &y) {
                          return x.kind == y.kind && x.text == y.text;
                      });
}

/*!
    \fn bool DustPattern::operator!=(const DustPattern &a, const DustPattern &b)

    Returns whether \a a and \a b are different patterns.
*/

/*!
    \fn QDebug DustPattern::operator<<(QDebug debug, const DustPattern &pattern)

    Writes \a pattern to \a debug, shortened to about 80 characters.
*/
QDebug operator<<(QDebug debug, const DustPattern &pattern)
{
    const QDebugStateSaver saver(debug);
    return debug.nospace().noquote()
            << "DustPattern(" << DustText::quoted(pattern.toString()) << ')';
}

#include "moc_dustpattern.cpp"
