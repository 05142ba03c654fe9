// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef RAWSOCKETHOST_H
#define RAWSOCKETHOST_H

#include <QtCore/QCryptographicHash>
#include <QtCore/QUrl>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>

#ifdef Q_OS_UNIX
#    include <sys/socket.h>
#endif

// Answers every handshake with the same bytes, or with none, and can go on from there.
class RawSocketHost
{
public:
    explicit RawSocketHost(const QByteArray &answer) : m_answer(answer)
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection()) {
                ++connections;
                QObject::connect(socket, &QIODevice::readyRead, socket,
                                 [this, socket] { take(socket); });
            }
        });
        m_server.listen(QHostAddress::LocalHost);
    }
    ~RawSocketHost() { qDeleteAll(m_server.findChildren<QTcpSocket *>()); }

    QUrl url() const
    {
        return QUrl(QStringLiteral("ws://127.0.0.1:%1/socket").arg(m_server.serverPort()));
    }

    // In an answer, what stands for the head of one that says yes.
    static QByteArray yes() { return "YES"; }

#ifdef Q_OS_UNIX
    // Reads nothing behind the head, of which the system keeps so much.
    void stall(int bytes)
    {
        const int listener = int(m_server.socketDescriptor());
        setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
        m_stalls = true;
    }
#endif
    bool readToTheEnd() // whether that is the end
    {
        auto *socket = m_server.findChild<QTcpSocket *>();
        socket->setReadBufferSize(0);
        bytesBehindHead += socket->readAll().size();
        return socket->state() == QAbstractSocket::UnconnectedState;
    }

    // A turn's part of what a slow line carries.
    void readSome(qsizetype bytes)
    {
        auto *socket = m_server.findChild<QTcpSocket *>();
        socket->setReadBufferSize(bytes);
        bytesBehindHead += socket->read(bytes).size();
    }
    void send(const QByteArray &bytes)
    {
        m_server.findChild<QTcpSocket *>()->write(bytes);
    }

    int connections = 0;
    qsizetype bytesBehindHead = 0;

private:
    void take(QTcpSocket *socket)
    {
        const QByteArray head = socket->readAll(); // on this machine it comes in one piece
        const QByteArray name = "Sec-WebSocket-Key: ";
        const qsizetype begin = head.indexOf(name) + name.size();
        const QByteArray key = head.mid(begin, head.indexOf("\r\n", begin) - begin);
        const QByteArray accept = QCryptographicHash::hash(
                                          key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11",
                                          QCryptographicHash::Sha1)
                                          .toBase64();
        QByteArray answer = m_answer;
        answer.replace(yes(),
                       "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                       "Connection: Upgrade\r\nSec-WebSocket-Accept: "
                               + accept + "\r\n\r\n");
        if (answer == "HANG UP")
            socket->abort();
        else
            socket->write(answer);
        if (m_stalls) {
            socket->disconnect(SIGNAL(readyRead()));
            socket->setReadBufferSize(1);
        }
    }

    const QByteArray m_answer;
    bool m_stalls = false;
    QTcpServer m_server;
};

#endif // RAWSOCKETHOST_H
