// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTPLANNEDWRITE_P_H
#define DUSTPLANNEDWRITE_P_H

// The write of one record, ready for the wire, and how to make its answer from the receipts. Pure.

#include "dustentry.h"
#include "dustoperation.h"
#include "dustreceipt.h"
#include "dustrecord.h"

struct DustPlannedWrite
{
    // A guard whose revision has to be fetched first, with the value, which must be the one that was read.
    struct UnknownGuard
    {
        qsizetype operation = 0;
        QByteArray leaf; // below the record
    };
    struct Leaf
    {
        QByteArray path; // below the record
        quint64 revision = 0;
        qsizetype operation = -1; // the one that writes it; without one the leaf stays as it is
    };

    DustPath path; // of the record
    QList<DustOperation> operations;
    bool isBatch = false; // even where it is one operation
    bool asksFirst = false; // whether anything is at the path
    QList<UnknownGuard> unknown;
    DustRecord data; // the record as it was read
    DustRecord record; // as it will be: the answer, but for its meta
    QList<Leaf> leaves; // it has then
    bool loaded = false; // these are all

    // Exists, for an insert that is to overwrite nothing.
    static DustError taken(const DustPath &path);

    DustPath leafPath(const QByteArray &leaf) const;
    // Appends the operation, which goes through only while the leaf is as it was read.
    void appendGuarded(DustOperation operation, const DustMeta::Leaf &leaf);
    // Makes what is stored at the path of an unknown guard its revision, or says Conflict.
    DustResult<void> resolve(const UnknownGuard &guard, const DustEntry *stored);

    DustRecord answer(const QList<DustReceipt> &receipts) const;

private:
    bool isAsRead(const QByteArray &leaf, const DustValue &stored) const;
};

#endif // DUSTPLANNEDWRITE_P_H
