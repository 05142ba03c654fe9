// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "answers.h"
#include "dustdelivery_p.h"

#include <QtCore/QEventLoop>
#include <QtCore/QFutureWatcher>
#include <QtCore/QTimer>

#include <functional>

using namespace Qt::StringLiterals;

namespace {

class Source final : public DustDeliverySource
{
public:
    explicit Source(std::function<void()> work) : m_work(std::move(work)) {}
    void handOver() override { m_work(); }

private:
    std::function<void()> m_work;
};

// Runs its steps one by one, each taken off before it runs.
class Target final : public DustDeliveryTarget
{
public:
    Target(Phase phase, std::deque<std::function<void()>> steps)
        : m_steps(std::move(steps)), m_phase(phase)
    {}

    Phase phase() const override { return m_phase; }
    void deliver() override
    {
        const std::shared_ptr<bool> alive = m_alive;
        while (*alive && !m_steps.empty()) {
            const auto step = std::move(m_steps.front());
            m_steps.pop_front();
            step();
        }
    }
    ~Target() override { *m_alive = false; }

private:
    std::deque<std::function<void()>> m_steps;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
    Phase m_phase;
};

class TurnCounter final : public QObject
{
public:
    explicit TurnCounter(DustDelivery *delivery) { delivery->installEventFilter(this); }
    bool eventFilter(QObject *, QEvent *event) override
    {
        turns += event->type() == QEvent::User;
        return false;
    }
    int turns = 0;
};

// Whether a turn is an event, or is taken when the loop has done something else.
bool isPosted()
{
    return !QAbstractEventDispatcher::instance()->inherits("QEventDispatcherGlib");
}

void nextTurn()
{
    if (isPosted())
        QCoreApplication::sendPostedEvents();
    else
        Q_EMIT QAbstractEventDispatcher::instance()->awake();
}

// Until nothing is wanted any more.
void runTurns()
{
    for (int i = 0; i < 20; ++i) {
        nextTurn();
        QCoreApplication::sendPostedEvents();
    }
}

} // namespace

class tst_DustDelivery : public QObject
{
    Q_OBJECT

    std::shared_ptr<DustDelivery> m_delivery;
    QStringList m_log;

    void note(const QString &what) { m_log.append(what); }
    std::function<void()> noting(const QString &what)
    {
        return [this, what] { note(what); };
    }
    DustFuture<int> call(const QString &name)
    {
        auto future = m_delivery->settle<int>(int(m_log.size()));
        future.then([this, name](const DustResult<int> &) { note(name); });
        return future;
    }

private Q_SLOTS:
    void init()
    {
        m_delivery = DustDelivery::create();
        m_log.clear();
    }
    void cleanup()
    {
        m_delivery.reset();
        runTurns();
    }

    void settledCallsFinishInTheNextTurn()
    {
        const auto value = m_delivery->settle<int>(7);
        const auto error = m_delivery->settle<QString>(DustError(DustError::NotFound, u"no"_s));
        const auto nothing = m_delivery->settle<void>(DustResult<void>());
        QVERIFY(!value.isFinished() && !error.isFinished() && !nothing.isFinished());
        QVERIFY(value.isStarted() && value.isRunning());
        QCOMPARE(value.resultCount(), 0);
        nextTurn();
        QVERIFY(value.isFinished() && error.isFinished() && nothing.isFinished());
        QVERIFY(!value.isCanceled());
        QCOMPARE(value.result(), DustResult<int>(7));
        QCOMPARE(error.result().error().kind(), DustError::NotFound);
        QVERIFY(nothing.result().isOk());
    }

    void aTurnServesEverythingQueued()
    {
        TurnCounter counter(m_delivery.get());
        for (int i = 0; i < 1000; ++i)
            call(QString::number(i));
        nextTurn();
        QCOMPARE(counter.turns, 1);
        QCOMPARE(m_log.size(), 1000);
        for (int i = 0; i < 1000; ++i)
            QCOMPARE(m_log.at(i), QString::number(i));
    }

    void sequentialCallsCostHalfAnEventEach()
    {
        TurnCounter counter(m_delivery.get());
        int left = 50;
        std::function<void()> next = [&] {
            if (--left >= 0)
                m_delivery->settle<int>(left).then([&](const DustResult<int> &) { next(); });
        };
        next();
        runTurns();
        runTurns();
        runTurns();
        QCOMPARE(left, -1);
        QCOMPARE(counter.turns, 25); // each with a second round
    }

    void openCallsFinishLaterAndOnce()
    {
        const DustCall<int> call = m_delivery->open<int>();
        const DustCall<int> copy = call;
        auto future = call.future();
        int finished = 0;
        future.then([&](const DustResult<int> &) { ++finished; });
        runTurns();
        QVERIFY(!future.isFinished());
        QVERIFY(copy.isOpen());
        copy.finish(1);
        QVERIFY(!future.isFinished());
        QVERIFY(!call.isOpen());
        call.finish(2);
        call.finish(DustError(DustError::Timeout, u"late"_s));
        runTurns();
        QCOMPARE(finished, 1);
        QCOMPARE(call.future().result(), DustResult<int>(1));
    }

    void openCallsFinishInTheOrderOfTheirAnswers()
    {
        const DustCall<int> first = m_delivery->open<int>();
        const DustCall<int> second = m_delivery->open<int>();
        first.future().then([this](const DustResult<int> &) { note(u"first"_s); });
        second.future().then([this](const DustResult<int> &) { note(u"second"_s); });
        second.finish(2);
        call(u"settled"_s);
        first.finish(1);
        runTurns();
        QCOMPARE(m_log, QStringList({ u"second"_s, u"settled"_s, u"first"_s }));
    }

    void abandonedCallsEnd()
    {
        auto future = m_delivery->open<int>().future();
        QVERIFY(!future.isFinished());
        QCOMPARE(answerOf(future).error().kind(), DustError::Closed);
    }

    void aTurnHasAnOrder()
    {
        Target events(Target::Events, { noting(u"events"_s) });
        Target view(Target::View, { noting(u"view"_s) });
        Target late(Target::View, { noting(u"late"_s) });
        Source source([&] {
            note(u"source"_s);
            m_delivery->queue(&late);
        });
        call(u"call"_s);
        m_delivery->queue(&events);
        m_delivery->queue(&view);
        m_delivery->announce(&source);
        m_delivery->announce(&source);
        QVERIFY(m_log.isEmpty());
        nextTurn();
        // What was queued before the turn, from outside of any, is left over: it comes first.
        QCOMPARE(m_log, QStringList({ u"view"_s, u"events"_s, u"source"_s, u"late"_s, u"call"_s }));
    }

    // Which is at once for what they queue first, and an event of its own for what that leads to.
    void whatCallbacksQueueIsTheNextTurns()
    {
        Source later([this] { note(u"later news"_s); });
        Target target(Target::Events, { [&] {
                          note(u"events"_s);
                          m_delivery->announce(&later);
                          m_delivery->settle<int>(1).then([this](const DustResult<int> &) {
                              note(u"later call"_s);
                              call(u"last call"_s);
                          });
                      } });
        Source source([&] { m_delivery->queue(&target); });
        m_delivery->announce(&source);
        call(u"call"_s);
        TurnCounter counter(m_delivery.get());
        nextTurn();
        const QStringList first{ u"events"_s, u"call"_s, u"later news"_s, u"later call"_s };
        QCOMPARE(m_log, first);
        QCOMPARE(counter.turns, 1);
        QCoreApplication::sendPostedEvents();
        QCOMPARE(m_log, first + QStringList{ u"last call"_s });
        QCOMPARE(counter.turns, 2);
    }

    // The turn is posted anew only where something is left.
    void nothingLeftIsNothingPosted()
    {
        TurnCounter counter(m_delivery.get());
        Target target(Target::View, { noting(u"view"_s) });
        Source source([&] { m_delivery->queue(&target); });
        m_delivery->announce(&source);
        call(u"call"_s);
        runTurns();
        QCOMPARE(m_log, QStringList({ u"view"_s, u"call"_s }));
        QCOMPARE(counter.turns, 1);
    }

    // One that does not say so: a system's own dialog dispatches events behind Qt's back. Timers are served there.
    void aLoopThatQtDoesNotKnowOfGoesOnAsWell()
    {
        bool wasDelivered = false;
        Target last(Target::Events, { [&] { wasDelivered = true; } });
        Target view(Target::View, { [&] {
                        const QList<QAbstractEventDispatcher::TimerInfo> timers =
                                QAbstractEventDispatcher::instance()->registeredTimers(
                                        m_delivery.get());
                        QCOMPARE(timers.size(), 1);
                        QTimerEvent fires(timers.constFirst().timerId);
                        QCoreApplication::sendEvent(m_delivery.get(), &fires);
                        QCoreApplication::sendPostedEvents(m_delivery.get());
                        QVERIFY(wasDelivered);
                    } });
        Source source([&] {
            m_delivery->queue(&view);
            m_delivery->queue(&last);
        });
        m_delivery->announce(&source);
        nextTurn();
        QVERIFY(wasDelivered);
        QVERIFY(QAbstractEventDispatcher::instance()->registeredTimers(m_delivery.get()).isEmpty());
    }

    // What is wanted before any loop runs, and in one that waits for something else.
    void aLoopThatHasNothingElseToDoTakesItAsWell()
    {
        QEventLoop loop;
        int left = 3;
        std::function<void()> next = [&] {
            m_delivery->settle<int>(left).then([&](const DustResult<int> &) {
                if (--left == 0)
                    loop.quit();
                else
                    next();
            });
        };
        next();
        loop.exec();
        QCOMPARE(left, 0);
    }

    // A turn that is wanted is taken in such a loop, too.
    void aLoopThatQtDoesNotKnowOfTakesItAsWell()
    {
        const auto future = m_delivery->settle<int>(1);
        const auto timers = QAbstractEventDispatcher::instance()->registeredTimers(
                m_delivery.get());
        if (isPosted()) {
            QVERIFY(timers.isEmpty()); // posted events are served everywhere
            return;
        }
        QCOMPARE(timers.size(), 1);
        QTimerEvent fires(timers.constFirst().timerId);
        QCoreApplication::sendEvent(m_delivery.get(), &fires);
        QVERIFY(future.isFinished());
        QVERIFY(QAbstractEventDispatcher::instance()->registeredTimers(m_delivery.get()).isEmpty());
    }

    void anEventLoopByHandGoesOnAsWell()
    {
        bool wasDelivered = false;
        Target last(Target::Events, { [&] { wasDelivered = true; } });
        Target view(Target::View, { [&] {
                        QCoreApplication::processEvents();
                        QVERIFY(wasDelivered);
                    } });
        Source source([&] {
            m_delivery->queue(&view);
            m_delivery->queue(&last);
        });
        m_delivery->announce(&source);
        nextTurn();
        QVERIFY(wasDelivered);
    }

    // An application may show a modal dialog in a callback.
    void aNestedEventLoopGoesOnWhereTheTurnIs_data()
    {
        QTest::addColumn<QString>("where");
        for (const char *where : { "view", "events", "call" })
            QTest::newRow(where) << QString::fromLatin1(where);
    }
    void aNestedEventLoopGoesOnWhereTheTurnIs()
    {
        QFETCH(QString, where);
        QEventLoop loop;
        const auto maybeNest = [&](const QString &here) {
            note(here);
            if (here != where)
                return;
            // It waits for the end of the turn that it is in.
            QTimer::singleShot(5000, &loop, &QEventLoop::quit);
            loop.exec();
            note(u"back"_s);
        };
        Target view(Target::View, { [&] { maybeNest(u"view"_s); }, noting(u"view 2"_s) });
        Target events(Target::Events, { [&] { maybeNest(u"events"_s); }, noting(u"events 2"_s) });
        Target last(Target::Events, { noting(u"last"_s) });
        Source source([&] {
            m_delivery->queue(&events);
            m_delivery->queue(&view);
            m_delivery->queue(&last);
        });
        m_delivery->announce(&source);
        m_delivery->settle<int>(1).then([&](const DustResult<int> &) { maybeNest(u"call"_s); });
        m_delivery->settle<int>(2).then([&](const DustResult<int> &) {
            note(u"call 2"_s);
            loop.quit();
        });
        QTRY_VERIFY(m_log.contains(u"back"_s));
        QCOMPARE(m_log,
                 QStringList({ u"view"_s, u"view 2"_s, u"events"_s, u"events 2"_s, u"last"_s,
                               u"call"_s, u"call 2"_s, u"back"_s }));
    }

    void aNestedEventLoopServesNewCalls()
    {
        QEventLoop loop;
        Source news([this] { note(u"news"_s); });
        m_delivery->settle<int>(1).then([&](const DustResult<int> &) {
            note(u"outer"_s);
            m_delivery->announce(&news);
            auto inner = call(u"inner"_s);
            QFutureWatcher<DustResult<int>> watcher;
            connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
            watcher.setFuture(inner);
            loop.exec();
            note(u"back"_s);
        });
        call(u"outer 2"_s);
        QTRY_VERIFY(m_log.contains(u"back"_s));
        QCOMPARE(m_log,
                 QStringList({ u"outer"_s, u"outer 2"_s, u"news"_s, u"inner"_s, u"back"_s }));
    }

    void closingEndsEveryCall()
    {
        const auto settled = m_delivery->settle<int>(1);
        const DustCall<QString> call = m_delivery->open<QString>();
        const auto open = call.future();
        Target target(Target::Events, { noting(u"target"_s) });
        Source source(noting(u"source"_s));
        m_delivery->queue(&target);
        m_delivery->announce(&source);
        QVERIFY(!m_delivery->isClosed());
        m_delivery->close();
        QVERIFY(m_delivery->isClosed());
        QVERIFY(settled.isFinished() && open.isFinished());
        QCOMPARE(settled.result().error().kind(), DustError::Closed);
        QCOMPARE(open.result().error().kind(), DustError::Closed);
        QVERIFY(!settled.result().error().message().isEmpty());
        call.finish(u"late"_s);
        QCOMPARE(open.resultCount(), 1);
        m_delivery->queue(&target);
        m_delivery->announce(&source);
        m_delivery->close();
        runTurns();
        QVERIFY(m_log.isEmpty());
    }

    void callsAfterClosingEndInATurnOfTheirOwn()
    {
        DustFuture<int> fromContinuation;
        m_delivery->settle<int>(1).then([&](const DustResult<int> &) {
            fromContinuation = m_delivery->settle<int>(2);
            QVERIFY(!fromContinuation.isFinished());
        });
        m_delivery->close();
        const auto settled = m_delivery->settle<int>(3);
        auto opened = m_delivery->open<int>();
        auto open = opened.future();
        opened.finish(4);
        m_delivery.reset();
        QVERIFY(!fromContinuation.isFinished() && !settled.isFinished() && !open.isFinished());
        QCOMPARE(answerOf(fromContinuation).error().kind(), DustError::Closed);
        QCOMPARE(answerOf(settled).error().kind(), DustError::Closed);
        QCOMPARE(answerOf(open).error().kind(), DustError::Closed);
    }

    // Who retries whatever happens must not keep the client's destructor busy forever.
    void aCallThatIsRepeatedForeverDoesNotHangClosing()
    {
        int calls = 0;
        std::function<void()> again = [&] {
            ++calls;
            m_delivery->settle<int>(1).then([&](const DustResult<int> &) {
                if (calls < 100)
                    again();
            });
        };
        again();
        m_delivery->close();
        QCOMPARE(calls, 2);
        QTRY_COMPARE(calls, 100);
        runTurns();
    }

    void closingInsideATurn_data()
    {
        QTest::addColumn<QString>("where");
        for (const char *where : { "source", "view", "events", "call" })
            QTest::newRow(where) << QString::fromLatin1(where);
    }
    void closingInsideATurn()
    {
        QFETCH(QString, where);
        const auto maybeClose = [&](const QString &here) {
            note(here);
            if (here != where)
                return;
            m_delivery->close();
            m_delivery.reset();
        };
        Target view(Target::View, { [&] { maybeClose(u"view"_s); } });
        Target view2(Target::View, { noting(u"view 2"_s) });
        Target events(Target::Events, { [&] { maybeClose(u"events"_s); } });
        Target events2(Target::Events, { noting(u"events 2"_s) });
        const auto delivery = m_delivery;
        Source source([&, raw = m_delivery.get()] {
            for (Target *target : { &view, &view2, &events, &events2 })
                raw->queue(target);
            maybeClose(u"source"_s);
        });
        Source source2(noting(u"source 2"_s));
        m_delivery->announce(&source);
        m_delivery->announce(&source2);
        m_delivery->settle<int>(1).then([&](const DustResult<int> &) { maybeClose(u"call"_s); });
        const auto last = m_delivery->settle<int>(2);
        runTurns();
        QVERIFY(!m_delivery);
        QCOMPARE(m_log.contains(u"source 2"_s), where != u"source"_s);
        QCOMPARE(m_log.contains(u"view 2"_s), where == u"events"_s || where == u"call"_s);
        QCOMPARE(m_log.contains(u"events 2"_s), where == u"call"_s);
        QVERIFY(m_log.contains(u"call"_s));
        QCOMPARE(last.result().error().kind(), DustError::Closed);
    }

    void targetsMayGoAtAnyTime()
    {
        std::vector<std::unique_ptr<Target>> targets(5);
        const auto make = [&](int i, std::function<void()> step) {
            targets[std::size_t(i)] = std::make_unique<Target>(
                    Target::Events,
                    std::deque<std::function<void()>>{ std::move(step), noting(u"no"_s) });
        };
        make(0, [&] {
            note(u"0"_s);
            targets[0].reset(); // itself
            targets[1].reset(); // the next
            targets[3].reset(); // one further
        });
        make(1, noting(u"1"_s));
        make(2, [&] {
            note(u"2"_s);
            m_delivery->withdraw(targets[2].get()); // itself, alive
            m_delivery->queue(targets[2].get()); // and again
        });
        make(3, noting(u"3"_s));
        make(4, noting(u"4"_s));
        Source source([&] {
            for (const auto &target : targets)
                m_delivery->queue(target.get());
        });
        m_delivery->announce(&source);
        runTurns();
        QCOMPARE(m_log, QStringList({ u"0"_s, u"2"_s, u"no"_s, u"4"_s, u"no"_s }));
    }

    void sourcesMayGoAtAnyTime()
    {
        auto first = std::make_unique<Source>(noting(u"first"_s));
        auto third = std::make_unique<Source>(noting(u"third"_s));
        Source second([&] { third.reset(); });
        for (Source *source : { first.get(), &second, third.get() })
            m_delivery->announce(source);
        first.reset();
        runTurns();
        QVERIFY(m_log.isEmpty());
        {
            Source outlives(noting(u"outlives"_s));
            auto other = DustDelivery::create();
            other->announce(&outlives);
            other->close();
        }
        runTurns();
        QVERIFY(m_log.isEmpty());
    }

    void cancellingForgetsTheAnswerOnly()
    {
        auto cancelled = m_delivery->settle<int>(1);
        int heard = 0;
        cancelled.then([&](const DustResult<int> &) { ++heard; });
        const auto other = m_delivery->settle<int>(2);
        const DustCall<int> open = m_delivery->open<int>();
        open.future().cancel();
        cancelled.cancel();
        open.finish(3);
        runTurns();
        QVERIFY(cancelled.isFinished() && cancelled.isCanceled());
        QCOMPARE(heard, 0);
        QVERIFY(open.future().isFinished());
        QCOMPARE(other.result(), DustResult<int>(2));
    }

    void numbersAreNeverTheSame()
    {
        const quint64 first = m_delivery->nextNumber();
        m_delivery->open<int>();
        QVERIFY(first > 0);
        QVERIFY(m_delivery->nextNumber() > first);
        runTurns();
    }

    // The application may end without ever coming back to the event loop.
    void unfinishedCallsAreReleased()
    {
        auto captured = std::make_shared<int>(1);
        DustFuture<int> future;
        {
            const auto delivery = DustDelivery::create();
            future = delivery->settle<int>(1);
            future.then([captured](const DustResult<int> &) {});
            QCoreApplication::removePostedEvents(delivery.get());
        }
        Q_EMIT QAbstractEventDispatcher::instance()->destroyed();
        QCOMPARE(captured.use_count(), 1);
        QVERIFY(future.isFinished() && future.isCanceled());
    }
};

QTEST_GUILESS_MAIN(tst_DustDelivery)

#include "tst_dustdelivery.moc"
