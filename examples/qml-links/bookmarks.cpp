// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "linkreader.h"
#include "linkslugs.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace {

QString decoded(const QString &text)
{
    static const QRegularExpression entity(
            u"&(?:#(\\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));"_s);
    static const QHash<QString, QString> named{ { u"amp"_s, u"&"_s },
                                                { u"lt"_s, u"<"_s },
                                                { u"gt"_s, u">"_s },
                                                { u"quot"_s, u"\""_s },
                                                { u"apos"_s, u"'"_s } };
    QString result;
    qsizetype from = 0;
    for (const auto &match : entity.globalMatch(text)) {
        result += QStringView(text).mid(from, match.capturedStart() - from);
        from = match.capturedEnd();
        const uint code = match.hasCaptured(1) ? match.captured(1).toUInt()
                                               : match.captured(2).toUInt(nullptr, 16);
        if (match.hasCaptured(3))
            result += named.value(match.captured(3));
        else if (code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff))
            result += QString::fromUcs4(reinterpret_cast<const char32_t *>(&code), 1);
    }
    result += QStringView(text).mid(from);
    return result;
}

QString attribute(const QString &tag, const QString &name)
{
    const QRegularExpression pattern(u"\\s%1\\s*=\\s*\"([^\"]*)\""_s.arg(name),
                                     QRegularExpression::CaseInsensitiveOption);
    return decoded(pattern.match(tag).captured(1));
}

} // namespace

DustResult<QList<Link>> LinkReader::fromBookmarks(const QByteArray &html)
{
    // The format is a line-based convention, not HTML: <DT><H3>folder</H3> <DL> … <DT><A HREF="…">title</A> … </DL>.
    static const QRegularExpression token(
            u"(<H3[^>]*>)([^<]*)</H3>|(<A\\s[^>]*>)([^<]*)</A>|(</DL>)"_s,
            QRegularExpression::CaseInsensitiveOption);
    const QString text = QString::fromUtf8(html);
    if (!text.left(4096).contains(u"NETSCAPE-Bookmark-file"_s, Qt::CaseInsensitive))
        return DustError::invalidParams(u"not_importable"_s,
                                        u"this HTML is not a bookmark export: it does not say "
                                        u"NETSCAPE-Bookmark-file; use your browser's "
                                        "\"Export bookmarks\""_s);
    QList<Link> links;
    LinkSlugs slugs;
    QStringList folders;
    for (const auto &match : token.globalMatch(text)) {
        if (match.hasCaptured(1)) {
            folders.append(decoded(match.captured(2)).trimmed());
        } else if (match.hasCaptured(5)) {
            if (!folders.isEmpty())
                folders.removeLast();
        } else {
            Link link;
            link.url = QUrl(attribute(match.captured(3), u"href"_s));
            link.title = Link::titleOf(decoded(match.captured(4)));
            link.tags = attribute(match.captured(3), u"tags"_s).split(u',', Qt::SkipEmptyParts);
            if (link.tags.isEmpty() && !folders.isEmpty())
                link.tags.append(folders.last());
            // Browsers export scripts and their own pages as well.
            if (!Link::isWebAddress(link.url))
                continue;
            if (link.title.isEmpty())
                link.title = link.url.host();
            link.slug = slugs.claimFor(link.url);
            links.append(link);
        }
    }
    return links;
}
