// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustpath.h"

#include "dustpath_p.h"
#include "dusttext_p.h"

using namespace Qt::StringLiterals;
using namespace DustPathRules;

/*!
    \class DustPath
    \inmodule DustEcto
    \brief The DustPath class is the place of a value in a store.

    A path is a list of non-empty segments (PROTOCOL section 1). Rendered, the segments are joined by slashes, and
    inside a segment a tilde is written \c{~0} and a slash \c{~1}, as in RFC 6901 but without a leading slash. Dots,
    stars, spaces, NUL and any other Unicode are ordinary characters.

    A DustPath keeps the rendered UTF-8, so that copying, comparing, hashing and ordering cost what they cost for a
    QByteArray. Paths are ordered by those bytes, as stores order their rows.

    A default-constructed path is empty. It is no place for a value; as an argument it stands for the root of the
    store, the ancestor of every path.

    \snippet value.cpp path

    \sa DustPattern
*/
namespace {

constexpr QStringView Noun = u"path";

std::optional<Reason> faultIn(QByteArrayView rendered)
{
    if (rendered.isEmpty())
        return EmptyPath;
    if (rendered.size() > DustPath::MaximumBytes)
        return PathTooLong;
    char previous = '/';
    for (const char c : rendered) {
        if (c == '/' && previous == '/')
            return EmptySegment;
        if (previous == '~' && c != '0' && c != '1')
            return InvalidEscape;
        previous = c;
    }
    if (previous == '/')
        return EmptySegment;
    if (previous == '~')
        return InvalidEscape;
    return std::nullopt;
}

} // namespace

DustError DustPathRules::error(Reason reason, QStringView noun, const QString &text)
{
    const auto refuse = [&](const QString &name, const QString &saying) {
        const QString message = u"The %1 %2 %3"_s.arg(noun, DustText::quoted(text), saying);
        return DustError::invalidParams(name, message).with(u"path"_s, text);
    };
    switch (reason) {
    case EmptyPath:
        return refuse(u"empty_path"_s, u"is empty: name at least one segment."_s);
    case EmptySegment:
        return refuse(
                u"empty_segment"_s,
                u"has an empty segment: remove the slash that begins, ends or is doubled in it."_s);
    case InvalidEscape:
        return refuse(
                u"invalid_escape"_s,
                u"has a \"~\" followed by neither 0 nor 1: inside a segment write \"~0\" for a "
                "tilde and \"~1\" for a slash."_s);
    case InvalidUnicode:
        return refuse(u"invalid_unicode"_s,
                      u"is not valid Unicode: remove the lone surrogate or the malformed UTF-8."_s);
    case PathTooLong:
        return refuse(u"path_too_long"_s,
                      u"is longer than %1 bytes of UTF-8: shorten its segments."_s.arg(
                              DustPath::MaximumBytes));
    case ManyNotTail:
        break;
    }
    return refuse(u"wildcard_many_not_tail"_s,
                  u"has a \"**\" before its last segment: move it to the end, or write \"*\" for "
                  "exactly one segment."_s);
}

DustResult<QByteArray> DustPathRules::canonical(QStringView noun, const QString &text)
{
    if (!text.isValidUtf16())
        return error(InvalidUnicode, noun, text);
    QByteArray rendered = text.toUtf8();
    if (const auto fault = faultIn(rendered))
        return error(*fault, noun, text);
    return rendered;
}

/*!
    \variable DustPath::MaximumBytes

    The most bytes that a rendered path may have: a longer one crashes the channel of a real server (PROTOCOL section 5).
*/

/*!
    Returns the path that \a rendered writes.

    Fails with DustError::InvalidParams and one of the reasons \c empty_path, \c empty_segment, \c invalid_escape,
    \c invalid_unicode (a lone surrogate) and \c path_too_long (more than MaximumBytes). The detail \c path is the
    text as it was given.

    \sa fromSegments(), toString()
*/
DustResult<DustPath> DustPath::parse(const QString &rendered)
{
    auto bytes = canonical(Noun, rendered);
    if (!bytes)
        return bytes.error();
    return fromCanonical(*bytes);
}

/*!
    \overload

    Returns the path that the bytes \a utf8 write. Bytes that are not UTF-8 fail with \c invalid_unicode.
*/
DustResult<DustPath> DustPath::parse(QByteArrayView utf8)
{
    if (!utf8.isValidUtf8())
        return error(InvalidUnicode, Noun, DustText::fromUtf8(utf8));
    if (const auto fault = faultIn(utf8))
        return error(*fault, Noun, DustText::fromUtf8(utf8));
    return fromCanonical(utf8.toByteArray());
}

/*!
    \fn DustResult<DustPath> DustPath::parse(const char *utf8)
    \overload

    Returns the path that \a utf8 writes.
*/

/*!
    Returns the path of \a segments, which are not escaped.

    Fails with DustError::InvalidParams and one of the reasons \c empty_path (no segments), \c empty_segment,
    \c invalid_unicode and \c path_too_long.

    \sa segments()
*/
DustResult<DustPath> DustPath::fromSegments(const QStringList &segments)
{
    const auto refused = [&](Reason reason) { return error(reason, Noun, segments.join(u'/')); };
    if (segments.isEmpty())
        return refused(EmptyPath);
    QByteArray rendered;
    for (const QString &segment : segments) {
        if (segment.isEmpty())
            return refused(EmptySegment);
        if (!segment.isValidUtf16())
            return refused(InvalidUnicode);
        if (!rendered.isEmpty())
            rendered.append('/');
        rendered.append(escapeSegment(segment));
        if (rendered.size() > MaximumBytes)
            return refused(PathTooLong);
    }
    return fromCanonical(rendered);
}

/*!
    \fn bool DustPath::isEmpty() const

    Returns whether the path has no segments.
*/

/*!
    \fn const QByteArray &DustPath::rendered() const

    Returns the rendered path in UTF-8.

    \sa toString(), fromCanonical()
*/

/*!
    Returns the path of the bytes \a rendered, which came out of rendered() before, such as the key of a row. Nothing
    is checked: use parse() for anything else.
*/
DustPath DustPath::fromCanonical(const QByteArray &rendered)
{
    DustPath path;
    path.m_rendered = rendered;
    return path;
}

/*!
    Returns the rendered path.

    \sa parse()
*/
QString DustPath::toString() const
{
    return DustText::fromUtf8(m_rendered);
}

/*!
    Returns the segments, not escaped.
*/
QStringList DustPath::segments() const
{
    QStringList segments;
    for (SegmentCursor cursor(m_rendered); !cursor.atEnd();)
        segments.append(unescapeSegment(cursor.next()));
    return segments;
}

/*!
    Returns how many segments the path has.
*/
int DustPath::segmentCount() const
{
    return isEmpty() ? 0 : int(m_rendered.count('/')) + 1;
}

/*!
    Returns the last segment, not escaped; an empty string for an empty path.
*/
QString DustPath::lastSegment() const
{
    return unescapeSegment(QByteArrayView(m_rendered).sliced(m_rendered.lastIndexOf('/') + 1));
}

/*!
    Returns the path without its last segment. The parent of a single segment is empty.
*/
DustPath DustPath::parent() const
{
    const qsizetype slash = m_rendered.lastIndexOf('/');
    return slash < 0 ? DustPath() : fromCanonical(m_rendered.first(slash));
}

/*!
    Returns the path of \a segment, which is not escaped, below this one.

    Fails with DustError::InvalidParams and one of the reasons \c empty_segment, \c invalid_unicode and
    \c path_too_long.

    \sa joined(), parent()
*/
DustResult<DustPath> DustPath::child(const QString &segment) const
{
    const auto refused = [&](Reason reason) {
        return error(reason, Noun, toString() + u'/' + segment);
    };
    if (segment.isEmpty())
        return refused(EmptySegment);
    if (!segment.isValidUtf16())
        return refused(InvalidUnicode);
    DustPath path = joined(fromCanonical(escapeSegment(segment)));
    if (path.m_rendered.size() > MaximumBytes)
        return refused(PathTooLong);
    return path;
}

/*!
    Returns \a relative below this path. The length of the result is not checked: DustOperation::validate() does.

    \sa child()
*/
DustPath DustPath::joined(const DustPath &relative) const
{
    if (isEmpty())
        return relative;
    if (relative.isEmpty())
        return *this;
    QByteArray rendered;
    rendered.reserve(m_rendered.size() + 1 + relative.m_rendered.size());
    rendered.append(m_rendered).append('/').append(relative.m_rendered);
    return fromCanonical(rendered);
}

/*!
    Returns whether \a other lies below this path; a path is not its own ancestor.
*/
bool DustPath::isAncestorOf(const DustPath &other) const
{
    if (isEmpty())
        return !other.isEmpty();
    const qsizetype size = m_rendered.size();
    return other.m_rendered.size() > size && other.m_rendered.at(size) == '/'
            && other.m_rendered.startsWith(m_rendered);
}

/*!
    Returns whether this path and \a other are equal or one is the ancestor of the other, so that a write to one
    can change what is read at the other.
*/
bool DustPath::overlaps(const DustPath &other) const
{
    return *this == other || isAncestorOf(other) || other.isAncestorOf(*this);
}

/*!
    Returns \a segment in UTF-8 as it is written inside a rendered path.

    \sa unescapeSegment()
*/
QByteArray DustPath::escapeSegment(const QString &segment)
{
    QByteArray utf8 = segment.toUtf8();
    if (utf8.contains('~'))
        utf8.replace('~', "~0");
    if (utf8.contains('/'))
        utf8.replace('/', "~1");
    return utf8;
}

/*!
    Returns the segment that is written \a rendered inside a rendered path.

    \sa escapeSegment()
*/
QString DustPath::unescapeSegment(QByteArrayView rendered)
{
    if (!rendered.contains('~'))
        return DustText::fromUtf8(rendered);
    QByteArray plain = rendered.toByteArray();
    plain.replace("~1", "/").replace("~0", "~");
    return DustText::fromUtf8(plain);
}

/*!
    \fn bool DustPath::operator==(const DustPath &a, const DustPath &b)

    Returns whether \a a and \a b are the same path.
*/

/*!
    \fn bool DustPath::operator!=(const DustPath &a, const DustPath &b)

    Returns whether \a a and \a b are different paths.
*/

/*!
    \fn bool DustPath::operator<(const DustPath &a, const DustPath &b)

    Returns whether \a a comes before \a b by the bytes of their rendered UTF-8.
*/

/*!
    \fn size_t DustPath::qHash(const DustPath &path, size_t seed)

    Returns the hash of \a path with \a seed.
*/

/*!
    \fn QDebug DustPath::operator<<(QDebug debug, const DustPath &path)

    Writes \a path to \a debug, shortened to about 80 characters.
*/
QDebug operator<<(QDebug debug, const DustPath &path)
{
    const QDebugStateSaver saver(debug);
    return debug.nospace().noquote() << "DustPath(" << DustText::quoted(path.toString()) << ')';
}

#include "moc_dustpath.cpp"
