// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustsqliteinsert.h"

using namespace Qt::StringLiterals;

DustSqliteInsert::DustSqliteInsert(const QSqlDatabase &connection, qsizetype columns)
    : m_one(connection), m_several(connection), m_columns(columns)
{
    for (qsizetype i = 0; i < columns * RowsAtOnce; ++i)
        m_names.append(u":v%1"_s.arg(i));
}

bool DustSqliteInsert::prepare(const QString &insert, const QString &rowBegin)
{
    QStringList rows;
    for (qsizetype i = 0; i < RowsAtOnce; ++i)
        rows.append(rowBegin + m_names.sliced(i * m_columns, m_columns).join(u", "_s) + u')');
    for (const auto &[query, sql] : { std::pair(&m_one, insert + rows.first()),
                                      std::pair(&m_several, insert + rows.join(u", "_s)) }) {
        if (!query->prepare(sql)) {
            m_lastError = query->lastError();
            return false;
        }
    }
    return true;
}

bool DustSqliteInsert::flush()
{
    bool isDone = true;
    if (m_pending.size() == m_names.size()) {
        isDone = run(m_several, 0, m_pending.size());
    } else {
        for (qsizetype i = 0; i < m_pending.size() && isDone; i += m_columns)
            isDone = run(m_one, i, m_columns);
    }
    m_pending.clear();
    return isDone;
}

bool DustSqliteInsert::run(QSqlQuery &query, qsizetype firstValue, qsizetype count)
{
    for (qsizetype i = 0; i < count; ++i)
        query.bindValue(m_names.at(i), m_pending.at(firstValue + i));
    const bool isDone = query.exec();
    if (!isDone)
        m_lastError = query.lastError();
    return isDone;
}
