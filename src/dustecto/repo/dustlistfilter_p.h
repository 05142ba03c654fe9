// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTLISTFILTER_P_H
#define DUSTLISTFILTER_P_H

#include "dustrecord.h"

#include <functional>
#include <vector>

// What a filter is made of; all of it must hold.
struct DustListCriteria
{
    QVariantMap equal; // field -> value, or a list of values of which one must do
    QString search; // every word must occur
    QStringList searchFields; // empty: every text field
    std::function<bool(const DustRecord &)> function;
};

// Which records are shown.
class DustListFilter
{
public:
    DustListFilter() = default;
    // A name that is no field lets no record through, and error() says so.
    DustListFilter(const DustSchema &schema, const DustListCriteria &criteria);

    DustError error() const { return m_error; }
    // `folded` keeps what the record is searched by; null: not made yet.
    bool accepts(const DustRecord &record, QString *folded) const;
    // Whether a record whose fields of these indexes changed may be shown or hidden by it.
    bool reads(const QList<int> &changedFields) const;
    bool searches(const QList<int> &changedFields) const;
    // Whether what records are searched by is the same for both.
    bool searchesLike(const DustListFilter &other) const;

    // For people: no case, no accents, no difference of width or ligature.
    static QString fold(const QString &text);

private:
    struct Equal
    {
        int index = -1; // of the schema; -1: the slug
        QVariantList values;
    };
    static QVariantList castValues(const DustField &field, const QVariant &wanted);
    void addEqual(const DustSchema &schema, const QString &name, const QVariant &wanted);
    void addSearchField(const DustSchema &schema, const QString &name);
    void addTextFields(const DustSchema &schema);
    bool matches(const Equal &equal, const DustRecord &record) const;
    QString searchText(const DustRecord &record) const;

    std::vector<Equal> m_equal;
    std::vector<int> m_searchFields;
    QStringList m_words;
    std::function<bool(const DustRecord &)> m_function;
    DustError m_error;
    bool m_acceptsNone = false;
};

#endif // DUSTLISTFILTER_P_H
