// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustRepo's reads, and bad input to every function.

#include "repoworld.h"

#include <QtTest/QSignalSpy>

using namespace Qt::StringLiterals;

class tst_DustRepo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { w = std::make_unique<RepoWorld>(); }
    void cleanup() { w.reset(); }

    void readsNothing();
    void readsAllInSlugOrder();
    void readsRecordsOfSeveralPrefixes();
    void readsOne();
    void readsNestedAndFreeForm();
    void readsUndeclaredDefaults();
    void doesNotFind();
    void tellsExistence();
    void tellsStarsApart();
    void answersInALaterTurn();
    void skipsOncePerSlug();
    void saysWhyARecordIsNone_data();
    void saysWhyARecordIsNone();
    void refusesBadSchemas_data();
    void refusesBadSchemas();
    void refusesBadSlugs_data();
    void refusesBadSlugs();
    void survivesMonsters();
    void endsWithoutAStore();
    void takesItsStoreOnce();
    void endsWithTheStoresError();
    void endsWithClosed();

private:
    std::unique_ptr<RepoWorld> w;
};

void tst_DustRepo::readsNothing()
{
    const auto links = answerOf(w->repo->all<Link>());
    QVERIFY(links.isOk());
    QVERIFY(links->isEmpty());
    QVERIFY(answerOf(w->repo->all(*DustSchema::of<Link>()))->isEmpty());
    QCOMPARE(w->repo->store(), w->store);
}

void tst_DustRepo::readsAllInSlugOrder()
{
    const QStringList sorted{ u" "_s,   u"*"_s,      u"a"_s,      u"a b"_s,       u"a!"_s,
                              u"a-b"_s, u"a.b"_s,    u"a/b"_s,    u"a0"_s,        u"ab"_s,
                              u"z~"_s,  u"\u00e9"_s, u"\uFFFD"_s, u"\U0001F600"_s };
    QStringList shuffled = sorted;
    std::reverse(shuffled.begin(), shuffled.end());
    w->putLinks(shuffled);
    w->put(u"links"_s, R"({})");
    QVERIFY(answerOf(w->repo->all<Link>())->isEmpty());
    w->putLinks(shuffled);

    const auto links = answerOf(w->repo->all<Link>());
    QCOMPARE(slugsOf(links.valueOr({})), sorted);
    for (const Link &link : *links)
        QCOMPARE(link.title, u"Title of "_s + link.slug);

    const auto records = answerOf(w->repo->all(*DustSchema::of<Link>()));
    QCOMPARE(records->size(), sorted.size());
    for (qsizetype i = 0; i < sorted.size(); ++i) {
        QCOMPARE(records->at(i), DustRecord::from(links->at(i)));
        QCOMPARE(records->at(i).meta(), links->at(i).dustMeta);
        QVERIFY(links->at(i).dustMeta.isLoaded());
    }
}

void tst_DustRepo::readsRecordsOfSeveralPrefixes()
{
    w->put(u"reading/articles/x"_s, R"({"title":"X"})");
    w->put(u"reading/articlesx/y"_s, R"({"title":"Y"})");
    w->put(u"reading/y"_s, R"({"title":"Y"})");
    w->put(u"articles/y"_s, R"({"title":"Y"})");
    const auto articles = answerOf(w->repo->all<Article>());
    QCOMPARE(articles->size(), 1);
    QCOMPARE(articles->first().slug, u"x"_s);
    QVERIFY(answerOf(w->repo->all<Link>())->isEmpty());
}

void tst_DustRepo::readsOne()
{
    w->putLinks({ u"a"_s, u"a b"_s, u"a/b"_s, u"b"_s });
    w->put(u"links/a/note"_s, R"("mine")");
    const auto link = answerOf(w->repo->get<Link>(u"a"_s));
    QVERIFY(link.isOk());
    QCOMPARE(link->slug, u"a"_s);
    QCOMPARE(link->title, u"Title of a"_s);
    QCOMPARE(link->note, u"mine"_s);
    QCOMPARE(link->dustMeta.leafRevision("note"), link->dustMeta.revision());
    QCOMPARE(link->dustMeta.leafRevision("title"), std::optional<quint64>(1));
    QCOMPARE(answerOf(w->repo->get<Link>(u"a/b"_s))->title, u"Title of a/b"_s);
    QCOMPARE(answerOf(w->repo->get<Link>(u"a b"_s))->title, u"Title of a b"_s);

    const auto record = answerOf(w->repo->get(*DustSchema::of<Link>(), u"a"_s));
    QCOMPARE(*record, DustRecord::from(*link));
    QCOMPARE(record->meta(), link->dustMeta);
}

void tst_DustRepo::readsNestedAndFreeForm()
{
    w->put(u"reading/articles/x"_s,
           R"({"title":"X","author":{"name":"Ada","city":"London"},"extra":{"a":{"b":[1,2]}},"tags":["t"]})");
    const auto article = answerOf(w->repo->get<Article>(u"x"_s));
    QVERIFY2(article.isOk(), qPrintable(article.error().message()));
    QCOMPARE(article->author.city, u"London"_s);
    QCOMPARE(article->extra.toMap().value(u"a"_s).toMap().value(u"b"_s).toList().size(), 2);
    QCOMPARE(article->tags, QStringList{ u"t"_s });
    QCOMPARE(article->dustMeta.leafRevision("author/city"), std::optional<quint64>(1));
}

void tst_DustRepo::readsUndeclaredDefaults()
{
    w->put(u"links/a"_s, R"({"title":"A","url":"u","colour":"red"})");
    const auto link = answerOf(w->repo->get<Link>(u"a"_s));
    QVERIFY(link.isOk());
    QVERIFY(link->note.isNull());
    QCOMPARE(link->visits, 0);
    QCOMPARE(link->dustMeta.leafRevision("colour"), std::optional<quint64>(1));
    QCOMPARE(link->dustMeta.leafRevision("note"), std::nullopt);
}

void tst_DustRepo::doesNotFind()
{
    w->putLinks({ u"aa"_s, u"a b"_s });
    for (const DustError &error :
         { answerOf(w->repo->get<Link>(u"a"_s)).error(),
           answerOf(w->repo->get(*DustSchema::of<Link>(), u"a"_s)).error() }) {
        QCOMPARE(error.kind(), DustError::NotFound);
        QCOMPARE(error.path(), u"links/a"_s);
        QVERIFY(error.message().contains(u"links/a"_s));
    }
}

void tst_DustRepo::tellsExistence()
{
    w->putLinks({ u"a"_s });
    w->put(u"links/half/title"_s, R"("no url")");
    QCOMPARE(answerOf(w->repo->exists<Link>(u"a"_s)), DustResult<bool>(true));
    QCOMPARE(answerOf(w->repo->exists(*DustSchema::of<Link>(), u"a"_s)), DustResult<bool>(true));
    QCOMPARE(answerOf(w->repo->exists<Link>(u"b"_s)), DustResult<bool>(false));
    QCOMPARE(answerOf(w->repo->exists<Link>(u"half"_s)), DustResult<bool>(false));
}

// No pattern is written for a literal "\\*": that is how the literal "*" is written.
void tst_DustRepo::tellsStarsApart()
{
    const QStringList slugs{ u"*"_s, u"**"_s, u"\\*"_s, u"\\**"_s, u"\\\\*"_s };
    w->putLinks(slugs);
    for (const QString &slug : slugs) {
        const auto link = answerOf(w->repo->get<Link>(slug));
        QVERIFY2(link.isOk(), qPrintable(link.error().message()));
        QCOMPARE(link->slug, slug);
        QCOMPARE(link->title, u"Title of "_s + slug);
    }
    w->remove(u"links/*"_s);
    w->remove(u"links/\\**"_s);
    for (const QString &slug : slugs) {
        const bool isThere = slug != u"*"_s && slug != u"\\**"_s;
        QCOMPARE(answerOf(w->repo->exists<Link>(slug)), DustResult<bool>(isThere));
        QCOMPARE(answerOf(w->repo->get<Link>(slug)).isOk(), isThere);
    }

    const auto made = DustSchema::Builder(u"a/\\*"_s).field(u"title"_s, DustField::String).build();
    QVERIFY2(made.isOk(), qPrintable(made.error().message()));
    w->put(u"a/*/x"_s, R"({"title":"X"})");
    w->put(u"a/\\*/y"_s, R"({"title":"Y"})");
    const auto records = answerOf(w->repo->all(*made));
    QCOMPARE(records->size(), 1);
    QCOMPARE(records->constFirst().slug(), u"y"_s);
    QStringList streamed;
    const auto end = answerOf(w->repo->stream(*made, this, [&](const QList<DustRecord> &page) {
        for (const DustRecord &record : page)
            streamed.append(record.slug());
        return true;
    }));
    QVERIFY2(end.isOk(), qPrintable(end.error().message()));
    QCOMPARE(streamed, QStringList{ u"y"_s });
}

void tst_DustRepo::answersInALaterTurn()
{
    w->putLinks({ u"a"_s });
    QStringList order;
    const auto note = [&](const char *name) {
        return [&order, name](const auto &) { order.append(QLatin1StringView(name)); };
    };
    auto all = w->repo->all<Link>();
    auto get = w->repo->get<Link>(u"a"_s);
    auto insert = w->repo->insert(Link::named(u"b"_s));
    auto none = w->repo->get<Link>(QString());
    auto gone = w->repo->remove<Link>(u"b"_s);
    QVERIFY(!all.isFinished() && !get.isFinished() && !insert.isFinished() && !none.isFinished()
            && !gone.isFinished());
    all.then(this, note("all"));
    get.then(this, note("get"));
    insert.then(this, note("insert"));
    none.then(this, note("none"));
    gone.then(this, note("gone"));
    QVERIFY(order.isEmpty());
    QTRY_COMPARE(order.size(), 5);
    if (!w->can(DustTransport::LocalReads)) // each takes its own time on the network
        return;
    const QStringList reads{ u"all"_s, u"get"_s, u"none"_s };
    const QStringList writes{ u"insert"_s, u"gone"_s };
    if (w->can(DustTransport::Optimistic)) // reads are answered here, and writes by the store
        QCOMPARE(order, reads + writes);
    else
        QCOMPARE(order, QStringList({ u"all"_s, u"get"_s, u"insert"_s, u"none"_s, u"gone"_s }));
    QCOMPARE(all.result()->size(), 1); // what the store held when it was called
}

void tst_DustRepo::skipsOncePerSlug()
{
    w->putLinks({ u"good"_s });
    w->put(u"links/half/title"_s, R"("no url")");
    w->put(u"links/odd"_s, R"({"title":"T","url":"u","visits":"many"})");
    w->put(u"links/leaf"_s, "5");
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"links/half.*missing url"_s));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"links/odd.*visits"_s));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"links/leaf"_s));
    QCOMPARE(slugsOf(answerOf(w->repo->all<Link>()).valueOr({})), QStringList{ u"good"_s });

    QTest::failOnWarning(QRegularExpression(u".*"_s));
    QCOMPARE(slugsOf(answerOf(w->repo->all<Link>()).valueOr({})), QStringList{ u"good"_s });
    QCOMPARE(answerOf(w->repo->all(*DustSchema::of<Link>()))->size(), 1);
}

void tst_DustRepo::saysWhyARecordIsNone_data()
{
    w = std::make_unique<RepoWorld>(); // before init()
    QTest::addColumn<QByteArray>("stored");
    QTest::addColumn<QStringList>("missing");
    QTest::addColumn<QStringList>("unrecognised");
    QTest::addColumn<QStringList>("invalid");

    const QStringList none;
    QTest::newRow("missing") << QByteArray(R"({"title":"T"})") << QStringList{ u"url"_s } << none
                             << none;
    QTest::newRow("null") << QByteArray(R"({"title":"T","url":null})") << QStringList{ u"url"_s }
                          << none << none;
    QTest::newRow("empty") << QByteArray(R"({"title":"T","url":""})") << QStringList{ u"url"_s }
                           << none << none;
    QTest::newRow("undeclared") << QByteArray(R"({"title":"T","link":"u"})")
                                << QStringList{ u"url"_s } << QStringList{ u"link"_s } << none;
    QTest::newRow("a text for a number") << QByteArray(R"({"title":"T","url":"u","visits":"many"})")
                                         << none << none << QStringList{ u"visits"_s };
    QTest::newRow("an object for a text") << QByteArray(R"({"title":{"de":"T"},"url":"u"})") << none
                                          << none << QStringList{ u"title"_s };
    // A list of what is below a record does not show a value in its place.
    const bool isSeen = w->can(DustTransport::LocalReads);
    QTest::newRow("a single value")
            << QByteArray("5") << (isSeen ? QStringList{ u"title"_s, u"url"_s } : none) << none
            << (isSeen ? QStringList{ u"slug"_s } : none);
}

void tst_DustRepo::saysWhyARecordIsNone()
{
    QFETCH(QByteArray, stored);
    QFETCH(QStringList, missing);
    QFETCH(QStringList, unrecognised);
    QFETCH(QStringList, invalid);
    w->put(u"links/a"_s, stored.constData());

    const DustError error = answerOf(w->repo->get<Link>(u"a"_s)).error();
    QCOMPARE(error.kind(), DustError::NotFound);
    QCOMPARE(error.detail().value(u"slug"_s).toString(), u"a"_s);
    QCOMPARE(error.detail().value(u"missing"_s).toStringList(), missing);
    QCOMPARE(error.detail().value(u"unrecognised"_s).toStringList(), unrecognised);
    QCOMPARE(error.detail().value(u"invalid"_s).toMap().keys(), invalid);
    QCOMPARE(answerOf(w->repo->get(*DustSchema::of<Link>(), u"a"_s)).error(), error);
}

namespace {

// Every call of the untyped API that takes a schema, by name.
QMap<QString, DustError> errorsOfAllCalls(DustRepo *repo, const DustSchema &schema,
                                          const QString &slug, QObject *context)
{
    QMap<QString, DustError> errors;
    errors[u"all"_s] = answerOf(repo->all(schema)).error();
    errors[u"get"_s] = answerOf(repo->get(schema, slug)).error();
    errors[u"exists"_s] = answerOf(repo->exists(schema, slug)).error();
    errors[u"stream"_s] = answerOf(repo->stream(schema, context, [](const auto &) {
                              return true;
                          })).error();
    errors[u"insert"_s] = answerOf(repo->insert(DustRecord(schema, slug))).error();
    errors[u"remove"_s] = answerOf(repo->remove(schema, slug)).error();
    errors[u"remove record"_s] = answerOf(repo->remove(DustRecord(schema, slug))).error();
    errors[u"removeAll"_s] = answerOf(repo->removeAll(schema)).error();
    errors[u"batchWrite"_s] = answerOf(repo->batchWrite(DustRepoBatch().remove(schema, slug)))
                                      .error();
    errors[u"subscribe"_s] = answerOf(repo->subscribe(schema, context, [](const auto &) {
                             })).error();
    errors[u"subscribeRaw"_s] = answerOf(repo->subscribeRaw(schema, context, [](const auto &) {
                                })).error();
    return errors;
}

template<typename T>
QMap<QString, DustError> errorsOfTypedCalls(DustRepo *repo, QObject *context)
{
    QMap<QString, DustError> errors;
    T record;
    record.slug = u"a"_s;
    errors[u"all"_s] = answerOf(repo->all<T>()).error();
    errors[u"get"_s] = answerOf(repo->get<T>(u"a"_s)).error();
    errors[u"exists"_s] = answerOf(repo->exists<T>(u"a"_s)).error();
    errors[u"stream"_s] = answerOf(repo->stream<T>(context, [](const auto &) {
                              return true;
                          })).error();
    errors[u"insert"_s] = answerOf(repo->insert(record)).error();
    errors[u"insert changeset"_s] = answerOf(repo->insert<T>(DustChangeset())).error();
    errors[u"update"_s] = answerOf(repo->update<T>(DustChangeset())).error();
    errors[u"remove"_s] = answerOf(repo->remove<T>(u"a"_s)).error();
    errors[u"remove record"_s] = answerOf(repo->remove(record)).error();
    errors[u"removeAll"_s] = answerOf(repo->removeAll<T>()).error();
    errors[u"batch insert"_s] = answerOf(repo->batchWrite(DustRepoBatch().insert(record))).error();
    errors[u"batch remove"_s] = answerOf(repo->batchWrite(DustRepoBatch().remove(record))).error();
    errors[u"batch remove slug"_s] = answerOf(repo->batchWrite(DustRepoBatch().remove<T>(u"a"_s)))
                                             .error();
    errors[u"subscribe"_s] = answerOf(repo->subscribe<T>(context, [](const auto &) {})).error();
    errors[u"subscribeRaw"_s] = answerOf(repo->subscribeRaw<T>(context, [](const auto &) {
                                })).error();
    return errors;
}

} // namespace

void tst_DustRepo::refusesBadSchemas_data()
{
    QTest::addColumn<DustSchema>("schema");
    QTest::newRow("null") << DustSchema();
    QTest::newRow("without a prefix") << *DustSchema::Builder::embedded(u"Meta"_s)
                                                  .field(u"lang"_s, DustField::String)
                                                  .build();
}

void tst_DustRepo::refusesBadSchemas()
{
    QFETCH(DustSchema, schema);
    const auto errors = errorsOfAllCalls(w->repo.get(), schema, u"a"_s, this);
    for (auto error = errors.cbegin(); error != errors.cend(); ++error) {
        QVERIFY2(error->kind() == DustError::InvalidParams, qPrintable(error.key()));
        QVERIFY2(!error->message().isEmpty(), qPrintable(error.key()));
    }

    const DustError declaration = DustSchema::of<WithoutPrefix>().error();
    QCOMPARE(declaration.kind(), DustError::InvalidParams);
    const auto typed = errorsOfTypedCalls<WithoutPrefix>(w->repo.get(), this);
    for (auto error = typed.cbegin(); error != typed.cend(); ++error)
        QVERIFY2(error->message() == declaration.message(), qPrintable(error.key()));
}

void tst_DustRepo::refusesBadSlugs_data()
{
    QTest::addColumn<QString>("slug");
    QTest::newRow("none") << QString();
    QTest::newRow("empty") << u""_s;
    QTest::newRow("a lone surrogate") << QString(QChar(0xd800));
    QTest::newRow("too long") << QString(60000, u'x');
}

void tst_DustRepo::refusesBadSlugs()
{
    QFETCH(QString, slug);
    const QStringList withoutSlug{ u"all"_s, u"stream"_s, u"removeAll"_s };
    const QStringList subscriptions{ u"subscribe"_s, u"subscribeRaw"_s };
    const auto heard = w->can(DustTransport::Realtime) ? DustError::NoError
                                                       : DustError::NotSupported;
    const auto errors = errorsOfAllCalls(w->repo.get(), *DustSchema::of<Link>(), slug, this);
    for (auto error = errors.cbegin(); error != errors.cend(); ++error) {
        const auto expected = withoutSlug.contains(error.key()) ? DustError::NoError
                : subscriptions.contains(error.key())           ? heard
                                                                : DustError::InvalidParams;
        QVERIFY2(error->kind() == expected, qPrintable(error.key() + u": "_s + error->message()));
        QVERIFY2(expected != DustError::InvalidParams || error->message().contains(u"slug"_s),
                 qPrintable(error.key() + u": "_s + error->message()));
    }
    QVERIFY(answerOf(w->repo->all<Link>())->isEmpty());
}

void tst_DustRepo::survivesMonsters()
{
    constexpr qsizetype TooMuchForAServer = 10 * 1000 * 1000;
    Link big = Link::named(u"big"_s);
    big.note = QString(TooMuchForAServer, u'x');
    const auto inserted = answerOf(w->repo->insert(big));
    if (w->place().maximumBytes() > TooMuchForAServer) {
        QVERIFY(inserted.isOk());
    } else {
        QCOMPARE(inserted.error().kind(), DustError::LimitExceeded);
        QCOMPARE(w->leaves(), QStringList());
        big.note.truncate(TooMuchForAServer / 10);
        QVERIFY(answerOf(w->repo->insert(big)).isOk());
    }
    QCOMPARE(answerOf(w->repo->get<Link>(u"big"_s))->note.size(), big.note.size());

    Link null = Link::named(u"nu\0ll"_s);
    QVERIFY(answerOf(w->repo->insert(null)).isOk());
    QCOMPARE(answerOf(w->repo->get<Link>(null.slug))->title, null.title);

    Link lone = Link::named(u"lone"_s);
    lone.title = QChar(0xdc00);
    const DustError error = answerOf(w->repo->insert(lone)).error();
    QCOMPARE(error.kind(), DustError::Invalid);
    QVERIFY2(error.message().contains(u"title"_s), qPrintable(error.message()));
    QCOMPARE(w->leaves().filter(u"lone"_s), QStringList());

    // Another program writes a path of a thousand segments below a record.
    w->put(u"links/big/extra/"_s + QStringList(1000, u"x"_s).join(u'/'), "1");
    w->put(u"reading/articles/deep/title"_s, R"("Deep")");
    w->put(u"reading/articles/deep/extra/"_s + QStringList(1000, u"x"_s).join(u'/'), "1");
    QVERIFY(answerOf(w->repo->get<Link>(u"big"_s)).isOk());
    const auto deep = answerOf(w->repo->get<Article>(u"deep"_s));
    QCOMPARE(deep.error().kind(), DustError::NotFound); // deeper than any JSON that servers take
    QVERIFY2(deep.error().message().contains(u"extra"_s), qPrintable(deep.error().message()));

    // A free-form field whose leaf also has descendants. A mirror makes none.
    if (w->can(DustTransport::Optimistic))
        return;
    QVERIFY(answerOf(w->store->put(u"reading/articles/x/title"_s, u"X"_s)).isOk());
    QVERIFY(answerOf(w->store->put(u"reading/articles/x/extra"_s, 1)).isOk());
    QVERIFY(answerOf(w->store->put(u"reading/articles/x/extra/more"_s, 2)).isOk());
    const DustError both = answerOf(w->repo->get<Article>(u"x"_s)).error();
    QCOMPARE(both.kind(), DustError::NotFound);
    QVERIFY2(both.message().contains(u"extra"_s), qPrintable(both.message()));
    QVERIFY(both.detail().value(u"invalid"_s).toMap().contains(u"extra"_s));
}

void tst_DustRepo::endsWithoutAStore()
{
    DustRepo repo(nullptr);
    QCOMPARE(repo.store(), nullptr);
    const auto errors = errorsOfAllCalls(&repo, *DustSchema::of<Link>(), u"a"_s, this);
    for (auto error = errors.cbegin(); error != errors.cend(); ++error)
        QVERIFY2(error->kind() == DustError::InvalidParams && error->reason() == u"no_store"_s,
                 qPrintable(error.key()));
}

void tst_DustRepo::takesItsStoreOnce()
{
    DustRepo repo;
    const QSignalSpy given(&repo, &DustRepo::storeChanged);
    const auto early = repo.all<Link>();
    repo.setStore(w->store);
    QCOMPARE(given.count(), 1);
    QCOMPARE(repo.store(), w->store);
    QCOMPARE(answerOf(early).error().reason(), u"no_store"_s);
    w->putLinks({ u"a"_s });
    QCOMPARE(slugsOf(answerOf(repo.all<Link>()).valueOr({})), QStringList(u"a"_s));

    QTest::ignoreMessage(
            QtWarningMsg,
            "A DustRepo keeps the store it has: make another DustRepo for another store.");
    repo.setStore(w->client->store(u"acme/other"_s));
    repo.setStore(w->store);
    QCOMPARE(repo.store(), w->store);
    QCOMPARE(given.count(), 1);
}

void tst_DustRepo::endsWithTheStoresError()
{
    DustRepo repo(w->client->store(u"no name"_s));
    const DustError reason = repo.store()->error();
    QCOMPARE(reason.kind(), DustError::InvalidParams);
    const auto errors = errorsOfAllCalls(&repo, *DustSchema::of<Link>(), u"a"_s, this);
    for (auto error = errors.cbegin(); error != errors.cend(); ++error)
        QVERIFY2(*error == reason, qPrintable(error.key()));
}

void tst_DustRepo::endsWithClosed()
{
    delete w->store;
    QCOMPARE(w->repo->store(), nullptr);
    auto errors = errorsOfAllCalls(w->repo.get(), *DustSchema::of<Link>(), u"a"_s, this);
    errors.insert(errorsOfTypedCalls<Link>(w->repo.get(), this));
    errors[u"update"_s] = answerOf(w->repo->update(DustChangeset::change(Link::named(u"a"_s))))
                                  .error();
    for (auto error = errors.cbegin(); error != errors.cend(); ++error)
        QVERIFY2(error->kind() == DustError::Closed, qPrintable(error.key()));
}

QTEST_GUILESS_MAIN(tst_DustRepo)

#include "tst_dustrepo.moc"
