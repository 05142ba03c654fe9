// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustlistsort_p.h"

#include <QtTest/QTest>

#include <limits>

using namespace Qt::StringLiterals;

class tst_DustListSort : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ordersEveryType_data();
    void ordersEveryType();
    void equalValues_data();
    void equalValues();
    void ordersByLocale_data();
    void ordersByLocale();
    void ordersBySlug();
    void ordersBySeveralKeys();
    void unknownFieldIsAnErrorAndLeftOut();
    void withoutSchemaNothingIsWrong();
    void withoutKeysAllAreEqual();
    void readsOnlyItsFields();
    void updatesOnlyWhatChanged();
    void hostileTexts();

private:
    static DustSchema schema();
    static DustRecord record(const QString &field, const QVariant &param);
    static int compare(const QString &key, const DustRecord &a, const DustRecord &b);
};

DustSchema tst_DustListSort::schema()
{
    const DustSchema part =
            *DustSchema::Builder::embedded(u"Part"_s).field(u"name"_s, DustField::String).build();
    return *DustSchema::Builder(u"things"_s)
                    .name(u"Thing"_s)
                    .field(u"boolean"_s, DustField::Boolean)
                    .field(u"integer"_s, DustField::Integer)
                    .field(u"double"_s, DustField::Double)
                    .field(u"string"_s, DustField::String)
                    .field(u"bytes"_s, DustField::Bytes)
                    .field(u"url"_s, DustField::Url)
                    .field(u"uuid"_s, DustField::Uuid)
                    .field(u"date"_s, DustField::Date)
                    .field(u"time"_s, DustField::Time)
                    .field(u"dateTime"_s, DustField::DateTime)
                    .field(u"list"_s, DustField::StringList)
                    .field(u"any"_s, DustField::Any)
                    .field(u"decimal"_s, DustField::Decimal)
                    .enumField(u"enum"_s, { u"low"_s, u"middle"_s, u"high"_s })
                    .embedOne(u"part"_s, part)
                    .build();
}

DustRecord tst_DustListSort::record(const QString &field, const QVariant &param)
{
    static const DustSchema things = schema();
    DustRecord record(things, u"a"_s);
    const int index = things.indexOf(field);
    if (index >= 0 && param.isValid()) {
        const DustResult<QVariant> value = things.fields().at(index).cast(param);
        if (!value)
            qFatal("%s", qPrintable(value.error().message()));
        record.setValue(index, *value);
    }
    return record;
}

int tst_DustListSort::compare(const QString &key, const DustRecord &a, const DustRecord &b)
{
    const DustListOrder order(schema(), { key }, QLocale(QLocale::English));
    return order.compare(order.keyOf(a), order.keyOf(b));
}

void tst_DustListSort::ordersEveryType_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QVariantList>("ascending");

    QTest::newRow("boolean") << u"boolean"_s << QVariantList{ false, true };
    QTest::newRow("integer") << u"integer"_s << QVariantList{ std::numeric_limits<qint64>::min(),
                                                              -1,
                                                              0,
                                                              1,
                                                              qint64(9007199254740992),
                                                              qint64(9007199254740993),
                                                              std::numeric_limits<qint64>::max() };
    QTest::newRow("double") << u"double"_s << QVariantList{ -1e300, -0.5, 0.0, 0.25, 1e300 };
    QTest::newRow("string") << u"string"_s
                            << QVariantList{ u"10"_s,    u"9"_s,      u"a"_s,     u"A"_s,
                                             u"äpfel"_s, u"apples"_s, u"zebra"_s, u"Zoo"_s };
    QTest::newRow("bytes") << u"bytes"_s << QVariantList{ "\x01"_ba, "\x01\x01"_ba, "\xff"_ba };
    QTest::newRow("url") << u"url"_s
                         << QVariantList{ u"https://a.example"_s, u"https://b.example"_s };
    QTest::newRow("uuid") << u"uuid"_s
                          << QVariantList{ u"{00000000-0000-0000-0000-000000000001}"_s,
                                           u"{0fffffff-0000-0000-0000-000000000000}"_s,
                                           u"{f0000000-0000-0000-0000-000000000000}"_s };
    QTest::newRow("date") << u"date"_s
                          << QVariantList{ u"1969-12-31"_s, u"2024-02-29"_s, u"2024-03-01"_s };
    QTest::newRow("time") << u"time"_s
                          << QVariantList{ u"00:00:00"_s, u"09:59:59"_s, u"10:00:00"_s };
    QTest::newRow("dateTime") << u"dateTime"_s
                              << QVariantList{ u"1969-12-31T23:59:59Z"_s, u"2024-01-01T10:00:00Z"_s,
                                               u"2024-01-01T09:00:00-05:00"_s };
    QTest::newRow("list") << u"list"_s
                          << QVariantList{ QStringList{ u"a"_s }, QStringList{ u"a"_s, u"b"_s },
                                           QStringList{ u"b"_s } };
    QTest::newRow("any, kind by kind")
            << u"any"_s
            << QVariantList{ false, true, -1, 0.5, 1, 2.5, QVariantList{ 1 }, u"a"_s, u"b"_s };
    QTest::newRow("decimal") << u"decimal"_s << QVariantList{ u"-10"_s,
                                                              u"-9.99"_s,
                                                              u"0"_s,
                                                              u"0.10000000000000000001"_s,
                                                              u"0.10000000000000000002"_s,
                                                              u"9"_s,
                                                              u"10"_s };
    QTest::newRow("enum, as declared")
            << u"enum"_s << QVariantList{ u"low"_s, u"middle"_s, u"high"_s };
}

void tst_DustListSort::ordersEveryType()
{
    QFETCH(QString, field);
    QFETCH(QVariantList, ascending);
    const DustRecord null = record(field, {});
    for (qsizetype i = 0; i < ascending.size(); ++i) {
        const DustRecord a = record(field, ascending.at(i));
        for (qsizetype j = 0; j < ascending.size(); ++j) {
            const DustRecord b = record(field, ascending.at(j));
            const int expected = i < j ? -1 : i > j ? 1 : 0;
            const int up = compare(field, a, b);
            const int down = compare(u'-' + field, a, b);
            QCOMPARE(up < 0 ? -1 : up > 0 ? 1 : 0, expected);
            QCOMPARE(down < 0 ? 1 : down > 0 ? -1 : 0, expected);
        }
        for (const QString &key : { field, u'-' + field }) {
            QVERIFY(compare(key, a, null) < 0);
            QVERIFY(compare(key, null, a) > 0);
        }
    }
    QCOMPARE(compare(field, null, null), 0);
}

void tst_DustListSort::equalValues_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QVariant>("a");
    QTest::addColumn<QVariant>("b");

    QTest::newRow("decimals of other scale")
            << u"decimal"_s << QVariant(u"1.5"_s) << QVariant(u"1.50"_s);
    QTest::newRow("one moment in two zones") << u"dateTime"_s << QVariant(u"2024-01-01T10:00:00Z"_s)
                                             << QVariant(u"2024-01-01T11:00:00+01:00"_s);
    QTest::newRow("zeros") << u"double"_s << QVariant(0.0) << QVariant(-0.0);
    QTest::newRow("one text, composed otherwise")
            << u"string"_s << QVariant(u"\u00e9"_s) << QVariant(u"e\u0301"_s);
    QTest::newRow("numbers of a free form") << u"any"_s << QVariant(1) << QVariant(1.0);
    QTest::newRow("lists of a free form")
            << u"any"_s << QVariant(QVariantList{ 1 }) << QVariant(QVariantList{ 2 });
}

void tst_DustListSort::equalValues()
{
    QFETCH(QString, field);
    QFETCH(QVariant, a);
    QFETCH(QVariant, b);
    QCOMPARE(compare(field, record(field, a), record(field, b)), 0);
}

void tst_DustListSort::ordersByLocale_data()
{
    QTest::addColumn<QLocale>("locale");
    QTest::addColumn<QStringList>("ascending");

    const QStringList root{ u"a"_s, u"B"_s, u"ö"_s, u"z"_s };
    QTest::newRow("English") << QLocale(QLocale::English) << root;
    QTest::newRow("German") << QLocale(QLocale::German) << root;
    QTest::newRow("C is the root order") << QLocale::c() << root;
    QTest::newRow("Swedish") << QLocale(QLocale::Swedish)
                             << QStringList{ u"a"_s, u"B"_s, u"z"_s, u"ö"_s };
}

void tst_DustListSort::ordersByLocale()
{
    QFETCH(QLocale, locale);
    QFETCH(QStringList, ascending);
    const DustListOrder order(schema(), { u"string"_s }, locale);
    for (qsizetype i = 1; i < ascending.size(); ++i)
        QVERIFY(order.compare(order.keyOf(record(u"string"_s, ascending.at(i - 1))),
                              order.keyOf(record(u"string"_s, ascending.at(i))))
                < 0);
}

void tst_DustListSort::ordersBySlug()
{
    DustRecord a = record({}, {});
    DustRecord b = a;
    a.setSlug(u"b"_s);
    b.setSlug(u"C"_s);
    QVERIFY(compare(u"slug"_s, a, b) < 0);
    QVERIFY(compare(u"-slug"_s, a, b) > 0);
}

void tst_DustListSort::ordersBySeveralKeys()
{
    DustRecord a = record(u"string"_s, u"x"_s);
    DustRecord b = a;
    const int integer = schema().indexOf(u"integer"_s);
    a.setValue(integer, 1);
    b.setValue(integer, 2);
    const QLocale locale(QLocale::English);
    const DustListOrder up(schema(), { u"string"_s, u"integer"_s }, locale);
    QVERIFY(up.compare(up.keyOf(a), up.keyOf(b)) < 0);
    const DustListOrder down(schema(), { u"string"_s, u"-integer"_s }, locale);
    QVERIFY(down.compare(down.keyOf(a), down.keyOf(b)) > 0);
    b.setValue(u"string"_s, u"y"_s);
    QVERIFY(down.compare(down.keyOf(a), down.keyOf(b)) < 0);
}

void tst_DustListSort::unknownFieldIsAnErrorAndLeftOut()
{
    const DustListOrder order(schema(), { u"-titel"_s, u"string"_s }, QLocale(QLocale::English));
    QCOMPARE(order.error().kind(), DustError::InvalidParams);
    QCOMPARE(order.error().detail().value(u"field"_s), u"titel"_s);
    QVERIFY(order.error().message().contains(u"\"titel\""_s));
    QVERIFY(order.error().message().contains(u"Thing"_s));
    QVERIFY(order.compare(order.keyOf(record(u"string"_s, u"a"_s)),
                          order.keyOf(record(u"string"_s, u"b"_s)))
            < 0);
}

void tst_DustListSort::withoutSchemaNothingIsWrong()
{
    const DustListOrder order(DustSchema(), { u"title"_s }, QLocale());
    QCOMPARE(order.error().kind(), DustError::NoError);
    QCOMPARE(order.compare(order.keyOf({}), order.keyOf({})), 0);
}

void tst_DustListSort::withoutKeysAllAreEqual()
{
    const DustListOrder order;
    QCOMPARE(order.compare(order.keyOf(record(u"string"_s, u"a"_s)),
                           order.keyOf(record(u"string"_s, u"b"_s))),
             0);
}

void tst_DustListSort::readsOnlyItsFields()
{
    const DustListOrder order(schema(), { u"string"_s, u"integer"_s }, QLocale());
    QVERIFY(order.reads({ schema().indexOf(u"integer"_s) }));
    QVERIFY(!order.reads({ schema().indexOf(u"double"_s), schema().indexOf(u"any"_s) }));
    QVERIFY(!order.reads({}));
}

void tst_DustListSort::updatesOnlyWhatChanged()
{
    const DustListOrder order(schema(), { u"string"_s, u"integer"_s }, QLocale());
    DustRecord changed = record(u"string"_s, u"x"_s);
    const DustListSortKey before = order.keyOf(changed);
    changed.setValue(u"integer"_s, 5);
    changed.setValue(u"string"_s, u"y"_s);
    const DustListSortKey after = order.updated(before, changed, { 1, 3 });
    QCOMPARE(order.compare(after, order.keyOf(changed)), 0);
    const DustListSortKey half = order.updated(before, changed, { 1 });
    QVERIFY(order.compare(half, order.keyOf(changed)) < 0);
}

void tst_DustListSort::hostileTexts()
{
    const QList<QString> texts = {
        QString(1000000, u'x'),          QString(QChar(0)), u"a\0b"_s, QString(QChar(0xd800)),
        QString(QChar(0xdc00)) + u"x"_s, u"\uffff"_s
    };
    for (const QString &a : texts) {
        for (const QString &b : texts) {
            DustRecord left = record({}, {});
            DustRecord right = left;
            left.setValue(u"string"_s, a);
            right.setValue(u"string"_s, b);
            const int order = compare(u"string"_s, left, right);
            const int reverse = compare(u"string"_s, right, left);
            QCOMPARE(order<0, reverse> 0);
        }
    }
}

QTEST_APPLESS_MAIN(tst_DustListSort)
#include "tst_dustlistsort.moc"
