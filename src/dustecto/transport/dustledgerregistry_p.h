// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTLEDGERREGISTRY_P_H
#define DUSTLEDGERREGISTRY_P_H

// The embedded files, and named memories, that this process has open, so that two clients of one
// share its ledgers. Exported for the rooms above; not public API.

#include "dustsharedledger_p.h"

#include <QtCore/QMutex>

QT_BEGIN_NAMESPACE
class QThread;
QT_END_NAMESPACE

class DUSTECTO_EXPORT DustLedgerRegistry final
{
public:
    using SharedFile = std::shared_ptr<DustSharedFile>;

    // The only global of the library.
    static DustLedgerRegistry &instance();

    // The last one to let go of what these return closes it. An empty name is nobody else's memory.
    // The options of the first who opens a file count.
    DustResult<SharedFile> openMemory(const QString &name);
    DustResult<SharedFile> openFile(const QString &path, const DustStorageOptions &options);

private:
    struct Entry
    {
        QString path; // canonical; empty for a memory
        std::weak_ptr<DustSharedFile> file;
        const QThread *thread = nullptr;
    };

    DustLedgerRegistry() = default;
    Q_DISABLE_COPY_MOVE(DustLedgerRegistry)
    std::optional<DustResult<SharedFile>> known(const QString &key, const QString &shown) const;
    bool isReplaced(const QString &path) const;
    SharedFile add(const QString &key, const QString &path,
                   std::shared_ptr<DustStorageFile> storage);
    void close(const QString &key, DustSharedFile *file);

    QMutex m_mutex; // held while a file is opened or closed: nobody opens what is half closed
    QHash<QString, Entry> m_entries;
};

#endif // DUSTLEDGERREGISTRY_P_H
