// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Single flights of clients over a channel, and without one.

#include "realtimeserver.h"

#include "dustlease.h"

#include <QtCore/QPromise>

using namespace Qt::StringLiterals;

class tst_DustSingleFlightOnServer : public QObject
{
    Q_OBJECT

    using Value = DustResult<DustValue>;
    using Lease = std::shared_ptr<DustLease>;

    std::unique_ptr<RealtimeServer> s;
    std::unique_ptr<DustClient> a;
    DustStore *store = nullptr; // a's

    static DustFlight::Compute giving(int number, bool *hasLease = nullptr)
    {
        return [number, hasLease](const Lease &lease) {
            if (hasLease)
                *hasLease = lease != nullptr;
            return QtFuture::makeReadyFuture(Value(DustValue(number)));
        };
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
        QPromise<Value> promise;
        const auto compute = [&](const Lease &) {
            promise.start();
            return promise.future();
        };
        const auto one = store->singleFlight(u"k"_s, compute);
        QVERIFY(runUntil([&] { return promise.future().isStarted(); }, 30'000));
        const auto two = other->singleFlight(u"k"_s, giving(2));
        QVERIFY(!two.isFinished());
        promise.addResult(Value(DustValue(1)));
        promise.finish();
        QCOMPARE(answerOf(one)->how, DustFlight::Computed);
        QCOMPARE(answerOf(two)->how, DustFlight::Awaited);
        QCOMPARE(answerOf(two)->value, DustValue(1));
        QCOMPARE(answerOf(other->singleFlight(u"k"_s, giving(3)))->how, DustFlight::Cached);
        QCOMPARE(s->stored(u"k"_s), "\"1\"");
        QTRY_COMPARE(s->stored(u"_dust:sf/k"_s), "");
    }

    void unavailable_data()
    {
        QTest::addColumn<bool>("overHttp");
        QTest::addColumn<bool>("runsLocally");
        QTest::addColumn<int>("kind");
        QTest::newRow("offline") << false << true << int(DustError::NoError);
        QTest::newRow("offline, not here") << false << false << int(DustError::Network);
        QTest::newRow("over HTTP") << true << true << int(DustError::NoError);
        QTest::newRow("over HTTP, not here") << true << false << int(DustError::NotSupported);
    }
    void unavailable()
    {
        QFETCH(bool, overHttp);
        QFETCH(bool, runsLocally);
        QFETCH(int, kind);
        if (!overHttp) {
            s->stop();
            QVERIFY(runUntil([&] { return store->state() == DustStore::Offline; }, 30'000));
        }
        bool hasLease = true;
        const auto options = DustFlightOptions().setRunsLocally(runsLocally);
        DustStore *used = overHttp ? s->overHttp() : store;
        const auto flight = answerOf(used->singleFlight(u"k"_s, giving(7, &hasLease), options));
        QCOMPARE(int(flight.error().kind()), kind);
        QCOMPARE(hasLease, !runsLocally);
        if (!runsLocally)
            return;
        QCOMPARE(flight->how, DustFlight::Local);
        QCOMPARE(flight->value, DustValue(7));
        QVERIFY(!answerOf(used->exists(u"k"_s)).valueOr(true));
        QCOMPARE(store->pendingCount(), 0);
    }

    void overHttpWhatIsThere()
    {
        QVERIFY(answerOf(store->singleFlight(u"k"_s, giving(1))).isOk());
        const auto flight = answerOf(s->overHttp()->singleFlight(u"k"_s, giving(2)));
        QVERIFY2(flight.isOk(), qPrintable(flight.error().message()));
        QCOMPARE(flight->how, DustFlight::Cached);
        QCOMPARE(flight->value, DustValue(1));
    }

    void mayNotWrite()
    {
        const auto b = s->client(u"dev_b"_s, u"reader"_s);
        const auto flight = answerOf(liveStore(b.get())->singleFlight(u"k"_s, giving(1)));
        QCOMPARE(flight.error().kind(), DustError::MissingScope);
    }
};

QTEST_GUILESS_MAIN(tst_DustSingleFlightOnServer)

#include "tst_dustsingleflightonserver.moc"
