// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef RAWHTTPCLIENT_H
#define RAWHTTPCLIENT_H

#include "answers.h"

#include "dustvalue.h"

#include <QtNetwork/QHostAddress>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

struct RawHttpAnswer
{
    int status = 0; // 0: none came
    QByteArray head;
    QByteArray body;
    QList<std::pair<QByteArray, QByteArray>> headers; // names in lower case

    bool has(const QByteArray &name) const { return !header(name).isNull(); }
    QByteArray header(const QByteArray &name) const
    {
        for (const auto &[key, value] : headers) {
            if (key == name)
                return value;
        }
        return {};
    }
    DustValue json() const { return DustValue::fromJson(body).valueOr(DustValue()); }
};

// Sends bytes as they are and reads answers one by one.
class RawHttpClient
{
public:
    static constexpr int Patience = 30'000; // ms: slow machines under the sanitizers

    explicit RawHttpClient(quint16 port)
    {
        QObject::connect(&m_socket, &QIODevice::readyRead, &m_socket, [this] {
            if (!m_isDeaf)
                m_received.append(m_socket.readAll());
        });
        m_socket.connectToHost(QHostAddress::LocalHost, port);
        m_isConnected = runUntil(
                [this] { return m_socket.state() == QAbstractSocket::ConnectedState; }, Patience);
    }

    bool isConnected() const { return m_isConnected; }
    QTcpSocket &socket() { return m_socket; }
    const QByteArray &received() const { return m_received; }

    // Reads nothing any more.
    void turnDeaf()
    {
        m_isDeaf = true;
        m_socket.setReadBufferSize(1);
    }

    void send(const QByteArray &bytes)
    {
        m_socket.write(bytes);
        m_socket.flush();
    }

    // The next answer; one to HEAD has no body whatever its length says.
    RawHttpAnswer next(bool isToHead = false)
    {
        RawHttpAnswer answer;
        if (!runUntil([&] { return take(&answer, isToHead) || isOver(); }, Patience))
            return {};
        if (answer.status == 0)
            take(&answer, isToHead);
        return answer;
    }
    RawHttpAnswer ask(const QByteArray &bytes)
    {
        send(bytes);
        return next(bytes.startsWith("HEAD "));
    }

    bool waitForEnd()
    {
        return runUntil([this] { return isOver(); }, Patience);
    }

private:
    bool isOver() const { return m_socket.state() == QAbstractSocket::UnconnectedState; }

    bool take(RawHttpAnswer *answer, bool isToHead)
    {
        const qsizetype end = m_received.indexOf("\r\n\r\n");
        if (end < 0)
            return false;
        RawHttpAnswer read;
        read.head = m_received.first(end);
        const QList<QByteArray> lines = read.head.split('\n');
        for (const QByteArray &line : lines.sliced(1)) {
            const qsizetype colon = line.indexOf(':');
            read.headers.append({ line.first(colon).toLower(), line.sliced(colon + 1).trimmed() });
        }
        const qsizetype size = isToHead ? 0 : read.header("content-length").toLongLong();
        if (m_received.size() < end + 4 + size)
            return false;
        read.status = lines.first().mid(9, 3).toInt();
        read.body = m_received.mid(end + 4, size);
        m_received.remove(0, end + 4 + size);
        *answer = read;
        return true;
    }

    QTcpSocket m_socket;
    QByteArray m_received;
    bool m_isConnected = false;
    bool m_isDeaf = false;
};

#endif // RAWHTTPCLIENT_H
