// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// How calls end: late, cancelled, after a restart; and leases.

#include "replicabench.h"

#include <limits>

using namespace Qt::StringLiterals;

class tst_DustReplicaCalls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endsLateCallsAndTellsTheOutcomeAfterwards_data();
    void endsLateCallsAndTellsTheOutcomeAfterwards();
    void forgetsACancelledAnswerAndNotTheWrite();
    void keepsRejectionsUntilTheyAreSeen();
    void tellsOfAWriteFromBeforeARestart_data();
    void tellsOfAWriteFromBeforeARestart();
    void refusesLeasesOffline_data();
    void refusesLeasesOffline();
    void endsALease_data();
    void endsALease();
    void sendsNoLeaseThatNobodyWaitsFor();
    void waitsForEver();
};

namespace {

DustOperation leaseAt(const QString &path)
{
    return DustOperation::lease(at(path), u"worker"_s, 1'000);
}

} // namespace

void tst_DustReplicaCalls::endsLateCallsAndTellsTheOutcomeAfterwards_data()
{
    QTest::addColumn<bool>("isAccepted");
    QTest::newRow("accepted") << true;
    QTest::newRow("rejected") << false;
}

void tst_DustReplicaCalls::endsLateCallsAndTellsTheOutcomeAfterwards()
{
    QFETCH(bool, isAccepted);
    ReplicaBench bench;
    const quint64 call = bench.write(DustOperation::set(at(u"a"_s), 1), 500); // offline as well
    const quint64 merged = bench.write(DustOperation::set(at(u"a"_s), 2), 5'000);
    bench.pass(499);
    QVERIFY(!bench.hasTimedOut(call));
    bench.pass(1);
    QVERIFY(bench.hasTimedOut(call));
    QVERIFY(!bench.hasTimedOut(merged));
    QCOMPARE(bench.out.settled.size(), 1);
    QCOMPARE(bench.out.settled.constFirst().seqs.error().kind(), DustError::Timeout);
    QCOMPARE(bench.out.settled.constFirst().opId, u"op-1"_s);
    QCOMPARE(bench.value(u"a"_s), DustValue(2));

    bench.goLive();
    if (isAccepted)
        bench.accept(bench.sent(0), 1);
    else
        bench.refuse(bench.sent(0), errorOf(DustError::Fenced, u"fenced"_s));
    const QString outcome = isAccepted ? u"1"_s : u"Fenced"_s;
    QCOMPARE(bench.end(merged), outcome);
    QCOMPARE(bench.endOf(u"op-1"_s), outcome);
    QCOMPARE(bench.end(call), QString()); // it ended before
    QCOMPARE(bench.replica->rejections().size(), isAccepted ? 0 : 1);
    bench.pass(10'000);
    QVERIFY(!bench.hasTimedOut(merged));
}

void tst_DustReplicaCalls::forgetsACancelledAnswerAndNotTheWrite()
{
    ReplicaBench bench;
    const quint64 call = bench.set(u"a"_s, 1);
    bench.cancelled.insert(call);
    bench.goLive();
    QCOMPARE(bench.replica->pendingCount(), 1);
    bench.accept(bench.sent(0), 1);
    QCOMPARE(bench.end(call), u"1"_s);
    QCOMPARE(bench.value(u"a"_s), DustValue(1));
}

void tst_DustReplicaCalls::keepsRejectionsUntilTheyAreSeen()
{
    ReplicaBench bench;
    bench.goLive();
    for (const QString &path : { u"a"_s, u"b"_s }) {
        bench.cancelled.insert(bench.set(path, 1));
        bench.refuse(bench.sends.constLast(), errorOf(DustError::Fenced, u"fenced"_s));
    }
    bench.restart();
    QCOMPARE(bench.replica->rejections().size(), 2);
    const DustRejection first = bench.replica->rejections().constFirst();
    QCOMPARE(first.opId, u"op-1"_s);
    QCOMPARE(first.operation.path(), at(u"a"_s));
    QCOMPARE(first.error.kind(), DustError::Fenced);
    bench.feed(DustReplicaInput::Acknowledge{ first.number });
    bench.feed(DustReplicaInput::Acknowledge{ 99 });
    bench.restart();
    QCOMPARE(bench.replica->rejections().size(), 1);
    QCOMPARE(bench.replica->rejections().constFirst().opId, u"op-2"_s);
    bench.goLive();
    bench.cancelled.insert(bench.set(u"c"_s, 1));
    bench.refuse(bench.sends.constLast(), errorOf(DustError::Fenced, u"fenced"_s));
    QVERIFY(bench.replica->rejections().constLast().number
            != bench.replica->rejections().constFirst().number);
}

void tst_DustReplicaCalls::tellsOfAWriteFromBeforeARestart_data()
{
    endsLateCallsAndTellsTheOutcomeAfterwards_data();
}

void tst_DustReplicaCalls::tellsOfAWriteFromBeforeARestart()
{
    QFETCH(bool, isAccepted);
    ReplicaBench bench;
    bench.set(u"a"_s, 1);
    bench.restart();
    QCOMPARE(bench.replica->pendingCount(), 1);
    QCOMPARE(bench.value(u"a"_s), DustValue(1));
    bench.goLive();
    QCOMPARE(bench.sent(0).operations.constFirst().clientOpId(), u"op-1"_s);
    if (isAccepted)
        bench.accept(bench.sent(0), 1);
    else
        bench.refuse(bench.sent(0), errorOf(DustError::Fenced, u"fenced"_s));
    QCOMPARE(bench.endOf(u"op-1"_s), isAccepted ? u"1"_s : u"Fenced"_s);
    QCOMPARE(bench.replica->rejections().size(), isAccepted ? 0 : 1);
}

void tst_DustReplicaCalls::refusesLeasesOffline_data()
{
    QTest::addColumn<DustOperation>("operation");
    QTest::newRow("lease") << leaseAt(u"l"_s);
    QTest::newRow("renew") << DustOperation::renew(at(u"l"_s), 3);
    QTest::newRow("release") << DustOperation::release(at(u"l"_s), 3);
}

void tst_DustReplicaCalls::refusesLeasesOffline()
{
    QFETCH(DustOperation, operation);
    ReplicaBench bench;
    const quint64 call = bench.write(operation);
    QCOMPARE(bench.end(call), u"Network"_s);
    QCOMPARE(bench.errorOfCall(call).reason(), u"offline"_s);
    QCOMPARE(bench.replica->pendingCount(), 0);
}

void tst_DustReplicaCalls::endsALease_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("end");
    QTest::newRow("granted") << u"granted"_s << u"1"_s;
    QTest::newRow("its event first") << u"echo"_s << u"1"_s;
    QTest::newRow("held") << u"held"_s << u"Held"_s;
    QTest::newRow("rate limited") << u"limited"_s << u"RateLimited"_s; // it is not kept for later
    QTest::newRow("unanswered") << u"unanswered"_s << u"Indeterminate"_s;
    QTest::newRow("not sent") << u"not sent"_s << u"Network"_s;
}

void tst_DustReplicaCalls::endsALease()
{
    QFETCH(QString, what);
    QFETCH(QString, end);
    ReplicaBench bench;
    bench.goLive();
    if (what == u"not sent"_s) {
        bench.set(u"l"_s, 1); // what it waits for
        bench.sends.clear();
    }
    const quint64 call = bench.write(leaseAt(u"l"_s));
    if (what == u"not sent"_s) {
        QVERIFY(bench.sends.isEmpty());
        bench.goDown();
        QCOMPARE(bench.end(call), end);
        return;
    }
    QVERIFY(!bench.isShown(u"l"_s)); // nothing is shown before it is certain
    const ReplicaBench::Send send = bench.sent(0);
    const DustObject lease{ { u"_type"_s, u"lease"_s }, { u"token"_s, 1 } };
    if (what == u"echo"_s) {
        bench.tell({ bench.echo(send, 1, lease) });
        QCOMPARE(bench.end(call), QString()); // the answer says more
    }
    if (what == u"held"_s)
        bench.refuse(send, errorOf(DustError::Held, u"held"_s));
    else if (what == u"limited"_s)
        bench.refuse(send, errorOf(DustError::RateLimited, u"rate_limited"_s));
    else if (what == u"unanswered"_s)
        bench.feed(DustReplicaInput::Unanswered{ send.send, errorOf(DustError::Network, {}) });
    else
        bench.feed(DustReplicaInput::Accepted{ send.send, { 1 }, { { u"token"_s, 1 } } });
    QCOMPARE(bench.end(call), end);
    if (end == u"1"_s)
        QCOMPARE(bench.out.settled.constFirst().response.value(u"token"_s), DustValue(1));
    bench.goDown();
    bench.goLive(bench.replica->seq());
    bench.pass(20'000);
    QCOMPARE(bench.sends.size(), 1);
    QCOMPARE(bench.replica->pendingCount(), 0);
    QVERIFY(bench.replica->rejections().isEmpty());
}

void tst_DustReplicaCalls::sendsNoLeaseThatNobodyWaitsFor()
{
    ReplicaBench bench;
    bench.goLive();
    bench.set(u"l"_s, 1); // what both wait for
    const quint64 late = bench.write(leaseAt(u"l"_s), 500);
    const quint64 cancelled = bench.write(leaseAt(u"l/x"_s));
    bench.cancelled.insert(cancelled);
    bench.pass(500);
    QCOMPARE(bench.end(late), u"Timeout"_s);
    bench.accept(bench.sent(0), 1);
    QCOMPARE(bench.sends.size(), 1);
}

void tst_DustReplicaCalls::waitsForEver()
{
    ReplicaBench bench;
    const quint64 call = bench.write(DustOperation::set(at(u"a"_s), 1),
                                     std::numeric_limits<qint64>::max());
    bench.pass(50'000'000);
    QVERIFY(!bench.hasTimedOut(call));
}

QTEST_APPLESS_MAIN(tst_DustReplicaCalls)
#include "tst_dustreplicacalls.moc"
