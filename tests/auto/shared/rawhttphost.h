// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef RAWHTTPHOST_H
#define RAWHTTPHOST_H

#include "dusthttpconnection_p.h"
#include "dustlogrecord_p.h"
#include "dustmemorystorage.h"

#include <QtNetwork/QTcpServer>
#include <QtTest/QTest>

// The HTTP side of a server without the rest, every setting of it in reach, and a clock that stands
// still. Its store acme/main holds 10 operations; see fill().
class RawHttpHost
{
public:
    RawHttpHost()
    {
        using namespace Qt::StringLiterals;
        context.settings.now = [this] { return now; };
        context.tokens.add(DustServerToken::readWrite(u"rw"_s).setId(u"me"_s));
        context.tokens.add(DustServerToken::readOnly(u"ro"_s));
        context.tokens.add(DustServerToken::readWrite(u"other"_s).setStores({ u"acme/other"_s }));
        context.tokens.add(
                DustServerToken::withScopes(u"writer"_s, { DustServerToken::entriesWrite() }));
        addStore(u"acme/main"_s);
        addStore(u"acme/other"_s);
        fill();
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] { accept(); });
        m_server.listen(QHostAddress::LocalHost);
    }

    ~RawHttpHost()
    {
        m_server.close();
        qDeleteAll(connections);
        qDeleteAll(upgraded);
    }

    quint16 port() const { return m_server.serverPort(); }
    DustServerStore *store() const { return context.store(QStringLiteral("acme/main")); }
    quint64 seq() const { return store()->ledger().currentSeq(); }
    DustHttpConnection *last() const
    {
        return connections.isEmpty() ? nullptr : connections.last();
    }

    DustNow now{ 1000, 784111777000 }; // Sun, 06 Nov 1994 08:49:37 GMT
    DustServerContext context;
    std::function<bool(const DustServerRequest &)> gate; // null: refuses every upgrade
    QList<DustHttpConnection *> connections; // that are open
    QList<QTcpSocket *> upgraded;
    QList<DustServerRequest> requests;
    QString fileHash;

private:
    void addStore(const QString &name)
    {
        auto store = DustServerStore::open(name, std::make_shared<DustMemoryStorageFile>(),
                                           &context.settings);
        QVERIFY(store);
        context.stores.emplace(name, std::move(*store));
    }

    void write(const DustOperation &operation)
    {
        DustServerWrite one;
        one.operations = { operation };
        one.deviceId = QStringLiteral("dev_fill");
        store()->write(one);
        store()->flush();
    }

    void fill()
    {
        using namespace Qt::StringLiterals;
        const auto set = [this](const QString &path, const DustValue &value) {
            write(DustOperation::set(*DustPath::parse(path), value));
        };
        set(u"a"_s, 1); // 1
        set(u"b/c"_s, u"x"_s); // 2
        set(u"b/d"_s, 1.0); // 3
        set(u"links/qt"_s, DustObject{ { u"title"_s, u"Qt"_s }, { u"n"_s, 1 } }); // 4
        set(u"sp ace/ü+%/~1x~0"_s, true); // 5
        set(u"price"_s, DustObject{ { u"net"_s, DustValue::decimal(u"1.50"_s) } }); // 6
        set(u"nothing"_s, DustValue()); // 7
        const auto file = context.putFile("content", u"a.txt"_s, u"text/plain"_s);
        fileHash = file->toObject().value(u"hash"_s).toString();
        write(DustOperation::putFile(*DustPath::parse(u"doc"_s), *file)); // 8
        set(u"broken"_s, 1); // 9
        set(u"broken/x"_s, 2); // 10
        QCOMPARE(seq(), 10u);
    }

    void accept()
    {
        while (QTcpSocket *socket = m_server.nextPendingConnection()) {
            auto *connection = new DustHttpConnection(
                    socket, &context,
                    [this](const DustServerRequest &request) { return gate && gate(request); });
            connections.append(connection);
            const auto forget = [this, connection] { connections.removeOne(connection); };
            QObject::connect(connection, &QObject::destroyed, &m_server, forget);
            QObject::connect(connection, &DustServerConnection::closed, &m_server,
                             [connection, forget] {
                                 forget();
                                 connection->deleteLater();
                             });
            QObject::connect(
                    connection, &DustHttpConnection::requestReceived, &m_server,
                    [this](const DustServerRequest &request) { requests.append(request); });
            QObject::connect(connection, &DustHttpConnection::upgradeRequested, &m_server,
                             [this](QTcpSocket *given) { upgraded.append(given); });
        }
    }

    QTcpServer m_server;
};

#endif // RAWHTTPHOST_H
