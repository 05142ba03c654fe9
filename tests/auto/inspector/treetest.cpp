// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "treetest.h"

#include "dustrow_p.h"
#include "dusttransport.h"

#include <DustTestServer>

#include <QtCore/QAbstractEventDispatcher>
#include <QtCore/QMetaProperty>
#include <QtCore/QRandomGenerator>
#include <QtCore/QTimer>
#include <QtQml/QQmlComponent>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr int Slice = 500;

// Object of so many records with four fields each.
DustObject manyRecords(int count)
{
    DustObject records;
    for (int i = 0; i < count; ++i) {
        const DustObject record{ { u"title"_s, u"Title %1"_s.arg(i) },
                                 { u"url"_s, u"https://example.org/%1"_s.arg(i) },
                                 { u"rank"_s, i },
                                 { u"done"_s, i % 2 == 0 } };
        records.insert(u"r%1"_s.arg(i, 5, 10, QChar(u'0')), record);
    }
    return records;
}

} // namespace

void TreeTest::init()
{
    m_client = std::make_unique<DustClient>(QUrl(u"memory:"_s));
    QQmlComponent component(&m_engine);
    component.setData("import DustEcto.Inspector\nDustEntryTree {}", {});
    m_tree.reset(qobject_cast<QAbstractItemModel *>(component.create()));
    QVERIFY2(m_tree, qPrintable(component.errorString()));
    new QAbstractItemModelTester(
            m_tree.get(), QAbstractItemModelTester::FailureReportingMode::QtTest, m_tree.get());
    use(m_client->store(u"acme/main"_s));
}

void TreeTest::cleanup()
{
    m_tree.reset();
    m_client.reset();
}

void TreeTest::use(DustStore *store)
{
    m_store = store;
    m_tree->setProperty("store", QVariant::fromValue(store));
    QTRY_VERIFY(isSettled());
}

bool TreeTest::isSettled() const
{
    return QAbstractEventDispatcher::instance()->registeredTimers(m_tree.get()).isEmpty()
            && !m_tree->property("loading").toBool();
}

QVariant TreeTest::at(int row, const char *role) const
{
    return m_tree->index(row, 0).data(m_tree->roleNames().key(role));
}

QStringList TreeTest::rows() const
{
    QStringList rows;
    for (int row = 0; row < m_tree->rowCount(); ++row) {
        const int children = at(row, "childCount").toInt();
        rows.append(u"%1 %2=%3 (%4%5)"_s.arg(at(row, "depth").toString(),
                                             at(row, "path").toString(),
                                             at(row, "value").toString(), QString::number(children),
                                             children == 0                          ? u""_s
                                                     : at(row, "expanded").toBool() ? u"-"_s
                                                                                    : u"+"_s));
    }
    return rows;
}

// Built anew, from what the store shows; which paths are unfolded, the tree says.
QStringList TreeTest::expected(const QString &pattern) const
{
    QMap<QList<QByteArray>, QString> values; // by segments: their order is the tree's
    QMap<QList<QByteArray>, int> children;
    const auto filter = DustPattern::compile(pattern.isEmpty() ? u"**"_s : pattern);
    m_store->transport()->view()->scan({}, {}, [&](const DustRow &row) {
        const DustPath path = DustPath::fromCanonical(row.path().toByteArray());
        if (!filter->matches(path))
            return true;
        QList<QByteArray> segments = path.rendered().split('/');
        values.insert(segments, QString::fromUtf8(row.value()->toJson()));
        while (segments.size() > 1) {
            const bool isKnown = values.contains(segments) && children.contains(segments);
            segments.removeLast();
            if (isKnown)
                break;
            if (!values.contains(segments))
                values.insert(segments, QString());
        }
        return true;
    });
    for (auto node = values.cbegin(); node != values.cend(); ++node) {
        QList<QByteArray> above = node.key();
        above.removeLast();
        if (!above.isEmpty())
            ++children[above];
    }
    QSet<QString> unfolded;
    for (int row = 0; row < m_tree->rowCount(); ++row) {
        if (at(row, "expanded").toBool())
            unfolded.insert(at(row, "path").toString());
    }
    QStringList rows;
    for (auto node = values.cbegin(); node != values.cend(); ++node) {
        bool isShown = true;
        QList<QByteArray> above = node.key();
        for (above.removeLast(); !above.isEmpty(); above.removeLast())
            isShown = isShown && unfolded.contains(QString::fromUtf8(above.join('/')));
        if (!isShown)
            continue;
        const QString path = QString::fromUtf8(node.key().join('/'));
        const int count = children.value(node.key());
        rows.append(u"%1 %2=%3 (%4%5)"_s.arg(QString::number(node.key().size() - 1), path, *node,
                                             QString::number(count),
                                             count == 0                        ? u""_s
                                                     : unfolded.contains(path) ? u"-"_s
                                                                               : u"+"_s));
    }
    return rows;
}

int TreeTest::rowOf(const QString &path) const
{
    for (int row = 0; row < m_tree->rowCount(); ++row) {
        if (at(row, "path").toString() == path)
            return row;
    }
    return -1;
}

void TreeTest::toggle(const QString &path)
{
    const int row = rowOf(path);
    QVERIFY2(row >= 0, qPrintable(path));
    QMetaObject::invokeMethod(m_tree.get(), "toggle", Q_ARG(int, row));
}

void TreeTest::foldsAndUnfolds()
{
    m_store->put(u"links/qt"_s, DustObject{ { u"title"_s, u"Qt"_s }, { u"rank"_s, 1 } });
    m_store->put(u"version"_s, 2);
    QTRY_COMPARE(rows(), (QStringList{ u"0 links= (1+)"_s, u"0 version=2 (0)"_s }));
    toggle(u"links"_s);
    QCOMPARE(m_tree->rowCount(), 3);
    toggle(u"links/qt"_s);
    QCOMPARE(rows(),
             (QStringList{ u"0 links= (1-)"_s, u"1 links/qt= (2-)"_s, u"2 links/qt/rank=1 (0)"_s,
                           u"2 links/qt/title=\"Qt\" (0)"_s, u"0 version=2 (0)"_s }));
    QCOMPARE(at(2, "segment").toString(), u"rank"_s);
    QCOMPARE(at(2, "type").toString(), u"integer"_s);
    QCOMPARE(at(2, "revision").toULongLong(), 1u);
    toggle(u"links"_s);
    QCOMPARE(m_tree->rowCount(), 2);
    toggle(u"links"_s); // what is below is as it was
    QCOMPARE(m_tree->rowCount(), 5);

    int parent = -2;
    QMetaObject::invokeMethod(m_tree.get(), "parentRow", Q_RETURN_ARG(int, parent), Q_ARG(int, 3));
    QCOMPARE(parent, 1);
    toggle(u"links"_s);
    int revealed = -1;
    QMetaObject::invokeMethod(m_tree.get(), "reveal", Q_RETURN_ARG(int, revealed),
                              Q_ARG(QString, u"links/qt/title"_s));
    QCOMPARE(revealed, 3);
    QString text;
    QMetaObject::invokeMethod(m_tree.get(), "fullText", Q_RETURN_ARG(QString, text), Q_ARG(int, 3));
    QCOMPARE(text, u"\"Qt\""_s);
}

void TreeTest::ordersByPath()
{
    for (const char *path : { "a-b", "a/z", "a/b/c", "a.x", "a/b-c" })
        m_store->put(QString::fromLatin1(path), 1);
    QTRY_COMPARE(m_tree->rowCount(), 3);
    toggle(u"a"_s);
    toggle(u"a/b"_s);
    QStringList paths;
    for (int row = 0; row < m_tree->rowCount(); ++row)
        paths.append(at(row, "path").toString());
    QCOMPARE(paths,
             (QStringList{ u"a"_s, u"a/b"_s, u"a/b/c"_s, u"a/b-c"_s, u"a/z"_s, u"a-b"_s,
                           u"a.x"_s }));
}

void TreeTest::followsChanges()
{
    m_store->put(u"a/b"_s, 1);
    QTRY_COMPARE(m_tree->rowCount(), 1);
    toggle(u"a"_s);
    QSignalSpy resets(m_tree.get(), &QAbstractItemModel::modelReset);
    QSignalSpy changes(m_tree.get(), &QAbstractItemModel::dataChanged);
    const qint64 before = at(1, "changedAt").toLongLong();
    m_store->put(u"a/b"_s, 2);
    QTRY_COMPARE(at(1, "value").toString(), u"2"_s);
    QVERIFY(at(1, "changedAt").toLongLong() > 0);
    QVERIFY(at(1, "changedAt").toLongLong() >= before);
    QCOMPARE(changes.size(), 1);
    m_store->put(u"a/c"_s, 3);
    QTRY_COMPARE(m_tree->rowCount(), 3);
    QCOMPARE(m_tree->property("entryCount").toInt(), 2);
    m_store->remove(u"a"_s);
    QTRY_COMPARE(m_tree->rowCount(), 0);
    QCOMPARE(m_tree->property("entryCount").toInt(), 0);
    QCOMPARE(resets.size(), 0);
}

void TreeTest::filters()
{
    m_store->put(u"links/a"_s, DustObject{ { u"title"_s, u"A"_s }, { u"rank"_s, 1 } });
    m_store->put(u"links/b"_s, DustObject{ { u"title"_s, u"B"_s } });
    m_store->put(u"links-old/b"_s, DustObject{ { u"title"_s, u"B"_s } });
    m_store->put(u"notes/a"_s, DustObject{ { u"title"_s, u"A"_s } });
    m_tree->setProperty("pattern", u"links/*/title"_s);
    QTRY_COMPARE(m_tree->property("entryCount").toInt(), 2);
    QTRY_COMPARE(
            rows(),
            (QStringList{ u"0 links= (2-)"_s, u"1 links/a= (1-)"_s, u"2 links/a/title=\"A\" (0)"_s,
                          u"1 links/b= (1-)"_s, u"2 links/b/title=\"B\" (0)"_s }));
    m_store->put(u"links/c/title"_s, u"C"_s);
    m_store->put(u"links/c/rank"_s, 2);
    QTRY_COMPARE(m_tree->rowCount(), 7);
    m_tree->setProperty("pattern", QString());
    QTRY_COMPARE(m_tree->property("entryCount").toInt(), 7);
}

void TreeTest::filtersWhatIsFolded()
{
    m_store->put(u"links/a/title"_s, 1);
    QTRY_COMPARE(m_tree->rowCount(), 1);
    toggle(u"links"_s);
    toggle(u"links"_s);
    m_tree->setProperty("pattern", u"links/*/title"_s);
    QTRY_COMPARE(m_tree->rowCount(), 3);
    toggle(u"links"_s);
    m_tree->setProperty("pattern", u"links/**"_s);
    QTRY_COMPARE(m_tree->rowCount(), 3); // unfolded anew
    m_tree->setProperty("pattern", QString());
    QTRY_COMPARE(rows(), QStringList{ u"0 links= (1+)"_s });
    toggle(u"links"_s);
    m_tree->setProperty("pattern", u"links/**"_s);
    QTRY_COMPARE(m_tree->rowCount(), 3);
    m_tree->setProperty("pattern", QString());
    QTRY_COMPARE(rows(), (QStringList{ u"0 links= (1-)"_s, u"1 links/a= (1+)"_s }));
    DustStore *other = m_client->store(u"acme/other"_s);
    other->put(u"links/a/title"_s, 1);
    use(other);
    QTRY_COMPARE(rows(), QStringList{ u"0 links= (1+)"_s });
}

void TreeTest::saysWhatIsWrongWithAPattern()
{
    m_store->put(u"a"_s, 1);
    QTRY_COMPARE(m_tree->rowCount(), 1);
    m_tree->setProperty("pattern", u"a//b"_s);
    QTRY_VERIFY(!m_tree->property("error").toString().isEmpty());
    QCOMPARE(m_tree->rowCount(), 0);
    m_tree->setProperty("pattern", u"a"_s);
    QTRY_COMPARE(m_tree->rowCount(), 1);
    QCOMPARE(m_tree->property("error").toString(), QString());
}

void TreeTest::followsHistories_data()
{
    QTest::addColumn<quint32>("seed");
    QTest::addColumn<QString>("pattern");
    for (quint32 seed = 1; seed <= 3; ++seed)
        QTest::addRow("%u", seed) << seed << (seed % 3 == 0 ? u"a/**"_s : QString());
}

void TreeTest::followsHistories()
{
    QFETCH(quint32, seed);
    QFETCH(QString, pattern);
    QRandomGenerator random(seed);
    const QStringList names{ u"a"_s, u"a-b"_s, u"b"_s, u"c"_s, u"d"_s };
    const auto path = [&] {
        QStringList segments;
        const int depth = 1 + int(random.bounded(3));
        for (int i = 0; i < depth; ++i)
            segments.append(names.at(random.bounded(int(names.size()))));
        return segments.join(u'/');
    };
    m_tree->setProperty("pattern", pattern);
    QSignalSpy resets(m_tree.get(), &QAbstractItemModel::modelReset);
    QTRY_VERIFY(isSettled());
    resets.clear();
    for (int step = 0; step < 80; ++step) {
        switch (random.bounded(8)) {
        case 0:
            m_store->remove(path());
            break;
        case 1:
            m_store->put(
                    path(),
                    DustObject{ { u"a"_s, step }, { u"b"_s, DustObject{ { u"c"_s, step } } } });
            break;
        case 2:
            m_store->merge(path(), { { u"d"_s, step }, { u"a-b"_s, step } });
            break;
        case 3:
            if (step % 10 == 3) // more than one slice
                m_store->put(u"a/many"_s, DustValue(manyRecords(200)));
            break;
        case 4:
        case 5:
            if (m_tree->rowCount() > 0)
                QMetaObject::invokeMethod(m_tree.get(), "toggle",
                                          Q_ARG(int, int(random.bounded(m_tree->rowCount()))));
            break;
        default:
            m_store->put(path(), step);
            break;
        }
        if (random.bounded(3) == 0)
            QCoreApplication::processEvents();
        if (random.bounded(20) == 0)
            QMetaObject::invokeMethod(m_tree.get(), "refresh");
        if (random.bounded(10) == 0) {
            QTRY_VERIFY(isSettled());
            QTRY_COMPARE(rows(), expected(pattern));
        }
    }
    QTRY_VERIFY(isSettled());
    QTRY_COMPARE(rows(), expected(pattern));
    QCOMPARE(resets.size(), 0);
}

void TreeTest::hundredThousandInSlices()
{
    m_tree->setProperty("store", QVariant::fromValue<DustStore *>(nullptr));
    bool isWritten = false;
    m_store->put(u"links"_s, DustValue(manyRecords(25'000)))
            .then(this,
                  [&](const DustResult<DustReceipt> &receipt) { isWritten = receipt.isOk(); });
    QTRY_VERIFY_WITH_TIMEOUT(isWritten, 20'000);

    // Others have a turn after each slice.
    QTimer other;
    other.start(0);
    int last = 0;
    int largest = 0;
    int together = 0; // slices without a turn between
    const int signal = m_tree->metaObject()->indexOfProperty("entryCount");
    QSignalSpy counts(m_tree.get(), m_tree->metaObject()->property(signal).notifySignal());
    const auto look = [&] {
        const int now = m_tree->property("entryCount").toInt();
        largest = qMax(largest, now - last);
        last = now;
        together += counts.size() > 1;
        counts.clear();
    };
    connect(&other, &QTimer::timeout, this, look);
    m_tree->setProperty("store", QVariant::fromValue(m_store));
    QTRY_COMPARE_WITH_TIMEOUT(m_tree->property("entryCount").toInt(), 100'000, 20'000);
    other.stop();
    QVERIFY2(largest <= Slice, qPrintable(QString::number(largest)));
    QCOMPARE(together, 0);
    QTRY_VERIFY(isSettled());

    // What was there before is no news.
    QCOMPARE(m_tree->rowCount(), 1);
    QCOMPARE(at(0, "childCount").toInt(), 25'000);
    QSignalSpy inserts(m_tree.get(), &QAbstractItemModel::rowsInserted);
    QSignalSpy changes(m_tree.get(), &QAbstractItemModel::dataChanged);
    toggle(u"links"_s);
    QCOMPARE(m_tree->rowCount(), 25'001);
    QCOMPARE(inserts.size(), 1);
    QCOMPARE(at(12'000, "changedAt").toLongLong(), 0);

    // One change touches one row; one more entry its row and the one above.
    inserts.clear();
    changes.clear();
    m_store->put(u"links/r12000a"_s, 1);
    QTRY_COMPARE(m_tree->rowCount(), 25'002);
    QCOMPARE(inserts.size(), 1);
    QCOMPARE(changes.size(), 1);
    QCOMPARE(at(12'002, "path").toString(), u"links/r12000a"_s);
}

void TreeTest::deletesInSlices()
{
    m_store->put(u"links"_s, DustValue(manyRecords(1'000)));
    QTRY_COMPARE(m_tree->property("entryCount").toInt(), 4'000);
    QTRY_VERIFY(isSettled());
    toggle(u"links"_s);
    QSignalSpy removals(m_tree.get(), &QAbstractItemModel::rowsRemoved);
    m_store->remove(u"links"_s);
    QTRY_COMPARE(m_tree->rowCount(), 0);
    QVERIFY(removals.size() >= 4'000 / Slice);
    for (const QList<QVariant> &removal : removals)
        QVERIFY(removal.at(2).toInt() - removal.at(1).toInt() <= Slice);
}

void TreeTest::oneChangeTouchesItsRows()
{
    for (const char *path : { "a/x", "b/x", "c/x" })
        m_store->put(QString::fromLatin1(path), 1);
    QTRY_COMPARE(m_tree->rowCount(), 3);
    toggle(u"b"_s);
    QSignalSpy changes(m_tree.get(), &QAbstractItemModel::dataChanged);
    m_store->put(u"a/x"_s, 2); // folded: nothing to see
    m_store->put(u"b/x"_s, 2);
    QTRY_COMPARE(at(2, "value").toString(), u"2"_s);
    QCOMPARE(changes.size(), 1);
    QCOMPARE(changes.at(0).at(0).toModelIndex().row(), 2);
    QCOMPARE(changes.at(0).at(1).toModelIndex().row(), 2);
}

void TreeTest::showsOwnWritesThatWait()
{
    DustTestServer server;
    QVERIFY(server.seed({ { u"a"_s, 1 } }));
    use(server.store());
    QTRY_COMPARE(server.store()->state(), DustStore::Live);
    QTRY_COMPARE(rows(), QStringList{ u"0 a=1 (0)"_s });
    QVERIFY(!at(0, "pending").toBool());
    server.holdNextWrite();
    server.store()->put(u"a"_s, 2);
    QTRY_COMPARE(at(0, "value").toString(), u"2"_s);
    QVERIFY(at(0, "pending").toBool());
    QTRY_COMPARE(server.heldWrites(), 1);
    server.releaseWrites();
    QTRY_VERIFY(!at(0, "pending").toBool());
    QVERIFY(at(0, "revision").toULongLong() > 0);
    server.holdNextWrite();
    server.store()->put(u"a"_s, 2); // as it is
    QTRY_COMPARE(server.heldWrites(), 1);
    QTRY_VERIFY(at(0, "pending").toBool());
    server.releaseWrites();
    QTRY_VERIFY(!at(0, "pending").toBool());
    QStringList shown;
    connect(m_tree.get(), &QAbstractItemModel::dataChanged, this,
            [&] { shown.append(at(0, "value").toString()); });
    server.rejectNextWrite();
    server.store()->put(u"a"_s, 3);
    QTRY_VERIFY(shown.contains(u"3"_s));
    QTRY_COMPARE(shown.constLast(), u"2"_s); // taken back
    m_tree->disconnect(this);
    QVERIFY(server.put(u"b"_s, 1));
    QTRY_COMPARE(m_tree->rowCount(), 2);
    m_tree->setProperty("store", QVariant::fromValue<DustStore *>(nullptr));
}

void TreeTest::confirmsWhatAMergeLetWait()
{
    DustTestServer server;
    QVERIFY(server.seed({ { u"a"_s, QVariantMap{ { u"x"_s, 1 }, { u"z"_s, 1 } } } }));
    use(server.store());
    QTRY_COMPARE(m_tree->property("entryCount").toInt(), 2);
    toggle(u"a"_s);
    server.holdNextWrite();
    server.store()->merge(u"a"_s, { { u"x"_s, 2 } });
    QTRY_COMPARE(server.heldWrites(), 1);
    QTRY_VERIFY(at(rowOf(u"a/x"_s), "pending").toBool());
    QMetaObject::invokeMethod(m_tree.get(), "refresh");
    QTRY_VERIFY(isSettled());
    server.releaseWrites();
    QTRY_VERIFY(!at(rowOf(u"a/x"_s), "pending").toBool());
    QTRY_VERIFY(!at(rowOf(u"a/z"_s), "pending").toBool());
    m_tree->setProperty("store", QVariant::fromValue<DustStore *>(nullptr));
}

void TreeTest::interruptedReadingIsNoNews_data()
{
    QTest::addColumn<bool>("isMirror");
    QTest::newRow("read") << false;
    QTest::newRow("snapshot") << true;
}

void TreeTest::interruptedReadingIsNoNews()
{
    QFETCH(bool, isMirror);
    constexpr int Count = 5 * Slice;
    QVariantMap entries;
    for (int i = 0; i < Count; ++i)
        entries.insert(u"e%1"_s.arg(i), i);
    DustTestServer server;
    QVERIFY(server.seed(entries));
    DustStore *store = server.store();
    if (!isMirror)
        QTRY_COMPARE(store->state(), DustStore::Live);
    // Others have a turn after each slice.
    QTimer other;
    int found = 0; // when it was interrupted
    connect(&other, &QTimer::timeout, this, [&] {
        found = m_tree->property("entryCount").toInt();
        if (found == 0)
            return;
        QMetaObject::invokeMethod(m_tree.get(), "refresh");
        other.stop();
    });
    other.start(0);
    m_tree->setProperty("store", QVariant::fromValue(store));
    QTRY_COMPARE(m_tree->property("entryCount").toInt(), Count);
    QTRY_VERIFY(isSettled());
    QVERIFY(found > 0 && found < Count);
    for (int row = 0; row < Count; ++row)
        QCOMPARE(at(row, "changedAt").toLongLong(), 0);
    m_tree->setProperty("store", QVariant::fromValue<DustStore *>(nullptr));
}

void TreeTest::refreshesOverHttp()
{
    DustTestServer server;
    QVariantMap records;
    for (int i = 0; i < 1'200; ++i)
        records.insert(u"r%1"_s.arg(i, 4, 10, QChar(u'0')), i);
    QVERIFY(server.seed({ { u"links"_s, records } }));
    QUrl url = server.url();
    url.setScheme(u"http"_s);
    DustClient http(url);
    http.setToken(server.token());
    use(http.store(server.storeName()));
    QTRY_COMPARE(m_tree->property("entryCount").toInt(), 1'200);
    toggle(u"links"_s);
    QSignalSpy resets(m_tree.get(), &QAbstractItemModel::modelReset);
    QSignalSpy inserts(m_tree.get(), &QAbstractItemModel::rowsInserted);
    QSignalSpy removals(m_tree.get(), &QAbstractItemModel::rowsRemoved);
    QVERIFY(server.remove(u"links/r0500"_s));
    QVERIFY(server.put(u"links/r0500a"_s, 1));
    QVERIFY(server.put(u"links/r0700"_s, 1));
    QCOMPARE(m_tree->rowCount(), 1'201);
    QMetaObject::invokeMethod(m_tree.get(), "refresh");
    QTRY_COMPARE(removals.size(), 1);
    QCOMPARE(inserts.size(), 1);
    QCOMPARE(resets.size(), 0);
    QCOMPARE(at(rowOf(u"links/r0700"_s), "value").toString(), u"1"_s);
    QVERIFY(at(rowOf(u"links/r0700"_s), "changedAt").toLongLong() > 0);
    QCOMPARE(at(rowOf(u"links/r0701"_s), "changedAt").toLongLong(), 0);
    QTRY_VERIFY(isSettled());
    http.setToken(u"wrong"_s);
    QMetaObject::invokeMethod(m_tree.get(), "refresh");
    QTRY_VERIFY(!m_tree->property("error").toString().isEmpty());
    QCOMPARE(m_tree->rowCount(), 1'201); // as it was known
    m_tree->setProperty("store", QVariant::fromValue<DustStore *>(nullptr));
}

void TreeTest::inactiveItHoldsNothing()
{
    m_store->put(u"a"_s, 1);
    QTRY_COMPARE(m_tree->rowCount(), 1);
    m_tree->setProperty("active", false);
    QVERIFY(isSettled());
    QSignalSpy inserts(m_tree.get(), &QAbstractItemModel::rowsInserted);
    QSignalSpy resets(m_tree.get(), &QAbstractItemModel::modelReset);
    bool isWritten = false;
    m_store->put(u"b"_s, 1).then(this, [&](const DustResult<DustReceipt> &) { isWritten = true; });
    QTRY_VERIFY(isWritten);
    QVERIFY(isSettled());
    QCOMPARE(inserts.size(), 0);
    QCOMPARE(m_tree->rowCount(), 1);
    m_tree->setProperty("active", true);
    QTRY_COMPARE(m_tree->rowCount(), 2);
    QCOMPARE(inserts.size(), 1);
    QCOMPARE(resets.size(), 0);
}

void TreeTest::outlivesItsStore()
{
    m_store->put(u"a"_s, 1);
    QTRY_COMPARE(m_tree->rowCount(), 1);
    m_client.reset();
    QTRY_COMPARE(m_tree->rowCount(), 0);
    QTRY_VERIFY(isSettled());
}

void TreeTest::anotherStore()
{
    m_store->put(u"a"_s, 1);
    QTRY_COMPARE(m_tree->rowCount(), 1);
    use(m_client->store(u"acme/other"_s));
    QCOMPARE(m_tree->rowCount(), 0);
    DustClient wrong(QUrl(u"gopher://example.org"_s));
    use(wrong.store(u"acme/main"_s));
    QCOMPARE(m_tree->property("error").toString(), wrong.store(u"acme/main"_s)->error().message());
    m_tree->setProperty("store", QVariant::fromValue<DustStore *>(nullptr));
}
