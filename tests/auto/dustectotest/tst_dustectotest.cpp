// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What an application's tests are given, against the clients that applications have.

#include "answers.h"

#include "dustbroadcasterspy.h"
#include "dustclient.h"
#include "dustflight.h"
#include "dustlease.h"
#include "dustrepo.h"
#include "dustserver.h"
#include "dusttestserver.h"

#include <QtCore/QFile>
#include <QtCore/QMetaMethod>
#include <QtCore/QMetaProperty>
#include <QtCore/QRegularExpression>
#include <QtCore/QSize>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class Note
{
    Q_GADGET
    DUST_SCHEMA("notes")
    DUST_REQUIRED("slug text")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString text MEMBER text)

public:
    QString slug;
    QString text;
};

class tst_DustEctoTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void seeds();
    void seedsOverWhatCannotBeAssembled();
    void seedsFromFiles();
    void refusesBadSeeds_data();
    void refusesBadSeeds();
    void writesAsAnotherClient();
    void namesItsStore();
    void connectsOtherClients();

    void holdsOneWrite();
    void holdsOverHttp();
    void decidesInOrder();
    void delaysByTheClock();
    void rejects_data();
    void rejects();
    void rejectsNoOtherKinds();

    void comesBackAtOnce();
    void losesHeldWritesWithTheConnection();
    void changesPermissions();
    void endsBeforeItsClients();

    void timeStandsStill();
    void filesAreUploadedByTheClock();
    void leasesEndByTheClock();
    void leasesAreRenewedByTheClock();
    void singleFlightsWaitByTheClock();

    void spies();
    void spiesOnAnother();

    void isDescribedForTools();
};

namespace {

DustStore *liveStore(DustTestServer &server)
{
    DustStore *store = server.store();
    if (!runUntil([store] { return store->state() == DustStore::Live; }, 30'000))
        qFatal("The store does not become live.");
    return store;
}

} // namespace

void tst_DustEctoTest::seeds()
{
    DustTestServer server;
    QCOMPARE(server.value(), QVariantMap());
    QVERIFY(server.seed({ { u"notes"_s, QVariantMap{ { u"a"_s, QVariantMap{ { u"n"_s, 1 } } } } },
                          { u"notes/b/text"_s, u"Two"_s } }));
    QCOMPARE(server.value(u"notes/a/n"_s), 1);
    QCOMPARE(server.value(u"notes/b"_s), (QVariantMap{ { u"text"_s, u"Two"_s } }));
    QCOMPARE(server.value(u"notes/c"_s), QVariant());

    DustStore *store = liveStore(server);
    const quint64 before = store->seq();
    QVERIFY(server.seed({ { u"other"_s, true } }));
    QCOMPARE(server.value(), (QVariantMap{ { u"other"_s, true } }));
    QTRY_VERIFY(store->seq() > before);
    QCOMPARE(answerOf(store->exists(u"notes"_s)), DustResult<bool>(false));
    QVERIFY(server.seed({}));
    QCOMPARE(server.value(), QVariantMap());
}

// A leaf beside others: a state that clients survive, so that tests make it.
void tst_DustEctoTest::seedsOverWhatCannotBeAssembled()
{
    DustTestServer server;
    QVERIFY(server.put(u"a"_s, 1));
    QVERIFY(server.put(u"a/b"_s, 2));
    QVERIFY(server.put(u"d~1e/f"_s, 3));
    QVERIFY(server.seed({ { u"c"_s, 3 } }));
    QCOMPARE(server.value(), (QVariantMap{ { u"c"_s, 3 } }));
}

void tst_DustEctoTest::seedsFromFiles()
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(u"notes.json"_s);
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"notes": {"a": {"n": 9007199254740993}}})");
    file.close();
    DustTestServer server;
    QVERIFY(server.seedFromFile(name));
    QCOMPARE(server.value(u"notes/a/n"_s), qint64(9007199254740993));
    QVERIFY(server.seed({}));
    QVERIFY(server.seedFromFile(QUrl::fromLocalFile(name).toString()));
    QCOMPARE(server.value(u"notes/a/n"_s), qint64(9007199254740993));
}

void tst_DustEctoTest::refusesBadSeeds_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("warning");
    QTest::newRow("no JSON") << QByteArray("{") << u"DustTestServer: .+"_s;
    QTest::newRow("no object") << QByteArray("[1]") << u"DustTestServer: .*object.*"_s;
    QTest::newRow("no path") << QByteArray(R"({"a": 1, "b//c": 1})") << u"DustTestServer: .+"_s;
    QTest::newRow("no value") << QByteArray(R"({"a": {"": 1}})") << u"DustTestServer: .+"_s;
    QTest::newRow("no file") << QByteArray() << u"DustTestServer: .*cannot be read.*"_s;
}

void tst_DustEctoTest::refusesBadSeeds()
{
    QFETCH(const QByteArray, json);
    QFETCH(const QString, warning);
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"notes.json"_s));
    if (!json.isEmpty()) {
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(json);
        file.close();
    }
    DustTestServer server;
    QVERIFY(server.put(u"kept"_s, 1));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(warning));
    QVERIFY(!server.seedFromFile(file.fileName()));
    QCOMPARE(server.value(), (QVariantMap{ { u"kept"_s, 1 } })); // all or nothing
}

void tst_DustEctoTest::writesAsAnotherClient()
{
    DustTestServer server;
    DustStore *store = liveStore(server);
    QList<DustEvent> events;
    QVERIFY(answerOf(store->subscribe(
            u"**"_s, this, [&events](const DustEvent &event) { events.append(event); })));
    QVERIFY(server.put(u"a/n"_s, 1));
    QVERIFY(server.merge(u"a"_s, { { u"m"_s, 2 } }));
    QVERIFY(server.write(DustOperation::increment(*DustPath::parse(u"a/n"_s), 2)));
    QVERIFY(server.remove(u"a/m"_s));
    QTRY_COMPARE(events.size(), 4);
    QCOMPARE(events.at(0).op, DustOperation::Set);
    QCOMPARE(events.at(1).op, DustOperation::Merge);
    QCOMPARE(events.at(2).op, DustOperation::Increment);
    QCOMPARE(events.at(3).op, DustOperation::Delete);
    for (const DustEvent &event : std::as_const(events)) {
        QVERIFY(!event.own);
        QCOMPARE(event.deviceId, u"other"_s);
        QVERIFY(!event.clientOpId.isEmpty());
    }
    QCOMPARE(server.value(), (QVariantMap{ { u"a"_s, QVariantMap{ { u"n"_s, 3 } } } }));

    for (int i = 0; i < 4; ++i)
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"DustTestServer: .+"_s));
    QVERIFY(!server.put(u"a//b"_s, 1));
    QVERIFY(!server.put(u"a"_s, QVariant(QSize(1, 1))));
    QVERIFY(!server.remove({}));
    QVERIFY(!server.write(DustOperation::renew(*DustPath::parse(u"a/n"_s), 7)));
    QCOMPARE(server.value(u"a/n"_s), 3);
}

void tst_DustEctoTest::namesItsStore()
{
    DustTestServer server;
    QSignalSpy named(&server, &DustTestServer::storeNameChanged);
    server.setStoreName(u"acme/notes"_s);
    QCOMPARE(named.size(), 1);
    QCOMPARE(server.store()->name(), u"acme/notes"_s);
    QVERIFY(server.put(u"a"_s, 1));
    DustStore *store = liveStore(server);
    QCOMPARE(server.client()->store(), store); // its default one
    QCOMPARE(answerOf(store->get(u"a"_s)), DustResult<DustValue>(DustValue(1)));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"DustTestServer: .+"_s));
    server.setStoreName(u"notes"_s);
    QCOMPARE(server.storeName(), u"acme/notes"_s);
}

void tst_DustEctoTest::connectsOtherClients()
{
    DustTestServer server;
    QVERIFY(server.put(u"a"_s, 1));
    QCOMPARE(server.url().scheme(), u"ws"_s);
    QCOMPARE(server.url().host(), u"127.0.0.1"_s);
    DustClient client;
    server.connectClient(&client);
    DustStore *store = client.store();
    QTRY_COMPARE(store->state(), DustStore::Live);
    QVERIFY(answerOf(store->put(u"a"_s, 2)));
    QCOMPARE(server.value(u"a"_s), 2);
    QCOMPARE(answerOf(liveStore(server)->get(u"a"_s)), DustResult<DustValue>(DustValue(2)));

    DustClient plain(server.url()); // as one that knows nothing of tests
    plain.setToken(server.token());
    QVERIFY(answerOf(plain.store(server.storeName())->put(u"a"_s, 3)));
}

void tst_DustEctoTest::holdsOneWrite()
{
    DustTestServer server;
    QSignalSpy told(&server, &DustTestServer::heldWritesChanged);
    DustStore *store = liveStore(server);
    server.holdNextWrite();
    const auto held = store->put(u"a"_s, 1);
    QTRY_COMPARE(server.heldWrites(), 1);
    QCOMPARE(told.size(), 1);
    // Everything else goes on.
    QVERIFY(answerOf(store->put(u"b"_s, 1)));
    QVERIFY(server.put(u"c"_s, 1));
    QTRY_COMPARE(answerOf(store->exists(u"c"_s)), DustResult<bool>(true));
    QVERIFY(answerOf(store->status()));
    QVERIFY(!held.isFinished());
    QCOMPARE(store->pendingCount(), 1);
    QCOMPARE(server.value(u"a"_s), QVariant());

    server.releaseWrites();
    QVERIFY(answerOf(held));
    QCOMPARE(server.heldWrites(), 0);
    QCOMPARE(told.size(), 2);
    QCOMPARE(store->pendingCount(), 0);
    QCOMPARE(server.value(u"a"_s), 1);
}

void tst_DustEctoTest::holdsOverHttp()
{
    DustTestServer server;
    DustClient client(server.server()->url());
    client.setToken(server.token());
    DustStore *store = client.store(server.storeName());
    server.holdNextWrite();
    const auto held = store->batchWrite({ DustOperation::set(*DustPath::parse(u"a"_s), 1),
                                          DustOperation::set(*DustPath::parse(u"b"_s), 1) });
    QTRY_COMPARE(server.heldWrites(), 1);
    QCOMPARE(server.value(), QVariantMap());
    server.releaseWrites();
    QVERIFY(answerOf(held));
    QCOMPARE(server.value(u"b"_s), 1);

    server.rejectNextWrite(DustError::Conflict);
    QCOMPARE(answerOf(store->put(u"a"_s, 2)).error().kind(), DustError::Conflict);
    server.setOnline(false);
    QCOMPARE(answerOf(store->get(u"a"_s)).error().kind(), DustError::Network);
    server.setOnline(true);
    QVERIFY(answerOf(store->get(u"a"_s)));
}

void tst_DustEctoTest::decidesInOrder()
{
    DustTestServer server;
    DustStore *store = liveStore(server);
    server.holdNextWrite();
    server.rejectNextWrite(DustError::Exists);
    server.holdNextWrite();
    const auto first = store->put(u"a"_s, 1);
    const auto second = store->put(u"b"_s, 2);
    const auto third = store->put(u"c"_s, 3);
    const auto fourth = store->put(u"d"_s, 4);
    QCOMPARE(answerOf(second).error().kind(), DustError::Exists);
    QVERIFY(answerOf(fourth));
    QCOMPARE(server.heldWrites(), 2);
    QVERIFY(!first.isFinished() && !third.isFinished());
    server.releaseWrites();
    const auto firstReceipt = answerOf(first);
    const auto thirdReceipt = answerOf(third);
    QVERIFY(firstReceipt && thirdReceipt);
    QVERIFY(firstReceipt->storeSeq < thirdReceipt->storeSeq);
    QCOMPARE(server.value().toMap().keys(), QStringList({ u"a"_s, u"c"_s, u"d"_s }));
}

void tst_DustEctoTest::delaysByTheClock()
{
    DustTestServer server;
    DustStore *store = liveStore(server);
    server.delayNextWrite(2000);
    server.delayNextWrite(1000);
    const auto slow = store->put(u"a"_s, 1);
    const auto fast = store->put(u"b"_s, 1);
    QTRY_COMPARE(server.heldWrites(), 2);
    server.clock()->advance(999);
    QCOMPARE(server.heldWrites(), 2);
    server.clock()->advance(1);
    QCOMPARE(server.heldWrites(), 1);
    QVERIFY(answerOf(fast));
    QVERIFY(!slow.isFinished());
    server.clock()->advance(1000);
    QCOMPARE(server.heldWrites(), 0);
    QVERIFY(answerOf(slow));
}

void tst_DustEctoTest::rejects_data()
{
    QTest::addColumn<DustError::Kind>("kind");
    for (const DustError::Kind kind : { DustError::Conflict, DustError::Exists, DustError::Held,
                                        DustError::Occupied, DustError::NotHeld, DustError::Fenced,
                                        DustError::InvalidParams, DustError::LimitExceeded })
        QTest::newRow(QMetaEnum::fromType<DustError::Kind>().valueToKey(kind)) << kind;
}

void tst_DustEctoTest::rejects()
{
    QFETCH(const DustError::Kind, kind);
    DustTestServer server;
    DustStore *store = liveStore(server);
    server.rejectNextWrite(kind);
    QCOMPARE(answerOf(store->put(u"a"_s, 1)).error().kind(), kind);
    QCOMPARE(answerOf(store->exists(u"a"_s)), DustResult<bool>(false));
    QCOMPARE(store->pendingCount(), 0);
    QVERIFY(answerOf(store->put(u"a"_s, 2))); // only one
}

void tst_DustEctoTest::rejectsNoOtherKinds()
{
    DustTestServer server;
    DustStore *store = liveStore(server);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"DustTestServer: .+"_s));
    server.rejectNextWrite(DustError::Network);
    QVERIFY(answerOf(store->put(u"a"_s, 1)));
}

void tst_DustEctoTest::comesBackAtOnce()
{
    DustTestServer server;
    DustStore *store = liveStore(server);
    QSignalSpy changed(&server, &DustTestServer::onlineChanged);
    for (int i = 0; i < 3; ++i) {
        server.setOnline(false);
        QTRY_COMPARE(store->state(), DustStore::Offline);
        const auto written = store->put(u"n"_s, i);
        QTRY_COMPARE(server.client()->connectionState(), DustClient::Waiting);
        QVERIFY(!written.isFinished());
        server.setOnline(true);
        QVERIFY(answerOf(written));
        QCOMPARE(server.value(u"n"_s), i);
    }
    QCOMPARE(changed.size(), 6);
    // Before the client has noticed; not when it would come back by itself.
    QDateTime planned;
    bool isEarly = false;
    connect(server.client(), &DustClient::connectionStateChanged, this, [&] {
        if (server.client()->connectionState() == DustClient::Waiting)
            planned = server.client()->nextAttempt();
        else if (server.client()->connectionState() == DustClient::Connecting)
            isEarly = QDateTime::currentDateTimeUtc() < planned;
    });
    const QSignalSpy states(store, &DustStore::stateChanged);
    server.setOnline(false);
    server.setOnline(true);
    QTRY_VERIFY(states.size() >= 2);
    QTRY_COMPARE(store->state(), DustStore::Live);
    QVERIFY(isEarly);
    server.client()->disconnect(this);
}

void tst_DustEctoTest::losesHeldWritesWithTheConnection()
{
    DustTestServer server;
    DustStore *store = liveStore(server);
    server.holdNextWrite();
    const auto counted = store->increment(u"n"_s);
    QTRY_COMPARE(server.heldWrites(), 1);
    server.setOnline(false);
    QCOMPARE(server.heldWrites(), 0);
    server.releaseWrites(); // nothing
    QTRY_COMPARE(store->state(), DustStore::Offline);
    server.setOnline(true);
    QTRY_COMPARE(store->state(), DustStore::Live);
    server.clock()->advance(4999); // the server might be at it still, for all that the client knows
    QVERIFY(answerOf(store->status()));
    QVERIFY(!counted.isFinished());
    QCOMPARE(server.value(u"n"_s), QVariant());
    server.clock()->advance(1);
    QVERIFY(answerOf(counted));
    QCOMPARE(server.value(u"n"_s), 1);
}

void tst_DustEctoTest::changesPermissions()
{
    DustTestServer server;
    DustStore *store = liveStore(server);
    QSignalSpy changed(&server, &DustTestServer::readOnlyChanged);
    server.setReadOnly(true);
    server.setReadOnly(true);
    QCOMPARE(changed.size(), 1);
    QTRY_VERIFY(!store->canWrite());
    QCOMPARE(answerOf(store->put(u"a"_s, 1)).error().kind(), DustError::MissingScope);
    QVERIFY(server.put(u"a"_s, 2)); // others may
    QTRY_COMPARE(answerOf(store->get(u"a"_s)).valueOr({}), DustValue(2));
    server.setReadOnly(false);
    QTRY_VERIFY(store->canWrite());
    QVERIFY(answerOf(store->put(u"a"_s, 3)));
}

void tst_DustEctoTest::endsBeforeItsClients()
{
    DustClient client;
    DustFuture<DustReceipt> held;
    {
        DustTestServer server;
        server.connectClient(&client);
        QTRY_COMPARE(client.store()->state(), DustStore::Live);
        server.holdNextWrite();
        held = client.store()->put(u"a"_s, 1);
        QTRY_COMPARE(server.heldWrites(), 1);
    }
    QTRY_COMPARE(client.store()->state(), DustStore::Offline);
    QVERIFY(!held.isFinished());
}

void tst_DustEctoTest::timeStandsStill()
{
    DustTestServer server;
    QSignalSpy advanced(server.clock(), &DustTestClock::advanced);
    const QDateTime before = server.clock()->dateTime();
    QCOMPARE(before, QDateTime(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC));
    server.clock()->advance(90'000);
    server.clock()->advance(-5);
    QCOMPARE(server.clock()->dateTime(), before.addSecs(90));
    QCOMPARE(advanced.size(), 2);

    DustStore *store = liveStore(server);
    const auto lease = answerOf(store->lease(u"job"_s, u"me"_s, 1000));
    QVERIFY(lease);
    QCOMPARE(lease->expiresAt, before.addSecs(91).toMSecsSinceEpoch());
}

void tst_DustEctoTest::filesAreUploadedByTheClock()
{
    DustTestServer server;
    DustStore *store = liveStore(server);
    server.clock()->advance(3'600'000);
    const DustResult<DustFile> stored = answerOf(store->putFile(u"f"_s, "x")->future());
    QVERIFY(stored.isOk());
    QCOMPARE(stored->uploadedAt, server.clock()->dateTime());
}

void tst_DustEctoTest::leasesEndByTheClock()
{
    DustTestServer server;
    DustStore *store = liveStore(server);
    const auto lease = answerOf(store->acquireLease(u"job"_s, u"me"_s, 60'000));
    QVERIFY(lease);
    QSignalSpy lost(lease->get(), &DustLease::lost);
    const auto other = DustOperation::lease(*DustPath::parse(u"job"_s), u"other"_s, 1000);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"DustTestServer: .*holds it.*"_s));
    QVERIFY(!server.write(other));
    server.setOnline(false);
    QTRY_COMPARE(store->state(), DustStore::Offline);
    server.clock()->advance(59'999);
    QVERIFY((*lease)->isHeld());
    server.clock()->advance(1);
    QVERIFY(!(*lease)->isHeld());
    QCOMPARE(lost.size(), 1);
    QCOMPARE(lost.at(0).at(0).value<DustError>().reason(), u"expired"_s);
    QVERIFY(server.write(other));
}

void tst_DustEctoTest::leasesAreRenewedByTheClock()
{
    DustTestServer server;
    DustStore *store = liveStore(server);
    const auto lease = answerOf(store->acquireLease(u"job"_s, u"me"_s, 60'000));
    QVERIFY(lease);
    QSignalSpy renewed(lease->get(), &DustLease::renewed);
    for (int i = 1; i <= 5; ++i) {
        server.clock()->advance(20'000);
        QTRY_COMPARE(renewed.size(), i);
    }
    QVERIFY((*lease)->isHeld());
    QCOMPARE((*lease)->expiresAt(), server.clock()->dateTime().addSecs(60));
}

void tst_DustEctoTest::singleFlightsWaitByTheClock()
{
    DustTestServer server;
    DustStore *store = liveStore(server);
    const auto options = DustFlightOptions().setLeaseMilliseconds(600'000).setWaitMilliseconds(
            1'200'000);
    const QString leasePath = options.leasePath(u"answer"_s);
    QVERIFY(server.write(DustOperation::lease(*DustPath::parse(leasePath), u"other"_s, 600'000)));
    int computed = 0;
    const auto compute = [&computed](const std::shared_ptr<DustLease> &) {
        ++computed;
        QPromise<DustResult<DustValue>> promise;
        promise.start();
        promise.addResult(DustResult<DustValue>(DustValue(42)));
        promise.finish();
        return promise.future();
    };
    const auto flight = store->singleFlight(u"answer"_s, compute, options);
    QVERIFY(answerOf(store->status()));
    QVERIFY(answerOf(store->status()));
    QCOMPARE(computed, 0);
    // Its holder has crashed.
    server.clock()->advance(600'000);
    QTRY_VERIFY(flight.isFinished());
    const auto landed = flight.result();
    QVERIFY2(landed, qPrintable(landed.error().message()));
    QCOMPARE(landed->value, DustValue(42));
    QCOMPARE(computed, 1);
}

void tst_DustEctoTest::spies()
{
    DustTestServer server;
    DustRepo repo(liveStore(server));
    DustBroadcasterSpy spy(DustBroadcaster::of<Note>(&repo));
    QSignalSpy changed(&spy, &DustBroadcasterSpy::changed);
    QVERIFY(server.put(u"notes/a"_s, QVariantMap{ { u"text"_s, u"One"_s } }));
    QVERIFY(server.put(u"notes/a/text"_s, u"Two"_s));
    QVERIFY(server.remove(u"notes/a"_s));
    QTRY_COMPARE(spy.count(), 3);
    QCOMPARE(changed.size(), 3);
    const QList<Note> notes = spy.upserts<Note>();
    QCOMPARE(notes.size(), 2);
    QCOMPARE(notes.at(0).slug, u"a"_s);
    QCOMPARE(notes.at(0).text, u"One"_s);
    QCOMPARE(notes.at(1).text, u"Two"_s);
    QCOMPARE(spy.upserts().size(), 2);
    QCOMPARE(spy.deletes(), QStringList({ u"a"_s }));
    QCOMPARE(spy.resyncs(), 0);
    QCOMPARE(spy.error(), DustError());

    Q_EMIT DustBroadcaster::of<Note>(&repo)->resyncRequired();
    Q_EMIT DustBroadcaster::of<Note>(&repo)->errorOccurred(DustError(DustError::Storage, u"x"_s));
    QCOMPARE(spy.resyncs(), 1);
    QCOMPARE(spy.error().kind(), DustError::Storage);
    spy.clear();
    QCOMPARE(spy.count(), 0);
    QCOMPARE(spy.resyncs(), 0);
    QCOMPARE(spy.error(), DustError());
}

void tst_DustEctoTest::spiesOnAnother()
{
    DustTestServer server;
    DustRepo repo(liveStore(server));
    DustBroadcaster *first = DustBroadcaster::of<Note>(&repo, u"first"_s);
    DustBroadcaster *second = DustBroadcaster::of<Note>(&repo, u"second"_s);
    DustBroadcasterSpy spy(first);
    QSignalSpy targeted(&spy, &DustBroadcasterSpy::targetChanged);
    QVERIFY(first->isActive());
    Q_EMIT first->deleted(u"a"_s);
    QCOMPARE(spy.deletes(), QStringList({ u"a"_s }));
    spy.setTarget(second);
    QCOMPARE(targeted.size(), 1);
    QCOMPARE(spy.count(), 0);
    QTRY_VERIFY(!first->isActive());
    Q_EMIT first->deleted(u"b"_s);
    Q_EMIT second->deleted(u"c"_s);
    QCOMPARE(spy.deletes(), QStringList({ u"c"_s }));
    QTest::ignoreMessage(QtWarningMsg, "DustBroadcasterSpy: The target is no DustBroadcaster.");
    spy.setTarget(this);
    spy.setTarget(nullptr);
    QCOMPARE(spy.target(), nullptr);
    QTRY_VERIFY(!second->isActive());
}

void tst_DustEctoTest::isDescribedForTools()
{
#ifdef QMLTYPES
    QFile file(QStringLiteral(QMLTYPES));
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.errorString()));
    const QStringList components = QString::fromUtf8(file.readAll()).split(u"\n    Component {"_s);
    for (const QMetaObject *meta :
         { &DustTestServer::staticMetaObject, &DustTestClock::staticMetaObject,
           &DustBroadcasterSpy::staticMetaObject }) {
        const QString name = QString::fromLatin1(meta->className());
        const QStringList found = components.filter(u"        name: \"%1\"\n"_s.arg(name));
        QCOMPARE(found.size(), 1);
        const QString &component = found.constFirst();
        QVERIFY2(component.contains(u"\"DustEcto.Test/%1 "_s.arg(name)), meta->className());
        const auto isThere = [&component](const char *member) {
            return component.contains(u"name: \"%1\""_s.arg(QLatin1StringView(member)));
        };
        for (int i = meta->propertyOffset(); i < meta->propertyCount(); ++i)
            QVERIFY2(isThere(meta->property(i).name()), meta->property(i).name());
        for (int i = meta->methodOffset(); i < meta->methodCount(); ++i)
            QVERIFY2(isThere(meta->method(i).name().constData()),
                     meta->method(i).name().constData());
    }
    QVERIFY(components.filter(u"Private"_s).isEmpty()); // nothing that is ours alone
#endif
}

QTEST_GUILESS_MAIN(tst_DustEctoTest)

#include "tst_dustectotest.moc"
