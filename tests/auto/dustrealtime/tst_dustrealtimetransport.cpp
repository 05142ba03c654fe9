// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Stores over real sockets: what one client writes, what others see, and what drops do to it.

#include "realtimeserver.h"
#include "records.h"

#include "dustlistmodel.h"
#include "dustrepo.h"

#include <QtTest/QSignalSpy>

using namespace Qt::StringLiterals;

class tst_DustRealtimeTransport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void showsAWriteAtOnce();
    void twoClientsSeeEachOther();
    void subscriptionsHearWhatIsCommitted();
    void writesWhileOffline();
    void aLostAnswerCountsOnce();
    void serverRestart();
    void readOnlyToken();
    void refusedToken();
    void renewedToken();
    void tokenSource();
    void tokenRunsOut_data();
    void tokenRunsOut();
    void insecureToken();
    void batches();
    void compareAndSwapAfterASnapshot();
    void strangersAfterASnapshot_data();
    void strangersAfterASnapshot();
    void pendingRows();
    void rejectedRow();
    void rollbackOfTheStore();
    void tellsOfEachWrite();
    void unknownStore();
    void callsEndWithTheClient();

private:
    std::unique_ptr<RealtimeServer> s;
    std::unique_ptr<DustClient> a;
    DustStore *store = nullptr; // a's
};

void tst_DustRealtimeTransport::init()
{
    s = std::make_unique<RealtimeServer>();
    a = s->client(u"dev_a"_s);
    store = liveStore(a.get());
}

void tst_DustRealtimeTransport::cleanup()
{
    a.reset();
    s.reset();
}

void tst_DustRealtimeTransport::showsAWriteAtOnce()
{
    const auto written = store->put(u"x"_s, 1);
    QVERIFY(!written.isFinished());
    QCOMPARE(store->pendingCount(), 1);
    QCOMPARE(answerOf(store->get(u"x"_s)).valueOr({}), DustValue(1));
    const auto receipt = answerOf(written);
    QVERIFY2(receipt.isOk(), qPrintable(receipt.error().message()));
    QCOMPARE(receipt->storeSeq, 1u);
    QCOMPARE(receipt->pathString(), u"x"_s);
    QVERIFY(!receipt->clientOpId.isEmpty());
    QTRY_COMPARE(store->pendingCount(), 0);
    QCOMPARE(store->seq(), 1u);
    QCOMPARE(s->stored(u"x"_s), "1");
}

void tst_DustRealtimeTransport::twoClientsSeeEachOther()
{
    const auto b = s->client(u"dev_b"_s);
    DustStore *other = liveStore(b.get());
    QVERIFY(answerOf(store->put(u"x"_s, u"a"_s)).isOk());
    QVERIFY(runUntil([&] { return other->seq() == 1; }, 30'000));
    QCOMPARE(answerOf(other->get(u"x"_s)).valueOr({}), DustValue(u"a"_s));
    QVERIFY(answerOf(other->increment(u"n"_s, 2)).isOk());
    QVERIFY(answerOf(store->increment(u"n"_s, 3)).isOk());
    QVERIFY(runUntil([&] { return other->seq() == 3 && store->seq() == 3; }, 30'000));
    for (DustStore *each : { store, other })
        QCOMPARE(answerOf(each->get(u"n"_s)).valueOr({}), DustValue(5));
}

void tst_DustRealtimeTransport::subscriptionsHearWhatIsCommitted()
{
    QStringList heard;
    store->subscribe(u"x/*"_s, this, [&](const DustEvent &event) {
        heard.append(u"%1 %2 %3"_s.arg(event.pathString(), QString::number(event.storeSeq),
                                       event.own ? u"own"_s : u"theirs"_s));
        QVERIFY(event.committed);
    });
    s->connection(u"dev_a"_s)->hold();
    const auto written = store->put(u"x/1"_s, 1);
    QTest::qWait(0);
    QCOMPARE(heard, QStringList());
    s->connection(u"dev_a"_s)->release();
    QVERIFY(answerOf(written).isOk());
    QTRY_COMPARE(heard, QStringList{ u"x/1 1 own"_s });
}

void tst_DustRealtimeTransport::writesWhileOffline()
{
    QSignalSpy drained(store, &DustStore::drained);
    s->stop();
    QVERIFY(runUntil([&] { return store->state() == DustStore::Offline; }, 30'000));
    const auto first = store->put(u"x"_s, 1);
    const auto second = store->increment(u"n"_s, 1);
    const auto third = store->increment(u"n"_s, 1);
    QCOMPARE(answerOf(store->get(u"n"_s)).valueOr({}), DustValue(2));
    QVERIFY(store->pendingCount() > 0);
    QVERIFY(!first.isFinished());
    QVERIFY(s->start());
    a->reconnectNow();
    QVERIFY(answerOf(first).isOk());
    QVERIFY(answerOf(second).isOk());
    QVERIFY(answerOf(third).isOk());
    QTRY_COMPARE(drained.size(), 1);
    QCOMPARE(s->stored(u"n"_s), "2");
    QCOMPARE(s->stored(u"x"_s), "1");
}

// It was committed, and neither its echo nor its answer came: after the reconnect the catch-up tells.
void tst_DustRealtimeTransport::aLostAnswerCountsOnce()
{
    s->connection(u"dev_a"_s)->hold();
    const auto counted = store->increment(u"n"_s, 1);
    QVERIFY(runUntil([&] { return s->stored(u"n"_s) == "1"; }, 30'000));
    QVERIFY(!counted.isFinished());
    s->connection(u"dev_a"_s)->cut();
    QVERIFY(runUntil([&] { return store->state() == DustStore::Offline; }, 30'000));
    a->reconnectNow();
    const auto receipt = answerOf(counted);
    QVERIFY2(receipt.isOk(), qPrintable(receipt.error().message()));
    QCOMPARE(receipt->storeSeq, 1u);
    QTRY_COMPARE(store->pendingCount(), 0);
    QCOMPARE(s->stored(u"n"_s), "1");
}

void tst_DustRealtimeTransport::serverRestart()
{
    QList<DustClient::ConnectionState> states;
    connect(a.get(), &DustClient::connectionStateChanged, this,
            [&] { states.append(a->connectionState()); });
    QVERIFY(answerOf(store->put(u"x"_s, 1)).isOk());
    s->stop();
    QVERIFY(runUntil([&] { return a->connectionState() == DustClient::Waiting; }, 30'000));
    QVERIFY(a->nextAttempt().isValid());
    QVERIFY(a->error().kind() != DustError::NoError);
    QVERIFY(answerOf(s->overHttp()->put(u"x"_s, 2)).error().kind() != DustError::NoError);
    QVERIFY(s->start());
    QVERIFY(answerOf(s->overHttp()->put(u"y"_s, 2)).isOk());
    a->reconnectNow();
    QVERIFY(runUntil([&] { return store->state() == DustStore::Live; }, 30'000));
    QCOMPARE(answerOf(store->get(u"y"_s)).valueOr({}), DustValue(2));
    QCOMPARE(states.constLast(), DustClient::Connected);
    QCOMPARE(a->error(), DustError());
}

void tst_DustRealtimeTransport::readOnlyToken()
{
    QVERIFY(answerOf(store->put(u"x"_s, 1)).isOk());
    const auto b = s->client(u"dev_b"_s, u"reader"_s);
    DustStore *reader = liveStore(b.get());
    QVERIFY(!reader->canWrite());
    const auto refused = reader->put(u"x"_s, 2);
    QCOMPARE(answerOf(reader->get(u"x"_s)).valueOr({}), DustValue(1));
    QCOMPARE(answerOf(refused).error().kind(), DustError::MissingScope);
    QCOMPARE(reader->pendingCount(), 0);
}

void tst_DustRealtimeTransport::refusedToken()
{
    const auto b = s->client(u"dev_b"_s, u"s3cret"_s);
    DustStore *refused = b->store(RealtimeServer::storeName());
    QVERIFY(runUntil([&] { return b->connectionState() == DustClient::Refused; }, 30'000));
    QCOMPARE(b->error().kind(), DustError::Unauthorized);
    QVERIFY(!b->error().message().contains(u"s3cret"_s));
    QCOMPARE(refused->state(), DustStore::Offline);
    b->setToken(s->token);
    QVERIFY(runUntil([&] { return refused->state() == DustStore::Live; }, 30'000));
    QCOMPARE(b->error(), DustError());
}

// The connection that is up had the old one.
void tst_DustRealtimeTransport::renewedToken()
{
    const auto b = s->client(u"dev_b"_s, u"reader"_s);
    DustStore *renewed = liveStore(b.get());
    QVERIFY(!renewed->canWrite());
    b->setToken(s->token);
    QVERIFY(runUntil([&] { return renewed->canWrite(); }, 30'000));
    QVERIFY(answerOf(renewed->put(u"x"_s, 1)).isOk());
    QCOMPARE(b->error(), DustError());
    QVERIFY(s->server.removeToken(u"reader"_s));
    QVERIFY(answerOf(renewed->put(u"x"_s, 2)).isOk());
    QCOMPARE(b->connectionState(), DustClient::Connected);
}

void tst_DustRealtimeTransport::tokenSource()
{
    DustClient b(s->url);
    QStringList asked;
    b.setTokenSource([&](const QString &refused, const DustClient::TokenReceiver &answer) {
        asked.append(refused);
        answer(refused.isEmpty() ? u"old"_s : s->token);
    });
    DustStore *opened = b.store(RealtimeServer::storeName());
    QVERIFY(asked.isEmpty()); // not within the call
    QVERIFY(runUntil([&] { return opened->state() == DustStore::Live; }, 30'000));
    QCOMPARE(asked, QStringList({ QString(), u"old"_s }));
    // HTTP has it as well.
    const auto batch = answerOf(
            opened->batchWrite({ DustOperation::set(*DustPath::parse(u"a"_s), 1) }));
    QVERIFY2(batch.isOk(), qPrintable(batch.error().message()));
}

// The connection is there, and only requests, or writes, hear that its token has run out.
void tst_DustRealtimeTransport::tokenRunsOut_data()
{
    QTest::addColumn<bool>("overHttp");
    QTest::addColumn<QStringList>("answers");
    QTest::newRow("over HTTP") << true << QStringList({ u"old"_s, u"new"_s });
    QTest::newRow("over the channel") << false << QStringList({ u"old"_s, u"new"_s });
    QTest::newRow("no other one at first") << true << QStringList({ u"old"_s, QString() });
}

void tst_DustRealtimeTransport::tokenRunsOut()
{
    QFETCH(bool, overHttp);
    QFETCH(QStringList, answers);
    s->server.addToken(DustServerToken::readWrite(u"old"_s));
    s->server.addToken(DustServerToken::readWrite(u"new"_s));
    DustClient b(s->url);
    b.setDeviceId(u"dev_b"_s);
    QStringList asked;
    b.setTokenSource([&](const QString &refused, const DustClient::TokenReceiver &answer) {
        asked.append(refused);
        answer(answers.value(asked.size() - 1));
    });
    DustStore *opened = liveStore(&b);
    s->server.setAnswerHook([&](const DustServerRequest &request) {
        return request.header("authorization") == "Bearer old"
                ? std::optional(DustServerAnswer::json(401, R"({"error":"unauthorized"})"))
                : std::nullopt;
    });
    bool isRefusing = true;
    s->server.setPushHook([&](const QString &event, const DustObject &) {
        return event == u"write"_s && std::exchange(isRefusing, false)
                ? std::optional(DustObject{ { u"reason"_s, u"unauthorized"_s } })
                : std::nullopt;
    });
    DustFuture<DustReceipt> write;
    DustFuture<DustBatchReceipt> batch;
    if (overHttp)
        batch = opened->batchWrite({ DustOperation::set(*DustPath::parse(u"a"_s), 1) });
    else
        write = opened->put(u"a"_s, 1);
    QVERIFY(runUntil([&] { return asked.size() == 2; }, 30'000));
    QCOMPARE(asked, QStringList({ QString(), u"old"_s }));
    if (answers.constLast().isEmpty()) {
        QCOMPARE(b.connectionState(), DustClient::Connected);
        isRefusing = false;
        QVERIFY(answerOf(opened->put(u"b"_s, 1)).isOk()); // the channel goes on
        QVERIFY(!batch.isFinished());
        b.setToken(u"new"_s);
    }
    if (overHttp)
        QVERIFY(answerOf(batch).isOk());
    else
        QVERIFY(answerOf(write).isOk());
    QCOMPARE(asked.size(), 2);
}

void tst_DustRealtimeTransport::insecureToken()
{
    DustClient b(QUrl(u"ws://dust.example"_s));
    b.setToken(u"secret"_s);
    QCOMPARE(b.store(RealtimeServer::storeName())->error().reason(), u"insecure_url"_s);
    DustClient c(QUrl(u"ws://dust.example"_s));
    c.setTokenSource([](const QString &, const auto &answer) { answer(u"secret"_s); });
    c.store(RealtimeServer::storeName());
    QVERIFY(runUntil([&] { return c.error().reason() == u"insecure_url"_s; }, 30'000));
    QCOMPARE(c.connectionState(), DustClient::AwaitingToken);
}

void tst_DustRealtimeTransport::batches()
{
    const auto at = [](const QString &path) { return *DustPath::parse(path); };
    const auto written = store->batchWrite({ DustOperation::set(at(u"a"_s), 1),
                                             DustOperation::set(at(u"b"_s), 2),
                                             DustOperation::remove(at(u"a"_s)) });
    QCOMPARE(answerOf(store->exists(u"a"_s)).valueOr(true), false);
    QCOMPARE(answerOf(store->get(u"b"_s)).valueOr({}), DustValue(2));
    const auto receipt = answerOf(written);
    QVERIFY2(receipt.isOk(), qPrintable(receipt.error().message()));
    QCOMPARE(receipt->storeSeq, 3u);
    QCOMPARE(receipt->operations.size(), 3);
    QCOMPARE(receipt->operations.at(1).storeSeq, 2u);
    QCOMPARE(receipt->operations.at(1).pathString(), u"b"_s);
    QTRY_COMPARE(store->seq(), 3u);
    QTRY_COMPARE(store->pendingCount(), 0);
    const auto refused = answerOf(
            store->batchWrite({ DustOperation::set(at(u"b"_s), 3),
                                DustOperation::set(at(u"c"_s), 1).setIfMatch(77) }));
    QCOMPARE(refused.error().kind(), DustError::Conflict);
    QCOMPARE(refused.error().opIndex(), 1);
    QCOMPARE(answerOf(store->get(u"b"_s)).valueOr({}), DustValue(2));
}

// Which has no revisions.
void tst_DustRealtimeTransport::compareAndSwapAfterASnapshot()
{
    DustRepo mine(store);
    for (const QString &slug : { u"a"_s, u"b"_s, u"c"_s })
        QVERIFY(answerOf(mine.insert(Link::named(slug))).isOk());
    QVERIFY(answerOf(store->put(u"n"_s, 1)).isOk());
    QVERIFY(s->server.compact(RealtimeServer::storeName()));
    const auto b = s->client(u"dev_b"_s);
    DustStore *there = liveStore(b.get());
    DustRepo theirs(there);
    const auto read = [&](const QString &slug) { return *answerOf(theirs.get<Link>(slug)); };
    const auto titled = [](const Link &link, const QString &title) {
        return DustChangeset::change(link, { { u"title"_s, title } });
    };
    const Link stale = read(u"c"_s);
    const DustRepoOptions unchanged = DustRepoOptions().setIfUnchanged(true);

    const auto updated = answerOf(theirs.update<Link>(titled(read(u"a"_s), u"A"_s), unchanged));
    QVERIFY2(updated.isOk(), qPrintable(updated.error().message()));
    QCOMPARE(s->stored(u"links/a/title"_s), "\"A\""_ba);
    const auto removed = answerOf(theirs.remove(read(u"b"_s), unchanged));
    QVERIFY2(removed.isOk(), qPrintable(removed.error().message()));
    QCOMPARE(s->stored(u"links/b"_s), QByteArray());
    QVERIFY(answerOf(mine.update<Link>(titled(stale, u"C"_s))).isOk());
    QCOMPARE(answerOf(theirs.update<Link>(titled(stale, u"?"_s), unchanged)).error().kind(),
             DustError::Conflict);

    const auto entry = answerOf(there->entry(u"n"_s));
    QVERIFY(entry->revision() > 0);
    QVERIFY(answerOf(there->put(u"n"_s, 2, DustWriteOptions().setIfMatch(entry->revision())))
                    .isOk());
    QCOMPARE(s->stored(u"n"_s), "2"_ba);
}

void tst_DustRealtimeTransport::strangersAfterASnapshot_data()
{
    QTest::addColumn<bool>("isRemoved");
    QTest::addColumn<bool>("isChanged");
    QTest::newRow("flat, removed") << true << false;
    QTest::newRow("flat, removed, and changed by another") << true << true;
    QTest::newRow("map, updated") << false << false;
    QTest::newRow("map, updated, and changed by another") << false << true;
}

// Leaves that no field declares go with the record, and not if somebody else has changed them.
void tst_DustRealtimeTransport::strangersAfterASnapshot()
{
    QFETCH(bool, isRemoved);
    QFETCH(bool, isChanged);
    DustRepo mine(store);
    Page page;
    page.slug = u"a"_s;
    page.title = u"A"_s;
    QVERIFY(answerOf(mine.insert(Link::named(u"a"_s))).isOk());
    QVERIFY(answerOf(mine.insert(page)).isOk());
    const QStringList strangers{ u"links/a/x"_s, u"links/a/y/z"_s, u"pages/a/x"_s,
                                 u"pages/a/y/z"_s };
    // Of a large one only its fingerprint is kept.
    const auto write = [this, &strangers](const DustValue &number) {
        for (const QString &path : strangers) {
            const DustValue large = DustArray{ number, QString(1'000, u'x') };
            QVERIFY(answerOf(store->put(path, path.endsWith(u'z') ? large : number)).isOk());
        }
    };
    write(1.0);
    QVERIFY(s->server.compact(RealtimeServer::storeName()));
    const auto b = s->client(u"dev_b"_s);
    DustRepo theirs(liveStore(b.get()));
    const Link link = *answerOf(theirs.get<Link>(u"a"_s));
    const Page read = *answerOf(theirs.get<Page>(u"a"_s));
    // What is known of the strangers goes along with an update that leaves them alone.
    const auto touched = answerOf(
            theirs.update<Link>(DustChangeset::change(link, { { u"note"_s, u"n"_s } }),
                                DustRepoOptions().setIfUnchanged(true)));
    QVERIFY2(touched.isOk(), qPrintable(touched.error().message()));
    if (isChanged)
        write(1); // 1.0 is another value
    const DustRepoOptions unchanged = DustRepoOptions().setIfUnchanged(true);
    const DustError error = isRemoved
            ? answerOf(theirs.remove(*touched, unchanged)).error()
            : answerOf(theirs.update<Page>(DustChangeset::change(read, { { u"title"_s, u"B"_s } }),
                                           unchanged))
                      .error();
    QCOMPARE(error.kind(), isChanged ? DustError::Conflict : DustError::NoError);
    QCOMPARE(s->stored(isRemoved ? u"links/a"_s : u"pages/a/y/z"_s).isEmpty(), !isChanged);
}

void tst_DustRealtimeTransport::pendingRows()
{
    DustRepo repo(store);
    DustListModel model(&repo, *DustSchema::of<Link>());
    QTRY_VERIFY(!model.isLoading());
    QList<QList<int>> roles;
    connect(&model, &DustListModel::dataChanged, this,
            [&](const auto &, const auto &, const QList<int> &changed) { roles.append(changed); });
    s->connection(u"dev_a"_s)->hold();
    const auto inserted = repo.insert(Link::named(u"a"_s));
    QTRY_COMPARE(model.count(), 1);
    QCOMPARE(model.index(0, 0).data(DustListModel::PendingRole), QVariant(true));
    QVERIFY(!inserted.isFinished());
    s->connection(u"dev_a"_s)->release();
    QVERIFY(answerOf(inserted).isOk());
    QTRY_COMPARE(model.index(0, 0).data(DustListModel::PendingRole), QVariant(false));
    QCOMPARE(roles, QList<QList<int>>{ { DustListModel::PendingRole } });
    // What somebody else writes is never pending.
    QVERIFY(answerOf(s->overHttp()->put(u"links/a/title"_s, u"theirs"_s)).isOk());
    QTRY_COMPARE(roles.size(), 2);
    QVERIFY(!roles.constLast().contains(int(DustListModel::PendingRole)));
}

void tst_DustRealtimeTransport::rejectedRow()
{
    DustRepo repo(store);
    DustListModel model(&repo, *DustSchema::of<Link>());
    QTRY_VERIFY(!model.isLoading());
    s->server.setPushHook([](const QString &event, const DustObject &) {
        return event == u"write"_s ? std::optional(DustObject{ { u"reason"_s, u"invalid op"_s } })
                                   : std::nullopt;
    });
    int shown = 0;
    connect(&model, &DustListModel::rowsInserted, this, [&] { ++shown; });
    QCOMPARE(answerOf(repo.insert(Link::named(u"a"_s))).error().kind(), DustError::InvalidParams);
    QCOMPARE(shown, 1);
    QTRY_COMPARE(model.count(), 0);
    QCOMPARE(store->pendingCount(), 0);
}

// Nobody is told of it; a status finds it.
void tst_DustRealtimeTransport::rollbackOfTheStore()
{
    QVERIFY(answerOf(store->put(u"x"_s, 1)).isOk());
    QVERIFY(answerOf(store->put(u"y"_s, 1)).isOk());
    const auto back = answerOf(store->rollback(1));
    QCOMPARE(back.valueOr(0), 1);
    QVERIFY(runUntil([&] { return !*answerOf(store->exists(u"y"_s)); }, 60'000));
    QCOMPARE(answerOf(store->get(u"x"_s)).valueOr({}), DustValue(1));
}

void tst_DustRealtimeTransport::tellsOfEachWrite()
{
    QStringList told;
    connect(store, &DustStore::writeSettled, this,
            [&](const QString &opId, const DustResult<DustReceipt> &result) {
                told.append(opId + u' ' + QString::number(result ? result->storeSeq : 0));
            });
    QVERIFY(answerOf(store->put(u"x"_s, 1, DustWriteOptions().setClientOpId(u"one"_s))).isOk());
    const auto exists = store->put(u"x"_s, 2,
                                   DustWriteOptions().setIfAbsent(true).setClientOpId(u"two"_s));
    QCOMPARE(answerOf(exists).error().kind(), DustError::Exists);
    QTRY_COMPARE(told, QStringList({ u"one 1"_s, u"two 0"_s }));
}

void tst_DustRealtimeTransport::unknownStore()
{
    DustStore *nowhere = a->store(u"acme/nowhere"_s);
    QVERIFY(runUntil([&] { return nowhere->error().kind() != DustError::NoError; }, 30'000));
    QCOMPARE(nowhere->error().kind(), DustError::Unauthorized);
    QCOMPARE(nowhere->state(), DustStore::Offline);
    QCOMPARE(a->connectionState(), DustClient::Connected);
    QCOMPARE(store->state(), DustStore::Live);
}

void tst_DustRealtimeTransport::callsEndWithTheClient()
{
    s->connection(u"dev_a"_s)->hold();
    const auto write = store->put(u"x"_s, 1);
    const auto batch = store->batchWrite({ DustOperation::set(*DustPath::parse(u"b"_s), 1) });
    const auto lease = store->lease(u"l"_s, u"me"_s);
    const auto rollback = store->rollback(0);
    QTest::qWait(0);
    a.reset();
    QCOMPARE(answerOf(write).error().kind(), DustError::Closed);
    QCOMPARE(answerOf(batch).error().kind(), DustError::Closed);
    QCOMPARE(answerOf(lease).error().kind(), DustError::Closed);
    QCOMPARE(answerOf(rollback).error().kind(), DustError::Closed);
}

QTEST_GUILESS_MAIN(tst_DustRealtimeTransport)

#include "tst_dustrealtimetransport.moc"
