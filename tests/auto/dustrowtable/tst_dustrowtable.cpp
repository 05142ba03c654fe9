// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "../shared/histories.h"
#include "dustrowtable_p.h"

#include <QtTest/QTest>

#include <map>

using namespace Qt::StringLiterals;

namespace {

DustRow::Pointer row(const QByteArray &path, quint64 revision = 1)
{
    return DustRow::create(path, { "\x01", DustEntry::Integer, revision, 0 });
}

QByteArrayList paths(const DustRowTable &table, QByteArrayView from, QByteArrayView to,
                     int most = -1)
{
    QByteArrayList found;
    table.scan(from, to, [&](const DustRow &each) {
        found.append(each.path().toByteArray());
        return found.size() != most;
    });
    return found;
}

QByteArrayList pathsDescending(const DustRowTable &table, QByteArrayView from, QByteArrayView to,
                               int most = -1)
{
    QByteArrayList found;
    table.scanDescending(from, to, [&](const DustRow &each) {
        found.append(each.path().toByteArray());
        return found.size() != most;
    });
    return found;
}

QByteArrayList reversed(QByteArrayList list)
{
    std::reverse(list.begin(), list.end());
    return list;
}

} // namespace

class tst_DustRowTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsEmpty();
    void insertsAndTakes();
    void givesBackWhatItReplaces();
    void scansWithinBounds_data();
    void scansWithinBounds();
    void stopsWhenTold();
    void comparesBytes();
    void moves();
    void equalsAMapAfterRandomChanges();
    void equalsAMapFilledInOrder_data();
    void equalsAMapFilledInOrder();
};

void tst_DustRowTable::startsEmpty()
{
    const DustRowTable table;
    QCOMPARE(table.count(), 0);
    QVERIFY(!table.find("a"));
    QVERIFY(!table.find(""));
    QVERIFY(paths(table, {}, {}).isEmpty());
    QVERIFY(pathsDescending(table, {}, {}).isEmpty());
    QVERIFY(paths(table, "a", "b").isEmpty());
    QVERIFY(pathsDescending(table, "a", "b").isEmpty());
}

void tst_DustRowTable::insertsAndTakes()
{
    DustRowTable table;
    QVERIFY(!table.insert(row("b", 2)));
    QVERIFY(!table.insert(row("a", 1)));
    QCOMPARE(table.count(), 2);
    QCOMPARE(table.find("b")->revision(), quint64(2));
    QVERIFY(!table.find("ab"));
    QVERIFY(!table.take("c"));
    const DustRow::Pointer taken = table.take("b");
    QCOMPARE(taken->path(), QByteArrayView("b"));
    QVERIFY(!table.find("b"));
    QVERIFY(table.take("a"));
    QCOMPARE(table.count(), 0);
    QVERIFY(!table.take("a"));
    QVERIFY(!table.insert(row("a", 3)));
    QCOMPARE(table.find("a")->revision(), quint64(3));
}

void tst_DustRowTable::givesBackWhatItReplaces()
{
    DustRowTable table;
    table.insert(row("a", 1));
    const DustRow *first = table.find("a");
    const DustRow::Pointer before = table.insert(row("a", 2));
    QCOMPARE(before.get(), first);
    QCOMPARE(before->revision(), quint64(1));
    QCOMPARE(table.count(), 1);
    QCOMPARE(table.find("a")->revision(), quint64(2));
}

void tst_DustRowTable::scansWithinBounds_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QByteArrayList>("found");

    QTest::newRow("all") << QByteArray() << QByteArray()
                         << QByteArrayList({ "b", "d", "d/e", "f" });
    QTest::newRow("from a row on")
            << QByteArray("d") << QByteArray() << QByteArrayList({ "d", "d/e", "f" });
    QTest::newRow("from between rows on")
            << QByteArray("c") << QByteArray() << QByteArrayList({ "d", "d/e", "f" });
    QTest::newRow("to a row") << QByteArray() << QByteArray("d") << QByteArrayList({ "b" });
    QTest::newRow("to between rows")
            << QByteArray() << QByteArray("d!") << QByteArrayList({ "b", "d" });
    QTest::newRow("both") << QByteArray("b") << QByteArray("f")
                          << QByteArrayList({ "b", "d", "d/e" });
    QTest::newRow("one") << QByteArray("d/") << QByteArray("d0") << QByteArrayList({ "d/e" });
    QTest::newRow("empty range") << QByteArray("d") << QByteArray("d") << QByteArrayList();
    QTest::newRow("nothing in it") << QByteArray("c") << QByteArray("ca") << QByteArrayList();
    QTest::newRow("behind the end") << QByteArray("g") << QByteArray() << QByteArrayList();
    QTest::newRow("before the beginning") << QByteArray() << QByteArray("a") << QByteArrayList();
    QTest::newRow("turned round") << QByteArray("f") << QByteArray("b") << QByteArrayList();
    QTest::newRow("turned round behind the end")
            << QByteArray("z") << QByteArray("a") << QByteArrayList();
}

void tst_DustRowTable::scansWithinBounds()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QByteArrayList, found);
    DustRowTable table;
    for (const char *path : { "f", "b", "d/e", "d" })
        table.insert(row(path));
    QCOMPARE(paths(table, from, to), found);
    QCOMPARE(pathsDescending(table, from, to), reversed(found));
}

void tst_DustRowTable::stopsWhenTold()
{
    DustRowTable table;
    for (int i = 1000; i < 2000; ++i)
        table.insert(row(QByteArray::number(i)));
    QCOMPARE(paths(table, {}, {}, 3), QByteArrayList({ "1000", "1001", "1002" }));
    QCOMPARE(pathsDescending(table, {}, {}, 3), QByteArrayList({ "1999", "1998", "1997" }));
    QCOMPARE(paths(table, "1500", {}, 1), QByteArrayList({ "1500" }));
    QCOMPARE(pathsDescending(table, {}, "1500", 1), QByteArrayList({ "1499" }));
}

// PROTOCOL section 1: the order of the rendered bytes, as unsigned ones.
void tst_DustRowTable::comparesBytes()
{
    const QByteArrayList ordered = { "a",
                                     "a b",
                                     "a!",
                                     "a-b",
                                     "a.b",
                                     "a/b",
                                     "a0b",
                                     QByteArray("b\0", 2),
                                     QByteArray("b\0a", 3),
                                     "b\x01",
                                     "z",
                                     "\xc3\xa4",
                                     "\xf0\x9f\x98\x80" };
    DustRowTable table;
    for (const QByteArray &path : reversed(ordered))
        table.insert(row(path));
    QCOMPARE(paths(table, {}, {}), ordered);
}

void tst_DustRowTable::moves()
{
    DustRowTable table;
    table.insert(row("a"));
    DustRowTable other(std::move(table));
    QCOMPARE(other.count(), 1);
    DustRowTable third;
    third.insert(row("b"));
    third = std::move(other);
    QCOMPARE(paths(third, {}, {}), QByteArrayList({ "a" }));
}

void tst_DustRowTable::equalsAMapAfterRandomChanges()
{
    const quint32 first = firstSeed();
    for (int history = 0; history < historyCount(30); ++history) {
        const quint32 seed = first + quint32(history);
        const QByteArray repeat = "repeat with DUST_SEED=" + QByteArray::number(seed);
        QRandomGenerator dice(seed);
        DustRowTable table;
        std::map<QByteArray, quint64> model;
        const int keys = 1 + dice.bounded(4000); // few: replaced often; many: cut into runs
        const int steps = 200 + dice.bounded(8000);
        for (int step = 0; step < steps; ++step) {
            const QByteArray path = QByteArray::number(dice.bounded(keys), 7);
            // Grows in the first half and shrinks in the second.
            if (dice.bounded(100) < (step < steps / 2 ? 80 : 25)) {
                const DustRow::Pointer before = table.insert(row(path, quint64(step)));
                QVERIFY2(bool(before) == (model.count(path) > 0), repeat.constData());
                model[path] = quint64(step);
            } else {
                QVERIFY2(bool(table.take(path)) == (model.erase(path) > 0), repeat.constData());
            }
            const QByteArray probe = QByteArray::number(dice.bounded(keys), 7);
            const DustRow *found = table.find(probe);
            const auto expected = model.find(probe);
            QVERIFY2(bool(found) == (expected != model.end()), repeat.constData());
            QVERIFY2(!found || found->revision() == expected->second, repeat.constData());
            if (step % 100 != 0)
                continue;
            const QByteArray from = QByteArray::number(dice.bounded(keys), 7);
            const QByteArray to = QByteArray::number(dice.bounded(keys), 7);
            QByteArrayList range;
            for (const auto &[key, revision] : model) {
                if (key >= from && key < to)
                    range.append(key);
            }
            QVERIFY2(paths(table, from, to) == range, repeat.constData());
            QVERIFY2(pathsDescending(table, from, to) == reversed(range), repeat.constData());
            QVERIFY2(table.count() == qsizetype(model.size()), repeat.constData());
        }
        QByteArrayList all;
        for (const auto &[key, revision] : model)
            all.append(key);
        QVERIFY2(paths(table, {}, {}) == all, repeat.constData());
        QVERIFY2(pathsDescending(table, {}, {}) == reversed(all), repeat.constData());
    }
}

void tst_DustRowTable::equalsAMapFilledInOrder_data()
{
    QTest::addColumn<bool>("isAscending");
    QTest::newRow("ascending") << true;
    QTest::newRow("descending") << false;
}

void tst_DustRowTable::equalsAMapFilledInOrder()
{
    QFETCH(bool, isAscending);
    QByteArrayList ordered;
    for (int i = 10'000; i < 13'000; ++i)
        ordered.append(QByteArray::number(i));
    DustRowTable table;
    for (const QByteArray &path : isAscending ? ordered : reversed(ordered))
        table.insert(row(path));
    QCOMPARE(paths(table, {}, {}), ordered);
    for (const QByteArray &path : isAscending ? ordered : reversed(ordered)) {
        QVERIFY(table.find(path));
        QVERIFY(table.take(path));
        QVERIFY(!table.find(path));
    }
    QCOMPARE(table.count(), 0);
}

QTEST_APPLESS_MAIN(tst_DustRowTable)
#include "tst_dustrowtable.moc"
