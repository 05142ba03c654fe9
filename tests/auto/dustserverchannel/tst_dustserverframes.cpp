// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "channelserver.h"
#include "rawwebsocket.h"
#include "testcertificates.h"

#include <QtCore/QTimer>
#include <QtNetwork/QSslKey>
#include <QtTest/QSignalSpy>

using namespace Qt::StringLiterals;

using Opcode = RawWebSocket::Opcode;
using Serializer = DustChannelFrame::Serializer;

// What a socket is closed for, and that nobody else notices.
class tst_DustServerFrames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void closes_data();
    void closes();
    void takesAnyPackedText();
    void limitsMessages_data();
    void limitsMessages();
    void limitsFragments();
    void limitsWhatIsHalfThere();
    void closesWhenSilent();
    void staysForWhoeverSpeaks_data();
    void staysForWhoeverSpeaks();
    void saysGoodbye_data() { forBothSerializers(); }
    void saysGoodbye();
    void cutsWhoseTokenIsGone();
    void dropsWhoDoesNotRead_data() { withAndWithoutTls(); }
    void dropsWhoDoesNotRead();
    void dropsWhoReadsNoPongs();
    void waitsForWhoReadsLate_data() { withAndWithoutTls(); }
    void waitsForWhoReadsLate();

private:
    static QUrl url(ChannelServer &dust, Serializer serializer = DustChannelFrame::Json)
    {
        return ChannelClient::url(dust.server.webSocketUrl(), dust.token, u"raw"_s, serializer);
    }
    static void withAndWithoutTls()
    {
        const TestCertificate pair = TestCertificate::forLoopback();
        auto ssl = QSslConfiguration::defaultConfiguration();
        ssl.setLocalCertificateChain(QSslCertificate::fromData(pair.certificate));
        ssl.setPrivateKey(QSslKey(pair.key, QSsl::Ec));
        ssl.setCaCertificates(ssl.localCertificateChain());
        QTest::addColumn<QSslConfiguration>("ssl");
        QTest::newRow("plain") << QSslConfiguration();
        QTest::newRow("tls") << ssl;
    }
};

void tst_DustServerFrames::closes_data()
{
    QTest::addColumn<Serializer>("serializer");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");

    const auto json = [](const char *name, const QByteArray &text, int code) {
        QTest::newRow(name) << DustChannelFrame::Json << RawWebSocket::frame(Opcode::Text, text)
                            << code;
    };
    const auto packed = [](const char *name, const QByteArray &hex, int code) {
        QTest::newRow(name) << DustChannelFrame::MessagePack
                            << RawWebSocket::frame(Opcode::Binary, QByteArray::fromHex(hex))
                            << code;
    };
    json("nothing", "", 1011);
    json("words", "hello", 1011);
    json("an object", "{}", 1011);
    json("four elements", R"(["1","1","phoenix","heartbeat"])", 1011);
    json("six elements", R"([null,"1","phoenix","heartbeat",{},1])", 1011);
    json("ref that is a number", R"([null,1,"phoenix","heartbeat",{}])", 1011);
    json("too deep", QByteArray(100'000, '['), 1011);
    json("invalid UTF-8", "[null,\"1\",\"phoenix\",\"\xff\",{}]", 1007);
    json("surrogates in UTF-8", "[null,\"1\",\"phoenix\",\"\xed\xa0\x80\",{}]", 1007);
    packed("no bytes", "", 1011);
    packed("a byte that is nothing", "c1", 1011);
    packed("a map", "80", 1011);
    packed("extension", "95c0a131a7" + QByteArray("phoenix").toHex() + "a178d40102", 1011);
    packed("more than it has", "ddffffffff", 1011);
    packed("too deep for what it is", "95a131" + QByteArray("91").repeated(600) + "c0", 1011);
    packed("text that is no UTF-8", "95c0a131a7" + QByteArray("phoenix").toHex() + "a1ff80", 1011);
    const QByteArray beat = R"([null,"1","phoenix","heartbeat",{}])";
    QTest::newRow("JSON in a binary frame")
            << DustChannelFrame::Json << RawWebSocket::frame(Opcode::Binary, beat) << 1011;
    QTest::newRow("JSON for MessagePack")
            << DustChannelFrame::MessagePack << RawWebSocket::frame(Opcode::Text, beat) << 1011;
    QTest::newRow("reserved opcode")
            << DustChannelFrame::Json << RawWebSocket::frame(Opcode::Reserved, "") << 1002;
    QTest::newRow("continues nothing")
            << DustChannelFrame::Json << RawWebSocket::frame(Opcode::Continuation, beat) << 1002;
}

void tst_DustServerFrames::closes()
{
    QFETCH(Serializer, serializer);
    QFETCH(QByteArray, bytes);
    QFETCH(int, code);
    ChannelServer dust;
    ChannelClient other;
    QVERIFY(dust.connect(other) && other.joinAndCatchUp(dust.topic));
    RawWebSocket client(url(dust, serializer));
    QVERIFY(client.isOpen());
    client.send(bytes);
    QVERIFY(client.waitForEnd());
    QCOMPARE(client.closeCode(), code);
    QCOMPARE(other.status(other.set(dust.topic, u"a"_s, 1)), u"ok"_s);
}

// Clients in other languages send text as the binary type.
void tst_DustServerFrames::takesAnyPackedText()
{
    const auto bin = [](const QByteArray &text) {
        return QByteArray("\xc4").append(char(text.size())) + text;
    };
    ChannelServer dust;
    ChannelClient client(DustChannelFrame::MessagePack);
    QVERIFY(dust.connect(client));
    client.sendBytes(QByteArray("\x95") + bin("1") + bin("1") + bin("store:acme/main")
                     + bin("phx_join") + QByteArray("\x81") + bin("last_store_seq")
                     + QByteArray(1, '\0'));
    QCOMPARE(client.status(u"1"_s), u"ok"_s);
    client.sendBytes(QByteArray("\x95") + bin("1") + bin("2") + bin("store:acme/main")
                     + bin("write") + QByteArray("\x84") + bin("op") + bin("set") + bin("path")
                     + bin("a") + bin("value") + bin("text") + bin("client_op_id") + bin("x"));
    QCOMPARE(client.status(u"2"_s), u"ok"_s);
    QCOMPARE(client.events(dust.topic).constFirst().value(u"value"_s), DustValue(u"text"_s));
}

void tst_DustServerFrames::limitsMessages_data()
{
    QTest::addColumn<qint64>("maximum"); // 0: the default
    QTest::addColumn<qsizetype>("size");
    QTest::addColumn<bool>("passes");
    QTest::newRow("most") << qint64(0) << qsizetype(7'999'986) << true;
    QTest::newRow("one more") << qint64(0) << qsizetype(7'999'987) << false;
    QTest::newRow("8 million") << qint64(0) << qsizetype(8'000'000) << false;
    QTest::newRow("far more") << qint64(0) << qsizetype(20'000'000) << false;
    QTest::newRow("most of less") << qint64(100'000) << qsizetype(99'986) << true;
    QTest::newRow("one more than less") << qint64(100'000) << qsizetype(99'987) << false;
}

void tst_DustServerFrames::limitsMessages()
{
    QFETCH(qint64, maximum);
    QFETCH(qsizetype, size);
    QFETCH(bool, passes);
    ChannelServer dust;
    if (maximum > 0)
        dust.server.setMaximumBody(maximum);
    for (const auto serializer : { DustChannelFrame::Json, DustChannelFrame::MessagePack }) {
        RawWebSocket client(url(dust, serializer));
        QVERIFY(client.isOpen());
        DustChannelFrame frame;
        frame.ref = u"1"_s;
        frame.topic = u"phoenix"_s;
        frame.event = u"heartbeat"_s;
        frame.payload = u""_s;
        const qsizetype around = frame.toBytes(serializer).size();
        const int more = serializer == DustChannelFrame::Json ? 0 : 4; // a longer head of text
        frame.payload = QString(size - around - more, u'x');
        const QByteArray bytes = frame.toBytes(serializer);
        QCOMPARE(bytes.size(), size);
        client.send(RawWebSocket::frame(
                serializer == DustChannelFrame::Json ? Opcode::Text : Opcode::Binary, bytes));
        if (passes)
            QTRY_VERIFY_WITH_TIMEOUT(client.received().contains("phx_reply"), 20'000);
        else
            QVERIFY(client.waitForEnd());
        QCOMPARE(client.closeCode(), 0);
    }
}

void tst_DustServerFrames::limitsFragments()
{
    ChannelServer dust;
    dust.server.setMaximumBody(100'000);
    RawWebSocket client(url(dust));
    QVERIFY(client.isOpen());
    const QByteArray half(50'000, ' ');
    client.send(RawWebSocket::frame(Opcode::Text, half, false)
                + RawWebSocket::frame(Opcode::Continuation, half, false));
    QVERIFY(client.waitForEnd());
    QCOMPARE(client.closeCode(), 0);
}

void tst_DustServerFrames::limitsWhatIsHalfThere()
{
    ChannelServer dust;
    dust.server.setMaximumBody(100'000);
    RawWebSocket client(url(dust));
    QVERIFY(client.isOpen());
    client.send(RawWebSocket::head(Opcode::Text, 1'000'000) + QByteArray(150'000, ' '));
    QVERIFY(client.waitForEnd());
    QCOMPARE(client.closeCode(), 0);
}

// However much it is told.
void tst_DustServerFrames::closesWhenSilent()
{
    ChannelServer dust;
    ChannelClient writer;
    QVERIFY(dust.connect(writer) && writer.joinAndCatchUp(dust.topic));
    dust.server.setSilenceTimeout(700);
    ChannelClient client;
    QVERIFY(dust.connect(client, u"dev_b"_s) && client.joinAndCatchUp(dust.topic));
    while (!client.isClosed() && client.events(dust.topic).size() < 100'000)
        QCOMPARE(writer.status(writer.set(dust.topic, u"a"_s, 1)), u"ok"_s);
    QVERIFY(client.isClosed());
    QCOMPARE(client.socket().closeCode(), QWebSocketProtocol::CloseCodeProtocolError);
    QVERIFY(!writer.isClosed());
}

void tst_DustServerFrames::staysForWhoeverSpeaks_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("ping") << RawWebSocket::frame(Opcode::Ping, "");
    QTest::newRow("heartbeat") << RawWebSocket::frame(Opcode::Text,
                                                      R"([null,"1","phoenix","heartbeat",{}])");
    QTest::newRow("for nobody") << RawWebSocket::frame(Opcode::Text, R"(["1","1","x","stale",{}])");
}

void tst_DustServerFrames::staysForWhoeverSpeaks()
{
    QFETCH(QByteArray, bytes);
    ChannelServer dust;
    dust.server.setSilenceTimeout(1500);
    RawWebSocket client(url(dust));
    QVERIFY(client.isOpen());
    QTimer timer;
    int spoken = 0;
    connect(&timer, &QTimer::timeout, this, [&] {
        client.send(bytes);
        ++spoken;
    });
    timer.start(100);
    QTRY_COMPARE_WITH_TIMEOUT(spoken, 30, 20'000);
    QVERIFY(client.isOpen());
    timer.stop();
    QVERIFY(client.waitForEnd());
    QCOMPARE(client.closeCode(), 1002);
}

// Behind the answers to what came before. QWebSocket as a client does not know the code 1012.
void tst_DustServerFrames::saysGoodbye()
{
    QFETCH(Serializer, serializer);
    ChannelServer dust;
    ChannelClient client(serializer);
    QVERIFY(dust.connect(client) && client.joinAndCatchUp(dust.topic));
    RawWebSocket raw(url(dust, serializer));
    QVERIFY(raw.isOpen());
    client.forget();
    const QString write = client.set(dust.topic, u"a"_s, 1);
    QTRY_VERIFY(!client.events(dust.topic).isEmpty());
    dust.server.close();
    QVERIFY(client.waitForClose() && raw.waitForEnd());
    QCOMPARE(raw.closeCode(), 1012);
    QCOMPARE(client.status(write), u"ok"_s);
    QTRY_VERIFY(dust.server.connections().isEmpty());
}

void tst_DustServerFrames::cutsWhoseTokenIsGone()
{
    ChannelServer dust;
    ChannelClient client;
    ChannelClient other;
    QVERIFY(client.open(dust.server.webSocketUrl(), u"reader"_s));
    QVERIFY(client.joinAndCatchUp(dust.topic));
    QVERIFY(dust.connect(other) && other.joinAndCatchUp(dust.topic));
    QVERIFY(dust.server.removeToken(u"reader"_s));
    QVERIFY(client.waitForClose());
    QCOMPARE(other.status(other.set(dust.topic, u"a"_s, 1)), u"ok"_s);
}

void tst_DustServerFrames::dropsWhoDoesNotRead()
{
    QFETCH(QSslConfiguration, ssl);
    ChannelServer dust(ssl);
    ChannelClient writer;
    writer.socket().setSslConfiguration(ssl);
    QVERIFY(dust.connect(writer) && writer.joinAndCatchUp(dust.topic));
    ChannelClient reader(DustChannelFrame::MessagePack);
    reader.socket().setSslConfiguration(ssl);
    QVERIFY(dust.connect(reader, u"dev_b"_s) && reader.joinAndCatchUp(dust.topic));
    dust.server.setMaximumBacklog(500'000);
    RawWebSocket deaf(url(dust));
    QVERIFY(deaf.isOpen());
    deaf.turnDeaf();
    deaf.send(RawWebSocket::frame(
            Opcode::Text, R"(["1","1","store:acme/main","phx_join",{"last_store_seq":0}])"));
    QSignalSpy closed(dust.connection(u"raw"_s), &DustServerConnection::closed);
    constexpr int MostWrites = 1000;
    const QString text(100'000, u'x');
    int writes = 0;
    for (; closed.isEmpty() && writes < MostWrites; ++writes)
        QCOMPARE(writer.status(writer.set(dust.topic, u"a"_s, text)), u"ok"_s);
    QCOMPARE(closed.size(), 1);
    QVERIFY(writes > 5);
    QTRY_COMPARE(reader.events(dust.topic).size(), writes);
    QVERIFY(!writer.isClosed() && !reader.isClosed());
}

void tst_DustServerFrames::dropsWhoReadsNoPongs()
{
    ChannelServer dust;
    dust.server.setMaximumBacklog(200'000);
    RawWebSocket deaf(url(dust));
    QVERIFY(deaf.isOpen());
    deaf.turnDeaf();
    QSignalSpy closed(dust.connection(u"raw"_s), &DustServerConnection::closed);
    const QByteArray ping = RawWebSocket::frame(Opcode::Ping, QByteArray(125, 'x'));
    constexpr qint64 Most = 40'000'000; // what the two systems' buffers take is a few millions
    for (qint64 sent = 0; closed.isEmpty() && sent < Most; sent += 1000 * ping.size()) {
        deaf.send(ping.repeated(1000));
        QTRY_VERIFY_WITH_TIMEOUT(deaf.socket().bytesToWrite() == 0 || !closed.isEmpty(), 20'000);
    }
    QTRY_COMPARE(closed.size(), 1);
}

// A catch-up that found no room goes on when there is some, encrypted or not.
void tst_DustServerFrames::waitsForWhoReadsLate()
{
    QFETCH(QSslConfiguration, ssl);
    ChannelServer dust(ssl);
    ChannelClient writer;
    writer.socket().setSslConfiguration(ssl);
    QVERIFY(dust.connect(writer) && writer.joinAndCatchUp(dust.topic));
    RawWebSocket reader(url(dust));
    const auto join = RawWebSocket::frame(
            Opcode::Text, R"(["1","1","store:acme/main","phx_join",{"last_store_seq":0}])");
    reader.send(join);
    QTRY_VERIFY(reader.received().contains(R"({"through_seq":0})"));
    reader.turnDeaf();
    DustServerConnection *connection = dust.connection(u"raw"_s);
    constexpr int MostWrites = 1000;
    const QString text(100'000, u'x');
    int writes = 0;
    for (; connection->backlog() < 2'000'000 && writes < MostWrites; ++writes)
        QCOMPARE(writer.status(writer.set(dust.topic, u"a"_s, text)), u"ok"_s);
    QVERIFY(connection->backlog() >= 2'000'000);
    bool joinsAgain = false;
    dust.server.setPushHook([&](const QString &event, const DustObject &) {
        joinsAgain |= event == u"phx_join"_s;
        return std::optional<DustObject>();
    });
    reader.send(join);
    QTRY_VERIFY(joinsAgain);
    QCoreApplication::processEvents(); // the catch-up begins, and finds no room
    reader.hear();
    const QByteArray end = R"({"through_seq":)" + QByteArray::number(writes) + '}';
    QTRY_VERIFY_WITH_TIMEOUT(reader.received().contains(end), 20'000);
}

QTEST_GUILESS_MAIN(tst_DustServerFrames)
#include "tst_dustserverframes.moc"
