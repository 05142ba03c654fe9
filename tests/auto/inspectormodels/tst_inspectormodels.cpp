// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The inspector's lists of stores, operations, waiting writes and wire traffic, over a server in this process.

#include "answers.h"

#include "dustclient.h"
#include "dustclientwire_p.h"
#include "dustserver.h"
#include "duststore.h"
#include "dusttestserver.h"

#include <QtCore/QAbstractEventDispatcher>
#include <QtCore/QAbstractItemModel>
#include <QtCore/QDateTime>
#include <QtCore/QElapsedTimer>
#include <QtQml/QQmlComponent>
#include <QtQml/QQmlEngine>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr int Patience = 30'000;
constexpr int StatusPause = 1'900; // ms: timers may be a little early

// How many listen to what a store or a client says.
struct Listeners : QObject
{
    static int of(const QObject *object)
    {
        int count = 0;
        const QMetaObject *type = object->metaObject();
        for (int i = QObject::staticMetaObject.methodCount(); i < type->methodCount(); ++i) {
            const QMetaMethod method = type->method(i);
            if (method.methodType() == QMetaMethod::Signal)
                count += (object->*&Listeners::receivers)(
                        ('2' + method.methodSignature()).constData());
        }
        return count;
    }
};

bool hasTimers(QObject *object)
{
    return !QAbstractEventDispatcher::instance()->registeredTimers(object).isEmpty();
}

} // namespace

class tst_InspectorModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void activityTellsOperationsOnce();
    void activityMeasuresOwnWrites();
    void activityTellsRefusals();
    void activityTellsWhatWasMerged();
    void activityTellsWhatItMissed();
    void activityOverHttpSaysWhy();
    void activityForgetsTheOldest();
    void outboxSaysWhy();
    void outboxMovesRowsOneByOne();
    void outboxCountsDown();
    void outboxAndOtherStores();
    void storesComeAndGo();
    void storesAskOnceInAWhile();
    void storesTellPermissions();
    void wireTellsBothDirections();
    void wireKeepsItsLimit();
    void inactiveHoldsNothing_data();
    void inactiveHoldsNothing();

private:
    QAbstractItemModel *make(const char *type, bool isActive = true);
    QVariant at(const QAbstractItemModel *model, int row, const QByteArray &role) const;
    QStringList all(const QAbstractItemModel *model, const QByteArray &role) const;
    DustStore *liveStore();

    QQmlEngine m_engine;
    std::unique_ptr<DustTestServer> m_server;
    std::vector<std::unique_ptr<QAbstractItemModel>> m_models;
};

void tst_InspectorModels::init()
{
    m_server = std::make_unique<DustTestServer>();
    m_server->setStoreName(u"acme/main"_s);
}

void tst_InspectorModels::cleanup()
{
    m_models.clear();
    m_server.reset();
}

// With the test's client or store, whichever it takes.
QAbstractItemModel *tst_InspectorModels::make(const char *type, bool isActive)
{
    QQmlComponent component(&m_engine);
    component.setData("import DustEcto.Inspector\n" + QByteArray(type)
                              + " { active: " + (isActive ? "true" : "false") + " }",
                      {});
    m_models.emplace_back(qobject_cast<QAbstractItemModel *>(component.create()));
    QAbstractItemModel *model = m_models.back().get();
    if (!model)
        qFatal("%s", qPrintable(component.errorString()));
    new QAbstractItemModelTester(model, QAbstractItemModelTester::FailureReportingMode::QtTest,
                                 model);
    if (model->metaObject()->indexOfProperty("store") >= 0)
        model->setProperty("store", QVariant::fromValue(m_server->store()));
    else
        model->setProperty("client", QVariant::fromValue(m_server->client()));
    return model;
}

QVariant tst_InspectorModels::at(const QAbstractItemModel *model, int row,
                                 const QByteArray &role) const
{
    return model->index(row, 0).data(model->roleNames().key(role, -1));
}

QStringList tst_InspectorModels::all(const QAbstractItemModel *model, const QByteArray &role) const
{
    QStringList texts;
    for (int row = 0; row < model->rowCount(); ++row)
        texts.append(at(model, row, role).toString());
    return texts;
}

DustStore *tst_InspectorModels::liveStore()
{
    DustStore *store = m_server->store();
    if (!runUntil([store] { return store->state() == DustStore::Live; }, Patience))
        qFatal("The store does not become live.");
    return store;
}

void tst_InspectorModels::activityTellsOperationsOnce()
{
    DustStore *store = liveStore();
    QAbstractItemModel *log = make("DustActivityLog");
    QSignalSpy resets(log, &QAbstractItemModel::modelReset);
    QVERIFY(m_server->put(u"theirs"_s, u"x"_s));
    QTRY_COMPARE(log->rowCount(), 1);
    QVERIFY(answerOf(store->put(u"mine"_s, 7)).isOk());
    QVERIFY(answerOf(store->remove(u"mine"_s)).isOk());
    QTRY_COMPARE(all(log, "path"), (QStringList{ u"mine"_s, u"mine"_s, u"theirs"_s }));
    QCOMPARE(all(log, "op"), (QStringList{ u"delete"_s, u"set"_s, u"set"_s }));
    QCOMPARE(all(log, "value"), (QStringList{ QString(), u"7"_s, u"\"x\""_s }));
    QTRY_COMPARE(all(log, "seq"), (QStringList{ u"3"_s, u"2"_s, u"1"_s }));
    QCOMPARE(all(log, "own"), (QStringList{ u"true"_s, u"true"_s, u"false"_s }));
    QCOMPARE(all(log, "state"), QStringList(3, u"stored"_s));
    QVERIFY(at(log, 0, "time").toDateTime() >= at(log, 2, "time").toDateTime());
    QCOMPARE(log->property("count").toInt(), 3);
    QCOMPARE(resets.size(), 0);
    QVERIFY(QMetaObject::invokeMethod(log, "clear"));
    QCOMPARE(log->rowCount(), 0);
    QCOMPARE(log->property("count").toInt(), 0);
}

void tst_InspectorModels::activityMeasuresOwnWrites()
{
    DustStore *store = liveStore();
    QAbstractItemModel *log = make("DustActivityLog");
    m_server->holdNextWrite();
    store->put(u"mine"_s, 1);
    QTRY_COMPARE(log->rowCount(), 1); // before the server has it
    QCOMPARE(at(log, 0, "state").toString(), u"pending"_s);
    QCOMPARE(at(log, 0, "seq").toInt(), 0);
    QCOMPARE(at(log, 0, "latency").toInt(), -1);
    QTRY_COMPARE(m_server->heldWrites(), 1);
    QSignalSpy changes(log, &QAbstractItemModel::dataChanged);
    QVERIFY(m_server->put(u"theirs"_s, 1));
    QTRY_COMPARE(log->rowCount(), 2);
    QCOMPARE(at(log, 0, "latency").toInt(), -1); // of others it is not known
    m_server->releaseWrites();
    QTRY_COMPARE(changes.size(), 1);
    QCOMPARE(changes.constFirst().at(0).toModelIndex().row(), 1);
    QCOMPARE(at(log, 1, "state").toString(), u"stored"_s);
    QCOMPARE(at(log, 1, "seq").toInt(), 2);
    QVERIFY(at(log, 1, "latency").toInt() >= 0);
}

void tst_InspectorModels::activityTellsRefusals()
{
    DustStore *store = liveStore();
    QAbstractItemModel *log = make("DustActivityLog");
    m_server->rejectNextWrite(DustError::InvalidParams);
    QVERIFY(!answerOf(store->put(u"mine"_s, 1)).isOk());
    QTRY_COMPARE(all(log, "state"), QStringList{ u"refused"_s });
    QCOMPARE(at(log, 0, "latency").toInt(), -1);
    QCOMPARE(at(log, 0, "value").toString(), u"1"_s); // what was written, not what is there now
}

void tst_InspectorModels::activityTellsWhatWasMerged()
{
    DustStore *store = liveStore();
    m_server->setOnline(false);
    QTRY_COMPARE(store->state(), DustStore::Offline);
    QAbstractItemModel *log = make("DustActivityLog");
    store->put(u"mine"_s, 1);
    store->put(u"mine"_s, 2);
    QTRY_COMPARE(log->rowCount(), 2);
    QCOMPARE(store->pendingCount(), 1);
    m_server->setOnline(true);
    QTRY_COMPARE_WITH_TIMEOUT(all(log, "state"), QStringList(2, u"stored"_s), Patience);
    QCOMPARE(log->rowCount(), 2);
}

void tst_InspectorModels::activityTellsWhatItMissed()
{
    DustStore *store = liveStore();
    m_server->setOnline(false);
    QTRY_COMPARE(store->state(), DustStore::Offline);
    QAbstractItemModel *log = make("DustActivityLog");
    store->put(u"mine"_s, 1);
    QTRY_COMPARE(all(log, "state"), QStringList{ u"pending"_s });
    log->setProperty("active", false);
    log->setProperty("active", true);
    QCOMPARE(all(log, "state"), QStringList{ u"pending"_s }); // it still waits
    log->setProperty("active", false);
    m_server->setOnline(true);
    QTRY_COMPARE_WITH_TIMEOUT(store->pendingCount(), 0, Patience);
    QTRY_COMPARE(store->seq(), quint64(1));
    QSignalSpy changes(log, &QAbstractItemModel::dataChanged);
    log->setProperty("active", true);
    QCOMPARE(all(log, "state"), QStringList{ u"unknown"_s });
    QCOMPARE(at(log, 0, "latency").toInt(), -1);
    QCOMPARE(changes.size(), 1);
}

void tst_InspectorModels::activityOverHttpSaysWhy()
{
    QAbstractItemModel *log = make("DustActivityLog");
    QUrl url = m_server->url();
    url.setScheme(u"http"_s);
    DustClient http(url);
    http.setToken(m_server->token());
    log->setProperty("store", QVariant::fromValue(http.store(m_server->storeName())));
    QTRY_VERIFY(!log->property("error").toString().isEmpty());
    log->setProperty("store", QVariant::fromValue(m_server->store()));
    QCOMPARE(log->property("error").toString(), QString());
}

void tst_InspectorModels::activityForgetsTheOldest()
{
    liveStore();
    QAbstractItemModel *log = make("DustActivityLog");
    log->setProperty("limit", 3);
    for (int i = 0; i < 8; ++i)
        QVERIFY(m_server->put(u"p%1"_s.arg(i), i));
    QTRY_COMPARE(all(log, "path"), (QStringList{ u"p7"_s, u"p6"_s, u"p5"_s }));
    log->setProperty("limit", 2);
    QCOMPARE(all(log, "path"), (QStringList{ u"p7"_s, u"p6"_s }));
}

void tst_InspectorModels::outboxSaysWhy()
{
    DustStore *store = liveStore();
    QAbstractItemModel *outbox = make("DustOutboxModel");
    QCOMPARE(outbox->rowCount(), 0);
    m_server->holdNextWrite();
    store->put(u"a/x"_s, 1);
    store->remove(u"a"_s);
    QTRY_COMPARE(all(outbox, "path"), (QStringList{ u"a/x"_s, u"a"_s }));
    QTRY_COMPARE(all(outbox, "state"), (QStringList{ u"sent"_s, u"waiting"_s }));
    QCOMPARE(all(outbox, "op"), (QStringList{ u"set"_s, u"delete"_s }));
    QCOMPARE(all(outbox, "value"), (QStringList{ u"1"_s, QString() }));
    QCOMPARE(all(outbox, "attempts"), (QStringList{ u"1"_s, u"0"_s }));
    QVERIFY(at(outbox, 0, "reason").toString().contains(u"answer is awaited"_s));
    const QString first = at(outbox, 0, "number").toString();
    QVERIFY(at(outbox, 1, "reason").toString().contains(u"Write %1 at a/x"_s.arg(first)));
    QTRY_COMPARE(m_server->heldWrites(), 1);
    m_server->setOnline(false);
    QTRY_COMPARE(all(outbox, "state"), (QStringList{ u"unanswered"_s, u"waiting"_s }));
    QVERIFY(at(outbox, 0, "reason").toString().contains(u"fate"_s));
    QVERIFY(at(outbox, 1, "reason").toString().contains(u"no connection"_s));
    store->batchWrite({ DustOperation::set(*DustPath::parse(u"b"_s), 1),
                        DustOperation::set(*DustPath::parse(u"c"_s), 1) });
    QTRY_COMPARE(all(outbox, "op"), (QStringList{ u"set"_s, u"delete"_s, u"batch"_s }));
    QVERIFY(at(outbox, 2, "value").toString().startsWith(u"2 "_s));
}

void tst_InspectorModels::outboxMovesRowsOneByOne()
{
    DustStore *store = liveStore();
    m_server->setOnline(false);
    QTRY_COMPARE(store->state(), DustStore::Offline);
    QAbstractItemModel *outbox = make("DustOutboxModel");
    QSignalSpy resets(outbox, &QAbstractItemModel::modelReset);
    QSignalSpy inserts(outbox, &QAbstractItemModel::rowsInserted);
    QSignalSpy removes(outbox, &QAbstractItemModel::rowsRemoved);
    QSignalSpy counts(outbox, SIGNAL(countChanged()));
    for (int i = 0; i < 5; ++i)
        store->put(u"p%1"_s.arg(i), i);
    QTRY_COMPARE(outbox->rowCount(), 5);
    QCOMPARE(inserts.size(), 1); // of one turn
    QCOMPARE(counts.size(), 1);
    QSignalSpy changes(outbox, &QAbstractItemModel::dataChanged);
    store->put(u"p3"_s, u"again"_s); // becomes one with the first
    QTRY_COMPARE(changes.size(), 1);
    QCOMPARE(changes.constFirst().at(0).toModelIndex().row(), 3);
    QCOMPARE(changes.constFirst().at(1).toModelIndex().row(), 3);
    QCOMPARE(at(outbox, 3, "value").toString(), u"\"again\""_s);
    m_server->setOnline(true);
    QTRY_COMPARE_WITH_TIMEOUT(outbox->rowCount(), 0, Patience);
    QVERIFY(removes.size() >= 1);
    QCOMPARE(inserts.size(), 1);
    QCOMPARE(resets.size(), 0);
}

void tst_InspectorModels::outboxCountsDown()
{
    DustStore *store = liveStore();
    QAbstractItemModel *outbox = make("DustOutboxModel");
    QVERIFY(!hasTimers(outbox));
    m_server->server()->setPushHook([](const QString &event, const DustObject &) {
        return event == u"write"_s
                ? std::optional(DustObject{ { u"reason"_s, u"limit_exceeded"_s } })
                : std::nullopt;
    });
    store->put(u"p"_s, 1);
    const auto text = [outbox, this] {
        return at(outbox, 0, "reason").toString().section(u'(', 0, 0);
    };
    QTRY_COMPARE(text(), u"Writes go on in 60 second"_s);
    m_server->clock()->advance(1'000);
    QTRY_COMPARE(text(), u"Writes go on in 59 second"_s);
    outbox->setProperty("active", false);
    QCOMPARE(outbox->rowCount(), 0);
    QVERIFY(!hasTimers(outbox));
}

void tst_InspectorModels::outboxAndOtherStores()
{
    QAbstractItemModel *outbox = make("DustOutboxModel");
    DustClient embedded(QUrl(u"memory:"_s));
    DustStore *store = embedded.store(u"acme/main"_s);
    outbox->setProperty("store", QVariant::fromValue(store));
    store->put(u"x"_s, 1);
    QVERIFY(store->pendingWrites().isEmpty());
    QCOMPARE(outbox->rowCount(), 0);
    m_server->setOnline(false);
    DustStore *mirrored = m_server->store();
    mirrored->put(u"x"_s, 1);
    outbox->setProperty("store", QVariant::fromValue(mirrored));
    QCOMPARE(outbox->rowCount(), 1); // at once
    m_server.reset();
    QCOMPARE(outbox->rowCount(), 0);
    QVERIFY(!outbox->property("store").value<DustStore *>());
}

void tst_InspectorModels::storesComeAndGo()
{
    DustStore *store = liveStore();
    DustClient *client = m_server->client();
    QAbstractItemModel *stores = make("DustInspectorStores");
    QSignalSpy resets(stores, &QAbstractItemModel::modelReset);
    QCOMPARE(all(stores, "name"), QStringList{ store->name() });
    QCOMPARE(at(stores, 0, "store").value<DustStore *>(), store);
    QCOMPARE(at(stores, 0, "state").toString(), u"live"_s);
    DustStore *other = client->store(u"a/other"_s);
    QTRY_COMPARE(all(stores, "name"), (QStringList{ u"a/other"_s, store->name() }));
    QCOMPARE(client->stores(), (QList<DustStore *>{ other, store }));
    DustStore *failed = client->store(u"no name"_s);
    QTRY_COMPARE(stores->rowCount(), 3);
    QCOMPARE(at(stores, 2, "errorText").toString(), failed->error().message());
    QVERIFY(!failed->error().message().isEmpty());
    delete other;
    QCOMPARE(all(stores, "name"), (QStringList{ store->name(), u"no name"_s }));
    QSignalSpy changes(stores, &QAbstractItemModel::dataChanged);
    m_server->setOnline(false);
    QTRY_COMPARE(at(stores, 0, "state").toString(), u"offline"_s);
    QVERIFY(changes.size() > 0);
    store->put(u"x"_s, 1);
    QTRY_COMPARE(at(stores, 0, "pendingCount").toInt(), 1);
    QCOMPARE(resets.size(), 0);
    m_server.reset();
    QCOMPARE(stores->rowCount(), 0);
}

void tst_InspectorModels::storesAskOnceInAWhile()
{
    DustStore *store = liveStore();
    const auto taps = DustClientWire::tapsOf(*m_server->client());
    struct StatusCounter : DustWireTap
    {
        void noted(const Note &note) override
        {
            asked += note.direction == Sent && note.text.contains(u"\"status\""_s);
        }
        int asked = 0;
    } counter;
    taps->add(&counter);
    QElapsedTimer since;
    since.start();
    QAbstractItemModel *stores = make("DustInspectorStores");
    // However long all this takes here.
    const auto mayHaveAsked = [&since] { return 1 + int(since.elapsed() / StatusPause); };
    QTRY_COMPARE(at(stores, 0, "entryCount").toInt(), 0);
    QVERIFY(counter.asked >= 1 && counter.asked <= mayHaveAsked());
    for (int i = 0; i < 5; ++i) {
        QVERIFY(m_server->put(u"p%1"_s.arg(i), i));
        QTRY_COMPARE(store->seq(), quint64(i + 1));
    }
    QTRY_COMPARE(at(stores, 0, "seq").toInt(), 5);
    QVERIFY(counter.asked <= mayHaveAsked());
    QTRY_COMPARE(at(stores, 0, "entryCount").toInt(), 5);
    QCOMPARE(at(stores, 0, "storeSeq").toInt(), 5);
    QVERIFY(counter.asked >= 2 && counter.asked <= mayHaveAsked());
    QTRY_VERIFY(!hasTimers(stores)); // there is nothing to ask
    taps->remove(&counter);
}

void tst_InspectorModels::storesTellPermissions()
{
    m_server->setReadOnly(true);
    liveStore();
    QAbstractItemModel *stores = make("DustInspectorStores");
    QTRY_VERIFY(!at(stores, 0, "scopes").toStringList().isEmpty());
    QCOMPARE(at(stores, 0, "canRead").toBool(), true);
    QCOMPARE(at(stores, 0, "canWrite").toBool(), false);
    QVERIFY(!at(stores, 0, "scopes").toStringList().contains(u"entries:write"_s));
}

void tst_InspectorModels::wireTellsBothDirections()
{
    DustStore *store = liveStore();
    QAbstractItemModel *wire = make("DustWireLog");
    QVERIFY(answerOf(store->put(u"x"_s, u"of the wire"_s)).isOk());
    QVERIFY(answerOf(store->batchWrite({ DustOperation::set(*DustPath::parse(u"y"_s), 1) })));
    QTRY_COMPARE(all(wire, "channel").count(u"http"_s), 2);
    const QStringList texts = all(wire, "text");
    const QStringList directions = all(wire, "direction");
    const QStringList channels = all(wire, "channel");
    QStringList seen;
    for (int row = wire->rowCount() - 1; row >= 0; --row) {
        if (texts.at(row).contains(u"of the wire"_s) || channels.at(row) == u"http"_s)
            seen.append(directions.at(row) + u' ' + channels.at(row) + u' '
                        + texts.at(row).section(u' ', 0, 1));
        QVERIFY(at(wire, row, "bytes").toInt() > 0);
    }
    QVERIFY2(seen.size() == 4, qPrintable(texts.join(u'\n')));
    QVERIFY(seen.at(0).startsWith(u"sent ws ["_s));
    QVERIFY(seen.at(1).startsWith(u"received ws ["_s));
    QVERIFY2(seen.at(2).startsWith(u"sent http POST /api/"_s), qPrintable(seen.at(2)));
    QVERIFY2(seen.at(3).startsWith(u"received http 200 POST"_s), qPrintable(seen.at(3)));
    QVERIFY(!texts.join(QString()).contains(m_server->token()));
}

void tst_InspectorModels::wireKeepsItsLimit()
{
    DustStore *store = liveStore();
    QAbstractItemModel *wire = make("DustWireLog");
    QCOMPARE(wire->property("limit").toInt(), 500);
    wire->setProperty("limit", 4);
    for (int i = 0; i < 5; ++i)
        QVERIFY(answerOf(store->put(u"x"_s, i)).isOk());
    QTRY_COMPARE(wire->rowCount(), 4);
    QVERIFY(at(wire, 0, "time").toDateTime() >= at(wire, 3, "time").toDateTime());
}

void tst_InspectorModels::inactiveHoldsNothing_data()
{
    QTest::addColumn<QByteArray>("type");
    for (const char *type :
         { "DustInspectorStores", "DustActivityLog", "DustOutboxModel", "DustWireLog" })
        QTest::newRow(type) << QByteArray(type);
}

void tst_InspectorModels::inactiveHoldsNothing()
{
    QFETCH(QByteArray, type);
    DustStore *store = liveStore();
    DustClient *client = m_server->client();
    const auto taps = DustClientWire::tapsOf(*client);
    const auto held = [&] {
        return Listeners::of(store) + Listeners::of(client) + (taps->isEmpty() ? 0 : 1);
    };
    const int before = held();
    QAbstractItemModel *model = make(type.constData(), false);
    QCOMPARE(held(), before);
    model->setProperty("active", true);
    QVERIFY(held() > before);
    m_server->holdNextWrite();
    store->put(u"x"_s, 1);
    QTRY_VERIFY(model->rowCount() > 0);
    model->setProperty("active", false);
    QCOMPARE(held(), before);
    QVERIFY(!hasTimers(model));
    // Nothing comes any more: neither what happens now, nor what was on its way.
    QCoreApplication::processEvents();
    const int rows = model->rowCount();
    QSignalSpy inserted(model, &QAbstractItemModel::rowsInserted);
    QSignalSpy changed(model, &QAbstractItemModel::dataChanged);
    QVERIFY(m_server->put(u"y"_s, 1));
    m_server->releaseWrites();
    QTRY_COMPARE(store->pendingCount(), 0);
    QTRY_COMPARE(store->seq(), quint64(2));
    QCoreApplication::processEvents();
    QCOMPARE(model->rowCount(), rows);
    QCOMPARE(inserted.size(), 0);
    QCOMPARE(changed.size(), 0);
    QVERIFY(!hasTimers(model));
    model->setProperty("active", true);
    QVERIFY(held() > before);
    m_models.clear();
    QCOMPARE(held(), before);
}

QTEST_GUILESS_MAIN(tst_InspectorModels)
#include "tst_inspectormodels.moc"
