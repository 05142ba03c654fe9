// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "../dustvalue/randomvalues.h"
#include "dustmessagepack_p.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class tst_DustMessagePack : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_random = RandomValues(); }
    void cleanup() { m_random.reportSeed(); }

    void encodes_data();
    void encodes();
    void decodes_data();
    void decodes();
    void refuses_data();
    void refuses();
    void appends();
    void limitsDepth();
    void believesNoSizes();
    void survivesHugeText();
    void roundTripsRandomValues();
    void refusesTruncatedDocuments();
    void refusesTrailingBytes();
    void survivesDamagedDocuments();

private:
    RandomValues m_random;
};

static QByteArray hex(const char *digits)
{
    return QByteArray::fromHex(digits);
}

static DustValue textOf(int size)
{
    return QString(size, u'x');
}

static QByteArray bytesOf(const char *head, int size)
{
    return hex(head) + QByteArray(size, 'x');
}

// The shortest form of the MessagePack specification for each value.
void tst_DustMessagePack::encodes_data()
{
    QTest::addColumn<DustValue>("value");
    QTest::addColumn<QByteArray>("bytes");

    const auto row = [](const char *name, const DustValue &value, const QByteArray &bytes) {
        QTest::newRow(name) << value << bytes;
    };
    row("nil", DustValue(), hex("c0"));
    row("false", false, hex("c2"));
    row("true", true, hex("c3"));
    row("0", 0, hex("00"));
    row("127", 127, hex("7f"));
    row("128", 128, hex("cc80"));
    row("255", 255, hex("ccff"));
    row("256", 256, hex("cd0100"));
    row("65535", 65535, hex("cdffff"));
    row("65536", 65536, hex("ce00010000"));
    row("2^32-1", qint64(0xffffffff), hex("ceffffffff"));
    row("2^32", qint64(1) << 32, hex("cf0000000100000000"));
    row("2^63", quint64(1) << 63, hex("cf8000000000000000"));
    row("2^64-1", ~quint64(0), hex("cfffffffffffffffff"));
    row("-1", -1, hex("ff"));
    row("-32", -32, hex("e0"));
    row("-33", -33, hex("d0df"));
    row("-128", -128, hex("d080"));
    row("-129", -129, hex("d1ff7f"));
    row("-32768", -32768, hex("d18000"));
    row("-32769", -32769, hex("d2ffff7fff"));
    row("-2^31-1", qint64(-2147483649), hex("d3ffffffff7fffffff"));
    row("-2^63", std::numeric_limits<qint64>::min(), hex("d38000000000000000"));
    row("1.0", 1.0, hex("cb3ff0000000000000"));
    row("-0.0", -0.0, hex("cb8000000000000000"));
    row("denormal", 5e-324, hex("cb0000000000000001"));
    row("1e308", 1e308, hex("cb7fe1ccf385ebc8a0"));
    row("empty text", u""_s, hex("a0"));
    row("text", u"ß😀\0"_s, hex("a7c39ff09f988000"));
    row("byte order mark", u"\uFEFF"_s, hex("a3efbbbf"));
    row("31 bytes", textOf(31), bytesOf("bf", 31));
    row("32 bytes", textOf(32), bytesOf("d920", 32));
    row("255 bytes", textOf(255), bytesOf("d9ff", 255));
    row("256 bytes", textOf(256), bytesOf("da0100", 256));
    row("65536 bytes", textOf(65536), bytesOf("db00010000", 65536));
    row("empty array", DustArray{}, hex("90"));
    row("array", DustArray{ 1, 1.0, nullptr }, hex("9301cb3ff0000000000000c0"));
    row("16 items", DustArray(16, DustValue(0)), hex("dc0010") + QByteArray(16, 0));
    row("65536 items", DustArray(65536, DustValue(0)), hex("dd00010000") + QByteArray(65536, 0));
    row("empty map", DustObject{}, hex("80"));
    row("map", DustObject{ { u"a"_s, true }, { u""_s, DustObject{} } }, hex("82a080a161c3"));
}

void tst_DustMessagePack::encodes()
{
    QFETCH(DustValue, value);
    QFETCH(QByteArray, bytes);

    QCOMPARE(value.toMessagePack(), bytes);
    const auto decoded = DustValue::fromMessagePack(bytes);
    QVERIFY2(decoded, qPrintable(decoded.error().message()));
    QVERIFY(isIdentical(*decoded, value));
    const auto inside = DustValue::fromMessagePack(hex("91") + bytes);
    QVERIFY2(inside, qPrintable(inside.error().message()));
    QVERIFY(isIdentical(*inside, DustArray{ value }));
}

// What others may send for the same values.
void tst_DustMessagePack::decodes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<DustValue>("value");

    const auto row = [](const char *name, const QByteArray &bytes, const DustValue &value) {
        QTest::newRow(name) << bytes << value;
    };
    row("wide 1", hex("cf0000000000000001"), 1);
    row("signed 1", hex("d001"), 1);
    row("16-bit 1", hex("cd0001"), 1);
    row("signed 64-bit -1", hex("d3ffffffffffffffff"), -1);
    row("float 1.0", hex("ca3f800000"), 1.0);
    row("float 0.1", hex("ca3dcccccd"), double(0.1f));
    row("short text in 32 bits", hex("db0000000161"), u"a"_s);
    row("empty text in 8 bits", hex("d900"), u""_s);
    row("binary that is text", hex("c402c39f"), u"ß"_s);
    row("empty binary", hex("c400"), u""_s);
    row("binary as a key", hex("81c4016101"), DustObject{ { u"a"_s, 1 } });
    row("array in 32 bits", hex("dd0000000101"), DustArray{ 1 });
    row("empty array in 16 bits", hex("dc0000"), DustArray{});
    row("map in 16 bits", hex("de0001a16101"), DustObject{ { u"a"_s, 1 } });
    row("keys out of order", hex("83a16301a16102a16203"),
        DustObject{ { u"a"_s, 2 }, { u"b"_s, 3 }, { u"c"_s, 1 } });
    row("the last of equal keys wins", hex("83a16101a16202a16103"),
        DustObject{ { u"a"_s, 3 }, { u"b"_s, 2 } });
    row("a channel frame",
        hex("95a131a132a574"
            "6f706963a5"
            "6576656e7481a26f6bc3"),
        DustArray{ u"1"_s, u"2"_s, u"topic"_s, u"event"_s, DustObject{ { u"ok"_s, true } } });
}

void tst_DustMessagePack::decodes()
{
    QFETCH(QByteArray, bytes);
    QFETCH(DustValue, value);
    const auto decoded = DustMessagePack::decode(bytes);
    QVERIFY2(decoded, qPrintable(decoded.error().message()));
    QVERIFY2(isIdentical(*decoded, value), decoded->toJson().constData());
}

void tst_DustMessagePack::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("reason");

    const auto row = [](const char *name, const QByteArray &bytes,
                        const char16_t *reason = u"invalid_messagepack") {
        QTest::newRow(name) << bytes << QString::fromUtf16(reason);
    };
    row("nothing", {});
    row("the unused byte", hex("c1"));
    row("the unused byte inside", hex("91c1"));
    row("extension", hex("d40100"));
    row("extension in 8 bits", hex("c70101ff"));
    row("extension in 32 bits of 2^32-1 bytes", hex("c9ffffffff01"));
    row("timestamp", hex("d6ff00000000"));
    row("binary that is not text", hex("c402fffe"), u"invalid_unicode");
    row("text that is not UTF-8", hex("a1ff"), u"invalid_unicode");
    row("encoded surrogate", hex("a3eda080"), u"invalid_unicode");
    row("long text that is not UTF-8", hex("d90180"), u"invalid_unicode");
    row("key that is not UTF-8", hex("81a1ff01"), u"invalid_unicode");
    row("number as a key", hex("810101"));
    row("nil as a key", hex("81c001"));
    row("array as a key", hex("819001"));
    row("map as a key", hex("818001"));
    row("text cut short", hex("a261"));
    row("length cut short", hex("da00"));
    row("integer cut short", hex("cd00"));
    row("double cut short", hex("cb3ff00000"));
    row("array cut short", hex("9201"));
    row("map cut short", hex("81a161"));
    row("nan", hex("cb7ff8000000000000"), u"number_out_of_range");
    row("nan in 32 bits", hex("ca7fc00000"), u"number_out_of_range");
    row("infinity", hex("cb7ff0000000000000"), u"number_out_of_range");
    row("negative infinity in 32 bits", hex("caff800000"), u"number_out_of_range");
    row("nan inside", hex("91cb7ff8000000000000"), u"number_out_of_range");
    row("infinity in 32 bits inside", hex("81a161ca7f800000"), u"number_out_of_range");
    row("nan as a key", hex("81cb7ff800000000000001"), u"number_out_of_range");
    row("two values", hex("0102"));
    row("two texts", hex("a161a162"));
    row("text and a byte", hex("d90161ff"));
    row("double and a byte", hex("cb3ff000000000000000"));
}

void tst_DustMessagePack::refuses()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, reason);
    const auto value = DustValue::fromMessagePack(bytes);
    QVERIFY2(!value, value.valueOr({}).toJson().constData());
    QCOMPARE(value.error().kind(), DustError::InvalidParams);
    QCOMPARE(value.error().reason(), reason);
    QVERIFY(value.error().message().contains(u"MessagePack"));
}

void tst_DustMessagePack::appends()
{
    QByteArray bytes("x");
    DustMessagePack::append(bytes, 1);
    DustMessagePack::append(bytes, u"a"_s);
    QCOMPARE(bytes,
             QByteArray("x\x01\xa1"
                        "a"));
}

void tst_DustMessagePack::limitsDepth()
{
    constexpr int Limit = DustValue::MaximumDepth;
    QVERIFY(isIdentical(*DustMessagePack::decode(DustMessagePack::encode(nested(Limit))),
                        nested(Limit)));
    for (const int depth : { Limit + 1, 10000, 1000000 }) {
        QCOMPARE(DustMessagePack::decode(QByteArray(depth, char(0x91)) + '\1').error().reason(),
                 u"depth"_s);
        QCOMPARE(DustMessagePack::decode(hex("81a161").repeated(depth) + '\1').error().reason(),
                 u"depth"_s);
    }
}

// Forty bytes that claim forty arrays of four thousand million items each must cost next to nothing.
void tst_DustMessagePack::believesNoSizes()
{
    QCOMPARE(DustMessagePack::decode(hex("ddffffffff").repeated(40)).error().reason(),
             u"invalid_messagepack"_s);
    QCOMPARE(DustMessagePack::decode(hex("dfffffffffa161").repeated(40)).error().reason(),
             u"invalid_messagepack"_s);
    QCOMPARE(DustMessagePack::decode(hex("dbffffffff61")).error().reason(),
             u"invalid_messagepack"_s);
    QCOMPARE(DustMessagePack::decode(hex("91c6ffffffff61")).error().reason(),
             u"invalid_messagepack"_s);
}

void tst_DustMessagePack::survivesHugeText()
{
    const QString huge = u"ß😀x"_s.repeated(2500000);
    const auto value = DustMessagePack::decode(DustMessagePack::encode(huge));
    QVERIFY(value);
    QVERIFY(value->toString() == huge);
}

void tst_DustMessagePack::roundTripsRandomValues()
{
    for (int i = 0; i < 5000; ++i) {
        const DustValue value = m_random.value();
        const auto decoded = DustMessagePack::decode(DustMessagePack::encode(value));
        QVERIFY2(decoded, qPrintable(decoded.error().message()));
        QVERIFY2(isIdentical(*decoded, value), value.toJson().constData());
    }
}

void tst_DustMessagePack::refusesTruncatedDocuments()
{
    for (int i = 0; i < 60; ++i) {
        const QByteArray bytes = DustMessagePack::encode(
                DustArray{ m_random.object(3), m_random.value(3) });
        for (qsizetype size = 0; size < qMin(bytes.size(), qsizetype(600)); ++size) {
            // A buffer of just this size, so that the sanitizer sees a read beyond its end.
            const auto value = DustMessagePack::decode(QByteArray(bytes.constData(), size));
            QVERIFY2(!value, bytes.first(size).toHex().constData());
        }
    }
}

void tst_DustMessagePack::refusesTrailingBytes()
{
    for (int i = 0; i < 500; ++i) {
        const QByteArray bytes = DustMessagePack::encode(m_random.value(3));
        QCOMPARE(DustMessagePack::decode(bytes + char(m_random.below(256))).error().reason(),
                 u"invalid_messagepack"_s);
    }
}

void tst_DustMessagePack::survivesDamagedDocuments()
{
    int accepted = 0;
    for (int i = 0; i < 10000; ++i) {
        QByteArray bytes = i % 2 ? DustMessagePack::encode(m_random.object(3))
                                 : QByteArray(m_random.below(40), 0);
        for (int count = i % 2 ? m_random.below(3) : int(bytes.size()); count > 0; --count)
            bytes[m_random.below(int(bytes.size()))] = char(m_random.below(256));
        const auto value = DustMessagePack::decode(bytes);
        if (!value) {
            QCOMPARE(value.error().kind(), DustError::InvalidParams);
            QVERIFY(!value.error().reason().isEmpty());
            continue;
        }
        ++accepted;
        const auto again = DustMessagePack::decode(DustMessagePack::encode(*value));
        QVERIFY2(again && DustMessagePack::encode(*again) == DustMessagePack::encode(*value),
                 bytes.toHex().constData());
    }
    QVERIFY(accepted > 100);
}

QTEST_APPLESS_MAIN(tst_DustMessagePack)
#include "tst_dustmessagepack.moc"
