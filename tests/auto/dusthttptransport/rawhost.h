// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef RAWHOST_H
#define RAWHOST_H

#include <QtCore/QHash>
#include <QtCore/QUrl>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

#include <functional>

#ifdef Q_OS_UNIX
#    include <sys/socket.h>
#endif

// Sees every byte that arrives, and is told what to do with the socket after each piece.
class RawHost
{
public:
    enum Progress { HeadIsHere, AllIsHere };
    using Act = std::function<void(QTcpSocket *, const QByteArray &request, Progress)>;

    explicit RawHost(const Act &act) : m_act(act)
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] { accept(); });
        QVERIFY(m_server.listen(QHostAddress::LocalHost));
    }
    ~RawHost() { qDeleteAll(m_server.findChildren<QTcpSocket *>()); }

    QUrl url(const QString &scheme = QStringLiteral("http")) const
    {
        QUrl url(scheme + QStringLiteral("://127.0.0.1"));
        url.setPort(m_server.serverPort());
        return url;
    }

    static void answer(QTcpSocket *socket, const QByteArray &body)
    {
        socket->write("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(body.size())
                      + "\r\n\r\n" + body);
    }
    // So that the peer's next write or read fails instead of ending.
    static void reset(QTcpSocket *socket)
    {
#ifdef Q_OS_UNIX
        const linger atOnce{ 1, 0 };
        setsockopt(int(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
#endif
        socket->abort();
    }

    int connections = 0;
    QList<QByteArray> heads;

private:
    struct State
    {
        QByteArray received;
        bool sawHead = false;
    };

    void accept()
    {
        while (QTcpSocket *socket = m_server.nextPendingConnection()) {
            ++connections;
            QObject::connect(socket, &QIODevice::readyRead, socket, [this, socket] {
                m_states[socket].received += socket->readAll();
                while (step(socket)) {}
            });
        }
    }

    // True when a whole request was taken.
    bool step(QTcpSocket *socket)
    {
        State &state = m_states[socket];
        const qsizetype end = state.received.indexOf("\r\n\r\n");
        if (end < 0)
            return false;
        const QByteArray head = state.received.first(end);
        if (!std::exchange(state.sawHead, true)) {
            heads.append(head);
            m_act(socket, head, HeadIsHere);
        }
        const qsizetype at = head.toLower().indexOf("content-length: ");
        const qsizetype size = at < 0 ? 0 : head.mid(at + 16).split('\r').first().toLongLong();
        if (state.received.size() < end + 4 + size)
            return false;
        const QByteArray request = state.received.first(end + 4 + size);
        state = { state.received.sliced(request.size()), false };
        m_act(socket, request, AllIsHere);
        return true;
    }

    const Act m_act;
    QHash<QTcpSocket *, State> m_states;
    QTcpServer m_server;
};

#endif // RAWHOST_H
