// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustvalue.h"
#include "randomvalues.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;

using Leaf = DustValue::Leaf;

class tst_DustValueTree : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_random = RandomValues(); }
    void cleanup() { m_random.reportSeed(); }

    void flattens_data();
    void flattens();
    void flattenRefuses_data();
    void flattenRefuses();
    void assembles_data();
    void assembles();
    void refusesLeafWithDescendants_data();
    void refusesLeafWithDescendants();
    void nothingThere();
    void limitsDepth();
    void survivesHostilePaths();
    void theLastOfEqualPathsWins();
    void roundTripsRandomTrees();

private:
    RandomValues m_random;
};

static DustPath path(const QString &rendered)
{
    return rendered.isEmpty() ? DustPath() : *DustPath::parse(rendered);
}

// {"a/b": 1} as leaves.
static QList<Leaf> leavesOf(const QByteArray &json)
{
    QList<Leaf> leaves;
    const DustObject object = DustValue::fromJson(json)->toObject();
    for (auto it = object.cbegin(); it != object.cend(); ++it)
        leaves.append({ path(it.key()), it.value() });
    return leaves;
}

static DustObject asObject(const QList<Leaf> &leaves)
{
    DustObject object;
    for (const Leaf &leaf : leaves)
        object.insert(leaf.first.toString(), leaf.second);
    return object;
}

void tst_DustValueTree::flattens_data()
{
    QTest::addColumn<QString>("at");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("leaves");

    const auto row = [](const char *name, const char16_t *at, const char *value,
                        const char *leaves) {
        QTest::newRow(name) << QString::fromUtf16(at) << QByteArray(value) << QByteArray(leaves);
    };
    row("scalar", u"a", "1", R"({"a":1})");
    row("null is stored", u"a", "null", R"({"a":null})");
    row("array", u"a", R"([1,{"b":2}])", R"({"a":[1,{"b":2}]})");
    row("empty array", u"a", "[]", R"({"a":[]})");
    row("object", u"a", R"({"b":1,"c":{"d":2.0,"e":null}})",
        R"({"a/b":1,"a/c/d":2.0,"a/c/e":null})");
    row("empty object", u"a", "{}", "{}");
    row("empty objects vanish", u"a", R"({"b":{},"c":{"d":{}},"e":1})", R"({"a/e":1})");
    row("envelope", u"a", R"({"b":{"_type":"decimal","_typed":"1"}})",
        R"({"a/b":{"_type":"decimal","_typed":"1"}})");
    row("envelope at the top", u"a", R"({"_type":"file","x":{}})",
        R"({"a":{"_type":"file","x":{}}})");
    row("keys are escaped", u"a", R"({"b/c":{"~":1}})", R"({"a/b~1c/~0":1})");
    row("odd keys", u"a", R"({"*":1,".":2," ":3})", R"({"a/*":1,"a/.":2,"a/ ":3})");
    row("below the root", u"", R"({"b":{"c":1}})", R"({"b/c":1})");
    row("empty below the root", u"", "{}", "{}");
}

void tst_DustValueTree::flattens()
{
    QFETCH(QString, at);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, leaves);
    const auto flat = DustValue::fromJson(value)->flatten(path(at));
    QVERIFY2(flat, qPrintable(flat.error().message()));
    QCOMPARE(flat->size(), asObject(*flat).size());
    QCOMPARE(DustValue(asObject(*flat)).toJson(), DustValue::fromJson(leaves)->toJson());
}

void tst_DustValueTree::flattenRefuses_data()
{
    QTest::addColumn<QString>("at");
    QTest::addColumn<DustValue>("value");
    QTest::addColumn<QString>("reason");

    DustValue deep = 1;
    for (int i = 0; i <= DustValue::MaximumDepth; ++i)
        deep = DustObject{ { u"a"_s, deep } };
    QTest::newRow("empty key") << u"a"_s << DustValue(DustObject{ { u""_s, 1 } })
                               << u"empty_segment"_s;
    QTest::newRow("empty key inside")
            << u"a"_s << *DustValue::fromJson(R"({"b":{"":1}})") << u"empty_segment"_s;
    QTest::newRow("lone surrogate")
            << u"a"_s << DustValue(DustObject{ { QString(QChar(0xD800)), 1 } })
            << u"invalid_unicode"_s;
    QTest::newRow("too long") << u"a"_s << DustValue(DustObject{ { QString(50000, u'x'), 1 } })
                              << u"path_too_long"_s;
    QTest::newRow("too deep") << u"a"_s << deep << u"depth"_s;
    QTest::newRow("a scalar at the root") << u""_s << DustValue(1) << u"empty_path"_s;
}

void tst_DustValueTree::flattenRefuses()
{
    QFETCH(QString, at);
    QFETCH(DustValue, value);
    const auto flat = value.flatten(path(at));
    QVERIFY(!flat);
    QCOMPARE(flat.error().kind(), DustError::InvalidParams);
    QTEST(flat.error().reason(), "reason");
    QVERIFY(at.isEmpty() || flat.error().path().startsWith(at));
}

void tst_DustValueTree::assembles_data()
{
    QTest::addColumn<QString>("at");
    QTest::addColumn<QByteArray>("leaves");
    QTest::addColumn<QByteArray>("value");

    const auto row = [](const char *name, const char16_t *at, const char *leaves,
                        const char *value) {
        QTest::newRow(name) << QString::fromUtf16(at) << QByteArray(leaves) << QByteArray(value);
    };
    row("one leaf", u"a", R"({"a":1})", "1");
    row("one array", u"a/b", R"({"a/b":[{}]})", "[{}]");
    row("children", u"a", R"({"a/b":1,"a/c":2.0})", R"({"b":1,"c":2.0})");
    row("levels", u"a", R"({"a/b/c/d":1,"a/b/e":2,"a/f":3})", R"({"b":{"c":{"d":1},"e":2},"f":3})");
    row("escapes", u"a~1b", R"({"a~1b/~0~1":1})", R"({"~/":1})");
    row("sorted between", u"a", R"({"a/b":1,"a/b c":2,"a/b!":3,"a/b!/x":4,"a/b.c/d":5,"a/b0":6})",
        "");
    row("siblings of a subtree", u"a", R"({"a/b!c":1,"a/b-":2,"a/b/c":3,"a/b/d":4,"a/b0":5})",
        R"({"b":{"c":3,"d":4},"b!c":1,"b-":2,"b0":5})");
    row("root", u"", R"({"a/b":1,"c":2})", R"({"a":{"b":1},"c":2})");
    row("leaves elsewhere", u"a", R"({"a/b":1,"aa":2,"b":3,"a!":4,"c/a":5})", R"({"b":1})");
    row("envelope", u"a", R"({"a/b":{"_type":"file"}})", R"({"b":{"_type":"file"}})");
}

void tst_DustValueTree::assembles()
{
    QFETCH(QString, at);
    QFETCH(QByteArray, leaves);
    QFETCH(QByteArray, value);
    QList<Leaf> list = leavesOf(leaves);
    for (int order = 0; order < 3; ++order) {
        const auto assembled = DustValue::assemble(path(at), list);
        if (value.isEmpty()) {
            QCOMPARE(assembled.error().reason(), u"leaf_with_descendants"_s);
        } else {
            QVERIFY2(assembled, qPrintable(assembled.error().message()));
            QCOMPARE(assembled->toJson(), value);
        }
        std::rotate(list.begin(), list.begin() + list.size() / 2, list.end());
        if (order == 1)
            std::reverse(list.begin(), list.end());
    }
}

void tst_DustValueTree::refusesLeafWithDescendants_data()
{
    QTest::addColumn<QByteArray>("leaves");
    QTest::addColumn<QString>("named");
    QTest::newRow("at the path itself") << QByteArray(R"({"a":1,"a/b":2})") << u"a"_s;
    QTest::newRow("below") << QByteArray(R"({"a/b":1,"a/b/c":2,"a/d":3})") << u"a/b"_s;
    QTest::newRow("with others sorted between")
            << QByteArray(R"({"a/b":1,"a/b!":5,"a/b/c/d":2})") << u"a/b"_s;
    QTest::newRow("null") << QByteArray(R"({"a":null,"a/b/c":2})") << u"a"_s;
}

void tst_DustValueTree::refusesLeafWithDescendants()
{
    QFETCH(QByteArray, leaves);
    QFETCH(QString, named);
    const auto value = DustValue::assemble(path(u"a"_s), leavesOf(leaves));
    QVERIFY(!value);
    QCOMPARE(value.error().kind(), DustError::Invalid);
    QCOMPARE(value.error().reason(), u"leaf_with_descendants"_s);
    QCOMPARE(value.error().path(), named);
    QVERIFY(value.error().message().contains(u"\"%1\""_s.arg(named)));
    QVERIFY(value.error().message().contains(u"repair"));
}

void tst_DustValueTree::nothingThere()
{
    for (const QByteArray &leaves : { QByteArray("{}"), QByteArray(R"({"ab":1,"b":2})") }) {
        const auto value = DustValue::assemble(path(u"a"_s), leavesOf(leaves));
        QVERIFY(!value);
        QCOMPARE(value.error().kind(), DustError::NotFound);
        QCOMPARE(value.error().path(), u"a"_s);
        QVERIFY(value.error().message().contains(u"\"a\""));
    }
}

void tst_DustValueTree::limitsDepth()
{
    constexpr int Limit = DustValue::MaximumDepth;
    const auto leafAt = [](int depth) { return path(u"r"_s + u"/s"_s.repeated(depth)); };

    const auto deepest = DustValue::assemble(leafAt(0), { { leafAt(Limit), 1 } });
    QVERIFY(deepest && deepest->validate());
    QCOMPARE(deepest->flatten(leafAt(0))->constFirst().first, leafAt(Limit));

    const auto tooDeep = DustValue::assemble(leafAt(0),
                                             { { leafAt(1), 1 }, { leafAt(Limit + 1), 1 } });
    QCOMPARE(tooDeep.error().reason(), u"leaf_with_descendants"_s);
    const auto beyond = DustValue::assemble(leafAt(0), { { leafAt(Limit + 1), 1 } });
    QVERIFY(!beyond);
    QCOMPARE(beyond.error().kind(), DustError::LimitExceeded);
    QCOMPARE(beyond.error().path(), leafAt(Limit + 1).toString());
    QVERIFY(!DustValue::assemble(leafAt(0), { { leafAt(Limit + 1), u"text"_s } }));
    QVERIFY(DustValue::assemble(leafAt(0), { { leafAt(Limit), u"text"_s } })->validate());
    QVERIFY(DustValue::assemble(leafAt(1), { { leafAt(Limit + 1), 1 } }));

    QVERIFY(DustValue::assemble(leafAt(0), { { leafAt(Limit - 2), nested(2) } })->validate());
    QCOMPARE(DustValue::assemble(leafAt(0), { { leafAt(Limit - 2), nested(3) } }).error().kind(),
             DustError::LimitExceeded);
}

void tst_DustValueTree::survivesHostilePaths()
{
    const DustPath deep = path(u"a"_s + u"/s"_s.repeated(20000));
    QCOMPARE(DustValue::assemble(path(u"a"_s), { { deep, 1 } }).error().kind(),
             DustError::LimitExceeded);
    QCOMPARE(*DustValue::assemble(deep, { { deep, 1 } }), DustValue(1));
    const DustPath other = *deep.parent().child(u"t"_s);
    QCOMPARE(DustValue::assemble(deep.parent(), { { other, 2 }, { deep, 1 } })->toJson(),
             QByteArray(R"({"s":1,"t":2})"));
    QCOMPARE(DustValue(DustObject{ { u"b"_s, 1 } }).flatten(deep)->constFirst().first,
             *deep.child(u"b"_s));
}

void tst_DustValueTree::theLastOfEqualPathsWins()
{
    const Leaf first{ path(u"a/b"_s), 1 };
    const Leaf second{ path(u"a/b"_s), 2 };
    QCOMPARE(DustValue::assemble(path(u"a"_s), { first, second })->toJson(),
             QByteArray(R"({"b":2})"));
    QCOMPARE(*DustValue::assemble(path(u"a/b"_s), { first, second }), DustValue(2));
}

static DustValue withoutEmptyObjects(const DustValue &value)
{
    if (value.isLeaf())
        return value;
    DustObject kept;
    const DustObject &object = value.toObject();
    for (auto it = object.cbegin(); it != object.cend(); ++it) {
        const DustValue member = withoutEmptyObjects(it.value());
        if (member != DustValue(DustObject()))
            kept.insert(it.key(), member);
    }
    return kept;
}

void tst_DustValueTree::roundTripsRandomTrees()
{
    std::mt19937 shuffler(1);
    for (int i = 0; i < 3000; ++i) {
        const DustValue value = m_random.value(5);
        const DustPath at = *DustPath::fromSegments(m_random.segments(3));
        auto leaves = value.flatten(at);
        QVERIFY2(leaves, qPrintable(leaves.error().message()));
        for (const Leaf &leaf : *leaves) {
            QVERIFY(leaf.second.isLeaf());
            QVERIFY(leaf.first == at || at.isAncestorOf(leaf.first));
            QVERIFY(DustPath::parse(QByteArrayView(leaf.first.rendered())));
        }
        std::shuffle(leaves->begin(), leaves->end(), shuffler);
        const auto assembled = DustValue::assemble(at, *leaves);
        if (leaves->isEmpty()) {
            QCOMPARE(assembled.error().kind(), DustError::NotFound);
        } else {
            QVERIFY2(assembled, qPrintable(assembled.error().message()));
            QVERIFY2(isIdentical(*assembled, withoutEmptyObjects(value)),
                     value.toJson().constData());
        }
    }
}

QTEST_APPLESS_MAIN(tst_DustValueTree)
#include "tst_dustvaluetree.moc"
