// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef SERVERS_H
#define SERVERS_H

#include <DustClient>
#include <DustServer>

#include <memory>

// A server in this process with the store acme/main, for snippets that need one.
class SnippetServer
{
public:
    SnippetServer()
    {
        server.addStore("acme/main");
        server.listen();
    }
    std::unique_ptr<DustClient> client()
    {
        auto client = std::make_unique<DustClient>(server.webSocketUrl());
        client->setToken(server.token());
        return client;
    }

    DustServer server;
};

#endif // SERVERS_H
