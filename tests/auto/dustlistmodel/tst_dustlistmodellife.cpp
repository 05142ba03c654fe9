// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The model while its source, or the model itself, comes and goes at the worst moments.

#include "modelworld.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>

using namespace Qt::StringLiterals;
using Signal = ShadowList::Signal;
using Signals = QList<Signal>;
using World = ModelWorld;
using ModelPointer = std::unique_ptr<DustListModel>;
using Action = std::function<void(World *world, DustListModel *model)>;
Q_DECLARE_METATYPE(Action)

class tst_DustListModelLife : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void repoDestroyed();
    void repoDestroyedBeforeTheLoad();
    void clientDestroyed();
    void storeThatCannotBeOpened();
    void repoReplaced();
    void schemaReplaced();
    void sourceTakenAway();
    void modelDestroyedWhileLoading();
    void modelDestroyedBeforeItsNews();
    void modelDestroyedBeforeItsAnswer();
    void modelDestroyedByASlot_data();
    void modelDestroyedByASlot();
    void askedWhileRowsChange_data();
    void askedWhileRowsChange();
    void askedByTheFilterFunction();
    void sourceGoneWhileRowsChange_data();
    void sourceGoneWhileRowsChange();
    void oneModelDestroysAnother();
    void newsInANestedEventLoop();
    void newsOfTheFormerSourceAreDropped();

private:
    static QList<std::pair<QByteArray, Action>> everySignal();
    static void manyChanges(World *world);
    static void verifyFresh(World *world, const DustListModel &model);
};

// A removal, a move, an insertion and a change in one turn, for a model sorted by rank.
void tst_DustListModelLife::manyChanges(World *world)
{
    DustRepoBatch batch;
    batch.remove(World::schema(), u"b"_s);
    batch.insert(World::note(u"a"_s, u"a"_s, 20));
    batch.insert(World::note(u"x"_s, u"x"_s, 2));
    batch.insert(World::note(u"d"_s, u"D"_s, 3));
    QVERIFY(World::done(world->repo->batchWrite(batch)));
}

void tst_DustListModelLife::verifyFresh(World *world, const DustListModel &model)
{
    DustListModel fresh(world->repo.get(), model.schema());
    fresh.setSort(model.sort());
    fresh.setSearch(model.search());
    fresh.setFilter(model.filter());
    QTRY_VERIFY(!fresh.isLoading());
    QTRY_VERIFY(!model.isLoading());
    QCOMPARE(World::slugs(model), World::slugs(fresh));
    QCOMPARE(model.totalCount(), fresh.totalCount());
    for (int row = 0; row < model.count(); ++row)
        QCOMPARE(model.record(row), fresh.record(row));
}

void tst_DustListModelLife::repoDestroyed()
{
    World world;
    world.fill(u"abc"_s);
    const auto model = world.model();
    const QAbstractItemModelTester tester(model.get(),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    ShadowList shadow(model.get());
    QSignalSpy repoChanged(model.get(), &DustListModel::repoChanged);
    QSignalSpy counted(model.get(), &DustListModel::countChanged);
    world.repo.reset();
    QCOMPARE(model->repo(), nullptr);
    QCOMPARE(repoChanged.size(), 1);
    QCOMPARE(counted.size(), 1);
    QCOMPARE(model->count(), 0);
    QCOMPARE(shadow.takeSignals(), (Signals{ { ShadowList::Reset } }));
    QCOMPARE(shadow.endStep(), QString());
    QVERIFY(!model->isLoading());
    model->refresh();
    model->setSort({ u"rank"_s });
    QVERIFY(World::done(world.store->remove(u"notes"_s)));
    QCOMPARE(model->count(), 0);
    QCOMPARE(World::errorOf(model->remove(u"a"_s)).kind(), DustError::InvalidParams);

    world.repo = std::make_unique<DustRepo>(world.store);
    world.fill(u"xy"_s);
    model->setRepo(world.repo.get());
    QTRY_COMPARE(World::joined(*model), u"xy"_s);
}

void tst_DustListModelLife::repoDestroyedBeforeTheLoad()
{
    World world;
    world.fill(u"abc"_s);
    DustListModel model(world.repo.get(), World::schema());
    QVERIFY(model.isLoading());
    world.repo.reset();
    QVERIFY(!model.isLoading());
    QCoreApplication::processEvents();
    QCOMPARE(model.count(), 0);
}

void tst_DustListModelLife::clientDestroyed()
{
    World world;
    world.fill(u"abc"_s);
    const auto model = world.model();
    const QAbstractItemModelTester tester(model.get(),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    world.client.reset();
    QTRY_COMPARE(model->error().kind(), DustError::Closed);
    QCOMPARE(model->count(), 0);
    QVERIFY(!model->isLoading());
    model->refresh();
    QCOMPARE(World::errorOf(model->insert({ { u"slug"_s, u"a"_s }, { u"done"_s, true } })).kind(),
             DustError::Closed);
    QCOMPARE(World::errorOf(model->remove(u"a"_s)).kind(), DustError::Closed);
}

void tst_DustListModelLife::storeThatCannotBeOpened()
{
    DustClient client(QUrl(u"gopher://example.org"_s));
    DustRepo repo(client.store(u"acme/main"_s));
    DustListModel model(&repo, World::schema());
    QSignalSpy occurred(&model, &DustListModel::errorOccurred);
    QTRY_VERIFY(!model.isLoading());
    QCOMPARE(occurred.size(), 1);
    QVERIFY(model.error().kind() != DustError::NoError);
    QCOMPARE(model.error(), repo.store()->error());
    QCOMPARE(model.count(), 0);
    model.setSearch(u"x"_s);
    QCOMPARE(model.error(), repo.store()->error());

    World world;
    model.setRepo(world.repo.get());
    QCOMPARE(model.error().kind(), DustError::NoError);
    QTRY_VERIFY(!model.isLoading());
    QCOMPARE(model.error().kind(), DustError::NoError);
}

void tst_DustListModelLife::repoReplaced()
{
    World world;
    world.fill(u"abc"_s);
    World other;
    other.fill(u"xy"_s);
    const auto model = world.model({ u"-title"_s });
    const QAbstractItemModelTester tester(model.get(),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    ShadowList shadow(model.get());
    model->setRepo(other.repo.get());
    QVERIFY(model->isLoading());
    QTRY_COMPARE(World::joined(*model), u"yx"_s);
    QCOMPARE(shadow.endStep(), QString());
    QCOMPARE(shadow.takeSignals(),
             (Signals{ { ShadowList::Reset }, { ShadowList::Inserted, 0, 1 } }));
    QVERIFY(World::done(world.repo->insert(World::note(u"z"_s, u"z"_s))));
    QCOMPARE(model->count(), 2);
    QVERIFY(World::done(other.repo->insert(World::note(u"z"_s, u"z"_s))));
    QCOMPARE(World::joined(*model), u"zyx"_s);
    world.repo.reset();
    QCOMPARE(model->count(), 3);
}

void tst_DustListModelLife::schemaReplaced()
{
    World world;
    world.fill(u"abc"_s);
    const DustSchema names = *DustSchema::Builder(u"notes"_s)
                                      .name(u"Name"_s)
                                      .field(u"title"_s, DustField::String)
                                      .build();
    const auto model = world.model({ u"-rank"_s });
    const QAbstractItemModelTester tester(model.get(),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    ShadowList shadow(model.get());
    model->setColumns({ u"rank"_s, u"title"_s });
    model->setSchema(names);
    QCOMPARE(model->schema(), names);
    QCOMPARE(model->columnCount(), 1);
    QVERIFY(model->roleNames().values().contains("title"_ba));
    QVERIFY(!model->roleNames().values().contains("rank"_ba));
    QTRY_COMPARE(World::joined(*model), u"abc"_s);
    QCOMPARE(model->error().kind(), DustError::InvalidParams); // no rank to sort by
    model->setSort({});
    model->setColumns({});
    QCOMPARE(model->error().kind(), DustError::NoError);
    QCOMPARE(shadow.endStep(), QString());
    QCOMPARE(shadow.takeSignals(),
             (Signals{ { ShadowList::Reset }, { ShadowList::Inserted, 0, 2 } }));
    QVERIFY(World::done(world.store->put(u"notes/a/title"_s, u"A"_s)));
    QCOMPARE(shadow.endStep(), QString());
    QCOMPARE(shadow.takeSignals().size(), 1);
}

void tst_DustListModelLife::sourceTakenAway()
{
    World world;
    world.fill(u"abc"_s);
    const auto model = world.model();
    const QAbstractItemModelTester tester(model.get(),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    ShadowList shadow(model.get());
    model->setSchema({});
    QCOMPARE(model->count(), 0);
    QCOMPARE(model->columnCount(), 0);
    model->setSchema(World::schema());
    model->setRepo(nullptr);
    QCoreApplication::processEvents();
    QCOMPARE(model->count(), 0);
    QVERIFY(!model->isLoading());
    model->setRepo(world.repo.get());
    QTRY_COMPARE(model->count(), 3);
    QCOMPARE(shadow.endStep(), QString());
}

void tst_DustListModelLife::modelDestroyedWhileLoading()
{
    World world;
    world.fill(u"abc"_s);
    ModelPointer model = std::make_unique<DustListModel>(world.repo.get(), World::schema());
    model.reset();
    QCoreApplication::processEvents();
    QVERIFY(World::done(world.repo->insert(World::note(u"x"_s, u"x"_s))));
}

void tst_DustListModelLife::modelDestroyedBeforeItsNews()
{
    World world;
    world.fill(u"abc"_s);
    ModelPointer model = world.model();
    const auto written = world.repo->insert(World::note(u"x"_s, u"x"_s));
    model.reset();
    QVERIFY(World::done(written));
}

void tst_DustListModelLife::modelDestroyedBeforeItsAnswer()
{
    World world;
    world.fill(u"abc"_s);
    ModelPointer model = world.model();
    model->setEditable(true);
    const auto written = model->insert({ { u"slug"_s, u"x"_s }, { u"done"_s, true } });
    QVERIFY(model->setData(model->index(0, 0), u"changed"_s));
    model.reset();
    QVERIFY(World::done(written));
    const auto again = world.model();
    QCOMPARE(World::joined(*again), u"abcx"_s);
    QCOMPARE(again->get(0).value(u"title"_s), u"changed"_s);
}

// Each signal with what makes the model emit it.
QList<std::pair<QByteArray, Action>> tst_DustListModelLife::everySignal()
{
    const Action changes = [](World *world, DustListModel *) { manyChanges(world); };
    const Action filter = [](World *, DustListModel *model) {
        model->setFilter({ { u"rank"_s, QVariantList{ 1, 3 } } });
    };
    const Action unfilter = [](World *, DustListModel *model) {
        const QPointer<DustListModel> guard(model);
        model->setSearch(u"c"_s);
        if (guard)
            model->setSearch({});
    };
    const Action sort = [](World *, DustListModel *model) { model->setSort({ u"-rank"_s }); };
    const Action columns = [](World *, DustListModel *model) {
        model->setColumns({ u"slug"_s, u"tags"_s });
    };
    const Action wrong = [](World *, DustListModel *model) { model->setSort({ u"nix"_s }); };
    const Action refusal = [](World *, DustListModel *model) {
        model->setData(model->index(0, 1), u"twelve"_s);
    };
    const Action schema = [](World *, DustListModel *model) { model->setSchema({}); };
    const Action repo = [](World *, DustListModel *model) { model->setRepo(nullptr); };
    const Action headers = [](World *, DustListModel *model) {
        model->setHeaders({ { u"rank"_s, u"R"_s } });
    };
    return { { SIGNAL(rowsInserted(QModelIndex, int, int)), changes },
             { SIGNAL(rowsRemoved(QModelIndex, int, int)), changes },
             { SIGNAL(rowsMoved(QModelIndex, int, int, QModelIndex, int)), changes },
             { SIGNAL(dataChanged(QModelIndex, QModelIndex, QList<int>)), changes },
             { SIGNAL(rowsRemoved(QModelIndex, int, int)), filter },
             { SIGNAL(rowsInserted(QModelIndex, int, int)), unfilter },
             { SIGNAL(countChanged()), filter },
             { SIGNAL(filterChanged()), filter },
             { SIGNAL(searchChanged()), unfilter },
             { SIGNAL(layoutAboutToBeChanged()), sort },
             { SIGNAL(layoutChanged()), sort },
             { SIGNAL(sortChanged()), sort },
             { SIGNAL(columnsRemoved(QModelIndex, int, int)), columns },
             { SIGNAL(columnsInserted(QModelIndex, int, int)), columns },
             { SIGNAL(columnsChanged()), columns },
             { SIGNAL(errorChanged()), wrong },
             { SIGNAL(errorOccurred(DustError)), wrong },
             { SIGNAL(errorOccurred(DustError)), refusal },
             { SIGNAL(errorChanged()), refusal },
             { SIGNAL(modelReset()), schema },
             { SIGNAL(totalCountChanged()), schema },
             { SIGNAL(schemaChanged()), schema },
             { SIGNAL(modelReset()), repo },
             { SIGNAL(repoChanged()), repo },
             { SIGNAL(headerDataChanged(Qt::Orientation, int, int)), headers },
             { SIGNAL(headersChanged()), headers } };
}

void tst_DustListModelLife::modelDestroyedByASlot_data()
{
    QTest::addColumn<QByteArray>("signal");
    QTest::addColumn<Action>("action");
    int number = 0;
    for (const auto &[signal, action] : everySignal())
        QTest::addRow("%d: %s", ++number, signal.constData() + 1) << signal << action;
}

// Receives a signal of any parameters and does what it was given, once.
class Once : public QObject
{
    Q_OBJECT

public:
    explicit Once(const std::function<void()> &function) : m_function(function) {}
    bool wasCalled() const { return !m_function; }

public Q_SLOTS:
    void call()
    {
        if (m_function)
            std::exchange(m_function, {})();
    }

private:
    std::function<void()> m_function;
};

void tst_DustListModelLife::modelDestroyedByASlot()
{
    QFETCH(QByteArray, signal);
    QFETCH(Action, action);
    World world;
    world.fill(u"abcdef"_s);
    ModelPointer model = world.model({ u"rank"_s });
    model->setEditable(true);
    Once once([&] { model.reset(); });
    QVERIFY(connect(model.get(), signal.constData(), &once, SLOT(call())));
    action(&world, model.get());
    QVERIFY(once.wasCalled());
    QVERIFY(!model);
    QVERIFY(World::done(world.repo->insert(World::note(u"x"_s, u"x"_s))));
}

void tst_DustListModelLife::askedWhileRowsChange_data()
{
    QTest::addColumn<QByteArray>("signal");
    QTest::addColumn<Action>("action");
    QTest::addColumn<Action>("question");

    const QList<std::pair<const char *, Action>> questions = {
        { "sort", [](World *, DustListModel *model) { model->setSort({ u"-title"_s }); } },
        { "filter",
          [](World *, DustListModel *model) {
              model->setFilter({ { u"rank"_s, QVariantList{ 2, 3, 20 } } });
          } },
        { "search", [](World *, DustListModel *model) { model->setSearch(u"d"_s); } },
        { "all",
          [](World *, DustListModel *model) {
              model->setSort({ u"-title"_s });
              model->setSearch(u"d"_s);
              model->refresh();
              model->invalidateFilter();
          } },
        { "write",
          [](World *world, DustListModel *model) {
              world->repo->removeAll(World::schema());
              model->insert({ { u"slug"_s, u"q"_s }, { u"done"_s, true } });
          } },
        { "schema", [](World *, DustListModel *model) { model->setSchema(World::schema()); } },
        { "repo",
          [](World *world, DustListModel *model) {
              model->setRepo(nullptr);
              model->setRepo(world->repo.get());
          } },
    };
    const QList<QByteArray> signalNames = {
        SIGNAL(rowsInserted(QModelIndex, int, int)),
        SIGNAL(rowsRemoved(QModelIndex, int, int)),
        SIGNAL(rowsMoved(QModelIndex, int, int, QModelIndex, int)),
        SIGNAL(dataChanged(QModelIndex, QModelIndex, QList<int>)),
        SIGNAL(countChanged()),
        SIGNAL(layoutChanged())
    };
    const Action changes = [](World *world, DustListModel *model) {
        manyChanges(world);
        world->repo->insert(World::note(u"y"_s, u"y"_s, 40));
        QVERIFY(World::done(world->repo->remove(World::schema(), u"y"_s)));
        model->setSort({ u"done"_s, u"-rank"_s });
        model->setSearch(u"n"_s);
        model->setSearch({});
    };
    for (const QByteArray &signal : signalNames) {
        for (const auto &[name, question] : questions)
            QTest::addRow("%s in %s", name, signal.constData() + 1)
                    << signal << changes << question;
    }
}

void tst_DustListModelLife::askedWhileRowsChange()
{
    QFETCH(QByteArray, signal);
    QFETCH(Action, action);
    QFETCH(Action, question);
    World world;
    world.fill(u"abcdef"_s);
    const auto model = world.model({ u"rank"_s });
    const QAbstractItemModelTester tester(model.get(),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    ShadowList shadow(model.get());
    shadow.allowSplitRanges();
    Once once([&] { question(&world, model.get()); });
    QVERIFY(connect(model.get(), signal.constData(), &once, SLOT(call())));
    action(&world, model.get());
    QVERIFY(once.wasCalled());
    QVERIFY(World::done(world.store->put(u"notes/z/done"_s, false)));
    verifyFresh(&world, *model);
    QCOMPARE(shadow.endStep(), QString());
}

void tst_DustListModelLife::askedByTheFilterFunction()
{
    World world;
    world.fill(u"abcdef"_s);
    const auto model = world.model({ u"rank"_s });
    const QAbstractItemModelTester tester(model.get(),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    ShadowList shadow(model.get());
    model->setFilterFunction([&](const DustRecord &note) {
        model->setSort({ u"-rank"_s });
        return note.slug() != u"b"_s;
    });
    QCOMPARE(World::joined(*model), u"fedca"_s);
    QVERIFY(World::done(world.repo->insert(World::note(u"x"_s, u"x"_s, 9))));
    QCOMPARE(World::joined(*model), u"xfedca"_s);
    QCOMPARE(shadow.endStep(), QString());
}

void tst_DustListModelLife::sourceGoneWhileRowsChange_data()
{
    QTest::addColumn<QByteArray>("signal");
    QTest::addColumn<bool>("wholeClient");
    const QList<QByteArray> signalNames = {
        SIGNAL(rowsInserted(QModelIndex, int, int)), SIGNAL(rowsRemoved(QModelIndex, int, int)),
        SIGNAL(rowsMoved(QModelIndex, int, int, QModelIndex, int)),
        SIGNAL(dataChanged(QModelIndex, QModelIndex, QList<int>)), SIGNAL(totalCountChanged())
    };
    for (const QByteArray &signal : signalNames) {
        QTest::addRow("repo in %s", signal.constData() + 1) << signal << false;
        QTest::addRow("client in %s", signal.constData() + 1) << signal << true;
    }
}

void tst_DustListModelLife::sourceGoneWhileRowsChange()
{
    QFETCH(QByteArray, signal);
    QFETCH(bool, wholeClient);
    World world;
    world.fill(u"abcdef"_s);
    const auto model = world.model({ u"rank"_s });
    const QAbstractItemModelTester tester(model.get(),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    ShadowList shadow(model.get());
    Once once([&] {
        if (wholeClient)
            world.client.reset();
        else
            world.repo.reset();
    });
    QVERIFY(connect(model.get(), signal.constData(), &once, SLOT(call())));
    world.repo->remove(World::schema(), u"b"_s);
    world.repo->insert(World::note(u"x"_s, u"x"_s, 2));
    world.repo->insert(World::note(u"y"_s, u"y"_s, 2));
    const auto last = world.repo->insert(World::note(u"a"_s, u"a"_s, 20));
    QTRY_VERIFY(last.isFinished());
    QVERIFY(once.wasCalled());
    QTRY_VERIFY(!model->isLoading());
    QCOMPARE(model->count(), 0);
    QCOMPARE(model->totalCount(), 0);
    QCOMPARE(shadow.endStep(), QString());
}

void tst_DustListModelLife::oneModelDestroysAnother()
{
    World world;
    world.fill(u"abc"_s);
    const auto first = world.model();
    ModelPointer second = world.model();
    ModelPointer third = world.model();
    connect(second.get(), &DustListModel::rowsInserted, this, [&] { third.reset(); });
    connect(first.get(), &DustListModel::rowsInserted, this, [&] { second.reset(); });
    QVERIFY(World::done(world.repo->insert(World::note(u"x"_s, u"x"_s))));
    QVERIFY(!second);
    QVERIFY(third);
    QCOMPARE(World::joined(*first), u"abcx"_s);
    QCOMPARE(World::joined(*third), u"abcx"_s);
}

// What an application with a dialog in a slot does.
void tst_DustListModelLife::newsInANestedEventLoop()
{
    World world;
    world.fill(u"abcdef"_s);
    const auto model = world.model({ u"rank"_s });
    const QAbstractItemModelTester tester(model.get(),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    ShadowList shadow(model.get());
    Once once([&] {
        QVERIFY(World::done(world.repo->insert(World::note(u"c"_s, u"c"_s, 30))));
        QVERIFY(World::done(world.repo->remove(World::schema(), u"e"_s)));
        model->setSort({ u"-rank"_s });
    });
    QVERIFY(connect(model.get(), SIGNAL(rowsRemoved(QModelIndex, int, int)), &once, SLOT(call())));
    manyChanges(&world);
    QVERIFY(once.wasCalled());
    verifyFresh(&world, *model);
    QCOMPARE(shadow.endStep(), QString());
}

void tst_DustListModelLife::newsOfTheFormerSourceAreDropped()
{
    World world;
    world.fill(u"abc"_s);
    World other;
    other.fill(u"xy"_s);
    const auto model = world.model();
    const auto written = world.repo->insert(World::note(u"d"_s, u"d"_s));
    model->setRepo(other.repo.get());
    QVERIFY(World::done(written));
    QTRY_COMPARE(World::joined(*model), u"xy"_s);
}

QTEST_GUILESS_MAIN(tst_DustListModelLife)
#include "tst_dustlistmodellife.moc"
