// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustlister_p.h"
#include "dustrowtable_p.h"

#include <QtTest/QTest>

#include <random>

using namespace Qt::StringLiterals;

namespace {

// Rows that count how often one is looked at.
class CountingRows final : public DustReadView
{
public:
    void add(const QByteArray &path, const DustValue &value = 1)
    {
        add(path, { value.toMessagePack(), DustEntry::typeOf(value), 7, 0 });
    }
    void add(const QByteArray &path, const DustStoredValue &stored,
             DustRow::Condition condition = DustRow::Sound)
    {
        m_table.insert(DustRow::create(path, stored, condition));
    }

    const DustRow *find(QByteArrayView path) const override { return m_table.find(path); }
    void scan(QByteArrayView from, QByteArrayView to, Visitor visitor) const override
    {
        ++scans;
        m_table.scan(from, to, [&](const DustRow &row) {
            ++visits;
            return visitor(row);
        });
    }
    void scanDescending(QByteArrayView from, QByteArrayView to, Visitor visitor) const override
    {
        ++scans;
        m_table.scanDescending(from, to, [&](const DustRow &row) {
            ++visits;
            return visitor(row);
        });
    }
    qsizetype count() const override { return m_table.count(); }

    mutable int visits = 0;
    mutable int scans = 0;

private:
    DustRowTable m_table;
};

QStringList pathsOf(const DustPage &page)
{
    QStringList paths = page.paths;
    for (const DustEntry &entry : page.entries)
        paths.append(entry.pathString());
    return paths;
}

// Every page, until there is no cursor.
QStringList allPages(const DustReadView &rows, DustQuery query)
{
    QStringList paths;
    for (int pages = 0; pages < 10'000; ++pages) {
        const auto page = DustLister::page(rows, query);
        if (!page || pathsOf(*page).size() > query.limit())
            return { u"wrong page"_s };
        paths += pathsOf(*page);
        if (page->nextCursor.isEmpty())
            return paths;
        query.setAfter(page->nextCursor);
    }
    return { u"endless"_s };
}

const QByteArrayList samplePaths = {
    "A",         "a",         "a b",       "a!",          "a!/x/t",  "a-b",        "a.b",
    "a/b",       "a/b/c",     "a/b/c/d",   "a/c",         "ab",      "links",      "links!x",
    "links/1/t", "links/1/u", "links/2/t", "links/2/t/x", "links/3", "links/~1/t", "z/*",
};

} // namespace

class tst_DustLister : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void pages_data();
    void pages();
    void entriesHaveEverything();
    void keysAreNotDecoded();
    void prefixesCountRows();

    void errors_data();
    void errors();
    void damagedRow();

    void randomQueries();
    void looksOnlyWhereItMust_data();
    void looksOnlyWhereItMust();

private:
    CountingRows m_rows;
};

void tst_DustLister::initTestCase()
{
    for (const QByteArray &path : samplePaths)
        m_rows.add(path);
}

void tst_DustLister::pages_data()
{
    QTest::addColumn<DustQuery>("query");
    QTest::addColumn<QStringList>("expected");
    QTest::addColumn<QString>("next");

    const auto list = [](const QString &pattern) {
        return DustQuery::list(pattern).setSelect(DustQuery::Keys);
    };
    const auto range = [](const QString &from, const QString &to) {
        return DustQuery::range(from, to).setSelect(DustQuery::Keys);
    };
    const auto row = [](const char *name, const DustQuery &query, const QStringList &expected,
                        const QString &next = {}) {
        QTest::newRow(name) << query << expected << next;
    };
    row("below a path", list(u"a/**"_s), { u"a/b"_s, u"a/b/c"_s, u"a/b/c/d"_s, u"a/c"_s });
    row("one segment", list(u"*"_s),
        { u"A"_s, u"a"_s, u"a b"_s, u"a!"_s, u"a-b"_s, u"a.b"_s, u"ab"_s, u"links"_s,
          u"links!x"_s });
    row("one segment below", list(u"links/*"_s), { u"links/3"_s });
    row("star in the middle", list(u"links/*/t"_s),
        { u"links/1/t"_s, u"links/2/t"_s, u"links/~1/t"_s });
    row("star at the front", list(u"*/*/t"_s),
        { u"a!/x/t"_s, u"links/1/t"_s, u"links/2/t"_s, u"links/~1/t"_s });
    row("star and many", list(u"*/b/**"_s), { u"a/b/c"_s, u"a/b/c/d"_s });
    row("a literal star", list(u"z/\\*"_s), {});
    row("a literal pattern matches nothing", list(u"a/b"_s), {});
    row("nothing there", list(u"nothing/**"_s), {});
    row("limit", list(u"links/**"_s).setLimit(2), { u"links/1/t"_s, u"links/1/u"_s },
        u"links/1/u"_s);
    row("a page that is just full", list(u"a/**"_s).setLimit(4),
        { u"a/b"_s, u"a/b/c"_s, u"a/b/c/d"_s, u"a/c"_s });
    row("after", list(u"links/**"_s).setLimit(2).setAfter(u"links/1/u"_s),
        { u"links/2/t"_s, u"links/2/t/x"_s }, u"links/2/t/x"_s);
    row("after a path that went", list(u"links/**"_s).setLimit(1).setAfter(u"links/2"_s),
        { u"links/2/t"_s }, u"links/2/t"_s);
    row("after what is before", list(u"links/**"_s).setLimit(1).setAfter(u"a"_s),
        { u"links/1/t"_s }, u"links/1/t"_s);
    row("after what is behind", list(u"links/**"_s).setAfter(u"z"_s), {});
    row("descending", list(u"links/*/t"_s).setOrder(DustQuery::Descending),
        { u"links/~1/t"_s, u"links/2/t"_s, u"links/1/t"_s });
    row("descending, after",
        list(u"links/*/t"_s).setOrder(DustQuery::Descending).setLimit(1).setAfter(u"links/2/t"_s),
        { u"links/1/t"_s });
    row("descending, after what is behind",
        list(u"links/*/t"_s).setOrder(DustQuery::Descending).setLimit(1).setAfter(u"zz"_s),
        { u"links/~1/t"_s }, u"links/~1/t"_s);
    row("range without its end", range(u"a!"_s, u"a/b"_s),
        { u"a!"_s, u"a!/x/t"_s, u"a-b"_s, u"a.b"_s });
    row("range with bounds that are no paths", range(u"links/"_s, u"links/2"_s),
        { u"links/1/t"_s, u"links/1/u"_s });
    row("range without bounds", range({}, {}).setLimit(2), { u"A"_s, u"a"_s }, u"a"_s);
    row("range without an end", range(u"links/3"_s, {}),
        { u"links/3"_s, u"links/~1/t"_s, u"z/*"_s });
    row("range, turned round", range(u"b"_s, u"a"_s), {});
    row("range of nothing", range(u"a"_s, u"a"_s), {});
    row("range, after", range(u"a"_s, u"a/b"_s).setLimit(2).setAfter(u"a b"_s),
        { u"a!"_s, u"a!/x/t"_s }, u"a!/x/t"_s);
    row("range, after its end", range(u"a"_s, u"a/b"_s).setAfter(u"b"_s), {});
    row("range, descending", range(u"a"_s, u"a-b"_s).setOrder(DustQuery::Descending).setLimit(2),
        { u"a!/x/t"_s, u"a!"_s }, u"a!"_s);
    row("range, descending, after",
        range(u"a"_s, u"a-b"_s).setOrder(DustQuery::Descending).setLimit(2).setAfter(u"a!"_s),
        { u"a b"_s, u"a"_s });
    row("range, descending without an end, after",
        range(u"links/3"_s, {}).setOrder(DustQuery::Descending).setAfter(u"z/*"_s),
        { u"links/~1/t"_s, u"links/3"_s });
    const auto prefixes = [](const QString &pattern) {
        return DustQuery::list(pattern).setSelect(DustQuery::Prefixes);
    };
    row("prefixes", prefixes(u"links/**"_s),
        { u"links/1"_s, u"links/2"_s, u"links/3"_s, u"links/~1"_s });
    row("prefixes of the store", prefixes(u"**"_s),
        { u"A"_s, u"a"_s, u"a b"_s, u"a!"_s, u"a-b"_s, u"a.b"_s, u"ab"_s, u"links"_s, u"links!x"_s,
          u"z"_s });
    row("prefixes, descending", prefixes(u"links/**"_s).setOrder(DustQuery::Descending),
        { u"links/~1"_s, u"links/3"_s, u"links/2"_s, u"links/1"_s });
}

void tst_DustLister::pages()
{
    QFETCH(DustQuery, query);
    QFETCH(QStringList, expected);
    QFETCH(QString, next);
    const auto page = DustLister::page(m_rows, query);
    QVERIFY2(page.isOk(), qPrintable(page.error().message()));
    QCOMPARE(page->paths, expected);
    QCOMPARE(page->nextCursor, next);
    QVERIFY(page->entries.isEmpty());
}

void tst_DustLister::entriesHaveEverything()
{
    CountingRows rows;
    rows.add("a/b", DustObject{ { u"_type"_s, u"decimal"_s }, { u"_typed"_s, u"1.5"_s } });
    const auto page = DustLister::page(rows, DustQuery::list(u"**"_s));
    const DustEntry expected(*DustPath::parse(u"a/b"_s), DustValue::decimal(u"1.5"_s),
                             DustEntry::Decimal, 7);
    QCOMPARE(page->entries, QList<DustEntry>{ expected });
    QVERIFY(page->paths.isEmpty());
}

void tst_DustLister::keysAreNotDecoded()
{
    CountingRows rows;
    rows.add("a", { "\xc1", DustEntry::Integer, 1, 0 });
    QCOMPARE(DustLister::page(rows, DustQuery::list(u"**"_s).setSelect(DustQuery::Keys))->paths,
             QStringList{ u"a"_s });
    QCOMPARE(DustLister::page(rows, DustQuery::list(u"**"_s).setSelect(DustQuery::Prefixes))->paths,
             QStringList{ u"a"_s });
}

void tst_DustLister::prefixesCountRows()
{
    auto query = DustQuery::list(u"links/**"_s).setSelect(DustQuery::Prefixes).setLimit(3);
    const auto first = DustLister::page(m_rows, query);
    QCOMPARE(first->paths, QStringList({ u"links/1"_s, u"links/2"_s }));
    QCOMPARE(first->nextCursor, u"links/2/t"_s);
    const auto second = DustLister::page(m_rows, query.setAfter(first->nextCursor));
    QCOMPARE(second->paths, QStringList({ u"links/2"_s, u"links/3"_s, u"links/~1"_s }));
    QVERIFY(second->nextCursor.isEmpty());
}

void tst_DustLister::errors_data()
{
    QTest::addColumn<DustQuery>("query");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("named");

    const QString any = u"a/**"_s;
    QTest::newRow("limit 0") << DustQuery::list(any).setLimit(0) << u"invalid_limit"_s << any;
    QTest::newRow("limit -1") << DustQuery::list(any).setLimit(-1) << u"invalid_limit"_s << any;
    QTest::newRow("limit 1001") << DustQuery::range(u"x"_s, u"y"_s).setLimit(1001)
                                << u"invalid_limit"_s << u"x"_s;
    QTest::newRow("empty pattern") << DustQuery::list({}) << u"empty_path"_s << u"pattern"_s;
    QTest::newRow("empty segment") << DustQuery::list(u"a//*"_s) << u"empty_segment"_s << u"a//*"_s;
    QTest::newRow("many in the middle")
            << DustQuery::list(u"a/**/b"_s) << u"wildcard_many_not_tail"_s << u"a/**/b"_s;
    QTest::newRow("bad escape") << DustQuery::list(u"a~/*"_s) << u"invalid_escape"_s << u"a~/*"_s;
    QTest::newRow("cursor with a lone surrogate")
            << DustQuery::list(any).setAfter(QString(QChar(0xd800))) << u"invalid_unicode"_s << any;
    QTest::newRow("bound with a lone surrogate")
            << DustQuery::range(u"x"_s, QString(QChar(0xdc00))) << u"invalid_unicode"_s << u"x"_s;
    for (const QString &pattern : { u"*"_s, u"a/*"_s, u"*/**"_s, u"a/*/**"_s, u"a/b"_s }) {
        QTest::newRow(qPrintable(u"prefixes of "_s + pattern))
                << DustQuery::list(pattern).setSelect(DustQuery::Prefixes)
                << u"prefixes_unsupported"_s << pattern;
    }
    QTest::newRow("prefixes of a range")
            << DustQuery::range(u"x"_s, u"y"_s).setSelect(DustQuery::Prefixes)
            << u"prefixes_unsupported"_s << u"x"_s;
}

void tst_DustLister::errors()
{
    QFETCH(DustQuery, query);
    QFETCH(QString, reason);
    QFETCH(QString, named);
    const auto page = DustLister::page(m_rows, query);
    QVERIFY(!page);
    QCOMPARE(page.error().kind(), DustError::InvalidParams);
    QCOMPARE(page.error().reason(), reason);
    QVERIFY2(page.error().message().contains(named), qPrintable(page.error().message()));
}

void tst_DustLister::damagedRow()
{
    CountingRows rows;
    rows.add("a/1");
    rows.add("a/2", { "\xc1", DustEntry::Integer, 1, 0 });
    rows.add("a/3");
    const auto page = DustLister::page(rows, DustQuery::list(u"a/*"_s));
    QCOMPARE(page.error().kind(), DustError::Storage);
    QCOMPARE(page.error().path(), u"a/2"_s);
    QCOMPARE(DustLister::page(rows, DustQuery::list(u"a/*"_s).setLimit(1))->nextCursor, u"a/1"_s);
}

void tst_DustLister::randomQueries()
{
    std::mt19937 engine(20260331);
    const auto below = [&](int limit) { return int(engine() % unsigned(limit)); };
    const QStringList segments = { u"a"_s, u"b"_s, u"a!"_s, u"a0"_s, u"~1"_s, u"é"_s, u"A"_s };
    const QStringList pieces = { u"a"_s, u"b"_s, u"a!"_s, u"*"_s, u"*"_s, u"é"_s, u"x"_s };
    const auto join = [&](const QStringList &from) {
        QStringList path;
        for (int i = below(4); i >= 0; --i)
            path.append(from.at(below(int(from.size()))));
        return path.join(u'/');
    };
    for (int round = 0; round < 300; ++round) {
        CountingRows rows;
        QByteArrayList paths;
        for (int i = below(120); i >= 0; --i)
            paths.append(join(segments).toUtf8());
        for (const QByteArray &path : std::as_const(paths))
            rows.add(path);
        const QString pattern = join(pieces) + (below(3) == 0 ? u"/**"_s : QString());
        const auto compiled = DustPattern::compile(pattern);
        QVERIFY(compiled.isOk());
        QStringList expected;
        rows.scan({}, {}, [&](const DustRow &row) {
            const DustPath path = DustPath::fromCanonical(row.path().toByteArray());
            if (!compiled->isLiteral() && compiled->matches(path))
                expected.append(path.toString());
            return true;
        });
        const int limit = 1 + below(9);
        auto query = DustQuery::list(pattern).setSelect(DustQuery::Keys).setLimit(limit);
        QCOMPARE(allPages(rows, query), expected);
        std::reverse(expected.begin(), expected.end());
        QCOMPARE(allPages(rows, query.setOrder(DustQuery::Descending)), expected);
    }
}

void tst_DustLister::looksOnlyWhereItMust_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<int>("limit");
    QTest::addColumn<int>("found");
    QTest::addColumn<int>("mostVisits");

    // 100 stores of 100 records of 40 fields f0 … f39, and one odd record.
    QTest::newRow("below a record") << u"s50/r50/**"_s << 1000 << 40 << 41;
    QTest::newRow("first page") << u"s50/**"_s << 50 << 50 << 51;
    QTest::newRow("one field of each record") << u"s50/*/f7"_s << 1000 << 100 << 3000;
    QTest::newRow("one record of each store") << u"*/r50/f7"_s << 1000 << 100 << 6000;
    QTest::newRow("a rare field") << u"*/*/odd"_s << 1000 << 1 << 300'000;
    QTest::newRow("short paths only") << u"*"_s << 1000 << 0 << 4000;
    QTest::newRow("nothing") << u"none/*/x"_s << 1000 << 0 << 0;
}

void tst_DustLister::looksOnlyWhereItMust()
{
    QFETCH(QString, pattern);
    QFETCH(int, limit);
    QFETCH(int, found);
    QFETCH(int, mostVisits);
    static const std::unique_ptr<CountingRows> rows = [] {
        auto made = std::make_unique<CountingRows>();
        const DustStoredValue one{ DustValue(1).toMessagePack(), DustEntry::Integer, 1, 0 };
        for (int store = 0; store < 100; ++store) {
            for (int record = 0; record < 100; ++record) {
                const QByteArray base = "s" + QByteArray::number(store) + "/r"
                        + QByteArray::number(record);
                for (int field = 0; field < 40; ++field)
                    made->add(base + "/f" + QByteArray::number(field), one);
            }
        }
        made->add("s7/r7/odd", one);
        return made;
    }();
    for (const auto order : { DustQuery::Ascending, DustQuery::Descending }) {
        rows->visits = 0;
        rows->scans = 0;
        const auto page = DustLister::page(*rows,
                                           DustQuery::list(pattern)
                                                   .setSelect(DustQuery::Keys)
                                                   .setLimit(limit)
                                                   .setOrder(order));
        QCOMPARE(page->paths.size(), found);
        QVERIFY2(rows->visits <= mostVisits,
                 qPrintable(u"%1 rows in %2 scans"_s.arg(QString::number(rows->visits),
                                                         QString::number(rows->scans))));
    }
}

QTEST_GUILESS_MAIN(tst_DustLister)
#include "tst_dustlister.moc"
