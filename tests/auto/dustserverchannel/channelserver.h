// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef CHANNELSERVER_H
#define CHANNELSERVER_H

#include "channelclient.h"
#include "dustserver.h"
#include "rawhttpclient.h"

#include <QtNetwork/QSslConfiguration>
#include <QtTest/QTest>

// A server with one store, and who may do what on it.
class ChannelServer
{
public:
    explicit ChannelServer(const QSslConfiguration &ssl = {})
    {
        server.setSslConfiguration(ssl);
        server.addStore(QStringLiteral("acme/main"));
        token = server.token();
        server.addToken(DustServerToken::readOnly(QStringLiteral("reader")));
        m_isUp = server.listen().isOk();
    }

    bool isUp() const { return m_isUp; }
    bool connect(ChannelClient &client, const QString &device = QStringLiteral("dev_a"))
    {
        return client.open(server.webSocketUrl(), token, device);
    }
    DustServerConnection *connection(const QString &device) const
    {
        for (DustServerConnection *connection : server.connections()) {
            if (connection->deviceId() == device)
                return connection;
        }
        return nullptr;
    }

    // So many operations, a thousand at a time over HTTP.
    bool fill(int operations)
    {
        constexpr int MostAtOnce = 1000;
        RawHttpClient http(server.port());
        int status = 200;
        for (int done = 0; done < operations && status == 200; done += MostAtOnce) {
            QByteArray body = "{\"ops\":[";
            for (int i = done; i < qMin(done + MostAtOnce, operations); ++i)
                body += R"({"op":"set","path":"n/)" + QByteArray::number(i) + R"(","value":1},)";
            body.chop(1);
            body += "]}";
            status = http.ask("POST /api/stores/acme/main/entries/batch_write HTTP/1.1\r\nHost: "
                              "x\r\n"
                              "Content-Type: application/json\r\nAuthorization: Bearer "
                              + token.toUtf8() + "\r\nContent-Length: "
                              + QByteArray::number(body.size()) + "\r\n\r\n" + body)
                             .status;
        }
        return status == 200;
    }

    DustServer server;
    QString token;
    const QString topic = QStringLiteral("store:acme/main");

private:
    bool m_isUp = false;
};

inline DustObject objectOf(const QByteArray &json)
{
    return DustValue::fromJson(json).value().toObject();
}

// The column of a data-driven test, and its rows.
inline void forBothSerializers()
{
    QTest::addColumn<DustChannelFrame::Serializer>("serializer");
    QTest::newRow("json") << DustChannelFrame::Json;
    QTest::newRow("messagepack") << DustChannelFrame::MessagePack;
}

#endif // CHANNELSERVER_H
