// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTLOCALTRANSPORT_P_H
#define DUSTLOCALTRANSPORT_P_H

// A store whose ledger is in this process. A write is applied when it is called, so that view()
// shows it at once; its news and its answer come with the client's next turn. Exported for the
// rooms above; not public API.

#include "dustdelivery_p.h"
#include "dustsharedledger_p.h"
#include "dusttransport.h"

class DUSTECTO_EXPORT DustLocalTransport final : public DustTransport, private DustDeliverySource
{
    Q_OBJECT

public:
    DustLocalTransport(std::shared_ptr<DustSharedLedger> ledger,
                       std::shared_ptr<DustDelivery> delivery, const QString &deviceId,
                       QObject *parent = nullptr);
    ~DustLocalTransport() override;

    QString deviceId() const { return m_deviceId; }

    Capabilities capabilities() const override;
    DustFuture<DustEntry> get(const DustPath &path) override;
    DustFuture<QList<DustEntry>> getMany(const QList<DustPath> &paths) override;
    DustFuture<bool> exists(const DustPath &path) override;
    DustFuture<DustPage> list(const DustQuery &query) override;
    DustFuture<DustReceipt> write(const DustOperation &operation) override;
    DustFuture<DustBatchReceipt> batchWrite(const QList<DustOperation> &operations) override;
    DustFuture<DustReceipt> rollback(const DustPath &path, quint64 toSeq) override;
    DustFuture<qint64> rollback(quint64 toSeq) override;
    DustFuture<void> compact() override;
    DustFuture<DustReceipt> putFile(const DustOperation &operation,
                                    const QByteArray &content) override;
    DustFuture<QByteArray> getFile(const QString &hash, const Progress &progress) override;
    DustFuture<DustStatus> status() override;
    const DustReadView *view() const override;
    quint64 currentSeq() const override;

private:
    friend class DustSharedLedger;
    void hear(const DustCommit &commit, bool own);
    void handOver() override;

    std::shared_ptr<DustSharedLedger> m_ledger;
    std::shared_ptr<DustDelivery> m_delivery;
    QString m_deviceId;
    QList<DustCommit> m_commits; // since the last turn
};

#endif // DUSTLOCALTRANSPORT_P_H
