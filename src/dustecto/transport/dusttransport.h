// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTTRANSPORT_H
#define DUSTTRANSPORT_H

#include "dustevent.h"
#include "dustquery.h"
#include "dustreceipt.h"
#include "duststatus.h"

#include <QtCore/QObject>

#include <functional>

struct DustCommit;
class DustReadView;

// How one store is reached. Asynchronous, never blocks, and every future ends: with an answer, a
// DustError, or Closed when the transport is destroyed; never inside the call that returned it.
class DUSTECTO_EXPORT DustTransport : public QObject
{
    Q_OBJECT

public:
    enum Capability {
        Realtime = 0x01, // committed() tells of every operation
        LocalReads = 0x02, // view() answers at once
        AtomicMerge = 0x04, // merge is one operation; without it a flat write is one batchWrite
        Preconditions = 0x08, // if_absent and fences on single writes
        Counters = 0x10, // increment, add, remove
        Leases = 0x20,
        Rollback = 0x40,
        Compaction = 0x80, // compact()
        FullBatches =
                0x100, // batches take every operation; without it sets and deletes with if_match
        Optimistic = 0x200 // view() shows own writes before they are committed: viewChanged()
    };
    Q_DECLARE_FLAGS(Capabilities, Capability)
    Q_FLAG(Capabilities)

    explicit DustTransport(QObject *parent = nullptr);
    ~DustTransport() override;

    virtual Capabilities capabilities() const = 0;

    virtual DustFuture<DustEntry> get(const DustPath &path) = 0;
    // Leaves only; absent paths are left out.
    virtual DustFuture<QList<DustEntry>> getMany(const QList<DustPath> &paths) = 0;
    // The same, as the store has them, with their revisions: a mirror may not know these.
    virtual DustFuture<QList<DustEntry>> getStored(const QList<DustPath> &paths);
    virtual DustFuture<bool> exists(const DustPath &path) = 0;
    virtual DustFuture<DustPage> list(const DustQuery &query) = 0;
    virtual DustFuture<DustReceipt> write(const DustOperation &operation) = 0;
    virtual DustFuture<DustBatchReceipt> batchWrite(const QList<DustOperation> &operations) = 0;
    // Rollback: one path, or the whole store, which answers the number of operations that it took.
    virtual DustFuture<DustReceipt> rollback(const DustPath &path, quint64 toSeq) = 0;
    virtual DustFuture<qint64> rollback(quint64 toSeq) = 0;
    // Compaction: drops the log. Without it NotSupported, at once.
    virtual DustFuture<void> compact();
    // Files: without them NotSupported, at once. The operation's value is the reference to the content.
    using Progress = std::function<void(qint64 done, qint64 total)>;
    virtual DustFuture<DustReceipt> putFile(const DustOperation &operation,
                                            const QByteArray &content);
    virtual DustFuture<QByteArray> getFile(const QString &hash, const Progress &progress);
    virtual DustFuture<DustStatus> status();

    // LocalReads: the rows as they are now, own writes included; else null.
    virtual const DustReadView *view() const;
    // The rows without own writes that are not committed: what committed() tells of. view(), where
    // there are none such.
    virtual const DustReadView *confirmedView() const;
    // Optimistic: whether an own write at, above or below the path waits to be committed. Else false.
    virtual bool isPending(const DustPath &path) const;
    // Realtime: the seq up to which committed() has told, or will tell in the next turn. Else 0.
    virtual quint64 currentSeq() const;

Q_SIGNALS:
    // Realtime: what happened since the last time, in order, once per turn of the event loop.
    // confirmedView() is the state after the last of them. Internal: the only receiver is the
    // DustStore, which hands it to its observers.
    void committed(const QList<DustCommit> &commits);
    // Optimistic: what view() shows differently since the last time, likewise; where a write was
    // committed that it had shown before, a commit of the write's path without changes.
    void viewChanged(const QList<DustCommit> &changes);
};

Q_DECLARE_OPERATORS_FOR_FLAGS(DustTransport::Capabilities)

#endif // DUSTTRANSPORT_H
