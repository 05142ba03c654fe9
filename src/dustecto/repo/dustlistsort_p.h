// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTLISTSORT_P_H
#define DUSTLISTSORT_P_H

#include "dustdecimal.h"
#include "dustrecord.h"

#include <QtCore/QCollator>

#include <variant>
#include <vector>

// What a record is sorted by, made once per record: comparing two costs no conversion and no
// collation.
class DustListSortKey
{
public:
    struct Null
    {
    };
    // Values of different kinds in one free-form field are ordered by kind, in this order.
    using Part =
            std::variant<qint64, quint64, double, DustDecimal, QByteArray, QCollatorSortKey, Null>;

private:
    friend class DustListOrder;
    std::vector<Part> m_parts; // one per sort field
};

// An order of records: {"title", "-addedAt"}. Nulls come last, also where the order descends.
class DustListOrder
{
public:
    DustListOrder() = default;
    // Names that are no fields are left out, and error() says so.
    DustListOrder(const DustSchema &schema, const QStringList &sort, const QLocale &locale);

    DustError error() const { return m_error; }
    DustListSortKey keyOf(const DustRecord &record) const;
    // Whether a record whose fields of these indexes changed may have to move.
    bool reads(const QList<int> &changedFields) const;
    // The new key, made from the old one where nothing changed.
    DustListSortKey updated(const DustListSortKey &key, const DustRecord &record,
                            const QList<int> &changedFields) const;
    int compare(const DustListSortKey &a, const DustListSortKey &b) const;

private:
    struct Field
    {
        int index = -1; // of the schema; -1: the slug
        bool descending = false;
    };
    DustListSortKey::Part partOf(const Field &field, const DustRecord &record) const;
    DustListSortKey::Part text(const QString &text) const;
    DustListSortKey::Part list(const QStringList &members) const;
    DustListSortKey::Part number(const QVariant &value) const;
    DustListSortKey::Part enumeration(const DustField &field, const QVariant &value) const;
    DustListSortKey::Part freeForm(const QVariant &value) const;

    std::vector<Field> m_fields;
    QCollator m_collator;
    DustError m_error;
};

#endif // DUSTLISTSORT_P_H
