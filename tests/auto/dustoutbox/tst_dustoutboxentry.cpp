// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustoutboxentry_p.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

DustPath path(const QString &rendered)
{
    return *DustPath::parse(rendered);
}

DustOutboxEntry entryOf(const QList<DustOperation> &operations)
{
    DustOutboxEntry entry;
    entry.number = 42;
    entry.operations = operations;
    entry.callers = { { 0, u"op"_s, 0 } };
    return entry;
}

DustOutboxEntry fullEntry()
{
    DustOperation set = DustOperation::set(path(u"a/ä~1/€😀"_s), u"wörth"_s);
    set.setClientOpId(u"one"_s).setIfMatch(std::numeric_limits<quint64>::max());
    DustOperation absent = DustOperation::set(path(u"b"_s), 1.0);
    absent.setClientOpId(u"two"_s).setIfAbsent(true).setFence({ path(u"f/g"_s), 7 });
    DustOutboxEntry entry = entryOf({ set, absent });
    entry.state = DustOutboxEntry::Unanswered;
    entry.isBatch = true;
    entry.keepsId = true;
    entry.attempts = 3;
    entry.acceptedSeq = 9;
    entry.wire = { set.setClientOpId(u"w:0"_s), absent.setClientOpId(u"w:1"_s) };
    entry.callers = { { 0, u"one"_s, 0 }, { 0, QString(), 0 } };
    entry.verdict = DustError(DustError::Conflict, u"The set was refused."_s,
                              { { u"reason"_s, u"conflict"_s },
                                { u"op_index"_s, 1 },
                                { u"current_revision"_s, 12u } })
                            .withRetryable(true);
    return entry;
}

DustResult<DustOutboxEntry> readBack(const DustOutboxEntry &entry)
{
    return DustOutboxEntry::fromBytes(entry.number, entry.toBytes());
}

// As an object, to be changed.
DustObject unpacked(const DustOutboxEntry &entry)
{
    return DustValue::fromMessagePack(entry.toBytes())->toObject();
}

bool isDamaged(QByteArrayView bytes)
{
    const auto entry = DustOutboxEntry::fromBytes(42, bytes);
    return !entry && entry.error().kind() == DustError::Storage
            && entry.error().reason() == u"damaged_row"_s
            && entry.error().message().contains(u"42"_s);
}

} // namespace

class tst_DustOutboxEntry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void survivesItsBytes_data();
    void survivesItsBytes();
    void keepsEveryKindOfOperation_data();
    void keepsEveryKindOfOperation();
    void leavesOutWhatBelongsToARun();
    void comesBackInTheStateThatIsKnown_data();
    void comesBackInTheStateThatIsKnown();
    void keepsTheWireOnce();
    void isCompact();
    void refusesBytesCutShort();
    void refusesWhatIsNoEntry_data();
    void refusesWhatIsNoEntry();
    void survivesDamage();
    void knowsWhetherItIsConditional();
};

void tst_DustOutboxEntry::survivesItsBytes_data()
{
    QTest::addColumn<DustOutboxEntry>("entry");

    QTest::newRow("everything") << fullEntry();
    QTest::newRow("next to nothing") << entryOf({ DustOperation::set(path(u"a"_s), 1) });
    DustOutboxEntry transient = entryOf({ DustOperation::release(path(u"a"_s), 3) });
    transient.isTransient = true;
    transient.callers.clear();
    QTest::newRow("transient") << transient;
    DustOutboxEntry accepted = fullEntry();
    accepted.state = DustOutboxEntry::Accepted;
    accepted.verdict = DustError(DustError::Closed, QString());
    QTest::newRow("accepted") << accepted;
}

void tst_DustOutboxEntry::survivesItsBytes()
{
    QFETCH(DustOutboxEntry, entry);

    const auto read = readBack(entry);
    QVERIFY2(read, qPrintable(read.error().message()));
    QCOMPARE(read->number, entry.number);
    QCOMPARE(read->state, entry.state);
    QCOMPARE(read->isBatch, entry.isBatch);
    QCOMPARE(read->keepsId, entry.keepsId);
    QCOMPARE(read->isTransient, entry.isTransient);
    QCOMPARE(read->attempts, entry.attempts);
    QCOMPARE(read->acceptedSeq, entry.acceptedSeq);
    QCOMPARE(read->operations, entry.operations);
    QCOMPARE(read->wire, entry.wire);
    QCOMPARE(read->callers.size(), entry.callers.size());
    for (qsizetype i = 0; i < entry.callers.size(); ++i)
        QCOMPARE(read->callers.at(i).opId, entry.callers.at(i).opId);
    QCOMPARE(read->verdict, entry.verdict);
}

void tst_DustOutboxEntry::keepsEveryKindOfOperation_data()
{
    QTest::addColumn<DustOperation>("operation");

    const DustPath at = path(u"a/b"_s);
    const auto row = [](DustOperation operation) {
        operation.setClientOpId(u"id"_s);
        QTest::newRow(qPrintable(DustOperation::kindName(operation.kind()))) << operation;
    };
    row(DustOperation::set(at, DustObject{ { u"x"_s, DustArray{ 1, 1.0, nullptr } } }));
    row(DustOperation::remove(at, u"a note"_s));
    row(DustOperation::merge(at, { { u"x"_s, true } }));
    row(DustOperation::increment(at, std::numeric_limits<quint64>::max()));
    row(DustOperation::addMember(at, -1));
    row(DustOperation::removeMember(at, u""_s));
    row(DustOperation::putFile(at, DustObject{ { u"_type"_s, u"file"_s }, { u"size"_s, 3 } }));
    row(DustOperation::lease(at, u"me"_s, 1500));
    row(DustOperation::renew(at, std::numeric_limits<quint64>::max(), 1));
    row(DustOperation::release(at, 5));
    QTest::newRow("set to null") << DustOperation::set(at, nullptr);
    QTest::newRow("delete") << DustOperation::remove(at).setIfMatch(1);
    QTest::newRow("merge of nothing") << DustOperation::merge(at, {});
}

void tst_DustOutboxEntry::keepsEveryKindOfOperation()
{
    QFETCH(DustOperation, operation);

    const auto read = readBack(entryOf({ operation }));
    QVERIFY2(read, qPrintable(read.error().message()));
    QCOMPARE(read->operation(), operation);
}

void tst_DustOutboxEntry::leavesOutWhatBelongsToARun()
{
    DustOutboxEntry entry = fullEntry();
    const QByteArray bytes = entry.toBytes();
    entry.number = 1;
    entry.send = 5;
    entry.linkClosedAt = 6;
    entry.content = "content";
    entry.callers[0].call = 7;
    entry.callers[0].deadline = 8;
    QCOMPARE(entry.toBytes(), bytes);

    const auto read = readBack(entry);
    QCOMPARE(read->send, 0u);
    QVERIFY(!read->linkClosedAt);
    QVERIFY(read->content.isEmpty());
    QCOMPARE(read->callers.at(0).call, 0u);
}

void tst_DustOutboxEntry::comesBackInTheStateThatIsKnown_data()
{
    QTest::addColumn<DustOutboxEntry::State>("state");
    QTest::addColumn<DustOutboxEntry::State>("expected");

    QTest::newRow("waiting") << DustOutboxEntry::Waiting << DustOutboxEntry::Waiting;
    QTest::newRow("in flight") << DustOutboxEntry::InFlight << DustOutboxEntry::Unanswered;
    QTest::newRow("unanswered") << DustOutboxEntry::Unanswered << DustOutboxEntry::Unanswered;
    QTest::newRow("accepted") << DustOutboxEntry::Accepted << DustOutboxEntry::Accepted;
}

void tst_DustOutboxEntry::comesBackInTheStateThatIsKnown()
{
    QFETCH(DustOutboxEntry::State, state);
    QFETCH(DustOutboxEntry::State, expected);

    DustOutboxEntry entry = fullEntry();
    entry.state = state;
    QCOMPARE(readBack(entry)->state, expected);
}

void tst_DustOutboxEntry::keepsTheWireOnce()
{
    DustOutboxEntry entry = entryOf({ DustOperation::set(path(u"a"_s), QString(1000, u'x')) });
    entry.wire = entry.operations;
    QVERIFY(entry.toBytes().size() < 1100);
    QCOMPARE(readBack(entry)->wire, entry.operations);
}

void tst_DustOutboxEntry::isCompact()
{
    DustOperation set = DustOperation::set(path(u"links/qt/title"_s), u"Qt"_s);
    set.setClientOpId(u"op_0123456789abcdef"_s);
    const QByteArray bytes = entryOf({ set }).toBytes();
    QVERIFY2(bytes.size() < 80, qPrintable(QString::number(bytes.size())));
}

void tst_DustOutboxEntry::refusesBytesCutShort()
{
    const QByteArray bytes = fullEntry().toBytes();
    for (qsizetype length = 0; length < bytes.size(); ++length)
        QVERIFY2(isDamaged(bytes.first(length)), qPrintable(QString::number(length)));
    QVERIFY(isDamaged(bytes + '\0'));
}

void tst_DustOutboxEntry::refusesWhatIsNoEntry_data()
{
    QTest::addColumn<DustValue>("packed");

    const auto row = [](const char *name, const QString &key, const DustValue &value) {
        DustObject object = unpacked(fullEntry());
        object.insert(key, value);
        QTest::newRow(name) << DustValue(object);
    };
    const auto operation = [&](const char *name, const QString &key, const DustValue &value) {
        DustObject object = unpacked(fullEntry()).value(u"o"_s).toArray().at(1).toObject();
        object.insert(key, value);
        row(name, u"o"_s, DustArray{ object });
    };
    QTest::newRow("no object") << DustValue(DustArray{ 1 });
    row("another version", u"v"_s, 2);
    row("no version", u"v"_s, nullptr);
    row("no state", u"s"_s, 4);
    row("a negative state", u"s"_s, -1);
    row("a state in words", u"s"_s, u"waiting"_s);
    row("too many attempts", u"n"_s, qint64(1) << 40);
    row("a seq that is none", u"a"_s, 1.5);
    row("a flag that is none", u"b"_s, 1);
    row("no operations", u"o"_s, DustArray());
    row("operations that are none", u"o"_s, 3);
    row("an operation that is none", u"o"_s, DustArray{ 3 });
    row("a wire that is none", u"w"_s, false);
    row("callers that are none", u"c"_s, DustObject());
    row("a caller that is none", u"c"_s, DustArray{ 1 });
    row("a verdict that is none", u"r"_s, u"no"_s);
    row("a verdict of no kind", u"r"_s, DustObject{ { u"k"_s, 24 } });
    row("a verdict of no error", u"r"_s, DustObject{ { u"k"_s, 0 } });
    operation("no kind", u"k"_s, 10);
    operation("an empty path", u"p"_s, u""_s);
    operation("a path that is none", u"p"_s, u"a//b"_s);
    operation("a path that is no text", u"p"_s, 1);
    operation("a value that does not suit", u"k"_s, int(DustOperation::Increment));
    operation("a merge of no object", u"k"_s, int(DustOperation::Merge));
    operation("a value that cannot be", u"v"_s, DustObject{ { u""_s, 1 } });
    operation("a fence that is none", u"f"_s, 3);
    operation("a fence of one piece", u"f"_s, DustArray{ u"f"_s });
    operation("a fence without a path", u"f"_s, DustArray{ u""_s, 7 });
    operation("a fence without a token", u"f"_s, DustArray{ u"f"_s, 0 });
    operation("both preconditions", u"m"_s, 1);
}

void tst_DustOutboxEntry::refusesWhatIsNoEntry()
{
    QFETCH(DustValue, packed);

    QVERIFY(isDamaged(packed.toMessagePack()));
}

void tst_DustOutboxEntry::survivesDamage()
{
    const QByteArray bytes = fullEntry().toBytes();
    for (qsizetype at = 0; at < bytes.size(); ++at) {
        for (const char byte : { '\0', '\x7f', '\x80', '\x90', '\xc0', '\xff' }) {
            QByteArray damaged = bytes;
            damaged[at] = byte;
            const auto entry = DustOutboxEntry::fromBytes(42, damaged);
            QVERIFY(entry ? !entry->operations.isEmpty() : isDamaged(damaged));
        }
    }
}

void tst_DustOutboxEntry::knowsWhetherItIsConditional()
{
    const DustOperation set = DustOperation::set(path(u"a"_s), 1);
    QVERIFY(!entryOf({ set, set }).isConditional());
    QVERIFY(entryOf({ set, DustOperation(set).setIfMatch(1) }).isConditional());
    QVERIFY(entryOf({ DustOperation(set).setIfAbsent(true), set }).isConditional());
}

QTEST_APPLESS_MAIN(tst_DustOutboxEntry)
#include "tst_dustoutboxentry.moc"
