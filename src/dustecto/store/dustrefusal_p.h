// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTREFUSAL_P_H
#define DUSTREFUSAL_P_H

#include "dustoperation.h"

namespace DustRefusal {

// "The <op> of <path> <saying>", with the reason and the path in its detail.
DustError of(const DustOperation &operation, DustError::Kind kind, const QString &reason,
             const QString &saying);

} // namespace DustRefusal

#endif // DUSTREFUSAL_P_H
