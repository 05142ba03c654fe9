// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What a transport says that it can do, it does; everything else it refuses at once, and nothing of it reaches the store.

#include "repoworld.h"

using namespace Qt::StringLiterals;

// One call that needs a capability. Gives how it ended, once it has.
using Call = std::function<QFuture<void>(DustRepo *, DustError *)>;
Q_DECLARE_METATYPE(Call)

namespace {

template<typename Function>
Call callOf(Function function)
{
    return [function](DustRepo *repo, DustError *error) {
        return function(repo).then(
                [error]<typename T>(const DustResult<T> &result) { *error = result.error(); });
    };
}

DustPath at(const char *path)
{
    return DustPath::fromCanonical(path);
}

} // namespace

class tst_DustCapabilities : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { w = std::make_unique<RepoWorld>(); }
    void cleanup() { w.reset(); }

    void areKept_data();
    void areKept();
    void news();
    void localReads();
    void counters();
    void leases();
    void fences();
    void rollback();

private:
    DustError::Kind orRefused(DustTransport::Capability capability,
                              DustError::Kind kind = DustError::NoError) const
    {
        return w->can(capability) ? kind : DustError::NotSupported;
    }

    std::unique_ptr<RepoWorld> w;
};

void tst_DustCapabilities::areKept_data()
{
    QTest::addColumn<DustTransport::Capability>("capability");
    QTest::addColumn<Call>("call");
    DustTransport::Capability capability = {};
    const auto row = [&](const char *name, auto function) {
        QTest::newRow(name) << capability << callOf(function);
    };
    using R = DustRepo;
    const auto deaf = [](const auto &) {};

    capability = DustTransport::Realtime;
    row("subscribe", [=](R *r) { return r->store()->subscribe(u"**"_s, r, deaf); });
    row("subscribe to records", [=](R *r) { return r->subscribe<Link>(r, deaf); });
    row("subscribe to raw records", [=](R *r) { return r->subscribeRaw<Link>(r, deaf); });

    capability = DustTransport::Counters;
    row("increment", [](R *r) { return r->store()->increment(u"n"_s, 2); });
    row("addMember", [](R *r) { return r->store()->addMember(u"n"_s, 2); });
    row("removeMember", [](R *r) { return r->store()->removeMember(u"n"_s, 2); });
    row("increment as an operation",
        [](R *r) { return r->store()->write(DustOperation::increment(at("n"), 1)); });

    capability = DustTransport::Leases;
    row("lease", [](R *r) { return r->store()->lease(u"job"_s, u"me"_s); });
    row("renew", [](R *r) { return r->store()->renew(u"job"_s, 1); });
    row("release", [](R *r) { return r->store()->release(u"job"_s, 1); });

    capability = DustTransport::Rollback;
    row("rollback", [](R *r) { return r->store()->rollback(u"a"_s, 0); });
    row("rollback of the store", [](R *r) { return r->store()->rollback(0); });

    capability = DustTransport::Compaction;
    row("compact", [](R *r) { return r->store()->compact(); });

    capability = DustTransport::Preconditions;
    const auto fenced = DustWriteOptions().setFence({ at("job"), 1 });
    row("put with a fence", [=](R *r) { return r->store()->put(u"a"_s, 1, fenced); });
    row("remove with a fence", [=](R *r) { return r->store()->remove(u"a"_s, fenced); });
    row("merge with a fence", [=](R *r) {
        return r->store()->merge(u"a"_s, { { u"b"_s, 1 } }, fenced);
    });

    capability = DustTransport::FullBatches;
    row("increment in a batch", [](R *r) {
        return r->store()->batchWrite(
                { DustOperation::set(at("a"), 1), DustOperation::increment(at("n"), 1) });
    });
    row("addMember in a batch",
        [](R *r) { return r->store()->batchWrite({ DustOperation::addMember(at("n"), 1) }); });
    row("lease in a batch",
        [](R *r) { return r->store()->batchWrite({ DustOperation::lease(at("job"), u"me"_s) }); });
    row("fence in a batch", [](R *r) {
        return r->store()->batchWrite(
                { DustOperation::set(at("a"), 1).setFence({ at("job"), 1 }) });
    });
    row("if absent in a batch", [](R *r) {
        return r->store()->batchWrite({ DustOperation::set(at("a"), 1).setIfAbsent(true) });
    });
    row("merge in a batch", [](R *r) {
        return r->store()->batchWrite({ DustOperation::merge(at("a"), { { u"b"_s, 1 } }) });
    });
}

void tst_DustCapabilities::areKept()
{
    QFETCH(DustTransport::Capability, capability);
    QFETCH(Call, call);
    DustError error;
    const QFuture<void> ended = call(w->repo.get(), &error);
    QVERIFY(!ended.isFinished());
    if (w->can(capability)) {
        QTRY_VERIFY(ended.isFinished());
        QVERIFY2(error.kind() != DustError::NotSupported, qPrintable(error.message()));
        return;
    }
    QCoreApplication::processEvents();
    QVERIFY(ended.isFinished()); // nobody was asked
    QCOMPARE(error.kind(), DustError::NotSupported);
    QVERIFY(!error.message().isEmpty());
    QVERIFY(!error.isRetryable());
    QCOMPARE(w->takeOperations(), QStringList());
}

void tst_DustCapabilities::news()
{
    QStringList heard;
    w->store->subscribe(u"a/*"_s, this,
                        [&](const DustEvent &event) { heard.append(event.pathString()); });
    const quint64 seq = w->put(u"a/theirs"_s, "1");
    QVERIFY(answerOf(w->store->put(u"a/mine"_s, 1)).isOk());
    if (w->can(DustTransport::Realtime)) {
        QTRY_COMPARE(heard, QStringList({ u"a/theirs"_s, u"a/mine"_s }));
        QCOMPARE(w->store->transport()->currentSeq(), seq + 1);
    } else {
        QCOMPARE(heard, QStringList());
        QCOMPARE(w->store->transport()->currentSeq(), 0u);
    }
}

void tst_DustCapabilities::localReads()
{
    QCOMPARE(w->store->transport()->view() != nullptr, w->can(DustTransport::LocalReads));
}

void tst_DustCapabilities::counters()
{
    const auto kind = orRefused(DustTransport::Counters);
    QCOMPARE(answerOf(w->store->increment(u"n"_s)).error().kind(), kind);
    QCOMPARE(answerOf(w->store->increment(u"n"_s, -3)).error().kind(), kind);
    QCOMPARE(answerOf(w->store->addMember(u"tags"_s, u"a"_s)).error().kind(), kind);
    QCOMPARE(answerOf(w->store->addMember(u"tags"_s, u"b"_s)).error().kind(), kind);
    QCOMPARE(answerOf(w->store->removeMember(u"tags"_s, u"a"_s)).error().kind(), kind);
    QStringList stored;
    const auto page = answerOf(w->store->list(DustQuery::list(u"**"_s)));
    for (const DustEntry &entry : page->entries)
        stored.append(entry.pathString() + u' ' + QString::fromUtf8(entry.value().toJson()) + u' '
                      + entry.typeName());
    QCOMPARE(stored,
             w->can(DustTransport::Counters)
                     ? QStringList({ u"n -2 counter"_s, u"tags [\"b\"] set"_s })
                     : QStringList());
}

void tst_DustCapabilities::leases()
{
    w->put(u"taken"_s, "1");
    const bool can = w->can(DustTransport::Leases);
    const auto lease = answerOf(w->store->lease(u"job"_s, u"me"_s)).valueOr({});
    QCOMPARE(lease.holder, can ? u"me"_s : QString());
    QCOMPARE(lease.token > 0, can);
    QCOMPARE(lease.expiresAt > 0, can);
    const quint64 token = qMax(lease.token, quint64(1));
    const auto orHere = [this](DustError::Kind kind) {
        return orRefused(DustTransport::Leases, kind);
    };
    QCOMPARE(answerOf(w->store->lease(u"job"_s, u"you"_s)).error().kind(), orHere(DustError::Held));
    QCOMPARE(answerOf(w->store->lease(u"taken"_s, u"me"_s)).error().kind(),
             orHere(DustError::Occupied));
    QCOMPARE(answerOf(w->store->renew(u"job"_s, token)).error().kind(), orHere(DustError::NoError));
    QCOMPARE(answerOf(w->store->renew(u"job"_s, token + 1)).error().kind(),
             orHere(DustError::NotHeld));
    QCOMPARE(answerOf(w->store->release(u"job"_s, token)).valueOr({}).released, can);
}

void tst_DustCapabilities::fences()
{
    const auto lease = answerOf(w->store->lease(u"job"_s, u"me"_s)).valueOr({});
    const quint64 token = qMax(lease.token, quint64(1));
    const auto put = [&](int value, quint64 with) {
        return answerOf(w->store->put(u"a"_s, value,
                                      DustWriteOptions().setFence({ at("job"), with })))
                .error()
                .kind();
    };
    QCOMPARE(put(1, token), orRefused(DustTransport::Preconditions));
    QCOMPARE(put(2, token + 1), orRefused(DustTransport::Preconditions, DustError::Fenced));
    QCOMPARE(answerOf(w->store->get(u"a"_s)).valueOr({}),
             w->can(DustTransport::Preconditions) ? DustValue(1) : DustValue());
}

void tst_DustCapabilities::rollback()
{
    const auto kind = orRefused(DustTransport::Rollback);
    const bool can = w->can(DustTransport::Rollback);
    const quint64 first = w->put(u"a"_s, "1");
    w->put(u"a"_s, "2");
    w->put(u"b"_s, "3");
    QCOMPARE(answerOf(w->store->rollback(u"a"_s, first)).error().kind(), kind);
    QCOMPARE(w->leaves(), QStringList({ can ? u"a 1"_s : u"a 2"_s, u"b 3"_s }));
    QCOMPARE(answerOf(w->store->rollback(0)).error().kind(), kind);
    QCOMPARE(w->leaves().isEmpty(), can);
}

QTEST_GUILESS_MAIN(tst_DustCapabilities)

#include "tst_dustcapabilities.moc"
