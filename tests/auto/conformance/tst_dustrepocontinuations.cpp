// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The continuation of every kind of DustRepo's calls may end the repo, its store or its client; and what every call asks
// of its context.

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
                end(what);
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

private:
    void end(const QString &what)
    {
        if (what == u"repo"_s)
            w->repo.reset();
        else if (what == u"store"_s)
            delete std::exchange(w->store, nullptr);
        else if (what == u"client"_s)
            w->client.reset();
    }

    std::unique_ptr<RepoWorld> w;
};

QTEST_GUILESS_MAIN(tst_DustRepoContinuations)

#include "tst_dustrepocontinuations.moc"
