// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustclientcache_p.h"

#include "duststorageloader_p.h"
#include "dusttext_p.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>

using namespace Qt::StringLiterals;

namespace {

constexpr char DeviceKey[] = "device_id";

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
    return m_file->storage(storeName);
}
