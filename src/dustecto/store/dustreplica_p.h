// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTREPLICA_P_H
#define DUSTREPLICA_P_H

// A mirror of one store: what is confirmed, own writes on top, and the rules by which both stay right
// over drops, crashes and gaps (DESIGN §5; the table of states and inputs is in doc/replica.md). It
// has no socket, no timer and no clock. Exported for the rooms above and tests; not public API.

#include "dustledger_p.h" // DustNow
#include "dustpendingwrite.h"
#include "dustreplicacache_p.h"
#include "dustreplicainput_p.h"
#include "dustreplicaoutput_p.h"

#include <functional>
#include <memory>

struct DustReplicaSettings // times in milliseconds
{
    qint64 settle = 5'000; // how long a server may still work on what a dead link brought
    qint64 gapPatience = 300; // for the events that a gap misses
    qint64 replyPatience =
            2'000; // for answers, once it is certain that the channel is joined again
    qint64 firstRejoin = 1'000; // between joins for gaps, doubling
    qint64 longestRejoin = 15'000;
    qint64 catchUpPatience = 30'000; // without a word
    qint64 statusInterval = 30'000;
    qint64 callTimeout = 30'000;
    qint64 repairInterval = 60'000; // everything is read again once in that time at most
    int window = 256; // writes under way
    QString deviceId; // whose events are own ones
    int earlyEvents = 50'000; // that wait for those before them
    qsizetype earlyBytes = 64'000'000; // of their values, roughly
    qsizetype fileBytes = 5'000'000; // of a file that waits
    // A path that is this device's alone, for a lease that each session takes over: then nothing that
    // an earlier one sent takes effect any more. Empty: without.
    DustPath sessionFence;
    qint64 fenceTtl = 60'000;
    std::function<QString()> makeId; // for what it has to name itself; never the same twice
};

class DUSTECTO_EXPORT DustReplica
{
public:
    enum State : quint8 {
        Offline, // not joined
        CatchingUp, // joined; what happened meanwhile comes in
        Live,
        Gap, // an event is missing: nothing is sent, answers are awaited, then it joins again
        Diverged // the server has lost what this cache has: nothing goes on until Resync
    };

    // identity: server, store and account, in one text; a cache of another one is refused.
    static DustResult<std::unique_ptr<DustReplica>> open(std::shared_ptr<DustStorage> cache,
                                                         const QByteArray &identity,
                                                         const DustReplicaSettings &settings,
                                                         const DustNow &now);
    ~DustReplica();

    // Says whether nobody waits for a call any more. It is asked before a lease is sent, and when a
    // write is refused, whose rejection is kept where nobody heard of it.
    void setCancelled(const std::function<bool(quint64 call)> &isCancelled);

    DustReplicaOutput apply(const DustReplicaInputs &input, const DustNow &now);
    // Monotonic: when a Tick is due, if nothing else comes. Nothing: none is.
    std::optional<qint64> nextTick() const;

    State state() const;
    DustError error() const; // of the cache, or why Diverged, or why writes wait; else none
    quint64 seq() const; // of what is confirmed
    quint64 joinSeq() const; // last_store_seq of the next join
    bool mayWrite() const; // as far as is known
    QStringList scopes() const;

    const DustReadView &view() const; // confirmed and own writes
    const DustReadView &confirmed() const;
    qsizetype pendingCount() const; // own writes that the store has not confirmed
    bool isPending(const DustPath &path) const; // at, above or below
    bool isPending(quint64 write) const; // DustCommit::write
    QList<DustCommit> pending()
            const; // the own writes, in order, by operation; without what they change
    // What they wait for, in order, the first ones only where a limit is given.
    QList<DustPendingWrite> pendingWrites(const DustNow &now, qsizetype limit = -1) const;
    quint64 pendingRevision() const; // grows whenever pendingWrites() may say something else
    QList<DustRejection> rejections() const;
    bool isInMemory() const; // the cache's storage failed
    bool isKeptOn(const DustStorage &storage) const;
    bool isOf(const DustStorage &storage) const; // or was, and has what it holds

private:
    class Private;
    explicit DustReplica(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

#endif // DUSTREPLICA_P_H
