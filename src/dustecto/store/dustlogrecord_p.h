// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTLOGRECORD_P_H
#define DUSTLOGRECORD_P_H

// One operation in a store's log. Exported for our own plugins and tests; not public API.

#include "dustcommit_p.h"

struct DUSTECTO_EXPORT DustLogRecord
{
    quint64 seq = 0;
    DustOperation::Kind op = DustOperation::Set;
    QByteArray path; // rendered
    QByteArray value; // MessagePack, as the event carries it
    QString deviceId;
    QString clientOpId;
    qint64 at = 0; // Unix milliseconds
    QList<DustLeafChange> changes; // what was there before; `after` is not kept

    // About how many bytes toBytes() has, without making them.
    qsizetype roughSize() const;
    // The form in which storages keep it; the seq is the key it is kept under.
    QByteArray toBytes() const;
    static DustResult<DustLogRecord> fromBytes(quint64 seq, QByteArrayView bytes);
};

// What a log holds: seqs from first to last without a gap, or nothing.
struct DustLogBounds
{
    quint64 first = 0;
    quint64 last = 0;

    bool isEmpty() const { return last == 0; }
    qint64 count() const { return isEmpty() ? 0 : qint64(last - first) + 1; }
};

#endif // DUSTLOGRECORD_P_H
