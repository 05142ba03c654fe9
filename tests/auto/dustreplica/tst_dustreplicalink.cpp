// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Joins, catch-up, events in any order, gaps, silence.

#include "replicabench.h"

using namespace Qt::StringLiterals;

class tst_DustReplicaLink : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void putsEventsInOrder_data();
    void putsEventsInOrder();
    void keepsWhatCameBeforeTheJoin();
    void forgetsEarlyEventsBeyondItsBound_data();
    void forgetsEarlyEventsBeyondItsBound();
    void waitsForWhatAGapMisses();
    void awaitsAnswersBeforeItJoinsAgain_data();
    void awaitsAnswersBeforeItJoinsAgain();
    void spacesItsJoins();
    void sendsNothingInAGap();
    void findsASilentTail();
    void asksAgainWhereNoStatusCame();
    void takesAStatusForNoAnswer();
    void joinsAgainWhereTheCatchUpStalls();
    void joinsAgainWhereTheCatchUpEndsTooEarly();
    void showsItsStoreWhileItCatchesUp();
    void reportsAnEventThatCannotBe();
};

void tst_DustReplicaLink::putsEventsInOrder_data()
{
    QTest::addColumn<QList<int>>("order");
    QTest::newRow("in order") << QList<int>{ 1, 2, 3, 4 };
    QTest::newRow("backwards") << QList<int>{ 4, 3, 2, 1 };
    QTest::newRow("overtaking") << QList<int>{ 2, 1, 4, 3 };
    QTest::newRow("twice") << QList<int>{ 1, 1, 2, 4, 4, 3, 2, 1, 4 };
}

void tst_DustReplicaLink::putsEventsInOrder()
{
    QFETCH(QList<int>, order);
    ReplicaBench bench;
    bench.goLiveWith(10, {});
    QList<quint64> told;
    for (const int one : order) {
        bench.tell({ setEvent(u"a"_s, one, 10 + quint64(one)) });
        for (const DustCommit &commit : std::as_const(bench.out.commits))
            told.append(commit.event.storeSeq);
    }
    QCOMPARE(told, (QList<quint64>{ 11, 12, 13, 14 }));
    QCOMPARE(bench.value(u"a"_s), DustValue(4));
    QCOMPARE(bench.replica->seq(), quint64(14));
    bench.pass(20'000);
    QVERIFY(!bench.out.rejoins);
}

// Live events may be told before the reply to the join.
void tst_DustReplicaLink::keepsWhatCameBeforeTheJoin()
{
    ReplicaBench bench;
    bench.goLiveWith(10, {});
    bench.goDown();
    bench.tell({ setEvent(u"a"_s, 2, 12) });
    bench.feed(DustReplicaInput::Joined{ 11, true, {} });
    bench.tell({ setEvent(u"a"_s, 1, 11) });
    bench.feed(DustReplicaInput::CatchUpComplete{ 11 });
    QCOMPARE(bench.replica->seq(), quint64(12));
    QCOMPARE(bench.value(u"a"_s), DustValue(2));
}

void tst_DustReplicaLink::forgetsEarlyEventsBeyondItsBound_data()
{
    QTest::addColumn<int>("events");
    QTest::addColumn<qsizetype>("bytes");
    QTest::newRow("too many") << 2 << qsizetype(1'000'000);
    QTest::newRow("too large") << 100 << qsizetype(2'500);
}

void tst_DustReplicaLink::forgetsEarlyEventsBeyondItsBound()
{
    QFETCH(int, events);
    QFETCH(qsizetype, bytes);
    ReplicaBench bench;
    bench.settings.earlyEvents = events;
    bench.settings.earlyBytes = bytes;
    bench.restart();
    bench.goLive();
    const QString text(1'000, u'x');
    for (const quint64 seq : { 4, 3, 4, 2 }) // the fourth, once it is dropped, is told again
        bench.tell({ setEvent(u"a"_s, text, seq) });
    bench.tell({ setEvent(u"a"_s, 1, 1) });
    QCOMPARE(bench.replica->seq(), quint64(3)); // the fourth comes again with a join
    bench.pass(bench.settings.gapPatience);
    QVERIFY(bench.out.rejoins);
    QCOMPARE(bench.replica->seq(), quint64(3));
}

void tst_DustReplicaLink::waitsForWhatAGapMisses()
{
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"a"_s, 1) });
    bench.tell({ setEvent(u"a"_s, 3, 12) });
    QCOMPARE(bench.value(u"a"_s), DustValue(1));
    bench.pass(bench.settings.gapPatience - 1);
    QCOMPARE(bench.replica->state(), DustReplica::Live);
    bench.tell({ setEvent(u"a"_s, 2, 11) });
    QCOMPARE(bench.value(u"a"_s), DustValue(3));

    bench.tell({ setEvent(u"a"_s, 5, 14) }); // patience begins anew
    bench.pass(bench.settings.gapPatience - 1);
    QVERIFY(!bench.out.rejoins);
    bench.pass(1);
    QVERIFY(bench.out.rejoins);
    QCOMPARE(bench.replica->state(), DustReplica::Offline);
    QCOMPARE(bench.replica->seq(), quint64(12));
}

void tst_DustReplicaLink::awaitsAnswersBeforeItJoinsAgain_data()
{
    QTest::addColumn<bool>("comes");
    QTest::newRow("the answer comes") << true;
    QTest::newRow("it does not") << false;
}

void tst_DustReplicaLink::awaitsAnswersBeforeItJoinsAgain()
{
    QFETCH(bool, comes);
    ReplicaBench bench;
    bench.goLiveWith(10, {});
    const quint64 call = bench.set(u"a"_s, 1);
    bench.tell({ setEvent(u"b"_s, 3, 13) });
    bench.pass(bench.settings.gapPatience);
    QCOMPARE(bench.replica->state(), DustReplica::Gap);
    QVERIFY(!bench.out.rejoins);
    bench.pass(bench.settings.replyPatience - 1);
    QVERIFY(!bench.out.rejoins);
    if (comes)
        bench.accept(bench.sent(0), 12);
    else
        bench.pass(1);
    QVERIFY(bench.out.rejoins);
    QCOMPARE(bench.end(call), comes ? u"12"_s : QString());
    // It may come late all the same.
    bench.accept(bench.sent(0), 12);
    QCOMPARE(bench.end(call), u"12"_s);
}

void tst_DustReplicaLink::spacesItsJoins()
{
    ReplicaBench bench;
    bench.goLiveWith(10, {});
    QList<qint64> spaces;
    qint64 last = bench.now.monotonic;
    for (quint64 seq = 12; spaces.size() < 7; seq += 2) {
        bench.tell({ setEvent(u"a"_s, 1, seq) });
        bench.pass(0);
        while (!bench.out.rejoins)
            bench.pass(*bench.replica->nextTick() - bench.now.monotonic);
        spaces.append(bench.now.monotonic - last);
        last = bench.now.monotonic;
        bench.feed(DustReplicaInput::Joined{ seq, true, {} });
        bench.tell({ setEvent(u"a"_s, 1, seq - 1), setEvent(u"a"_s, 1, seq) });
        bench.feed(DustReplicaInput::CatchUpComplete{ seq });
        QCOMPARE(bench.replica->state(), DustReplica::Live);
    }
    QCOMPARE(spaces, (QList<qint64>{ 300, 1'000, 2'000, 4'000, 8'000, 15'000, 15'000 }));

    bench.pass(30'000); // a quiet time
    bench.feed(DustReplicaInput::Status{ bench.replica->seq(), -1 });
    bench.pass(1);
    for (const qint64 space : { 300, 1'000 }) {
        const quint64 seq = bench.replica->seq() + 2;
        last = bench.now.monotonic;
        bench.tell({ setEvent(u"a"_s, 1, seq) });
        while (!bench.out.rejoins)
            bench.pass(*bench.replica->nextTick() - bench.now.monotonic);
        QCOMPARE(bench.now.monotonic - last, space);
        bench.feed(DustReplicaInput::Joined{ seq, true, {} });
        bench.tell({ setEvent(u"a"_s, 1, seq - 1) });
        bench.tell({ setEvent(u"a"_s, 1, seq) });
        bench.feed(DustReplicaInput::CatchUpComplete{ seq });
    }
}

void tst_DustReplicaLink::sendsNothingInAGap()
{
    ReplicaBench bench;
    bench.goLiveWith(10, {});
    bench.set(u"a"_s, 1);
    bench.tell({ setEvent(u"b"_s, 2, 12) });
    bench.set(u"c"_s, 1); // it may close by itself
    QCOMPARE(bench.sends.size(), 2);
    bench.pass(bench.settings.gapPatience);
    QCOMPARE(bench.replica->state(), DustReplica::Gap);
    bench.set(u"d"_s, 1);
    QCOMPARE(bench.sends.size(), 2);
    QCOMPARE(bench.value(u"d"_s), DustValue(1)); // the view is served all the time
    bench.tell({ setEvent(u"b"_s, 1, 11) });
    QCOMPARE(bench.replica->state(), DustReplica::Live);
    QCOMPARE(bench.sentPaths(), QStringList{ u"d"_s });
    QVERIFY(!bench.out.rejoins);
}

void tst_DustReplicaLink::findsASilentTail()
{
    ReplicaBench bench;
    bench.goLiveWith(10, {});
    bench.pass(bench.settings.statusInterval - 1);
    QVERIFY(!bench.out.asksStatus);
    bench.pass(1);
    QVERIFY(bench.out.asksStatus);
    bench.feed(DustReplicaInput::Status{ 10, -1 });
    bench.pass(bench.settings.statusInterval);
    QVERIFY(bench.out.asksStatus);
    bench.feed(DustReplicaInput::Status{ 12, -1 }); // written over HTTP, and told to nobody
    bench.pass(bench.settings.gapPatience);
    QVERIFY(bench.out.rejoins);
    QCOMPARE(bench.replica->joinSeq(), quint64(10));
}

void tst_DustReplicaLink::takesAStatusForNoAnswer()
{
    ReplicaBench bench;
    bench.goLiveWith(10, {});
    bench.pass(bench.settings.statusInterval);
    QVERIFY(bench.out.asksStatus);
    bench.feed(DustReplicaInput::Status{ 10, -1, true });
    bench.pass(100'000);
    QVERIFY(!bench.out.asksStatus); // one is still on its way
    bench.feed(DustReplicaInput::Status{ 12, -1, true }); // and yet shows a silent tail
    bench.pass(bench.settings.gapPatience);
    QVERIFY(bench.out.rejoins);
}

void tst_DustReplicaLink::asksAgainWhereNoStatusCame()
{
    ReplicaBench bench;
    bench.goLiveWith(10, {});
    bench.pass(bench.settings.statusInterval);
    QVERIFY(bench.out.asksStatus);
    bench.pass(100'000);
    QVERIFY(!bench.out.asksStatus); // one at a time
    bench.feed(DustReplicaInput::StatusFailed());
    bench.pass(bench.settings.settle);
    QVERIFY(bench.out.asksStatus);
    bench.goDown();
    bench.feed(DustReplicaInput::Status{ 90, -1 }); // from the link there was
    bench.goLive();
    bench.pass(bench.settings.gapPatience);
    QVERIFY(!bench.out.rejoins);
}

void tst_DustReplicaLink::joinsAgainWhereTheCatchUpStalls()
{
    ReplicaBench bench;
    bench.feed(DustReplicaInput::Joined{ 9, true, {} });
    bench.pass(bench.settings.catchUpPatience - 1);
    bench.tell({ setEvent(u"a"_s, 1, 1) });
    bench.pass(bench.settings.catchUpPatience - 1);
    QVERIFY(!bench.out.rejoins);
    bench.pass(1);
    QVERIFY(bench.out.rejoins);
    QCOMPARE(bench.replica->seq(), quint64(1));
}

void tst_DustReplicaLink::joinsAgainWhereTheCatchUpEndsTooEarly()
{
    ReplicaBench bench;
    bench.feed(DustReplicaInput::Joined{ 3, true, {} });
    bench.tell({ setEvent(u"a"_s, 1, 1), setEvent(u"a"_s, 3, 3) });
    bench.feed(DustReplicaInput::CatchUpComplete{ 3 });
    QVERIFY(bench.out.rejoins);
    QCOMPARE(bench.replica->seq(), quint64(1));
}

void tst_DustReplicaLink::showsItsStoreWhileItCatchesUp()
{
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"a"_s, 1) });
    bench.restart();
    QCOMPARE(bench.replica->state(), DustReplica::Offline);
    QCOMPARE(bench.value(u"a"_s), DustValue(1));
    QCOMPARE(bench.replica->joinSeq(), quint64(10));
    bench.feed(DustReplicaInput::Joined{ 12, true, {} });
    QCOMPARE(bench.replica->state(), DustReplica::CatchingUp);
    bench.set(u"b"_s, 1);
    QVERIFY(bench.sends.isEmpty());
    bench.tell({ setEvent(u"a"_s, 3, 13) }); // live, and ahead of the catch-up
    QCOMPARE(bench.value(u"a"_s), DustValue(1));
    bench.tell({ setEvent(u"a"_s, 1, 11), setEvent(u"a"_s, 2, 12) });
    QCOMPARE(bench.value(u"a"_s), DustValue(3));
    QVERIFY(bench.sends.isEmpty());
    bench.feed(DustReplicaInput::CatchUpComplete{ 12 });
    QCOMPARE(bench.replica->state(), DustReplica::Live);
    QCOMPARE(bench.sentPaths(), QStringList{ u"b"_s });
}

void tst_DustReplicaLink::reportsAnEventThatCannotBe()
{
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"n"_s, 1) });
    bench.tell({ eventOf(DustOperation::Increment, u"n"_s, u"seven"_s, 11) });
    QCOMPARE(bench.out.reports.size(), 1);
    QCOMPARE(bench.replica->seq(), quint64(11));
    QCOMPARE(bench.value(u"n"_s), DustValue(1));
    QCOMPARE(bench.out.commits.size(), 1); // it happened, whatever it was
    QCOMPARE(bench.out.fetches.size(), 1);
    QCOMPARE(bench.out.fetches.constFirst().paths, QList{ at(u"n"_s) });
    bench.feed(DustReplicaInput::Fetched{ 1, { leaf(u"n"_s, 7, 11) }, 0 });
    QCOMPARE(bench.value(u"n"_s), DustValue(7));
}

QTEST_APPLESS_MAIN(tst_DustReplicaLink)
#include "tst_dustreplicalink.moc"
