// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef SIMWORLD_H
#define SIMWORLD_H

#include "simplan.h"

struct SimWorldCounts
{
    qint64 operations = 0;
    qint64 commits = 0;
    qint64 inputs = 0;
    qint64 cuts = 0;
    qint64 kills = 0;
    qint64 rejoins = 0;
    qint64 snapshots = 0;
    qint64 repairs = 0;
    qint64 batches = 0;
    qint64 fetches = 0;
    qint64 stragglers = 0;
    qint64 silent = 0;
    qint64 limited = 0;
    qint64 rejections = 0;
    qint64 indeterminate = 0;

    void add(const SimWorldCounts &other);
    QString toString() const;
};

// A server, clients and what befalls them; then peace, and the question whether all is well.
class SimWorld
{
public:
    SimWorld(const SimPlan &plan, bool isJournalKept);
    ~SimWorld();

    bool run(); // whether all went well
    const SimFault &fault() const { return m_fault; }
    SimWorldCounts counts() const;

private:
    void take(const SimStep &step);
    void takeForClient(const SimStep &step, SimDice &dice);
    void takeForServer(const SimStep &step, SimDice &dice);
    void write(SimClient &client, SimDice &dice);
    void lookAround();
    void hide(int client, const DustSnapshot &snapshot);
    void heal();
    QString unrest() const; // empty where all is quiet and as it should be
    bool isLost() const;

    const SimPlan m_plan;
    SimFault m_fault;
    SimTime m_time;
    SimHistory m_history;
    SimServer m_server;
    std::vector<std::unique_ptr<SimClient>> m_clients;
    bool m_isHealed = false;
    bool m_wasRestored = false;
};

#endif // SIMWORLD_H
