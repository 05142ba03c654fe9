// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "link.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

DustChangeset Link::changeset(const Link &link, const QVariantMap &params)
{
    static const QRegularExpression webAddress(u"^https?://[^\\s/]+"_s);
    return DustChangeset::cast(link, params,
                               { u"slug"_s, u"title"_s, u"url"_s, u"tags"_s, u"note"_s })
            .validateRequired()
            .validateSlug()
            .validateLength(u"title"_s, DustLength().max(200))
            .validateChange(u"url"_s, [](const QString &field, const QVariant &address) {
                QList<DustFieldError> errors;
                if (!webAddress.match(address.toUrl().toString()).hasMatch())
                    errors.append({ field, u"must start with http:// or https://"_s });
                return errors;
            });
}
