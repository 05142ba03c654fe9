// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// A snapshot takes the place of everything, and hides what became of own writes.

#include "replicabench.h"

using namespace Qt::StringLiterals;

class tst_DustReplicaSnapshot : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void replaces();
    void isOnlyTakenWhileCatchingUp();
    void ignoresAnOldOne();
    void decidesHiddenFates_data();
    void decidesHiddenFates();
    void keepsTheVerdictOverARestart_data();
    void keepsTheVerdictOverARestart();
    void countsAnEventMore_data();
    void countsAnEventMore();
    void sendsWhatWasUndoneByOthersTwice();
    void holdsUpWhatOverlapsUntilItIsDecided();
    void sendsWhatWasNeverSent();
    void retiresWhatWasAccepted();
    void judgesByWhatWasAcknowledged();
    void sendsNothingAgainThatMayHaveBeenUndone();
    void tellsAFileFromTheSameOneBefore_data();
    void tellsAFileFromTheSameOneBefore();

private:
    static QList<DustEntry> before();
    static void hide(ReplicaBench *bench, const QList<DustOperation> &operations,
                     const QList<DustEntry> &after);
};

namespace {

using Operations = QList<DustOperation>;
using Entries = QList<DustEntry>;

DustObject fileOf(const QString &hash, int uploadedAt)
{
    return { { u"_type"_s, u"file"_s }, { u"hash"_s, hash }, { u"uploaded_at"_s, uploadedAt } };
}

} // namespace

QList<DustEntry> tst_DustReplicaSnapshot::before()
{
    return { leaf(u"a"_s, 1), leaf(u"n"_s, 5), leaf(u"rec/x"_s, 1), leaf(u"rec/y"_s, 1),
             leaf(u"s"_s, DustArray{ 1 }) };
}

// What was sent and not answered, and a compaction at 20 that took its events, if there were some.
void tst_DustReplicaSnapshot::hide(ReplicaBench *bench, const QList<DustOperation> &operations,
                                   const QList<DustEntry> &after)
{
    bench->goLiveWith(10, before());
    for (const DustOperation &operation : operations)
        bench->write(operation);
    QCOMPARE(bench->sends.size(), operations.size());
    bench->goDown();
    bench->goLiveWith(20, after);
    QCOMPARE(bench->sends.size(), operations.size());
}

void tst_DustReplicaSnapshot::replaces()
{
    ReplicaBench bench;
    bench.goLiveWith(10, before());
    bench.set(u"rec/x"_s, 9);
    bench.goDown();
    bench.feed(DustReplicaInput::Joined{ 20, true, {} });
    bench.feed(DustReplicaInput::Snapshot{ 20, { leaf(u"rec/x"_s, 2), leaf(u"n"_s, 5) } });
    QCOMPARE(bench.replica->confirmed().count(), 2);
    QCOMPARE(bench.replica->seq(), quint64(20));
    QCOMPARE(bench.confirmed(u"rec/x"_s), DustValue(2));
    QCOMPARE(bench.value(u"rec/x"_s), DustValue(9));
    QVERIFY(!bench.isShown(u"a"_s));
    QStringList told;
    for (const DustCommit &commit : std::as_const(bench.out.commits)) {
        told.append(DustOperation::kindName(commit.event.op) + u' ' + commit.event.pathString());
        QCOMPARE(commit.event.storeSeq, quint64(20));
        QVERIFY(!commit.logged);
    }
    QCOMPARE(told,
             (QStringList{ u"delete a"_s, u"set rec/x"_s, u"delete rec/y"_s, u"delete s"_s }));
}

void tst_DustReplicaSnapshot::isOnlyTakenWhileCatchingUp()
{
    ReplicaBench bench;
    bench.goLiveWith(10, before());
    bench.feed(DustReplicaInput::Snapshot{ 20, {} });
    QCOMPARE(bench.replica->confirmed().count(), before().size());
    QCOMPARE(bench.replica->seq(), quint64(10));
}

void tst_DustReplicaSnapshot::ignoresAnOldOne()
{
    ReplicaBench bench;
    bench.goLiveWith(10, before());
    bench.goDown();
    bench.feed(DustReplicaInput::Joined{ 10, true, {} });
    bench.feed(DustReplicaInput::Snapshot{ 9, {} });
    QCOMPARE(bench.out.reports.size(), 1);
    QCOMPARE(bench.out.reports.constFirst().reason(), u"stale_snapshot"_s);
    QCOMPARE(bench.replica->confirmed().count(), before().size());
}

void tst_DustReplicaSnapshot::decidesHiddenFates_data()
{
    QTest::addColumn<Operations>("operations");
    QTest::addColumn<Entries>("after");
    QTest::addColumn<QString>("fate");
    const auto row = [](const char *name, const Operations &operations, const Entries &after,
                        const QString &fate) {
        QTest::newRow(name) << operations << after << fate;
    };
    const auto set = DustOperation::set(at(u"a"_s), 2);
    row("set: its result", { set }, { leaf(u"a"_s, 2) }, u"accepted"_s);
    row("set: as before", { set }, { leaf(u"a"_s, 1) }, u"again"_s);
    row("set: else", { set }, { leaf(u"a"_s, 3) }, u"Indeterminate"_s);
    row("set: gone", { set }, {}, u"Indeterminate"_s);
    row("set of what was there", { DustOperation::set(at(u"a"_s), 1) }, { leaf(u"a"_s, 1) },
        u"accepted"_s);
    row("delete: its result", { DustOperation::remove(at(u"rec"_s)) }, {}, u"accepted"_s);
    row("delete: half of it", { DustOperation::remove(at(u"rec"_s)) }, { leaf(u"rec/x"_s, 1) },
        u"Indeterminate"_s);
    const auto increment = [](int by) { return DustOperation::increment(at(u"n"_s), by); };
    row("increment: its result", { increment(2) }, { leaf(u"n"_s, 7) }, u"Indeterminate"_s);
    row("increment: as before", { increment(2) }, { leaf(u"n"_s, 5) }, u"again"_s);
    row("increments: one of them", { increment(2), increment(3) }, { leaf(u"n"_s, 7) },
        u"Indeterminate"_s);
    row("increments: as before", { increment(2), increment(3) }, { leaf(u"n"_s, 5) }, u"again"_s);
    const auto add = DustOperation::addMember(at(u"s"_s), 2);
    row("add: its result", { add }, { leaf(u"s"_s, DustArray{ 2, 1 }) }, u"accepted"_s);
    row("add: another order", { add }, { leaf(u"s"_s, DustArray{ 1, 2 }) }, u"Indeterminate"_s);
    const auto merge = DustOperation::merge(at(u"rec"_s), { { u"x"_s, 2 } });
    row("merge: its result, and others", { merge },
        { leaf(u"rec/x"_s, 2), leaf(u"rec/y"_s, 8), leaf(u"rec/z"_s, 8) }, u"accepted"_s);
    const auto record = DustOperation::set(at(u"rec"_s), DustObject{ { u"x"_s, 2 } });
    row("record: its result", { record }, { leaf(u"rec/x"_s, 2) }, u"accepted"_s);
    row("record: more than it", { record }, { leaf(u"rec/x"_s, 2), leaf(u"rec/y"_s, 1) },
        u"Indeterminate"_s);
    const auto guarded = DustOperation::set(at(u"a"_s), 2).setIfMatch(3);
    row("conditional: as before", { guarded }, { leaf(u"a"_s, 1) }, u"again"_s);
    // A server stamps the time of its own, and fills in a name that was not given.
    const auto file = DustOperation::putFile(at(u"a"_s), fileOf(u"sha256:1"_s, 1));
    row("file: its result", { file }, { leaf(u"a"_s, fileOf(u"sha256:1"_s, 2)) }, u"accepted"_s);
    row("file: as before", { file }, { leaf(u"a"_s, 1) }, u"again"_s);
    row("file: another one", { file }, { leaf(u"a"_s, fileOf(u"sha256:2"_s, 2)) },
        u"Indeterminate"_s);
    row("file: no file", { file }, { leaf(u"a"_s, 3) }, u"Indeterminate"_s);
    const auto reference = DustOperation::set(at(u"a"_s), fileOf(u"sha256:1"_s, 1));
    row("reference: another one", { reference }, { leaf(u"a"_s, fileOf(u"sha256:1"_s, 2)) },
        u"Indeterminate"_s);
}

void tst_DustReplicaSnapshot::decidesHiddenFates()
{
    QFETCH(Operations, operations);
    QFETCH(Entries, after);
    QFETCH(QString, fate);
    ReplicaBench bench;
    hide(&bench, operations, after);
    const qsizetype sent = bench.sends.size();
    for (quint64 call = 1; call <= bench.lastCall; ++call)
        QCOMPARE(bench.end(call), QString()); // an old server process may still be at work
    bench.pass(bench.settings.settle);
    QVERIFY(bench.out.asksStatus);
    QCOMPARE(bench.sends.size(), sent);
    bench.feed(DustReplicaInput::Status{ 20, -1 });
    const bool again = fate == u"again"_s;
    for (quint64 call = 1; call <= bench.lastCall; ++call) {
        QCOMPARE(bench.end(call), again ? QString() : fate == u"accepted"_s ? u"20"_s : fate);
        if (fate == u"Indeterminate"_s)
            QCOMPARE(bench.errorOfCall(call).reason(), u"hidden_by_compaction"_s);
    }
    QCOMPARE(bench.sends.size(), again ? 2 * sent : sent);
    QCOMPARE(bench.replica->pendingCount(), again ? operations.size() : 0);
    if (!again)
        QCOMPARE(bench.replica->view().count(), bench.replica->confirmed().count());
}

void tst_DustReplicaSnapshot::keepsTheVerdictOverARestart_data()
{
    QTest::addColumn<int>("there");
    QTest::addColumn<QString>("fate");
    QTest::newRow("its result") << 2 << u"20"_s;
    QTest::newRow("as before") << 1 << QString();
    QTest::newRow("else") << 3 << u"Indeterminate"_s;
}

void tst_DustReplicaSnapshot::keepsTheVerdictOverARestart()
{
    QFETCH(int, there);
    QFETCH(QString, fate);
    ReplicaBench bench;
    hide(&bench, { DustOperation::set(at(u"a"_s), 2) }, { leaf(u"a"_s, there) });
    bench.restart();
    bench.goLive();
    bench.pass(bench.settings.settle);
    bench.feed(DustReplicaInput::Status{ 20, -1 });
    QCOMPARE(bench.endOf(u"op-1"_s), fate);
    QCOMPARE(bench.sends.size(), fate.isEmpty() ? 2 : 1);
}

void tst_DustReplicaSnapshot::countsAnEventMore_data()
{
    keepsTheVerdictOverARestart_data();
}

// The old server process commits it after the snapshot was made.
void tst_DustReplicaSnapshot::countsAnEventMore()
{
    QFETCH(int, there);
    ReplicaBench bench;
    hide(&bench, { DustOperation::set(at(u"a"_s), 2) }, { leaf(u"a"_s, there) });
    bench.tell({ bench.echo(bench.sent(0), 21) });
    QCOMPARE(bench.end(1), u"21"_s);
    bench.pass(bench.settings.settle);
    QVERIFY(!bench.out.asksStatus);
    QCOMPARE(bench.sends.size(), 1);
    QCOMPARE(bench.replica->pendingCount(), 0);
}

// The price of the rule: committed, undone by somebody else, compacted; nothing here can tell.
void tst_DustReplicaSnapshot::sendsWhatWasUndoneByOthersTwice()
{
    ReplicaBench bench;
    hide(&bench, { DustOperation::increment(at(u"n"_s), 2) }, { leaf(u"n"_s, 5) });
    bench.pass(bench.settings.settle);
    bench.feed(DustReplicaInput::Status{ 20, -1 });
    QCOMPARE(bench.sends.size(), 2);
}

void tst_DustReplicaSnapshot::holdsUpWhatOverlapsUntilItIsDecided()
{
    ReplicaBench bench;
    hide(&bench, { DustOperation::set(at(u"a"_s), 2) }, { leaf(u"a"_s, 3) });
    bench.set(u"a"_s, 4);
    QVERIFY(bench.out.sends.isEmpty());
    bench.pass(bench.settings.settle);
    QVERIFY(bench.out.sends.isEmpty());
    bench.feed(DustReplicaInput::Status{ 20, -1 });
    QCOMPARE(bench.end(1), u"Indeterminate"_s);
    QCOMPARE(bench.sentPaths(), QStringList{ u"a"_s });
    QCOMPARE(bench.value(u"a"_s), DustValue(4));
}

void tst_DustReplicaSnapshot::sendsWhatWasNeverSent()
{
    ReplicaBench bench;
    bench.goLiveWith(10, before());
    bench.goDown();
    const quint64 call = bench.set(u"a"_s, 2);
    bench.goLiveWith(20, { leaf(u"a"_s, 3) });
    QCOMPARE(bench.sentPaths(), QStringList{ u"a"_s });
    QCOMPARE(bench.value(u"a"_s), DustValue(2));
    QCOMPARE(bench.end(call), QString());
}

void tst_DustReplicaSnapshot::retiresWhatWasAccepted()
{
    ReplicaBench bench;
    bench.goLiveWith(10, before());
    const quint64 call = bench.set(u"a"_s, 2);
    bench.accept(bench.sent(0), 12);
    bench.goDown();
    QCOMPARE(bench.replica->pendingCount(), 1);
    bench.goLiveWith(20, { leaf(u"a"_s, 3) }); // and somebody wrote after it
    QCOMPARE(bench.end(call), u"12"_s);
    QCOMPARE(bench.value(u"a"_s), DustValue(3));
    QCOMPARE(bench.replica->pendingCount(), 0);
}

void tst_DustReplicaSnapshot::judgesByWhatWasAcknowledged()
{
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"n"_s, 5) });
    bench.write(DustOperation::increment(at(u"n"_s), 1));
    bench.write(DustOperation::increment(at(u"n"_s), -1));
    QCOMPARE(bench.sends.size(), 2);
    bench.accept(bench.sent(0), 12); // its event is still to come
    bench.goDown();
    bench.feed(DustReplicaInput::Joined{ 20, true, bench.Scopes() });
    bench.feed(DustReplicaInput::Snapshot{ 20, { leaf(u"n"_s, 5) } }); // both were counted
    bench.feed(DustReplicaInput::CatchUpComplete{ 20 });
    bench.pass(bench.settings.settle);
    bench.feed(DustReplicaInput::Status{ 20, -1 });
    QCOMPARE(bench.end(2), u"Indeterminate"_s);
    QCOMPARE(bench.sends.size(), 2);
}

void tst_DustReplicaSnapshot::sendsNothingAgainThatMayHaveBeenUndone()
{
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"a"_s, 1), leaf(u"b"_s, 1) });
    bench.write(DustOperation::remove(at(u"a"_s)));
    bench.accept(bench.sent(0), 12); // its event is still to come
    const quint64 call = bench.set(u"a"_s, 2);
    QCOMPARE(bench.sends.size(), 2);
    bench.goDown();
    bench.feed(DustReplicaInput::Joined{ 20, true, bench.Scopes() });
    // Gone as after the first write: never there again, or there and deleted by somebody else.
    bench.feed(DustReplicaInput::Snapshot{ 20, { leaf(u"b"_s, 1) } });
    bench.feed(DustReplicaInput::CatchUpComplete{ 20 });
    bench.pass(bench.settings.settle);
    bench.feed(DustReplicaInput::Status{ 20, -1 });
    QCOMPARE(bench.end(call), u"Indeterminate"_s);
    QCOMPARE(bench.sends.size(), 2);
}

void tst_DustReplicaSnapshot::tellsAFileFromTheSameOneBefore_data()
{
    QTest::addColumn<int>("uploadedAt");
    QTest::addColumn<QString>("end");
    QTest::newRow("that one") << 0 << QString();
    QTest::newRow("uploaded since") << 2 << u"20"_s;
}

void tst_DustReplicaSnapshot::tellsAFileFromTheSameOneBefore()
{
    QFETCH(int, uploadedAt);
    QFETCH(QString, end);
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"f"_s, fileOf(u"sha256:1"_s, 0)) });
    const quint64 call = bench.write(DustOperation::putFile(at(u"f"_s), fileOf(u"sha256:1"_s, 1)));
    bench.goDown();
    bench.goLiveWith(20, { leaf(u"f"_s, fileOf(u"sha256:1"_s, uploadedAt)) });
    bench.pass(bench.settings.settle);
    bench.feed(DustReplicaInput::Status{ 20, -1 });
    QCOMPARE(bench.end(call), end);
    QCOMPARE(bench.sends.size(), end.isEmpty() ? 2 : 1);
}

QTEST_APPLESS_MAIN(tst_DustReplicaSnapshot)
#include "tst_dustreplicasnapshot.moc"
