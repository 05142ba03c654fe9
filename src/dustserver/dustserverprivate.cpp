// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustServer: who connects, and what becomes of them.

#include "dustserver_p.h"

#include "dustchannelconnection_p.h"
#include "dusthttpconnection_p.h"
#include "dustsharedledger_p.h"
#include "dusttext_p.h"

#include <QtCore/QTimer>
#include <QtNetwork/QSslServer>
#include <QtWebSockets/QWebSocket>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

DustResult<void> checkName(const QString &name)
{
    const QStringList pieces = name.split(u'/');
    const bool isGood = pieces.size() == 2 && !pieces.contains(QString()) && name.isValidUtf16();
    if (isGood)
        return {};
    return DustError::invalidParams(
            u"invalid_store_name"_s,
            u"%1 is not the name of a store: write two segments, \"org/name\"."_s.arg(
                    DustText::quoted(name)));
}

} // namespace

DustServer::Private::Private(DustServer *server)
    : q(server), m_upgrades(u"DustServer"_s, QWebSocketServer::NonSecureMode)
{
    context.settings.now = [this] {
        DustNow now = DustSharedLedger::now();
        if (unixClock)
            now.unix = unixClock();
        if (monotonicClock)
            now.monotonic = monotonicClock();
        return now;
    };
    connect(&m_upgrades, &QWebSocketServer::newConnection, this, &Private::takeWebSockets);
}

DustServer::Private::~Private()
{
    close();
    // Before the stores that their answers are about.
    while (!connections.isEmpty())
        delete connections.takeLast();
}

DustResult<void> DustServer::Private::addStore(const QString &name)
{
    if (const auto valid = checkName(name); !valid)
        return valid;
    if (context.stores.count(name) > 0)
        return {};
    const auto file = folder.open(name);
    if (!file) {
        m_knowsAllStores = false;
        return file.error();
    }
    auto store = DustServerStore::open(name, *file, &context.settings);
    if (!store) {
        m_knowsAllStores = false;
        return store.error();
    }
    connect(store->get(), &DustServerStore::compacted, this, &Private::collectFiles);
    context.stores.emplace(name, std::move(*store));
    return {};
}

DustResult<DustServerStore *> DustServer::Private::store(const QString &name) const
{
    if (DustServerStore *found = context.store(name))
        return found;
    return DustError(DustError::NotFound,
                     u"The server has no store %1."_s.arg(DustText::quoted(name)));
}

DustResult<void> DustServer::Private::listen(const QHostAddress &address, quint16 port)
{
    close();
    if (ssl.isNull()) {
        listener = std::make_unique<QTcpServer>();
    } else {
        auto secure = std::make_unique<QSslServer>();
        secure->setSslConfiguration(ssl);
        listener = std::move(secure);
    }
    listener->setListenBacklogSize(1024);
    listener->setMaxPendingConnections(context.settings.maximumConnections);
    m_upgrades.setMaxPendingConnections(context.settings.maximumConnections);
    connect(listener.get(), &QTcpServer::pendingConnectionAvailable, this, &Private::accept);
    connect(listener.get(), &QTcpServer::acceptError, this, &Private::acceptLater);
    if (!listener->listen(address, port)) {
        const QString why = listener->errorString();
        listener.reset();
        return DustError(DustError::Network,
                         u"The server cannot listen at %1, port %2 (%3): choose another port, or 0 "
                         "for any that is free."_s.arg(address.toString(), QString::number(port),
                                                       why),
                         { { u"reason"_s, u"cannot_listen"_s } })
                .withRetryable(false);
    }
    collectFiles(); // that a crash left behind
    Q_EMIT q->listeningChanged();
    return {};
}

void DustServer::Private::close()
{
    if (!listener)
        return;
    listener.reset();
    for (const auto &[name, store] : context.stores)
        store->flush();
    const QList<DustServerConnection *> open = connections;
    for (DustServerConnection *connection : open) {
        if (auto *channel = qobject_cast<DustChannelConnection *>(connection))
            channel->finish();
        else if (auto *http = qobject_cast<DustHttpConnection *>(connection))
            http->finish();
    }
    Q_EMIT q->listeningChanged();
}

void DustServer::Private::cutToken(const QByteArray &digest)
{
    const QList<DustServerConnection *> open = connections;
    for (DustServerConnection *connection : open) {
        auto *channel = qobject_cast<DustChannelConnection *>(connection);
        if (channel && channel->token().digest() == digest)
            channel->cut();
    }
}

void DustServer::Private::accept()
{
    while (QTcpSocket *socket = listener ? listener->nextPendingConnection() : nullptr) {
        if (connections.size() < context.settings.maximumConnections)
            serve(socket);
        else
            delete socket;
    }
}

// Qt accepts nobody any more once that has failed, as it does when this process has too many files
// open: some of them will be closed.
void DustServer::Private::acceptLater()
{
    constexpr int Pause = 100; // ms
    QTimer::singleShot(Pause, listener.get(),
                       [server = listener.get()] { server->resumeAccepting(); });
}

void DustServer::Private::serve(QTcpSocket *socket)
{
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    auto *connection = new DustHttpConnection(
            socket, &context,
            [this](const DustServerRequest &request) {
                return DustHandshake::isAllowed(request, context);
            },
            this);
    connect(connection, &DustHttpConnection::upgradeRequested, this,
            [this, connection](QTcpSocket *given, const DustServerRequest &request) {
                connections.removeOne(connection);
                upgrade(given, request);
            });
    connect(connection, &DustHttpConnection::requestReceived, q, &DustServer::requestReceived);
    connect(connection, &DustHttpConnection::requestAnswered, q, &DustServer::requestAnswered);
    add(connection);
}

// QWebSocketServer reads the head once more, and hangs up on what it does not expect: lines of more
// than 8 KiB, more than 100 of them, lists. It gets one of its own, with what it needs.
void DustServer::Private::upgrade(QTcpSocket *socket, const DustServerRequest &request)
{
    const qsizetype question = request.target.indexOf('?');
    m_carriers.append({ socket, request.target.mid(question + 1) });
    socket->setParent(&m_upgrades); // until a QWebSocket has it: the server may end before
    const QByteArray head = "GET /ws/sync/websocket HTTP/1.1\r\nHost: localhost\r\n"
                            "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
            + request.header("sec-websocket-key") + "\r\n\r\n";
    std::for_each(head.crbegin(), head.crend(), [socket](char c) { socket->ungetChar(c); });
    m_upgrades.handleConnection(socket);
}

void DustServer::Private::takeWebSockets()
{
    while (QWebSocket *socket = m_upgrades.nextPendingConnection())
        add(new DustChannelConnection(socket, giveCarrier(socket), &context, this));
}

// A QWebSocket keeps the TCP socket that carries it to itself, and DustFrameGuard has to see it.
// Returns what its URL said behind the question mark.
QByteArray DustServer::Private::giveCarrier(QWebSocket *socket)
{
    QByteArray query;
    m_carriers.removeIf([socket, &query](const Carrier &carrier) {
        const bool isIts = carrier.socket && carrier.socket->peerPort() == socket->peerPort()
                && carrier.socket->peerAddress() == socket->peerAddress();
        if (isIts) {
            carrier.socket->setParent(socket);
            query = carrier.query;
        }
        return isIts || !carrier.socket;
    });
    return query;
}

void DustServer::Private::add(DustServerConnection *connection)
{
    connections.append(connection);
    connect(connection, &QObject::destroyed, this,
            [this, connection] { connections.removeOne(connection); });
    connect(connection, &DustServerConnection::closed, this, [this, connection] {
        connections.removeOne(connection);
        connection->deleteLater();
    });
    Q_EMIT q->connectionOpened(connection);
}

void DustServer::Private::collectFiles()
{
    QSet<QString> kept;
    for (const auto &[name, store] : context.stores) {
        const auto hashes = store->keptFiles();
        if (!hashes)
            return;
        kept += *hashes;
    }
    if (m_knowsAllStores)
        context.blobs.keepOnly(kept);
}
