// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTHAZARDS_P_H
#define DUSTHAZARDS_P_H

#include "dustoperation.h"
#include "dustrow_p.h"

// What servers take and choke on afterwards, so that a client sends none of it.
namespace DustHazards {

// Servers take a leaf below another one, and cannot read what is above the two from then on (PROTOCOL §1). A client
// makes none: InvalidParams, reason leaf_above or leaves_below.
DUSTECTO_EXPORT DustResult<void> checkPlace(const DustReadView &rows,
                                            const DustOperation &operation);

// Typed decimals and datetimes break the joins of clients that use MessagePack (PROTOCOL §5): InvalidParams,
// reason typed_value.
DUSTECTO_EXPORT DustResult<void> checkValue(const DustOperation &operation);

} // namespace DustHazards

#endif // DUSTHAZARDS_P_H
