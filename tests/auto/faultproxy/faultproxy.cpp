// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "faultproxy.h"

#include "faultconnection.h"

FaultProxy::FaultProxy(quint32 seed, QObject *parent) : QObject(parent), m_dice(seed)
{
    connect(&m_listener, &QTcpServer::newConnection, this, &FaultProxy::accept);
    m_listener.listen(QHostAddress::LocalHost);
}

void FaultProxy::begin(const Fault &fault)
{
    m_fault = fault;
    const auto connections = findChildren<FaultConnection *>(Qt::FindDirectChildrenOnly);
    for (FaultConnection *connection : connections)
        connection->begin(fault);
}

void FaultProxy::accept()
{
    while (QTcpSocket *client = m_listener.nextPendingConnection())
        (new FaultConnection(client, m_serverPort, m_dice.generate(), this))->begin(m_fault);
}
