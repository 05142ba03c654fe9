// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTQUERY_H
#define DUSTQUERY_H

#include "dustentry.h"
#include "dustpattern.h"

// A list (by pattern) or a range (from <= path < to) of entries, one page of it (PROTOCOL §3).
class DUSTECTO_EXPORT DustQuery
{
    Q_GADGET

public:
    enum Order { Ascending, Descending };
    Q_ENUM(Order)
    enum Select { Entries, Keys, Prefixes };
    Q_ENUM(Select)

    static constexpr int DefaultLimit = 50;
    static constexpr int MaximumLimit = 1000;

    static DustQuery list(const QString &pattern);
    static DustQuery range(const QString &from, const QString &to);

    DustQuery &setLimit(int limit);
    DustQuery &setAfter(const QString &path);
    DustQuery &setOrder(Order order);
    DustQuery &setSelect(Select select);

    bool isRange() const { return m_isRange; }
    QString pattern() const { return m_pattern; }
    QString from() const { return m_from; }
    QString to() const { return m_to; }
    int limit() const { return m_limit; }
    QString after() const { return m_after; }
    Order order() const { return m_order; }
    Select select() const { return m_select; }

private:
    QString m_pattern;
    QString m_from;
    QString m_to;
    QString m_after;
    int m_limit = DefaultLimit;
    Order m_order = Ascending;
    Select m_select = Entries;
    bool m_isRange = false;
};

class DUSTECTO_EXPORT DustPage
{
    Q_GADGET

public:
    QList<DustEntry> entries; // Select::Entries
    QStringList paths; // Select::Keys and Prefixes
    QString nextCursor; // empty: this was the last page
};

Q_DECLARE_METATYPE(DustQuery)
Q_DECLARE_METATYPE(DustPage)

#endif // DUSTQUERY_H
