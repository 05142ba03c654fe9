// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTOUTBOXENTRY_P_H
#define DUSTOUTBOXENTRY_P_H

// One write of a replica that the store has not confirmed yet. Exported for tests; not public API.

#include "dusterror.h"
#include "dustoperation.h"

// Somebody who waits for it. Where writes were merged, an entry has several.
struct DustOutboxCaller
{
    quint64 call = 0; // 0: nobody any more, the call timed out or is from before a restart
    QString opId; // what the application knows the write by
    qint64 deadline = 0; // of the call, monotonic
};

struct DUSTECTO_EXPORT DustOutboxEntry
{
    enum State : quint8 {
        Waiting, // to be sent, or to be sent again: the store does not have it
        InFlight, // sent; an answer may come
        Unanswered, // sent, and no answer comes any more: the store may have it
        Accepted // the store has it, as acceptedSeq; its event is not applied yet
    };

    quint64 number = 0; // order of writing; never used twice by one cache
    State state = Waiting;
    bool isBatch = false; // the application's: all or nothing, over HTTP
    bool keepsId = false; // the application chose the id, so it is merged with nothing
    bool isTransient = false; // leases: never stored, shown nor sent twice
    int attempts = 0; // how often it was sent
    int losses = 0; // of them, in this session: over HTTP, without an answer
    // Of the last of its operations on the wire. While it is Unanswered: of the snapshot whose rows
    // are what the entry leads to, so that it seems to have arrived.
    quint64 acceptedSeq = 0;
    bool isOverHttp = false; // sent so the last time: what the channel does is nothing to it
    // Monotonic: when the link closed on which it was sent last. Nothing while that link is up.
    std::optional<qint64> linkClosedAt;
    quint64 send =
            0; // names the attempt while it is InFlight, or Unanswered with a late answer due

    QList<DustOperation> operations; // as asked for, each with the id the application knows
    // As sent, with the ids of the wire; more than were asked for where a merge went as sets. Empty
    // before it is sent for the first time.
    QList<DustOperation> wire;
    QByteArray content; // of a file
    QList<DustOutboxCaller> callers;
    // How it ends, once it is certain that no event of it is still to come: what a resend was refused
    // with, where the first attempt may be the reason; that a compaction has hidden what became of it.
    std::optional<DustError> verdict;

    // Why it can do nothing to what is there now: a server would take it, and choke on it ever after
    // (PROTOCOL §7).
    std::optional<DustError> obstacle;

    const DustOperation &operation() const { return operations.constFirst(); }
    // By whose ids the store's events of it are known: what was sent; before that, what would be, since
    // a cache may have failed to keep that it was.
    const QList<DustOperation> &onWire() const { return wire.isEmpty() ? operations : wire; }
    bool isConditional() const; // if_match or if_absent anywhere
    bool wasSent() const { return state != Waiting; }

    // Takes what the value needs in a frame, roughly, from the rest; whether something is left.
    static bool fits(const DustValue &value, qsizetype *rest);

    // The form in which caches keep it, without number, content, calls and what belongs to a link.
    QByteArray toBytes() const;
    // After a restart: what was sent is Unanswered. Storage, reason damaged_row, for anything else.
    static DustResult<DustOutboxEntry> fromBytes(quint64 number, QByteArrayView bytes);
};

#endif // DUSTOUTBOXENTRY_P_H
