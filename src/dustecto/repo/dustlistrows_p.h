// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTLISTROWS_P_H
#define DUSTLISTROWS_P_H

#include "dustlistbuffer_p.h"
#include "dustlistfilter_p.h"
#include "dustlistsort_p.h"
#include "dustrecordcodec_p.h"

#include <QtCore/QHash>

#include <optional>
#include <unordered_map>
#include <vector>

// What became of one record: its state now, or that it is gone. The key is its slug in UTF-8.
struct DustListChange
{
    QByteArray key;
    std::optional<DustRecord> record; // none: it is gone, or is there and has amendments
    bool pending = false; // a write of it is not confirmed yet
    QList<DustRecordAmendment> amendments = {}; // of the record as its row has it
};

// Told about every change of the shown rows, before and after it, in the terms of
// QAbstractItemModel. What returns false was destroyed meanwhile, and the rows with it.
class DustListSignals
{
public:
    virtual ~DustListSignals();
    virtual void beginInsert(int first, int last) = 0;
    [[nodiscard]] virtual bool endInsert() = 0;
    virtual void beginRemove(int first, int last) = 0;
    [[nodiscard]] virtual bool endRemove() = 0;
    virtual void beginMove(int first, int last, int to) = 0;
    [[nodiscard]] virtual bool endMove() = 0;
    // PendingField among the fields: whether a write of these rows is not confirmed yet.
    [[nodiscard]] virtual bool changed(int first, int last, const QList<int> &fields) = 0;
    [[nodiscard]] virtual bool beginLayout() = 0;
    // The new row of each old one.
    [[nodiscard]] virtual bool endLayout(const std::vector<int> &rows) = 0;
};

// All records of a list by key, and those that the filter shows in their order. Each change of
// either tells of the ranges it touches and of nothing else. Pure: no event loop, no store.
class DustListRows
{
public:
    static constexpr int PendingField = -3; // no field, nor the slug

    struct Row
    {
        QByteArray key;
        DustRecord record;
        DustListSortKey sortKey;
        QString folded; // what it is searched by, once it was
        mutable int position = 0; // where it was last found
        bool accepted = false; // by the filter
        bool shown = false; // has a place among the shown rows
        bool pending = false;
    };

    DustListRows() = default;
    Q_DISABLE_COPY_MOVE(DustListRows)

    int count() const { return m_shown.size(); }
    int totalCount() const { return int(m_rows.size()); }
    const Row &at(int row) const { return *m_shown.at(row); }
    const Row *find(const QByteArray &key) const;
    int indexOf(const Row &row) const;
    std::vector<QByteArray> keys() const;

    // Each of these returns false when the signals did, and then must not be touched again.
    [[nodiscard]] bool apply(QList<DustListChange> changes, DustListSignals *target);
    [[nodiscard]] bool setOrder(const DustListOrder &order, DustListSignals *target);
    [[nodiscard]] bool setFilter(const DustListFilter &filter, DustListSignals *target);
    void clear();

private:
    // A shown row with its new key, which it gets when it is moved to its new place, so that its
    // old one can be found by the old key until then.
    struct Rekeyed
    {
        Row *row = nullptr;
        DustListSortKey key;
    };
    struct Changed
    {
        Row *row = nullptr;
        QList<int> fields;
    };
    struct Plan
    {
        std::vector<Row *> removed; // shown until now
        std::vector<Row *> gone; // those of them whose records are no more
        std::vector<Rekeyed> hidden; // those of them that are filtered out and have another key
        std::vector<Rekeyed> rekeyed; // shown before and after
        std::vector<Row *> inserted;
        std::vector<Changed> changed;
    };

    void planChange(DustListChange &&change, Plan *plan);
    void planGone(Row *row, Plan *plan);
    void planNew(DustListChange &&change, Plan *plan);
    void planChanged(Row *row, const QList<int> &fields, Plan *plan);
    [[nodiscard]] bool leave(const Plan &plan, DustListSignals *target);
    [[nodiscard]] bool removeRows(const std::vector<int> &positions, DustListSignals *target);
    [[nodiscard]] bool moveRows(std::vector<Rekeyed> rekeyed, DustListSignals *target);
    [[nodiscard]] bool insertRows(std::vector<Row *> rows, DustListSignals *target);
    [[nodiscard]] bool changeRows(const std::vector<Changed> &changed, DustListSignals *target);

    int compare(const DustListSortKey &key, const QByteArray &slug, const Row &row) const;
    bool isBefore(const Row &a, const Row &b) const { return compare(a.sortKey, a.key, b) < 0; }
    int lowerBound(const DustListSortKey &key, const QByteArray &slug) const;
    int positionOf(const Row &row) const;

    std::unordered_map<QByteArray, Row> m_rows; // its nodes do not move
    DustListBuffer<Row *> m_shown;
    DustListOrder m_order;
    DustListFilter m_filter;
};

#endif // DUSTLISTROWS_P_H
