// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Compare-and-swap of records: update() and remove() with ifUnchanged, in both modes.

#include "repoworld.h"

using namespace Qt::StringLiterals;

using Changes = QVariantMap;

class tst_DustRepoIfUnchanged : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { w = std::make_unique<RepoWorld>(); }
    void cleanup() { w.reset(); }

    void updates_data();
    void updates();
    void updatesInMapMode_data();
    void updatesInMapMode();
    void updatesAgainAndAgain();
    void needsARecordThatWasRead();
    void removes_data();
    void removes();
    void tellsOneDeletion();
    void onlyOneOfTwoClientsWins();

private:
    void compare(const DustError &error, DustError::Kind kind, const QString &path,
                 const std::optional<quint64> &revision)
    {
        QCOMPARE(error.kind(), kind);
        if (kind == DustError::NoError)
            return;
        QCOMPARE(error.path(), path);
        QCOMPARE(error.currentRevision(), revision);
        QCOMPARE(error.opIndex(), -1);
    }

    std::unique_ptr<RepoWorld> w;
};

// The record is inserted. Then another program does `theirs`.
void tst_DustRepoIfUnchanged::updates_data()
{
    QTest::addColumn<QStringList>("theirs"); // "path json", or "path" to delete
    QTest::addColumn<Changes>("changes");
    QTest::addColumn<QStringList>("operations");
    QTest::addColumn<QString>("conflict"); // path, or empty

    const QString x = u"reading/articles/x"_s;
    const QVariant paris = QVariant::fromValue(Author{ u"Ada"_s, u"Paris"_s });
    const QVariant nobody = QVariant::fromValue(Author());
    const QStringList nobodyElse;
    const auto row = [&](const char *name, const QStringList &theirs, const Changes &changes,
                         const QStringList &operations) {
        QTest::newRow(name) << theirs << changes << operations << QString();
    };
    const auto conflict = [&](const char *name, const QStringList &theirs, const Changes &changes,
                              const QString &path) {
        QTest::newRow(name) << theirs << changes << QStringList() << path;
    };

    row("one field", nobodyElse, { { u"title"_s, u"Y"_s } },
        { u"set reading/articles/x/title \"Y\""_s });
    row("two fields", nobodyElse, { { u"title"_s, u"Y"_s }, { u"tags"_s, QStringList{ u"t"_s } } },
        { u"set reading/articles/x/title \"Y\""_s, u"set reading/articles/x/tags [\"t\"]"_s });
    row("they changed another field", { x + u"/tags [1]"_s }, { { u"title"_s, u"Y"_s } },
        { u"set reading/articles/x/title \"Y\""_s });
    conflict("they changed the field", { x + u"/title \"Z\""_s }, { { u"title"_s, u"Y"_s } },
             x + u"/title"_s);
    conflict("they wrote the same", { x + u"/title \"X\""_s }, { { u"title"_s, u"Y"_s } },
             x + u"/title"_s);
    conflict("they deleted the field", { x + u"/title"_s }, { { u"title"_s, u"Y"_s } },
             x + u"/title"_s);
    conflict("they deleted the record", { x }, { { u"title"_s, u"Y"_s } }, x + u"/title"_s);
    conflict("they changed one of two fields", { x + u"/tags [1]"_s },
             { { u"title"_s, u"Y"_s }, { u"tags"_s, QStringList{ u"t"_s } } }, x + u"/tags"_s);

    const QStringList toParis{
        u"set reading/articles/x/author/name \"Ada\""_s,
        u"set reading/articles/x/author/city \"Paris\""_s,
        uR"(set reading/articles/x/author {"city":"Paris","name":"Ada"})"_s
    };
    const QStringList toNobody{ u"delete reading/articles/x/author/name null"_s,
                                u"delete reading/articles/x/author/city null"_s,
                                u"delete reading/articles/x/author null"_s };
    row("nested", nobodyElse, { { u"author"_s, paris } }, toParis);
    conflict("they changed a nested leaf", { x + u"/author/name \"Eve\""_s },
             { { u"author"_s, paris } }, x + u"/author/name"_s);
    row("they added a nested leaf, which goes", { x + u"/author/stranger 1815"_s },
        { { u"author"_s, paris } }, toParis);
    row("nested record goes", nobodyElse, { { u"author"_s, nobody } }, toNobody);
    row("nested record goes with what they added", { x + u"/author/stranger/a 1815"_s },
        { { u"author"_s, nobody } }, toNobody);
    conflict("they changed a nested leaf of what goes", { x + u"/author/city \"Rome\""_s },
             { { u"author"_s, nobody } }, x + u"/author/city"_s);

    row("object to scalar", nobodyElse, { { u"extra"_s, 5 } },
        { u"delete reading/articles/x/extra/b/c null"_s,
          u"delete reading/articles/x/extra/a null"_s, u"set reading/articles/x/extra 5"_s });
    row("object to scalar with what they added", { x + u"/extra/stranger 1"_s },
        { { u"extra"_s, 5 } },
        { u"delete reading/articles/x/extra/b/c null"_s,
          u"delete reading/articles/x/extra/a null"_s, u"set reading/articles/x/extra 5"_s });
    conflict("they changed the object", { x + u"/extra/b/c 3"_s }, { { u"extra"_s, 5 } },
             x + u"/extra/b/c"_s);
    const Changes toObject{ { u"extra"_s, QVariantMap{ { u"a"_s, 9 }, { u"z"_s, 1 } } } };
    const QStringList asObject{ u"delete reading/articles/x/extra/b/c null"_s,
                                u"set reading/articles/x/extra/a 9"_s,
                                uR"(set reading/articles/x/extra {"a":9,"z":1})"_s };
    row("object to object", nobodyElse, toObject, asObject);
    row("object to object, without what they added", { x + u"/extra/stranger 1"_s }, toObject,
        asObject);
    row("object to nothing", { x + u"/extra/stranger 1"_s }, { { u"extra"_s, QVariantMap() } },
        { u"delete reading/articles/x/extra/b/c null"_s,
          u"delete reading/articles/x/extra/a null"_s, u"set reading/articles/x/extra null"_s });
}

namespace {

// Gives the revision of what it wrote last, none where it deleted it.
std::optional<quint64> doTheirs(RepoWorld *w, const QStringList &lines)
{
    std::optional<quint64> revision;
    for (const QString &line : lines) {
        const qsizetype space = line.indexOf(u' ');
        const QByteArray json = line.mid(space + 1).toUtf8();
        if (space >= 0) {
            revision = w->put(line.left(space), json.constData());
        } else {
            w->remove(line);
            revision.reset();
        }
    }
    return revision;
}

} // namespace

void tst_DustRepoIfUnchanged::updates()
{
    QFETCH(QStringList, theirs);
    QFETCH(Changes, changes);
    QFETCH(QStringList, operations);
    QFETCH(QString, conflict);

    Article article;
    article.slug = u"x"_s;
    article.title = u"X"_s;
    article.author = { u"Ada"_s, u"London"_s };
    article.extra = QVariantMap{ { u"a"_s, 1 }, { u"b"_s, QVariantMap{ { u"c"_s, 2 } } } };
    article = *answerOf(w->repo->insert(article));
    const auto revision = doTheirs(w.get(), theirs);
    w->takeOperations();
    const QStringList before = w->leaves();

    const auto updated = answerOf(
            w->repo->update<Article>(DustChangeset::change(article, changes), ifUnchanged()));
    compare(updated.error(), conflict.isEmpty() ? DustError::NoError : DustError::Conflict,
            conflict, revision);
    QCOMPARE(w->takeOperations(), operations);
    if (!conflict.isEmpty())
        QCOMPARE(w->leaves(), before);
    else if (theirs.isEmpty())
        QCOMPARE(updated->dustMeta, answerOf(w->repo->get<Article>(u"x"_s))->dustMeta);
    else
        QCOMPARE(w->leaves().filter(u"stranger"_s), QStringList());
}

void tst_DustRepoIfUnchanged::updatesInMapMode_data()
{
    QTest::addColumn<QStringList>("theirs");
    QTest::addColumn<Changes>("changes");
    QTest::addColumn<QStringList>("operations");
    QTest::addColumn<QString>("conflict");

    QTest::newRow("changed leaves are guarded")
            << QStringList() << Changes{ { u"body"_s, u"C"_s } }
            << QStringList{ u"delete pages/p/colour null"_s, u"set pages/p/body \"C\""_s }
            << QString();
    QTest::newRow("they changed another field")
            << QStringList{ u"pages/p/title \"Z\""_s } << Changes{ { u"body"_s, u"C"_s } }
            << QStringList{ u"delete pages/p/colour null"_s, u"set pages/p/body \"C\""_s }
            << QString();
    QTest::newRow("they changed the field")
            << QStringList{ u"pages/p/body \"Z\""_s } << Changes{ { u"body"_s, u"C"_s } }
            << QStringList() << u"pages/p/body"_s;
    QTest::newRow("they changed what goes")
            << QStringList{ u"pages/p/colour \"blue\""_s } << Changes{ { u"body"_s, u"C"_s } }
            << QStringList() << u"pages/p/colour"_s;
    QTest::newRow("removed leaves are guarded")
            << QStringList() << Changes{ { u"author"_s, QVariant::fromValue(Author()) } }
            << QStringList{ u"delete pages/p/colour null"_s, u"delete pages/p/author/name null"_s,
                            u"delete pages/p/author/city null"_s, u"delete pages/p/author null"_s }
            << QString();
    QTest::newRow("they added a nested leaf, which goes")
            << QStringList{ u"pages/p/author/stranger 1815"_s }
            << Changes{ { u"author"_s, QVariant::fromValue(Author{ u"Ada"_s, u"Paris"_s }) } }
            << QStringList{ u"delete pages/p/colour null"_s, u"set pages/p/author/name \"Ada\""_s,
                            u"set pages/p/author/city \"Paris\""_s,
                            uR"(set pages/p/author {"city":"Paris","name":"Ada"})"_s }
            << QString();
    QTest::newRow("what they added goes with a removed record")
            << QStringList{ u"pages/p/author/stranger 1815"_s }
            << Changes{ { u"author"_s, QVariant::fromValue(Author()) } }
            << QStringList{ u"delete pages/p/colour null"_s, u"delete pages/p/author/name null"_s,
                            u"delete pages/p/author/city null"_s, u"delete pages/p/author null"_s }
            << QString();
    QTest::newRow("they changed a removed leaf")
            << QStringList{ u"pages/p/author/city \"Rome\""_s }
            << Changes{ { u"author"_s, QVariant::fromValue(Author()) } } << QStringList()
            << u"pages/p/author/city"_s;
}

void tst_DustRepoIfUnchanged::updatesInMapMode()
{
    QFETCH(QStringList, theirs);
    QFETCH(Changes, changes);
    QFETCH(QStringList, operations);
    QFETCH(QString, conflict);

    QVERIFY(answerOf(w->repo->insert(Page{ {}, u"p"_s, u"T"_s, u"B"_s, { u"Ada"_s, u"London"_s } }))
                    .isOk());
    w->put(u"pages/p/colour"_s,
           R"("red")"); // no field declares it, and a write in map mode drops it
    const Page page = *answerOf(w->repo->get<Page>(u"p"_s));
    const auto revision = doTheirs(w.get(), theirs);
    w->takeOperations();
    const QStringList before = w->leaves();

    const auto updated = answerOf(
            w->repo->update<Page>(DustChangeset::change(page, changes), ifUnchanged()));
    compare(updated.error(), conflict.isEmpty() ? DustError::NoError : DustError::Conflict,
            conflict, revision);
    QCOMPARE(w->takeOperations(), operations);
    if (!conflict.isEmpty())
        QCOMPARE(w->leaves(), before);
    else if (theirs.isEmpty())
        QCOMPARE(updated->dustMeta, answerOf(w->repo->get<Page>(u"p"_s))->dustMeta);
}

void tst_DustRepoIfUnchanged::updatesAgainAndAgain()
{
    Link link = *answerOf(w->repo->insert(Link::named(u"a"_s)));
    const Link stale = link;
    for (int i = 1; i < 5; ++i) {
        const auto updated = answerOf(w->repo->update<Link>(
                DustChangeset::change(link,
                                      { { u"visits"_s, i }, { u"note"_s, QString::number(i) } }),
                ifUnchanged()));
        QVERIFY2(updated.isOk(), qPrintable(updated.error().message()));
        link = *updated;
    }
    QCOMPARE(link.visits, 4);
    const auto late = answerOf(w->repo->update<Link>(
            DustChangeset::change(stale, { { u"visits"_s, 9 } }), ifUnchanged()));
    compare(late.error(), DustError::Conflict, u"links/a/visits"_s,
            link.dustMeta.leafRevision("visits"));
    QVERIFY(answerOf(w->repo->update<Link>(DustChangeset::change(stale, { { u"title"_s, u"T"_s } }),
                                           ifUnchanged()))
                    .isOk());
}

void tst_DustRepoIfUnchanged::needsARecordThatWasRead()
{
    const Link link = Link::named(u"a"_s);
    QVERIFY(answerOf(w->repo->insert(link)).isOk());
    w->takeOperations();
    for (const DustError &error :
         { answerOf(w->repo->update(DustChangeset::change(link, { { u"visits"_s, 1 } }),
                                    ifUnchanged()))
                   .error(),
           answerOf(w->repo->remove(link, ifUnchanged())).error() }) {
        QCOMPARE(error.kind(), DustError::InvalidParams);
        QCOMPARE(error.reason(), u"not_loaded"_s);
        QVERIFY(error.message().contains(u"get()"_s));
    }
    QCOMPARE(w->takeOperations(), QStringList());
}

void tst_DustRepoIfUnchanged::removes_data()
{
    QTest::addColumn<QStringList>("theirs");
    QTest::addColumn<QString>("conflict");
    QTest::newRow("unchanged") << QStringList() << QString();
    QTest::newRow("they changed a field")
            << QStringList{ u"reading/articles/x/title \"Z\""_s } << u"reading/articles/x/title"_s;
    QTest::newRow("they changed a nested field")
            << QStringList{ u"reading/articles/x/author/city \"Rome\""_s }
            << u"reading/articles/x/author/city"_s;
    QTest::newRow("they deleted a field")
            << QStringList{ u"reading/articles/x/tags"_s } << u"reading/articles/x/tags"_s;
    QTest::newRow("they added a field, which cannot be guarded")
            << QStringList{ u"reading/articles/x/colour 1"_s } << QString();
    QTest::newRow("they deleted the record")
            << QStringList{ u"reading/articles/x"_s } << u"reading/articles/x/title"_s;
}

void tst_DustRepoIfUnchanged::removes()
{
    QFETCH(QStringList, theirs);
    QFETCH(QString, conflict);
    Article article;
    article.slug = u"x"_s;
    article.title = u"X"_s;
    article.author = { u"Ada"_s, u"London"_s };
    article.extra = QVariantMap{ { u"a"_s, 1 } };
    article.tags = QStringList{ u"t"_s };
    article = *answerOf(w->repo->insert(article));
    const auto revision = doTheirs(w.get(), theirs);
    w->takeOperations();
    const QStringList before = w->leaves();

    const auto removed = answerOf(w->repo->remove(article, ifUnchanged()));
    compare(removed.error(), conflict.isEmpty() ? DustError::NoError : DustError::Conflict,
            conflict, revision);
    const QStringList operations = w->takeOperations();
    if (conflict.isEmpty()) {
        QCOMPARE(operations.size(), 6); // 5 leaves and the record
        QCOMPARE(operations.last(), u"delete reading/articles/x null"_s);
        QCOMPARE(removed->pathString(), u"reading/articles/x"_s);
        QCOMPARE(w->leaves(), QStringList());
    } else {
        QCOMPARE(operations, QStringList());
        QCOMPARE(w->leaves(), before);
    }
}

void tst_DustRepoIfUnchanged::tellsOneDeletion()
{
    const Link link = *answerOf(w->repo->insert(Link::named(u"a"_s)));
    QStringList heard;
    const auto subscribed = answerOf(
            w->repo->subscribe<Link>(this, [&](const DustRecordEventOf<Link> &event) {
                heard.append(event.isDeleted() ? u"-"_s + event.slug : u"+"_s + event.slug);
            }));
    QCOMPARE(subscribed.isOk(), w->can(DustTransport::Realtime));
    QVERIFY(answerOf(w->repo->remove(link, ifUnchanged())).isOk());
    QCOMPARE(heard, subscribed.isOk() ? QStringList{ u"-a"_s } : QStringList());
}

void tst_DustRepoIfUnchanged::onlyOneOfTwoClientsWins()
{
    const auto other = w->makeClient();
    QVERIFY(answerOf(w->repo->insert(Link::named(u"a"_s))).isOk());
    DustRepo there(w->openedBy(other.get()));
    const auto mine = answerOf(w->repo->get<Link>(u"a"_s));
    const auto theirs = answerOf(there.get<Link>(u"a"_s));
    QVERIFY(mine.isOk() && theirs.isOk());

    const auto first = w->repo->update<Link>(
            DustChangeset::change(*mine, { { u"title"_s, u"1"_s } }), ifUnchanged());
    const auto second = there.update<Link>(
            DustChangeset::change(*theirs, { { u"title"_s, u"2"_s } }), ifUnchanged());
    const auto one = answerOf(first);
    const auto two = answerOf(second);
    QVERIFY(one.isOk() != two.isOk());
    const auto winner = one.isOk() ? one : two;
    compare(one.isOk() ? two.error() : one.error(), DustError::Conflict, u"links/a/title"_s,
            winner->dustMeta.leafRevision("title"));
    if (!w->can(DustTransport::Optimistic)) // a mirror hears of it later
        QCOMPARE(answerOf(there.get<Link>(u"a"_s))->title, winner->title);
}

QTEST_GUILESS_MAIN(tst_DustRepoIfUnchanged)

#include "tst_dustrepoifunchanged.moc"
