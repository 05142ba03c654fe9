// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef SIMJUDGE_H
#define SIMJUDGE_H

#include "simfault.h"
#include "simhistory.h"

// The oracles that are asked when a world has come to rest: what became of each write.
namespace SimJudge {

void calls(const SimHistory &history, SimFault *fault);
void order(const SimHistory &history, SimFault *fault);
// Only where nobody has rolled back.
void counters(const SimHistory &history, const DustReadView &rows, SimFault *fault);

} // namespace SimJudge

#endif // SIMJUDGE_H
