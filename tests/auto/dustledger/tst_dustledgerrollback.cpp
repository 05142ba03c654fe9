// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Back to how a path, or the store, was.

#include "fragilestorage.h"
#include "scriptedledger.h"

using namespace Qt::StringLiterals;
using namespace LedgerScript;

class tst_DustLedgerRollback : public QObject, private ScriptedLedger
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }

    void rollbackOfAPath_data();
    void rollbackOfAPath();
    void rollbackRefusals_data();
    void rollbackRefusals();
    void rollbackAcrossCompaction();
    void rollbackOfTheStore_data();
    void rollbackOfTheStore();
    void rollbackOfTheStoreRefused();
};

void tst_DustLedgerRollback::rollbackOfAPath_data()
{
    QTest::addColumn<QStringList>("lines");
    QTest::addColumn<QString>("at");
    QTest::addColumn<int>("toSeq");
    QTest::addColumn<QString>("event"); // empty: noop
    QTest::addColumn<QStringList>("expected");

    const auto row = [](const char *name, const QStringList &lines, const QString &at, int toSeq,
                        const QString &event, const QStringList &expected) {
        QTest::newRow(name) << lines << at << toSeq << event << expected;
    };
    row("a leaf", { u"set a 1"_s, u"set a 2"_s, u"set a 3"_s }, u"a"_s, 1, u"set a 1"_s,
        { u"a=1 integer r4"_s });
    row("a record",
        { u"merge a {\"x\":1,\"y\":2}"_s, u"merge a {\"x\":3,\"z\":4}"_s, u"set b 1"_s }, u"a"_s, 1,
        u"set a {\"x\":1,\"y\":2}"_s,
        { u"a/x=1 integer r4"_s, u"a/y=2 integer r4"_s, u"b=1 integer r3"_s });
    row("to before it was", { u"set b 1"_s, u"set a/x 1"_s }, u"a"_s, 1, u"delete a"_s,
        { u"b=1 integer r1"_s });
    row("to the empty store", { u"set a 1"_s }, u"a"_s, 0, u"delete a"_s, {});
    row("after its ancestor was deleted", { u"set a/b/c 1"_s, u"delete a"_s }, u"a/b"_s, 1,
        u"set a/b {\"c\":1}"_s, { u"a/b/c=1 integer r3"_s });
    row("after an ancestor was written", { u"set a/b 1"_s, u"set a {\"b\":2,\"c\":3}"_s }, u"a/b"_s,
        1, u"set a/b 1"_s, { u"a/b=1 integer r3"_s, u"a/c=3 integer r2"_s });
    row("a leaf that became a record", { u"set a 1"_s, u"set a {\"b\":2}"_s }, u"a"_s, 1,
        u"set a 1"_s, { u"a=1 integer r3"_s });
    row("a counter comes back as a plain number", { u"inc a 1"_s, u"inc a 1"_s }, u"a"_s, 1,
        u"set a 1"_s, { u"a=1 integer r3"_s });
    row("as it is: nothing", { u"set a 1"_s, u"set a 2"_s, u"set a 1"_s }, u"a"_s, 1, {},
        { u"a=1 integer r3"_s });
    row("now: nothing", { u"set a 1"_s }, u"a"_s, 1, {}, { u"a=1 integer r1"_s });
    row("the future means now", { u"set a 1"_s, u"set a 2"_s }, u"a"_s, 99, {},
        { u"a=2 integer r2"_s });
    row("a delete of nothing is an operation", { u"delete a"_s }, u"a"_s, 0, {}, {});
    row("of a rollback", { u"set a 1"_s, u"set a 2"_s }, u"a"_s, 1, u"set a 1"_s,
        { u"a=1 integer r3"_s });
}

void tst_DustLedgerRollback::rollbackOfAPath()
{
    QFETCH(QStringList, lines);
    QFETCH(QString, at);
    QFETCH(int, toSeq);
    QFETCH(QString, event);
    QFETCH(QStringList, expected);
    for (const QString &line : lines)
        QVERIFY(apply(line));

    const auto result = m_ledger->rollbackPath(path(at), quint64(toSeq), m_now);
    QVERIFY2(result.isOk(), qPrintable(result.error().message()));
    QCOMPARE(result->has_value(), !event.isEmpty());
    if (result->has_value()) {
        const DustOperation operation = LedgerScript::operation(event);
        QCOMPARE((*result)->event.op, operation.kind());
        QCOMPARE((*result)->event.path, operation.path());
        QCOMPARE((*result)->event.value, operation.value());
        QCOMPARE((*result)->event.deviceId, u"system:rollback"_s);
        QCOMPARE((*result)->event.clientOpId, u"rollback:%1:%2"_s.arg(toSeq).arg(at));
        QCOMPARE((*result)->event.storeSeq, quint64(lines.size()) + 1);
        QCOMPARE(m_ledger->catchUp(quint64(lines.size()))->events.first(), (*result)->event);
    }
    QCOMPARE(rows(m_ledger->view()), expected);
    QVERIFY(!m_ledger->rollbackPath(path(at), quint64(toSeq), m_now)->has_value());
}

void tst_DustLedgerRollback::rollbackRefusals_data()
{
    QTest::addColumn<QStringList>("lines");
    QTest::addColumn<QString>("at");
    QTest::addColumn<int>("toSeq");
    QTest::addColumn<DustError::Kind>("kind");
    QTest::addColumn<QString>("reason");

    QTest::newRow("unknown path") << QStringList{ u"set b 1"_s } << u"a"_s << 0
                                  << DustError::InvalidParams << u"no_ops"_s;
    QTest::newRow("ancestor that touched nothing in it")
            << QStringList{ u"set a/b 1"_s, u"delete a"_s } << u"a/c"_s << 1
            << DustError::InvalidParams << u"no_ops"_s;
    QTest::newRow("a neighbour's name") << QStringList{ u"set ab 1"_s, u"set a!b 1"_s } << u"a"_s
                                        << 0 << DustError::InvalidParams << u"no_ops"_s;
    QTest::newRow("a leaf with descendants")
            << QStringList{ u"set a 1"_s, u"set a/b 2"_s, u"set a 3"_s } << u"a"_s << 2
            << DustError::Invalid << u"leaf_with_descendants"_s;
    QTest::newRow("segments that read as a typed value")
            << QStringList{ u"set a/_type \"file\""_s, u"set a/b 1"_s, u"delete a"_s } << u"a"_s
            << 2 << DustError::Invalid << u"not_assemblable"_s;
}

void tst_DustLedgerRollback::rollbackRefusals()
{
    QFETCH(QStringList, lines);
    QFETCH(QString, at);
    QFETCH(int, toSeq);
    QFETCH(DustError::Kind, kind);
    QFETCH(QString, reason);
    for (const QString &line : lines)
        QVERIFY(apply(line));
    const auto result = m_ledger->rollbackPath(path(at), quint64(toSeq), m_now);
    QVERIFY(!result);
    QCOMPARE(result.error().kind(), kind);
    QCOMPARE(result.error().reason(), reason);
    QCOMPARE(result.error().path(), at);
    QVERIFY(result.error().message().contains(u'"' + at + u'"'));
    QCOMPARE(m_ledger->currentSeq(), quint64(lines.size()));
}

void tst_DustLedgerRollback::rollbackAcrossCompaction()
{
    QVERIFY(apply(u"set a 1"_s));
    QVERIFY(apply(u"set a 2"_s));
    QVERIFY(m_ledger->compact());
    QCOMPARE(m_ledger->rollbackPath(path(u"a"_s), 1, m_now).error().reason(),
             u"beyond_retention"_s);
    QCOMPARE(m_ledger->rollbackStore(1, m_now).error().reason(), u"beyond_retention"_s);
    QCOMPARE(m_ledger->rollbackPath(path(u"a"_s), 2, m_now).error().reason(), u"no_ops"_s);
    QVERIFY(apply(u"set a 3"_s));
    QVERIFY(m_ledger->rollbackPath(path(u"a"_s), 2, m_now)->has_value());
    QCOMPARE(rows(m_ledger->view()), QStringList{ u"a=2 integer r4"_s });
    QCOMPARE(m_ledger->rollbackPath(DustPath(), 2, m_now).error().reason(), u"empty_path"_s);
}

void tst_DustLedgerRollback::rollbackOfTheStore_data()
{
    QTest::addColumn<QStringList>("lines");
    QTest::addColumn<int>("toSeq");
    QTest::addColumn<QStringList>("events");

    const auto row = [](const char *name, const QStringList &lines, int toSeq,
                        const QStringList &events) {
        QTest::newRow(name) << lines << toSeq << events;
    };
    row("nothing changed", { u"set a 1"_s, u"delete b"_s }, 1, {});
    row("the future means now", { u"set a 1"_s }, 9, {});
    row("a record that came is one delete",
        { u"set x/a 1"_s, u"merge x/b {\"c\":1,\"d\":{\"e\":2}}"_s }, 1, { u"delete x/b"_s });
    row("everything that came is one delete a tree",
        { u"set x/a 1"_s, u"set x/b 1"_s, u"set y 1"_s, u"set y!/z 1"_s }, 0,
        { u"delete x"_s, u"delete y"_s, u"delete y!"_s });
    row("what went comes back leaf by leaf, the rest is not touched",
        { u"set x {\"a\":1,\"b\":2,\"c\":3}"_s, u"merge x {\"a\":4,\"d\":5}"_s, u"delete x/b"_s },
        1, { u"delete x/d"_s, u"set x/a 1"_s, u"set x/b 2"_s });
    row("a leaf over a subtree needs no delete", { u"set a 1"_s, u"set a {\"b\":2,\"c\":3}"_s }, 1,
        { u"set a 1"_s });
    row("a leaf that goes while its descendants stay",
        { u"set a/b 1"_s, u"set a/c 2"_s, u"merge a {\"b!\":3}"_s, u"merge x {\"y\":1}"_s,
          u"set a/c/d 4"_s },
        2, { u"delete a/b!"_s, u"delete a/c/d"_s, u"delete x"_s });
    row("a leaf with descendants that were there before it",
        { u"set a/b 1"_s, u"set a/c 2"_s, u"merge r {\"a\":1}"_s, u"merge r {\"a\":{\"b\":2}}"_s },
        3, { u"set r/a 1"_s });
    row("leaf and descendants both come back",
        { u"set a 1"_s, u"set a/b 2"_s, u"set a!b 3"_s, u"set a 4"_s }, 3,
        { u"set a 1"_s, u"set a/b 2"_s });
    row("the leaf goes, what was below stays",
        { u"set r/a/b 1"_s, u"set r/a/c/d 2"_s, u"merge r {\"a\":3}"_s }, 2,
        { u"delete r/a"_s, u"set r/a/b 1"_s, u"set r/a/c/d 2"_s });
    row("the leaf changes, what was below stays", { u"set a 1"_s, u"set a/b 2"_s, u"inc a 5"_s }, 2,
        { u"set a 1"_s, u"set a/b 2"_s });
    row("what is below a leaf goes", { u"set a 1"_s, u"set a/b 2"_s }, 1, { u"delete a/b"_s });
}

void tst_DustLedgerRollback::rollbackOfTheStore()
{
    QFETCH(QStringList, lines);
    QFETCH(int, toSeq);
    QFETCH(QStringList, events);
    QStringList then;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (i == toSeq)
            then = rows(m_ledger->view());
        QVERIFY(apply(lines.at(i)));
    }
    if (toSeq >= lines.size())
        then = rows(m_ledger->view());

    const auto commits = m_ledger->rollbackStore(quint64(toSeq), m_now);
    QVERIFY2(commits.isOk(), qPrintable(commits.error().message()));
    QStringList written;
    for (const DustCommit &commit : *commits) {
        const DustEvent &event = commit.event;
        const QString value = event.op == DustOperation::Set
                ? u' ' + QString::fromUtf8(event.value.toJson())
                : QString();
        written.append(event.opName() + u' ' + event.pathString() + value);
        QCOMPARE(event.deviceId, u"system:rollback"_s);
        QCOMPARE(event.clientOpId, u"rollback:%1:%2"_s.arg(toSeq).arg(event.pathString()));
    }
    QCOMPARE(written, events);
    const auto values = [](QStringList list) {
        for (QString &row : list)
            row.truncate(row.indexOf(u' '));
        return list;
    };
    QCOMPARE(values(rows(m_ledger->view())), values(then));
    QVERIFY(m_ledger->rollbackStore(quint64(toSeq), m_now)->isEmpty());
}

void tst_DustLedgerRollback::rollbackOfTheStoreRefused()
{
    const auto storage = std::make_shared<FragileStorage>();
    m_storage = storage;
    reopen();
    QVERIFY(apply(u"set a 1"_s));
    QVERIFY(apply(u"set b 1"_s));
    QVERIFY(apply(u"set a 2"_s));
    const QStringList before = rows(m_ledger->view());
    storage->isFull = true;
    QCOMPARE(m_ledger->rollbackStore(1, m_now).error().kind(), DustError::Storage);
    QCOMPARE(rows(m_ledger->view()), before);
    storage->isFull = false;
    const int transactions = storage->transactions;
    QCOMPARE(m_ledger->rollbackStore(1, m_now)->size(), 2);
    QCOMPARE(storage->transactions, transactions + 1);
}

QTEST_GUILESS_MAIN(tst_DustLedgerRollback)
#include "tst_dustledgerrollback.moc"
