// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// One store of a server: what is committed together, what is told in which order, and what real
// servers get wrong.

#include "../dustledger/fragilestorage.h"
#include "dustserverstore_p.h"

#include <QtCore/QUuid>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <limits>

using namespace Qt::StringLiterals;

namespace {

// One store, whose transactions are counted.
class CountingFile final : public DustStorageFile
{
public:
    DustResult<std::shared_ptr<DustStorage>> storage(const QString &) override
    {
        return std::shared_ptr<DustStorage>(counting);
    }
    QStringList storeNames() const override { return {}; }

    const std::shared_ptr<FragileStorage> counting = std::make_shared<FragileStorage>();
};

DustPath path(const QString &rendered)
{
    return *DustPath::parse(rendered);
}

DustOperation set(const QString &at, const DustValue &value)
{
    return DustOperation::set(path(at), value);
}

} // namespace

class tst_DustServerStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_settings = DustServerSettings();
        m_settings.now = [this] { return m_now; };
        m_file = std::make_shared<CountingFile>();
        reopen();
        m_story.clear();
    }
    void cleanup() { m_store.reset(); }

    void commitsATurnTogether();
    void tellsInOrder();
    void aRefusalIsNobodyElses();
    void broadcasts_data();
    void broadcasts();
    void writesLater();
    void mayGoInAnAnswer();
    void mayGoInABroadcast();
    void refusesWhatGrowsTooMuch();
    void compactsWhenDue();
    void spoilsTotals_data();
    void spoilsTotals();
    void spoilsTotalsExactly_data();
    void spoilsTotalsExactly();
    void keepsFiles();
    void keepsFilesThatWereRolledBack_data();
    void keepsFilesThatWereRolledBack();
    void takesNoOnesWordForAFile();
    void keepsFilesOfWritesThatWait();
    void rollsBack();
    void rollsBackIgnoringCase_data() { forBothModes(); }
    void rollsBackIgnoringCase();
    void rollsTheStoreBackExactly_data() { forBothModes(); }
    void rollsTheStoreBackExactly();
    void hasTheSameUuidAgain();

private:
    static void forBothModes()
    {
        QTest::addColumn<bool>("asProduction");
        QTest::newRow("as production") << true;
        QTest::newRow("default") << false;
    }
    void reopen()
    {
        auto opened = DustServerStore::open(u"acme/main"_s, m_file, &m_settings);
        QVERIFY(opened);
        m_store = std::move(*opened);
        connect(m_store.get(), &DustServerStore::committed, this, [this](const auto &commit) {
            m_story.append(u"event %1"_s.arg(commit.event.storeSeq));
        });
    }
    void write(const QList<DustOperation> &operations, const QString &name = {},
               DustServerWrite::Origin origin = DustServerWrite::Channel, bool silent = false)
    {
        DustServerWrite request;
        request.operations = operations;
        request.deviceId = u"dev"_s;
        request.origin = origin;
        request.isSilent = silent;
        request.answer = [this, name](const auto &result) {
            m_story.append(result ? name : name + u' ' + result.error().reason());
        };
        m_store->write(request);
    }

    DustNow m_now{ 1000, 1'700'000'000'000 };
    DustServerSettings m_settings;
    std::shared_ptr<CountingFile> m_file;
    std::unique_ptr<DustServerStore> m_store;
    QStringList m_story;
};

void tst_DustServerStore::commitsATurnTogether()
{
    for (int i = 0; i < 100; ++i)
        write({ set(u"a/%1"_s.arg(i), i) });
    QCOMPARE(m_store->ledger().currentSeq(), 0u);
    QVERIFY(m_story.isEmpty());
    QTRY_COMPARE(m_story.size(), 200);
    QCOMPARE(m_file->counting->transactions, 1);
    QCOMPARE(m_store->ledger().currentSeq(), 100u);
}

void tst_DustServerStore::tellsInOrder()
{
    write({ set(u"a"_s, 1) }, u"first"_s);
    write({ set(u"b"_s, 1), set(u"c"_s, 1) }, u"second"_s);
    m_store->flush();
    QCOMPARE(m_story,
             QStringList({ u"event 1"_s, u"first"_s, u"event 2"_s, u"event 3"_s, u"second"_s }));
    m_store->flush();
    QCOMPARE(m_story.size(), 5);
}

void tst_DustServerStore::aRefusalIsNobodyElses()
{
    write({ set(u"a"_s, 1) }, u"first"_s);
    write({ set(u"x"_s, 1), set(u"a"_s, 2).setIfMatch(7) }, u"second"_s);
    write({ set(u"a"_s, 3) }, u"third"_s);
    m_store->flush();
    QCOMPARE(m_story,
             QStringList(
                     { u"event 1"_s, u"first"_s, u"second conflict"_s, u"event 2"_s, u"third"_s }));
    QVERIFY(!m_store->ledger().view().find("x"));
}

void tst_DustServerStore::broadcasts_data()
{
    QTest::addColumn<bool>("asProduction");
    QTest::addColumn<bool>("overHttp");
    QTest::addColumn<bool>("silent");
    QTest::addColumn<bool>("isTold");
    QTest::newRow("channel") << false << false << false << true;
    QTest::newRow("http") << false << true << false << true;
    QTest::newRow("silent") << false << false << true << false;
    QTest::newRow("channel, production") << true << false << false << true;
    QTest::newRow("http, production") << true << true << false << false;
}

void tst_DustServerStore::broadcasts()
{
    QFETCH(bool, asProduction);
    QFETCH(bool, overHttp);
    QFETCH(bool, silent);
    QFETCH(bool, isTold);
    m_settings.asProduction = asProduction;
    write({ set(u"a"_s, 1) }, u"answer"_s,
          overHttp ? DustServerWrite::Http : DustServerWrite::Channel, silent);
    m_store->flush();
    QCOMPARE(m_story,
             isTold ? QStringList({ u"event 1"_s, u"answer"_s }) : QStringList{ u"answer"_s });
}

void tst_DustServerStore::writesLater()
{
    DustServerWrite late;
    late.operations = { set(u"late"_s, 1) };
    late.isSilent = true;
    m_store->writeLater(late, 1);
    write({ set(u"a"_s, 1) }, u"now"_s);
    m_store->flush();
    QTRY_COMPARE(m_store->ledger().currentSeq(), 2u);
    QCOMPARE(m_story, QStringList({ u"event 1"_s, u"now"_s }));
    QCOMPARE(m_store->ledger().view().find("late")->revision(), 2u);
}

void tst_DustServerStore::mayGoInAnAnswer()
{
    DustServerWrite last;
    last.operations = { set(u"a"_s, 1) };
    last.answer = [this](const auto &) { m_store.reset(); };
    m_store->write(last);
    write({ set(u"b"_s, 1) }, u"never"_s);
    QTRY_VERIFY(!m_store);
    QVERIFY(!m_story.contains(u"never"_s));
}

void tst_DustServerStore::mayGoInABroadcast()
{
    connect(m_store.get(), &DustServerStore::committed, this, [this] { m_store.reset(); });
    write({ set(u"a"_s, 1), set(u"b"_s, 1) }, u"never"_s);
    QTRY_VERIFY(!m_store);
    QCOMPARE(m_story, QStringList{ u"event 1"_s });
}

// A merge as well, and what others write is not touched.
void tst_DustServerStore::refusesWhatGrowsTooMuch()
{
    DustObject many;
    for (int i = 0; i < 6000; ++i)
        many.insert(QString::number(i), 1);
    const DustObject tooMuch{ { QString(49'000, u'k'), DustValue(many) } };
    write({ set(u"a"_s, 1) }, u"first"_s);
    write({ set(u"b"_s, 1), set(u"c"_s, tooMuch) }, u"second"_s);
    write({ DustOperation::merge(path(u"d"_s), tooMuch) }, u"third"_s);
    write({ set(u"e"_s, many) }, u"fourth"_s);
    m_store->flush();
    QCOMPARE(m_story,
             QStringList({ u"event 1"_s, u"first"_s, u"second value_too_large"_s,
                           u"third value_too_large"_s, u"event 2"_s, u"fourth"_s }));
    QVERIFY(!m_store->ledger().view().find("b"));
}

void tst_DustServerStore::compactsWhenDue()
{
    m_settings.compactAfter = 10;
    QSignalSpy compacted(m_store.get(), &DustServerStore::compacted);
    for (int i = 0; i < 10; ++i)
        write({ set(u"a"_s, i) });
    m_store->flush();
    QCOMPARE(compacted.size(), 0);
    write({ set(u"a"_s, 10) });
    m_store->flush();
    QCOMPARE(compacted.size(), 1);
    QCOMPARE(m_store->ledger().opCount(), 0);
    const auto page = m_store->catchUp(3);
    QVERIFY(page && page->snapshot);
    QCOMPARE(page->snapshot->seq, 11u);
}

void tst_DustServerStore::spoilsTotals_data()
{
    QTest::addColumn<bool>("asProduction");
    QTest::addColumn<quint64>("since");
    QTest::addColumn<QStringList>("values");
    const QStringList live = { u"10"_s,      u"15"_s,      u"[\"x\"]"_s,
                               u"null"_s,    u"[\"y\"]"_s, u"[\"z\",\"y\"]"_s,
                               u"[\"z\"]"_s, u"7"_s };
    QTest::newRow("right") << false << quint64(0) << live;
    QStringList spoiled = live;
    spoiled[1] = u"5"_s;
    spoiled[4] = u"[\"y\",\"x\"]"_s; // the delete between them is forgotten
    spoiled[5] = u"[\"z\",\"y\",\"x\"]"_s;
    spoiled[6] = u"[\"z\",\"x\"]"_s;
    QTest::newRow("as production") << true << quint64(0) << spoiled;
    QTest::newRow("the set is in another page") << true << quint64(4) << live.sliced(4);
}

void tst_DustServerStore::spoilsTotals()
{
    QFETCH(bool, asProduction);
    QFETCH(quint64, since);
    QFETCH(QStringList, values);
    m_settings.asProduction = asProduction;
    write({ set(u"n"_s, 10), DustOperation::increment(path(u"n"_s), 5),
            DustOperation::addMember(path(u"s"_s), u"x"_s), DustOperation::remove(path(u"s"_s)),
            DustOperation::addMember(path(u"s"_s), u"y"_s),
            DustOperation::addMember(path(u"s"_s), u"z"_s),
            DustOperation::removeMember(path(u"s"_s), u"y"_s),
            DustOperation::increment(path(u"m"_s), 7) });
    m_store->flush();
    const auto page = m_store->catchUp(since);
    QVERIFY(page);
    QStringList found;
    for (const DustEvent &event : page->events)
        found.append(QString::fromUtf8(event.value.toJson()));
    QCOMPARE(found, values);
}

// From -2^63 to 2^64-1, in whatever order they come.
void tst_DustServerStore::spoilsTotalsExactly_data()
{
    constexpr quint64 Most = std::numeric_limits<quint64>::max();
    constexpr qint64 Least = std::numeric_limits<qint64>::min();
    constexpr qint64 MostSigned = std::numeric_limits<qint64>::max();
    QTest::addColumn<DustValue>("start");
    QTest::addColumn<DustArray>("increments");
    QTest::addColumn<DustArray>("totals");
    const auto row = [](const char *name, const DustValue &start, const DustArray &increments,
                        const DustArray &totals) {
        QTest::newRow(name) << start << increments << totals;
    };
    row("from the least by the most", Least, { Most }, { Most });
    row("beyond 2^63", 1, { MostSigned, qint64(1) << 62 },
        { MostSigned, quint64(MostSigned) + (quint64(1) << 62) });
    // What no number holds is told as it is.
    row("outside", Most, { -2, Least }, { -2, MostSigned - 2 });
    row("back below 2^63", Most, { Least, MostSigned }, { Least, -1 });
    row("fractions", 1, { 0.5, 2 }, { 0.5, 2.5 });
}

void tst_DustServerStore::spoilsTotalsExactly()
{
    QFETCH(DustValue, start);
    QFETCH(DustArray, increments);
    m_settings.asProduction = true;
    write({ set(u"c"_s, start) });
    for (const DustValue &increment : increments)
        write({ DustOperation::increment(path(u"c"_s), increment) });
    m_store->flush();
    const auto page = m_store->catchUp(0);
    QVERIFY(page);
    DustArray found;
    for (const DustEvent &event : page->events.sliced(1))
        found.append(event.value);
    QTEST(found, "totals");
}

void tst_DustServerStore::keepsFiles()
{
    const auto file = [](const QString &hash) {
        return DustValue(DustObject{ { u"_type"_s, u"file"_s }, { u"hash"_s, hash } });
    };
    write({ DustOperation::putFile(path(u"a"_s), file(u"h1"_s)),
            DustOperation::putFile(path(u"b"_s), file(u"h1"_s)),
            DustOperation::putFile(path(u"c"_s), file(u"h2"_s)) });
    m_store->flush();
    QVERIFY(m_store->refersTo(u"h1"_s) && m_store->refersTo(u"h2"_s));
    write({ DustOperation::remove(path(u"a"_s)), set(u"c"_s, 1) });
    m_store->flush();
    QVERIFY(m_store->refersTo(u"h1"_s));
    QVERIFY(!m_store->refersTo(u"h2"_s));
    QVERIFY(m_store->keptFiles()->contains(u"h2"_s)); // a rollback may want it
    reopen();
    QVERIFY(m_store->refersTo(u"h1"_s));
    QVERIFY(!m_store->refersTo(u"h2"_s));
    QVERIFY(m_store->compact());
    QVERIFY(!m_store->keptFiles()->contains(u"h2"_s));
    QVERIFY(m_store->keptFiles()->contains(u"h1"_s));
}

// As an entry of type map (PROTOCOL §7), which is fetched as before, also when nothing but the entry
// itself tells of the file any more.
void tst_DustServerStore::keepsFilesThatWereRolledBack_data()
{
    QTest::addColumn<bool>("wholeStore");
    QTest::newRow("path") << false;
    QTest::newRow("store") << true;
}

void tst_DustServerStore::keepsFilesThatWereRolledBack()
{
    QFETCH(bool, wholeStore);
    const DustValue file(DustObject{ { u"_type"_s, u"file"_s }, { u"hash"_s, u"h1"_s } });
    write({ DustOperation::putFile(path(u"a"_s), file) });
    write({ DustOperation::remove(path(u"a"_s)) });
    m_store->flush();
    QVERIFY(!m_store->refersTo(u"h1"_s));
    if (wholeStore)
        QVERIFY(m_store->rollbackStore(1));
    else
        QVERIFY(m_store->rollbackPath(path(u"a"_s), 1));
    QVERIFY(m_store->refersTo(u"h1"_s) && m_store->owns(u"h1"_s));
    reopen();
    QVERIFY(m_store->refersTo(u"h1"_s) && m_store->owns(u"h1"_s));
    QVERIFY(m_store->compact());
    QVERIFY(m_store->keptFiles()->contains(u"h1"_s));
    QVERIFY(m_store->refersTo(u"h1"_s) && m_store->owns(u"h1"_s));
    reopen();
    QVERIFY(m_store->refersTo(u"h1"_s) && m_store->owns(u"h1"_s));
    write({ DustOperation::remove(path(u"a"_s)) });
    m_store->flush();
    QVERIFY(!m_store->refersTo(u"h1"_s));
    QVERIFY(m_store->compact());
    QVERIFY(!m_store->keptFiles()->contains(u"h1"_s));
    QVERIFY(!m_store->owns(u"h1"_s));
    reopen();
    QVERIFY(!m_store->owns(u"h1"_s));
}

// Anybody can write the envelope of a file that is in another store.
void tst_DustServerStore::takesNoOnesWordForAFile()
{
    const DustValue file(DustObject{ { u"_type"_s, u"file"_s }, { u"hash"_s, u"h1"_s } });
    write({ set(u"a"_s, file) });
    m_store->flush();
    QVERIFY(m_store->refersTo(u"h1"_s));
    QVERIFY(!m_store->owns(u"h1"_s));
    QVERIFY(!m_store->keptFiles()->contains(u"h1"_s));
    reopen();
    QVERIFY(!m_store->owns(u"h1"_s));
    QVERIFY(!m_store->keptFiles()->contains(u"h1"_s));
    write({ DustOperation::remove(path(u"a"_s)) }); // the log has it now
    m_store->flush();
    QVERIFY(!m_store->keptFiles()->contains(u"h1"_s));
}

// Its contents are there before the write is: a compaction between them must not take them away.
void tst_DustServerStore::keepsFilesOfWritesThatWait()
{
    const DustValue file(DustObject{ { u"_type"_s, u"file"_s }, { u"hash"_s, u"h1"_s } });
    write({ DustOperation::putFile(path(u"a"_s), file) });
    write({ DustOperation::putFile(path(u"b"_s), file).setIfMatch(7) });
    QVERIFY(m_store->keptFiles()->contains(u"h1"_s));
    QVERIFY(!m_store->refersTo(u"h1"_s));
    m_store->flush();
    QVERIFY(m_store->keptFiles()->contains(u"h1"_s));
    write({ DustOperation::remove(path(u"a"_s)) });
    m_store->flush();
    QVERIFY(m_store->compact());
    QVERIFY(!m_store->keptFiles()->contains(u"h1"_s));
}

void tst_DustServerStore::rollsBack()
{
    write({ set(u"a"_s, 1) });
    m_store->flush();
    write({ set(u"a"_s, 2) }, u"waited"_s);
    const auto commit = m_store->rollbackPath(path(u"a"_s), 1);
    QVERIFY(commit && *commit);
    QCOMPARE(m_story.sliced(2), QStringList({ u"event 2"_s, u"waited"_s, u"event 3"_s }));
    write({ set(u"b"_s, 2) });
    const auto count = m_store->rollbackStore(1);
    QCOMPARE(*count, 1);
    QCOMPARE(m_story.last(), QString());
    QVERIFY(!m_store->ledger().view().find("b"));
}

// As production, whatever came before it: here nothing since the store was opened.
void tst_DustServerStore::rollsBackIgnoringCase()
{
    QFETCH(bool, asProduction);
    m_settings.asProduction = asProduction;
    write({ set(u"Case/x"_s, 1), set(u"case/y"_s, 1) });
    m_store->flush();
    reopen();
    const auto commit = m_store->rollbackPath(path(u"case"_s), 1);
    QVERIFY(commit && *commit);
    QCOMPARE((*commit)->event.op, DustOperation::Delete);
    QVERIFY(!m_store->ledger().view().find("case/y"));
    QCOMPARE(m_store->ledger().view().find("Case/x") == nullptr, asProduction);
}

// What was there, however much the writes before it cleared.
void tst_DustServerStore::rollsTheStoreBackExactly()
{
    QFETCH(bool, asProduction);
    m_settings.asProduction = asProduction;
    write({ set(u"Case/x"_s, 1), set(u"b/C/x"_s, 1), set(u"case/y"_s, 1), set(u"b/c"_s, 2) });
    m_store->flush();
    const auto count = m_store->rollbackStore(2);
    QVERIFY(count);
    QCOMPARE(m_store->ledger().entryCount(), 2);
    QVERIFY(m_store->ledger().view().find("Case/x"));
    QVERIFY(m_store->ledger().view().find("b/C/x"));
    write({ DustOperation::remove(path(u"case"_s)) }); // clears as before
    m_store->flush();
    QCOMPARE(m_store->ledger().view().find("Case/x") == nullptr, asProduction);
}

void tst_DustServerStore::hasTheSameUuidAgain()
{
    const QString uuid = m_store->uuid();
    QVERIFY(!QUuid(uuid).isNull());
    reopen();
    QCOMPARE(m_store->uuid(), uuid);
}

QTEST_GUILESS_MAIN(tst_DustServerStore)
#include "tst_dustserverstore.moc"
