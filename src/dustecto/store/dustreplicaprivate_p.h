// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTREPLICAPRIVATE_P_H
#define DUSTREPLICAPRIVATE_P_H

// What the .cpp files of DustReplica share.

#include "dusteffects_p.h"
#include "dustoutbox_p.h"
#include "dustoverlay_p.h"
#include "dustreplica_p.h"

#include <QtCore/QSet>

#include <limits>
#include <vector>

class DustReplica::Private
{
public:
    struct Drained // an entry's part of a batch that it has not asked for
    {
        quint64 number = 0;
        qsizetype size = 0;
    };

    // So many times it is tried before it counts as an answer.
    static constexpr int CrashesForVerdict = 3;
    static constexpr quint64 ReadUnknown = std::numeric_limits<quint64>::max();
    static constexpr std::size_t MostBeforeLast = 1'000; // live events may overtake it, by a few
    static constexpr qsizetype LongestOpId = 200; // that is kept as lastOpId

    // ---- dustreplica.cpp
    void restore(DustReplicaCache::Content content);
    void begin(DustReplicaOutput *output, const DustNow &time);
    void finish(); // what is due now, and what may be sent now
    std::optional<qint64> nextTick() const;
    void setState(State newState);
    void setError(const DustError &newError);
    void touch(const DustOutboxEntry &entry) { dirty.insert(entry.number); }

    // ---- dustreplicawrites.cpp: what the application asks for
    void take(const DustReplicaInput::Write &write);
    void take(const DustReplicaInput::WriteBatch &batch);
    void take(const DustReplicaInput::Acknowledge &acknowledge);
    void take(const DustReplicaInput::Resync &);
    void take(const DustReplicaInput::Rebuild &) {} // there is no transaction around it
    static DustError missingScope();
    bool isWaitedFor(const DustOutboxCaller &caller) const;
    bool isForNobody(const DustOutboxEntry &entry) const;
    DustResult<void> check(const DustOperation &operation) const;
    DustOutboxCaller caller(quint64 call, const QString &opId, std::optional<qint64> timeout);
    void refuse(quint64 call, const QString &opId, const DustError &why);
    void endLateCalls();

    // ---- dustreplicasend.cpp: what goes out, and when
    bool maySend() const;
    void send();
    void sendOne(DustOutboxEntry &entry);
    void markSent(DustOutboxEntry &entry, const QList<DustOperation> &wire, quint64 send,
                  bool isOverHttp);
    void sendDrained(); // many waiting writes as one batch
    bool mayDrain(const DustOutboxEntry &entry) const;
    // Nothing is answered any more on the link there was.
    void closeLink();
    void pause(const DustError &refusal);
    void pauseBatches(const DustError &why);

    // ---- dustreplicapending.cpp: what waits, and for what
    struct Gates // what writes may wait for that changes without a word
    {
        bool fenceHeld = false;
        bool awaitsRequest = false;
        bool awaitsStatus = false;
        std::optional<qint64> batchesPausedUntil;

        bool operator==(const Gates &) const = default;
    };
    Gates gates() const;
    void notePending();
    qsizetype window() const;
    bool mayBatch() const;
    DustPendingWrite describe(const DustOutboxEntry &entry, qint64 at) const;
    void describeWaiting(const DustOutboxEntry &entry, qint64 at, DustPendingWrite *write) const;
    void describeUnanswered(const DustOutboxEntry &entry, qint64 at, DustPendingWrite *write) const;
    bool isStopped(qint64 at, DustPendingWrite *write) const; // with all others

    // ---- dustreplicaanswers.cpp
    void take(const DustReplicaInput::Accepted &accepted);
    void take(const DustReplicaInput::Refused &refused);
    void take(const DustReplicaInput::Unanswered &unanswered);
    void accept(DustOutboxEntry &entry, quint64 acceptedSeq, const DustObject &response = {});
    void refuse(DustOutboxEntry &entry, const DustError &why, bool wasOpen);
    void refuseDrained(const QList<Drained> &parts, const DustError &why, bool wasOpen);
    void leaveUnanswered(DustOutboxEntry &entry);
    void sendAgain(DustOutboxEntry &entry);
    void reject(DustOutboxEntry &entry, const DustError &why);
    void forget(DustOutboxEntry &entry);
    void retireAccepted(); // whose seq is confirmed
    void settle(DustOutboxEntry &entry, const DustResult<QList<quint64>> &seqs,
                const DustObject &response = {});
    bool isSettledAt(const DustOutboxEntry &entry, qint64 time) const;
    void decide(); // the fate of what was never answered

    // ---- dustreplicachannel.cpp
    void take(const DustReplicaInput::Joined &joined);
    void take(const DustReplicaInput::JoinRefused &refused);
    void take(const DustReplicaInput::Down &down);
    void take(const DustReplicaInput::Events &events);
    void take(const DustReplicaInput::CatchUpComplete &complete);
    void take(const DustReplicaInput::Status &status);
    void take(const DustReplicaInput::StatusFailed &);
    void take(const DustReplicaInput::Tick &) {}
    void hear(const DustEvent &event, bool isMade = false); // made here, of an answer over HTTP
    void hearAgain(const DustEvent &event);
    void apply(const DustEvent &event);
    void takeEarly();
    DustEvent takeEarly(std::map<quint64, DustEvent>::iterator at);
    DustOutboxEntry *ownOf(const DustEvent &event, quint64 *lastSeq);
    bool isInPlaceOfAccepted(const DustEvent &event);
    void setSeq(quint64 newSeq, const QString &opId);
    void notePromises();
    DustError wentBackTo(quint64 serverSeq) const;
    void diverge(const DustError &why);
    void keepSession();
    void settleFromNow();
    void watchGap();
    void rejoin();
    void askStatus();

    // ---- dustreplicasnapshot.cpp
    void take(const DustReplicaInput::Snapshot &snapshot);
    void replaceRows(const QList<DustEntry> &entries, quint64 atSeq, bool keepsRevisions = false);

    // ---- dustreplicarepair.cpp
    void take(const DustReplicaInput::Fetched &fetched);
    void take(const DustReplicaInput::FetchFailed &failed);
    void noteForRepair(const DustEvent &event);
    void endCatchUp();
    void readAgain(const QByteArray &path);
    void keepDoubts();
    bool mayHoldOwn(const DustEntry &entry) const;
    void repair(const DustEntry &entry);
    void startRepairs();
    void trustAfter(quint64 endedFetch);
    std::optional<qint64> nextRepair() const;
    void compareCount(const DustReplicaInput::Status &status);

    // ---- dustreplicafence.cpp
    bool hasFence() const;
    bool isUnderFence(const DustOutboxEntry &entry) const;
    DustOperation fenced(const DustOperation &operation) const;
    void loseFence();
    void doubtFence(const DustEvent &event);
    quint64 strayFence();
    void keepFence();
    void askFence();
    bool takeFence(const DustReplicaInput::Accepted &answer);
    bool takeFence(const DustReplicaInput::Refused &answer);
    bool takeFence(const DustReplicaInput::Unanswered &answer);

    // ---- dustreplicaview.cpp
    static DustCommit unconfirmed(quint64 write, const DustOperation &operation);
    enum Places { Anywhere, Placed }; // whether it may make what DustHazards warns of
    DustResult<QList<DustEffect>> effectsOf(const DustReadView &rows,
                                            const QList<DustOperation> &operations,
                                            Places places) const;
    std::optional<DustError> obstacleOf(const DustOutboxEntry &entry);
    // Also what was merged into an entry, which nothing later overlaps.
    void show(const DustOutboxEntry &entry, const QList<DustOperation> &operations,
              QList<DustEffect> &&effects); // of these operations
    void tellOthers(const QList<DustOperation> &operations, const DustCommit &told);
    void takeBack(DustOutboxEntry &entry, DustCommit cause); // removes it; the others stay
    void follow(const DustCommit &commit, const DustOutboxEntry *own); // the base has changed
    bool isAsForeseen(const DustCommit &commit, const DustOutboxEntry &own) const;
    void followForeseen(const DustCommit &commit, const DustOutboxEntry &own, bool isLast);
    void tellDifference(const DustOverlay::Lifted &before, const DustCommit &cause);
    DustResult<QList<DustLeafChange>> lay(DustOutboxEntry &entry);
    void replay(const DustPath &root, const QList<quint64> &numbers, const DustCommit &cause);

    DustReplicaSettings settings;
    std::function<bool(quint64 call)> isCancelled;
    std::unique_ptr<DustReplicaCache> cache;
    DustOutbox outbox;
    std::unique_ptr<DustOverlay> overlay;

    State state = Offline;
    DustError error;
    DustError cacheError; // why it went on in memory
    bool mayWrite = true;
    QStringList scopes;
    QList<DustRejection> rejections;
    quint64 lastRejection = 0;

    bool hasDiverged = false; // until Resync
    quint64 seq = 0; // of the confirmed rows
    QString lastOpId; // of the operation at seq; empty: not known
    bool awaitsLast = false; // that the catch-up tells of it again, before anything later is taken
    quint64 known = 0; // the largest that the server has spoken of since the join
    quint64 promised = 0; // the largest that it had acknowledged when the last link ended
    std::map<quint64, DustEvent> early; // events that wait for those before them
    qsizetype earlySize = 0; // of them

    qint64 lastProgress = 0; // a frame of the catch-up
    std::optional<qint64> gapSince; // Live, and something is missing
    qint64 gapStarted = 0; // state Gap
    bool mustRejoin = false; // Gap, even where nothing is missing any more
    qint64 rejoinNotBefore = 0;
    qint64 rejoinDelay = 0;
    qint64 lastGap = 0;
    std::optional<qint64> channelEndedAt; // here, where the link may go on, until it is joined

    bool statusPending = false;
    qint64 statusAskedAt = 0;
    quint64 statusAskedSeq = 0; // what was confirmed then
    qint64 nextStatus = 0;
    qint64 statusNotBefore = 0; // where the last one failed
    // What a status said that was asked for after writes had settled: whatever was sent before
    // settledAt and is not at or below settledSeq never arrived.
    std::optional<quint64> settledSeq;
    qint64 settledAt = 0;

    std::set<quint64> unanswered; // numbers of entries that are Unanswered
    std::set<std::pair<quint64, quint64>> accepted; // acceptedSeq and number of those that are
    QHash<quint64, QList<Drained>> drained; // send → entries that went as one batch
    // By entry: how often the channel crashed while it was under way, or it was refused in words that say
    // nothing of it.
    QHash<quint64, int> crashes;
    quint64 lastSend = 0;
    QSet<quint64> open; // sends without an answer, on the channel there is
    QSet<quint64> requests; // the same, over HTTP
    std::optional<qint64> pausedUntil;
    DustError pauseError;
    bool drains = false; // a rate limit has piled up writes
    bool drainsNot = false; // the server takes no batches
    std::optional<qint64> batchesPausedUntil; // HTTP does not work, although the channel does
    DustError batchesError; // why

    quint64 fenceToken = 0; // of this session, or of the last one
    bool fenceHeld = false;
    quint64 fenceSend = 0; // under way
    DustOperation::Kind fenceStep = DustOperation::Lease; // what is
    qint64 fenceDue = 0; // the next step
    qint64 fenceTakenAt = 0;
    std::optional<quint64> fenceDoubt =
            0; // the seq at which somebody else may have put a lease there
    std::optional<qint64> fenceLostAt; // by a refusal

    std::set<std::pair<qint64, quint64>> deadlines; // of calls

    QSet<QByteArray> countedPaths; // in this catch-up: increment, add, remove
    // In this catch-up: set, merge, delete. As hashes: there may be very many, and two paths of one hash
    // cost a repair at worst.
    std::vector<size_t> replacedPaths;
    std::map<QByteArray, quint64>
            repairs; // paths to be read again, and the last fetch before that was known
    quint64 readAhead = 0; // no row was read at a later revision
    quint64 fetch = 0; // the one under way
    QList<DustPath> fetchPaths; // empty: everything
    quint64 lastFetch = 0;
    bool mismatch = false; // of the row count, or of who knows what
    int fruitless = 0; // readings of everything in a row that were overtaken by writes
    DustReplicaInput::Status lastCount; // the last that was compared
    qint64 uncountable = 0; // the difference that reading everything has not put right
    bool keptDoubts = false; // that the cache has of its rows
    bool doubtsAll = false; // of them, since the last process did not say which
    qint64 pathsNotBefore = 0; // single paths are read again
    qint64 allNotBefore = 0; // everything is
    // The fetch that ends the doubt in which the last catch-up left single leaves; 0: there is none.
    quint64 trustedWith = 0;

    quint64 pendingRevision = 0;
    quint64 notedChanges = 0; // of the outbox
    Gates notedGates;

    // Of the input that is being taken.
    DustReplicaOutput *out = nullptr;
    DustNow now;
    std::set<quint64> dirty;
};

#endif // DUSTREPLICAPRIVATE_P_H
