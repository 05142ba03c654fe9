// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTTRANSACTION_P_H
#define DUSTTRANSACTION_P_H

// Between DustStorage and those who implement it. Exported for our own plugins; not public API.

#include "dustlogrecord_p.h"
#include "dustrowtable_p.h"

#include <QtCore/QHash>

#include <vector>

// What a storage starts with: empty, or what a file held.
struct DustStorageContent
{
    DustRowTable rows;
    QHash<QByteArray, QByteArray> meta;
    DustLogBounds log;
};

// What one transaction did, each change with its way back, the rows in order. Rows stay alive until
// it is over: `after` is owned by the table or, when it was replaced again, by a later change's
// `before`.
struct DustTransaction
{
    struct RowChange
    {
        DustRow::Pointer before;
        const DustRow *after = nullptr;

        QByteArrayView path() const { return after ? after->path() : before->path(); }
    };
    struct MetaChange // one per key
    {
        QByteArray key;
        QByteArray before;
        QByteArray after; // empty: removed
    };

    bool isEmpty() const
    {
        return rows.empty() && meta.empty() && log.isEmpty() && logTruncatedThrough == 0;
    }

    std::vector<RowChange> rows;
    std::vector<MetaChange> meta;
    quint64 logTruncatedThrough = 0; // done before the records below are appended
    quint64 logFirst = 0; // the seq of the first of `log`
    QList<QByteArray> log;
    DustLogBounds logBefore;
};

#endif // DUSTTRANSACTION_P_H
