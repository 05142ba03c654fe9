// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSHAREDLEDGER_P_H
#define DUSTSHAREDLEDGER_P_H

// An embedded file, or memory, that several clients of one thread have open, and the ledgers of its
// stores. Exported for the rooms above; not public API.

#include "dustblobs_p.h"
#include "dustledger_p.h"

#include <QtCore/QHash>

class DustLocalTransport;
class DustSharedLedger;

class DUSTECTO_EXPORT DustSharedFile final : public std::enable_shared_from_this<DustSharedFile>
{
public:
    // The contents of files are in the folder; in memory where it has no name.
    explicit DustSharedFile(std::shared_ptr<DustStorageFile> storage,
                            const QString &filesFolder = {});
    ~DustSharedFile();

    // The same one for all who ask while one of them has it.
    DustResult<std::shared_ptr<DustSharedLedger>> ledger(const QString &storeName);
    DustBlobs &blobs() { return m_blobs; }

private:
    Q_DISABLE_COPY_MOVE(DustSharedFile)
    std::shared_ptr<DustStorageFile> m_storage;
    DustBlobs m_blobs;
    QHash<QString, std::weak_ptr<DustSharedLedger>> m_ledgers;
};

// When a store's log is shortened by itself, after a commit: it has more operations than this, or
// more bytes than this and than so many times its rows. Its older half goes; the newer one stays
// for rollbacks and for readers that were away.
struct DustLogLimits
{
    qint64 operations = 100'000;
    quint64 bytes = 64 * 1024 * 1024;
    quint64 timesRows = 4;
};

// A ledger and everybody who hears what is committed to it.
class DUSTECTO_EXPORT DustSharedLedger final
{
public:
    DustSharedLedger(std::shared_ptr<DustSharedFile> file, std::unique_ptr<DustLedger> ledger,
                     const DustLogLimits &limits = {});
    ~DustSharedLedger();

    const DustLedger &ledger() const { return *m_ledger; }
    DustBlobs &blobs() const { return m_file->blobs(); }

    void attach(DustLocalTransport *transport);
    void detach(DustLocalTransport *transport);

    DustResult<DustCommit> apply(const DustOperation &operation, DustLocalTransport *writer);
    DustResult<QList<DustCommit>> applyBatch(const QList<DustOperation> &operations,
                                             DustLocalTransport *writer);
    // The server's own operations, nobody's writes.
    DustResult<std::optional<DustCommit>> rollback(const DustPath &path, quint64 toSeq);
    DustResult<QList<DustCommit>> rollback(quint64 toSeq);
    DustResult<void> compact();

    static DustNow now();

private:
    Q_DISABLE_COPY_MOVE(DustSharedLedger)
    void publish(const DustCommit &commit, const DustLocalTransport *writer) const;
    void shortenLog();

    std::shared_ptr<DustSharedFile> m_file;
    std::unique_ptr<DustLedger> m_ledger;
    const DustLogLimits m_limits;
    QList<DustLocalTransport *> m_transports;
};

#endif // DUSTSHAREDLEDGER_P_H
