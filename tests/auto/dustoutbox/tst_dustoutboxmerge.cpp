// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustOutbox::mergeIn().

#include "../shared/histories.h"
#include "dustledger_p.h"
#include "dustmemorystorage.h"
#include "dustoutbox_p.h"

#include <QtTest/QTest>

#include <random>

using namespace Qt::StringLiterals;

namespace {

DustPath path(const QString &rendered)
{
    return *DustPath::parse(rendered);
}

DustValue json(const char *text)
{
    return *DustValue::fromJson(text);
}

DustOperation operation(DustOperation::Kind kind, const DustValue &value)
{
    const DustPath at = path(u"a"_s);
    switch (kind) {
    case DustOperation::Set:
        return DustOperation::set(at, value);
    case DustOperation::Merge:
        return DustOperation::merge(at, value.toObject());
    case DustOperation::Increment:
        return DustOperation::increment(at, value);
    case DustOperation::Add:
        return DustOperation::addMember(at, value);
    default:
        return DustOperation::remove(at, value);
    }
}

DustOutboxEntry entryOf(DustOperation operation)
{
    DustOutboxEntry entry;
    entry.operations = { operation.setClientOpId(u"first"_s) };
    entry.callers = { { 1, u"first"_s, 0 } };
    return entry;
}

DustObject childrenNamed(const QString &prefix, int count)
{
    DustObject children;
    for (int i = 0; i < count; ++i)
        children.insert(prefix + QString::number(i), i);
    return children;
}

// What a store holds after the operations, without revisions.
QStringList rowsAfter(const QList<DustOperation> &operations)
{
    auto ledger = DustLedger::open(std::make_shared<DustMemoryStorage>(), DustNow{});
    for (const DustOperation &operation : operations)
        static_cast<void>((*ledger)->apply(operation, u"d"_s, DustNow{}));
    QStringList rows;
    (*ledger)->view().scan({}, {}, [&rows](const DustRow &row) {
        rows.append(QString::fromUtf8(row.path().toByteArray() + '=' + row.value()->toJson()));
        return true;
    });
    return rows;
}

} // namespace

class tst_DustOutboxMerge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mergesValues_data();
    void mergesValues();
    void keepsMergesSmall();
    void sharesNumberIdAndCallers();
    void mergesOnlyWhatIsAlike_data();
    void mergesOnlyWhatIsAlike();
    void mergesUnderOneFence();
    void mergesOnlyIntoTheLast_data();
    void mergesOnlyIntoTheLast();
    void doesWhatBothDo();
};

void tst_DustOutboxMerge::mergesValues_data()
{
    QTest::addColumn<DustOperation::Kind>("kind");
    QTest::addColumn<DustValue>("earlier");
    QTest::addColumn<DustValue>("later");
    QTest::addColumn<std::optional<DustValue>>("expected");

    const auto row = [](const char *name, DustOperation::Kind kind, const DustValue &earlier,
                        const DustValue &later, const std::optional<DustValue> &expected) {
        QTest::newRow(name) << kind << earlier << later << expected;
    };
    constexpr auto None = std::nullopt;
    row("set", DustOperation::Set, 1, 2, 2);
    row("set of an object", DustOperation::Set, json(R"({"x":1})"), 2, 2);
    row("set to an object", DustOperation::Set, 2, json(R"({"x":1})"), json(R"({"x":1})"));
    row("set to null", DustOperation::Set, 2, nullptr, nullptr);
    row("delete", DustOperation::Delete, nullptr, nullptr, None);
    row("add", DustOperation::Add, 1, 2, None);

    row("merge", DustOperation::Merge, json(R"({"x":1,"y":2})"), json(R"({"y":3,"z":4})"),
        json(R"({"x":1,"y":3,"z":4})"));
    row("merge of nothing", DustOperation::Merge, json(R"({"x":1})"), json("{}"),
        json(R"({"x":1})"));
    row("an object over a leaf", DustOperation::Merge, json(R"({"x":1})"), json(R"({"x":{"y":2}})"),
        json(R"({"x":{"y":2}})"));
    row("an object over an object", DustOperation::Merge, json(R"({"x":{"a":1}})"),
        json(R"({"x":{"b":2}})"), json(R"({"x":{"b":2}})"));
    row("a leaf over an object", DustOperation::Merge, json(R"({"x":{"y":2}})"), json(R"({"x":1})"),
        None);
    row("a leaf over an empty object", DustOperation::Merge, json(R"({"x":{}})"),
        json(R"({"x":1})"), None);
    row("an envelope over an object", DustOperation::Merge, json(R"({"x":{"y":2}})"),
        json(R"({"x":{"_type":"decimal","_typed":"1"}})"), None);
    row("a leaf over an envelope", DustOperation::Merge,
        json(R"({"x":{"_type":"decimal","_typed":"1"}})"), json(R"({"x":1})"), json(R"({"x":1})"));
    row("a list over a leaf", DustOperation::Merge, json(R"({"x":1})"), json(R"({"x":[2]})"),
        json(R"({"x":[2]})"));

    const DustValue most = std::numeric_limits<quint64>::max();
    const DustValue least = std::numeric_limits<qint64>::min();
    row("increment", DustOperation::Increment, 2, -5, -3);
    row("increment by nothing", DustOperation::Increment, 5, -5, 0);
    row("from end to end", DustOperation::Increment, most, least,
        std::numeric_limits<qint64>::max());
    row("too much", DustOperation::Increment, most, 1, None);
    row("too little", DustOperation::Increment, least, -1, None);
    row("floats", DustOperation::Increment, 0.5, 0.5, None);
    row("a float", DustOperation::Increment, 1, 0.5, None);
}

void tst_DustOutboxMerge::mergesValues()
{
    QFETCH(DustOperation::Kind, kind);
    QFETCH(DustValue, earlier);
    QFETCH(DustValue, later);
    QFETCH(std::optional<DustValue>, expected);

    DustOutbox outbox;
    DustOutboxEntry &entry = outbox.append(entryOf(operation(kind, earlier)));
    const DustOutboxEntry *merged = outbox.mergeIn(operation(kind, later), {});
    QCOMPARE(merged != nullptr, expected.has_value());
    QCOMPARE(entry.operation().value(), expected.value_or(earlier));
    QCOMPARE(entry.callers.size(), merged ? 2 : 1);
}

void tst_DustOutboxMerge::keepsMergesSmall()
{
    const auto mergesIn = [](const DustObject &earlier, const DustObject &later) {
        DustOutbox outbox;
        outbox.append(entryOf(operation(DustOperation::Merge, earlier)));
        return outbox.mergeIn(operation(DustOperation::Merge, later), {}) != nullptr;
    };
    QVERIFY(mergesIn(childrenNamed(u"x"_s, 125), childrenNamed(u"y"_s, 125)));
    QVERIFY(!mergesIn(childrenNamed(u"x"_s, 125), childrenNamed(u"y"_s, 126)));
    QVERIFY(mergesIn(childrenNamed(u"x"_s, 250), childrenNamed(u"x"_s, 250)));
    const DustObject large = { { u"x"_s, QString(9'000, u'x') } };
    QVERIFY(mergesIn(large, childrenNamed(u"y"_s, 1)));
    QVERIFY(!mergesIn(large, large));
    const DustObject nested = { { u"x"_s, DustArray{ DustObject(large) } } };
    QVERIFY(!mergesIn(nested, nested));
}

void tst_DustOutboxMerge::sharesNumberIdAndCallers()
{
    DustOutbox outbox;
    DustOutboxEntry &entry = outbox.append(entryOf(operation(DustOperation::Set, 1)));
    DustOperation later = operation(DustOperation::Set, 2);
    later.setClientOpId(u"second"_s);
    QCOMPARE(outbox.mergeIn(later, { 2, u"second"_s, 30 }), &entry);
    QCOMPARE(outbox.count(), 1);
    QCOMPARE(entry.number, 1u);
    QCOMPARE(entry.operation().clientOpId(), u"first"_s);
    QCOMPARE(entry.callers.at(1).call, 2u);
    QCOMPARE(entry.callers.at(1).opId, u"second"_s);
    QCOMPARE(entry.callers.at(1).deadline, 30);
    QCOMPARE(outbox.findCall(2), &entry);
}

void tst_DustOutboxMerge::mergesOnlyWhatIsAlike_data()
{
    QTest::addColumn<DustOutboxEntry>("entry");
    QTest::addColumn<DustOperation>("later");

    const DustOperation set = operation(DustOperation::Set, 1);
    const DustFence fence{ path(u"f"_s), 7 };
    const auto row = [&](const char *name, const DustOperation &earlier,
                         const DustOperation &later) {
        QTest::newRow(name) << entryOf(earlier) << later;
    };
    row("another kind", operation(DustOperation::Increment, 1), set);
    row("if_match before", DustOperation(set).setIfMatch(3), set);
    row("if_match after", set, DustOperation(set).setIfMatch(3));
    row("if_absent before", DustOperation(set).setIfAbsent(true), set);
    row("if_absent after", set, DustOperation(set).setIfAbsent(true));
    row("a fence before", DustOperation(set).setFence(fence), set);
    row("a fence after", set, DustOperation(set).setFence(fence));
    row("another fence", DustOperation(set).setFence({ fence.key, 8 }),
        DustOperation(set).setFence(fence));

    const auto marked = [&](const char *name, const auto &mark) {
        DustOutboxEntry entry = entryOf(set);
        mark(entry);
        QTest::newRow(name) << entry << set;
    };
    marked("a batch", [](DustOutboxEntry &entry) { entry.isBatch = true; });
    marked("its own id", [](DustOutboxEntry &entry) { entry.keepsId = true; });
    marked("transient", [](DustOutboxEntry &entry) { entry.isTransient = true; });
    marked("content", [](DustOutboxEntry &entry) { entry.content = "x"; });
    marked("sent before", [](DustOutboxEntry &entry) { entry.attempts = 1; });
    marked("in flight", [](DustOutboxEntry &entry) { entry.state = DustOutboxEntry::InFlight; });
    marked("unanswered", [](DustOutboxEntry &entry) { entry.state = DustOutboxEntry::Unanswered; });
    marked("accepted", [](DustOutboxEntry &entry) { entry.state = DustOutboxEntry::Accepted; });
}

void tst_DustOutboxMerge::mergesOnlyWhatIsAlike()
{
    QFETCH(DustOutboxEntry, entry);
    QFETCH(DustOperation, later);

    DustOutbox outbox;
    outbox.append(entry);
    QCOMPARE(outbox.mergeIn(later, {}), nullptr);
    QCOMPARE(outbox.find(1)->operations, entry.operations);
}

void tst_DustOutboxMerge::mergesUnderOneFence()
{
    const DustFence fence{ path(u"f"_s), 7 };
    DustOutbox outbox;
    DustOutboxEntry &entry = outbox.append(
            entryOf(operation(DustOperation::Set, 1).setFence(fence)));
    outbox.append(entryOf(DustOperation::set(path(u"b"_s), 1).setFence(fence)));
    QCOMPARE(outbox.mergeIn(operation(DustOperation::Set, 2).setFence(fence), {}), &entry);
    QCOMPARE(entry.operation().fence(), fence);
    QCOMPARE(entry.operation().value(), DustValue(2));
}

void tst_DustOutboxMerge::mergesOnlyIntoTheLast_data()
{
    QTest::addColumn<DustOperation>("between");
    QTest::addColumn<bool>("expected");

    const auto fenced = [](DustOperation operation, const QString &key) {
        return operation.setFence({ path(key), 7 });
    };
    QTest::newRow("elsewhere") << DustOperation::set(path(u"b"_s), 1) << true;
    QTest::newRow("what begins alike") << DustOperation::set(path(u"a!"_s), 1) << true;
    QTest::newRow("below") << DustOperation::set(path(u"a/b"_s), 1) << false;
    QTest::newRow("above") << DustOperation::remove(path(u"r"_s)) << true;
    QTest::newRow("the same path") << DustOperation::remove(path(u"a"_s)) << false;
    QTest::newRow("as its fence") << fenced(DustOperation::set(path(u"b"_s), 1), u"a"_s) << false;
    QTest::newRow("as a fence below")
            << fenced(DustOperation::set(path(u"b"_s), 1), u"a/f"_s) << false;
}

void tst_DustOutboxMerge::mergesOnlyIntoTheLast()
{
    QFETCH(DustOperation, between);
    QFETCH(bool, expected);

    DustOutbox outbox;
    outbox.append(entryOf(operation(DustOperation::Set, 1)));
    outbox.append(entryOf(between));
    QCOMPARE(outbox.mergeIn(operation(DustOperation::Set, 2), {}) != nullptr, expected);
}

// Whatever was there, and wherever a merge can say it at all.
void tst_DustOutboxMerge::doesWhatBothDo()
{
    static const QList<DustValue> values = { 1,
                                             2,
                                             nullptr,
                                             json("[1]"),
                                             json("{}"),
                                             json(R"({"x":1})"),
                                             json(R"({"y":2})"),
                                             json(R"({"x":{"z":1},"y":2})"),
                                             json(R"({"x":{"y":{}},"z":{"x":1}})"),
                                             json(R"({"_type":"decimal","_typed":"1"})") };
    constexpr std::array Kinds = { DustOperation::Set, DustOperation::Merge,
                                   DustOperation::Increment };
    const quint32 seed = firstSeed();
    std::minstd_rand dice(seed);
    const auto value = [&] { return values.at(qsizetype(dice() % quint64(values.size()))); };
    int mergedCount = 0;
    for (int i = historyCount(2000); i > 0; --i) {
        const DustOperation::Kind kind = Kinds.at(dice() % Kinds.size());
        const DustOperation before = operation(DustOperation::Set, value());
        const DustOperation earlier = operation(kind, value());
        const DustOperation later = operation(kind, value());
        if (!earlier.validate() || !later.validate())
            continue;
        DustOutbox outbox;
        const DustOutboxEntry &entry = outbox.append(entryOf(earlier));
        if (!outbox.mergeIn(later, {}))
            continue;
        ++mergedCount;
        if (kind == DustOperation::Increment && !before.value().isInteger())
            continue; // both are refused, and so is the one
        QVERIFY2(rowsAfter({ before, earlier, later }) == rowsAfter({ before, entry.operation() }),
                 qPrintable(u"DUST_SEED=%1: %2, %3, %4"_s.arg(seed).arg(QDebug::toString(before),
                                                                        QDebug::toString(earlier),
                                                                        QDebug::toString(later))));
    }
    QVERIFY(mergedCount > 100);
}

QTEST_APPLESS_MAIN(tst_DustOutboxMerge)
#include "tst_dustoutboxmerge.moc"
