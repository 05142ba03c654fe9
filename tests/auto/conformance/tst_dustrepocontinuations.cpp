// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What a DustRepo calls later: receivers of streams, and the continuation of every kind of call, which may end the repo,
// its store or its client; and what every call asks of its context.

#include "repoworld.h"

using namespace Qt::StringLiterals;

class tst_DustRepoContinuations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { w = std::make_unique<RepoWorld>(); }
    void cleanup() { w.reset(); }

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
        const Link link = *answerOf(w->repo->insert(Link::named(u"a"_s)));
        w->repo->subscribe<Link>(this, [](const auto &) {});
        int ended = 0;
        const auto thenEnd = [&](auto future) {
            future.then(this, [&](const auto &) {
                ++ended;
                w->end(what);
            });
        };
        if (call == u"all"_s)
            thenEnd(w->repo->all<Link>());
        else if (call == u"get"_s)
            thenEnd(w->repo->get<Link>(u"a"_s));
        else if (call == u"exists"_s)
            thenEnd(w->repo->exists<Link>(u"a"_s));
        else if (call == u"stream"_s)
            thenEnd(w->repo->stream<Link>(this, [](const auto &) { return true; }));
        else if (call == u"insert"_s)
            thenEnd(w->repo->insert(Link::named(u"b"_s)));
        else if (call == u"update"_s)
            thenEnd(w->repo->update<Link>(DustChangeset::change(link, { { u"visits"_s, 2 } }),
                                          DustRepoOptions().setIfUnchanged(true)));
        else if (call == u"nothing"_s)
            thenEnd(w->repo->update<Link>(DustChangeset::change(link)));
        else if (call == u"invalid"_s)
            thenEnd(w->repo->insert(Link::changeset({}, {})));
        else if (call == u"remove"_s)
            thenEnd(w->repo->remove(link));
        else if (call == u"batch"_s)
            thenEnd(w->repo->batchWrite(DustRepoBatch().insert(link).remove<Link>(u"a"_s)));
        else if (call == u"subscribe"_s)
            thenEnd(w->repo->subscribe<Link>(this, [](const auto &) {}));
        const auto after = w->repo->all<Link>();
        const auto last = w->repo->insert(Link::named(u"z"_s));
        QVERIFY(answerOf(after).isOk() || answerOf(after).error().kind() == DustError::Closed);
        QVERIFY(answerOf(last).isOk() || answerOf(last).error().kind() == DustError::Closed);
        QTRY_COMPARE(ended, 1);
    }

    void needsAContextAndAReceiver()
    {
        const DustSchema links = *DustSchema::of<Link>();
        QCOMPARE(answerOf(w->repo->subscribe(links, nullptr, [](const auto &) {})).error().kind(),
                 DustError::InvalidParams);
        QCOMPARE(answerOf(w->repo->subscribe(links, this, {})).error().kind(),
                 DustError::InvalidParams);
        QCOMPARE(
                answerOf(w->repo->subscribeRaw(links, nullptr, [](const auto &) {})).error().kind(),
                DustError::InvalidParams);
        QCOMPARE(answerOf(w->repo->subscribeRaw(links, this, {})).error().kind(),
                 DustError::InvalidParams);
        QCOMPARE(answerOf(w->repo->stream(links, nullptr, [](const auto &) { return true; }))
                         .error()
                         .kind(),
                 DustError::InvalidParams);
        QCOMPARE(answerOf(w->repo->stream(links, this, {})).error().kind(),
                 DustError::InvalidParams);
    }

    void streamsPageByPage();
    void streamsEveryRecordOnce();
    void endsStreams_data();
    void endsStreams();

private:
    std::unique_ptr<RepoWorld> w;
};

void tst_DustRepoContinuations::streamsPageByPage()
{
    QStringList slugs;
    for (int i = 0; i < 1000; ++i)
        slugs.append(u"%1"_s.arg(i, 4, 10, QLatin1Char('0')));
    w->putLinks(slugs);
    QList<qsizetype> pages;
    QStringList seen;
    int turnsBetween = 0;
    auto done = w->repo->stream<Link>(this, [&](const QList<Link> &page) {
        // A turn that other traffic has asked for may bring the next one a little sooner.
        [&] { QVERIFY(turnsBetween + 1 >= int(pages.size())); }();
        QMetaObject::invokeMethod(
                this, [&] { ++turnsBetween; }, Qt::QueuedConnection);
        pages.append(page.size());
        for (const Link &link : page)
            seen.append(link.slug);
        return true;
    });
    QVERIFY(pages.isEmpty());
    QTRY_VERIFY(done.isFinished());
    QVERIFY(done.result().isOk());
    QCOMPARE(seen, slugs);
    // Of 4 leaves, and 1,000 leaves a page. Elsewhere only the next page tells whether a record ends
    // there: the last one of each is read again with it.
    const bool isLocal = w->can(DustTransport::LocalReads);
    QCOMPARE(pages,
             isLocal ? QList<qsizetype>({ 250, 250, 250, 250 })
                     : QList<qsizetype>({ 249, 249, 249, 249, 4 }));

    QList<DustRecord> records;
    const auto all = answerOf(
            w->repo->stream(*DustSchema::of<Link>(), this, [&](const QList<DustRecord> &page) {
                records += page;
                return true;
            }));
    QVERIFY(all.isOk());
    QCOMPARE(records.size(), 1000);
}

// A write between two pages changes a record on either side, and never half of one.
void tst_DustRepoContinuations::streamsEveryRecordOnce()
{
    QStringList slugs;
    for (int i = 0; i < 600; ++i)
        slugs.append(u"%1"_s.arg(i, 4, 10, QLatin1Char('0')));
    w->putLinks(slugs);
    w->put(u"links/0333/colour"_s, "1"); // so that pages do not end where a record does by chance
    int round = 0;
    QStringList seen;
    QStringList torn;
    auto done = w->repo->stream<Link>(this, [&](const QList<Link> &page) {
        for (const Link &link : page) {
            const bool isOld = link.title == u"Title of "_s + link.slug && link.note.isEmpty();
            if (!isOld && link.title != link.note)
                torn.append(link.slug);
            seen.append(link.slug);
        }
        ++round;
        for (qsizetype first = 0; first < slugs.size(); first += 200) {
            DustRepoBatch batch;
            for (const QString &slug : slugs.mid(first, 200)) {
                Link link = Link::named(slug);
                link.title = link.note = QString::number(round);
                batch.insert(link);
            }
            w->repo->batchWrite(batch);
        }
        return true;
    });
    QVERIFY(answerOf(done).isOk());
    QVERIFY(round > 2);
    QCOMPARE(seen, slugs);
    QCOMPARE(torn, QStringList());
}

void tst_DustRepoContinuations::endsStreams_data()
{
    QTest::addColumn<QString>("how");
    QTest::addColumn<DustError::Kind>("kind");
    QTest::newRow("by false") << u"false"_s << DustError::NoError;
    QTest::newRow("by the context") << u"context"_s << DustError::Closed;
    QTest::newRow("by the repo") << u"repo"_s << DustError::Closed;
    QTest::newRow("by the store") << u"store"_s << DustError::Closed;
    QTest::newRow("by the client") << u"client"_s << DustError::Closed;
}

void tst_DustRepoContinuations::endsStreams()
{
    QFETCH(QString, how);
    QFETCH(DustError::Kind, kind);
    QStringList slugs;
    for (int i = 0; i < 300; ++i)
        slugs.append(QString::number(i));
    w->putLinks(slugs);
    auto context = std::make_unique<QObject>();
    int pages = 0;
    const auto done = w->repo->stream<Link>(context.get(), [&](const QList<Link> &) {
        ++pages;
        if (how == u"context"_s)
            context.reset();
        else
            w->end(how);
        return how != u"false"_s;
    });
    QCOMPARE(answerOf(done).error().kind(), kind);
    QCOMPARE(pages, 1);
}

QTEST_GUILESS_MAIN(tst_DustRepoContinuations)

#include "tst_dustrepocontinuations.moc"
