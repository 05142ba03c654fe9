// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTWRITESTEP_P_H
#define DUSTWRITESTEP_P_H

#include "dustrepobatch.h"

// One step of a batch, or a call by itself.
struct DustWriteStep
{
    enum Kind { Insert, InsertRecord, Update, RemoveRecord, RemovePath, Refused };

    Kind kind = Refused;
    DustChangeset changeset; // Insert, Update
    DustRecord record; // InsertRecord, RemoveRecord
    DustPath path; // RemovePath
    bool ifUnchanged = false; // Update, RemoveRecord
    bool ifAbsent = false; // Insert, InsertRecord
    DustError error; // Refused

    static DustWriteStep insert(const DustChangeset &changeset,
                                const DustRepoOptions &options = {});
    static DustWriteStep insert(const DustRecord &record, const DustRepoOptions &options = {});
    static DustWriteStep update(const DustChangeset &changeset, const DustRepoOptions &options);
    static DustWriteStep remove(const DustRecord &record, const DustRepoOptions &options);
    static DustWriteStep remove(const DustSchema &schema, const QString &slug);
    static DustWriteStep removeAll(const DustSchema &schema);
    static DustWriteStep refuse(const DustError &error);

private:
    static DustWriteStep removePath(const DustResult<DustPath> &path);
};

#endif // DUSTWRITESTEP_P_H
