// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Joins that are refused, and servers that know less than the cache does.

#include "replicabench.h"

using namespace Qt::StringLiterals;

class tst_DustReplicaDivergence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsARefusedJoin();
    void divergesUntilResync_data();
    void divergesUntilResync();
    void divergesOverARestart();
    void resynchronizesOffline();
    void resynchronizesOnlyWhereItDiverged();
    void keepsOwnWritesOverAResync();
    void takesNoBatchIntoRowsThatDiverged();
    void missesWhatWasAcknowledged_data();
    void missesWhatWasAcknowledged();
    void forgetsVerdictsOfAnotherHistory();
    void keepsItsErrorOverARebuild();
    void seesThatItsLastOperationIsAnother_data();
    void seesThatItsLastOperationIsAnother();
    void knowsWhatHasNoIdByWhatItDid_data();
    void knowsWhatHasNoIdByWhatItDid();
    void hearsItsLastOperationAgain();
    void seesThatWhatWasAcknowledgedIsAnother();
    void waitsForItsLastOperation();
    void asksForNothingThatCrashesTheCatchUp();
    void keepsRevisionsInASnapshotOfItsOwnSeq();
};

void tst_DustReplicaDivergence::tellsARefusedJoin()
{
    ReplicaBench bench;
    bench.set(u"a"_s, 1);
    bench.feed(DustReplicaInput::JoinRefused{ errorOf(DustError::Unauthorized, u"expired"_s) });
    QCOMPARE(bench.replica->state(), DustReplica::Offline);
    QCOMPARE(bench.replica->error().kind(), DustError::Unauthorized);
    QVERIFY(!bench.out.rejoins);
    QCOMPARE(bench.replica->pendingCount(), 1);
    bench.goLive();
    QCOMPARE(bench.replica->error().kind(), DustError::NoError);
    QCOMPARE(bench.sends.size(), 1);
}

void tst_DustReplicaDivergence::divergesUntilResync_data()
{
    QTest::addColumn<bool>("byStatus");
    QTest::newRow("told by the join") << false;
    QTest::newRow("told by a status") << true;
}

void tst_DustReplicaDivergence::divergesUntilResync()
{
    QFETCH(bool, byStatus);
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"a"_s, 1), leaf(u"b"_s, 1) });
    if (byStatus) {
        bench.pass(bench.settings.statusInterval);
        bench.feed(DustReplicaInput::Status{ 8, -1 });
    } else {
        bench.goDown();
        bench.feed(DustReplicaInput::Joined{ 8, true, {} });
    }
    QCOMPARE(bench.replica->state(), DustReplica::Diverged);
    QCOMPARE(bench.out.reports.size(), 1);
    QCOMPARE(bench.replica->error().reason(), u"server_went_back"_s);
    bench.feed(DustReplicaInput::CatchUpComplete{ 10 }); // servers tell a client its own seq
    bench.tell({ setEvent(u"a"_s, 9, 11) });
    bench.set(u"c"_s, 1);
    QCOMPARE(bench.value(u"a"_s), DustValue(1));
    QVERIFY(bench.sends.isEmpty());
    bench.goDown();
    bench.feed(DustReplicaInput::Joined{ 15, true, {} }); // by other operations than were seen
    QCOMPARE(bench.replica->state(), DustReplica::Diverged);

    bench.feed(DustReplicaInput::Resync());
    QVERIFY(bench.out.rejoins);
    QCOMPARE(bench.replica->joinSeq(), quint64(0));
    QCOMPARE(bench.replica->error().kind(), DustError::NoError);
    QVERIFY(!bench.isShown(u"a"_s));
    bench.goLiveWith(15, { leaf(u"b"_s, 2) });
    QCOMPARE(bench.value(u"b"_s), DustValue(2));
    QVERIFY(!bench.isShown(u"a"_s));
    QCOMPARE(bench.sentPaths(), QStringList{ u"c"_s });
}

void tst_DustReplicaDivergence::divergesOverARestart()
{
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"a"_s, 1) });
    bench.goDown();
    bench.feed(DustReplicaInput::Joined{ 8, true, {} });
    bench.restart();
    bench.feed(DustReplicaInput::Joined{ 15, true, {} });
    QCOMPARE(bench.replica->state(), DustReplica::Diverged);
    bench.feed(DustReplicaInput::Resync());
    bench.restart();
    QCOMPARE(bench.replica->joinSeq(), quint64(0));
    bench.feed(DustReplicaInput::Joined{ 15, true, {} });
    QCOMPARE(bench.replica->state(), DustReplica::CatchingUp);
}

void tst_DustReplicaDivergence::resynchronizesOffline()
{
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"a"_s, 1) });
    bench.goDown();
    bench.feed(DustReplicaInput::Joined{ 8, true, {} });
    bench.feed(DustReplicaInput::JoinRefused{ errorOf(DustError::Unauthorized, u"expired"_s) });
    QCOMPARE(bench.replica->state(), DustReplica::Offline);
    bench.feed(DustReplicaInput::Joined{ 15, true, {} });
    QCOMPARE(bench.replica->state(), DustReplica::Diverged);
    bench.goDown();
    bench.feed(DustReplicaInput::Resync());
    QVERIFY(bench.out.rejoins);
    QCOMPARE(bench.replica->joinSeq(), quint64(0));
    QVERIFY(!bench.isShown(u"a"_s));
}

void tst_DustReplicaDivergence::resynchronizesOnlyWhereItDiverged()
{
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"a"_s, 1) });
    bench.feed(DustReplicaInput::Resync());
    QVERIFY(!bench.out.rejoins);
    QCOMPARE(bench.replica->seq(), quint64(10));
    QCOMPARE(bench.value(u"a"_s), DustValue(1));
}

void tst_DustReplicaDivergence::keepsOwnWritesOverAResync()
{
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"a"_s, 1) });
    const quint64 accepted = bench.set(u"a"_s, 2);
    bench.accept(bench.sent(0), 12); // its event is still to come
    const quint64 waiting = bench.set(u"b"_s, 2);
    bench.goDown();
    bench.feed(DustReplicaInput::Joined{ 5, true, {} });
    bench.feed(DustReplicaInput::Resync());
    QVERIFY(!bench.isShown(u"a"_s)); // the server took it, and lost it
    QCOMPARE(bench.end(accepted), u"12"_s);
    QCOMPARE(bench.value(u"b"_s), DustValue(2));
    QCOMPARE(bench.end(waiting), QString());
    QCOMPARE(bench.replica->pendingCount(), 1);
}

void tst_DustReplicaDivergence::takesNoBatchIntoRowsThatDiverged()
{
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"a"_s, 1) });
    const quint64 call = bench.writeBatch({ DustOperation::set(at(u"a"_s), 2) });
    bench.goDown();
    bench.feed(DustReplicaInput::Joined{ 8, true, {} });
    bench.feed(DustReplicaInput::Accepted{ bench.sent(0).send, { 11 }, {} });
    QCOMPARE(bench.end(call), u"11"_s);
    QCOMPARE(bench.replica->seq(), quint64(10));
    QCOMPARE(bench.confirmed(u"a"_s), DustValue(1));
    QVERIFY(bench.out.commits.isEmpty());
    bench.feed(DustReplicaInput::Resync());
    QCOMPARE(bench.replica->pendingCount(), 0);
}

void tst_DustReplicaDivergence::missesWhatWasAcknowledged_data()
{
    QTest::addColumn<bool>("restarts");
    QTest::newRow("at once") << false;
    QTest::newRow("after a restart") << true;
}

void tst_DustReplicaDivergence::missesWhatWasAcknowledged()
{
    QFETCH(bool, restarts);
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"a"_s, 1) });
    bench.set(u"a"_s, 2);
    bench.accept(bench.sent(0), 12); // of 11 nothing was heard
    bench.goDown();
    if (restarts)
        bench.restart();
    bench.feed(DustReplicaInput::Joined{ 11, true, {} });
    QCOMPARE(bench.replica->state(), DustReplica::Diverged);
    QVERIFY(bench.replica->error().message().contains(u"12"));
    bench.feed(DustReplicaInput::Resync());
    bench.goLiveWith(11, { leaf(u"a"_s, 1) });
    QCOMPARE(bench.replica->state(), DustReplica::Live);
}

void tst_DustReplicaDivergence::forgetsVerdictsOfAnotherHistory()
{
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"a"_s, 1, 3) });
    const quint64 call = bench.write(DustOperation::set(at(u"a"_s), 2).setIfMatch(3));
    bench.goDown();
    bench.goLive();
    bench.pass(bench.settings.settle);
    bench.feed(DustReplicaInput::Status{ 10, -1 }); // it is sent again
    QCOMPARE(bench.sends.size(), 2);
    bench.pass(10);
    bench.refuse(bench.sent(1), errorOf(DustError::Conflict, u"conflict"_s));
    QCOMPARE(bench.end(call), QString()); // the first may be why
    bench.goDown();
    bench.feed(DustReplicaInput::Joined{ 8, true, {} });
    bench.feed(DustReplicaInput::Resync());
    bench.feed(DustReplicaInput::Joined{ 8, true, bench.Scopes() });
    for (quint64 seq = 1; seq <= 8; ++seq)
        bench.tell({ setEvent(u"b"_s, 1, seq) });
    bench.feed(DustReplicaInput::CatchUpComplete{ 8 });
    bench.pass(bench.settings.settle);
    bench.feed(DustReplicaInput::Status{ 8, -1 });
    QCOMPARE(bench.end(call), QString());
    QCOMPARE(bench.sends.size(), 3);
}

void tst_DustReplicaDivergence::keepsItsErrorOverARebuild()
{
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"a"_s, 1) });
    bench.goDown();
    bench.feed(DustReplicaInput::Joined{ 8, true, {} });
    bench.feed(DustReplicaInput::Rebuild());
    QCOMPARE(bench.replica->error().reason(), u"server_went_back"_s);
}

// The server was restored from a backup, and was told other things before this one came back: its seq is not
// behind.
void tst_DustReplicaDivergence::seesThatItsLastOperationIsAnother_data()
{
    QTest::addColumn<bool>("restarts");
    QTest::newRow("after a cut") << false;
    QTest::newRow("after a restart") << true;
}

void tst_DustReplicaDivergence::knowsWhatHasNoIdByWhatItDid_data()
{
    QTest::addColumn<DustOperation::Kind>("op");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("id");
    QTest::addColumn<bool>("isOther");
    QTest::newRow("the same") << DustOperation::Set << u"b"_s << QString() << false;
    QTest::newRow("another path") << DustOperation::Set << u"c"_s << QString() << true;
    QTest::newRow("another operation") << DustOperation::Delete << u"b"_s << QString() << true;
    QTest::newRow("one with an id") << DustOperation::Set << u"b"_s << u"op"_s << false;
}

void tst_DustReplicaDivergence::knowsWhatHasNoIdByWhatItDid()
{
    QFETCH(DustOperation::Kind, op);
    QFETCH(QString, path);
    QFETCH(QString, id);
    QFETCH(bool, isOther);
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"a"_s, 1) });
    DustEvent nameless = setEvent(u"b"_s, 1, 11);
    nameless.clientOpId.clear();
    bench.tell({ nameless });
    bench.restart();
    QCOMPARE(bench.replica->joinSeq(), quint64(10));
    bench.feed(DustReplicaInput::Joined{ 11, true, {} });
    DustEvent again = eventOf(op, path, 1, 11);
    again.clientOpId = id;
    bench.tell({ again });
    QCOMPARE(bench.replica->state() == DustReplica::Diverged, isOther);
}

void tst_DustReplicaDivergence::seesThatItsLastOperationIsAnother()
{
    QFETCH(bool, restarts);
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"a"_s, 1) });
    QCOMPARE(bench.replica->joinSeq(), quint64(10)); // of a snapshot nothing is known to compare
    bench.tell({ setEvent(u"b"_s, 1, 11) });
    if (restarts)
        bench.restart();
    else
        bench.goDown();
    QCOMPARE(bench.replica->joinSeq(), quint64(10));
    bench.feed(DustReplicaInput::Joined{ 12, true, {} });
    QCOMPARE(bench.replica->state(), DustReplica::CatchingUp);
    bench.tell({ eventOf(DustOperation::Set, u"b"_s, 2, 11, u"another"_s),
                 eventOf(DustOperation::Set, u"c"_s, 2, 12, u"yet-another"_s) });
    QCOMPARE(bench.replica->state(), DustReplica::Diverged);
    QCOMPARE(bench.replica->error().reason(), u"server_went_back"_s);
    QVERIFY2(bench.replica->error().message().contains(u"Operation 11"_s),
             qPrintable(bench.replica->error().message()));
    QCOMPARE(bench.value(u"b"_s), DustValue(1));
    QVERIFY(!bench.isShown(u"c"_s));
    bench.feed(DustReplicaInput::Resync());
    QCOMPARE(bench.replica->joinSeq(), quint64(0));
    bench.goLiveWith(12, { leaf(u"b"_s, 2), leaf(u"c"_s, 2) });
    QCOMPARE(bench.value(u"b"_s), DustValue(2));
}

// Who is asked for the last one as well takes it as told, and knows that it is in a page of the catch-up: its totals
// are wrong then (PROTOCOL §5).
void tst_DustReplicaDivergence::hearsItsLastOperationAgain()
{
    ReplicaBench bench;
    bench.goLiveWith(10, {});
    const DustEvent last = setEvent(u"n"_s, 3, 11);
    bench.tell({ last });
    bench.goDown();
    bench.feed(DustReplicaInput::Joined{ 12, true, {} });
    bench.tell({ last });
    QVERIFY(bench.out.commits.isEmpty());
    DustEvent nameless = last;
    nameless.clientOpId.clear(); // proves nothing
    bench.tell({ nameless });
    bench.tell({ eventOf(DustOperation::Increment, u"n"_s, 1, 12) });
    QCOMPARE(bench.replica->seq(), quint64(12));
    bench.feed(DustReplicaInput::CatchUpComplete{ 12 });
    QCOMPARE(bench.out.fetches.size(), 1);
    QCOMPARE(bench.out.fetches.constFirst().paths, QList<DustPath>{ at(u"n"_s) });
    bench.feed(DustReplicaInput::Fetched{ 1, { leaf(u"n"_s, 4, 12) }, 0 });
    QCOMPARE(bench.replica->state(), DustReplica::Live);
}

// Live events overtake the catch-up.
void tst_DustReplicaDivergence::waitsForItsLastOperation()
{
    ReplicaBench bench;
    bench.goLiveWith(10, {});
    const DustEvent last = setEvent(u"a"_s, 1, 11);
    bench.tell({ last });
    bench.goDown();
    bench.feed(DustReplicaInput::Joined{ 11, true, {} });
    bench.tell({ setEvent(u"b"_s, 2, 12) });
    QCOMPARE(bench.replica->seq(), quint64(11));
    bench.tell({ last });
    QCOMPARE(bench.replica->seq(), quint64(12));
    bench.feed(DustReplicaInput::CatchUpComplete{ 11 });
    QCOMPARE(bench.replica->state(), DustReplica::Live);

    bench.goDown();
    bench.feed(DustReplicaInput::Joined{ 12, true, {} });
    bench.tell({ setEvent(u"c"_s, 3, 13) });
    bench.feed(DustReplicaInput::CatchUpComplete{ 12 }); // without it, which proves nothing
    QCOMPARE(bench.replica->seq(), quint64(13));

    bench.goDown();
    bench.feed(DustReplicaInput::Joined{ 13, true, {} });
    bench.tell(
            { setEvent(u"d"_s, 4, 14), eventOf(DustOperation::Set, u"c"_s, 4, 13, u"another"_s) });
    QCOMPARE(bench.replica->state(), DustReplica::Diverged);
    QVERIFY(!bench.isShown(u"d"_s));
}

// Where the last operation is one of those, a join from before it would never come through.
void tst_DustReplicaDivergence::asksForNothingThatCrashesTheCatchUp()
{
    ReplicaBench bench;
    bench.goLiveWith(10, {});
    bench.tell({ setEvent(u"a"_s, 1, 11) });
    bench.goDown();
    QCOMPARE(bench.replica->joinSeq(), quint64(10));
    bench.feed(DustReplicaInput::Joined{ 11, true, {} });
    bench.goDown(u"channel_crashed"_s);
    QCOMPARE(bench.replica->joinSeq(), quint64(11));
    bench.restart();
    QCOMPARE(bench.replica->joinSeq(), quint64(11));
}

// The server compacted up to where this one is, and has to send everything to say nothing new.
void tst_DustReplicaDivergence::keepsRevisionsInASnapshotOfItsOwnSeq()
{
    ReplicaBench bench;
    bench.goLiveWith(10, {});
    bench.tell({ setEvent(u"a"_s, 1, 11) });
    const quint64 call = bench.set(u"a"_s, 1); // changes nothing, and may not have arrived
    bench.goDown();
    bench.feed(DustReplicaInput::Joined{ 11, true, {} });
    bench.feed(DustReplicaInput::Snapshot{ 11, { leaf(u"a"_s, 1) } });
    QVERIFY(bench.out.commits.isEmpty());
    QCOMPARE(bench.replica->confirmed().find("a")->revision(), quint64(11));
    bench.feed(DustReplicaInput::CatchUpComplete{ 11 });
    QCOMPARE(bench.end(call), QString());
    bench.pass(bench.settings.settle);
    bench.feed(DustReplicaInput::Status{ 11, -1 });
    QCOMPARE(bench.sends.size(), 2); // it goes again
    QCOMPARE(bench.replica->joinSeq(), quint64(11));
}

void tst_DustReplicaDivergence::seesThatWhatWasAcknowledgedIsAnother()
{
    ReplicaBench bench;
    bench.goLiveWith(10, {});
    const quint64 call = bench.set(u"a"_s, 1);
    bench.accept(bench.sent(0), 11); // its event is still to come
    QCOMPARE(bench.end(call), u"11"_s);
    bench.goDown();
    bench.feed(DustReplicaInput::Joined{ 12, true, {} });
    bench.tell({ eventOf(DustOperation::Set, u"b"_s, 2, 11, u"another"_s) });
    QCOMPARE(bench.replica->state(), DustReplica::Diverged);
    QCOMPARE(bench.replica->error().reason(), u"server_went_back"_s);
    QVERIFY(!bench.isShown(u"b"_s));
}

QTEST_APPLESS_MAIN(tst_DustReplicaDivergence)
#include "tst_dustreplicadivergence.moc"
