// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef REALTIMESERVER_H
#define REALTIMESERVER_H

#include "answers.h"

#include "dustclient.h"
#include "dustserver.h"
#include "duststore.h"

// A server with one store, and clients that reach it over a channel.
class RealtimeServer
{
public:
    RealtimeServer()
    {
        const auto added = server.addStore(storeName());
        token = server.token();
        server.addToken(DustServerToken::readOnly(QStringLiteral("reader")));
        const auto listening = server.listen();
        if (!added || !listening)
            qFatal("The server does not start.");
        m_port = server.port();
        url = server.webSocketUrl();
        m_reader.setUrl(server.url());
        m_reader.setToken(token);
    }

    static QString storeName() { return QStringLiteral("acme/main"); }
    std::unique_ptr<DustClient> client(const QString &device, const QString &with = {}) const
    {
        auto client = std::make_unique<DustClient>(url);
        client->setToken(with.isEmpty() ? token : with);
        client->setDeviceId(device);
        return client;
    }
    DustServerConnection *connection(const QString &device) const
    {
        for (DustServerConnection *connection : server.connections()) {
            if (connection->kind() == DustServerConnection::Channel
                && connection->deviceId() == device)
                return connection;
        }
        return nullptr;
    }
    void stop() { server.close(); }
    bool start() { return server.listen(QHostAddress::LocalHost, m_port).isOk(); }

    // What the store itself has at the path: JSON, empty where there is nothing.
    QByteArray stored(const QString &path)
    {
        const auto value = answerOf(m_reader.store(storeName())->get(path));
        return value ? value->toJson() : QByteArray();
    }
    DustStore *overHttp() { return m_reader.store(storeName()); }

    DustServer server;
    QString token;
    QUrl url;

private:
    quint16 m_port = 0;
    DustClient m_reader;
};

inline DustStore *liveStore(DustClient *client)
{
    DustStore *store = client->store(RealtimeServer::storeName());
    if (!runUntil([store] { return store->state() == DustStore::Live; }, 30'000))
        qFatal("The store does not become live: %s %s", qPrintable(store->error().message()),
               qPrintable(client->error().message()));
    return store;
}

#endif // REALTIMESERVER_H
