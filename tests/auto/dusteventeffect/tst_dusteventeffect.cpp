// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "../dustledger/historymaker.h"
#include "../shared/histories.h"
#include "dusteventeffect_p.h"
#include "dustledger_p.h"
#include "dustmemorystorage.h"
#include "dustrowtable_p.h"

#include <QtTest/QTest>

#include <limits>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 At = 1'700'000'000'000;

struct Row
{
    QByteArray path;
    DustValue value;
    DustEntry::Type type = DustEntry::Integer;
    quint64 revision = 1;
};
using Rows = QList<Row>;

DustValue json(const char *text)
{
    return *DustValue::fromJson(text);
}

DustValue fileReference()
{
    return json(R"({"_type":"file","hash":"sha256:00","size":3})");
}

DustValue lease()
{
    return json(R"({"_type":"lease","holder":"me","token":3,"expires_at":1700000000000})");
}

DustEvent told(DustOperation::Kind op, const DustValue &value, quint64 seq = 9,
               const QByteArray &path = "a")
{
    DustEvent event;
    event.op = op;
    event.path = DustPath::fromCanonical(path);
    event.value = value;
    event.storeSeq = seq;
    return event;
}

DustRowTable tableOf(const Rows &rows)
{
    DustRowTable table;
    for (const Row &row : rows)
        table.insert(DustRow::create(row.path,
                                     { row.value.toMessagePack(), row.type, row.revision, 5 }));
    return table;
}

// "path: value type revision -> value type revision" per change.
QString shown(const std::optional<DustStoredValue> &stored)
{
    if (!stored)
        return u"nothing"_s;
    return u"%1 %2 %3 %4"_s
            .arg(QString::fromUtf8(stored->value()->toJson()), DustEntry::typeName(stored->type))
            .arg(stored->revision)
            .arg(stored->syncedAt == At ? u"now"_s : u"then"_s);
}

QStringList shown(const QList<DustLeafChange> &changes)
{
    QStringList lines;
    for (const DustLeafChange &change : changes)
        lines.append(u"%1: %2 -> %3"_s.arg(QString::fromUtf8(change.path), shown(change.before),
                                           shown(change.after)));
    return lines;
}

// Every row with its type and revision.
QStringList shown(const DustReadView &view)
{
    QStringList lines;
    view.scan({}, {}, [&lines](const DustRow &row) {
        lines.append(QString::fromUtf8(row.path()) + u": "_s + shown(row.stored()));
        return true;
    });
    return lines;
}

bool isSame(const DustReadView &a, const DustReadView &b)
{
    bool same = a.count() == b.count();
    a.scan({}, {}, [&](const DustRow &row) {
        const DustRow *other = b.find(row.path());
        same = same && other && other->stored() == row.stored();
        return same;
    });
    return same;
}

DustResult<void> mirror(DustStorage &storage, const DustEvent &event)
{
    const auto changes = DustEventEffect::of(storage.rows(), event, At);
    if (!changes)
        return changes.error();
    return storage.transaction([&]() -> DustResult<void> {
        for (const DustLeafChange &change : *changes) {
            if (change.after)
                storage.put(change.path, *change.after);
            else
                storage.erase(change.path);
        }
        return {};
    });
}

} // namespace

class tst_DustEventEffect : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void changesLeaves_data();
    void changesLeaves();
    void leavesAloneWhatWasReadLater_data();
    void leavesAloneWhatWasReadLater();
    void refusesWhatCannotBe_data();
    void refusesWhatCannotBe();
    void takesWhatStoresHold_data();
    void takesWhatStoresHold();
    void mirrorsALedger();
};

void tst_DustEventEffect::changesLeaves_data()
{
    QTest::addColumn<Rows>("rows");
    QTest::addColumn<DustEvent>("event");
    QTest::addColumn<QStringList>("changes");
    using Op = DustOperation;

    const Rows tree = { { "a", 1 }, { "a!", 2 }, { "a/b", 3 }, { "a/c/d", 4 }, { "b", 5 } };
    const auto row = [](const char *name, const Rows &rows, const DustEvent &event,
                        const QStringList &changes) {
        QTest::newRow(name) << rows << event << changes;
    };
    row("set, new", { { "b", 5 } }, told(Op::Set, u"x"_s),
        { u"a: nothing -> \"x\" string 9 now"_s });
    row("set, over a leaf", { { "a", 1 } }, told(Op::Set, 2.0),
        { u"a: 1 integer 1 then -> 2.0 float 9 now"_s });
    row("set, the same value", { { "a", 1 } }, told(Op::Set, 1),
        { u"a: 1 integer 1 then -> 1 integer 9 now"_s });
    row("set, null", {}, told(Op::Set, nullptr), { u"a: nothing -> null null 9 now"_s });
    row("set, a list", {}, told(Op::Set, json("[1]")), { u"a: nothing -> [1] string 9 now"_s });
    row("set, over a tree", tree, told(Op::Set, true),
        { u"a: 1 integer 1 then -> true boolean 9 now"_s, u"a/b: 3 integer 1 then -> nothing"_s,
          u"a/c/d: 4 integer 1 then -> nothing"_s });
    row("set, an object", tree, told(Op::Set, json(R"({"c":{"d":1,"e":2},"b":7})")),
        { u"a: 1 integer 1 then -> nothing"_s, u"a/b: 3 integer 1 then -> 7 integer 9 now"_s,
          u"a/c/d: 4 integer 1 then -> 1 integer 9 now"_s,
          u"a/c/e: nothing -> 2 integer 9 now"_s });
    row("set, an empty object", { { "a/b", 3 } }, told(Op::Set, DustObject()),
        { u"a/b: 3 integer 1 then -> nothing"_s });
    row("set, a decimal", {}, told(Op::Set, DustValue::decimal(u"1.50"_s)),
        { u"a: nothing -> {\"_type\":\"decimal\",\"_typed\":\"1.50\"} decimal 9 now"_s });
    row("set, what reads as a file", {}, told(Op::Set, json(R"({"_type":"file"})")),
        { u"a: nothing -> {\"_type\":\"file\"} map 9 now"_s });
    row("delete", tree, told(Op::Delete, nullptr),
        { u"a: 1 integer 1 then -> nothing"_s, u"a/b: 3 integer 1 then -> nothing"_s,
          u"a/c/d: 4 integer 1 then -> nothing"_s });
    row("delete, with a note", { { "a", 1 } }, told(Op::Delete, u"why"_s),
        { u"a: 1 integer 1 then -> nothing"_s });
    row("delete, of nothing", { { "b", 1 } }, told(Op::Delete, nullptr), {});
    row("merge", tree, told(Op::Merge, json(R"({"b":7,"c":{"e":8},"f":9})")),
        { u"a/b: 3 integer 1 then -> 7 integer 9 now"_s, u"a/c/d: 4 integer 1 then -> nothing"_s,
          u"a/c/e: nothing -> 8 integer 9 now"_s, u"a/f: nothing -> 9 integer 9 now"_s });
    row("merge, a scalar over a subtree", { { "a/b/c", 1 } }, told(Op::Merge, json(R"({"b":7})")),
        { u"a/b: nothing -> 7 integer 9 now"_s });
    row("merge, nothing", tree, told(Op::Merge, DustObject()), {});
    row("put_file", tree, told(Op::PutFile, fileReference()),
        { u"a: 1 integer 1 then -> %1 file 9 now"_s.arg(
                  QString::fromUtf8(fileReference().toJson())),
          u"a/b: 3 integer 1 then -> nothing"_s, u"a/c/d: 4 integer 1 then -> nothing"_s });
    row("increment, new", {}, told(Op::Increment, 5), { u"a: nothing -> 5 counter 9 now"_s });
    row("increment, the leaf alone", tree, told(Op::Increment, 5),
        { u"a: 1 integer 1 then -> 5 counter 9 now"_s });
    row("increment, over text", { { "a", u"x"_s, DustEntry::String } }, told(Op::Increment, 2.5),
        { u"a: \"x\" string 1 then -> 2.5 counter 9 now"_s });
    row("add", tree, told(Op::Add, json("[2,1]")), { u"a: 1 integer 1 then -> [2,1] set 9 now"_s });
    row("remove, the last", { { "a", json("[1]"), DustEntry::Set } }, told(Op::Remove, DustArray()),
        { u"a: [1] set 1 then -> [] set 9 now"_s });
    const QString held = QString::fromUtf8(lease().toJson());
    row("lease", {}, told(Op::Lease, lease()), { u"a: nothing -> %1 lease 9 now"_s.arg(held) });
    row("renew, the leaf alone", tree, told(Op::Renew, lease()),
        { u"a: 1 integer 1 then -> %1 lease 9 now"_s.arg(held) });
    row("release", { { "a", lease(), DustEntry::Lease }, { "a/b", 1 } }, told(Op::Release, nullptr),
        { u"a: %1 lease 1 then -> nothing"_s.arg(held) });
    row("release, of nothing", { { "a/b", 1 } }, told(Op::Release, nullptr), {});
}

void tst_DustEventEffect::changesLeaves()
{
    QFETCH(Rows, rows);
    QFETCH(DustEvent, event);
    QFETCH(QStringList, changes);
    const auto found = DustEventEffect::of(tableOf(rows), event, At);
    QVERIFY2(found, qPrintable(found.error().message()));
    QCOMPARE(shown(*found), changes);
}

void tst_DustEventEffect::leavesAloneWhatWasReadLater_data()
{
    QTest::addColumn<DustEvent>("event");
    QTest::addColumn<quint64>("revision"); // of a/b; that of a is 1
    QTest::addColumn<QByteArrayList>("changed");
    using Op = DustOperation;

    const auto row = [](const char *name, Op::Kind op, const char *value, quint64 seq,
                        quint64 revision, const QByteArrayList &changed,
                        const QByteArray &path = "a") {
        QTest::newRow(name) << told(op, json(value), seq, path) << revision << changed;
    };
    row("set below", Op::Set, "1", 9, 8, { "a/b" }, "a/b");
    row("set at the same", Op::Set, "1", 9, 9, {}, "a/b");
    row("set above", Op::Set, "1", 9, 10, {}, "a/b");
    row("set of the parent", Op::Set, "1", 9, 10, { "a" });
    row("set of an object", Op::Set, R"({"b":1,"c":2})", 9, 10, { "a", "a/c" });
    row("delete of the parent", Op::Delete, "null", 9, 9, { "a" });
    row("merge", Op::Merge, R"({"b":1,"c":2})", 9, 9, { "a/c" });
    row("increment", Op::Increment, "1", 9, 9, {}, "a/b");
    row("add", Op::Add, "[]", 9, 10, {}, "a/b");
    row("lease", Op::Lease, "{}", 9, 10, {}, "a/b");
    row("release", Op::Release, "null", 9, 10, {}, "a/b");
    row("release of an older", Op::Release, "null", 9, 8, { "a/b" }, "a/b");
    row("no seq", Op::Set, "1", 0, 10, { "a", "a/b" });
    row("no seq, a leaf", Op::Increment, "1", 0, 10, { "a/b" }, "a/b");
}

void tst_DustEventEffect::leavesAloneWhatWasReadLater()
{
    QFETCH(DustEvent, event);
    QFETCH(quint64, revision);
    QFETCH(QByteArrayList, changed);
    const DustRowTable rows = tableOf({ { "a", 1 }, { "a/b", 3, DustEntry::Integer, revision } });
    const auto found = DustEventEffect::of(rows, event, At);
    QVERIFY2(found, qPrintable(found.error().message()));
    QByteArrayList paths;
    for (const DustLeafChange &change : *found)
        paths.append(change.path);
    QCOMPARE(paths, changed);
}

void tst_DustEventEffect::refusesWhatCannotBe_data()
{
    QTest::addColumn<DustEvent>("event");
    QTest::addColumn<QString>("reason");
    using Op = DustOperation;

    const QString surrogate(QChar(0xd800));
    DustValue deep;
    for (int i = 0; i <= DustValue::MaximumDepth; ++i)
        deep = DustArray{ deep };
    DustValue deepObject;
    for (int i = 0; i <= DustValue::MaximumDepth + 1; ++i)
        deepObject = DustObject{ { u"a"_s, deepObject } };
    const auto row = [](const char *name, const DustEvent &event, const QString &reason) {
        QTest::newRow(name) << event << reason;
    };
    row("no path", told(Op::Set, 1, 9, ""), u"empty_path"_s);
    row("a seq that no store reaches",
        told(Op::Set, 1, quint64(std::numeric_limits<qint64>::max()) + 1), u"invalid_seq"_s);
    for (const Op::Kind op :
         { Op::Merge, Op::Increment, Op::Add, Op::Remove, Op::PutFile, Op::Lease, Op::Renew })
        row(qPrintable(Op::kindName(op) + u" of text"_s), told(op, u"x"_s), u"unsuitable_value"_s);
    row("increment without a total", told(Op::Increment, nullptr), u"unsuitable_value"_s);
    row("add of an object", told(Op::Add, DustObject()), u"unsuitable_value"_s);
    row("put_file of another object", told(Op::PutFile, lease()), u"unsuitable_value"_s);
    row("an operation that is none", told(Op::Kind(77), 1), u"unsuitable_value"_s);
    row("not a number", told(Op::Set, std::nan("")), u"not_finite"_s);
    row("infinite total", told(Op::Increment, std::numeric_limits<double>::infinity()),
        u"not_finite"_s);
    row("not a number within", told(Op::Set, DustObject{ { u"x"_s, std::nan("") } }),
        u"not_finite"_s);
    row("a lone surrogate", told(Op::Set, surrogate), u"invalid_unicode"_s);
    row("a lone surrogate within", told(Op::Add, DustArray{ surrogate }), u"invalid_unicode"_s);
    row("a key with a lone surrogate", told(Op::Merge, DustObject{ { surrogate, 1 } }),
        u"invalid_unicode"_s);
    row("too deep", told(Op::Set, deep), u"depth"_s);
    row("too deep an object", told(Op::Set, deepObject), u"depth"_s);
    row("an empty key", told(Op::Set, DustObject{ { QString(), 1 } }), u"empty_segment"_s);
    row("an empty key to merge", told(Op::Merge, DustObject{ { QString(), 1 } }),
        u"empty_segment"_s);
    row("a path too long",
        told(Op::Set, DustObject{ { QString(DustPath::MaximumBytes, u'x'), 1 } }),
        u"path_too_long"_s);
}

void tst_DustEventEffect::refusesWhatCannotBe()
{
    QFETCH(DustEvent, event);
    QFETCH(QString, reason);
    const auto found = DustEventEffect::of(tableOf({ { "a", 1 } }), event, At);
    QVERIFY(!found);
    const DustError error = found.error();
    QCOMPARE(error.kind(), DustError::InvalidParams);
    QCOMPARE(error.reason(), reason);
    QCOMPARE(error.path(), event.path.toString());
    QVERIFY2(error.message().contains(event.path.toString()), qPrintable(error.message()));
}

void tst_DustEventEffect::takesWhatStoresHold_data()
{
    QTest::addColumn<DustValue>("value");
    QTest::newRow("a bad decimal") << json(R"({"_type":"decimal","_typed":"one"})");
    QTest::newRow("a bad datetime") << json(R"({"_type":"datetime","_typed":"today"})");
    QTest::newRow("a reserved key") << json(R"({"_scalar":5})");
    QTest::newRow("an empty key in a list") << json(R"([{"":1}])");
    QTest::newRow("the largest number") << DustValue(std::numeric_limits<quint64>::max());
}

void tst_DustEventEffect::takesWhatStoresHold()
{
    QFETCH(DustValue, value);
    DustMemoryStorage storage;
    QVERIFY(mirror(storage, told(DustOperation::Set, value)));
    QCOMPARE(storage.rows().entry(DustPath::fromCanonical("a"))->value(), value);
}

// What of a mirror is not the ledger's, if anything.
QString differenceAfterHistory(quint32 seed)
{
    Dice dice(seed);
    Naive::Model model; // shows the maker what there is
    HistoryMaker maker(dice, model);
    auto ledger = DustLedger::open(std::make_shared<DustMemoryStorage>(), { 0, At });
    DustMemoryStorage storage;
    qint64 monotonic = 0;
    for (int step = 0; step < 60; ++step) {
        monotonic += dice.below(400);
        const DustOperation operation = maker.operation();
        const auto commit = (*ledger)->apply(operation, u"dev"_s, { monotonic, At });
        model.apply(operation, "dev", { monotonic, At });
        if (!commit || !commit->logged)
            continue;
        const auto mirrored = mirror(storage, commit->event);
        if (!mirrored)
            return mirrored.error().message();
        if (!isSame(storage.rows(), (*ledger)->view()))
            return u"after %1 the mirror has\n%2\nand the ledger\n%3"_s.arg(
                    operation.kindName(operation.kind()), shown(storage.rows()).join(u'\n'),
                    shown((*ledger)->view()).join(u'\n'));
        // A second time it changes nothing: a row that is at the event's seq has it.
        if (const auto again = DustEventEffect::of(storage.rows(), commit->event, At);
            !again || !again->isEmpty())
            return u"the same event once more changes something"_s;
    }
    return {};
}

void tst_DustEventEffect::mirrorsALedger()
{
    const quint32 first = firstSeed();
    for (quint32 seed = first; seed < first + quint32(historyCount(500)); ++seed) {
        const QString difference = differenceAfterHistory(seed);
        QVERIFY2(difference.isEmpty(),
                 qPrintable(u"DUST_SEED=%1: %2"_s.arg(QString::number(seed), difference)));
    }
}

QTEST_APPLESS_MAIN(tst_DustEventEffect)
#include "tst_dusteventeffect.moc"
