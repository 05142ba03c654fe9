// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What of a ledger depends on time and on the past: leases, catch-up, compaction, opening.

#include "scriptedledger.h"

using namespace Qt::StringLiterals;
using namespace LedgerScript;

class tst_DustLedgerTime : public QObject, private ScriptedLedger
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }

    void leaseEnvelope();
    void leaseEndsByTheMonotonicClock();
    void leaseEndsByTheWallClockAfterReopening();
    void renewing();
    void releasing();
    void aPlainWriteOverwritesALease();
    void fencing();
    void hostileTimes();

    void catchUpInPages();
    void catchUpAfterCompaction();
    void catchUpOfTheFuture();
    void catchUpWithoutALimit();
    void compacting();
    void compactingAPart();
    void sizesAreKnown();

    void contradictions_data();
    void contradictions();
    void reopening();
    void damagedLeaves();

private:
    void pass(qint64 milliseconds)
    {
        m_now.monotonic += milliseconds;
        m_now.unix += milliseconds;
    }
};

void tst_DustLedgerTime::leaseEnvelope()
{
    QVERIFY(apply(u"set x 1"_s));
    const auto commit = apply(u"lease l me 30000"_s);
    QVERIFY(commit.isOk());
    const DustValue expected = DustObject{ { u"_type"_s, u"lease"_s },
                                           { u"holder"_s, u"me"_s },
                                           { u"token"_s, 2 },
                                           { u"expires_at"_s, m_now.unix + 30'000 } };
    QCOMPARE(commit->event.value, expected);
    QCOMPARE(m_ledger->view().entry(path(u"l"_s))->value(), expected);
    QCOMPARE(m_ledger->view().entry(path(u"l"_s))->type(), DustEntry::Lease);
    const auto held = apply(u"lease l you 1000"_s);
    QCOMPARE(held.error().detail().value(u"holder"_s).toString(), u"me"_s);
    QCOMPARE(held.error().detail().value(u"expires_at"_s).toLongLong(), m_now.unix + 30'000);
}

void tst_DustLedgerTime::leaseEndsByTheMonotonicClock()
{
    QVERIFY(apply(u"lease l me 1000"_s));
    m_now.unix += 1'000'000; // somebody set the clock
    QCOMPARE(apply(u"lease l you 1000"_s).error().kind(), DustError::Held);
    m_now.monotonic += 999;
    QCOMPARE(apply(u"lease l you 1000"_s).error().kind(), DustError::Held);
    m_now.monotonic += 1;
    m_now.unix -= 1'000'000;
    // It expired, and nothing happened: it is still there to read.
    QCOMPARE(m_ledger->view().entry(path(u"l"_s))->type(), DustEntry::Lease);
    QCOMPARE(apply(u"renew l 1 1000"_s).error().kind(), DustError::NotHeld);
    QCOMPARE(apply(u"set x 1 @fence=l:1"_s).error().kind(), DustError::Fenced);
    const auto taken = apply(u"lease l you 1000"_s);
    QVERIFY(taken.isOk());
    QCOMPARE(taken->event.value.toObject().value(u"token"_s), DustValue(2));
    QCOMPARE(taken->event.value.toObject().value(u"holder"_s), DustValue(u"you"_s));
}

void tst_DustLedgerTime::leaseEndsByTheWallClockAfterReopening()
{
    QVERIFY(apply(u"lease l me 1000"_s));
    m_now.monotonic = 7; // another process: its clock began elsewhere
    m_now.unix += 400;
    reopen();
    m_now.unix += 1'000'000;
    m_now.monotonic += 599;
    QCOMPARE(apply(u"lease l you 1000"_s).error().kind(), DustError::Held);
    QVERIFY(apply(u"set x 1 @fence=l:1"_s));
    m_now.monotonic += 1;
    QVERIFY(apply(u"lease l you 1000"_s));
}

void tst_DustLedgerTime::renewing()
{
    QVERIFY(apply(u"lease l me 1000"_s));
    pass(900);
    const auto renewed = apply(u"renew l 1 1000"_s);
    QVERIFY(renewed.isOk());
    QCOMPARE(renewed->event.value.toObject().value(u"token"_s), DustValue(1));
    QCOMPARE(renewed->event.value.toObject().value(u"expires_at"_s), DustValue(m_now.unix + 1000));
    QCOMPARE(renewed->event.storeSeq, 2u);
    pass(999);
    QVERIFY(apply(u"set x 1 @fence=l:1"_s));
    pass(1);
    QCOMPARE(apply(u"renew l 1 1000"_s).error().kind(), DustError::NotHeld);
}

void tst_DustLedgerTime::releasing()
{
    QVERIFY(apply(u"lease l me 1000"_s));
    const auto wrong = apply(u"release l 7"_s);
    QVERIFY(wrong.isOk());
    QVERIFY(!wrong->logged);
    QCOMPARE(wrong->event.storeSeq, 0u);
    QVERIFY(wrong->changes.isEmpty());
    QVERIFY(!apply(u"release nothing 7"_s)->logged);
    QCOMPARE(m_ledger->currentSeq(), 1u);
    QCOMPARE(m_ledger->opCount(), 1);

    QVERIFY(apply(u"merge l {\"x\":1}"_s));
    pass(5000); // expired, but nobody took it
    const auto released = apply(u"release l 1"_s);
    QVERIFY(released->logged);
    QCOMPARE(released->event.op, DustOperation::Release);
    QVERIFY(released->event.value.isNull());
    QCOMPARE(rows(m_ledger->view()), QStringList{ u"l/x=1 integer r2"_s });
    QVERIFY(!apply(u"release l 1"_s)->logged);
}

void tst_DustLedgerTime::aPlainWriteOverwritesALease()
{
    QVERIFY(apply(u"lease l me 1000"_s));
    QVERIFY(apply(u"set l 1"_s));
    QCOMPARE(apply(u"renew l 1 1000"_s).error().kind(), DustError::NotHeld);
    QCOMPARE(apply(u"lease l me 1000"_s).error().kind(), DustError::Occupied);
    QVERIFY(apply(u"delete l"_s));
    QVERIFY(apply(u"lease l me 1000"_s));

    // An envelope by hand is a lease as well; only its expires_at can tell its end.
    const QString hand = u"{\"_type\":\"lease\",\"holder\":\"h\",\"token\":9,\"expires_at\":%1}"_s
                                 .arg(m_now.unix + 1000);
    QVERIFY(apply(u"set l "_s + hand));
    QVERIFY(apply(u"set x 1 @fence=l:9"_s));
    m_now.unix += 1000;
    QCOMPARE(apply(u"set x 1 @fence=l:9"_s).error().kind(), DustError::Fenced);
}

void tst_DustLedgerTime::fencing()
{
    QVERIFY(apply(u"lease locks/a one 1000"_s));
    for (const QString &line :
         { u"set v 1"_s, u"merge v {\"x\":1}"_s, u"delete v"_s, u"inc n 1"_s, u"add s 1"_s,
           u"rm s 1"_s, u"file f {\"_type\":\"file\",\"hash\":\"h\"}"_s }) {
        QVERIFY2(apply(line + u" @fence=locks/a:1"_s).isOk(), qPrintable(line));
        const auto refused = apply(line + u" @fence=locks/a:2"_s);
        QCOMPARE(refused.error().kind(), DustError::Fenced);
        QCOMPARE(refused.error().detail().value(u"fence_key"_s).toString(), u"locks/a"_s);
    }
    pass(1000);
    const auto taken = apply(u"lease locks/a two 1000"_s);
    const QString token = QString::number(taken->event.storeSeq);
    QCOMPARE(apply(u"set v 1 @fence=locks/a:1"_s).error().kind(), DustError::Fenced);
    QVERIFY(apply(u"set v 1 @fence=locks/a:"_s + token).isOk());
    QVERIFY(apply(u"release locks/a "_s + token)->logged);
    QCOMPARE(apply(u"set v 1 @fence=locks/a:"_s + token).error().kind(), DustError::Fenced);
}

void tst_DustLedgerTime::hostileTimes()
{
    const QString forever = QString::number(std::numeric_limits<qint64>::max());
    QVERIFY(apply(u"lease l me "_s + forever));
    pass(1'000'000'000);
    QCOMPARE(apply(u"lease l you 1"_s).error().kind(), DustError::Held);
    const QString past = QString::number(std::numeric_limits<qint64>::min());
    const QString envelope =
            u"{\"_type\":\"lease\",\"holder\":\"h\",\"token\":9,\"expires_at\":%1}"_s;
    QVERIFY(apply(u"set p "_s + envelope.arg(past)));
    QVERIFY(apply(u"set q "_s + envelope.arg(forever)));
    reopen();
    QCOMPARE(apply(u"lease l you 1"_s).error().kind(), DustError::Held);
    QCOMPARE(apply(u"lease q you 1"_s).error().kind(), DustError::Held);
    QVERIFY(apply(u"lease p you 1"_s));
}

void tst_DustLedgerTime::catchUpInPages()
{
    for (int i = 1; i <= 25; ++i)
        QVERIFY(apply(u"set a/%1 %1"_s.arg(i)));
    QList<quint64> seqs;
    QList<qsizetype> sizes;
    quint64 since = 3;
    for (bool isComplete = false; !isComplete;) {
        const auto page = m_ledger->catchUp(since, 10);
        QVERIFY(page.isOk());
        QVERIFY(!page->snapshot);
        for (const DustEvent &event : page->events)
            seqs.append(event.storeSeq);
        sizes.append(page->events.size());
        since = page->throughSeq;
        isComplete = page->complete;
    }
    QCOMPARE(sizes, QList<qsizetype>({ 10, 10, 2 }));
    QCOMPARE(seqs.first(), 4u);
    QCOMPARE(seqs.last(), 25u);
    QCOMPARE(seqs.size(), 22);

    const auto none = m_ledger->catchUp(25);
    QVERIFY(none->complete && none->events.isEmpty() && none->throughSeq == 25);
}

void tst_DustLedgerTime::catchUpAfterCompaction()
{
    QVERIFY(apply(u"set a {\"b\":1,\"c\":[2]}"_s));
    QVERIFY(apply(u"inc n 3"_s));
    QVERIFY(m_ledger->compact());
    QVERIFY(apply(u"inc n 1"_s));
    QVERIFY(apply(u"delete a/b"_s));

    const auto page = m_ledger->catchUp(1, 1);
    QVERIFY(page->snapshot.has_value());
    QCOMPARE(page->snapshot->seq, 2u);
    const QList<DustEntry> expected = {
        DustEntry(path(u"a/b"_s), 1, DustEntry::Integer, 0),
        DustEntry(path(u"a/c"_s), DustArray{ 2 }, DustEntry::String, 0),
        DustEntry(path(u"n"_s), 3, DustEntry::Counter, 0),
    };
    QCOMPARE(page->snapshot->entries, expected);
    QCOMPARE(page->events.size(), 1);
    QCOMPARE(page->events.first().value, DustValue(4));
    QCOMPARE(page->throughSeq, 3u);
    QVERIFY(!page->complete);
    const auto rest = m_ledger->catchUp(3, 1);
    QVERIFY(!rest->snapshot && rest->complete && rest->events.size() == 1);
    QVERIFY(!m_ledger->catchUp(2)->snapshot);
}

void tst_DustLedgerTime::catchUpOfTheFuture()
{
    QVERIFY(apply(u"set a 1"_s));
    const auto page = m_ledger->catchUp(99);
    QVERIFY(page->complete && page->events.isEmpty() && !page->snapshot);
    QCOMPARE(page->throughSeq, 99u);
}

void tst_DustLedgerTime::catchUpWithoutALimit()
{
    QCOMPARE(m_ledger->catchUp(0, 0).error().reason(), u"invalid_limit"_s);
    QCOMPARE(m_ledger->catchUp(0, -1).error().kind(), DustError::InvalidParams);
}

void tst_DustLedgerTime::compacting()
{
    QVERIFY(m_ledger->compact());
    QCOMPARE(m_ledger->compactedThrough(), 0u);
    QVERIFY(apply(u"set a 1"_s));
    QVERIFY(apply(u"set a 2"_s));
    QVERIFY(m_ledger->compact());
    QVERIFY(m_ledger->compact());
    QCOMPARE(m_ledger->compactedThrough(), 2u);
    QCOMPARE(m_ledger->currentSeq(), 2u);
    QCOMPARE(m_ledger->opCount(), 0);
    QCOMPARE(rows(m_ledger->view()), QStringList{ u"a=2 integer r2"_s });
    QCOMPARE(apply(u"set a 3 @match=2"_s)->event.storeSeq, 3u);
    QCOMPARE(m_ledger->opCount(), 1);
    reopen();
    QCOMPARE(m_ledger->compactedThrough(), 2u);
    QCOMPARE(m_ledger->currentSeq(), 3u);
}

void tst_DustLedgerTime::compactingAPart()
{
    for (int i = 1; i <= 5; ++i)
        QVERIFY(apply(u"set a/%1 %1"_s.arg(i % 3)));
    QVERIFY(m_ledger->compact(2));
    QVERIFY(m_ledger->compact(1));
    reopen();
    QCOMPARE(m_ledger->compactedThrough(), 2u);
    QCOMPARE(m_ledger->opCount(), 3);

    // The snapshot is of the compaction, not of now: the operations since come after it.
    const auto page = m_ledger->catchUp(0);
    QVERIFY2(page, qPrintable(page.error().message()));
    QCOMPARE(page->snapshot->seq, 2u);
    QCOMPARE(page->snapshot->entries,
             QList<DustEntry>({ DustEntry(path(u"a/1"_s), 1, DustEntry::Integer, 0),
                                DustEntry(path(u"a/2"_s), 2, DustEntry::Integer, 0) }));
    QCOMPARE(page->events.size(), 3);
    QCOMPARE(page->events.first().storeSeq, 3u);
    QVERIFY(page->complete);
    QVERIFY(!m_ledger->catchUp(2)->snapshot);

    QCOMPARE(m_ledger->rollbackStore(1, m_now).error().reason(), u"beyond_retention"_s);
    QVERIFY(m_ledger->rollbackStore(2, m_now));
    QCOMPARE(m_ledger->view().entry(path(u"a"_s))->value(),
             DustValue(DustObject{ { u"1"_s, 1 }, { u"2"_s, 2 } }));
}

void tst_DustLedgerTime::sizesAreKnown()
{
    const QString big(1000, u'x');
    for (int i = 0; i < 100; ++i)
        QVERIFY(apply(u"set a \"%1\""_s.arg(big)));
    // The value as it came, and the one that it replaced.
    QVERIFY(m_ledger->logBytes() > 190'000 && m_ledger->logBytes() < 250'000);
    QVERIFY(m_ledger->rowBytes() > 1'000 && m_ledger->rowBytes() < 1'100);
    const quint64 logBytes = m_ledger->logBytes();
    const quint64 rowBytes = m_ledger->rowBytes();
    reopen();
    QVERIFY(m_ledger->logBytes() <= logBytes && m_ledger->logBytes() > logBytes - 16 * 1024);
    QCOMPARE(m_ledger->rowBytes(), rowBytes);
    QVERIFY(m_ledger->compact(75));
    reopen();
    QVERIFY(m_ledger->logBytes() > logBytes / 5 && m_ledger->logBytes() < logBytes / 3);
    QVERIFY(apply(u"delete a"_s));
    QCOMPARE(m_ledger->rowBytes(), 0u);
    QVERIFY(m_ledger->compact());
    QCOMPARE(m_ledger->logBytes(), 0u);
}

void tst_DustLedgerTime::contradictions_data()
{
    QTest::addColumn<QByteArray>("seq");
    QTest::addColumn<QByteArray>("compactedThrough");
    QTest::addColumn<QString>("named");

    QTest::newRow("log shorter than the seq") << QByteArray("3") << QByteArray() << u"seq 2"_s;
    QTest::newRow("log longer than the seq") << QByteArray("1") << QByteArray() << u"seq 2"_s;
    QTest::newRow("no seq") << QByteArray() << QByteArray() << u"seq 2"_s;
    QTest::newRow("seq that is no number") << QByteArray("two") << QByteArray() << u"\"two\""_s;
    QTest::newRow("compaction that is no number")
            << QByteArray("2") << QByteArray("-1") << u"\"-1\""_s;
    QTest::newRow("log before the compaction") << QByteArray("2") << QByteArray("1") << u"seq 1"_s;
    QTest::newRow("compacted in the future") << QByteArray("2") << QByteArray("7") << u"seq 7"_s;
}

void tst_DustLedgerTime::contradictions()
{
    QFETCH(QByteArray, seq);
    QFETCH(QByteArray, compactedThrough);
    QFETCH(QString, named);
    QVERIFY(apply(u"set a 1"_s));
    QVERIFY(apply(u"set b 1"_s));
    QVERIFY(m_storage->transaction([&]() -> DustResult<void> {
        m_storage->setMeta("seq", seq);
        m_storage->setMeta("compacted_through", compactedThrough);
        return {};
    }));
    const auto opened = DustLedger::open(m_storage, m_now);
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind(), DustError::Storage);
    QCOMPARE(opened.error().reason(), u"inconsistent_store"_s);
    QVERIFY2(opened.error().message().contains(named), qPrintable(opened.error().message()));
    QVERIFY(opened.error().message().contains(u"backup"_s));
}

void tst_DustLedgerTime::reopening()
{
    QVERIFY(apply(u"set a {\"b\":1,\"c\":2}"_s));
    QVERIFY(apply(u"inc n 1"_s));
    const QStringList before = rows(m_ledger->view());
    reopen();
    QCOMPARE(rows(m_ledger->view()), before);
    QCOMPARE(m_ledger->catchUp(0)->events.size(), 2);
    QCOMPARE(apply(u"inc n 1"_s)->event.storeSeq, 3u);

    QVERIFY(m_storage->transaction([&]() -> DustResult<void> {
        m_storage->put("a/b", { DustValue(1).toMessagePack(), DustEntry::Integer, 9, 0 });
        return {};
    }));
    const auto opened = DustLedger::open(m_storage, m_now);
    QCOMPARE(opened.error().kind(), DustError::Storage);
    QCOMPARE(opened.error().path(), u"a/b"_s);
    QVERIFY(opened.error().message().contains(u"revision 9"_s));
}

// A leaf whose bytes are none stops what would have to read it, and nothing else.
void tst_DustLedgerTime::damagedLeaves()
{
    QVERIFY(apply(u"set a/b 1"_s));
    QVERIFY(apply(u"set c 1"_s));
    QVERIFY(m_storage->transaction([&]() -> DustResult<void> {
        m_storage->put("a/b", { "\xc1", DustEntry::Integer, 1, 0 });
        return {};
    }));
    QVERIFY(m_ledger->compact());
    reopen();
    QCOMPARE(apply(u"inc a/b 1"_s).error().kind(), DustError::Storage);
    QCOMPARE(m_ledger->catchUp(0).error().kind(), DustError::Storage);
    QCOMPARE(m_ledger->catchUp(0).error().path(), u"a/b"_s);
    QVERIFY(apply(u"set a/b 2 @match=1"_s));
    QCOMPARE(rows(m_ledger->view()).first(), u"a/b=2 integer r3"_s);
    QCOMPARE(m_ledger->rollbackPath(path(u"a"_s), 2, m_now).error().kind(), DustError::Storage);
    QCOMPARE(m_ledger->rollbackStore(2, m_now).error().path(), u"a/b"_s);
    QVERIFY(apply(u"delete a"_s));
    QCOMPARE(m_ledger->currentSeq(), 4u);
}

QTEST_GUILESS_MAIN(tst_DustLedgerTime)
#include "tst_dustledgertime.moc"
