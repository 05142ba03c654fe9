// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustsqlitedatabase.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QScopeGuard>
#include <QtSql/QSqlError>

#if defined(Q_OS_UNIX)
#    include <sys/stat.h>
#endif

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 ApplicationId = 0x44757374; // "Dust"
constexpr qint64 SmallestDatabase = 512;

const QStringList &schema()
{
    static const QStringList statements = {
        u"CREATE TABLE stores (id INTEGER PRIMARY KEY, name BLOB NOT NULL UNIQUE)"_s,
        u"CREATE TABLE rows (store INTEGER NOT NULL, path BLOB NOT NULL, type INTEGER NOT NULL, "
        "revision INTEGER NOT NULL, synced_at INTEGER NOT NULL, value BLOB NOT NULL, "
        "PRIMARY KEY (store, path)) WITHOUT ROWID"_s,
        u"CREATE TABLE log (store INTEGER NOT NULL, seq INTEGER NOT NULL, record BLOB NOT NULL, "
        "PRIMARY KEY (store, seq)) WITHOUT ROWID"_s,
        u"CREATE TABLE meta (store INTEGER NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, "
        "PRIMARY KEY (store, key)) WITHOUT ROWID"_s,
        u"PRAGMA application_id = %1"_s.arg(ApplicationId),
        u"PRAGMA user_version = %1"_s.arg(DustSqliteDatabase::Version),
    };
    return statements;
}

// Clients that are static objects may go after those of Qt SQL, the list of its connections among
// them. Asked first when that is there, which makes the guard go before it.
bool isQtSqlAlive()
{
    static bool isAlive = true;
    static const auto guard = qScopeGuard([] { isAlive = false; });
    Q_UNUSED(guard)
    return isAlive;
}

// How many names a file has: SQLite's journal goes by one of them, and is not found by the others.
quint64 nameCount(const QString &fileName)
{
#if defined(Q_OS_UNIX)
    struct stat info = {};
    if (::stat(QFile::encodeName(fileName).constData(), &info) == 0)
        return quint64(info.st_nlink);
#else
    Q_UNUSED(fileName)
#endif
    return 1;
}

std::optional<DustSqliteDatabase::FileIdentity> identityOf(const QByteArray &encodedName)
{
#if defined(Q_OS_UNIX)
    struct stat info = {};
    if (::stat(encodedName.constData(), &info) == 0) {
        DustSqliteDatabase::FileIdentity identity;
        identity.device = quint64(info.st_dev);
        identity.inode = quint64(info.st_ino);
        identity.size = qint64(info.st_size);
#    if defined(Q_OS_LINUX)
        identity.changedSeconds = qint64(info.st_mtim.tv_sec);
        identity.changedNanoseconds = qint64(info.st_mtim.tv_nsec);
#    endif
        return identity;
    }
#else
    Q_UNUSED(encodedName)
#endif
    return std::nullopt;
}

} // namespace

DustSqliteDatabase::DustSqliteDatabase(const QString &fileName)
    : m_fileName(QDir::toNativeSeparators(fileName)), m_errors(m_fileName)
{}

DustSqliteDatabase::~DustSqliteDatabase()
{
    m_begin.reset();
    m_commit.reset();
    // SQLite would leave the journal behind, for the file that has the name now.
    if (isReplaced())
        QSqlQuery(m_connection).exec(u"PRAGMA wal_checkpoint(TRUNCATE)"_s);
    const QString name = m_connection.connectionName();
    m_connection.close();
    m_connection = QSqlDatabase();
    if (!name.isEmpty() && isQtSqlAlive())
        QSqlDatabase::removeDatabase(name);
}

DustResult<std::shared_ptr<DustSqliteDatabase>> DustSqliteDatabase::open(
        const QString &fileName, const DustStorageOptions &options)
{
    std::shared_ptr<DustSqliteDatabase> database(new DustSqliteDatabase(fileName));
    if (const auto prepared = database->prepareFile(); !prepared)
        return prepared.error();
    if (const auto connected = database->connect(); !connected)
        return connected.error();
    if (const auto taken = database->takeOver(options); !taken)
        return taken.error();
    database->identify();
    return database;
}

// Sees to it that there is a file, and that nobody else can read what will be in it: SQLite gives
// its own files beside it the same permissions. An existing file is not opened here: closing it
// again would drop the locks that another connection of this process may hold on it.
DustResult<void> DustSqliteDatabase::prepareFile() const
{
    const QFileInfo info(m_fileName);
    if (info.isDir())
        return m_errors.isFolder();
    if (info.exists()) {
        if (!info.isFile())
            return m_errors.notAFile();
        if (!info.isReadable() || !info.isWritable())
            return m_errors.noPermission(u"permission denied"_s);
        // SQLite takes a file of one byte for an empty one.
        if (info.size() > 0 && info.size() < SmallestDatabase)
            return m_errors.notAStore(u"it has %1 bytes"_s.arg(info.size()));
        if (nameCount(m_fileName) > 1)
            return m_errors.severalNames();
        return {};
    }
    if (info.isSymLink())
        return m_errors.brokenLink(QDir::toNativeSeparators(info.symLinkTarget()));
    if (!QFileInfo(info.path()).isDir())
        return m_errors.noFolder(QDir::toNativeSeparators(info.path()));
    constexpr QFile::Permissions OwnerOnly = QFile::ReadOwner | QFile::WriteOwner;
    QFile file(m_fileName);
    // Twice: the mask of the process applies to the first, which alone is in time.
    const bool isMade = file.open(QFile::ReadWrite | QFile::NewOnly, OwnerOnly)
            && file.setPermissions(OwnerOnly);
    if (!isMade && !QFileInfo::exists(m_fileName)) // else another process was faster
        return m_errors.noPermission(file.errorString());
    return {};
}

DustResult<void> DustSqliteDatabase::connect()
{
    const QString driver = u"QSQLITE"_s;
    if (!QSqlDatabase::isDriverAvailable(driver))
        return m_errors.noDriver();
    m_connection = QSqlDatabase::addDatabase(driver, u"dustecto-%1"_s.arg(quintptr(this), 0, 16));
    isQtSqlAlive(); // its list of connections is there now
    // SQLite sees more than a file in names like ":memory:", but not in absolute ones.
    const QString absoluteName = QFileInfo(m_fileName).absoluteFilePath();
    m_encodedName = QFile::encodeName(absoluteName);
    m_connection.setDatabaseName(absoluteName);
    // Who owns the file owns it for long: waiting would only delay the answer.
    m_connection.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=0"_s);
    if (!m_connection.open())
        return m_errors.fromSql(m_connection.lastError());
    return {};
}

// The exclusive lock comes first and stays until the connection closes or the process ends, however
// it ends. Nothing is written before the file is known to be ours.
DustResult<void> DustSqliteDatabase::takeOver(const DustStorageOptions &options)
{
    const bool isFull = options.durability() == DustStorageOptions::Full;
    QStringList settings = { u"PRAGMA locking_mode = EXCLUSIVE"_s, u"PRAGMA cell_size_check = ON"_s,
                             u"PRAGMA trusted_schema = OFF"_s,
                             u"PRAGMA synchronous = %1"_s.arg(isFull ? u"FULL"_s : u"NORMAL"_s) };
    for (const QString &setting : std::as_const(settings)) {
        if (const auto set = run(setting); !set)
            return set.error();
    }
    if (options.maximumBytes() > 0) {
        const auto pageSize = run(u"PRAGMA page_size"_s);
        if (!pageSize)
            return pageSize.error();
        const qint64 pages = std::max<qint64>(1, options.maximumBytes() / pageSize->toLongLong());
        if (const auto set = run(u"PRAGMA max_page_count = %1"_s.arg(pages)); !set)
            return set.error();
    }
    const auto owned = run(u"BEGIN EXCLUSIVE"_s);
    if (!owned)
        return owned.error();
    DustResult<void> checked = createOrCheck();
    if (const auto ended = run(checked ? u"COMMIT"_s : u"ROLLBACK"_s); checked && !ended)
        return ended.error();
    if (!checked)
        return checked;
    const auto mode = run(u"PRAGMA journal_mode = WAL"_s);
    if (!mode)
        return mode.error();
    if (mode->toString() != u"wal"_s)
        return m_errors.inputOutput(u"its journal stays in mode \"%1\""_s.arg(mode->toString()));
    m_begin = std::make_unique<QSqlQuery>(m_connection);
    m_commit = std::make_unique<QSqlQuery>(m_connection);
    if (!m_begin->prepare(u"BEGIN"_s) || !m_commit->prepare(u"COMMIT"_s))
        return m_errors.fromSql(m_connection.lastError());
    return {};
}

DustResult<void> DustSqliteDatabase::createOrCheck() const
{
    const auto applicationId = run(u"PRAGMA application_id"_s);
    const auto version = run(u"PRAGMA user_version"_s);
    const auto tables = run(u"SELECT count(*) FROM sqlite_master"_s);
    for (const auto &read : { applicationId, version, tables }) {
        if (!read)
            return read.error();
    }
    if (applicationId->toLongLong() == 0 && version->toInt() == 0 && tables->toInt() == 0) {
        for (const QString &statement : schema()) {
            if (const auto done = run(statement); !done)
                return done.error();
        }
        return {};
    }
    if (applicationId->toLongLong() != ApplicationId)
        return m_errors.notAStore(u"it is a database of another program"_s);
    if (version->toInt() > Version)
        return m_errors.newerVersion(version->toInt(), Version);
    if (version->toInt() < Version)
        return m_errors.corrupt(u"it has schema version %1"_s.arg(version->toInt()));
    return checkTables();
}

DustResult<void> DustSqliteDatabase::checkTables() const
{
    const QStringList needed = { u"stores"_s, u"rows"_s, u"log"_s, u"meta"_s };
    const auto found = run(u"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN "
                           "('%1')"_s.arg(needed.join(u"', '"_s)));
    if (!found)
        return found.error();
    if (found->toInt() != needed.size())
        return m_errors.corrupt(u"it lost a table"_s);
    return {};
}

// Only this connection changes the file, when it moves its journal into it. Another file with its
// name stays another file.
void DustSqliteDatabase::identify()
{
    const auto found = identityOf(m_encodedName);
    const bool isSame = !m_identity
            || (found && found->device == m_identity->device && found->inode == m_identity->inode);
    if (isSame)
        m_identity = found;
}

// A file that was moved away or overwritten is nobody's any more: what is written to it is lost,
// and its journal would be taken for that of the file that has its name now.
bool DustSqliteDatabase::isReplaced() const
{
    return m_identity && identityOf(m_encodedName) != m_identity;
}

DustResult<void> DustSqliteDatabase::write(Work work)
{
    if (isReplaced())
        return m_errors.fileReplaced();
    if (const auto begun = exec(*m_begin); !begun)
        return begun;
    DustResult<void> result = work();
    if (result)
        result = exec(*m_commit);
    if (!result)
        QSqlQuery(m_connection).exec(u"ROLLBACK"_s); // fails where SQLite did it already
    identify();
    return result;
}

DustResult<void> DustSqliteDatabase::exec(QSqlQuery &query) const
{
    if (!query.exec())
        return m_errors.fromSql(query.lastError());
    return {};
}

DustResult<void> DustSqliteDatabase::forEach(QSqlQuery &query, RowVisitor visitor) const
{
    DustResult<void> result = exec(query);
    while (result && query.next())
        result = visitor(query);
    if (result && query.lastError().isValid())
        result = m_errors.fromSql(query.lastError());
    query.finish();
    return result;
}

DustResult<void> DustSqliteDatabase::forEach(const QString &sql, const QVariantList &values,
                                             RowVisitor visitor) const
{
    QSqlQuery query(m_connection);
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return m_errors.fromSql(query.lastError());
    for (const QVariant &value : values)
        query.addBindValue(value);
    return forEach(query, visitor);
}

// Answers with the first column of the first row, if there is one.
DustResult<QVariant> DustSqliteDatabase::run(const QString &sql) const
{
    QVariant answer;
    const auto read = forEach(sql, {}, [&answer](const QSqlQuery &row) {
        answer = row.value(0);
        return DustResult<void>();
    });
    if (!read)
        return read.error();
    return answer;
}
