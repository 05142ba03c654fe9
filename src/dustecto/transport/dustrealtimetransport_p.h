// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTREALTIMETRANSPORT_P_H
#define DUSTREALTIMETRANSPORT_P_H

// A store on a server, mirrored by a replica: reads and writes are its, and what it wants done over
// the channel, over HTTP and in time is done here. Everything that came is taken in by steps, so
// that the event loop goes on; what came of it is told with the client's next turn. Exported for the
// rooms above; not public API.

#include "dustdelivery_p.h"
#include "dusthttptransport_p.h"
#include "dustrealtimeinbox_p.h"
#include "dustrealtimelink_p.h"
#include "dustrealtimepace_p.h"
#include "dustreplica_p.h"
#include "dusttransport.h"

#include <unordered_map>

class DUSTECTO_EXPORT DustRealtimeTransport final : public DustTransport,
                                                    private DustDeliverySource,
                                                    private DustRealtimeTopic
{
    Q_OBJECT

public:
    DustRealtimeTransport(const QString &storeName, std::unique_ptr<DustReplica> replica,
                          std::shared_ptr<DustRealtimeLink> link,
                          std::shared_ptr<DustDelivery> delivery, QObject *parent = nullptr);
    ~DustRealtimeTransport() override;

    const DustReplica &replica() const { return *m_replica; }
    void acknowledge(quint64 rejection);
    void resync();
    void rebuildCache(
            const std::shared_ptr<DustStorage> &onto = {}); // as DustReplicaInput::Rebuild

    Capabilities capabilities() const override;
    DustFuture<DustEntry> get(const DustPath &path) override;
    DustFuture<QList<DustEntry>> getMany(const QList<DustPath> &paths) override;
    DustFuture<QList<DustEntry>> getStored(const QList<DustPath> &paths) override;
    DustFuture<bool> exists(const DustPath &path) override;
    DustFuture<DustPage> list(const DustQuery &query) override;
    DustFuture<DustReceipt> write(const DustOperation &operation) override;
    DustFuture<DustBatchReceipt> batchWrite(const QList<DustOperation> &operations) override;
    DustFuture<DustReceipt> rollback(const DustPath &path, quint64 toSeq) override;
    DustFuture<qint64> rollback(quint64 toSeq) override;
    DustFuture<DustReceipt> putFile(const DustOperation &operation,
                                    const QByteArray &content) override;
    DustFuture<QByteArray> getFile(const QString &hash, const Progress &progress) override;
    DustFuture<DustStatus> status() override;
    const DustReadView *view() const override;
    const DustReadView *confirmedView() const override;
    bool isPending(const DustPath &path) const override;
    quint64 currentSeq() const override;

Q_SIGNALS:
    // Together with committed(), where no application code may run: the only receiver is the store.
    void replicaChanged(); // anything that it says of itself
    void writeSettled(const QString &opId, const DustResult<DustReceipt> &result);
    void reported(const DustError &error);

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    DustFuture<DustReceipt> write(const DustOperation &operation, const QByteArray &content);
    bool isCancelled(quint64 call) const;

    using Answered = std::function<void(const Answer &)>;
    struct OpenWrite
    {
        DustCall<DustReceipt> call;
        DustPath path;
        DustOperation::Kind kind;
    };
    struct OpenBatch
    {
        DustCall<DustBatchReceipt> call;
        QList<DustPath> paths;
    };

    // DustRealtimeTopic, dustrealtimeframes.cpp
    DustValue joinPayload() override;
    void joined(const DustValue &response) override;
    bool joinRefused(const DustObject &response, qint64 *retryAfter) override;
    void channelEnded(const DustError &why) override;
    void eventReceived(const QString &event, const DustChannelPayload &payload) override;
    void answered(const QString &ref, const Answer &answer) override;
    void takeUnreadable(const DustError &problem);
    template<typename T>
    void takeIn(DustResult<T> decoded);
    // A timer, and not a posted event, lets the sockets have their turn between two steps. One of 0 ms waits
    // for them to fall silent, which is best for what is little.
    template<typename T>
    void queue(T &&item)
    {
        m_inbox.append(std::forward<T>(item));
        if (!m_stepTimer.isActive())
            m_stepTimer.start(0, this);
        else if (m_inbox.count() == DustRealtimeInbox::Many)
            m_stepTimer.start(1, Qt::PreciseTimer, this);
    }
    // What came over the channel.
    template<typename T>
    void arrive(T &&item);
    void handle(DustRealtimeInbox::Item &&item);
    void takeStep();

    // What the replica wants done, dustrealtimework.cpp
    void take(DustReplicaInputs &&input);
    void carryOut(DustReplicaOutput &&output);
    void send(const DustReplicaOutput::Send &send);
    void sendBatch(const DustReplicaOutput::Send &send);
    void fetch(const DustReplicaOutput::Fetch &fetch);
    void push(const QString &event, const DustObject &payload, const Answered &answered);
    void askStatus();
    void askUnasked();
    void settle(const DustReplicaOutput::Settled &settled);
    void tick();
    void waitForTick();
    void tell();
    void handOver() override;

    const QString m_storeName;
    const std::unique_ptr<DustReplica> m_replica;
    const std::shared_ptr<DustRealtimeLink> m_link;
    const std::shared_ptr<DustDelivery> m_delivery;
    DustHttpTransport m_http;

    DustRealtimeInbox m_inbox;
    DustRealtimePace m_pace;
    QBasicTimer m_stepTimer;
    QBasicTimer m_tickTimer;
    qint64 m_tickAt = 0;
    std::deque<DustReplicaInputs> m_inputs; // that came while one was carried out
    bool m_isWorking = false;
    bool m_isCaughtUp = false; // with this join
    QHash<QString, Answered> m_pushes; // by ref
    std::unordered_map<quint64, OpenWrite> m_writes; // by call
    std::unordered_map<quint64, OpenBatch> m_batches;

    // Since the last turn.
    QList<DustCommit> m_changes;
    QList<DustCommit> m_commits;
    QList<std::pair<QString, DustResult<DustReceipt>>> m_settled;
    QList<DustError> m_reports;
    bool m_hasChanged = false;
};

#endif // DUSTREALTIMETRANSPORT_P_H
