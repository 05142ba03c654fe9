// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What a client has open, and what waits in it.

#include "servers.h"
#include "snippets.h"

#include <DustClient>
#include <DustStore>

SNIPPET(pending_writes)
{
    QStringList lines;
    const auto show = [&lines](const QString &line) { lines.append(line); };
    DustClient client(QUrl("ws://127.0.0.1:9")); // nobody is there
    DustStore *store = client.store("acme/main");
    store->put("notes/1", "hello");
    //! [pending_writes]
    const int most = 100;
    for (const DustPendingWrite &write : store->pendingWrites(most))
        show(write.pathString() + ": " + write.reasonText());
    //! [pending_writes]
    QCOMPARE(lines, QStringList("notes/1: There is no connection."));
}

SNIPPET(client_stores)
{
    DustClient client(QUrl("memory:"));
    client.store("acme/main");
    client.store("acme/other");
    QStringList names;
    //! [client_stores]
    for (const DustStore *store : client.stores())
        names.append(store->name());
    //! [client_stores]
    QCOMPARE(names, QStringList({ "acme/main", "acme/other" }));
}
