// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What each operation, precondition and error of PROTOCOL sections 1, 2 and 7 does, by example. That
// they stay right in any order is in tst_dustledgerhistories.cpp; leases, catch-up and opening are
// in tst_dustledgertime.cpp.

#include "dustmemorystorage.h"
#include "fragilestorage.h"
#include "ledgerscript.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace LedgerScript;

class tst_DustLedger : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void operations_data();
    void operations();
    void changesPerCommit();
    void eventsSayWhoDidWhat();

    void refusals_data();
    void refusals();
    void aRefusalChangesNothing();
    void unusualSegments();
    void largeValues();

    void batchSeesItself();
    void batchIsAllOrNothing();
    void batchErrors_data();
    void batchErrors();
    void aBatchIsOneTransaction();

    void aFullDiskChangesNothing();
    void theLogMakesRoomOnAFullDisk();
    void aWriteThatNeverFitsKeepsTheLog();

private:
    DustResult<DustCommit> apply(const QString &line)
    {
        return m_ledger->apply(operation(line), u"dev"_s, m_now);
    }

    std::shared_ptr<FragileStorage> m_storage;
    std::unique_ptr<DustLedger> m_ledger;
    const DustNow m_now{ 100, 1'700'000'000'000 };
};

void tst_DustLedger::init()
{
    m_storage = std::make_shared<FragileStorage>();
    auto opened = DustLedger::open(m_storage, m_now);
    QVERIFY(opened.isOk());
    m_ledger = std::move(opened).value();
}

void tst_DustLedger::operations_data()
{
    QTest::addColumn<QStringList>("lines");
    QTest::addColumn<QStringList>("expected");
    QTest::addColumn<QString>("eventValue");

    const auto row = [](const char *name, const QStringList &lines, const QStringList &expected,
                        const QString &eventValue) {
        QTest::newRow(name) << lines << expected << eventValue;
    };
    row("set of a leaf", { u"set a 1"_s }, { u"a=1 integer r1"_s }, u"1"_s);
    row("set of null", { u"set a null"_s }, { u"a=null null r1"_s }, u"null"_s);
    row("set of a double", { u"set a 1.0"_s }, { u"a=1.0 float r1"_s }, u"1.0"_s);
    row("set of a list is of type string", { u"set a [1,{\"b\":2}]"_s },
        { u"a=[1,{\"b\":2}] string r1"_s }, u"[1,{\"b\":2}]"_s);
    row("set of an object writes its leaves", { u"set a {\"b\":1,\"c\":{\"d\":true,\"e\":{}}}"_s },
        { u"a/b=1 integer r1"_s, u"a/c/d=true boolean r1"_s },
        u"{\"b\":1,\"c\":{\"d\":true,\"e\":{}}}"_s);
    row("set of an object replaces leaf and subtree",
        { u"set a/x 1"_s, u"set a/b 2"_s, u"set a/x/y 3"_s, u"set a {\"b\":4}"_s },
        { u"a/b=4 integer r4"_s }, u"{\"b\":4}"_s);
    row("set of an object over a leaf", { u"set a 1"_s, u"set a {\"b\":2}"_s },
        { u"a/b=2 integer r2"_s }, u"{\"b\":2}"_s);
    row("set of {} clears and stores nothing",
        { u"set a 0"_s, u"set a/b 1"_s, u"set ab 2"_s, u"set a {}"_s }, { u"ab=2 integer r3"_s },
        u"{}"_s);
    row("set of {} where nothing is", { u"set a {}"_s }, {}, u"{}"_s);
    row("set of a leaf clears descendants", { u"set a {\"b\":1,\"c\":{\"d\":2}}"_s, u"set a 3"_s },
        { u"a=3 integer r2"_s }, u"3"_s);
    row("set below a leaf keeps that leaf", { u"set a 1"_s, u"set a/b 2"_s },
        { u"a=1 integer r1"_s, u"a/b=2 integer r2"_s }, u"2"_s);
    row("set keeps the neighbours in byte order",
        { u"set a!x 1"_s, u"set a/b 2"_s, u"set a-b 3"_s, u"set A/b 4"_s, u"set a 5"_s },
        { u"A/b=4 integer r4"_s, u"a=5 integer r5"_s, u"a!x=1 integer r1"_s,
          u"a-b=3 integer r3"_s },
        u"5"_s);
    row("an unchanged leaf is written as well", { u"set a {\"b\":1}"_s, u"set a {\"b\":1}"_s },
        { u"a/b=1 integer r2"_s }, u"{\"b\":1}"_s);
    row("typed envelopes are leaves",
        { u"set a {\"d\":{\"_type\":\"decimal\",\"_typed\":\"1.50\"},"
          "\"t\":{\"_type\":\"datetime\",\"_typed\":\"2026-03-31T12:00:00Z\"}}"_s },
        { u"a/d={\"_type\":\"decimal\",\"_typed\":\"1.50\"} decimal r1"_s,
          u"a/t={\"_type\":\"datetime\",\"_typed\":\"2026-03-31T12:00:00Z\"} datetime r1"_s },
        u"{\"d\":{\"_type\":\"decimal\",\"_typed\":\"1.50\"},"
        "\"t\":{\"_type\":\"datetime\",\"_typed\":\"2026-03-31T12:00:00Z\"}}"_s);
    row("only put_file makes a file", { u"set a {\"_type\":\"file\",\"hash\":\"h\"}"_s },
        { u"a={\"_type\":\"file\",\"hash\":\"h\"} map r1"_s },
        u"{\"_type\":\"file\",\"hash\":\"h\"}"_s);

    row("delete of leaf and subtree", { u"set a 1"_s, u"set a/b 2"_s, u"set b 3"_s, u"delete a"_s },
        { u"b=3 integer r3"_s }, u"null"_s);
    row("delete where nothing is takes a seq", { u"delete a"_s, u"set b 1"_s },
        { u"b=1 integer r2"_s }, u"1"_s);
    row("delete is exact about case", { u"set Case/x 1"_s, u"set case/x 2"_s, u"delete case"_s },
        { u"Case/x=1 integer r1"_s }, u"null"_s);

    row("merge writes its keys and leaves siblings and the leaf alone",
        { u"set a 0"_s, u"merge a {\"b\":1,\"c\":2}"_s, u"merge a {\"c\":3}"_s },
        { u"a=0 integer r1"_s, u"a/b=1 integer r2"_s, u"a/c=3 integer r3"_s }, u"{\"c\":3}"_s);
    row("merge of an object value replaces the child's subtree and leaf",
        { u"set a/b 1"_s, u"set a/b/x 2"_s, u"merge a {\"b\":{\"y\":3}}"_s },
        { u"a/b/y=3 integer r3"_s }, u"{\"b\":{\"y\":3}}"_s);
    row("merge of {} as a value clears the child",
        { u"set a {\"b\":{\"x\":1},\"c\":2}"_s, u"merge a {\"b\":{}}"_s },
        { u"a/c=2 integer r1"_s }, u"{\"b\":{}}"_s);
    row("merge of a scalar keeps the subtree below the child",
        { u"set a {\"b\":{\"x\":1}}"_s, u"merge a {\"b\":2}"_s },
        { u"a/b=2 integer r2"_s, u"a/b/x=1 integer r1"_s }, u"{\"b\":2}"_s);
    row("merge of nothing", { u"set a 1"_s, u"merge a {}"_s }, { u"a=1 integer r1"_s }, u"{}"_s);
    row("merge keys are segments", { u"merge a {\"x/y\":1,\"~\":2,\"*\":{\".\":3}}"_s },
        { u"a/*/.=3 integer r1"_s, u"a/x~1y=1 integer r1"_s, u"a/~0=2 integer r1"_s },
        u"{\"x/y\":1,\"~\":2,\"*\":{\".\":3}}"_s);

    row("increment from nothing", { u"inc c 5"_s }, { u"c=5 counter r1"_s }, u"5"_s);
    row("increment twice", { u"inc c 5"_s, u"inc c -7"_s }, { u"c=-2 counter r2"_s }, u"-2"_s);
    row("increment of a set value", { u"set c 40"_s, u"inc c 2"_s }, { u"c=42 counter r2"_s },
        u"42"_s);
    row("increment by a float", { u"inc c 1"_s, u"inc c 0.5"_s }, { u"c=1.5 counter r2"_s },
        u"1.5"_s);
    row("increment of a float stays one", { u"set c 1.5"_s, u"inc c 1"_s },
        { u"c=2.5 counter r2"_s }, u"2.5"_s);
    row("increment up to 2^64-1", { u"set c 18446744073709551614"_s, u"inc c 1"_s },
        { u"c=18446744073709551615 counter r2"_s }, u"18446744073709551615"_s);
    row("increment down to -2^63", { u"set c -9223372036854775807"_s, u"inc c -1"_s },
        { u"c=-9223372036854775808 counter r2"_s }, u"-9223372036854775808"_s);
    row("increment across both ends",
        { u"set c -9223372036854775808"_s, u"inc c 18446744073709551615"_s },
        { u"c=9223372036854775807 counter r2"_s }, u"9223372036854775807"_s);
    row("increment from the top below zero",
        { u"set c 9223372036854775807"_s, u"inc c -9223372036854775808"_s },
        { u"c=-1 counter r2"_s }, u"-1"_s);
    row("increment of a leaf keeps what is below", { u"set c 1"_s, u"set c/x 2"_s, u"inc c 1"_s },
        { u"c=2 counter r3"_s, u"c/x=2 integer r2"_s }, u"2"_s);

    row("add, newest first", { u"add s \"a\""_s, u"add s \"b\""_s },
        { u"s=[\"b\",\"a\"] set r2"_s }, u"[\"b\",\"a\"]"_s);
    row("add of a member again makes it the newest", { u"add s 1"_s, u"add s 2"_s, u"add s 1"_s },
        { u"s=[1,2] set r3"_s }, u"[1,2]"_s);
    row("members are told apart exactly", { u"add s 1"_s, u"add s 1.0"_s, u"add s \"1\""_s },
        { u"s=[\"1\",1.0,1] set r3"_s }, u"[\"1\",1.0,1]"_s);
    row("add to a plain list makes it a set", { u"set s [1,2,1]"_s, u"add s 3"_s },
        { u"s=[3,1,2] set r2"_s }, u"[3,1,2]"_s);
    row("remove", { u"add s 1"_s, u"add s {\"a\":1}"_s, u"rm s 1"_s },
        { u"s=[{\"a\":1}] set r3"_s }, u"[{\"a\":1}]"_s);
    row("remove of the last leaves an empty set", { u"add s 1"_s, u"rm s 1"_s },
        { u"s=[] set r2"_s }, u"[]"_s);
    row("remove of what is not there", { u"rm s 1"_s }, { u"s=[] set r1"_s }, u"[]"_s);

    row("put_file replaces the subtree",
        { u"set f/x 1"_s, u"file f {\"_type\":\"file\",\"hash\":\"h\"}"_s },
        { u"f={\"_type\":\"file\",\"hash\":\"h\"} file r2"_s },
        u"{\"_type\":\"file\",\"hash\":\"h\"}"_s);

    row("if_match of the right revision", { u"set a 1"_s, u"set a 2 @match=1"_s },
        { u"a=2 integer r2"_s }, u"2"_s);
    row("delete with if_match", { u"set a 1"_s, u"delete a @match=1"_s }, {}, u"null"_s);
    row("if_match compares the leaf, not what is below",
        { u"set a 1"_s, u"set a/b 2"_s, u"set a 3 @match=1"_s }, { u"a=3 integer r3"_s }, u"3"_s);
    row("if_absent where nothing is", { u"set a 1 @absent"_s }, { u"a=1 integer r1"_s }, u"1"_s);
    row("if_absent replaces a subtree", { u"set a/b 1"_s, u"set a 2 @absent"_s },
        { u"a=2 integer r2"_s }, u"2"_s);
    row("if_match of an envelope",
        { u"set a {\"_type\":\"decimal\",\"_typed\":\"1\"}"_s,
          u"set a {\"_type\":\"decimal\",\"_typed\":\"2\"} @match=1"_s },
        { u"a={\"_type\":\"decimal\",\"_typed\":\"2\"} decimal r2"_s },
        u"{\"_type\":\"decimal\",\"_typed\":\"2\"}"_s);
}

void tst_DustLedger::operations()
{
    QFETCH(QStringList, lines);
    QFETCH(QStringList, expected);
    QFETCH(QString, eventValue);

    DustValue last;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const auto commit = apply(lines.at(i));
        QVERIFY2(commit.isOk(), qPrintable(commit.error().message()));
        QCOMPARE(commit->event.storeSeq, quint64(i + 1));
        last = commit->event.value;
    }
    QCOMPARE(rows(m_ledger->view()), expected);
    QCOMPARE(last, json(eventValue));
    QCOMPARE(m_ledger->currentSeq(), quint64(lines.size()));
    QCOMPARE(m_ledger->opCount(), qint64(lines.size()));
    QCOMPARE(m_ledger->entryCount(), qint64(expected.size()));
    const auto page = m_ledger->catchUp(0);
    for (const DustEvent &event : page->events)
        QCOMPARE(event.op, operation(lines.at(qsizetype(event.storeSeq) - 1)).kind());
}

void tst_DustLedger::changesPerCommit()
{
    QVERIFY(apply(u"merge a {\"c\":1,\"b\":{\"x\":2,\"y\":3},\"b!\":4}"_s));
    const auto commit = apply(u"merge a {\"b\":{\"y\":3,\"a\":5},\"b!\":6,\"z\":7}"_s);
    QVERIFY(commit.isOk());
    QCOMPARE(changes(*commit),
             QStringList({ u"a/b!: 4 -> 6"_s, u"a/b/a: none -> 5"_s, u"a/b/x: 2 -> none"_s,
                           u"a/b/y: 3 -> 3"_s, u"a/z: none -> 7"_s }));
    for (const DustLeafChange &change : commit->changes) {
        QVERIFY(!change.before || change.before->revision == 1);
        QVERIFY(!change.after
                || (change.after->revision == 2 && change.after->syncedAt == m_now.unix));
    }
    QVERIFY(apply(u"delete nothing"_s)->changes.isEmpty());
    QCOMPARE(changes(*apply(u"delete a"_s)).size(), 5);
}

void tst_DustLedger::eventsSayWhoDidWhat()
{
    const auto commit = m_ledger->apply(operation(u"set a/b 1"_s).setClientOpId(u"op-7"_s),
                                        u"phone"_s, m_now);
    DustEvent expected;
    expected.op = DustOperation::Set;
    expected.path = path(u"a/b"_s);
    expected.value = 1;
    expected.storeSeq = 1;
    expected.deviceId = u"phone"_s;
    expected.clientOpId = u"op-7"_s;
    QCOMPARE(commit->event, expected);
    QCOMPARE(m_ledger->catchUp(0)->events, QList<DustEvent>{ expected });

    // The server does not deduplicate.
    QVERIFY(m_ledger->apply(operation(u"inc c 1"_s).setClientOpId(u"op-8"_s), u"phone"_s, m_now));
    QVERIFY(m_ledger->apply(operation(u"inc c 1"_s).setClientOpId(u"op-8"_s), u"phone"_s, m_now));
    QCOMPARE(rows(m_ledger->view()).last(), u"c=2 counter r3"_s);
}

void tst_DustLedger::refusals_data()
{
    QTest::addColumn<QStringList>("before");
    QTest::addColumn<QString>("line");
    QTest::addColumn<DustError::Kind>("kind");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<int>("currentRevision"); // 0: none

    const auto row = [](const char *name, const QStringList &before, const QString &line,
                        DustError::Kind kind, const QString &reason, int currentRevision = 0) {
        QTest::newRow(name) << before << line << kind << reason << currentRevision;
    };
    const auto invalid = DustError::InvalidParams;
    row("conflict", { u"set a 1"_s, u"set a 2"_s }, u"set a 3 @match=1"_s, DustError::Conflict,
        u"conflict"_s, 2);
    row("conflict where nothing is", {}, u"set a 3 @match=1"_s, DustError::Conflict, u"conflict"_s);
    row("conflict of a delete", { u"set a 1"_s }, u"delete a @match=2"_s, DustError::Conflict,
        u"conflict"_s, 1);
    row("conditional delete of a record", { u"set a/b 1"_s }, u"delete a @match=1"_s,
        DustError::Conflict, u"conflict"_s);
    row("exists", { u"set a null"_s }, u"set a 1 @absent"_s, DustError::Exists, u"exists"_s, 1);
    row("both preconditions", {}, u"set a 1 @absent @match=1"_s, invalid,
        u"invalid_precondition"_s);
    row("if_match 0", {}, u"set a 1 @match=0"_s, invalid, u"invalid_precondition"_s);
    row("if_match of an object", { u"set a/b 1"_s }, u"set a {\"b\":2} @match=1"_s, invalid,
        u"if_match_multi_leaf"_s);
    row("if_match of merge", {}, u"merge a {\"b\":2} @match=1"_s, invalid,
        u"if_match_unsupported_op"_s);
    row("if_match of increment", {}, u"inc a 1 @match=1"_s, invalid, u"if_match_unsupported_op"_s);
    row("if_match of add", {}, u"add a 1 @match=1"_s, invalid, u"if_match_unsupported_op"_s);
    row("if_match of lease", {}, u"lease a me 10 @match=1"_s, invalid,
        u"if_match_unsupported_op"_s);
    row("if_absent of an object", {}, u"set a {\"b\":2} @absent"_s, invalid,
        u"if_absent_multi_leaf"_s);
    row("if_absent of delete", {}, u"delete a @absent"_s, invalid, u"if_absent_unsupported_op"_s);
    row("if_absent of merge", {}, u"merge a {} @absent"_s, invalid, u"if_absent_unsupported_op"_s);
    row("increment of null", { u"set a null"_s }, u"inc a 1"_s, invalid, u"not_a_number"_s);
    row("increment of text", { u"set a \"1\""_s }, u"inc a 1"_s, invalid, u"not_a_number"_s);
    row("increment of a decimal", { u"set a {\"_type\":\"decimal\",\"_typed\":\"1\"}"_s },
        u"inc a 1"_s, invalid, u"not_a_number"_s);
    row("increment of a subtree", { u"set a/b 1"_s }, u"inc a 1"_s, invalid, u"not_a_number"_s);
    row("increment by text", {}, u"inc a \"1\""_s, invalid, u"increment_requires_number_value"_s);
    row("increment beyond 2^64-1", { u"set a 18446744073709551615"_s }, u"inc a 1"_s, invalid,
        u"number_out_of_range"_s);
    row("increment below -2^63", { u"set a -9223372036854775808"_s }, u"inc a -1"_s, invalid,
        u"number_out_of_range"_s);
    row("increment to infinity", { u"set a 1.7e308"_s }, u"inc a 1.7e308"_s, invalid,
        u"number_out_of_range"_s);
    row("add to text", { u"set a \"x\""_s }, u"add a 1"_s, invalid, u"not_a_list"_s);
    row("add to null", { u"set a null"_s }, u"add a 1"_s, invalid, u"not_a_list"_s);
    row("add to a subtree", { u"set a/b 1"_s }, u"add a 1"_s, invalid, u"not_a_list"_s);
    row("add of null", {}, u"add a null"_s, invalid, u"add_requires_value"_s);
    row("remove from a number", { u"set a 1"_s }, u"rm a 1"_s, invalid, u"not_a_list"_s);
    row("remove of null", {}, u"rm a null"_s, invalid, u"remove_requires_value"_s);
    row("put_file without a reference", {}, u"file a 1"_s, invalid, u"invalid_file_reference"_s);
    row("held", { u"lease a you 10"_s }, u"lease a me 10"_s, DustError::Held, u"held"_s);
    row("held by the same holder", { u"lease a me 10"_s }, u"lease a me 10"_s, DustError::Held,
        u"held"_s);
    row("occupied", { u"set a 1"_s }, u"lease a me 10"_s, DustError::Occupied, u"occupied"_s);
    row("occupied by a subtree", { u"set a/b 1"_s }, u"lease a me 10"_s, DustError::Occupied,
        u"occupied"_s);
    row("occupied by what is no lease quite",
        { u"set a {\"_type\":\"lease\",\"holder\":1,\"token\":1,\"expires_at\":1}"_s },
        u"lease a me 10"_s, DustError::Occupied, u"occupied"_s);
    row("not_held where nothing is", {}, u"renew a 1 10"_s, DustError::NotHeld, u"not_held"_s);
    row("not_held with another token", { u"lease a me 10"_s }, u"renew a 2 10"_s,
        DustError::NotHeld, u"not_held"_s);
    row("not_held of a value", { u"set a 1"_s }, u"renew a 1 10"_s, DustError::NotHeld,
        u"not_held"_s);
    row("lease without a holder", {}, u"lease a  10"_s, invalid, u"invalid_lease_op"_s);
    row("lease of no time", {}, u"lease a me 0"_s, invalid, u"invalid_lease_op"_s);
    row("release without a token", {}, u"release a 0"_s, invalid, u"invalid_lease_op"_s);
    row("fenced where nothing is", {}, u"set a 1 @fence=l:1"_s, DustError::Fenced, u"fenced"_s);
    row("fenced by another token", { u"lease l me 10"_s }, u"merge a {} @fence=l:2"_s,
        DustError::Fenced, u"fenced"_s);
    row("fenced by a value", { u"set l 1"_s }, u"inc a 1 @fence=l:1"_s, DustError::Fenced,
        u"fenced"_s);
    row("fence comes first", { u"set a 1"_s }, u"set a 1 @absent @fence=l:1"_s, DustError::Fenced,
        u"fenced"_s);
    row("fence on a lease", { u"lease l me 10"_s }, u"lease a me 10 @fence=l:1"_s, invalid,
        u"invalid_precondition"_s);
}

void tst_DustLedger::refusals()
{
    QFETCH(QStringList, before);
    QFETCH(QString, line);
    QFETCH(DustError::Kind, kind);
    QFETCH(QString, reason);
    QFETCH(int, currentRevision);

    for (const QString &earlier : before)
        QVERIFY(apply(earlier).isOk());
    const QStringList rowsBefore = rows(m_ledger->view());

    const auto result = apply(line);
    QVERIFY(!result);
    const DustError error = result.error();
    QCOMPARE(error.kind(), kind);
    QCOMPARE(error.reason(), reason);
    QCOMPARE(error.path(), u"a"_s);
    QVERIFY2(error.message().contains(u"\"a\""_s), qPrintable(error.message()));
    QCOMPARE(error.currentRevision().value_or(0), quint64(currentRevision));
    QCOMPARE(error.detail().contains(u"current_revision"_s),
             kind == DustError::Conflict || kind == DustError::Exists);
    QVERIFY(!error.isRetryable());
    QCOMPARE(rows(m_ledger->view()), rowsBefore);
    QCOMPARE(m_ledger->currentSeq(), quint64(before.size()));
}

void tst_DustLedger::aRefusalChangesNothing()
{
    QVERIFY(apply(u"set a {\"b\":1,\"c\":2}"_s));
    const QStringList before = rows(m_ledger->view());
    const int transactions = m_storage->transactions;
    QVERIFY(!apply(u"set a 1 @match=1"_s));
    QVERIFY(!m_ledger->apply(DustOperation::set(path(u"a"_s), qQNaN()), u"dev"_s, m_now));
    QVERIFY(!m_ledger->apply(DustOperation::set(DustPath(), 1), u"dev"_s, m_now));
    QCOMPARE(rows(m_ledger->view()), before);
    QCOMPARE(m_ledger->currentSeq(), 1u);
    QCOMPARE(m_storage->transactions, transactions);
    QCOMPARE(apply(u"set d 1"_s)->event.storeSeq, 2u);
}

void tst_DustLedger::unusualSegments()
{
    QString nul = u"nul"_s;
    nul.append(QChar(u'\0'));
    const QStringList segments = {
        u"a b"_s, u"..."_s, u"**"_s, u"~"_s,
        u"/"_s,   u"🎈é"_s,  nul,     QString(QChar(QChar::ByteOrderMark))
    };
    DustObject object;
    for (const QString &segment : segments)
        object.insert(segment, DustObject{ { segment, 1 } });
    QVERIFY(m_ledger->apply(DustOperation::set(path(u"x"_s), object), u"dev"_s, m_now));
    QCOMPARE(m_ledger->entryCount(), qint64(segments.size()));
    for (const QString &segment : segments) {
        const auto at = DustPath::fromSegments({ u"x"_s, segment, segment });
        QVERIFY2(m_ledger->view().find(at->rendered()), qPrintable(segment));
    }
    QCOMPARE(m_ledger->view().entry(path(u"x"_s))->value(), DustValue(object));
    QCOMPARE(m_ledger->catchUp(0)->events.first().value, DustValue(object));
}

void tst_DustLedger::largeValues()
{
    const QString text(10'000'000, u'x');
    QVERIFY(m_ledger->apply(DustOperation::set(path(u"text"_s), text), u"dev"_s, m_now));
    QCOMPARE(m_ledger->view().entry(path(u"text"_s))->value().toString().size(), text.size());

    const QString deep = u"s/"_s.repeated(999) + u's';
    QVERIFY(m_ledger->apply(DustOperation::set(path(deep), 1), u"dev"_s, m_now));
    QVERIFY(m_ledger->view().find(deep.toUtf8()));
    // It is there, and cannot be given as one value: so says the way back, too.
    const auto result = m_ledger->rollbackPath(path(u"s"_s), 1, m_now);
    QVERIFY(result && result->has_value());
    const auto again = m_ledger->rollbackPath(path(u"s"_s), 2, m_now);
    QCOMPARE(again.error().kind(), DustError::LimitExceeded);
    QCOMPARE(again.error().path(), u"s"_s);
}

void tst_DustLedger::batchSeesItself()
{
    const auto commits = m_ledger->applyBatch(
            LedgerScript::operations({ u"set a/b 1"_s, u"set a/b 2 @match=1"_s, u"delete a"_s,
                                       u"set a/c 3 @absent"_s, u"inc n 1"_s, u"inc n 1"_s,
                                       u"lease l me 10"_s, u"set x 1 @fence=l:7"_s,
                                       u"release l 9"_s, u"release l 7"_s }),
            u"dev"_s, m_now);
    QVERIFY2(commits.isOk(), qPrintable(commits.error().message()));
    QStringList all;
    QList<quint64> seqs;
    for (const DustCommit &commit : *commits) {
        all += changes(commit);
        seqs.append(commit.event.storeSeq);
    }
    const QString lease = QString::fromUtf8(commits->at(6).event.value.toJson());
    QCOMPARE(all,
             QStringList({ u"a/b: none -> 1"_s, u"a/b: 1 -> 2"_s, u"a/b: 2 -> none"_s,
                           u"a/c: none -> 3"_s, u"n: none -> 1"_s, u"n: 1 -> 2"_s,
                           u"l: none -> %1"_s.arg(lease), u"x: none -> 1"_s,
                           u"l: %1 -> none"_s.arg(lease) }));
    QCOMPARE(seqs, QList<quint64>({ 1, 2, 3, 4, 5, 6, 7, 8, 0, 9 }));
    QVERIFY(!commits->at(8).logged);
    QCOMPARE(rows(m_ledger->view()),
             QStringList({ u"a/c=3 integer r4"_s, u"n=2 counter r6"_s, u"x=1 integer r8"_s }));
}

void tst_DustLedger::batchIsAllOrNothing()
{
    QVERIFY(apply(u"set a 1"_s));
    const auto result = m_ledger->applyBatch(
            LedgerScript::operations({ u"set a 2"_s, u"lease l me 10"_s, u"set b {\"c\":1}"_s,
                                       u"set a 3 @match=1"_s, u"set d 1"_s }),
            u"dev"_s, m_now);
    QVERIFY(!result);
    QCOMPARE(result.error().kind(), DustError::Conflict);
    QCOMPARE(result.error().opIndex(), 3);
    QCOMPARE(result.error().path(), u"a"_s);
    QCOMPARE(result.error().currentRevision(), 2u); // as the operation before it left it
    QCOMPARE(rows(m_ledger->view()), QStringList{ u"a=1 integer r1"_s });
    QCOMPARE(m_ledger->currentSeq(), 1u);
    QCOMPARE(m_ledger->catchUp(0)->events.size(), 1);
    // Nor does the lease linger.
    QCOMPARE(apply(u"lease l me 10"_s)->event.storeSeq, 2u);
    QVERIFY(m_ledger->applyBatch({}, u"dev"_s, m_now)->isEmpty());
}

void tst_DustLedger::batchErrors_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("reason");
    QTest::newRow("malformed") << u"merge x {} @match=1"_s << u"if_match_unsupported_op"_s;
    QTest::newRow("exists") << u"set x 1 @absent"_s << u"exists"_s;
    QTest::newRow("fenced") << u"set x 1 @fence=l:1"_s << u"fenced"_s;
    QTest::newRow("wrong type") << u"add x 1"_s << u"not_a_list"_s;
    QTest::newRow("occupied") << u"lease x me 1"_s << u"occupied"_s;
}

void tst_DustLedger::batchErrors()
{
    QFETCH(QString, line);
    QFETCH(QString, reason);
    const auto result = m_ledger->applyBatch({ operation(u"set x 1"_s), operation(line) }, u"dev"_s,
                                             m_now);
    QVERIFY(!result);
    QCOMPARE(result.error().reason(), reason);
    QCOMPARE(result.error().opIndex(), 1);
    QCOMPARE(result.error().path(), u"x"_s);
    QCOMPARE(m_ledger->entryCount(), 0);
}

void tst_DustLedger::aBatchIsOneTransaction()
{
    QList<DustOperation> many;
    for (int i = 0; i < 1000; ++i)
        many.append(operation(u"set a/%1 %1"_s.arg(i)));
    QCOMPARE(m_ledger->applyBatch(many, u"dev"_s, m_now)->size(), 1000);
    QCOMPARE(m_storage->transactions, 1);
    QCOMPARE(m_ledger->currentSeq(), 1000u);
}

void tst_DustLedger::aFullDiskChangesNothing()
{
    QVERIFY(apply(u"set a 1"_s));
    m_storage->isFull = true;
    const auto single = apply(u"set a {\"b\":2}"_s);
    QCOMPARE(single.error().kind(), DustError::Storage);
    QVERIFY(!single.error().message().isEmpty());
    const auto batch = m_ledger->applyBatch(
            LedgerScript::operations({ u"delete a"_s, u"lease l me 10"_s }), u"dev"_s, m_now);
    QCOMPARE(batch.error().kind(), DustError::Storage);
    QCOMPARE(batch.error().opIndex(), -1);
    QCOMPARE(m_ledger->compact().error().kind(), DustError::Storage);
    QCOMPARE(m_ledger->rollbackPath(path(u"a"_s), 0, m_now).error().kind(), DustError::Storage);
    QCOMPARE(m_ledger->rollbackStore(0, m_now).error().kind(), DustError::Storage);

    QCOMPARE(rows(m_ledger->view()), QStringList{ u"a=1 integer r1"_s });
    QCOMPARE(m_ledger->currentSeq(), 1u);
    QCOMPARE(m_ledger->compactedThrough(), 0u);
    QCOMPARE(m_ledger->opCount(), 1);

    m_storage->isFull = false;
    QCOMPARE(apply(u"lease l me 10"_s)->event.storeSeq, 2u);
    QCOMPARE(m_ledger->catchUp(0)->events.size(), 2);
}

void tst_DustLedger::theLogMakesRoomOnAFullDisk()
{
    m_storage->maximumLog = 3;
    for (int i = 1; i <= 4; ++i)
        QCOMPARE(apply(u"set a %1"_s.arg(i))->event.storeSeq, quint64(i));
    QCOMPARE(m_ledger->compactedThrough(), 3u);
    QCOMPARE(m_ledger->opCount(), 1);
    QVERIFY(apply(u"lease l me 10"_s));
    const auto batch = m_ledger->applyBatch(
            LedgerScript::operations({ u"set b 1"_s, u"set c 2"_s }), u"dev"_s, m_now);
    QVERIFY2(batch, qPrintable(batch.error().message()));
    QCOMPARE(batch->size(), 2);
    QCOMPARE(m_ledger->compactedThrough(), 5u);
    QCOMPARE(m_ledger->currentSeq(), 7u);
    QCOMPARE(apply(u"lease l you 10"_s).error().kind(), DustError::Held);

    // What the log knew is read before it goes.
    QCOMPARE(apply(u"set d 1"_s)->event.storeSeq, 8u);
    const auto back = m_ledger->rollbackStore(6, m_now);
    QVERIFY2(back, qPrintable(back.error().message()));
    QCOMPARE(back->size(), 2);
    QCOMPARE(m_ledger->compactedThrough(), 8u);
    QVERIFY(!m_ledger->view().find("c") && !m_ledger->view().find("d"));

    m_ledger.reset();
    const auto opened = DustLedger::open(m_storage, m_now);
    QVERIFY2(opened, qPrintable(opened.error().message()));
    QCOMPARE((*opened)->currentSeq(), 10u);
    QCOMPARE((*opened)->compactedThrough(), 8u);
}

void tst_DustLedger::aWriteThatNeverFitsKeepsTheLog()
{
    m_storage->maximumLog = 2;
    QVERIFY(apply(u"set a 1"_s));
    const auto batch = m_ledger->applyBatch(
            LedgerScript::operations({ u"set b 1"_s, u"set c 2"_s, u"set d 3"_s }), u"dev"_s,
            m_now);
    QCOMPARE(batch.error().reason(), u"disk_full"_s);
    QCOMPARE(m_ledger->compactedThrough(), 0u);
    QCOMPARE(m_ledger->opCount(), 1);
    QCOMPARE(rows(m_ledger->view()), QStringList{ u"a=1 integer r1"_s });
    QCOMPARE(m_ledger->rollbackStore(0, m_now)->size(), 1);
}

QTEST_GUILESS_MAIN(tst_DustLedger)
#include "tst_dustledger.moc"
