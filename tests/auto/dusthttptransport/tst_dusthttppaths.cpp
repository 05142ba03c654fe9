// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Paths in URLs: what arrives, and that the server takes it for the same path.

#include "httpend.h"

#include <QtCore/QRandomGenerator>

using namespace Qt::StringLiterals;

namespace {

DustPath of(const QStringList &segments)
{
    return DustPath::fromSegments(segments).value();
}

} // namespace

class tst_DustHttpPaths : public QObject
{
    Q_OBJECT

    // Writes, reads, finds, lists and removes it.
    static void goThere(const DustPath &path)
    {
        HttpHost host;
        const HttpEnd end(host);
        const QString rendered = path.toString();
        const auto written = answerOf(end->write(DustOperation::set(path, u"x"_s)));
        QVERIFY2(written, qPrintable(written.error().message()));
        const auto entry = answerOf(end->get(path));
        QVERIFY2(entry, qPrintable(entry.error().message()));
        QCOMPARE(entry->path(), path);
        QCOMPARE(entry->value(), DustValue(u"x"_s));
        QCOMPARE(answerOf(end->exists(path)), DustResult<bool>(true));
        QCOMPARE(answerOf(end->getMany({ path }))->value(0).path(), path);
        const auto all = answerOf(end->list(DustQuery::list(u"**"_s)));
        QCOMPARE(all->entries.size(), 1);
        QCOMPARE(all->entries.constFirst().path(), path);
        const auto range = DustQuery::range(rendered, rendered + u'0');
        QCOMPARE(answerOf(end->list(range))->entries.size(), 1);
        QVERIFY(answerOf(end->list(DustQuery(range).setAfter(rendered)))->entries.isEmpty());
        const auto removed = answerOf(end->write(DustOperation::remove(path).setIfMatch(1)));
        QVERIFY2(removed, qPrintable(removed.error().message()));
        QCOMPARE(answerOf(end->exists(path)), DustResult<bool>(false));
        const auto absent = DustOperation::set(path, DustObject{ { u"k"_s, 1 } });
        QVERIFY(answerOf(end->write(absent)));
        QCOMPARE(answerOf(end->get(path))->value(), DustValue(DustObject{ { u"k"_s, 1 } }));
        QVERIFY(answerOf(end->write(DustOperation::remove(path))));
        QVERIFY(answerOf(end->write(DustOperation::set(path, 1).setIfAbsent(true))));
        QCOMPARE(answerOf(end->write(DustOperation::set(path, 2).setIfAbsent(true))).error().kind(),
                 DustError::Exists);
    }

private Q_SLOTS:
    void targets_data();
    void targets();
    void inUrls_data() { targets_data(); }
    void inUrls();
    void qtLosesNothing();
    void dots_data();
    void dots();
    void escapedStars();
    void random();
    void queries_data();
    void queries();
    void storeNames_data();
    void storeNames();
    void tooLong();
};

void tst_DustHttpPaths::targets_data()
{
    QTest::addColumn<QStringList>("segments");
    QTest::addColumn<QByteArray>("encoded");
    const auto row = [](const QStringList &segments, const QByteArray &encoded) {
        QTest::newRow(encoded.constData()) << segments << encoded;
    };
    row({ u"a"_s, u"b"_s }, "a/b");
    row({ u"a b"_s }, "a%20b");
    row({ u"a+b"_s }, "a%2Bb");
    row({ u"a/b"_s, u"c"_s }, "a~1b/c");
    row({ u"a~b"_s }, "a~0b");
    row({ u"~1"_s }, "~01");
    row({ u"/"_s, u"//"_s }, "~1/~1~1");
    row({ u"100%"_s, u"%2F"_s, u"%41"_s, u"%"_s }, "100%25/%252F/%2541/%25");
    row({ u"ä"_s, u"日本"_s, u"😀"_s }, "%C3%A4/%E6%97%A5%E6%9C%AC/%F0%9F%98%80");
    row({ u"e\u0301"_s, u"é"_s }, "e%CC%81/%C3%A9");
    row({ u"*"_s, u"**"_s }, "*/**");
    row({ u"a?b=c"_s, u"#d"_s }, "a%3Fb=c/%23d");
    row({ u":"_s, u"http:"_s }, ":/http:");
    row({ u"!$&'()*,;=:@"_s }, "!$&'()*,;=:@");
    row({ u"?#[]+"_s }, "%3F%23%5B%5D%2B");
    row({ u"-._~"_s }, "-._~0");
    row({ u"\"<>\\^`{|}"_s }, "%22%3C%3E%5C%5E%60%7B%7C%7D");
    row({ u"a.b"_s, u"..."_s, u"a."_s, u"..b"_s, u".abc"_s, u".a"_s }, "a.b/.../a./..b/.abc/.a");
    row({ u"%2e"_s, u"%2e%2e"_s }, "%252e/%252e%252e");
    row({ u" "_s, u"\t\r\n"_s }, "%20/%09%0D%0A");
    row({ QString(1, QChar(1)), QString(1, QChar(0x7f)) }, "%01/%7F");
    row({ u"batch"_s }, "batch");
    row({ u"batch_write"_s }, "batch_write");
    row({ u"\uFEFFa"_s, u"\u202Eb"_s }, "%EF%BB%BFa/%E2%80%AEb");
    row({ u"Straße"_s, u"ＡＢＣ"_s }, "Stra%C3%9Fe/%EF%BC%A1%EF%BC%A2%EF%BC%A3");
}

void tst_DustHttpPaths::targets()
{
    QFETCH(QStringList, segments);
    QFETCH(QByteArray, encoded);
    HttpHost host;
    const HttpEnd end(host);
    const DustPath path = of(segments);
    answerOf(end->get(path));
    answerOf(end->exists(path));
    answerOf(end->write(DustOperation::set(path, 1)));
    answerOf(end->write(DustOperation::remove(path)));
    QCOMPARE(host.requests.size(), 4);
    for (const DustServerRequest &request : std::as_const(host.requests))
        QCOMPARE(request.target, "/api/stores/acme/main/entries/" + encoded);
}

void tst_DustHttpPaths::inUrls()
{
    QFETCH(QStringList, segments);
    goThere(of(segments));
}

// Qt 6.4 makes "/entries//b" of "/entries/.a/b", which is the path "b".
void tst_DustHttpPaths::qtLosesNothing()
{
    HttpHost host;
    const HttpEnd end(host);
    const QStringList odd{ u"a"_s,   u"."_s,   u".."_s, u"..."_s, u".a"_s, u".~"_s,
                           u"..b"_s, u".ab"_s, u"a."_s, u". "_s,  u".ä"_s };
    QSet<QString> paths;
    for (const QString &first : odd) {
        for (const QString &second : odd) {
            for (const DustPath &path :
                 { of({ first, second, u"b"_s }), of({ u"b"_s, first, second }) }) {
                const auto written = answerOf(end->write(DustOperation::set(path, 1)));
                QVERIFY2(written, qPrintable(written.error().message()));
                paths.insert(path.toString());
            }
        }
    }
    const auto query = DustQuery::list(u"**"_s).setSelect(DustQuery::Keys).setLimit(1000);
    const QStringList stored = answerOf(end->list(query))->paths;
    QCOMPARE(QSet<QString>(stored.cbegin(), stored.cend()), paths);
    for (const QString &path : std::as_const(paths)) {
        QCOMPARE(answerOf(end->get(at(path)))->pathString(), path);
        QCOMPARE(answerOf(end->exists(at(path))), DustResult<bool>(true));
        QVERIFY(answerOf(end->write(DustOperation::remove(at(path)))));
    }
    QVERIFY(answerOf(end->list(query))->paths.isEmpty());
}

// Every browser, proxy and QUrl takes them for steps in a tree, encoded or not.
void tst_DustHttpPaths::dots_data()
{
    QTest::addColumn<QStringList>("segments");
    const QList<QStringList> rows{ { u"."_s },
                                   { u".."_s },
                                   { u"a"_s, u".."_s },
                                   { u".."_s, u"b"_s },
                                   { u"a"_s, u"."_s, u"b"_s },
                                   { u".a"_s, u"b"_s },
                                   { u".."_s, u".."_s, u".."_s, u"healthz"_s } };
    for (const QStringList &segments : rows)
        QTest::newRow(qPrintable(segments.join(u'/'))) << segments;
}

void tst_DustHttpPaths::dots()
{
    QFETCH(QStringList, segments);
    goThere(of(segments));
}

// Beside dots a path is read through lists, and no pattern is written for a literal "\\*".
void tst_DustHttpPaths::escapedStars()
{
    HttpHost host;
    const HttpEnd end(host);
    QVERIFY(answerOf(end->write(DustOperation::set(of({ u".."_s, u"*"_s, u"k"_s }), 1))));
    // More than a page comes before what is below "\\*".
    QList<DustOperation> neighbours;
    for (int i = 0; i < DustQuery::MaximumLimit; ++i)
        neighbours.append(DustOperation::set(
                of({ u".."_s, u"\\*!%1"_s.arg(i, 4, 10, QChar(u'0')), u"k"_s }), i));
    QVERIFY(answerOf(end->batchWrite(neighbours)));
    const DustPath path = of({ u".."_s, u"\\*"_s });
    QCOMPARE(answerOf(end->exists(path)), DustResult<bool>(false));
    QCOMPARE(answerOf(end->get(path)).error().kind(), DustError::NotFound);
    QVERIFY(answerOf(end->write(DustOperation::set(of({ u".."_s, u"\\*"_s, u"k"_s }), 3))));
    QCOMPARE(answerOf(end->exists(path)), DustResult<bool>(true));
    const auto entry = answerOf(end->get(path));
    QVERIFY2(entry, qPrintable(entry.error().message()));
    QCOMPARE(entry->value(), DustValue(DustObject{ { u"k"_s, 3 } }));
}

void tst_DustHttpPaths::random()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    HttpHost host;
    const HttpEnd end(host);
    const QString often = u" +%~/.*?#&=;:@[]!$'(),\\\"<>^`{|}0Ff"_s;
    for (int round = 0; round < 300; ++round) {
        QStringList segments;
        for (int count = 1 + random.bounded(3); count > 0; --count) {
            QString segment;
            for (int size = 1 + random.bounded(5); size > 0; --size) {
                if (random.bounded(2) == 0)
                    segment += often.at(random.bounded(int(often.size())));
                else if (random.bounded(2) == 0)
                    segment += QChar(1 + random.bounded(0xd7ff));
                else
                    segment += QString::fromUcs4(
                            std::array{ char32_t(0x10000 + random.bounded(0xfffff)) }.data(), 1);
            }
            segments.append(segment);
        }
        const QByteArray text = "seed " + QByteArray::number(seed) + ", round "
                + QByteArray::number(round) + ": " + segments.join(u" / "_s).toUtf8();
        const DustPath path = of(segments);
        const auto written = answerOf(end->write(DustOperation::set(path, round)));
        QVERIFY2(written, (text + ": " + written.error().message().toUtf8()).constData());
        const auto entry = answerOf(end->get(path));
        QVERIFY2(entry && entry->path() == path && entry->value() == DustValue(round),
                 text.constData());
        const auto query = DustQuery::list(u"**"_s).setSelect(DustQuery::Keys);
        QCOMPARE(answerOf(end->list(query))->paths, QStringList{ path.toString() });
        QVERIFY2(answerOf(end->write(DustOperation::remove(path).setIfMatch(written->storeSeq))),
                 text.constData());
    }
}

void tst_DustHttpPaths::queries_data()
{
    QTest::addColumn<DustQuery>("query");
    QTest::addColumn<QByteArray>("encoded");
    const auto row = [](const DustQuery &query, const QByteArray &encoded) {
        QTest::newRow(encoded.constData()) << query << encoded;
    };
    row(DustQuery::list(u"a/**"_s), "pattern=a/**&limit=50");
    row(DustQuery::list(u"a b/*"_s).setLimit(1000), "pattern=a%20b/*&limit=1000");
    row(DustQuery::list(u"**"_s).setSelect(DustQuery::Prefixes),
        "pattern=**&limit=50&select=prefixes");
    row(DustQuery::list(u"a&b=c+d/*"_s).setAfter(u"a&b=c+d/x#y"_s),
        "pattern=a%26b%3Dc%2Bd/*&limit=50&after=a%26b%3Dc%2Bd/x%23y");
    row(DustQuery::list(u"ü?/\\*/*"_s), "pattern=%C3%BC%3F/%5C*/*&limit=50");
    row(DustQuery::list(u"../*"_s), "pattern=../*&limit=50");
    row(DustQuery::range(u"a%2F"_s, u"b~1c"_s), "from=a%252F&to=b~1c&limit=50");
    row(DustQuery::range(u"a"_s, {}).setOrder(DustQuery::Descending).setSelect(DustQuery::Keys),
        "from=a&limit=50&order=desc&select=keys");
    row(DustQuery::range(u"\"<>[]^`{|}"_s, u"~0"_s),
        "from=%22%3C%3E%5B%5D%5E%60%7B%7C%7D&to=~0&limit=50");
}

void tst_DustHttpPaths::queries()
{
    QFETCH(DustQuery, query);
    QFETCH(QByteArray, encoded);
    HttpHost host;
    const HttpEnd end(host);
    const auto page = answerOf(end->list(query));
    QVERIFY2(page, qPrintable(page.error().message()));
    QCOMPARE(host.requests.size(), 1);
    QCOMPARE(host.requests.constFirst().target, "/api/stores/acme/main/entries?" + encoded);
}

void tst_DustHttpPaths::storeNames_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name :
         { "a b/c+d", "ä/日本", "a%2F/b", "a?/#b", "~/~1", "a;=/@:", "a.b/...c" })
        QTest::newRow(name) << QString::fromUtf8(name);
}

void tst_DustHttpPaths::storeNames()
{
    QFETCH(QString, name);
    HttpHost host;
    QVERIFY(host.addStore(name));
    HttpEnd end(host);
    end.transport = std::make_unique<DustHttpTransport>(name, end.access, end.delivery);
    const auto written = answerOf(end->write(DustOperation::set(at(u"a"_s), 1)));
    QVERIFY2(written, qPrintable(written.error().message()));
    QCOMPARE(answerOf(end->get(at(u"a"_s)))->value(), DustValue(1));
    QCOMPARE(answerOf(HttpEnd(host)->exists(at(u"a"_s))), DustResult<bool>(false));
}

void tst_DustHttpPaths::tooLong()
{
    HttpHost host;
    const HttpEnd end(host);
    const DustPath path = of({ QString(4000, u'ä') });
    for (const DustError &error :
         { answerOf(end->get(path)).error(), answerOf(end->exists(path)).error(),
           answerOf(end->write(DustOperation::set(path, 1))).error() }) {
        QCOMPARE(error.kind(), DustError::LimitExceeded);
        QCOMPARE(error.reason(), u"url_too_long"_s);
    }
    QVERIFY(host.requests.isEmpty());
}

QTEST_GUILESS_MAIN(tst_DustHttpPaths)

#include "tst_dusthttppaths.moc"
