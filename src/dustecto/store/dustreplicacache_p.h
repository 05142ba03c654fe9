// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTREPLICACACHE_P_H
#define DUSTREPLICACACHE_P_H

// Where a replica keeps what it must not forget: confirmed rows, the seq they are at, the outbox,
// refusals that nobody has heard of. One transaction per input. Where the storage fails, it goes on
// in memory with everything it had. Exported for tests; not public API.

#include "dustcommit_p.h"
#include "dustoutboxentry_p.h"
#include "duststorage.h"

#include <vector>

// A refusal that no call was there to hear.
struct DustRejection
{
    quint64 number = 0;
    QString opId;
    DustOperation operation;
    DustError error;
};

class DUSTECTO_EXPORT DustReplicaCache
{
public:
    // What a storage held.
    struct Content
    {
        quint64 seq = 0; // the confirmed rows are those at this seq
        QString lastOpId; // the client op id of the operation that made them so; empty: not known
        quint64 nextNumber = 1; // of outbox entries; perhaps not the one after the last
        std::vector<DustOutboxEntry> outbox; // in order
        QList<DustRejection> rejections;
        QByteArray session; // what was remembered of the last join, opaque here
    };

    // Storage, with the remedy in its message, for a storage that contradicts itself, is of another
    // identity, or has damaged rows of its own (an outbox entry that cannot be read): nothing is
    // changed then.
    static DustResult<std::unique_ptr<DustReplicaCache>> open(std::shared_ptr<DustStorage> storage,
                                                              const QByteArray &identity,
                                                              Content *content);
    ~DustReplicaCache();

    const DustReadView &rows()
            const; // another object after run() or rebuild() changed isInMemory()

    // Runs work, in which the functions below are called, as one transaction. An error (Storage)
    // means that the storage failed: what was done is done nevertheless, in memory, and so is
    // everything that follows.
    DustResult<void> run(DustFunctionRef<void()> work);

    void apply(const QList<DustLeafChange> &changes);
    void setSeq(quint64 seq, const QString &lastOpId = {});
    void setSession(const QByteArray &session);
    void keep(const DustOutboxEntry &entry, bool contentToo); // does nothing for transient ones
    void drop(const DustOutboxEntry &entry);
    void keepRejection(const DustRejection &rejection);
    void dropRejection(quint64 number);

    bool isInMemory() const; // although there is a storage
    bool isOn(const DustStorage &storage) const;
    bool isOf(const DustStorage &storage) const; // or was, and has what it holds
    // Writes everything to the storage anew, in place of what it holds, and works on it from then on: on
    // another one where that is given.
    DustResult<void> rebuild(const std::shared_ptr<DustStorage> &onto = {});

private:
    class Private;
    explicit DustReplicaCache(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

#endif // DUSTREPLICACACHE_P_H
