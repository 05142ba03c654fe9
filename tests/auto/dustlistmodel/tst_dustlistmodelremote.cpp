// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "../shared/faketransport.h"
#include "modelworld.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>

using namespace Qt::StringLiterals;
using Fatal = QAbstractItemModelTester;

namespace {

// The notes of a store that brings no news, and the model of them.
class RemoteWorld : public ModelWorld
{
public:
    RemoteWorld() : remote(FakeTransport::open(client.get(), &transport))
    {
        repo = std::make_unique<DustRepo>(remote);
    }

    // What another client does.
    void putElsewhere(const QString &slug, const QString &title) const
    {
        const QString path = u"notes/"_s + slug;
        QVERIFY(transport->put(path + u"/title"_s, title));
        QVERIFY(transport->put(path + u"/done"_s, false));
    }

    FakeTransport *transport = nullptr;
    DustStore *remote;
};

QString titleOf(const DustListModel &model, const QString &slug)
{
    const int row = model.indexOfSlug(slug);
    return row < 0 ? QString()
                   : model.index(row, 0).data(ModelWorld::roleOf(ModelWorld::Title)).toString();
}

} // namespace

class tst_DustListModelRemote : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsOwnWritesAtOnce();
    void showsOwnBatchesAtOnce();
    void readsAgainWhenAnAncestorGoes();
    void leavesOtherListsAlone();
    void keepsOwnWritesThatALoadLacks();
    void readsAgainAfterAnOlderReading();
    void isLoadingUntilTheLastAnswer();
    void keepsWhatIsNewerThanAnOwnWrite();
    void keepsTwoOwnWritesOfOneRecord();
    void refreshIsADiff();
    void polls();
    void recoversAfterAFailedPoll();
    void readsAgainWithAnotherToken();
    void doesNotPollWhereNewsCome();
};

void tst_DustListModelRemote::showsOwnWritesAtOnce()
{
    RemoteWorld world;
    world.fill(u"ac"_s);
    const auto model = world.model();
    const Fatal tester(model.get(), Fatal::FailureReportingMode::Fatal);
    ShadowList shadow(model.get());
    const auto got = world.repo->get(world.schema(), u"a"_s);
    QVERIFY(world.done(got));
    const qsizetype reads = world.transport->lists.size();

    QVERIFY(world.done(world.repo->insert(world.note(u"b"_s, u"b"_s, 1))));
    QCOMPARE(world.joined(*model), u"abc"_s);

    QVERIFY(world.done(
            world.repo->update(DustChangeset::change(*got.result(), { { u"title"_s, u"A"_s } }))));
    QCOMPARE(titleOf(*model, u"a"_s), u"A"_s);

    QVERIFY(world.done(world.repo->remove(world.schema(), u"c"_s)));
    QCOMPARE(world.joined(*model), u"ab"_s);
    QCOMPARE(shadow.endStep(), QString());
    QCOMPARE(world.transport->lists.size(), reads);
}

void tst_DustListModelRemote::showsOwnBatchesAtOnce()
{
    RemoteWorld world;
    world.fill(u"a"_s);
    const auto model = world.model();
    DustRepoBatch batch;
    batch.insert(world.note(u"b"_s, u"b"_s)).insert(world.note(u"c"_s, u"c"_s));
    batch.remove(world.schema(), u"a"_s);
    QVERIFY(world.done(world.repo->batchWrite(batch)));
    QTRY_COMPARE(world.joined(*model), u"bc"_s); // it is read again
}

void tst_DustListModelRemote::readsAgainWhenAnAncestorGoes()
{
    RemoteWorld world;
    world.fill(u"abc"_s);
    const auto model = world.model();
    QSignalSpy resets(model.get(), &QAbstractItemModel::modelReset);
    QVERIFY(world.done(world.repo->removeAll(world.schema())));
    QTRY_COMPARE(world.joined(*model), QString());
    QCOMPARE(resets.size(), 0);
}

void tst_DustListModelRemote::leavesOtherListsAlone()
{
    RemoteWorld world;
    world.fill(u"a"_s);
    const auto model = world.model();
    const qsizetype reads = world.transport->lists.size();
    const DustSchema other =
            *DustSchema::Builder(u"others"_s).field(u"title"_s, DustField::String).build();
    DustRecord record(other, u"b"_s);
    record.setValue(0, u"b"_s);
    QVERIFY(world.done(world.repo->insert(record)));
    QCOMPARE(world.joined(*model), u"a"_s);
    QCOMPARE(world.transport->lists.size(), reads);
}

// The answer to a list was made before the write that ends before it arrives.
void tst_DustListModelRemote::keepsOwnWritesThatALoadLacks()
{
    RemoteWorld world;
    world.fill(u"a"_s);
    const auto model = world.model();
    model->refresh(); // is answered from before what comes now
    const auto written = world.repo->insert(world.note(u"b"_s, u"b"_s));
    QTRY_VERIFY(!model->isLoading());
    QVERIFY(world.done(written));
    QCOMPARE(world.joined(*model), u"ab"_s);
}

// Whose answer would otherwise come last.
void tst_DustListModelRemote::readsAgainAfterAnOlderReading()
{
    RemoteWorld world;
    world.fill(u"a"_s);
    const auto model = world.model();
    world.transport->holdsLists = true;
    model->refresh();
    QCOMPARE(world.transport->heldLists(), 1);
    DustRepoBatch batch;
    batch.insert(world.note(u"b"_s, u"b"_s));
    QVERIFY(world.done(world.repo->batchWrite(batch)));
    world.transport->holdsLists = false;
    while (world.transport->heldLists() > 0)
        world.transport->releaseList(world.transport->heldLists() - 1);
    QTRY_VERIFY(!model->isLoading());
    QCOMPARE(world.joined(*model), u"ab"_s);
}

void tst_DustListModelRemote::isLoadingUntilTheLastAnswer()
{
    RemoteWorld world;
    world.fill(u"a"_s);
    const auto model = world.model();
    world.transport->holdsLists = true;
    model->setPollInterval(1);
    QTRY_COMPARE(world.transport->heldLists(), 1);
    model->setPollInterval(0);
    QVERIFY(!model->isLoading());
    model->refresh();
    QVERIFY(model->isLoading());
    QSignalSpy loadings(model.get(), &DustListModel::loadingChanged);
    world.putElsewhere(u"b"_s, u"b"_s);
    const qsizetype reads = world.transport->lists.size();
    world.transport->releaseList();
    QTRY_COMPARE(world.transport->lists.size(), reads + 1);
    QCOMPARE(loadings.size(), 0);
    world.transport->releaseList();
    QTRY_VERIFY(!model->isLoading());
    QCOMPARE(loadings.size(), 1);
    QCOMPARE(world.joined(*model), u"ab"_s);
}

void tst_DustListModelRemote::keepsWhatIsNewerThanAnOwnWrite()
{
    RemoteWorld world;
    world.fill(u"a"_s);
    const auto model = world.model();
    const auto written = world.repo->insert(world.note(u"a"_s, u"own"_s));
    world.putElsewhere(u"a"_s, u"later"_s);
    world.transport->holdsLists = true;
    model->refresh(); // finds both
    QVERIFY(world.done(written));
    QCOMPARE(titleOf(*model, u"a"_s), u"own"_s);
    world.transport->holdsLists = false;
    world.transport->releaseList();
    QTRY_VERIFY(!model->isLoading());
    QCOMPARE(titleOf(*model, u"a"_s), u"later"_s);
}

// The second one was made before the first one was answered, and so without it.
void tst_DustListModelRemote::keepsTwoOwnWritesOfOneRecord()
{
    RemoteWorld world;
    world.fill(u"a"_s);
    const auto model = world.model();
    const auto title = model->update(u"a"_s, { { u"title"_s, u"A"_s } });
    const auto rank = model->update(u"a"_s, { { u"rank"_s, 7 } });
    QVERIFY(world.done(title));
    QVERIFY(world.done(rank));
    QTRY_VERIFY(!model->isLoading());
    QCOMPARE(model->get(0).value(u"title"_s), u"A"_s);
    QCOMPARE(model->get(0).value(u"rank"_s), 7);
}

void tst_DustListModelRemote::refreshIsADiff()
{
    RemoteWorld world;
    world.fill(u"abc"_s);
    const auto model = world.model();
    ShadowList shadow(model.get());
    world.putElsewhere(u"b"_s, u"B"_s);
    world.putElsewhere(u"d"_s, u"D"_s);
    QCOMPARE(world.joined(*model), u"abc"_s);
    model->refresh();
    QTRY_COMPARE(world.joined(*model), u"abcd"_s);
    QCOMPARE(titleOf(*model, u"b"_s), u"B"_s);
    QCOMPARE(shadow.endStep(), QString());
    const auto told = shadow.takeSignals();
    QCOMPARE(told.size(), 2);
    for (const auto &one : told)
        QVERIFY(one.kind == ShadowList::Changed || one.kind == ShadowList::Inserted);
}

void tst_DustListModelRemote::polls()
{
    RemoteWorld world;
    world.fill(u"a"_s);
    const auto model = world.model();
    QCOMPARE(model->pollInterval(), 0);
    model->setPollInterval(1);
    world.putElsewhere(u"b"_s, u"b"_s);
    QTRY_COMPARE(world.joined(*model), u"ab"_s);
    world.putElsewhere(u"c"_s, u"c"_s);
    QTRY_COMPARE(world.joined(*model), u"abc"_s);

    model->setPollInterval(0);
    QTRY_VERIFY(!model->isLoading());
    const qsizetype reads = world.transport->lists.size();
    for (int i = 0; i < 10; ++i)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
    QCOMPARE(world.transport->lists.size(), reads);
}

void tst_DustListModelRemote::recoversAfterAFailedPoll()
{
    RemoteWorld world;
    world.fill(u"a"_s);
    const auto model = world.model();
    QSignalSpy occurred(model.get(), &DustListModel::errorOccurred);
    world.transport->failingList = int(world.transport->lists.size());
    world.putElsewhere(u"b"_s, u"b"_s);
    model->setPollInterval(1);
    QTRY_COMPARE(occurred.size(), 1);
    QTRY_COMPARE(world.joined(*model), u"ab"_s);
    QCOMPARE(model->error(), DustError());
    QCOMPARE(occurred.size(), 1);
}

void tst_DustListModelRemote::readsAgainWithAnotherToken()
{
    RemoteWorld world;
    world.fill(u"a"_s);
    world.transport->failingList = 0;
    const auto model = world.model();
    QCOMPARE(model->error().kind(), DustError::Network);
    world.client->setToken(u"renewed"_s);
    QTRY_COMPARE(world.joined(*model), u"a"_s);
    QCOMPARE(model->error(), DustError());
    const qsizetype reads = world.transport->lists.size();
    world.client->setToken(u"renewed again"_s);
    QVERIFY(!model->isLoading());
    QCOMPARE(world.transport->lists.size(), reads);
}

void tst_DustListModelRemote::doesNotPollWhereNewsCome()
{
    ModelWorld world;
    world.fill(u"a"_s);
    const auto model = world.model();
    QSignalSpy loadings(model.get(), &DustListModel::loadingChanged);
    model->setPollInterval(1);
    QVERIFY(world.done(world.repo->insert(world.note(u"b"_s, u"b"_s))));
    QTRY_COMPARE(world.joined(*model), u"ab"_s);
    QCOMPARE(loadings.size(), 0);
}

QTEST_GUILESS_MAIN(tst_DustListModelRemote)
#include "tst_dustlistmodelremote.moc"
