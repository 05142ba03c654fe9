// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTUNWRAPPED_P_H
#define DUSTUNWRAPPED_P_H

#include "dustvalue.h"

// What a real server makes of a value that is wrapped as it wraps scalars itself (PROTOCOL §7).
inline DustValue dustUnwrapped(const DustValue &value, const QString &key)
{
    const DustObject &object = value.toObject();
    return object.size() == 1 && object.contains(key) ? object.value(key) : value;
}

#endif // DUSTUNWRAPPED_P_H
