// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "../dustvalue/randomvalues.h"
#include "dustpath.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class tst_DustPath : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_random = RandomValues(); }
    void cleanup() { m_random.reportSeed(); }

    void parses_data();
    void parses();
    void refuses_data();
    void refuses();
    void refusesBytes_data();
    void refusesBytes();
    void refusesSegments_data();
    void refusesSegments();
    void refusesChild_data();
    void refusesChild();
    void limitsLength();
    void describesErrors();
    void navigates();
    void relates_data();
    void relates();
    void ordersByBytes();
    void hashes();
    void survivesLongPaths();
    void emptyPath();
    void prints();
    void roundTripsRandomPaths();
    void parsesRandomTextLikeAModel();

private:
    RandomValues m_random;
};

void tst_DustPath::parses_data()
{
    QTest::addColumn<QString>("rendered");
    QTest::addColumn<QStringList>("segments");

    QTest::newRow("one segment") << u"users"_s << QStringList{ u"users"_s };
    QTest::newRow("three") << u"a/b/c"_s << QStringList{ u"a"_s, u"b"_s, u"c"_s };
    QTest::newRow("dots are ordinary") << u"a.b/../."_s << QStringList{ u"a.b"_s, u".."_s, u"."_s };
    QTest::newRow("stars are ordinary") << u"*/**/a*"_s << QStringList{ u"*"_s, u"**"_s, u"a*"_s };
    QTest::newRow("spaces are ordinary") << u" / a b"_s << QStringList{ u" "_s, u" a b"_s };
    QTest::newRow("backslash is ordinary") << u"\\*/\\"_s << QStringList{ u"\\*"_s, u"\\"_s };
    QTest::newRow("percent is ordinary") << u"a%2Fb"_s << QStringList{ u"a%2Fb"_s };
    QTest::newRow("escaped tilde") << u"a~0b"_s << QStringList{ u"a~b"_s };
    QTest::newRow("escaped slash") << u"a~1b/c"_s << QStringList{ u"a/b"_s, u"c"_s };
    QTest::newRow("escaped tilde before a digit")
            << u"~01/~00"_s << QStringList{ u"~1"_s, u"~0"_s };
    QTest::newRow("only escapes") << u"~0~1~1~0"_s << QStringList{ u"~//~"_s };
    QTest::newRow("two-byte characters") << u"größe/ß"_s << QStringList{ u"größe"_s, u"ß"_s };
    QTest::newRow("astral characters") << u"😀/𝄞"_s << QStringList{ u"😀"_s, u"𝄞"_s };
    QTest::newRow("embedded NUL") << u"a\0b/\0"_s << QStringList{ u"a\0b"_s, u"\0"_s };
    QTest::newRow("byte order mark")
            << u"\uFEFF\uFEFFa/\uFEFF"_s << QStringList{ u"\uFEFF\uFEFFa"_s, u"\uFEFF"_s };
    QTest::newRow("noncharacters") << u"\uFFFE/\uFFFF"_s << QStringList{ u"\uFFFE"_s, u"\uFFFF"_s };
    QTest::newRow("control characters") << u"a\nb/\t"_s << QStringList{ u"a\nb"_s, u"\t"_s };
}

void tst_DustPath::parses()
{
    QFETCH(QString, rendered);
    QFETCH(QStringList, segments);

    const auto path = DustPath::parse(rendered);
    QVERIFY2(path, qPrintable(path.error().message()));
    QCOMPARE(path->toString(), rendered);
    QCOMPARE(path->rendered(), rendered.toUtf8());
    QCOMPARE(path->segments(), segments);
    QCOMPARE(path->segmentCount(), segments.size());
    QCOMPARE(path->lastSegment(), segments.constLast());
    QCOMPARE(*DustPath::fromSegments(segments), *path);
    QCOMPARE(*DustPath::parse(QByteArrayView(rendered.toUtf8())), *path);
}

void tst_DustPath::refuses_data()
{
    QTest::addColumn<QString>("rendered");
    QTest::addColumn<QString>("reason");

    QTest::newRow("nothing") << u""_s << u"empty_path"_s;
    QTest::newRow("null") << QString() << u"empty_path"_s;
    QTest::newRow("leading slash") << u"/users"_s << u"empty_segment"_s;
    QTest::newRow("trailing slash") << u"users/"_s << u"empty_segment"_s;
    QTest::newRow("doubled slash") << u"a//b"_s << u"empty_segment"_s;
    QTest::newRow("only a slash") << u"/"_s << u"empty_segment"_s;
    QTest::newRow("tilde at the end") << u"a~"_s << u"invalid_escape"_s;
    QTest::newRow("tilde and a letter") << u"a~b"_s << u"invalid_escape"_s;
    QTest::newRow("tilde and another digit") << u"a~2b"_s << u"invalid_escape"_s;
    QTest::newRow("only a tilde") << u"~"_s << u"invalid_escape"_s;
    QTest::newRow("tilde at the end of a segment") << u"a~/b"_s << u"invalid_escape"_s;
    QTest::newRow("two tildes") << u"~~0"_s << u"invalid_escape"_s;
    QTest::newRow("lone high surrogate") << u"a/"_s + QChar(0xD800) << u"invalid_unicode"_s;
    QTest::newRow("lone low surrogate") << QChar(0xDC00) + u"/a"_s << u"invalid_unicode"_s;
    QTest::newRow("surrogates swapped")
            << QString(QChar(0xDC00)) + QChar(0xD800) << u"invalid_unicode"_s;
    QTest::newRow("50,001 bytes") << QString(50001, u'a') << u"path_too_long"_s;
    QTest::newRow("50,002 bytes of two-byte characters")
            << QString(25001, u'ß') << u"path_too_long"_s;
}

void tst_DustPath::refuses()
{
    QFETCH(QString, rendered);
    QFETCH(QString, reason);

    const auto path = DustPath::parse(rendered);
    QVERIFY(!path);
    QCOMPARE(path.error().kind(), DustError::InvalidParams);
    QCOMPARE(path.error().reason(), reason);
    QCOMPARE(path.error().path(), rendered);
    QVERIFY(!path.error().isRetryable());
}

void tst_DustPath::refusesBytes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("reason");

    QTest::newRow("nothing") << QByteArray() << u"empty_path"_s;
    QTest::newRow("empty segment") << QByteArray("a//b") << u"empty_segment"_s;
    QTest::newRow("escape") << QByteArray("a~2") << u"invalid_escape"_s;
    QTest::newRow("too long") << QByteArray(50001, 'a') << u"path_too_long"_s;
    QTest::newRow("stray continuation") << QByteArray("a\x80") << u"invalid_unicode"_s;
    QTest::newRow("truncated") << QByteArray("a\xE2\x82") << u"invalid_unicode"_s;
    QTest::newRow("overlong slash") << QByteArray("a\xC0\xAF") << u"invalid_unicode"_s;
    QTest::newRow("encoded surrogate") << QByteArray("\xED\xA0\x80") << u"invalid_unicode"_s;
    QTest::newRow("beyond Unicode") << QByteArray("\xF4\x90\x80\x80") << u"invalid_unicode"_s;
    QTest::newRow("0xFF") << QByteArray("\xFF") << u"invalid_unicode"_s;
}

void tst_DustPath::refusesBytes()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, reason);

    const auto path = DustPath::parse(QByteArrayView(bytes));
    QVERIFY(!path);
    QCOMPARE(path.error().kind(), DustError::InvalidParams);
    QCOMPARE(path.error().reason(), reason);
}

void tst_DustPath::refusesSegments_data()
{
    QTest::addColumn<QStringList>("segments");
    QTest::addColumn<QString>("reason");

    QTest::newRow("none") << QStringList() << u"empty_path"_s;
    QTest::newRow("one empty") << QStringList{ u""_s } << u"empty_segment"_s;
    QTest::newRow("empty in between") << QStringList{ u"a"_s, u""_s, u"b"_s } << u"empty_segment"_s;
    QTest::newRow("empty at the end") << QStringList{ u"a"_s, u""_s } << u"empty_segment"_s;
    QTest::newRow("lone surrogate")
            << QStringList{ u"a"_s, QString(QChar(0xD834)) } << u"invalid_unicode"_s;
    QTest::newRow("half a pair at a border")
            << QStringList{ QString(QChar(0xD834)), QString(QChar(0xDD1E)) }
            << u"invalid_unicode"_s;
    QTest::newRow("too long") << QStringList{ QString(25000, u'a'), QString(25000, u'a') }
                              << u"path_too_long"_s;
    QTest::newRow("too long once escaped")
            << QStringList{ QString(25001, u'/') } << u"path_too_long"_s;
}

void tst_DustPath::refusesSegments()
{
    QFETCH(QStringList, segments);
    QFETCH(QString, reason);

    const auto path = DustPath::fromSegments(segments);
    QVERIFY(!path);
    QCOMPARE(path.error().kind(), DustError::InvalidParams);
    QCOMPARE(path.error().reason(), reason);
}

void tst_DustPath::refusesChild_data()
{
    QTest::addColumn<QString>("segment");
    QTest::addColumn<QString>("reason");

    QTest::newRow("empty") << u""_s << u"empty_segment"_s;
    QTest::newRow("lone surrogate") << QString(QChar(0xDFFF)) << u"invalid_unicode"_s;
    QTest::newRow("too long") << QString(49999, u'a') << u"path_too_long"_s;
}

void tst_DustPath::refusesChild()
{
    QFETCH(QString, segment);
    QFETCH(QString, reason);

    const auto child = DustPath::parse(u"a"_s)->child(segment);
    QVERIFY(!child);
    QCOMPARE(child.error().kind(), DustError::InvalidParams);
    QCOMPARE(child.error().reason(), reason);
    QVERIFY(child.error().path().startsWith(u"a/"));
}

void tst_DustPath::limitsLength()
{
    QVERIFY(DustPath::parse(QString(50000, u'a')));
    QVERIFY(DustPath::parse(QString(25000, u'ß')));
    QVERIFY(DustPath::fromSegments({ QString(25000, u'~') }));
    QVERIFY(DustPath::fromSegments({ QString(25000, u'a'), QString(24999, u'a') }));
    QVERIFY(DustPath::parse(u"a"_s)->child(QString(49998, u'a')));
}

void tst_DustPath::describesErrors()
{
    const QString message = DustPath::parse(u"notes/a~b"_s).error().message();
    QVERIFY2(message.contains(u"\"notes/a~b\""), qPrintable(message));
    QVERIFY2(message.contains(u"~0"), qPrintable(message));

    const DustError error = DustPath::parse(u"start-"_s + QString(60000, u'x') + u"-end"_s).error();
    QVERIFY2(error.message().size() < 250, qPrintable(error.message()));
    QVERIFY(error.message().contains(u"start-"));
    QVERIFY(error.message().contains(u"-end"));
    QVERIFY(error.message().contains(u"50000"));

    const QString hostile = DustPath::parse(u"a\x1b[2J//\n"_s).error().message();
    QVERIFY(!hostile.contains(QChar(0x1b)));
    QVERIFY(!hostile.contains(u'\n'));
}

void tst_DustPath::navigates()
{
    const DustPath path = *DustPath::parse(u"links/a~1b/url"_s);
    QCOMPARE(path.parent().toString(), u"links/a~1b"_s);
    QCOMPARE(path.parent().lastSegment(), u"a/b"_s);
    QCOMPARE(path.parent().parent().toString(), u"links"_s);
    QVERIFY(path.parent().parent().parent().isEmpty());
    QCOMPARE(*path.parent().child(u"url"_s), path);
    QCOMPARE(DustPath().child(u"a/b"_s)->toString(), u"a~1b"_s);
    QCOMPARE(path.joined(*DustPath::parse(u"x/y"_s)).toString(), u"links/a~1b/url/x/y"_s);
    QCOMPARE(path.joined(DustPath()), path);
    QCOMPARE(DustPath().joined(path), path);
    QCOMPARE(DustPath::fromCanonical(path.rendered()), path);
    QCOMPARE(DustPath::escapeSegment(u"~/ß"_s), QByteArray("~0~1\xC3\x9F"));
    QCOMPARE(DustPath::unescapeSegment("~0~1~01"), u"~/~1"_s);
}

void tst_DustPath::relates_data()
{
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    QTest::addColumn<bool>("isAncestor");
    QTest::addColumn<bool>("overlaps");

    QTest::newRow("equal") << u"a/b"_s << u"a/b"_s << false << true;
    QTest::newRow("parent") << u"a"_s << u"a/b"_s << true << true;
    QTest::newRow("grandparent") << u"a"_s << u"a/b/c"_s << true << true;
    QTest::newRow("child") << u"a/b"_s << u"a"_s << false << true;
    QTest::newRow("sibling") << u"a/b"_s << u"a/c"_s << false << false;
    QTest::newRow("prefix of a segment") << u"a"_s << u"ab"_s << false << false;
    QTest::newRow("prefix of a segment, deeper") << u"a/b"_s << u"a/bc/d"_s << false << false;
    QTest::newRow("sorted between") << u"a"_s << u"a!/b"_s << false << false;
    QTest::newRow("escaped slash") << u"a"_s << u"a~1b"_s << false << false;
    QTest::newRow("the root of everything") << u""_s << u"a"_s << true << true;
    QTest::newRow("two roots") << u""_s << u""_s << false << true;
}

void tst_DustPath::relates()
{
    QFETCH(QString, first);
    QFETCH(QString, second);
    const DustPath a = DustPath::fromCanonical(first.toUtf8());
    const DustPath b = DustPath::fromCanonical(second.toUtf8());
    QTEST(a.isAncestorOf(b), "isAncestor");
    QTEST(a.overlaps(b), "overlaps");
    QTEST(b.overlaps(a), "overlaps");
}

void tst_DustPath::ordersByBytes()
{
    const QStringList ordered{ u"a"_s,   u"a b"_s, u"a!"_s, u"a-b"_s,     u"a.b"_s,
                               u"a/b"_s, u"a0"_s,  u"aß"_s, u"a\uFF5E"_s, u"a😀"_s };
    for (qsizetype i = 0; i < ordered.size(); ++i) {
        for (qsizetype j = 0; j < ordered.size(); ++j)
            QCOMPARE(*DustPath::parse(ordered.at(i)) < *DustPath::parse(ordered.at(j)), i < j);
    }
}

void tst_DustPath::hashes()
{
    const DustPath a = *DustPath::parse(u"a/b"_s);
    const DustPath same = *DustPath::fromSegments({ u"a"_s, u"b"_s });
    QCOMPARE(qHash(a, 7), qHash(same, 7));
    QVERIFY(a == same && !(a != same));
    QVERIFY(qHash(a, 7) != qHash(*DustPath::parse(u"a/c"_s), 7));
}

void tst_DustPath::survivesLongPaths()
{
    QStringList segments;
    for (int i = 0; i < 25000; ++i)
        segments.append(u"s"_s);
    DustPath path = *DustPath::fromSegments(segments);
    QCOMPARE(path.segmentCount(), 25000);
    QCOMPARE(path.segments(), segments);
    int steps = 0;
    for (; !path.isEmpty(); path = path.parent())
        ++steps;
    QCOMPARE(steps, 25000);
}

void tst_DustPath::emptyPath()
{
    const DustPath none;
    QVERIFY(none.isEmpty());
    QCOMPARE(none.segments(), QStringList());
    QCOMPARE(none.segmentCount(), 0);
    QCOMPARE(none.lastSegment(), QString());
    QVERIFY(none.parent().isEmpty());
}

void tst_DustPath::prints()
{
    QString text;
    QDebug(&text) << *DustPath::parse(u"a/b"_s);
    QCOMPARE(text.trimmed(), u"DustPath(\"a/b\")"_s);
    text.clear();
    QDebug(&text) << *DustPath::parse(QString(5000, u'a'));
    QVERIFY(text.size() < 120);
}

void tst_DustPath::roundTripsRandomPaths()
{
    for (int i = 0; i < 5000; ++i) {
        const QStringList segments = m_random.segments(6);
        const auto path = DustPath::fromSegments(segments);
        QVERIFY2(path, qPrintable(path.error().message()));
        QCOMPARE(path->segments(), segments);
        QCOMPARE(path->segmentCount(), segments.size());
        QCOMPARE(path->lastSegment(), segments.constLast());
        QCOMPARE(*DustPath::parse(path->toString()), *path);
        QCOMPARE(*DustPath::parse(QByteArrayView(path->rendered())), *path);
        QCOMPARE(path->parent().segments(), segments.first(segments.size() - 1));
        QCOMPARE(*path->parent().child(segments.constLast()), *path);
        QVERIFY(path->parent().isAncestorOf(*path));
    }
}

// What the rules of the protocol say, written for obviousness.
static std::optional<QStringList> parseByTheBook(const QString &rendered)
{
    QStringList segments = rendered.split(u'/');
    for (QString &segment : segments) {
        QString plain;
        for (qsizetype i = 0; i < segment.size(); ++i) {
            if (segment.at(i) != u'~') {
                plain += segment.at(i);
                continue;
            }
            const QString digit = segment.mid(++i, 1);
            if (digit != u"0" && digit != u"1")
                return std::nullopt;
            plain += digit == u"0" ? u'~' : u'/';
        }
        segment = plain;
    }
    return segments.contains(QString()) ? std::nullopt : std::optional(segments);
}

void tst_DustPath::parsesRandomTextLikeAModel()
{
    int valid = 0;
    for (int i = 0; i < 5000; ++i) {
        QString text = m_random.text(12);
        if (m_random.chance(50))
            text.replace(u'~', u"~1"_s);
        const auto expected = parseByTheBook(text);
        const auto path = DustPath::parse(text);
        QCOMPARE(path.isOk(), expected.has_value());
        if (path) {
            ++valid;
            QCOMPARE(path->segments(), *expected);
            QCOMPARE(path->toString(), text);
        }
    }
    QVERIFY(valid > 500 && valid < 4500);
}

QTEST_APPLESS_MAIN(tst_DustPath)
#include "tst_dustpath.moc"
