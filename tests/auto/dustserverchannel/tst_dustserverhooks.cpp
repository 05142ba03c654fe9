// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "channelserver.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QSignalSpy>

using namespace Qt::StringLiterals;

using Serializer = DustChannelFrame::Serializer;

// What tests of clients do to channel sockets.
class tst_DustServerHooks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void announces();
    void holds_data() { forBothSerializers(); }
    void holds();
    void holdsAgain();
    void drops_data() { forBothSerializers(); }
    void drops();
    void delays_data() { forBothSerializers(); }
    void delays();
    void cuts();
    void cutsWhatIsHeld();
    void refusesPushes_data();
    void refusesPushes();
};

void tst_DustServerHooks::announces()
{
    ChannelServer dust;
    QList<QPair<DustServerConnection::Kind, QString>> opened;
    connect(&dust.server, &DustServer::connectionOpened, this,
            [&](DustServerConnection *connection) {
                opened.append({ connection->kind(), connection->deviceId() });
            });
    ChannelClient client;
    QVERIFY(dust.connect(client, u"dev ä&"_s));
    QCOMPARE(opened,
             (QList<QPair<DustServerConnection::Kind, QString>>{
                     { DustServerConnection::Http, {} },
                     { DustServerConnection::Channel, u"dev ä&"_s } }));
}

void tst_DustServerHooks::holds()
{
    QFETCH(Serializer, serializer);
    ChannelServer dust;
    ChannelClient client(serializer);
    ChannelClient other;
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    QVERIFY(dust.connect(other, u"dev_b"_s) && other.joinAndCatchUp(dust.topic));
    client.forget();
    DustServerConnection *connection = dust.connection(u"dev_a"_s);
    connection->hold();
    const QString first = client.set(dust.topic, u"a"_s, 1);
    const QString second = client.set(dust.topic, u"a"_s, 2);
    QTRY_COMPARE(other.seqs(dust.topic), (QList<quint64>{ 1, 2 })); // it is only not told
    QCOMPARE(other.status(other.push(dust.topic, u"status"_s, DustObject())), u"ok"_s);
    QVERIFY(client.frames().isEmpty());
    QVERIFY(connection->backlog() > 0);
    connection->release();
    QCOMPARE(client.status(second), u"ok"_s);
    QCOMPARE(client.frames().size(), 4);
    QCOMPARE(client.seqs(dust.topic), (QList<quint64>{ 1, 2 }));
    QVERIFY(client.indexOf(dust.topic, u"event"_s) < client.indexOfReply(first));
    QVERIFY(client.indexOfReply(first) < client.indexOfReply(second));
    QCOMPARE(client.status(client.set(dust.topic, u"a"_s, 3)), u"ok"_s);
}

void tst_DustServerHooks::holdsAgain()
{
    ChannelServer dust;
    ChannelClient client;
    ChannelClient other;
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    QVERIFY(dust.connect(other, u"dev_b"_s) && other.joinAndCatchUp(dust.topic));
    DustServerConnection *connection = dust.connection(u"dev_a"_s);
    connection->hold();
    QCOMPARE(other.status(other.set(dust.topic, u"a"_s, 1)), u"ok"_s);
    connection->release();
    connection->hold(); // before anything went
    QCOMPARE(other.status(other.set(dust.topic, u"a"_s, 2)), u"ok"_s);
    QVERIFY(client.events(dust.topic).isEmpty());
    connection->release();
    QTRY_COMPARE(client.seqs(dust.topic), (QList<quint64>{ 1, 2 }));
}

void tst_DustServerHooks::drops()
{
    QFETCH(Serializer, serializer);
    ChannelServer dust;
    ChannelClient client(serializer);
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    client.forget();
    DustServerConnection *connection = dust.connection(u"dev_a"_s);
    connection->dropNext(); // the echo
    const QString first = client.set(dust.topic, u"a"_s, 1);
    QCOMPARE(client.status(first), u"ok"_s);
    QVERIFY(client.events(dust.topic).isEmpty());
    connection->dropNext(2); // with the reply
    const QString second = client.set(dust.topic, u"a"_s, 2);
    QCOMPARE(client.status(client.set(dust.topic, u"a"_s, 3)), u"ok"_s);
    QCOMPARE(client.seqs(dust.topic), QList<quint64>{ 3 });
    QCOMPARE(client.indexOfReply(second), -1);
}

void tst_DustServerHooks::delays()
{
    QFETCH(Serializer, serializer);
    ChannelServer dust;
    ChannelClient client(serializer);
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    client.forget();
    DustServerConnection *connection = dust.connection(u"dev_a"_s);
    connection->setDelay(300);
    QElapsedTimer timer;
    timer.start();
    const QString first = client.set(dust.topic, u"a"_s, 1);
    QTRY_VERIFY(connection->backlog() > 0);
    connection->setDelay(0); // what comes now still goes behind what waits
    const QString second = client.set(dust.topic, u"a"_s, 2);
    QCOMPARE(client.status(second), u"ok"_s);
    QVERIFY(timer.elapsed() >= 250); // timers are coarse
    QCOMPARE(client.seqs(dust.topic), (QList<quint64>{ 1, 2 }));
    QVERIFY(client.indexOfReply(first) < client.indexOfReply(second));
}

void tst_DustServerHooks::cuts()
{
    ChannelServer dust;
    ChannelClient client;
    ChannelClient other;
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    QVERIFY(dust.connect(other, u"dev_b"_s) && other.joinAndCatchUp(dust.topic));
    QSignalSpy closed(dust.connection(u"dev_a"_s), &DustServerConnection::closed);
    dust.connection(u"dev_a"_s)->cut();
    QVERIFY(client.waitForClose());
    QTRY_COMPARE(closed.size(), 1);
    QTRY_VERIFY(!dust.connection(u"dev_a"_s));
    QCOMPARE(other.status(other.set(dust.topic, u"a"_s, 1)), u"ok"_s);
}

// The writer does not hear of what was committed, and learns of it when it comes back.
void tst_DustServerHooks::cutsWhatIsHeld()
{
    ChannelServer dust;
    ChannelClient client;
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    client.forget();
    dust.connection(u"dev_a"_s)->hold();
    client.set(dust.topic, u"a"_s, 1);
    QTRY_VERIFY(dust.connection(u"dev_a"_s)->backlog() > 0);
    dust.connection(u"dev_a"_s)->cut();
    QVERIFY(client.waitForClose());
    QVERIFY(client.frames().isEmpty());
    ChannelClient again;
    QVERIFY(dust.connect(again) && again.joinAndCatchUp(dust.topic));
    QCOMPARE(again.seqs(dust.topic), QList<quint64>{ 1 });
}

void tst_DustServerHooks::refusesPushes_data()
{
    QTest::addColumn<QString>("event");
    for (const QString &event :
         { u"phx_join"_s, u"write"_s, u"put_file"_s, u"rollback"_s, u"status"_s, u"ack_seq"_s })
        QTest::newRow(qPrintable(event)) << event;
}

void tst_DustServerHooks::refusesPushes()
{
    QFETCH(QString, event);
    ChannelServer dust;
    const DustObject response{ { u"reason"_s, u"limit_exceeded"_s },
                               { u"dimension"_s, u"entries"_s },
                               { u"current"_s, 5 },
                               { u"limit"_s, 5 } };
    ChannelClient client;
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    QStringList asked;
    dust.server.setPushHook([&](const QString &name, const DustObject &payload) {
        asked.append(name + u' ' + payload.value(u"x"_s).toString());
        return name == event ? std::optional(response) : std::nullopt;
    });
    const QString ref = client.push(dust.topic, event, DustObject{ { u"x"_s, u"y"_s } });
    QCOMPARE(client.reply(ref),
             (DustObject{ { u"status"_s, u"error"_s }, { u"response"_s, response } }));
    QCOMPARE(asked, QStringList{ event + u" y"_s });
}

QTEST_GUILESS_MAIN(tst_DustServerHooks)
#include "tst_dustserverhooks.moc"
