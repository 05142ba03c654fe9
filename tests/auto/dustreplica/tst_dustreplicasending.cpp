// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What goes out together, one after the other, or as one.

#include "replicabench.h"

using namespace Qt::StringLiterals;

class tst_DustReplicaSending : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsTheOrderOfWhatOverlaps();
    void sendsIncrementsTogether();
    void keepsToItsWindow();
    void drainsABurst();
    void drainsOnlyWhatABatchMeansJustSo();
    void takesBackTheCulpritOfADrainedBatch();
    void drainsNoMoreWhereTheServerTakesNoBatches();
    void waitsForSettleWhereADrainedBatchIsLost();
    void takesTheEventsOfADrainedBatchInAnyOrder();
    void tellsWritesOfOneIdApart();
    void leavesTheChannelAloneWhereHttpDoesNotWork_data();
    void leavesTheChannelAloneWhereHttpDoesNotWork();
    void drainsNoMoreThanOneBodyTakes();

private:
    static void pileUp(ReplicaBench *bench, int writes);
};

namespace {

DustError rateLimited()
{
    return errorOf(DustError::RateLimited, u"rate_limited"_s).with(u"retry_after_ms"_s, 60'000);
}

QString fieldAt(int write)
{
    return u"f/%1"_s.arg(write, 4, 10, QLatin1Char('0'));
}

} // namespace

void tst_DustReplicaSending::keepsTheOrderOfWhatOverlaps()
{
    ReplicaBench bench;
    bench.set(u"a/x"_s, 1);
    bench.set(u"b"_s, 1);
    bench.write(DustOperation::remove(at(u"a"_s)));
    bench.set(u"a/y"_s, 1);
    bench.set(u"a b"_s, 1); // no descendant
    bench.goLive();
    QCOMPARE(bench.sentPaths(), (QStringList{ u"a/x"_s, u"b"_s, u"a b"_s }));
    bench.accept(bench.sent(1), 1);
    QVERIFY(bench.out.sends.isEmpty());
    bench.tell({ bench.echo(bench.sent(0), 2) });
    QCOMPARE(bench.sentPaths(), QStringList{ u"a"_s });
    bench.refuse(bench.sends.constLast(), errorOf(DustError::Fenced, u"fenced"_s));
    QCOMPARE(bench.sentPaths(), QStringList{ u"a/y"_s });
}

void tst_DustReplicaSending::sendsIncrementsTogether()
{
    ReplicaBench bench;
    bench.goLive();
    bench.write(DustOperation::increment(at(u"n"_s), 1));
    bench.write(DustOperation::increment(at(u"n"_s), 2));
    bench.set(u"n"_s, 0);
    QCOMPARE(bench.sends.size(), 2);
    QCOMPARE(bench.value(u"n"_s), DustValue(0));
    bench.tell({ bench.echo(bench.sent(1), 1, 2), bench.echo(bench.sent(0), 2, 3) });
    QCOMPARE(bench.confirmed(u"n"_s), DustValue(3));
    QCOMPARE(bench.sentPaths(), QStringList{ u"n"_s });
}

void tst_DustReplicaSending::keepsToItsWindow()
{
    ReplicaBench bench;
    bench.settings.window = 3;
    bench.restart();
    for (int i = 0; i < 5; ++i)
        bench.set(fieldAt(i), i);
    bench.goLive();
    QCOMPARE(bench.sends.size(), 3);
    bench.accept(bench.sent(1), 1);
    QCOMPARE(bench.sends.size(), 4);
    bench.tell({ bench.echo(bench.sent(1), 1), bench.echo(bench.sent(0), 2) });
    QCOMPARE(bench.sends.size(), 5);
}

// 5,000 edits of fields under a limit of 100 writes a minute.
void tst_DustReplicaSending::drainsABurst()
{
    constexpr int Fields = 4'000;
    constexpr int Writes = 5'000; // the last 1,000 edit the first 1,000 fields again
    constexpr int Limit = 100;
    ReplicaBench bench;
    bench.checksRows = false;
    bench.goLive();
    std::map<QString, DustValue> server;
    std::map<QString, QList<int>> history;
    quint64 seq = 0;
    int left = Limit;
    qsizetype answered = 0;
    for (int i = 0; i < Writes; ++i)
        bench.set(fieldAt(i % Fields), i);

    qsizetype pending = bench.replica->pendingCount();
    QVERIFY(pending >= Fields && pending <= Writes);
    int minutes = 0;
    for (; bench.replica->pendingCount() > 0 && minutes < 10; ++minutes) {
        for (; answered < bench.sends.size(); ++answered) {
            const ReplicaBench::Send send = bench.sent(answered);
            if (left == 0) {
                bench.refuse(send, rateLimited());
                continue;
            }
            --left;
            QList<quint64> seqs;
            for (const DustOperation &operation : send.operations) {
                server[operation.path().toString()] = operation.value();
                history[operation.path().toString()].append(int(operation.value().toInteger()));
                seqs.append(++seq);
            }
            if (!send.isBatch)
                bench.tell({ bench.echo(send, seq) });
            bench.feed(DustReplicaInput::Accepted{ send.send, seqs, {} });
        }
        QVERIFY(bench.replica->pendingCount() <= pending);
        pending = bench.replica->pendingCount();
        left = Limit;
        bench.pass(30'000);
        bench.feed(DustReplicaInput::Status{ seq, -1 });
        bench.pass(30'000);
        bench.feed(DustReplicaInput::Status{ seq, -1 });
    }
    QCOMPARE(bench.replica->pendingCount(), 0);
    QVERIFY(minutes <= 2); // where one by one takes fifty
    QCOMPARE(server.size(), std::size_t(Fields));
    for (int field = 0; field < Fields; ++field) {
        const int last = field < Writes - Fields ? field + Fields : field;
        QCOMPARE(server[fieldAt(field)], DustValue(last));
        QCOMPARE(bench.confirmed(fieldAt(field)), DustValue(last));
        const QList<int> &values = history[fieldAt(field)];
        QVERIFY(std::is_sorted(values.cbegin(), values.cend()));
    }
    for (int call = 1; call <= Writes; ++call)
        QVERIFY(bench.end(quint64(call)).toInt() > 0);
}

// After it: one refused write, and these behind it, none of which was sent.
void tst_DustReplicaSending::pileUp(ReplicaBench *bench, int writes)
{
    bench->goLive();
    bench->set(u"first"_s, 0);
    bench->refuse(bench->sent(0), rateLimited());
    for (int i = 0; i < writes; ++i)
        bench->set(fieldAt(i), i);
    bench->sends.clear();
}

void tst_DustReplicaSending::drainsOnlyWhatABatchMeansJustSo()
{
    ReplicaBench bench;
    pileUp(&bench, 1);
    bench.write(DustOperation::merge(at(u"rec"_s), { { u"x"_s, 1 }, { u"y"_s, 2 } }));
    bench.write(DustOperation::remove(at(u"gone"_s)));
    bench.write(DustOperation::increment(at(u"n"_s), 1));
    bench.write(DustOperation::addMember(at(u"s"_s), 1));
    bench.write(DustOperation::set(at(u"if"_s), 1).setIfMatch(3));
    bench.write(DustOperation::set(at(u"fenced"_s), 1).setFence({ at(u"lock"_s), 1 }));
    bench.pass(30'000);
    bench.feed(DustReplicaInput::Status{ 0, -1 });
    bench.pass(30'000);
    QVERIFY(!bench.sends.isEmpty() && bench.sent(0).isBatch);
    QStringList together;
    for (const DustOperation &operation : bench.sent(0).operations)
        together.append(DustOperation::kindName(operation.kind()) + u' '
                        + operation.path().toString() + u' ' + operation.clientOpId());
    const QString id = bench.sent(0).requestId;
    QCOMPARE(together,
             (QStringList{ u"set first "_s + id + u":0"_s, u"set f/0000 "_s + id + u":1"_s,
                           u"set rec/x "_s + id + u":2"_s, u"set rec/y "_s + id + u":3"_s,
                           u"delete gone "_s + id + u":4"_s }));
    QStringList alone;
    for (qsizetype i = 1; i < bench.sends.size(); ++i)
        alone.append(bench.sent(i).operations.constFirst().path().toString());
    QCOMPARE(alone, (QStringList{ u"n"_s, u"s"_s, u"if"_s, u"fenced"_s }));
}

void tst_DustReplicaSending::takesBackTheCulpritOfADrainedBatch()
{
    ReplicaBench bench;
    pileUp(&bench, 3);
    bench.pass(60'000);
    const ReplicaBench::Send batch = bench.sent(0);
    QVERIFY(batch.isBatch);
    bench.refuse(batch,
                 errorOf(DustError::InvalidParams, u"invalid_value"_s).with(u"op_index"_s, 2));
    QCOMPARE(bench.end(3), u"InvalidParams"_s); // f/0001
    QCOMPARE(bench.errorOfCall(3).opIndex(), -1); // of a batch that its caller knows nothing of
    QVERIFY(!bench.isShown(fieldAt(1)));
    QCOMPARE(bench.replica->pendingCount(), 3);
    for (const quint64 call : { 1, 2, 4 })
        QCOMPARE(bench.end(call), QString());
    QVERIFY(!bench.out.sends.isEmpty()); // the others, at once
}

void tst_DustReplicaSending::drainsNoMoreWhereTheServerTakesNoBatches()
{
    ReplicaBench bench;
    pileUp(&bench, 3);
    bench.pass(60'000);
    bench.refuse(bench.sent(0), errorOf(DustError::NotFound, u"no_route"_s));
    QCOMPARE(bench.sentPaths(), (QStringList{ u"first"_s, fieldAt(0), fieldAt(1), fieldAt(2) }));
    for (const ReplicaBench::Send &send : std::as_const(bench.out.sends))
        QVERIFY(!send.isBatch);
}

void tst_DustReplicaSending::waitsForSettleWhereADrainedBatchIsLost()
{
    ReplicaBench bench;
    pileUp(&bench, 2);
    bench.pass(60'000);
    bench.feed(DustReplicaInput::Status{ 0, -1 });
    const ReplicaBench::Send batch = bench.sent(0);
    bench.feed(DustReplicaInput::Unanswered{ batch.send, errorOf(DustError::Network, u"cut"_s) });
    bench.pass(bench.settings.settle - 1);
    QCOMPARE(bench.sends.size(), 1);
    bench.pass(1);
    QVERIFY(bench.out.asksStatus);
    // One of them arrived, and its event was on its way only now.
    bench.tell({ bench.echo(batch, 1) });
    bench.feed(DustReplicaInput::Status{ 1, -1 });
    QCOMPARE(bench.end(1), u"1"_s);
    QCOMPARE(bench.out.sends.size(), 1); // the other two, as another batch
    QCOMPARE(bench.sent(1).operations.size(), 2);
    QCOMPARE(bench.sent(1).operations.constFirst().path(), at(fieldAt(0)));
    QVERIFY(bench.sent(1).requestId != batch.requestId);
}

void tst_DustReplicaSending::takesTheEventsOfADrainedBatchInAnyOrder()
{
    ReplicaBench bench;
    pileUp(&bench, 2);
    bench.pass(60'000);
    const ReplicaBench::Send batch = bench.sent(0);
    bench.tell({ bench.echo(batch, 1) });
    bench.feed(DustReplicaInput::Accepted{ batch.send, { 1, 2, 3 }, {} });
    QCOMPARE(bench.end(1), u"1"_s);
    QCOMPARE(bench.end(2), u"2"_s);
    QCOMPARE(bench.end(3), u"3"_s);
    QCOMPARE(bench.replica->pendingCount(), 0);
    QCOMPARE(bench.replica->seq(), quint64(3));
}

void tst_DustReplicaSending::tellsWritesOfOneIdApart()
{
    ReplicaBench bench;
    DustReplicaInput::Write write;
    write.keepsId = true;
    for (const QString &path : { u"a"_s, u"b"_s }) {
        write.call = ++bench.lastCall;
        write.operation = DustOperation::set(at(path), 1).setClientOpId(u"same"_s);
        bench.feed(write);
    }
    bench.goLive();
    bench.tell({ bench.echo(bench.sent(0), 1) });
    QCOMPARE(bench.end(2), QString());
    bench.accept(bench.sent(0), 1);
    QCOMPARE(bench.end(1), u"1"_s);
    QCOMPARE(bench.end(2), QString());
    QCOMPARE(bench.replica->pendingCount(), 1);
    bench.tell({ bench.echo(bench.sent(1), 2) });
    QCOMPARE(bench.end(2), u"2"_s);
    bench.tell({ setEvent(u"b"_s, 9, 3) });
    QCOMPARE(bench.value(u"b"_s), DustValue(9));
    QCOMPARE(bench.replica->pendingCount(), 0);
}

void tst_DustReplicaSending::leavesTheChannelAloneWhereHttpDoesNotWork_data()
{
    QTest::addColumn<DustError>("error");
    QTest::addColumn<bool>("joinsAgain");
    const auto row = [](const char *name, const DustError &error) {
        QTest::addRow("%s", name) << error << false;
        QTest::addRow("%s, until it joins again", name) << error << true;
    };
    row("no route", errorOf(DustError::NotImplemented, {}));
    row("no connection", errorOf(DustError::Network, u"not_sent"_s).withRetryable(true));
    row("a token that has run out", errorOf(DustError::Unauthorized, {}));
}

void tst_DustReplicaSending::leavesTheChannelAloneWhereHttpDoesNotWork()
{
    QFETCH(DustError, error);
    QFETCH(bool, joinsAgain);
    ReplicaBench bench;
    pileUp(&bench, 2);
    bench.pass(60'000);
    QVERIFY(bench.sent(0).isBatch);
    bench.refuse(bench.sent(0), error);
    QCOMPARE(bench.sentPaths(), (QStringList{ u"first"_s, fieldAt(0), fieldAt(1) }));
    for (const ReplicaBench::Send &send : std::as_const(bench.out.sends))
        QVERIFY(!send.isBatch);
    bench.writeBatch({ DustOperation::set(at(u"x"_s), 1) });
    const qsizetype isAsked = bench.out.sends.size();
    if (isAsked)
        bench.refuse(bench.sends.constLast(), error);
    bench.set(u"y"_s, 1);
    QCOMPARE(bench.sentPaths(), QStringList{ u"y"_s });
    bench.sends.clear();
    if (joinsAgain)
        bench.goLive();
    else
        bench.pass(60'000);
    QVERIFY(std::any_of(bench.sends.cbegin(), bench.sends.cend(),
                        [](const ReplicaBench::Send &send) { return send.isBatch; }));
}

void tst_DustReplicaSending::drainsNoMoreThanOneBodyTakes()
{
    constexpr int Large = 100'000;
    ReplicaBench bench;
    bench.checksRows = false;
    pileUp(&bench, 0);
    for (int i = 0; i < 30; ++i)
        bench.set(fieldAt(i), QString(Large, QChar(0x4e2d)));
    bench.sends.clear();
    bench.pass(60'000);
    QVERIFY(bench.sent(0).isBatch);
    qsizetype bytes = 0;
    for (const DustOperation &operation : bench.sent(0).operations)
        bytes += operation.value().toJson().size();
    QVERIFY(bytes > 2'000'000 && bytes < 7'000'000);
}

QTEST_APPLESS_MAIN(tst_DustReplicaSending)
#include "tst_dustreplicasending.moc"
