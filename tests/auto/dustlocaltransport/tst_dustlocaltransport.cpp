// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "answers.h"
#include "dustledgerregistry_p.h"
#include "dustlocaltransport_p.h"
#include "dustmemorystorage.h"
#include "endslater.h"

using namespace Qt::StringLiterals;

namespace {

DustPath path(const QString &text)
{
    return DustPath::parse(text).value();
}

// One client's end of a store.
struct End
{
    explicit End(const std::shared_ptr<DustSharedFile> &file, const QString &device = u"dev_a"_s,
                 const QString &store = u"acme/main"_s)
        : delivery(DustDelivery::create()), transport(std::make_unique<DustLocalTransport>(
                                                    file->ledger(store).value(), delivery, device))
    {
        QObject::connect(transport.get(), &DustTransport::committed, transport.get(),
                         [this](const QList<DustCommit> &commits) { turns.append(commits); });
    }
    ~End()
    {
        transport.reset();
        delivery->close();
    }

    // "storeSeq own path", a list per turn.
    QList<QStringList> heard() const
    {
        QList<QStringList> all;
        for (const auto &commits : turns) {
            QStringList turn;
            for (const DustCommit &commit : commits)
                turn.append(u"%1 %2 %3"_s.arg(commit.event.storeSeq)
                                    .arg(commit.event.own ? u"own"_s : u"other"_s,
                                         commit.event.pathString()));
            all.append(turn);
        }
        return all;
    }

    std::shared_ptr<DustDelivery> delivery;
    std::unique_ptr<DustLocalTransport> transport;
    QList<QList<DustCommit>> turns;
};

} // namespace

Q_DECLARE_METATYPE(DustLogLimits)

class tst_DustLocalTransport : public QObject
{
    Q_OBJECT

    std::shared_ptr<DustSharedFile> m_file;
    std::unique_ptr<End> m_end;

    DustLocalTransport &transport() { return *m_end->transport; }

    using Call = std::function<QFuture<void>(DustTransport &)>;

private Q_SLOTS:
    void init()
    {
        m_file = DustLedgerRegistry::instance().openMemory({}).value();
        m_end = std::make_unique<End>(m_file);
    }
    void cleanup()
    {
        m_end.reset();
        m_file.reset();
    }

    void canDoEverything()
    {
        QCOMPARE(transport().capabilities(),
                 DustTransport::Capabilities(
                         DustTransport::Realtime | DustTransport::LocalReads
                         | DustTransport::AtomicMerge | DustTransport::Preconditions
                         | DustTransport::Counters | DustTransport::Leases | DustTransport::Rollback
                         | DustTransport::Compaction | DustTransport::FullBatches));
        QCOMPARE(transport().deviceId(), u"dev_a"_s);
    }

    // Every call, those that succeed and those that do not: never finished inside the call, finished once.
    void everyFutureFinishesLaterAndOnce_data()
    {
        QTest::addColumn<Call>("call");
        QTest::addColumn<DustError::Kind>("kind");
        const auto row = [](const char *name, DustError::Kind kind, auto function) {
            QTest::newRow(name) << Call([function, kind](DustTransport &transport) {
                return function(transport).then([kind]<typename T>(const DustResult<T> &result) {
                    QCOMPARE(result.error().kind(), kind);
                });
            }) << kind;
        };
        const auto at = [](const char *text) { return path(QString::fromLatin1(text)); };
        using T = DustTransport;
        row("get", DustError::NoError, [=](T &t) { return t.get(at("a/b")); });
        row("get nothing", DustError::NotFound, [=](T &t) { return t.get(at("no")); });
        row("getMany", DustError::NoError, [=](T &t) {
            return t.getMany({ at("a/b"), at("no") });
        });
        row("exists", DustError::NoError, [=](T &t) { return t.exists(at("a")); });
        row("list", DustError::NoError, [=](T &t) { return t.list(DustQuery::list(u"**"_s)); });
        row("list nonsense", DustError::InvalidParams,
            [=](T &t) { return t.list(DustQuery::list(u"a//b"_s)); });
        row("write", DustError::NoError,
            [=](T &t) { return t.write(DustOperation::set(at("c"), 1)); });
        row("write refused", DustError::InvalidParams,
            [=](T &t) { return t.write(DustOperation::increment(at("c"), true)); });
        row("write conflict", DustError::Conflict,
            [=](T &t) { return t.write(DustOperation::set(at("a/b"), 1).setIfMatch(77)); });
        row("batch", DustError::NoError,
            [=](T &t) { return t.batchWrite({ DustOperation::set(at("c"), 1) }); });
        row("batch refused", DustError::Exists, [=](T &t) {
            return t.batchWrite({ DustOperation::set(at("a/b"), 1).setIfAbsent(true) });
        });
        row("rollback", DustError::NoError, [=](T &t) { return t.rollback(at("a"), 0); });
        row("rollback store", DustError::NoError, [=](T &t) { return t.rollback(0); });
        row("compact", DustError::NoError, [](T &t) { return t.compact(); });
    }
    void everyFutureFinishesLaterAndOnce()
    {
        QFETCH(Call, call);
        answerOf(transport().write(DustOperation::set(path(u"a/b"_s), 1)));
        verifyEndsLaterAndOnce(call(transport()));
    }

    void everyOpenFutureEndsWithClosed_data() { everyFutureFinishesLaterAndOnce_data(); }
    void everyOpenFutureEndsWithClosed()
    {
        QFETCH(Call, call);
        const End other(m_file);
        answerOf(transport().write(DustOperation::set(path(u"a/b"_s), 1)));
        const auto seq = other.transport->currentSeq();
        m_end->delivery->close();
        const auto future = transport().write(DustOperation::set(path(u"late"_s), 1));
        QVERIFY(!future.isFinished());
        QCOMPARE(answerOf(future).error().kind(), DustError::Closed);
        const auto batch = transport().batchWrite({ DustOperation::set(path(u"late"_s), 1) });
        QCOMPARE(answerOf(batch).error().kind(), DustError::Closed);
        QCOMPARE(answerOf(transport().rollback(0)).error().kind(), DustError::Closed);
        QCOMPARE(answerOf(transport().rollback(path(u"a"_s), 0)).error().kind(), DustError::Closed);
        QCOMPARE(answerOf(transport().get(path(u"a"_s))).error().kind(), DustError::Closed);
        QCOMPARE(answerOf(transport().compact()).error().kind(), DustError::Closed);
        QCOMPARE(other.transport->currentSeq(), seq);
    }

    void reads()
    {
        transport().write(DustOperation::set(path(u"a"_s),
                                             DustObject{ { u"x"_s, 1 }, { u"y"_s, u"two"_s } }));
        transport().write(DustOperation::set(path(u"b"_s), 2.0));
        const auto leaf = answerOf(transport().get(path(u"a/y"_s)));
        QCOMPARE(leaf->value(), DustValue(u"two"_s));
        QCOMPARE(leaf->revision(), 1u);
        const auto subtree = answerOf(transport().get(path(u"a"_s)));
        QCOMPARE(subtree->value(), DustValue(DustObject{ { u"x"_s, 1 }, { u"y"_s, u"two"_s } }));
        QCOMPARE(subtree->type(), DustEntry::Map);
        const auto many = answerOf(
                transport().getMany({ path(u"b"_s), path(u"a"_s), path(u"no"_s), path(u"a/x"_s) }));
        QCOMPARE(many->size(), 2);
        QCOMPARE(many->at(0).pathString(), u"b"_s);
        QCOMPARE(many->at(1).pathString(), u"a/x"_s);
        QVERIFY(*answerOf(transport().exists(path(u"a/x"_s))));
        QVERIFY(*answerOf(transport().exists(path(u"a"_s))));
        QVERIFY(!*answerOf(transport().exists(path(u"a/x/z"_s))));
        const auto page = answerOf(transport().list(DustQuery::list(u"a/*"_s).setLimit(1)));
        QCOMPARE(page->entries.size(), 1);
        QCOMPARE(page->nextCursor, u"a/x"_s);
    }

    void aWriteShowsAtOnce()
    {
        QVERIFY(!transport().view()->find("a"));
        QCOMPARE(transport().currentSeq(), 0u);
        const auto future = transport().write(DustOperation::set(path(u"a"_s), 1));
        QVERIFY(transport().view()->find("a"));
        QCOMPARE(transport().currentSeq(), 1u);
        QVERIFY(!future.isFinished());
        QVERIFY(m_end->turns.isEmpty());
        const auto receipt = answerOf(future);
        QCOMPARE(receipt->storeSeq, 1u);
        QCOMPARE(receipt->pathString(), u"a"_s);
        QCOMPARE(m_end->heard(), QList<QStringList>({ { u"1 own a"_s } }));
    }

    void newsComeBeforeAnswers()
    {
        QStringList log;
        connect(&transport(), &DustTransport::committed, this, [&] { log.append(u"news"_s); });
        transport().get(path(u"a"_s)).then([&](const DustResult<DustEntry> &) {
            log.append(u"get"_s);
        });
        transport()
                .write(DustOperation::set(path(u"a"_s), 1))
                .then([&](const DustResult<DustReceipt> &) { log.append(u"write"_s); });
        QTRY_COMPARE(log, QStringList({ u"news"_s, u"get"_s, u"write"_s }));
    }

    void newsComeOnceATurnToEverybody()
    {
        End other(m_file, u"dev_b"_s);
        const End elsewhere(m_file, u"dev_c"_s, u"acme/other"_s);
        transport().write(DustOperation::set(path(u"a"_s), 1));
        other.transport->write(DustOperation::set(path(u"b"_s), 1));
        transport().batchWrite(
                { DustOperation::set(path(u"c"_s), 1), DustOperation::remove(path(u"a"_s)) });
        transport().write(DustOperation::increment(path(u"b/c"_s), u"no"_s));
        transport().rollback(path(u"c"_s), 2);
        QTRY_COMPARE(m_end->turns.size() + other.turns.size(), 2);
        QCOMPARE(m_end->heard(),
                 QList<QStringList>({ { u"1 own a"_s, u"2 other b"_s, u"3 own c"_s, u"4 own a"_s,
                                        u"5 other c"_s } }));
        QCOMPARE(other.heard(),
                 QList<QStringList>({ { u"1 other a"_s, u"2 own b"_s, u"3 other c"_s,
                                        u"4 other a"_s, u"5 other c"_s } }));
        QCOMPARE(other.turns.constFirst().constFirst().event.deviceId, u"dev_a"_s);
        other.turns.clear();
        other.transport->write(DustOperation::set(path(u"d"_s), 1));
        QTRY_COMPARE(other.heard(), QList<QStringList>({ { u"6 own d"_s } }));
        QVERIFY(elsewhere.turns.isEmpty());
    }

    void whoComesLaterHearsOnlyWhatFollows()
    {
        transport().write(DustOperation::set(path(u"a"_s), 1));
        End other(m_file, u"dev_b"_s);
        QCOMPARE(other.transport->currentSeq(), 1u);
        QVERIFY(other.transport->view()->find("a"));
        transport().write(DustOperation::set(path(u"b"_s), 1));
        QTRY_COMPARE(other.heard(), QList<QStringList>({ { u"2 other b"_s } }));
    }

    void operationIdsAreMadeUp()
    {
        const auto receipt = answerOf(transport().write(DustOperation::set(path(u"a"_s), 1)));
        const auto second = answerOf(transport().write(DustOperation::set(path(u"a"_s), 2)));
        QVERIFY(receipt->clientOpId.startsWith(u"op_"_s));
        QVERIFY(receipt->clientOpId.size() > 20);
        QVERIFY(receipt->clientOpId != second->clientOpId);
        const auto given = answerOf(
                transport().write(DustOperation::set(path(u"a"_s), 3).setClientOpId(u"mine"_s)));
        QCOMPARE(given->clientOpId, u"mine"_s);
        const auto batch = answerOf(transport().batchWrite(
                { DustOperation::set(path(u"a"_s), 4),
                  DustOperation::set(path(u"a"_s), 5).setClientOpId(u"mine"_s),
                  DustOperation::set(path(u"a"_s), 6) }));
        const QString id = batch->operations.at(0).clientOpId.chopped(2);
        QVERIFY(id.startsWith(u"op_"_s));
        QCOMPARE(batch->operations.at(0).clientOpId, id + u":0"_s);
        QCOMPARE(batch->operations.at(1).clientOpId, u"mine"_s);
        QCOMPARE(batch->operations.at(2).clientOpId, id + u":2"_s);
        QCOMPARE(batch->storeSeq, 6u);
        QCOMPARE(batch->operations.at(0).storeSeq, 4u);
        QCOMPARE(m_end->turns.constLast().constLast().event.clientOpId, id + u":2"_s);
    }

    void leases()
    {
        const DustPath at = path(u"jobs/1"_s);
        const auto lease = answerOf(
                transport().write(DustOperation::lease(at, u"worker"_s, 60000)));
        QCOMPARE(lease->token, lease->storeSeq);
        QCOMPARE(lease->holder, u"worker"_s);
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        QVERIFY(qAbs(lease->expiresAt - now - 60000) < 10000);
        QVERIFY(!lease->released);
        QCOMPARE(answerOf(transport().write(DustOperation::lease(at, u"other"_s))).error().kind(),
                 DustError::Held);
        const auto renewed = answerOf(
                transport().write(DustOperation::renew(at, lease->token, 120000)));
        QCOMPARE(renewed->token, lease->token);
        QVERIFY(renewed->expiresAt > lease->expiresAt);
        const DustFence fence{ at, lease->token };
        QVERIFY(answerOf(transport().write(DustOperation::set(path(u"x"_s), 1).setFence(fence)))
                        .isOk());

        m_end->turns.clear();
        const quint64 seq = transport().currentSeq();
        const auto wrong = answerOf(
                transport().write(DustOperation::release(at, lease->token + 1)));
        QVERIFY(wrong.isOk());
        QVERIFY(!wrong->released);
        QCOMPARE(wrong->storeSeq, 0u);
        QCOMPARE(transport().currentSeq(), seq);
        QVERIFY(m_end->turns.isEmpty());
        const auto released = answerOf(transport().write(DustOperation::release(at, lease->token)));
        QVERIFY(released->released);
        QCOMPARE(released->storeSeq, seq + 1);
        QCOMPARE(m_end->turns.size(), 1);
    }

    void anExpiredLeaseIsFree()
    {
        const DustPath at = path(u"jobs/1"_s);
        QVERIFY(answerOf(transport().write(DustOperation::lease(at, u"a"_s, 1))).isOk());
        bool taken = false;
        const auto take = [&] {
            const auto lease = DustOperation::lease(at, u"b"_s, 60000);
            return taken = taken || answerOf(transport().write(lease)).isOk();
        };
        QTRY_VERIFY(take());
    }

    void aBatchIsAllOrNothing()
    {
        const auto refused = answerOf(
                transport().batchWrite({ DustOperation::set(path(u"a"_s), 1),
                                         DustOperation::set(path(u"b"_s), 1).setIfMatch(5) }));
        QCOMPARE(refused.error().kind(), DustError::Conflict);
        QCOMPARE(refused.error().opIndex(), 1);
        QCOMPARE(refused.error().path(), u"b"_s);
        QVERIFY(!transport().view()->find("a"));
        QVERIFY(m_end->turns.isEmpty());
    }

    void rollbacks()
    {
        answerOf(transport().write(DustOperation::set(path(u"a"_s), 1)));
        answerOf(transport().write(DustOperation::set(path(u"a"_s), 2)));
        answerOf(transport().write(DustOperation::set(path(u"b"_s), 2)));
        const auto back = answerOf(transport().rollback(path(u"a"_s), 1));
        QCOMPARE(back->storeSeq, 4u);
        QCOMPARE(back->pathString(), u"a"_s);
        QCOMPARE(answerOf(transport().get(path(u"a"_s)))->value(), DustValue(1));
        const auto noop = answerOf(transport().rollback(path(u"a"_s), 1));
        QCOMPARE(noop->storeSeq, 4u);
        QCOMPARE(noop->pathString(), u"a"_s);
        QCOMPARE(m_end->turns.constLast().constLast().event.deviceId, u"system:rollback"_s);
        QCOMPARE(*answerOf(transport().rollback(0)), 2);
        QCOMPARE(transport().view()->count(), 0);
        QCOMPARE(m_end->turns.constLast().size(), 2);
    }

    void theLogIsShortenedByItself_data()
    {
        QTest::addColumn<DustLogLimits>("limits");
        QTest::addColumn<bool>("isShortened");
        constexpr quint64 None = std::numeric_limits<quint64>::max();
        QTest::newRow("as it is") << DustLogLimits() << false;
        QTest::newRow("operations") << DustLogLimits{ 10, None, 4 } << true;
        QTest::newRow("bytes") << DustLogLimits{ 1000, 10'000, 4 } << true;
        QTest::newRow("bytes, but no more than the rows")
                << DustLogLimits{ 1000, 10'000, 1000 } << false;
    }
    void theLogIsShortenedByItself()
    {
        QFETCH(DustLogLimits, limits);
        QFETCH(bool, isShortened);
        auto opened = DustLedger::open(std::make_shared<DustMemoryStorage>(),
                                       DustSharedLedger::now());
        const auto shared = std::make_shared<DustSharedLedger>(m_file, std::move(*opened), limits);
        DustLocalTransport local(shared, m_end->delivery, u"dev_a"_s);
        QList<quint64> heard;
        connect(&local, &DustTransport::committed, this, [&](const QList<DustCommit> &commits) {
            for (const DustCommit &commit : commits)
                heard.append(commit.event.storeSeq);
        });
        for (int i = 1; i <= 50; ++i)
            answerOf(local.write(DustOperation::set(path(u"a"_s), QString(500, u'x'))));
        const auto again = DustOperation::set(path(u"a"_s), QString(500, u'y'));
        answerOf(local.batchWrite({ again, again }));
        QCOMPARE(heard.size(), 52);
        const DustLedger &ledger = shared->ledger();
        QCOMPARE(ledger.currentSeq(), 52u);
        if (!isShortened) {
            QCOMPARE(ledger.opCount(), 52);
            return;
        }
        QVERIFY2(ledger.opCount() >= 5 && ledger.opCount() <= 20,
                 QByteArray::number(ledger.opCount()).constData());
        QCOMPARE(ledger.compactedThrough(), 52 - quint64(ledger.opCount()));
        QCOMPARE(answerOf(local.rollback(1)).error().reason(), u"beyond_retention"_s);
        QVERIFY(answerOf(local.rollback(path(u"a"_s), 50)).isOk());
        QCOMPARE(answerOf(local.get(path(u"a"_s)))->value(), DustValue(QString(500, u'x')));
    }

    void compacting()
    {
        answerOf(transport().write(DustOperation::set(path(u"a"_s), 1)));
        answerOf(transport().write(DustOperation::set(path(u"a"_s), 2)));
        QVERIFY(answerOf(transport().compact()).isOk());
        QCOMPARE(answerOf(transport().rollback(1)).error().reason(), u"beyond_retention"_s);
        QCOMPARE(*answerOf(transport().rollback(2)), 0);
        QCOMPARE(answerOf(transport().get(path(u"a"_s)))->value(), DustValue(2));
        QCOMPARE(transport().currentSeq(), 2u);
    }

    void transportsMayGoInsideTheNews()
    {
        auto other = std::make_unique<End>(m_file, u"dev_b"_s);
        auto third = std::make_unique<End>(m_file, u"dev_c"_s);
        connect(&transport(), &DustTransport::committed, this, [&] {
            other.reset();
            m_end.reset();
        });
        connect(third->transport.get(), &DustTransport::committed, this, [&] { third.reset(); });
        const auto future = transport().write(DustOperation::set(path(u"a"_s), 1));
        QTRY_VERIFY(!m_end && !other && !third);
        QCOMPARE(answerOf(future).error().kind(), DustError::Closed);
    }

    void aTransportMayGoBeforeItsAnswers()
    {
        const auto future = transport().write(DustOperation::set(path(u"a"_s), 1));
        m_end->transport.reset();
        QVERIFY(answerOf(future).isOk());
        QVERIFY(m_end->turns.isEmpty());
    }

    void aLedgerIsSharedAndOutlivesItsTransports()
    {
        transport().write(DustOperation::set(path(u"a"_s), 1));
        const auto ledger = m_file->ledger(u"acme/main"_s);
        QCOMPARE(m_file->ledger(u"acme/main"_s), ledger);
        QVERIFY(m_file->ledger(u"acme/other"_s) != ledger);
        m_end.reset();
        m_end = std::make_unique<End>(m_file);
        QVERIFY(transport().view()->find("a"));
        QCOMPARE(transport().currentSeq(), 1u);
    }
};

QTEST_GUILESS_MAIN(tst_DustLocalTransport)

#include "tst_dustlocaltransport.moc"
