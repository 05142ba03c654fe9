// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustsqliteerror.h"

#include <QtSql/QSqlError>

using namespace Qt::StringLiterals;

namespace {

// Primary result codes of SQLite; its header is not needed for more.
enum ResultCode {
    Permission = 3,
    Busy = 5,
    Locked = 6,
    ReadOnly = 8,
    Corrupt = 11,
    Full = 13,
    CannotOpen = 14,
    TooBig = 18,
    NotADatabase = 26
};

} // namespace

DustSqliteError::DustSqliteError(const QString &fileName) : m_fileName(fileName) {}

DustError DustSqliteError::fromSql(const QSqlError &error) const
{
    const QString text = error.databaseText();
    switch (error.nativeErrorCode().toInt() & 0xff) { // the rest of an extended code
    case Busy:
    case Locked:
        return inUse();
    case Permission:
    case ReadOnly:
    case CannotOpen:
        return noPermission(text);
    case Full:
        return diskFull();
    case TooBig:
        return tooLarge();
    case NotADatabase:
        return notAStore(text);
    case Corrupt:
        return corrupt(text);
    default:
        return inputOutput(text);
    }
}

DustError DustSqliteError::isFolder() const
{
    return make(u"is_a_folder"_s,
                u"The store file %1 is a folder: name a file inside of it."_s.arg(m_fileName));
}

DustError DustSqliteError::notAFile() const
{
    return make(u"not_a_file"_s,
                u"The store file %1 is a device or a pipe: name a regular file."_s.arg(m_fileName));
}

DustError DustSqliteError::brokenLink(const QString &target) const
{
    return make(u"broken_link"_s,
                u"The store file %1 is a link to %2, which is not there: create what it leads to, "
                "or remove the link."_s.arg(m_fileName, target));
}

DustError DustSqliteError::severalNames() const
{
    return make(
            u"several_names"_s,
            u"The store file %1 has other names (hard links), and its journal would follow only "
            "this one: remove the others, or copy the file."_s.arg(m_fileName));
}

DustError DustSqliteError::fileReplaced() const
{
    return make(u"file_replaced"_s,
                u"The store file %1 was replaced or removed while it was open, nothing more is "
                "written to it: close the clients that have it open, then open it again."_s.arg(
                        m_fileName));
}

DustError DustSqliteError::noFolder(const QString &folder) const
{
    return make(u"no_such_folder"_s,
                u"The store file %1 cannot be created, there is no folder %2: create the folder "
                "first."_s.arg(m_fileName, folder));
}

DustError DustSqliteError::noPermission(const QString &why) const
{
    return make(
            u"no_permission"_s,
            u"The store file %1 cannot be read and written (%2): check the permissions of the file "
            "and of its folder, or choose another place."_s.arg(m_fileName, why));
}

DustError DustSqliteError::notAStore(const QString &why) const
{
    return make(
            u"not_a_store"_s,
            u"The file %1 is not a DustEcto store (%2): name another file. It was not changed."_s
                    .arg(m_fileName, why));
}

DustError DustSqliteError::newerVersion(int found, int known) const
{
    return make(u"newer_version"_s,
                u"The store file %1 has schema version %2, and this program knows version %3: "
                u"update the "
                "application."_s.arg(m_fileName, QString::number(found), QString::number(known)));
}

DustError DustSqliteError::corrupt(const QString &what) const
{
    return make(u"corrupt"_s,
                u"The store file %1 is damaged (%2): restore it from a backup."_s.arg(m_fileName,
                                                                                      what));
}

DustError DustSqliteError::inUse() const
{
    return make(u"in_use"_s,
                u"The store file %1 is in use by another program, or open in this one already: "
                u"close it "
                "there, or choose another file."_s.arg(m_fileName))
            .withRetryable(true);
}

DustError DustSqliteError::diskFull() const
{
    return make(u"disk_full"_s,
                u"There is no room for the store file %1 to grow: free some space, or raise its "
                u"limit. "
                "Nothing of this write was kept."_s.arg(m_fileName))
            .withRetryable(true);
}

DustError DustSqliteError::tooLarge() const
{
    return DustError(DustError::LimitExceeded,
                     u"The store file %1 cannot hold a value, or a log record with the values it "
                     u"replaces, of more than "
                     "1 GB: store less at once."_s.arg(m_fileName),
                     { { u"reason"_s, u"row_too_large"_s } });
}

DustError DustSqliteError::inputOutput(const QString &what) const
{
    return make(u"io_error"_s,
                u"Reading or writing the store file %1 failed (%2): check the disk. Nothing of a "
                u"failed "
                "write was kept."_s.arg(m_fileName, what))
            .withRetryable(true);
}

DustError DustSqliteError::noDriver() const
{
    return make(u"no_driver"_s,
                u"The store file %1 cannot be opened, Qt's SQLite driver (QSQLITE) is missing: "
                u"install it "
                "(on Debian and Ubuntu the package libqt6sql6-sqlite)."_s.arg(m_fileName));
}

QString DustSqliteError::skippedRows(qint64 count, const QByteArray &firstPath) const
{
    return u"The store file %1 has damaged rows whose paths are none, which are left out: %2, the "
           "first at %3."_s.arg(m_fileName, QString::number(count),
                                QString::fromLatin1(firstPath.toPercentEncoding("/")));
}

DustError DustSqliteError::make(const QString &reason, const QString &message) const
{
    return DustError(DustError::Storage, message,
                     { { u"reason"_s, reason }, { u"path"_s, m_fileName } });
}
