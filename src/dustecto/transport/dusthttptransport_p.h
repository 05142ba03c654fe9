// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTHTTPTRANSPORT_P_H
#define DUSTHTTPTRANSPORT_P_H

// A store on a server, over the REST of PROTOCOL §3: no view, no news, and every write is a request,
// made once. Cancelling a future withdraws its request, or aborts it. Exported for the rooms above;
// not public API.

#include "dustdelivery_p.h"
#include "dusthttpaccess_p.h"
#include "dusthttproutes_p.h"
#include "dustlistbelow_p.h"
#include "dusttransport.h"

class DUSTECTO_EXPORT DustHttpTransport final : public DustTransport
{
    Q_OBJECT

public:
    DustHttpTransport(const QString &storeName, std::shared_ptr<DustHttpAccess> access,
                      std::shared_ptr<DustDelivery> delivery, QObject *parent = nullptr);
    ~DustHttpTransport() override;

    Capabilities capabilities() const override { return {}; }
    DustFuture<DustEntry> get(const DustPath &path) override;
    DustFuture<QList<DustEntry>> getMany(const QList<DustPath> &paths) override;
    DustFuture<bool> exists(const DustPath &path) override;
    DustFuture<DustPage> list(const DustQuery &query) override;
    DustFuture<DustReceipt> write(const DustOperation &operation) override;
    DustFuture<DustBatchReceipt> batchWrite(const QList<DustOperation> &operations) override;
    // Of operations that were checked, and are named as the server names those of this request.
    DustFuture<DustBatchReceipt> batchWrite(const QList<DustOperation> &operations,
                                            const QString &requestId);
    DustFuture<DustReceipt> rollback(const DustPath &path, quint64 toSeq) override;
    DustFuture<qint64> rollback(quint64 toSeq) override;
    DustFuture<QByteArray> getFile(const QString &hash, const Progress &progress) override;

private:
    // Sends one request of a call, unless it cannot be or the call has ended. The function makes
    // the answer of the reply, or sends the next request.
    template<typename T, typename Take>
    void send(const DustCall<T> &call, const DustHttpRequest &request, const Take &take);

    void readNext(const DustCall<QList<DustEntry>> &call, const QList<DustPath> &paths,
                  const QList<DustEntry> &before);
    void readFromList(const DustCall<DustEntry> &call, const DustPath &path);
    void readBelow(const DustCall<DustEntry> &call, const DustPath &path,
                   const DustListBelow &below, const QList<DustEntry> &before,
                   const QString &after);
    void findInList(const DustCall<bool> &call, const DustPath &path);
    void findBelow(const DustCall<bool> &call, const DustListBelow &below, const QString &after);
    void writeOne(const DustCall<DustReceipt> &call, const DustOperation &operation);
    void writeAsBatch(const DustCall<DustReceipt> &call, const DustOperation &operation,
                      const QList<DustOperation> &operations);

    const DustHttpRoutes m_routes;
    const std::shared_ptr<DustHttpAccess> m_access;
    const std::shared_ptr<DustDelivery> m_delivery;
    bool m_knowsHead = true; // until the server says otherwise
};

template<typename T, typename Take>
void DustHttpTransport::send(const DustCall<T> &call, const DustHttpRequest &request,
                             const Take &take)
{
    if (!call.isOpen() || call.future().isCanceled())
        return;
    if (const auto checked = request.check(); !checked)
        return call.finish(checked.error());
    if (const auto checked = m_access->check(); !checked)
        return call.finish(checked.error());
    const auto isCanceled = [future = call.future()] { return future.isCanceled(); };
    const DustHttpExchange *exchange = m_access->start(request, take, isCanceled);
    connect(this, &QObject::destroyed, exchange, &DustHttpExchange::cancel);
}

#endif // DUSTHTTPTRANSPORT_P_H
