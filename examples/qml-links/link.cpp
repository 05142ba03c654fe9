// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "link.h"

#include <QtCore/QTextBoundaryFinder>

using namespace Qt::StringLiterals;

namespace {

constexpr int LongestTitle = 200; // in characters as readers count them

} // namespace

bool Link::isWebAddress(const QUrl &url)
{
    return url.isValid() && (url.scheme() == u"https" || url.scheme() == u"http")
            && !url.host().isEmpty();
}

QString Link::titleOf(const QString &text)
{
    const QString title = text.simplified();
    QTextBoundaryFinder characters(QTextBoundaryFinder::Grapheme, title);
    qsizetype end = 0;
    for (int count = 0; count < LongestTitle; ++count) {
        if (count == LongestTitle - 1)
            end = characters.position();
        if (characters.toNextBoundary() < 0)
            return title;
    }
    return characters.position() == title.size() ? title : title.left(end) + u'…';
}

DustChangeset Link::changeset(const Link &link, const QVariantMap &params)
{
    return DustChangeset::cast(link, params,
                               { u"slug"_s, u"title"_s, u"url"_s, u"tags"_s, u"note"_s })
            .validateRequired()
            .validateSlug()
            .validateLength(u"title"_s, DustLength().max(LongestTitle))
            .validateChange(u"url"_s, [](const QString &field, const QVariant &address) {
                QList<DustFieldError> errors;
                if (!isWebAddress(address.toUrl()))
                    errors.append({ field, u"must start with http:// or https://"_s });
                return errors;
            });
}
