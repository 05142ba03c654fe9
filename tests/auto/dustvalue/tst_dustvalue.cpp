// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustentry.h"
#include "randomvalues.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtCore/QJsonValue>
#include <QtCore/QRect>
#include <QtCore/QTimeZone>
#include <QtCore/QUrl>
#include <QtCore/QUuid>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class tst_DustValue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_random = RandomValues(); }
    void cleanup() { m_random.reportSeed(); }

    void kinds_data();
    void kinds();
    void accessorsOfOtherKinds();
    void integersAreCanonical();
    void comparesByKindAndValue();
    void isSmallAndShared();
    void fromVariant_data();
    void fromVariant();
    void fromVariantRefuses_data();
    void fromVariantRefuses();
    void toVariant_data();
    void toVariant();
    void roundTripsRandomVariants();
    void envelopes_data();
    void envelopes();
    void validates_data();
    void validates();
    void invalid_data();
    void invalid();
    void validatesTyped_data();
    void validatesTyped();
    void prints();

private:
    RandomValues m_random;
};

void tst_DustValue::kinds_data()
{
    QTest::addColumn<DustValue>("value");
    QTest::addColumn<DustValue::Kind>("kind");
    QTest::addColumn<QString>("typeName");

    QTest::newRow("default") << DustValue() << DustValue::Null << u"null"_s;
    QTest::newRow("nullptr") << DustValue(nullptr) << DustValue::Null << u"null"_s;
    QTest::newRow("bool") << DustValue(true) << DustValue::Boolean << u"boolean"_s;
    QTest::newRow("int") << DustValue(-1) << DustValue::Integer << u"integer"_s;
    QTest::newRow("uint") << DustValue(5u) << DustValue::Integer << u"integer"_s;
    QTest::newRow("quint64") << DustValue(~quint64(0)) << DustValue::UnsignedInteger
                             << u"integer"_s;
    QTest::newRow("double") << DustValue(1.0) << DustValue::Double << u"float"_s;
    QTest::newRow("text") << DustValue(u"a"_s) << DustValue::String << u"string"_s;
    QTest::newRow("list") << DustValue(DustArray{ 1 }) << DustValue::Array << u"string"_s;
    QTest::newRow("object") << DustValue(DustObject{ { u"a"_s, 1 } }) << DustValue::Object
                            << u"map"_s;
    QTest::newRow("decimal") << DustValue::decimal(u"1.50"_s) << DustValue::Object << u"decimal"_s;
}

void tst_DustValue::kinds()
{
    QFETCH(DustValue, value);
    QFETCH(DustValue::Kind, kind);
    QCOMPARE(value.kind(), kind);
    QCOMPARE(value.isNull(), kind == DustValue::Null);
    QCOMPARE(value.isInteger(), kind == DustValue::Integer || kind == DustValue::UnsignedInteger);
    QCOMPARE(value.isNumber(), value.isInteger() || kind == DustValue::Double);
    QCOMPARE(value.isString(), kind == DustValue::String);
    QCOMPARE(value.isArray(), kind == DustValue::Array);
    QCOMPARE(value.isObject(), kind == DustValue::Object);
    QTEST(value.typeName(), "typeName");
    QVERIFY(value.validate());
}

void tst_DustValue::accessorsOfOtherKinds()
{
    const DustValue text = u"12"_s;
    QCOMPARE(text.toBool(), false);
    QCOMPARE(text.toInteger(), 0);
    QCOMPARE(text.toUnsignedInteger(), 0u);
    QCOMPARE(text.toDouble(), 0.0);
    QVERIFY(text.toArray().isEmpty());
    QVERIFY(text.toObject().isEmpty());
    QVERIFY(DustValue(12).toString().isEmpty());
    QCOMPARE(DustValue(12).toDouble(), 12.0);
    QCOMPARE(DustValue(12.5).toInteger(), 0);
    QCOMPARE(DustValue(-12).toUnsignedInteger(), 0u);
    QCOMPARE(DustValue(~quint64(0)).toInteger(), 0);
    QCOMPARE(DustValue(~quint64(0)).toDouble(), 18446744073709551615.0);
}

void tst_DustValue::integersAreCanonical()
{
    QCOMPARE(DustValue(quint64(5)).kind(), DustValue::Integer);
    QCOMPARE(DustValue(quint64(5)), DustValue(5));
    const quint64 border = quint64(1) << 63;
    QCOMPARE(DustValue(border - 1).kind(), DustValue::Integer);
    QCOMPARE(DustValue(border - 1).toInteger(), std::numeric_limits<qint64>::max());
    QCOMPARE(DustValue(border).kind(), DustValue::UnsignedInteger);
    QCOMPARE(DustValue(border).toUnsignedInteger(), border);
    QCOMPARE(DustValue(4000000000u).toInteger(), 4000000000);
}

void tst_DustValue::comparesByKindAndValue()
{
    QVERIFY(DustValue(1) != DustValue(1.0));
    QVERIFY(DustValue(0) != DustValue(false));
    QVERIFY(DustValue() != DustValue(0));
    QVERIFY(DustValue(u""_s) != DustValue());
    QVERIFY(DustValue(u"1"_s) != DustValue(1));
    QVERIFY(DustValue(DustArray{}) != DustValue(DustObject{}));
    QVERIFY(DustValue(-1) != DustValue(~quint64(0)));
    QVERIFY(DustValue(DustArray{ 1, 2 }) != DustValue(DustArray{ 2, 1 }));
    QVERIFY(DustValue(DustObject{ { u"a"_s, 1 } }) == DustValue(DustObject{ { u"a"_s, 1 } }));
    QVERIFY(DustValue(DustObject{ { u"a"_s, 1 } }) != DustValue(DustObject{ { u"a"_s, 1.0 } }));
    QVERIFY(DustValue(QString()) == DustValue(u""_s));
}

void tst_DustValue::isSmallAndShared()
{
    static_assert(sizeof(DustValue) <= 32);
    static_assert(QTypeInfo<DustValue>::isRelocatable);
    static_assert(std::is_nothrow_move_constructible_v<DustValue>);
    const DustValue value = DustArray{ u"a"_s };
    const DustValue copy = value;
    QCOMPARE(copy.toArray().constData(), value.toArray().constData());
    QString text = u"moved, not copied"_s;
    const auto *data = text.constData();
    QCOMPARE(DustValue(std::move(text)).toString().constData(), data);
}

void tst_DustValue::fromVariant_data()
{
    QTest::addColumn<QVariant>("variant");
    QTest::addColumn<DustValue>("expected");

    const auto row = [](const char *name, const QVariant &variant, const DustValue &expected) {
        QTest::newRow(name) << variant << expected;
    };
    row("invalid", QVariant(), nullptr);
    row("nullptr", QVariant::fromValue(nullptr), nullptr);
    row("bool", true, true);
    row("char", QVariant::fromValue('a'), 97);
    row("signed char", QVariant::fromValue<signed char>(-1), -1);
    row("unsigned char", QVariant::fromValue<uchar>(255), 255);
    row("short", QVariant::fromValue<short>(-300), -300);
    row("unsigned short", QVariant::fromValue<ushort>(60000), 60000);
    row("int", -5, -5);
    row("unsigned int", 4000000000u, qint64(4000000000));
    row("long", QVariant::fromValue<long>(-7), -7);
    row("unsigned long", QVariant::fromValue<ulong>(7), 7);
    row("smallest", std::numeric_limits<qint64>::min(), std::numeric_limits<qint64>::min());
    row("largest", std::numeric_limits<quint64>::max(), std::numeric_limits<quint64>::max());
    row("float", 0.5f, 0.5);
    row("double", 1.0, 1.0);
    row("character", QChar(u'ß'), u"ß"_s);
    row("text", u"a"_s, u"a"_s);
    row("null text", QString(), u""_s);
    row("bytes", QByteArray("\xC3\x9F\xEF\xBB\xBF"), u"ß\uFEFF"_s);
    row("text list", QStringList{ u"a"_s, u"b"_s }, DustArray{ u"a"_s, u"b"_s });
    row("list", QVariantList{ 1, 1.0, QVariant() }, DustArray{ 1, 1.0, nullptr });
    row("map", QVariantMap{ { u"a"_s, QVariantMap{} } }, DustObject{ { u"a"_s, DustObject{} } });
    row("hash", QVariantHash{ { u"a"_s, 1 } }, DustObject{ { u"a"_s, 1 } });
    row("JSON null", QJsonValue(), nullptr);
    row("JSON number", QJsonValue(1.5), 1.5);
    row("JSON integer", QJsonValue(qint64(9007199254740993)), qint64(9007199254740993));
    row("JSON text", QJsonValue(u"a"_s), u"a"_s);
    row("JSON array", QJsonArray{ true, QJsonArray{} }, DustArray{ true, DustArray{} });
    row("JSON array as a value", QJsonValue(QJsonArray{ true }), DustArray{ true });
    row("JSON object", QJsonObject{ { u"a"_s, QJsonObject{} } },
        DustObject{ { u"a"_s, DustObject{} } });
    row("URL", QUrl(u"https://doc.qt.io/a b?q=ß"_s), u"https://doc.qt.io/a%20b?q=%C3%9F"_s);
    row("UUID", QUuid(u"{67c8770b-44f1-410a-ab9a-f9b5446f13ee}"_s),
        u"67c8770b-44f1-410a-ab9a-f9b5446f13ee"_s);
    row("date", QDate(2026, 3, 31), u"2026-03-31"_s);
    row("time", QTime(12, 5, 7, 8), u"12:05:07.008"_s);
    row("UTC", QDateTime(QDate(2026, 3, 31), QTime(12, 0), Qt::UTC), u"2026-03-31T12:00:00.000Z"_s);
    row("offset", QDateTime(QDate(2026, 3, 31), QTime(1, 0), Qt::OffsetFromUTC, 7200),
        u"2026-03-30T23:00:00.000Z"_s);
    row("invalid date", QDate(), nullptr);
    row("invalid time", QTime(), nullptr);
    row("invalid date and time", QDateTime(), nullptr);
    row("a DustValue", QVariant::fromValue(DustValue(quint64(7))), 7);
    row("a DustValue inside", QVariantList{ QVariant::fromValue(DustValue::decimal(u"1"_s)) },
        DustArray{ DustValue::decimal(u"1"_s) });
}

void tst_DustValue::fromVariant()
{
    QFETCH(QVariant, variant);
    QFETCH(DustValue, expected);
    const auto value = DustValue::fromVariant(variant);
    QVERIFY2(value, qPrintable(value.error().message()));
    QVERIFY2(isIdentical(*value, expected), value->toJson().constData());
}

void tst_DustValue::fromVariantRefuses_data()
{
    QTest::addColumn<QVariant>("variant");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("named");

    const auto row = [](const char *name, const QVariant &variant, const char16_t *reason,
                        const char16_t *named) {
        QTest::newRow(name) << variant << QString::fromUtf16(reason) << QString::fromUtf16(named);
    };
    row("another type", QRect(1, 2, 3, 4), u"unsupported_type", u"QRect");
    row("another type in a list", QVariantList{ 1, QRect() }, u"unsupported_type", u"QRect");
    row("another type in a map", QVariantMap{ { u"a"_s, QRect() } }, u"unsupported_type", u"QRect");
    row("binary", QByteArray("\xFF\x00", 2), u"invalid_unicode", u"QByteArray");
    row("year 10000", QDate(10000, 1, 1), u"invalid_datetime", u"0 to 9999");
    row("year -1", QDateTime(QDate(-1, 1, 1), QTime(0, 0), Qt::UTC), u"invalid_datetime",
        u"0 to 9999");
    QVariant deep;
    for (int i = 0; i <= DustValue::MaximumDepth; ++i)
        deep = QVariantList{ deep };
    row("too deep", deep, u"depth", u"512");
}

void tst_DustValue::fromVariantRefuses()
{
    QFETCH(QVariant, variant);
    QFETCH(QString, reason);
    QFETCH(QString, named);
    const auto value = DustValue::fromVariant(variant);
    QVERIFY2(!value, value.valueOr({}).toJson().constData());
    QCOMPARE(value.error().kind(), DustError::InvalidParams);
    QCOMPARE(value.error().reason(), reason);
    QVERIFY2(value.error().message().contains(named), qPrintable(value.error().message()));
}

void tst_DustValue::toVariant_data()
{
    QTest::addColumn<DustValue>("value");
    QTest::addColumn<QVariant>("expected");

    QTest::newRow("null") << DustValue() << QVariant::fromValue(nullptr);
    QTest::newRow("bool") << DustValue(true) << QVariant(true);
    QTest::newRow("integer") << DustValue(5) << QVariant(qlonglong(5));
    QTest::newRow("unsigned") << DustValue(~quint64(0)) << QVariant(~qulonglong(0));
    QTest::newRow("double") << DustValue(1.0) << QVariant(1.0);
    QTest::newRow("text") << DustValue(u"a"_s) << QVariant(u"a"_s);
    QTest::newRow("array") << DustValue(DustArray{ 1, DustArray{} })
                           << QVariant(QVariantList{ qlonglong(1), QVariantList{} });
    QTest::newRow("object") << DustValue(DustObject{ { u"a"_s, DustObject{} } })
                            << QVariant(QVariantMap{ { u"a"_s, QVariantMap{} } });
}

void tst_DustValue::toVariant()
{
    QFETCH(DustValue, value);
    QFETCH(QVariant, expected);
    QCOMPARE(value.toVariant().typeId(), expected.typeId());
    QCOMPARE(value.toVariant(), expected);
}

void tst_DustValue::roundTripsRandomVariants()
{
    for (int i = 0; i < 3000; ++i) {
        const DustValue value = m_random.value();
        const auto again = DustValue::fromVariant(value.toVariant());
        QVERIFY2(again && isIdentical(*again, value), value.toJson().constData());
    }
}

void tst_DustValue::envelopes_data()
{
    QTest::addColumn<DustValue>("value");
    QTest::addColumn<bool>("isEnvelope");
    QTest::addColumn<QString>("type");

    const auto row = [](const char *json, bool isEnvelope, const char16_t *type) {
        QTest::newRow(json) << *DustValue::fromJson(json) << isEnvelope << QString::fromUtf16(type);
    };
    row(R"({"_type":"file","hash":"sha256:0"})", true, u"file");
    row(R"({"_type":"file"})", true, u"file");
    row(R"({"_type":"lease","token":5})", true, u"lease");
    row(R"({"_type":"decimal","_typed":"1.50"})", true, u"decimal");
    row(R"({"_type":"datetime","_typed":"2026-03-31T12:00:00Z"})", true, u"datetime");
    row(R"({"_type":"other","_typed":null})", true, u"other");
    row(R"({"_type":5,"_typed":1})", true, u"");
    row(R"({"_type":"decimal"})", false, u"");
    row(R"({"_type":"other"})", false, u"");
    row(R"({"_typed":"1.50"})", false, u"");
    row(R"({"type":"file"})", false, u"");
    row(R"({})", false, u"");
    row(R"(["_type","file"])", false, u"");
    row(R"("file")", false, u"");
}

void tst_DustValue::envelopes()
{
    QFETCH(DustValue, value);
    QFETCH(bool, isEnvelope);
    QCOMPARE(value.isEnvelope(), isEnvelope);
    QCOMPARE(value.isLeaf(), isEnvelope || !value.isObject());
    QTEST(value.envelopeType(), "type");
}

void tst_DustValue::validates_data()
{
    QTest::addColumn<DustValue>("value");

    QTest::newRow("nested to the limit") << nested(DustValue::MaximumDepth);
    QTest::newRow("largest double") << DustValue(std::numeric_limits<double>::max());
    QTest::newRow("denormal") << DustValue(5e-324);
    QTest::newRow("pair") << DustValue(u"😀"_s);
    QTest::newRow("NUL") << DustValue(DustObject{ { u"\0"_s, u"\0"_s } });
    QTest::newRow("odd keys") << DustValue(
            DustObject{ { u"~/*. "_s, 1 }, { u"_Json"_s, 1 }, { u"_scalars"_s, 1 } });
    QTest::newRow("unknown envelope") << *DustValue::fromJson(R"({"_type":"other","_typed":"x"})");
    QTest::newRow("a decimal's look-alike")
            << *DustValue::fromJson(R"({"_type":"decimal","value":"x"})");
}

void tst_DustValue::validates()
{
    QFETCH(DustValue, value);
    const auto valid = value.validate();
    QVERIFY2(valid, qPrintable(valid.error().message()));
}

void tst_DustValue::invalid_data()
{
    QTest::addColumn<DustValue>("value");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("path");

    const auto row = [](const char *name, const DustValue &value, const char16_t *reason,
                        const char16_t *path) {
        QTest::newRow(name) << value << QString::fromUtf16(reason) << QString::fromUtf16(path);
    };
    const DustValue surrogate = u"a"_s + QChar(0xD800);
    row("lone surrogate", surrogate, u"invalid_unicode", u"");
    row("lone low surrogate", QString(QChar(0xDC00)), u"invalid_unicode", u"");
    row("lone surrogate inside", DustObject{ { u"a/b"_s, DustArray{ 1, surrogate } } },
        u"invalid_unicode", u"a~1b/1");
    row("lone surrogate in a key",
        DustObject{ { u"a"_s, DustObject{ { surrogate.toString(), 1 } } } }, u"invalid_unicode",
        u"a");
    row("NaN", qQNaN(), u"number_out_of_range", u"");
    row("infinity inside", DustArray{ 1, DustArray{ -qInf() } }, u"number_out_of_range", u"1/0");
    row("too deep", nested(DustValue::MaximumDepth + 1), u"depth", nullptr);
    row("much too deep", nested(1000), u"depth", nullptr);
    row("empty key", DustObject{ { u""_s, 1 } }, u"empty_segment", u"");
    row("empty key inside", DustObject{ { u"a"_s, DustArray{ DustObject{ { u""_s, 1 } } } } },
        u"empty_segment", u"a/0");
    row("_json", DustObject{ { u"_json"_s, 5 } }, u"reserved_key", u"");
    row("_scalar inside", DustObject{ { u"x"_s, DustObject{ { u"_scalar"_s, 5 } } } },
        u"reserved_key", u"x");
    row("decimal", DustObject{ { u"price"_s, DustValue::decimal(u"a lot"_s) } }, u"invalid_decimal",
        u"price");
    row("date and time", DustArray{ DustValue::dateTime(u"today"_s) }, u"invalid_datetime", u"0");
}

void tst_DustValue::invalid()
{
    QFETCH(DustValue, value);
    QFETCH(QString, reason);
    QFETCH(QString, path);
    const auto valid = value.validate();
    QVERIFY(!valid);
    const DustError error = valid.error();
    QCOMPARE(error.kind(), DustError::InvalidParams);
    QCOMPARE(error.reason(), reason);
    if (reason != u"depth")
        QCOMPARE(error.path(), path);
    QVERIFY2(path.isEmpty() || error.message().contains(path), qPrintable(error.message()));
    QVERIFY2(error.message().contains(u": "), qPrintable(error.message())); // the remedy
    QVERIFY(error.message().size() < 250);
}

void tst_DustValue::validatesTyped_data()
{
    QTest::addColumn<DustValue>("value");
    QTest::addColumn<bool>("expected");

    const auto decimal = [](const char16_t *digits, bool expected) {
        QTest::addRow("decimal %s", qPrintable(QString::fromUtf16(digits)))
                << DustValue::decimal(QString::fromUtf16(digits)) << expected;
    };
    for (const auto *good : { u"0", u"1.50", u"-1.50", u"+7", u"00.10", u"1e5", u"1.5E-10", u"-0",
                              u"123456789012345678901234567890.123" })
        decimal(good, true);
    for (const auto *bad : { u"", u".", u"1.", u".5", u"-", u"1.5.5", u"1,5", u" 1", u"1 ", u"1e",
                             u"e5", u"1e+", u"NaN", u"Infinity", u"0x10", u"1_000", u"١" })
        decimal(bad, false);
    const auto dateTime = [](const char16_t *text, bool expected) {
        QTest::addRow("datetime %s", qPrintable(QString::fromUtf16(text)))
                << DustValue::dateTime(QString::fromUtf16(text)) << expected;
    };
    for (const auto *good :
         { u"2026-03-31T12:00:00Z", u"2026-03-31T12:00:00.123456Z", u"2024-02-29T23:59:59+02:00",
           u"0000-01-01T00:00:00Z", u"2026-03-31T12:00:00-23:59", u"2026-03-31T12:00:00+00:00",
           u"2026-03-31T12:00:00-00:01" }) {
        dateTime(good, true);
    }
    for (const auto *bad :
         { u"", u"2026-03-31", u"2026-03-31T12:00:00", u"2026-03-31 12:00:00Z",
           u"2026-02-29T12:00:00Z", u"2026-13-01T12:00:00Z", u"2026-03-31T24:00:00Z",
           u"2026-03-31T12:60:00Z", u"2026-03-31T12:00:60Z", u"2026-03-31T12:00Z",
           u"2026-03-31T12:00:00z", u"2026-03-31T12:00:00.Z", u"2026-03-31T12:00:00+2",
           u"2026-03-31T12:00:00+24:00", u"2026-03-31T12:00:00+02:60", u"2026-3-31T12:00:00Z",
           u"2026-03-31T12:00:00ZZ", u"2026-03-31T12:00:00-00:00" })
        dateTime(bad, false);
    QTest::newRow("decimal number")
            << *DustValue::fromJson(R"({"_type":"decimal","_typed":1.5})") << false;
    QTest::newRow("datetime null")
            << *DustValue::fromJson(R"({"_type":"datetime","_typed":null})") << false;
}

void tst_DustValue::validatesTyped()
{
    QFETCH(DustValue, value);
    QTEST(value.validate().isOk(), "expected");
}

void tst_DustValue::prints()
{
    QString text;
    QDebug(&text) << DustValue(DustObject{ { u"a"_s, 1.0 } });
    QCOMPARE(text.trimmed(), u"DustValue({\"a\":1.0})"_s);
    text.clear();
    QDebug(&text) << DustValue(QString(1000000, u'x'));
    QVERIFY(text.size() < 1100);
}

QTEST_APPLESS_MAIN(tst_DustValue)
#include "tst_dustvalue.moc"
