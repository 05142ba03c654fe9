// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The proxy itself: each fault does what it says, before a server that echoes.

#include "faultproxy.h"

#include "answers.h"

#include <QtNetwork/QTcpSocket>

Q_DECLARE_METATYPE(Fault)

class tst_FaultNetwork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fault_data();
    void fault();
    void cutsWhereNobodyListens();
};

namespace {

const QByteArray Request = "GET /ws HTTP/1.1\r\nUpgrade: websocket\r\n\r\n";
const QByteArray Sent = Request + QByteArray(1000, 'x');

class Echo : public QTcpServer
{
public:
    Echo()
    {
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket,
                    [socket] { socket->write(socket->readAll()); });
        });
        listen(QHostAddress::LocalHost);
    }
};

// What comes back while the proxy is so; `isCut`, until the connection ends.
QByteArray answerThrough(FaultProxy &proxy, const Fault &fault, qsizetype least, bool isCut)
{
    proxy.begin(fault);
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, proxy.port());
    socket.write(Sent);
    QByteArray received;
    runUntil(
            [&] {
                received += socket.readAll();
                const bool isOver = socket.state() == QAbstractSocket::UnconnectedState;
                return isOver || (received.size() >= least && !isCut);
            },
            30'000);
    const bool wasCut = socket.state() == QAbstractSocket::UnconnectedState;
    return wasCut == isCut ? received : "cut: " + QByteArray::number(wasCut);
}

} // namespace

void tst_FaultNetwork::fault_data()
{
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<qsizetype>("least");
    QTest::addColumn<qsizetype>("most");
    QTest::addColumn<bool>("isCut");
    const auto row = [](const char *name, const Fault &fault, qsizetype least, qsizetype most,
                        bool isCut) { QTest::newRow(name) << fault << least << most << isCut; };
    const qsizetype all = Sent.size();
    row("none", {}, all, all, false);
    row("cut towards the server", { Fault::CutAfter, Fault::ToServer, 100 }, 0, 100, true);
    row("cut towards the client", { Fault::CutAfter, Fault::ToClient, 100 }, 0, 100, true);
    row("cut later than that", { Fault::CutAfter, Fault::ToClient, 9000 }, all, all, false);
    row("the opening of a channel is no write", { Fault::CutBeforeReply }, all, all, false);
    row("trickle", { Fault::Trickle }, all, all, false);
    row("throttle", { Fault::Throttle, Fault::ToServer, 100 }, all, all, false);
    row("answer", { Fault::Answer, Fault::ToServer, 429 }, 40, 200, true);
    row("garbage", { Fault::Garbage, Fault::ToClient, 50 }, all + 50, all + 50, true);
}

void tst_FaultNetwork::fault()
{
    QFETCH(Fault, fault);
    QFETCH(qsizetype, least);
    QFETCH(qsizetype, most);
    QFETCH(bool, isCut);
    Echo server;
    FaultProxy proxy(1);
    proxy.setServerPort(server.serverPort());
    const QByteArray answer = answerThrough(proxy, fault, least, isCut);
    QVERIFY2(answer.size() >= least && answer.size() <= most, answer.left(200).constData());
    if (fault.kind == Fault::Answer)
        QVERIFY(answer.startsWith("HTTP/1.1 429 "));
    QCOMPARE(answerThrough(proxy, {}, Sent.size(), false), Sent); // healed
}

void tst_FaultNetwork::cutsWhereNobodyListens()
{
    FaultProxy proxy(1);
    QCOMPARE(answerThrough(proxy, {}, 0, true), QByteArray());
}

QTEST_GUILESS_MAIN(tst_FaultNetwork)
#include "tst_faultnetwork.moc"
