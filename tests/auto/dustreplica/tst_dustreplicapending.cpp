// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What own writes are said to wait for, and that whoever looks at them is told to look again.

#include "replicabench.h"

using namespace Qt::StringLiterals;

using Step = std::function<void(ReplicaBench &)>;
using Steps = QList<Step>;
Q_DECLARE_METATYPE(Steps)

namespace {

const Step Write = [](ReplicaBench &bench) { bench.set(u"x"_s, 1); };
const Step WriteOther = [](ReplicaBench &bench) { bench.set(u"y"_s, 1); };
const Step GoLive = [](ReplicaBench &bench) { bench.goLive(); };
const Step GoDown = [](ReplicaBench &bench) { bench.goDown(); };
const Step Crash = [](ReplicaBench &bench) { bench.goDown(u"channel_crashed"_s); };
const Step AnswerStatus = [](ReplicaBench &bench) {
    bench.feed(DustReplicaInput::Status{ bench.replica->seq() });
};

Step pass(qint64 milliseconds)
{
    return [milliseconds](ReplicaBench &bench) { bench.pass(milliseconds); };
}

Step join(quint64 seq, bool mayWrite = true)
{
    return [=](ReplicaBench &bench) {
        bench.feed(DustReplicaInput::Joined{ seq, mayWrite, ReplicaBench::Scopes() });
    };
}

Step refuse(DustError::Kind kind, const QString &reason)
{
    return [=](ReplicaBench &bench) {
        bench.refuse(bench.sends.constLast(),
                     errorOf(kind, reason).with(u"retry_after_ms"_s, 30'000));
    };
}

Step with(const std::function<void(DustReplicaSettings &)> &change)
{
    return [=](ReplicaBench &bench) {
        change(bench.settings);
        bench.restart();
    };
}

DustPendingWrite writeOf(const ReplicaBench &bench, const QString &path)
{
    for (const DustPendingWrite &write : bench.replica->pendingWrites(bench.now)) {
        if (write.pathString() == path)
            return write;
    }
    return {};
}

// All of it that an input can change.
QStringList described(const ReplicaBench &bench)
{
    QStringList texts;
    for (const DustPendingWrite &write : bench.replica->pendingWrites(bench.now)) {
        texts.append(
                u"%1 %2 %3 %4 %5 %6"_s.arg(write.number)
                        .arg(write.state)
                        .arg(write.reason)
                        .arg(write.blockedBy)
                        .arg(write.attempts)
                        .arg(QString::fromUtf8(write.operations.constFirst().value().toJson())));
    }
    return texts;
}

} // namespace

class tst_DustReplicaPending : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reasons_data();
    void reasons();
    void namesWhatIsInFront();
    void namesABatchByItsOwnId();
    void countsDown();
    void readsTheFirstOnes();
    void tellsOfChangesOnly();
};

void tst_DustReplicaPending::reasons_data()
{
    using W = DustPendingWrite;
    QTest::addColumn<Steps>("steps");
    QTest::addColumn<DustPendingWrite::State>("state");
    QTest::addColumn<DustPendingWrite::Reason>("reason");
    QTest::addColumn<int>("attempts");
    QTest::addColumn<qint64>("waitsFor");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const Steps &steps, W::State state, W::Reason reason,
                        int attempts, const QString &says, qint64 waitsFor = -1) {
        QTest::newRow(name) << steps << state << reason << attempts << waitsFor << says;
    };
    row("offline", { Write }, W::Waiting, W::NotConnected, 0, u"no connection"_s);
    const Step refuseJoin = [](ReplicaBench &bench) {
        bench.feed(DustReplicaInput::JoinRefused{
                errorOf(DustError::Unauthorized, u"unauthorized"_s) });
    };
    row("join refused", { Write, refuseJoin }, W::Waiting, W::Refused, 0,
        u"Because of unauthorized"_s);
    const Step haveFive = [](ReplicaBench &bench) { bench.goLiveWith(5, { leaf(u"a"_s, 1) }); };
    row("server went back", { haveFive, GoDown, Write, join(3) }, W::Waiting, W::ServerWentBack, 0,
        u"resynchronize"_s);
    row("catching up", { Write, join(0) }, W::Waiting, W::CatchingUp, 0, u"meanwhile"_s);
    const Step missOne = [](ReplicaBench &bench) { bench.tell({ setEvent(u"a"_s, 1, 2) }); };
    row("event missing", { GoLive, WriteOther, missOne, pass(300), Write }, W::Waiting,
        W::EventMissing, 0, u"has not come"_s);
    const Step catchUp = [](ReplicaBench &bench) {
        bench.feed(DustReplicaInput::CatchUpComplete{ 0 });
    };
    row("read-only", { Write, join(0, false), catchUp }, W::Waiting, W::MayNotWrite, 0,
        u"only read"_s);
    row("rate limited",
        { GoLive, WriteOther, refuse(DustError::RateLimited, u"rate_limited"_s), Write, pass(500) },
        W::Waiting, W::RateLimited, 0, u"30 second"_s, 29'500);
    row("paused",
        { GoLive, Write, refuse(DustError::LimitExceeded, u"limit_exceeded"_s), pass(1'000) },
        W::Waiting, W::Paused, 1, u"Because of limit_exceeded"_s, 29'000);
    const Step fence = with(
            [](DustReplicaSettings &settings) { settings.sessionFence = at(u"f"_s); });
    row("fence", { fence, GoLive, Write }, W::Waiting, W::TakingFence, 0, u"lease"_s);
    const Step writeBelow = [](ReplicaBench &bench) { bench.set(u"x/a"_s, 1); };
    const Step removeIt = [](ReplicaBench &bench) {
        bench.write(DustOperation::remove(at(u"x"_s)));
    };
    row("behind another", { GoLive, writeBelow, removeIt }, W::Waiting, W::BehindWrite, 0,
        u"Write 1 at x/a goes first"_s);
    const Step acceptFence = [](ReplicaBench &bench) {
        bench.feed(DustReplicaInput::Accepted{
                bench.sends.constLast().send, { 1 }, { { u"token"_s, 7 } } });
    };
    row("fence lost",
        { fence, GoLive, acceptFence, writeBelow, removeIt, pass(20'000),
          refuse(DustError::NotHeld, u"not_held"_s) },
        W::Waiting, W::TakingFence, 0, u"lease"_s);
    const Step batch = [](ReplicaBench &bench) {
        bench.writeBatch({ DustOperation::set(at(u"x"_s), 1) });
    };
    row("batches paused", { GoLive, batch, refuse(DustError::Unauthorized, u"unauthorized"_s) },
        W::Waiting, W::BatchesPaused, 1, u"HTTP"_s, 60'000);
    const Step other = [](ReplicaBench &bench) { bench.set(u"z"_s, 1); };
    row("behind a drained batch",
        { GoLive, WriteOther, refuse(DustError::RateLimited, u"rate_limited"_s), other,
          pass(30'000), Write },
        W::Waiting, W::BehindBatch, 0, u"as a batch"_s);
    const Step narrow = with([](DustReplicaSettings &settings) { settings.window = 1; });
    row("window", { narrow, GoLive, WriteOther, Write }, W::Waiting, W::TooManyUnderWay, 0,
        u"As many writes"_s);
    row("one at a time", { GoLive, WriteOther, Write, Crash, GoLive, pass(5'000), AnswerStatus },
        W::Waiting, W::OneAtATime, 1, u"one at a time"_s);
    row("sent", { GoLive, Write }, W::Sent, W::AwaitingAnswer, 1, u"answer is awaited"_s);
    row("fate unknown", { GoLive, Write, GoDown }, W::Unanswered, W::FateUnknown, 1, u"fate"_s);
    row("settling", { GoLive, Write, GoDown, pass(1'000), GoLive }, W::Unanswered, W::Settling, 1,
        u"for 4 more second"_s, 4'000);
    row("status", { GoLive, Write, GoDown, GoLive, pass(5'000) }, W::Unanswered, W::AwaitingStatus,
        1, u"asked how far"_s);
    row("sent again", { GoLive, Write, GoDown, GoLive, pass(5'000), AnswerStatus }, W::Sent,
        W::AwaitingAnswer, 2, u"answer is awaited"_s);
    const Step acceptAhead = [](ReplicaBench &bench) { bench.accept(bench.sends.constLast(), 2); };
    row("stored", { GoLive, Write, acceptAhead }, W::Accepted, W::AwaitingEvent, 1,
        u"as operation 2"_s);
}

void tst_DustReplicaPending::reasons()
{
    QFETCH(Steps, steps);
    QFETCH(DustPendingWrite::State, state);
    QFETCH(DustPendingWrite::Reason, reason);
    QFETCH(int, attempts);
    QFETCH(qint64, waitsFor);
    QFETCH(QString, says);
    ReplicaBench bench;
    for (const Step &step : steps) {
        const DustReplica *const before = bench.replica.get();
        const QStringList was = described(bench);
        const quint64 revision = bench.replica->pendingRevision();
        step(bench);
        if (bench.replica.get() == before && described(bench) != was)
            QVERIFY(bench.replica->pendingRevision() > revision);
    }
    const DustPendingWrite write = writeOf(bench, u"x"_s);
    QCOMPARE(write.state, state);
    QCOMPARE(write.reason, reason);
    QCOMPARE(write.attempts, attempts);
    QCOMPARE(write.waitsFor, waitsFor);
    QVERIFY2(write.reasonText().contains(says), qPrintable(write.reasonText()));
}

void tst_DustReplicaPending::namesWhatIsInFront()
{
    ReplicaBench bench;
    bench.set(u"x/a"_s, 1);
    bench.set(u"y"_s, 1);
    bench.write(DustOperation::remove(at(u"x"_s)));
    DustPendingWrite write = writeOf(bench, u"x"_s);
    QCOMPARE(write.reason, DustPendingWrite::NotConnected); // which counts for all
    QCOMPARE(write.number, quint64(3));
    QCOMPARE(write.blockedBy, quint64(1));
    QCOMPARE(write.blockedPath, u"x/a"_s);
    QCOMPARE(writeOf(bench, u"y"_s).blockedBy, quint64(0));
    bench.goLive();
    QCOMPARE(writeOf(bench, u"x"_s).reason, DustPendingWrite::BehindWrite);
    bench.tell({ bench.echo(bench.sent(0), 1) });
    write = writeOf(bench, u"x"_s);
    QCOMPARE(write.reason, DustPendingWrite::AwaitingAnswer);
    QCOMPARE(write.blockedBy, quint64(0));
}

void tst_DustReplicaPending::namesABatchByItsOwnId()
{
    ReplicaBench bench;
    bench.writeBatch({ DustOperation::set(at(u"x"_s), 1), DustOperation::set(at(u"y"_s), 1) });
    bench.set(u"z"_s, 1);
    const QList<DustPendingWrite> writes = bench.replica->pendingWrites(bench.now);
    QCOMPARE(writes.size(), 2);
    QCOMPARE(writes.at(0).clientOpId, u"op-1"_s);
    QCOMPARE(writes.at(0).operations.size(), 2);
    QCOMPARE(writes.at(1).clientOpId, u"op-2"_s);
}

void tst_DustReplicaPending::countsDown()
{
    ReplicaBench bench;
    bench.goLive();
    bench.set(u"x"_s, 1);
    refuse(DustError::RateLimited, u"rate_limited"_s)(bench);
    DustNow later = bench.now;
    later.monotonic += 29'001;
    DustPendingWrite write = bench.replica->pendingWrites(later).constFirst();
    QCOMPARE(write.waitsFor, qint64(999));
    QVERIFY2(write.reasonText().contains(u" 1 second"_s), qPrintable(write.reasonText()));
    later.monotonic += 5'000; // its tick is late
    write = bench.replica->pendingWrites(later).constFirst();
    QCOMPARE(write.waitsFor, qint64(0));
}

void tst_DustReplicaPending::readsTheFirstOnes()
{
    ReplicaBench bench;
    for (int i = 0; i < 5; ++i)
        bench.set(u"p%1"_s.arg(i), i);
    QCOMPARE(bench.replica->pendingWrites(bench.now).size(), 5);
    QCOMPARE(bench.replica->pendingWrites(bench.now, 0).size(), 0);
    const QList<DustPendingWrite> first = bench.replica->pendingWrites(bench.now, 2);
    QCOMPARE(first.size(), 2);
    QCOMPARE(first.constLast().pathString(), u"p1"_s);
}

void tst_DustReplicaPending::tellsOfChangesOnly()
{
    ReplicaBench bench;
    bench.goLive();
    const quint64 before = bench.replica->pendingRevision();
    bench.tell({ setEvent(u"a"_s, 1, 1) });
    bench.goDown();
    bench.goLive();
    QCOMPARE(bench.replica->pendingRevision(), before); // nothing waits
    bench.set(u"x"_s, 1);
    QVERIFY(bench.out.stateChanged);
    const quint64 written = bench.replica->pendingRevision();
    QVERIFY(written > before);
    bench.tell({ setEvent(u"a"_s, 2, 2) });
    bench.feed(DustReplicaInput::Tick());
    QCOMPARE(bench.replica->pendingRevision(), written);
}

QTEST_GUILESS_MAIN(tst_DustReplicaPending)
#include "tst_dustreplicapending.moc"
