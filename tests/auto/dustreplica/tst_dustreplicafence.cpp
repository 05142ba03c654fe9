// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The session fence: each session takes the lease of the last one over, and sends under it.

#include "replicabench.h"

using namespace Qt::StringLiterals;

class tst_DustReplicaFence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isTakenBeforeAnythingIsSent();
    void leavesOtherFencesAndBatchesAlone();
    void drainsNothing();
    void takesTheLastSessionsOver_data();
    void takesTheLastSessionsOver();
    void isRenewed();
    void isTakenAnewWhereItRanOut();
    void needsNoSettle();
    void settlesFiles();
    void isNoVerdictOnAWrite();
    void saysThatSomebodyElseHasIt();
    void asksNothingWhereItOnlyReads();
    void doesNotAskWithoutAPause();
    void takesOverWhatALostCacheLeft();
    void leavesTheLeaseOfAnother();
    void noticesThatARollbackBroughtAnOldOneBack();
    void isNotTakenBackFromAnotherSession();

private:
    static DustObject leaseOf(const QString &holder, quint64 token);
    static void begin(ReplicaBench *bench);
    static void grant(ReplicaBench *bench, quint64 seq);
};

void tst_DustReplicaFence::begin(ReplicaBench *bench)
{
    bench->settings.sessionFence = at(u"fence/me"_s);
    bench->restart();
}

// The last send is for the lease, and gets it; the token is the seq.
void tst_DustReplicaFence::grant(ReplicaBench *bench, quint64 seq)
{
    const ReplicaBench::Send lease = bench->sends.constLast();
    QCOMPARE(lease.operations.constFirst().kind(), DustOperation::Lease);
    QCOMPARE(lease.operations.constFirst().path(), at(u"fence/me"_s));
    bench->tell({ bench->echo(
            lease, seq,
            DustObject{ { u"_type"_s, u"lease"_s }, { u"token"_s, DustValue(seq) } }) });
    bench->feed(DustReplicaInput::Accepted{ lease.send, { seq }, { { u"token"_s, seq } } });
}

void tst_DustReplicaFence::isTakenBeforeAnythingIsSent()
{
    ReplicaBench bench;
    begin(&bench);
    bench.set(u"a"_s, 1);
    bench.goLive();
    QCOMPARE(bench.sends.size(), 1);
    grant(&bench, 1);
    QCOMPARE(bench.sentPaths(), QStringList{ u"a"_s });
    const DustFence fence{ at(u"fence/me"_s), 1 };
    QCOMPARE(bench.sent(1).operations.constFirst().fence(), std::optional(fence));
    bench.accept(bench.sent(1), 2);
    QCOMPARE(bench.end(1), u"2"_s);
    QCOMPARE(bench.replica->pendingCount(), 1); // no more than the write, whose event is to come
}

void tst_DustReplicaFence::leavesOtherFencesAndBatchesAlone()
{
    ReplicaBench bench;
    begin(&bench);
    bench.goLive();
    grant(&bench, 1);
    const DustFence own{ at(u"lock"_s), 7 };
    bench.write(DustOperation::set(at(u"a"_s), 1).setFence(own));
    QCOMPARE(bench.out.sends.constFirst().operations.constFirst().fence(), std::optional(own));
    bench.writeBatch({ DustOperation::set(at(u"b"_s), 1) });
    QVERIFY(!bench.out.sends.constFirst().operations.constFirst().fence());
}

// No request over HTTP has a fence.
void tst_DustReplicaFence::drainsNothing()
{
    ReplicaBench bench;
    begin(&bench);
    bench.goLive();
    grant(&bench, 1);
    bench.set(u"first"_s, 0);
    for (int i = 0; i < 3; ++i)
        bench.set(u"f/%1"_s.arg(i), i);
    bench.refuse(
            bench.sends.at(1),
            errorOf(DustError::RateLimited, u"rate_limited"_s).with(u"retry_after_ms"_s, 5'000));
    bench.pass(60'000);
    QVERIFY(std::none_of(bench.sends.cbegin(), bench.sends.cend(),
                         [](const ReplicaBench::Send &send) { return send.isBatch; }));
}

void tst_DustReplicaFence::takesTheLastSessionsOver_data()
{
    QTest::addColumn<bool>("isHeld");
    QTest::newRow("still held") << true;
    QTest::newRow("run out") << false;
}

void tst_DustReplicaFence::takesTheLastSessionsOver()
{
    QFETCH(bool, isHeld);
    ReplicaBench bench;
    begin(&bench);
    bench.goLive();
    grant(&bench, 1);
    bench.restart();
    bench.goLive();
    const ReplicaBench::Send release = bench.sends.constLast();
    QCOMPARE(release.operations.constFirst().kind(), DustOperation::Release);
    QCOMPARE(release.operations.constFirst().token(), quint64(1));
    if (isHeld)
        bench.feed(DustReplicaInput::Accepted{ release.send, { 2 }, {} });
    else
        bench.refuse(release, errorOf(DustError::NotHeld, u"not_held"_s));
    if (isHeld)
        bench.tell({ eventOf(DustOperation::Release, u"fence/me"_s, {}, 2) });
    grant(&bench, isHeld ? 3 : 2);
    bench.set(u"a"_s, 1);
    QCOMPARE(bench.out.sends.constFirst().operations.constFirst().fence()->token,
             quint64(isHeld ? 3 : 2));
}

void tst_DustReplicaFence::isRenewed()
{
    ReplicaBench bench;
    begin(&bench);
    bench.goLive();
    grant(&bench, 1);
    bench.pass(bench.settings.fenceTtl / 3 - 1);
    QCOMPARE(bench.sends.size(), 1);
    bench.pass(1);
    QCOMPARE(bench.sends.size(), 2);
    const DustOperation renew = bench.sent(1).operations.constFirst();
    QCOMPARE(renew.kind(), DustOperation::Renew);
    QCOMPARE(renew.token(), quint64(1));
    bench.set(u"a"_s, 1); // meanwhile
    QCOMPARE(bench.sentPaths(), QStringList{ u"a"_s });
    bench.feed(DustReplicaInput::Accepted{ bench.sent(1).send, { 2 }, {} });
    bench.pass(bench.settings.fenceTtl / 3 - 1);
    QCOMPARE(bench.sends.size(), 3);
}

void tst_DustReplicaFence::isTakenAnewWhereItRanOut()
{
    ReplicaBench bench;
    begin(&bench);
    bench.goLive();
    grant(&bench, 1);
    bench.pass(bench.settings.fenceTtl / 3);
    bench.refuse(bench.sent(1), errorOf(DustError::NotHeld, u"not_held"_s));
    bench.set(u"a"_s, 1);
    QCOMPARE(bench.sends.size(), 3);
    grant(&bench, 2);
    QCOMPARE(bench.sentPaths(), QStringList{ u"a"_s });
    QCOMPARE(bench.out.sends.constFirst().operations.constFirst().fence()->token, quint64(2));
}

// What the last session sent is refused from now on, so that a status tells all there is to know.
void tst_DustReplicaFence::needsNoSettle()
{
    ReplicaBench bench;
    begin(&bench);
    bench.goLive();
    grant(&bench, 1);
    bench.set(u"a"_s, 1);
    bench.goDown();
    bench.goLive();
    const ReplicaBench::Send release = bench.sends.constLast();
    bench.feed(DustReplicaInput::Accepted{ release.send, { 2 }, {} });
    bench.tell({ eventOf(DustOperation::Release, u"fence/me"_s, {}, 2) });
    QVERIFY(!bench.out.asksStatus);
    bench.sends.removeIf([](const ReplicaBench::Send &send) {
        return send.operations.constFirst().kind() == DustOperation::Release;
    });
    grant(&bench, 3);
    QVERIFY(bench.out.asksStatus);
    bench.feed(DustReplicaInput::Status{ 3, -1 });
    QCOMPARE(bench.sentPaths(), QStringList{ u"a"_s });
    QCOMPARE(bench.out.sends.constFirst().operations.constFirst().fence()->token, quint64(3));
}

// Their event carries no fence, so that a server may still link one that an earlier session has sent.
void tst_DustReplicaFence::settlesFiles()
{
    ReplicaBench bench;
    begin(&bench);
    bench.goLive();
    grant(&bench, 1);
    DustReplicaInput::Write write;
    write.call = ++bench.lastCall;
    write.operation = DustOperation::putFile(at(u"f"_s), DustObject{ { u"_type"_s, u"file"_s } })
                              .setClientOpId(u"op-1"_s);
    write.content = "x";
    bench.feed(write);
    const ReplicaBench::Send file = bench.sends.constLast();
    bench.goDown();
    bench.goLive();
    const ReplicaBench::Send release = bench.sends.constLast();
    bench.feed(DustReplicaInput::Accepted{ release.send, { 2 }, {} });
    bench.tell({ eventOf(DustOperation::Release, u"fence/me"_s, {}, 2) });
    grant(&bench, 3);
    bench.feed(DustReplicaInput::Status{ 3, -1 });
    QCOMPARE(bench.sentPaths(), QStringList());
    bench.pass(bench.settings.settle);
    QVERIFY(bench.out.asksStatus);
    bench.feed(DustReplicaInput::Status{ 3, -1 });
    QCOMPARE(bench.sentPaths(), QStringList{ u"f"_s });
    QVERIFY(!file.operations.constFirst().fence());
}

void tst_DustReplicaFence::isNoVerdictOnAWrite()
{
    ReplicaBench bench;
    begin(&bench);
    bench.goLive();
    grant(&bench, 1);
    const quint64 call = bench.set(u"a"_s, 1);
    bench.refuse(bench.sends.constLast(), errorOf(DustError::Fenced, u"fenced"_s));
    QCOMPARE(bench.end(call), QString());
    QCOMPARE(bench.value(u"a"_s), DustValue(1));
    const ReplicaBench::Send release = bench.sends.constLast();
    QCOMPARE(release.operations.constFirst().kind(), DustOperation::Release);
    bench.refuse(release, errorOf(DustError::NotHeld, u"not_held"_s));
    grant(&bench, 2);
    QCOMPARE(bench.sentPaths(), QStringList{ u"a"_s });
}

void tst_DustReplicaFence::saysThatSomebodyElseHasIt()
{
    ReplicaBench bench;
    begin(&bench);
    bench.set(u"a"_s, 1);
    bench.goLive();
    bench.refuse(bench.sent(0), errorOf(DustError::Held, u"held"_s));
    QCOMPARE(bench.out.reports.size(), 1);
    bench.pass(bench.settings.settle - 1);
    QCOMPARE(bench.sends.size(), 1);
    bench.pass(1);
    QCOMPARE(bench.sends.size(), 2);
    grant(&bench, 1);
    QCOMPARE(bench.sentPaths(), QStringList{ u"a"_s });
}

void tst_DustReplicaFence::asksNothingWhereItOnlyReads()
{
    ReplicaBench bench;
    begin(&bench);
    bench.feed(DustReplicaInput::Joined{ 0, false, {} });
    bench.feed(DustReplicaInput::CatchUpComplete{ 0 });
    bench.pass(20'000);
    QVERIFY(bench.sends.isEmpty());
}

void tst_DustReplicaFence::doesNotAskWithoutAPause()
{
    ReplicaBench bench;
    begin(&bench);
    bench.set(u"a"_s, 1);
    bench.goLive();
    quint64 seq = 0;
    qsizetype answered = 0;
    for (; answered < bench.sends.size() && answered < 100; ++answered) {
        const ReplicaBench::Send send = bench.sent(answered);
        const auto kind = send.operations.constFirst().kind();
        if (kind == DustOperation::Lease) {
            bench.sends.resize(answered + 1);
            grant(&bench, ++seq);
        } else if (kind == DustOperation::Release) {
            bench.refuse(send, errorOf(DustError::NotHeld, u"not_held"_s));
        } else {
            bench.refuse(send, errorOf(DustError::Fenced, u"fenced"_s));
        }
    }
    QVERIFY(answered < 10);
    QCOMPARE(bench.value(u"a"_s), DustValue(1));
    bench.pass(bench.settings.fenceTtl);
    QVERIFY(bench.sends.size() > answered); // but it goes on
}

DustObject tst_DustReplicaFence::leaseOf(const QString &holder, quint64 token)
{
    return { { u"_type"_s, u"lease"_s },
             { u"holder"_s, holder },
             { u"token"_s, token },
             { u"expires_at"_s, 1 } };
}

void tst_DustReplicaFence::takesOverWhatALostCacheLeft()
{
    ReplicaBench bench;
    begin(&bench);
    bench.goLiveWith(5, { leaf(u"fence/me"_s, leaseOf(u"me"_s, 4)) });
    const ReplicaBench::Send release = bench.sends.constLast();
    QCOMPARE(release.operations.constFirst().kind(), DustOperation::Release);
    QCOMPARE(release.operations.constFirst().token(), quint64(4));
    bench.feed(DustReplicaInput::Accepted{ release.send, { 6 }, {} }); // before its event
    QCOMPARE(bench.sends.size(), 2);
    bench.tell({ eventOf(DustOperation::Release, u"fence/me"_s, {}, 6) });
    grant(&bench, 7);
    bench.set(u"a"_s, 1);
    QCOMPARE(bench.sentPaths(), QStringList{ u"a"_s });
}

void tst_DustReplicaFence::leavesTheLeaseOfAnother()
{
    ReplicaBench bench;
    begin(&bench);
    bench.goLiveWith(5, { leaf(u"fence/me"_s, leaseOf(u"you"_s, 4), 4) });
    QCOMPARE(bench.sends.constLast().operations.constFirst().kind(), DustOperation::Lease);
}

void tst_DustReplicaFence::noticesThatARollbackBroughtAnOldOneBack()
{
    ReplicaBench bench;
    begin(&bench);
    bench.goLive();
    grant(&bench, 1);
    bench.tell({ setEvent(u"a"_s, 1, 2), setEvent(u"fence/me"_s, leaseOf(u"me"_s, 1), 3) });
    QCOMPARE(bench.sends.size(), 1); // the same one: it is held
    bench.tell({ setEvent(u"fence/me"_s, leaseOf(u"me"_s, 77), 4) });
    const ReplicaBench::Send release = bench.sends.constLast();
    QCOMPARE(release.operations.constFirst().kind(), DustOperation::Release);
    QCOMPARE(release.operations.constFirst().token(), quint64(77));
    bench.set(u"a"_s, 2);
    QCOMPARE(bench.sends.size(), 2); // waits for the new one
    bench.feed(DustReplicaInput::Accepted{ release.send, { 5 }, {} });
    bench.tell({ eventOf(DustOperation::Release, u"fence/me"_s, {}, 5) });
    grant(&bench, 6);
    QCOMPARE(bench.sentPaths(), QStringList{ u"a"_s });
    QCOMPARE(bench.out.sends.constFirst().operations.constFirst().fence()->token, quint64(6));
}

// One of the same device id, which took it over: else each would take it from the other for ever.
void tst_DustReplicaFence::isNotTakenBackFromAnotherSession()
{
    ReplicaBench bench;
    begin(&bench);
    bench.goLive();
    grant(&bench, 1);
    bench.tell({ eventOf(DustOperation::Release, u"fence/me"_s, {}, 2),
                 eventOf(DustOperation::Lease, u"fence/me"_s, leaseOf(u"me"_s, 3), 3) });
    QCOMPARE(bench.sends.size(), 1);
    bench.set(u"a"_s, 1);
    bench.refuse(bench.sends.constLast(), errorOf(DustError::Fenced, u"fenced"_s));
    const ReplicaBench::Send release = bench.sends.constLast();
    QCOMPARE(release.operations.constFirst().kind(), DustOperation::Release);
    QCOMPARE(release.operations.constFirst().token(), quint64(1)); // its own only
    bench.refuse(release, errorOf(DustError::NotHeld, u"not_held"_s));
    const ReplicaBench::Send lease = bench.sends.constLast();
    QCOMPARE(lease.operations.constFirst().kind(), DustOperation::Lease);
    bench.refuse(lease, errorOf(DustError::Held, u"held"_s));
    const qsizetype sent = bench.sends.size();
    bench.pass(bench.settings.settle - 1);
    QCOMPARE(bench.sends.size(), sent);
}

QTEST_APPLESS_MAIN(tst_DustReplicaFence)
#include "tst_dustreplicafence.moc"
