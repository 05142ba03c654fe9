// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustRepo's writes over a transport that shows nothing of what is stored, and may know no merge.

#include "answers.h"
#include "faketransport.h"
#include "records.h"

#include "dustrepo.h"

using namespace Qt::StringLiterals;

namespace {

DustRepoOptions ifUnchanged()
{
    return DustRepoOptions().setIfUnchanged(true);
}

} // namespace

class tst_DustRepoRemoteWrites : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup()
    {
        m_repo.reset();
        m_client.reset();
    }

    void writesSetsWhereThereIsNoMerge()
    {
        open({});
        QVERIFY(answerOf(m_repo->insert(Link::named(u"a"_s))).isOk());
        QVERIFY(m_transport->writes.isEmpty());
        QCOMPARE(
                described(),
                QStringList{
                        u"set links/a/title \"Title of a\"; set links/a/url \"https://example.org/a\"; set links/a/note null; set links/a/visits 0"_s });

        const auto link = answerOf(m_repo->get<Link>(u"a"_s));
        const auto updated = answerOf(
                m_repo->update<Link>(DustChangeset::change(*link, { { u"visits"_s, 2 } })));
        QCOMPARE(updated->visits, 2);
        QCOMPARE(described(), QStringList{ u"set links/a/visits 2"_s });
        QCOMPARE(updated->dustMeta, answerOf(m_repo->get<Link>(u"a"_s))->dustMeta);
    }

    void clearsNestedRecordsWhereThereIsNoMerge()
    {
        open({});
        Article article = sample();
        QVERIFY(answerOf(m_repo->insert(article)).isOk());
        article.author = {};
        const auto again = answerOf(m_repo->insert(article));
        QVERIFY(again.isOk());
        QCOMPARE(again->dustMeta, answerOf(m_repo->get<Article>(u"x"_s))->dustMeta);
        QVERIFY(described().last().contains(u"set reading/articles/x/author {}"_s));
    }

    void mergesWhatCannotHideASubtree()
    {
        open(DustTransport::AtomicMerge | DustTransport::FullBatches);
        QVERIFY(answerOf(m_repo->insert(Link::named(u"a"_s))).isOk());
        QCOMPARE(m_transport->writes.size(), 1);
        QCOMPARE(m_transport->writes.first().kind(), DustOperation::Merge);
        QVERIFY(m_transport->batches.isEmpty());

        QVERIFY(answerOf(m_repo->insert(Page{ {}, u"p"_s, u"P"_s, {}, {} })).isOk());
        QCOMPARE(m_transport->writes.last().kind(), DustOperation::Set);
    }

    // A scalar of a free-form field gets its own set, for there may be an object under it.
    void setsFreeFormScalars()
    {
        open(DustTransport::AtomicMerge | DustTransport::FullBatches);
        QVERIFY(m_transport->put(u"reading/articles/x/extra/deep"_s, 1).isOk());
        Article article = sample();
        article.extra = 5;
        QVERIFY(answerOf(m_repo->insert(article)).isOk());
        QCOMPARE(m_transport->batches.size(), 1);
        QCOMPARE(m_transport->batches.first().size(), 2);
        QCOMPARE(m_transport->batches.first().first().kind(), DustOperation::Merge);
        QCOMPARE(described().first().section(u"; "_s, 1), u"set reading/articles/x/extra 5"_s);
        QCOMPARE(answerOf(m_repo->get<Article>(u"x"_s))->extra.toInt(), 5);

        article.extra = QVariantMap{ { u"a"_s, 1 } };
        QVERIFY(answerOf(m_repo->insert(article)).isOk());
        QCOMPARE(m_transport->batches.size(), 0);
        QCOMPARE(m_transport->writes.size(), 1);
    }

    // The revisions tell of a subtree that another program wrote where a plain field is.
    void setsWhatWasReadAsASubtree()
    {
        open(DustTransport::AtomicMerge | DustTransport::FullBatches);
        QVERIFY(m_transport
                        ->put(u"links/a"_s,
                              *DustValue::fromJson(R"({"title":"T","url":"u","note":{"de":"N"}})"))
                        .isOk());
        DustMeta meta;
        meta.addLeaf("note/de", 1);
        meta.addLeaf("title", 1);
        meta.setLoaded(true);
        Link link = Link::named(u"a"_s);
        link.dustMeta = meta;
        QVERIFY(answerOf(m_repo->update(DustChangeset::change(
                                 link, { { u"note"_s, u"N"_s }, { u"title"_s, u"U"_s } })))
                        .isOk());
        QCOMPARE(described(),
                 QStringList{ u"merge links/a {\"title\":\"U\"}; set links/a/note \"N\""_s });
    }

    void removesWithoutReading()
    {
        open(DustTransport::AtomicMerge | DustTransport::FullBatches);
        QVERIFY(answerOf(m_repo->remove<Link>(u"a"_s)).isOk());
        QVERIFY(answerOf(m_repo->removeAll<Link>()).isOk());
        QCOMPARE(m_transport->writes.size(), 2);
        QVERIFY(m_transport->lists.isEmpty() && m_transport->fetches.isEmpty());
    }

    void fetchesUnknownRevisions_data()
    {
        QTest::addColumn<QString>("theirs"); // "path json" or "path"
        QTest::addColumn<QString>("conflict");
        QTest::newRow("unchanged") << QString() << QString();
        QTest::newRow("changed and changed back")
                << u"reading/articles/x/title \"X\""_s << QString();
        QTest::newRow("changed") << u"reading/articles/x/title \"Z\""_s
                                 << u"reading/articles/x/title"_s;
        QTest::newRow("another type")
                << u"reading/articles/x/title 5"_s << u"reading/articles/x/title"_s;
        QTest::newRow("deleted") << u"reading/articles/x/title"_s << u"reading/articles/x/title"_s;
        QTest::newRow("nested") << u"reading/articles/x/author/city \"Rome\""_s
                                << u"reading/articles/x/author/city"_s;
        QTest::newRow("deep in a free-form field")
                << u"reading/articles/x/extra/b/c 3"_s << u"reading/articles/x/extra/b/c"_s;
        QTest::newRow("a field that is not written")
                << u"reading/articles/x/tags [\"z\"]"_s << QString();
    }

    void fetchesUnknownRevisions()
    {
        QFETCH(QString, theirs);
        QFETCH(QString, conflict);
        open(DustTransport::AtomicMerge | DustTransport::FullBatches);
        m_transport->hidesRevisions = true;
        QVERIFY(answerOf(m_repo->insert(sample())).isOk());
        const Article article = *answerOf(m_repo->get<Article>(u"x"_s));
        QCOMPARE(article.dustMeta.leafRevision("title"), std::optional<quint64>(0));
        others(theirs);
        m_transport->writes.clear();
        m_transport->batches.clear();

        const DustChangeset changeset = DustChangeset::change(
                article,
                { { u"title"_s, u"Y"_s },
                  { u"author"_s, QVariant::fromValue(Author{ u"Ada"_s, u"Paris"_s }) },
                  { u"extra"_s, 5 } });
        const auto updated = answerOf(m_repo->update<Article>(changeset, ifUnchanged()));
        QCOMPARE(m_transport->fetches.size(), 1);
        QCOMPARE(m_transport->fetches.first().size(), 5);
        QVERIFY(m_transport->writes.isEmpty());
        if (conflict.isEmpty()) {
            QVERIFY2(updated.isOk(), qPrintable(updated.error().message()));
            QCOMPARE(m_transport->batches.size(), 1);
            const QStringList wholes{ u"author"_s, u"extra"_s }; // after their leaves
            for (const DustOperation &operation : m_transport->batches.first())
                QVERIFY(operation.ifMatch().has_value()
                        || wholes.contains(operation.path().lastSegment()));
            QCOMPARE(updated->title, u"Y"_s);
        } else {
            QCOMPARE(updated.error().kind(), DustError::Conflict);
            QCOMPARE(updated.error().path(), conflict);
            const DustRow *row = m_transport->rows().find(conflict.toUtf8());
            QCOMPARE(updated.error().currentRevision(),
                     row ? std::optional<quint64>(row->revision()) : std::nullopt);
            QVERIFY(m_transport->batches.isEmpty());
        }
    }

    void removesWithUnknownRevisions_data()
    {
        QTest::addColumn<QString>("theirs");
        QTest::addColumn<bool>("isConflict");
        QTest::newRow("unchanged") << QString() << false;
        QTest::newRow("changed") << u"reading/articles/x/tags [\"z\"]"_s << true;
        QTest::newRow("deleted") << u"reading/articles/x"_s << true;
    }

    void removesWithUnknownRevisions()
    {
        QFETCH(QString, theirs);
        QFETCH(bool, isConflict);
        open(DustTransport::AtomicMerge | DustTransport::FullBatches);
        m_transport->hidesRevisions = true;
        QVERIFY(answerOf(m_repo->insert(sample())).isOk());
        const Article article = *answerOf(m_repo->get<Article>(u"x"_s));
        others(theirs);
        m_transport->batches.clear();
        const auto removed = answerOf(m_repo->remove(article, ifUnchanged()));
        QCOMPARE(removed.error().kind(), isConflict ? DustError::Conflict : DustError::NoError);
        QCOMPARE(m_transport->batches.size(), isConflict ? 0 : 1);
        QCOMPARE(m_transport->rows().count() == 0,
                 !isConflict || theirs == u"reading/articles/x"_s);
    }

    // Between the fetch and the write somebody is faster: the revision that was fetched does not hold.
    void losesTheRaceAfterTheFetch()
    {
        open(DustTransport::AtomicMerge | DustTransport::FullBatches);
        m_transport->hidesRevisions = true;
        QVERIFY(answerOf(m_repo->insert(sample())).isOk());
        const Article article = *answerOf(m_repo->get<Article>(u"x"_s));
        auto done = m_repo->update<Article>(
                DustChangeset::change(article, { { u"title"_s, u"Y"_s } }), ifUnchanged());
        QCOMPARE(m_transport->fetches.size(), 1);
        others(u"reading/articles/x/title \"X\""_s);
        QCOMPARE(answerOf(done).error().kind(), DustError::Conflict);
    }

    void numbersConflictsOfBatches()
    {
        open(DustTransport::AtomicMerge | DustTransport::FullBatches);
        m_transport->hidesRevisions = true;
        QVERIFY(answerOf(m_repo->insert(sample())).isOk());
        const Article article = *answerOf(m_repo->get<Article>(u"x"_s));
        others(u"reading/articles/x/title \"Z\""_s);
        DustRepoBatch batch;
        batch.insert(Link::named(u"a"_s)).remove(article, ifUnchanged());
        const DustError error = answerOf(m_repo->batchWrite(batch)).error();
        QCOMPARE(error.kind(), DustError::Conflict);
        QCOMPARE(error.opIndex(), 1);
    }

    void fetchesInPages()
    {
        open(DustTransport::AtomicMerge | DustTransport::FullBatches);
        m_transport->hidesRevisions = true;
        DustRepoBatch batch;
        for (int i = 0; i < 600; ++i)
            batch.insert(Link::named(QString::number(i)));
        QVERIFY(answerOf(m_repo->batchWrite(batch)).isOk());
        const auto links = answerOf(m_repo->all<Link>());
        DustRepoBatch removal;
        for (const Link &link : *links)
            removal.remove(link, ifUnchanged());
        QVERIFY(answerOf(m_repo->batchWrite(removal)).isOk());
        QCOMPARE(m_transport->fetches.size(), 3); // 2,400 leaves
        QCOMPARE(m_transport->rows().count(), 0);
    }

private:
    void open(DustTransport::Capabilities capabilities)
    {
        m_client = std::make_unique<DustClient>(QUrl(u"memory:"_s));
        m_repo = std::make_unique<DustRepo>(
                FakeTransport::open(m_client.get(), &m_transport, capabilities));
    }
    static Article sample()
    {
        Article article;
        article.slug = u"x"_s;
        article.title = u"X"_s;
        article.author = { u"Ada"_s, u"London"_s };
        article.extra = QVariantMap{ { u"a"_s, 1 }, { u"b"_s, QVariantMap{ { u"c"_s, 2 } } } };
        article.tags = QStringList{ u"t"_s };
        return article;
    }
    void others(const QString &line)
    {
        if (line.isEmpty())
            return;
        const qsizetype space = line.indexOf(u' ');
        if (space < 0)
            QVERIFY(m_transport->apply(DustOperation::remove(*DustPath::parse(line))).isOk());
        else
            QVERIFY(m_transport
                            ->put(line.left(space),
                                  *DustValue::fromJson(line.mid(space + 1).toUtf8()))
                            .isOk());
    }
    // The batches since the last time, "; " between operations; forgets the single writes.
    QStringList described()
    {
        QStringList batches;
        for (const auto &batch : std::exchange(m_transport->batches, {})) {
            QStringList operations;
            for (const DustOperation &operation : batch)
                operations.append(u"%1 %2 %3"_s.arg(DustOperation::kindName(operation.kind()),
                                                    operation.path().toString(),
                                                    QString::fromUtf8(operation.value().toJson())));
            batches.append(operations.join(u"; "_s));
        }
        m_transport->writes.clear();
        return batches;
    }

    std::unique_ptr<DustClient> m_client;
    std::unique_ptr<DustRepo> m_repo;
    FakeTransport *m_transport = nullptr;
};

QTEST_GUILESS_MAIN(tst_DustRepoRemoteWrites)

#include "tst_dustreporemotewrites.moc"
