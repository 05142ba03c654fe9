// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTKEPTNUMBERS_P_H
#define DUSTKEPTNUMBERS_P_H

#include "dustmeta.h"
#include "dustrecord.h"
#include "dustschema.h"

// Fields of QJsonValue, QJsonObject and QJsonArray cannot hold every number that a store can: 1.0 becomes 1, and an integer
// beyond 63 bits a double. What was read is kept beside the revisions, so that writing the record leaves
// alone what nobody changed. Exported for the rooms above; not public API.
class DUSTECTO_EXPORT DustKeptNumbers
{
public:
    // Whether the field, or one nested in it, is of such a type.
    static bool mayNeed(const DustField &field);

    static void keep(DustMeta *meta, const DustField &field, const DustValue &wire);
    // What to write for a field whose own value is written as wire.
    static DustValue restored(const DustMeta &meta, const DustField &field, const DustValue &wire);
    // Of a record that was written, those that are still in it.
    static void keepWritten(DustMeta *meta, const DustRecord &record);
};

#endif // DUSTKEPTNUMBERS_P_H
