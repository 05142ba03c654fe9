// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTWRITEPLANNER_P_H
#define DUSTWRITEPLANNER_P_H

// What a write of records becomes on the wire (DESIGN §4). Pure: no store, no event loop.

#include "dustplannedwrite_p.h"
#include "dusttransport.h"
#include "dustwritestep_p.h"

#include <QtCore/QSet>

// Plans the steps of one write after the other.
class DustWritePlanner
{
public:
    // What the writes are for: a batch has no use for the records that it writes.
    enum Purpose { Records, Receipts };

    // Without a view nothing is known of what is stored.
    DustWritePlanner(DustTransport::Capabilities capabilities, const DustReadView *view,
                     Purpose purpose);

    DustResult<DustPlannedWrite> plan(const DustWriteStep &step);

private:
    using Plan = DustResult<DustPlannedWrite>;

    Plan planInsert(const DustRecord &record, bool ifAbsent);
    Plan planUpdate(const DustWriteStep &step);
    static Plan planRemove(const DustWriteStep &step);
    DustResult<void> addWhole(DustPlannedWrite *plan) const;
    DustResult<void> addFields(DustPlannedWrite *plan, const QList<int> &indexes) const;
    // Of fields with their values, those that a merge cannot write.
    QList<int> unmergeable(const DustPlannedWrite &plan, const QMap<int, DustValue> &values) const;
    DustResult<void> addLeaves(DustPlannedWrite *plan, const DustValue &value, const QByteArray &at,
                               qsizetype operation) const;
    bool mayHaveSubtree(const DustField &field, const DustPlannedWrite &plan) const;

    DustTransport::Capabilities m_capabilities;
    const DustReadView *m_view;
    Purpose m_purpose;
    QSet<QByteArray> m_written; // records that earlier steps write
};

#endif // DUSTWRITEPLANNER_P_H
