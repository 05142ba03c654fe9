// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef SIMDESCRIBE_H
#define SIMDESCRIBE_H

#include "dustreplica_p.h"

// For the journal of a history that failed.
namespace SimDescribe {

QString operations(const QList<DustOperation> &operations);
// What a replica was told and what came of it, in one line.
QString exchange(const DustReplicaInputs &input, const DustReplicaOutput &output,
                 const DustReplica &replica);

} // namespace SimDescribe

#endif // SIMDESCRIBE_H
