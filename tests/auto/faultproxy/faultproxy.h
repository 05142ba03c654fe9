// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef FAULTPROXY_H
#define FAULTPROXY_H

#include "fault.h"

#include <QtCore/QRandomGenerator>
#include <QtNetwork/QTcpServer>

// Passes on what clients and a server on this machine say to each other, and does to it what bad
// networks do. The server may be replaced behind it. Every choice comes from the seed.
class FaultProxy : public QObject
{
    Q_OBJECT

public:
    explicit FaultProxy(quint32 seed, QObject *parent = nullptr);

    bool isListening() const { return m_listener.isListening(); }
    quint16 port() const { return m_listener.serverPort(); }
    void setServerPort(quint16 port) { m_serverPort = port; } // 0: connections are cut at once
    // In place of the last one; Fault() heals.
    void begin(const Fault &fault);

private:
    void accept();

    QTcpServer m_listener;
    QRandomGenerator m_dice;
    Fault m_fault;
    quint16 m_serverPort = 0;
};

#endif // FAULTPROXY_H
