// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCLIENT_P_H
#define DUSTCLIENT_P_H

#include "dustclient.h"
#include "dustdelivery_p.h"
#include "dusthttpaccess_p.h"
#include "dustsharedledger_p.h"

class DustTransport;
struct DustLocation;

class DustClient::Private
{
public:
    explicit Private(DustClient *client) : q(client) {}

    DustResult<std::unique_ptr<DustTransport>> openTransport(const QString &storeName);
    void setError(const DustError &newError);
    bool mayChange(const QString &what);
    void openFailedStores(); // the client may be destroyed in here
    void passOn(); // what may change at any time

    DustClient *const q;
    const std::shared_ptr<DustDelivery> delivery = DustDelivery::create();
    std::shared_ptr<DustSharedFile> file; // once a store was opened
    std::shared_ptr<DustHttpAccess> access; // likewise, on a server
    QHash<QString, DustStore *> stores;
    QUrl url;
    QString deviceId;
    DustStorageOptions storageOptions;
    DustError error;
    QString defaultStore;
    QString token;
    bool allowInsecure = false;
    std::optional<QSslConfiguration> sslConfiguration;
    DustHttpAccess::Patience patience;

private:
    DustResult<std::unique_ptr<DustTransport>> openRemote(const QString &storeName,
                                                          const QUrl &origin);
    DustResult<std::shared_ptr<DustSharedFile>> openFile(const DustLocation &location) const;
};

#endif // DUSTCLIENT_P_H
