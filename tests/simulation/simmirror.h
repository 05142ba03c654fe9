// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef SIMMIRROR_H
#define SIMMIRROR_H

// What an application makes of what a replica tells it, beside what the replica says it is: the
// oracles that are asked all the time.

#include "dustreplica_p.h"
#include "simfault.h"
#include "simhistory.h"

class SimMirror
{
public:
    // What events and snapshots say is true, unless the server is one with faults.
    SimMirror(int client, SimHistory *history, SimFault *fault, bool isServerRight)
        : m_client(client), m_history(history), m_fault(fault), m_isServerRight(isServerRight)
    {}

    void start(const DustReplica &replica); // of a process
    void stop() { m_isRunning = false; }
    // Everything that came of one input, in order.
    void take(const DustReplicaInputs &input, const DustReplicaOutput &output,
              const DustReplica &replica);
    void compare(const DustReplica &replica); // costs
    // Nobody can say what waits until nothing does.
    void beginAnew(); // after the server went back
    void loseCount() { m_isCountLost = true; }
    void compareAfterRestart(const DustReplica &replica);

    int commits() const { return m_commits; }
    int repairs() const { return m_repairs; }

private:
    using Leaves = std::map<QByteArray, QByteArray>; // path → packed

    void takeCommits(const DustReplicaInputs &input, const DustReplicaOutput &output,
                     const DustReplica &replica);
    void takeCommit(const DustCommit &commit);
    void compareLeaves(const Leaves &shadow, const DustReadView &view, const QString &what,
                       quint64 maySeeBeyond = std::numeric_limits<quint64>::max());
    void compareTruth(const DustReplica &replica);
    void compareTotals(const DustReplica &replica);
    void compareReplay(const DustReplica &replica);
    void retire(const DustReplica &replica);
    void fail(const QString &text);

    const int m_client;
    SimHistory *const m_history;
    SimFault *const m_fault;
    const bool m_isServerRight;
    Leaves m_truth; // of the server, at m_truthSeq
    quint64 m_truthSeq = 0;
    Leaves m_view;
    Leaves m_confirmed;
    quint64 m_seq = 0;
    bool m_isRunning = false;
    bool m_isResyncing = false;
    bool m_isCountLost = false;
    int m_commits = 0;
    int m_repairs = 0;
};

// "path: here … there …" of the first difference; empty where there is none.
QString differenceOf(const DustReadView &a, const DustReadView &b, bool revisionsToo);

#endif // SIMMIRROR_H
