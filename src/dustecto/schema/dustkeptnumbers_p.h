// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTKEPTNUMBERS_P_H
#define DUSTKEPTNUMBERS_P_H

#include "dustmeta.h"
#include "dustrecord.h"
#include "dustschema.h"

// What a record cannot hold is kept beside its revisions, as it was read. Fields of QJsonValue, QJsonObject and QJsonArray
// do not hold every number that a store can: 1.0 becomes 1, and an integer beyond 63 bits a double; writing the record
// is to leave alone what nobody changed. And of a leaf that no field declares, where its revision is unknown, the
// value is all there is to compare. Exported for the rooms above; not public API.
class DUSTECTO_EXPORT DustKeptNumbers
{
public:
    // Whether the field, or one nested in it, is of such a type.
    static bool mayNeed(const DustField &field);

    static void keep(DustMeta *meta, const DustField &field, const DustValue &wire);
    // What to write for a field whose own value is written as wire.
    static DustValue restored(const DustMeta &meta, const DustField &field, const DustValue &wire);
    // Of a leaf that no field declares. Where nothing was kept, as an application may have made up the meta, any value
    // is as it was read.
    static void keepStranger(DustMeta *meta, const QByteArray &path, const DustValue &wire);
    static bool isStrangerAsRead(const DustMeta &meta, const QByteArray &path,
                                 const DustValue &stored);
    // Of a record that was written, those that are still in it.
    static void keepWritten(DustMeta *meta, const DustRecord &record);
};

#endif // DUSTKEPTNUMBERS_P_H
