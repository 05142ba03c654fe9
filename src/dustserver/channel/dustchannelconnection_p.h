// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCHANNELCONNECTION_P_H
#define DUSTCHANNELCONNECTION_P_H

// One WebSocket that speaks Phoenix Channels (PROTOCOL §4), and the channels that were joined on it.

#include "dustserverconnection.h"
#include "dustservercontext_p.h"

QT_BEGIN_NAMESPACE
class QWebSocket;
QT_END_NAMESPACE

// Whether a request may become a WebSocket; a refusal is 403 with an empty body.
namespace DustHandshake {
bool isAllowed(const DustServerRequest &request, const DustServerContext &context);
} // namespace DustHandshake

class DustChannelConnection final : public DustServerConnection
{
    Q_OBJECT

public:
    // Owns the socket. The query is that of its URL, which has passed DustHandshake.
    DustChannelConnection(QWebSocket *socket, const QByteArray &query, DustServerContext *context,
                          QObject *parent = nullptr);
    ~DustChannelConnection() override;

    QString deviceId() const override;
    const DustServerToken &token() const;
    void finish(); // closes with 1012

protected:
    qint64 unsent() const override;
    void put(const DustOutgoing &message) override;
    void abort() override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

#endif // DUSTCHANNELCONNECTION_P_H
