// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustRepo's inserts, updates and removals of single records.

#include "repoworld.h"

#include <QtCore/QJsonObject>

using namespace Qt::StringLiterals;

class Document
{
    Q_GADGET
    DUST_SCHEMA("documents")
    DUST_MODE(Map)
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
    Q_PROPERTY(QJsonObject data MEMBER data)

public:
    QString slug;
    QString title;
    QJsonObject data;
};

class tst_DustRepoWrites : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { w = std::make_unique<RepoWorld>(); }
    void cleanup() { w.reset(); }

    void insertsAllFieldsAtOnce();
    void insertsChangesets();
    void insertsOverWhatIsThere();
    void insertsOnlyWhereNothingIs();
    void insertsInMapMode();
    void answersWithRevisions();
    void refusesInvalidChangesets();
    void refusesRecordsWithoutSlug();
    void refusesChangesetsOfOtherTypes();
    void findsNothingToWrite();
    void updatesOnlyWhatChanged();
    void updatesNothing();
    void updatesInMapMode();
    void leavesNumbersOfJsonAlone();
    void keepsSlugs();
    void replacesNestedRecords();
    void turnsObjectsIntoScalars_data();
    void turnsObjectsIntoScalars();
    void replacesWhatOtherProgramsWrote();
    void removes();
    void removesAll();
    void writesGoOnWithoutTheRepo();
    void endsWithClosed();

private:
    std::unique_ptr<RepoWorld> w;
};

void tst_DustRepoWrites::insertsAllFieldsAtOnce()
{
    Link link = Link::named(u"a/b"_s);
    link.visits = 3;
    link.scratch = u"kept"_s;
    const auto inserted = answerOf(w->repo->insert(link));
    QVERIFY2(inserted.isOk(), qPrintable(inserted.error().message()));
    QCOMPARE(inserted->title, link.title);
    QCOMPARE(inserted->scratch, u"kept"_s);
    QCOMPARE(w->takeOperations(),
             w->flatWrite(u"links/a~1b"_s,
                          { u"title \"Title of a/b\""_s, u"url \"https://example.org/a/b\""_s,
                            u"note null"_s, u"visits 3"_s }));
    QCOMPARE(w->leaves(),
             QStringList({ u"links/a~1b/note null"_s, u"links/a~1b/title \"Title of a/b\""_s,
                           u"links/a~1b/url \"https://example.org/a/b\""_s,
                           u"links/a~1b/visits 3"_s }));
}

void tst_DustRepoWrites::insertsChangesets()
{
    const DustChangeset changeset = Link::changeset(
            {}, { { u"slug"_s, u"a"_s }, { u"title"_s, u"A"_s }, { u"url"_s, u"u"_s } });
    const auto typed = answerOf(w->repo->insert<Link>(changeset));
    QCOMPARE(typed->slug, u"a"_s);
    QCOMPARE(typed->title, u"A"_s);
    const auto untyped = answerOf(w->repo->insert(changeset));
    QCOMPARE(*untyped, DustRecord::from(*typed));
    QVERIFY(untyped->meta().revision() > typed->dustMeta.revision());
    QCOMPARE(w->takeOperations().size(), 2 * w->flatCount(4));
    QCOMPARE(answerOf(w->repo->get<Link>(u"a"_s))->title, u"A"_s);
}

void tst_DustRepoWrites::insertsOverWhatIsThere()
{
    w->put(u"links/a"_s, R"({"title":"Old","url":"old","note":"old","colour":"red"})");
    w->takeOperations();
    Link link = Link::named(u"a"_s);
    QVERIFY(answerOf(w->repo->insert(link)).isOk());
    QCOMPARE(w->takeOperations().size(), w->flatCount(4));
    QCOMPARE(w->leaves(),
             QStringList({ u"links/a/colour \"red\""_s, u"links/a/note null"_s,
                           u"links/a/title \"Title of a\""_s,
                           u"links/a/url \"https://example.org/a\""_s, u"links/a/visits 0"_s }));
}

void tst_DustRepoWrites::insertsOnlyWhereNothingIs()
{
    const auto ifAbsent = DustRepoOptions().setIfAbsent(true);
    Link link = Link::named(u"a"_s);
    QVERIFY(answerOf(w->repo->insert(link, ifAbsent)).isOk());
    w->takeOperations();
    const QStringList leaves = w->leaves();
    link.title = u"Another"_s;
    const auto refused = answerOf(w->repo->insert(link, ifAbsent));
    QCOMPARE(refused.error().kind(), DustError::Exists);
    QCOMPARE(refused.error().path(), u"links/a"_s);
    QCOMPARE(answerOf(w->repo->insert<Link>(DustChangeset::change(link), ifAbsent)).error().kind(),
             DustError::Exists);
    // What is no record is not overwritten either.
    w->put(u"pages/p/colour"_s, "\"red\"");
    const Page page{ {}, u"p"_s, u"New"_s, QString(), { u"Ada"_s, QString() } };
    QCOMPARE(answerOf(w->repo->insert(page, ifAbsent)).error().kind(), DustError::Exists);
    w->put(u"links/b"_s, "5");
    QCOMPARE(answerOf(w->repo->insert(Link::named(u"b"_s), ifAbsent)).error().kind(),
             DustError::Exists);
    QCOMPARE(w->leaves(u"links/a/**"_s), leaves);
    QVERIFY(answerOf(w->repo->remove<Link>(u"a"_s)).isOk());
    QCOMPARE(answerOf(w->repo->insert(link, ifAbsent))->title, u"Another"_s);
}

void tst_DustRepoWrites::insertsInMapMode()
{
    w->put(u"pages/p"_s, R"({"title":"Old","colour":"red","author":{"name":"Old"}})");
    w->takeOperations();
    const auto page = answerOf(
            w->repo->insert(Page{ {}, u"p"_s, u"New"_s, QString(), { u"Ada"_s, QString() } }));
    QVERIFY2(page.isOk(), qPrintable(page.error().message()));
    QCOMPARE(
            w->takeOperations(),
            QStringList{
                    u"set pages/p {\"author\":{\"city\":null,\"name\":\"Ada\"},\"body\":null,\"title\":\"New\"}"_s });
    QCOMPARE(w->leaves(),
             QStringList({ u"pages/p/author/city null"_s, u"pages/p/author/name \"Ada\""_s,
                           u"pages/p/body null"_s, u"pages/p/title \"New\""_s }));
    QCOMPARE(page->dustMeta, answerOf(w->repo->get<Page>(u"p"_s))->dustMeta);
}

void tst_DustRepoWrites::answersWithRevisions()
{
    Article article;
    article.slug = u"x"_s;
    article.title = u"X"_s;
    article.author.name = u"Ada"_s;
    article.extra = QVariantMap{ { u"deep"_s, QVariantMap{ { u"er"_s, 1 } } } };
    const auto inserted = answerOf(w->repo->insert(article));
    QVERIFY2(inserted.isOk(), qPrintable(inserted.error().message()));
    QVERIFY(inserted->dustMeta.isLoaded());
    QCOMPARE(inserted->dustMeta, answerOf(w->repo->get<Article>(u"x"_s))->dustMeta);

    const auto updated = answerOf(w->repo->update<Article>(DustChangeset::change(
            *inserted,
            { { u"title"_s, u"Y"_s }, { u"extra"_s, QVariantMap{ { u"other"_s, true } } } })));
    QVERIFY2(updated.isOk(), qPrintable(updated.error().message()));
    QCOMPARE(updated->title, u"Y"_s);
    QCOMPARE(updated->dustMeta, answerOf(w->repo->get<Article>(u"x"_s))->dustMeta);
    QVERIFY(updated->dustMeta.leafRevision("author/name")
            < updated->dustMeta.leafRevision("extra/other"));

    // What was never read stays so: nobody knows the other leaves.
    const auto blind = answerOf(
            w->repo->update<Article>(DustChangeset::change(article, { { u"title"_s, u"Z"_s } })));
    QVERIFY(blind.isOk());
    QVERIFY(!blind->dustMeta.isLoaded());
}

void tst_DustRepoWrites::refusesInvalidChangesets()
{
    const DustChangeset changeset = Link::changeset(
            {}, { { u"slug"_s, u"a"_s }, { u"url"_s, u"u"_s }, { u"visits"_s, u"many"_s } });
    QVERIFY(!changeset.isValid());
    for (const DustError &error : { answerOf(w->repo->insert(changeset)).error(),
                                    answerOf(w->repo->update(changeset)).error(),
                                    answerOf(w->repo->insert<Link>(changeset)).error(),
                                    answerOf(w->repo->update<Link>(changeset)).error() }) {
        QCOMPARE(error.kind(), DustError::Invalid);
        QCOMPARE(error.fieldErrors(), changeset.errorMap());
        QCOMPARE(error.fieldErrors().keys(), QStringList({ u"title"_s, u"visits"_s }));
    }
    QCOMPARE(w->takeOperations(), QStringList());
    QCOMPARE(answerOf(w->repo->insert(DustChangeset())).error().kind(), DustError::Invalid);
    QCOMPARE(answerOf(w->repo->update(DustChangeset())).error().kind(), DustError::Invalid);
}

void tst_DustRepoWrites::refusesRecordsWithoutSlug()
{
    Link link = Link::named(u"a"_s);
    link.slug.clear();
    QCOMPARE(answerOf(w->repo->insert(link)).error().kind(), DustError::InvalidParams);
    QCOMPARE(answerOf(w->repo->insert(DustRecord::from(link))).error().kind(),
             DustError::InvalidParams);
    QCOMPARE(answerOf(w->repo->insert(DustChangeset::change(link))).error().kind(),
             DustError::InvalidParams);
    QCOMPARE(answerOf(w->repo->update(DustChangeset::change(link, { { u"title"_s, u"B"_s } })))
                     .error()
                     .kind(),
             DustError::InvalidParams);
    QCOMPARE(answerOf(w->repo->remove(link)).error().kind(), DustError::InvalidParams);
    QCOMPARE(answerOf(w->repo->insert(DustRecord())).error().kind(), DustError::InvalidParams);
    QCOMPARE(answerOf(w->repo->remove(DustRecord())).error().kind(), DustError::InvalidParams);
    QCOMPARE(w->takeOperations(), QStringList());
}

void tst_DustRepoWrites::refusesChangesetsOfOtherTypes()
{
    const DustChangeset changeset = DustChangeset::change(Link::named(u"a"_s),
                                                          { { u"title"_s, u"B"_s } });
    for (const DustError &error : { answerOf(w->repo->insert<Article>(changeset)).error(),
                                    answerOf(w->repo->update<Article>(changeset)).error() }) {
        QCOMPARE(error.kind(), DustError::InvalidParams);
        QVERIFY2(error.message().contains(u"Link"_s) && error.message().contains(u"Article"_s),
                 qPrintable(error.message()));
    }
    QCOMPARE(w->takeOperations(), QStringList());
}

void tst_DustRepoWrites::findsNothingToWrite()
{
    // A schema without a field besides the slug is refused before there can be a record of it.
    QVERIFY(!DustSchema::Builder(u"bare"_s).build().isOk());
    QCOMPARE(answerOf(w->repo->update(DustChangeset::change(Link(), { { u"slug"_s, u"a"_s } })))
                     .error()
                     .kind(),
             DustError::NothingToWrite);
    const DustSchema author =
            *DustSchema::Builder::embedded(u"Author"_s).field(u"name"_s, DustField::String).build();
    for (const DustSchema::Mode mode : { DustSchema::Flat, DustSchema::Map }) {
        const DustSchema books =
                *DustSchema::Builder(u"books"_s).mode(mode).embedOne(u"author"_s, author).build();
        const DustError error = answerOf(w->repo->insert(DustRecord(books, u"b"_s))).error();
        QCOMPARE(error.kind(), DustError::NothingToWrite);
        QVERIFY2(error.message().contains(u"books/b"_s), qPrintable(error.message()));
    }
    QCOMPARE(w->takeOperations(), QStringList());
}

void tst_DustRepoWrites::updatesOnlyWhatChanged()
{
    const Link link = *answerOf(w->repo->insert(Link::named(u"a"_s)));
    w->put(u"links/a/url"_s, R"("theirs")");
    w->takeOperations();
    const auto updated = answerOf(w->repo->update<Link>(
            Link::changeset(link, { { u"title"_s, u"New"_s }, { u"url"_s, link.url } })));
    QCOMPARE(updated->title, u"New"_s);
    QCOMPARE(w->takeOperations(), w->flatWrite(u"links/a"_s, { u"title \"New\""_s }));
    QCOMPARE(answerOf(w->repo->get<Link>(u"a"_s))->url, u"theirs"_s);

    const auto untyped = answerOf(w->repo->update(
            DustChangeset::change(*updated, { { u"note"_s, u"n"_s }, { u"visits"_s, 2 } })));
    QCOMPARE(untyped->value(u"visits"_s).toInt(), 2);
    QCOMPARE(w->takeOperations(), w->flatWrite(u"links/a"_s, { u"note \"n\""_s, u"visits 2"_s }));
}

void tst_DustRepoWrites::updatesNothing()
{
    const Link link = *answerOf(w->repo->insert(Link::named(u"a"_s)));
    w->takeOperations();
    for (const DustRepoOptions &options : { DustRepoOptions(), ifUnchanged() }) {
        const auto same = answerOf(w->repo->update<Link>(
                Link::changeset(link, { { u"title"_s, link.title } }), options));
        QVERIFY(same.isOk());
        QCOMPARE(same->title, link.title);
        QCOMPARE(same->dustMeta, link.dustMeta);
    }
    QCOMPARE(w->takeOperations(), QStringList());
    const auto forced = DustChangeset::change(link).forceChange(u"title"_s, link.title);
    QVERIFY(answerOf(w->repo->update(forced)).isOk());
    QCOMPARE(w->takeOperations().size(), w->flatCount(1));
}

void tst_DustRepoWrites::updatesInMapMode()
{
    const Page page = *answerOf(w->repo->insert(Page{ {}, u"p"_s, u"T"_s, u"B"_s, {} }));
    w->put(u"pages/p/colour"_s, R"("red")");
    w->takeOperations();
    const auto updated = answerOf(
            w->repo->update<Page>(DustChangeset::change(page, { { u"body"_s, u"C"_s } })));
    QVERIFY(updated.isOk());
    QCOMPARE(w->takeOperations(),
             QStringList{ u"set pages/p {\"author\":{},\"body\":\"C\",\"title\":\"T\"}"_s });
    QCOMPARE(updated->dustMeta, answerOf(w->repo->get<Page>(u"p"_s))->dustMeta);
}

// A map write is of the whole record, and QJsonObject holds neither number.
void tst_DustRepoWrites::leavesNumbersOfJsonAlone()
{
    w->put(u"documents/d"_s, R"({"title":"A","data":{"a":1.0,"b":18446744073709551615}})");
    auto document = answerOf(w->repo->get<Document>(u"d"_s));
    QVERIFY2(document, qPrintable(document.error().message()));
    for (const auto &title : { u"B"_s, u"C"_s }) {
        document = answerOf(w->repo->update<Document>(
                DustChangeset::change(*document, { { u"title"_s, title } })));
        QVERIFY2(document, qPrintable(document.error().message()));
        QCOMPARE(w->leaves(),
                 QStringList({ u"documents/d/data/a 1.0"_s,
                               u"documents/d/data/b 18446744073709551615"_s,
                               u"documents/d/title \"%1\""_s.arg(title) }));
    }
    // Once it was another one, an equal number is not the one that was read.
    for (const int number : { 2, 1 }) {
        document = answerOf(w->repo->update<Document>(DustChangeset::change(
                *document, { { u"data"_s, QJsonObject{ { u"a"_s, number } } } })));
        QVERIFY2(document, qPrintable(document.error().message()));
    }
    QCOMPARE(w->leaves(), QStringList({ u"documents/d/data/a 1"_s, u"documents/d/title \"C\""_s }));
}

void tst_DustRepoWrites::keepsSlugs()
{
    const Link link = *answerOf(w->repo->insert(Link::named(u"a"_s)));
    w->takeOperations();
    const DustError error = answerOf(w->repo->update(DustChangeset::change(
                                             link,
                                             { { u"slug"_s, u"b"_s }, { u"title"_s, u"B"_s } })))
                                    .error();
    QCOMPARE(error.kind(), DustError::InvalidParams);
    QCOMPARE(error.reason(), u"slug_changed"_s);
    QCOMPARE(w->takeOperations(), QStringList());

    // A record that has none yet gets one.
    const DustChangeset first = DustChangeset::change(
            Link(), { { u"slug"_s, u"b"_s }, { u"title"_s, u"B"_s } });
    QVERIFY(answerOf(w->repo->update(first)).isOk());
    QCOMPARE(w->takeOperations(), w->flatWrite(u"links/b"_s, { u"title \"B\""_s }));
}

void tst_DustRepoWrites::replacesNestedRecords()
{
    Article article;
    article.slug = u"x"_s;
    article.title = u"X"_s;
    article.author = { u"Ada"_s, u"London"_s };
    const Article inserted = *answerOf(w->repo->insert(article));
    w->put(u"reading/articles/x/author/born"_s, "1815");
    w->takeOperations();
    const auto moved = answerOf(w->repo->update<Article>(DustChangeset::change(
            inserted, { { u"author"_s, QVariant::fromValue(Author{ u"Ada"_s, u"Paris"_s }) } })));
    QVERIFY2(moved.isOk(), qPrintable(moved.error().message()));
    QCOMPARE(w->takeOperations(),
             w->flatWrite(u"reading/articles/x"_s,
                          { uR"(author {"city":"Paris","name":"Ada"})"_s }));
    QCOMPARE(w->leaves(u"reading/articles/x/author/**"_s),
             QStringList({ u"reading/articles/x/author/city \"Paris\""_s,
                           u"reading/articles/x/author/name \"Ada\""_s }));

    const auto none = answerOf(w->repo->update<Article>(
            DustChangeset::change(*moved, { { u"author"_s, QVariant::fromValue(Author()) } })));
    QVERIFY2(none.isOk(), qPrintable(none.error().message()));
    QCOMPARE(w->takeOperations(), w->flatWrite(u"reading/articles/x"_s, { u"author {}"_s }));
    QCOMPARE(w->leaves(u"reading/articles/x/author/**"_s), QStringList());
    QCOMPARE(none->dustMeta, answerOf(w->repo->get<Article>(u"x"_s))->dustMeta);
}

// A leaf that takes the place of a subtree has a set of its own, everywhere.
void tst_DustRepoWrites::turnsObjectsIntoScalars_data()
{
    QTest::addColumn<QVariant>("from");
    QTest::addColumn<QVariant>("to");
    QTest::addColumn<QString>("written");
    QTest::addColumn<bool>("isSetApart");
    QTest::addColumn<QStringList>("leaves");

    const QVariant object = QVariantMap{ { u"a"_s, 1 }, { u"b"_s, QVariantMap{ { u"c"_s, 2 } } } };
    const QString extra = u"reading/articles/x/extra"_s;
    QTest::newRow("object to scalar")
            << object << QVariant(5) << u"5"_s << true << QStringList{ extra + u" 5"_s };
    QTest::newRow("object to list") << object << QVariant(QVariantList{ 1, 2 }) << u"[1,2]"_s
                                    << true << QStringList{ extra + u" [1,2]"_s };
    QTest::newRow("object to null")
            << object << QVariant() << u"null"_s << true << QStringList{ extra + u" null"_s };
    QTest::newRow("scalar to object")
            << QVariant(5) << object << uR"({"a":1,"b":{"c":2}})"_s << false
            << QStringList{ extra + u"/a 1"_s, extra + u"/b/c 2"_s };
    QTest::newRow("object to object")
            << object << QVariant(QVariantMap{ { u"z"_s, 1 } }) << uR"({"z":1})"_s << false
            << QStringList{ extra + u"/z 1"_s };
    QTest::newRow("scalar to scalar") << QVariant(5) << QVariant(u"six"_s) << u"\"six\""_s << false
                                      << QStringList{ extra + u" \"six\""_s };
}

void tst_DustRepoWrites::turnsObjectsIntoScalars()
{
    QFETCH(QVariant, from);
    QFETCH(QVariant, to);
    QFETCH(QString, written);
    QFETCH(bool, isSetApart);
    QFETCH(QStringList, leaves);
    const QString x = u"reading/articles/x"_s;
    Article article;
    article.slug = u"x"_s;
    article.title = u"X"_s;
    article.extra = from;
    const Article inserted = *answerOf(w->repo->insert(article));
    w->takeOperations();

    const auto updated = answerOf(w->repo->update<Article>(DustChangeset::change(inserted)
                                                                   .putChange(u"title"_s, u"Y"_s)
                                                                   .putChange(u"extra"_s, to)));
    QVERIFY2(updated.isOk(), qPrintable(updated.error().message()));
    const QString title = u"title \"Y\""_s;
    const QString extra = u"extra "_s + written;
    QCOMPARE(w->takeOperations(),
             isSetApart ? w->flatWrite(x, { title }, RepoWorld::InBatch)
                             + QStringList(u"set "_s + x + u'/' + extra)
                        : w->flatWrite(x, { title, extra }));
    QCOMPARE(w->leaves(x + u"/extra/**"_s) + w->leaves(x + u"/*"_s).filter(u"/extra "_s), leaves);
    QCOMPARE(updated->dustMeta, answerOf(w->repo->get<Article>(u"x"_s))->dustMeta);
}

void tst_DustRepoWrites::replacesWhatOtherProgramsWrote()
{
    w->put(u"links/a/title"_s, R"({"de":"Titel","fr":"Titre"})");
    w->takeOperations();
    const auto inserted = answerOf(w->repo->insert(Link::named(u"a"_s)));
    QVERIFY(inserted.isOk());
    const QStringList rest{ u"url \"https://example.org/a\""_s, u"note null"_s, u"visits 0"_s };
    const QString title = u"title \"Title of a\""_s;
    QCOMPARE(w->takeOperations(),
             w->can(DustTransport::FullBatches)
                     ? w->flatWrite(u"links/a"_s, rest) + QStringList(u"set links/a/"_s + title)
                     : w->flatWrite(u"links/a"_s, QStringList(title) + rest, RepoWorld::InBatch));
    QCOMPARE(answerOf(w->repo->get<Link>(u"a"_s))->title, u"Title of a"_s);
    QCOMPARE(w->leaves().size(), 4);
}

void tst_DustRepoWrites::removes()
{
    for (const QString &slug : { u"a"_s, u"ab"_s, u"a/b"_s, u"c"_s })
        QVERIFY(answerOf(w->repo->insert(Link::named(slug))).isOk());
    w->takeOperations();
    const auto receipt = answerOf(w->repo->remove<Link>(u"a"_s));
    QVERIFY(receipt.isOk());
    QCOMPARE(receipt->storeSeq, quint64(4 * w->flatCount(4) + 1));
    QCOMPARE(receipt->pathString(), u"links/a"_s);
    QVERIFY(answerOf(w->repo->remove(*DustSchema::of<Link>(), u"a/b"_s)).isOk());
    QVERIFY(answerOf(w->repo->remove(Link::named(u"c"_s))).isOk());
    QVERIFY(answerOf(w->repo->remove(DustRecord::from(Link::named(u"c"_s)))).isOk()); // again
    QCOMPARE(w->takeOperations(),
             QStringList({ u"delete links/a null"_s, u"delete links/a~1b null"_s,
                           u"delete links/c null"_s, u"delete links/c null"_s }));
    QCOMPARE(answerOf(w->repo->all<Link>())->size(), 1);
}

void tst_DustRepoWrites::removesAll()
{
    for (const QString &slug : { u"a"_s, u"b"_s })
        QVERIFY(answerOf(w->repo->insert(Link::named(slug))).isOk());
    w->put(u"linksx/a"_s, "1");
    w->put(u"reading/other"_s, "1");
    w->put(u"reading/articles/x/title"_s, R"("X")");
    w->takeOperations();
    QVERIFY(answerOf(w->repo->removeAll<Link>()).isOk());
    QVERIFY(answerOf(w->repo->removeAll(*DustSchema::of<Article>())).isOk());
    QCOMPARE(w->takeOperations(),
             QStringList({ u"delete links null"_s, u"delete reading/articles null"_s }));
    QCOMPARE(w->leaves(), QStringList({ u"linksx/a 1"_s, u"reading/other 1"_s }));
}

void tst_DustRepoWrites::writesGoOnWithoutTheRepo()
{
    auto repo = std::make_unique<DustRepo>(w->store);
    const auto inserted = repo->insert(Link::named(u"a"_s));
    const auto removed = repo->remove<Link>(u"b"_s);
    repo.reset();
    QVERIFY(answerOf(inserted).isOk());
    QVERIFY(answerOf(removed).isOk());
    QCOMPARE(answerOf(w->repo->get<Link>(u"a"_s))->title, u"Title of a"_s);
}

void tst_DustRepoWrites::endsWithClosed()
{
    const auto inserted = w->repo->insert(Link::named(u"a"_s));
    const auto nothing = w->repo->update(DustChangeset::change(Link::named(u"a"_s)));
    const auto removed = w->repo->remove<Link>(u"b"_s);
    const auto batch = w->repo->batchWrite(DustRepoBatch().insert(Link::named(u"a"_s)));
    w->client.reset();
    QCOMPARE(answerOf(inserted).error().kind(), DustError::Closed);
    QCOMPARE(answerOf(nothing).error().kind(), DustError::Closed);
    QCOMPARE(answerOf(removed).error().kind(), DustError::Closed);
    QCOMPARE(answerOf(batch).error().kind(), DustError::Closed);
    QCOMPARE(answerOf(w->repo->insert(Link::named(u"a"_s))).error().kind(), DustError::Closed);
}

QTEST_GUILESS_MAIN(tst_DustRepoWrites)

#include "tst_dustrepowrites.moc"
