// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Writes that were sent and never answered: when they go again, and when they do not.

#include "replicabench.h"

using namespace Qt::StringLiterals;

class tst_DustReplicaResend : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sendsWhatWasNeverSentAtOnce();
    void sendsNothingBeforeItHasCaughtUp();
    void waitsForSettleAndAStatus();
    void doesNotCountAStatusFromBefore();
    void waitsForWhatTheStatusSpeaksOf_data();
    void waitsForWhatTheStatusSpeaksOf();
    void takesALateAnswer_data();
    void takesALateAnswer();
    void settlesAnewAfterARestart();
    void settlesFromTheJoinOfALinkThatGoesOn_data();
    void settlesFromTheJoinOfALinkThatGoesOn();
    void keepsItsIdsAndItsOrder();
    void holdsUpWhatOverlaps();
    void makesNoVerdictOfItsOwnConflict_data();
    void makesNoVerdictOfItsOwnConflict();
    void believesTheFirstConflict();
    void takesBackWhatCrashesTheChannel();
    void doesNotSuspectWhatWasAnswered();
    void takesBackAFileThatCrashesTheChannelOnce();
    void asksForNoStatusWithoutAPause();
    void takesARefusalInUnknownWordsForOneInTheEnd();

private:
    static void cutAfter(ReplicaBench *bench, const DustOperation &operation);
};

// Live again at once, with the operation sent before and without an answer.
void tst_DustReplicaResend::cutAfter(ReplicaBench *bench, const DustOperation &operation)
{
    bench->goLiveWith(10, { leaf(u"a"_s, 1) });
    bench->write(operation);
    bench->goDown();
    bench->goLive();
    bench->sends.clear();
}

void tst_DustReplicaResend::sendsWhatWasNeverSentAtOnce()
{
    ReplicaBench bench;
    bench.goLive();
    bench.set(u"a"_s, 1);
    bench.goDown();
    bench.set(u"b"_s, 2);
    bench.goLive();
    QCOMPARE(bench.sentPaths(), QStringList{ u"b"_s });
}

void tst_DustReplicaResend::sendsNothingBeforeItHasCaughtUp()
{
    ReplicaBench bench;
    bench.set(u"a"_s, 1);
    bench.feed(DustReplicaInput::Joined{ 2, true, {} });
    bench.pass(10'000);
    bench.tell({ setEvent(u"x"_s, 1, 1), setEvent(u"x"_s, 2, 2) });
    bench.pass(10'000);
    QVERIFY(bench.sends.isEmpty());
    bench.feed(DustReplicaInput::CatchUpComplete{ 2 });
    QCOMPARE(bench.sends.size(), 1);
}

void tst_DustReplicaResend::waitsForSettleAndAStatus()
{
    ReplicaBench bench;
    cutAfter(&bench, DustOperation::set(at(u"a"_s), 2));
    bench.pass(bench.settings.settle - 1);
    QVERIFY(!bench.out.asksStatus);
    bench.pass(1);
    QVERIFY(bench.out.asksStatus);
    bench.pass(20'000);
    QVERIFY(bench.sends.isEmpty());
    bench.feed(DustReplicaInput::Status{ 10, -1 });
    QCOMPARE(bench.sentPaths(), QStringList{ u"a"_s });
    QCOMPARE(bench.value(u"a"_s), DustValue(2));
    bench.accept(bench.sent(0), 11);
    QCOMPARE(bench.end(1), u"11"_s);
}

void tst_DustReplicaResend::doesNotCountAStatusFromBefore()
{
    ReplicaBench bench;
    bench.settings.statusInterval = 3'000;
    bench.restart();
    cutAfter(&bench, DustOperation::set(at(u"a"_s), 2));
    bench.pass(3'000);
    QVERIFY(bench.out.asksStatus);
    bench.pass(10'000);
    bench.feed(DustReplicaInput::Status{ 10, -1 }); // its question is from before settle
    QVERIFY(bench.sends.isEmpty());
    QVERIFY(bench.out.asksStatus);
    bench.feed(DustReplicaInput::Status{ 10, -1 });
    QCOMPARE(bench.sends.size(), 1);
}

void tst_DustReplicaResend::waitsForWhatTheStatusSpeaksOf_data()
{
    QTest::addColumn<bool>("isOwn");
    QTest::newRow("it is the write") << true;
    QTest::newRow("it is somebody else's") << false;
}

void tst_DustReplicaResend::waitsForWhatTheStatusSpeaksOf()
{
    QFETCH(bool, isOwn);
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"a"_s, 1) });
    const quint64 call = bench.set(u"a"_s, 2);
    const ReplicaBench::Send first = bench.sent(0);
    bench.goDown();
    bench.goLive();
    bench.pass(bench.settings.settle);
    bench.feed(DustReplicaInput::Status{ 11, -1 });
    QCOMPARE(bench.sends.size(), 1);
    bench.pass(bench.settings.gapPatience);
    QVERIFY(bench.out.rejoins); // without a broadcast, as servers may
    bench.feed(DustReplicaInput::Joined{ 11, true, {} });
    bench.tell({ isOwn ? bench.echo(first, 11) : setEvent(u"a"_s, 3, 11) });
    bench.feed(DustReplicaInput::CatchUpComplete{ 11 });
    QCOMPARE(bench.out.asksStatus, !isOwn);
    bench.feed(DustReplicaInput::Status{ 11, -1 });
    QCOMPARE(bench.end(call), isOwn ? u"11"_s : QString());
    QCOMPARE(bench.sends.size(), isOwn ? 1 : 2);
    QCOMPARE(bench.value(u"a"_s), DustValue(2));
}

void tst_DustReplicaResend::takesALateAnswer_data()
{
    QTest::addColumn<QString>("answer");
    for (const char *answer : { "accepted", "refused", "none" })
        QTest::newRow(answer) << QString::fromLatin1(answer);
}

// Pushes of a channel that was left are answered by its server process all the same.
void tst_DustReplicaResend::takesALateAnswer()
{
    QFETCH(QString, answer);
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"a"_s, 1) });
    const quint64 call = bench.set(u"a"_s, 2);
    const ReplicaBench::Send send = bench.sent(0);
    bench.goDown();
    if (answer == u"accepted"_s)
        bench.accept(send, 11);
    else if (answer == u"refused"_s)
        bench.refuse(send, errorOf(DustError::Fenced, u"fenced"_s));
    else
        bench.feed(DustReplicaInput::Unanswered{ send.send, errorOf(DustError::Network, {}) });
    QCOMPARE(bench.end(call),
             answer == u"accepted"_s          ? u"11"_s
                     : answer == u"refused"_s ? u"Fenced"_s
                                              : QString());
    QCOMPARE(bench.value(u"a"_s), DustValue(answer == u"refused"_s ? 1 : 2));
    bench.goLive();
    bench.pass(bench.settings.settle);
    QCOMPARE(bench.out.asksStatus, answer == u"none"_s);
    QCOMPARE(bench.sends.size(), 1);
}

void tst_DustReplicaResend::settlesAnewAfterARestart()
{
    ReplicaBench bench;
    bench.goLive();
    bench.set(u"a"_s, 2);
    bench.pass(20'000);
    bench.restart(); // when the last process ended is not known
    bench.goLive();
    bench.pass(bench.settings.settle - 1);
    QVERIFY(!bench.out.asksStatus);
    bench.pass(1);
    bench.feed(DustReplicaInput::Status{ 0, -1 });
    QCOMPARE(bench.sends.size(), 2);
    QCOMPARE(bench.sent(0).operations, bench.sent(1).operations);
    bench.tell({ bench.echo(bench.sent(1), 1) });
    QCOMPARE(bench.endOf(u"op-1"_s), u"1"_s);
}

void tst_DustReplicaResend::settlesFromTheJoinOfALinkThatGoesOn_data()
{
    QTest::addColumn<QString>("end");
    for (const char *end : { "of the link", "of the channel", "from here" })
        QTest::newRow(end) << QString::fromLatin1(end);
}

// Where the network stood still, the write and the join reach the server together.
void tst_DustReplicaResend::settlesFromTheJoinOfALinkThatGoesOn()
{
    QFETCH(QString, end);
    const bool linkGoesOn = end != u"of the link"_s;
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"n"_s, 1) });
    bench.write(DustOperation::increment(at(u"n"_s), 1));
    if (end == u"from here"_s) {
        bench.feed(DustReplicaInput::Unanswered{ bench.sent(0).send,
                                                 errorOf(DustError::Timeout, u"late"_s) });
        QVERIFY(bench.out.rejoins);
    } else {
        bench.feed(DustReplicaInput::Down{ errorOf(DustError::Network, u"cut"_s), linkGoesOn });
    }
    bench.pass(20'000);
    bench.goLive();
    QCOMPARE(bench.out.asksStatus, !linkGoesOn);
    bench.pass(bench.settings.settle - 1);
    QVERIFY(!bench.out.asksStatus);
    bench.pass(1);
    QCOMPARE(bench.out.asksStatus, linkGoesOn);
    bench.feed(DustReplicaInput::Status{ 10, -1 });
    QCOMPARE(bench.sends.size(), 2);
}

void tst_DustReplicaResend::keepsItsIdsAndItsOrder()
{
    ReplicaBench bench;
    bench.goLive();
    for (const QString &path : { u"a"_s, u"b"_s, u"c"_s })
        bench.set(path, 1);
    bench.goDown();
    bench.goLive();
    bench.tell({ bench.echo(bench.sent(1), 1) }); // one of them had arrived
    bench.sends.clear();
    bench.pass(bench.settings.settle);
    bench.feed(DustReplicaInput::Status{ 1, -1 });
    QCOMPARE(bench.sentPaths(), (QStringList{ u"a"_s, u"c"_s }));
    QCOMPARE(bench.sent(0).operations.constFirst().clientOpId(), u"op-1"_s);
    QCOMPARE(bench.sent(1).operations.constFirst().clientOpId(), u"op-3"_s);
    QCOMPARE(bench.end(2), u"1"_s);
}

void tst_DustReplicaResend::holdsUpWhatOverlaps()
{
    ReplicaBench bench;
    cutAfter(&bench, DustOperation::set(at(u"d/b"_s), 2));
    bench.write(DustOperation::remove(at(u"d"_s)));
    bench.set(u"c"_s, 1);
    QCOMPARE(bench.sentPaths(), QStringList{ u"c"_s });
    bench.pass(bench.settings.settle);
    bench.feed(DustReplicaInput::Status{ 10, -1 });
    QCOMPARE(bench.sentPaths(), QStringList{ u"d/b"_s });
    bench.accept(bench.sends.constLast(), 11);
    QCOMPARE(bench.sentPaths(), QStringList{ u"d"_s });
}

void tst_DustReplicaResend::makesNoVerdictOfItsOwnConflict_data()
{
    QTest::addColumn<DustOperation>("operation");
    QTest::addColumn<DustError>("refusal");
    QTest::addColumn<bool>("hadArrived");
    const auto match = DustOperation::set(at(u"a"_s), 2).setIfMatch(7);
    const auto absent = DustOperation::set(at(u"new"_s), 2).setIfAbsent(true);
    const DustError conflict = errorOf(DustError::Conflict, u"conflict"_s);
    const DustError exists = errorOf(DustError::Exists, u"exists"_s);
    QTest::newRow("if_match, and it had arrived") << match << conflict << true;
    QTest::newRow("if_match, and it had not") << match << conflict << false;
    QTest::newRow("if_absent, and it had arrived") << absent << exists << true;
    QTest::newRow("if_absent, and it had not") << absent << exists << false;
}

void tst_DustReplicaResend::makesNoVerdictOfItsOwnConflict()
{
    QFETCH(DustOperation, operation);
    QFETCH(DustError, refusal);
    QFETCH(bool, hadArrived);
    ReplicaBench bench;
    cutAfter(&bench, operation);
    bench.pass(bench.settings.settle);
    bench.feed(DustReplicaInput::Status{ 10, -1 });
    QCOMPARE(bench.sends.size(), 1);
    bench.pass(1);
    bench.refuse(bench.sent(0), refusal);
    QCOMPARE(bench.end(1), QString());
    QVERIFY(bench.out.asksStatus);
    bench.feed(DustReplicaInput::Status{ hadArrived ? quint64(11) : 10, -1 });
    if (!hadArrived) {
        QCOMPARE(bench.end(1), ReplicaBench::kindName(refusal));
        QCOMPARE(bench.replica->pendingCount(), 0);
        return;
    }
    QCOMPARE(bench.end(1), QString());
    bench.tell({ bench.echo(bench.sent(0), 11) });
    QCOMPARE(bench.end(1), u"11"_s);
    QCOMPARE(bench.replica->pendingCount(), 0);
}

void tst_DustReplicaResend::believesTheFirstConflict()
{
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"a"_s, 1) });
    const quint64 call = bench.write(DustOperation::set(at(u"a"_s), 2).setIfMatch(7));
    bench.refuse(bench.sent(0), errorOf(DustError::Conflict, u"conflict"_s));
    QCOMPARE(bench.end(call), u"Conflict"_s);
}

void tst_DustReplicaResend::takesBackWhatCrashesTheChannel()
{
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"bad"_s, 1) });
    const quint64 bad = bench.set(u"bad"_s, 2);
    const quint64 good = bench.set(u"good"_s, 2);
    QCOMPARE(bench.sends.size(), 2);
    int crashes = 0;
    for (int round = 0; round < 10 && bench.end(bad).isEmpty(); ++round) {
        if (bench.sends.constLast().operations.constFirst().path() == at(u"bad"_s) || round == 0) {
            ++crashes;
            bench.goDown(u"channel_crashed"_s);
            bench.goLive();
        } else { // both are suspected: each goes alone
            QCOMPARE(bench.out.sends.size(), 1);
            bench.tell({ bench.echo(bench.sends.constLast(), bench.replica->seq() + 1) });
            QCOMPARE(bench.end(good), u"11"_s);
        }
        const qsizetype sent = bench.sends.size();
        if (bench.out.sends.isEmpty()) {
            bench.pass(bench.settings.settle);
            QCOMPARE(bench.sends.size(), sent);
            bench.feed(DustReplicaInput::Status{ bench.replica->seq(), -1 });
        }
    }
    QCOMPARE(crashes, 3);
    QCOMPARE(bench.end(bad), u"InvalidParams"_s);
    QCOMPARE(bench.errorOfCall(bad).reason(), u"crashes_channel"_s);
    QCOMPARE(bench.value(u"bad"_s), DustValue(1));
    QCOMPARE(bench.end(good), u"11"_s);
    QCOMPARE(bench.replica->pendingCount(), 0);
}

void tst_DustReplicaResend::doesNotSuspectWhatWasAnswered()
{
    ReplicaBench bench;
    bench.goLiveWith(10, {});
    for (quint64 i = 1; i <= 5; ++i) {
        const quint64 call = bench.set(u"a"_s, i);
        bench.accept(bench.sends.constLast(), 10 + i);
        bench.goDown(u"channel_crashed"_s);
        bench.feed(DustReplicaInput::Joined{ 10 + i, true, {} });
        bench.tell({ bench.echo(bench.sends.constLast(), 10 + i) });
        bench.feed(DustReplicaInput::CatchUpComplete{ 10 + i });
        QCOMPARE(bench.end(call), QString::number(10 + i));
    }
    QCOMPARE(bench.sends.size(), 5);
}

void tst_DustReplicaResend::takesBackAFileThatCrashesTheChannelOnce()
{
    ReplicaBench bench;
    bench.goLiveWith(10, {});
    const DustObject reference{ { u"_type"_s, u"file"_s },
                                { u"hash"_s, u"sha256:00"_s },
                                { u"size"_s, 3 },
                                { u"content_type"_s, u"text/plain"_s },
                                { u"filename"_s, u"a.txt"_s },
                                { u"uploaded_at"_s, u"2026-03-31T12:00:00Z"_s } };
    DustReplicaInput::Write file;
    file.call = bench.lastCall = 1;
    file.operation = DustOperation::putFile(at(u"file"_s), reference).setClientOpId(u"op-1"_s);
    file.content = "abc";
    bench.feed(file);
    QCOMPARE(bench.end(1), QString());
    QCOMPARE(bench.sent(0).content, QByteArray("abc"));
    const quint64 behind = bench.set(u"file"_s, 1);
    bench.goDown(u"channel_crashed"_s);
    bench.goLive();
    bench.pass(bench.settings.settle);
    bench.feed(DustReplicaInput::Status{ 10, -1 });
    QCOMPARE(bench.errorOfCall(1).reason(), u"crashes_channel"_s);
    QCOMPARE(bench.sends.size(), 2);
    QCOMPARE(bench.value(u"file"_s), DustValue(1));
    QCOMPARE(bench.end(behind), QString());
}

void tst_DustReplicaResend::asksForNoStatusWithoutAPause()
{
    ReplicaBench bench;
    bench.goLive();
    bench.set(u"a"_s, 1);
    bench.goDown();
    bench.goLive();
    bench.pass(bench.settings.settle);
    QVERIFY(bench.out.asksStatus);
    bench.feed(DustReplicaInput::StatusFailed());
    QVERIFY(!bench.out.asksStatus);
    bench.pass(bench.settings.settle - 1);
    QVERIFY(!bench.out.asksStatus);
    bench.pass(1);
    QVERIFY(bench.out.asksStatus);
}

void tst_DustReplicaResend::takesARefusalInUnknownWordsForOneInTheEnd()
{
    ReplicaBench bench;
    bench.goLive();
    const quint64 call = bench.set(u"a"_s, 1);
    for (int attempt = 1; attempt <= 3; ++attempt) {
        QCOMPARE(bench.sends.size(), attempt);
        QCOMPARE(bench.end(call), QString());
        bench.refuse(bench.sends.constLast(), errorOf(DustError::Http, u"the moon"_s));
        bench.goDown();
        bench.goLive();
        bench.pass(bench.settings.settle);
        bench.feed(DustReplicaInput::Status{ 0, -1 });
    }
    QCOMPARE(bench.end(call), u"Http"_s);
    QCOMPARE(bench.sends.size(), 3);
    QVERIFY(!bench.isShown(u"a"_s));
}

QTEST_APPLESS_MAIN(tst_DustReplicaResend)
#include "tst_dustreplicaresend.moc"
