// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What every DustStorage does, on each of them.

#include "../shared/histories.h"
#include "../shared/storagebackend.h"
#include "storagemodel.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

DustError aborted()
{
    return DustError(DustError::Conflict, u"The work gave up."_s);
}

} // namespace

class tst_DustStorage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void initTestCase();
    void init();
    void cleanup();

    void startsEmpty();
    void putsAndErases();
    void keepsEveryByte_data();
    void keepsEveryByte();
    void ordersByBytes();
    void scansBothWays();
    void seesItsOwnWrites();
    void undoesWhatFailed();
    void failsAfterAWriteThatCannotBe_data();
    void failsAfterAWriteThatCannotBe();
    void refusesWritesOutsideOfATransaction();
    void refusesANestedTransaction();
    void keepsALog();
    void truncatesItsLog_data();
    void truncatesItsLog();
    void keepsSmallValues();
    void keepsManySmallValues();
    void keepsStoresApart();
    void equalsAModelAfterRandomTransactions();

private:
    std::shared_ptr<DustStorage> openStore(const QString &name = u"acme/main"_s)
    {
        return m_file->storage(name).valueOr(nullptr);
    }
    void must(const std::function<void()> &work)
    {
        const auto done = m_storage->transaction([&work] {
            work();
            return DustResult<void>();
        });
        QVERIFY2(done, qPrintable(done.error().message()));
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::shared_ptr<DustStorageFile> m_file;
    std::shared_ptr<DustStorage> m_storage;
};

void tst_DustStorage::initTestCase_data()
{
    QTest::addColumn<QString>("backend");
    for (const QString &backend : storageBackends())
        QTest::newRow(qPrintable(backend)) << backend;
}

void tst_DustStorage::initTestCase()
{
    QVERIFY(sqlitePlugin());
}

void tst_DustStorage::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    QFETCH_GLOBAL(QString, backend);
    m_directory = std::make_unique<QTemporaryDir>();
    m_file = openStorageFile(backend, m_directory->filePath(u"links.dust"_s));
    QVERIFY(m_file);
    m_storage = openStore();
    QVERIFY(m_storage);
}

void tst_DustStorage::cleanup()
{
    m_storage.reset();
    m_file.reset();
    m_directory.reset();
}

void tst_DustStorage::startsEmpty()
{
    QCOMPARE(m_storage->rows().count(), 0);
    QVERIFY(!m_storage->rows().find("a"));
    QVERIFY(m_storage->logBounds().isEmpty());
    QVERIFY(seqs(*m_storage, 0, 10).isEmpty());
    QVERIFY(m_storage->meta("seq").isNull());
    must([] {});
}

void tst_DustStorage::putsAndErases()
{
    must([this] {
        m_storage->put("links/qt/title", stored(u"Qt"_s, 1));
        m_storage->put("links/qt/url", stored(u"https://qt.io"_s, 1));
    });
    must([this] { m_storage->put("links/qt/title", stored(u"Qt 6"_s, 2)); });
    const DustRow *row = m_storage->rows().find("links/qt/title");
    QVERIFY(row);
    QCOMPARE(row->stored(), stored(u"Qt 6"_s, 2));
    QCOMPARE(m_storage->rows().count(), 2);

    bool wasThere = false;
    bool isThere = true;
    must([&] {
        wasThere = m_storage->erase("links/qt/title");
        isThere = m_storage->erase("links/qt/title");
    });
    QVERIFY(wasThere);
    QVERIFY(!isThere);
    QVERIFY(!m_storage->rows().find("links/qt/title"));
    QCOMPARE(m_storage->rows().count(), 1);
}

void tst_DustStorage::keepsEveryByte_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("packed");

    const QByteArray yes("\xc3", 1);
    QTest::newRow("embedded NUL") << QByteArray("a\0b", 3) << QByteArray("\xa3\0\0x", 4);
    QTest::newRow("NUL at the end") << QByteArray("a\0", 2) << yes;
    QTest::newRow("Unicode") << u"länk/😀"_s.toUtf8() << yes;
    QTest::newRow("quotes") << QByteArray("a'b\"c`d;--") << yes;
    QTest::newRow("wildcards") << QByteArray("a%/_/*") << yes;
    QTest::newRow("a number") << QByteArray("1e5") << yes;
    QTest::newRow("no value bytes") << QByteArray("a") << QByteArray("");
    QTest::newRow("null value bytes") << QByteArray("a") << QByteArray();
    QTest::newRow("1,000 segments") << QByteArray("a/").repeated(999) + 'a' << yes;
    QTest::newRow("10 MB") << QByteArray("a")
                           << DustValue(QString(10'000'000, u'x')).toMessagePack();
}

void tst_DustStorage::keepsEveryByte()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, packed);
    const DustStoredValue value = { packed, DustEntry::Counter, 9007199254740993, -1 };
    must([&] { m_storage->put(path, value); });
    const DustRow *row = m_storage->rows().find(path);
    QVERIFY(row);
    QVERIFY(row->stored() == value);
    must([&] { QVERIFY(m_storage->erase(path)); });
    QVERIFY(!m_storage->rows().find(path));
}

// PROTOCOL section 1.
void tst_DustStorage::ordersByBytes()
{
    const QByteArrayList ordered = { "a", "a b", "a!", "a-b", "a.b", "a/b" };
    must([&] {
        for (qsizetype i = ordered.size() - 1; i >= 0; --i)
            m_storage->put(ordered.at(i), stored(true));
    });
    QByteArrayList found;
    for (const auto &leaf : leaves(m_storage->rows()))
        found.append(leaf.first);
    QCOMPARE(found, ordered);
}

void tst_DustStorage::scansBothWays()
{
    must([this] {
        for (int i = 100; i < 200; ++i)
            m_storage->put("links/" + QByteArray::number(i), stored(i));
        m_storage->put("other", stored(true));
    });
    QByteArrayList up;
    m_storage->rows().scan("links/110", "links/115", [&up](const DustRow &row) {
        up.append(row.path().toByteArray());
        return up.size() < 3;
    });
    QCOMPARE(up, QByteArrayList({ "links/110", "links/111", "links/112" }));
    QByteArrayList down;
    m_storage->rows().scanDescending("links/110", "links/115", [&down](const DustRow &row) {
        down.append(row.path().toByteArray());
        return down.size() < 3;
    });
    QCOMPARE(down, QByteArrayList({ "links/114", "links/113", "links/112" }));
    qsizetype below = 0;
    m_storage->rows().scanBelow("links", [&below](const DustRow &) { return ++below > 0; });
    QCOMPARE(below, 100);
}

void tst_DustStorage::seesItsOwnWrites()
{
    must([this] {
        m_storage->appendLog(record(1));
        m_storage->appendLog(record(2));
    });
    must([this] {
        m_storage->put("a", stored(1));
        QCOMPARE(m_storage->rows().find("a")->stored(), stored(1));
        m_storage->put("a", stored(2));
        QCOMPARE(m_storage->rows().find("a")->stored(), stored(2));
        QVERIFY(m_storage->erase("a"));
        QVERIFY(!m_storage->rows().find("a"));
        m_storage->setMeta("seq", "3");
        QCOMPARE(m_storage->meta("seq"), QByteArray("3"));
        m_storage->appendLog(record(3, "a"));
        m_storage->appendLog(record(4));
        QCOMPARE(m_storage->logBounds().last, quint64(4));
        QCOMPARE(seqs(*m_storage, 0, 10), QList<quint64>({ 1, 2, 3, 4 }));
        QCOMPARE(seqs(*m_storage, 1, 2), QList<quint64>({ 2, 3 }));
        QCOMPARE(m_storage->log(2, 1)->first().path, QByteArray("a"));
        m_storage->truncateLog(1);
        QCOMPARE(seqs(*m_storage, 0, 10), QList<quint64>({ 2, 3, 4 }));
        m_storage->truncateLog(3);
        QCOMPARE(seqs(*m_storage, 0, 10), QList<quint64>({ 4 }));
    });
    QCOMPARE(seqs(*m_storage, 0, 10), QList<quint64>({ 4 }));
    QCOMPARE(m_storage->meta("seq"), QByteArray("3"));
}

void tst_DustStorage::undoesWhatFailed()
{
    must([this] {
        m_storage->put("kept", stored(1));
        m_storage->put("replaced", stored(2));
        m_storage->put("erased", stored(3));
        m_storage->setMeta("seq", "2");
        m_storage->appendLog(record(1));
        m_storage->appendLog(record(2));
    });
    const Leaves before = leaves(m_storage->rows());
    const auto done = m_storage->transaction([this]() -> DustResult<void> {
        m_storage->put("replaced", stored(4));
        m_storage->put("replaced", stored(5));
        m_storage->erase("replaced");
        m_storage->put("replaced", stored(6));
        m_storage->erase("erased");
        m_storage->put("new", stored(7));
        m_storage->erase("new");
        m_storage->put("newer", stored(8));
        m_storage->setMeta("seq", "3");
        m_storage->setMeta("seq", "4");
        m_storage->setMeta("other", "1");
        m_storage->truncateLog(1);
        m_storage->appendLog(record(3));
        m_storage->truncateLog(3);
        return aborted();
    });
    QCOMPARE(done.error(), aborted());
    QVERIFY(leaves(m_storage->rows()) == before);
    QCOMPARE(m_storage->meta("seq"), QByteArray("2"));
    QVERIFY(m_storage->meta("other").isNull());
    QCOMPARE(seqs(*m_storage, 0, 10), QList<quint64>({ 1, 2 }));
    must([this] { m_storage->appendLog(record(3)); });
    QCOMPARE(seqs(*m_storage, 0, 10), QList<quint64>({ 1, 2, 3 }));
}

void tst_DustStorage::failsAfterAWriteThatCannotBe_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<quint64>("revision");
    QTest::addColumn<quint64>("seq");
    QTest::addColumn<DustError::Kind>("kind");
    QTest::addColumn<QString>("reason");

    const quint64 tooLarge = quint64(1) << 63;
    QTest::newRow("path too long") << QByteArray(DustRow::MaximumPathBytes + 1, 'x') << quint64(1)
                                   << quint64(6) << DustError::LimitExceeded << u"row_too_large"_s;
    QTest::newRow("revision too large") << QByteArray("a") << tooLarge << quint64(6)
                                        << DustError::LimitExceeded << u"row_too_large"_s;
    QTest::newRow("seq again") << QByteArray("a") << quint64(1) << quint64(5) << DustError::Storage
                               << u"log_gap"_s;
    QTest::newRow("seq left out") << QByteArray("a") << quint64(1) << quint64(7)
                                  << DustError::Storage << u"log_gap"_s;
    QTest::newRow("seq 0") << QByteArray("a") << quint64(1) << quint64(0) << DustError::Storage
                           << u"log_gap"_s;
    QTest::newRow("seq too large")
            << QByteArray("a") << quint64(1) << tooLarge << DustError::Storage << u"log_gap"_s;
}

void tst_DustStorage::failsAfterAWriteThatCannotBe()
{
    QFETCH(QByteArray, path);
    QFETCH(quint64, revision);
    QFETCH(quint64, seq);
    QFETCH(DustError::Kind, kind);
    QFETCH(QString, reason);
    must([this] { m_storage->appendLog(record(5)); });
    const auto done = m_storage->transaction([&] {
        m_storage->put("before", stored(1));
        m_storage->put(path, stored(1, revision));
        m_storage->appendLog(record(seq));
        m_storage->put("after", stored(1));
        return DustResult<void>();
    });
    QCOMPARE(done.error().kind(), kind);
    QCOMPARE(done.error().reason(), reason);
    QCOMPARE(m_storage->rows().count(), 0);
    QCOMPARE(seqs(*m_storage, 0, 10), QList<quint64>({ 5 }));
}

void tst_DustStorage::refusesWritesOutsideOfATransaction()
{
    must([this] {
        m_storage->put("a", stored(1));
        m_storage->appendLog(record(1));
    });
    for (const char *function : { "put", "erase", "setMeta", "appendLog", "truncateLog" }) {
        QTest::ignoreMessage(QtWarningMsg,
                             QByteArray("DustStorage::" + QByteArray(function)
                                        + "() called outside of a transaction: ignored")
                                     .constData());
    }
    m_storage->put("b", stored(1));
    QVERIFY(!m_storage->erase("a"));
    m_storage->setMeta("seq", "1");
    m_storage->appendLog(record(2));
    m_storage->truncateLog(1);
    QCOMPARE(leaves(m_storage->rows()), Leaves({ { "a", stored(1) } }));
    QVERIFY(m_storage->meta("seq").isNull());
    QCOMPARE(seqs(*m_storage, 0, 10), QList<quint64>({ 1 }));
}

void tst_DustStorage::refusesANestedTransaction()
{
    QTest::ignoreMessage(QtWarningMsg,
                         "DustStorage::transaction() called inside of a transaction: refused");
    bool isInnerCalled = false;
    DustResult<void> inner;
    must([&] {
        m_storage->put("a", stored(1));
        inner = m_storage->transaction([&isInnerCalled] {
            isInnerCalled = true;
            return DustResult<void>();
        });
        m_storage->put("b", stored(2));
    });
    QVERIFY(!isInnerCalled);
    QCOMPARE(inner.error().kind(), DustError::InvalidParams);
    QCOMPARE(inner.error().reason(), u"nested_transaction"_s);
    QCOMPARE(m_storage->rows().count(), 2);
}

void tst_DustStorage::keepsALog()
{
    must([this] {
        for (quint64 seq = 7; seq < 107; ++seq)
            m_storage->appendLog(record(seq));
    });
    must([this] { m_storage->appendLog(record(107)); });
    QCOMPARE(m_storage->logBounds().first, quint64(7));
    QCOMPARE(m_storage->logBounds().last, quint64(107));
    QCOMPARE(m_storage->logBounds().count(), 101);
    QCOMPARE(seqs(*m_storage, 0, 1000).size(), 101);
    QCOMPARE(seqs(*m_storage, 3, 2), QList<quint64>({ 7, 8 }));
    QCOMPARE(seqs(*m_storage, 7, 2), QList<quint64>({ 8, 9 }));
    QCOMPARE(seqs(*m_storage, 105, 10), QList<quint64>({ 106, 107 }));
    QVERIFY(seqs(*m_storage, 107, 10).isEmpty());
    QVERIFY(seqs(*m_storage, ~quint64(0), 10).isEmpty());
    QVERIFY(seqs(*m_storage, 0, 0).isEmpty());
    QVERIFY(seqs(*m_storage, 0, -1).isEmpty());
    QCOMPARE(seqs(*m_storage, 0, std::numeric_limits<int>::max()).size(), 101);
    const auto read = m_storage->log(41, 1);
    QVERIFY(read);
    QCOMPARE(read->first().toBytes(), record(42).toBytes());
}

void tst_DustStorage::truncatesItsLog_data()
{
    QTest::addColumn<quint64>("through");
    QTest::addColumn<QList<quint64>>("rest");
    QTest::addColumn<quint64>("next");
    QTest::newRow("nothing") << quint64(0) << QList<quint64>({ 5, 6, 7 }) << quint64(8);
    QTest::newRow("before its first") << quint64(4) << QList<quint64>({ 5, 6, 7 }) << quint64(8);
    QTest::newRow("its first") << quint64(5) << QList<quint64>({ 6, 7 }) << quint64(8);
    QTest::newRow("some") << quint64(6) << QList<quint64>({ 7 }) << quint64(8);
    QTest::newRow("all") << quint64(7) << QList<quint64>() << quint64(20);
    QTest::newRow("more than there is") << ~quint64(0) << QList<quint64>() << quint64(8);
}

void tst_DustStorage::truncatesItsLog()
{
    QFETCH(quint64, through);
    QFETCH(QList<quint64>, rest);
    QFETCH(quint64, next);
    must([this] {
        for (quint64 seq = 5; seq <= 7; ++seq)
            m_storage->appendLog(record(seq));
    });
    must([&] { m_storage->truncateLog(through); });
    QCOMPARE(seqs(*m_storage, 0, 10), rest);
    QCOMPARE(m_storage->logBounds().count(), rest.size());
    must([&] {
        m_storage->appendLog(record(next));
        m_storage->appendLog(record(next + 1));
    });
    QCOMPARE(seqs(*m_storage, 0, 10), rest + QList<quint64>({ next, next + 1 }));
    must([&] {
        m_storage->truncateLog(next);
        m_storage->appendLog(record(next + 2));
    });
    QCOMPARE(seqs(*m_storage, 0, 10), QList<quint64>({ next + 1, next + 2 }));
}

void tst_DustStorage::keepsSmallValues()
{
    const QByteArray bytes("\0\x01'\"", 4);
    must([&] {
        m_storage->setMeta("a", "1");
        m_storage->setMeta("b", bytes);
        m_storage->setMeta(bytes, "3");
    });
    must([this] {
        m_storage->setMeta("a", "2");
        m_storage->setMeta("gone", "1");
        m_storage->setMeta("gone", {});
    });
    QCOMPARE(m_storage->meta("a"), QByteArray("2"));
    QCOMPARE(m_storage->meta("b"), bytes);
    QCOMPARE(m_storage->meta(bytes), QByteArray("3"));
    QVERIFY(m_storage->meta("gone").isNull());
    must([this] { m_storage->setMeta("a", ""); });
    QVERIFY(m_storage->meta("a").isNull());
}

// Far more keys than are looked through one after another.
void tst_DustStorage::keepsManySmallValues()
{
    constexpr int Keys = 3000;
    const auto key = [](int i) { return "k/" + QByteArray::number(i); };
    must([&] {
        for (int i = 0; i < Keys; ++i)
            m_storage->setMeta(key(i), "first");
    });
    const auto change = [&] {
        for (int round = 0; round < 2; ++round) {
            for (int i = 0; i < Keys; ++i)
                m_storage->setMeta(key(i), i % 3 == 0 ? QByteArray() : "second " + key(i * round));
        }
    };
    QVERIFY(!m_storage->transaction([&]() -> DustResult<void> {
        change();
        return aborted();
    }));
    for (int i = 0; i < Keys; ++i)
        QCOMPARE(m_storage->meta(key(i)), QByteArray("first"));
    must(change);
    m_storage = openStore();
    for (int i = 0; i < Keys; ++i)
        QCOMPARE(m_storage->meta(key(i)), i % 3 == 0 ? QByteArray() : "second " + key(i));
    must([&] { m_storage->setMeta(key(1), "third"); });
    QCOMPARE(m_storage->meta(key(1)), QByteArray("third"));
}

void tst_DustStorage::keepsStoresApart()
{
    const std::shared_ptr<DustStorage> other = openStore(u"acme/öther"_s);
    QVERIFY(other);
    QVERIFY(other != m_storage);
    QCOMPARE(openStore(), m_storage);
    QCOMPARE(openStore(u"acme/öther"_s), other);
    QCOMPARE(m_file->storeNames(), QStringList({ u"acme/main"_s, u"acme/öther"_s }));
    must([this] {
        m_storage->put("a", stored(1));
        m_storage->setMeta("seq", "1");
        m_storage->appendLog(record(1));
    });
    QCOMPARE(other->rows().count(), 0);
    QVERIFY(other->meta("seq").isNull());
    QVERIFY(other->logBounds().isEmpty());
    // One inside of the other's: each is a transaction of its own.
    const auto done = m_storage->transaction([&]() -> DustResult<void> {
        m_storage->put("b", stored(2));
        return other->transaction([&] {
            other->put("a", stored(3));
            return DustResult<void>();
        });
    });
    QVERIFY2(done, qPrintable(done.error().message()));
    QCOMPARE(leaves(m_storage->rows()), Leaves({ { "a", stored(1) }, { "b", stored(2) } }));
    QCOMPARE(leaves(other->rows()), Leaves({ { "a", stored(3) } }));
}

void tst_DustStorage::equalsAModelAfterRandomTransactions()
{
    const quint32 first = firstSeed();
    for (int history = 0; history < historyCount(40); ++history) {
        const quint32 seed = first + quint32(history);
        QRandomGenerator dice(seed);
        const auto storage = openStore(u"random/"_s + QString::number(history));
        Model model;
        for (int transaction = 0; transaction < 30; ++transaction) {
            Model changed = model;
            const bool isAborted = dice.bounded(4) == 0;
            QString problem;
            const auto done = storage->transaction([&]() -> DustResult<void> {
                for (int steps = dice.bounded(30); steps > 0; --steps)
                    changed.step(*storage, dice, quint64(transaction));
                problem = changed.difference(*storage);
                return isAborted ? aborted() : DustResult<void>();
            });
            if (problem.isEmpty() && bool(done) == isAborted)
                problem = u"the transaction ended wrongly"_s;
            if (!isAborted)
                model = changed;
            if (problem.isEmpty())
                problem = model.difference(*storage);
            QVERIFY2(problem.isEmpty(),
                     qPrintable(u"%1, repeat with DUST_SEED=%2"_s.arg(problem).arg(seed)));
        }
    }
}

QTEST_GUILESS_MAIN(tst_DustStorage)
#include "tst_duststorage.moc"
