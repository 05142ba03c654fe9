// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTFILEPIECES_P_H
#define DUSTFILEPIECES_P_H

// Goes through a content piece by piece, one in each turn of the event loop, so that none lasts long:
// learns its hash, reads it from a file, writes it to a cache. Exported for tests; not public API.

#include "dustblobcache_p.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QObject>

#include <functional>

class DUSTECTO_EXPORT DustFilePieces final : public QObject
{
public:
    static constexpr qsizetype Size = 1024 * 1024;
    // The hash is empty where the file could not be read. In there it may be destroyed.
    using Receiver = std::function<void(const QByteArray &content, const QString &hash)>;

    explicit DustFilePieces(const Receiver &receiver) : m_receiver(receiver) {}

    // The first piece is done in here: of what is no larger, the receiver is called in here too.
    void hash(const QByteArray &content, std::shared_ptr<DustBlobCache::Writer> copy = {});
    void read(std::unique_ptr<QFile> file);

private:
    void step();
    void stepLater();
    bool takeNext();
    void finish(const QString &hash);

    Receiver m_receiver;
    QByteArray m_content;
    qsizetype m_done = 0; // bytes of it
    std::unique_ptr<QFile> m_file;
    std::shared_ptr<DustBlobCache::Writer> m_copy;
    QCryptographicHash m_hash{ QCryptographicHash::Sha256 };
};

#endif // DUSTFILEPIECES_P_H
