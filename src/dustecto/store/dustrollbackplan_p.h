// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTROLLBACKPLAN_P_H
#define DUSTROLLBACKPLAN_P_H

#include "dusthistory_p.h"

// The operations that lead from one set of leaves to another: deletes, then sets of leaves, each in
// path order, and none that could be left out.
namespace DustRollbackPlan {

DustResult<QList<DustOperation>> between(const DustLeafMap &now, const DustLeafMap &then);

// The same value at each path; types and revisions aside.
bool haveSameValues(const DustLeafMap &a, const DustLeafMap &b);

} // namespace DustRollbackPlan

#endif // DUSTROLLBACKPLAN_P_H
