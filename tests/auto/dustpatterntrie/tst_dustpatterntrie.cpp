// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "../dustvalue/randomvalues.h"
#include "dustpatterntrie_p.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class tst_DustPatternTrie : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_random = RandomValues(); }
    void cleanup() { m_random.reportSeed(); }

    void matches_data();
    void matches();
    void keepsDuplicates();
    void removesAndPrunes();
    void ignoresTheEmpty();
    void survivesLongPatterns();
    void behavesLikeAListOfPatterns();
    void doesNotPayForWhatDoesNotMatch();

private:
    RandomValues m_random;
};

using Trie = DustPatternTrie<int>;

static QList<int> matching(const Trie &trie, const DustPath &path)
{
    QList<int> found;
    trie.match(path, [&](int item) { found.append(item); });
    std::sort(found.begin(), found.end());
    return found;
}

void tst_DustPatternTrie::matches_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QList<int>>("expected");

    QTest::newRow("literal and wildcards") << u"links/a"_s << QList<int>{ 0, 1, 2, 4, 5 };
    QTest::newRow("one other") << u"links/b"_s << QList<int>{ 1, 2, 4, 5 };
    QTest::newRow("top") << u"links"_s << QList<int>{ 3, 4 };
    QTest::newRow("deep") << u"links/a/url"_s << QList<int>{ 2, 4, 6 };
    QTest::newRow("unknown") << u"posts/a/url"_s << QList<int>{ 4, 6 };
    QTest::newRow("literal star") << u"links/*"_s << QList<int>{ 1, 2, 4, 5, 7 };
}

void tst_DustPatternTrie::matches()
{
    QFETCH(QString, path);
    Trie trie;
    const QStringList patterns{ u"links/a"_s, u"links/*"_s, u"links/**"_s, u"links"_s,
                                u"**"_s,      u"*/*"_s,     u"*/*/url"_s,  u"links/\\*"_s };
    for (int i = 0; i < patterns.size(); ++i)
        trie.insert(*DustPattern::compile(patterns.at(i)), i);
    QTEST(matching(trie, *DustPath::parse(path)), "expected");
}

void tst_DustPatternTrie::keepsDuplicates()
{
    Trie trie;
    const DustPattern pattern = *DustPattern::compile(u"a/*"_s);
    trie.insert(pattern, 1);
    trie.insert(pattern, 1);
    trie.insert(pattern, 2);
    const DustPath path = *DustPath::parse(u"a/b"_s);
    QCOMPARE(matching(trie, path), (QList<int>{ 1, 1, 2 }));
    QVERIFY(trie.remove(pattern, 1));
    QCOMPARE(matching(trie, path), (QList<int>{ 1, 2 }));
}

void tst_DustPatternTrie::removesAndPrunes()
{
    Trie trie;
    QVERIFY(trie.isEmpty());
    const QStringList patterns{ u"a/b/c"_s, u"a/b"_s, u"a/*/c/**"_s, u"a/**"_s, u"**"_s, u"*"_s };
    for (int i = 0; i < patterns.size(); ++i)
        trie.insert(*DustPattern::compile(patterns.at(i)), i);
    QCOMPARE(trie.nodeCount(), 7); // root, a, a/b, a/b/c, a/*, a/*/c, *

    QVERIFY(!trie.remove(*DustPattern::compile(u"a/b/d"_s), 0));
    QVERIFY(!trie.remove(*DustPattern::compile(u"a/b/c"_s), 1));
    QVERIFY(!trie.remove(*DustPattern::compile(u"a/b/c/**"_s), 0));
    QCOMPARE(trie.nodeCount(), 7);

    QVERIFY(trie.remove(*DustPattern::compile(u"a/b"_s), 1));
    QCOMPARE(trie.nodeCount(), 7);
    QVERIFY(trie.remove(*DustPattern::compile(u"a/b/c"_s), 0));
    QCOMPARE(trie.nodeCount(), 5);
    QVERIFY(!trie.isEmpty());
    for (int i = 2; i < patterns.size(); ++i)
        QVERIFY(trie.remove(*DustPattern::compile(patterns.at(i)), i));
    QVERIFY(trie.isEmpty());
    QCOMPARE(trie.nodeCount(), 1);
    QCOMPARE(matching(trie, *DustPath::parse(u"a/b/c"_s)), QList<int>());
}

void tst_DustPatternTrie::ignoresTheEmpty()
{
    Trie trie;
    trie.insert(DustPattern(), 1);
    QVERIFY(trie.isEmpty());
    QVERIFY(!trie.remove(DustPattern(), 1));
    trie.insert(*DustPattern::compile(u"**"_s), 1);
    QVERIFY(!trie.isEmpty());
    QCOMPARE(matching(trie, DustPath()), QList<int>());
}

void tst_DustPatternTrie::survivesLongPatterns()
{
    Trie trie;
    QByteArray text("s");
    for (int i = 1; i < 25000; ++i)
        text.append(i % 2 ? "/*" : "/s");
    const DustPattern pattern = *DustPattern::compile(QString::fromUtf8(text));
    trie.insert(pattern, 1);
    QCOMPARE(trie.nodeCount(), 25001);
    QCOMPARE(matching(trie, *DustPath::parse(QByteArrayView(text))), QList<int>{ 1 });
    QVERIFY(trie.remove(pattern, 1));
    QCOMPARE(trie.nodeCount(), 1);
    trie.insert(pattern, 1);
}

void tst_DustPatternTrie::behavesLikeAListOfPatterns()
{
    const QStringList names{ u"a"_s, u"b"_s, u"c"_s };
    const auto randomSegment = [&](int stars) {
        return m_random.chance(stars) ? u"*"_s : names.at(m_random.below(int(names.size())));
    };
    Trie trie;
    QList<std::pair<DustPattern, int>> list;
    int found = 0;
    for (int i = 0; i < 5000; ++i) {
        if (list.size() < 60 && m_random.chance(60)) {
            QStringList segments;
            for (int count = m_random.below(4); count >= 0; --count)
                segments.append(randomSegment(30));
            if (m_random.chance(30))
                segments.append(u"**"_s);
            list.append({ *DustPattern::compile(segments.join(u'/')), m_random.below(10) });
            trie.insert(list.constLast().first, list.constLast().second);
        } else if (!list.isEmpty()) {
            const auto [pattern, item] = list.takeAt(m_random.below(int(list.size())));
            QVERIFY(trie.remove(pattern, item));
        }
        QStringList segments;
        for (int count = m_random.below(5); count >= 0; --count)
            segments.append(randomSegment(5));
        const DustPath path = *DustPath::fromSegments(segments);
        QList<int> expected;
        for (const auto &[pattern, item] : list) {
            if (pattern.matches(path))
                expected.append(item);
        }
        std::sort(expected.begin(), expected.end());
        QCOMPARE(matching(trie, path), expected);
        found += int(expected.size());
    }
    QVERIFY(found > 1000);
    for (const auto &[pattern, item] : list)
        QVERIFY(trie.remove(pattern, item));
    QCOMPARE(trie.nodeCount(), 1);
}

// A scan of the patterns would be a thousand times slower with a thousand times as many; noise is
// not.
void tst_DustPatternTrie::doesNotPayForWhatDoesNotMatch()
{
    const auto filled = [](int count) {
        Trie trie;
        for (int i = 0; i < count; ++i) {
            trie.insert(*DustPattern::compile(u"other/%1/**"_s.arg(i)), i);
            trie.insert(*DustPattern::compile(u"links/%1/title"_s.arg(i)), i);
        }
        return trie;
    };
    const Trie few = filled(5);
    const Trie many = filled(5000);
    const DustPath path = *DustPath::parse(u"links/qt-documentation/title"_s);
    const auto nanoseconds = [&](const Trie &trie) {
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 1000; ++i)
            trie.match(path, [](int) { QFAIL("nothing here matches"); });
        return timer.nsecsElapsed();
    };
    qint64 fastestFew = std::numeric_limits<qint64>::max();
    qint64 fastestMany = fastestFew;
    for (int round = 0; round < 15; ++round) {
        fastestFew = qMin(fastestFew, nanoseconds(few));
        fastestMany = qMin(fastestMany, nanoseconds(many));
    }
    QVERIFY2(fastestMany < 20 * fastestFew,
             qPrintable(u"%1 ns against %2 ns"_s.arg(fastestMany).arg(fastestFew)));
}

QTEST_APPLESS_MAIN(tst_DustPatternTrie)
#include "tst_dustpatterntrie.moc"
