// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTWRITESIZE_P_H
#define DUSTWRITESIZE_P_H

// A long key above many leaves is in the path of each: a body of a few megabytes could ask for
// gigabytes.

#include "dustoperation.h"
#include "dustresult.h"

namespace DustWriteSize {

// InvalidParams with the reason value_too_large, and which of the operations is the one too much.
DustResult<void> check(const QList<DustOperation> &operations);

} // namespace DustWriteSize

#endif // DUSTWRITESIZE_P_H
