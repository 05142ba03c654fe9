// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSTORE_P_H
#define DUSTSTORE_P_H

#include "dusteventsubscription_p.h"
#include "dustrealtimetransport_p.h"
#include "duststore.h"
#include "duststoreface_p.h"
#include "duststorefeed_p.h"
#include "duststorestatus_p.h"
#include "dustwrittenrecord_p.h"

#include <unordered_map>

class DustBlobCache;

class DustStore::Private
{
public:
    Private(DustClient *storeClient, const QString &storeName, std::shared_ptr<DustDelivery> turns)
        : client(storeClient), name(storeName), delivery(std::move(turns)),
          feed(std::make_shared<DustStoreFeed>(delivery))
    {}

    // The store that it belongs to.
    void setStore(DustStore *store) { status.emplace(store, delivery); }

    bool isOpen() const { return transport != nullptr; }
    void use(std::unique_ptr<DustTransport> opened)
    {
        transport = std::move(opened);
        if (status)
            listen();
    }

    void listen(); // to the transport
    // Where the store is mirrored from a server; else null.
    DustRealtimeTransport *mirrored() const
    {
        return qobject_cast<DustRealtimeTransport *>(transport.get());
    }

    template<typename T>
    DustFuture<T> fail(const DustError &reason)
    {
        return delivery->settle<T>(reason);
    }

    // Runs call(DustPath), or ends with what is wrong with the store or the path.
    template<typename T, typename Call>
    DustFuture<T> at(const QString &path, Call call)
    {
        if (!isOpen())
            return fail<T>(error);
        const auto parsed = DustPath::parse(path);
        return parsed ? call(*parsed) : fail<T>(parsed.error());
    }

    // Writes makeOperation(DustPath).
    template<typename MakeOperation>
    DustFuture<DustReceipt> write(const QString &path, const DustWriteOptions &options,
                                  MakeOperation makeOperation)
    {
        return at<DustReceipt>(path, [&](const DustPath &parsed) {
            DustOperation operation = makeOperation(parsed);
            options.applyTo(&operation);
            return transport->write(operation);
        });
    }

    // duststorefiles.cpp
    template<typename Begin>
    DustFileTransfer *transfer(DustStore *store, Begin begin);
    template<typename Begin>
    DustFileTransfer *transferTo(DustStore *store, const QString &path, Begin begin);
    std::shared_ptr<DustBlobCache> cachedFiles() const;

    DustClient *const client;
    QString name;
    const std::shared_ptr<DustDelivery> delivery;
    const std::shared_ptr<DustStoreFeed> feed;
    std::unique_ptr<DustTransport> transport; // null as long as there is an error
    std::optional<DustStoreStatus> status;
    DustWrittenRecords written;
    std::unordered_map<quint64, std::shared_ptr<DustEventSubscription>> subscriptions;
    DustError error;
    DustStoreFace *face = nullptr; // once QML has asked
    DustStoreFace faceless;
};

#endif // DUSTSTORE_P_H
