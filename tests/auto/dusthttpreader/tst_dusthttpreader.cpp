// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusthttphead_p.h"
#include "dusthttpreader_p.h"

#include <QtCore/QRandomGenerator>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

// What came of a request: the same for every cut.
struct Reading
{
    DustServerRequest request;
    DustHttpReader::State state = DustHttpReader::Head;
    int status = 0;
    qsizetype taken = 0;
};

Reading readPieces(const QList<QByteArray> &pieces, const DustHttpReader::Limits &limits = {})
{
    DustHttpReader reader(limits);
    Reading reading;
    for (const QByteArray &piece : pieces) {
        QByteArrayView rest(piece);
        while (!rest.isEmpty()
               && (reader.state() == DustHttpReader::Head
                   || reader.state() == DustHttpReader::Body)) {
            const qsizetype taken = reader.feed(rest);
            reading.taken += taken;
            rest = rest.sliced(taken);
        }
    }
    reading.request = reader.request();
    reading.state = reader.state();
    reading.status = reader.status();
    return reading;
}

Reading readAll(const QByteArray &bytes, const DustHttpReader::Limits &limits = {})
{
    return readPieces({ bytes }, limits);
}

QList<QByteArray> singleBytes(const QByteArray &bytes)
{
    QList<QByteArray> pieces;
    for (const char c : bytes)
        pieces.append(QByteArray(1, c));
    return pieces;
}

const QByteArray PutHead = "PUT /api/x HTTP/1.1\r\nHost: localhost\r\n";

} // namespace

class tst_DustHttpReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads()
    {
        const QByteArray bytes = "PUT /a%20b?c=d HTTP/1.1\r\nHost: localhost:7755\r\nX-One: 1\r\n"
                                 "X-TWO:  2 \r\nContent-Length: 5\r\n\r\nhelloGET /";
        const Reading reading = readAll(bytes);
        QCOMPARE(reading.state, DustHttpReader::Complete);
        QCOMPARE(reading.taken, bytes.size() - 5);
        const DustServerRequest &request = reading.request;
        QCOMPARE(request.method, "PUT");
        QCOMPARE(request.target, "/a%20b?c=d");
        QCOMPARE(request.body, "hello");
        QCOMPARE(request.minorVersion, 1);
        QVERIFY(request.keepsAlive);
        const DustServerHeaders expected{ { "host", "localhost:7755" },
                                          { "x-one", "1" },
                                          { "x-two", "2" },
                                          { "content-length", "5" } };
        QCOMPARE(request.headers, expected);
    }

    // RFC 9112 §2.2.
    void ignoresEmptyLinesBefore()
    {
        const QByteArray bytes = "\r\n\r\n\r\nGET /a HTTP/1.1\r\nHost: x\r\n\r\n";
        for (const QList<QByteArray> &pieces : { QList{ bytes }, singleBytes(bytes) }) {
            const Reading reading = readPieces(pieces);
            QCOMPARE(reading.state, DustHttpReader::Complete);
            QCOMPARE(reading.taken, bytes.size());
            QCOMPARE(reading.request.target, "/a");
        }
        // But nothing that only looks like one.
        QCOMPARE(readAll("\r\rGET /a HTTP/1.1\r\n").status, 400);
        QCOMPARE(readAll("\nGET /a HTTP/1.1\r\n").status, 400);
        QCOMPARE(readAll("\r\n").state, DustHttpReader::Head);
        // Nor without end.
        const DustHttpReader::Limits few{ 64, 64, 64 };
        QCOMPARE(readAll(QByteArray("\r\n").repeated(40), few).status, 431);
        QCOMPARE(readPieces(singleBytes(QByteArray("\r\n").repeated(40)), few).status, 431);
    }

    void stopsAtTheHead()
    {
        const QByteArray head = PutHead + "Content-Length: 3\r\n\r\n";
        DustHttpReader reader({});
        QCOMPARE(reader.feed(head + "abcdef"), head.size());
        QCOMPARE(reader.state(), DustHttpReader::Body);
        QCOMPARE(reader.request().target, "/api/x");
        QCOMPARE(reader.feed("abcdef"), 3);
        QCOMPARE(reader.state(), DustHttpReader::Complete);
        QCOMPARE(reader.feed("def"), 0);
        QCOMPARE(reader.request().body, "abc");
    }

    void keepsAlive_data()
    {
        QTest::addColumn<QByteArray>("version");
        QTest::addColumn<QByteArray>("connection");
        QTest::addColumn<bool>("keepsAlive");
        QTest::newRow("1.1") << "1.1"_ba
                             << ""_ba << true;
        QTest::newRow("1.1 close") << "1.1"_ba
                                   << "Connection: close\r\n"_ba << false;
        QTest::newRow("1.1 Close") << "1.1"_ba
                                   << "Connection: x, Close\r\n"_ba << false;
        QTest::newRow("1.0") << "1.0"_ba
                             << ""_ba << false;
        QTest::newRow("1.0 keep-alive") << "1.0"_ba
                                        << "Connection: Keep-Alive\r\n"_ba << true;
    }
    void keepsAlive()
    {
        QFETCH(QByteArray, version);
        QFETCH(QByteArray, connection);
        const Reading reading = readAll("GET / HTTP/" + version + "\r\nHost: x\r\n" + connection
                                        + "\r\n");
        QCOMPARE(reading.state, DustHttpReader::Complete);
        QTEST(reading.request.keepsAlive, "keepsAlive");
    }

    void chunked_data()
    {
        QTest::addColumn<QByteArray>("chunks");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("empty") << "0\r\n\r\n"_ba
                               << ""_ba;
        QTest::newRow("one") << "5\r\nhello\r\n0\r\n\r\n"_ba
                             << "hello"_ba;
        QTest::newRow("several") << "2\r\nhe\r\n01\r\nl\r\n2\r\nlo\r\n000\r\n\r\n"_ba
                                 << "hello"_ba;
        QTest::newRow("hex") << "a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n"_ba
                             << "01234567890123456789"_ba;
        QTest::newRow("extension") << "5;a=b;c=\"d\"\r\nhello\r\n0;x\r\n\r\n"_ba
                                   << "hello"_ba;
        QTest::newRow("trailer") << "5\r\nhello\r\n0\r\nHost: evil\r\nX: y\r\n\r\n"_ba
                                 << "hello"_ba;
        QTest::newRow("lines within") << "4\r\n\r\n\r\n\r\n0\r\n\r\n"_ba
                                      << "\r\n\r\n"_ba;
    }
    void chunked()
    {
        QFETCH(QByteArray, chunks);
        const QByteArray bytes = PutHead + "Transfer-Encoding: chunked\r\n\r\n" + chunks;
        for (const auto &pieces :
             { QList<QByteArray>{ bytes + "GET" }, singleBytes(bytes + "GET") }) {
            const Reading reading = readPieces(pieces);
            QCOMPARE(reading.state, DustHttpReader::Complete);
            QTEST(reading.request.body, "body");
            QCOMPARE(reading.taken, bytes.size());
            QCOMPARE(reading.request.header("host"), "localhost"); // not the trailer's
        }
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        const auto head = [](const char *name, const QByteArray &line, int status) {
            QTest::newRow(name) << "PUT / HTTP/1.1\r\n" + line + "\r\n\r\n" << status;
        };
        const auto line = [](const char *name, const QByteArray &requestLine, int status) {
            QTest::newRow(name) << requestLine + "\r\nHost: x\r\n\r\n" << status;
        };
        const auto chunks = [](const char *name, const QByteArray &body, int status) {
            QTest::newRow(name) << PutHead + "Transfer-Encoding: chunked\r\n\r\n" + body << status;
        };
        QTest::newRow("TLS") << QByteArray("\x16\x03\x01\x02", 4) << 400;
        QTest::newRow("bare line feed") << "GET / HTTP/1.1\nHost: x\n\n"_ba << 400;
        QTest::newRow("line feeds within") << "GET / HTTP/1.1\r\nHost: x\nA: b\r\n\r\n"_ba << 400;
        line("no target", "GET HTTP/1.1", 400);
        line("one word", "GET", 400);
        line("target with a space", "GET /a b HTTP/1.1", 400);
        line("target with a control", "GET /a\x01 HTTP/1.1", 400);
        line("method with a colon", "GE:T / HTTP/1.1", 400);
        line("no HTTP", "GET / FTP/1.1", 400);
        line("lower case", "GET / http/1.1", 400);
        line("HTTP/2.0", "PRI * HTTP/2.0", 505);
        line("HTTP/1.2", "GET / HTTP/1.2", 505);
        line("HTTP/0.9", "GET / HTTP/0.9", 505);
        line("version goes on", "GET / HTTP/1.10", 400);
        head("no host", "A: b", 400);
        head("two hosts", "Host: x\r\nHost: x", 400);
        head("hostile host", "Host: a\"b", 400);
        head("host with a path", "Host: a/b", 400);
        head("no colon", "Host: x\r\nabc", 400);
        head("space before the colon", "Host: x\r\nA : b", 400);
        head("empty name", "Host: x\r\n: b", 400);
        head("control in a value", "Host: x\r\nA: \x01", 400);
        head("length with a sign", "Host: x\r\nContent-Length: +1", 400);
        head("negative length", "Host: x\r\nContent-Length: -1", 400);
        head("empty length", "Host: x\r\nContent-Length:", 400);
        head("length in hex", "Host: x\r\nContent-Length: 0x10", 400);
        head("list of lengths", "Host: x\r\nContent-Length: 1, 1", 400);
        head("two lengths", "Host: x\r\nContent-Length: 1\r\nContent-Length: 1", 400);
        head("endless length", "Host: x\r\nContent-Length: 99999999999999999999", 400);
        head("too much", "Host: x\r\nContent-Length: 8000001", 413);
        head("length and chunks", "Host: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked",
             400);
        head("chunks and length", "Host: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 1",
             400);
        head("gzip and length", "Host: x\r\nTransfer-Encoding: gzip\r\nContent-Length: 1", 400);
        head("gzip", "Host: x\r\nTransfer-Encoding: gzip", 501);
        head("gzip, chunked", "Host: x\r\nTransfer-Encoding: gzip, chunked", 501);
        head("chunked, gzip", "Host: x\r\nTransfer-Encoding: chunked, gzip", 501);
        head("identity", "Host: x\r\nTransfer-Encoding: identity", 501);
        head("xchunked", "Host: x\r\nTransfer-Encoding: xchunked", 501);
        head("chunked twice", "Host: x\r\nTransfer-Encoding: chunked, chunked", 400);
        head("chunked in two lines",
             "Host: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked", 400);
        head("no coding", "Host: x\r\nTransfer-Encoding:", 400);
        head("expectation", "Host: x\r\nExpect: miracles", 417);
        QTest::newRow("chunked 1.0")
                << "PUT / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"_ba << 400;
        chunks("no size", "\r\nhello\r\n0\r\n\r\n", 400);
        chunks("size with a sign", "-5\r\nhello\r\n0\r\n\r\n", 400);
        chunks("size no hex", "xyz\r\nhello\r\n", 400);
        chunks("endless size", "ffffffffffffffffff\r\nhello\r\n", 400);
        chunks("more than the size", "2\r\nhello\r\n0\r\n\r\n", 400);
        chunks("bad extension", "5 hello\r\nhello\r\n0\r\n\r\n", 400);
        chunks("bad trailer", "0\r\nabc\r\n\r\n", 400);
        chunks("length as a trailer", "0\r\nContent-Length: 1\r\n\r\n", 400);
        chunks("one chunk too much", "7a1201\r\n", 413);
        chunks("endless size line", "1;" + QByteArray(70'000, 'a'), 431);
        chunks("endless trailers", "0\r\nA: " + QByteArray(70'000, 'a'), 431);
    }
    void refuses()
    {
        QFETCH(QByteArray, bytes);
        const Reading whole = readAll(bytes);
        QCOMPARE(whole.state, DustHttpReader::Refused);
        QTEST(whole.status, "status");
        const Reading cut = readPieces(singleBytes(bytes));
        QCOMPARE(cut.state, DustHttpReader::Refused);
        QTEST(cut.status, "status");
    }

    // A sender of garbage need not come to an end of it.
    void refusesEarly()
    {
        QCOMPARE(readAll("GET / HTTP/3.0\r\n").status, 505);
        QCOMPARE(readAll("HELO me\r\n").status, 400);
        QCOMPARE(readAll("\x01").status, 400);
        QCOMPARE(readAll("GET /" + QByteArray(10'100, 'a')).status, 414);
    }

    void limits()
    {
        const auto get = [](qsizetype target) {
            return "GET /" + QByteArray(target - 1, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n";
        };
        QCOMPARE(readAll(get(10'000)).state, DustHttpReader::Complete);
        QCOMPARE(readAll(get(10'001)).status, 414);
        const auto headOf = [](qsizetype size) {
            const QByteArray begin = "GET / HTTP/1.1\r\nHost: x\r\nA: ";
            return begin + QByteArray(size - begin.size() - 4, 'a') + "\r\n\r\n";
        };
        QCOMPARE(readAll(headOf(65'536)).state, DustHttpReader::Complete);
        QCOMPARE(readAll(headOf(65'537)).status, 431);
        QCOMPARE(readAll(headOf(200'000)).status, 431);
        QCOMPARE(readAll(headOf(65'537).chopped(4)).state, DustHttpReader::Head);
        // As one field name, as many fields.
        QCOMPARE(readAll("GET / HTTP/1.1\r\nHost: x\r\n" + QByteArray(65'000, 'n') + ": \r\n\r\n")
                         .state,
                 DustHttpReader::Complete);
        QCOMPARE(readAll("GET / HTTP/1.1\r\nHost: x\r\n" + QByteArray("a:\r\n").repeated(16'000)
                         + "\r\n")
                         .request.headers.size(),
                 16'001);
        QCOMPARE(readAll(PutHead + "Content-Length: 8000000\r\n\r\n" + QByteArray(8'000'000, 'b'))
                         .request.body.size(),
                 8'000'000);
        const QByteArray chunks = PutHead
                + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\nabc\r\n0\r\n\r\n";
        QCOMPARE(readAll(chunks, { 1000, 1000, 6 }).state, DustHttpReader::Complete);
        QCOMPARE(readAll(chunks, { 1000, 1000, 5 }).status, 413);
    }

    void expectsContinue()
    {
        DustHttpReader reader({});
        const QByteArray head = PutHead + "Content-Length: 1\r\nExpect: 100-Continue\r\n\r\n";
        QCOMPARE(reader.feed(head), head.size());
        QVERIFY(reader.expectsContinue());
        DustHttpReader old({});
        old.feed("PUT / HTTP/1.0\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n");
        QVERIFY(!old.expectsContinue());
        DustHttpReader bodiless({});
        bodiless.feed(PutHead + "Expect: 100-continue\r\n\r\n");
        QCOMPARE(bodiless.state(), DustHttpReader::Complete);
        QVERIFY(!bodiless.expectsContinue());
    }

    void upgrades_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<bool>("isUpgrade");
        const QByteArray good = "Connection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n";
        const QByteArray get = "GET /ws/sync/websocket?token=a HTTP/1.1";
        QTest::newRow("yes") << get << good << true;
        QTest::newRow("no query") << "GET /ws/sync/websocket HTTP/1.1"_ba << good << true;
        QTest::newRow("POST") << "POST /ws/sync/websocket HTTP/1.1"_ba << good << false;
        QTest::newRow("elsewhere") << "GET /ws/sync HTTP/1.1"_ba << good << false;
        QTest::newRow("further") << "GET /ws/sync/websocket/ HTTP/1.1"_ba << good << false;
        QTest::newRow("1.0") << "GET /ws/sync/websocket HTTP/1.0"_ba << good << false;
        QTest::newRow("no connection") << get << "Upgrade: websocket\r\n"_ba << false;
        QTest::newRow("no upgrade") << get << "Connection: upgrade\r\n"_ba << false;
        QTest::newRow("h2c") << get << "Connection: upgrade\r\nUpgrade: h2c\r\n"_ba << false;
    }
    void upgrades()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, headers);
        const Reading reading = readAll(line + "\r\nHost: x\r\n" + headers + "\r\n");
        QCOMPARE(reading.state, DustHttpReader::Complete);
        QTEST(DustHttpHead::isUpgrade(reading.request), "isUpgrade");
    }

    // Whatever is done to a request, the reader says the same however it is cut.
    void anyMutationInAnyCut()
    {
        const quint32 seed = QRandomGenerator::global()->generate();
        QRandomGenerator random(seed);
        const QList<QByteArray> seeds{
            PutHead + "Content-Length: 5\r\nX-Request-Id: a\r\n\r\nhello",
            PutHead
                    + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3;a=b\r\nabc\r\n0\r\nA: "
                      "b\r\n\r\n",
            "GET /api/stores/acme/main/entries?limit=3 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
        };
        for (int round = 0; round < 3000; ++round) {
            QByteArray bytes = seeds.at(random.bounded(int(seeds.size())));
            for (int edits = random.bounded(4); edits >= 0; --edits) {
                const int at = random.bounded(int(bytes.size()));
                if (random.bounded(2) == 0)
                    bytes[at] = char(random.bounded(256));
                else if (random.bounded(2) == 0)
                    bytes.remove(at, 1 + random.bounded(3));
                else
                    bytes.insert(at, "\r\n0: ;"_ba.mid(random.bounded(6), 2));
                if (bytes.isEmpty())
                    break;
            }
            const Reading whole = readAll(bytes);
            QList<QByteArray> pieces;
            for (qsizetype at = 0; at < bytes.size(); at += pieces.last().size())
                pieces.append(bytes.mid(at, 1 + random.bounded(20)));
            const Reading cut = readPieces(pieces);
            const QByteArray text = QByteArray("seed " + QByteArray::number(seed) + ", round "
                                               + QByteArray::number(round) + ": "
                                               + bytes.toPercentEncoding());
            const char *context = text.constData();
            QVERIFY2(cut.state == whole.state && cut.status == whole.status, context);
            QVERIFY2(cut.request.body == whole.request.body, context);
            QVERIFY2(cut.request.headers == whole.request.headers, context);
            if (whole.state == DustHttpReader::Complete)
                QVERIFY2(cut.taken == whole.taken, context);
        }
    }
};

QTEST_APPLESS_MAIN(tst_DustHttpReader)

#include "tst_dusthttpreader.moc"
