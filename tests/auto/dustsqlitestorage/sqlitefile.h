// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef SQLITEFILE_H
#define SQLITEFILE_H

#include "../shared/storagebackend.h"
#include "dusttransaction_p.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>

// A store file for one test, which the plugin, plain SQL and plain bytes get at.
class SqliteFile
{
public:
    using Leaves = QList<std::pair<QByteArray, DustStoredValue>>;

    QString name() const { return m_directory.filePath(QStringLiteral("links.dust")); }
    QString folder() const { return m_directory.path(); }

    DustResult<std::shared_ptr<DustStorageFile>> open(const DustStorageOptions &options = {}) const
    {
        return openSqlite(name(), options);
    }

    // The storage of the store that these tests use; it keeps the file open.
    DustResult<std::shared_ptr<DustStorage>> openStore(const DustStorageOptions &options = {}) const
    {
        const auto file = open(options);
        if (!file)
            return file.error();
        return (*file)->storage(storeName());
    }
    static QString storeName() { return QStringLiteral("acme/main"); }

    // Writes with plain SQL, behind the plugin's back; the file must be closed.
    QString sql(const QStringList &statements) const
    {
        QString problem;
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"),
                                                              QStringLiteral("plain"));
            database.setDatabaseName(name());
            if (!database.open())
                problem = database.lastError().text();
            QSqlQuery query(database);
            for (const QString &statement : statements) {
                if (problem.isEmpty() && !query.exec(statement))
                    problem = query.lastError().text();
            }
        }
        QSqlDatabase::removeDatabase(QStringLiteral("plain"));
        return problem;
    }

    QByteArray bytes() const
    {
        QFile file(name());
        return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
    }

    bool setBytes(const QByteArray &bytes) const
    {
        QFile file(name());
        return file.open(QFile::WriteOnly) && file.write(bytes) == bytes.size();
    }

    static DustStoredValue stored(const DustValue &value, quint64 revision = 1)
    {
        return { value.toMessagePack(), DustEntry::typeOf(value), revision, 1700000000000 };
    }

    static Leaves leaves(const DustStorage &storage)
    {
        Leaves found;
        storage.rows().scan({}, {}, [&found](const DustRow &row) {
            found.emplaceBack(row.path().toByteArray(), row.stored());
            return true;
        });
        return found;
    }

    // A transaction of the given rows, a log record and a small value.
    static DustResult<void> write(DustStorage &storage, quint64 seq, int rows,
                                  qsizetype valueBytes = 32)
    {
        return storage.transaction([&]() -> DustResult<void> {
            DustLogRecord record;
            record.seq = seq;
            record.path = "links/" + QByteArray::number(seq);
            record.value = QByteArray(64, 'v');
            for (int i = 0; i < rows; ++i) {
                const QByteArray path = record.path + '/' + QByteArray::number(i);
                storage.put(path, stored(QString(valueBytes, u'x'), seq));
                record.changes.append({ path, {}, {} });
            }
            storage.appendLog(record);
            storage.setMeta("seq", QByteArray::number(seq));
            return {};
        });
    }

private:
    QTemporaryDir m_directory;
};

#endif // SQLITEFILE_H
