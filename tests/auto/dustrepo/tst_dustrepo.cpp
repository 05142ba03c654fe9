// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustRepo's reads on a store with local reads, and bad input to every function.

#include "answers.h"
#include "records.h"

#include "dustclient.h"
#include "dustrepo.h"

#include <QtTest/QSignalSpy>

using namespace Qt::StringLiterals;

namespace {

QStringList slugsOf(const DustResult<QList<Link>> &links)
{
    QStringList slugs;
    for (const Link &link : links.valueOr({}))
        slugs.append(link.slug);
    return slugs;
}

} // namespace

class tst_DustRepo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_client = std::make_unique<DustClient>(QUrl(u"memory:"_s));
        m_store = m_client->store(u"acme/main"_s);
        m_repo = std::make_unique<DustRepo>(m_store);
    }
    void cleanup()
    {
        m_repo.reset();
        m_client.reset();
    }

    void readsNothing();
    void readsAllInSlugOrder();
    void readsRecordsOfSeveralPrefixes();
    void readsOne();
    void readsNestedAndFreeForm();
    void readsUndeclaredDefaults();
    void doesNotFind();
    void tellsExistence();
    void answersInALaterTurn();
    void skipsOncePerSlug();
    void saysWhyARecordIsNone_data();
    void saysWhyARecordIsNone();
    void streamsPageByPage();
    void streamsWholeRecords();
    void endsStreams_data();
    void endsStreams();
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
    void put(const QString &path, const char *json)
    {
        const auto receipt = answerOf(m_store->put(path, *DustValue::fromJson(json)));
        QVERIFY2(receipt.isOk(), qPrintable(receipt.error().message()));
    }
    void putLinks(const QStringList &slugs)
    {
        DustRepoBatch batch;
        for (const QString &slug : slugs)
            batch.insert(Link::named(slug));
        QVERIFY(answerOf(m_repo->batchWrite(batch)).isOk());
    }

    std::unique_ptr<DustClient> m_client;
    DustStore *m_store = nullptr;
    std::unique_ptr<DustRepo> m_repo;
};

void tst_DustRepo::readsNothing()
{
    const auto links = answerOf(m_repo->all<Link>());
    QVERIFY(links.isOk());
    QVERIFY(links->isEmpty());
    QVERIFY(answerOf(m_repo->all(*DustSchema::of<Link>()))->isEmpty());
    QCOMPARE(m_repo->store(), m_store);
}

void tst_DustRepo::readsAllInSlugOrder()
{
    const QStringList sorted{ u" "_s,   u"*"_s,      u"a"_s,      u"a b"_s,       u"a!"_s,
                              u"a-b"_s, u"a.b"_s,    u"a/b"_s,    u"a0"_s,        u"ab"_s,
                              u"z~"_s,  u"\u00e9"_s, u"\uFFFD"_s, u"\U0001F600"_s };
    QStringList shuffled = sorted;
    std::reverse(shuffled.begin(), shuffled.end());
    putLinks(shuffled);
    put(u"links"_s, R"({})");
    QVERIFY(answerOf(m_repo->all<Link>())->isEmpty());
    putLinks(shuffled);

    const auto links = answerOf(m_repo->all<Link>());
    QCOMPARE(slugsOf(links), sorted);
    for (const Link &link : *links)
        QCOMPARE(link.title, u"Title of "_s + link.slug);

    const auto records = answerOf(m_repo->all(*DustSchema::of<Link>()));
    QCOMPARE(records->size(), sorted.size());
    for (qsizetype i = 0; i < sorted.size(); ++i) {
        QCOMPARE(records->at(i), DustRecord::from(links->at(i)));
        QCOMPARE(records->at(i).meta(), links->at(i).dustMeta);
        QVERIFY(links->at(i).dustMeta.isLoaded());
    }
}

void tst_DustRepo::readsRecordsOfSeveralPrefixes()
{
    put(u"reading/articles/x"_s, R"({"title":"X"})");
    put(u"reading/articlesx/y"_s, R"({"title":"Y"})");
    put(u"reading/y"_s, R"({"title":"Y"})");
    put(u"articles/y"_s, R"({"title":"Y"})");
    const auto articles = answerOf(m_repo->all<Article>());
    QCOMPARE(articles->size(), 1);
    QCOMPARE(articles->first().slug, u"x"_s);
    QVERIFY(answerOf(m_repo->all<Link>())->isEmpty());
}

void tst_DustRepo::readsOne()
{
    putLinks({ u"a"_s, u"a b"_s, u"a/b"_s, u"b"_s });
    put(u"links/a/note"_s, R"("mine")");
    const auto link = answerOf(m_repo->get<Link>(u"a"_s));
    QVERIFY(link.isOk());
    QCOMPARE(link->slug, u"a"_s);
    QCOMPARE(link->title, u"Title of a"_s);
    QCOMPARE(link->note, u"mine"_s);
    QCOMPARE(link->dustMeta.leafRevision("note"), link->dustMeta.revision());
    QCOMPARE(link->dustMeta.leafRevision("title"), std::optional<quint64>(1));
    QCOMPARE(answerOf(m_repo->get<Link>(u"a/b"_s))->title, u"Title of a/b"_s);
    QCOMPARE(answerOf(m_repo->get<Link>(u"a b"_s))->title, u"Title of a b"_s);

    const auto record = answerOf(m_repo->get(*DustSchema::of<Link>(), u"a"_s));
    QCOMPARE(*record, DustRecord::from(*link));
    QCOMPARE(record->meta(), link->dustMeta);
}

void tst_DustRepo::readsNestedAndFreeForm()
{
    put(u"reading/articles/x"_s,
        R"({"title":"X","author":{"name":"Ada","city":"London"},"extra":{"a":{"b":[1,2]}},"tags":["t"]})");
    const auto article = answerOf(m_repo->get<Article>(u"x"_s));
    QVERIFY2(article.isOk(), qPrintable(article.error().message()));
    QCOMPARE(article->author.city, u"London"_s);
    QCOMPARE(article->extra.toMap().value(u"a"_s).toMap().value(u"b"_s).toList().size(), 2);
    QCOMPARE(article->tags, QStringList{ u"t"_s });
    QCOMPARE(article->dustMeta.leafRevision("author/city"), std::optional<quint64>(1));
}

void tst_DustRepo::readsUndeclaredDefaults()
{
    put(u"links/a"_s, R"({"title":"A","url":"u","colour":"red"})");
    const auto link = answerOf(m_repo->get<Link>(u"a"_s));
    QVERIFY(link.isOk());
    QVERIFY(link->note.isNull());
    QCOMPARE(link->visits, 0);
    QCOMPARE(link->dustMeta.leafRevision("colour"), std::optional<quint64>(1));
    QCOMPARE(link->dustMeta.leafRevision("note"), std::nullopt);
}

void tst_DustRepo::doesNotFind()
{
    putLinks({ u"aa"_s, u"a b"_s });
    for (const DustError &error :
         { answerOf(m_repo->get<Link>(u"a"_s)).error(),
           answerOf(m_repo->get(*DustSchema::of<Link>(), u"a"_s)).error() }) {
        QCOMPARE(error.kind(), DustError::NotFound);
        QCOMPARE(error.path(), u"links/a"_s);
        QVERIFY(error.message().contains(u"links/a"_s));
    }
}

void tst_DustRepo::tellsExistence()
{
    putLinks({ u"a"_s });
    put(u"links/half/title"_s, R"("no url")");
    QCOMPARE(answerOf(m_repo->exists<Link>(u"a"_s)), DustResult<bool>(true));
    QCOMPARE(answerOf(m_repo->exists(*DustSchema::of<Link>(), u"a"_s)), DustResult<bool>(true));
    QCOMPARE(answerOf(m_repo->exists<Link>(u"b"_s)), DustResult<bool>(false));
    QCOMPARE(answerOf(m_repo->exists<Link>(u"half"_s)), DustResult<bool>(false));
}

void tst_DustRepo::answersInALaterTurn()
{
    putLinks({ u"a"_s });
    QStringList order;
    const auto note = [&](const char *name) {
        return [&order, name](const auto &) { order.append(QLatin1StringView(name)); };
    };
    auto all = m_repo->all<Link>();
    auto get = m_repo->get<Link>(u"a"_s);
    auto insert = m_repo->insert(Link::named(u"b"_s));
    auto none = m_repo->get<Link>(QString());
    auto gone = m_repo->remove<Link>(u"b"_s);
    QVERIFY(!all.isFinished() && !get.isFinished() && !insert.isFinished() && !none.isFinished()
            && !gone.isFinished());
    all.then(this, note("all"));
    get.then(this, note("get"));
    insert.then(this, note("insert"));
    none.then(this, note("none"));
    gone.then(this, note("gone"));
    QVERIFY(order.isEmpty());
    QCoreApplication::processEvents();
    QCOMPARE(order, QStringList({ u"all"_s, u"get"_s, u"insert"_s, u"none"_s, u"gone"_s }));
    QCOMPARE(all.result()->size(), 1); // what the store held when it was called
}

void tst_DustRepo::skipsOncePerSlug()
{
    putLinks({ u"good"_s });
    put(u"links/half/title"_s, R"("no url")");
    put(u"links/odd"_s, R"({"title":"T","url":"u","visits":"many"})");
    put(u"links/leaf"_s, "5");
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"links/half.*missing url"_s));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"links/odd.*visits"_s));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"links/leaf"_s));
    QCOMPARE(slugsOf(answerOf(m_repo->all<Link>())), QStringList{ u"good"_s });

    QTest::failOnWarning(QRegularExpression(u".*"_s));
    QCOMPARE(slugsOf(answerOf(m_repo->all<Link>())), QStringList{ u"good"_s });
    QCOMPARE(answerOf(m_repo->all(*DustSchema::of<Link>()))->size(), 1);
}

void tst_DustRepo::saysWhyARecordIsNone_data()
{
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
    QTest::newRow("a single value") << QByteArray("5") << QStringList{ u"title"_s, u"url"_s }
                                    << none << QStringList{ u"slug"_s };
}

void tst_DustRepo::saysWhyARecordIsNone()
{
    QFETCH(QByteArray, stored);
    QFETCH(QStringList, missing);
    QFETCH(QStringList, unrecognised);
    QFETCH(QStringList, invalid);
    put(u"links/a"_s, stored.constData());

    const DustError error = answerOf(m_repo->get<Link>(u"a"_s)).error();
    QCOMPARE(error.kind(), DustError::NotFound);
    QCOMPARE(error.detail().value(u"slug"_s).toString(), u"a"_s);
    QCOMPARE(error.detail().value(u"missing"_s).toStringList(), missing);
    QCOMPARE(error.detail().value(u"unrecognised"_s).toStringList(), unrecognised);
    QCOMPARE(error.detail().value(u"invalid"_s).toMap().keys(), invalid);
    QCOMPARE(answerOf(m_repo->get(*DustSchema::of<Link>(), u"a"_s)).error(), error);
}

void tst_DustRepo::streamsPageByPage()
{
    QStringList slugs;
    for (int i = 0; i < 1000; ++i)
        slugs.append(u"%1"_s.arg(i, 4, 10, QLatin1Char('0')));
    putLinks(slugs);
    QList<qsizetype> pages;
    QStringList seen;
    int turnsBetween = 0;
    auto done = m_repo->stream<Link>(this, [&](const QList<Link> &page) {
        [&] { QCOMPARE(turnsBetween, int(pages.size())); }();
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
    QCOMPARE(pages, QList<qsizetype>({ 250, 250, 250, 250 })); // of 4 leaves, 1,000 leaves a page

    QList<DustRecord> records;
    const auto all = answerOf(
            m_repo->stream(*DustSchema::of<Link>(), this, [&](const QList<DustRecord> &page) {
                records += page;
                return true;
            }));
    QVERIFY(all.isOk());
    QCOMPARE(records.size(), 1000);
}

// A write between two pages changes a record on either side, never half of one.
void tst_DustRepo::streamsWholeRecords()
{
    QStringList slugs;
    for (int i = 0; i < 1000; ++i)
        slugs.append(u"%1"_s.arg(i, 4, 10, QLatin1Char('0')));
    putLinks(slugs);
    put(u"links/0333/colour"_s, "1"); // so that pages do not end where a record does by chance
    int round = 0;
    QStringList torn;
    auto done = m_repo->stream<Link>(this, [&](const QList<Link> &page) {
        for (const Link &link : page) {
            const bool isOld = link.title == u"Title of "_s + link.slug && link.note.isEmpty();
            if (!isOld && link.title != link.note)
                torn.append(link.slug);
        }
        ++round;
        DustRepoBatch batch;
        for (const QString &slug : slugs) {
            Link link = Link::named(slug);
            link.title = link.note = QString::number(round);
            batch.insert(link);
        }
        m_repo->batchWrite(batch);
        return true;
    });
    QVERIFY(answerOf(done).isOk());
    QVERIFY(round > 2);
    QCOMPARE(torn, QStringList());
}

void tst_DustRepo::endsStreams_data()
{
    QTest::addColumn<QString>("how");
    QTest::addColumn<DustError::Kind>("kind");
    QTest::newRow("by false") << u"false"_s << DustError::NoError;
    QTest::newRow("by the context") << u"context"_s << DustError::Closed;
    QTest::newRow("by the repo") << u"repo"_s << DustError::Closed;
    QTest::newRow("by the store") << u"store"_s << DustError::Closed;
    QTest::newRow("by the client") << u"client"_s << DustError::Closed;
}

void tst_DustRepo::endsStreams()
{
    QFETCH(QString, how);
    QFETCH(DustError::Kind, kind);
    QStringList slugs;
    for (int i = 0; i < 1000; ++i)
        slugs.append(QString::number(i));
    putLinks(slugs);
    auto context = std::make_unique<QObject>();
    int pages = 0;
    const auto done = m_repo->stream<Link>(context.get(), [&](const QList<Link> &) {
        ++pages;
        if (how == u"context"_s)
            context.reset();
        else if (how == u"repo"_s)
            m_repo.reset();
        else if (how == u"store"_s)
            delete m_store;
        else if (how == u"client"_s)
            m_client.reset();
        return how != u"false"_s;
    });
    QCOMPARE(answerOf(done).error().kind(), kind);
    QCOMPARE(pages, 1);
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
    const auto errors = errorsOfAllCalls(m_repo.get(), schema, u"a"_s, this);
    for (auto error = errors.cbegin(); error != errors.cend(); ++error) {
        QVERIFY2(error->kind() == DustError::InvalidParams, qPrintable(error.key()));
        QVERIFY2(!error->message().isEmpty(), qPrintable(error.key()));
    }

    const DustError declaration = DustSchema::of<WithoutPrefix>().error();
    QCOMPARE(declaration.kind(), DustError::InvalidParams);
    const auto typed = errorsOfTypedCalls<WithoutPrefix>(m_repo.get(), this);
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
    const QStringList withoutSlug{ u"all"_s, u"stream"_s, u"removeAll"_s, u"subscribe"_s,
                                   u"subscribeRaw"_s };
    const auto errors = errorsOfAllCalls(m_repo.get(), *DustSchema::of<Link>(), slug, this);
    for (auto error = errors.cbegin(); error != errors.cend(); ++error) {
        const auto expected = withoutSlug.contains(error.key()) ? DustError::NoError
                                                                : DustError::InvalidParams;
        QVERIFY2(error->kind() == expected, qPrintable(error.key() + u": "_s + error->message()));
    }
    QVERIFY(answerOf(m_repo->all<Link>())->isEmpty());
}

void tst_DustRepo::survivesMonsters()
{
    Link big = Link::named(u"big"_s);
    big.note = QString(10 * 1000 * 1000, u'x');
    QVERIFY(answerOf(m_repo->insert(big)).isOk());
    QCOMPARE(answerOf(m_repo->get<Link>(u"big"_s))->note.size(), big.note.size());

    Link null = Link::named(u"nu\0ll"_s);
    QVERIFY(answerOf(m_repo->insert(null)).isOk());
    QCOMPARE(answerOf(m_repo->get<Link>(null.slug))->title, null.title);

    Link lone = Link::named(u"lone"_s);
    lone.title = QChar(0xdc00);
    const DustError error = answerOf(m_repo->insert(lone)).error();
    QVERIFY(error.kind() == DustError::InvalidParams || error.kind() == DustError::Invalid);
    QVERIFY(!error.message().isEmpty());

    // Another program writes a path of a thousand segments below a record.
    put(u"links/big/extra/"_s + QStringList(1000, u"x"_s).join(u'/'), "1");
    put(u"reading/articles/deep/title"_s, R"("Deep")");
    put(u"reading/articles/deep/extra/"_s + QStringList(1000, u"x"_s).join(u'/'), "1");
    QVERIFY(answerOf(m_repo->get<Link>(u"big"_s)).isOk());
    const auto deep = answerOf(m_repo->get<Article>(u"deep"_s));
    QVERIFY(deep.isOk() || deep.error().kind() == DustError::NotFound);

    // A free-form field whose leaf also has descendants.
    QVERIFY(answerOf(m_store->put(u"reading/articles/x/title"_s, u"X"_s)).isOk());
    QVERIFY(answerOf(m_store->put(u"reading/articles/x/extra"_s, 1)).isOk());
    QVERIFY(answerOf(m_store->put(u"reading/articles/x/extra/more"_s, 2)).isOk());
    const DustError both = answerOf(m_repo->get<Article>(u"x"_s)).error();
    QCOMPARE(both.kind(), DustError::NotFound);
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
    repo.setStore(m_store);
    QCOMPARE(given.count(), 1);
    QCOMPARE(repo.store(), m_store);
    QCOMPARE(answerOf(early).error().reason(), u"no_store"_s);
    putLinks({ u"a"_s });
    QCOMPARE(slugsOf(answerOf(repo.all<Link>())), QStringList(u"a"_s));

    QTest::ignoreMessage(
            QtWarningMsg,
            "A DustRepo keeps the store it has: make another DustRepo for another store.");
    repo.setStore(m_client->store(u"acme/other"_s));
    repo.setStore(m_store);
    QCOMPARE(repo.store(), m_store);
    QCOMPARE(given.count(), 1);
}

void tst_DustRepo::endsWithTheStoresError()
{
    DustRepo repo(m_client->store(u"no name"_s));
    const DustError reason = repo.store()->error();
    QCOMPARE(reason.kind(), DustError::InvalidParams);
    const auto errors = errorsOfAllCalls(&repo, *DustSchema::of<Link>(), u"a"_s, this);
    for (auto error = errors.cbegin(); error != errors.cend(); ++error)
        QVERIFY2(*error == reason, qPrintable(error.key()));
}

void tst_DustRepo::endsWithClosed()
{
    delete m_store;
    QCOMPARE(m_repo->store(), nullptr);
    auto errors = errorsOfAllCalls(m_repo.get(), *DustSchema::of<Link>(), u"a"_s, this);
    errors.insert(errorsOfTypedCalls<Link>(m_repo.get(), this));
    errors[u"update"_s] = answerOf(m_repo->update(DustChangeset::change(Link::named(u"a"_s))))
                                  .error();
    for (auto error = errors.cbegin(); error != errors.cend(); ++error)
        QVERIFY2(error->kind() == DustError::Closed, qPrintable(error.key()));
}

QTEST_GUILESS_MAIN(tst_DustRepo)

#include "tst_dustrepo.moc"
