// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef SIMVIEWER_H
#define SIMVIEWER_H

#include "dustreplica_p.h"

#include <functional>
#include <memory>

// What is bound to the view of a client, as a list on a screen is: it knows what it is told, and has to show what is there.
class SimViewer
{
public:
    using Maker = std::function<std::unique_ptr<SimViewer>()>;

    virtual ~SimViewer() = default;

    virtual void begin(const DustReplica &replica) = 0; // of a process
    virtual void end() = 0; // before the replica goes
    virtual void take(const DustReplicaOutput &output) = 0;
    // What it shows and should not, or the other way round; empty: nothing.
    virtual QString problem() = 0;
};

#endif // SIMVIEWER_H
