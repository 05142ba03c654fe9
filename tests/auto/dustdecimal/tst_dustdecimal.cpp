// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustdecimal.h"

#include <QtTest/QTest>

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

class tst_DustDecimal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void compares_data();
    void compares();
    void null();
    void ofIntegers_data();
    void ofIntegers();
    void ofDoubles_data();
    void ofDoubles();
    void toDouble();
    void inVariants();
    void longNumbers();
};

void tst_DustDecimal::reads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    QTest::addColumn<int>("scale");

    QTest::newRow("integer") << u"42"_s << u"42"_s << 0;
    QTest::newRow("keeps the scale") << u"1.50"_s << u"1.50"_s << 2;
    QTest::newRow("plus") << u"+7.1"_s << u"7.1"_s << 1;
    QTest::newRow("minus") << u"-0.05"_s << u"-0.05"_s << 2;
    QTest::newRow("leading zeros") << u"007.10"_s << u"7.10"_s << 2;
    QTest::newRow("zero") << u"0"_s << u"0"_s << 0;
    QTest::newRow("many zeros") << u"0000"_s << u"0"_s << 0;
    QTest::newRow("zero with scale") << u"0.00"_s << u"0.00"_s << 2;
    QTest::newRow("minus zero") << u"-0"_s << u"0"_s << 0;
    QTest::newRow("no digit before the point") << u".5"_s << u"0.5"_s << 1;
    QTest::newRow("no digit behind the point") << u"5."_s << u"5"_s << 0;
    QTest::newRow("exponent") << u"1E+3"_s << u"1E+3"_s << 0;
    QTest::newRow("small exponent letter") << u"1.25e2"_s << u"125"_s << 0;
    QTest::newRow("negative exponent") << u"15e-1"_s << u"1.5"_s << 1;
    QTest::newRow("digits and exponent") << u"1.5E+10"_s << u"1.5E+10"_s << 0;
    QTest::newRow("last plain") << u"0.000001"_s << u"0.000001"_s << 6;
    QTest::newRow("first in scientific form") << u"0.0000001"_s << u"1E-7"_s << 7;
    QTest::newRow("huge exponent") << u"1E+999999999"_s << u"1E+999999999"_s << 0;
    QTest::newRow("more digits than a double")
            << u"12345678901234567890.123456789"_s << u"12345678901234567890.123456789"_s << 9;
}

void tst_DustDecimal::reads()
{
    QFETCH(QString, text);
    QFETCH(QString, shown);
    QFETCH(int, scale);

    const auto decimal = DustDecimal::fromString(text);
    QVERIFY2(decimal, qPrintable(decimal.error().message()));
    QCOMPARE(decimal->toString(), shown);
    QCOMPARE(decimal->scale(), scale);
    const auto again = DustDecimal::fromString(shown);
    QVERIFY(again);
    QCOMPARE(*again, *decimal);
    QCOMPARE(again->toString(), shown);
}

void tst_DustDecimal::refuses_data()
{
    QTest::addColumn<QString>("text");

    for (const char *text : { "",
                              " ",
                              "abc",
                              "1,5",
                              "1.5.1",
                              "1 ",
                              " 1",
                              "--1",
                              "+",
                              ".",
                              "-.",
                              "e5",
                              "1e",
                              "1e+",
                              "1e1.5",
                              "NaN",
                              "Infinity",
                              "-inf",
                              "0x10",
                              "1_000",
                              "1E+1000000000",
                              "1E+99999999999999999999",
                              "1\n" })
        QTest::newRow(text) << QString::fromLatin1(text);
    QTest::newRow("Arabic digits") << u"\u0661\u0662"_s;
    QTest::newRow("embedded NUL") << u"1\0002"_s;
    QTest::newRow("null") << QString();
}

void tst_DustDecimal::refuses()
{
    QFETCH(QString, text);

    const auto decimal = DustDecimal::fromString(text);
    QVERIFY(!decimal);
    QCOMPARE(decimal.error().kind(), DustError::InvalidParams);
    QVERIFY2(decimal.error().message().contains(u"1.50"_s), qPrintable(decimal.error().message()));
}

void tst_DustDecimal::compares_data()
{
    QTest::addColumn<QString>("a");
    QTest::addColumn<QString>("b");
    QTest::addColumn<int>("order");

    QTest::newRow("scale does not count") << u"1.50"_s << u"1.5"_s << 0;
    QTest::newRow("exponent does not count") << u"1E+3"_s << u"1000.0"_s << 0;
    QTest::newRow("zeros") << u"0.00"_s << u"0E+7"_s << 0;
    QTest::newRow("by digits") << u"1.49"_s << u"1.5"_s << -1;
    QTest::newRow("by size") << u"9.99"_s << u"10"_s << -1;
    QTest::newRow("prefix") << u"1.5"_s << u"1.51"_s << -1;
    QTest::newRow("by sign") << u"-5"_s << u"1"_s << -1;
    QTest::newRow("negative") << u"-10"_s << u"-9.99"_s << -1;
    QTest::newRow("negative digits") << u"-1.51"_s << u"-1.5"_s << -1;
    QTest::newRow("zero and positive") << u"0"_s << u"0.001"_s << -1;
    QTest::newRow("negative and zero") << u"-0.001"_s << u"0.0"_s << -1;
    QTest::newRow("far apart") << u"1E-999999999"_s << u"1E+999999999"_s << -1;
    QTest::newRow("beyond doubles")
            << u"0.10000000000000000001"_s << u"0.10000000000000000002"_s << -1;
}

void tst_DustDecimal::compares()
{
    QFETCH(QString, a);
    QFETCH(QString, b);
    QFETCH(int, order);

    const DustDecimal left = *DustDecimal::fromString(a);
    const DustDecimal right = *DustDecimal::fromString(b);
    QCOMPARE(DustDecimal::compare(left, right) < 0, order < 0);
    QCOMPARE(DustDecimal::compare(right, left) > 0, order < 0);
    QCOMPARE(left == right, order == 0);
    QCOMPARE(left != right, order != 0);
    QCOMPARE(left < right, order < 0);
    QCOMPARE(left <= right, order <= 0);
    QCOMPARE(right > left, order < 0);
    QCOMPARE(right >= left, order <= 0);
    if (order == 0)
        QCOMPARE(qHash(left), qHash(right));
    else
        QVERIFY(qHash(left) != qHash(right));
}

void tst_DustDecimal::null()
{
    const DustDecimal null;
    QVERIFY(null.isNull());
    QVERIFY(!null.isZero());
    QVERIFY(null.toString().isNull());
    QCOMPARE(null.toDouble(), 0.0);
    QCOMPARE(null, DustDecimal());
    QVERIFY(null < DustDecimal(std::numeric_limits<qint64>::min()));
    QVERIFY(DustDecimal(0) > null);
    QVERIFY(null != DustDecimal(0));
}

void tst_DustDecimal::ofIntegers_data()
{
    QTest::addColumn<qint64>("number");

    QTest::newRow("zero") << qint64(0);
    QTest::newRow("positive") << qint64(100);
    QTest::newRow("negative") << qint64(-7);
    QTest::newRow("largest") << std::numeric_limits<qint64>::max();
    QTest::newRow("smallest") << std::numeric_limits<qint64>::min();
}

void tst_DustDecimal::ofIntegers()
{
    QFETCH(qint64, number);

    const DustDecimal decimal(number);
    QCOMPARE(decimal.toString(), QString::number(number));
    QCOMPARE(decimal, *DustDecimal::fromString(QString::number(number)));
    QCOMPARE(decimal.isNegative(), number < 0);
    QCOMPARE(decimal.isZero(), number == 0);
}

void tst_DustDecimal::ofDoubles_data()
{
    QTest::addColumn<double>("number");
    QTest::addColumn<QString>("shown");

    QTest::newRow("tenth") << 0.1 << u"0.1"_s;
    QTest::newRow("whole") << 5.0 << u"5"_s;
    QTest::newRow("negative") << -2.25 << u"-2.25"_s;
    QTest::newRow("large") << 1e300 << u"1E+300"_s;
    QTest::newRow("small") << 5e-324 << u"5E-324"_s;
    QTest::newRow("nan") << std::nan("") << QString();
    QTest::newRow("infinity") << std::numeric_limits<double>::infinity() << QString();
}

void tst_DustDecimal::ofDoubles()
{
    QFETCH(double, number);
    QFETCH(QString, shown);

    const auto decimal = DustDecimal::fromDouble(number);
    QCOMPARE(decimal.isOk(), !shown.isNull());
    if (decimal) {
        QCOMPARE(decimal->toString(), shown);
        QCOMPARE(decimal->toDouble(), number);
    }
}

void tst_DustDecimal::toDouble()
{
    QCOMPARE(DustDecimal::fromString(u"-12.5"_s)->toDouble(), -12.5);
    QVERIFY(std::isinf(DustDecimal::fromString(u"1E+999"_s)->toDouble()));
}

void tst_DustDecimal::inVariants()
{
    const QVariant a = QVariant::fromValue(*DustDecimal::fromString(u"1.50"_s));
    const QVariant b = QVariant::fromValue(*DustDecimal::fromString(u"1.5"_s));
    QCOMPARE(a, b);
    QVERIFY(QVariant::compare(a, QVariant::fromValue(DustDecimal(2))) == QPartialOrdering::Less);
}

void tst_DustDecimal::longNumbers()
{
    const QString digits(1000000, u'9');
    const auto decimal = DustDecimal::fromString(digits);
    QVERIFY(decimal);
    QCOMPARE(decimal->toString(), digits);
    const auto refused = DustDecimal::fromString(digits + u'x');
    QVERIFY(!refused);
    QVERIFY(refused.error().message().size() < 300);
}

QTEST_APPLESS_MAIN(tst_DustDecimal)
#include "tst_dustdecimal.moc"
