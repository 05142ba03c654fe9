// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustledgerregistry_p.h"

#include "dustmemorystorage.h"
#include "duststorageloader_p.h"
#include "dusttext_p.h"

#include <QtCore/QFileInfo>
#include <QtCore/QThread>

#include <algorithm>

#if defined(Q_OS_UNIX)
#    include <sys/stat.h>
#endif

using namespace Qt::StringLiterals;

namespace {

// What two names of one file have in common, whatever links, dots, or letter case a file system
// ignores, are in them. Empty when there is no such file.
QString identityOf(const QString &path)
{
#if defined(Q_OS_UNIX)
    struct stat info = {};
    if (::stat(QFile::encodeName(path).constData(), &info) != 0)
        return {};
    return u"file:%1:%2"_s.arg(quint64(info.st_dev)).arg(quint64(info.st_ino));
#else
    const QString canonical = QFileInfo(path).canonicalFilePath();
    return canonical.isEmpty() ? canonical : u"file:"_s + canonical.toCaseFolded();
#endif
}

// The path as the file system goes it: "link/.." is not the folder that the link is in. Empty when
// there is no folder for the file.
QString resolved(const QString &path)
{
    const QFileInfo file(path);
    if (file.exists())
        return file.canonicalFilePath();
    const QFileInfo folder(file.path());
    return folder.isDir() ? u"%1/%2"_s.arg(folder.canonicalFilePath(), file.fileName()) : QString();
}

} // namespace

DustLedgerRegistry &DustLedgerRegistry::instance()
{
    // Never destroyed: clients that are static objects may outlive anything that is.
    static auto *const registry = new DustLedgerRegistry;
    return *registry;
}

DustResult<DustLedgerRegistry::SharedFile> DustLedgerRegistry::openMemory(const QString &name)
{
    if (name.isEmpty())
        return std::make_shared<DustSharedFile>(std::make_shared<DustMemoryStorageFile>());
    const QMutexLocker locker(&m_mutex);
    const QString key = u"memory:"_s + name;
    if (const auto open = known(key, key))
        return *open;
    return add(key, {}, std::make_shared<DustMemoryStorageFile>());
}

DustResult<DustLedgerRegistry::SharedFile> DustLedgerRegistry::openFile(
        const QString &path, const DustStorageOptions &options)
{
    const QMutexLocker locker(&m_mutex);
    if (const QString key = identityOf(path); !key.isEmpty()) {
        if (const auto open = known(key, path))
            return *open;
    }
    const QString realPath = resolved(path);
    if (realPath.isEmpty())
        return DustError(
                DustError::Storage,
                u"There is no folder %1 to keep a store in: create it first, with QDir().mkpath()."_s
                        .arg(DustText::quoted(QFileInfo(path).path())),
                { { u"reason"_s, u"no_such_folder"_s }, { u"path"_s, path } });
    if (isReplaced(realPath))
        return DustError(
                DustError::Storage,
                u"%1 is not the file any more that this program has open under that name: close "
                "the clients that have the old file open, then open it again."_s.arg(
                        DustText::quoted(path)),
                { { u"reason"_s, u"file_replaced"_s }, { u"path"_s, path } });
    const auto plugin = DustStorageLoader::sqlite();
    if (!plugin)
        return plugin.error();
    const auto storage = (*plugin)->open(realPath, options);
    if (!storage)
        return storage.error();
    const QString key = identityOf(realPath);
    if (key.isEmpty())
        return DustError(
                DustError::Storage,
                u"%1 was removed while it was opened: open it again."_s.arg(DustText::quoted(path)),
                { { u"reason"_s, u"file_removed"_s }, { u"path"_s, path } });
    return add(key, realPath, *storage);
}

// Asks for the thread before it touches the file: even a short hold on it here could make this the
// thread that closes it.
std::optional<DustResult<DustLedgerRegistry::SharedFile>> DustLedgerRegistry::known(
        const QString &key, const QString &shown) const
{
    const auto entry = m_entries.constFind(key);
    if (entry == m_entries.cend())
        return std::nullopt;
    if (entry->thread != QThread::currentThread())
        return DustResult<SharedFile>(DustError(
                DustError::Storage,
                u"%1 is open on another thread: make all clients of one file on the same thread."_s
                        .arg(DustText::quoted(shown)),
                { { u"reason"_s, u"other_thread"_s } }));
    if (SharedFile file = entry->file.lock())
        return DustResult<SharedFile>(std::move(file));
    return std::nullopt;
}

// Whether a file of that name is open, which is another one than what is there now. SQLite's journal
// goes by the name: opening both would write the one's changes into the other.
bool DustLedgerRegistry::isReplaced(const QString &path) const
{
    return std::any_of(m_entries.cbegin(), m_entries.cend(), [&path](const Entry &entry) {
        return entry.path == path && !entry.file.expired();
    });
}

DustLedgerRegistry::SharedFile DustLedgerRegistry::add(const QString &key, const QString &path,
                                                       std::shared_ptr<DustStorageFile> storage)
{
    const QString filesFolder = path.isEmpty() ? QString() : path + u".files"_s;
    const SharedFile file(new DustSharedFile(std::move(storage), filesFolder),
                          [this, key](DustSharedFile *closed) { close(key, closed); });
    m_entries.insert(key, { path, file, QThread::currentThread() });
    return file;
}

void DustLedgerRegistry::close(const QString &key, DustSharedFile *file)
{
    const QMutexLocker locker(&m_mutex);
    m_entries.remove(key);
    delete file;
}
