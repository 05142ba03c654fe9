// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Requests that are made to last together: each is all or nothing, as if it had come alone.

#include "../shared/histories.h"
#include "fragilestorage.h"
#include "ledgerscript.h"

#include "dustlogrecord_p.h"

#include <QtTest/QTest>

#include <random>

using namespace Qt::StringLiterals;
using namespace LedgerScript;

namespace {

const DustNow Now{ 100, 1'700'000'000'000 };

struct Store
{
    std::shared_ptr<FragileStorage> storage = std::make_shared<FragileStorage>();
    std::unique_ptr<DustLedger> ledger = DustLedger::open(storage, Now).value();

    QStringList state() const
    {
        QStringList all = rows(ledger->view());
        const auto records = ledger->log(0, 1'000'000);
        for (const DustLogRecord &record : *records)
            all.append(u"%1 %2 %3 %4"_s.arg(QString::number(record.seq), record.deviceId,
                                            QString::fromUtf8(record.path),
                                            QString::fromLatin1(record.value.toHex())));
        all.append(u"%1 of %2 bytes, log of %3"_s.arg(ledger->currentSeq())
                           .arg(ledger->rowBytes())
                           .arg(ledger->logBytes()));
        return all;
    }
};

DustWriteRequest request(const QStringList &lines, const QString &device = u"dev"_s)
{
    return { operations(lines), device };
}

QStringList outcome(const DustResult<QList<DustCommit>> &result)
{
    QStringList lines;
    if (!result)
        return { result.error().message(), QString::number(result.error().opIndex()) };
    for (const DustCommit &commit : *result)
        lines += QStringList(QString::number(commit.event.storeSeq)) + changes(commit);
    return lines;
}

} // namespace

class tst_DustLedgerGroup : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isOneTransaction();
    void oneRefusalIsNobodyElses();
    void aHalfRequestLeavesNothing();
    void leasesOfAHalfRequestAreGone();
    void theDiskIsFull();
    void oneThatIsTooLargeIsNobodyElses();
    void equalsOneAfterTheOther();
    void clearsTwins_data();
    void clearsTwins();
};

void tst_DustLedgerGroup::isOneTransaction()
{
    Store store;
    const auto results = store.ledger->applyGroup(
            { request({ u"set a 1"_s }, u"x"_s), request({ u"inc a 2"_s, u"set b 1"_s }, u"y"_s) },
            Now);
    QCOMPARE(results.size(), 2);
    QVERIFY(results.at(0) && results.at(1));
    QCOMPARE(results.at(1)->at(0).event.value, DustValue(3));
    QCOMPARE(results.at(1)->at(1).event.storeSeq, 3u);
    QCOMPARE(results.at(1)->at(1).event.deviceId, u"y"_s);
    QCOMPARE(store.storage->transactions, 1);
    QCOMPARE(store.ledger->opCount(), 3);
}

void tst_DustLedgerGroup::oneRefusalIsNobodyElses()
{
    Store store;
    const auto results = store.ledger->applyGroup({ request({ u"set a 1 @absent"_s }),
                                                    request({ u"set a 2 @absent"_s }),
                                                    request({ u"set b 3"_s }) },
                                                  Now);
    QVERIFY(results.at(0) && results.at(2));
    QCOMPARE(results.at(1).error().kind(), DustError::Exists);
    QCOMPARE(results.at(1).error().currentRevision(), 1u);
    QCOMPARE(rows(store.ledger->view()), QStringList({ u"a=1 integer r1"_s, u"b=3 integer r2"_s }));
}

void tst_DustLedgerGroup::aHalfRequestLeavesNothing()
{
    Store store;
    QVERIFY(store.ledger->apply(operation(u"set keep {\"x\":1}"_s), u"dev"_s, Now));
    const QStringList before = store.state();
    const auto results = store.ledger->applyGroup(
            { request({ u"delete keep"_s, u"set new 1"_s, u"set new 2 @match=9"_s }) }, Now);
    QCOMPARE(results.at(0).error().kind(), DustError::Conflict);
    QCOMPARE(results.at(0).error().opIndex(), 2);
    QCOMPARE(store.state(), before);
    QVERIFY(store.ledger->apply(operation(u"set next 1"_s), u"dev"_s, Now));
    QCOMPARE(store.ledger->currentSeq(), 2u);
}

void tst_DustLedgerGroup::leasesOfAHalfRequestAreGone()
{
    Store store;
    const auto results = store.ledger->applyGroup(
            { request({ u"lease l me 1000"_s, u"inc l 1"_s }), request({ u"lease l you 1000"_s }) },
            Now);
    QVERIFY(!results.at(0));
    QVERIFY2(results.at(1), qPrintable(results.at(1).error().message()));
    const DustNow later{ Now.monotonic + 999, Now.unix };
    QCOMPARE(store.ledger->apply(operation(u"lease l me 1"_s), u"dev"_s, later).error().kind(),
             DustError::Held);
}

void tst_DustLedgerGroup::theDiskIsFull()
{
    Store store;
    store.storage->isFull = true;
    const QStringList before = store.state();
    const auto results = store.ledger->applyGroup(
            { request({ u"set a 1"_s }), request({ u"set b 1"_s }) }, Now);
    for (const auto &result : results)
        QCOMPARE(result.error().kind(), DustError::Storage);
    QCOMPARE(store.state(), before);
}

void tst_DustLedgerGroup::oneThatIsTooLargeIsNobodyElses()
{
    Store store;
    store.storage->maximumLog = 3;
    const auto results = store.ledger->applyGroup(
            { request({ u"set a 1"_s }),
              request({ u"set b 1"_s, u"set c 1"_s, u"set d 1"_s, u"set e 1"_s }),
              request({ u"set f 1"_s }) },
            Now);
    QVERIFY(results.at(0));
    QCOMPARE(results.at(1).error().kind(), DustError::Storage);
    QVERIFY(results.at(2));
    QCOMPARE(rows(store.ledger->view()), QStringList({ u"a=1 integer r1"_s, u"f=1 integer r2"_s }));
}

void tst_DustLedgerGroup::equalsOneAfterTheOther()
{
    const QStringList lines = {
        u"set a 1"_s,          u"set a/b 2"_s,         u"set a {\"b\":{\"c\":1},\"d\":2}"_s,
        u"delete a"_s,         u"delete a/b"_s,        u"merge a {\"b\":5,\"e\":{}}"_s,
        u"inc n 2"_s,          u"inc n -1.5"_s,        u"inc a 1"_s,
        u"add s \"x\""_s,      u"add s \"y\""_s,       u"rm s \"x\""_s,
        u"set n null"_s,       u"set s 1"_s,           u"lease l me 50"_s,
        u"release l 3"_s,      u"renew l 5 100"_s,     u"set a 3 @absent"_s,
        u"set n 1 @match=4"_s, u"delete n @match=7"_s, u"set z 1 @fence=l:3"_s,
    };
    const int histories = historyCount(300);
    const quint32 first = firstSeed();
    for (int i = 0; i < histories; ++i) {
        std::minstd_rand random(first + quint32(i));
        const auto below = [&](int limit) { return int(random() % quint32(limit)); };
        Store together;
        Store alone;
        for (int round = 0; round < 6; ++round) {
            QList<DustWriteRequest> requests;
            for (int n = below(5) + 1; n > 0; --n) {
                QStringList some;
                for (int k = below(3) + 1; k > 0; --k)
                    some.append(lines.at(below(int(lines.size()))));
                requests.append(request(some, u"dev%1"_s.arg(n)));
            }
            const auto results = together.ledger->applyGroup(requests, Now);
            for (qsizetype n = 0; n < requests.size(); ++n)
                QCOMPARE(outcome(results.at(n)),
                         outcome(alone.ledger->applyBatch(requests.at(n).operations,
                                                          requests.at(n).deviceId, Now)));
        }
        const QByteArray seed = "DUST_SEED=" + QByteArray::number(first + quint32(i));
        QVERIFY2(together.state() == alone.state(), seed.constData());
    }
}

void tst_DustLedgerGroup::clearsTwins_data()
{
    QTest::addColumn<bool>("ignoring");
    QTest::addColumn<QString>("line");
    QTest::addColumn<QStringList>("expected");
    const QStringList all = { u"CASE=0"_s, u"Case/X=1"_s, u"case-2=2"_s, u"case/x=3"_s,
                              u"casé/x=4"_s };
    const auto without = [&](const QStringList &gone) {
        QStringList left = all;
        left.removeIf([&](const QString &row) { return gone.contains(row); });
        return left;
    };
    QTest::newRow("exact") << false << u"delete case"_s << without({ u"case/x=3"_s });
    QTest::newRow("delete") << true << u"delete case"_s
                            << without({ u"Case/X=1"_s, u"case/x=3"_s });
    QTest::newRow("set") << true << u"set cASE {}"_s << without({ u"Case/X=1"_s, u"case/x=3"_s });
    QTest::newRow("merge") << true << u"merge cASE {}"_s << all;
    QTest::newRow("non-ASCII letters keep their case") << true << u"delete CASÉ"_s << all;
}

void tst_DustLedgerGroup::clearsTwins()
{
    QFETCH(bool, ignoring);
    QFETCH(QString, line);
    QFETCH(QStringList, expected);
    Store store;
    const QStringList lines = { u"set CASE 0"_s, u"set Case/X 1"_s, u"set case-2 2"_s,
                                u"set case/x 3"_s, u"set casé/x 4"_s };
    for (const QString &one : lines)
        QVERIFY(store.ledger->apply(operation(one), u"dev"_s, Now));
    store.ledger->setClearsIgnoringCase(ignoring);
    const auto commit = store.ledger->apply(operation(line), u"dev"_s, Now);
    QVERIFY(commit);
    QStringList left = rows(store.ledger->view());
    for (QString &row : left)
        row = row.section(u' ', 0, 0);
    QCOMPARE(left, expected);
    QVERIFY(std::is_sorted(commit->changes.cbegin(), commit->changes.cend(),
                           [](const auto &a, const auto &b) { return a.path < b.path; }));
    QVERIFY(store.ledger->rollbackStore(5, Now));
    QCOMPARE(store.ledger->entryCount(), 5);
}

QTEST_GUILESS_MAIN(tst_DustLedgerGroup)
#include "tst_dustledgergroup.moc"
