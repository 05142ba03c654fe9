// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSHAREDLEDGER_P_H
#define DUSTSHAREDLEDGER_P_H

// An embedded file, or memory, that several clients of one thread have open, and the ledgers of its
// stores. Exported for the rooms above; not public API.

#include "dustledger_p.h"

#include <QtCore/QHash>

class DustLocalTransport;
class DustSharedLedger;

class DUSTECTO_EXPORT DustSharedFile final : public std::enable_shared_from_this<DustSharedFile>
{
public:
    explicit DustSharedFile(std::shared_ptr<DustStorageFile> storage);
    ~DustSharedFile();

    // The same one for all who ask while one of them has it.
    DustResult<std::shared_ptr<DustSharedLedger>> ledger(const QString &storeName);

private:
    Q_DISABLE_COPY_MOVE(DustSharedFile)
    std::shared_ptr<DustStorageFile> m_storage;
    QHash<QString, std::weak_ptr<DustSharedLedger>> m_ledgers;
};

// A ledger and everybody who hears what is committed to it.
class DUSTECTO_EXPORT DustSharedLedger final
{
public:
    DustSharedLedger(std::shared_ptr<DustSharedFile> file, std::unique_ptr<DustLedger> ledger);
    ~DustSharedLedger();

    const DustLedger &ledger() const { return *m_ledger; }

    void attach(DustLocalTransport *transport);
    void detach(DustLocalTransport *transport);

    DustResult<DustCommit> apply(const DustOperation &operation, DustLocalTransport *writer);
    DustResult<QList<DustCommit>> applyBatch(const QList<DustOperation> &operations,
                                             DustLocalTransport *writer);
    // The server's own operations, nobody's writes.
    DustResult<std::optional<DustCommit>> rollback(const DustPath &path, quint64 toSeq);
    DustResult<QList<DustCommit>> rollback(quint64 toSeq);

    static DustNow now();

private:
    Q_DISABLE_COPY_MOVE(DustSharedLedger)
    void publish(const DustCommit &commit, const DustLocalTransport *writer) const;

    std::shared_ptr<DustSharedFile> m_file;
    std::unique_ptr<DustLedger> m_ledger;
    QList<DustLocalTransport *> m_transports;
};

#endif // DUSTSHAREDLEDGER_P_H
