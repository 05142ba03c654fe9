// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef LINKSLUGS_H
#define LINKSLUGS_H

#include <QtCore/QSet>
#include <QtCore/QString>
#include <QtCore/QUrl>

// Hands out the slugs of one import: each once, and the same ones for the same file next time.
class LinkSlugs
{
public:
    // False when it was taken before.
    bool claim(const QString &slug);
    // "https://Example.org/a/b/" -> "example.org-a-b", then "example.org-a-b-2", …
    QString claimFor(const QUrl &url);

private:
    QSet<QString> m_taken;
};

#endif // LINKSLUGS_H
