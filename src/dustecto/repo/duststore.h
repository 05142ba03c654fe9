// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSTORE_H
#define DUSTSTORE_H

#include "dustevent.h"
#include "dustfiletransfer.h"
#include "dustflight.h"
#include "dustpendingwrite.h"
#include "dustquery.h"
#include "dustreceipt.h"
#include "dustrejectedwrite.h"
#include "duststatus.h"
#include "dustsubscribeoptions.h"
#include "dustsubscription.h"

#include <QtCore/QObject>

#include <functional>
#include <memory>

QT_BEGIN_NAMESPACE
class QIODevice;
QT_END_NAMESPACE

class DustClient;
class DustDelivery;
class DustLease;
class DustReply; // of the QML module
class DustStoreFace;
class DustStoreObserver;
class DustTransport;
class DustWrittenRecords;

// if_match, if_absent, fence of one write, and its client op id.
class DUSTECTO_EXPORT DustWriteOptions
{
public:
    DustWriteOptions &setIfMatch(quint64 revision);
    DustWriteOptions &setIfAbsent(bool ifAbsent);
    DustWriteOptions &setFence(const DustFence &fence);
    DustWriteOptions &setClientOpId(const QString &id);
    void applyTo(DustOperation *operation) const;

private:
    std::optional<quint64> m_ifMatch;
    std::optional<DustFence> m_fence;
    QString m_clientOpId;
    bool m_ifAbsent = false;
};

// One store's key-value API, for those who want no records.
class DUSTECTO_EXPORT DustStore : public QObject
{
    Q_OBJECT
    Q_MOC_INCLUDE("dustwrittenrecord_p.h")
    Q_PROPERTY(QString name READ name NOTIFY errorChanged) // given later where there was none
    Q_PROPERTY(DustError error READ error NOTIFY errorChanged)
    Q_PROPERTY(DustError cacheError READ cacheError NOTIFY cacheErrorChanged)
    Q_PROPERTY(DustStore::State state READ state NOTIFY stateChanged)
    Q_PROPERTY(int pendingCount READ pendingCount NOTIFY pendingCountChanged)
    Q_PROPERTY(quint64 seq READ seq NOTIFY seqChanged)
    Q_PROPERTY(bool canWrite READ canWrite NOTIFY canWriteChanged)
    Q_PROPERTY(QList<DustRejectedWrite> rejections READ rejections NOTIFY rejectionsChanged)

public:
    enum State { Offline, CatchingUp, Live, Gap, Diverged };
    Q_ENUM(State)
    static constexpr auto Committed = DustSubscribeOptions::Committed;
    static constexpr auto Optimistic = DustSubscribeOptions::Optimistic;
    static constexpr auto All = DustSubscribeOptions::All;

    ~DustStore() override;

    QString name() const;
    DustClient *client() const;
    DustError error() const;

    DustFuture<DustEntry> entry(const QString &path);
    DustFuture<DustValue> get(const QString &path);
    DustFuture<QList<DustEntry>> getMany(const QStringList &paths);
    DustFuture<bool> exists(const QString &path);
    DustFuture<DustPage> list(const DustQuery &query);

    DustFuture<DustReceipt> put(const QString &path, const DustValue &value,
                                const DustWriteOptions &options = {});
    DustFuture<DustReceipt> merge(const QString &path, const DustObject &children,
                                  const DustWriteOptions &options = {});
    DustFuture<DustReceipt> increment(const QString &path, const DustValue &delta = 1,
                                      const DustWriteOptions &options = {});
    DustFuture<DustReceipt> addMember(const QString &path, const DustValue &member,
                                      const DustWriteOptions &options = {});
    DustFuture<DustReceipt> removeMember(const QString &path, const DustValue &member,
                                         const DustWriteOptions &options = {});
    DustFuture<DustReceipt> remove(const QString &path, const DustWriteOptions &options = {});
    DustFuture<DustReceipt> lease(const QString &path, const QString &holder,
                                  qint64 milliseconds = DustOperation::DefaultLeaseMilliseconds);
    DustFuture<DustReceipt> renew(const QString &path, quint64 token,
                                  qint64 milliseconds = DustOperation::DefaultLeaseMilliseconds);
    DustFuture<DustReceipt> release(const QString &path, quint64 token);
    DustFuture<std::shared_ptr<DustLease>> acquireLease(
            const QString &path, const QString &holder,
            qint64 milliseconds = DustOperation::DefaultLeaseMilliseconds);
    DustFuture<DustFlight> singleFlight(const QString &path, const DustFlight::Compute &compute,
                                        const DustFlightOptions &options = {});

    // Files. A transfer belongs to the store.
    DustFileTransfer *putFile(const QString &path, const QByteArray &content,
                              const DustFileOptions &options = {});
    DustFileTransfer *putFile(const QString &path, QIODevice *source,
                              const DustFileOptions &options = {});
    DustFileTransfer *getFile(const QString &pathOrHash);
    DustFileTransfer *getFile(const QString &pathOrHash, QIODevice *target);
    DustFileTransfer *getFile(const QString &pathOrHash, const QString &fileName);

    DustFuture<DustReceipt> write(const DustOperation &operation);
    DustFuture<DustBatchReceipt> batchWrite(const QList<DustOperation> &operations);
    DustFuture<DustReceipt> rollback(const QString &path, quint64 toSeq);
    DustFuture<qint64> rollback(quint64 toSeq);
    DustFuture<void> compact();
    DustFuture<DustStatus> status();

    // Once per operation whose path, or a leaf it touched, matches. Calls stop when the context is
    // destroyed.
    DustFuture<DustSubscription> subscribe(const QString &pattern, QObject *context,
                                           const std::function<void(const DustEvent &)> &receiver,
                                           const DustSubscribeOptions &options = {});
    void unsubscribe(const DustSubscription &subscription);

    // Of a store that is mirrored from a server.
    State state() const;
    int pendingCount() const; // own writes that the server has not confirmed
    QList<DustPendingWrite> pendingWrites(int limit = -1) const; // and what they wait for
    quint64 seq() const;
    bool canWrite() const;
    DustError cacheError() const; // why it is in memory, although there is a cache folder
    QList<DustRejectedWrite> rejections() const;
    Q_INVOKABLE void acknowledge(quint64 number);
    Q_INVOKABLE void resync();
    Q_INVOKABLE void rebuildCache();

    // For the rooms beside: see duststoreobserver_p.h.
    DustTransport *transport() const; // null when the store could not be opened
    // The client's turns: never null, and it outlives the client.
    std::shared_ptr<DustDelivery> delivery() const;
    DustWrittenRecords *writtenRecords() const; // dustwrittenrecord_p.h
    // From the next operation on. One observer, one store, any number of patterns.
    void observe(const DustPattern &pattern, DustStoreObserver *observer);
    void unobserve(DustStoreObserver *observer);

    // In QML, and there only.
    Q_PRIVATE_SLOT(face(), DustReply *entry(const QString &path))
    Q_PRIVATE_SLOT(face(), DustReply *get(const QString &path))
    Q_PRIVATE_SLOT(face(), DustReply *getMany(const QVariant &paths))
    Q_PRIVATE_SLOT(face(), DustReply *exists(const QString &path))
    Q_PRIVATE_SLOT(face(), DustReply *list(const QString &pattern, const QVariant &options = {}))
    Q_PRIVATE_SLOT(face(),
                   DustReply *range(const QString &from, const QString &to,
                                    const QVariant &options = {}))
    Q_PRIVATE_SLOT(face(),
                   DustReply *put(const QString &path, const QVariant &value,
                                  const QVariant &options = {}))
    Q_PRIVATE_SLOT(face(),
                   DustReply *merge(const QString &path, const QVariant &children,
                                    const QVariant &options = {}))
    Q_PRIVATE_SLOT(face(),
                   DustReply *increment(const QString &path, const QVariant &delta = 1,
                                        const QVariant &options = {}))
    Q_PRIVATE_SLOT(face(),
                   DustReply *addMember(const QString &path, const QVariant &member,
                                        const QVariant &options = {}))
    Q_PRIVATE_SLOT(face(),
                   DustReply *removeMember(const QString &path, const QVariant &member,
                                           const QVariant &options = {}))
    Q_PRIVATE_SLOT(face(), DustReply *remove(const QString &path, const QVariant &options = {}))
    Q_PRIVATE_SLOT(face(),
                   DustReply *lease(const QString &path, const QString &holder,
                                    const QVariant &options = {}))
    Q_PRIVATE_SLOT(face(),
                   DustReply *renew(const QString &path, const QVariant &token,
                                    const QVariant &options = {}))
    Q_PRIVATE_SLOT(face(), DustReply *release(const QString &path, const QVariant &token))
    Q_PRIVATE_SLOT(face(), DustReply *rollback(const QString &path, const QVariant &toSeq))
    Q_PRIVATE_SLOT(face(), DustReply *rollback(const QVariant &toSeq))
    Q_PRIVATE_SLOT(face(), DustReply *status())
    Q_PRIVATE_SLOT(face(),
                   DustReply *putFile(const QString &path, const QUrl &source,
                                      const QVariant &options = {}))
    Q_PRIVATE_SLOT(face(), DustReply *getFile(const QString &pathOrHash, const QUrl &target))

Q_SIGNALS:
    void errorChanged();
    void cacheErrorChanged();
    void stateChanged();
    void pendingCountChanged();
    void pendingWritesChanged();
    void seqChanged();
    void canWriteChanged();
    void rejectionsChanged();
    void drained();
    void writeSettled(const QString &opId, const DustResult<DustReceipt> &result);

private:
    friend class DustClient;
    friend class DustStoreOpener;
    class Private;
    explicit DustStore(std::unique_ptr<Private> d, QObject *parent);
    void open();
    DustStoreFace *face();
    std::unique_ptr<Private> d;
};

#endif // DUSTSTORE_H
