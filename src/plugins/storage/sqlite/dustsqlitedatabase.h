// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSQLITEDATABASE_H
#define DUSTSQLITEDATABASE_H

#include "dustfunctionref_p.h"
#include "dustsqliteerror.h"
#include "duststorage.h"

#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>

#include <optional>

// The connection to one file, which belongs to it alone until it is destroyed.
class DustSqliteDatabase
{
public:
    static constexpr int Version = 1;

    struct FileIdentity
    {
        quint64 device = 0;
        quint64 inode = 0;
        qint64 size = 0;
        qint64 changedSeconds = 0;
        qint64 changedNanoseconds = 0;

        friend bool operator==(const FileIdentity &a, const FileIdentity &b) = default;
    };
    using Work = DustFunctionRef<DustResult<void>()>;
    using RowVisitor = DustFunctionRef<DustResult<void>(const QSqlQuery &)>;

    static DustResult<std::shared_ptr<DustSqliteDatabase>> open(const QString &fileName,
                                                                const DustStorageOptions &options);
    ~DustSqliteDatabase();

    const DustSqliteError &errors() const { return m_errors; }
    const QSqlDatabase &connection() const { return m_connection; }

    // Runs the work between BEGIN and COMMIT; when it or they fail, nothing of it happened, and
    // statements that were run have to be prepared anew: one whose values could not be bound is
    // lost to Qt's driver.
    DustResult<void> write(Work work);
    DustResult<void> exec(QSqlQuery &query) const;
    DustResult<void> forEach(QSqlQuery &query, RowVisitor visitor) const;
    DustResult<void> forEach(const QString &sql, const QVariantList &values,
                             RowVisitor visitor) const;

private:
    explicit DustSqliteDatabase(const QString &fileName);
    Q_DISABLE_COPY_MOVE(DustSqliteDatabase)

    DustResult<void> prepareFile() const;
    DustResult<void> connect();
    DustResult<void> takeOver(const DustStorageOptions &options);
    DustResult<void> createOrCheck() const;
    DustResult<void> checkTables() const;
    DustResult<QVariant> run(const QString &sql) const;

    bool isReplaced() const;
    void identify();

    QString m_fileName;
    DustSqliteError m_errors;
    QByteArray m_encodedName; // absolute
    std::optional<FileIdentity> m_identity; // of the file that is open
    QSqlDatabase m_connection;
    std::unique_ptr<QSqlQuery> m_begin;
    std::unique_ptr<QSqlQuery> m_commit;
};

#endif // DUSTSQLITEDATABASE_H
