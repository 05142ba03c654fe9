// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTLEDGER_P_H
#define DUSTLEDGER_P_H

// The authority of one store: orders, checks, applies and logs operations (PROTOCOL §1-2). Exported
// for the rooms above, the server and tests; not public API. No clock: time is handed in.

#include "dustcommit_p.h"
#include "duststorage.h"

#include <limits>
#include <memory>

struct DustNow
{
    qint64 monotonic = 0; // milliseconds of a clock that never jumps: leases
    qint64 unix = 0; // milliseconds since 1970: expires_at, syncedAt
};

struct DustSnapshot
{
    quint64 seq = 0;
    QList<DustEntry> entries; // without revisions, as on the wire
};

// Operations of one writer, all or nothing.
struct DustWriteRequest
{
    QList<DustOperation> operations;
    QString deviceId;
};

struct DustCatchUp
{
    std::optional<DustSnapshot> snapshot;
    QList<DustEvent> events;
    quint64 throughSeq = 0; // the last seq this page brings the reader to
    bool complete = false;
};

class DUSTECTO_EXPORT DustLedger
{
public:
    // Takes what the storage holds; fails when it contradicts itself (log not contiguous, revision
    // above the seq).
    static DustResult<std::unique_ptr<DustLedger>> open(std::shared_ptr<DustStorage> storage,
                                                        const DustNow &now);
    ~DustLedger();

    const DustReadView &view() const;
    quint64 currentSeq() const;
    quint64 compactedThrough() const; // 0: never compacted
    qint64 entryCount() const;
    qint64 opCount() const; // in the log
    // About what the log and the rows take.
    quint64 logBytes() const;
    quint64 rowBytes() const;

    // Kinds: Conflict and Exists with currentRevision; Held with holder and expires_at; Occupied,
    // NotHeld, Fenced; InvalidParams for what the operation is and for a value of the wrong type
    // under it; Storage. All with reason and path, except Storage: then nothing has happened.
    // Where the disk is full (reason disk_full), the log makes room if that is enough.
    DustResult<DustCommit> apply(const DustOperation &operation, const QString &deviceId,
                                 const DustNow &now);
    // All or nothing, each operation after those before it; the error carries opIndex and path. One
    // seq per logged operation.
    DustResult<QList<DustCommit>> applyBatch(const QList<DustOperation> &operations,
                                             const QString &deviceId, const DustNow &now);

    // Many requests in one transaction of the storage, so that they are made to last together: each
    // all or nothing, after those before it. An error carries opIndex and path, as above.
    QList<DustResult<QList<DustCommit>>> applyGroup(const QList<DustWriteRequest> &requests,
                                                    const DustNow &now);

    // As real servers do (PROTOCOL §5): set and delete also clear descendants whose path is the same
    // but for the case of ASCII letters, and no event says so.
    void setClearsIgnoringCase(bool ignoring);

    // One page of what happened after `since`; the next goes on from its throughSeq. For a reader
    // from before the compaction the first page begins with the snapshot at the compaction. A
    // reader that is ahead of the store is told its own seq.
    DustResult<DustCatchUp> catchUp(quint64 since, int limit = 1000) const;
    // The records of the log with a seq above `since`, at most `limit`.
    DustResult<QList<DustLogRecord>> log(quint64 since, int limit) const;
    // Drops the log up to and with `through`, and with it what rollbacks to before then need; a
    // reader from before then is told what the store held at `through`, and the operations since.
    DustResult<void> compact(quint64 through = std::numeric_limits<quint64>::max());

    // Back to the values, not the types and revisions, of `toSeq`; one in the future means now. The
    // commits have device id "system:rollback" and client op id "rollback:<to_seq>:<path>".
    // InvalidParams with reason beyond_retention or no_ops; Invalid where one value cannot say what
    // was there (leaf_with_descendants, not_assemblable).
    // One commit, or none when the path is as it was then ("noop").
    DustResult<std::optional<DustCommit>> rollbackPath(const DustPath &path, quint64 toSeq,
                                                       const DustNow &now);
    // Deletes, then sets of leaves, each in path order and none too many, in one transaction.
    DustResult<QList<DustCommit>> rollbackStore(quint64 toSeq, const DustNow &now);

private:
    class Private;
    explicit DustLedger(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

#endif // DUSTLEDGER_P_H
