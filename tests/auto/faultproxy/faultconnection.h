// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef FAULTCONNECTION_H
#define FAULTCONNECTION_H

#include "fault.h"

#include <QtCore/QBasicTimer>
#include <QtCore/QRandomGenerator>
#include <QtNetwork/QTcpSocket>

// One connection through a FaultProxy; it deletes itself when both ends are gone.
class FaultConnection : public QObject
{
    Q_OBJECT

public:
    // Takes the client's socket over.
    FaultConnection(QTcpSocket *client, quint16 serverPort, quint32 seed, QObject *parent);
    ~FaultConnection() override;

    void begin(const Fault &fault);

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void listen(QTcpSocket *socket, Fault::Way way);
    QTcpSocket *source(Fault::Way way) { return way == Fault::ToServer ? m_client : &m_server; }
    QTcpSocket *sink(Fault::Way way) { return way == Fault::ToServer ? &m_server : m_client; }
    bool isThisWay(Fault::Way way) const { return way == m_fault.way; }

    void pump(Fault::Way way);
    void passUnderFault(Fault::Way way);
    void pass(Fault::Way way, qsizetype most);
    void passUntilCut(Fault::Way way);
    void readOpening();
    void answer();
    void spoil();
    void cut();
    void sourceGone(Fault::Way way);
    void deleteWhenOver();

    QTcpSocket *const m_client; // a child
    QTcpSocket m_server;
    QRandomGenerator m_dice;
    Fault m_fault;
    QByteArray m_held[2]; // what has come and not gone on, each way
    QByteArray m_opening; // the head of the first request
    qint64 m_left = 0; // CutAfter
    QBasicTimer m_pace; // Trickle, Throttle
    QBasicTimer m_end; // Silence, Garbage
    bool m_isOpened = false; // the head is complete
    bool m_isChannel = false;
    bool m_isAnswered = false; // by the proxy
    bool m_isSpoilt = false;
    bool m_hasReplied = false; // the server, to the opening
    bool m_hasAsked = false; // CutBeforeReply: something has gone to the server
};

#endif // FAULTCONNECTION_H
