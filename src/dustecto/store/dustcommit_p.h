// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCOMMIT_P_H
#define DUSTCOMMIT_P_H

// What one committed operation did. Exported for the rooms above; not public API.

#include "dustevent.h"
#include "dustrow_p.h"

struct DustLeafChange
{
    QByteArray path;
    std::optional<DustStoredValue> before;
    std::optional<DustStoredValue> after;
};

struct DustCommit
{
    DustEvent event;
    QList<DustLeafChange>
            changes; // leaves it touched, in path order; empty where it changed nothing
    // False only for a release whose token does not match: accepted, but it released nothing, has
    // no seq (event.storeSeq is 0), is in no log and is told to nobody.
    bool logged = true;
    // Of a replica's own write: which one, of those that it has sent or is to send; 0: of none.
    quint64 write = 0;
    bool isTakenBack = false; // it was refused, and is shown no longer
};

Q_DECLARE_TYPEINFO(DustLeafChange, Q_RELOCATABLE_TYPE);
Q_DECLARE_TYPEINFO(DustCommit, Q_RELOCATABLE_TYPE);

#endif // DUSTCOMMIT_P_H
