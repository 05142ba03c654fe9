// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSQLITESTORAGE_H
#define DUSTSQLITESTORAGE_H

#include "dustsqlitedatabase.h"
#include "dustsqliteinsert.h"

// What one store prepares once and runs again and again; the values in the order they are bound.
struct DustSqliteStatements
{
    explicit DustSqliteStatements(const QSqlDatabase &connection);
    QSqlError prepare(qint64 store);

    DustSqliteInsert putRows; // path, type, revision, synced_at, value
    DustSqliteInsert appendLog; // seq, record
    QSqlQuery eraseRow; // path
    QSqlQuery putMeta; // key, value
    QSqlQuery eraseMeta; // key
    QSqlQuery truncateLog; // the last seq to go
    QSqlQuery readLog; // the first seq, limit
};

// One store of a file.
class DustSqliteStorage final : public DustStorage
{
public:
    static DustResult<std::shared_ptr<DustSqliteStorage>> load(
            const std::shared_ptr<DustSqliteDatabase> &database, qint64 store);

protected:
    DustResult<void> persist(const DustTransaction &transaction) override;
    DustResult<QList<QByteArray>> readLog(quint64 first, qint64 limit) const override;

private:
    DustSqliteStorage(std::shared_ptr<DustSqliteDatabase> database, qint64 store,
                      DustStorageContent &&content);

    DustResult<void> prepareStatements() const;
    DustResult<void> truncateLog(const DustTransaction &transaction);
    DustResult<void> persistRows(const DustTransaction &transaction);
    DustResult<void> persistMeta(const DustTransaction &transaction);
    DustResult<void> persistLog(const DustTransaction &transaction);

    std::shared_ptr<DustSqliteDatabase> m_database;
    mutable std::unique_ptr<DustSqliteStatements> m_statements; // null after a failed write
    qint64 m_store;
};

#endif // DUSTSQLITESTORAGE_H
