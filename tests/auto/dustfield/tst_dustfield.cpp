// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "tst_dustfield_everything.h"

#include <QtTest/QTest>

class tst_DustField : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void roundTrip_data();
    void roundTrip();
    void nulls_data();
    void nulls();
    void reads_data();
    void reads();
    void refusesToRead_data();
    void refusesToRead();
    void refusesToWrite_data();
    void refusesToWrite();
    void typeNames_data();
    void typeNames();
    void neverWritesTypedText();
    void everyKindOnTheGadget();
    void emptyIsNotNullOnTheGadget();
    void runTimeRoundTrip_data();
    void runTimeRoundTrip();
    void runTimeNulls();
    void plainValues();
    void decimalText();
    void hostileValues();
    void nullField();
};

void tst_DustField::initTestCase()
{
    qputenv("TZ", "Europe/Berlin"); // not UTC, and with a gap at 2026-03-29T02:30
    const auto &schema = DustSchema::of<Everything>();
    QVERIFY2(schema, qPrintable(schema.error().message()));
}

void tst_DustField::roundTrip_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char *tag, const char *name, const QVariant &value,
                        const QByteArray &json) {
        QTest::newRow(tag) << QString::fromLatin1(name) << value << json;
    };

    row("true", "flag", true, "true");
    row("false", "flag", false, "false");
    row("qint8 smallest", "i8", of(qint8(-128)), "-128");
    row("qint8 largest", "i8", of(qint8(127)), "127");
    row("quint8 largest", "u8", of(quint8(255)), "255");
    row("short smallest", "i16", of(short(-32768)), "-32768");
    row("ushort largest", "u16", of(ushort(65535)), "65535");
    row("int smallest", "i32", std::numeric_limits<int>::min(), "-2147483648");
    row("uint largest", "u32", std::numeric_limits<uint>::max(), "4294967295");
    row("long", "il", of(long(-5)), "-5");
    row("ulong", "ul", of(ulong(5)), "5");
    row("qint64 smallest", "i64", std::numeric_limits<qint64>::min(), "-9223372036854775808");
    row("quint64 largest", "u64", std::numeric_limits<quint64>::max(), "18446744073709551615");
    row("float", "f", 1.5f, "1.5");
    row("double", "d", 0.1, "0.1");
    row("whole double", "d", 2.0, "2.0");
    row("string", "text", u"Grüße \U0001F600"_s, "\"Grüße \U0001F600\"");
    row("empty string", "text", u""_s, "\"\"");
    row("bytes", "bytes",
        QByteArray("\0\xff"
                   "a",
                   3),
        "\"AP9h\"");
    row("padded bytes", "bytes", QByteArray("a"), "\"YQ==\"");
    row("empty bytes", "bytes", QByteArray(""), "\"\"");
    row("url", "url", QUrl(u"https://example.org/ä?q=1"_s), "\"https://example.org/%C3%A4?q=1\"");
    row("uuid", "uuid", QUuid(u"{6ba7b810-9dad-11d1-80b4-00c04fd430c8}"_s),
        "\"6ba7b810-9dad-11d1-80b4-00c04fd430c8\"");
    row("date", "date", QDate(2026, 3, 31), "\"2026-03-31\"");
    row("year 1", "date", QDate(1, 1, 1), "\"0001-01-01\"");
    row("time", "time", QTime(12, 0), "\"12:00:00\"");
    row("time with milliseconds", "time", QTime(23, 59, 59, 7), "\"23:59:59.007\"");
    row("datetime", "at", utc(12, 0, 0), "\"2026-03-31T12:00:00Z\"");
    row("datetime with milliseconds", "at", utc(12, 0, 0, 120), "\"2026-03-31T12:00:00.120Z\"");
    row("string list", "tags", QStringList{ u"a"_s, u""_s }, R"(["a",""])");
    row("empty string list", "tags", QStringList(), "[]");
    row("any string", "any", u"x"_s, "\"x\"");
    row("any integer", "any", qint64(5), "5");
    row("any double", "any", 5.0, "5.0");
    row("any map", "any", QVariantMap{ { u"a"_s, QVariantList{ qint64(1), u"b"_s } } },
        R"({"a":[1,"b"]})");
    row("map", "map", QVariantMap{ { u"a"_s, 1.5 } }, R"({"a":1.5})");
    row("list", "list", QVariantList{ true, u"b"_s }, R"([true,"b"])");
    row("json", "json", of(QJsonValue(u"x"_s)), "\"x\"");
    row("json map", "jsonMap", of(QJsonObject{ { u"a"_s, u"b"_s } }), R"({"a":"b"})");
    row("json list", "jsonList", of(QJsonArray{ 1, u"b"_s }), R"([1,"b"])");
    row("enum of one byte", "state", of(Everything::State::Draft), "\"Draft\"");
    row("enum alias", "state", of(Everything::State::Live), "\"Published\"");
    row("plain enum", "level", of(Everything::High), "\"High\"");
    row("plain enum 0", "level", of(Everything::Low), "\"Low\"");
    row("enum of eight bytes", "wide", of(Everything::Wide::Far), "\"Far\"");
    row("negative enum", "narrow", of(Everything::Short::Negative), "\"Negative\"");
    row("decimal", "price", of(decimal("19.90")), "\"19.90\"");
    row("optional bool", "optFlag", of(std::optional(false)), "false");
    row("optional quint8", "optU8", of(std::optional<quint8>(0)), "0");
    row("optional qint64", "optI64", of(std::optional<qint64>(-1)), "-1");
    row("optional double", "optD", of(std::optional(0.5)), "0.5");
    row("optional string", "optText", of(std::optional(u""_s)), "\"\"");
    row("optional datetime", "optAt", of(std::optional(utc(1, 2, 3))), "\"2026-03-31T01:02:03Z\"");
    row("optional string list", "optTags", of(std::optional(QStringList{ u"a"_s })), "[\"a\"]");
    row("optional decimal", "optPrice", of(std::optional(decimal("-1"))), "\"-1\"");
    row("nested", "author", of(authorOf(u"Ada"_s, 1815)), R"({"full_name":"Ada","born":1815})");
    row("nested with a null", "author", of(authorOf(u"Ada"_s)),
        R"({"full_name":"Ada","born":null})");
    row("nested list", "editors", of(QList{ authorOf(u"Ada"_s), authorOf({}, 3) }),
        R"([{"full_name":"Ada","born":null},{"full_name":null,"born":3}])");
    row("empty nested list", "editors", of(QList<Author>()), "[]");
}

void tst_DustField::roundTrip()
{
    QFETCH(QString, name);
    QFETCH(QVariant, value);
    QFETCH(QByteArray, json);

    const DustField field = fieldOf(name);
    QCOMPARE(field.name(), name);
    const auto wire = field.toWire(value);
    QVERIFY2(wire, qPrintable(wire.error().message()));
    QCOMPARE(wire->toJson(), wireOf(json).toJson());
    const auto back = field.fromWire(wireOf(json));
    QVERIFY2(back, qPrintable(back.error().message()));
    QVERIFY(field.isEqual(*back, value));
    QCOMPARE(*back, value);
    if (field.metaType() != QMetaType::fromType<QVariant>()) {
        QCOMPARE(back->metaType(), field.metaType());
        QCOMPARE(value.metaType(), field.metaType());
    }
}

void tst_DustField::nulls_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<bool>("isNull");

    const QList<const char *> values{ "flag", "i8",   "u8",       "i16",     "u16",  "i32", "u32",
                                      "il",   "ul",   "i64",      "u64",     "f",    "d",   "level",
                                      "tags", "list", "jsonList", "editors", "point" };
    const QHash<QByteArray, QByteArray> defaults{
        { "flag", "false" },    { "f", "0.0" },      { "d", "0.0" },
        { "level", "\"Low\"" }, { "tags", "[]" },    { "list", "[]" },
        { "jsonList", "[]" },   { "editors", "[]" }, { "point", "{\"x\":0.0}" }
    };
    for (const char *name : values)
        QTest::newRow(name) << QString::fromLatin1(name) << defaults.value(name, "0") << false;
    for (const char *name :
         { "text",  "bytes",  "url",   "uuid",    "date",  "time",    "at",
           "any",   "json",   "price", "state",   "wide",  "narrow",  "optFlag",
           "optU8", "optI64", "optD",  "optText", "optAt", "optTags", "optPrice" })
        QTest::newRow(name) << QString::fromLatin1(name) << QByteArray("null") << true;
    for (const char *name : { "author", "map", "jsonMap" })
        QTest::newRow(name) << QString::fromLatin1(name) << QByteArray("{}") << true;
}

// A null value writes null (or what clears the subtree), null reads as the null value, and a value is not null.
void tst_DustField::nulls()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, written);
    QFETCH(bool, isNull);

    const DustField field = fieldOf(name);
    const QVariant null = field.nullValue();
    QCOMPARE(field.isNullValue(null), isNull);
    QVERIFY(field.isNullValue(QVariant()));
    for (const QVariant &value : { null, QVariant(), QVariant::fromValue(nullptr) }) {
        const auto wire = field.toWire(value);
        QVERIFY2(wire, qPrintable(wire.error().message()));
        QCOMPARE(wire->toJson(), written);
    }
    const auto back = field.fromWire(DustValue());
    QVERIFY2(back, qPrintable(back.error().message()));
    QVERIFY(field.isEqual(*back, null));
    if (field.metaType() != QMetaType::fromType<QVariant>())
        QCOMPARE(back->metaType(), field.metaType());
}

void tst_DustField::reads_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QVariant>("value");
    const auto row = [](const char *tag, const char *name, const QByteArray &json,
                        const QVariant &value) {
        QTest::newRow(tag) << QString::fromLatin1(name) << json << value;
    };

    row("integer as double", "d", "5", 5.0);
    row("large integer as double", "d", "18446744073709551615", 18446744073709551616.0);
    row("integer as float", "f", "5", 5.0f);
    row("rounded float", "f", "0.1", 0.1f);
    row("decimal envelope", "price", R"({"_type":"decimal","_typed":"1.50"})", of(decimal("1.50")));
    row("decimal integer", "price", "7", of(decimal("7")));
    row("decimal large integer", "price", "18446744073709551615",
        of(decimal("18446744073709551615")));
    row("decimal float", "price", "0.1", of(decimal("0.1")));
    row("decimal exponent", "price", "\"1E+3\"", of(decimal("1000")));
    row("datetime envelope", "at", R"({"_type":"datetime","_typed":"2026-03-31T12:00:00Z"})",
        utc(12, 0, 0));
    row("envelope as text", "text", R"({"_type":"datetime","_typed":"2026-03-31T12:00:00Z"})",
        u"2026-03-31T12:00:00Z"_s);
    row("envelope as anything", "any", R"({"_type":"decimal","_typed":"1.50"})", u"1.50"_s);
    row("envelope inside", "any", R"({"a":[{"_type":"decimal","_typed":"1.50"}]})",
        QVariantMap{ { u"a"_s, QVariantList{ u"1.50"_s } } });
    row("envelope in an optional", "optPrice", R"({"_type":"decimal","_typed":"2"})",
        of(std::optional(decimal("2"))));
    row("microseconds", "at", "\"2026-03-31T12:00:00.123456Z\"", utc(12, 0, 0, 123));
    row("offset", "at", "\"2026-03-31T12:00:00+02:00\"", utc(10, 0, 0));
    row("offset without colon", "at", "\"2026-03-31T12:00:00-0330\"", utc(15, 30, 0));
    row("naive", "at", "\"2026-03-31T12:00:00\"", utc(12, 0, 0));
    row("naive in a gap of local time", "at", "\"2026-03-29T02:30:00\"",
        QDateTime(QDate(2026, 3, 29), QTime(2, 30), Qt::UTC));
    row("space for T", "at", "\"2026-03-31 12:00:00Z\"", utc(12, 0, 0));
    row("minutes only", "at", "\"2026-03-31T12:00Z\"", utc(12, 0, 0));
    row("time with microseconds", "time", "\"12:00:00.500000\"", QTime(12, 0, 0, 500));
    row("time without seconds", "time", "\"12:00\"", QTime(12, 0));
    row("unencoded url", "url", "\"https://example.org/a b\"",
        QUrl(u"https://example.org/a%20b"_s));
    row("empty url", "url", "\"\"", QUrl());
    row("uuid with braces", "uuid", "\"{6ba7b810-9dad-11d1-80b4-00c04fd430c8}\"",
        QUuid(u"{6ba7b810-9dad-11d1-80b4-00c04fd430c8}"_s));
    row("null uuid", "uuid", "\"00000000-0000-0000-0000-000000000000\"", QUuid());
    row("unknown keys of a nested one", "author", R"({"full_name":"Ada","age":3})",
        of(authorOf(u"Ada"_s)));
    row("no keys of a nested one", "author", "{}", of(Author()));
    row("enum alias", "state", "\"Live\"", of(Everything::State::Published));
}

void tst_DustField::reads()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, json);
    QFETCH(QVariant, value);

    const auto read = fieldOf(name).fromWire(wireOf(json));
    QVERIFY2(read, qPrintable(read.error().message()));
    QCOMPARE(*read, value);
}

void tst_DustField::refusesToRead_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const QByteArray &json, const char *message) {
        QTest::addRow("%s %s", name, json.constData())
                << QString::fromLatin1(name) << json << QString::fromUtf8(message);
    };

    row("flag", "\"true\"", "expected boolean, found string");
    row("flag", "1", "expected boolean, found integer");
    row("i32", "5.0", "expected integer, found float");
    row("i32", "\"5\"", "expected integer, found string");
    row("i32", "true", "expected integer, found boolean");
    row("i32", "[1]", "expected integer, found list");
    row("i8", "128", "is outside -128 to 127");
    row("i8", "-129", "is outside -128 to 127");
    row("u8", "-1", "is outside 0 to 255");
    row("u8", "256", "is outside 0 to 255");
    row("i16", "32768", "is outside -32768 to 32767");
    row("u16", "65536", "is outside 0 to 65535");
    row("i32", "2147483648", "is outside -2147483648 to 2147483647");
    row("u32", "4294967296", "is outside 0 to 4294967295");
    row("i64", "9223372036854775808", "is outside -9223372036854775808 to 9223372036854775807");
    row("u64", "-1", "is outside 0 to 18446744073709551615");
    row("optU8", "300", "is outside 0 to 255");
    row("f", "1e300", "is not a finite number");
    row("d", "\"1.5\"", "expected float, found string");
    row("text", "5", "expected string, found integer");
    row("text", "{\"a\":1}", "expected string, found map");
    row("bytes", "\"a-b*\"", "is not Base64");
    row("bytes", "\"Grüße\"", "is not Base64");
    row("url", "\"http://[x\"", "is not a URL");
    row("url", "5", "expected url, found integer");
    row("uuid", "\"6ba7b810\"", "is not a UUID");
    row("uuid", "\"zba7b810-9dad-11d1-80b4-00c04fd430c8\"", "is not a UUID");
    row("date", "\"2026-02-30\"", "is not a date such as 2026-03-31");
    row("date", "\"2026-03-31T12:00:00Z\"", "is not a date such as");
    row("date", "\"\"", "is not a date such as");
    row("time", "\"25:00\"", "is not a time such as 12:00:00");
    row("time", "\"12\"", "is not a time such as 12:00:00");
    row("at", "\"2026-03-31\"", "is not a date and time such as 2026-03-31T12:00:00Z");
    row("at", "\"soon\"", "is not a date and time such as");
    row("at", "1774958400", "expected datetime, found integer");
    row("tags", "\"a\"", "expected string list, found string");
    row("tags", "[\"a\",2]", "element 1 is not a string");
    row("map", "[1]", "expected map, found list");
    row("list", "{\"a\":1}", "expected list, found map");
    row("jsonMap", "\"a\"", "expected map, found string");
    row("jsonList", "5", "expected list, found integer");
    row("state", "\"Gone\"", "is none of Draft, Published, Live");
    row("state", "1", "expected enum, found integer");
    row("price", "\"1,50\"", "is not a decimal number such as \"1.50\"");
    row("price", "true", "expected decimal, found boolean");
    row("price", R"({"_type":"file","hash":"x"})", "expected decimal, found file");
    row("author", "\"Ada\"", "expected map, found string");
    row("author", R"({"full_name":5})", "fullName: expected string, found integer");
    row("editors", R"({"full_name":"Ada"})", "expected map list, found map");
    row("editors", R"([{"full_name":"Ada"},{"born":"x"}])",
        "element 1: born: expected integer, found string");
    row("editors", "[null]", "element 0: is not a map");
}

void tst_DustField::refusesToRead()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, json);
    QFETCH(QString, message);

    const auto read = fieldOf(name).fromWire(wireOf(json));
    QVERIFY(!read);
    QCOMPARE(read.error().kind(), DustError::Invalid);
    QVERIFY2(read.error().message().contains(u"Field \"%1\": "_s.arg(name) + message),
             qPrintable(read.error().message()));
}

void tst_DustField::refusesToWrite_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *tag, const char *name, const QVariant &value,
                        const char *message) {
        QTest::newRow(tag) << QString::fromLatin1(name) << value << QString::fromUtf8(message);
    };

    row("nan", "d", std::numeric_limits<double>::quiet_NaN(), "is not a finite number");
    row("infinity", "f", std::numeric_limits<float>::infinity(), "is not a finite number");
    row("year 10000", "date", QDate(10000, 1, 1), "is outside the years 0 to 9999");
    row("datetime in year 10000", "at", QDateTime(QDate(10000, 1, 1), QTime(0, 0), Qt::UTC),
        "is outside the years 0 to 9999");
    row("no such key", "state", of(Everything::State(77)), "is none of Draft, Published, Live");
    row("no such key of a plain enum", "level", of(Everything::Level(77)),
        "is none of Low, Medium");
    row("lone surrogate", "text", QString(QChar(0xd800)), "surrogate");
    row("lone surrogate in a list", "tags", QStringList{ QString(QChar(0xdc00)) }, "surrogate");
    row("lone surrogate in a nested one", "author", of(authorOf(QString(QChar(0xd800)))),
        "surrogate");
    row("reserved key", "map", QVariantMap{ { u"_json"_s, 1 } }, "_json");
    row("empty key", "map", QVariantMap{ { u""_s, 1 } }, "empty key");
    row("nothing JSON has", "any", of(QList<int>{ 1 }), "cannot be stored");
    row("another type", "i32", u"five"_s, "expected integer");
    row("out of range", "i8", 1000, "is outside -128 to 127");
    row(
            "nan in a nested one", "point",
            [] {
                Point point;
                point.setX(std::numeric_limits<double>::quiet_NaN());
                return of(point);
            }(),
            "x: is not a finite number");
}

void tst_DustField::refusesToWrite()
{
    QFETCH(QString, name);
    QFETCH(QVariant, value);
    QFETCH(QString, message);

    const auto wire = fieldOf(name).toWire(value);
    QVERIFY(!wire);
    QCOMPARE(wire.error().kind(), DustError::Invalid);
    QVERIFY2(wire.error().message().startsWith(u"Field \"%1\": "_s.arg(name))
                     && wire.error().message().contains(message),
             qPrintable(wire.error().message()));
}

void tst_DustField::typeNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<DustField::Type>("type");
    QTest::addColumn<QString>("typeName");
    QTest::addColumn<bool>("optional");
    const auto row = [](const char *name, DustField::Type type, const QString &typeName,
                        bool optional = false) {
        QTest::newRow(name) << QString::fromLatin1(name) << type << typeName << optional;
    };

    row("flag", DustField::Boolean, u"boolean"_s);
    row("u16", DustField::Integer, u"integer"_s);
    row("f", DustField::Double, u"float"_s);
    row("text", DustField::String, u"string"_s);
    row("bytes", DustField::Bytes, u"binary"_s);
    row("url", DustField::Url, u"url"_s);
    row("uuid", DustField::Uuid, u"uuid"_s);
    row("date", DustField::Date, u"date"_s);
    row("time", DustField::Time, u"time"_s);
    row("at", DustField::DateTime, u"datetime"_s);
    row("tags", DustField::StringList, u"string list"_s);
    row("any", DustField::Any, u"any"_s);
    row("json", DustField::Any, u"any"_s);
    row("map", DustField::Any, u"map"_s);
    row("jsonList", DustField::Any, u"list"_s);
    row("state", DustField::Enum, u"enum"_s);
    row("price", DustField::Decimal, u"decimal"_s);
    row("author", DustField::EmbedOne, u"map"_s);
    row("editors", DustField::EmbedMany, u"map list"_s);
    row("optI64", DustField::Integer, u"integer"_s, true);
    row("optText", DustField::String, u"string"_s, true);
}

void tst_DustField::typeNames()
{
    QFETCH(QString, name);
    QFETCH(DustField::Type, type);
    QFETCH(QString, typeName);
    QFETCH(bool, optional);

    QCOMPARE(fieldOf(name).type(), type);
    QCOMPARE(fieldOf(name).typeName(), typeName);
    QCOMPARE(fieldOf(name).isOptional(), optional);
}

// Some servers cannot replay such envelopes (PROTOCOL section 5).
void tst_DustField::neverWritesTypedText()
{
    const QVariantMap envelope{ { u"_type"_s, u"decimal"_s }, { u"_typed"_s, u"1.50"_s } };
    QCOMPARE(fieldOf(u"any"_s).toWire(envelope).value(), DustValue(u"1.50"_s));
    QCOMPARE(
            fieldOf(u"map"_s).toWire(QVariantMap{ { u"a"_s, QVariantList{ envelope } } })->toJson(),
            QByteArray(R"({"a":["1.50"]})"));
}

// Every field through the gadget and back, so that each really writes its property.
void tst_DustField::everyKindOnTheGadget()
{
    Everything gadget{};
    const QHash<QString, QVariant> values{
        { u"flag"_s, true },
        { u"u8"_s, of(quint8(200)) },
        { u"optU8"_s, of(std::optional<quint8>(9)) },
        { u"state"_s, of(Everything::State::Published) },
        { u"any"_s, qint64(4) },
        { u"author"_s, of(authorOf(u"Ada"_s)) },
        { u"editors"_s, of(QList{ authorOf(u"Bob"_s) }) },
    };
    for (auto it = values.cbegin(); it != values.cend(); ++it) {
        fieldOf(it.key()).write(&gadget, it.value());
        QCOMPARE(fieldOf(it.key()).read(&gadget), it.value());
    }
    QCOMPARE(gadget.u8, 200);
    QCOMPARE(gadget.state, Everything::State::Published);
    QCOMPARE(gadget.editors.size(), 1);
    fieldOf(u"u8"_s).write(&gadget, u"5"_s); // of another type
    QCOMPARE(gadget.u8, 200);
}

// A MEMBER property takes "" and a null string for the same and would keep what it has.
void tst_DustField::emptyIsNotNullOnTheGadget()
{
    Everything gadget{};
    for (const QVariant &value : { QVariant(u""_s), QVariant(QString()), QVariant(u""_s) }) {
        fieldOf(u"text"_s).write(&gadget, value);
        QCOMPARE(gadget.text.isNull(), value.toString().isNull());
        QVERIFY(gadget.text.isEmpty());
        const QByteArray bytes = value.toString().isNull() ? QByteArray() : QByteArray("");
        fieldOf(u"bytes"_s).write(&gadget, bytes);
        QCOMPARE(gadget.bytes.isNull(), bytes.isNull());
        QVERIFY(gadget.bytes.isEmpty());
        fieldOf(u"author"_s).write(&gadget, of(authorOf(value.toString())));
        QCOMPARE(gadget.author.fullName.isNull(), value.toString().isNull());
        QVERIFY(gadget.author.fullName.isEmpty());
    }
}

void tst_DustField::runTimeRoundTrip_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char *name, const QVariant &value, const QByteArray &json) {
        QTest::newRow(name) << QString::fromLatin1(name) << value << json;
    };

    row("flag", false, "false");
    row("count", qint64(0), "0");
    row("size", 0.0, "0.0");
    row("text", u"x"_s, "\"x\"");
    row("bytes", QByteArray("a"), "\"YQ==\"");
    row("url", QUrl(u"https://example.org"_s), "\"https://example.org\"");
    row("uuid", QUuid(u"{6ba7b810-9dad-11d1-80b4-00c04fd430c8}"_s),
        "\"6ba7b810-9dad-11d1-80b4-00c04fd430c8\"");
    row("date", QDate(2026, 3, 31), "\"2026-03-31\"");
    row("time", QTime(12, 0), "\"12:00:00\"");
    row("at", utc(12, 0, 0), "\"2026-03-31T12:00:00Z\"");
    row("tags", QStringList{ u"a"_s }, "[\"a\"]");
    row("any", u"x"_s, "\"x\"");
    row("price", of(decimal("1.50")), "\"1.50\"");
    row("state", u"Draft"_s, "\"Draft\"");
    row("author", QVariantMap{ { u"fullName"_s, u"Ada"_s }, { u"born"_s, qint64(1815) } },
        R"({"full_name":"Ada","born":1815})");
    row("editors",
        QVariantList{ QVariantMap{ { u"fullName"_s, u"Ada"_s }, { u"born"_s, QVariant() } } },
        R"([{"full_name":"Ada","born":null}])");
}

void tst_DustField::runTimeRoundTrip()
{
    QFETCH(QString, name);
    QFETCH(QVariant, value);
    QFETCH(QByteArray, json);

    const DustSchema schema = runTime();
    const DustField field = schema.fields().at(schema.indexOf(name));
    const auto wire = field.toWire(value);
    QVERIFY2(wire, qPrintable(wire.error().message()));
    QCOMPARE(wire->toJson(), wireOf(json).toJson());
    const auto back = field.fromWire(wireOf(json));
    QVERIFY2(back, qPrintable(back.error().message()));
    QCOMPARE(*back, value);
    QVERIFY(!field.isNullValue(value));
}

void tst_DustField::runTimeNulls()
{
    const DustSchema schema = runTime();
    for (const DustField &field : schema.fields()) {
        const bool isList = field.name() == u"tags"_s || field.name() == u"editors"_s;
        const QByteArray written = isList ? "[]" : field.name() == u"author"_s ? "{}" : "null";
        QCOMPARE(field.isNullValue(field.nullValue()), !isList);
        const auto wire = field.toWire(field.nullValue());
        QVERIFY(wire);
        QCOMPARE(wire->toJson(), written);
        const auto back = field.fromWire(DustValue());
        QVERIFY(back);
        QVERIFY(field.isEqual(*back, field.nullValue()));
    }
    QCOMPARE(schema.fields().at(schema.indexOf(u"count"_s)).nullValue(), QVariant());
    QVERIFY(schema.fields().at(schema.indexOf(u"count"_s)).isOptional());
    QVERIFY(!schema.fields().at(schema.indexOf(u"text"_s)).isOptional());
}

void tst_DustField::plainValues()
{
    QCOMPARE(fieldOf(u"optI64"_s).plainValue(of(std::optional<qint64>(5))), QVariant(qint64(5)));
    QCOMPARE(fieldOf(u"optI64"_s).plainValue(of(std::optional<qint64>())), QVariant());
    QCOMPARE(fieldOf(u"i64"_s).plainValue(qint64(5)), QVariant(qint64(5)));
}

void tst_DustField::decimalText()
{
    QCOMPARE(of(decimal("1.50")).toString(), u"1.50"_s);
}

void tst_DustField::hostileValues()
{
    const QString large(10 * 1024 * 1024, u'x');
    QCOMPARE(fieldOf(u"text"_s).fromWire(DustValue(large))->toString().size(), large.size());
    for (const char *name :
         { "url", "uuid", "date", "time", "at", "price", "bytes", "state", "i32" }) {
        const auto read = fieldOf(QString::fromLatin1(name)).fromWire(DustValue(large + u'!'));
        if (!read)
            QVERIFY2(read.error().message().size() < 200, name);
    }
    DustValue deep = u"x"_s;
    for (int i = 0; i < 400; ++i)
        deep = DustValue(DustObject{ { u"_type"_s, u"decimal"_s }, { u"_typed"_s, deep } });
    QCOMPARE(fieldOf(u"text"_s).fromWire(deep)->toString(), u"x"_s);
    QCOMPARE(fieldOf(u"text"_s).fromWire(DustValue(u"a\0b"_s))->toString(), u"a\0b"_s);
}

void tst_DustField::nullField()
{
    const DustField none;
    QVERIFY(none.name().isEmpty());
    QVERIFY(none.wireLeaf().isEmpty());
    QVERIFY(!none.toWire(5));
    QVERIFY(!none.fromWire(DustValue(5)));
    QVERIFY(!none.cast(5));
    QVERIFY(none.embedded().isNull());
    QCOMPARE(none.read(nullptr), QVariant());
    none.write(nullptr, 5);
}

QTEST_APPLESS_MAIN(tst_DustField)
#include "tst_dustfield.moc"
