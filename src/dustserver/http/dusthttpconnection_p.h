// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTHTTPCONNECTION_P_H
#define DUSTHTTPCONNECTION_P_H

// One TCP connection that speaks HTTP/1.1: requests one after the other, answers in their order.

#include "dustserverconnection.h"
#include "dustservercontext_p.h"

QT_BEGIN_NAMESPACE
class QTcpSocket;
QT_END_NAMESPACE

class DustHttpConnection final : public DustServerConnection
{
    Q_OBJECT

public:
    // Whether a request that asks to become a WebSocket may.
    using UpgradeGate = std::function<bool(const DustServerRequest &)>;

    // Owns the socket until it is given up.
    DustHttpConnection(QTcpSocket *socket, DustServerContext *context, const UpgradeGate &gate,
                       QObject *parent = nullptr);
    ~DustHttpConnection() override;

    QString deviceId() const override { return {}; }
    // Answers what is being answered, then closes.
    void finish();

Q_SIGNALS:
    // The request asks to become a WebSocket and may. The socket, in which there is what came behind
    // the request, belongs to nobody now; the connection has no more to do.
    void upgradeRequested(QTcpSocket *socket, const DustServerRequest &request);
    void requestReceived(const DustServerRequest &request);
    // 101 for an upgrade; 0 for an answer that is no HTTP.
    void requestAnswered(const DustServerRequest &request, int status);

protected:
    qint64 unsent() const override;
    void put(const DustOutgoing &message) override;
    void abort() override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

#endif // DUSTHTTPCONNECTION_P_H
