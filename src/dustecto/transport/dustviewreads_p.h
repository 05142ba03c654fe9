// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTVIEWREADS_P_H
#define DUSTVIEWREADS_P_H

#include "dustrow_p.h"

// What transports with a view answer from it.
namespace DustViewReads {

// The leaves at the paths, in that order; absent ones are left out.
DustResult<QList<DustEntry>> many(const DustReadView &view, const QList<DustPath> &paths);
// A leaf at the path or below it.
bool exists(const DustReadView &view, const DustPath &path);

} // namespace DustViewReads

#endif // DUSTVIEWREADS_P_H
