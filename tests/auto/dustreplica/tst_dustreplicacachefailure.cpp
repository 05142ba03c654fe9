// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// A full disk: the replica goes on in memory, says so, and can write everything anew.

#include "../dustledger/fragilestorage.h"
#include "replicabench.h"

using namespace Qt::StringLiterals;

class tst_DustReplicaCacheFailure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void goesOnInMemory_data();
    void goesOnInMemory();
    void keepsItsErrorOverJoins();
    void losesNothingButWhatMemoryHeld();
    void rebuildsWhenThereIsRoom();
    void belongsToOneAccount();
    void isOneTransactionPerInput();
    void knowsItsWritesThatTheDiskForgot();
    void sendsNoBatchesThatItCouldNotRemember();
    void keepsItsErrorOverARefusedJoin();

private:
    std::shared_ptr<FragileStorage> m_disk;
};

void tst_DustReplicaCacheFailure::init()
{
    m_disk = std::make_shared<FragileStorage>();
}

void tst_DustReplicaCacheFailure::goesOnInMemory_data()
{
    QTest::addColumn<QString>("when");
    for (const char *when : { "write", "event", "answer", "refusal", "snapshot" })
        QTest::newRow(when) << QString::fromLatin1(when);
}

void tst_DustReplicaCacheFailure::goesOnInMemory()
{
    QFETCH(QString, when);
    ReplicaBench bench(m_disk);
    bench.goLiveWith(10, { leaf(u"a"_s, 1) });
    const quint64 call = bench.set(u"own"_s, 1);
    if (when == u"snapshot"_s) {
        bench.goDown();
        bench.feed(DustReplicaInput::Joined{ 20, true, {} });
    }
    m_disk->isFull = true;
    if (when == u"write"_s)
        bench.set(u"b"_s, 2);
    else if (when == u"event"_s)
        bench.tell({ setEvent(u"a"_s, 2, 11) });
    else if (when == u"answer"_s)
        bench.accept(bench.sent(0), 11);
    else if (when == u"refusal"_s)
        bench.refuse(bench.sent(0), errorOf(DustError::Fenced, u"fenced"_s));
    else
        bench.feed(DustReplicaInput::Snapshot{ 20, { leaf(u"a"_s, 2) } });
    QCOMPARE(bench.out.reports.size(), 1);
    QCOMPARE(bench.out.reports.constFirst().kind(), DustError::Storage);
    QVERIFY(bench.out.stateChanged);
    QVERIFY(bench.replica->isInMemory());
    QCOMPARE(bench.replica->error().kind(), DustError::Storage);
    if (when == u"write"_s)
        QCOMPARE(bench.sentPaths(), QStringList{ u"b"_s });
    if (when == u"event"_s || when == u"snapshot"_s)
        QCOMPARE(bench.value(u"a"_s), DustValue(2));
    if (when == u"answer"_s || when == u"refusal"_s)
        QCOMPARE(bench.end(call), when == u"answer"_s ? u"11"_s : u"Fenced"_s);

    // Said once, and everything works.
    if (when == u"snapshot"_s)
        bench.feed(DustReplicaInput::CatchUpComplete{ 20 });
    bench.set(u"c"_s, 3);
    QVERIFY(bench.out.reports.isEmpty());
    QCOMPARE(bench.sentPaths(), QStringList{ u"c"_s });
    QCOMPARE(bench.value(u"c"_s), DustValue(3));
}

void tst_DustReplicaCacheFailure::keepsItsErrorOverJoins()
{
    ReplicaBench bench(m_disk);
    m_disk->isFull = true;
    bench.goLiveWith(10, { leaf(u"a"_s, 1) });
    bench.goDown();
    bench.goLive();
    QCOMPARE(bench.replica->error().kind(), DustError::Storage);
    QCOMPARE(bench.value(u"a"_s), DustValue(1));
}

void tst_DustReplicaCacheFailure::losesNothingButWhatMemoryHeld()
{
    ReplicaBench bench(m_disk);
    bench.goLiveWith(10, { leaf(u"a"_s, 1) });
    bench.set(u"b"_s, 2);
    m_disk->isFull = true;
    bench.tell({ setEvent(u"a"_s, 5, 11) });
    m_disk->isFull = false;
    bench.tell({ setEvent(u"a"_s, 6, 12) }); // in memory all the same: the disk is behind
    bench.restart();
    QVERIFY(!bench.replica->isInMemory());
    QCOMPARE(bench.replica->joinSeq(), quint64(10));
    QCOMPARE(bench.confirmed(u"a"_s), DustValue(1));
    QCOMPARE(bench.value(u"b"_s), DustValue(2));
    QCOMPARE(bench.replica->pendingCount(), 1);
}

void tst_DustReplicaCacheFailure::rebuildsWhenThereIsRoom()
{
    ReplicaBench bench(m_disk);
    bench.goLiveWith(10, { leaf(u"a"_s, 1) });
    m_disk->isFull = true;
    bench.set(u"b"_s, 2);
    bench.feed(DustReplicaInput::Rebuild());
    QCOMPARE(bench.out.reports.size(), 1);
    QVERIFY(bench.replica->isInMemory());
    QCOMPARE(bench.replica->error().kind(), DustError::Storage);

    m_disk->isFull = false;
    bench.tell({ setEvent(u"a"_s, 6, 11) });
    bench.feed(DustReplicaInput::Rebuild());
    QVERIFY(bench.out.reports.isEmpty());
    QVERIFY(bench.out.stateChanged);
    QVERIFY(!bench.replica->isInMemory());
    QCOMPARE(bench.replica->error().kind(), DustError::NoError);
    bench.set(u"c"_s, 3);
    bench.restart();
    QCOMPARE(bench.replica->seq(), quint64(11));
    QCOMPARE(bench.confirmed(u"a"_s), DustValue(6));
    QCOMPARE(bench.value(u"b"_s), DustValue(2));
    QCOMPARE(bench.value(u"c"_s), DustValue(3));
    QCOMPARE(bench.replica->pendingCount(), 2);
}

// An outbox never goes out under another account's token.
void tst_DustReplicaCacheFailure::belongsToOneAccount()
{
    ReplicaBench bench(m_disk);
    bench.set(u"a"_s, 1);
    bench.replica.reset();
    const auto other = DustReplica::open(m_disk, "server/acme/main/you", bench.settings, bench.now);
    QVERIFY(!other);
    QCOMPARE(other.error().kind(), DustError::Storage);
    bench.restart();
    QCOMPARE(bench.replica->pendingCount(), 1);
}

void tst_DustReplicaCacheFailure::isOneTransactionPerInput()
{
    ReplicaBench bench(m_disk);
    bench.goLiveWith(10, { leaf(u"a"_s, 1) });
    int before = m_disk->transactions;
    QList<DustEvent> events;
    for (quint64 seq = 11; seq < 111; ++seq)
        events.append(setEvent(u"a"_s, seq, seq));
    bench.tell(events);
    QCOMPARE(m_disk->transactions, before + 1);
    before = m_disk->transactions;
    bench.writeBatch({ DustOperation::set(at(u"b"_s), 1), DustOperation::set(at(u"c"_s), 1) });
    QCOMPARE(m_disk->transactions, before + 1);
    before = m_disk->transactions;
    bench.feed(DustReplicaInput::Tick()); // nothing to keep
    QCOMPARE(m_disk->transactions, before);
}

void tst_DustReplicaCacheFailure::knowsItsWritesThatTheDiskForgot()
{
    ReplicaBench bench(m_disk);
    bench.write(DustOperation::increment(at(u"n"_s), 2));
    m_disk->isFull = true;
    bench.goLive(); // in memory: that it was sent is kept nowhere
    QCOMPARE(bench.sends.size(), 1);
    bench.accept(bench.sent(0), 1);
    m_disk->isFull = false;
    bench.restart();
    QCOMPARE(bench.replica->pendingCount(), 1);
    bench.set(u"n"_s, 7); // goes into nothing that may be there already
    QCOMPARE(bench.replica->pendingCount(), 2);
    bench.feed(DustReplicaInput::Joined{ 1, true, bench.Scopes() });
    bench.tell({ bench.echo(bench.sent(0), 1, 2) });
    bench.feed(DustReplicaInput::CatchUpComplete{ 1 });
    QCOMPARE(bench.confirmed(u"n"_s), DustValue(2));
    QCOMPARE(bench.replica->pendingCount(), 1);
    QCOMPARE(bench.sends.size(), 2);
    QCOMPARE(bench.sentPaths(), QStringList{ u"n"_s });
    QCOMPARE(bench.sent(1).operations.constFirst().value(), DustValue(7));
}

void tst_DustReplicaCacheFailure::sendsNoBatchesThatItCouldNotRemember()
{
    ReplicaBench bench(m_disk);
    bench.goLive();
    bench.set(u"first"_s, 0);
    m_disk->isFull = true;
    bench.refuse(bench.sent(0), errorOf(DustError::RateLimited, u"rate_limited"_s));
    bench.set(u"a"_s, 1);
    bench.set(u"b"_s, 2);
    bench.sends.clear();
    bench.pass(60'000);
    QCOMPARE(bench.sends.size(), 3);
    for (const ReplicaBench::Send &send : std::as_const(bench.sends))
        QVERIFY(!send.isBatch);
}

void tst_DustReplicaCacheFailure::keepsItsErrorOverARefusedJoin()
{
    ReplicaBench bench(m_disk);
    m_disk->isFull = true;
    bench.goLiveWith(10, { leaf(u"a"_s, 1) });
    bench.goDown();
    bench.feed(DustReplicaInput::JoinRefused{ errorOf(DustError::Unauthorized, u"expired"_s) });
    QCOMPARE(bench.replica->error().kind(), DustError::Unauthorized);
    bench.goLive();
    QCOMPARE(bench.replica->error().kind(), DustError::Storage);
}

QTEST_APPLESS_MAIN(tst_DustReplicaCacheFailure)
#include "tst_dustreplicacachefailure.moc"
