// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTBLOBCACHE_P_H
#define DUSTBLOBCACHE_P_H

// Contents of files that can be had again, by their hash, in a folder: never more than so many bytes, and
// what was not used for longest goes first. What a write waits with is not here but in the outbox. It
// reads and writes no content by itself, so that its users can do so piece by piece. Exported for the
// rooms above and tests; not public API.

#include "dustglobal.h"

#include <QtCore/QFile>
#include <QtCore/QHash>

#include <functional>
#include <memory>

class DUSTECTO_EXPORT DustBlobCache final : public std::enable_shared_from_this<DustBlobCache>
{
public:
    static constexpr qint64 DefaultLimit = 256 * 1024 * 1024; // bytes

    // One content on its way into the cache. It is there after finish(), else nothing of it stays.
    class DUSTECTO_EXPORT Writer final
    {
    public:
        ~Writer();
        void write(QByteArrayView piece);
        void finish(); // it was all of it, and is what its hash says

    private:
        Q_DISABLE_COPY_MOVE(Writer)
        friend class DustBlobCache;
        Writer(std::shared_ptr<DustBlobCache> cache, const QString &hash, const QString &fileName);

        const std::shared_ptr<DustBlobCache> m_cache;
        const QString m_hash;
        QFile m_file;
        bool m_isSound = false;
        bool m_isKept = false;
    };

    using Clock = std::function<qint64()>; // milliseconds since 1970
    // The folder is made when there is something to keep.
    static std::shared_ptr<DustBlobCache> create(const QString &folder, const Clock &clock);

    void setLimit(qint64 bytes);
    qint64 bytes(); // that are there

    // Open for reading, and perhaps damaged; null where it is not there. It counts as used now.
    std::unique_ptr<QFile> open(const QString &hash);
    void discard(const QString &hash);
    // Null where it cannot be kept.
    std::shared_ptr<Writer> write(const QString &hash, qint64 bytes);

private:
    Q_DISABLE_COPY_MOVE(DustBlobCache)
    struct Entry
    {
        qint64 bytes = 0;
        qint64 used = 0; // milliseconds since 1970, and never twice the same in one run
    };

    DustBlobCache(const QString &folder, const Clock &clock) : m_folder(folder), m_clock(clock) {}
    QString fileName(const QString &hash) const;
    void look();
    qint64 now();
    bool keep(const QString &hash, QFile *written);
    void prune();

    const QString m_folder;
    const Clock m_clock;
    qint64 m_limit = DefaultLimit;
    QHash<QString, Entry> m_entries;
    qint64 m_bytes = 0; // of them all
    qint64 m_lastUse = 0;
    int m_writers = 0; // so far: each has a file of its own
    bool m_hasLooked = false; // into the folder
};

#endif // DUSTBLOBCACHE_P_H
