// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustsqlitefile.h"

using namespace Qt::StringLiterals;

DustSqliteFile::DustSqliteFile(std::shared_ptr<DustSqliteDatabase> database)
    : m_database(std::move(database))
{}

DustResult<std::shared_ptr<DustStorageFile>> DustSqliteFile::open(const QString &fileName,
                                                                  const DustStorageOptions &options)
{
    auto database = DustSqliteDatabase::open(fileName, options);
    if (!database)
        return database.error();
    std::shared_ptr<DustSqliteFile> file(new DustSqliteFile(*database));
    const auto read = (*database)->forEach(
            u"SELECT id, name FROM stores"_s, {},
            [&file](const QSqlQuery &row) -> DustResult<void> {
                file->m_ids.insert(QString::fromUtf8(row.value(1).toByteArray()),
                                   row.value(0).toLongLong());
                return {};
            });
    if (!read)
        return read.error();
    return std::shared_ptr<DustStorageFile>(file);
}

DustResult<std::shared_ptr<DustStorage>> DustSqliteFile::storage(const QString &storeName)
{
    const auto id = idOf(storeName);
    if (!id)
        return id.error();
    if (const auto open = m_storages.value(*id).lock())
        return std::shared_ptr<DustStorage>(open);
    const auto loaded = DustSqliteStorage::load(m_database, *id);
    if (!loaded)
        return loaded.error();
    m_storages.insert(*id, *loaded);
    return std::shared_ptr<DustStorage>(*loaded);
}

DustResult<qint64> DustSqliteFile::idOf(const QString &storeName)
{
    if (const auto known = m_ids.constFind(storeName); known != m_ids.constEnd())
        return *known;
    const auto nothing = [](const QSqlQuery &) { return DustResult<void>(); };
    qint64 id = 0;
    const auto added = m_database->write([&]() -> DustResult<void> {
        const auto inserted = m_database->forEach(u"INSERT INTO stores (name) VALUES (?)"_s,
                                                  { storeName.toUtf8() }, nothing);
        if (!inserted)
            return inserted;
        return m_database->forEach(u"SELECT last_insert_rowid()"_s, {},
                                   [&id](const QSqlQuery &row) -> DustResult<void> {
                                       id = row.value(0).toLongLong();
                                       return {};
                                   });
    });
    if (!added)
        return added.error();
    m_ids.insert(storeName, id);
    return id;
}
