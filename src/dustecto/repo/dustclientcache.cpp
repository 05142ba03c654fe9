// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustclientcache_p.h"

#include "dustsharedledger_p.h"
#include "duststorageloader_p.h"
#include "dusttext_p.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr char DeviceKey[] = "device_id";

// How often the store's cache was begun anew.
QByteArray generationKey(const QString &storeName)
{
    return "generation " + storeName.toUtf8();
}

// With what SQLite keeps beside it.
bool setAside(const QString &fileName)
{
    QString aside;
    int number = 0;
    do
        aside = u"%1.damaged%2"_s.arg(fileName, QString::number(++number));
    while (QFile::exists(aside));
    if (!QFile::rename(fileName, aside))
        return false;
    for (const QString &suffix : { u"-wal"_s, u"-shm"_s })
        QFile::rename(fileName + suffix, aside + suffix);
    return true;
}

// No store has a name without a slash.
QString ownName()
{
    return u"client"_s;
}

// Neither a server nor an account need have a name that files can have.
QString fileName(const QString &origin, const QString &account)
{
    constexpr qsizetype Digits = 32;
    const QByteArray identity = origin.toUtf8() + '\n' + account.toUtf8();
    const QByteArray digest = QCryptographicHash::hash(identity, QCryptographicHash::Sha256);
    return QString::fromLatin1(digest.toHex().first(Digits)) + u".dust"_s;
}

// The file and everything that is named after it.
QFileInfoList piecesOf(const QString &folder, const QString &origin, const QString &account)
{
    return QDir(folder).entryInfoList({ fileName(origin, account) + u'*' },
                                      QDir::Files | QDir::Dirs | QDir::Hidden | QDir::System);
}

} // namespace

DustResult<std::unique_ptr<DustClientCache>> DustClientCache::open(
        const QString &folder, const QString &origin, const QString &account,
        const DustStorageOptions &options)
{
    if (!QDir().mkpath(folder))
        return DustError(
                DustError::Storage,
                u"The cache folder %1 cannot be made: choose another one, or see to its permissions."_s
                        .arg(DustText::quoted(folder)),
                { { u"reason"_s, u"no_folder"_s }, { u"path"_s, folder } });
    const auto plugin = DustStorageLoader::sqlite();
    if (!plugin)
        return plugin.error();
    const QString name = QDir(folder).filePath(fileName(origin, account));
    const auto file = (*plugin)->open(name, options);
    if (!file)
        return file.error();
    const auto own = (*file)->storage(ownName());
    if (!own)
        return own.error();
    return std::unique_ptr<DustClientCache>(
            new DustClientCache(*file, *own, DustBlobCache::create(name + u".files"_s, [] {
                return DustSharedLedger::now().unix;
            })));
}

DustResult<std::unique_ptr<DustClientCache>> DustClientCache::renew(
        const QString &folder, const QString &origin, const QString &account,
        const DustStorageOptions &options, bool isKnownDamaged)
{
    const QString name = QDir(folder).filePath(fileName(origin, account));
    if (!isKnownDamaged) {
        const auto opened = open(folder, origin, account, options);
        if (opened)
            return isUsable();
        if (!isDamage(opened.error()))
            return opened.error();
    }
    if (!setAside(name))
        return DustError(
                DustError::Storage,
                u"The damaged cache file %1 cannot be set aside: see to the permissions of its folder."_s
                        .arg(DustText::quoted(name)),
                { { u"reason"_s, u"no_permission"_s }, { u"path"_s, name } });
    return open(folder, origin, account, options);
}

bool DustClientCache::exists(const QString &folder, const QString &origin, const QString &account)
{
    return !piecesOf(folder, origin, account).isEmpty();
}

bool DustClientCache::hasDamaged(const QString &folder, const QString &origin,
                                 const QString &account)
{
    const QFileInfoList pieces = piecesOf(folder, origin, account);
    return std::any_of(pieces.cbegin(), pieces.cend(), [](const QFileInfo &piece) {
        return piece.fileName().contains(u".damaged"_s);
    });
}

DustResult<void> DustClientCache::remove(const QString &folder, const QString &origin,
                                         const QString &account)
{
    const QFileInfoList pieces = piecesOf(folder, origin, account);
    for (const QFileInfo &piece : pieces) {
        const bool isGone = piece.isDir() ? QDir(piece.filePath()).removeRecursively()
                                          : QFile::remove(piece.filePath());
        if (!isGone && QFileInfo::exists(piece.filePath()))
            return DustError(
                    DustError::Storage,
                    u"The cache file %1 cannot be removed: see to the permissions of its folder, and remove it."_s
                            .arg(DustText::quoted(piece.filePath())),
                    { { u"reason"_s, u"no_permission"_s }, { u"path"_s, piece.filePath() } });
    }
    return {};
}

bool DustClientCache::isDamage(const DustError &error)
{
    return error.reason() == u"corrupt"_s || error.reason() == u"not_a_store"_s;
}

DustError DustClientCache::isUsable()
{
    return DustError(
            DustError::Storage,
            u"The cache can be used again. Restart the application, so that what it holds is sent."_s,
            { { u"reason"_s, u"restart"_s } });
}

QString DustClientCache::deviceId() const
{
    return DustText::fromUtf8(m_own->meta(DeviceKey));
}

DustResult<void> DustClientCache::setDeviceId(const QString &deviceId)
{
    return m_own->transaction([&]() -> DustResult<void> {
        m_own->setMeta(DeviceKey, deviceId.toUtf8());
        return {};
    });
}

DustResult<std::shared_ptr<DustStorage>> DustClientCache::storage(const QString &storeName) const
{
    const QByteArray generation = m_own->meta(generationKey(storeName));
    if (generation.isEmpty())
        return m_file->storage(storeName);
    return m_file->storage(storeName + u'~' + DustText::fromUtf8(generation));
}

DustResult<std::shared_ptr<DustStorage>> DustClientCache::newStorage(const QString &storeName)
{
    const QByteArray key = generationKey(storeName);
    const int next = m_own->meta(key).toInt() + 1;
    const auto kept = m_own->transaction([&]() -> DustResult<void> {
        m_own->setMeta(key, QByteArray::number(next));
        return {};
    });
    if (!kept)
        return kept.error();
    return storage(storeName);
}

std::vector<DustClientCache::Kept> DustClientCache::storages() const
{
    std::vector<Kept> all;
    const QStringList names = m_file->storeNames();
    for (const QString &name : names) {
        if (name == ownName())
            continue;
        // A store's name may end like that as well; then it never has a generation.
        const qsizetype tilde = name.lastIndexOf(u'~');
        const bool isLater = tilde > 0 && !m_own->meta(generationKey(name.first(tilde))).isEmpty();
        all.push_back({ isLater ? name.first(tilde) : name, m_file->storage(name) });
    }
    return all;
}
