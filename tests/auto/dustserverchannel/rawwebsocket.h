// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef RAWWEBSOCKET_H
#define RAWWEBSOCKET_H

#include "answers.h"

#include <QtCore/QtEndian>
#include <QtCore/QUrl>
#include <QtNetwork/QSslSocket>
#include <QtTest/QTest>

// A client's WebSocket of which every byte is the test's, and which says whether a close frame came.
class RawWebSocket
{
public:
    enum Opcode { Continuation = 0, Text = 1, Binary = 2, Reserved = 3, Close = 8, Ping = 9 };

    explicit RawWebSocket(const QUrl &url)
    {
        QObject::connect(&m_socket, &QIODevice::readyRead, &m_socket, [this] {
            if (!m_isDeaf)
                m_received.append(m_socket.readAll());
        });
        m_socket.setPeerVerifyMode(QSslSocket::VerifyNone);
        const bool isSecure = url.scheme() == QLatin1String("wss");
        if (isSecure)
            m_socket.connectToHostEncrypted(url.host(), quint16(url.port()));
        else
            m_socket.connectToHost(url.host(), quint16(url.port()));
        waitFor([this, isSecure] {
            return isSecure ? m_socket.isEncrypted()
                            : m_socket.state() == QAbstractSocket::ConnectedState;
        });
        send("GET " + url.path().toUtf8() + '?' + url.query(QUrl::FullyEncoded).toUtf8()
             + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
               "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        m_isOpen = waitFor([this] { return m_received.contains("\r\n\r\n") || isOver(); })
                && m_received.startsWith("HTTP/1.1 101 ");
        m_received.remove(0, m_received.indexOf("\r\n\r\n") + 4);
    }
    ~RawWebSocket() { m_socket.disconnect(&m_socket); }
    Q_DISABLE_COPY_MOVE(RawWebSocket)

    bool isOpen() const { return m_isOpen && !isOver(); }
    QTcpSocket &socket() { return m_socket; }
    const QByteArray &received() const { return m_received; }

    // Masked with zeros, so that the payload can be read.
    static QByteArray head(Opcode opcode, quint64 size, bool isLast = true)
    {
        constexpr uchar Mask = 0x80;
        QByteArray bytes(1, char((isLast ? 0x80 : 0) | opcode));
        if (size < 126) {
            bytes.append(char(Mask | size));
        } else if (size <= 0xffff) {
            bytes.append(char(Mask | 126)).append(2, '\0');
            qToBigEndian(quint16(size), bytes.data() + 2);
        } else {
            bytes.append(char(Mask | 127)).append(8, '\0');
            qToBigEndian(size, bytes.data() + 2);
        }
        return bytes.append(4, '\0');
    }
    static QByteArray frame(Opcode opcode, const QByteArray &payload, bool isLast = true)
    {
        return head(opcode, quint64(payload.size()), isLast) + payload;
    }
    void send(const QByteArray &bytes)
    {
        m_socket.write(bytes);
        m_socket.flush();
    }
    // Reads nothing any more.
    void turnDeaf()
    {
        m_isDeaf = true;
        m_socket.setReadBufferSize(1);
    }
    void hear()
    {
        m_isDeaf = false;
        m_socket.setReadBufferSize(0);
        m_received.append(m_socket.readAll());
    }

    bool waitForEnd()
    {
        return waitFor([this] { return isOver(); });
    }
    // 0: the connection ended without a close frame.
    int closeCode() const
    {
        for (qsizetype at = 0; at + 4 <= m_received.size();) {
            qsizetype size = m_received.at(at + 1) & 0x7f;
            qsizetype begin = at + 2;
            if (size == 126) {
                size = qFromBigEndian<quint16>(m_received.constData() + begin);
                begin += 2;
            }
            if ((m_received.at(at) & 0x0f) == Close)
                return qFromBigEndian<quint16>(m_received.constData() + begin);
            at = begin + size;
        }
        return 0;
    }

private:
    template<typename Condition>
    static bool waitFor(Condition condition)
    {
        return runUntil(condition, 20'000);
    }
    bool isOver() const { return m_socket.state() == QAbstractSocket::UnconnectedState; }

    QSslSocket m_socket;
    QByteArray m_received;
    bool m_isOpen = false;
    bool m_isDeaf = false;
};

#endif // RAWWEBSOCKET_H
