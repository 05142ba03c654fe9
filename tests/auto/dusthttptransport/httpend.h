// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef HTTPEND_H
#define HTTPEND_H

#include "answers.h"
#include "dusthttptransport_p.h"
#include "dustserver.h"

inline DustPath at(const QString &text)
{
    return DustPath::parse(text).value();
}

// A client's end of the store acme/main.
struct HttpEnd
{
    explicit HttpEnd(const QUrl &origin, const QString &token)
        : access(std::make_shared<DustHttpAccess>(origin))
    {
        access->setToken(token);
        transport = std::make_unique<DustHttpTransport>(QStringLiteral("acme/main"), access,
                                                        delivery);
    }
    explicit HttpEnd(DustServer &server) : HttpEnd(server.url(), server.token()) {}
    ~HttpEnd()
    {
        transport.reset();
        delivery->close();
    }

    DustTransport *operator->() const { return transport.get(); }

    const std::shared_ptr<DustDelivery> delivery = DustDelivery::create();
    std::shared_ptr<DustHttpAccess> access;
    std::unique_ptr<DustHttpTransport> transport;
};

// A server with the store acme/main that keeps what it was asked.
class HttpHost : public DustServer
{
public:
    HttpHost()
    {
        QVERIFY(addStore(QStringLiteral("acme/main")));
        QVERIFY(listen());
        connect(this, &DustServer::requestReceived, this,
                [this](const DustServerRequest &request) { requests.append(request); });
    }

    // Answers everything with this, until there is another.
    void answerWith(const DustServerAnswer &answer)
    {
        setAnswerHook([answer](const DustServerRequest &) { return answer; });
    }
    void answerItself() { setAnswerHook({}); }
    // No answer leaves on the connections that are opened from now on.
    void holdNewConnections(bool holds)
    {
        disconnect(m_holding);
        if (holds)
            m_holding = connect(this, &DustServer::connectionOpened, this,
                                [](DustServerConnection *connection) { connection->hold(); });
    }

    // "PUT a" for what was asked of entries.
    QStringList asked() const
    {
        QStringList all;
        for (const DustServerRequest &request : requests)
            all.append(QString::fromLatin1(
                    request.method + ' '
                    + QByteArray(request.target).replace("/api/stores/acme/main/entries", "")));
        return all;
    }

    QList<DustServerRequest> requests;

private:
    QMetaObject::Connection m_holding;
};

#endif // HTTPEND_H
