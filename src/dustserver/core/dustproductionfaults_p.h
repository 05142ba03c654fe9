// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTPRODUCTIONFAULTS_P_H
#define DUSTPRODUCTIONFAULTS_P_H

// What real servers get wrong (PROTOCOL §5), for a server that is asked to behave like one.

#include "dustlogrecord_p.h"

namespace DustProductionFaults {

// In a page that also sets, merges or deletes its path, a counter or set is told as if only the
// page's own increments, additions and removals had made it.
void spoilTotals(QList<DustEvent> *events, const QList<DustLogRecord> &records);

} // namespace DustProductionFaults

#endif // DUSTPRODUCTIONFAULTS_P_H
