// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "duststoreopener_p.h"

#include "dustclient_p.h"
#include "duststore_p.h"

DustStore *DustStoreOpener::open(DustClient *client, const QString &name,
                                 std::unique_ptr<DustTransport> transport)
{
    auto data = std::make_unique<DustStore::Private>(client, name, client->d->delivery);
    data->use(std::move(transport));
    auto *store = new DustStore(std::move(data), client);
    client->d->stores.insert(name, store);
    return store;
}
