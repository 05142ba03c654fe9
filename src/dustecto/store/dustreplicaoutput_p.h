// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTREPLICAOUTPUT_P_H
#define DUSTREPLICAOUTPUT_P_H

// What comes of one input, to be carried out in the order of the members: what had to last is on
// disk already, then frames, then the view, then events, then calls. Exported for the rooms above and
// tests; not public API.

#include "dustcommit_p.h"
#include "dustresult.h"

struct DustReplicaOutput
{
    // A write for the channel ("write", "put_file" where there is content), or, where isBatch, one
    // batch_write over HTTP whose X-Request-Id is requestId.
    struct Send
    {
        quint64 send = 0; // the answer names it
        QList<DustOperation> operations; // exactly one unless isBatch
        QByteArray content;
        QString requestId;
        bool isBatch = false;
    };
    // Leaves to be read over HTTP: those at the paths, or all there are, between two `status` that
    // say the same current_seq (else it has failed).
    struct Fetch
    {
        quint64 fetch = 0;
        QList<DustPath> paths; // empty: all
    };
    // Of a call, or of a write whose call is gone.
    struct Settled
    {
        quint64 call = 0; // 0: no call waits
        QString opId;
        bool isFinal = true; // false: the call timed out, the write goes on
        DustResult<QList<quint64>> seqs = QList<quint64>(); // one for each operation
        DustObject response;
    };

    QList<Send> sends;
    QList<Fetch> fetches;
    bool asksStatus = false;
    bool rejoins = false; // join again, from joinSeq(), now

    // What the view shows differently. An own write that is not confirmed has the event of its
    // operation, without a seq and not committed; a taken back one as well.
    QList<DustCommit> viewChanges;
    // In order of seq. What a snapshot or a repair changed is one commit per leaf that is not logged,
    // with the seq that the rows are at then and nobody's deviceId.
    QList<DustCommit> commits;
    QList<Settled> settled;

    // state(), error(), mayWrite(), pendingCount(), pendingRevision() or the cache's state
    bool stateChanged = false;
    QList<DustError> reports; // what no call is there to hear
};

#endif // DUSTREPLICAOUTPUT_P_H
