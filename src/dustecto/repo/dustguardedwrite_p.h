// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTGUARDEDWRITE_P_H
#define DUSTGUARDEDWRITE_P_H

// Compare-and-swap of records: batches of leaf writes, each with the revision its leaf was read at (DESIGN §4). Pure.

#include "dustplannedwrite_p.h"

namespace DustGuardedWrite {

// Whether a path is another one or below it; both are rendered.
bool isAtOrBelow(const QByteArray &path, const QByteArray &top);

// The index of the field that a leaf belongs to, by its path below the record; -1: of none.
int fieldOf(QByteArrayView path, const DustSchema &schema);

// InvalidParams for a record that was never read.
DustResult<void> checkLoaded(const DustRecord &record, const DustPath &path);

// Writes the fields of plan.record over those of plan.data.
DustResult<void> addUpdate(DustPlannedWrite *plan, const QList<int> &indexes);
// Removes plan.data.
void addRemoval(DustPlannedWrite *plan);

} // namespace DustGuardedWrite

#endif // DUSTGUARDEDWRITE_P_H
