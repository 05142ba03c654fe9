// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef SHADOWLIST_H
#define SHADOWLIST_H

#include <QtCore/QAbstractItemModel>
#include <QtCore/QHash>
#include <QtCore/QList>
#include <QtCore/QPersistentModelIndex>
#include <QtCore/QSet>

// A copy of a flat model that knows nothing but what the model's signals say: rows are read when
// they are inserted, single roles when dataChanged() names them. problem() tells the first thing
// that was wrong with the signals, or what the copy lacks.
class ShadowList : public QObject
{
public:
    enum Kind { Inserted, Removed, Moved, Changed, Layout, Reset };
    struct Signal
    {
        Kind kind = Reset;
        int first = -1;
        int last = -1;
        int to = -1;
        QList<int> roles = {};

        friend bool operator==(const Signal &, const Signal &) = default;
    };

    explicit ShadowList(QAbstractItemModel *model) : m_model(model)
    {
        readAll();
        connectRows();
        connect(model, &QAbstractItemModel::dataChanged, this,
                [this](const QModelIndex &topLeft, const QModelIndex &bottomRight,
                       const QList<int> &roles) { change(topLeft, bottomRight, roles); });
        connect(model, &QAbstractItemModel::layoutAboutToBeChanged, this,
                [this](const auto &, auto hint) {
                    if (hint != QAbstractItemModel::VerticalSortHint)
                        fail("a layout changes without VerticalSortHint");
                });
        connect(model, &QAbstractItemModel::layoutChanged, this, [this] { layout(); });
        connect(model, &QAbstractItemModel::modelReset, this, [this] {
            readAll();
            m_signals.append(Signal{ Reset });
        });
    }

    // The signals since the last call.
    QList<Signal> takeSignals() { return std::exchange(m_signals, {}); }
    int count() const { return int(m_rows.size()); }

    // To be called after each change that the model tells of as one, or where only problems count, between them.
    void endChange() { m_last = {}; }
    // For tests in which changes follow each other without a moment to call endChange().
    void allowSplitRanges() { m_splitRangesAllowed = true; }
    QString endStep()
    {
        endChange();
        if (m_problem.isEmpty())
            compare();
        return m_problem;
    }

private:
    struct Row
    {
        QHash<int, QVariant> values; // by role of the first column, then cells
        QPersistentModelIndex index;
    };
    static bool isCellRole(int role) { return role == Qt::DisplayRole || role == Qt::EditRole; }
    // A null text and an empty one are two values of a field; QVariant calls them equal.
    static bool isNullText(const QVariant &value)
    {
        return value.typeId() == QMetaType::QString && value.toString().isNull();
    }
    static int cell(int column, int role) { return -(column * 16 + role) - 1; }

    void fail(const char *what)
    {
        if (m_problem.isEmpty())
            m_problem = QString::fromLatin1(what);
    }

    void readCells(Row *row, int number, int firstColumn, int lastColumn, int role)
    {
        for (int column = firstColumn; column <= lastColumn; ++column)
            row->values.insert(cell(column, role), m_model->index(number, column).data(role));
    }

    Row read(int number)
    {
        Row row;
        row.index = m_model->index(number, 0);
        const QList<int> roles = m_model->roleNames().keys();
        for (const int role : roles) {
            if (isCellRole(role))
                readCells(&row, number, 0, m_model->columnCount() - 1, role);
            else
                row.values.insert(role, row.index.data(role));
        }
        return row;
    }

    void readAll()
    {
        m_rows.clear();
        for (int i = 0; i < m_model->rowCount(); ++i)
            m_rows.append(read(i));
    }

    void connectRows()
    {
        connect(m_model, &QAbstractItemModel::rowsAboutToBeInserted, this,
                [this](const QModelIndex &, int first, int last) {
                    if (first < 0 || first > count() || last < first
                        || m_model->rowCount() != count())
                        fail("rows are about to be inserted at a place that is not there");
                });
        connect(m_model, &QAbstractItemModel::rowsInserted, this,
                [this](const QModelIndex &, int first, int last) {
                    for (int i = first; i <= last; ++i)
                        m_rows.insert(i, read(i));
                    log({ Inserted, first, last });
                });
        connect(m_model, &QAbstractItemModel::rowsAboutToBeRemoved, this,
                [this](const QModelIndex &, int first, int last) {
                    if (first < 0 || last < first || last >= count()
                        || m_model->rowCount() != count())
                        fail("rows are about to be removed that are not there");
                });
        connect(m_model, &QAbstractItemModel::rowsRemoved, this,
                [this](const QModelIndex &, int first, int last) {
                    m_rows.remove(first, last - first + 1);
                    log({ Removed, first, last });
                });
        connect(m_model, &QAbstractItemModel::rowsMoved, this,
                [this](const QModelIndex &, int first, int last, const QModelIndex &, int to) {
                    move(first, last, to);
                    log({ Moved, first, last, to });
                });
    }

    void move(int first, int last, int to)
    {
        if (first < 0 || last < first || last >= count() || to < 0 || to > count()
            || (to >= first && to <= last + 1)) {
            fail("rows move to where they are, or from or to where nothing is");
            return;
        }
        const QList<Row> moved = m_rows.mid(first, last - first + 1);
        m_rows.remove(first, moved.size());
        const int at = to > last ? to - int(moved.size()) : to;
        for (qsizetype i = 0; i < moved.size(); ++i)
            m_rows.insert(at + i, moved.at(i));
    }

    void change(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &roles)
    {
        if (!topLeft.isValid() || !bottomRight.isValid() || bottomRight.row() < topLeft.row()
            || bottomRight.row() >= count()) {
            fail("data changes in rows that are not there");
            return;
        }
        if (roles.isEmpty())
            fail("dataChanged() names no roles");
        for (int i = topLeft.row(); i <= bottomRight.row(); ++i) {
            for (const int role : roles) {
                if (isCellRole(role)) {
                    readCells(&m_rows[i], i, topLeft.column(), bottomRight.column(), role);
                    continue;
                }
                const QVariant value = m_model->index(i, 0).data(role);
                const QVariant before = std::exchange(m_rows[i].values[role], value);
                if (before == value && isNullText(before) == isNullText(value))
                    fail("dataChanged() names a role that did not change");
            }
        }
        log({ Changed, topLeft.row(), bottomRight.row(), -1, roles });
    }

    void layout()
    {
        QList<Row> rows(m_rows.size());
        for (const Row &row : std::as_const(m_rows)) {
            if (!row.index.isValid() || row.index.row() >= rows.size())
                fail("a persistent index is lost in a layout change");
            else
                rows[row.index.row()] = row;
        }
        m_rows = rows;
        log({ Layout });
    }

    void log(const Signal &signal)
    {
        if (m_model->rowCount() != count())
            fail("the count does not follow from the signals");
        const bool sameKind = m_last.kind == signal.kind;
        if (sameKind && signal.kind == Removed
            && (signal.last + 1 == m_last.first || signal.first == m_last.first))
            fail("two ranges are removed that could be one");
        if (sameKind && signal.kind == Inserted && signal.first >= m_last.first
            && signal.first <= m_last.last + 1)
            fail("two ranges are inserted that could be one");
        if (sameKind && signal.kind == Changed && signal.roles == m_last.roles
            && signal.first <= m_last.last + 1 && m_last.first <= signal.last + 1)
            fail("two ranges change that could be one");
        if (sameKind && signal.kind == Moved && areOneMove(m_last, signal))
            fail("two ranges move that could be one");
        m_last = m_splitRangesAllowed ? Signal() : signal;
        m_signals.append(signal);
    }

    // Whether the rows were side by side before both, and are so after them.
    static bool areOneMove(const Signal &a, const Signal &b)
    {
        const int aCount = a.last - a.first + 1;
        const int bCount = b.last - b.first + 1;
        const bool isDown = a.to > a.last;
        const bool wasBehind = b.first == (isDown ? a.first : a.last + 1);
        const bool wasInFront = b.last == (isDown ? a.first - 1 : a.last);
        const int bNow = b.to > b.last ? b.to - bCount : b.to;
        int aNow = isDown ? a.to - aCount : a.to;
        if (b.last < aNow)
            aNow -= bCount;
        if (bNow <= aNow)
            aNow += bCount;
        return (wasBehind && bNow == aNow + aCount) || (wasInFront && bNow + bCount == aNow);
    }

    void compare()
    {
        if (m_model->rowCount() != count())
            return fail("the copy has another number of rows");
        for (int i = 0; i < count(); ++i) {
            if (m_rows.at(i).index.row() != i)
                fail("a persistent index does not follow its row");
            if (m_rows.at(i).values != read(i).values)
                fail("the copy has other values");
        }
    }

    QAbstractItemModel *m_model;
    QList<Row> m_rows;
    QList<Signal> m_signals;
    Signal m_last;
    QString m_problem;
    bool m_splitRangesAllowed = false;
};

#endif // SHADOWLIST_H
