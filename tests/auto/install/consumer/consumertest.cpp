// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Writes to a server in this process and reads it back.

#include <DustClient>
#include <DustServer>
#include <DustStore>

#include <QtCore/QCoreApplication>
#include <QtCore/QDebug>

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    DustServer server;
    const auto added = server.addStore(QStringLiteral("acme/main"));
    const auto listening = server.listen();
    if (!added || !listening)
        return 2;

    DustClient client(server.url());
    client.setToken(server.token());
    DustStore *store = client.store(QStringLiteral("acme/main"));
    store->put(QStringLiteral("greeting"), QStringLiteral("hello"))
            .then(&app,
                  [store](const DustResult<DustReceipt> &written) {
                      if (!written)
                          qWarning() << written.error();
                      return store->get(QStringLiteral("greeting"));
                  })
            .unwrap()
            .then(&app, [](const DustResult<DustValue> &read) {
                QCoreApplication::exit(read && read->toString() == QStringLiteral("hello") ? 0 : 1);
            });
    return app.exec();
}
