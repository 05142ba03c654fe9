// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Writes that are refused before anything is shown, and what a refusal by the server means.

#include "replicabench.h"

using namespace Qt::StringLiterals;

class tst_DustReplicaRefusals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesBeforeAnythingIsShown_data();
    void refusesBeforeAnythingIsShown();
    void makesNoLeafBesideOthers_data();
    void makesNoLeafBesideOthers();
    void refusesWhatCanDoNothingMeanwhile_data();
    void refusesWhatCanDoNothingMeanwhile();
    void mergesNoSumThatIsTooLarge();
    void knowsAReadOnlyTokenOffline();
    void knowsWhatARefusalMeans_data();
    void knowsWhatARefusalMeans();
    void staysPausedUntilTheTokenIsAnother();
    void waitsAsLongAsToldAndKeepsTheWrite();
    void triesAgainAfterAMinuteWhereNothingWasTold();
    void refusesAFileThatIsTooLarge();
    void keepsTheContentOfAFileThatIsUnderWay();
    void saysThatWritesWaitForAnotherToken();
    void refusesAFileWithoutItsScope();
    void reportsAPauseOnce();
};

namespace {

DustError rateLimited()
{
    return errorOf(DustError::RateLimited, u"rate_limited"_s).with(u"retry_after_ms"_s, 60'000);
}

} // namespace

void tst_DustReplicaRefusals::refusesBeforeAnythingIsShown_data()
{
    QTest::addColumn<DustOperation>("operation");
    QTest::addColumn<QString>("reason");
    const auto set = [](const DustValue &value) { return DustOperation::set(at(u"a"_s), value); };
    const auto row = [](const char *name, const DustOperation &operation, const QString &reason) {
        QTest::newRow(name) << operation << reason;
    };
    row("decimal", set(DustValue::decimal(u"1.50"_s)), u"typed_value"_s);
    row("datetime in a record",
        set(DustObject{ { u"at"_s, DustValue::dateTime(u"2026-03-31T12:00:00Z"_s) } }),
        u"typed_value"_s);
    row("decimal in a list", set(DustArray{ 1, DustValue::decimal(u"1"_s) }), u"typed_value"_s);
    row("empty key", set(DustObject{ { QString(), 1 } }), u"empty_segment"_s);
    row("reserved key", set(DustObject{ { u"_scalar"_s, 1 } }), u"reserved_key"_s);
    row("not a number", set(qQNaN()), u"number_out_of_range"_s);
    row("lone surrogate", set(QString(QChar(0xd800))), u"invalid_unicode"_s);
    row("increment of a text", DustOperation::increment(at(u"text"_s), 1), u"not_a_number"_s);
    row("increment of null", DustOperation::increment(at(u"null"_s), 1), u"not_a_number"_s);
    row("increment of a record", DustOperation::increment(at(u"rec"_s), 1), u"not_a_number"_s);
    row("add to a text", DustOperation::addMember(at(u"text"_s), 1), u"not_a_list"_s);
    row("remove from a record", DustOperation::removeMember(at(u"rec"_s), 1), u"not_a_list"_s);
    row("set below a leaf", DustOperation::set(at(u"text/x"_s), 1), u"leaf_above"_s);
    row("record far below a leaf",
        DustOperation::set(at(u"text/x/y"_s), DustObject{ { u"z"_s, 1 } }), u"leaf_above"_s);
    row("merge at a leaf", DustOperation::merge(at(u"text"_s), { { u"x"_s, 1 } }), u"leaf_above"_s);
    row("merge of a value over a record",
        DustOperation::merge(at(u"top"_s), { { u"a"_s, 1 }, { u"rec"_s, 1 } }), u"leaves_below"_s);
    row("counter below a leaf", DustOperation::increment(at(u"text/n"_s), 1), u"leaf_above"_s);
    row("set member below a leaf", DustOperation::addMember(at(u"text/n"_s), 1), u"leaf_above"_s);
    row("lease below a leaf", DustOperation::lease(at(u"text/l"_s), u"me"_s, 1000),
        u"leaf_above"_s);
    row("no path", DustOperation::set({}, 1), u"empty_path"_s);
    row("if_match on an object", set(DustObject{ { u"x"_s, 1 } }).setIfMatch(3),
        u"if_match_multi_leaf"_s);
}

void tst_DustReplicaRefusals::refusesBeforeAnythingIsShown()
{
    QFETCH(DustOperation, operation);
    QFETCH(QString, reason);
    ReplicaBench bench;
    bench.goLiveWith(10,
                     { leaf(u"text"_s, u"t"_s), leaf(u"null"_s, {}), leaf(u"rec/x"_s, 1),
                       leaf(u"top/rec/x"_s, 1) });
    const quint64 call = bench.write(operation);
    QCOMPARE(bench.end(call), u"InvalidParams"_s);
    QCOMPARE(bench.errorOfCall(call).reason(), reason);
    QVERIFY(!bench.errorOfCall(call).message().isEmpty());
    QVERIFY(bench.out.viewChanges.isEmpty());
    QVERIFY(bench.sends.isEmpty());
    QCOMPARE(bench.replica->pendingCount(), 0);
    QVERIFY(bench.replica->rejections().isEmpty());
}

// A server would take it, and choke on it ever after.
void tst_DustReplicaRefusals::makesNoLeafBesideOthers_data()
{
    QTest::addColumn<QList<DustOperation>>("operations");
    QTest::addColumn<QString>("reason");
    const auto set = [](const QString &path, const DustValue &value) {
        return DustOperation::set(at(path), value);
    };
    using Operations = QList<DustOperation>;
    QTest::newRow("one below the other")
            << Operations{ set(u"b"_s, 1), set(u"b/c"_s, 1) } << u"leaf_above"_s;
    QTest::newRow("cleared before")
            << Operations{ DustOperation::remove(at(u"text"_s)), set(u"text/x"_s, 1) } << QString();
    QTest::newRow("the other way round")
            << Operations{ set(u"b/c"_s, 1), set(u"b"_s, 1) } << QString();
    QTest::newRow("already there") << Operations{ set(u"both/x"_s, 2) } << QString();
    QTest::newRow("only clears") << Operations{ set(u"text/x"_s, DustObject()) } << QString();
    QTest::newRow("removes") << Operations{ DustOperation::remove(at(u"text/x"_s)) } << QString();
}

void tst_DustReplicaRefusals::makesNoLeafBesideOthers()
{
    QFETCH(QList<DustOperation>, operations);
    QFETCH(QString, reason);
    ReplicaBench bench;
    bench.goLiveWith(10, { leaf(u"text"_s, u"t"_s), leaf(u"both"_s, 1), leaf(u"both/x"_s, 1) });
    const quint64 call = bench.writeBatch(operations);
    QCOMPARE(bench.sends.size(), reason.isEmpty() ? 1 : 0);
    QCOMPARE(bench.end(call), reason.isEmpty() ? QString() : u"InvalidParams"_s);
    if (reason.isEmpty())
        return;
    QCOMPARE(bench.errorOfCall(call).reason(), reason);
    QCOMPARE(bench.errorOfCall(call).opIndex(), int(operations.size()) - 1);
    QVERIFY(bench.out.viewChanges.isEmpty());
    QCOMPARE(bench.replica->pendingCount(), 0);
}

void tst_DustReplicaRefusals::refusesWhatCanDoNothingMeanwhile_data()
{
    QTest::addColumn<DustOperation>("operation");
    QTest::addColumn<DustEntry>("there");
    QTest::addColumn<QString>("reason");
    const auto increment = DustOperation::increment(at(u"a"_s),
                                                    std::numeric_limits<quint64>::max());
    QTest::newRow("a leaf above") << DustOperation::set(at(u"a/b"_s), 1) << leaf(u"a"_s, 1)
                                  << u"leaf_above"_s;
    QTest::newRow("a text") << increment << leaf(u"a"_s, u"t"_s) << u"not_a_number"_s;
    QTest::newRow("a record") << increment << leaf(u"a/x"_s, 1) << u"not_a_number"_s;
    QTest::newRow("too large") << increment << leaf(u"a"_s, 1) << u"number_out_of_range"_s;
    QTest::newRow("no list") << DustOperation::addMember(at(u"a"_s), 1) << leaf(u"a"_s, 1)
                             << u"not_a_list"_s;
}

void tst_DustReplicaRefusals::refusesWhatCanDoNothingMeanwhile()
{
    QFETCH(DustOperation, operation);
    QFETCH(DustEntry, there);
    QFETCH(QString, reason);
    ReplicaBench bench;
    const quint64 call = bench.write(operation);
    const quint64 next = bench.write(DustOperation::remove(at(u"a"_s))); // which waits for it
    bench.restart();
    bench.goLiveWith(10, { there });
    QCOMPARE(bench.endOf(u"op-1"_s), u"InvalidParams"_s);
    QCOMPARE(bench.replica->rejections().size(), 1);
    QCOMPARE(bench.replica->rejections().constFirst().error.reason(), reason);
    QCOMPARE(bench.end(call), QString());
    QCOMPARE(bench.end(next), QString());
    QCOMPARE(bench.sentPaths(), QStringList(u"a"_s));
    QCOMPARE(bench.replica->pendingCount(), 1);
}

void tst_DustReplicaRefusals::mergesNoSumThatIsTooLarge()
{
    ReplicaBench bench;
    const auto most = DustOperation::increment(at(u"a"_s), std::numeric_limits<quint64>::max());
    const quint64 first = bench.write(most);
    const quint64 second = bench.write(most);
    QCOMPARE(bench.end(second), u"InvalidParams"_s);
    QCOMPARE(bench.replica->pendingCount(), 1);
    bench.goLive();
    QCOMPARE(bench.sends.size(), 1);
    bench.accept(bench.sent(0), 1);
    QCOMPARE(bench.end(first), u"1"_s);
}

void tst_DustReplicaRefusals::knowsAReadOnlyTokenOffline()
{
    ReplicaBench bench;
    QVERIFY(bench.replica->mayWrite()); // as long as nobody has said otherwise
    bench.feed(DustReplicaInput::Joined{ 0, false, { u"entries:read"_s } });
    bench.feed(DustReplicaInput::CatchUpComplete{ 0 });
    QVERIFY(!bench.replica->mayWrite());
    bench.restart();
    QVERIFY(!bench.replica->mayWrite());
    QCOMPARE(bench.replica->scopes(), QStringList{ u"entries:read"_s });
    for (const quint64 call :
         { bench.set(u"a"_s, 1), bench.writeBatch({ DustOperation::remove(at(u"a"_s)) }) }) {
        QCOMPARE(bench.end(call), u"MissingScope"_s);
        QCOMPARE(bench.errorOfCall(call).scope(), u"entries:write"_s);
    }
    QCOMPARE(bench.replica->pendingCount(), 0);
    QVERIFY(!bench.isShown(u"a"_s));
    bench.goLive();
    const quint64 call = bench.set(u"a"_s, 1);
    QCOMPARE(bench.sends.size(), 1);
    QCOMPARE(bench.end(call), QString());
}

void tst_DustReplicaRefusals::knowsWhatARefusalMeans_data()
{
    QTest::addColumn<DustError>("refusal");
    QTest::addColumn<QString>("meaning");
    const auto row = [](DustError::Kind kind, const QString &reason, const QString &meaning) {
        QTest::addRow("%s", qPrintable(reason)) << errorOf(kind, reason) << meaning;
    };
    row(DustError::Conflict, u"conflict"_s, u"rejected"_s);
    row(DustError::Exists, u"exists"_s, u"rejected"_s);
    row(DustError::Occupied, u"occupied"_s, u"rejected"_s);
    row(DustError::Fenced, u"fenced"_s, u"rejected"_s);
    row(DustError::InvalidParams, u"invalid op"_s, u"rejected"_s);
    row(DustError::LimitExceeded, u"row_too_large"_s, u"rejected"_s);
    row(DustError::RateLimited, u"rate_limited"_s, u"paused"_s);
    row(DustError::Unauthorized, u"unauthorized"_s, u"paused"_s);
    row(DustError::MissingScope, u"missing_scope"_s, u"paused"_s);
    row(DustError::StoreNotAllowed, u"store_archived"_s, u"paused"_s);
    row(DustError::LimitExceeded, u"limit_exceeded"_s, u"paused"_s);
    row(DustError::NotSupported, u"capver_mismatch"_s, u"paused"_s);
    row(DustError::Indeterminate, u"writer_unavailable"_s, u"unknown"_s);
    row(DustError::Indeterminate, u"something new"_s, u"unknown"_s);
    row(DustError::Network, u"cut"_s, u"unknown"_s);
    QTest::newRow("never left") << errorOf(DustError::Network, u"not_sent"_s).withRetryable(true)
                                << u"paused"_s;
}

void tst_DustReplicaRefusals::knowsWhatARefusalMeans()
{
    QFETCH(DustError, refusal);
    QFETCH(QString, meaning);
    ReplicaBench bench;
    bench.goLive();
    const quint64 call = bench.set(u"a"_s, 1);
    bench.set(u"b"_s, 1);
    bench.refuse(bench.sent(0), refusal);
    const bool isRejected = meaning == u"rejected"_s;
    QCOMPARE(bench.end(call), isRejected ? ReplicaBench::kindName(refusal) : QString());
    QCOMPARE(bench.isShown(u"a"_s), !isRejected);
    QCOMPARE(bench.replica->error().kind() != DustError::NoError, meaning == u"paused"_s);
    QCOMPARE(bench.out.reports.size(), meaning == u"paused"_s ? 1 : 0);
    QCOMPARE(bench.replica->pendingCount(), isRejected ? 1 : 2);
    bench.feed(DustReplicaInput::Unanswered{ bench.sent(1).send, refusal });
    // Where the fate is open, it catches up as soon as nothing more is to be awaited.
    QVERIFY(bench.out.rejoins);
    QCOMPARE(bench.sends.size(), 2);
}

// Whoever has too few rights gets none by waiting, but perhaps by another token, which means a join.
void tst_DustReplicaRefusals::staysPausedUntilTheTokenIsAnother()
{
    ReplicaBench bench;
    bench.goLive();
    const quint64 call = bench.set(u"a"_s, 1);
    bench.refuse(bench.sent(0), errorOf(DustError::Unauthorized, u"unauthorized"_s));
    bench.set(u"b"_s, 1);
    QCOMPARE(bench.sends.size(), 1);
    bench.goDown();
    bench.goLive();
    QCOMPARE(bench.sentPaths(), (QStringList{ u"a"_s, u"b"_s }));
    QCOMPARE(bench.replica->error().kind(), DustError::NoError);
    QCOMPARE(bench.end(call), QString());
}

void tst_DustReplicaRefusals::waitsAsLongAsToldAndKeepsTheWrite()
{
    ReplicaBench bench;
    bench.goLive();
    const quint64 call = bench.set(u"a"_s, 1);
    bench.refuse(bench.sent(0), rateLimited());
    QCOMPARE(bench.end(call), QString());
    QCOMPARE(bench.out.reports.size(), 1);
    QCOMPARE(bench.replica->error().kind(), DustError::RateLimited);
    QCOMPARE(bench.value(u"a"_s), DustValue(1));
    bench.set(u"b"_s, 1);
    QVERIFY(bench.out.sends.isEmpty());
    bench.goDown();
    bench.goLive(); // which is no reason for the server to be kinder
    QVERIFY(bench.out.sends.isEmpty());
    bench.pass(30'000);
    bench.feed(DustReplicaInput::Status{ 0, -1 });
    bench.pass(29'999);
    QCOMPARE(bench.sends.size(), 1);
    bench.pass(1);
    QVERIFY(bench.sends.size() > 1);
    QCOMPARE(bench.replica->error().kind(), DustError::NoError);
}

void tst_DustReplicaRefusals::triesAgainAfterAMinuteWhereNothingWasTold()
{
    ReplicaBench bench;
    bench.goLive();
    bench.set(u"a"_s, 1);
    bench.refuse(bench.sent(0), errorOf(DustError::LimitExceeded, u"limit_exceeded"_s));
    bench.pass(30'000);
    bench.feed(DustReplicaInput::Status{ 0, -1 });
    bench.pass(29'999);
    QCOMPARE(bench.sends.size(), 1);
    bench.pass(1);
    QCOMPARE(bench.sends.size(), 2);
}

void tst_DustReplicaRefusals::refusesAFileThatIsTooLarge()
{
    ReplicaBench bench;
    bench.settings.fileBytes = 3;
    bench.restart();
    const DustObject reference{ { u"_type"_s, u"file"_s } };
    DustReplicaInput::Write file;
    file.call = 1;
    file.operation = DustOperation::putFile(at(u"file"_s), reference).setClientOpId(u"op-1"_s);
    file.content = "four";
    bench.feed(file);
    QCOMPARE(bench.end(1), u"LimitExceeded"_s);
    QCOMPARE(bench.errorOfCall(1).reason(), u"file_too_large"_s);
    file.call = 2;
    file.content = "six";
    bench.feed(file);
    QCOMPARE(bench.end(2), QString());
    QCOMPARE(bench.replica->pendingCount(), 1);
    bench.restart(); // with its content
    bench.goLive();
    QCOMPARE(bench.sent(0).content, QByteArray("six"));
}

void tst_DustReplicaRefusals::keepsTheContentOfAFileThatIsUnderWay()
{
    ReplicaBench bench;
    bench.goLive();
    DustReplicaInput::Write file;
    file.call = 1;
    file.operation = DustOperation::putFile(at(u"file"_s), DustObject{ { u"_type"_s, u"file"_s } })
                             .setClientOpId(u"op-1"_s);
    file.content = "bytes";
    bench.feed(file);
    QCOMPARE(bench.sends.size(), 1);
    bench.restart();
    bench.goLive();
    bench.pass(bench.settings.settle);
    bench.feed(DustReplicaInput::Status{ 0, -1 });
    QCOMPARE(bench.sends.size(), 2);
    QCOMPARE(bench.sent(1).content, QByteArray("bytes"));
}

void tst_DustReplicaRefusals::saysThatWritesWaitForAnotherToken()
{
    ReplicaBench bench;
    bench.set(u"a"_s, 1);
    bench.feed(DustReplicaInput::Joined{ 0, false, { u"entries:read"_s } });
    bench.feed(DustReplicaInput::CatchUpComplete{ 0 });
    QCOMPARE(bench.replica->error().kind(), DustError::MissingScope);
    QVERIFY(bench.sends.isEmpty());
    QCOMPARE(bench.replica->pendingCount(), 1);
    bench.goDown();
    bench.goLive();
    QCOMPARE(bench.replica->error().kind(), DustError::NoError);
    QCOMPARE(bench.sends.size(), 1);
}

void tst_DustReplicaRefusals::refusesAFileWithoutItsScope()
{
    ReplicaBench bench;
    bench.feed(DustReplicaInput::Joined{ 0, true, { u"entries:write"_s } });
    bench.feed(DustReplicaInput::CatchUpComplete{ 0 });
    DustReplicaInput::Write write;
    write.call = 1;
    write.operation = DustOperation::putFile(
            at(u"f"_s), DustObject{ { u"_type"_s, u"file"_s }, { u"hash"_s, u"sha256:0"_s } });
    write.content = "x";
    bench.feed(write);
    QCOMPARE(bench.end(1), u"MissingScope"_s);
    QCOMPARE(bench.errorOfCall(1).detail().value(u"scope"_s), QVariant(u"files:write"_s));
    bench.lastCall = 1;
    bench.set(u"a"_s, 1);
    QCOMPARE(bench.sentPaths(), QStringList{ u"a"_s });
}

void tst_DustReplicaRefusals::reportsAPauseOnce()
{
    ReplicaBench bench;
    bench.goLive();
    bench.set(u"a"_s, 1);
    bench.set(u"b"_s, 1);
    bench.refuse(bench.sent(0), rateLimited().with(u"path"_s, u"a"_s));
    QCOMPARE(bench.out.reports.size(), 1);
    bench.refuse(bench.sent(1), rateLimited().with(u"path"_s, u"b"_s));
    QVERIFY(bench.out.reports.isEmpty());
}

QTEST_APPLESS_MAIN(tst_DustReplicaRefusals)
#include "tst_dustreplicarefusals.moc"
