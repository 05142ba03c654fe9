// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustRepo's subscriptions on a store, and what receivers may do to it. Which events there are is tst_dustrecordwatcher's.

#include "repoworld.h"

#include "dustbroadcaster.h"

#include <QtCore/QEventLoop>
#include <QtTest/QSignalSpy>

using namespace Qt::StringLiterals;

class tst_DustRepoSubscribe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        w = std::make_unique<RepoWorld>();
        m_heard.clear();
    }
    void cleanup() { w.reset(); }

    void tellsTyped()
    {
        QList<DustRecordEventOf<Link>> events;
        const auto name = answerOf(w->repo->subscribe<Link>(
                this, [&](const DustRecordEventOf<Link> &event) { events.append(event); }));
        QVERIFY(name.isOk());
        QVERIFY(!name->isNull());
        Link link = *answerOf(w->repo->insert(Link::named(u"a"_s)));
        QVERIFY(answerOf(w->repo->update(DustChangeset::change(link, { { u"visits"_s, 3 } })))
                        .isOk());
        QVERIFY(answerOf(w->repo->remove(link)).isOk());
        QCOMPARE(events.size(), 3);
        QVERIFY(events.at(0).isUpserted() && events.at(0).own && events.at(0).storeSeq == 1);
        QCOMPARE(events.at(0).record.title, link.title);
        QCOMPARE(events.at(0).record.dustMeta, link.dustMeta);
        QCOMPARE(events.at(1).record.visits, 3);
        QVERIFY(events.at(2).isDeleted() && events.at(2).storeSeq == 3);
        QCOMPARE(events.at(2).slug, u"a"_s);
        QVERIFY(events.at(2).record.title.isNull());

        // An event's record can be updated on condition that it is unchanged.
        QVERIFY(answerOf(w->repo->insert(Link::named(u"b"_s))).isOk());
        QVERIFY(answerOf(w->repo->update(
                                 DustChangeset::change(events.at(3).record, { { u"visits"_s, 1 } }),
                                 DustRepoOptions().setIfUnchanged(true)))
                        .isOk());
    }

    void tellsUntyped()
    {
        QList<DustRecordEvent> events;
        w->repo->subscribe(*DustSchema::of<Article>(), this,
                           [&](const DustRecordEvent &event) { events.append(event); });
        const auto both = *DustValue::fromJson(R"({"x":{"title":"X"},"y":{"title":"Y"}})");
        QVERIFY(answerOf(w->store->merge(u"reading/articles"_s, both.toObject())).isOk());
        QVERIFY(answerOf(w->store->remove(u"reading"_s)).isOk());
        QCOMPARE(events.size(), 4);
        QCOMPARE(events.at(0).record.value(u"title"_s).toString(), u"X"_s);
        QVERIFY(events.at(0) != events.at(1));
        QCOMPARE(events.at(3).kind, DustRecordEvent::Deleted);
        QVERIFY(events.at(3).record.isNull());
    }

    void tellsOfOtherClients()
    {
        const auto there = w->makeClient();
        DustRepo theirs(there->store(w->storeName()));
        QStringList heard;
        w->repo->subscribe<Link>(this, [&](const DustRecordEventOf<Link> &event) {
            heard.append(event.slug + (event.own ? u" mine"_s : u" theirs"_s));
        });
        QVERIFY(answerOf(w->repo->insert(Link::named(u"a"_s))).isOk());
        QVERIFY(answerOf(theirs.insert(Link::named(u"b"_s))).isOk());
        QTRY_COMPARE(heard, QStringList({ u"a mine"_s, u"b theirs"_s }));
    }

    void tellsOfABatch()
    {
        for (const QString &slug : { u"a"_s, u"b"_s })
            QVERIFY(answerOf(w->repo->insert(Link::named(slug))).isOk());
        const Link a = *answerOf(w->repo->get<Link>(u"a"_s));
        QList<DustRecordEventOf<Link>> events;
        w->repo->subscribe<Link>(
                this, [&](const DustRecordEventOf<Link> &event) { events.append(event); });
        const auto written = answerOf(w->repo->batchWrite(
                DustRepoBatch()
                        .insert(Link::named(u"c"_s))
                        .update(DustChangeset::change(a, { { u"visits"_s, 3 } }))
                        .remove<Link>(u"b"_s)));
        QVERIFY2(written, qPrintable(written.error().message()));
        QTRY_COMPARE(written->operations.size(), 3);
        // One each, in their order; an insert may be several operations, which make a record by and by.
        const auto last = [&](const QString &slug) {
            const auto of = [&](const auto &event) { return event.slug == slug; };
            const auto found = std::find_if(events.crbegin(), events.crend(), of);
            return found == events.crend() ? DustRecordEventOf<Link>() : *found;
        };
        QTRY_VERIFY(last(u"b"_s).isDeleted());
        QVERIFY(last(u"c"_s).isUpserted());
        QCOMPARE(last(u"c"_s).record.title, Link::named(u"c"_s).title);
        QVERIFY(last(u"a"_s).isUpserted());
        QCOMPARE(last(u"a"_s).record.visits, 3);
        QVERIFY(last(u"c"_s).storeSeq < last(u"a"_s).storeSeq);
        QVERIFY(last(u"a"_s).storeSeq < last(u"b"_s).storeSeq);
        QCOMPARE(last(u"b"_s).storeSeq, written->storeSeq);
    }

    void startsWithTheNextOperation()
    {
        const auto before = w->repo->insert(Link::named(u"before"_s));
        if (w->can(DustTransport::Optimistic)) // else it has happened already
            QVERIFY(answerOf(before).isOk());
        listen();
        w->repo->insert(Link::named(u"after"_s));
        w->repo->insert(Link::named(u"later"_s));
        QTRY_COMPARE(m_heard, QStringList({ u"after"_s, u"later"_s }));
    }

    void tellsBeforeTheCallEnds()
    {
        listen();
        w->repo->insert(Link::named(u"a"_s)).then(this, [this](const auto &) {
            m_heard.append(u"done"_s);
        });
        QTRY_COMPARE(m_heard, QStringList({ u"a"_s, u"done"_s }));
    }

    void tellsRaw()
    {
        QStringList heard;
        w->repo->subscribeRaw<Article>(this, [&](const DustEvent &event) {
            heard.append(event.opName() + u' ' + event.pathString());
        });
        w->store->put(u"reading/articles/x/title"_s, u"X"_s);
        w->store->put(u"reading/articles/x/extra"_s, 5);
        w->store->put(u"reading/articles"_s, 5);
        w->store->put(u"reading/other"_s, 5);
        w->store->put(u"readings"_s, 5);
        w->store->remove(u"reading/articles/nobody"_s);
        w->store->merge(u"reading"_s,
                        { { u"articles"_s,
                            DustObject{ { u"y"_s, DustObject{ { u"title"_s, u"Y"_s } } } } } });
        w->store->remove(u"reading"_s);
        QTRY_COMPARE(
                heard,
                QStringList({ u"set reading/articles/x/title"_s, u"set reading/articles/x/extra"_s,
                              u"set reading/articles"_s, u"delete reading/articles/nobody"_s,
                              u"merge reading"_s, u"delete reading"_s }));
    }

    void unsubscribes()
    {
        const auto first = answerOf(listen());
        const auto second = answerOf(listen());
        QVERIFY(*first != *second);
        w->repo->insert(Link::named(u"a"_s));
        w->repo->unsubscribe(*first); // what has happened is not told any more either
        QTRY_COMPARE(m_heard, QStringList{ u"a"_s });
        w->repo->unsubscribe(*first);
        w->repo->unsubscribe({});
        w->repo->unsubscribe(*second);
        w->repo->insert(Link::named(u"b"_s));
        QCoreApplication::processEvents();
        QCOMPARE(m_heard, QStringList{ u"a"_s });
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
                w->repo->unsubscribe(name);
            else if (what == u"context"_s)
                context.reset();
            else
                w->end(what);
            if (nested) {
                QEventLoop loop;
                QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection);
                loop.exec();
            }
        };
        auto future = raw ? w->repo->subscribeRaw<Link>(context.get(), receive)
                          : w->repo->subscribe<Link>(context.get(), receive);
        name = *answerOf(future);
        const auto first = w->repo->insert(Link::named(u"a"_s));
        const auto second = w->repo->insert(Link::named(u"b"_s));
        QVERIFY(answerOf(first).isOk() || answerOf(first).error().kind() == DustError::Closed);
        QVERIFY(answerOf(second).isOk() || answerOf(second).error().kind() == DustError::Closed);
        QCOMPARE(calls, 1);
        if (w->client && w->client->store(w->storeName())) {
            DustRepo again(w->client->store(w->storeName()));
            QVERIFY(answerOf(again.insert(Link::named(u"c"_s))).isOk());
        }
        QCOMPARE(calls, 1);
    }

    void destroysTheReceiverBetweenTurns()
    {
        auto context = std::make_unique<QObject>();
        w->repo->subscribe<Link>(context.get(),
                                 [this](const auto &event) { m_heard.append(event.slug); });
        w->repo->subscribeRaw<Link>(context.get(),
                                    [this](const auto &) { m_heard.append(u"raw"_s); });
        w->repo->insert(Link::named(u"a"_s));
        context.reset();
        QCoreApplication::processEvents();
        QCOMPARE(m_heard, QStringList());
    }

    void destroysTheRepoBetweenTurns()
    {
        listen();
        w->repo->insert(Link::named(u"a"_s));
        w->repo.reset();
        QCoreApplication::processEvents();
        QCOMPARE(m_heard, QStringList());
    }

    void writesInACallback()
    {
        w->repo->subscribe<Link>(this, [this](const DustRecordEventOf<Link> &event) {
            m_heard.append(event.slug);
            if (event.slug == u"a"_s)
                w->repo->insert(Link::named(u"b"_s));
        });
        w->repo->insert(Link::named(u"a"_s));
        w->repo->insert(Link::named(u"c"_s));
        QTRY_COMPARE(m_heard, QStringList({ u"a"_s, u"c"_s, u"b"_s }));
    }

    void keepsItsOrderInNestedEventLoops()
    {
        w->repo->subscribe<Link>(this, [this](const DustRecordEventOf<Link> &event) {
            m_heard.append(event.slug);
            if (event.slug != u"a"_s)
                return;
            w->repo->insert(Link::named(u"d"_s));
            QEventLoop loop;
            QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection);
            loop.exec();
        });
        for (const QString &slug : { u"a"_s, u"b"_s, u"c"_s })
            w->repo->insert(Link::named(slug));
        QTRY_COMPARE(m_heard, QStringList({ u"a"_s, u"b"_s, u"c"_s, u"d"_s }));
    }

private:
    DustFuture<DustSubscription> listen()
    {
        return w->repo->subscribe<Link>(
                this, [this](const DustRecordEventOf<Link> &event) { m_heard.append(event.slug); });
    }

    std::unique_ptr<RepoWorld> w;
    QStringList m_heard;
};

// Where nothing brings news, that is said at once.
class tst_DustRepoSubscribeRefused : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { w = std::make_unique<RepoWorld>(); }
    void cleanup() { w.reset(); }

    void refuses_data()
    {
        using Subscribe = std::function<DustFuture<DustSubscription>(DustRepo *, QObject *)>;
        QTest::addColumn<Subscribe>("subscribe");
        const DustSchema links = *DustSchema::of<Link>();
        const auto row = [](const char *name, const Subscribe &subscribe) {
            QTest::newRow(name) << subscribe;
        };
        row("typed", [](DustRepo *repo, QObject *context) {
            return repo->subscribe<Link>(context, [](const auto &) {});
        });
        row("untyped", [links](DustRepo *repo, QObject *context) {
            return repo->subscribe(links, context, [](const auto &) {});
        });
        row("raw", [](DustRepo *repo, QObject *context) {
            return repo->subscribeRaw<Link>(context, [](const auto &) {});
        });
        row("raw, untyped", [links](DustRepo *repo, QObject *context) {
            return repo->subscribeRaw(links, context, [](const auto &) {});
        });
        row("the store's", [](DustRepo *repo, QObject *context) {
            return repo->store()->subscribe(u"links/**"_s, context, [](const auto &) {});
        });
    }
    void refuses()
    {
        using Subscribe = std::function<DustFuture<DustSubscription>(DustRepo *, QObject *)>;
        QFETCH(Subscribe, subscribe);
        const auto refused = subscribe(w->repo.get(), this);
        QVERIFY(!refused.isFinished());
        QCoreApplication::processEvents();
        QVERIFY(refused.isFinished());
        const DustError error = refused.result().error();
        QCOMPARE(error.kind(), DustError::NotSupported);
        QVERIFY(error.message().contains(u"link"_s, Qt::CaseInsensitive));
        QVERIFY(!error.isRetryable());
        w->repo->unsubscribe({});
    }

    void tellsReceiversOfBroadcasters()
    {
        DustBroadcaster *broadcaster = DustBroadcaster::of<Link>(w->repo.get());
        const QSignalSpy errors(broadcaster, &DustBroadcaster::errorOccurred);
        const QSignalSpy upserts(broadcaster, &DustBroadcaster::upserted);
        QTRY_COMPARE(errors.count(), 1);
        QCOMPARE(errors.first().first().value<DustError>().kind(), DustError::NotSupported);
        QVERIFY(!broadcaster->isActive());
        QVERIFY(answerOf(w->repo->insert(Link::named(u"a"_s))).isOk());
        QCOMPARE(upserts.count(), 0);
    }

private:
    std::unique_ptr<RepoWorld> w;
};

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (RepoWorld().can(DustTransport::Realtime)) {
        tst_DustRepoSubscribe test;
        return QTest::qExec(&test, argc, argv);
    }
    tst_DustRepoSubscribeRefused test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_dustreposubscribe.moc"
