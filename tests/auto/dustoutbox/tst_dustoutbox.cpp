// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustoutbox_p.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

DustPath path(const QString &rendered)
{
    return rendered.isEmpty() ? DustPath() : *DustPath::parse(rendered);
}

// "set a", "inc a", "lease a", "set a | delete b" for a batch; "@f" after it for the fence f.
DustOutboxEntry entry(const QString &text)
{
    DustOutboxEntry entry;
    const QStringList parts = text.split(u" | "_s);
    entry.isBatch = parts.size() > 1;
    for (const QString &part : parts) {
        const QStringList words = part.split(u' ');
        const DustPath at = path(words.at(1));
        DustOperation operation = DustOperation::set(at, 1);
        if (words.at(0) == u"inc"_s)
            operation = DustOperation::increment(at, 1);
        else if (words.at(0) == u"delete"_s)
            operation = DustOperation::remove(at);
        else if (words.at(0) == u"lease"_s)
            operation = DustOperation::lease(at, u"me"_s);
        entry.isTransient = operation.kind() == DustOperation::Lease;
        if (const QString fence = words.value(2); !fence.isEmpty())
            operation.setFence({ path(fence.sliced(1)), 7 });
        entry.operations.append(operation);
    }
    return entry;
}

QList<quint64> ready(const DustOutbox &outbox)
{
    return { outbox.ready().begin(), outbox.ready().end() };
}

using Numbers = QList<quint64>;

} // namespace

class tst_DustOutbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsWhoHoldsUpWhom_data();
    void knowsWhoHoldsUpWhom();
    void letsOneAfterTheOtherGo();
    void holdsUpUntilAccepted();
    void takesAnAcceptedOneBack();
    void numbersItsEntries();
    void findsWhatWasSent();
    void givesOneIdToTheLater();
    void forgetsWhatWasSentWhenWaiting();
    void findsAndForgetsCalls();
    void findsARegion_data();
    void findsARegion();
    void leavesTransientOnesOutOfTheView();
    void isQuickWithManyInOneSubtree();
};

void tst_DustOutbox::knowsWhoHoldsUpWhom_data()
{
    QTest::addColumn<QStringList>("entries");
    QTest::addColumn<QList<quint64>>("expected");

    const auto row = [](const char *name, const QStringList &entries, const Numbers &expected) {
        QTest::newRow(name) << entries << expected;
    };
    row("others", { u"set a"_s, u"set b"_s, u"set c/d"_s }, { 1, 2, 3 });
    row("the same path", { u"set a"_s, u"set a"_s }, { 1 });
    row("an ancestor", { u"set a"_s, u"set a/b/c"_s }, { 1 });
    row("a descendant", { u"set a/b/c"_s, u"set a"_s }, { 1 });
    row("what only begins alike", { u"set a"_s, u"set a!"_s, u"set a0"_s, u"set ab/c"_s },
        { 1, 2, 3, 4 });
    row("a path between", { u"set a!"_s, u"set a/b"_s, u"delete a"_s }, { 1, 2 });
    row("held up by one that is held up", { u"set a"_s, u"delete a"_s, u"set a/b"_s }, { 1 });
    row("one counter", { u"inc a"_s, u"inc a"_s, u"inc a"_s }, { 1, 2, 3 });
    row("a counter set", { u"inc a"_s, u"set a"_s, u"inc a"_s }, { 1 });
    row("counters above each other", { u"inc a"_s, u"inc a/b"_s }, { 1 });
    row("one fence", { u"set a @f"_s, u"set b @f"_s }, { 1, 2 });
    row("fences above each other", { u"set a @f"_s, u"set b @f/g"_s }, { 1, 2 });
    row("the fence's own path", { u"set a @f"_s, u"set f"_s }, { 1 });
    row("below the fence", { u"set f/g"_s, u"set a @f"_s }, { 1 });
    row("a counter at the fence", { u"inc f"_s, u"set a @f"_s }, { 1 });
    row("its own fence", { u"set f @f"_s }, { 1 });
    row("counters with a fence on themselves", { u"inc a @a"_s, u"inc a @a"_s }, { 1 });
    row("a batch", { u"set a | set b"_s, u"set b/c"_s, u"set c"_s }, { 1, 3 });
    row("a batch behind", { u"set a"_s, u"set b | set a/c"_s, u"set b"_s }, { 1 });
    row("a batch with a path twice", { u"set a | delete a"_s, u"set a"_s }, { 1 });
    row("a lease", { u"lease a"_s, u"set a"_s }, { 1 });
}

void tst_DustOutbox::knowsWhoHoldsUpWhom()
{
    QFETCH(QStringList, entries);
    QFETCH(QList<quint64>, expected);

    DustOutbox outbox;
    for (const QString &text : entries)
        outbox.append(entry(text));
    QCOMPARE(ready(outbox), expected);
}

void tst_DustOutbox::letsOneAfterTheOtherGo()
{
    DustOutbox outbox;
    for (const auto &text : { u"delete a"_s, u"set a/b"_s, u"set a/c"_s, u"set a"_s, u"set a"_s })
        outbox.append(entry(text));
    QCOMPARE(ready(outbox), Numbers({ 1 }));
    outbox.remove(1);
    QCOMPARE(ready(outbox), Numbers({ 2, 3 }));
    outbox.remove(2);
    QCOMPARE(ready(outbox), Numbers({ 3 }));
    outbox.remove(4); // one in between
    QCOMPARE(ready(outbox), Numbers({ 3 }));
    outbox.remove(3);
    QCOMPARE(ready(outbox), Numbers({ 5 }));
    outbox.remove(5);
    outbox.remove(5);
    QVERIFY(outbox.isEmpty());
    QCOMPARE(ready(outbox), Numbers());
}

void tst_DustOutbox::holdsUpUntilAccepted()
{
    DustOutbox outbox;
    DustOutboxEntry &first = outbox.append(entry(u"set a"_s));
    outbox.append(entry(u"set a"_s));
    outbox.setInFlight(first, first.operations, 1);
    QCOMPARE(ready(outbox), Numbers());
    outbox.setUnanswered(first);
    QCOMPARE(ready(outbox), Numbers());
    outbox.setWaiting(first);
    QCOMPARE(ready(outbox), Numbers({ 1 }));
    outbox.setInFlight(first, first.operations, 2);
    outbox.setAccepted(first, 12);
    QCOMPARE(first.acceptedSeq, 12u);
    QCOMPARE(ready(outbox), Numbers({ 2 }));
    DustPath root;
    QCOMPARE(outbox.region(path(u"a"_s), &root), Numbers({ 1, 2 }));
    QCOMPARE(outbox.find(1), &first);
    QCOMPARE(outbox.findSend(2), &first);
}

void tst_DustOutbox::takesAnAcceptedOneBack()
{
    DustOutbox outbox;
    DustOutboxEntry &first = outbox.append(entry(u"set a"_s));
    outbox.append(entry(u"set a/b"_s));
    outbox.append(entry(u"set c"_s));
    outbox.setAccepted(first, 1);
    QCOMPARE(ready(outbox), Numbers({ 2, 3 }));
    outbox.setWaiting(first);
    QCOMPARE(ready(outbox), Numbers({ 1, 3 }));
    outbox.remove(1);
    QCOMPARE(ready(outbox), Numbers({ 2, 3 }));
}

void tst_DustOutbox::numbersItsEntries()
{
    DustOutbox outbox;
    QCOMPARE(outbox.append(entry(u"set a"_s)).number, 1u);
    DustOutboxEntry cached = entry(u"set b"_s);
    cached.number = 7;
    QCOMPARE(outbox.append(cached).number, 7u);
    QCOMPARE(outbox.nextNumber(), 8u);
    outbox.remove(7);
    QCOMPARE(outbox.append(entry(u"set c"_s)).number, 8u);
    outbox.setNextNumber(20);
    QCOMPARE(outbox.append(entry(u"set d"_s)).number, 20u);
    QCOMPARE(outbox.count(), 3);
    Numbers seen;
    std::as_const(outbox).forEach([&seen](const DustOutboxEntry &of) { seen.append(of.number); });
    QCOMPARE(seen, Numbers({ 1, 8, 20 }));
}

void tst_DustOutbox::findsWhatWasSent()
{
    DustOutbox outbox;
    DustOutboxEntry &batch = outbox.append(entry(u"set a | set b"_s));
    DustOutboxEntry &single = outbox.append(entry(u"set c"_s));
    QList<DustOperation> wire = batch.operations;
    wire[0].setClientOpId(u"x:0"_s);
    wire[1].setClientOpId(u"x:1"_s);
    outbox.setInFlight(batch, wire, 4);
    DustOperation other = single.operation();
    outbox.setInFlight(single, { other.setClientOpId(u"x:2"_s) }, 4); // in the same request

    qsizetype index = -1;
    QCOMPARE(outbox.findWire(u"x:1"_s, &index), &batch);
    QCOMPARE(index, 1);
    QCOMPARE(outbox.findWire(u"x:2"_s, &index), &single);
    QCOMPARE(index, 0);
    QCOMPARE(outbox.findWire(u"x:3"_s, &index), nullptr);
    QCOMPARE(outbox.findSend(4), &batch);
    QCOMPARE(outbox.findSend(5), nullptr);
    QCOMPARE(outbox.findSend(0), nullptr);

    outbox.setUnanswered(batch);
    QCOMPARE(outbox.findSend(4), &batch); // an answer may come late
    outbox.forgetSend(batch);
    QCOMPARE(batch.send, 0u);
    QCOMPARE(outbox.findSend(4), &single);
    QCOMPARE(outbox.findWire(u"x:0"_s, &index), &batch); // so may its event
    outbox.setInFlight(batch, wire, 6);
    QCOMPARE(batch.attempts, 2);
    outbox.remove(batch.number);
    QCOMPARE(outbox.findWire(u"x:0"_s, &index), nullptr);
    QCOMPARE(outbox.findSend(6), nullptr);
}

void tst_DustOutbox::givesOneIdToTheLater()
{
    DustOutbox outbox;
    DustOutboxEntry &first = outbox.append(entry(u"set a"_s));
    DustOutboxEntry &second = outbox.append(entry(u"set b"_s));
    DustOperation wire = first.operation();
    wire.setClientOpId(u"mine"_s);
    outbox.setInFlight(first, { wire }, 1);
    outbox.setInFlight(second, { wire }, 2);
    outbox.remove(first.number);
    qsizetype index = -1;
    QCOMPARE(outbox.findWire(u"mine"_s, &index), &second);
}

void tst_DustOutbox::forgetsWhatWasSentWhenWaiting()
{
    DustOutbox outbox;
    DustOutboxEntry cached = entry(u"set a"_s);
    cached.state = DustOutboxEntry::Unanswered;
    cached.attempts = 3;
    cached.wire = cached.operations;
    cached.wire[0].setClientOpId(u"w"_s);
    cached.linkClosedAt = 5;
    cached.verdict = DustError(DustError::Conflict, u"no"_s);
    DustOutboxEntry &kept = outbox.append(cached);
    qsizetype index = -1;
    QCOMPARE(outbox.findWire(u"w"_s, &index), &kept);
    QCOMPARE(ready(outbox), Numbers());

    outbox.setWaiting(kept);
    QCOMPARE(outbox.findWire(u"w"_s, &index), nullptr);
    QVERIFY(kept.wire.isEmpty());
    QVERIFY(!kept.linkClosedAt);
    QVERIFY(!kept.verdict);
    QCOMPARE(kept.attempts, 3);
    QCOMPARE(ready(outbox), Numbers({ 1 }));
}

void tst_DustOutbox::findsAndForgetsCalls()
{
    DustOutbox outbox;
    DustOutboxEntry write = entry(u"set a"_s);
    write.callers = { { 0, u"none"_s, 0 }, { 4, u"one"_s, 10 } };
    DustOutboxEntry &kept = outbox.append(write);
    QVERIFY(outbox.mergeIn(DustOperation::set(path(u"a"_s), 2), { 5, u"two"_s, 20 }));
    QCOMPARE(outbox.findCall(4), &kept);
    QCOMPARE(outbox.findCall(5), &kept);
    QCOMPARE(outbox.findCall(0), nullptr);
    outbox.forgetCall(4);
    outbox.forgetCall(4);
    outbox.forgetCall(0);
    QCOMPARE(outbox.findCall(4), nullptr);
    QCOMPARE(kept.callers.at(1).call, 0u);
    QCOMPARE(kept.callers.at(1).opId, u"one"_s);
    QCOMPARE(kept.callers.at(2).call, 5u);
    outbox.remove(kept.number);
    QCOMPARE(outbox.findCall(5), nullptr);
}

void tst_DustOutbox::findsARegion_data()
{
    QTest::addColumn<QStringList>("entries");
    QTest::addColumn<QString>("at");
    QTest::addColumn<QList<quint64>>("expected");
    QTest::addColumn<QString>("root");

    const auto row = [](const char *name, const QStringList &entries, const QString &at,
                        const Numbers &expected, const QString &root) {
        QTest::newRow(name) << entries << at << expected << root;
    };
    row("nothing there", { u"set a"_s }, u"b"_s, {}, u"b"_s);
    row("nothing at all", {}, u""_s, {}, u""_s);
    row("at the path", { u"set a/b"_s, u"set a/c"_s }, u"a/b"_s, { 1 }, u"a/b"_s);
    row("below", { u"set a/b/d"_s, u"set a/c"_s, u"set a!"_s }, u"a"_s, { 1, 2 }, u"a"_s);
    row("above", { u"set a/c"_s, u"delete a"_s, u"set b"_s }, u"a/b/d"_s, { 1, 2 }, u"a"_s);
    row("the topmost above", { u"set a/b"_s, u"set a"_s, u"set a/c"_s }, u"a/b/d"_s, { 1, 2, 3 },
        u"a"_s);
    row("one path often", { u"set a"_s, u"set a"_s, u"set a"_s }, u"a"_s, { 1, 2, 3 }, u"a"_s);
    row("not by a fence", { u"set a @b"_s, u"set b/c"_s }, u"b"_s, { 2 }, u"b"_s);
    row("a batch inside", { u"set a/b | set a/c"_s, u"set a/d"_s }, u"a"_s, { 1, 2 }, u"a"_s);
    row("a batch beside", { u"set a/b | set a/c"_s, u"set a/d"_s, u"set b"_s }, u"a/b"_s, { 1, 2 },
        u"a"_s);
    row("a batch elsewhere", { u"set a | set b"_s, u"set c"_s }, u"a/x"_s, { 1, 2 }, u""_s);
    row("one batch after the other", { u"set r/a/x | set r/a/y"_s, u"set r/a/z | set r/b"_s },
        u"r/a/x"_s, { 1, 2 }, u"r"_s);
    row("a batch that has nothing to do with it", { u"set a | set b"_s, u"set c"_s }, u"c"_s, { 2 },
        u"c"_s);
    row("everything", { u"set b"_s, u"set a"_s }, u""_s, { 1, 2 }, u""_s);
}

void tst_DustOutbox::findsARegion()
{
    QFETCH(QStringList, entries);
    QFETCH(QString, at);
    QFETCH(QList<quint64>, expected);
    QFETCH(QString, root);

    DustOutbox outbox;
    for (const QString &text : entries)
        outbox.append(entry(text));
    DustPath found;
    QCOMPARE(outbox.region(path(at), &found), expected);
    QCOMPARE(found, path(root));
    QCOMPARE(outbox.touches(path(at)), !expected.isEmpty());
}

void tst_DustOutbox::leavesTransientOnesOutOfTheView()
{
    DustOutbox outbox;
    outbox.append(entry(u"lease a"_s));
    DustPath root;
    QCOMPARE(outbox.region(path(u"a"_s), &root), Numbers());
    QVERIFY(!outbox.touches(path(u"a"_s)));
    outbox.remove(1);
    QVERIFY(outbox.isEmpty());
}

// Looking at all pairs here would take minutes.
void tst_DustOutbox::isQuickWithManyInOneSubtree()
{
    constexpr quint64 Count = 20'000;
    DustOutbox outbox;
    outbox.append(entry(u"delete links"_s));
    for (quint64 i = 0; i < Count; ++i)
        outbox.append(entry(u"set links/%1 @session"_s.arg(i)));
    const quint64 last = outbox.append(entry(u"delete links"_s)).number;
    for (quint64 i = 0; i < Count; ++i)
        outbox.append(entry(u"set links @session"_s));
    QCOMPARE(ready(outbox), Numbers({ 1 }));
    outbox.remove(1);
    QCOMPARE(outbox.ready().size(), std::size_t(Count));
    for (quint64 number = 2; number < last; ++number) {
        DustOutboxEntry &sent = *outbox.find(number);
        outbox.setInFlight(sent, sent.operations, number);
        outbox.setAccepted(sent, number);
    }
    for (quint64 number = last; number < last + Count; ++number) {
        QCOMPARE(ready(outbox), Numbers({ number }));
        outbox.remove(number);
    }
}

QTEST_APPLESS_MAIN(tst_DustOutbox)
#include "tst_dustoutbox.moc"
