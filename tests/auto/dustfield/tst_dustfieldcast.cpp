// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "tst_dustfield_everything.h"

#include <QtTest/QTest>

class tst_DustFieldCast : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void casts_data();
    void casts();
    void refusesToCast_data();
    void refusesToCast();
    void nullParams();
    void writesWhatCanBeCast();
    void runTimeCasts();
    void equality();
    void equalityIsThatOfTheStore_data();
    void equalityIsThatOfTheStore();
    void equalityOfEmbeds();
};

void tst_DustFieldCast::casts_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QVariant>("param");
    QTest::addColumn<QVariant>("value");
    const auto row = [](const char *tag, const char *name, const QVariant &param,
                        const QVariant &value) {
        QTest::newRow(tag) << QString::fromLatin1(name) << param << value;
    };

    row("bool true", "flag", true, true);
    row("bool \"true\"", "flag", u"true"_s, true);
    row("bool \"1\"", "flag", u"1"_s, true);
    row("bool \"false\"", "flag", u"false"_s, false);
    row("bool \"0\"", "flag", u"0"_s, false);
    row("int of another width", "i8", qint64(-128), of(qint8(-128)));
    row("int of quint64", "i32", quint64(7), 7);
    row("int of text", "i32", u"-42"_s, -42);
    row("int of text with plus", "i32", u"+42"_s, 42);
    row("quint64 of text", "u64", u"18446744073709551615"_s, std::numeric_limits<quint64>::max());
    row("int of JSON", "i32", of(QJsonValue(5)), 5);
    row("double of int", "d", 5, 5.0);
    row("double of text", "d", u"1.5e3"_s, 1500.0);
    row("double of whole text", "d", u"1"_s, 1.0);
    row("double of float", "d", 0.5f, 0.5);
    row("float", "f", 0.5, 0.5f);
    row("string", "text", u"x"_s, u"x"_s);
    row("empty string", "text", u""_s, u""_s);
    row("bytes", "bytes", QByteArray("\xff"), QByteArray("\xff"));
    row("bytes of text", "bytes", u"ä"_s, QByteArray("ä"));
    row("url of text", "url", u"https://example.org"_s, QUrl(u"https://example.org"_s));
    row("url", "url", QUrl(u"https://example.org"_s), QUrl(u"https://example.org"_s));
    row("uuid of text", "uuid", u"6ba7b810-9dad-11d1-80b4-00c04fd430c8"_s,
        QUuid(u"{6ba7b810-9dad-11d1-80b4-00c04fd430c8}"_s));
    row("date of text", "date", u"2026-03-31"_s, QDate(2026, 3, 31));
    row("date of datetime", "date", utc(23, 0, 0), QDate(2026, 3, 31));
    row("date of datetime text", "date", u"2026-03-31T12:00:00"_s, QDate(2026, 3, 31));
    row("time of text", "time", u"08:15"_s, QTime(8, 15));
    row("time of datetime", "time", utc(8, 15, 0), QTime(8, 15));
    row("datetime of text", "at", u"2026-03-31T14:00:00+02:00"_s, utc(12, 0, 0));
    row("datetime of another zone", "at",
        QDateTime(QDate(2026, 3, 31), QTime(14, 0), Qt::OffsetFromUTC, 7200), utc(12, 0, 0));
    row("string list", "tags", QStringList{ u"a"_s }, QStringList{ u"a"_s });
    row("string list of variants", "tags", QVariantList{ u"a"_s, u"b"_s },
        QStringList{ u"a"_s, u"b"_s });
    row("any", "any", 5, qint64(5));
    row("any map", "any", QVariantMap{ { u"a"_s, 1 } }, QVariantMap{ { u"a"_s, qint64(1) } });
    row("map of JSON", "map", of(QJsonObject{ { u"a"_s, u"b"_s } }),
        QVariantMap{ { u"a"_s, u"b"_s } });
    row("list of strings", "list", QStringList{ u"a"_s }, QVariantList{ u"a"_s });
    row("json of anything", "json", u"a"_s, of(QJsonValue(u"a"_s)));
    row("enum of key", "state", u"Published"_s, of(Everything::State::Published));
    row("enum of number", "state", 2, of(Everything::State::Published));
    row("enum", "level", of(Everything::High), of(Everything::High));
    row("decimal of text", "price", u"1.50"_s, of(decimal("1.50")));
    row("decimal of int", "price", 7, of(decimal("7")));
    row("decimal of double", "price", 0.1, of(decimal("0.1")));
    row("decimal", "price", of(decimal("2.00")), of(decimal("2.00")));
    row("optional of content", "optU8", 7, of(std::optional<quint8>(7)));
    row("optional of text", "optD", u"0.5"_s, of(std::optional(0.5)));
    row("optional", "optI64", of(std::optional<qint64>(7)), of(std::optional<qint64>(7)));
    row("empty optional", "optI64", of(std::optional<qint64>()), of(std::optional<qint64>()));
    row("optional datetime", "optAt", u"2026-03-31T12:00:00"_s, of(std::optional(utc(12, 0, 0))));
    row("nested of map", "author",
        QVariantMap{ { u"fullName"_s, u"Ada"_s }, { u"born"_s, u"1815"_s } },
        of(authorOf(u"Ada"_s, 1815)));
    row("nested of a partial map", "author", QVariantMap{ { u"born"_s, 1 }, { u"x"_s, 2 } },
        of(authorOf({}, 1)));
    row("nested", "author", of(authorOf(u"Ada"_s)), of(authorOf(u"Ada"_s)));
    row("nested list of maps", "editors",
        QVariantList{ QVariantMap{ { u"fullName"_s, u"Ada"_s } }, of(authorOf(u"Bob"_s)) },
        of(QList{ authorOf(u"Ada"_s), authorOf(u"Bob"_s) }));
    row("nested list", "editors", of(QList{ authorOf(u"Ada"_s) }), of(QList{ authorOf(u"Ada"_s) }));
}

void tst_DustFieldCast::casts()
{
    QFETCH(QString, name);
    QFETCH(QVariant, param);
    QFETCH(QVariant, value);

    const auto cast = fieldOf(name).cast(param);
    QVERIFY2(cast, qPrintable(cast.error().message()));
    QCOMPARE(cast->metaType(), value.metaType());
    QCOMPARE(*cast, value);
}

void tst_DustFieldCast::refusesToCast_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QVariant>("param");
    const auto row = [](const char *tag, const char *name, const QVariant &param) {
        QTest::newRow(tag) << QString::fromLatin1(name) << param;
    };

    row("bool of int", "flag", 1);
    row("bool of word", "flag", u"yes"_s);
    row("bool of capitals", "flag", u"True"_s);
    row("int of whole double", "i32", 5.0);
    row("int of bool", "i32", true);
    row("int of whole double text", "i32", u"5.0"_s);
    row("int with space", "i32", u" 5"_s);
    row("int of empty", "i32", u""_s);
    row("int of hex", "i32", u"0x5"_s);
    row("int of word", "i32", u"five"_s);
    row("int of sign", "i32", u"-"_s);
    row("int out of range", "i8", 128);
    row("int text out of range", "u8", u"-1"_s);
    row("int text beyond 64 bits", "u64", u"18446744073709551616"_s);
    row("double of word", "d", u"nan"_s);
    row("double of infinity", "d", u"inf"_s);
    row("double too large", "d", u"1e999"_s);
    row("double nan", "d", std::numeric_limits<double>::quiet_NaN());
    row("double with space", "d", u"1.5 "_s);
    row("double with group", "d", u"1,500.0"_s);
    row("double of bool", "d", true);
    row("float too large", "f", 1e300);
    row("string of int", "text", 5);
    row("string of bytes", "text", QByteArray("a"));
    row("string of list", "text", QStringList{ u"a"_s });
    row("bytes of int", "bytes", 5);
    row("url", "url", u"http://[x"_s);
    row("url of empty", "url", u""_s);
    row("url of int", "url", 5);
    row("uuid", "uuid", u"6ba7b810"_s);
    row("date", "date", u"31.03.2026"_s);
    row("date of int", "date", 5);
    row("date of bad datetime", "date", u"2026-03-31Txx"_s);
    row("time", "time", u"noon"_s);
    row("datetime of date", "at", QDate(2026, 3, 31));
    row("datetime", "at", u"2026-03-31"_s);
    row("datetime of int", "at", 5);
    row("date of a date at hour 24", "date", u"2026-03-31T24:00:00Z"_s);
    row("malformed url", "url", QUrl(u"http://[x"_s));
    row("string list of text", "tags", u"a"_s);
    row("string list of ints", "tags", QVariantList{ 1 });
    row("map of list", "map", QVariantList{ 1 });
    row("list of map", "list", QVariantMap{ { u"a"_s, 1 } });
    row("any of a type JSON has not", "any", of(QList<int>{ 1 }));
    row("enum of another key", "state", u"Gone"_s);
    row("enum of another number", "state", 3);
    row("enum of a large number", "state", qint64(4294967297));
    row("enum of bool", "state", true);
    row("enum of another enum", "state", of(Everything::High));
    row("decimal of word", "price", u"many"_s);
    row("decimal of bool", "price", true);
    row("decimal of nan", "price", std::numeric_limits<double>::quiet_NaN());
    row("optional of word", "optI64", u"x"_s);
    row("nested of text", "author", u"Ada"_s);
    row("nested of a wrong map", "author", QVariantMap{ { u"born"_s, u"x"_s } });
    row("nested of another gadget", "author", of(Point()));
    row("nested list of map", "editors", QVariantMap{});
    row("nested list of text", "editors", QVariantList{ u"Ada"_s });
}

void tst_DustFieldCast::refusesToCast()
{
    QFETCH(QString, name);
    QFETCH(QVariant, param);

    const auto cast = fieldOf(name).cast(param);
    QVERIFY(!cast);
    QCOMPARE(cast.error().kind(), DustError::Invalid);
    QVERIFY2(cast.error().message().startsWith(u"Field \"%1\": "_s.arg(name)),
             qPrintable(cast.error().message()));
}

void tst_DustFieldCast::nullParams()
{
    for (const DustField &field : DustSchema::of<Everything>()->fields()) {
        for (const QVariant &param : { QVariant(), QVariant::fromValue(nullptr),
                                       QVariant(QString()), of(QJsonValue(QJsonValue::Null)) }) {
            const auto cast = field.cast(param);
            QVERIFY2(cast, qPrintable(cast.error().message()));
            QVERIFY(field.isEqual(*cast, field.nullValue()));
        }
    }
}

void tst_DustFieldCast::writesWhatCanBeCast()
{
    QCOMPARE(fieldOf(u"i8"_s).toWire(100).value(), DustValue(100));
    QCOMPARE(fieldOf(u"i64"_s).toWire(u"5"_s).value(), DustValue(5));
    QCOMPARE(fieldOf(u"optI64"_s).toWire(5).value(), DustValue(5));
    QCOMPARE(fieldOf(u"optText"_s).toWire(of(std::optional(QString()))).value(), DustValue());
    QCOMPARE(fieldOf(u"any"_s).toWire(DustDecimal().isNull()).value(), DustValue(true));
}

void tst_DustFieldCast::runTimeCasts()
{
    const DustSchema schema = runTime();
    const auto cast = [&](const char *name, const QVariant &param) {
        return schema.fields().at(schema.indexOf(QString::fromLatin1(name))).cast(param);
    };
    QCOMPARE(*cast("count", u"5"_s), QVariant(qint64(5)));
    QCOMPARE(*cast("count", QVariant()), QVariant());
    QVERIFY(!cast("count", 5.0));
    QCOMPARE(*cast("state", u"Draft"_s), QVariant(u"Draft"_s));
    QVERIFY(cast("state", u"Gone"_s).error().message().contains(u"is none of Draft, Published"_s));
    QVERIFY(!cast("state", 0));
    const auto author = cast("author", QVariantMap{ { u"born"_s, u"3"_s }, { u"age"_s, 4 } });
    QVERIFY(author);
    QCOMPARE(*author,
             QVariant(QVariantMap{ { u"born"_s, qint64(3) }, { u"fullName"_s, QString() } }));
    QVERIFY(!cast("author", QVariantMap{ { u"born"_s, u"x"_s } }));
    QVERIFY(cast("editors", QVariantList{ QVariantMap{ { u"born"_s, 3 } } }));
    const DustSchema nested = schema.fields().at(schema.indexOf(u"author"_s)).embedded();
    DustRecord record(nested);
    record.setValue(u"fullName"_s, u"Ada"_s);
    QCOMPARE(cast("author", of(record))->toMap().value(u"fullName"_s), QVariant(u"Ada"_s));
    QVERIFY(!cast("author", of(DustRecord(schema)))); // of another schema
}

void tst_DustFieldCast::equality()
{
    const DustField text = fieldOf(u"text"_s);
    QVERIFY(text.isEqual(QString(), QVariant()));
    QVERIFY(!text.isEqual(QString(), u""_s));
    QVERIFY(text.isEqual(u"a"_s, u"a"_s));
    QVERIFY(!text.isEqual(u"a"_s, u"b"_s));
    QVERIFY(fieldOf(u"price"_s).isEqual(of(decimal("1.5")), of(decimal("1.50"))));
    QVERIFY(!fieldOf(u"i32"_s).isEqual(0, QVariant()));
    Point a;
    Point b;
    QVERIFY(fieldOf(u"point"_s).isEqual(of(a), of(b)));
    b.setX(1);
    QVERIFY(!fieldOf(u"point"_s).isEqual(of(a), of(b)));
    QVERIFY(fieldOf(u"author"_s).isEqual(of(Author()), QVariant()));
    QVERIFY(fieldOf(u"optText"_s)
                    .isEqual(of(std::optional<QString>()), of(std::optional(QString()))));
    QVERIFY(fieldOf(u"text"_s) == fieldOf(u"text"_s));
    QVERIFY(fieldOf(u"text"_s) != fieldOf(u"url"_s));
    QVERIFY(fieldOf(u"text"_s) != DustField());
}

void tst_DustFieldCast::equalityIsThatOfTheStore_data()
{
    QTest::addColumn<QVariant>("left");
    QTest::addColumn<QVariant>("right");
    QTest::addColumn<bool>("equal");
    const auto row = [](const char *tag, const QVariant &left, const QVariant &right, bool equal) {
        QTest::newRow(tag) << left << right << equal;
    };
    row("true and 1", true, 1, false);
    row("1 and 1.0", 1, 1.0, false);
    row("1 and \"1\"", 1, u"1"_s, false);
    row("1 of two widths", 1, qint64(1), true);
    row("in lists", QVariantList{ 1 }, QVariantList{ 1.0 }, false);
    row("in maps", QVariantMap{ { u"a"_s, true } }, QVariantMap{ { u"a"_s, 1 } }, false);
    row("null and empty", QVariant(), u""_s, false);
    row("null text and empty", QString(), u""_s, false);
    row("null text and null", QString(), QVariant::fromValue(nullptr), true);
    row("JSON and plain", of(QJsonValue(u"a"_s)), u"a"_s, true);
    row("same of a type that cannot be stored", of(QList<int>{ 1 }), of(QList<int>{ 1 }), true);
    row("types that cannot be stored", of(QList<int>{ 1 }), of(QList<int>{ 2 }), false);
}

void tst_DustFieldCast::equalityIsThatOfTheStore()
{
    QFETCH(QVariant, left);
    QFETCH(QVariant, right);
    QFETCH(bool, equal);

    QCOMPARE(fieldOf(u"any"_s).isEqual(left, right), equal);

    const DustSchema part = *DustSchemaBuilder::embedded(u"Part"_s)
                                     .field(u"any"_s, DustField::Any)
                                     .field(u"name"_s, DustField::String)
                                     .build();
    const DustSchema schema = *DustSchemaBuilder(u"things"_s)
                                       .embedOne(u"part"_s, part)
                                       .embedMany(u"parts"_s, part)
                                       .build();
    const auto map = [](const QVariant &any) {
        return QVariantMap{ { u"any"_s, any }, { u"name"_s, u"x"_s } };
    };
    const QList<DustField> &fields = schema.fields();
    QCOMPARE(fields.at(0).isEqual(map(left), map(right)), equal);
    const QVariantList list{ map(left), map(5) };
    QCOMPARE(fields.at(1).isEqual(list, QVariantList{ map(right), map(5) }), equal);
    QVERIFY(!fields.at(1).isEqual(list, QVariantList{ map(left) }));
}

void tst_DustFieldCast::equalityOfEmbeds()
{
    const DustSchema schema = runTime();
    const DustField author = schema.fields().at(schema.indexOf(u"author"_s));
    const DustField editors = schema.fields().at(schema.indexOf(u"editors"_s));
    const auto named = [](const QVariant &name) {
        return QVariantMap{ { u"fullName"_s, name }, { u"born"_s, 1 } };
    };
    QVERIFY(!author.isEqual(named(QString()), named(u""_s)));
    QVERIFY(author.isEqual(named(QString()), named(QVariant())));
    QVERIFY(author.isEqual(named(QVariant()), QVariantMap{ { u"born"_s, 1 } }));
    QVERIFY(!author.isEqual(5, 6));
    QVERIFY(!editors.isEqual(QVariantList{ 5 }, QVariantList{ 6 }));
    QVERIFY(!editors.isEqual(QVariantList{ 5 }, 6));
    QVERIFY(!fieldOf(u"editors"_s)
                     .isEqual(of(QList{ authorOf({}) }), of(QList{ authorOf(u""_s) })));
    QVERIFY(fieldOf(u"editors"_s).isEqual(of(QList{ authorOf({}) }), of(QList{ authorOf({}) })));
}

QTEST_APPLESS_MAIN(tst_DustFieldCast)
#include "tst_dustfieldcast.moc"
