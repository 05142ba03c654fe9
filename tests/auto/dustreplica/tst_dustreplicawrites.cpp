// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Own writes: shown at once, answered once, taken back alone.

#include "replicabench.h"

using namespace Qt::StringLiterals;

class tst_DustReplicaWrites : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endsACallOnce_data();
    void endsACallOnce();
    void joinsAgainForAnEchoThatDoesNotCome();
    void showsAtOnce();
    void forgetsNothingThatOthersWroteMeanwhile();
    void takesOneWriteBackAndNothingElse();
    void tellsOfEachOperationOfABatch_data();
    void tellsOfEachOperationOfABatch();
    void keepsARejectionOfEachOperation();
    void takesABatchBackAsAWhole();
    void confirmsABatchFromItsAnswer();
    void asksWhatBecameOfABatchWhoseAnswerIsLost_data();
    void asksWhatBecameOfABatchWhoseAnswerIsLost();
    void sendsABatchEverLessOften();
    void doesNotBelieveAnAnswerThatMakesNoSense_data();
    void doesNotBelieveAnAnswerThatMakesNoSense();
    void refusesWhatIsNoBatch_data();
    void refusesWhatIsNoBatch();
    void doesNotSuspectABatchWhereTheChannelCrashes();
};

void tst_DustReplicaWrites::endsACallOnce_data()
{
    QTest::addColumn<QString>("order"); // e: echo, r: reply
    for (const char *order : { "er", "re", "e", "eer", "rer", "ere", "rre" })
        QTest::newRow(order) << QString::fromLatin1(order);
}

void tst_DustReplicaWrites::endsACallOnce()
{
    QFETCH(QString, order);
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"a"_s, 1) });
    const quint64 call = bench.set(u"a"_s, 2);
    QCOMPARE(bench.sentPaths(), QStringList{ u"a"_s });
    QCOMPARE(bench.end(call), QString());

    for (const QChar step : std::as_const(order)) {
        if (step == u'e')
            bench.tell({ bench.echo(bench.sent(0), 11) });
        else
            bench.accept(bench.sent(0), 11);
        QCOMPARE(bench.end(call), u"11"_s);
        QCOMPARE(bench.value(u"a"_s), DustValue(2));
    }
    QCOMPARE(bench.confirmed(u"a"_s), DustValue(2));
    QCOMPARE(bench.replica->seq(), quint64(11));
    QCOMPARE(bench.replica->pendingCount(), 0);
    QVERIFY(!bench.replica->isPending(at(u"a"_s)));
    bench.pass(20'000);
    QVERIFY(!bench.out.rejoins);
}

void tst_DustReplicaWrites::joinsAgainForAnEchoThatDoesNotCome()
{
    ReplicaBench bench;
    bench.goLive();
    const quint64 call = bench.set(u"a"_s, 2);
    bench.accept(bench.sent(0), 1);
    QCOMPARE(bench.end(call), u"1"_s);
    QCOMPARE(bench.value(u"a"_s), DustValue(2));
    QCOMPARE(bench.replica->pendingCount(), 1);

    bench.pass(bench.settings.gapPatience - 1);
    QVERIFY(!bench.out.rejoins);
    bench.pass(1);
    QVERIFY(bench.out.rejoins);
    QCOMPARE(bench.replica->joinSeq(), quint64(0));
    QCOMPARE(bench.value(u"a"_s), DustValue(2));
    bench.feed(DustReplicaInput::Joined{ 1, true, {} });
    bench.tell({ bench.echo(bench.sent(0), 1) });
    bench.feed(DustReplicaInput::CatchUpComplete{ 1 });
    QCOMPARE(bench.replica->pendingCount(), 0);
    QCOMPARE(bench.confirmed(u"a"_s), DustValue(2));
    QCOMPARE(bench.sends.size(), 1);
}

void tst_DustReplicaWrites::showsAtOnce()
{
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"a"_s, 1) });
    bench.goDown();
    bench.set(u"a"_s, 2);
    QCOMPARE(bench.out.viewChanges.size(), 1);
    const DustEvent &event = bench.out.viewChanges.constFirst().event;
    QVERIFY(event.own);
    QVERIFY(!event.committed);
    QCOMPARE(event.storeSeq, quint64(0));
    QCOMPARE(event.clientOpId, u"op-1"_s);
    QVERIFY(bench.out.commits.isEmpty());
    QVERIFY(bench.out.sends.isEmpty());
    QVERIFY(bench.out.stateChanged);
    QCOMPARE(bench.value(u"a"_s), DustValue(2));
    QCOMPARE(bench.confirmed(u"a"_s), DustValue(1));
    QVERIFY(bench.replica->isPending(at(u"a"_s)));
    QVERIFY(bench.replica->isPending(at(u"a/below"_s)));
    QVERIFY(!bench.replica->isPending(at(u"b"_s)));
}

// Confirmed state with the own writes replayed on top, whatever comes below them.
void tst_DustReplicaWrites::forgetsNothingThatOthersWroteMeanwhile()
{
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"n"_s, 5), leaf(u"a"_s, 1) });
    bench.write(DustOperation::increment(at(u"n"_s), 2));
    bench.set(u"a"_s, 2);
    bench.tell({ setEvent(u"n"_s, 100, 11), setEvent(u"a"_s, 50, 12) });
    QCOMPARE(bench.value(u"n"_s), DustValue(102));
    QCOMPARE(bench.value(u"a"_s), DustValue(2));
    QCOMPARE(bench.out.commits.size(), 2);
    QVERIFY(!bench.out.commits.constFirst().event.own);
    bench.tell({ bench.echo(bench.sent(0), 13, 102), setEvent(u"a"_s, 51, 14),
                 bench.echo(bench.sent(1), 15) });
    QCOMPARE(bench.confirmed(u"n"_s), DustValue(102));
    QCOMPARE(bench.value(u"a"_s), DustValue(2));
    QCOMPARE(bench.replica->pendingCount(), 0);
    QVERIFY(bench.out.commits.constFirst().event.own);
}

void tst_DustReplicaWrites::takesOneWriteBackAndNothingElse()
{
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"rec/x"_s, 1), leaf(u"rec/y"_s, 1) });
    const quint64 refused = bench.write(
            DustOperation::merge(at(u"rec"_s), { { u"x"_s, 2 }, { u"y"_s, 2 }, { u"z"_s, 2 } }));
    const quint64 later = bench.set(u"rec/x"_s, 3);
    const quint64 beside = bench.set(u"other"_s, 4);
    QCOMPARE(bench.sends.size(), 2);

    bench.refuse(bench.sent(0), errorOf(DustError::Fenced, u"fenced"_s));
    QCOMPARE(bench.end(refused), u"Fenced"_s);
    QCOMPARE(bench.end(later), QString());
    QCOMPARE(bench.end(beside), QString());
    QCOMPARE(bench.value(u"rec/x"_s), DustValue(3));
    QCOMPARE(bench.value(u"rec/y"_s), DustValue(1));
    QVERIFY(!bench.isShown(u"rec/z"_s));
    QCOMPARE(bench.value(u"other"_s), DustValue(4));
    QCOMPARE(bench.sentPaths(), QStringList{ u"rec/x"_s }); // nothing holds it up any more
    QVERIFY(bench.replica->rejections().isEmpty()); // the call has heard it
}

void tst_DustReplicaWrites::tellsOfEachOperationOfABatch_data()
{
    QTest::addColumn<QString>("end");
    for (const char *end : { "answered", "told", "refused" })
        QTest::newRow(end) << QString::fromLatin1(end);
}

// Those that change nothing, too: what is at their paths was pending.
void tst_DustReplicaWrites::tellsOfEachOperationOfABatch()
{
    QFETCH(QString, end);
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"a"_s, 1) });
    const auto told = [&bench] {
        QStringList paths;
        for (const DustCommit &change : std::as_const(bench.out.viewChanges))
            paths.append(change.event.path.toString());
        std::sort(paths.begin(), paths.end());
        paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
        return paths;
    };
    const QStringList paths{ u"a"_s, u"b/none"_s, u"c"_s };
    bench.writeBatch({ DustOperation::set(at(u"a"_s), 2), DustOperation::remove(at(u"b/none"_s)),
                       DustOperation::set(at(u"c"_s), 3) });
    QCOMPARE(told(), paths);
    QCOMPARE(bench.out.viewChanges.size(), 3);
    QCOMPARE(bench.out.viewChanges.at(2).event.clientOpId, u"op-1:2"_s);
    QCOMPARE(bench.out.viewChanges.at(2).changes.size(), 1);
    if (end == u"told") {
        const ReplicaBench::Send batch = bench.sent(0);
        for (quint64 i = 0; i < 3; ++i) {
            const DustOperation &operation = batch.operations.at(qsizetype(i));
            bench.tell({ eventOf(operation.kind(), operation.path().toString(), operation.value(),
                                 11 + i, operation.clientOpId()) });
        }
    } else if (end == u"answered") {
        bench.feed(DustReplicaInput::Accepted{ bench.sent(0).send, { 11, 12, 13 }, {} });
    } else {
        bench.refuse(bench.sent(0), errorOf(DustError::Conflict, u"conflict"_s));
    }
    QVERIFY(!bench.replica->isPending(at(u"b"_s)));
    QCOMPARE(told(), paths);
}

void tst_DustReplicaWrites::keepsARejectionOfEachOperation()
{
    ReplicaBench bench;
    bench.writeBatch({ DustOperation::set(at(u"a"_s), 2), DustOperation::remove(at(u"b"_s)) });
    bench.restart();
    bench.goLive();
    bench.refuse(bench.sent(0), errorOf(DustError::Fenced, u"fenced"_s));
    bench.restart();
    QStringList kept;
    for (const DustRejection &rejection : bench.replica->rejections())
        kept.append(rejection.opId + u' ' + DustOperation::kindName(rejection.operation.kind())
                    + u' ' + rejection.operation.path().toString());
    QCOMPARE(kept, QStringList({ u"op-1 set a"_s, u"op-1 delete b"_s }));
}

void tst_DustReplicaWrites::takesABatchBackAsAWhole()
{
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"a"_s, 1) });
    const quint64 call = bench.writeBatch(
            { DustOperation::set(at(u"a"_s), 2).setIfMatch(3), DustOperation::set(at(u"b"_s), 2) });
    QCOMPARE(bench.value(u"a"_s), DustValue(2));
    QCOMPARE(bench.value(u"b"_s), DustValue(2));
    bench.refuse(bench.sent(0), errorOf(DustError::Conflict, u"conflict"_s).with(u"op_index"_s, 0));
    QCOMPARE(bench.end(call), u"Conflict"_s);
    QCOMPARE(bench.value(u"a"_s), DustValue(1));
    QVERIFY(!bench.isShown(u"b"_s));
    QCOMPARE(bench.replica->pendingCount(), 0);
}

// Servers do not broadcast what came over HTTP.
void tst_DustReplicaWrites::confirmsABatchFromItsAnswer()
{
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"a"_s, 1) });
    const quint64 call = bench.writeBatch(
            { DustOperation::set(at(u"b"_s), 2), DustOperation::remove(at(u"a"_s)) });
    const ReplicaBench::Send send = bench.sent(0);
    QVERIFY(send.isBatch);
    QCOMPARE(send.requestId, u"op-1"_s);
    QCOMPARE(send.operations.at(0).clientOpId(), u"op-1:0"_s);
    QCOMPARE(send.operations.at(1).clientOpId(), u"op-1:1"_s);
    const quint64 held = bench.set(u"a"_s, 9);
    QVERIFY(bench.out.sends.isEmpty());

    bench.feed(DustReplicaInput::Accepted{ send.send, { 11, 12 }, {} });
    QCOMPARE(bench.seqsOfCall(call), (QList<quint64>{ 11, 12 }));
    QCOMPARE(bench.replica->seq(), quint64(12));
    QCOMPARE(bench.confirmed(u"b"_s), DustValue(2));
    QCOMPARE(bench.out.commits.size(), 2);
    QVERIFY(bench.out.commits.constFirst().event.own);
    QVERIFY(bench.confirmed(u"a"_s).isNull());
    QCOMPARE(bench.sentPaths(), QStringList{ u"a"_s });
    QCOMPARE(bench.end(held), QString());
    bench.pass(20'000);
    QVERIFY(!bench.out.rejoins);
}

void tst_DustReplicaWrites::asksWhatBecameOfABatchWhoseAnswerIsLost_data()
{
    QTest::addColumn<bool>("hasArrived");
    QTest::newRow("it arrived") << true;
    QTest::newRow("it did not") << false;
}

void tst_DustReplicaWrites::asksWhatBecameOfABatchWhoseAnswerIsLost()
{
    QFETCH(bool, hasArrived);
    ReplicaBench bench;
    bench.goLive();
    const quint64 call = bench.writeBatch(
            { DustOperation::set(at(u"a"_s), 1), DustOperation::set(at(u"b"_s), 2) });
    const ReplicaBench::Send send = bench.sent(0);
    bench.feed(DustReplicaInput::Unanswered{ send.send, errorOf(DustError::Network, u"cut"_s) });
    QCOMPARE(bench.end(call), QString());
    bench.pass(bench.settings.settle - 1);
    QVERIFY(!bench.out.asksStatus);
    bench.pass(1);
    QVERIFY(bench.out.asksStatus);
    QVERIFY(bench.out.sends.isEmpty());
    bench.feed(DustReplicaInput::Status{ hasArrived ? quint64(2) : 0, -1 });
    if (!hasArrived) {
        QCOMPARE(bench.out.sends.size(), 1); // again, with the same ids
        QCOMPARE(bench.out.sends.constFirst().requestId, send.requestId);
        QCOMPARE(bench.end(call), QString());
        return;
    }
    QVERIFY(bench.out.sends.isEmpty());
    bench.pass(bench.settings.gapPatience);
    QVERIFY(bench.out.rejoins);
    bench.feed(DustReplicaInput::Joined{ 2, true, {} });
    bench.tell({ bench.echo(send, 1), bench.echo(send, 2, {}, 1) });
    QCOMPARE(bench.seqsOfCall(call), (QList<quint64>{ 1, 2 }));
    bench.feed(DustReplicaInput::CatchUpComplete{ 2 });
    bench.pass(20'000);
    QCOMPARE(bench.sends.size(), 1);
    QCOMPARE(bench.replica->pendingCount(), 0);
}

void tst_DustReplicaWrites::sendsABatchEverLessOften()
{
    ReplicaBench bench;
    bench.goLive();
    bench.writeBatch({ DustOperation::set(at(u"a"_s), 1) });
    // A refusal is an answer.
    for (int i = 0; i < 3; ++i) {
        bench.refuse(bench.sends.constLast(),
                     errorOf(DustError::RateLimited, u"rate_limited"_s)
                             .with(u"retry_after_ms"_s, 1'000));
        bench.pass(1'000);
    }
    QCOMPARE(bench.sends.size(), 4);
    for (const int times : { 1, 2, 4, 8, 16, 16 }) {
        const ReplicaBench::Send send = bench.sends.constLast();
        bench.feed(
                DustReplicaInput::Unanswered{ send.send, errorOf(DustError::Network, u"cut"_s) });
        const qsizetype sent = bench.sends.size();
        for (qint64 left = times * bench.settings.settle - 1; left > 0; left -= 1'000) {
            bench.pass(qMin(left, qint64(1'000)));
            if (bench.out.asksStatus) // as it does from time to time
                bench.feed(DustReplicaInput::Status{ 0, -1 });
        }
        QCOMPARE(bench.sends.size(), sent);
        bench.pass(1);
        QVERIFY(bench.out.asksStatus);
        bench.feed(DustReplicaInput::Status{ 0, -1 });
        QCOMPARE(bench.sends.size(), sent + 1);
    }
}

void tst_DustReplicaWrites::doesNotBelieveAnAnswerThatMakesNoSense_data()
{
    QTest::addColumn<QList<quint64>>("seqs");
    QTest::newRow("none") << QList<quint64>{};
    QTest::newRow("too many") << QList<quint64>{ 1, 2 };
    QTest::newRow("of no log") << QList<quint64>{ 0 };
}

void tst_DustReplicaWrites::doesNotBelieveAnAnswerThatMakesNoSense()
{
    QFETCH(QList<quint64>, seqs);
    ReplicaBench bench;
    bench.goLive();
    const quint64 call = bench.set(u"a"_s, 1);
    bench.feed(DustReplicaInput::Accepted{ bench.sent(0).send, seqs, {} });
    QCOMPARE(bench.end(call), QString());
    QVERIFY(bench.out.rejoins); // and learns what became of it
    QCOMPARE(bench.value(u"a"_s), DustValue(1));
}

void tst_DustReplicaWrites::refusesWhatIsNoBatch_data()
{
    QTest::addColumn<QList<DustOperation>>("operations");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("index");
    const DustOperation good = DustOperation::set(at(u"a"_s), 1);
    const auto row = [&](const char *name, const DustOperation &bad, const QString &kind) {
        QTest::newRow(name) << QList<DustOperation>{ good, bad } << kind << 1;
    };
    QTest::newRow("empty") << QList<DustOperation>{} << u"NothingToWrite"_s << -1;
    QTest::newRow("too many") << QList<DustOperation>(1001, good) << u"LimitExceeded"_s << -1;
    row("merge", DustOperation::merge(at(u"a"_s), { { u"x"_s, 1 } }), u"NotSupported"_s);
    row("increment", DustOperation::increment(at(u"a"_s), 1), u"NotSupported"_s);
    row("if_absent", DustOperation(good).setIfAbsent(true), u"NotSupported"_s);
    row("fence", DustOperation(good).setFence({ at(u"f"_s), 1 }), u"NotSupported"_s);
    row("decimal", DustOperation::set(at(u"a"_s), DustValue::decimal(u"1.5"_s)),
        u"InvalidParams"_s);
}

void tst_DustReplicaWrites::refusesWhatIsNoBatch()
{
    QFETCH(QList<DustOperation>, operations);
    QFETCH(QString, kind);
    QFETCH(int, index);
    ReplicaBench bench;
    bench.goLive();
    const quint64 call = bench.writeBatch(operations);
    QCOMPARE(bench.end(call), kind);
    QCOMPARE(bench.errorOfCall(call).opIndex(), index);
    QVERIFY(bench.out.viewChanges.isEmpty());
    QVERIFY(bench.sends.isEmpty());
    QCOMPARE(bench.replica->pendingCount(), 0);
}

void tst_DustReplicaWrites::doesNotSuspectABatchWhereTheChannelCrashes()
{
    ReplicaBench bench;
    bench.goLiveWith(10, {});
    const quint64 call = bench.writeBatch({ DustOperation::set(at(u"a"_s), 2) });
    const ReplicaBench::Send batch = bench.sent(0);
    for (int i = 0; i < 3; ++i) {
        bench.goDown(u"channel_crashed"_s);
        bench.goLive();
    }
    bench.set(u"x"_s, 1);
    bench.set(u"y"_s, 1);
    QCOMPARE(bench.sends.size(), 3); // and nothing goes alone for its sake
    bench.feed(DustReplicaInput::Unanswered{ batch.send, errorOf(DustError::Network, u"cut"_s) });
    bench.pass(bench.settings.settle);
    bench.feed(DustReplicaInput::Status{ 10, -1 });
    QCOMPARE(bench.end(call), QString());
    QCOMPARE(bench.sends.size(), 4);
}

QTEST_APPLESS_MAIN(tst_DustReplicaWrites)
#include "tst_dustreplicawrites.moc"
