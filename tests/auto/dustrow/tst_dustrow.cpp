// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustrowtable_p.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

DustStoredValue stored(const DustValue &value, quint64 revision = 1)
{
    return { value.toMessagePack(), DustEntry::typeOf(value), revision, 1700000000000 };
}

class Rows
{
public:
    void put(const QByteArray &path, const DustStoredValue &value,
             DustRow::Condition condition = DustRow::Sound)
    {
        table.insert(DustRow::create(path, value, condition));
    }

    DustRowTable table;
};

DustPath path(const QString &rendered)
{
    return DustPath::parse(rendered).value();
}

} // namespace

class tst_DustRow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isSmall();
    void keepsWhatItWasMadeOf_data();
    void keepsWhatItWasMadeOf();
    void isNotMadeOfTooMuch();
    void valueOfBytesThatAreNotMessagePack_data();
    void valueOfBytesThatAreNotMessagePack();
    void valueOfADamagedRow_data();
    void valueOfADamagedRow();
    void givesAnEntry();
    void viewGivesEntries_data();
    void viewGivesEntries();
    void viewRefusesContradictingLeaves();
    void viewRefusesADamagedRow();
    void below();
};

void tst_DustRow::isSmall()
{
    QCOMPARE(sizeof(DustRow), 24u);
}

void tst_DustRow::keepsWhatItWasMadeOf_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("packed");
    QTest::addColumn<DustEntry::Type>("type");
    QTest::addColumn<quint64>("revision");
    QTest::addColumn<qint64>("syncedAt");

    const QByteArray text = DustValue(u"Qt"_s).toMessagePack();
    QTest::newRow("a string") << QByteArray("links/qt/title") << text << DustEntry::String
                              << quint64(7) << qint64(1700000000000);
    QTest::newRow("no value bytes")
            << QByteArray("a") << QByteArray("") << DustEntry::Null << quint64(0) << qint64(0);
    QTest::newRow("no path") << QByteArray("") << text << DustEntry::String << quint64(1)
                             << qint64(-1);
    QTest::newRow("NUL inside") << QByteArray("a\0b", 3) << QByteArray("\0\0", 2) << DustEntry::Set
                                << quint64(1) << qint64(1);
    QTest::newRow("largest numbers") << QByteArray("a") << text << DustEntry::Counter << ~quint64(0)
                                     << std::numeric_limits<qint64>::min();
    QTest::newRow("1,000 segments") << QByteArray("a/").repeated(999) + 'a' << text
                                    << DustEntry::String << quint64(1) << qint64(1);
    QTest::newRow("10 MB") << QByteArray("a") << QByteArray(10'000'000, 'x') << DustEntry::String
                           << quint64(1) << qint64(1);
    QTest::newRow("longest path") << QByteArray(DustRow::MaximumPathBytes, 'x') << text
                                  << DustEntry::String << quint64(1) << qint64(1);
}

void tst_DustRow::keepsWhatItWasMadeOf()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, packed);
    QFETCH(DustEntry::Type, type);
    QFETCH(quint64, revision);
    QFETCH(qint64, syncedAt);

    const DustStoredValue value = { packed, type, revision, syncedAt };
    const DustRow::Pointer row = DustRow::create(path, value);
    QVERIFY(row);
    QCOMPARE(row->path(), QByteArrayView(path));
    QCOMPARE(row->packed(), QByteArrayView(packed));
    QCOMPARE(row->type(), type);
    QCOMPARE(row->revision(), revision);
    QCOMPARE(row->syncedAt(), syncedAt);
    QCOMPARE(row->condition(), DustRow::Sound);
    QCOMPARE(row->stored(), value);
    DustStoredValue other = value;
    other.revision = revision + 1;
    QVERIFY(row->stored() != other);
}

void tst_DustRow::isNotMadeOfTooMuch()
{
    QVERIFY(!DustRow::create(QByteArray(DustRow::MaximumPathBytes + 1, 'x'), stored(true)));
}

void tst_DustRow::valueOfBytesThatAreNotMessagePack_data()
{
    QTest::addColumn<QByteArray>("packed");
    QTest::newRow("nothing") << QByteArray("");
    QTest::newRow("a byte that is never used") << QByteArray("\xc1");
    QTest::newRow("a string cut short") << QByteArray("\xa5hell");
    QTest::newRow("two values") << QByteArray("\x01\x02");
    QTest::newRow("an array of too many") << QByteArray("\xdd\xff\xff\xff\xff");
}

void tst_DustRow::valueOfBytesThatAreNotMessagePack()
{
    QFETCH(QByteArray, packed);
    const DustStoredValue value = { packed, DustEntry::String, 3, 0 };
    QVERIFY(!value.value());
    const DustRow::Pointer row = DustRow::create("links/qt/title", value);
    for (const DustError &error : { row->value().error(), row->entry().error() }) {
        QCOMPARE(error.kind(), DustError::Storage);
        QCOMPARE(error.reason(), u"damaged_row"_s);
        QCOMPARE(error.path(), u"links/qt/title"_s);
        QVERIFY2(error.message().contains(u"\"links/qt/title\""_s), qPrintable(error.message()));
        QVERIFY2(error.message().contains(u"MessagePack"_s), qPrintable(error.message()));
    }
}

void tst_DustRow::valueOfADamagedRow_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QString>("saying");
    QTest::newRow("bad path") << QByteArray("links//title") << u"it is not a path"_s;
    QTest::newRow("bad number") << QByteArray("links/title") << u"type, revision"_s;
}

void tst_DustRow::valueOfADamagedRow()
{
    QFETCH(QByteArray, path);
    QFETCH(QString, saying);
    const DustRow::Pointer row = DustRow::create(path, stored(u"Qt"_s), DustRow::Damaged);
    QCOMPARE(row->condition(), DustRow::Damaged);
    const DustError error = row->value().error();
    QCOMPARE(error.kind(), DustError::Storage);
    QCOMPARE(error.reason(), u"damaged_row"_s);
    QCOMPARE(error.path(), QString::fromUtf8(path));
    QVERIFY2(error.message().contains(saying), qPrintable(error.message()));
    QCOMPARE(row->entry().error(), error);
}

void tst_DustRow::givesAnEntry()
{
    const DustRow::Pointer row = DustRow::create("links/qt/title", stored(u"Qt"_s, 7));
    const auto entry = row->entry();
    QVERIFY2(entry, qPrintable(entry.error().message()));
    QCOMPARE(*entry, DustEntry(path(u"links/qt/title"_s), u"Qt"_s, DustEntry::String, 7));
}

void tst_DustRow::viewGivesEntries_data()
{
    QTest::addColumn<QString>("at");
    QTest::addColumn<DustValue>("value");
    QTest::addColumn<DustEntry::Type>("type");
    QTest::addColumn<quint64>("revision");

    QTest::newRow("a leaf") << u"links/qt/title"_s << DustValue(u"Qt"_s) << DustEntry::String
                            << quint64(2);
    QTest::newRow("a subtree has the largest revision")
            << u"links/qt"_s << DustValue(DustObject{ { u"title"_s, u"Qt"_s }, { u"visits"_s, 3 } })
            << DustEntry::Map << quint64(5);
    QTest::newRow("a leaf wins over what is below")
            << u"both"_s << DustValue(true) << DustEntry::Boolean << quint64(3);
    QTest::newRow("an envelope") << u"price"_s << DustValue::decimal(u"1.50"_s)
                                 << DustEntry::Decimal << quint64(4);
}

void tst_DustRow::viewGivesEntries()
{
    QFETCH(QString, at);
    QFETCH(DustValue, value);
    QFETCH(DustEntry::Type, type);
    QFETCH(quint64, revision);

    Rows rows;
    rows.put("links/qt/title", stored(u"Qt"_s, 2));
    rows.put("links/qt/visits", stored(3, 5));
    rows.put("links/qt-more/title", stored(u"no part of it"_s, 9));
    rows.put("both", stored(true, 3));
    rows.put("both/of", stored(1, 8));
    rows.put("price", stored(DustValue::decimal(u"1.50"_s), 4));
    const auto entry = rows.table.entry(path(at));
    QVERIFY2(entry, qPrintable(entry.error().message()));
    QCOMPARE(*entry, DustEntry(path(at), value, type, revision));

    const auto missing = rows.table.entry(path(u"links/qt/titl"_s));
    QCOMPARE(missing.error().kind(), DustError::NotFound);
    QCOMPARE(missing.error().path(), u"links/qt/titl"_s);
}

void tst_DustRow::viewRefusesContradictingLeaves()
{
    Rows rows;
    rows.put("a/b", stored(1));
    rows.put("a/b/c", stored(2));
    const auto entry = rows.table.entry(path(u"a"_s));
    QCOMPARE(entry.error().kind(), DustError::Invalid);
    QCOMPARE(entry.error().reason(), u"leaf_with_descendants"_s);
}

void tst_DustRow::viewRefusesADamagedRow()
{
    Rows rows;
    rows.put("a/b", stored(1));
    rows.put("a/c", { "\xc1", DustEntry::String, 1, 0 });
    for (const QString &at : { u"a"_s, u"a/c"_s }) {
        const auto entry = rows.table.entry(path(at));
        QCOMPARE(entry.error().kind(), DustError::Storage);
        QCOMPARE(entry.error().path(), u"a/c"_s);
    }
    QVERIFY(rows.table.entry(path(u"a/b"_s)));
}

void tst_DustRow::below()
{
    Rows rows;
    for (const char *at : { "a", "a b", "a!", "a-b", "a.b", "a/b", "a/b/c", "a/z", "a0", "ab" })
        rows.put(at, stored(1));
    const auto namesBelow = [&rows](QByteArrayView at) {
        QByteArrayList names;
        rows.table.scanBelow(at, [&names](const DustRow &row) {
            names.append(row.path().toByteArray());
            return true;
        });
        return names;
    };
    QCOMPARE(namesBelow("a"), QByteArrayList({ "a/b", "a/b/c", "a/z" }));
    QCOMPARE(namesBelow("a/b"), QByteArrayList({ "a/b/c" }));
    QCOMPARE(namesBelow("a b"), QByteArrayList());
    QCOMPARE(namesBelow("").size(), 10);
    QVERIFY(rows.table.hasBelow("a"));
    QVERIFY(rows.table.hasBelow(""));
    QVERIFY(!rows.table.hasBelow("a!"));
    QVERIFY(!DustRowTable().hasBelow(""));
}

QTEST_APPLESS_MAIN(tst_DustRow)
#include "tst_dustrow.moc"
