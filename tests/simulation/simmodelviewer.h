// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef SIMMODELVIEWER_H
#define SIMMODELVIEWER_H

#include "simviewer.h"

class SimReplicaTransport;

// A DustListModel over the view of a replica, and a copy of the model that knows its signals only: both have to be what a fresh
// query finds.
class SimModelViewer final : public SimViewer
{
public:
    SimModelViewer();
    ~SimModelViewer() override;

    void begin(const DustReplica &replica) override;
    void end() override;
    void take(const DustReplicaOutput &output) override;
    QString problem() override;

private:
    struct Process; // what goes with it

    std::unique_ptr<Process> m_process;
};

#endif // SIMMODELVIEWER_H
