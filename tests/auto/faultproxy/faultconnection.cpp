// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "faultconnection.h"

#include <QtCore/QTimerEvent>
#include <QtNetwork/QHostAddress>

#include <limits>

namespace {

constexpr qsizetype Everything = std::numeric_limits<qsizetype>::max();
constexpr int Pace = 10; // ms
constexpr int SpoiltLife = 300; // ms

} // namespace

FaultConnection::FaultConnection(QTcpSocket *client, quint16 serverPort, quint32 seed,
                                 QObject *parent)
    : QObject(parent), m_client(client), m_dice(seed)
{
    m_client->setParent(this);
    listen(m_client, Fault::ToServer);
    listen(&m_server, Fault::ToClient);
    connect(&m_server, &QTcpSocket::connected, this, [this] {
        m_server.setSocketOption(QAbstractSocket::LowDelayOption, 1);
        if (m_fault.kind == Fault::Garbage)
            spoil();
        pump(Fault::ToServer);
    });
    m_client->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    if (serverPort == 0)
        QMetaObject::invokeMethod(this, &FaultConnection::cut, Qt::QueuedConnection);
    else
        m_server.connectToHost(QHostAddress::LocalHost, serverPort);
}

// A socket that goes with its connection open still tells of it, when what it would be told to has gone already.
FaultConnection::~FaultConnection()
{
    m_client->disconnect(this);
    m_server.disconnect(this);
}

void FaultConnection::listen(QTcpSocket *socket, Fault::Way way)
{
    connect(socket, &QTcpSocket::readyRead, this, [this, way] { pump(way); });
    connect(socket, &QTcpSocket::disconnected, this, [this, way] { sourceGone(way); });
    connect(socket, &QTcpSocket::errorOccurred, this, [this, way] { sourceGone(way); });
}

void FaultConnection::begin(const Fault &fault)
{
    m_fault = fault;
    m_left = fault.amount;
    m_hasAsked = false;
    m_pace.stop();
    m_end.stop();
    const bool isMetTooLate = fault.kind == Fault::Answer && m_isOpened
            && (m_isChannel || fault.alsoPlain);
    if (isMetTooLate || (fault.kind == Fault::None && m_isSpoilt))
        return cut();
    if (fault.kind == Fault::Trickle || fault.kind == Fault::Throttle)
        m_pace.start(fault.kind == Fault::Trickle ? 0 : Pace, this);
    if (fault.kind == Fault::Silence)
        m_end.start(fault.amount, this);
    if (fault.kind == Fault::Garbage && m_server.state() == QAbstractSocket::ConnectedState)
        spoil();
    pump(Fault::ToServer);
    pump(Fault::ToClient);
}

void FaultConnection::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_pace.timerId()) {
        for (const auto way : { Fault::ToServer, Fault::ToClient })
            pass(way, m_fault.kind == Fault::Trickle ? 1 : m_fault.amount);
    } else if (m_fault.kind == Fault::Silence && m_dice.bounded(2) == 0) {
        begin({});
    } else {
        cut();
    }
}

void FaultConnection::pump(Fault::Way way)
{
    if (m_isAnswered || !source(way)->isOpen())
        return;
    m_held[way] += source(way)->readAll();
    if (way == Fault::ToServer && !m_isOpened)
        readOpening();
    if (m_isAnswered || sink(way)->state() != QAbstractSocket::ConnectedState)
        return;
    passUnderFault(way);
}

void FaultConnection::passUnderFault(Fault::Way way)
{
    switch (m_fault.kind) {
    case Fault::None:
    case Fault::Garbage:
        return pass(way, Everything);
    case Fault::Answer:
        return pass(way, m_isOpened ? Everything : 0);
    case Fault::CutAfter:
        pass(way, isThisWay(way) ? m_left : Everything);
        if (isThisWay(way) && m_left <= 0)
            cut();
        return;
    case Fault::CutBeforeReply:
        return passUntilCut(way);
    case Fault::Silence:
        return pass(way, isThisWay(way) ? 0 : Everything);
    case Fault::Trickle:
    case Fault::Throttle:
        return; // with the next tick
    }
}

void FaultConnection::pass(Fault::Way way, qsizetype most)
{
    QTcpSocket *to = sink(way);
    if (most <= 0 || m_held[way].isEmpty() || to->state() != QAbstractSocket::ConnectedState)
        return;
    const QByteArray some = m_held[way].left(most);
    m_held[way].remove(0, some.size());
    if (isThisWay(way))
        m_left -= some.size();
    m_hasReplied = m_hasReplied || way == Fault::ToClient;
    to->write(some);
    to->flush(); // a chunk of its own
}

// The answer to the opening of a channel is none to a write.
void FaultConnection::passUntilCut(Fault::Way way)
{
    const bool counts = !m_isChannel || m_hasReplied;
    if (way == Fault::ToClient && m_hasAsked && !m_held[way].isEmpty())
        return cut();
    m_hasAsked = m_hasAsked || (way == Fault::ToServer && counts && !m_held[way].isEmpty());
    pass(way, Everything);
}

void FaultConnection::readOpening()
{
    m_opening = m_held[Fault::ToServer];
    m_isOpened = m_opening.contains("\r\n\r\n");
    m_isChannel = m_opening.toLower().contains("upgrade: websocket");
    if (m_isOpened && m_fault.kind == Fault::Answer && (m_isChannel || m_fault.alsoPlain))
        answer();
}

void FaultConnection::answer()
{
    m_isAnswered = true;
    const QByteArray body = R"({"error":"a fault"})";
    m_client->write("HTTP/1.1 " + QByteArray::number(m_fault.amount)
                    + " Fault\r\nContent-Type: application/json\r\nConnection: close\r\n"
                    + (m_fault.amount == 429 ? "Retry-After: 1\r\n" : "")
                    + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    m_client->disconnectFromHost();
    m_server.abort();
}

void FaultConnection::spoil()
{
    QByteArray garbage(m_fault.amount, '\0');
    for (char &byte : garbage)
        byte = char(m_dice.bounded(256));
    m_isSpoilt = true;
    sink(m_fault.way)->write(garbage);
    m_end.start(SpoiltLife, this);
}

void FaultConnection::cut()
{
    m_pace.stop();
    m_end.stop();
    m_isAnswered = true; // there is nothing more to say
    m_client->abort();
    m_server.abort();
    deleteWhenOver();
}

// What it had sent may still be on its way, and come, or not.
void FaultConnection::sourceGone(Fault::Way way)
{
    if (source(way)->state() == QAbstractSocket::ConnectedState)
        return;
    if (!m_isAnswered && (m_fault.kind == Fault::None || m_dice.bounded(2) == 0)) {
        if (source(way)->isOpen())
            m_held[way] += source(way)->readAll();
        pass(way, Everything);
    }
    m_held[way].clear();
    if (sink(way)->state() == QAbstractSocket::ConnectedState)
        sink(way)->disconnectFromHost();
    else if (sink(way)->state()
             != QAbstractSocket::ClosingState) // what was said to it still goes out
        sink(way)->abort();
    deleteWhenOver();
}

void FaultConnection::deleteWhenOver()
{
    if (m_client->state() == QAbstractSocket::UnconnectedState
        && m_server.state() == QAbstractSocket::UnconnectedState)
        deleteLater();
}
