// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef SIMCLIENT_H
#define SIMCLIENT_H

// A process with a replica in it, and a transport that does what the replica says (DESIGN §5).

#include "simmirror.h"
#include "simserver.h"
#include "simstorage.h"
#include "simviewer.h"

#include <deque>

// Faults that a test plants, to see that the oracles find them.
enum class SimPlant : quint8 {
    None,
    ResendBeforeCatchUp,
    LargestSeq,
    StaleRows,
    OverlapInFlight,
    ResendBeforeSettle
};

struct SimClientSettings
{
    int slowness = 10;
    SimPlant plant = SimPlant::None;
    bool fences = false; // each session takes a lease over
    SimDisk::Maker makeDisk; // null: the cache is in memory
    SimViewer::Maker makeViewer; // null: nobody looks
};

struct SimClientCounts
{
    int inputs = 0;
    int cuts = 0;
    int kills = 0;
    int rejoins = 0;
    int batches = 0;
    int fetches = 0;
    int rejections = 0;
    int indeterminate = 0;
};

class SimClient final : public SimChannelPeer
{
public:
    SimClient(int number, SimTime *time, SimServer *server, SimHistory *history, SimFault *fault,
              const SimClientSettings &settings, quint64 seed);
    ~SimClient() override;

    void start();

    // ---- the application
    void write(const DustOperation &operation, const QByteArray &content = {});
    void writeBatch(const QList<DustOperation> &operations);
    void cancelOne();
    void acknowledgeAll();
    void resyncWhenDiverged();
    void rebuild();

    // ---- what befalls it
    void cut();
    void swallow(bool up, bool down);
    void crashChannel();
    void reconnect(); // the token is fresh, or somebody insists
    void kill(qint64 away);
    void dieAt(int storageCalls, SimStorage::Death death);
    void fillDisk();
    void heal(); // of faults of its own; the network stays calm from now on

    const DustReplica *replica() const { return m_replica.get(); }
    int number() const { return m_number; }
    quint64 knownSeq() const { return m_knownSeq; } // of the process before, where there is none
    SimMirror &mirror() { return m_mirror; }
    void look(); // at what the viewer shows; costs
    const SimClientCounts &counts() const { return m_counts; }
    QString mood() const; // for reports

    // ---- the channel
    void joined(quint64 joinRef, const JoinReply &reply) override;
    void joinRefused(quint64 joinRef, const DustObject &response) override;
    void crashed(quint64 joinRef) override;
    void told(quint64 joinRef, const DustEvent &event) override;
    void snapshot(quint64 joinRef, const DustSnapshot &snapshot) override;
    void caughtUp(quint64 joinRef, quint64 throughSeq) override;
    void replied(quint64 ref, bool ok, const DustObject &response) override;

private:
    using Send = DustReplicaOutput::Send;
    struct Push
    {
        quint64 send = 0; // 0: status
        DustOperation operation;
    };

    void feed(const DustReplicaInputs &input);
    void todo(std::function<void()> what);
    void apply(const DustReplicaInputs &input);
    void die(const DustReplicaInputs &input, const DustReplicaOutput &output, int kept);
    void readDisk();
    void endProcess(qint64 away);
    void loseCount();
    void carryOut(const DustReplicaOutput &output);
    void settle(const DustReplicaOutput::Settled &settled, bool isHeard);
    void tickLater();
    void open();
    void fail(const QString &text);
    void say(const QString &text) const;

    // simclientlink.cpp
    void connectLater(int delay);
    void connectNow();
    void sendJoin();
    void endChannel(const QString &why, bool loses, const QString &reason);
    void loseLink();
    void push(const Send &send);
    void askStatus();
    void expectReply(quint64 ref);
    void rejoin();
    bool isCurrent(quint64 joinRef) const;

    // simclienthttp.cpp
    void batch(const Send &send);
    void arriveBatch(const Send &send, int life);
    void fetch(const DustReplicaOutput::Fetch &fetch);
    int httpDelay();
    bool isHttpDown();
    // With the answer of this process only.
    void answerLater(int delay, const DustReplicaInputs &input, int life);

    const int m_number;
    SimTime *const m_time;
    SimServer *const m_server;
    SimHistory *const m_history;
    SimFault *const m_fault;
    const SimClientSettings m_settings;
    SimDice m_dice;
    SimMirror m_mirror;
    SimClientCounts m_counts;
    std::unique_ptr<SimDisk> m_disk;
    const std::unique_ptr<SimViewer> m_viewer;
    std::shared_ptr<SimStorage> m_storage;
    std::unique_ptr<DustReplica> m_replica;
    quint64 m_knownSeq = 0;
    int m_life = 0; // of how many processes this is
    bool m_isCalm = false;
    bool m_tellsEarlyNews; // before it is joined

    std::deque<std::function<void()>> m_todo;
    bool m_isBusy = false;
    std::optional<qint64> m_tickAt;
    int m_tickNumber = 0;
    int m_idleTicks = 0;
    qint64 m_lastTick = -1;
    int m_made = 0; // ids

    std::shared_ptr<SimLink> m_link;
    quint64 m_joinRef = 0;
    bool m_isOpen = false; // joined, or being so
    bool m_isJoined = false;
    bool m_isToldJoined = false; // the replica is
    quint64 m_lastRef = 0;
    std::map<quint64, Push> m_pushes;
    bool m_isCaughtUp = false;
    quint64 m_toldSeq = 0; // with the plant LargestSeq
};

#endif // SIMCLIENT_H
