// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef RAWSOCKETHOST_H
#define RAWSOCKETHOST_H

#include <QtCore/QCryptographicHash>
#include <QtCore/QUrl>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>

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

    int connections = 0;

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
    }

    const QByteArray m_answer;
    QTcpServer m_server;
};

#endif // RAWSOCKETHOST_H
