// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSQLITEINSERT_H
#define DUSTSQLITEINSERT_H

#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>

// An INSERT that is run many times in a row. Qt's driver and SQLite cost more per statement than
// per row, and Qt more per positional value than per named one: so several rows go in one
// statement, by name.
class DustSqliteInsert
{
public:
    DustSqliteInsert(const QSqlDatabase &connection, qsizetype columns);

    // The SQL up to VALUES, and how a row's list of values begins: "(", or "(7, ".
    bool prepare(const QString &insert, const QString &rowBegin);
    // All rows are only in after flush().
    template<typename... Values>
    bool add(Values &&...values)
    {
        (m_pending.append(QVariant(std::forward<Values>(values))), ...);
        return m_pending.size() < m_columns * RowsAtOnce || flush();
    }
    bool flush();
    QSqlError lastError() const { return m_lastError; }

private:
    static constexpr qsizetype RowsAtOnce = 8;

    bool run(QSqlQuery &query, qsizetype firstValue, qsizetype count);

    QSqlQuery m_one;
    QSqlQuery m_several;
    QSqlError m_lastError;
    QStringList m_names; // of the placeholders
    QVariantList m_pending;
    qsizetype m_columns;
};

#endif // DUSTSQLITEINSERT_H
