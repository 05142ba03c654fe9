// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTRESTHANDLERS_P_H
#define DUSTRESTHANDLERS_P_H

// The rows of PROTOCOL §3. Each answers its call once, now or in a later turn.

class DustRestCall;

namespace DustRest {

constexpr int MaximumBatch = 1000; // paths or operations
constexpr int EntryPathPiece = 5; // of the target: api/stores/{org}/{store}/entries/…

// dustrestentries.cpp
void getEntry(const DustRestCall &call);
void putEntry(const DustRestCall &call);
void deleteEntry(const DustRestCall &call);
void postToEntries(const DustRestCall &call);
void deleteFromEntries(const DustRestCall &call);
// dustrestlist.cpp
void listEntries(const DustRestCall &call);
// dustrestbatch.cpp
void readBatch(const DustRestCall &call);
// dustrestbatchwrite.cpp
void writeBatch(const DustRestCall &call);
// dustrestfiles.cpp
void getFile(const DustRestCall &call);
// dustrestother.cpp
void health(const DustRestCall &call);
void upgradeRequired(const DustRestCall &call);

} // namespace DustRest

#endif // DUSTRESTHANDLERS_P_H
