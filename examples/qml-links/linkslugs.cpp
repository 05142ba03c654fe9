// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "linkslugs.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

bool LinkSlugs::claim(const QString &slug)
{
    const bool isNew = !m_taken.contains(slug);
    m_taken.insert(slug);
    return isNew;
}

QString LinkSlugs::claimFor(const QUrl &url)
{
    static const QRegularExpression others(u"[^\\w.]+"_s,
                                           QRegularExpression::UseUnicodePropertiesOption);
    static const QRegularExpression ends(u"^-+|-+$"_s);
    QString address = url.host() + url.path();
    if (url.hasQuery())
        address += u'-' + url.query();
    const QString slug = address.toLower().replace(others, u"-"_s).remove(ends).left(100);
    QString free = slug;
    for (int number = 2; !claim(free); ++number)
        free = slug + u'-' + QString::number(number);
    return free;
}
