// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The small things a server is made of: tokens, rate limits, files, the folder, and the hooks of a
// connection.

#include "dustblobs_p.h"
#include "dustratelimiter_p.h"
#include "dustserverconnection.h"
#include "dustserverfolder_p.h"
#include "dusttokentable_p.h"

#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

class Recorder final : public DustServerConnection
{
public:
    explicit Recorder(qint64 maximumBacklog = 1000)
        : DustServerConnection(Channel, maximumBacklog, nullptr)
    {}
    QString deviceId() const override { return {}; }
    void say(const QByteArray &bytes) { send({ bytes, {}, false, false }); }

    QByteArrayList sent;
    bool isCut = false;
    bool takesAll = true;

protected:
    qint64 unsent() const override
    {
        qint64 bytes = 0;
        for (const QByteArray &message : sent)
            bytes += takesAll ? 0 : message.size();
        return bytes;
    }
    void put(const DustOutgoing &message) override
    {
        sent.append(message.bytes + (message.closes ? "|" : ""));
    }
    void abort() override { isCut = true; }
};

} // namespace

class tst_DustServerCore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tokens();
    void secretsAreRandom();
    void limitsByMinute();
    void holds();
    void drops();
    void delaysInOrder();
    void cuts();
    void dropsSlowReaders();
    void files_data();
    void files();
    void damagedFiles();
    void folder();
    void badFolder();
};

void tst_DustServerCore::tokens()
{
    DustTokenTable table;
    table.add(DustServerToken::readOnly(u"r"_s).setId(u"reader"_s).setStores({ u"a/b"_s }));
    table.add(DustServerToken::readWrite(u"w"_s));
    const auto reader = table.find(u"r"_s);
    QVERIFY(reader && table.find(u"w"_s));
    QVERIFY(!table.find(u""_s) && !table.find(u"R"_s));
    QVERIFY(reader->may(u"entries:read"_s) && !reader->may(u"entries:write"_s));
    QVERIFY(reader->mayOpen(u"a/b"_s) && !reader->mayOpen(u"a/c"_s));
    QVERIFY(table.find(u"w"_s)->mayOpen(u"a/c"_s));
    QVERIFY(table.remove(u"r"_s) && !table.remove(u"r"_s));
    QVERIFY(!table.find(u"r"_s));
    QCOMPARE(reader->id(), u"reader"_s);
}

void tst_DustServerCore::secretsAreRandom()
{
    const QString secret = DustServerToken::makeSecret();
    QCOMPARE(secret.size(), 9 + 43);
    QVERIFY(secret != DustServerToken::makeSecret());
    QVERIFY(!DustServerToken::readWrite(secret).id().contains(secret));
}

void tst_DustServerCore::limitsByMinute()
{
    DustRateLimiter limiter;
    const qint64 minute = 60'000 * 1000;
    const auto take = [&](const char *token, DustRateLimiter::Kind kind, qint64 at) {
        return limiter.take(token, kind, 2, minute + at);
    };
    QCOMPARE(take("a", DustRateLimiter::Write, 0).remaining, 1);
    const auto last = take("a", DustRateLimiter::Write, 1000);
    QCOMPARE(last.remaining, 0);
    QCOMPARE(last.reset, 60);
    const auto refused = take("a", DustRateLimiter::Write, 18'500);
    QVERIFY(!refused.isAllowed);
    QCOMPARE(refused.reset, 42);
    QCOMPARE(take("a", DustRateLimiter::Write, 59'999).reset, 1);
    QVERIFY(take("a", DustRateLimiter::Read, 18'500).isAllowed);
    QVERIFY(take("b", DustRateLimiter::Write, 18'500).isAllowed);
    QVERIFY(take("a", DustRateLimiter::Write, 60'000).isAllowed);
    QVERIFY(limiter.take("a", DustRateLimiter::Write, 0, minute).isAllowed);
    QCOMPARE(limiter.take("a", DustRateLimiter::Write, 0, minute).limit, 0);
}

void tst_DustServerCore::holds()
{
    Recorder connection;
    connection.say("1");
    connection.hold();
    connection.say("2");
    connection.say("3");
    QCOMPARE(connection.backlog(), 2);
    QCOMPARE(connection.sent, QByteArrayList({ "1" }));
    connection.release();
    connection.say("4");
    QTRY_COMPARE(connection.sent, QByteArrayList({ "1", "2", "3", "4" }));
    QCOMPARE(connection.backlog(), 0);
}

void tst_DustServerCore::drops()
{
    Recorder connection;
    connection.dropNext(2);
    for (const char *message : { "1", "2", "3" })
        connection.say(message);
    QCOMPARE(connection.sent, QByteArrayList({ "3" }));
}

void tst_DustServerCore::delaysInOrder()
{
    Recorder connection;
    connection.setDelay(20);
    connection.say("1");
    connection.setDelay(0);
    connection.say("2");
    QVERIFY(connection.sent.isEmpty());
    QTRY_COMPARE(connection.sent, QByteArrayList({ "1", "2" }));
    connection.say("3");
    QCOMPARE(connection.sent.size(), 3);
}

void tst_DustServerCore::cuts()
{
    Recorder connection;
    connection.cutNextAfter(2);
    connection.say("12345");
    QCOMPARE(connection.sent, QByteArrayList({ "12|" }));
    connection.hold();
    connection.say("6");
    connection.cut();
    QVERIFY(connection.isCut);
    connection.release();
    QCOMPARE(connection.backlog(), 0);
}

void tst_DustServerCore::dropsSlowReaders()
{
    Recorder connection(10);
    connection.takesAll = false;
    connection.say(QByteArray(100, 'x')); // one may be larger
    QVERIFY(!connection.isCut);
    connection.say("y");
    QVERIFY(connection.isCut);
}

void tst_DustServerCore::files_data()
{
    QTest::addColumn<bool>("onDisk");
    QTest::newRow("memory") << false;
    QTest::newRow("disk") << true;
}

void tst_DustServerCore::files()
{
    QFETCH(bool, onDisk);
    const QTemporaryDir dir;
    const QString folder = onDisk ? dir.filePath(u"files"_s) : QString();
    DustBlobs blobs;
    QVERIFY(blobs.open(folder));
    const auto hash = blobs.put("hello");
    QCOMPARE(*hash, u"sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"_s);
    QCOMPARE(*blobs.put("hello"), *hash);
    const QString empty = *blobs.put({});
    QCOMPARE(*blobs.get(*hash), QByteArray("hello"));
    QCOMPARE(*blobs.get(empty), QByteArray());
    for (const QString &wrong : { u""_s, u"sha256:"_s, u"sha256:../../etc/passwd"_s,
                                  u"SHA256:"_s + hash->sliced(7), *hash + u'0' })
        QCOMPARE(blobs.get(wrong).error().kind(), DustError::NotFound);
    if (onDisk) {
        DustBlobs again;
        QVERIFY(again.open(folder));
        QCOMPARE(*again.get(*hash), QByteArray("hello"));
        for (const QString &name : { u"/notes.txt"_s, u'/' + empty.sliced(7) + u".Ab12Cd"_s }) {
            QFile other(folder + name);
            QVERIFY(other.open(QFile::WriteOnly));
        }
    }
    blobs.keepOnly({ empty });
    QVERIFY(!blobs.get(*hash));
    QVERIFY(blobs.get(empty));
    if (onDisk) // what a crash left of a file is gone as well, and what is none is not touched
        QCOMPARE(QDir(folder).entryList(QDir::Files),
                 QStringList({ empty.sliced(7), u"notes.txt"_s }));
}

void tst_DustServerCore::damagedFiles()
{
    const QTemporaryDir dir;
    DustBlobs blobs;
    QVERIFY(blobs.open(dir.path()));
    const QString hash = *blobs.put("hello");
    QFile file(dir.filePath(hash.sliced(7)));
    QVERIFY(file.open(QFile::WriteOnly));
    file.write("hullo");
    file.close();
    QCOMPARE(blobs.get(hash).error().kind(), DustError::Storage);
    QCOMPARE(*blobs.put("hello"), hash); // repairs it
    QCOMPARE(*blobs.get(hash), QByteArray("hello"));
}

void tst_DustServerCore::folder()
{
    const QTemporaryDir dir;
    DustServerFolder folder;
    QVERIFY(folder.storeNames().isEmpty());
    QVERIFY(folder.open(u"acme/main"_s));
    QVERIFY(folder.setFolder(dir.filePath(u"new/data"_s)));
    QVERIFY(folder.storeNames().isEmpty());
    for (const QString &name : { u"acme/main"_s, u"Ü ä/%2F.."_s })
        QVERIFY(folder.open(name));
    QFile foreign(folder.folder() + u"/stores/notes.dust"_s);
    QVERIFY(foreign.open(QFile::WriteOnly));
    QCOMPARE(folder.storeNames(), QStringList({ u"acme/main"_s, u"Ü ä/%2F.."_s }));
    QCOMPARE(QFileInfo(folder.folder()).permissions() & (QFile::ReadOther | QFile::ReadGroup),
             QFile::Permissions());
}

void tst_DustServerCore::badFolder()
{
    const QTemporaryDir dir;
    QFile file(dir.filePath(u"file"_s));
    QVERIFY(file.open(QFile::WriteOnly));
    DustServerFolder folder;
    const auto set = folder.setFolder(file.fileName());
    QCOMPARE(set.error().kind(), DustError::Storage);
    QVERIFY(set.error().message().contains(file.fileName()));
}

QTEST_GUILESS_MAIN(tst_DustServerCore)
#include "tst_dustservercore.moc"
