// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTPENDINGWRITE_H
#define DUSTPENDINGWRITE_H

#include "dusterror.h"
#include "dustoperation.h"

// An own write that the store has not confirmed, and what it waits for.
class DUSTECTO_EXPORT DustPendingWrite
{
    Q_GADGET
    Q_PROPERTY(quint64 number MEMBER number)
    Q_PROPERTY(QString clientOpId MEMBER clientOpId)
    Q_PROPERTY(QString path READ pathString)
    Q_PROPERTY(State state MEMBER state)
    Q_PROPERTY(Reason reason MEMBER reason)
    Q_PROPERTY(QString reasonText READ reasonText)
    Q_PROPERTY(quint64 blockedBy MEMBER blockedBy)
    Q_PROPERTY(int attempts MEMBER attempts)
    Q_PROPERTY(DustError error MEMBER error)

public:
    enum State { Waiting, Sent, Unanswered, Accepted };
    Q_ENUM(State)
    enum Reason {
        NotConnected,
        Refused,
        ServerWentBack,
        CatchingUp,
        EventMissing,
        MayNotWrite,
        RateLimited,
        Paused,
        TakingFence,
        BehindWrite,
        BatchesPaused,
        BehindBatch,
        TooManyUnderWay,
        OneAtATime,
        AwaitingAnswer,
        FateUnknown,
        Settling,
        AwaitingStatus,
        AwaitingEvent
    };
    Q_ENUM(Reason)

    quint64 number = 0; // in the order in which they were written
    QString clientOpId; // of a batch: the batch's
    QList<DustOperation> operations; // several in a batch only
    State state = Waiting;
    Reason reason = NotConnected;
    quint64 blockedBy = 0; // the number of the write before it that has to leave first; 0: none
    QString blockedPath; // of that one
    qint64 waitsFor = -1; // milliseconds from when this was asked for; -1: until something happens
    int attempts = 0; // how often it was sent
    quint64 storeSeq = 0; // Accepted: what the store has it as
    DustError error; // Refused, Paused, RateLimited and BatchesPaused: what was said

    QString pathString() const;
    QString reasonText() const;
};

Q_DECLARE_METATYPE(DustPendingWrite)

#endif // DUSTPENDINGWRITE_H
