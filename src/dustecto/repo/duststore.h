// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSTORE_H
#define DUSTSTORE_H

#include "dustevent.h"
#include "dustquery.h"
#include "dustreceipt.h"
#include "dustsubscription.h"

#include <QtCore/QObject>

#include <functional>
#include <memory>

class DustClient;
class DustDelivery;
class DustStoreObserver;
class DustTransport;
class DustWrittenRecord;

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

public:
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
    DustFuture<DustReceipt> write(const DustOperation &operation);
    DustFuture<DustBatchReceipt> batchWrite(const QList<DustOperation> &operations);
    DustFuture<DustReceipt> rollback(const QString &path, quint64 toSeq);
    DustFuture<qint64> rollback(quint64 toSeq);
    DustFuture<void> compact();

    // Once per operation whose path, or a leaf it touched, matches. Calls stop when the context is
    // destroyed.
    DustFuture<DustSubscription> subscribe(const QString &pattern, QObject *context,
                                           const std::function<void(const DustEvent &)> &receiver);
    void unsubscribe(const DustSubscription &subscription);

    // For the rooms beside: see duststoreobserver_p.h.
    DustTransport *transport() const; // null when the store could not be opened
    // The client's turns: never null, and it outlives the client.
    std::shared_ptr<DustDelivery> delivery() const;
    // From the next operation on. One observer, one store, any number of patterns.
    void observe(const DustPattern &pattern, DustStoreObserver *observer);
    void unobserve(DustStoreObserver *observer);

Q_SIGNALS:
    void errorChanged();
    void recordsWritten(const QList<DustWrittenRecord> &records); // likewise: dustwrittenrecord_p.h

private:
    friend class DustClient;
    friend class DustStoreOpener;
    class Private;
    explicit DustStore(std::unique_ptr<Private> d, QObject *parent);
    void open();
    std::unique_ptr<Private> d;
};

#endif // DUSTSTORE_H
