// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Files up over a channel, and down over HTTP.

#include "realtimeserver.h"

#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>

using namespace Qt::StringLiterals;

class tst_DustStoreFilesOnServer : public QObject
{
    Q_OBJECT

    std::unique_ptr<RealtimeServer> s;
    std::unique_ptr<DustClient> a;
    DustStore *store = nullptr; // a's
    int m_downloads = 0;

    static DustResult<DustFile> resultOf(DustFileTransfer *transfer)
    {
        return answerOf(transfer->future());
    }
    void answerFilesWith(const QByteArray &content)
    {
        s->server.setAnswerHook(
                [content](const DustServerRequest &request) -> std::optional<DustServerAnswer> {
                    if (!request.target.startsWith("/api/files/"))
                        return std::nullopt;
                    DustServerAnswer answer;
                    answer.body = content;
                    return answer;
                });
    }

private Q_SLOTS:
    void init()
    {
        s = std::make_unique<RealtimeServer>();
        m_downloads = 0;
        connect(&s->server, &DustServer::requestReceived, this,
                [this](const DustServerRequest &request) {
                    m_downloads += request.target.startsWith("/api/files/") ? 1 : 0;
                });
        a = s->client(u"dev_a"_s);
        store = liveStore(a.get());
    }
    void cleanup()
    {
        a.reset();
        s.reset();
    }

    void upAndDown()
    {
        const QByteArray content(1'000'000, 'x');
        const auto options = DustFileOptions().setName(u"x.bin"_s);
        const auto stored = resultOf(store->putFile(u"f"_s, content, options));
        QVERIFY2(stored.isOk(), qPrintable(stored.error().message()));
        QCOMPARE(stored->storeSeq, 1u);
        QVERIFY(s->stored(u"f"_s).contains(stored->hash.toLatin1()));

        QTRY_COMPARE(store->pendingCount(), 0);
        DustFileTransfer *down = store->getFile(u"f"_s);
        QList<qint64> done;
        connect(down, &DustFileTransfer::progress, this, [&](qint64 bytes, qint64 total) {
            QCOMPARE(total, content.size());
            done.append(bytes);
        });
        const auto file = resultOf(down);
        QVERIFY2(file.isOk(), qPrintable(file.error().message()));
        QVERIFY(file->content == content);
        QCOMPARE(file->name, u"x.bin"_s);
        QVERIFY(std::is_sorted(done.cbegin(), done.cend()));
        QCOMPARE(done.constLast(), content.size());
        // Over HTTP alone as well, by the hash.
        QVERIFY(resultOf(s->overHttp()->getFile(stored->hash))->content == content);
    }

    // By the letter of PROTOCOL section 7 a server may say either of a hash that it does not know.
    void unknownHash_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("forbidden") << 403;
        QTest::newRow("not found") << 404;
    }
    void unknownHash()
    {
        QFETCH(int, status);
        s->server.setAnswerHook([status](const DustServerRequest &) {
            DustServerAnswer answer;
            answer.status = status;
            answer.body = status == 403 ? R"({"error":"forbidden"})" : R"({"error":"not_found"})";
            return answer;
        });
        const QString hash = u"sha256:"_s + QString(64, u'0');
        const auto missing = resultOf(store->getFile(hash)).error();
        QCOMPARE(missing.kind(), DustError::NotFound);
        QCOMPARE(missing.httpStatus(), status);
        QCOMPARE(missing.message().contains(u"token"_s), status == 403);
        s->server.setAnswerHook({});
    }

    void overHttpAlone()
    {
        const auto refused = resultOf(s->overHttp()->putFile(u"f"_s, "x"));
        QCOMPARE(refused.error().kind(), DustError::NotSupported);
    }

    void tooLarge()
    {
        const auto refused = resultOf(store->putFile(u"f"_s, QByteArray(5'000'001, 'x')));
        QCOMPARE(refused.error().kind(), DustError::LimitExceeded);
    }

    void anotherContent()
    {
        QTemporaryDir folder;
        const QString name = folder.filePath(u"f"_s);
        QFile before(name);
        QVERIFY(before.open(QFile::WriteOnly));
        before.write("before");
        before.close();
        QVERIFY(resultOf(store->putFile(u"f"_s, "hello")).isOk());
        answerFilesWith("hullo");
        const auto wrong = resultOf(store->getFile(u"f"_s, name));
        QCOMPARE(wrong.error().reason(), u"hash_mismatch"_s);
        QVERIFY(before.open(QFile::ReadOnly));
        QCOMPARE(before.readAll(), QByteArray("before"));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{ u"f"_s });
        QCOMPARE(resultOf(store->getFile(u"f"_s)).error().reason(), u"hash_mismatch"_s);
    }

    void unknown()
    {
        const QString hash = u"sha256:"_s + QString(64, u'0');
        QCOMPARE(resultOf(store->getFile(hash)).error().kind(), DustError::NotFound);
    }

    void queued()
    {
        s->stop();
        QVERIFY(runUntil([&] { return store->state() == DustStore::Offline; }, 30'000));
        DustFileTransfer *up = store->putFile(u"f"_s, "hello");
        const auto future = up->future();
        QTRY_COMPARE(store->pendingCount(), 1);
        QVERIFY(s->start());
        a->reconnectNow();
        const auto stored = answerOf(future);
        QVERIFY2(stored.isOk(), qPrintable(stored.error().message()));
        QCOMPARE(resultOf(s->overHttp()->getFile(u"f"_s))->content, QByteArray("hello"));
    }

    void cached()
    {
        QTemporaryDir folder;
        QVERIFY(resultOf(store->putFile(u"f"_s, "hello")).isOk());
        const auto b = s->client(u"dev_b"_s);
        b->setCacheFolder(folder.path());
        DustStore *other = liveStore(b.get());
        QVERIFY(resultOf(other->getFile(u"f"_s)).isOk());
        QCOMPARE(m_downloads, 1);
        const auto again = resultOf(other->getFile(u"f"_s));
        QCOMPARE(again->content, QByteArray("hello"));
        QCOMPARE(m_downloads, 1);
        // Damaged, it is fetched again.
        const QDir files(folder.filePath(
                QDir(folder.path()).entryList({ u"*.files"_s }, QDir::Dirs).value(0)));
        QFile content(files.filePath(files.entryList(QDir::Files).value(0)));
        QVERIFY(content.open(QFile::WriteOnly));
        content.write("hullo");
        content.close();
        QCOMPARE(resultOf(other->getFile(u"f"_s))->content, QByteArray("hello"));
        QCOMPARE(m_downloads, 2);
        QCOMPARE(resultOf(other->getFile(u"f"_s))->content, QByteArray("hello"));
        QCOMPARE(m_downloads, 2);
    }

    // The least recently read go; those that wait to be sent are none of them.
    void theCacheHasALimit()
    {
        QTemporaryDir folder;
        QStringList hashes;
        for (const char *content : { "aaa", "bbb", "ccc" })
            hashes.append(resultOf(store->putFile(u"f%1"_s.arg(hashes.size()), content))->hash);
        const auto b = s->client(u"dev_b"_s);
        b->setCacheFolder(folder.path());
        b->setFileCacheLimit(2 * 4096); // a block each
        DustStore *other = liveStore(b.get());
        const auto isRead = [&](int file, int downloads) {
            return resultOf(other->getFile(hashes.at(file))).isOk() && m_downloads == downloads;
        };
        QVERIFY(isRead(0, 1));
        QVERIFY(isRead(1, 2));
        QVERIFY(isRead(0, 2)); // used again
        QVERIFY(isRead(2, 3));
        QVERIFY(isRead(0, 3));
        QVERIFY(isRead(1, 4)); // it had gone
        QSignalSpy changes(b.get(), &DustClient::fileCacheLimitChanged);
        b->setFileCacheLimit(0);
        QCOMPARE(changes.size(), 1);
        QVERIFY(isRead(1, 5));
        s->stop();
        QVERIFY(runUntil([&] { return other->state() == DustStore::Offline; }, 30'000));
        const auto up = other->putFile(u"g"_s, "ddd")->future();
        QTRY_COMPARE(other->pendingCount(), 1);
        QVERIFY(s->start());
        b->reconnectNow();
        QVERIFY(answerOf(up).isOk());
        QCOMPARE(resultOf(s->overHttp()->getFile(u"g"_s))->content, QByteArray("ddd"));
    }

    // One piece in each turn of the event loop, up and from the cache.
    void largeFilesDoNotBlock()
    {
        constexpr int Pieces = 4;
        QTemporaryDir folder;
        a = s->client(u"dev_a"_s);
        a->setCacheFolder(folder.path());
        store = liveStore(a.get());
        const QByteArray content(Pieces * 1024 * 1024, 'x');
        const auto turnsUntil = [](const auto &isSo) {
            int turns = 0;
            for (; !isSo() && turns < 1'000'000; ++turns)
                QCoreApplication::processEvents();
            return turns;
        };
        const auto up = store->putFile(u"f"_s, content)->future();
        QCOMPARE(store->pendingCount(), 0);
        QVERIFY(turnsUntil([&] { return store->pendingCount() == 1; }) >= Pieces - 1);
        const auto stored = answerOf(up);
        QVERIFY2(stored.isOk(), qPrintable(stored.error().message()));
        QVERIFY(resultOf(store->getFile(stored->hash)).isOk());
        s->stop();
        const auto again = store->getFile(stored->hash)->future();
        QVERIFY(turnsUntil([&] { return again.isFinished(); }) >= Pieces);
        QVERIFY(again.result()->content == content);
        QCOMPARE(m_downloads, 1);
    }

    // In the order of the calls, where it is one piece.
    void smallFilesAreInOrder()
    {
        store->putFile(u"f"_s, "hello");
        QVERIFY(answerOf(store->put(u"f"_s, 1)).isOk());
        QCOMPARE(s->stored(u"f"_s), "1");
    }

    void cancelled()
    {
        QVERIFY(resultOf(store->putFile(u"f"_s, "hello")).isOk());
        QTRY_COMPARE(store->pendingCount(), 0);
        connect(&s->server, &DustServer::connectionOpened, this,
                [](DustServerConnection *connection) { connection->hold(); });
        QPointer<DustFileTransfer> down = store->getFile(u"f"_s);
        QVERIFY(runUntil([&] { return m_downloads > 0; }, 30'000));
        down->cancel();
        QTRY_VERIFY(!down);
    }
};

QTEST_GUILESS_MAIN(tst_DustStoreFilesOnServer)

#include "tst_duststorefilesonserver.moc"
