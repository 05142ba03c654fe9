// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "linkplan.h"

using namespace Qt::StringLiterals;

namespace {

// "title: can't be blank"
QString firstError(const DustChangeset &changeset)
{
    const QVariantMap errors = changeset.errorMap();
    if (errors.isEmpty())
        return {};
    return errors.firstKey() + u' ' + errors.first().toStringList().value(0);
}

} // namespace

LinkPlan::LinkPlan(const QList<Link> &links, const QSet<QString> &existing)
{
    for (const Link &link : links) {
        const DustChangeset changeset = Link::changeset(Link(), DustRecord::from(link).toMap());
        if (existing.contains(link.slug))
            ++m_present;
        else if (changeset.isValid())
            m_missing.append(changeset);
        else if (m_skipped++ == 0)
            m_firstSkipped = tr("“%1”, %2").arg(link.title, firstError(changeset));
    }
}

QString LinkPlan::summary() const
{
    if (m_missing.isEmpty() && m_skipped == 0) {
        if (m_present == 0)
            return tr("There are no links in it.");
        return m_present == 1
                ? tr("Nothing new: the link is here already.")
                : tr("Nothing new: all %1 are here already.").arg(countText(m_present));
    }
    const QString imported = m_missing.isEmpty() && m_present > 0
            ? tr("Nothing new: %1 here already").arg(countText(m_present))
            : tr("%1 imported").arg(countText(m_missing.size()));
    if (m_skipped == 0)
        return imported + u'.';
    const QString skipped = m_skipped == 1
            ? tr("1 skipped: %1").arg(m_firstSkipped)
            : tr("%1 skipped, first %2").arg(QString::number(m_skipped), m_firstSkipped);
    return imported + u", "_s + skipped + u'.';
}

QString LinkPlan::countText(qsizetype count)
{
    return count == 1 ? tr("1 link") : tr("%1 links").arg(count);
}
