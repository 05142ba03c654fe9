// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef SIMHISTORY_H
#define SIMHISTORY_H

// Everything that was ever committed in a world, compactions and backups notwithstanding, and every
// write that an application asked for. What is written carries tags, by which it is found again.

#include "dustcommit_p.h"

#include <QtCore/QHash>

#include <deque>
#include <vector>

struct SimCommit
{
    DustCommit commit;
    DustOperation operation; // as the server was asked
};

// Numbers that make what one operation writes its own: all of them are in what it commits.
namespace SimTags {

constexpr int MostIncrements = 50; // a bit of the total for each

DustValue value(int tag, int variety); // a leaf
QList<int> of(const DustOperation &operation);

} // namespace SimTags

// A write of an application.
struct SimCall
{
    enum Fate : quint8 { Open, Accepted, Rejected, Indeterminate, Lost };

    int client = 0;
    quint64 call = 0;
    QString opId;
    QList<DustOperation> operations;
    bool isBatch = false;
    bool isTransient = false; // of a lease
    Fate fate = Open; // Lost: the process died before it was kept
    QString reason;
    QList<quint64> seqs;
    bool isCallGone = false; // with its process
    bool isCancelled = false;
    bool wasTimedOut = false;
    bool isRetired = false; // the client had its events
    bool wasHidden = false; // a snapshot told the client what came of it
    bool mayRepeat = false; // and said that it had not happened
    bool isUnheard = false; // its outcome died with the process
    bool lostByBackup = false; // made before the server went back

    DustPath path() const { return operations.constFirst().path(); }
};

class SimHistory
{
public:
    void add(const DustCommit &commit, const DustOperation &operation);
    void goBackTo(quint64 seq); // a backup was restored
    quint64 seq() const { return quint64(m_commits.size()); }
    const SimCommit &at(quint64 seq) const { return m_commits.at(std::size_t(seq - 1)); }
    bool wentBack() const { return m_wentBack; }
    // The seqs of the commits with the tag.
    QList<quint64> seqsOf(int tag) const { return m_byTag.value(tag); }

    SimCall &newCall(int client);
    SimCall *findCall(quint64 call);
    SimCall *findOpId(const QString &opId);
    std::deque<SimCall> &calls() { return m_calls; }
    const std::deque<SimCall> &calls() const { return m_calls; }
    // By tag: who wrote it. Null: nobody's, of others.
    const SimCall *writerOf(int tag) const;

    int newTag() { return ++m_lastTag; }
    int newBit() { return m_bits < SimTags::MostIncrements ? m_bits++ : -1; }
    void tag(const SimCall &call);

private:
    std::vector<SimCommit> m_commits; // of seq 1 and on
    QHash<int, QList<quint64>> m_byTag;
    QHash<int, quint64> m_writers; // calls
    std::deque<SimCall> m_calls; // the call n is the (n-1)th
    QHash<QString, quint64> m_byOpId;
    int m_lastTag = 0;
    int m_bits = 0;
    bool m_wentBack = false;
};

#endif // SIMHISTORY_H
