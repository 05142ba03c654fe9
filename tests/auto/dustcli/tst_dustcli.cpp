// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The program dust: a store in a file and a server, over HTTP and in realtime.

#include "clitest.h"

#include <QtCore/QDir>
#include <QtCore/QRegularExpression>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

class tst_DustCli : public CliTest
{
    Q_OBJECT

private Q_SLOTS:
    void session_data();
    void session();
    void exitCodes_data();
    void exitCodes();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void printsJson();
    void watches();
    void watchesNoMoreThanTold();
    void numbersBelowZero();
    void leases();
    void releasesOnlyWhatIsHeld_data();
    void releasesOnlyWhatIsHeld();
    void filesTravel();
    void prefixesOnce_data();
    void prefixesOnce();
    void importsWhatItExported();
    void exportsOverHttp();
    void failedExportKeepsTheOldOne_data();
    void failedExportKeepsTheOldOne();
    void exportsIntoAPipe();
    void importsAllOrNothing();
    void failedImportSaysHowFarItCame();
    void importsLargeRows_data();
    void importsLargeRows();
    void readsAConfiguration();
    void controlCharactersAreNoCommands();
    void inspects();
    void inspectorIsAProgramOfItsOwn();
    void everyCommandIsInTheManual();

private:
    QTemporaryDir common;
};

void tst_DustCli::session_data()
{
    QTest::addColumn<QString>("scheme");
    for (const char *scheme : { "file", "http", "ws" })
        QTest::newRow(scheme) << QString::fromLatin1(scheme);
}

void tst_DustCli::session()
{
    QFETCH(QString, scheme);
    if (scheme != u"file")
        useServer(scheme);
    const auto ok = [this](const QStringList &arguments) {
        const Run done = run(arguments);
        if (done.code != 0)
            qWarning() << arguments << done.err;
        return done.out.trimmed();
    };
    ok({ u"put"_s, u"links/qt"_s, u"{\"title\":\"Qt\",\"visits\":1}"_s });
    QCOMPARE(ok({ u"get"_s, u"links/qt/title"_s }), u"Qt"_s);
    ok({ u"put"_s, u"--string"_s, u"links/qt/title"_s, u"Qt 6"_s });
    QCOMPARE(ok({ u"get"_s, u"links/qt"_s }), u"{\"title\":\"Qt 6\",\"visits\":1}"_s);
    ok({ u"merge"_s, u"links/qt"_s, u"{\"note\":null}"_s });
    QCOMPARE(ok({ u"list"_s, u"--keys"_s, u"links/**"_s }),
             u"links/qt/note\nlinks/qt/title\nlinks/qt/visits"_s);
    QCOMPARE(ok({ u"list"_s, u"--keys"_s, u"--limit"_s, u"1"_s, u"--descending"_s, u"links/**"_s }),
             u"links/qt/visits"_s);
    QCOMPARE(ok({ u"range"_s, u"--keys"_s, u"links/qt/t"_s, u"links/qt/v"_s }),
             u"links/qt/title"_s);
    QVERIFY(ok({ u"list"_s, u"links/qt/*"_s }).contains(u"links/qt/visits  1  integer at "_s));
    if (scheme != u"http") { // counters and sets are the channel's
        ok({ u"increment"_s, u"n"_s });
        ok({ u"increment"_s, u"n"_s, u"41"_s });
        QCOMPARE(ok({ u"get"_s, u"n"_s }), u"42"_s);
        ok({ u"add"_s, u"tags"_s, u"\"a\""_s });
        ok({ u"add"_s, u"--string"_s, u"tags"_s, u"b"_s });
        ok({ u"remove"_s, u"tags"_s, u"\"a\""_s });
        QCOMPARE(ok({ u"get"_s, u"tags"_s }), u"[\"b\"]"_s);
        QVERIFY(ok({ u"status"_s }).contains(u"entries: 5"_s));
        ok({ u"rollback"_s, u"1"_s, u"links/qt/title"_s });
        QCOMPARE(ok({ u"get"_s, u"links/qt/title"_s }), u"Qt"_s);
    }
    ok({ u"delete"_s, u"links"_s });
    QCOMPARE(run({ u"get"_s, u"links"_s }).code, 3);
}

void tst_DustCli::exitCodes_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::newRow("help") << QStringList{ u"--help"_s } << 0;
    QTest::newRow("help of one") << QStringList{ u"put"_s, u"--help"_s } << 0;
    QTest::newRow("nothing") << QStringList() << 2;
    QTest::newRow("no such command") << QStringList{ u"fetch"_s } << 2;
    QTest::newRow("no such option") << QStringList{ u"get"_s, u"--fast"_s, u"a"_s } << 2;
    QTest::newRow("too few") << QStringList{ u"put"_s, u"a"_s } << 2;
    QTest::newRow("too many") << QStringList{ u"status"_s, u"a"_s } << 2;
    QTest::newRow("a path that is none") << QStringList{ u"get"_s, u"a//b"_s } << 2;
    QTest::newRow("a value that is none") << QStringList{ u"put"_s, u"a"_s, u"text"_s } << 2;
    QTest::newRow("not found") << QStringList{ u"get"_s, u"nowhere"_s } << 3;
    QTest::newRow("conflict") << QStringList{ u"put"_s, u"--if-match"_s, u"99"_s, u"there"_s,
                                              u"2"_s }
                              << 4;
    QTest::newRow("exists") << QStringList{ u"put"_s, u"--if-absent"_s, u"there"_s, u"2"_s } << 4;
    QTest::newRow("a lease that is not held")
            << QStringList{ u"renew"_s, u"nowhere"_s, u"7"_s } << 4;
    QTest::newRow("nobody there") << QStringList{ u"--url"_s, u"http://127.0.0.1:1"_s, u"get"_s,
                                                  u"a"_s }
                                  << 6;
    QTest::newRow("nobody there in realtime")
            << QStringList{ u"--url"_s, u"ws://127.0.0.1:1"_s, u"--timeout"_s, u"1"_s, u"get"_s,
                            u"a"_s }
            << 6;
}

void tst_DustCli::exitCodes()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    // One store for all of them: none of them writes.
    environment.insert(u"DUST_URL"_s, QUrl::fromLocalFile(common.filePath(u"a.dust"_s)).toString());
    if (!QFile::exists(common.filePath(u"a.dust"_s)))
        QCOMPARE(run({ u"put"_s, u"there"_s, u"1"_s }).code, 0);
    const Run done = run(arguments);
    QVERIFY2(done.code == code, qPrintable(u"%1: %2"_s.arg(done.code).arg(done.err)));
    QCOMPARE(done.err.isEmpty(), code == 0);
}

void tst_DustCli::saysWhatIsWrong_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("says");
    QTest::newRow("no JSON") << QStringList{ u"put"_s, u"a"_s, u"text"_s } << u"--string"_s;
    QTest::newRow("no object") << QStringList{ u"merge"_s, u"a"_s, u"1"_s } << u"an object"_s;
    QTest::newRow("no number") << QStringList{ u"release"_s, u"a"_s, u"x"_s } << u"\"x\" is none"_s;
    QTest::newRow("limit") << QStringList{ u"list"_s, u"--limit"_s, u"0"_s } << u"at least 1"_s;
    QTest::newRow("no file") << QStringList{ u"put-file"_s, u"a"_s, u"/nowhere"_s }
                             << u"/nowhere"_s;
    QTest::newRow("arguments") << QStringList{ u"put"_s, u"a"_s } << u"PATH VALUE"_s;
    QTest::newRow("command") << QStringList{ u"fetch"_s } << u"\"fetch\""_s;
    QTest::newRow("no value of an option")
            << QStringList{ u"put-file"_s, u"a"_s, u"f"_s, u"--content-type"_s }
            << u"Missing value after '--content-type'"_s;
}

void tst_DustCli::saysWhatIsWrong()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, says);
    const Run done = run(arguments);
    QVERIFY(done.code != 0);
    QVERIFY2(done.err.startsWith(u"dust: "_s) && done.err.contains(says), qPrintable(done.err));
    QVERIFY2(!done.err.contains(u'\033'), "colours, although it is no terminal");
    QCOMPARE(done.out, QString());
}

void tst_DustCli::printsJson()
{
    const auto json = [](const QString &text) { return DustValue::fromJson(text.toUtf8()); };
    const auto written = json(run({ u"--json"_s, u"put"_s, u"a"_s, u"[1,2.0]"_s }).out);
    QVERIFY(written);
    QCOMPARE(written->toObject().value(u"path"_s), DustValue(u"a"_s));
    const auto entry = json(run({ u"--json"_s, u"get"_s, u"a"_s }).out);
    QVERIFY(entry);
    QCOMPARE(entry->toObject().value(u"value"_s).toJson(), "[1,2.0]");
    QCOMPARE(entry->toObject().value(u"revision"_s), written->toObject().value(u"store_seq"_s));
    const auto error = json(run({ u"--json"_s, u"get"_s, u"b"_s }).err);
    QVERIFY(error);
    QCOMPARE(error->toObject().value(u"path"_s), DustValue(u"b"_s));
    QVERIFY(json(run({ u"--json"_s, u"status"_s }).out));
    QCOMPARE(run({ u"--json"_s, u"list"_s, u"--keys"_s }).out, u"\"a\"\n"_s);
    QCOMPARE(run({ u"list"_s, u"--keys"_s, u"--json"_s }).out, u"\"a\"\n"_s); // wherever it stands
}

void tst_DustCli::watches()
{
    useServer(u"ws"_s);
    QCOMPARE(run({ u"put"_s, u"links/a"_s, u"1"_s }).code, 0);
    QProcess watcher;
    start(&watcher, { u"watch"_s, u"--include-current"_s, u"--count"_s, u"2"_s, u"links/*"_s });
    QTRY_VERIFY_WITH_TIMEOUT(watcher.canReadLine(), 30'000);
    const auto first = DustValue::fromJson(watcher.readLine());
    QVERIFY(first);
    QCOMPARE(first->toObject().value(u"path"_s), DustValue(u"links/a"_s));
    QCOMPARE(run({ u"put"_s, u"other"_s, u"1"_s }).code, 0);
    QCOMPARE(run({ u"put"_s, u"links/b"_s, u"2"_s }).code, 0);
    QTRY_COMPARE_WITH_TIMEOUT(watcher.state(), QProcess::NotRunning, 30'000);
    QCOMPARE(watcher.exitCode(), 0);
    const auto second = DustValue::fromJson(watcher.readLine());
    QVERIFY(second);
    QCOMPARE(second->toObject().value(u"path"_s), DustValue(u"links/b"_s));
    QCOMPARE(second->toObject().value(u"op"_s), DustValue(u"set"_s));
    QVERIFY(watcher.atEnd());
}

// What is there comes all at once.
void tst_DustCli::watchesNoMoreThanTold()
{
    QByteArray lines;
    for (int i = 0; i < 10; ++i)
        lines += "{\"path\":\"n/" + QByteArray::number(i) + "\",\"value\":1}\n";
    QCOMPARE(run({ u"import"_s, u"-"_s }, lines).code, 0);
    const Run done = run({ u"watch"_s, u"--include-current"_s, u"--count"_s, u"2"_s });
    QVERIFY2(done.code == 0, qPrintable(done.err));
    QCOMPARE(done.out.count(u'\n'), 2);
}

void tst_DustCli::numbersBelowZero()
{
    const auto ok = [this](const QStringList &arguments) {
        const Run done = run(arguments);
        if (done.code != 0)
            qWarning() << arguments << done.err;
        return done.out.trimmed();
    };
    ok({ u"put"_s, u"n"_s, u"-1.5"_s });
    QCOMPARE(ok({ u"get"_s, u"n"_s }), u"-1.5"_s);
    QVERIFY(ok({ u"increment"_s, u"c"_s, u"-5"_s, u"--json"_s }).startsWith(u'{'));
    QVERIFY(ok({ u"increment"_s, u"--json"_s, u"--"_s, u"c"_s, u"-5"_s }).startsWith(u'{'));
    QCOMPARE(ok({ u"get"_s, u"c"_s }), u"-10"_s);
    ok({ u"put"_s, u"--string"_s, u"t"_s, u"--"_s, u"--x"_s });
    QCOMPARE(ok({ u"get"_s, u"t"_s }), u"--x"_s);
    QCOMPARE(run({ u"list"_s, u"--limit"_s, u"-1"_s }).code, 2);
    QVERIFY(run({ u"list"_s, u"--limit"_s, u"-1"_s }).err.contains(u"at least 1"_s));
}

void tst_DustCli::leases()
{
    useServer(u"ws"_s);
    const Run leased = run({ u"lease"_s, u"lock"_s, u"me"_s, u"--ttl"_s, u"60000"_s });
    QVERIFY2(leased.out.startsWith(u"token "_s), qPrintable(leased.err));
    const QString token = leased.out.trimmed().section(u' ', 1);
    QCOMPARE(run({ u"lease"_s, u"lock"_s, u"you"_s }).code, 4);
    QCOMPARE(run({ u"put"_s, u"--fence"_s, u"lock:"_s + token, u"a"_s, u"1"_s }).code, 0);
    QCOMPARE(run({ u"put"_s, u"--fence"_s, u"lock:999"_s, u"a"_s, u"1"_s }).code, 4);
    QCOMPARE(run({ u"renew"_s, u"lock"_s, token }).code, 0);
    QCOMPARE(run({ u"release"_s, u"lock"_s, token }).code, 0);
    QCOMPARE(run({ u"lease"_s, u"lock"_s, u"you"_s }).code, 0);
}

void tst_DustCli::releasesOnlyWhatIsHeld_data()
{
    QTest::addColumn<QString>("scheme");
    QTest::newRow("file") << u"file"_s;
    QTest::newRow("ws") << u"ws"_s;
}

void tst_DustCli::releasesOnlyWhatIsHeld()
{
    QFETCH(QString, scheme);
    if (scheme != u"file")
        useServer(scheme);
    const QString token = run({ u"lease"_s, u"lock"_s, u"me"_s }).out.trimmed().section(u' ', 1);
    const Run wrong = run({ u"release"_s, u"lock"_s, token + u'9' });
    QCOMPARE(wrong.code, 4);
    QVERIFY2(wrong.err.contains(u"not held"_s), qPrintable(wrong.err));
    QCOMPARE(wrong.out, QString());
    QCOMPARE(run({ u"release"_s, u"lock"_s, token }).code, 0);
    QCOMPARE(run({ u"release"_s, u"lock"_s, token }).code, 4);
}

void tst_DustCli::filesTravel()
{
    useServer(u"ws"_s);
    const QByteArray content(100'000, 'x');
    QFile file(path(u"up"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
    file.close();
    const Run up = run({ u"put-file"_s, u"docs/a"_s, file.fileName() });
    QVERIFY2(up.code == 0, qPrintable(up.err));
    QVERIFY(up.out.contains(u"hash: sha256:"_s));
    QCOMPARE(run({ u"fetch-file"_s, u"docs/a"_s, path(u"down"_s) }).code, 0);
    QFile down(path(u"down"_s));
    QVERIFY(down.open(QIODevice::ReadOnly));
    QCOMPARE(down.readAll(), content);
    QCOMPARE(run({ u"fetch-file"_s, u"docs/a"_s, u"-"_s }).out.toUtf8(), content);
    QCOMPARE(run({ u"fetch-file"_s, u"docs/b"_s, path(u"down"_s) }).code, 3);
}

void tst_DustCli::prefixesOnce_data()
{
    QTest::addColumn<QString>("scheme");
    for (const char *scheme : { "file", "http", "ws" })
        QTest::newRow(scheme) << QString::fromLatin1(scheme);
}

void tst_DustCli::prefixesOnce()
{
    QFETCH(QString, scheme);
    if (scheme != u"file")
        useServer(scheme);
    QByteArray lines;
    for (int i = 0; i < 2'500; ++i)
        lines += "{\"path\":\"a/" + QByteArray::number(i) + "\",\"value\":1}\n";
    for (const char *path : { "a b/c", "b/c" })
        lines += QByteArray("{\"path\":\"") + path + "\",\"value\":1}\n";
    QCOMPARE(run({ u"import"_s, u"-"_s }, lines).code, 0);
    const auto listed = [this](const QStringList &further) {
        QStringList all = run(QStringList{ u"list"_s, u"--prefixes"_s } + further)
                                  .out.split(u'\n', Qt::SkipEmptyParts);
        all.sort();
        return all;
    };
    QCOMPARE(listed({}), (QStringList{ u"a"_s, u"a b"_s, u"b"_s }));
    QCOMPARE(listed({ u"--descending"_s, u"--limit"_s, u"2"_s }), (QStringList{ u"a"_s, u"b"_s }));
}

void tst_DustCli::importsWhatItExported()
{
    QByteArray lines;
    for (int i = 0; i < 1200; ++i)
        lines += "{\"path\":\"n/" + QByteArray::number(i) + "\",\"value\":" + QByteArray::number(i)
                + "}\n";
    QCOMPARE(run({ u"import"_s, u"-"_s }, lines).out.trimmed(), u"imported: 1200"_s);
    QCOMPARE(run({ u"put"_s, u"t"_s, u"{\"a\":{\"b\":1.0},\"c\":[null]}"_s }).code, 0);
    QCOMPARE(run({ u"export"_s, path(u"all"_s) }).code, 0);
    environment.insert(u"DUST_URL"_s, QUrl::fromLocalFile(path(u"copy.dust"_s)).toString());
    QCOMPARE(run({ u"import"_s, path(u"all"_s) }).out.trimmed(), u"imported: 1202"_s);
    QCOMPARE(run({ u"get"_s, u"t"_s }).out.trimmed(), u"{\"a\":{\"b\":1.0},\"c\":[null]}"_s);
    QCOMPARE(run({ u"export"_s, u"-"_s, u"t/**"_s }).out.count(u'\n'), 2);
}

void tst_DustCli::exportsOverHttp()
{
    useServer(u"http"_s);
    QCOMPARE(run({ u"put"_s, u"t"_s, u"{\"a\":1,\"b\":[null]}"_s }).code, 0);
    const Run done = run({ u"export"_s, u"-"_s });
    QVERIFY2(done.code == 0, qPrintable(done.err));
    QCOMPARE(done.out.count(u'\n'), 2);
    QVERIFY(done.out.contains(u"\"path\":\"t/b\""_s));
    environment.insert(u"DUST_TOKEN"_s, u"another"_s);
    QCOMPARE(run({ u"export"_s, u"-"_s }).code, 5);
}

void tst_DustCli::failedExportKeepsTheOldOne_data()
{
    QTest::addColumn<int>("pages");
    QTest::newRow("at once") << 0;
    QTest::newRow("midway") << 1;
}

// As with a token that was revoked.
void tst_DustCli::failedExportKeepsTheOldOne()
{
    QFETCH(int, pages);
    useServer(u"http"_s);
    QByteArray lines;
    for (int i = 0; i < 1'500; ++i)
        lines += "{\"path\":\"n/" + QByteArray::number(i) + "\",\"value\":1}\n";
    QCOMPARE(run({ u"import"_s, u"-"_s }, lines).code, 0);
    QFile file(path(u"all"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write("old"), 3);
    file.close();
    server->setAnswerHook([pages](const DustServerRequest &) mutable {
        return pages-- > 0
                ? std::nullopt
                : std::optional(DustServerAnswer::json(401, R"({"error":"unauthorized"})"));
    });
    QCOMPARE(run({ u"export"_s, file.fileName() }).code, 5);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), "old");
    file.close();
    QCOMPARE(QDir(folder->path()).entryList(QDir::Files), QStringList{ u"all"_s });
    server->setAnswerHook({});
    QCOMPARE(run({ u"export"_s, file.fileName() }).code, 0);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll().count('\n'), 1'500);
}

// Which is no file to put another one in place of.
void tst_DustCli::exportsIntoAPipe()
{
    QCOMPARE(run({ u"put"_s, u"a"_s, u"1"_s }).code, 0);
    const QByteArray name = QFile::encodeName(path(u"pipe"_s));
    QCOMPARE(::mkfifo(name.constData(), 0600), 0);
    const int reader = ::open(name.constData(), O_RDONLY | O_NONBLOCK);
    QVERIFY(reader >= 0);
    const Run done = run({ u"export"_s, path(u"pipe"_s) });
    QByteArray read(1'000, '\0');
    const auto length = ::read(reader, read.data(), std::size_t(read.size()));
    ::close(reader);
    QVERIFY2(done.code == 0, qPrintable(done.err));
    QVERIFY(length > 0);
    QVERIFY(read.contains("\"path\":\"a\""));
}

void tst_DustCli::importsAllOrNothing()
{
    const Run done = run({ u"import"_s, u"-"_s },
                         "{\"path\":\"a\",\"value\":1}\n{\"path\":\"b\"}\n");
    QCOMPARE(done.code, 2);
    QVERIFY2(done.err.contains(u"Line 2"_s), qPrintable(done.err));
    QCOMPARE(run({ u"get"_s, u"a"_s }).code, 3);
}

void tst_DustCli::failedImportSaysHowFarItCame()
{
    useServer(u"http"_s);
    server->setAnswerHook([first = true](const DustServerRequest &) mutable {
        return std::exchange(first, false)
                ? std::nullopt
                : std::optional(DustServerAnswer::json(401, R"({"error":"unauthorized"})"));
    });
    QByteArray lines;
    for (int i = 0; i < 501; ++i)
        lines += "{\"path\":\"n/" + QByteArray::number(i) + "\",\"value\":1}\n";
    const Run done = run({ u"import"_s, u"-"_s }, lines);
    QCOMPARE(done.code, 5);
    QVERIFY2(done.err.contains(u"Entries written before that: 500."_s), qPrintable(done.err));
}

void tst_DustCli::importsLargeRows_data()
{
    QTest::addColumn<QString>("scheme");
    QTest::newRow("http") << u"http"_s;
    QTest::newRow("ws") << u"ws"_s;
}

// Servers take 8 MB at once.
void tst_DustCli::importsLargeRows()
{
    QFETCH(QString, scheme);
    useServer(scheme);
    int requests = 0;
    connect(server.get(), &DustServer::requestReceived, this,
            [&](const DustServerRequest &request) {
                requests += request.target.endsWith("batch_write") ? 1 : 0;
            });
    QByteArray lines;
    for (int i = 0; i < 500; ++i)
        lines += "{\"path\":\"n/" + QByteArray::number(i) + "\",\"value\":\""
                + QByteArray(20'000, 'x') + "\"}\n";
    const Run done = run({ u"import"_s, u"-"_s }, lines);
    QVERIFY2(done.code == 0, qPrintable(done.err));
    QCOMPARE(done.out.trimmed(), u"imported: 500"_s);
    QVERIFY2(requests >= 10 && requests <= 12, qPrintable(QString::number(requests)));
}

void tst_DustCli::readsAConfiguration()
{
    useServer(u"http"_s);
    QFile file(path(u"config.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(DustValue(DustObject{ { u"url"_s, server->url().toString() },
                                     { u"token"_s, server->token() } })
                       .toJson());
    file.close();
    environment.remove(u"DUST_URL"_s);
    environment.remove(u"DUST_TOKEN"_s);
    QCOMPARE(run({ u"list"_s }).code, 2);
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    const Run open = run({ u"--config"_s, file.fileName(), u"list"_s });
    QCOMPARE(open.code, 2);
    QVERIFY2(open.err.contains(u"chmod 600"_s), qPrintable(open.err));
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    const Run own = run({ u"--config"_s, file.fileName(), u"list"_s });
    QVERIFY2(own.code == 0, qPrintable(own.err));
    QCOMPARE(run({ u"--config"_s, path(u"nowhere"_s), u"list"_s }).code, 2);
}

// What a store holds must not write on the terminal what it likes.
void tst_DustCli::controlCharactersAreNoCommands()
{
    QCOMPARE(run({ u"put"_s, u"a"_s, u"\"\\u001b[2J\\u0007\""_s }).code, 0);
    QCOMPARE(run({ u"get"_s, u"a"_s }).out, u"\\u001b[2J\\u0007\n"_s);
}

void tst_DustCli::inspects()
{
#ifndef DUST_INSPECT
    QSKIP("dust-inspect is not built");
#else
    QCOMPARE(run({ u"put"_s, u"links/qt/title"_s, u"\"Qt\""_s }).code, 0);
    const QString picture = path(u"store.png"_s);
    const Run made = run({ u"inspect"_s, u"--screenshot"_s, picture, u"links/**"_s });
    QVERIFY2(made.code == 0, qPrintable(made.err));
    QCOMPARE(made.out, picture + u'\n');
    QFile file(picture);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.read(8).contains("PNG"));

    QCOMPARE(run({ u"inspect"_s, u"--screenshot"_s, path(u"no/folder.png"_s) }).code, 1);
    environment.insert(u"DUST_URL"_s, u"gopher://example.org"_s);
    const Run wrong = run({ u"inspect"_s, u"--screenshot"_s, picture });
    QCOMPARE(wrong.code, 1);
    QVERIFY2(wrong.err.contains(u"gopher"_s), qPrintable(wrong.err));
#endif
}

void tst_DustCli::inspectorIsAProgramOfItsOwn()
{
    // Alone, dust says what is missing.
    const QString alone = path(u"dust"_s);
    QVERIFY(QFile::copy(QStringLiteral(DUST_PROGRAM), alone));
    environment.insert(u"PATH"_s, path(u"nothing"_s));
    environment.insert(u"DUST_TOKEN"_s, u"dust_tok_secret"_s);
    const auto inspect = [&] {
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(alone,
                      { u"inspect"_s, u"--store"_s, u"acme/other"_s, u"--allow-insecure"_s,
                        u"--dark"_s, u"a/**"_s });
        const bool hasEnded = process.waitForFinished(30'000);
        return Run{ hasEnded ? process.exitCode() : -1,
                    QString::fromUtf8(process.readAllStandardOutput()),
                    QString::fromUtf8(process.readAllStandardError()) };
    };
    const Run missing = inspect();
    QCOMPARE(missing.code, 1);
    QVERIFY2(missing.err.contains(u"dustecto-inspector"_s), qPrintable(missing.err));
    QVERIFY2(missing.err.contains(u"target dust-inspect"_s), qPrintable(missing.err));

    // Beside it there is one that says what it is told.
    QFile script(path(u"dust-inspect"_s));
    QVERIFY(script.open(QIODevice::WriteOnly));
    script.write("#!/bin/sh\necho \"$@\"\necho \"$DUST_URL $DUST_STORE $DUST_TOKEN\"\nexit 6\n");
    script.close();
    QVERIFY(script.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
    const Run told = inspect();
    QCOMPARE(told.code, 6);
    QCOMPARE(told.out,
             u"--allow-insecure --pattern=a/** --dark\n%1 acme/other dust_tok_secret\n"_s.arg(
                     environment.value(u"DUST_URL"_s)));
}

void tst_DustCli::everyCommandIsInTheManual()
{
    QFile file(QStringLiteral(DUST_MANUAL));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString manual = QString::fromUtf8(file.readAll()).replace(u"\\-"_s, u"-"_s);
    const QString help = run({ u"--help"_s }).out;
    static const QRegularExpression command(u"^  ([a-z][-a-z]+) "_s,
                                            QRegularExpression::MultilineOption);
    int count = 0;
    auto match = command.globalMatch(help.mid(help.indexOf(u"Commands:"_s)));
    for (; match.hasNext(); ++count) {
        const QString name = match.next().captured(1);
        QVERIFY2(manual.contains(u".B "_s + name), qPrintable(name));
        const QString own = run({ name, u"--help"_s }).out;
        static const QRegularExpression option(u"--([a-z][-a-z]+)"_s);
        for (auto options = option.globalMatch(own); options.hasNext();) {
            const QString text = options.next().captured(0);
            QVERIFY2(text.startsWith(u"--help"_s) || manual.contains(text),
                     qPrintable(name + u' ' + text));
        }
    }
    QCOMPARE(count, 20);
}

QTEST_GUILESS_MAIN(tst_DustCli)
#include "tst_dustcli.moc"
