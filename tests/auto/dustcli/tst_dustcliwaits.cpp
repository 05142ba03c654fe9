// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The program dust, and servers that are away, slow, or take nothing.

#include "clitest.h"
#include "faultproxy.h"

#include <QtCore/QCryptographicHash>

class tst_DustCliWaits : public CliTest
{
    Q_OBJECT

private Q_SLOTS:
    void watchEndsWhereItCannotGoOn_data();
    void watchEndsWhereItCannotGoOn();
    void watchTellsOfEachTroubleOnce();
    void watchTellsInJson();
    void waitsForNobody();
    void endsWithWhatHoldsWritesUp_data();
    void endsWithWhatHoldsWritesUp();
    void endsWithWhatHoldsImportsUp();
    void waitsAsLongAsTold();
    void waitsLongerThanACall();
    void waitsForSlowFiles();
    void saysWhatIsUncertain();
};

void tst_DustCliWaits::watchEndsWhereItCannotGoOn_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("says");
    QTest::newRow("token") << u"token"_s << 5 << u"the token is missing, wrong or expired"_s;
    QTest::newRow("store") << u"store"_s << 5 << u"\"store:local/main\""_s;
    QTest::newRow("restored") << u"restored"_s << 1 << u"backup"_s;
}

void tst_DustCliWaits::watchEndsWhereItCannotGoOn()
{
    QFETCH(QString, what);
    QFETCH(int, code);
    QFETCH(QString, says);
    QProcess watcher;
    startWatching(&watcher);
    const QString token = server->token();
    const quint16 port = server->port();
    if (what == u"token") {
        QVERIFY(server->removeToken(token));
    } else if (what == u"store") {
        refuse(u"phx_join"_s, { { u"reason"_s, u"store_not_allowed"_s } });
        cutChannels();
    } else {
        server = std::make_unique<DustServer>();
        QVERIFY(server->addStore(u"local/main"_s));
        server->addToken(DustServerToken::readWrite(token));
        QVERIFY(server->listen(QHostAddress::LocalHost, port));
    }
    QTRY_COMPARE_WITH_TIMEOUT(watcher.state(), QProcess::NotRunning, 30'000);
    QCOMPARE(watcher.exitCode(), code);
    const QString err = QString::fromUtf8(watcher.readAllStandardError());
    QVERIFY2(err.contains(says), qPrintable(err));
}

void tst_DustCliWaits::watchTellsOfEachTroubleOnce()
{
    QProcess watcher;
    startWatching(&watcher, { u"--count"_s, u"2"_s });
    int joins = 0;
    server->setPushHook([&joins](const QString &event, const DustObject &) {
        const bool isJoin = event == u"phx_join"_s;
        joins += isJoin ? 1 : 0;
        return isJoin ? std::optional(DustObject{ { u"reason"_s, u"join crashed"_s } })
                      : std::nullopt;
    });
    cutChannels();
    QTRY_VERIFY_WITH_TIMEOUT(joins >= 3, 60'000);
    server->setPushHook({});
    QString err;
    const auto isConnected = [&] {
        err += QString::fromUtf8(watcher.readAllStandardError());
        return err.contains(u"dust: connected again\n"_s);
    };
    QTRY_VERIFY_WITH_TIMEOUT(isConnected(), 60'000);
    QVERIFY2(err.contains(u"connection lost, trying again: "_s), qPrintable(err));
    QVERIFY2(err.contains(u"join crashed"_s), qPrintable(err));
    QVERIFY2(err.count(u'\n') == 3, qPrintable(err));
    QCOMPARE(run({ u"put"_s, u"a"_s, u"2"_s }).code, 0);
    QTRY_COMPARE_WITH_TIMEOUT(watcher.state(), QProcess::NotRunning, 30'000);
    QCOMPARE(watcher.exitCode(), 0);
}

void tst_DustCliWaits::watchTellsInJson()
{
    QProcess watcher;
    startWatching(&watcher, { u"--json"_s });
    cutChannels();
    watcher.setReadChannel(QProcess::StandardError);
    QTRY_VERIFY_WITH_TIMEOUT(watcher.canReadLine(), 30'000);
    const auto note = DustValue::fromJson(watcher.readLine());
    QVERIFY(note);
    QCOMPARE(note->toObject().value(u"note"_s), DustValue(u"connection_lost"_s));
    QTRY_VERIFY_WITH_TIMEOUT(watcher.canReadLine(), 30'000);
    const auto end = DustValue::fromJson(watcher.readLine());
    QVERIFY(end);
    QCOMPARE(end->toObject().value(u"note"_s), DustValue(u"connected_again"_s));
    watcher.kill();
    QTRY_COMPARE(watcher.state(), QProcess::NotRunning);
}

// Over HTTP there is nothing to watch, and a token that is refused does not get better.
void tst_DustCliWaits::waitsForNobody()
{
    useServer(u"http"_s);
    const Run watching = run({ u"watch"_s });
    QCOMPARE(watching.code, 1);
    QVERIFY2(watching.err.contains(u"no news"_s), qPrintable(watching.err));
    useServer(u"ws"_s);
    environment.insert(u"DUST_TOKEN"_s, u"another"_s);
    const Run refused = run({ u"--timeout"_s, u"20"_s, u"get"_s, u"a"_s });
    QCOMPARE(refused.code, 5);
    QVERIFY(!refused.err.contains(u"another"_s));
    useServer(u"http"_s);
    environment.insert(u"DUST_TOKEN"_s, u"another"_s);
    QCOMPARE(run({ u"get"_s, u"a"_s }).code, 5);
}

// They wait in the program, and nobody is there to change the token.
void tst_DustCliWaits::endsWithWhatHoldsWritesUp_data()
{
    QTest::addColumn<int>("code");
    QTest::newRow("missing_scope") << 5;
    QTest::newRow("store_not_allowed") << 5;
    QTest::newRow("unauthorized") << 5;
    QTest::newRow("store_archived") << 5;
    QTest::newRow("limit_exceeded") << 1;
    QTest::newRow("capver_mismatch") << 1;
    QTest::newRow("rate_limited") << 6;
}

void tst_DustCliWaits::endsWithWhatHoldsWritesUp()
{
    QFETCH(int, code);
    useServer(u"ws"_s);
    refuse(u"write"_s,
           { { u"reason"_s, QString::fromLatin1(QTest::currentDataTag()) },
             { u"retry_after_ms"_s, 60'000 } });
    QElapsedTimer passed;
    passed.start();
    const Run done = run({ u"put"_s, u"k"_s, u"1"_s });
    QVERIFY2(passed.elapsed() < 15'000, qPrintable(done.err));
    QVERIFY2(done.code == code, qPrintable(done.err));
    QVERIFY2(done.err.contains(u"\"k\" was refused"_s), qPrintable(done.err));
    QCOMPARE(done.err.contains(u"60 seconds"_s), code == 6);
}

void tst_DustCliWaits::endsWithWhatHoldsImportsUp()
{
    useServer(u"ws"_s);
    server->setAnswerHook([](const DustServerRequest &request) {
        return request.target.endsWith("batch_write")
                ? std::optional(DustServerAnswer::json(401, R"({"error":"unauthorized"})"))
                : std::nullopt;
    });
    QElapsedTimer passed;
    passed.start();
    const Run done = run({ u"import"_s, u"-"_s }, "{\"path\":\"a\",\"value\":1}\n");
    QVERIFY2(passed.elapsed() < 15'000, qPrintable(done.err));
    QVERIFY2(done.code == 5, qPrintable(done.err));
}

void tst_DustCliWaits::waitsAsLongAsTold()
{
    useServer(u"ws"_s);
    refuse(u"write"_s, { { u"reason"_s, u"rate_limited"_s }, { u"retry_after_ms"_s, 1'500 } }, 1);
    const Run told = run({ u"increment"_s, u"k"_s });
    QVERIFY2(told.code == 0, qPrintable(told.err));
    QCOMPARE(run({ u"get"_s, u"k"_s }).out.trimmed(), u"1"_s);
}

// The library gives a call up after 30 seconds, and goes on with the write.
void tst_DustCliWaits::waitsLongerThanACall()
{
    useServer(u"ws"_s);
    QStringList toRefuse{ u"write"_s, u"put_file"_s };
    server->setPushHook([&toRefuse](const QString &event, const DustObject &) {
        return toRefuse.removeOne(event) ? std::optional(DustObject{
                       { u"reason"_s, u"rate_limited"_s }, { u"retry_after_ms"_s, 31'000 } })
                                         : std::nullopt;
    });
    QFile file(path(u"up"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write("content"), 7);
    file.close();
    QProcess value;
    start(&value, { u"--timeout"_s, u"60"_s, u"increment"_s, u"k"_s });
    QProcess upload;
    start(&upload, { u"--timeout"_s, u"60"_s, u"put-file"_s, u"f"_s, file.fileName() });
    for (QProcess *process : { &value, &upload }) {
        QTRY_COMPARE_WITH_TIMEOUT(process->state(), QProcess::NotRunning, 60'000);
        const QByteArray err = process->readAllStandardError();
        QVERIFY2(process->exitCode() == 0, err.constData());
    }
    QVERIFY(toRefuse.isEmpty());
    QCOMPARE(run({ u"get"_s, u"k"_s }).out.trimmed(), u"1"_s);
    const QByteArray hash = QCryptographicHash::hash("content", QCryptographicHash::Sha256).toHex();
    QCOMPARE(upload.readAllStandardOutput(), "hash: sha256:" + hash + "\nsize: 7\n");
}

// It is no longer than --timeout that nothing comes.
void tst_DustCliWaits::waitsForSlowFiles()
{
    useServer(u"ws"_s);
    const QByteArray content(800'000, 'x');
    QFile file(path(u"up"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
    file.close();
    QCOMPARE(run({ u"put-file"_s, u"f"_s, file.fileName() }).code, 0);
    FaultProxy slow(1);
    slow.setServerPort(server->port());
    slow.begin({ Fault::Throttle, Fault::ToClient, 1'000 });
    environment.insert(u"DUST_URL"_s, u"ws://127.0.0.1:%1"_s.arg(slow.port()));
    QElapsedTimer passed;
    passed.start();
    const Run done = run({ u"fetch-file"_s, u"f"_s, u"-"_s, u"--timeout"_s, u"5"_s });
    QVERIFY2(done.code == 0, qPrintable(done.err));
    QVERIFY(passed.elapsed() > 5'000);
    QCOMPARE(done.out.toUtf8(), content);
}

void tst_DustCliWaits::saysWhatIsUncertain()
{
    useServer(u"ws"_s);
    server->setPushHook([this](const QString &event, const DustObject &) {
        const auto connections = server->connections();
        for (DustServerConnection *connection : connections) {
            if (event == u"write"_s)
                connection->hold();
        }
        return std::optional<DustObject>();
    });
    QElapsedTimer passed;
    passed.start();
    const Run done = run({ u"put"_s, u"k"_s, u"1"_s, u"--timeout"_s, u"3"_s });
    QVERIFY2(passed.elapsed() < 15'000, qPrintable(done.err));
    QVERIFY2(done.code == 6, qPrintable(done.err));
    QVERIFY2(done.err.contains(u"may have taken effect"_s), qPrintable(done.err));
    QVERIFY2(!done.err.contains(u"queued"_s), qPrintable(done.err));
}

QTEST_GUILESS_MAIN(tst_DustCliWaits)
#include "tst_dustcliwaits.moc"
