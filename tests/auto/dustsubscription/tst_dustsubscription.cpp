// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustStore::subscribe(), and clients that hear each other.

#include "answers.h"
#include "dustclient.h"
#include "duststore.h"

#include <QtCore/QEventLoop>

using namespace Qt::StringLiterals;

class tst_DustSubscription : public QObject
{
    Q_OBJECT

    std::unique_ptr<DustClient> m_client;
    DustStore *m_store = nullptr;
    QStringList m_log;

    // Notes "name:storeSeq".
    std::function<void(const DustEvent &)> noting(const QString &name)
    {
        return [this, name](const DustEvent &event) {
            m_log.append(u"%1:%2"_s.arg(name).arg(event.storeSeq));
        };
    }
    DustSubscription subscribed(const QString &pattern,
                                const std::function<void(const DustEvent &)> &receiver)
    {
        return answerOf(m_store->subscribe(pattern, this, receiver)).value();
    }
    // Writes once more and waits until that has been heard, so that everything before has been too.
    void settle()
    {
        QVERIFY(answerOf(m_store->put(u"zz"_s, 1)).isOk());
        QCoreApplication::processEvents();
    }

private Q_SLOTS:
    void init()
    {
        m_client = std::make_unique<DustClient>(QUrl(u"memory:"_s));
        m_client->setDeviceId(u"dev_me"_s);
        m_store = m_client->store(u"acme/main"_s);
        m_log.clear();
    }
    void cleanup() { m_client.reset(); }

    void tellsWhatHappened()
    {
        QList<DustEvent> events;
        const auto name = subscribed(u"a/**"_s,
                                     [&](const DustEvent &event) { events.append(event); });
        QVERIFY(!name.isNull());
        m_store->put(u"a/b"_s, 7, DustWriteOptions().setClientOpId(u"op_1"_s));
        m_store->increment(u"a/n"_s, 2);
        QVERIFY(events.isEmpty());
        settle();
        QCOMPARE(events.size(), 2);
        const DustEvent put = events.constFirst();
        QCOMPARE(put.op, DustOperation::Set);
        QCOMPARE(put.pathString(), u"a/b"_s);
        QCOMPARE(put.value, DustValue(7));
        QCOMPARE(put.storeSeq, 1u);
        QCOMPARE(put.clientOpId, u"op_1"_s);
        QCOMPARE(put.deviceId, u"dev_me"_s);
        QVERIFY(put.own && put.committed);
        QCOMPARE(events.constLast().opName(), u"increment"_s);
        QCOMPARE(events.constLast().value, DustValue(2));
    }

    // Once per operation whose path, or a leaf that it touched, matches.
    void matches_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("heard"); // of the ten operations below
        QTest::newRow("everything") << u"**"_s << u"1 2 3 4 5 6 7 8 9 10"_s;
        QTest::newRow("one path") << u"posts/a/title"_s << u"1 2 3 6 7 8"_s;
        QTest::newRow("a star within") << u"posts/*/title"_s << u"1 2 3 4 6 7 8"_s;
        QTest::newRow("a star at the end") << u"posts/*"_s << u"2 3"_s;
        QTest::newRow("below a record") << u"posts/a/**"_s << u"1 2 3 6 7 8"_s;
        QTest::newRow("below another") << u"posts/b/**"_s << u"4 6 8"_s;
        QTest::newRow("the prefix itself") << u"posts"_s << u"6 8"_s;
        QTest::newRow("below the users") << u"users/**"_s << u"5 10"_s;
        QTest::newRow("one level") << u"*"_s << u"6 8 10"_s;
        QTest::newRow("a path where nothing was") << u"nothing/there"_s << u"9"_s;
        QTest::newRow("above it") << u"nothing"_s << QString();
        QTest::newRow("nothing") << u"other/**"_s << QString();
    }
    void matches()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, heard);
        QStringList seqs;
        subscribed(pattern,
                   [&](const DustEvent &event) { seqs.append(QString::number(event.storeSeq)); });
        m_store->put(u"posts/a/title"_s, u"one"_s); // 1
        m_store->put(u"posts/a"_s, DustObject{ { u"title"_s, u"two"_s }, { u"n"_s, 1 } }); // 2
        m_store->merge(u"posts/a"_s, { { u"title"_s, u"three"_s } }); // 3
        m_store->put(u"posts/b/title"_s, u"b"_s); // 4
        m_store->put(u"users/x"_s, 1); // 5
        m_store->remove(u"posts"_s); // 6
        m_store->put(u"posts/a/title"_s, u"again"_s); // 7
        m_store->put(u"posts"_s, DustObject{ { u"b"_s, DustObject{ { u"title"_s, 1 } } } }); // 8
        m_store->remove(u"nothing/there"_s); // 9
        answerOf(m_store->remove(u"users"_s)); // 10
        QCOMPARE(seqs.join(u' '), heard);
    }

    void batchesAreHeardOperationByOperation()
    {
        subscribed(u"a/**"_s, noting(u"a"_s));
        const auto path = [](const char *text) { return DustPath::fromCanonical(text); };
        answerOf(m_store->batchWrite({ DustOperation::set(path("a/1"), 1),
                                       DustOperation::set(path("b/1"), 1),
                                       DustOperation::set(path("a/2"), 1) }));
        answerOf(m_store->batchWrite({ DustOperation::set(path("a/3"), 1),
                                       DustOperation::increment(path("a/4"), u"x"_s) }));
        settle();
        QCOMPARE(m_log, QStringList({ u"a:1"_s, u"a:3"_s }));
    }

    void theSameReceiverMayHearTwice()
    {
        const auto first = subscribed(u"a"_s, noting(u"first"_s));
        const auto second = subscribed(u"a"_s, noting(u"second"_s));
        QVERIFY(first != second);
        answerOf(m_store->put(u"a"_s, 1));
        QCOMPARE(m_log, QStringList({ u"first:1"_s, u"second:1"_s }));
    }

    void hearsOnlyWhatComesLater()
    {
        m_store->put(u"a"_s, 1);
        m_store->subscribe(u"a"_s, this, noting(u"early"_s));
        m_store->put(u"a"_s, 2);
        settle();
        QCOMPARE(m_log, QStringList({ u"early:2"_s }));
        m_log.clear();
        bool again = false;
        subscribed(u"a"_s, [&](const DustEvent &) {
            if (!std::exchange(again, true))
                m_store->subscribe(u"a"_s, this, noting(u"late"_s));
        });
        m_store->put(u"a"_s, 3);
        m_store->put(u"a"_s, 4);
        settle();
        QCOMPARE(m_log.filter(u"late"_s), QStringList());
        answerOf(m_store->put(u"a"_s, 5));
        QCOMPARE(m_log.filter(u"late"_s), QStringList({ u"late:7"_s }));
    }

    void eventsComeBeforeAnswers()
    {
        subscribed(u"a"_s, noting(u"event"_s));
        m_store->put(u"a"_s, 1).then(
                [this](const DustResult<DustReceipt> &) { m_log.append(u"answer"_s); });
        settle();
        QCOMPARE(m_log, QStringList({ u"event:1"_s, u"answer"_s }));
    }

    void unsubscribingTakesEffectAtOnce()
    {
        const auto name = subscribed(u"a"_s, noting(u"no"_s));
        answerOf(m_store->put(u"a"_s, 1));
        m_store->put(u"a"_s, 2);
        m_store->unsubscribe(name);
        m_store->unsubscribe(name);
        m_store->unsubscribe({});
        settle();
        QCOMPARE(m_log, QStringList({ u"no:1"_s }));
    }

    void subscriptionsAreTheirStores()
    {
        const auto name = subscribed(u"a"_s, noting(u"mine"_s));
        m_client->store(u"acme/other"_s)->unsubscribe(name);
        answerOf(m_store->put(u"a"_s, 1));
        QCOMPARE(m_log, QStringList({ u"mine:1"_s }));
    }

    void unsubscribingInsideACallback()
    {
        QList<DustSubscription> names;
        names << subscribed(u"a"_s, [&](const DustEvent &event) {
            noting(u"first"_s)(event);
            m_store->unsubscribe(names.at(0)); // itself, with an event to come
            m_store->unsubscribe(names.at(1)); // another, with two
        });
        names << subscribed(u"a"_s, noting(u"second"_s));
        names << subscribed(u"a"_s, noting(u"third"_s));
        m_store->put(u"a"_s, 1);
        m_store->put(u"a"_s, 2);
        settle();
        QCOMPARE(m_log, QStringList({ u"first:1"_s, u"third:1"_s, u"third:2"_s }));
    }

    void theReceiverIsReleasedWithItsSubscription_data()
    {
        QTest::addColumn<QString>("how");
        for (const char *how : { "unsubscribe", "unsubscribe inside", "context", "context inside",
                                 "store", "client" })
            QTest::newRow(how) << QString::fromLatin1(how);
    }
    void theReceiverIsReleasedWithItsSubscription()
    {
        QFETCH(QString, how);
        auto held = std::make_shared<int>(1);
        auto context = std::make_unique<QObject>();
        DustSubscription name;
        name = answerOf(m_store->subscribe(u"a"_s, context.get(), [&, held](const DustEvent &) {
                   if (how == u"unsubscribe inside"_s)
                       m_store->unsubscribe(name);
                   else if (how == u"context inside"_s)
                       context.reset();
                   QCOMPARE(held.use_count(), 2);
               })).value();
        QCOMPARE(held.use_count(), 2);
        answerOf(m_store->put(u"a"_s, 1));
        if (how == u"unsubscribe"_s)
            m_store->unsubscribe(name);
        else if (how == u"context"_s)
            context.reset();
        else if (how == u"store"_s)
            delete m_store;
        else if (how == u"client"_s)
            m_client.reset();
        QCOMPARE(held.use_count(), 1);
    }

    void aDestroyedContextHearsNothing()
    {
        auto context = std::make_unique<QObject>();
        QVERIFY(answerOf(m_store->subscribe(u"a"_s, context.get(), noting(u"no"_s))).isOk());
        m_store->put(u"a"_s, 1);
        context.reset();
        settle();
        QVERIFY(m_log.isEmpty());
    }

    void callbacksMayDestroyContexts()
    {
        auto own = std::make_unique<QObject>();
        auto other = std::make_unique<QObject>();
        m_store->subscribe(u"a"_s, own.get(), [&](const DustEvent &event) {
            noting(u"own"_s)(event);
            own.reset();
            other.reset();
        });
        m_store->subscribe(u"a"_s, other.get(), noting(u"other"_s));
        m_store->put(u"a"_s, 1);
        m_store->put(u"a"_s, 2);
        settle();
        QCOMPARE(m_log, QStringList({ u"own:1"_s }));
    }

    void callbacksMayDestroyAnything_data()
    {
        QTest::addColumn<bool>("wholeClient");
        QTest::newRow("the store") << false;
        QTest::newRow("the client") << true;
    }
    void callbacksMayDestroyAnything()
    {
        QFETCH(bool, wholeClient);
        DustStore *other = m_client->store(u"acme/other"_s);
        m_store->subscribe(u"a"_s, this, [&](const DustEvent &event) {
            noting(u"first"_s)(event);
            if (wholeClient)
                m_client.reset();
            else
                delete m_store;
        });
        m_store->subscribe(u"a"_s, this, noting(u"second"_s));
        other->subscribe(u"a"_s, this, noting(u"other"_s));
        m_store->put(u"a"_s, 1);
        m_store->put(u"a"_s, 2);
        const auto last = other->put(u"a"_s, 1);
        QCOMPARE(answerOf(last).isOk(), !wholeClient);
        QCOMPARE(m_log,
                 wholeClient ? QStringList({ u"first:1"_s })
                             : QStringList({ u"first:1"_s, u"other:1"_s }));
    }

    void whatCallbacksWriteIsTheNextTurns()
    {
        subscribed(u"a/*"_s, [&](const DustEvent &event) {
            noting(u"a"_s)(event);
            if (event.storeSeq < 4)
                m_store->put(u"a/more"_s, 1);
        });
        subscribed(u"a/**"_s, noting(u"b"_s));
        m_store->put(u"a/1"_s, 1);
        m_store->put(u"a/2"_s, 1);
        QTRY_COMPARE(m_log.size(), 10);
        QCOMPARE(m_log,
                 QStringList({ u"a:1"_s, u"a:2"_s, u"b:1"_s, u"b:2"_s, u"a:3"_s, u"a:4"_s, u"b:3"_s,
                               u"b:4"_s, u"a:5"_s, u"b:5"_s }));
    }

    // A modal dialog in a callback neither hangs nor reorders.
    void aNestedEventLoopInACallback()
    {
        subscribed(u"a"_s, [&](const DustEvent &event) {
            noting(u"a"_s)(event);
            if (event.storeSeq != 1)
                return;
            QEventLoop loop;
            m_store->put(u"a"_s, 3);
            m_store->get(u"a"_s).then([&](const DustResult<DustValue> &value) {
                m_log.append(u"got %1"_s.arg(value->toInteger()));
                loop.quit();
            });
            loop.exec();
            m_log.append(u"back"_s);
        });
        subscribed(u"a"_s, noting(u"b"_s));
        m_store->put(u"a"_s, 1);
        m_store->put(u"a"_s, 2).then(
                [this](const DustResult<DustReceipt> &) { m_log.append(u"put 2"_s); });
        QTRY_VERIFY(m_log.contains(u"back"_s));
        QCOMPARE(m_log,
                 QStringList({ u"a:1"_s, u"a:2"_s, u"b:1"_s, u"b:2"_s, u"put 2"_s, u"a:3"_s,
                               u"b:3"_s, u"got 3"_s, u"back"_s }));
    }

    void aNestedEventLoopMayDestroyTheClient()
    {
        subscribed(u"a"_s, [&](const DustEvent &event) {
            noting(u"a"_s)(event);
            QEventLoop loop;
            QMetaObject::invokeMethod(
                    &loop,
                    [&] {
                        m_client.reset();
                        loop.quit();
                    },
                    Qt::QueuedConnection);
            loop.exec();
        });
        m_store->put(u"a"_s, 1);
        QTRY_VERIFY(!m_client);
        QCOMPARE(m_log, QStringList({ u"a:1"_s }));
    }

    void twoPrivateMemoriesDoNotHearEachOther()
    {
        DustClient other(QUrl(u"memory:"_s));
        subscribed(u"**"_s, noting(u"mine"_s));
        QVERIFY(answerOf(other.store(u"acme/main"_s)->put(u"a"_s, 1)).isOk());
        QCOMPARE(answerOf(m_store->get(u"a"_s)).error().kind(), DustError::NotFound);
        QVERIFY(m_log.isEmpty());
    }

    void clientsOfOneMemoryHearEachOther()
    {
        std::vector<std::unique_ptr<DustClient>> clients;
        std::vector<DustStore *> stores;
        for (int i = 0; i < 3; ++i) {
            clients.push_back(std::make_unique<DustClient>(QUrl(u"memory:shared"_s)));
            stores.push_back(clients.back()->store(u"acme/main"_s));
            stores.back()->subscribe(u"**"_s, this, [this, i](const DustEvent &event) {
                m_log.append(u"%1 %2 %3"_s.arg(i)
                                     .arg(event.own ? u"own"_s : u"other"_s)
                                     .arg(event.storeSeq));
            });
        }
        QVERIFY(clients[0]->deviceId() != clients[1]->deviceId());
        stores[0]->put(u"a"_s, 1);
        stores[1]->put(u"a"_s, 2);
        QTRY_COMPARE(m_log.size(), 6);
        m_log.sort();
        QCOMPARE(m_log,
                 QStringList({ u"0 other 2"_s, u"0 own 1"_s, u"1 other 1"_s, u"1 own 2"_s,
                               u"2 other 1"_s, u"2 other 2"_s }));
        QCOMPARE(answerOf(stores[2]->get(u"a"_s)).valueOr({}), DustValue(2));
    }

    // Clients of one memory that close each other in callbacks.
    void clientsMayCloseEachOther_data()
    {
        QTest::addColumn<QList<int>>("closed"); // by the first one to hear
        QTest::newRow("none") << QList<int>{};
        QTest::newRow("itself") << QList<int>{ 0 };
        QTest::newRow("another") << QList<int>{ 1 };
        QTest::newRow("both others") << QList<int>{ 1, 2 };
        QTest::newRow("the last") << QList<int>{ 2 };
        QTest::newRow("all") << QList<int>{ 2, 0, 1 };
    }
    void clientsMayCloseEachOther()
    {
        QFETCH(QList<int>, closed);
        std::vector<std::unique_ptr<DustClient>> clients;
        bool done = false;
        QList<int> heard;
        for (int i = 0; i < 3; ++i) {
            clients.push_back(std::make_unique<DustClient>(QUrl(u"memory:closing"_s)));
            clients.back()
                    ->store(u"acme/main"_s)
                    ->subscribe(u"**"_s, this, [&, i](const DustEvent &) {
                        heard.append(i);
                        if (std::exchange(done, true))
                            return;
                        for (const int other : closed)
                            clients[std::size_t(other)].reset();
                    });
        }
        DustClient watcher(QUrl(u"memory:closing"_s));
        QVERIFY(watcher.store(u"acme/main"_s)->transport());
        const auto future = clients[0]->store(u"acme/main"_s)->put(u"a"_s, 1);
        QTRY_VERIFY(done);
        QTRY_VERIFY(future.isFinished());
        QVERIFY(answerOf(watcher.store(u"acme/main"_s)->put(u"b"_s, 1)).isOk());
        QList<int> expected = { heard.constFirst() };
        for (int i = 0; i < 3; ++i) {
            if (!closed.contains(i))
                expected.append({ i, i });
        }
        if (!closed.contains(heard.constFirst()))
            expected.removeOne(heard.constFirst());
        std::sort(expected.begin(), expected.end());
        QTRY_COMPARE(heard.size(), expected.size());
        std::sort(heard.begin(), heard.end());
        QCOMPARE(heard, expected);
        QCOMPARE(answerOf(watcher.store(u"acme/main"_s)->get(u"a"_s)).valueOr({}), DustValue(1));
    }
};

QTEST_GUILESS_MAIN(tst_DustSubscription)

#include "tst_dustsubscription.moc"
