// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "../dustvalue/randomvalues.h"
#include "dustjson_p.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class tst_DustJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_random = RandomValues(); }
    void cleanup() { m_random.reportSeed(); }

    void reads_data();
    void reads();
    void writes_data();
    void writes();
    void refuses_data();
    void refuses();
    void readsTheNearestNumber_data();
    void readsTheNearestNumber();
    void limitsDepth();
    void survivesHugeText();
    void readsManyKeys();
    void sharesKeysBetweenDocuments();
    void writesWhatJsonCannotSay();
    void roundTripsRandomValues();
    void roundTripsRandomDoubles();
    void refusesTruncatedDocuments();
    void survivesDamagedDocuments();

private:
    RandomValues m_random;
};

void tst_DustJson::reads_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<DustValue>("expected");

    const auto row = [](const char *name, const char *json, const DustValue &expected) {
        QTest::newRow(name) << QByteArray(json) << expected;
    };
    row("null", "null", DustValue());
    row("true", " true ", true);
    row("false", "false\n", false);
    row("zero", "0", 0);
    row("minus zero is an integer", "-0", 0);
    row("one", "1", 1);
    row("one as a double", "1.0", 1.0);
    row("minus zero as a double", "-0.0", -0.0);
    row("exponent", "1e2", 100.0);
    row("exponent with a sign", "-2.5E-1", -0.25);
    row("smallest integer", "-9223372036854775808", std::numeric_limits<qint64>::min());
    row("largest signed", "9223372036854775807", std::numeric_limits<qint64>::max());
    row("beyond signed", "9223372036854775808", quint64(1) << 63);
    row("largest integer", "18446744073709551615", std::numeric_limits<quint64>::max());
    row("2^53 + 1", "9007199254740993", qint64(9007199254740993));
    row("largest double", "1.7976931348623157e308", std::numeric_limits<double>::max());
    row("smallest denormal", "5e-324", std::numeric_limits<double>::denorm_min());
    row("too small for a double", "1e-400", 0.0);
    row("empty text", "\"\"", u""_s);
    row("escapes", R"("\"\\\/\b\f\n\r\t\u0000\u00df\ud83d\ude00")", u"\"\\/\b\f\n\r\t\0ß😀"_s);
    row("UTF-8", "\"\xC3\x9F\xF0\x9F\x98\x80\"", u"ß😀"_s);
    row("byte order mark inside", "\"\xEF\xBB\xBFx\"", u"\uFEFFx"_s);
    row("replacement character", R"("\ufffd\u0020")", u"\uFFFD "_s);
    row("empty array", "[]", DustArray{});
    row("array", "[1, 1.0, \"1\", null]", DustArray{ 1, 1.0, u"1"_s, nullptr });
    row("empty object", "{}", DustObject{});
    row("object", R"({"b": [true], "a": {"": 1}})",
        DustObject{ { u"a"_s, DustObject{ { u""_s, 1 } } }, { u"b"_s, DustArray{ true } } });
    row("the last of equal keys wins", R"({"a":1,"b":2,"a":3})",
        DustObject{ { u"a"_s, 3 }, { u"b"_s, 2 } });
    row("equal keys in two spellings", R"({"a":1,"\u0061":{"x":2}})",
        DustObject{ { u"a"_s, DustObject{ { u"x"_s, 2 } } } });
}

void tst_DustJson::reads()
{
    QFETCH(QByteArray, json);
    QFETCH(DustValue, expected);

    const auto value = DustValue::fromJson(json);
    QVERIFY2(value, qPrintable(value.error().message()));
    QVERIFY2(isIdentical(*value, expected), value->toJson().constData());
    const auto again = DustValue::fromJson(value->toJson());
    QVERIFY(again && isIdentical(*again, expected));
}

void tst_DustJson::writes_data()
{
    QTest::addColumn<DustValue>("value");
    QTest::addColumn<QByteArray>("json");

    const auto row = [](const DustValue &value, const char *json) {
        QTest::newRow(json) << value << QByteArray(json);
    };
    row(DustValue(), "null");
    row(true, "true");
    row(false, "false");
    row(1, "1");
    row(1.0, "1.0");
    row(-0.0, "-0.0");
    row(0.1, "0.1");
    row(1e21, "1e+21");
    row(5e-324, "5e-324");
    row(std::numeric_limits<qint64>::min(), "-9223372036854775808");
    row(std::numeric_limits<quint64>::max(), "18446744073709551615");
    row(u"a/b <ß> 😀\u2028"_s, "\"a/b <ß> 😀\u2028\"");
    row(u"\"\\\b\f\n\r\t\0\x1f\x7f"_s, "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f\x7f\"");
    row(DustArray{}, "[]");
    row(DustArray{ 1, DustArray{}, u""_s }, "[1,[],\"\"]");
    row(DustObject{}, "{}");
    row(DustObject{ { u"b"_s, DustObject{} }, { u"a\n"_s, nullptr } }, R"({"a\n":null,"b":{}})");
}

void tst_DustJson::writes()
{
    QFETCH(DustValue, value);
    QTEST(value.toJson(), "json");
}

void tst_DustJson::refuses_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<int>("offset");

    const auto row = [](const QByteArray &json, const char16_t *reason, int offset = -1) {
        QTest::newRow(json.isEmpty() ? "nothing"
                                     : QByteArray(json).replace('\n', "\\n").constData())
                << json << QString::fromUtf16(reason) << offset;
    };
    row("", u"invalid_json");
    row(" ", u"invalid_json");
    row("{", u"invalid_json");
    row("]", u"invalid_json");
    row("[1,]", u"invalid_json");
    row("{\"a\":1,}", u"invalid_json");
    row("{a:1}", u"invalid_json");
    row("{1:1}", u"invalid_json");
    row("{\"a\" 1}", u"invalid_json");
    row("'a'", u"invalid_json");
    row("nul", u"invalid_json");
    row("True", u"invalid_json");
    row("NaN", u"invalid_json");
    row("Infinity", u"invalid_json");
    row("1 2", u"invalid_json");
    row("[] []", u"invalid_json");
    row("\"a", u"invalid_json");
    row("\"a\nb\"", u"invalid_json");
    row("\"\\x\"", u"invalid_json");
    row("\"\\u12g4\"", u"invalid_json");
    row("// a comment\n1", u"invalid_json");
    row("[01]", u"invalid_json", 1);
    row("[1, -]", u"invalid_json", 4);
    row("1.", u"invalid_json", 0);
    row("[1.5e]", u"invalid_json", 1);
    row("-a", u"invalid_json", 0);
    row("18446744073709551616", u"number_out_of_range", 0);
    row("[1,-9223372036854775809]", u"number_out_of_range", 3);
    row("{\"1e400\":\"\\\"1e400\",\"b\":1e400}", u"number_out_of_range", 23);
    row("-1e309", u"number_out_of_range", 0);
    row("\"\\ud800\"", u"invalid_json");
    row("\"\\udc00\"", u"invalid_json");
    row("{\"\\udfffx\":1}", u"invalid_json");
    row("\"\\ud800\\ud800\"", u"invalid_json");
    row("\"\\ud800x\"", u"invalid_json");
    row("\"\xFF\"", u"invalid_unicode");
    row("\"\xED\xA0\x80\"", u"invalid_unicode");
    row("\"\xC3\"", u"invalid_unicode");
    row(QByteArray("\xEF\xBB\xBF{}"), u"invalid_json");
}

void tst_DustJson::refuses()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, reason);
    QFETCH(int, offset);

    const auto value = DustValue::fromJson(json);
    QVERIFY2(!value, value.valueOr({}).toJson().constData());
    QCOMPARE(value.error().kind(), DustError::InvalidParams);
    QCOMPARE(value.error().reason(), reason);
    QCOMPARE(value.error().detail().value(u"offset"_s, -1).toInt(), offset);
    QVERIFY(value.error().message().contains(u"JSON"));
}

void tst_DustJson::readsTheNearestNumber_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("same"); // empty: it stays unreadable
    const auto row = [](const QByteArray &json, const QByteArray &same) {
        QTest::addRow("%s", json.left(60).constData()) << json << same;
    };
    row("18446744073709551616", "18446744073709551616.0");
    row("[1,-9223372036854775809,2.5]", "[1,-9223372036854775809.0,2.5]");
    row(R"({"a\"1":"99999999999999999999","b":99999999999999999999,"c":18446744073709551615})",
        R"({"a\"1":"99999999999999999999","b":1e20,"c":18446744073709551615})");
    row(R"({"\\":99999999999999999999})", R"({"\\":1e20})");
    row("-1e309", {});
    row("[99999999999999999999,1e400]", {});
    row(QByteArray(400, '9'), {});
    row("[99999999999999999999,01]", {});
}

void tst_DustJson::readsTheNearestNumber()
{
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, same);
    DustJson::Reader reader(DustJson::Reader::Nearest);
    const auto value = reader.read(json);
    const auto node = reader.parse(json);
    QCOMPARE(value.isOk(), !same.isEmpty());
    QCOMPARE(node.isOk(), !same.isEmpty());
    if (same.isEmpty())
        return;
    QCOMPARE(*value, *DustJson::read(same));
    QCOMPARE(*node->toValue(), *value);
    QVERIFY(!DustJson::Reader().read(json));
}

void tst_DustJson::limitsDepth()
{
    const auto arrays = [](int depth) { return QByteArray(depth, '[') + QByteArray(depth, ']'); };
    const auto objects = [](int depth) {
        return QByteArray("{\"a\":").repeated(depth) + '1' + QByteArray(depth, '}');
    };
    constexpr int Limit = DustValue::MaximumDepth;
    QVERIFY(DustValue::fromJson(arrays(Limit)));
    QVERIFY(DustValue::fromJson(objects(Limit)));
    QVERIFY(isIdentical(*DustValue::fromJson(nested(Limit).toJson()), nested(Limit)));
    for (const int depth : { Limit + 1, 1023, 1024, 1025, 100000 }) {
        QCOMPARE(DustValue::fromJson(arrays(depth)).error().reason(), u"depth"_s);
        QCOMPARE(DustValue::fromJson(objects(depth)).error().reason(), u"depth"_s);
    }
    QVERIFY(!DustValue::fromJson(QByteArray(100000, '[')));
}

void tst_DustJson::survivesHugeText()
{
    const QString huge = u"ß\n😀\"x"_s.repeated(2000000);
    const auto value = DustValue::fromJson(DustValue(huge).toJson());
    QVERIFY(value);
    QVERIFY(value->toString() == huge);
}

void tst_DustJson::readsManyKeys()
{
    DustObject object;
    for (int i = 0; i < 5000; ++i)
        object.insert(u"key-%1-\uE000😀"_s.arg(i) + m_random.segment(), i);
    const DustValue value = object;
    QCOMPARE(*DustValue::fromJson(value.toJson()), value);
}

void tst_DustJson::sharesKeysBetweenDocuments()
{
    DustJson::Reader reader;
    for (int i = 0; i < 2000; ++i) {
        const DustValue value = m_random.object(2);
        const auto read = reader.read(value.toJson());
        QVERIFY(read && isIdentical(*read, value));
        QVERIFY(!reader.read("{\"a\":"));
    }
    const auto first = reader.read("{\"title\":1}");
    const auto second = reader.read("{\"title\":2}");
    QCOMPARE(first->toObject().firstKey().constData(), second->toObject().firstKey().constData());
}

void tst_DustJson::writesWhatJsonCannotSay()
{
    QCOMPARE(DustValue(qQNaN()).toJson(), QByteArray("null"));
    QCOMPARE(DustValue(-qInf()).toJson(), QByteArray("null"));
    QCOMPARE(DustValue(u"a"_s + QChar(0xD800) + u'b').toJson(), QByteArray("\"a\uFFFDb\""));
    QCOMPARE(DustValue(QString(QChar(0xDC00))).toJson(), QByteArray("\"\uFFFD\""));
}

void tst_DustJson::roundTripsRandomValues()
{
    for (int i = 0; i < 5000; ++i) {
        const DustValue value = m_random.value();
        const QByteArray json = value.toJson();
        const auto read = DustValue::fromJson(json);
        QVERIFY2(read, qPrintable(read.error().message()));
        QVERIFY2(isIdentical(*read, value), json.constData());

        // An independent reader must agree, as far as it can tell numbers apart.
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson('[' + json + ']', &error);
        QVERIFY2(error.error == QJsonParseError::NoError, json.constData());
        if (value.isString()
            && !value.toString().startsWith(QChar::ByteOrderMark)) // QJson drops it
            QCOMPARE(document[0].toString(), value.toString());
        if (value.isObject())
            QCOMPARE(document[0].toObject().size(), value.toObject().size());
    }
}

void tst_DustJson::roundTripsRandomDoubles()
{
    for (int i = 0; i < 20000; ++i) {
        const double number = std::bit_cast<double>(m_random.bits());
        if (!qIsFinite(number))
            continue;
        const QByteArray json = DustValue(number).toJson();
        const auto read = DustValue::fromJson(json);
        QVERIFY2(read && isIdentical(*read, number), json.constData());
        QVERIFY2(json.toDouble() == number, json.constData());
        QVERIFY2(json.size() <= 25, json.constData());
    }
}

void tst_DustJson::refusesTruncatedDocuments()
{
    for (int i = 0; i < 60; ++i) {
        const QByteArray json = DustValue(DustArray{ m_random.object(3), m_random.value(3) })
                                        .toJson();
        for (qsizetype size = 0; size < qMin(json.size(), qsizetype(600)); ++size) {
            // A buffer of just this size, so that the sanitizer sees a read beyond its end.
            const auto value = DustValue::fromJson(QByteArray(json.constData(), size));
            QVERIFY2(!value, json.first(size).constData());
        }
    }
}

void tst_DustJson::survivesDamagedDocuments()
{
    DustJson::Reader reader;
    int accepted = 0;
    const QByteArrayView letters("[]{}:,\"\\u-+.eE0123truefalsnl \xC3\xFF");
    for (int i = 0; i < 10000; ++i) {
        QByteArray json = i % 2 ? DustValue(m_random.object(3)).toJson() : QByteArray();
        if (json.isEmpty()) {
            for (int count = m_random.below(40); count > 0; --count)
                json.append(letters[m_random.below(int(letters.size()))]);
        } else {
            for (int count = m_random.below(3); count >= 0; --count)
                json[m_random.below(int(json.size()))] = char(m_random.below(256));
        }
        const auto value = reader.read(json);
        if (!value) {
            QCOMPARE(value.error().kind(), DustError::InvalidParams);
            QVERIFY(!value.error().reason().isEmpty());
            continue;
        }
        ++accepted;
        const auto again = reader.read(value->toJson());
        QVERIFY2(again && isIdentical(*again, *value), json.constData());
    }
    QVERIFY(accepted > 100);
}

QTEST_APPLESS_MAIN(tst_DustJson)
#include "tst_dustjson.moc"
