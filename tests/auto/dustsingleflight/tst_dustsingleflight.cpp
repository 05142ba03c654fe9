// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Single flights on an embedded store that several clients share; over a channel they are in
// tst_dustsingleflightonserver.

#include "answers.h"
#include "dustclient.h"
#include "dustlease.h"
#include "duststore.h"

#include <QtCore/QPromise>

using namespace Qt::StringLiterals;

class tst_DustSingleFlight : public QObject
{
    Q_OBJECT

    using Value = DustResult<DustValue>;
    using Lease = std::shared_ptr<DustLease>;

    std::unique_ptr<DustClient> m_a;
    std::unique_ptr<DustClient> m_b;
    DustStore *m_first = nullptr; // a's
    DustStore *m_second = nullptr; // b's
    int m_computed = 0;

    // Computes a number at once.
    DustFlight::Compute giving(int number)
    {
        return [this, number](const Lease &) {
            ++m_computed;
            return QtFuture::makeReadyFuture(Value(DustValue(number)));
        };
    }
    // Computes what the promise is given later.
    DustFlight::Compute giving(QPromise<Value> *promise)
    {
        return [this, promise](const Lease &) {
            ++m_computed;
            promise->start();
            return promise->future();
        };
    }
    static void fulfil(QPromise<Value> *promise, const Value &value)
    {
        promise->addResult(value);
        promise->finish();
    }
    QString stored(const QString &path = u"k"_s)
    {
        return answerOf(m_first->get(path)).valueOr({}).toString();
    }
    bool isLeaseFree() { return !answerOf(m_first->exists(u"_dust:sf/k"_s)).valueOr(true); }

private Q_SLOTS:
    void init()
    {
        m_a = std::make_unique<DustClient>(QUrl(u"memory:flights"_s));
        m_b = std::make_unique<DustClient>(QUrl(u"memory:flights"_s));
        m_first = m_a->store(u"acme/main"_s);
        m_second = m_b->store(u"acme/main"_s);
        m_computed = 0;
    }
    void cleanup()
    {
        m_a.reset();
        m_b.reset();
    }

    void computes()
    {
        Lease lease;
        const auto compute = [&](const Lease &given) {
            lease = given;
            return QtFuture::makeReadyFuture(Value(DustValue(DustObject{ { u"r"_s, 1 } })));
        };
        const auto future = m_first->singleFlight(u"k"_s, compute);
        QVERIFY(!future.isFinished());
        const auto flight = answerOf(future);
        QVERIFY2(flight.isOk(), qPrintable(flight.error().message()));
        QCOMPARE(flight->how, DustFlight::Computed);
        QCOMPARE(flight->value, DustValue(DustObject{ { u"r"_s, 1 } }));
        QVERIFY(!flight->isStale);
        QCOMPARE(stored(), u"{\"r\":1}"_s); // as Dust's SDKs keep it
        QVERIFY(lease);
        QCOMPARE(lease->path(), u"_dust:sf/k"_s);
        QCOMPARE(lease->holder(), m_a->deviceId());
        QVERIFY(!lease->isHeld());
        QVERIFY(isLeaseFree());
    }

    void cached_data()
    {
        QTest::addColumn<DustValue>("there");
        QTest::addColumn<DustValue>("value");
        QTest::newRow("by a flight")
                << DustValue(u"{\"r\":9}"_s) << DustValue(DustObject{ { u"r"_s, 9 } });
        QTest::newRow("text") << DustValue(u"{not json"_s) << DustValue(u"{not json"_s);
        QTest::newRow("number") << DustValue(5) << DustValue(5);
        QTest::newRow("object") << DustValue(DustObject{ { u"x"_s, true } })
                                << DustValue(DustObject{ { u"x"_s, true } });
        QTest::newRow("null") << DustValue(u"null"_s) << DustValue();
    }
    void cached()
    {
        QFETCH(DustValue, there);
        QFETCH(DustValue, value);
        QVERIFY(answerOf(m_first->put(u"k"_s, there)).isOk());
        const auto flight = answerOf(m_second->singleFlight(u"k"_s, giving(1)));
        QVERIFY2(flight.isOk(), qPrintable(flight.error().message()));
        QCOMPARE(flight->how, DustFlight::Cached);
        QCOMPARE(flight->value, value);
        QCOMPARE(m_computed, 0);
    }

    void stale()
    {
        QVERIFY(answerOf(m_first->singleFlight(u"k"_s, giving(1))).isOk());
        const auto options = DustFlightOptions().setStale(
                [](const DustValue &value) { return value.toInteger() < 2; });
        const auto flight = answerOf(m_first->singleFlight(u"k"_s, giving(2), options));
        QVERIFY(flight.isOk());
        QCOMPARE(flight->how, DustFlight::Computed);
        QCOMPARE(flight->value, DustValue(2));
        QCOMPARE(answerOf(m_first->singleFlight(u"k"_s, giving(3), options))->how,
                 DustFlight::Cached);
        QCOMPARE(m_computed, 2);
    }

    // Two clients, of which one computes.
    void awaited()
    {
        QPromise<Value> promise;
        const auto one = m_first->singleFlight(u"k"_s, giving(&promise));
        QTRY_COMPARE(m_computed, 1);
        const auto two = m_second->singleFlight(u"k"_s, giving(2));
        QCoreApplication::processEvents();
        QVERIFY(!two.isFinished());
        fulfil(&promise, DustValue(1));
        QCOMPARE(answerOf(one)->how, DustFlight::Computed);
        const auto flight = answerOf(two);
        QVERIFY2(flight.isOk(), qPrintable(flight.error().message()));
        QCOMPARE(flight->how, DustFlight::Awaited);
        QCOMPARE(flight->value, DustValue(1));
        QCOMPARE(m_computed, 1);
    }

    void callersOfOneStoreFlyTogether()
    {
        QPromise<Value> promise;
        const auto one = m_first->singleFlight(u"k"_s, giving(&promise));
        const auto two = m_first->singleFlight(u"k"_s, giving(2));
        const auto other = m_first->singleFlight(u"other"_s, giving(3));
        QCOMPARE(answerOf(other)->value, DustValue(3));
        fulfil(&promise, DustValue(1));
        QCOMPARE(answerOf(one)->how, DustFlight::Computed);
        QCOMPARE(answerOf(two)->how, DustFlight::Awaited);
        QCOMPARE(answerOf(two)->value, DustValue(1));
        QCOMPARE(m_computed, 2);
    }

    // Whoever waits takes over.
    void failures_data()
    {
        QTest::addColumn<bool>("cancelled");
        QTest::newRow("error") << false;
        QTest::newRow("cancelled") << true;
    }
    void failures()
    {
        QFETCH(bool, cancelled);
        QPromise<Value> promise;
        auto one = m_first->singleFlight(u"k"_s, giving(&promise));
        QTRY_COMPARE(m_computed, 1);
        // Longer than this test waits: it is the release that tells.
        const auto options = DustFlightOptions().setLeaseMilliseconds(300'000);
        const auto two = m_second->singleFlight(u"k"_s, giving(2), options);
        for (int turns = 0; turns < 50; ++turns) // until it waits
            QCoreApplication::processEvents();
        if (cancelled) {
            one.cancel();
            QTRY_VERIFY(promise.isCanceled());
            promise.finish();
        } else {
            fulfil(&promise, DustError(DustError::Http, u"Away."_s));
            QCOMPARE(answerOf(one).error().message(), u"Away."_s);
        }
        const auto flight = answerOf(two);
        QVERIFY2(flight.isOk(), qPrintable(flight.error().message()));
        QCOMPARE(flight->how, DustFlight::Computed);
        QCOMPARE(flight->value, DustValue(2));
        QCOMPARE(m_computed, 2);
    }

    void itGoesOnForThoseWhoStay()
    {
        QPromise<Value> promise;
        auto one = m_first->singleFlight(u"k"_s, giving(&promise));
        const auto two = m_first->singleFlight(u"k"_s, giving(2));
        QTRY_COMPARE(m_computed, 1);
        one.cancel();
        QCoreApplication::processEvents();
        QVERIFY(!promise.isCanceled());
        fulfil(&promise, DustValue(1));
        QCOMPARE(answerOf(two)->value, DustValue(1));
    }

    void noValue()
    {
        const auto compute = [](const Lease &) {
            QPromise<Value> promise;
            promise.start();
            promise.future().cancel();
            promise.finish();
            return promise.future();
        };
        const auto flight = answerOf(m_first->singleFlight(u"k"_s, compute));
        QCOMPARE(flight.error().reason(), u"no_value"_s);
        QVERIFY(isLeaseFree());
    }

    // Its holder is gone, and nobody says so.
    void anAbandonedLease()
    {
        const auto options = DustFlightOptions().setLeaseMilliseconds(200);
        QVERIFY(answerOf(m_second->lease(u"_dust:sf/k"_s, u"gone"_s, 200)).isOk());
        const auto flight = answerOf(m_first->singleFlight(u"k"_s, giving(1), options));
        QVERIFY2(flight.isOk(), qPrintable(flight.error().message()));
        QCOMPARE(flight->how, DustFlight::Computed);
    }

    void waitsNoLonger_data()
    {
        QTest::addColumn<bool>("hasStale");
        QTest::newRow("nothing there") << false;
        QTest::newRow("a stale value") << true;
    }
    void waitsNoLonger()
    {
        QFETCH(bool, hasStale);
        auto options = DustFlightOptions().setWaitMilliseconds(100);
        if (hasStale) {
            options.setStale([](const DustValue &) { return true; });
            QVERIFY(answerOf(m_first->put(u"k"_s, u"1"_s)).isOk());
        }
        QVERIFY(answerOf(m_second->lease(u"_dust:sf/k"_s, u"busy"_s)).isOk());
        const auto flight = answerOf(m_first->singleFlight(u"k"_s, giving(2), options));
        if (!hasStale) {
            QCOMPARE(flight.error().kind(), DustError::Timeout);
            return;
        }
        QVERIFY2(flight.isOk(), qPrintable(flight.error().message()));
        QCOMPARE(flight->how, DustFlight::Cached);
        QCOMPARE(flight->value, DustValue(1));
        QVERIFY(flight->isStale);
        QCOMPARE(m_computed, 0);
    }

    void losesItsLease()
    {
        QPromise<Value> promise;
        const auto one = m_first->singleFlight(u"k"_s, giving(&promise));
        QTRY_COMPARE(m_computed, 1);
        QVERIFY(answerOf(m_second->remove(u"_dust:sf/k"_s)).isOk());
        QVERIFY(answerOf(m_second->lease(u"_dust:sf/k"_s, u"other"_s)).isOk());
        fulfil(&promise, DustValue(1));
        QCOMPARE(answerOf(one).error().kind(), DustError::Fenced);
        QVERIFY(!answerOf(m_first->exists(u"k"_s)).valueOr(true));
        QVERIFY(!isLeaseFree());
    }

    void anotherLease()
    {
        const auto options = DustFlightOptions().setLeasePath(u"locks/k"_s).setHolder(u"me"_s);
        Lease lease;
        const auto compute = [&](const Lease &given) {
            lease = given;
            return QtFuture::makeReadyFuture(Value(DustValue(1)));
        };
        QVERIFY(answerOf(m_first->singleFlight(u"k"_s, compute, options)).isOk());
        QCOMPARE(lease->path(), u"locks/k"_s);
        QCOMPARE(lease->holder(), u"me"_s);
    }

    void refusals_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("leasePath");
        QTest::addColumn<bool>("hasFunction");
        QTest::newRow("path") << u"a//b"_s << QString() << true;
        QTest::newRow("lease path") << u"k"_s << u"a//b"_s << true;
        QTest::newRow("function") << u"k"_s << QString() << false;
    }
    void refusals()
    {
        QFETCH(QString, path);
        QFETCH(QString, leasePath);
        QFETCH(bool, hasFunction);
        const auto compute = hasFunction ? giving(1) : DustFlight::Compute();
        const auto options = DustFlightOptions().setLeasePath(leasePath);
        const auto flight = answerOf(m_first->singleFlight(path, compute, options));
        QCOMPARE(flight.error().kind(), DustError::InvalidParams);
        QCOMPARE(m_computed, 0);
    }

    void theFunctionDestroysTheClient()
    {
        const auto compute =
                [this, text = u"longer than what fits beside a pointer"_s](const Lease &lease) {
                    m_a.reset();
                    m_computed += lease && !lease->isHeld() ? 1 : 0;
                    return QtFuture::makeReadyFuture(Value(DustValue(text)));
                };
        const auto one = m_first->singleFlight(u"k"_s, compute);
        QTRY_VERIFY(!m_a);
        QCOMPARE(m_computed, 1);
        QCOMPARE(answerOf(one).error().kind(), DustError::Closed);
    }

    void whoHearsOfTheLeaseDestroysTheClient()
    {
        const auto compute = [this](const Lease &lease) {
            connect(lease.get(), &DustLease::heldChanged, this, [this] { m_a.reset(); });
            return QtFuture::makeReadyFuture(Value(DustValue(1)));
        };
        const auto one = m_first->singleFlight(u"k"_s, compute);
        QTRY_VERIFY(!m_a);
        QVERIFY(one.isFinished());
        QCOMPARE(answerOf(m_second->get(u"k"_s)).valueOr({}), DustValue(u"1"_s));
    }

    void theClientGoes()
    {
        QPromise<Value> promise;
        const auto one = m_first->singleFlight(u"k"_s, giving(&promise));
        QTRY_COMPARE(m_computed, 1);
        m_a.reset();
        QCOMPARE(answerOf(one).error().kind(), DustError::Closed);
        promise.finish();
    }
};

QTEST_GUILESS_MAIN(tst_DustSingleFlight)

#include "tst_dustsingleflight.moc"
