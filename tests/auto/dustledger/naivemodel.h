// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef NAIVEMODEL_H
#define NAIVEMODEL_H

// A ledger written for obviousness: plain maps, whole copies, nothing shared with the real one but
// DustOperation and DustValue. Slow on purpose where that makes it plainer.

#include "dustoperation.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace Naive {

using Path = std::vector<std::string>; // segments

Path parsePath(const std::string &rendered);
std::string render(const Path &path);
bool isWithin(const Path &path, const Path &top); // the same, or below

struct Leaf
{
    DustValue value;
    std::string type;
    quint64 revision = 0;
    qint64 writtenAt = 0;

    friend bool operator==(const Leaf &a, const Leaf &b)
    {
        return a.value == b.value && a.type == b.type && a.revision == b.revision
                && a.writtenAt == b.writtenAt;
    }
};
using State = std::map<Path, Leaf>;

bool haveSameValues(const State &a, const State &b);
State within(const State &state, const Path &top);
// Nothing when the leaves do not make one value that falls apart into just these leaves.
std::optional<DustValue> assemble(const Path &top, const State &leaves);

struct Clock
{
    qint64 monotonic = 0;
    qint64 wall = 0;
};

struct Event
{
    std::string op;
    Path path;
    DustValue value;
    quint64 seq = 0;
    std::string deviceId;
    std::string clientOpId;
};

// What a reader does with events: no more than a client knows.
void replay(State &state, const Event &event);

struct Change
{
    std::string path;
    std::optional<Leaf> before;
    std::optional<Leaf> after;
};

struct Commit
{
    Event event;
    std::vector<Change> changes; // by rendered path
    bool logged = true;
};

struct Failure
{
    std::string reason;
    std::string path;
    quint64 currentRevision = 0; // 0: none
    int opIndex = -1;
};

struct Outcome
{
    std::optional<Failure> failure;
    std::vector<Commit> commits;
};

class Model
{
public:
    Model() { pastStates.push_back({}); }

    Outcome apply(const DustOperation &operation, const std::string &deviceId, const Clock &clock);
    Outcome applyBatch(const QList<DustOperation> &operations, const std::string &deviceId,
                       const Clock &clock);
    Outcome rollbackPath(const Path &path, quint64 toSeq, const Clock &clock);
    // Takes the operations that the ledger chose; whether they lead there is for the test to ask.
    Outcome rollbackStore(quint64 toSeq, const std::vector<Event> &chosen, const Clock &clock);
    void compact(quint64 through) { compactedThrough = through; }
    void reopen(const Clock &clock);

    State state;
    quint64 seq = 0;
    quint64 compactedThrough = 0;
    std::vector<State> pastStates; // by seq
    std::vector<Commit> log; // of seq 1 and on; what was compacted is still here

private:
    struct Deadline
    {
        quint64 token = 0;
        qint64 expiresAt = 0;
        qint64 monotonic = 0;
    };

    Outcome run(const DustOperation &operation, const std::string &deviceId, const Clock &clock);
    Outcome commitChanges(const DustOperation &operation, const DustValue &eventValue,
                          const std::string &deviceId);

    std::optional<std::string> malformed(const DustOperation &operation) const;
    Outcome set(const DustOperation &operation, const std::string &deviceId);
    Outcome merge(const DustOperation &operation, const std::string &deviceId);
    Outcome increment(const DustOperation &operation, const std::string &deviceId);
    Outcome changeMembers(const DustOperation &operation, const std::string &deviceId);
    Outcome lease(const DustOperation &operation, const std::string &deviceId);

    void clear(const Path &top);
    void write(const Path &path, const DustValue &value, const std::string &type);
    bool isSubtree(const Path &path) const;
    bool isLive(const Path &path) const;

    Clock now;
    std::map<Path, Deadline> deadlines;
    std::set<Path> touched; // by the operation at hand
};

} // namespace Naive

#endif // NAIVEMODEL_H
