// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTEVENTEFFECT_P_H
#define DUSTEVENTEFFECT_P_H

// What an event that a server told does to the leaves of a mirror (PROTOCOL §2, §4). It carries the
// outcome where an operation carries the request: the total of a counter, all members of a set, the
// envelope of a lease. Exported for tests; not public API.

#include "dustcommit_p.h"

namespace DustEventEffect {

// In path order. Leaves whose revision is that of the event or a later one stay as they are: they
// were read after it happened (DESIGN §5, repairs). Fails where the value is none that a store
// keeps, or none that suits the operation: the server is wrong.
DUSTECTO_EXPORT DustResult<QList<DustLeafChange>> of(const DustReadView &rows,
                                                     const DustEvent &event, qint64 at);

} // namespace DustEventEffect

#endif // DUSTEVENTEFFECT_P_H
