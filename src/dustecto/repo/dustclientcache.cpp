// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustclientcache_p.h"

#include "duststorageloader_p.h"
#include "dusttext_p.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>
#include <QtCore/QFile>

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
    std::unique_ptr<DustClientCache> cache(new DustClientCache(*file, *own));
    cache->m_files.openLater(name + u".files"_s);
    return cache;
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
