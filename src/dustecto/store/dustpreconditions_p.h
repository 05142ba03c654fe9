// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTPRECONDITIONS_P_H
#define DUSTPRECONDITIONS_P_H

// fence, if_match and if_absent against what a store holds (PROTOCOL §2), in this order. What can
// be said without the store, DustOperation::validate() has said.

#include "dustleases_p.h"

namespace DustPreconditions {

DustResult<void> check(const DustReadView &rows, const DustLeases &leases,
                       const DustOperation &operation, const DustNow &now);

} // namespace DustPreconditions

#endif // DUSTPRECONDITIONS_P_H
