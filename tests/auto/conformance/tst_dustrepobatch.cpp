// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "repoworld.h"

using namespace Qt::StringLiterals;

class tst_DustRepoBatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { w = std::make_unique<RepoWorld>(); }
    void cleanup() { w.reset(); }

    void isAValue()
    {
        DustRepoBatch batch;
        QVERIFY(batch.isEmpty());
        DustRepoBatch copy = batch.insert(Link::named(u"a"_s));
        copy.remove<Link>(u"b"_s);
        QCOMPARE(batch.count(), 1);
        QCOMPARE(copy.count(), 2);
        batch = std::move(copy);
        QCOMPARE(batch.count(), 2);
        batch.update(DustChangeset()).remove(*DustSchema::of<Link>(), u"b"_s).remove(DustRecord());
        QCOMPARE(batch.count(), 5);
    }

    void writesStepsOfSeveralSchemas()
    {
        const Link a = *answerOf(w->repo->insert(Link::named(u"a"_s)));
        const Link b = *answerOf(w->repo->insert(Link::named(u"b"_s)));
        Article article;
        article.slug = u"x"_s;
        article.title = u"X"_s;
        article.extra = QVariantMap{ { u"a"_s, 1 } };
        article = *answerOf(w->repo->insert(article));
        w->takeOperations();

        DustRepoBatch batch;
        batch.insert(Page{ {}, u"p"_s, u"P"_s, {}, {} });
        batch.update(DustChangeset::change(a, { { u"title"_s, u"A2"_s } }), ifUnchanged());
        batch.remove(b, ifUnchanged());
        batch.update(DustChangeset::change(article)
                             .putChange(u"extra"_s, 5)
                             .putChange(u"title"_s, u"X2"_s));
        batch.update(DustChangeset::change(a));
        batch.insert(Link::changeset(
                {}, { { u"slug"_s, u"c"_s }, { u"title"_s, u"C"_s }, { u"url"_s, u"u"_s } }));
        batch.remove<Link>(u"nobody"_s);
        const auto receipt = answerOf(w->repo->batchWrite(batch));
        QVERIFY2(receipt.isOk(), qPrintable(receipt.error().message()));

        quint64 seq = article.dustMeta.revision();
        const QList<std::pair<int, QString>> expected{
            { 1, u"pages/p"_s },
            { 1, u"links/a"_s },
            { 5, u"links/b"_s }, // its leaves, then what is left of it
            { 2, u"reading/articles/x"_s }, // the object that becomes a number by a set of its own
            { 0, u"links/a"_s },
            { w->flatCount(4, RepoWorld::InBatch), u"links/c"_s },
            { 1, u"links/nobody"_s }
        };
        QCOMPARE(receipt->operations.size(), expected.size());
        for (qsizetype i = 0; i < expected.size(); ++i) {
            const auto &[operations, path] = expected.at(i);
            seq += quint64(operations);
            QCOMPARE(receipt->operations.at(i).pathString(), path);
            QCOMPARE(receipt->operations.at(i).storeSeq, operations > 0 ? seq : 0);
        }
        QCOMPARE(receipt->storeSeq, seq);
        QCOMPARE(w->takeOperations().size(), 10 + w->flatCount(4, RepoWorld::InBatch));
        QCOMPARE(answerOf(w->repo->all<Link>())->size(), 2);
        QCOMPARE(answerOf(w->repo->get<Article>(u"x"_s))->extra.toInt(), 5);
        QCOMPARE(answerOf(w->repo->get<Page>(u"p"_s))->title, u"P"_s);
    }

    void writesNothingWhenAStepIsWrong_data()
    {
        QTest::addColumn<QString>("wrong");
        QTest::addColumn<DustError::Kind>("kind");
        QTest::newRow("invalid changeset") << u"invalid"_s << DustError::Invalid;
        QTest::newRow("invalid update") << u"update"_s << DustError::Invalid;
        QTest::newRow("no slug") << u"slug"_s << DustError::InvalidParams;
        QTest::newRow("wrong declaration") << u"declaration"_s << DustError::InvalidParams;
        QTest::newRow("nothing but a slug") << u"fields"_s << DustError::NothingToWrite;
        QTest::newRow("conflict") << u"conflict"_s << DustError::Conflict;
        QTest::newRow("removal conflict") << u"removal"_s << DustError::Conflict;
        QTest::newRow("not read") << u"unread"_s << DustError::InvalidParams;
        QTest::newRow("a value that cannot be") << u"value"_s << DustError::InvalidParams;
    }

    void writesNothingWhenAStepIsWrong()
    {
        QFETCH(QString, wrong);
        QFETCH(DustError::Kind, kind);
        const Link old = *answerOf(w->repo->insert(Link::named(u"old"_s)));
        const quint64 theirs = w->put(u"links/old/title"_s, R"("theirs")");

        DustRepoBatch batch;
        batch.insert(Link::named(u"a"_s))
                .remove(*answerOf(w->repo->insert(Link::named(u"b"_s))), ifUnchanged());
        w->takeOperations();
        if (wrong == u"invalid"_s)
            batch.insert(Link::changeset({}, { { u"slug"_s, u"c"_s } }));
        else if (wrong == u"update"_s)
            batch.update(Link::changeset(old, { { u"visits"_s, u"x"_s } }));
        else if (wrong == u"slug"_s)
            batch.insert(Link());
        else if (wrong == u"declaration"_s)
            batch.insert(WithoutPrefix());
        else if (wrong == u"fields"_s)
            batch.update(DustChangeset::change(Link(), { { u"slug"_s, u"c"_s } }));
        else if (wrong == u"conflict"_s)
            batch.update(DustChangeset::change(old, { { u"title"_s, u"mine"_s } }), ifUnchanged());
        else if (wrong == u"removal"_s)
            batch.remove(old, ifUnchanged());
        else if (wrong == u"unread"_s)
            batch.remove(Link::named(u"c"_s), ifUnchanged());
        else if (wrong == u"value"_s)
            batch.update(DustChangeset::change(old, { { u"note"_s, QString(QChar(0xd800)) } }));
        batch.insert(Link::named(u"d"_s));

        const DustError error = answerOf(w->repo->batchWrite(batch)).error();
        QVERIFY2(error.kind() == kind
                         || (wrong == u"value"_s && error.kind() == DustError::Invalid),
                 qPrintable(error.message()));
        QCOMPARE(error.opIndex(), 2);
        if (kind == DustError::Invalid)
            QVERIFY(!error.fieldErrors().isEmpty());
        if (kind == DustError::Conflict) {
            QCOMPARE(error.path(), u"links/old/title"_s);
            QCOMPARE(error.currentRevision(), std::optional<quint64>(theirs));
        }
        QCOMPARE(w->takeOperations(), QStringList());
        QCOMPARE(answerOf(w->repo->all<Link>())->size(), 2);
    }

    void needsSteps()
    {
        QCOMPARE(answerOf(w->repo->batchWrite({})).error().kind(), DustError::NothingToWrite);
        const Link link = *answerOf(w->repo->insert(Link::named(u"a"_s)));
        const auto same = answerOf(
                w->repo->batchWrite(DustRepoBatch().update(DustChangeset::change(link))));
        QVERIFY(same.isOk());
        QCOMPARE(same->operations.size(), 1);
        QCOMPARE(same->storeSeq, quint64(0));
    }

    // The view shows what was there before the batch, not what its earlier steps write.
    void stepsSeeEarlierSteps()
    {
        Article article;
        article.slug = u"x"_s;
        article.title = u"X"_s;
        article.extra = QVariantMap{ { u"a"_s, 1 } };
        Article later = article;
        later.extra = 5;
        QVERIFY(answerOf(w->repo->batchWrite(DustRepoBatch().insert(article).insert(later)))
                        .isOk());
        const auto stored = answerOf(w->repo->get<Article>(u"x"_s));
        QVERIFY2(stored.isOk(), qPrintable(stored.error().message()));
        QCOMPARE(stored->extra.toInt(), 5);
    }

    void takesThousandsOfSteps()
    {
        constexpr int Count = 2500;
        DustRepoBatch batch;
        for (int i = 0; i < Count; ++i)
            batch.insert(Link::named(QString::number(i)));
        const auto receipt = answerOf(w->repo->batchWrite(batch));
        if (w->place().maximumOperations() < Count) {
            QCOMPARE(receipt.error().kind(), DustError::LimitExceeded);
            QCOMPARE(w->takeOperations(), QStringList());
            return;
        }
        QVERIFY(receipt.isOk());
        QCOMPARE(receipt->operations.size(), Count);
        QCOMPARE(receipt->operations.last().storeSeq, quint64(Count));
        QCOMPARE(answerOf(w->repo->all<Link>())->size(), Count);
    }

    void takesAThousandOperations()
    {
        const int count = 1000 / w->flatCount(4, RepoWorld::InBatch);
        DustRepoBatch batch;
        for (int i = 0; i < count; ++i)
            batch.insert(Link::named(QString::number(i)));
        const auto receipt = answerOf(w->repo->batchWrite(batch));
        QVERIFY2(receipt.isOk(), qPrintable(receipt.error().message()));
        QCOMPARE(receipt->operations.size(), count);
        QCOMPARE(receipt->storeSeq, quint64(1000));
        QCOMPARE(answerOf(w->repo->all<Link>())->size(), count);
    }

private:
    std::unique_ptr<RepoWorld> w;
};

QTEST_GUILESS_MAIN(tst_DustRepoBatch)

#include "tst_dustrepobatch.moc"
