// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustStore's calls; subscriptions are in tst_dustsubscription.

#include "answers.h"
#include "dustclient.h"
#include "dustdelivery_p.h"
#include "duststore.h"
#include "dusttransport.h"
#include "endslater.h"

using namespace Qt::StringLiterals;

namespace {

using Call = std::function<QFuture<void>(DustStore *)>;

// Any of DustStore's calls, told what its error is expected to be.
template<typename Function>
Call checked(DustError::Kind kind, Function function)
{
    return [kind, function](DustStore *store) {
        return function(store).then([kind]<typename T>(const DustResult<T> &result) {
            const DustError error = result.error();
            QVERIFY2(error.kind() == kind, qPrintable(error.message()));
        });
    };
}

} // namespace

Q_DECLARE_METATYPE(Call)

class tst_DustStore : public QObject
{
    Q_OBJECT

    std::unique_ptr<DustClient> m_client;
    DustStore *m_store = nullptr;

    // A row per call; each ends with the given kind when it is made with this path.
    void addCalls(const QString &path, DustError::Kind kind)
    {
        QTest::addColumn<Call>("call");
        const auto row = [kind](const char *name, auto function) {
            QTest::newRow(name) << checked(kind, function);
        };
        row("entry", [=](DustStore *s) { return s->entry(path); });
        row("get", [=](DustStore *s) { return s->get(path); });
        row("getMany", [=](DustStore *s) { return s->getMany({ u"fine"_s, path }); });
        row("exists", [=](DustStore *s) { return s->exists(path); });
        row("put", [=](DustStore *s) { return s->put(path, 1); });
        row("merge", [=](DustStore *s) { return s->merge(path, { { u"x"_s, 1 } }); });
        row("increment", [=](DustStore *s) { return s->increment(path); });
        row("addMember", [=](DustStore *s) { return s->addMember(path, 1); });
        row("removeMember", [=](DustStore *s) { return s->removeMember(path, 1); });
        row("remove", [=](DustStore *s) { return s->remove(path); });
        row("lease", [=](DustStore *s) { return s->lease(path, u"me"_s); });
        row("renew", [=](DustStore *s) { return s->renew(path, 1); });
        row("release", [=](DustStore *s) { return s->release(path, 1); });
        row("rollback", [=](DustStore *s) { return s->rollback(path, 0); });
        row("subscribe",
            [=](DustStore *s) { return s->subscribe(path, s, [](const DustEvent &) {}); });
    }
    void addPathlessCalls(DustError::Kind kind)
    {
        const auto row = [kind](const char *name, auto function) {
            QTest::newRow(name) << checked(kind, function);
        };
        const DustOperation operation = DustOperation::set(DustPath::fromCanonical("fine"), 1);
        row("list", [=](DustStore *s) { return s->list(DustQuery::list(u"**"_s)); });
        row("write", [=](DustStore *s) { return s->write(operation); });
        row("batchWrite", [=](DustStore *s) { return s->batchWrite({ operation }); });
        row("rollback store", [=](DustStore *s) { return s->rollback(0); });
        row("compact", [=](DustStore *s) { return s->compact(); });
    }

private Q_SLOTS:
    void init()
    {
        m_client = std::make_unique<DustClient>(QUrl(u"memory:"_s));
        m_store = m_client->store(u"acme/main"_s);
        QCOMPARE(m_store->error(), DustError());
    }
    void cleanup() { m_client.reset(); }

    void properties()
    {
        QCOMPARE(m_store->name(), u"acme/main"_s);
        QCOMPARE(m_store->client(), m_client.get());
        QVERIFY(m_store->transport());
        QVERIFY(m_store->delivery());
        QCOMPARE(m_store->property("name").toString(), u"acme/main"_s);
    }

    void everyCallEndsLaterAndOnce_data()
    {
        QTest::addColumn<Call>("call");
        const auto row = [](const char *name, DustError::Kind kind, auto function) {
            QTest::newRow(name) << checked(kind, function);
        };
        using S = DustStore;
        row("entry", DustError::NoError, [](S *s) { return s->entry(u"a"_s); });
        row("get", DustError::NoError, [](S *s) { return s->get(u"a"_s); });
        row("get nothing", DustError::NotFound, [](S *s) { return s->get(u"no"_s); });
        row("getMany", DustError::NoError, [](S *s) { return s->getMany({ u"a"_s }); });
        row("exists", DustError::NoError, [](S *s) { return s->exists(u"a"_s); });
        row("put", DustError::NoError, [](S *s) { return s->put(u"b"_s, 1); });
        row("merge", DustError::NoError, [](S *s) { return s->merge(u"b"_s, { { u"x"_s, 1 } }); });
        row("increment", DustError::NoError, [](S *s) { return s->increment(u"b"_s); });
        row("addMember", DustError::NoError, [](S *s) { return s->addMember(u"b"_s, 1); });
        row("removeMember", DustError::NoError, [](S *s) { return s->removeMember(u"b"_s, 1); });
        row("remove", DustError::NoError, [](S *s) { return s->remove(u"b"_s); });
        row("lease", DustError::NoError, [](S *s) { return s->lease(u"b"_s, u"me"_s); });
        row("lease occupied", DustError::Occupied, [](S *s) { return s->lease(u"a"_s, u"me"_s); });
        row("renew", DustError::NotHeld, [](S *s) { return s->renew(u"b"_s, 1); });
        row("release", DustError::NoError, [](S *s) { return s->release(u"b"_s, 1); });
        row("batch of nothing", DustError::NothingToWrite, [](S *s) { return s->batchWrite({}); });
        row("rollback", DustError::NoError, [](S *s) { return s->rollback(u"a"_s, 0); });
        row("subscribe", DustError::NoError,
            [](S *s) { return s->subscribe(u"a"_s, s, [](const DustEvent &) {}); });
        addPathlessCalls(DustError::NoError);
    }
    void everyCallEndsLaterAndOnce()
    {
        QFETCH(Call, call);
        answerOf(m_store->put(u"a"_s, 1));
        verifyEndsLaterAndOnce(call(m_store));
    }

    void malformedPathsEndWithInvalidParams_data()
    {
        addCalls(u"a//b"_s, DustError::InvalidParams);
    }
    void malformedPathsEndWithInvalidParams()
    {
        QFETCH(Call, call);
        verifyEndsLaterAndOnce(call(m_store));
        QCOMPARE(m_store->transport()->currentSeq(), 0u);
    }

    void malformedPathsAreNamed_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("reason");
        QTest::newRow("empty") << QString() << u"empty_path"_s;
        QTest::newRow("leading slash") << u"/a"_s << u"empty_segment"_s;
        QTest::newRow("tilde") << u"a~x"_s << u"invalid_escape"_s;
        QTest::newRow("surrogate") << u"a/"_s + QChar(0xd800) << u"invalid_unicode"_s;
    }
    void malformedPathsAreNamed()
    {
        QFETCH(QString, path);
        QFETCH(QString, reason);
        QCOMPARE(answerOf(m_store->put(path, 1)).error().reason(), reason);
        const DustError error = answerOf(m_store->get(path)).error();
        QCOMPARE(error.reason(), reason);
        const QString shown = path.isEmpty() ? u"empty"_s
                                             : path.chopped(1); // the last may not be text
        QVERIFY2(error.message().contains(shown), qPrintable(error.message()));
        QCOMPARE(
                answerOf(m_store->subscribe(path, this, [](const DustEvent &) {})).error().reason(),
                reason);
    }

    void badOperationsEndWithInvalidParams_data()
    {
        QTest::addColumn<Call>("call");
        const auto row = [](const char *name, auto function) {
            QTest::newRow(name) << checked(DustError::InvalidParams, function);
        };
        using S = DustStore;
        row("increment by text", [](S *s) { return s->increment(u"a"_s, u"x"_s); });
        row("add null", [](S *s) { return s->addMember(u"a"_s, DustValue()); });
        row("empty key", [](S *s) { return s->put(u"a"_s, DustObject{ { QString(), 1 } }); });
        row("infinity", [](S *s) { return s->put(u"a"_s, qInf()); });
        row("if_match of an object", [](S *s) {
            return s->put(u"a"_s, DustObject{ { u"x"_s, 1 } }, DustWriteOptions().setIfMatch(1));
        });
        row("if_absent of merge", [](S *s) {
            return s->merge(u"a"_s, { { u"x"_s, 1 } }, DustWriteOptions().setIfAbsent(true));
        });
        row("lease without holder", [](S *s) { return s->lease(u"a"_s, QString()); });
        row("lease of no time", [](S *s) { return s->lease(u"a"_s, u"me"_s, 0); });
        row("release without token", [](S *s) { return s->release(u"a"_s, 0); });
        row("bad one in a batch", [](S *s) {
            return s->batchWrite(
                    { DustOperation::set(DustPath::fromCanonical("a"), 1),
                      DustOperation::increment(DustPath::fromCanonical("b"), u"x"_s) });
        });
        row("bad query", [](S *s) { return s->list(DustQuery::list(u"**/a"_s)); });
        row("bad limit", [](S *s) { return s->list(DustQuery::list(u"**"_s).setLimit(0)); });
        row("no context",
            [](S *s) { return s->subscribe(u"a"_s, nullptr, [](const DustEvent &) {}); });
        row("no receiver", [](S *s) { return s->subscribe(u"a"_s, s, {}); });
    }
    void badOperationsEndWithInvalidParams()
    {
        QFETCH(Call, call);
        verifyEndsLaterAndOnce(call(m_store));
        QCOMPARE(m_store->transport()->currentSeq(), 0u);
    }

    void everyOpenCallEndsWithClosed_data()
    {
        addCalls(u"fine"_s, DustError::Closed);
        addPathlessCalls(DustError::Closed);
    }
    void everyOpenCallEndsWithClosed()
    {
        QFETCH(Call, call);
        const QFuture<void> future = call(m_store);
        QVERIFY(!future.isFinished());
        m_client.reset();
        QVERIFY(future.isFinished());
        QVERIFY(!future.isCanceled());
    }

    void everyCallOnAFailedStoreEndsWithItsError_data()
    {
        addCalls(u"fine"_s, DustError::InvalidParams);
        addPathlessCalls(DustError::InvalidParams);
    }
    void everyCallOnAFailedStoreEndsWithItsError()
    {
        QFETCH(Call, call);
        m_client = std::make_unique<DustClient>(QUrl(u"ftp://dust.example"_s));
        m_store = m_client->store(u"acme/main"_s);
        QCOMPARE(m_store->error().kind(), DustError::InvalidParams);
        QVERIFY(!m_store->transport());
        QVERIFY(m_store->delivery());
        verifyEndsLaterAndOnce(call(m_store));
    }

    void readsAndWrites()
    {
        const auto put = answerOf(
                m_store->put(u"a"_s, DustObject{ { u"x"_s, 1 }, { u"y"_s, 2.0 } }));
        QCOMPARE(put->storeSeq, 1u);
        QCOMPARE(answerOf(m_store->get(u"a"_s)).valueOr({}),
                 DustValue(DustObject{ { u"x"_s, 1 }, { u"y"_s, 2.0 } }));
        QCOMPARE(answerOf(m_store->get(u"a/x"_s)).valueOr({}), DustValue(1));
        QCOMPARE(answerOf(m_store->entry(u"a/x"_s))->revision(), 1u);
        QVERIFY(answerOf(m_store->merge(u"a"_s, { { u"x"_s, 5 } })).isOk());
        QCOMPARE(answerOf(m_store->getMany({ u"a/y"_s, u"no"_s, u"a/x"_s }))->constLast().value(),
                 DustValue(5));
        answerOf(m_store->increment(u"n"_s));
        answerOf(m_store->increment(u"n"_s, -3));
        QCOMPARE(answerOf(m_store->get(u"n"_s)).valueOr({}), DustValue(-2));
        answerOf(m_store->addMember(u"tags"_s, u"a"_s));
        answerOf(m_store->addMember(u"tags"_s, u"b"_s));
        answerOf(m_store->removeMember(u"tags"_s, u"a"_s));
        QCOMPARE(answerOf(m_store->get(u"tags"_s)).valueOr({}), DustValue(DustArray{ u"b"_s }));
        QCOMPARE(answerOf(m_store->entry(u"tags"_s))->type(), DustEntry::Set);
        QVERIFY(*answerOf(m_store->exists(u"a"_s)));
        QVERIFY(answerOf(m_store->remove(u"a"_s)).isOk());
        QVERIFY(!*answerOf(m_store->exists(u"a"_s)));
        QCOMPARE(
                answerOf(m_store->list(DustQuery::list(u"**"_s).setSelect(DustQuery::Keys)))->paths,
                QStringList({ u"n"_s, u"tags"_s }));
        QVERIFY(answerOf(m_store->rollback(u"a"_s, 2)).isOk());
        QCOMPARE(answerOf(m_store->get(u"a/x"_s)).valueOr({}), DustValue(5));
    }

    void compacting()
    {
        answerOf(m_store->put(u"a"_s, 1));
        answerOf(m_store->put(u"a"_s, 2));
        QVERIFY(answerOf(m_store->compact()).isOk());
        QCOMPARE(answerOf(m_store->get(u"a"_s)).valueOr({}), DustValue(2));
        QCOMPARE(answerOf(m_store->rollback(u"a"_s, 1)).error().reason(), u"beyond_retention"_s);
        QCOMPARE(answerOf(m_store->put(u"a"_s, 3))->storeSeq, 3u);
        QCOMPARE(answerOf(m_store->rollback(u"a"_s, 2))->storeSeq, 4u);
    }

    void preconditions()
    {
        const auto first = answerOf(m_store->put(
                u"a"_s, 1, DustWriteOptions().setIfAbsent(true).setClientOpId(u"mine"_s)));
        QCOMPARE(first->clientOpId, u"mine"_s);
        QCOMPARE(answerOf(m_store->put(u"a"_s, 2, DustWriteOptions().setIfAbsent(true)))
                         .error()
                         .kind(),
                 DustError::Exists);
        const auto conflict = answerOf(m_store->put(u"a"_s, 2, DustWriteOptions().setIfMatch(9)));
        QCOMPARE(conflict.error().kind(), DustError::Conflict);
        QCOMPARE(conflict.error().currentRevision(), std::optional<quint64>(1));
        QVERIFY(answerOf(m_store->put(u"a"_s, 2, DustWriteOptions().setIfMatch(first->storeSeq)))
                        .isOk());
        QCOMPARE(answerOf(m_store->remove(u"a"_s, DustWriteOptions().setIfMatch(1))).error().kind(),
                 DustError::Conflict);
        const auto lease = answerOf(m_store->lease(u"job"_s, u"me"_s));
        const DustPath key = DustPath::fromCanonical("job");
        QVERIFY(answerOf(
                        m_store->put(u"a"_s, 3, DustWriteOptions().setFence({ key, lease->token })))
                        .isOk());
        QCOMPARE(answerOf(m_store->put(u"a"_s, 4,
                                       DustWriteOptions().setFence({ key, lease->token + 1 })))
                         .error()
                         .kind(),
                 DustError::Fenced);
        QVERIFY(answerOf(m_store->renew(u"job"_s, lease->token)).isOk());
        QVERIFY(answerOf(m_store->release(u"job"_s, lease->token))->released);
    }

    void answersComeInTheOrderOfTheCalls()
    {
        QStringList log;
        m_store->put(u"a"_s, 1).then(
                [&](const DustResult<DustReceipt> &) { log.append(u"put"_s); });
        m_store->get(u"a"_s).then([&](const DustResult<DustValue> &) { log.append(u"get"_s); });
        m_store->put(u"//"_s, 1).then([&](const DustResult<DustReceipt> &) {
            log.append(u"bad"_s);
        });
        m_client->store(u"acme/other"_s)->exists(u"a"_s).then([&](const DustResult<bool> &) {
            log.append(u"exists"_s);
        });
        QTRY_COMPARE(log, QStringList({ u"put"_s, u"get"_s, u"bad"_s, u"exists"_s }));
    }

    void cancellingKeepsTheWrite()
    {
        auto future = m_store->put(u"a"_s, 1);
        bool heard = false;
        future.then([&](const DustResult<DustReceipt> &) { heard = true; });
        future.cancel();
        QTRY_VERIFY(future.isFinished());
        QVERIFY(!heard);
        QCOMPARE(answerOf(m_store->get(u"a"_s)).valueOr({}), DustValue(1));
        auto read = m_store->get(u"a"_s);
        read.cancel();
        QTRY_VERIFY(read.isFinished());
        QCOMPARE(answerOf(m_store->get(u"a"_s)).valueOr({}), DustValue(1));
    }

    void whatClosedCallsWroteStays()
    {
        DustClient first(QUrl(u"memory:closed"_s));
        DustStore *store = first.store(u"acme/main"_s);
        auto second = std::make_unique<DustClient>(QUrl(u"memory:closed"_s));
        const auto future = second->store(u"acme/main"_s)->put(u"a"_s, 1);
        second.reset();
        QCOMPARE(future.result().error().kind(), DustError::Closed);
        QCOMPARE(answerOf(store->get(u"a"_s)).valueOr({}), DustValue(1));
    }

    void continuationsMayDestroyAnything_data()
    {
        QTest::addColumn<bool>("wholeClient");
        QTest::newRow("the store") << false;
        QTest::newRow("the client") << true;
    }
    void continuationsMayDestroyAnything()
    {
        QFETCH(bool, wholeClient);
        int ended = 0;
        m_store->put(u"a"_s, 1).then([&](const DustResult<DustReceipt> &result) {
            ++ended;
            QVERIFY(result.isOk());
            if (wholeClient)
                m_client.reset();
            else
                delete m_store;
        });
        m_store->get(u"a"_s).then([&](const DustResult<DustValue> &result) {
            ++ended;
            QCOMPARE(result.isOk(), !wholeClient);
        });
        QTRY_COMPARE(ended, 2);
        QCOMPARE(m_client == nullptr, wholeClient);
        if (!wholeClient)
            QCOMPARE(*answerOf(m_client->store(u"acme/main"_s)->get(u"a"_s)), DustValue(1));
    }

    void callsFromContinuationsWhileTheClientCloses()
    {
        DustFuture<DustReceipt> late;
        m_store->put(u"a"_s, 1).then([&](const DustResult<DustReceipt> &result) {
            QCOMPARE(result.error().kind(), DustError::Closed);
            late = m_store->put(u"b"_s, 1);
            QVERIFY(!late.isFinished());
        });
        m_client.reset();
        QVERIFY(!late.isFinished());
        QCOMPARE(answerOf(late).error().kind(), DustError::Closed);
    }

    void contextsMustLiveOnTheClientsThread()
    {
        QThread thread;
        QObject context;
        context.moveToThread(&thread);
        const auto refused = answerOf(
                m_store->subscribe(u"a"_s, &context, [](const DustEvent &) {}));
        QCOMPARE(refused.error().reason(), u"invalid_receiver"_s);
        QVERIFY(refused.error().message().contains(u"thread"_s));
    }
};

QTEST_GUILESS_MAIN(tst_DustStore)

#include "tst_duststore.moc"
