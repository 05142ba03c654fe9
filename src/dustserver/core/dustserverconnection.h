// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSERVERCONNECTION_H
#define DUSTSERVERCONNECTION_H

#include "dustserverglobal.h"

#include <QtCore/QObject>

#include <deque>

// What goes out in one piece: an HTTP answer or a WebSocket message.
struct DustOutgoing
{
    QByteArray bytes; // an HTTP answer, or a binary message
    QString text; // a text message
    bool isText = false;
    bool closes = false; // the connection, after it
    bool isFollowed = false; // by another message at once

    qint64 size() const { return isText ? text.size() : bytes.size(); }
};

// One connection to a DustServer, and hooks for tests of clients: everything that goes out can be
// held, dropped, delayed or cut.
class DUSTECTO_SERVER_EXPORT DustServerConnection : public QObject
{
    Q_OBJECT

public:
    enum Kind { Http, Channel };
    Q_ENUM(Kind)

    ~DustServerConnection() override;

    Kind kind() const { return m_kind; }
    // Channel: what the client calls itself.
    virtual QString deviceId() const = 0;

    void hold(); // what goes out waits
    void release(); // and goes, in order
    void dropNext(int messages = 1); // these never go
    void setDelay(int milliseconds); // each goes that much later, in order
    // Ends the TCP connection at once, without a goodbye. With `bytes`, the next message is cut
    // after so many of them, then the connection ends (Http only).
    void cut();
    void cutNextAfter(qint64 bytes);

    // Waiting to be sent, here and in the socket.
    qint64 backlog() const;

Q_SIGNALS:
    void closed(); // the last signal

protected:
    DustServerConnection(Kind kind, qint64 maximumBacklog, QObject *parent);

    void send(const DustOutgoing &message);
    // What the socket has not taken yet.
    virtual qint64 unsent() const = 0;
    virtual void put(const DustOutgoing &message) = 0;
    virtual void abort() = 0;

private:
    Q_DISABLE_COPY_MOVE(DustServerConnection)
    void timerEvent(QTimerEvent *event) override;
    void pass(const DustOutgoing &message);

    struct Waiting
    {
        DustOutgoing message;
        qint64 due = 0; // monotonic milliseconds
    };
    std::deque<Waiting> m_waiting;
    const Kind m_kind;
    const qint64 m_maximumBacklog;
    qint64 m_waitingBytes = 0;
    qint64 m_cutAfter = -1;
    int m_delay = 0;
    int m_drops = 0;
    int m_timer = 0;
    bool m_isHeld = false;
};

#endif // DUSTSERVERCONNECTION_H
