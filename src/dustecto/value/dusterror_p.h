// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTERROR_P_H
#define DUSTERROR_P_H

#include "dusterror.h"

namespace DustErrors {

// For a caller who knows nothing of the batch in which an operation travelled.
inline DustError withoutIndex(const DustError &error)
{
    QVariantMap detail = error.detail();
    if (detail.remove(QStringLiteral("op_index")) == 0)
        return error;
    return DustError(error.kind(), error.message(), detail).withRetryable(error.isRetryable());
}

} // namespace DustErrors

#endif // DUSTERROR_P_H
