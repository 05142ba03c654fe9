// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustlistfilter_p.h"

#include <QtCore/QUrl>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class tst_DustListFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equality_data();
    void equality();
    void search_data();
    void search();
    void fold_data();
    void fold();
    void everyConditionMustHold();
    void keepsWhatItSearchesBy();
    void unknownFields_data();
    void unknownFields();
    void withoutSchemaNothingIsWrong();
    void readsOnlyItsFields();

private:
    static DustSchema schema();
    static DustRecord book();
};

DustSchema tst_DustListFilter::schema()
{
    static const DustSchema schema = *DustSchema::Builder(u"books"_s)
                                              .name(u"Book"_s)
                                              .field(u"title"_s, DustField::String)
                                              .field(u"pages"_s, DustField::Integer)
                                              .field(u"price"_s, DustField::Double)
                                              .field(u"read"_s, DustField::Boolean)
                                              .field(u"tags"_s, DustField::StringList)
                                              .field(u"page"_s, DustField::Url)
                                              .field(u"day"_s, DustField::Date)
                                              .field(u"key"_s, DustField::String)
                                              .field(u"extra"_s, DustField::Any)
                                              .field(u"stars"_s, DustField::Any)
                                              .enumField(u"kind"_s, { u"novel"_s, u"poems"_s })
                                              .redacted({ u"key"_s })
                                              .build();
    return schema;
}

DustRecord tst_DustListFilter::book()
{
    DustRecord book(schema(), u"emile-1762"_s);
    const QVariantMap values{ { u"title"_s, u"Émile, ou De l’éducation"_s },
                              { u"pages"_s, 700 },
                              { u"price"_s, 12.5 },
                              { u"read"_s, true },
                              { u"tags"_s, QStringList{ u"french"_s, u"old books"_s } },
                              { u"page"_s, u"https://books.example/emile"_s },
                              { u"day"_s, u"1762-05-22"_s },
                              { u"key"_s, u"hush"_s },
                              { u"extra"_s, QVariantMap{ { u"shelf"_s, u"b7"_s } } },
                              { u"stars"_s, 5 },
                              { u"kind"_s, u"novel"_s } };
    for (auto it = values.begin(); it != values.end(); ++it) {
        const int index = schema().indexOf(it.key());
        book.setValue(index, *schema().fields().at(index).cast(it.value()));
    }
    return book;
}

void tst_DustListFilter::equality_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QVariant>("wanted");
    QTest::addColumn<bool>("accepted");

    const auto row = [](const char *name, const QString &field, const QVariant &wanted,
                        bool accepted) { QTest::newRow(name) << field << wanted << accepted; };
    row("text", u"title"_s, u"Émile, ou De l’éducation"_s, true);
    row("part of a text", u"title"_s, u"Émile"_s, false);
    row("other case", u"kind"_s, u"Novel"_s, false);
    row("integer", u"pages"_s, 700, true);
    row("integer as JavaScript has it", u"pages"_s, 700.0, true);
    row("integer as text", u"pages"_s, u"700"_s, true);
    row("another integer", u"pages"_s, 701, false);
    row("what is no integer", u"pages"_s, u"many"_s, false);
    row("double", u"price"_s, 12.5, true);
    row("boolean", u"read"_s, true, true);
    row("other boolean", u"read"_s, false, false);
    row("url", u"page"_s, QUrl(u"https://books.example/emile"_s), true);
    row("date as text", u"day"_s, u"1762-05-22"_s, true);
    row("enum by key", u"kind"_s, u"novel"_s, true);
    row("enum, another key", u"kind"_s, u"poems"_s, false);
    row("enum, no key", u"kind"_s, u"play"_s, false);
    row("any of", u"pages"_s, QVariantList{ 1, 700 }, true);
    row("none of", u"pages"_s, QVariantList{ 1, 2 }, false);
    row("any of nothing", u"pages"_s, QVariantList{}, false);
    row("any of texts", u"kind"_s, QStringList{ u"poems"_s, u"novel"_s }, true);
    row("member", u"tags"_s, u"french"_s, true);
    row("member by half", u"tags"_s, u"old"_s, false);
    row("one of several members", u"tags"_s, QStringList{ u"new"_s, u"old books"_s }, true);
    row("no member", u"tags"_s, u"new"_s, false);
    row("free form", u"extra"_s, QVariantMap{ { u"shelf"_s, u"b7"_s } }, true);
    row("free form, another", u"extra"_s, QVariantMap{ { u"shelf"_s, u"b8"_s } }, false);
    row("free form, a number as JavaScript has it", u"stars"_s, 5.0, true);
    row("free form, another number", u"stars"_s, 5.5, false);
    row("slug", u"slug"_s, u"emile-1762"_s, true);
    row("another slug", u"slug"_s, u"emile"_s, false);
    row("any of slugs", u"slug"_s, QStringList{ u"x"_s, u"emile-1762"_s }, true);
    row("null where there is a value", u"title"_s, QVariant(), false);
    row("null where there is a list", u"tags"_s, QVariant(), false);
    row("unknown field", u"author"_s, u"x"_s, false);
}

void tst_DustListFilter::equality()
{
    QFETCH(QString, field);
    QFETCH(QVariant, wanted);
    QFETCH(bool, accepted);
    DustListCriteria criteria;
    criteria.equal.insert(field, wanted);
    QString folded;
    QCOMPARE(DustListFilter(schema(), criteria).accepts(book(), &folded), accepted);

    const DustRecord blank(schema(), u"blank"_s);
    const bool acceptsBlank = schema().indexOf(field) >= 0 && !wanted.isValid();
    QCOMPARE(DustListFilter(schema(), criteria).accepts(blank, &folded), acceptsBlank);
}

void tst_DustListFilter::search_data()
{
    QTest::addColumn<QString>("search");
    QTest::addColumn<QStringList>("fields");
    QTest::addColumn<bool>("accepted");

    const auto row = [](const char *name, const QString &search, const QStringList &fields,
                        bool accepted) { QTest::newRow(name) << search << fields << accepted; };
    row("nothing", {}, {}, true);
    row("spaces", u" \t "_s, {}, true);
    row("a word", u"educ"_s, {}, true);
    row("no such word", u"cooking"_s, {}, false);
    row("other case", u"EDUCATION"_s, {}, true);
    row("an accent more", u"ôu"_s, {}, true);
    row("words in any order", u"education emile"_s, {}, true);
    row("words of several fields", u"emile french novel"_s, {}, true);
    row("one word missing", u"emile german"_s, {}, false);
    row("the slug", u"-1762"_s, {}, true);
    row("an address", u"books.example"_s, {}, true);
    row("a list", u"french"_s, {}, true);
    row("not across fields", u"educationhttps"_s, {}, false);
    row("a redacted field is not looked into", u"hush"_s, {}, false);
    row("a redacted field by name", u"hush"_s, { u"key"_s }, true);
    row("numbers are no text", u"700"_s, {}, false);
    row("numbers by name", u"700"_s, { u"pages"_s }, true);
    row("dates by name", u"1762-05"_s, { u"day"_s }, true);
    row("free form by name", u"shelf"_s, { u"extra"_s }, true);
    row("only the named field", u"french"_s, { u"title"_s }, false);
    row("one of the named fields", u"french"_s, { u"title"_s, u"tags"_s }, true);
    row("the slug by name", u"emile-"_s, { u"slug"_s }, true);
}

void tst_DustListFilter::search()
{
    QFETCH(QString, search);
    QFETCH(QStringList, fields);
    QFETCH(bool, accepted);
    DustListCriteria criteria;
    criteria.search = search;
    criteria.searchFields = fields;
    QString folded;
    QCOMPARE(DustListFilter(schema(), criteria).accepts(book(), &folded), accepted);
    const DustRecord blank(schema(), u"blank"_s);
    QString blankFolded;
    QCOMPARE(DustListFilter(schema(), criteria).accepts(blank, &blankFolded),
             search.trimmed().isEmpty());
}

void tst_DustListFilter::fold_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("folded");

    QTest::newRow("ASCII") << u"Hello World"_s << u"HELLO WORLD"_s;
    QTest::newRow("accents") << u"Ça va Ångström"_s << u"CA VA ANGSTROM"_s;
    QTest::newRow("combining accents") << u"e\u0301"_s << u"E"_s;
    QTest::newRow("sharp s") << u"Straße"_s << u"STRASSE"_s;
    QTest::newRow("Turkish dotted I") << u"İstanbul"_s << u"ISTANBUL"_s;
    QTest::newRow("Greek") << u"ΆΛΦΑ"_s << u"ΑΛΦΑ"_s;
    QTest::newRow("full width") << u"Ｑｔ"_s << u"QT"_s;
    QTest::newRow("ligature") << u"ﬁle"_s << u"FILE"_s;
    QTest::newRow("vowels of a script stay")
            << u"ที่"_s << u"ที่"_s.normalized(QString::NormalizationForm_KD);
    QTest::newRow("lone surrogate") << QString(QChar(0xd800)) << QString(QChar(0xd800));
}

void tst_DustListFilter::fold()
{
    QFETCH(QString, text);
    QFETCH(QString, folded);
    QCOMPARE(DustListFilter::fold(text), folded);
}

void tst_DustListFilter::everyConditionMustHold()
{
    DustListCriteria criteria;
    criteria.equal = { { u"pages"_s, 700 }, { u"read"_s, true } };
    criteria.search = u"emile"_s;
    bool answer = true;
    criteria.function = [&](const DustRecord &record) {
        return answer && record.slug() == u"emile-1762"_s;
    };
    QString folded;
    QVERIFY(DustListFilter(schema(), criteria).accepts(book(), &folded));
    answer = false;
    QVERIFY(!DustListFilter(schema(), criteria).accepts(book(), &folded));
    answer = true;
    criteria.equal.insert(u"read"_s, false);
    QVERIFY(!DustListFilter(schema(), criteria).accepts(book(), &folded));
    criteria.equal.remove(u"read"_s);
    criteria.search = u"german"_s;
    QVERIFY(!DustListFilter(schema(), criteria).accepts(book(), &folded));
}

void tst_DustListFilter::keepsWhatItSearchesBy()
{
    DustListCriteria criteria;
    criteria.search = u"emile"_s;
    QString folded;
    QVERIFY(DustListFilter(schema(), criteria).accepts(book(), &folded));
    QVERIFY(folded.contains(u"EDUCATION"_s));
    folded = u"EMILE, BUT KEPT"_s;
    criteria.search = u"kept"_s;
    QVERIFY(DustListFilter(schema(), criteria).accepts(book(), &folded));

    DustListCriteria other;
    other.search = u"x"_s;
    const DustListFilter filter(schema(), criteria);
    QVERIFY(filter.searchesLike(DustListFilter(schema(), other)));
    other.searchFields = QStringList{ u"title"_s };
    QVERIFY(!filter.searchesLike(DustListFilter(schema(), other)));
    QVERIFY(!filter.searchesLike(DustListFilter(schema(), {})));

    QString unused;
    QVERIFY(DustListFilter(schema(), {}).accepts(book(), &unused));
    QVERIFY(unused.isNull());
}

void tst_DustListFilter::unknownFields_data()
{
    QTest::addColumn<QVariantMap>("equal");
    QTest::addColumn<QStringList>("searchFields");
    QTest::newRow("filter") << QVariantMap{ { u"author"_s, 1 } } << QStringList();
    QTest::newRow("search") << QVariantMap() << QStringList{ u"author"_s };
}

void tst_DustListFilter::unknownFields()
{
    QFETCH(QVariantMap, equal);
    QFETCH(QStringList, searchFields);
    DustListCriteria criteria;
    criteria.equal = equal;
    criteria.searchFields = searchFields;
    const DustError error = DustListFilter(schema(), criteria).error();
    QCOMPARE(error.kind(), DustError::InvalidParams);
    QCOMPARE(error.reason(), u"unknown_field"_s);
    QCOMPARE(error.detail().value(u"field"_s), u"author"_s);
    QVERIFY2(error.message().contains(u"Book has no such field"_s), qPrintable(error.message()));
}

void tst_DustListFilter::withoutSchemaNothingIsWrong()
{
    DustListCriteria criteria;
    criteria.equal.insert(u"author"_s, 1);
    QCOMPARE(DustListFilter(DustSchema(), criteria).error().kind(), DustError::NoError);
}

void tst_DustListFilter::readsOnlyItsFields()
{
    const int title = schema().indexOf(u"title"_s);
    const int pages = schema().indexOf(u"pages"_s);
    DustListCriteria criteria;
    QVERIFY(!DustListFilter(schema(), criteria).reads({ title, pages }));
    criteria.equal.insert(u"pages"_s, 1);
    QVERIFY(DustListFilter(schema(), criteria).reads({ pages }));
    QVERIFY(!DustListFilter(schema(), criteria).reads({ title }));
    criteria.search = u"x"_s;
    QVERIFY(DustListFilter(schema(), criteria).reads({ title }));
    QVERIFY(!DustListFilter(schema(), criteria).reads({ schema().indexOf(u"price"_s) }));
    criteria.function = [](const DustRecord &) { return true; };
    QVERIFY(DustListFilter(schema(), criteria).reads({ schema().indexOf(u"price"_s) }));
}

QTEST_APPLESS_MAIN(tst_DustListFilter)
#include "tst_dustlistfilter.moc"
