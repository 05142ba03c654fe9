// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCLIENT_P_H
#define DUSTCLIENT_P_H

#include "dustclient.h"
#include "dustdelivery_p.h"
#include "dustsharedledger_p.h"

class DustTransport;

class DustClient::Private
{
public:
    explicit Private(DustClient *client) : q(client) {}

    DustResult<std::unique_ptr<DustTransport>> openTransport(const QString &storeName);
    void setError(const DustError &newError);
    bool mayChange(const QString &what);

    DustClient *const q;
    const std::shared_ptr<DustDelivery> delivery = DustDelivery::create();
    std::shared_ptr<DustSharedFile> file; // once a store was opened
    QHash<QString, DustStore *> stores;
    QUrl url;
    QString deviceId;
    DustStorageOptions storageOptions;
    DustError error;

private:
    DustResult<std::shared_ptr<DustSharedFile>> openFile() const;
};

#endif // DUSTCLIENT_P_H
