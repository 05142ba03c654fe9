// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSERVER_P_H
#define DUSTSERVER_P_H

#include "dustserver.h"
#include "dustservercontext_p.h"
#include "dustserverfolder_p.h"

#include <QtCore/QPointer>
#include <QtNetwork/QSslConfiguration>
#include <QtNetwork/QTcpServer>
#include <QtWebSockets/QWebSocketServer>

class DustChannelConnection;

class DustServer::Private : public QObject
{
    Q_OBJECT

public:
    explicit Private(DustServer *server);
    ~Private() override;

    DustResult<void> addStore(const QString &name);
    DustResult<void> listen(const QHostAddress &address, quint16 port);
    void close();
    void cutToken(const QByteArray &digest);
    DustResult<DustServerStore *> store(const QString &name) const;

    DustServer *const q;
    std::function<qint64()> unixClock; // null: the system's
    std::function<qint64()> monotonicClock; // likewise
    DustServerContext context;
    DustServerFolder folder;
    QString token;
    QSslConfiguration ssl;
    std::unique_ptr<QTcpServer> listener;
    QList<DustServerConnection *> connections;

private:
    void accept();
    void acceptLater();
    void serve(QTcpSocket *socket);
    void upgrade(QTcpSocket *socket, const DustServerRequest &request);
    void takeWebSockets();
    QByteArray giveCarrier(QWebSocket *socket);
    void add(DustServerConnection *connection);
    void collectFiles();

    QWebSocketServer m_upgrades; // never listens: it is handed sockets
    struct Carrier
    {
        QPointer<QTcpSocket> socket;
        QByteArray query;
    };
    QList<Carrier> m_carriers; // that it was handed and has not given back
    bool m_knowsAllStores = true; // of the folder: else no file may be thought to be unused
};

#endif // DUSTSERVER_P_H
