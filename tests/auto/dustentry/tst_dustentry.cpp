// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustentry.h"

#include <QtCore/QMetaEnum>
#include <QtCore/QMetaProperty>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class tst_DustEntry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdsWhatItWasGiven();
    void names_data();
    void names();
    void namesOfOthers();
    void typeOf_data();
    void typeOf();
    void compares();
    void isAGadget();
};

static const DustEntry entry(*DustPath::parse(u"a/b"_s), 5, DustEntry::Counter, 7);

void tst_DustEntry::holdsWhatItWasGiven()
{
    QCOMPARE(entry.pathString(), u"a/b"_s);
    QCOMPARE(entry.value(), DustValue(5));
    QCOMPARE(entry.variant(), QVariant(qlonglong(5)));
    QCOMPARE(entry.type(), DustEntry::Counter);
    QCOMPARE(entry.typeName(), u"counter"_s);
    QCOMPARE(entry.revision(), 7u);
    QVERIFY(DustEntry().path().isEmpty());
    QCOMPARE(DustEntry().type(), DustEntry::Null);
}

void tst_DustEntry::names_data()
{
    QTest::addColumn<DustEntry::Type>("type");
    const QMetaEnum types = QMetaEnum::fromType<DustEntry::Type>();
    QCOMPARE(types.keyCount(), 12);
    for (int i = 0; i < types.keyCount(); ++i)
        QTest::newRow(types.key(i)) << DustEntry::Type(types.value(i));
}

// On the wire each type is called like its enumerator, in lower case.
void tst_DustEntry::names()
{
    QFETCH(DustEntry::Type, type);
    const QString name = QString::fromLatin1(QTest::currentDataTag()).toLower();
    QCOMPARE(DustEntry::typeName(type), name);
    QCOMPARE(DustEntry::typeFromName(name), std::optional(type));
}

void tst_DustEntry::namesOfOthers()
{
    QCOMPARE(DustEntry::typeFromName(u"list"_s), std::nullopt);
    QCOMPARE(DustEntry::typeFromName(u"String"_s), std::nullopt);
    QCOMPARE(DustEntry::typeFromName(u""_s), std::nullopt);
    QCOMPARE(DustEntry::typeName(DustEntry::Type(99)), QString());
}

void tst_DustEntry::typeOf_data()
{
    QTest::addColumn<DustEntry::Type>("type");
    QTest::newRow("null") << DustEntry::Null;
    QTest::newRow("false") << DustEntry::Boolean;
    QTest::newRow("1") << DustEntry::Integer;
    QTest::newRow("18446744073709551615") << DustEntry::Integer;
    QTest::newRow("1.0") << DustEntry::Float;
    QTest::newRow("\"text\"") << DustEntry::String;
    QTest::newRow("[1]") << DustEntry::String;
    QTest::newRow("{}") << DustEntry::Map;
    QTest::newRow(R"({"a":1})") << DustEntry::Map;
    QTest::newRow(R"({"_type":"decimal","_typed":"1"})") << DustEntry::Decimal;
    QTest::newRow(R"({"_type":"datetime","_typed":"x"})") << DustEntry::DateTime;
    QTest::newRow(R"({"_type":"file","hash":"x"})") << DustEntry::File;
    QTest::newRow(R"({"_type":"lease","token":1})") << DustEntry::Lease;
    QTest::newRow(R"({"_type":"counter","_typed":1})") << DustEntry::Map;
    QTest::newRow(R"({"_type":"decimal"})") << DustEntry::Map;
}

void tst_DustEntry::typeOf()
{
    QTEST(DustEntry::typeOf(*DustValue::fromJson(QByteArray(QTest::currentDataTag()))), "type");
}

void tst_DustEntry::compares()
{
    const DustPath path = entry.path();
    QVERIFY(entry == DustEntry(path, 5, DustEntry::Counter, 7));
    QVERIFY(entry != DustEntry(path, 5.0, DustEntry::Counter, 7));
    QVERIFY(entry != DustEntry(path, 5, DustEntry::Integer, 7));
    QVERIFY(entry != DustEntry(path, 5, DustEntry::Counter, 8));
    QVERIFY(entry != DustEntry(path.parent(), 5, DustEntry::Counter, 7));
}

void tst_DustEntry::isAGadget()
{
    const QMetaObject &meta = DustEntry::staticMetaObject;
    const auto read = [&](const char *name) {
        return meta.property(meta.indexOfProperty(name)).readOnGadget(&entry);
    };
    QCOMPARE(read("path").toString(), u"a/b"_s);
    QCOMPARE(read("value").toInt(), 5);
    QCOMPARE(read("typeName").toString(), u"counter"_s);
    QCOMPARE(read("revision").toULongLong(), 7u);
    QString text;
    QDebug(&text) << entry;
    QCOMPARE(text.trimmed(), u"DustEntry(DustPath(\"a/b\"), counter, revision 7, DustValue(5))"_s);
}

QTEST_APPLESS_MAIN(tst_DustEntry)
#include "tst_dustentry.moc"
