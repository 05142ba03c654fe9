// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustsqlitestorage.h"

#include "dusttransaction_p.h"

#include <QtCore/QLoggingCategory>

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcSqlite, "dustecto.storage.sqlite")

namespace {

// The bytes are bound where they are; the rows outlive the statement's run.
QByteArray inPlace(QByteArrayView bytes)
{
    return QByteArray::fromRawData(bytes.data(), bytes.size());
}

// What a row of another program's, or of a damaged file, may be is told by SQLite's types, which are
// those of the values and not of the columns.
bool isSound(const QSqlQuery &query)
{
    for (int column = 1; column < 5; ++column) {
        const auto expected = column == 4 ? QMetaType::QByteArray : QMetaType::LongLong;
        if (query.value(column).typeId() != expected)
            return false;
    }
    const qint64 type = query.value(1).toLongLong();
    return type >= 0 && type <= DustEntry::Set && query.value(2).toLongLong() >= 0;
}

// Null where the row has no path by which it could be read, repaired or removed.
DustRow::Pointer rowFrom(const QSqlQuery &query)
{
    const QByteArray path = query.value(0).toByteArray();
    const auto parsed = DustPath::parse(QByteArrayView(path));
    if (query.value(0).typeId() != QMetaType::QByteArray || !parsed || parsed->rendered() != path)
        return nullptr;
    DustStoredValue value;
    value.syncedAt = query.value(3).toLongLong();
    value.packed = query.value(4).toByteArray();
    if (!isSound(query))
        return DustRow::create(path, value, DustRow::Damaged);
    value.type = DustEntry::Type(query.value(1).toLongLong());
    value.revision = query.value(2).toULongLong();
    return DustRow::create(path, value);
}

DustResult<void> loadRows(const DustSqliteDatabase &database, qint64 store, DustRowTable &rows)
{
    qint64 skipped = 0;
    QByteArray firstSkipped;
    const auto read = database.forEach(
            u"SELECT path, type, revision, synced_at, value FROM rows WHERE store = ? ORDER BY path"_s,
            { store }, [&](const QSqlQuery &query) -> DustResult<void> {
                if (DustRow::Pointer row = rowFrom(query))
                    rows.insert(std::move(row));
                else if (++skipped == 1)
                    firstSkipped = query.value(0).toByteArray().left(200);
                return {};
            });
    if (skipped > 0)
        qCWarning(lcSqlite).noquote() << database.errors().skippedRows(skipped, firstSkipped);
    return read;
}

DustResult<void> loadMeta(const DustSqliteDatabase &database, qint64 store,
                          QHash<QByteArray, QByteArray> &meta)
{
    return database.forEach(u"SELECT key, value FROM meta WHERE store = ?"_s, { store },
                            [&](const QSqlQuery &row) -> DustResult<void> {
                                meta.insert(row.value(0).toByteArray(), row.value(1).toByteArray());
                                return {};
                            });
}

DustResult<void> loadLogBounds(const DustSqliteDatabase &database, qint64 store, DustLogBounds &log)
{
    // Two queries in one, each of which is answered from an end of the index; whether there are
    // gaps between is seen where the log is read.
    return database.forEach(u"SELECT (SELECT min(seq) FROM log WHERE store = ?), "
                            "(SELECT max(seq) FROM log WHERE store = ?)"_s,
                            { store, store }, [&](const QSqlQuery &row) -> DustResult<void> {
                                if (row.isNull(0))
                                    return {};
                                const qint64 first = row.value(0).toLongLong();
                                const qint64 last = row.value(1).toLongLong();
                                if (first < 1 || last < first)
                                    return database.errors().corrupt(
                                            u"the log of a store has no beginning"_s);
                                log = { quint64(first), quint64(last) };
                                return {};
                            });
}

} // namespace

DustSqliteStatements::DustSqliteStatements(const QSqlDatabase &connection)
    : putRows(connection, 5), appendLog(connection, 2), eraseRow(connection), putMeta(connection),
      eraseMeta(connection), truncateLog(connection), readLog(connection)
{
    readLog.setForwardOnly(true);
}

// Answers with the error of the first that fails.
QSqlError DustSqliteStatements::prepare(qint64 store)
{
    const QString rowBegin = u"(%1, "_s.arg(store);
    if (!putRows.prepare(u"INSERT OR REPLACE INTO rows (store, path, type, revision, synced_at, "
                         "value) VALUES "_s,
                         rowBegin))
        return putRows.lastError();
    if (!appendLog.prepare(u"INSERT INTO log (store, seq, record) VALUES "_s, rowBegin))
        return appendLog.lastError();
    const std::pair<QSqlQuery *, QString> others[] = {
        { &eraseRow, u"DELETE FROM rows WHERE store = %1 AND path = ?"_s },
        { &putMeta, u"INSERT OR REPLACE INTO meta (store, key, value) VALUES (%1, ?, ?)"_s },
        { &eraseMeta, u"DELETE FROM meta WHERE store = %1 AND key = ?"_s },
        { &truncateLog, u"DELETE FROM log WHERE store = %1 AND seq <= ?"_s },
        { &readLog,
          u"SELECT seq, record FROM log WHERE store = %1 AND seq >= ? ORDER BY seq "
          "LIMIT ?"_s },
    };
    for (const auto &[query, sql] : others) {
        if (!query->prepare(sql.arg(store)))
            return query->lastError();
    }
    return {};
}

DustSqliteStorage::DustSqliteStorage(std::shared_ptr<DustSqliteDatabase> database, qint64 store,
                                     DustStorageContent &&content)
    : DustStorage(std::move(content)), m_database(std::move(database)), m_store(store)
{}

DustResult<std::shared_ptr<DustSqliteStorage>> DustSqliteStorage::load(
        const std::shared_ptr<DustSqliteDatabase> &database, qint64 store)
{
    DustStorageContent content;
    if (const auto loaded = loadRows(*database, store, content.rows); !loaded)
        return loaded.error();
    if (const auto loaded = loadMeta(*database, store, content.meta); !loaded)
        return loaded.error();
    if (const auto loaded = loadLogBounds(*database, store, content.log); !loaded)
        return loaded.error();
    std::shared_ptr<DustSqliteStorage> storage(
            new DustSqliteStorage(database, store, std::move(content)));
    if (const auto prepared = storage->prepareStatements(); !prepared)
        return prepared.error();
    return storage;
}

DustResult<void> DustSqliteStorage::prepareStatements() const
{
    if (m_statements)
        return {};
    auto statements = std::make_unique<DustSqliteStatements>(m_database->connection());
    if (const QSqlError error = statements->prepare(m_store); error.isValid())
        return m_database->errors().fromSql(error);
    m_statements = std::move(statements);
    return {};
}

DustResult<void> DustSqliteStorage::persist(const DustTransaction &transaction)
{
    if (const auto prepared = prepareStatements(); !prepared)
        return prepared;
    const auto written = m_database->write([&]() -> DustResult<void> {
        // First: on a full disk it makes the room for the rest.
        if (const auto done = truncateLog(transaction); !done)
            return done;
        if (const auto done = persistRows(transaction); !done)
            return done;
        if (const auto done = persistMeta(transaction); !done)
            return done;
        return persistLog(transaction);
    });
    if (!written)
        m_statements.reset();
    return written;
}

DustResult<void> DustSqliteStorage::persistRows(const DustTransaction &transaction)
{
    DustSqliteInsert &put = m_statements->putRows;
    QSqlQuery &erase = m_statements->eraseRow;
    for (const DustTransaction::RowChange &change : transaction.rows) {
        if (const DustRow *row = change.after) {
            if (!put.add(inPlace(row->path()), int(row->type()), qint64(row->revision()),
                         row->syncedAt(), inPlace(row->packed())))
                return m_database->errors().fromSql(put.lastError());
            continue;
        }
        if (!put.flush())
            return m_database->errors().fromSql(put.lastError());
        erase.bindValue(0, inPlace(change.path()));
        if (const auto done = m_database->exec(erase); !done)
            return done;
    }
    if (!put.flush())
        return m_database->errors().fromSql(put.lastError());
    return {};
}

DustResult<void> DustSqliteStorage::persistMeta(const DustTransaction &transaction)
{
    QSqlQuery &put = m_statements->putMeta;
    QSqlQuery &erase = m_statements->eraseMeta;
    for (const DustTransaction::MetaChange &change : transaction.meta) {
        QSqlQuery &query = change.after.isEmpty() ? erase : put;
        query.bindValue(0, inPlace(change.key));
        if (!change.after.isEmpty())
            query.bindValue(1, change.after);
        if (const auto done = m_database->exec(query); !done)
            return done;
    }
    return {};
}

DustResult<void> DustSqliteStorage::truncateLog(const DustTransaction &transaction)
{
    if (transaction.logTruncatedThrough == 0)
        return {};
    QSqlQuery &truncate = m_statements->truncateLog;
    truncate.bindValue(0, qint64(transaction.logTruncatedThrough));
    return m_database->exec(truncate);
}

DustResult<void> DustSqliteStorage::persistLog(const DustTransaction &transaction)
{
    DustSqliteInsert &append = m_statements->appendLog;
    quint64 seq = transaction.logFirst;
    bool isGood = true;
    for (const QByteArray &record : transaction.log)
        isGood = isGood && append.add(qint64(seq++), record);
    if (!isGood || !append.flush())
        return m_database->errors().fromSql(append.lastError());
    return {};
}

DustResult<QList<QByteArray>> DustSqliteStorage::readLog(quint64 first, qint64 limit) const
{
    if (const auto prepared = prepareStatements(); !prepared)
        return prepared.error();
    QSqlQuery &read = m_statements->readLog;
    read.bindValue(0, qint64(first));
    read.bindValue(1, limit);
    QList<QByteArray> records;
    const auto done = m_database->forEach(read, [&](const QSqlQuery &row) -> DustResult<void> {
        if (row.value(0).toLongLong() != qint64(first) + records.size())
            return m_database->errors().corrupt(u"the log of a store has gaps"_s);
        records.append(row.value(1).toByteArray());
        return {};
    });
    if (!done)
        return done.error();
    if (records.size() < limit)
        return m_database->errors().corrupt(u"the log of a store lost its end"_s);
    return records;
}
