// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef LINKPLAN_H
#define LINKPLAN_H

#include "link.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QSet>

// What an import has to write, and what is said when it is done. Pure.
class LinkPlan
{
    Q_DECLARE_TR_FUNCTIONS(LinkPlan)

public:
    LinkPlan() = default;
    // Links that are there already are left as they are, and those that are no good are skipped.
    LinkPlan(const QList<Link> &links, const QSet<QString> &existing);

    const QList<DustChangeset> &missing() const { return m_missing; }
    QString summary() const;
    // Nothing of the file could be used.
    bool isFailure() const { return m_skipped > 0 && m_present == 0 && m_missing.isEmpty(); }

    // "1 link", "768 links".
    static QString countText(qsizetype count);

private:
    QList<DustChangeset> m_missing;
    qsizetype m_present = 0;
    qsizetype m_skipped = 0;
    QString m_firstSkipped; // and why
};

#endif // LINKPLAN_H
