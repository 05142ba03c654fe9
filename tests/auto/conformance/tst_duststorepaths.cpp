// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// A path means the same leaf to every function of DustStore, whatever is in its segments.

#include "repoworld.h"

using namespace Qt::StringLiterals;

class tst_DustStorePaths : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { w = std::make_unique<RepoWorld>(); }
    void cleanup() { w.reset(); }

    void segments_data();
    void segments();
    void characters();
    void malformed_data();
    void malformed();
    void longOnes();

private:
    std::unique_ptr<RepoWorld> w;
};

void tst_DustStorePaths::segments_data()
{
    QTest::addColumn<QStringList>("segments");
    const auto row = [](const char *name, const QStringList &segments) {
        QTest::newRow(name) << segments;
    };
    row("plain", { u"a"_s, u"b"_s });
    row("spaces", { u" "_s, u" a b "_s });
    row("plus", { u"a+b"_s });
    row("slash", { u"a/b"_s, u"/"_s, u"//"_s });
    row("tilde", { u"~"_s, u"~0"_s, u"~1"_s, u"~01"_s });
    row("percent", { u"100%"_s, u"%2F"_s, u"%252F"_s, u"%"_s, u"%zz"_s });
    row("one dot", { u"."_s });
    row("two dots", { u".."_s });
    row("dots between", { u"a"_s, u".."_s, u"."_s, u"b"_s });
    row("dots and more", { u"..."_s, u".a"_s, u"a."_s });
    row("dots, encoded", { u"%2e"_s, u"%2e%2e"_s });
    row("stars", { u"*"_s, u"**"_s, u"\\*"_s, u"\\**"_s });
    row("query and fragment", { u"a?b=c&d"_s, u"#e"_s, u"?"_s });
    row("brackets", { u"[]"_s, u"{}"_s, u"<>"_s, u"|^`\\"_s });
    row("quotes", { u"\"'"_s });
    row("a URL", { u"http://example.org:80/?q"_s });
    row("control characters", { u"\t\r\n"_s, QString(QChar(1)), QString(QChar(0x7f)) });
    row("NUL", { u"a\0b"_s });
    row("routes of REST", { u"batch"_s, u"batch_write"_s, u"entries"_s });
    row("a route of REST", { u"batch"_s });
    row("composed and not", { u"é"_s, u"e\u0301"_s });
    row("letters of the world",
        { u"äß"_s, u"日本"_s, u"😀"_s, u"\uffff"_s, u"\ufeff"_s, u"\u202e"_s });
    row("capitals", { u"Case"_s, u"case"_s, u"CASE"_s });
    row("numbers", { u"0"_s, u"-1"_s, u"1.0"_s });
    row("words of JSON", { u"null"_s, u"true"_s, u"__proto__"_s });
}

void tst_DustStorePaths::segments()
{
    QFETCH(QStringList, segments);
    const DustPath path = *DustPath::fromSegments(segments);
    const QString at = path.toString();
    const DustPath neighbour = *path.parent().child(path.lastSegment() + u'x');
    w->put(neighbour.toString(), R"("beside")");

    QCOMPARE(answerOf(w->store->entry(at)).error().kind(), DustError::NotFound);
    QCOMPARE(answerOf(w->store->entry(at)).error().path(), at);
    QCOMPARE(*answerOf(w->store->exists(at)), false);
    const auto put = answerOf(w->store->put(at, 1));
    QVERIFY2(put.isOk(), qPrintable(put.error().message()));
    QCOMPARE(put->path, path);
    const auto entry = answerOf(w->store->entry(at));
    QVERIFY2(entry.isOk(), qPrintable(entry.error().message()));
    QCOMPARE(entry->path(), path);
    QCOMPARE(entry->value(), DustValue(1));
    QCOMPARE(*answerOf(w->store->exists(at)), true);
    QCOMPARE(*answerOf(w->store->getMany({ at })), QList<DustEntry>{ *entry });
    QVERIFY(w->leaves().contains(at + u" 1"_s));
    const auto range = DustQuery::range(at, at + u'!').setSelect(DustQuery::Keys);
    QCOMPARE(answerOf(w->store->list(range))->paths, QStringList(at));
    QCOMPARE(answerOf(w->store->list(DustQuery(range).setAfter(at)))->paths, QStringList());

    const auto again = answerOf(
            w->store->put(at, u"two"_s, DustWriteOptions().setIfMatch(entry->revision())));
    QVERIFY2(again.isOk(), qPrintable(again.error().message()));
    const DustError taken = answerOf(w->store->put(at, 3, DustWriteOptions().setIfAbsent(true)))
                                    .error();
    QCOMPARE(taken.kind(), DustError::Exists);
    QCOMPARE(taken.path(), at);
    const DustError stale = answerOf(w->store->remove(
                                             at, DustWriteOptions().setIfMatch(entry->revision())))
                                    .error();
    QCOMPARE(stale.kind(), DustError::Conflict);
    QCOMPARE(stale.path(), at);

    QVERIFY(answerOf(w->store->put(at, DustObject{ { u"j"_s, 3 } })).isOk());
    const auto merged = answerOf(w->store->merge(at, { { u"k"_s, 4 } }));
    QVERIFY2(merged.isOk(), qPrintable(merged.error().message()));
    QCOMPARE(*answerOf(w->store->get(at + u"/k"_s)), DustValue(4));
    const auto object = answerOf(w->store->put(at, DustObject{ { path.lastSegment(), 5 } }));
    QVERIFY2(object.isOk(), qPrintable(object.error().message()));
    QCOMPARE(*answerOf(w->store->get(at)), DustValue(DustObject{ { path.lastSegment(), 5 } }));
    QCOMPARE(*answerOf(w->store->get(path.child(path.lastSegment())->toString())), DustValue(5));

    const auto removed = answerOf(w->store->remove(at));
    QVERIFY2(removed.isOk(), qPrintable(removed.error().message()));
    QCOMPARE(w->leaves(), QStringList(neighbour.toString() + u" \"beside\""_s));
    const auto created = answerOf(w->store->put(at, 6, DustWriteOptions().setIfAbsent(true)));
    QVERIFY2(created.isOk(), qPrintable(created.error().message()));
    QCOMPARE(*answerOf(w->store->get(at)), DustValue(6));
}

// Every ASCII character by itself, in the byte order of the rendered path.
void tst_DustStorePaths::characters()
{
    QStringList expected;
    QList<DustPath> paths;
    for (char c = 1; c < 0x7f; ++c)
        paths.append(*DustPath::fromSegments({ u"c"_s, QString(QLatin1Char(c)) }));
    for (const DustPath &path : std::as_const(paths)) {
        const auto put = answerOf(w->store->put(path.toString(), path.lastSegment()));
        QVERIFY2(put.isOk(), qPrintable(put.error().message()));
    }
    std::sort(paths.begin(), paths.end());
    for (const DustPath &path : std::as_const(paths)) {
        expected.append(path.toString());
        QCOMPARE(*answerOf(w->store->get(path.toString())), DustValue(path.lastSegment()));
    }
    const auto keys = DustQuery::list(u"c/*"_s).setLimit(1000).setSelect(DustQuery::Keys);
    QCOMPARE(answerOf(w->store->list(keys))->paths, expected);
    QCOMPARE(answerOf(w->store->getMany(expected))->size(), expected.size());
}

void tst_DustStorePaths::malformed_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("reason");
    QTest::newRow("empty") << QString() << u"empty_path"_s;
    QTest::newRow("leading slash") << u"/a"_s << u"empty_segment"_s;
    QTest::newRow("trailing slash") << u"a/"_s << u"empty_segment"_s;
    QTest::newRow("two slashes") << u"a//b"_s << u"empty_segment"_s;
    QTest::newRow("a bare tilde") << u"a~"_s << u"invalid_escape"_s;
    QTest::newRow("an unknown escape") << u"a~2b"_s << u"invalid_escape"_s;
    QTest::newRow("a lone surrogate") << u"a/"_s + QChar(0xd800) << u"invalid_unicode"_s;
}

void tst_DustStorePaths::malformed()
{
    QFETCH(QString, path);
    QFETCH(QString, reason);
    for (const DustError &error :
         { answerOf(w->store->entry(path)).error(), answerOf(w->store->get(path)).error(),
           answerOf(w->store->exists(path)).error(),
           answerOf(w->store->getMany({ u"fine"_s, path })).error(),
           answerOf(w->store->put(path, 1)).error(),
           answerOf(w->store->merge(path, { { u"a"_s, 1 } })).error(),
           answerOf(w->store->remove(path)).error() }) {
        QCOMPARE(error.kind(), DustError::InvalidParams);
        QCOMPARE(error.reason(), reason);
    }
    QCOMPARE(w->takeOperations(), QStringList());
}

void tst_DustStorePaths::longOnes()
{
    const QString deep = QStringList(500, u"x"_s).join(u'/');
    const QString wide(5000, u'x');
    for (const QString &path : { deep, wide }) {
        const auto put = answerOf(w->store->put(path, 1));
        QVERIFY2(put.isOk(), qPrintable(put.error().message()));
        QCOMPARE(*answerOf(w->store->get(path)), DustValue(1));
        QCOMPARE(answerOf(w->store->getMany({ path }))->size(), 1);
        QVERIFY(answerOf(w->store->remove(path)).isOk());
    }
    const QString tooLong(60'000, u'x');
    QCOMPARE(answerOf(w->store->put(tooLong, 1)).error().kind(), DustError::InvalidParams);
    QCOMPARE(answerOf(w->store->get(tooLong)).error().kind(), DustError::InvalidParams);
    QCOMPARE(w->leaves(), QStringList());
}

QTEST_GUILESS_MAIN(tst_DustStorePaths)

#include "tst_duststorepaths.moc"
