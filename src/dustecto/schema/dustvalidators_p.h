// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTVALIDATORS_P_H
#define DUSTVALIDATORS_P_H

#include "dustchangeset_p.h"

// The error for a value that a validator can make nothing of. It does not hold the value.
DustFieldError dustWrongType(const QString &field, const QString &kind, const QVariant &value);

inline bool dustIsList(const QVariant &value)
{
    return value.typeId() == QMetaType::QVariantList || value.typeId() == QMetaType::QStringList;
}

#endif // DUSTVALIDATORS_P_H
