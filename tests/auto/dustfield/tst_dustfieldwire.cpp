// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What is refused although Qt would take it, and nulls of other types than the field's.

#include "tst_dustfield_everything.h"

#include <QtTest/QTest>

class tst_DustFieldWire : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesToRead_data();
    void refusesToRead();
    void reads_data();
    void reads();
    void nullsOfOtherTypes_data();
    void nullsOfOtherTypes();
    void elementsThatAreNoMaps_data();
    void elementsThatAreNoMaps();
    void malformedUrl();
    void nullTextInAny();
};

void tst_DustFieldWire::refusesToRead_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const char *text) {
        QTest::addRow("%s %s", name, text) << QString::fromLatin1(name) << QString::fromUtf8(text);
    };
    row("date", "2026/03/31");
    row("date", "2026:03:31");
    row("date", "2026-03-3١");
    row("time", "24:00:00");
    row("time", "24:00");
    row("time", "12.00");
    row("at", "2026/03/31T12:00:00Z");
    row("at", "2026-03-31T24:00:00Z");
    row("at", "2026-03-31T12Z");
    row("at", "2026-03-31T12");
    row("at", "2026-03-31T12+01:00");
    row("at", "2026-03-31T");
    row("bytes", "QQ");
    row("bytes", "QUI");
    row("bytes", "QQ=");
    row("bytes", "QUJDR");
    row("bytes", "QQ==QQ==");
}

void tst_DustFieldWire::refusesToRead()
{
    QFETCH(QString, name);
    QFETCH(QString, text);
    const auto read = fieldOf(name).fromWire(DustValue(text));
    QVERIFY2(!read, qPrintable(text));
    QCOMPARE(read.error().kind(), DustError::Invalid);
    QVERIFY2(read.error().message().startsWith(u"Field \"%1\": is not "_s.arg(name)),
             qPrintable(read.error().message()));
}

void tst_DustFieldWire::reads_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QVariant>("value");
    const auto row = [](const char *name, const QString &text, const QVariant &value) {
        QTest::addRow("%s %s", name, qPrintable(text))
                << QString::fromLatin1(name) << text << value;
    };
    row("time", u"23:59"_s, QTime(23, 59));
    row("at", u"2026-03-31T12:00Z"_s, utc(12, 0, 0));
    row("at", u"2026-03-31 12:00:00"_s, utc(12, 0, 0));
    row("at", u"2026-03-31T12:00:00.5-00:30"_s, utc(12, 30, 0, 500));
    row("bytes", u"QQ=="_s, QByteArray("A"));
    row("bytes", u"QUJD"_s, QByteArray("ABC"));
}

void tst_DustFieldWire::reads()
{
    QFETCH(QString, name);
    QFETCH(QString, text);
    const auto read = fieldOf(name).fromWire(DustValue(text));
    QVERIFY2(read, qPrintable(read.error().message()));
    QTEST(*read, "value");
}

void tst_DustFieldWire::nullsOfOtherTypes_data()
{
    QTest::addColumn<QVariant>("null");
    QTest::newRow("invalid") << QVariant();
    QTest::newRow("nullptr") << QVariant::fromValue(nullptr);
    QTest::newRow("null text") << QVariant(QString());
    QTest::newRow("null of JSON") << of(QJsonValue());
    QTest::newRow("undefined of JSON") << of(QJsonValue(QJsonValue::Undefined));
}

void tst_DustFieldWire::nullsOfOtherTypes()
{
    QFETCH(QVariant, null);
    const DustSchema schema = runTime();
    for (const DustField &field : schema.fields()) {
        const auto wire = field.toWire(null);
        QVERIFY2(wire, qPrintable(wire.error().message()));
        QCOMPARE(*wire, *field.toWire(field.nullValue()));
        QVERIFY2(field.isNullValue(null), qPrintable(field.name()));
    }
    for (const auto &name : { u"flag"_s, u"count"_s, u"size"_s, u"text"_s, u"any"_s })
        QCOMPARE(*schema.fields().at(schema.indexOf(name)).toWire(null), DustValue());
}

void tst_DustFieldWire::elementsThatAreNoMaps_data()
{
    QTest::addColumn<QVariant>("element");
    QTest::newRow("number") << QVariant(5);
    QTest::newRow("text") << QVariant(u"abc"_s);
    QTest::newRow("null") << QVariant();
    QTest::newRow("list") << QVariant(QVariantList{ 1 });
    QTest::newRow("record of another schema") << of(DustRecord(runTime()));
}

void tst_DustFieldWire::elementsThatAreNoMaps()
{
    QFETCH(QVariant, element);
    const DustSchema schema = runTime();
    const DustField editors = schema.fields().at(schema.indexOf(u"editors"_s));
    const QVariantMap map{ { u"fullName"_s, u"Ada"_s } };
    for (const QVariantList &list : { QVariantList{ element }, QVariantList{ map, element } }) {
        const auto wire = editors.toWire(list);
        QVERIFY(!wire);
        QCOMPARE(wire.error().kind(), DustError::Invalid);
        QCOMPARE(wire.error().message(),
                 u"Field \"editors\": element %1: is not a map."_s.arg(list.size() - 1));
    }
    if (!element.isValid())
        return;
    const auto wire = schema.fields().at(schema.indexOf(u"author"_s)).toWire(element);
    QVERIFY(!wire);
    QCOMPARE(wire.error().message(), u"Field \"author\": is not a map."_s);
}

void tst_DustFieldWire::malformedUrl()
{
    const QVariant malformed(QUrl(u"https://qt.io:99999"_s));
    const DustField url = fieldOf(u"url"_s);
    QVERIFY(!url.isNullValue(malformed));
    QVERIFY(!url.isEqual(malformed, QUrl()));
    const auto wire = url.toWire(malformed);
    QVERIFY(!wire);
    QCOMPARE(wire.error().message(), u"Field \"url\": is not a URL."_s);
    QCOMPARE(*url.toWire(QUrl()), DustValue());
}

void tst_DustFieldWire::nullTextInAny()
{
    const DustField any = fieldOf(u"any"_s);
    QCOMPARE(*any.toWire(QString()), DustValue());
    QCOMPARE(*any.toWire(u""_s), DustValue(u""_s));
    QVERIFY(any.isNullValue(QString()));
    QVERIFY(!any.isNullValue(u""_s));
}

QTEST_APPLESS_MAIN(tst_DustFieldWire)
#include "tst_dustfieldwire.moc"
