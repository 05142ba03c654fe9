// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Leases on an embedded store; over a channel they are in tst_dustleaseonserver.

#include "answers.h"
#include "dustclient.h"
#include "dustlease.h"
#include "duststore.h"

#include <QtTest/QSignalSpy>

using namespace Qt::StringLiterals;

class tst_DustLease : public QObject
{
    Q_OBJECT

    using Lease = std::shared_ptr<DustLease>;
    static constexpr qint64 Short = 300; // ms: three renewals a second

    std::unique_ptr<DustClient> m_client;
    DustStore *m_store = nullptr;

    Lease acquired(qint64 milliseconds = 60'000)
    {
        return answerOf(m_store->acquireLease(u"job"_s, u"me"_s, milliseconds)).valueOr(nullptr);
    }
    bool isFree()
    {
        const auto other = answerOf(m_store->lease(u"job"_s, u"other"_s));
        return other.isOk();
    }

private Q_SLOTS:
    void init()
    {
        m_client = std::make_unique<DustClient>(QUrl(u"memory:"_s));
        m_store = m_client->store(u"acme/main"_s);
    }
    void cleanup() { m_client.reset(); }

    void acquires()
    {
        const qint64 before = QDateTime::currentMSecsSinceEpoch();
        const Lease lease = acquired();
        QVERIFY(lease);
        QCOMPARE(lease->path(), u"job"_s);
        QCOMPARE(lease->holder(), u"me"_s);
        QCOMPARE(lease->token(), 1u);
        QCOMPARE(lease->fence(), (DustFence{ *DustPath::parse(u"job"_s), 1 }));
        QCOMPARE(lease->expiresAt().timeSpec(), Qt::UTC);
        QVERIFY(lease->expiresAt().toMSecsSinceEpoch() >= before + 60'000);
        QVERIFY(lease->isHeld());
        QVERIFY(lease->property("held").toBool());
    }

    void isAlone()
    {
        const Lease lease = acquired();
        const auto second = answerOf(m_store->acquireLease(u"job"_s, u"me"_s));
        QCOMPARE(second.error().kind(), DustError::Held);
        QVERIFY(lease->isHeld());
    }

    void refusals_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<qint64>("milliseconds");
        QTest::addColumn<int>("kind");
        QTest::newRow("path") << u"a//b"_s << qint64(1000) << int(DustError::InvalidParams);
        QTest::newRow("time") << u"job"_s << qint64(0) << int(DustError::InvalidParams);
        QTest::newRow("occupied") << u"value"_s << qint64(1000) << int(DustError::Occupied);
    }
    void refusals()
    {
        QFETCH(QString, path);
        QFETCH(qint64, milliseconds);
        QFETCH(int, kind);
        QVERIFY(answerOf(m_store->put(u"value"_s, 1)).isOk());
        const auto lease = answerOf(m_store->acquireLease(path, u"me"_s, milliseconds));
        QCOMPARE(int(lease.error().kind()), kind);
    }

    void fences()
    {
        const Lease lease = acquired();
        const auto options = DustWriteOptions().setFence(lease->fence());
        QVERIFY(answerOf(m_store->put(u"x"_s, 1, options)).isOk());
        QCOMPARE(answerOf(lease->release()).valueOr(false), true);
        QCOMPARE(answerOf(m_store->put(u"x"_s, 2, options)).error().kind(), DustError::Fenced);
    }

    void releases()
    {
        const Lease lease = acquired();
        QSignalSpy changed(lease.get(), &DustLease::heldChanged);
        QSignalSpy lost(lease.get(), &DustLease::lost);
        const auto released = lease->release();
        QVERIFY(!released.isFinished());
        QVERIFY(!lease->isHeld());
        QCOMPARE(changed.size(), 1);
        QCOMPARE(answerOf(released).valueOr(false), true);
        QVERIFY(isFree());
        QCOMPARE(answerOf(lease->release()).valueOr(true), false);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(lost.size(), 0);
    }

    void destroyingItReleases()
    {
        acquired();
        QVERIFY(isFree());
    }

    void cancellingReleases()
    {
        auto future = m_store->acquireLease(u"job"_s, u"me"_s);
        future.cancel();
        QVERIFY(runUntil([this] { return isFree(); }, 30'000));
    }

    void renewsItself()
    {
        const Lease lease = acquired(Short);
        QSignalSpy renewed(lease.get(), &DustLease::renewed);
        QSignalSpy lost(lease.get(), &DustLease::lost);
        const QDateTime first = lease->expiresAt();
        QTRY_VERIFY(renewed.size() >= 4); // more than its time
        QVERIFY(lease->isHeld());
        QVERIFY(lease->expiresAt() > first);
        QCOMPARE(lost.size(), 0);
        QVERIFY(!isFree());
    }

    void losesItWhenRefused()
    {
        const Lease lease = acquired(Short);
        QList<DustError> errors;
        connect(lease.get(), &DustLease::lost, this, [&](const DustError &error) {
            QVERIFY(!lease->isHeld());
            errors.append(error);
        });
        QVERIFY(answerOf(m_store->remove(u"job"_s)).isOk());
        QVERIFY(isFree());
        QTRY_COMPARE(errors.size(), 1);
        QCOMPARE(errors.constFirst().kind(), DustError::NotHeld);
        QCOMPARE(answerOf(lease->release()).valueOr(true), false);
        QVERIFY(!isFree()); // the other one has it still
    }

    // While it did not run, nothing could be renewed.
    void aBlockedEventLoop()
    {
        const Lease lease = acquired(Short);
        QSignalSpy lost(lease.get(), &DustLease::lost);
        const QDeadlineTimer blocked(Short);
        while (!blocked.hasExpired()) {}
        QVERIFY(!lease->isHeld());
        QCOMPARE(lost.size(), 0);
        QTRY_COMPARE(lost.size(), 1);
        const auto error = lost.constFirst().constFirst().value<DustError>();
        QCOMPARE(error.kind(), DustError::NotHeld);
        QCOMPARE(error.reason(), u"expired"_s);
        QCOMPARE(error.path(), u"job"_s);
    }

    void theReceiverMayDestroyIt()
    {
        Lease lease = acquired(Short);
        connect(lease.get(), &DustLease::lost, this, [&] { lease.reset(); });
        QVERIFY(answerOf(m_store->remove(u"job"_s)).isOk());
        QTRY_VERIFY(!lease);
    }

    void theClientGoes()
    {
        const Lease lease = acquired();
        QSignalSpy lost(lease.get(), &DustLease::lost);
        m_client.reset();
        QCOMPARE(lost.size(), 1);
        QCOMPARE(lost.constFirst().constFirst().value<DustError>().kind(), DustError::Closed);
        QVERIFY(!lease->isHeld());
        QCOMPARE(answerOf(lease->release()).error().kind(), DustError::Closed);
    }

    void theClientGoesMeanwhile()
    {
        const auto future = m_store->acquireLease(u"job"_s, u"me"_s);
        m_client.reset();
        QCOMPARE(answerOf(future).error().kind(), DustError::Closed);
    }

    void aStoreThatCouldNotBeOpened()
    {
        DustStore *wrong = m_client->store(u"wrong"_s);
        QCOMPARE(answerOf(wrong->acquireLease(u"job"_s, u"me"_s)).error(), wrong->error());
    }
};

QTEST_GUILESS_MAIN(tst_DustLease)

#include "tst_dustlease.moc"
