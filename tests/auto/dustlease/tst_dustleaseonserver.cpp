// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Leases over a channel that may be slow, or away.

#include "realtimeserver.h"

#include "dustlease.h"

#include <QtTest/QSignalSpy>

using namespace Qt::StringLiterals;

class tst_DustLeaseOnServer : public QObject
{
    Q_OBJECT

    using Lease = std::shared_ptr<DustLease>;
    static constexpr qint64 Short = 900; // ms

    std::unique_ptr<RealtimeServer> s;
    std::unique_ptr<DustClient> a;
    DustStore *store = nullptr; // a's

    Lease acquired(qint64 milliseconds)
    {
        return answerOf(store->acquireLease(u"job"_s, u"me"_s, milliseconds)).valueOr(nullptr);
    }

private Q_SLOTS:
    void init()
    {
        s = std::make_unique<RealtimeServer>();
        a = s->client(u"dev_a"_s);
        store = liveStore(a.get());
    }
    void cleanup()
    {
        a.reset();
        s.reset();
    }

    void betweenClients()
    {
        const auto b = s->client(u"dev_b"_s);
        DustStore *other = liveStore(b.get());
        Lease lease = acquired(60'000);
        QVERIFY(lease);
        QVERIFY(lease->isHeld());
        QCOMPARE(lease->holder(), u"me"_s);
        QCOMPARE(lease->token(), 1u);
        QVERIFY(lease->expiresAt() > QDateTime::currentDateTimeUtc());
        const auto held = answerOf(other->acquireLease(u"job"_s, u"them"_s));
        QCOMPARE(held.error().kind(), DustError::Held);
        const auto options = DustWriteOptions().setFence(lease->fence());
        QVERIFY(answerOf(store->put(u"x"_s, 1, options)).isOk());
        QCOMPARE(answerOf(lease->release()).valueOr(false), true);
        QCOMPARE(answerOf(store->put(u"x"_s, 2, options)).error().kind(), DustError::Fenced);
        const auto theirs = answerOf(other->acquireLease(u"job"_s, u"them"_s));
        QVERIFY2(theirs.isOk(), qPrintable(theirs.error().message()));
    }

    void renewsItself()
    {
        const Lease lease = acquired(Short);
        QVERIFY(lease);
        QSignalSpy renewed(lease.get(), &DustLease::renewed);
        QTRY_VERIFY(renewed.size() >= 4);
        QVERIFY(lease->isHeld());
        const auto theirs = answerOf(store->lease(u"job"_s, u"them"_s));
        QCOMPARE(theirs.error().kind(), DustError::Held);
    }

    void destroyingItReleases()
    {
        acquired(60'000);
        QTRY_COMPARE(s->stored(u"job"_s), "");
    }

    // No answer, or no link at all.
    void cannotBeRenewed_data()
    {
        QTest::addColumn<bool>("hangs");
        QTest::newRow("no answer") << true;
        QTest::newRow("no link") << false;
    }
    void cannotBeRenewed()
    {
        QFETCH(bool, hangs);
        const Lease lease = acquired(Short);
        QVERIFY(lease);
        QSignalSpy lost(lease.get(), &DustLease::lost);
        if (hangs)
            s->connection(u"dev_a"_s)->hold();
        else
            s->stop();
        QVERIFY(runUntil([&] { return !lease->isHeld(); }, 30'000));
        QTRY_COMPARE(lost.size(), 1);
        const auto error = lost.constFirst().constFirst().value<DustError>();
        QCOMPARE(error.kind(), DustError::NotHeld);
        QCOMPARE(error.reason(), u"expired"_s);
    }

    // Renewed and not yet told so when it was given up: somebody else need not wait for it.
    void renewedTooLate()
    {
        const Lease lease = acquired(Short);
        QVERIFY(lease);
        QSignalSpy lost(lease.get(), &DustLease::lost);
        s->connection(u"dev_a"_s)->hold();
        QTRY_COMPARE(lost.size(), 1);
        s->connection(u"dev_a"_s)->release();
        QTRY_COMPARE(s->stored(u"job"_s), "");
    }

    void aShortCut()
    {
        const Lease lease = acquired(60'000);
        QVERIFY(lease);
        QSignalSpy lost(lease.get(), &DustLease::lost);
        s->connection(u"dev_a"_s)->cut();
        QVERIFY(runUntil([&] { return store->state() == DustStore::Offline; }, 30'000));
        QVERIFY(lease->isHeld());
        QCOMPARE(answerOf(lease->release()).error().kind(), DustError::Network);
        QVERIFY(!lease->isHeld());
        QCOMPARE(lost.size(), 0);
    }

    void theAnswerTakesTooLong()
    {
        s->connection(u"dev_a"_s)->hold();
        const auto future = store->acquireLease(u"job"_s, u"me"_s, 100);
        const QDeadlineTimer over(100);
        QVERIFY(runUntil([&] { return over.hasExpired() && s->stored(u"job"_s) != ""; }, 30'000));
        s->connection(u"dev_a"_s)->release();
        QCOMPARE(answerOf(future).error().kind(), DustError::Timeout);
        QTRY_COMPARE(s->stored(u"job"_s), "");
    }

    void offline()
    {
        s->stop();
        QVERIFY(runUntil([&] { return store->state() == DustStore::Offline; }, 30'000));
        const auto refused = answerOf(store->acquireLease(u"job"_s, u"me"_s));
        QCOMPARE(refused.error().kind(), DustError::Network);
    }

    void overHttp()
    {
        const auto refused = answerOf(s->overHttp()->acquireLease(u"job"_s, u"me"_s));
        QCOMPARE(refused.error().kind(), DustError::NotSupported);
    }
};

QTEST_GUILESS_MAIN(tst_DustLeaseOnServer)

#include "tst_dustleaseonserver.moc"
