// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "../dustvalue/randomvalues.h"
#include "dustpattern.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class tst_DustPattern : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_random = RandomValues(); }
    void cleanup() { m_random.reportSeed(); }

    void refuses_data();
    void refuses();
    void describesErrors();
    void compiles_data();
    void compiles();
    void matches_data();
    void matches();
    void buildsFromPaths();
    void emptyPattern();
    void compares();
    void matchesRandomPathsLikeAModel();

private:
    RandomValues m_random;
};

void tst_DustPattern::refuses_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("reason");

    QTest::newRow("nothing") << u""_s << u"empty_path"_s;
    QTest::newRow("leading slash") << u"/*"_s << u"empty_segment"_s;
    QTest::newRow("trailing slash") << u"posts/**/"_s << u"empty_segment"_s;
    QTest::newRow("doubled slash") << u"a//*"_s << u"empty_segment"_s;
    QTest::newRow("tilde at the end") << u"*/a~"_s << u"invalid_escape"_s;
    QTest::newRow("tilde and a star") << u"~*"_s << u"invalid_escape"_s;
    QTest::newRow("lone surrogate") << u"*/"_s + QChar(0xD800) << u"invalid_unicode"_s;
    QTest::newRow("too long") << QString(50001, u'*') << u"path_too_long"_s;
    QTest::newRow("many in the middle") << u"a/**/b"_s << u"wildcard_many_not_tail"_s;
    QTest::newRow("many first") << u"**/b"_s << u"wildcard_many_not_tail"_s;
    QTest::newRow("many twice") << u"**/**"_s << u"wildcard_many_not_tail"_s;
}

void tst_DustPattern::refuses()
{
    QFETCH(QString, pattern);
    QFETCH(QString, reason);

    const auto compiled = DustPattern::compile(pattern);
    QVERIFY(!compiled);
    QCOMPARE(compiled.error().kind(), DustError::InvalidParams);
    QCOMPARE(compiled.error().reason(), reason);
    QCOMPARE(compiled.error().path(), pattern);
}

void tst_DustPattern::describesErrors()
{
    const QString message = DustPattern::compile(u"a/**/b"_s).error().message();
    QVERIFY2(message.startsWith(u"The pattern \"a/**/b\""), qPrintable(message));
    QVERIFY2(message.contains(u"move it to the end"), qPrintable(message));
}

void tst_DustPattern::compiles_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<bool>("isLiteral");
    QTest::addColumn<QString>("literalPrefix");

    QTest::newRow("literal") << u"a/b"_s << true << u"a/b"_s;
    QTest::newRow("one") << u"*"_s << false << u""_s;
    QTest::newRow("many") << u"**"_s << false << u""_s;
    QTest::newRow("below") << u"posts/**"_s << false << u"posts"_s;
    QTest::newRow("in the middle") << u"posts/x/*/title"_s << false << u"posts/x"_s;
    QTest::newRow("stars inside a segment") << u"a*/*b/***"_s << true << u"a*/*b/***"_s;
    QTest::newRow("literal star") << u"a/\\*"_s << true << u"a/*"_s;
    QTest::newRow("literal stars before the end") << u"\\**/b"_s << true << u"**/b"_s;
    QTest::newRow("escapes") << u"a~1b/~0/*"_s << false << u"a~1b/~0"_s;
    QTest::newRow("dots") << u"a.b/../**"_s << false << u"a.b/.."_s;
}

void tst_DustPattern::compiles()
{
    QFETCH(QString, pattern);
    const auto compiled = DustPattern::compile(pattern);
    QVERIFY2(compiled, qPrintable(compiled.error().message()));
    QCOMPARE(compiled->toString(), pattern);
    QTEST(compiled->isLiteral(), "isLiteral");
    QTEST(compiled->literalPrefix().toString(), "literalPrefix");
}

void tst_DustPattern::matches_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("expected");

    const auto row = [](const char16_t *pattern, const char16_t *path, bool expected) {
        const QString a = QString::fromUtf16(pattern);
        const QString b = QString::fromUtf16(path);
        QTest::newRow(qPrintable(a + u" on "_s + b)) << a << b << expected;
    };
    row(u"a/b", u"a/b", true);
    row(u"a/b", u"a", false);
    row(u"a/b", u"a/b/c", false);
    row(u"a/b", u"a/c", false);
    row(u"a", u"ab", false);
    row(u"ab", u"a", false);
    row(u"*", u"a", true);
    row(u"*", u"a/b", false);
    row(u"a/*", u"a", false);
    row(u"a/*", u"a/b", true);
    row(u"a/*", u"a/b/c", false);
    row(u"a/*/c", u"a/b/c", true);
    row(u"a/*/c", u"a/b/d", false);
    row(u"*/*", u"a/b", true);
    row(u"posts/**", u"posts", false);
    row(u"posts/**", u"posts/1", true);
    row(u"posts/**", u"posts/1/title", true);
    row(u"posts/**", u"posts2/1", false);
    row(u"**", u"a", true);
    row(u"**", u"a/b/c", true);
    row(u"*/**", u"a", false);
    row(u"*/**", u"a/b/c", true);
    row(u"\\*", u"*", true);
    row(u"\\*", u"a", false);
    row(u"\\*", u"\\*", false);
    row(u"\\**", u"**", true);
    row(u"\\**", u"a/b", false);
    row(u"a*", u"a*", true);
    row(u"a*", u"ab", false);
    row(u"***", u"***", true);
    row(u"***", u"a", false);
    row(u"a.*", u"a.b", false);
    row(u"a~1b", u"a~1b", true);
    row(u"a~1b", u"a/b", false);
    row(u"*", u"a~1b", true);
    row(u"a", u"A", false);
}

void tst_DustPattern::matches()
{
    QFETCH(QString, pattern);
    QFETCH(QString, path);
    QTEST(DustPattern::compile(pattern)->matches(*DustPath::parse(path)), "expected");
}

void tst_DustPattern::buildsFromPaths()
{
    const DustPath path = *DustPath::parse(u"a/*/**/~1"_s);
    const DustPattern literal = DustPattern::literal(path);
    QVERIFY(literal.isLiteral());
    QVERIFY(literal.matches(path));
    QVERIFY(!literal.matches(*DustPath::parse(u"a/b/c/~1"_s)));
    QCOMPARE(literal.toString(), u"a/\\*/\\**/~1"_s);
    QCOMPARE(literal.literalPrefix(), path);
    QCOMPARE(*DustPattern::compile(literal.toString()), literal);

    const DustPattern below = DustPattern::descendantsOf(path);
    QCOMPARE(below.toString(), u"a/\\*/\\**/~1/**"_s);
    QVERIFY(!below.matches(path));
    QVERIFY(below.matches(*path.child(u"x"_s)));
    QCOMPARE(DustPattern::descendantsOf(DustPath()).toString(), u"**"_s);
}

void tst_DustPattern::emptyPattern()
{
    const DustPattern none;
    QVERIFY(none.isEmpty());
    QVERIFY(!none.isLiteral());
    QVERIFY(!none.matches(DustPath()));
    QVERIFY(!none.matches(*DustPath::parse(u"a"_s)));
    QVERIFY(!DustPattern::compile(u"**"_s)->matches(DustPath()));
    QCOMPARE(none.toString(), QString());
}

void tst_DustPattern::compares()
{
    const DustPattern star = *DustPattern::compile(u"a/*"_s);
    QVERIFY(star == *DustPattern::compile(u"a/*"_s));
    QVERIFY(star != *DustPattern::compile(u"a/\\*"_s));
    QVERIFY(star != *DustPattern::compile(u"a/**"_s));
    QVERIFY(star != *DustPattern::compile(u"a"_s));
    QString text;
    QDebug(&text) << star;
    QCOMPARE(text.trimmed(), u"DustPattern(\"a/*\")"_s);
}

static bool matchesByTheBook(const QStringList &pattern, const QStringList &path)
{
    if (pattern.isEmpty() || path.isEmpty())
        return pattern.isEmpty() && path.isEmpty();
    if (pattern.constFirst() == u"**")
        return true;
    return (pattern.constFirst() == u"*" || pattern.constFirst() == path.constFirst())
            && matchesByTheBook(pattern.sliced(1), path.sliced(1));
}

void tst_DustPattern::matchesRandomPathsLikeAModel()
{
    const QStringList names{ u"a"_s, u"b"_s, u"a/b"_s, u"~"_s, u"ß😀"_s };
    int matched = 0;
    for (int i = 0; i < 20000; ++i) {
        QStringList pattern;
        QStringList escaped;
        QStringList path;
        for (int count = 1 + m_random.below(4); count > 0; --count) {
            const QString name = names.at(m_random.below(int(names.size())));
            pattern.append(m_random.chance(30) ? u"*"_s : name);
            escaped.append(QString::fromUtf8(DustPath::escapeSegment(pattern.constLast())));
        }
        if (m_random.chance(30)) {
            pattern.append(u"**"_s);
            escaped.append(u"**"_s);
        }
        for (int count = 1 + m_random.below(5); count > 0; --count)
            path.append(names.at(m_random.below(int(names.size()))));

        const bool expected = matchesByTheBook(pattern, path);
        matched += expected;
        const auto compiled = DustPattern::compile(escaped.join(u'/'));
        QVERIFY(compiled);
        QCOMPARE(compiled->matches(*DustPath::fromSegments(path)), expected);
        QCOMPARE(*DustPattern::compile(compiled->toString()), *compiled);
    }
    QVERIFY(matched > 500);
}

QTEST_APPLESS_MAIN(tst_DustPattern)
#include "tst_dustpattern.moc"
