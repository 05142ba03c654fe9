// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Writes that wait become one.

#include "replicabench.h"

using namespace Qt::StringLiterals;

class tst_DustReplicaMerging : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void merges_data();
    void merges();
    void mergesNothingElse_data();
    void mergesNothingElse();
    void keepsAnIdThatWasChosen();
    void mergesIntoNothingThatWasSent();
    void mergesOnlySoMany();
    void tellsWhatWasMerged();
};

void tst_DustReplicaMerging::merges_data()
{
    QTest::addColumn<QList<DustOperation>>("writes");
    QTest::addColumn<DustValue>("sent");
    const auto n = at(u"n"_s);
    QTest::newRow("set, set") << QList<DustOperation>{ DustOperation::set(n, 1),
                                                       DustOperation::set(n, 2) }
                              << DustValue(2);
    QTest::newRow("merge, merge") << QList<DustOperation>{
        DustOperation::merge(n, { { u"x"_s, 1 }, { u"y"_s, 1 } }),
        DustOperation::merge(n, { { u"y"_s, 2 } }), DustOperation::merge(n, { { u"z"_s, 3 } })
    } << DustValue(DustObject{ { u"x"_s, 1 }, { u"y"_s, 2 }, { u"z"_s, 3 } });
    QTest::newRow("increments") << QList<DustOperation>{ DustOperation::increment(n, 5),
                                                         DustOperation::increment(n, -2) }
                                << DustValue(3);
}

void tst_DustReplicaMerging::merges()
{
    QFETCH(QList<DustOperation>, writes);
    QFETCH(DustValue, sent);
    ReplicaBench bench;
    QList<quint64> calls;
    for (const DustOperation &write : writes)
        calls.append(bench.write(write));
    QCOMPARE(bench.replica->pendingCount(), 1);
    bench.goLive();
    QCOMPARE(bench.out.sends.size(), 1);
    QCOMPARE(bench.sent(0).operations.constFirst().clientOpId(), u"op-1"_s);
    QCOMPARE(bench.sent(0).operations.constFirst().value(), sent);
    bench.accept(bench.sent(0), 1);
    for (const quint64 call : std::as_const(calls))
        QCOMPARE(bench.end(call), u"1"_s);
    bench.tell({ bench.echo(bench.sent(0), 1) });
    QCOMPARE(bench.replica->pendingCount(), 0);
}

void tst_DustReplicaMerging::mergesNothingElse_data()
{
    QTest::addColumn<QList<DustOperation>>("writes");
    const auto set = [](int value) { return DustOperation::set(at(u"n"_s), value); };
    const auto row = [](const char *name, const QList<DustOperation> &writes) {
        QTest::newRow(name) << writes;
    };
    row("delete, delete", { DustOperation::remove(at(u"n"_s)), DustOperation::remove(at(u"n"_s)) });
    row("set, increment", { set(1), DustOperation::increment(at(u"n"_s), 1) });
    row("set, if_match", { set(1), set(2).setIfMatch(1) });
    row("if_absent, set", { set(1).setIfAbsent(true), set(2) });
    row("fences", { set(1).setFence({ at(u"f"_s), 1 }), set(2).setFence({ at(u"f"_s), 2 }) });
    row("a write between", { set(1), DustOperation::remove(at(u"n/x"_s)), set(2) });
}

void tst_DustReplicaMerging::mergesNothingElse()
{
    QFETCH(QList<DustOperation>, writes);
    ReplicaBench bench;
    for (const DustOperation &write : writes)
        bench.write(write);
    QCOMPARE(bench.replica->pendingCount(), writes.size());
}

void tst_DustReplicaMerging::keepsAnIdThatWasChosen()
{
    ReplicaBench bench;
    DustReplicaInput::Write write;
    write.keepsId = true;
    for (const QString &id : { u"mine-1"_s, u"mine-2"_s }) {
        write.operation = DustOperation::set(at(u"a"_s), 1).setClientOpId(id);
        bench.feed(write);
    }
    bench.set(u"a"_s, 2);
    QCOMPARE(bench.replica->pendingCount(), 3);
    bench.goLive();
    QCOMPARE(bench.sent(0).operations.constFirst().clientOpId(), u"mine-1"_s);
}

void tst_DustReplicaMerging::mergesIntoNothingThatWasSent()
{
    ReplicaBench bench;
    bench.goLive();
    const quint64 first = bench.set(u"a"_s, 1);
    const quint64 second = bench.set(u"a"_s, 2);
    const quint64 third = bench.set(u"a"_s, 3); // into the second
    QCOMPARE(bench.replica->pendingCount(), 2);
    bench.tell({ bench.echo(bench.sent(0), 1) });
    QCOMPARE(bench.sent(1).operations.constFirst().value(), DustValue(3));
    bench.accept(bench.sent(1), 2);
    QCOMPARE(bench.end(first), u"1"_s);
    QCOMPARE(bench.end(second), u"2"_s);
    QCOMPARE(bench.end(third), u"2"_s);
}

void tst_DustReplicaMerging::mergesOnlySoMany()
{
    ReplicaBench bench;
    for (int i = 0; i < 200; ++i)
        bench.set(u"a"_s, i);
    QCOMPARE(bench.replica->pendingCount(), 4);
    QCOMPARE(bench.value(u"a"_s), DustValue(199));
}

void tst_DustReplicaMerging::tellsWhatWasMerged()
{
    ReplicaBench bench;
    bench.write(DustOperation::remove(at(u"links"_s)));
    for (int i = 0; i < 3; ++i)
        bench.set(u"links/%1"_s.arg(i), i);
    bench.set(u"links/1"_s, 5);
    QCOMPARE(bench.replica->pendingCount(), 4);
    QCOMPARE(bench.out.viewChanges.size(), 1);
    QCOMPARE(bench.out.viewChanges.constFirst().changes.size(), 1);
    QCOMPARE(bench.value(u"links/1"_s), DustValue(5));
}

QTEST_APPLESS_MAIN(tst_DustReplicaMerging)
#include "tst_dustreplicamerging.moc"
