// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTTRANSPORT_H
#define DUSTTRANSPORT_H

#include "dustevent.h"
#include "dustquery.h"
#include "dustreceipt.h"

#include <QtCore/QObject>

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
        Compaction = 0x80 // compact()
    };
    Q_DECLARE_FLAGS(Capabilities, Capability)
    Q_FLAG(Capabilities)

    explicit DustTransport(QObject *parent = nullptr);
    ~DustTransport() override;

    virtual Capabilities capabilities() const = 0;

    virtual DustFuture<DustEntry> get(const DustPath &path) = 0;
    // Leaves only; absent paths are left out.
    virtual DustFuture<QList<DustEntry>> getMany(const QList<DustPath> &paths) = 0;
    virtual DustFuture<bool> exists(const DustPath &path) = 0;
    virtual DustFuture<DustPage> list(const DustQuery &query) = 0;
    virtual DustFuture<DustReceipt> write(const DustOperation &operation) = 0;
    virtual DustFuture<DustBatchReceipt> batchWrite(const QList<DustOperation> &operations) = 0;
    // Rollback: one path, or the whole store, which answers the number of operations that it took.
    virtual DustFuture<DustReceipt> rollback(const DustPath &path, quint64 toSeq) = 0;
    virtual DustFuture<qint64> rollback(quint64 toSeq) = 0;
    // Compaction: drops the log. Without it NotSupported, at once.
    virtual DustFuture<void> compact();

    // LocalReads: the rows as they are now, own writes included; else null.
    virtual const DustReadView *view() const;
    // Realtime: the seq up to which committed() has told, or will tell in the next turn. Else 0.
    virtual quint64 currentSeq() const;

Q_SIGNALS:
    // Realtime: what happened since the last time, in order, once per turn of the event loop.
    // view() is the state after the last of them. Internal: the only receiver is the DustStore,
    // which hands it to its observers.
    void committed(const QList<DustCommit> &commits);
};

Q_DECLARE_OPERATORS_FOR_FLAGS(DustTransport::Capabilities)

#endif // DUSTTRANSPORT_H
