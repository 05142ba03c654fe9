// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustRepo's subscriptions on a store, and what receivers may do to it. Which events there are is tst_dustrecordwatcher's.

#include "answers.h"
#include "records.h"

#include "dustclient.h"
#include "dustrepo.h"

#include <QtCore/QEventLoop>

using namespace Qt::StringLiterals;

class tst_DustRepoSubscribe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_client = std::make_unique<DustClient>(QUrl(u"memory:"_s));
        m_store = m_client->store(u"acme/main"_s);
        m_repo = std::make_unique<DustRepo>(m_store);
        m_heard.clear();
    }
    void cleanup()
    {
        m_repo.reset();
        m_client.reset();
    }

    void tellsTyped()
    {
        QList<DustRecordEventOf<Link>> events;
        const auto name = answerOf(m_repo->subscribe<Link>(
                this, [&](const DustRecordEventOf<Link> &event) { events.append(event); }));
        QVERIFY(name.isOk());
        QVERIFY(!name->isNull());
        Link link = *answerOf(m_repo->insert(Link::named(u"a"_s)));
        QVERIFY(answerOf(m_repo->update(DustChangeset::change(link, { { u"visits"_s, 3 } })))
                        .isOk());
        QVERIFY(answerOf(m_repo->remove(link)).isOk());
        QCOMPARE(events.size(), 3);
        QVERIFY(events.at(0).isUpserted() && events.at(0).own && events.at(0).storeSeq == 1);
        QCOMPARE(events.at(0).record.title, link.title);
        QCOMPARE(events.at(0).record.dustMeta, link.dustMeta);
        QCOMPARE(events.at(1).record.visits, 3);
        QVERIFY(events.at(2).isDeleted() && events.at(2).storeSeq == 3);
        QCOMPARE(events.at(2).slug, u"a"_s);
        QVERIFY(events.at(2).record.title.isNull());

        // An event's record can be updated on condition that it is unchanged.
        QVERIFY(answerOf(m_repo->insert(Link::named(u"b"_s))).isOk());
        QVERIFY(answerOf(m_repo->update(
                                 DustChangeset::change(events.at(3).record, { { u"visits"_s, 1 } }),
                                 DustRepoOptions().setIfUnchanged(true)))
                        .isOk());
    }

    void tellsUntyped()
    {
        QList<DustRecordEvent> events;
        m_repo->subscribe(*DustSchema::of<Article>(), this,
                          [&](const DustRecordEvent &event) { events.append(event); });
        const auto both = *DustValue::fromJson(R"({"x":{"title":"X"},"y":{"title":"Y"}})");
        QVERIFY(answerOf(m_store->merge(u"reading/articles"_s, both.toObject())).isOk());
        QVERIFY(answerOf(m_store->remove(u"reading"_s)).isOk());
        QCOMPARE(events.size(), 4);
        QCOMPARE(events.at(0).record.value(u"title"_s).toString(), u"X"_s);
        QVERIFY(events.at(0) != events.at(1));
        QCOMPARE(events.at(3).kind, DustRecordEvent::Deleted);
        QVERIFY(events.at(3).record.isNull());
    }

    void tellsOfOtherClients()
    {
        DustClient here(QUrl(u"memory:both"_s));
        DustClient there(QUrl(u"memory:both"_s));
        DustRepo mine(here.store(u"acme/main"_s));
        DustRepo theirs(there.store(u"acme/main"_s));
        QStringList heard;
        mine.subscribe<Link>(this, [&](const DustRecordEventOf<Link> &event) {
            heard.append(event.slug + (event.own ? u" mine"_s : u" theirs"_s));
        });
        mine.insert(Link::named(u"a"_s));
        theirs.insert(Link::named(u"b"_s));
        QTRY_COMPARE(heard, QStringList({ u"a mine"_s, u"b theirs"_s }));
    }

    void startsWithTheNextOperation()
    {
        m_repo->insert(Link::named(u"before"_s));
        listen();
        m_repo->insert(Link::named(u"after"_s));
        m_repo->insert(Link::named(u"later"_s));
        QCoreApplication::processEvents();
        QCOMPARE(m_heard, QStringList({ u"after"_s, u"later"_s }));
    }

    void tellsBeforeTheCallEnds()
    {
        listen();
        m_repo->insert(Link::named(u"a"_s)).then(this, [this](const auto &) {
            m_heard.append(u"done"_s);
        });
        QTRY_COMPARE(m_heard, QStringList({ u"a"_s, u"done"_s }));
    }

    void tellsRaw()
    {
        QStringList heard;
        m_repo->subscribeRaw<Article>(this, [&](const DustEvent &event) {
            heard.append(event.opName() + u' ' + event.pathString());
        });
        m_store->put(u"reading/articles/x/title"_s, u"X"_s);
        m_store->put(u"reading/articles"_s, 5);
        m_store->put(u"reading/articles/x/extra"_s, 5);
        m_store->put(u"reading/other"_s, 5);
        m_store->put(u"readings"_s, 5);
        m_store->remove(u"reading/articles/nobody"_s);
        m_store->merge(u"reading"_s,
                       { { u"articles"_s,
                           DustObject{ { u"y"_s, DustObject{ { u"title"_s, u"Y"_s } } } } } });
        m_store->remove(u"reading"_s);
        QCoreApplication::processEvents();
        QCOMPARE(heard,
                 QStringList({ u"set reading/articles/x/title"_s, u"set reading/articles"_s,
                               u"set reading/articles/x/extra"_s,
                               u"delete reading/articles/nobody"_s, u"merge reading"_s,
                               u"delete reading"_s }));
    }

    void unsubscribes()
    {
        const auto first = answerOf(listen());
        const auto second = answerOf(listen());
        QVERIFY(*first != *second);
        m_repo->insert(Link::named(u"a"_s));
        m_repo->unsubscribe(*first); // what has happened is not told any more either
        QCoreApplication::processEvents();
        QCOMPARE(m_heard, QStringList{ u"a"_s });
        m_repo->unsubscribe(*first);
        m_repo->unsubscribe({});
        m_repo->unsubscribe(*second);
        m_repo->insert(Link::named(u"b"_s));
        QCoreApplication::processEvents();
        QCOMPARE(m_heard, QStringList{ u"a"_s });
    }

    void needsAContextAndAReceiver()
    {
        const DustSchema links = *DustSchema::of<Link>();
        QCOMPARE(answerOf(m_repo->subscribe(links, nullptr, [](const auto &) {})).error().kind(),
                 DustError::InvalidParams);
        QCOMPARE(answerOf(m_repo->subscribe(links, this, {})).error().kind(),
                 DustError::InvalidParams);
        QCOMPARE(answerOf(m_repo->subscribeRaw(links, nullptr, [](const auto &) {})).error().kind(),
                 DustError::InvalidParams);
        QCOMPARE(answerOf(m_repo->subscribeRaw(links, this, {})).error().kind(),
                 DustError::InvalidParams);
        QCOMPARE(answerOf(m_repo->stream(links, nullptr, [](const auto &) { return true; }))
                         .error()
                         .kind(),
                 DustError::InvalidParams);
        QCOMPARE(answerOf(m_repo->stream(links, this, {})).error().kind(),
                 DustError::InvalidParams);
    }

    void endsInACallback_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<bool>("raw");
        QTest::addColumn<bool>("nested");
        for (const char *what : { "unsubscribe", "context", "repo", "store", "client" }) {
            QTest::addRow("%s", what) << QString::fromLatin1(what) << false << false;
            QTest::addRow("%s, raw", what) << QString::fromLatin1(what) << true << false;
            QTest::addRow("%s, then an event loop", what)
                    << QString::fromLatin1(what) << false << true;
        }
    }
    void endsInACallback()
    {
        QFETCH(QString, what);
        QFETCH(bool, raw);
        QFETCH(bool, nested);
        auto context = std::make_unique<QObject>();
        DustSubscription name;
        int calls = 0;
        const auto receive = [&](const auto &) {
            ++calls;
            if (what == u"unsubscribe"_s)
                m_repo->unsubscribe(name);
            else if (what == u"context"_s)
                context.reset();
            else
                end(what);
            if (nested) {
                QEventLoop loop;
                QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection);
                loop.exec();
            }
        };
        auto future = raw ? m_repo->subscribeRaw<Link>(context.get(), receive)
                          : m_repo->subscribe<Link>(context.get(), receive);
        name = *answerOf(future);
        const auto first = m_repo->insert(Link::named(u"a"_s));
        const auto second = m_repo->insert(Link::named(u"b"_s));
        QVERIFY(answerOf(first).isOk() || answerOf(first).error().kind() == DustError::Closed);
        QVERIFY(answerOf(second).isOk() || answerOf(second).error().kind() == DustError::Closed);
        QCOMPARE(calls, 1);
        if (m_client && m_client->store(u"acme/main"_s)) {
            DustRepo again(m_client->store(u"acme/main"_s));
            QVERIFY(answerOf(again.insert(Link::named(u"c"_s))).isOk());
        }
        QCOMPARE(calls, 1);
    }

    // The same from the continuation of every kind of call.
    void endsInAContinuation_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("call");
        for (const char *what : { "repo", "store", "client" }) {
            for (const char *call : { "all", "get", "exists", "stream", "insert", "update",
                                      "nothing", "invalid", "remove", "batch", "subscribe" })
                QTest::addRow("%s in %s", what, call)
                        << QString::fromLatin1(what) << QString::fromLatin1(call);
        }
    }
    void endsInAContinuation()
    {
        QFETCH(QString, what);
        QFETCH(QString, call);
        const Link link = *answerOf(m_repo->insert(Link::named(u"a"_s)));
        listen();
        int ended = 0;
        const auto thenEnd = [&](auto future) {
            future.then(this, [&](const auto &) {
                ++ended;
                end(what);
            });
        };
        if (call == u"all"_s)
            thenEnd(m_repo->all<Link>());
        else if (call == u"get"_s)
            thenEnd(m_repo->get<Link>(u"a"_s));
        else if (call == u"exists"_s)
            thenEnd(m_repo->exists<Link>(u"a"_s));
        else if (call == u"stream"_s)
            thenEnd(m_repo->stream<Link>(this, [](const auto &) { return true; }));
        else if (call == u"insert"_s)
            thenEnd(m_repo->insert(Link::named(u"b"_s)));
        else if (call == u"update"_s)
            thenEnd(m_repo->update<Link>(DustChangeset::change(link, { { u"visits"_s, 2 } }),
                                         DustRepoOptions().setIfUnchanged(true)));
        else if (call == u"nothing"_s)
            thenEnd(m_repo->update<Link>(DustChangeset::change(link)));
        else if (call == u"invalid"_s)
            thenEnd(m_repo->insert(Link::changeset({}, {})));
        else if (call == u"remove"_s)
            thenEnd(m_repo->remove(link));
        else if (call == u"batch"_s)
            thenEnd(m_repo->batchWrite(DustRepoBatch().insert(link).remove<Link>(u"a"_s)));
        else if (call == u"subscribe"_s)
            thenEnd(m_repo->subscribe<Link>(this, [](const auto &) {}));
        const auto after = m_repo->all<Link>();
        const auto last = m_repo->insert(Link::named(u"z"_s));
        QVERIFY(answerOf(after).isOk() || answerOf(after).error().kind() == DustError::Closed);
        QVERIFY(answerOf(last).isOk() || answerOf(last).error().kind() == DustError::Closed);
        QTRY_COMPARE(ended, 1);
    }

    void destroysTheReceiverBetweenTurns()
    {
        auto context = std::make_unique<QObject>();
        m_repo->subscribe<Link>(context.get(),
                                [this](const auto &event) { m_heard.append(event.slug); });
        m_repo->subscribeRaw<Link>(context.get(),
                                   [this](const auto &) { m_heard.append(u"raw"_s); });
        m_repo->insert(Link::named(u"a"_s));
        context.reset();
        QCoreApplication::processEvents();
        QCOMPARE(m_heard, QStringList());
    }

    void destroysTheRepoBetweenTurns()
    {
        listen();
        m_repo->insert(Link::named(u"a"_s));
        m_repo.reset();
        QCoreApplication::processEvents();
        QCOMPARE(m_heard, QStringList());
    }

    void writesInACallback()
    {
        m_repo->subscribe<Link>(this, [this](const DustRecordEventOf<Link> &event) {
            m_heard.append(event.slug);
            if (event.slug == u"a"_s)
                m_repo->insert(Link::named(u"b"_s));
        });
        m_repo->insert(Link::named(u"a"_s));
        m_repo->insert(Link::named(u"c"_s));
        QTRY_COMPARE(m_heard, QStringList({ u"a"_s, u"c"_s, u"b"_s }));
    }

    void keepsItsOrderInNestedEventLoops()
    {
        m_repo->subscribe<Link>(this, [this](const DustRecordEventOf<Link> &event) {
            m_heard.append(event.slug);
            if (event.slug != u"a"_s)
                return;
            m_repo->insert(Link::named(u"d"_s));
            QEventLoop loop;
            QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection);
            loop.exec();
        });
        for (const QString &slug : { u"a"_s, u"b"_s, u"c"_s })
            m_repo->insert(Link::named(slug));
        QTRY_COMPARE(m_heard, QStringList({ u"a"_s, u"b"_s, u"c"_s, u"d"_s }));
    }

private:
    DustFuture<DustSubscription> listen()
    {
        return m_repo->subscribe<Link>(
                this, [this](const DustRecordEventOf<Link> &event) { m_heard.append(event.slug); });
    }
    void end(const QString &what)
    {
        if (what == u"repo"_s)
            m_repo.reset();
        else if (what == u"store"_s)
            delete std::exchange(m_store, nullptr);
        else if (what == u"client"_s)
            m_client.reset();
    }

    std::unique_ptr<DustClient> m_client;
    DustStore *m_store = nullptr;
    std::unique_ptr<DustRepo> m_repo;
    QStringList m_heard;
};

QTEST_GUILESS_MAIN(tst_DustRepoSubscribe)

#include "tst_dustreposubscribe.moc"
