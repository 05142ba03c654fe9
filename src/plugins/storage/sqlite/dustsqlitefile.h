// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSQLITEFILE_H
#define DUSTSQLITEFILE_H

#include "dustsqlitestorage.h"

#include <QtCore/QHash>
#include <QtCore/QMap>

// One file. A storage that is in use is handed out again: two would not know of each other's rows.
class DustSqliteFile final : public DustStorageFile
{
public:
    static DustResult<std::shared_ptr<DustStorageFile>> open(const QString &fileName,
                                                             const DustStorageOptions &options);

    DustResult<std::shared_ptr<DustStorage>> storage(const QString &storeName) override;
    QStringList storeNames() const override { return m_ids.keys(); }

private:
    explicit DustSqliteFile(std::shared_ptr<DustSqliteDatabase> database);

    DustResult<qint64> idOf(const QString &storeName);

    std::shared_ptr<DustSqliteDatabase> m_database;
    QMap<QString, qint64> m_ids;
    QHash<qint64, std::weak_ptr<DustSqliteStorage>> m_storages;
};

#endif // DUSTSQLITEFILE_H
