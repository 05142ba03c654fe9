// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSQLITEERROR_H
#define DUSTSQLITEERROR_H

#include "dusterror.h"

class QSqlError;

// Every way a store file can fail, as an error of kind Storage with the file's name as path, and a
// reason.
class DustSqliteError
{
public:
    explicit DustSqliteError(const QString &fileName);

    DustError fromSql(const QSqlError &error) const;

    DustError isFolder() const;
    DustError notAFile() const;
    DustError brokenLink(const QString &target) const;
    DustError severalNames() const;
    DustError fileReplaced() const;
    DustError noFolder(const QString &folder) const;
    DustError noPermission(const QString &why) const;
    DustError notAStore(const QString &why) const;
    DustError newerVersion(int found, int known) const;
    DustError corrupt(const QString &what) const;
    DustError inUse() const;
    DustError diskFull() const;
    DustError tooLarge() const;
    DustError inputOutput(const QString &what) const;
    DustError noDriver() const;

    // For the log: rows that nothing can reach.
    QString skippedRows(qint64 count, const QByteArray &firstPath) const;

private:
    DustError make(const QString &reason, const QString &message) const;

    QString m_fileName;
};

#endif // DUSTSQLITEERROR_H
