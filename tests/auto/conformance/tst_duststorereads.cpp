// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustStore's reads: entries, subtrees, many leaves, lists and ranges page by page.

#include "repoworld.h"

using namespace Qt::StringLiterals;

class tst_DustStoreReads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { w = std::make_unique<RepoWorld>(); }
    void cleanup() { w.reset(); }

    void entries();
    void many();
    void thousands();
    void lists_data();
    void lists();
    void refusals_data();
    void refusals();
    void leavesAboveSubtrees();

private:
    static DustQuery list(const QString &pattern) { return DustQuery::list(pattern); }
    static DustQuery range(const QString &from, const QString &to)
    {
        return DustQuery::range(from, to);
    }
    void fill()
    {
        const auto all = DustValue::fromJson(
                R"({"b":1,"b/":2,"c":{"x":3,"y":{"z":4}},"c!":5,"c0":6,"ä":7})");
        QVERIFY(answerOf(w->store->put(u"a"_s, *all)).isOk());
        QVERIFY(answerOf(w->store->put(u"posts/1"_s, u"one"_s)).isOk());
        QVERIFY(answerOf(w->store->put(u"z"_s, 26)).isOk());
    }

    std::unique_ptr<RepoWorld> w;
};

void tst_DustStoreReads::entries()
{
    fill();
    const auto leaf = answerOf(w->store->entry(u"a/b"_s));
    QCOMPARE(*leaf,
             DustEntry(DustPath::fromCanonical("a/b"), 1, DustEntry::Integer, leaf->revision()));
    w->put(u"a/c/y/new"_s, "5");
    const quint64 latest = w->put(u"a/c/x"_s, "1");
    const auto subtree = answerOf(w->store->entry(u"a/c"_s));
    QCOMPARE(*subtree,
             DustEntry(DustPath::fromCanonical("a/c"),
                       *DustValue::fromJson(R"({"x":1,"y":{"new":5,"z":4}})"), DustEntry::Map,
                       latest));
    for (const QString &absent : { u"no"_s, u"a/b/c"_s, u"a/c/yy"_s, u"A"_s }) {
        const DustError error = answerOf(w->store->entry(absent)).error();
        QCOMPARE(error.kind(), DustError::NotFound);
        QCOMPARE(error.path(), absent);
        QCOMPARE(answerOf(w->store->get(absent)).error(), error);
        QCOMPARE(*answerOf(w->store->exists(absent)), false);
    }
    for (const QString &there : { u"a"_s, u"a/b"_s, u"a/c"_s, u"a/c/y"_s, u"posts"_s })
        QCOMPARE(*answerOf(w->store->exists(there)), true);
}

void tst_DustStoreReads::many()
{
    fill();
    QCOMPARE(answerOf(w->store->getMany({}))->size(), 0);
    QCOMPARE(answerOf(w->store->getMany({ u"no"_s, u"nothing"_s }))->size(), 0);
    const auto some = answerOf(w->store->getMany(
            { u"z"_s, u"no"_s, u"a/c"_s, u"a/b"_s, u"a/b~1"_s, u"z"_s, u"a/c/y/z"_s }));
    QStringList read;
    for (const DustEntry &entry : some.valueOr({}))
        read.append(entry.pathString() + u' ' + QString::fromUtf8(entry.value().toJson()));
    QCOMPARE(read, QStringList({ u"z 26"_s, u"a/b 1"_s, u"a/b~1 2"_s, u"z 26"_s, u"a/c/y/z 4"_s }));
}

// More than a request carries, or a page holds.
void tst_DustStoreReads::thousands()
{
    constexpr int Count = 2300;
    DustObject all;
    QStringList paths;
    for (int i = 0; i < Count; ++i) {
        const QString name = u"%1"_s.arg(i, 4, 10, QLatin1Char('0'));
        all.insert(name, i);
        paths.append(u"n/"_s + name);
    }
    QVERIFY(answerOf(w->store->put(u"n"_s, all)).isOk());
    const auto many = answerOf(w->store->getMany(paths));
    QVERIFY2(many.isOk(), qPrintable(many.error().message()));
    QCOMPARE(many->size(), Count);
    QCOMPARE(many->constLast().value(), DustValue(Count - 1));
    QCOMPARE(*answerOf(w->store->get(u"n"_s)), DustValue(all));

    QStringList listed;
    QString after;
    QList<qsizetype> pages;
    do {
        const auto page = answerOf(w->store->list(list(u"n/*"_s)
                                                          .setLimit(DustQuery::MaximumLimit)
                                                          .setAfter(after)
                                                          .setSelect(DustQuery::Keys)));
        QVERIFY2(page.isOk(), qPrintable(page.error().message()));
        listed += page->paths;
        pages.append(page->paths.size());
        after = page->nextCursor;
    } while (!after.isEmpty());
    QCOMPARE(listed, paths);
    QCOMPARE(pages, QList<qsizetype>({ 1000, 1000, 300 }));
}

void tst_DustStoreReads::lists_data()
{
    QTest::addColumn<DustQuery>("query");
    QTest::addColumn<QStringList>("pages"); // each: what is on it, then its cursor
    const auto row = [](const char *name, const DustQuery &query, const QStringList &pages) {
        QTest::newRow(name) << query << pages;
    };
    const auto down = DustQuery::Descending;
    const auto keys = DustQuery::Keys;
    const auto prefixes = DustQuery::Prefixes;
    row("everything", list(u"**"_s),
        { u"a/b=1 a/b~1=2 a/c!=5 a/c/x=3 a/c/y/z=4 a/c0=6 a/ä=7 posts/1=\"one\" z=26 |"_s });
    row("one level", list(u"a/*"_s), { u"a/b=1 a/b~1=2 a/c!=5 a/c0=6 a/ä=7 |"_s });
    row("the top level", list(u"*"_s), { u"z=26 |"_s });
    row("below", list(u"a/c/**"_s), { u"a/c/x=3 a/c/y/z=4 |"_s });
    row("a star in the middle", list(u"a/*/x"_s), { u"a/c/x=3 |"_s });
    row("two stars", list(u"*/*"_s), { u"a/b=1 a/b~1=2 a/c!=5 a/c0=6 a/ä=7 posts/1=\"one\" |"_s });
    row("nothing", list(u"no/**"_s), { u"|"_s });
    row("backwards", list(u"a/*"_s).setOrder(down), { u"a/ä=7 a/c0=6 a/c!=5 a/b~1=2 a/b=1 |"_s });
    row("page by page", list(u"a/*"_s).setLimit(2),
        { u"a/b=1 a/b~1=2 |a/b~1"_s, u"a/c!=5 a/c0=6 |a/c0"_s, u"a/ä=7 |"_s });
    row("page by page, backwards", list(u"a/*"_s).setLimit(2).setOrder(down),
        { u"a/ä=7 a/c0=6 |a/c0"_s, u"a/c!=5 a/b~1=2 |a/b~1"_s, u"a/b=1 |"_s });
    row("after a path", list(u"a/**"_s).setAfter(u"a/c!"_s),
        { u"a/c/x=3 a/c/y/z=4 a/c0=6 a/ä=7 |"_s });
    row("after a path that is not there", list(u"a/**"_s).setAfter(u"a/c/xx"_s),
        { u"a/c/y/z=4 a/c0=6 a/ä=7 |"_s });
    row("keys", list(u"a/c/**"_s).setSelect(keys), { u"a/c/x a/c/y/z |"_s });
    row("keys, page by page", list(u"a/c/**"_s).setSelect(keys).setLimit(1),
        { u"a/c/x |a/c/x"_s, u"a/c/y/z |"_s });
    row("prefixes", list(u"a/**"_s).setSelect(prefixes), { u"a/b a/b~1 a/c! a/c a/c0 a/ä |"_s });
    row("prefixes of everything", list(u"**"_s).setSelect(prefixes), { u"a posts z |"_s });
    row("range", range(u"a/b"_s, u"a/c0"_s), { u"a/b=1 a/b~1=2 a/c!=5 a/c/x=3 a/c/y/z=4 |"_s });
    row("range to the end", range(u"a/ä"_s, {}), { u"a/ä=7 posts/1=\"one\" z=26 |"_s });
    row("range, backwards", range(u"a/c"_s, u"a/c0"_s).setOrder(down),
        { u"a/c/y/z=4 a/c/x=3 a/c!=5 |"_s });
    row("range, page by page", range(u"a/c"_s, u"b"_s).setLimit(3),
        { u"a/c!=5 a/c/x=3 a/c/y/z=4 |a/c/y/z"_s, u"a/c0=6 a/ä=7 |"_s });
    row("range of keys", range(u"a/c/"_s, u"a/c0"_s).setSelect(keys), { u"a/c/x a/c/y/z |"_s });
    row("an empty range", range(u"b"_s, u"c"_s), { u"|"_s });
}

void tst_DustStoreReads::lists()
{
    QFETCH(DustQuery, query);
    QFETCH(QStringList, pages);
    fill();
    QStringList read;
    for (qsizetype i = 0; i < pages.size(); ++i) {
        const auto page = answerOf(w->store->list(query));
        QVERIFY2(page.isOk(), qPrintable(page.error().message()));
        QString line;
        for (const DustEntry &entry : page->entries)
            line += entry.pathString() + u'=' + QString::fromUtf8(entry.value().toJson()) + u' ';
        for (const QString &path : page->paths)
            line += path + u' ';
        read.append(line + u'|' + page->nextCursor);
        query.setAfter(page->nextCursor);
    }
    QCOMPARE(read, pages);
}

void tst_DustStoreReads::refusals_data()
{
    QTest::addColumn<DustQuery>("query");
    QTest::newRow("no limit") << list(u"**"_s).setLimit(0);
    QTest::newRow("too high a limit") << list(u"**"_s).setLimit(1001);
    QTest::newRow("an empty pattern") << list(QString());
    QTest::newRow("an empty segment") << list(u"a//b"_s);
    QTest::newRow("two stars in the middle") << list(u"**/a"_s);
    QTest::newRow("prefixes of one level") << list(u"a/*"_s).setSelect(DustQuery::Prefixes);
    QTest::newRow("prefixes of a range") << range(u"a"_s, u"b"_s).setSelect(DustQuery::Prefixes);
}

void tst_DustStoreReads::refusals()
{
    QFETCH(DustQuery, query);
    const DustError error = answerOf(w->store->list(query)).error();
    QCOMPARE(error.kind(), DustError::InvalidParams);
    QVERIFY(!error.reason().isEmpty());
    const bool isOfLimit = query.limit() < 1 || query.limit() > DustQuery::MaximumLimit;
    const QString thing = isOfLimit ? QString::number(query.limit())
            : query.isRange()       ? u"range"_s
                                    : query.pattern();
    QVERIFY2(error.message().contains(thing), qPrintable(error.message()));
}

// No client makes one, but there are programs that do (PROTOCOL §1).
void tst_DustStoreReads::leavesAboveSubtrees()
{
    w->put(u"top/a"_s, "1");
    if (w->store->transport()->capabilities().testFlag(DustTransport::Optimistic)) {
        const DustError refused = answerOf(w->store->put(u"top/a/b"_s, 2)).error();
        QCOMPARE(refused.reason(), u"leaf_above"_s); // a mirror makes none
        return;
    }
    w->put(u"top/a/b"_s, "2");
    QCOMPARE(w->leaves(), QStringList({ u"top/a 1"_s, u"top/a/b 2"_s }));
    QCOMPARE(*answerOf(w->store->get(u"top/a"_s)), DustValue(1));
    QCOMPARE(*answerOf(w->store->exists(u"top"_s)), true);
    QCOMPARE(answerOf(w->store->getMany({ u"top/a"_s, u"top/a/b"_s }))->size(), 2);
    const DustError error = answerOf(w->store->get(u"top"_s)).error();
    QVERIFY2(error.message().contains(u"top"_s), qPrintable(error.message()));
    w->put(u"top/a"_s, "3");
    QCOMPARE(*answerOf(w->store->get(u"top"_s)), DustValue(DustObject{ { u"a"_s, 3 } }));
}

QTEST_GUILESS_MAIN(tst_DustStoreReads)

#include "tst_duststorereads.moc"
