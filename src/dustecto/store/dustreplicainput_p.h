// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTREPLICAINPUT_P_H
#define DUSTREPLICAINPUT_P_H

// What a replica is told (DESIGN §5). Exported for the rooms above and tests; not public API.

#include "dustentry.h"
#include "dusterror.h"
#include "dustevent.h"

#include <memory>
#include <variant>

class DustStorage;

namespace DustReplicaInput {

// ---- the application

// Every operation has its client op id. `call` names the future that waits, 0 for none.
struct Write
{
    quint64 call = 0;
    DustOperation operation;
    QByteArray content; // of put_file; the operation's value is the reference it will make
    bool keepsId = false; // the application chose the client op id
    std::optional<qint64> timeout; // milliseconds; the settings' where it is not said
};
struct WriteBatch // all or nothing, set and delete only, at most 1,000
{
    quint64 call = 0;
    QList<DustOperation> operations;
    QString opId; // of the batch; operations are named "<opId>:<index>" on the wire
    std::optional<qint64> timeout;
};
struct Acknowledge // a rejection was seen
{
    quint64 number = 0;
};
struct Resync // after the server went back: everything anew from it, own unconfirmed writes on top
{
};
struct Rebuild // of the cache, after its storage failed; on another one where that is given
{
    std::shared_ptr<DustStorage> onto;
};

// ---- the channel. All of it belongs to the current join; what was for an earlier one is not told.

struct Joined // the reply to a join that asked for joinSeq()
{
    quint64 storeSeq = 0;
    bool mayWrite = true;
    QStringList scopes;
};
struct JoinRefused // and not tried again by itself
{
    DustError error;
};
// The channel is not joined any more, whatever happened to it or to the link. Pushes are answered,
// or told as Unanswered, all the same.
struct Down
{
    DustError why;
    bool linkGoesOn = false; // only the channel has ended
};
struct Events // in the order in which they came
{
    QList<DustEvent> events;
};
struct Snapshot
{
    quint64 seq = 0;
    QList<DustEntry> entries; // leaves, unwrapped, without revisions
};
struct CatchUpComplete
{
    quint64 throughSeq = 0;
};
struct Status
{
    quint64 currentSeq = 0;
    qint64 entryCount = -1; // negative: not said
    bool isUnasked = false; // not the answer to DustReplicaOutput::asksStatus
};
struct StatusFailed
{
};

// ---- answers to DustReplicaOutput::sends, by its number; exactly one for each, but perhaps late

struct Accepted
{
    quint64 send = 0;
    QList<quint64> seqs; // one for each operation that was sent; 0 for one that is in no log
    DustObject response; // of a single operation: leases say more
};
struct Refused // kind, reason and retryAfterMs as DustWriteAnswers understands them
{
    quint64 send = 0;
    DustError error;
};
struct Unanswered // it may have arrived or not
{
    quint64 send = 0;
    DustError why;
};

// ---- answers to DustReplicaOutput::fetches, over HTTP

struct Fetched
{
    quint64 fetch = 0;
    QList<DustEntry> entries; // leaves with revisions; of what was asked for, all there is
    quint64 atSeq = 0; // where all was asked for: what both `status` said
};
struct FetchFailed
{
    quint64 fetch = 0;
    DustError error;
};

// ---- time

struct Tick // at nextTick(), or whenever
{
};

} // namespace DustReplicaInput

using DustReplicaInputs = std::variant<
        DustReplicaInput::Write, DustReplicaInput::WriteBatch, DustReplicaInput::Acknowledge,
        DustReplicaInput::Resync, DustReplicaInput::Rebuild, DustReplicaInput::Joined,
        DustReplicaInput::JoinRefused, DustReplicaInput::Down, DustReplicaInput::Events,
        DustReplicaInput::Snapshot, DustReplicaInput::CatchUpComplete, DustReplicaInput::Status,
        DustReplicaInput::StatusFailed, DustReplicaInput::Accepted, DustReplicaInput::Refused,
        DustReplicaInput::Unanswered, DustReplicaInput::Fetched, DustReplicaInput::FetchFailed,
        DustReplicaInput::Tick>;

#endif // DUSTREPLICAINPUT_P_H
