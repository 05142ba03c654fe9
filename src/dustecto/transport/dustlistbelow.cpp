// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustlistbelow_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

DustQuery below(const DustPath &path)
{
    const DustPattern pattern = DustPattern::descendantsOf(path);
    const QString written = pattern.toString();
    const auto read = DustPattern::compile(written);
    if (read && *read == pattern)
        return DustQuery::list(written);
    return DustQuery::range(path.toString(), path.toString() + u'0'); // which follows '/'
}

} // namespace

DustListBelow::DustListBelow(const DustPath &path) : m_path(path), m_query(below(path)) {}

QList<DustEntry> DustListBelow::entriesOf(const DustPage &page) const
{
    QList<DustEntry> entries = page.entries;
    if (m_query.isRange())
        entries.removeIf(
                [this](const DustEntry &entry) { return !m_path.isAncestorOf(entry.path()); });
    return entries;
}

bool DustListBelow::hasKeys(const DustPage &page) const
{
    const QString base = m_path.toString() + u'/';
    return std::any_of(page.paths.cbegin(), page.paths.cend(),
                       [&base](const QString &path) { return path.startsWith(base); });
}
