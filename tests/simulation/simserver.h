// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef SIMSERVER_H
#define SIMSERVER_H

// What a real server does as far as a client can tell (PROTOCOL §4, §5), over a ledger.

#include "dustmemorystorage.h"
#include "simhistory.h"
#include "simlink.h"

#include <deque>
#include <set>

// What kind of server it is, for the whole life of a world.
struct SimServerSettings
{
    bool asProduction = false; // with the faults of PROTOCOL §5
    int pageSize = 1000;
    int slowness = 10; // percent of what takes longer than usual
};

// How a channel speaks to its client. All of it is called at the client's end of the link.
class SimChannelPeer
{
public:
    virtual ~SimChannelPeer() = default;
    struct JoinReply
    {
        quint64 storeSeq = 0;
        bool mayWrite = true;
    };
    virtual void joined(quint64 joinRef, const JoinReply &reply) = 0;
    virtual void joinRefused(quint64 joinRef, const DustObject &response) = 0;
    virtual void crashed(quint64 joinRef) = 0;
    virtual void told(quint64 joinRef, const DustEvent &event) = 0; // joinRef 0: live
    virtual void snapshot(quint64 joinRef, const DustSnapshot &snapshot) = 0;
    virtual void caughtUp(quint64 joinRef, quint64 throughSeq) = 0;
    virtual void replied(quint64 ref, bool ok, const DustObject &response) = 0;
};

class SimServer
{
public:
    // A write is committed at most so long after it arrived; with the longest delay of a link that
    // is less than DustReplicaSettings::settle.
    static constexpr int LongestWork = 3'500;

    SimServer(SimTime *time, SimHistory *history, const SimServerSettings &settings, quint64 seed);
    ~SimServer();

    // ---- clients, at the server's end of their links
    void accept(const std::shared_ptr<SimLink> &link);
    void join(const std::shared_ptr<SimLink> &link, SimChannelPeer *peer, int client,
              quint64 joinRef, quint64 lastSeq);
    void push(const SimLink *link, quint64 joinRef, quint64 ref, const DustOperation &operation);
    void status(const SimLink *link, quint64 joinRef, quint64 ref);

    // ---- HTTP; answers come at once, the network is the caller's
    DustResult<QList<quint64>> batch(int client, const QString &requestId,
                                     const QList<DustOperation> &operations);
    DustResult<QList<DustEntry>> read(const QList<DustPath> &paths); // no path: all
    void writeOfAnother(const DustOperation &operation);

    // ---- what befalls it
    void restart(); // cuts all links
    void compact(int percent); // of the log
    void rollBackStore(quint64 toSeq);
    void rollBackPath(const DustPath &path, quint64 toSeq);
    void backUp();
    bool restoreBackup(const QList<quint64> &seqsOfClients); // false: there is none worth it
    void noticed(int client); // that it went back
    bool isHolding() const { return !m_unaware.empty(); } // until all have

    bool isDown = false;
    int limit = 0; // writes in a minute; 0: no limit
    int misanswers = 0; // so many writes are answered with what says nothing
    std::set<int> readOnly; // clients
    std::set<int> refused;
    std::function<void(const QString &)> journal; // may be empty
    std::function<void(int client, const DustSnapshot &)> hides; // what happened until then

    bool hasRolledBack() const { return m_hasRolledBack; }
    const SimServerSettings &settings() const { return m_settings; }
    const DustLedger &ledger() const { return *m_ledger; }
    std::vector<std::shared_ptr<SimLink>> links() const;

    struct Counts
    {
        int snapshots = 0;
        int stragglers = 0;
        int silent = 0;
        int limited = 0;
        int catchUps = 0;
    };
    Counts counts;

private:
    struct Push
    {
        quint64 ref = 0;
        DustOperation operation;
        qint64 arrived = 0;
        bool isStatus = false;
    };
    struct Channel
    {
        std::shared_ptr<SimLink> link;
        SimChannelPeer *peer = nullptr;
        int client = 0;
        quint64 joinRef = 0;
        std::deque<Push> mailbox;
        bool isWorking = false;
        bool isOver = false;
    };
    using ChannelPointer = std::shared_ptr<Channel>;

    ChannelPointer find(const SimLink *link, quint64 joinRef) const;
    void end(const ChannelPointer &channel);
    void catchUp(const ChannelPointer &channel, quint64 since, bool isFirst);
    void spoilTotals(DustCatchUp *page) const;
    DustOperation asPutFile(const DustOperation &operation) const;
    void workLater(const ChannelPointer &channel);
    void work(const ChannelPointer &channel, const Push &push);
    void straggle(int client, const DustOperation &operation, qint64 arrived, bool isSilent);
    void reply(const ChannelPointer &channel, quint64 ref, bool ok, const DustObject &response,
               int delay = 0);
    bool misanswer(const ChannelPointer &channel, const Push &push);
    DustResult<DustCommit> commit(const DustOperation &operation, const QString &deviceId,
                                  bool isSilent);
    void record(const DustCommit &commit, const DustOperation &operation, bool isSilent);
    void broadcast(const DustEvent &event);
    void say(const QString &what) const;
    bool takeBudget();
    std::optional<DustObject> refusal(int client);
    void openLedger();
    static QString deviceOf(int client);

    SimTime *const m_time;
    SimHistory *const m_history;
    const SimServerSettings m_settings;
    SimDice m_dice;
    std::shared_ptr<DustStorage> m_storage;
    std::unique_ptr<DustLedger> m_ledger;
    std::shared_ptr<DustStorage> m_backup;
    quint64 m_backupSeq = 0;
    std::vector<std::shared_ptr<SimLink>> m_links;
    std::vector<ChannelPointer> m_channels;
    std::set<int> m_unaware;
    bool m_hasRolledBack = false;
    qint64 m_rolledBackAt = -1;
    int m_age = 0; // rises when what is under way is gone
    qint64 m_minute = 0;
    int m_spent = 0; // in that minute
};

#endif // SIMSERVER_H
