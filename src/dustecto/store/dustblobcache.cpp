// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustblobcache_p.h"

#include "dustblobs_p.h"

#include <QtCore/QDateTime>
#include <QtCore/QDir>

#include <algorithm>

using namespace Qt::StringLiterals;

DustBlobCache::Writer::Writer(std::shared_ptr<DustBlobCache> cache, const QString &hash,
                              const QString &fileName)
    : m_cache(std::move(cache)), m_hash(hash), m_file(fileName)
{
    m_isSound = m_file.open(QFile::WriteOnly | QFile::Unbuffered)
            && m_file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
}

DustBlobCache::Writer::~Writer()
{
    if (!m_isKept)
        m_file.remove();
}

void DustBlobCache::Writer::write(QByteArrayView piece)
{
    m_isSound = m_isSound && m_file.write(piece.data(), piece.size()) == piece.size();
}

// It need not be on the disk: what a loss of power leaves is compared with its hash when it is read.
void DustBlobCache::Writer::finish()
{
    m_isKept = m_isSound && m_cache->keep(m_hash, &m_file);
}

namespace {

// The smallest of files takes a block.
qint64 sizeOnDisk(qint64 bytes)
{
    constexpr qint64 Block = 4096;
    return (std::max<qint64>(1, bytes) + Block - 1) / Block * Block;
}

} // namespace

std::shared_ptr<DustBlobCache> DustBlobCache::create(const QString &folder, const Clock &clock)
{
    return std::shared_ptr<DustBlobCache>(new DustBlobCache(folder, clock));
}

QString DustBlobCache::fileName(const QString &hash) const
{
    return m_folder + u'/' + hash.sliced(DustBlobs::Prefix.size());
}

// The first time it is asked for something or gets less room, and not when the client begins.
void DustBlobCache::look()
{
    if (std::exchange(m_hasLooked, true))
        return;
    const QFileInfoList files = QDir(m_folder).entryInfoList(QDir::Files);
    for (const QFileInfo &file : files) {
        const QString hash = DustBlobs::Prefix + file.fileName();
        if (DustBlobs::isHash(hash)) {
            const qint64 size = sizeOnDisk(file.size());
            m_entries.insert(hash, { size, file.lastModified().toMSecsSinceEpoch() });
            m_bytes += size;
        } else if (DustBlobs::isHash(DustBlobs::Prefix + file.baseName())) {
            QFile::remove(file.filePath()); // a crash kept it from being finished
        }
    }
    prune();
}

qint64 DustBlobCache::now()
{
    m_lastUse = std::max(m_lastUse + 1, m_clock());
    return m_lastUse;
}

void DustBlobCache::setLimit(qint64 bytes)
{
    const qint64 limit = std::max<qint64>(0, bytes);
    if (std::exchange(m_limit, limit) <= limit)
        return;
    look();
    prune();
}

qint64 DustBlobCache::bytes()
{
    look();
    return m_bytes;
}

std::unique_ptr<QFile> DustBlobCache::open(const QString &hash)
{
    look();
    const auto found = m_entries.find(hash);
    if (found == m_entries.end())
        return nullptr;
    auto file = std::make_unique<QFile>(fileName(hash));
    if (!file->open(QFile::ReadOnly)) {
        discard(hash);
        return nullptr;
    }
    found->used = now();
    // Where that is not possible, the next run takes it for older than it is.
    file->setFileTime(QDateTime::fromMSecsSinceEpoch(found->used),
                      QFileDevice::FileModificationTime);
    return file;
}

void DustBlobCache::discard(const QString &hash)
{
    look();
    const auto found = m_entries.constFind(hash);
    if (found == m_entries.cend())
        return;
    m_bytes -= found->bytes;
    m_entries.erase(found);
    QFile::remove(fileName(hash));
}

std::shared_ptr<DustBlobCache::Writer> DustBlobCache::write(const QString &hash, qint64 bytes)
{
    look();
    if (sizeOnDisk(bytes) > m_limit || !DustBlobs::isHash(hash) || !QDir().mkpath(m_folder))
        return nullptr;
    const QString name = u"%1.%2"_s.arg(fileName(hash), QString::number(++m_writers));
    return std::shared_ptr<Writer>(new Writer(shared_from_this(), hash, name));
}

bool DustBlobCache::keep(const QString &hash, QFile *written)
{
    const Entry entry{ sizeOnDisk(written->size()), now() };
    discard(hash);
    if (!written->rename(fileName(hash)))
        return false;
    m_entries.insert(hash, entry);
    m_bytes += entry.bytes;
    prune();
    return true;
}

// What comes is seldom larger than the one that goes for it.
void DustBlobCache::prune()
{
    while (m_bytes > m_limit && !m_entries.isEmpty()) {
        const auto oldest = std::min_element(
                m_entries.cbegin(), m_entries.cend(),
                [](const Entry &a, const Entry &b) { return a.used < b.used; });
        discard(QString(oldest.key()));
    }
}
