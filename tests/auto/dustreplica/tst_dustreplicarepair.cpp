// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What servers get wrong (PROTOCOL §5) is read again, within a budget.

#include "replicabench.h"

using namespace Qt::StringLiterals;

class tst_DustReplicaRepair : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void distrustsTotalsOfACatchUp_data();
    void distrustsTotalsOfACatchUp();
    void takesWhatWasRead();
    void doubtsThatAriseWhileItReadsStay();
    void takesLeavesInEveryState_data();
    void takesLeavesInEveryState();
    void keepsWhatWasReadLaterThanItsEvents();
    void showsWhatAReplayShowsWhereRowsWereReadLater();
    void ignoresAStaleRead_data();
    void ignoresAStaleRead();
    void readsEverythingWhereRowsAreMissing();
    void countsRowsOnlyWhenIdle();
    void countsRowsWhileWritesWait();
    void doesNotBelieveAListOfAnotherMoment();
    void keepsToItsBudget();
    void isLiveOnceTotalsAreTrusted_data();
    void isLiveOnceTotalsAreTrusted();
    void isLiveOnceTotalsOfALinkThatBrokeAreTrusted_data();
    void isLiveOnceTotalsOfALinkThatBrokeAreTrusted();
    void aListOfEverythingEndsAllDoubts();
    void readsAgainWhereReadingFailed();
    void readsEverythingWhereThatIsLess();
    void remembersItsDoubts();
    void isLiveOnceTheDoubtsOfBeforeAreOver_data();
    void isLiveOnceTheDoubtsOfBeforeAreOver();
    void doesNotWaitForWhatIsReadMuchLater();
    void countsOwnIncrementsOnce_data();
    void countsOwnIncrementsOnce();
    void takesATotalThatHasNoOwnIncrementInIt_data();
    void takesATotalThatHasNoOwnIncrementInIt();
    void doesNotReadAgainAndAgainWhereTheCountNeverFits();
    void readsEverythingLessOftenWhereItIsInVain();
    void readsAgainWhenTheServerSays();

private:
    static void distrust(ReplicaBench *bench);
    static quint64 miscount(ReplicaBench *bench, qint64 rows);
};

using Events = QList<DustEvent>;

void tst_DustReplicaRepair::distrustsTotalsOfACatchUp_data()
{
    QTest::addColumn<Events>("events");
    QTest::addColumn<QStringList>("paths");
    const auto inc = [](quint64 seq) {
        return eventOf(DustOperation::Increment, u"rec/n"_s, 9, seq);
    };
    const auto row = [](const char *name, const Events &events, bool isRead) {
        QTest::newRow(name) << events << (isRead ? QStringList{ u"rec/n"_s } : QStringList());
    };
    row("counted alone", { inc(1), inc(2) }, false);
    row("set too", { inc(1), setEvent(u"rec/n"_s, 3, 2), inc(3) }, true);
    row("set before", { setEvent(u"rec/n"_s, 3, 1), inc(2) }, true);
    row("deleted too", { inc(1), eventOf(DustOperation::Delete, u"rec/n"_s, {}, 2), inc(3) }, true);
    row("record set too", { setEvent(u"rec"_s, DustObject{ { u"n"_s, 3 } }, 1), inc(2) }, true);
    row("record merged too",
        { eventOf(DustOperation::Merge, u"rec"_s, DustObject{ { u"n"_s, 3 } }, 1), inc(2) }, true);
    row("another set too", { setEvent(u"rec/m"_s, 3, 1), inc(2) }, false);
    QTest::newRow("members") << Events{ setEvent(u"s"_s, 1, 1),
                                        eventOf(DustOperation::Add, u"s"_s, DustArray{ 1 }, 2) }
                             << QStringList{ u"s"_s };
}

void tst_DustReplicaRepair::distrustsTotalsOfACatchUp()
{
    QFETCH(Events, events);
    QFETCH(QStringList, paths);
    ReplicaBench bench;
    const quint64 through = events.constLast().storeSeq;
    bench.feed(DustReplicaInput::Joined{ through, true, {} });
    bench.tell(events);
    QVERIFY(bench.out.fetches.isEmpty());
    bench.feed(DustReplicaInput::CatchUpComplete{ through });
    QCOMPARE(bench.out.fetches.size(), paths.isEmpty() ? 0 : 1);
    if (!paths.isEmpty())
        QCOMPARE(bench.out.fetches.constFirst().paths, QList{ at(paths.constFirst()) });

    ReplicaBench live; // where totals are right
    live.goLive();
    live.tell(events);
    QVERIFY(live.out.fetches.isEmpty());
}

// Live at 2, where "n" holds a wrong 9 that is read as fetch 1.
void tst_DustReplicaRepair::distrust(ReplicaBench *bench)
{
    bench->feed(DustReplicaInput::Joined{ 2, true, {} });
    bench->tell({ setEvent(u"n"_s, 1, 1), eventOf(DustOperation::Increment, u"n"_s, 9, 2) });
    bench->feed(DustReplicaInput::CatchUpComplete{ 2 });
    QCOMPARE(bench->out.fetches.size(), 1);
    QCOMPARE(bench->out.fetches.constFirst().fetch, quint64(1));
}

// Live at 10 with one row, "a", where the server has so many: returns the fetch that reads them all.
quint64 tst_DustReplicaRepair::miscount(ReplicaBench *bench, qint64 rows)
{
    bench->goLiveWith(10, { leaf(u"a"_s, 1) });
    bench->pass(bench->settings.statusInterval);
    bench->feed(DustReplicaInput::Status{ 10, rows });
    const auto &fetches = bench->out.fetches;
    return fetches.size() == 1 && fetches.constFirst().paths.isEmpty() ? fetches.constFirst().fetch
                                                                       : 0;
}

void tst_DustReplicaRepair::takesWhatWasRead()
{
    ReplicaBench bench;
    distrust(&bench);
    bench.write(DustOperation::increment(at(u"n"_s), 10));
    QCOMPARE(bench.value(u"n"_s), DustValue(19));
    bench.feed(DustReplicaInput::Fetched{ 99, { leaf(u"n"_s, 7, 2) }, 0 }); // nobody's
    QCOMPARE(bench.confirmed(u"n"_s), DustValue(9));
    bench.feed(DustReplicaInput::Fetched{ 1, { leaf(u"n"_s, 2, 2) }, 0 });
    QCOMPARE(bench.confirmed(u"n"_s), DustValue(2));
    QCOMPARE(bench.value(u"n"_s), DustValue(12));
    QCOMPARE(bench.out.commits.size(), 1);
    QVERIFY(!bench.out.commits.constFirst().logged);
    QVERIFY(bench.out.commits.constFirst().event.deviceId.isEmpty());
    bench.pass(20'000);
    QVERIFY(bench.out.fetches.isEmpty());
}

void tst_DustReplicaRepair::doubtsThatAriseWhileItReadsStay()
{
    ReplicaBench bench;
    distrust(&bench);
    bench.goDown();
    bench.feed(DustReplicaInput::Joined{ 4, true, {} });
    bench.tell({ eventOf(DustOperation::Delete, u"n"_s, {}, 3),
                 eventOf(DustOperation::Increment, u"n"_s, 9, 4) });
    bench.feed(DustReplicaInput::CatchUpComplete{ 4 });
    bench.feed(DustReplicaInput::Fetched{ 1, { leaf(u"n"_s, 2, 2) }, 0 }); // as it was before
    QCOMPARE(bench.confirmed(u"n"_s), DustValue(9));
    bench.pass(bench.settings.repairInterval);
    QCOMPARE(bench.out.fetches.size(), 1);
    QCOMPARE(bench.out.fetches.constFirst().paths, QList{ at(u"n"_s) });
    bench.feed(DustReplicaInput::Fetched{ 2, { leaf(u"n"_s, 5, 4) }, 0 });
    QCOMPARE(bench.confirmed(u"n"_s), DustValue(5));
    bench.pass(bench.settings.repairInterval);
    QVERIFY(bench.out.fetches.isEmpty());
}

void tst_DustReplicaRepair::takesLeavesInEveryState_data()
{
    QTest::addColumn<int>("state");
    QTest::newRow("offline") << int(DustReplica::Offline);
    QTest::newRow("catching up") << int(DustReplica::CatchingUp);
    QTest::newRow("gap") << int(DustReplica::Gap);
    QTest::newRow("diverged") << int(DustReplica::Diverged);
}

void tst_DustReplicaRepair::takesLeavesInEveryState()
{
    QFETCH(int, state);
    ReplicaBench bench;
    distrust(&bench);
    if (state == DustReplica::Gap) {
        bench.set(u"own"_s, 1); // whose answer is awaited
        bench.tell({ setEvent(u"x"_s, 1, 4) });
        bench.pass(bench.settings.gapPatience);
    } else {
        bench.goDown();
        if (state != DustReplica::Offline)
            bench.feed(DustReplicaInput::Joined{
                    state == DustReplica::Diverged ? quint64(1) : 2, true, {} });
    }
    QCOMPARE(int(bench.replica->state()), state);
    bench.feed(DustReplicaInput::Fetched{ 1, { leaf(u"n"_s, 2, 2) }, 0 });
    QCOMPARE(bench.confirmed(u"n"_s), DustValue(2));
}

// A row read at a revision is not changed by events up to it, which are told all the same.
void tst_DustReplicaRepair::keepsWhatWasReadLaterThanItsEvents()
{
    ReplicaBench bench;
    distrust(&bench);
    bench.feed(DustReplicaInput::Fetched{ 1, { leaf(u"n"_s, 4, 4) }, 0 });
    QCOMPARE(bench.confirmed(u"n"_s), DustValue(4));
    for (const int seq : { 3, 4, 5 }) {
        bench.tell({ eventOf(DustOperation::Increment, u"n"_s, seq == 5 ? 5 : 11, quint64(seq)) });
        QCOMPARE(bench.out.commits.size(), 1);
        QCOMPARE(bench.confirmed(u"n"_s), DustValue(seq == 5 ? 5 : 4));
    }
}

// The set would have cleared a row that was read later than it, and does not: what it leaves is not what was
// foreseen.
void tst_DustReplicaRepair::showsWhatAReplayShowsWhereRowsWereReadLater()
{
    ReplicaBench bench;
    bench.feed(DustReplicaInput::Joined{ 2, true, {} });
    bench.tell({ setEvent(u"p/n"_s, 1, 1), eventOf(DustOperation::Increment, u"p/n"_s, 9, 2) });
    bench.feed(DustReplicaInput::CatchUpComplete{ 2 });
    bench.set(u"p"_s, DustObject{ { u"y"_s, 1 } });
    bench.write(DustOperation::increment(at(u"p/n"_s), 16));
    bench.accept(bench.sent(0), 3);
    bench.accept(bench.sent(1), 4); // and their events are still to come
    bench.feed(DustReplicaInput::Fetched{ 1, { leaf(u"p/n"_s, 16, 4) }, 0 });
    bench.tell({ bench.echo(bench.sent(0), 3) });
    const DustValue shown = bench.value(u"p/n"_s);
    bench.restart();
    QCOMPARE(bench.value(u"p/n"_s), shown);
    bench.feed(DustReplicaInput::Joined{ 4, true, {} });
    bench.tell({ bench.echo(bench.sent(0), 3), bench.echo(bench.sent(1), 4, 16) });
    QCOMPARE(bench.value(u"p/n"_s), DustValue(16));
}

void tst_DustReplicaRepair::ignoresAStaleRead_data()
{
    QTest::addColumn<QString>("meanwhile");
    QTest::newRow("written since") << u"written"_s;
    QTest::newRow("deleted since") << u"deleted"_s;
    QTest::newRow("snapshot since") << u"snapshot"_s;
    QTest::newRow("resync since") << u"resync"_s;
}

void tst_DustReplicaRepair::ignoresAStaleRead()
{
    QFETCH(QString, meanwhile);
    ReplicaBench bench;
    distrust(&bench);
    if (meanwhile == u"written"_s) {
        bench.tell({ setEvent(u"n"_s, 5, 3) });
    } else if (meanwhile == u"deleted"_s) {
        bench.tell({ eventOf(DustOperation::Delete, u"n"_s, {}, 3) });
    } else if (meanwhile == u"snapshot"_s) {
        bench.goDown();
        bench.goLiveWith(3, { leaf(u"n"_s, 5) });
    } else {
        bench.goDown();
        bench.feed(DustReplicaInput::Joined{ 1, true, {} });
        bench.feed(DustReplicaInput::Resync());
    }
    const DustValue there = bench.confirmed(u"n"_s);
    bench.feed(DustReplicaInput::Fetched{ 1, { leaf(u"n"_s, 2, 2) }, 0 });
    QCOMPARE(bench.confirmed(u"n"_s), there);
    QVERIFY(bench.out.commits.isEmpty());
}

void tst_DustReplicaRepair::readsEverythingWhereRowsAreMissing()
{
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"a"_s, 1), leaf(u"A/x"_s, 1), leaf(u"b"_s, 1) });
    bench.pass(bench.settings.statusInterval);
    bench.feed(DustReplicaInput::Status{ 10, 3 });
    QVERIFY(bench.out.fetches.isEmpty());
    bench.pass(bench.settings.statusInterval);
    bench.feed(DustReplicaInput::Status{ 10, 2 });
    QCOMPARE(bench.out.fetches.size(), 1);
    QVERIFY(bench.out.fetches.constFirst().paths.isEmpty());
    const quint64 fetch = bench.out.fetches.constFirst().fetch;
    bench.feed(DustReplicaInput::Fetched{ fetch, { leaf(u"a"_s, 1, 4), leaf(u"b"_s, 2, 5) }, 10 });
    QVERIFY(!bench.isShown(u"A/x"_s));
    QCOMPARE(bench.value(u"b"_s), DustValue(2));
    QCOMPARE(bench.out.commits.size(), 2); // of what differs
    QCOMPARE(bench.replica->confirmed().find("a")->revision(), quint64(4));
    bench.pass(bench.settings.statusInterval);
    bench.feed(DustReplicaInput::Status{ 10, 2 });
    QVERIFY(bench.out.fetches.isEmpty());
}

void tst_DustReplicaRepair::countsRowsOnlyWhenIdle()
{
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"a"_s, 1) });
    bench.set(u"b"_s, 1);
    bench.pass(bench.settings.statusInterval);
    bench.feed(DustReplicaInput::Status{ 10, 2 });
    QVERIFY(bench.out.fetches.isEmpty());
    bench.tell({ bench.echo(bench.sent(0), 11) });
    bench.pass(bench.settings.statusInterval);
    bench.feed(DustReplicaInput::Status{ 11, -1 }); // not said
    QVERIFY(bench.out.fetches.isEmpty());
}

// However long that is.
void tst_DustReplicaRepair::countsRowsWhileWritesWait()
{
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"a"_s, 1), leaf(u"A/x"_s, 1) });
    bench.set(u"b"_s, 1);
    bench.refuse(bench.sent(0), errorOf(DustError::MissingScope, u"missing_scope"_s));
    QCOMPARE(bench.replica->pendingCount(), 1);
    bench.pass(bench.settings.statusInterval);
    QVERIFY(bench.out.asksStatus);
    bench.feed(DustReplicaInput::Status{ 10, 1 });
    QCOMPARE(bench.out.fetches.size(), 1);
    const quint64 fetch = bench.out.fetches.constFirst().fetch;
    bench.feed(DustReplicaInput::Fetched{ fetch, { leaf(u"a"_s, 1, 4) }, 10 });
    QVERIFY(!bench.isShown(u"A/x"_s));
    QCOMPARE(bench.value(u"b"_s), DustValue(1));
}

void tst_DustReplicaRepair::doesNotBelieveAListOfAnotherMoment()
{
    ReplicaBench bench;
    QCOMPARE(miscount(&bench, 0), quint64(1));
    bench.tell({ setEvent(u"b"_s, 1, 11) });
    bench.feed(DustReplicaInput::Fetched{ 1, {}, 10 });
    QCOMPARE(bench.value(u"a"_s), DustValue(1));
    QCOMPARE(bench.value(u"b"_s), DustValue(1));
    bench.pass(bench.settings.repairInterval); // it is still in doubt
    QCOMPARE(bench.out.fetches.size(), 1);
    bench.feed(DustReplicaInput::Fetched{ 2, { leaf(u"b"_s, 1, 11) }, 11 });
    QVERIFY(!bench.isShown(u"a"_s));
}

void tst_DustReplicaRepair::keepsToItsBudget()
{
    ReplicaBench bench;
    distrust(&bench);
    bench.feed(DustReplicaInput::Fetched{ 1, { leaf(u"n"_s, 2, 2) }, 0 });
    for (const quint64 seq : { 3, 4 }) // two more wrong totals, by way of values that cannot be
        bench.tell({ eventOf(DustOperation::Increment, u"m/%1"_s.arg(seq), u"x"_s, seq) });
    QVERIFY(bench.out.fetches.isEmpty());
    bench.pass(bench.settings.settle - 1);
    QVERIFY(bench.out.fetches.isEmpty());
    bench.pass(1);
    QCOMPARE(bench.out.fetches.size(), 1); // both in one round
    QCOMPARE(bench.out.fetches.constFirst().paths, (QList{ at(u"m/3"_s), at(u"m/4"_s) }));
}

// Who waits for a live store sees no total that is known to be wrong.
void tst_DustReplicaRepair::isLiveOnceTotalsAreTrusted_data()
{
    QTest::addColumn<bool>("fails");
    QTest::newRow("read") << false;
    QTest::newRow("not to be read") << true; // better late than never
}

void tst_DustReplicaRepair::isLiveOnceTotalsAreTrusted()
{
    QFETCH(bool, fails);
    ReplicaBench bench;
    distrust(&bench);
    QCOMPARE(bench.replica->state(), DustReplica::CatchingUp);
    bench.set(u"x"_s, 1);
    QCOMPARE(bench.out.sends.size(), 1); // writes need not wait for that
    if (fails)
        bench.feed(DustReplicaInput::FetchFailed{ 1, errorOf(DustError::Network, u"cut"_s) });
    else
        bench.feed(DustReplicaInput::Fetched{ 1, { leaf(u"n"_s, 2, 2) }, 0 });
    QVERIFY(bench.out.stateChanged);
    QCOMPARE(bench.replica->state(), DustReplica::Live);

    // The next one soon afterwards.
    bench.goDown();
    bench.feed(DustReplicaInput::Joined{ 4, true, {} });
    bench.tell({ eventOf(DustOperation::Delete, u"n"_s, {}, 3),
                 eventOf(DustOperation::Increment, u"n"_s, 9, 4) });
    bench.feed(DustReplicaInput::CatchUpComplete{ 4 });
    QCOMPARE(bench.replica->state(), DustReplica::CatchingUp);
    bench.pass(bench.settings.settle);
    QCOMPARE(bench.out.fetches.size(), 1);
    bench.feed(DustReplicaInput::Fetched{ 2, { leaf(u"n"_s, 5, 4) }, 0 });
    QCOMPARE(bench.replica->state(), DustReplica::Live);
    QCOMPARE(bench.confirmed(u"n"_s), DustValue(5));
}

void tst_DustReplicaRepair::isLiveOnceTotalsOfALinkThatBrokeAreTrusted_data()
{
    QTest::addColumn<bool>("isCaughtUp");
    QTest::addColumn<quint64>("fetch");
    QTest::newRow("while it caught up") << false << quint64(1);
    QTest::newRow("while it was read") << true << quint64(1);
    QTest::newRow("before it was read again") << true << quint64(2);
}

void tst_DustReplicaRepair::isLiveOnceTotalsOfALinkThatBrokeAreTrusted()
{
    QFETCH(bool, isCaughtUp);
    QFETCH(quint64, fetch);
    ReplicaBench bench;
    bench.feed(DustReplicaInput::Joined{ 2, true, {} });
    bench.tell({ setEvent(u"n"_s, 1, 1), eventOf(DustOperation::Increment, u"n"_s, 9, 2) });
    if (isCaughtUp)
        bench.feed(DustReplicaInput::CatchUpComplete{ 2 });
    if (fetch == 2)
        bench.feed(DustReplicaInput::FetchFailed{ 1, errorOf(DustError::Network, u"cut"_s) });
    bench.goDown();
    bench.goLive();
    QCOMPARE(bench.confirmed(u"n"_s), DustValue(9)); // it is 2
    QCOMPARE(bench.replica->state(), DustReplica::CatchingUp);
    bench.pass(bench.settings.settle);
    bench.feed(DustReplicaInput::Fetched{ fetch, { leaf(u"n"_s, 2, 2) }, 0 });
    QVERIFY(bench.out.stateChanged);
    QCOMPARE(bench.replica->state(), DustReplica::Live);
    QCOMPARE(bench.confirmed(u"n"_s), DustValue(2));
}

// One that was under way when the doubts arose.
void tst_DustReplicaRepair::aListOfEverythingEndsAllDoubts()
{
    ReplicaBench bench;
    const quint64 fetch = miscount(&bench, 5);
    QVERIFY(fetch > 0);
    bench.goDown();
    bench.feed(DustReplicaInput::Joined{ 12, true, {} });
    bench.tell({ setEvent(u"n"_s, 1, 11), eventOf(DustOperation::Increment, u"n"_s, 9, 12) });
    bench.feed(DustReplicaInput::CatchUpComplete{ 12 });
    QCOMPARE(bench.replica->state(), DustReplica::CatchingUp);
    bench.feed(DustReplicaInput::Fetched{ fetch, { leaf(u"a"_s, 1, 3), leaf(u"n"_s, 2, 12) }, 12 });
    QCOMPARE(bench.replica->state(), DustReplica::Live);
    QCOMPARE(bench.confirmed(u"n"_s), DustValue(2));
}

void tst_DustReplicaRepair::readsAgainWhereReadingFailed()
{
    ReplicaBench bench;
    distrust(&bench);
    bench.feed(DustReplicaInput::FetchFailed{ 1, errorOf(DustError::Network, u"cut"_s) });
    bench.pass(bench.settings.settle - 1);
    QVERIFY(bench.out.fetches.isEmpty());
    bench.pass(1);
    QCOMPARE(bench.out.fetches.size(), 1);
    QCOMPARE(bench.out.fetches.constFirst().paths, QList{ at(u"n"_s) });
}

void tst_DustReplicaRepair::readsEverythingWhereThatIsLess()
{
    constexpr quint64 Paths = 5'001;
    ReplicaBench bench;
    bench.checksRows = false;
    bench.feed(DustReplicaInput::Joined{ 2 * Paths, true, {} });
    Events events;
    for (quint64 i = 0; i < Paths; ++i) {
        const QString path = u"n/%1"_s.arg(i);
        events.append(setEvent(path, 1, 2 * i + 1));
        events.append(eventOf(DustOperation::Increment, path, 9, 2 * i + 2));
    }
    bench.tell(events);
    bench.feed(DustReplicaInput::CatchUpComplete{ 2 * Paths });
    QCOMPARE(bench.out.fetches.size(), 1);
    QVERIFY(bench.out.fetches.constFirst().paths.isEmpty());
}

void tst_DustReplicaRepair::remembersItsDoubts()
{
    ReplicaBench bench;
    distrust(&bench);
    bench.restart();
    bench.goLive();
    QCOMPARE(bench.out.fetches.size(), 1);
    QVERIFY(bench.out.fetches.constFirst().paths.isEmpty());
    const quint64 fetch = bench.out.fetches.constFirst().fetch;
    bench.feed(DustReplicaInput::Fetched{ fetch, { leaf(u"n"_s, 2, 2) }, 2 });
    QCOMPARE(bench.value(u"n"_s), DustValue(2));
    bench.restart();
    bench.goLive();
    QVERIFY(bench.out.fetches.isEmpty());
}

void tst_DustReplicaRepair::isLiveOnceTheDoubtsOfBeforeAreOver_data()
{
    QTest::addColumn<QString>("end");
    for (const char *end : { "read", "not to be read", "a snapshot", "read after a cut" })
        QTest::newRow(end) << QString::fromLatin1(end);
}

// Which rows they were about, the next process does not know.
void tst_DustReplicaRepair::isLiveOnceTheDoubtsOfBeforeAreOver()
{
    QFETCH(QString, end);
    ReplicaBench bench;
    distrust(&bench);
    bench.restart();
    if (end == u"a snapshot"_s) {
        bench.goLiveWith(3, { leaf(u"n"_s, 2) });
        QCOMPARE(bench.replica->state(), DustReplica::Live);
        return;
    }
    bench.goLive();
    QCOMPARE(bench.out.fetches.size(), 1);
    QCOMPARE(bench.confirmed(u"n"_s), DustValue(9)); // it is 2
    QCOMPARE(bench.replica->state(), DustReplica::CatchingUp);
    bench.set(u"x"_s, 1);
    QCOMPARE(bench.out.sends.size(), 1); // writes need not wait for that
    bench.tell({ bench.echo(bench.sent(bench.sends.size() - 1), 3) });
    if (end == u"read after a cut"_s) {
        bench.goDown();
        bench.goLive();
        QCOMPARE(bench.replica->state(), DustReplica::CatchingUp);
    }
    if (end == u"not to be read"_s)
        bench.feed(DustReplicaInput::FetchFailed{ 1, errorOf(DustError::Network, u"cut"_s) });
    else
        bench.feed(DustReplicaInput::Fetched{ 1, { leaf(u"n"_s, 2, 2), leaf(u"x"_s, 1, 3) }, 3 });
    QVERIFY(bench.out.stateChanged);
    QCOMPARE(bench.replica->state(), DustReplica::Live);
    QCOMPARE(bench.confirmed(u"n"_s), DustValue(end == u"not to be read"_s ? 9 : 2));
}

void tst_DustReplicaRepair::doesNotWaitForWhatIsReadMuchLater()
{
    ReplicaBench bench;
    distrust(&bench);
    bench.restart();
    bench.goLive();
    bench.feed(DustReplicaInput::FetchFailed{ 1, errorOf(DustError::Network, u"cut"_s) });
    bench.goDown();
    bench.goLive(); // everything is read again in a minute
    QVERIFY(bench.out.fetches.isEmpty());
    QCOMPARE(bench.replica->state(), DustReplica::Live);
}

void tst_DustReplicaRepair::countsOwnIncrementsOnce_data()
{
    QTest::addColumn<QString>("then");
    for (const char *then : { "in flight", "accepted", "unanswered", "after a restart" })
        QTest::newRow(then) << QString::fromLatin1(then);
}

// The server has committed it as 3, and its event is still to come when the total is read.
void tst_DustReplicaRepair::countsOwnIncrementsOnce()
{
    QFETCH(QString, then);
    ReplicaBench bench;
    distrust(&bench); // 9, which is 2
    bench.write(DustOperation::increment(at(u"n"_s), 10));
    const ReplicaBench::Send own = bench.sent(0);
    if (then == u"accepted"_s)
        bench.accept(own, 3);
    else if (then == u"unanswered"_s)
        bench.goDown();
    bench.feed(DustReplicaInput::Fetched{ 1, { leaf(u"n"_s, 12, 3) }, 0 });
    QCOMPARE(bench.value(u"n"_s), DustValue(19)); // not 22
    if (then == u"unanswered"_s || then == u"after a restart"_s) {
        if (then == u"after a restart"_s)
            bench.restart();
        bench.feed(DustReplicaInput::Joined{ 3, true, ReplicaBench::Scopes() });
    }
    bench.tell({ eventOf(DustOperation::Increment, u"n"_s, 9, 2), bench.echo(own, 3, 12) });
    QCOMPARE(bench.value(u"n"_s), DustValue(12));
    QCOMPARE(bench.replica->state(), DustReplica::CatchingUp); // it is read once more
    if (then == u"unanswered"_s || then == u"after a restart"_s)
        bench.feed(DustReplicaInput::CatchUpComplete{ 3 });
    if (then != u"after a restart"_s)
        bench.pass(bench.settings.settle);
    QCOMPARE(bench.out.fetches.size(), 1);
    const quint64 fetch = bench.out.fetches.constFirst().fetch;
    bench.feed(DustReplicaInput::Fetched{ fetch, { leaf(u"n"_s, 12, 3) }, 3 });
    QCOMPARE(bench.replica->state(), DustReplica::Live);
    QCOMPARE(bench.value(u"n"_s), DustValue(12));
}

void tst_DustReplicaRepair::takesATotalThatHasNoOwnIncrementInIt_data()
{
    QTest::addColumn<QString>("own");
    for (const char *own : { "never sent", "of another counter", "a set" })
        QTest::newRow(own) << QString::fromLatin1(own);
}

void tst_DustReplicaRepair::takesATotalThatHasNoOwnIncrementInIt()
{
    QFETCH(QString, own);
    ReplicaBench bench;
    distrust(&bench);
    if (own == u"never sent"_s)
        bench.goDown();
    if (own == u"a set"_s)
        bench.set(u"n"_s, 5);
    else
        bench.write(DustOperation::increment(at(own == u"never sent"_s ? u"n"_s : u"m"_s), 10));
    bench.feed(DustReplicaInput::Fetched{ 1, { leaf(u"n"_s, 7, 3) }, 0 }); // somebody else's 3
    QCOMPARE(bench.confirmed(u"n"_s), DustValue(7));
    QCOMPARE(bench.value(u"n"_s),
             DustValue(own == u"never sent"_s      ? 17
                               : own == u"a set"_s ? 5
                                                   : 7));
}

void tst_DustReplicaRepair::doesNotReadAgainAndAgainWhereTheCountNeverFits()
{
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"a"_s, 1) });
    int rounds = 0;
    for (int minute = 0; minute < 120; ++minute) {
        for (int half = 0; half < 2; ++half) {
            bench.pass(bench.settings.statusInterval);
            QList<DustReplicaOutput::Fetch> fetches = bench.out.fetches;
            if (bench.out.asksStatus) {
                bench.feed(DustReplicaInput::Status{ 10, 2 });
                fetches += bench.out.fetches;
            }
            for (const DustReplicaOutput::Fetch &fetch : std::as_const(fetches)) {
                ++rounds;
                bench.feed(DustReplicaInput::Fetched{ fetch.fetch, { leaf(u"a"_s, 1, 3) }, 10 });
            }
        }
    }
    QVERIFY(rounds > 0);
    QVERIFY2(rounds < 20, qPrintable(QString::number(rounds)));
}

void tst_DustReplicaRepair::readsEverythingLessOftenWhereItIsInVain()
{
    ReplicaBench bench;
    QCOMPARE(miscount(&bench, 2), quint64(1));
    const DustError changed = errorOf(DustError::Network, u"changed_meanwhile"_s);
    qint64 wait = bench.settings.repairInterval;
    for (quint64 fetch = 1; fetch <= 3; ++fetch, wait *= 2) {
        bench.feed(DustReplicaInput::FetchFailed{ fetch, changed });
        bench.pass(wait - 1);
        QVERIFY(bench.out.fetches.isEmpty());
        bench.pass(1);
        QCOMPARE(bench.out.fetches.size(), 1);
    }
}

void tst_DustReplicaRepair::readsAgainWhenTheServerSays()
{
    ReplicaBench bench;
    distrust(&bench);
    bench.feed(DustReplicaInput::FetchFailed{
            1, errorOf(DustError::RateLimited, u"rate_limited"_s).with(u"retry_after"_s, 20) });
    bench.pass(19'999);
    QVERIFY(bench.out.fetches.isEmpty());
    bench.pass(1);
    QCOMPARE(bench.out.fetches.size(), 1);
}

QTEST_APPLESS_MAIN(tst_DustReplicaRepair)
#include "tst_dustreplicarepair.moc"
