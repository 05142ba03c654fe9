// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What the model shows and how it tells of changes.

#include "modelworld.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>

using namespace Qt::StringLiterals;
using Signal = ShadowList::Signal;
using Signals = QList<Signal>;
using World = ModelWorld;

class tst_DustListModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void loadsInOneInsertion();
    void takesItsPropertiesInAnyOrder_data();
    void takesItsPropertiesInAnyOrder();
    void isEmptyWithoutSource();
    void reportsAWrongSchema();
    void singleChanges_data();
    void singleChanges();
    void groupsTheWritesOfATurn();
    void removesAllInOneRange();
    void showsWritesBetweenLoadAndNewsOnce();
    void hearsOtherClients();
    void hearsWritesAboveThePrefix();
    void followsTheGuard();
    void sortIsOneLayoutChange();
    void sortsByColumn();
    void sortsByLocale();
    void filters();
    void searches();
    void filtersByFunction();
    void namesUnknownFields_data();
    void namesUnknownFields();
    void refreshChangesNothing();
    void changesOfPropertiesAreToldOnce();
    void comesBackWhileItsRowGoes();
};

void tst_DustListModel::loadsInOneInsertion()
{
    World world;
    world.fill(u"cab"_s);
    DustListModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    ShadowList shadow(&model);
    QSignalSpy loading(&model, &DustListModel::loadingChanged);
    QSignalSpy counted(&model, &DustListModel::countChanged);
    connect(&model, &DustListModel::loadingChanged, this, [&] {
        if (!model.isLoading())
            QCOMPARE(counted.size(), 1);
    });

    model.setSchema(World::schema());
    QVERIFY(!model.isLoading());
    model.setRepo(world.repo.get());
    QVERIFY(model.isLoading());
    QCOMPARE(model.count(), 0);
    shadow.takeSignals();
    QTRY_VERIFY(!model.isLoading());
    QCOMPARE(shadow.takeSignals(), (Signals{ { ShadowList::Inserted, 0, 2 } }));
    QCOMPARE(World::joined(model), u"abc"_s);
    QCOMPARE(model.count(), 3);
    QCOMPARE(model.totalCount(), 3);
    QCOMPARE(loading.size(), 2);
    QCOMPARE(model.error().kind(), DustError::NoError);
    QCOMPARE(shadow.endStep(), QString());
}

void tst_DustListModel::reportsAWrongSchema()
{
    World world;
    world.fill(u"ab"_s);
    const DustResult<DustSchema> wrong = DustSchema::Builder(u""_s).build();
    QVERIFY(!wrong);
    const auto model = world.model();
    QSignalSpy occurred(model.get(), &DustListModel::errorOccurred);
    model->setSchema(wrong);
    QCOMPARE(model->error(), wrong.error());
    QCOMPARE(occurred.size(), 1);
    QVERIFY(!model->isLoading());
    QCOMPARE(model->count(), 0);
    QCOMPARE(World::errorOf(model->insert({})), wrong.error());
    model->setSchema(World::schema());
    QCOMPARE(model->error().kind(), DustError::NoError);
    QTRY_COMPARE(World::joined(*model), u"ab"_s);
    QCOMPARE(occurred.size(), 1);
}

void tst_DustListModel::takesItsPropertiesInAnyOrder_data()
{
    QTest::addColumn<QString>("order");
    QTest::newRow("source first") << u"rsofS"_s;
    QTest::newRow("source last") << u"Sforso"_s;
    QTest::newRow("mixed") << u"ofsSr"_s;
}

void tst_DustListModel::takesItsPropertiesInAnyOrder()
{
    QFETCH(QString, order);
    World world;
    world.fill(u"abcdef"_s);
    DustListModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    for (const QChar property : order) {
        switch (property.unicode()) {
        case u'r':
            model.setRepo(world.repo.get());
            break;
        case u's':
            model.setSchema(World::schema());
            break;
        case u'o':
            model.setSort({ u"-rank"_s });
            break;
        case u'f':
            model.setFilterFunction([](const DustRecord &note) { return note.slug() != u"b"_s; });
            break;
        case u'S':
            model.setFilter({ { u"rank"_s, QVariantList{ 1, 2, 3 } } });
            break;
        }
    }
    QSignalSpy inserted(&model, &DustListModel::rowsInserted);
    QTRY_COMPARE(model.count(), 2);
    QCOMPARE(World::joined(model), u"dc"_s);
    QCOMPARE(model.totalCount(), 6);
    QCOMPARE(inserted.size(), 1);
}

void tst_DustListModel::isEmptyWithoutSource()
{
    World world;
    DustListModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setSort({ u"title"_s });
    model.setSearch(u"x"_s);
    model.refresh();
    QCOMPARE(model.count(), 0);
    QCOMPARE(model.columnCount(), 0);
    QVERIFY(!model.isLoading());
    model.setRepo(world.repo.get());
    QVERIFY(!model.isLoading());
    QCOMPARE(model.error().kind(), DustError::NoError);
}

void tst_DustListModel::singleChanges_data()
{
    QTest::addColumn<DustRecord>("written");
    QTest::addColumn<Signals>("expected");
    QTest::addColumn<QString>("slugs");

    // bdfh by rank; a null record stands for a removal of d.
    QTest::newRow("insert") << World::note(u"c"_s, u"c"_s, 2)
                            << Signals{ { ShadowList::Inserted, 1, 1 } } << u"bcdfh"_s;
    QTest::newRow("insert without the sorted field")
            << World::note(u"a"_s, u"a"_s) << Signals{ { ShadowList::Inserted, 4, 4 } }
            << u"bdfha"_s;
    QTest::newRow("change one field")
            << World::note(u"d"_s, u"D"_s, 3)
            << Signals{ { ShadowList::Changed, 1, 1, -1, World::rolesOf({ World::Title }) } }
            << u"bdfh"_s;
    QTest::newRow("change two fields")
            << World::note(u"d"_s, u"D"_s, 3, true)
            << Signals{ { ShadowList::Changed, 1, 1, -1,
                          World::rolesOf({ World::Title, World::Done }) } }
            << u"bdfh"_s;
    QTest::newRow("change nothing") << World::note(u"d"_s, u"d"_s, 3) << Signals{} << u"bdfh"_s;
    QTest::newRow("move") << World::note(u"d"_s, u"d"_s, 9)
                          << Signals{ { ShadowList::Moved, 1, 1, 4 },
                                      { ShadowList::Changed, 3, 3, -1,
                                        World::rolesOf({ World::Rank }) } }
                          << u"bfhd"_s;
    QTest::newRow("remove") << DustRecord() << Signals{ { ShadowList::Removed, 1, 1 } } << u"bfh"_s;
}

void tst_DustListModel::singleChanges()
{
    QFETCH(DustRecord, written);
    QFETCH(Signals, expected);
    QFETCH(QString, slugs);
    World world;
    world.fill(u"bdfh"_s);
    const auto model = world.model({ u"rank"_s });
    const QAbstractItemModelTester tester(model.get(),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    ShadowList shadow(model.get());
    if (written.isNull())
        QVERIFY(World::done(world.repo->remove(World::schema(), u"d"_s)));
    else
        QVERIFY(World::done(world.repo->insert(written)));
    QCOMPARE(shadow.endStep(), QString());
    QCOMPARE(shadow.takeSignals(), expected);
    QCOMPARE(World::joined(*model), slugs);
}

void tst_DustListModel::groupsTheWritesOfATurn()
{
    World world;
    world.fill(u"abcdef"_s);
    const auto model = world.model({ u"rank"_s });
    const QAbstractItemModelTester tester(model.get(),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    ShadowList shadow(model.get());
    QSignalSpy counted(model.get(), &DustListModel::countChanged);
    world.repo->remove(World::schema(), u"b"_s);
    world.repo->remove(World::schema(), u"c"_s);
    world.repo->insert(World::note(u"x"_s, u"x"_s, 30));
    world.store->put(u"notes/e/title"_s, u"E"_s);
    world.store->put(u"notes/f/title"_s, u"F"_s);
    world.repo->insert(World::note(u"y"_s, u"y"_s, 31));
    world.repo->insert(World::note(u"gone again"_s, u"z"_s, 32));
    QVERIFY(World::done(world.repo->remove(World::schema(), u"gone again"_s)));
    QCOMPARE(shadow.endStep(), QString());
    QCOMPARE(shadow.takeSignals(),
             (Signals{ { ShadowList::Removed, 1, 2 },
                       { ShadowList::Inserted, 4, 5 },
                       { ShadowList::Changed, 2, 3, -1, World::rolesOf({ World::Title }) } }));
    QCOMPARE(World::joined(*model), u"adefxy"_s);
    QCOMPARE(counted.size(), 0);
}

void tst_DustListModel::removesAllInOneRange()
{
    World world;
    world.fill(u"abcdef"_s);
    const auto model = world.model({ u"-title"_s });
    ShadowList shadow(model.get());
    QVERIFY(World::done(world.repo->removeAll(World::schema())));
    QCOMPARE(shadow.takeSignals(), (Signals{ { ShadowList::Removed, 0, 5 } }));
    QCOMPARE(model->totalCount(), 0);
}

// Written before the model read the store, told after it.
void tst_DustListModel::showsWritesBetweenLoadAndNewsOnce()
{
    World world;
    world.fill(u"ab"_s);
    DustListModel model(world.repo.get(), World::schema());
    ShadowList shadow(&model);
    const auto written = world.repo->insert(World::note(u"c"_s, u"c"_s));
    QVERIFY(World::done(written));
    QTRY_VERIFY(!model.isLoading());
    QCOMPARE(shadow.endStep(), QString());
    QCOMPARE(World::joined(model), u"abc"_s);
    QCOMPARE(shadow.takeSignals().size(), 1);
}

void tst_DustListModel::hearsOtherClients()
{
    DustClient one(QUrl(u"memory:tst_dustlistmodel"_s));
    DustClient other(QUrl(u"memory:tst_dustlistmodel"_s));
    DustRepo here(one.store(u"acme/main"_s));
    DustRepo there(other.store(u"acme/main"_s));
    DustListModel model(&here, World::schema());
    QTRY_VERIFY(!model.isLoading());
    QVERIFY(World::done(there.insert(World::note(u"a"_s, u"a"_s))));
    QTRY_COMPARE(World::joined(model), u"a"_s);
    QVERIFY(World::done(there.remove(World::schema(), u"a"_s)));
    QTRY_COMPARE(model.count(), 0);
}

void tst_DustListModel::hearsWritesAboveThePrefix()
{
    World world;
    world.fill(u"ab"_s);
    const auto model = world.model();
    const QAbstractItemModelTester tester(model.get(),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    ShadowList shadow(model.get());
    QVERIFY(World::done(world.store->put(
            u"notes"_s,
            DustObject{ { u"b"_s, DustObject{ { u"done"_s, true } } },
                        { u"c"_s, DustObject{ { u"done"_s, false }, { u"rank"_s, 4 } } } })));
    QCOMPARE(World::joined(*model), u"bc"_s);
    QCOMPARE(shadow.endStep(), QString());
    QVERIFY(World::done(world.store->remove(u"notes"_s)));
    QCOMPARE(model->count(), 0);
}

void tst_DustListModel::followsTheGuard()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"Skipped:"_s));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"Skipped:"_s));
    World world;
    world.fill(u"abc"_s);
    const auto model = world.model();
    ShadowList shadow(model.get());
    QVERIFY(World::done(world.store->remove(u"notes/b/done"_s)));
    QCOMPARE(shadow.takeSignals(), (Signals{ { ShadowList::Removed, 1, 1 } }));
    QVERIFY(World::done(world.store->put(u"notes/b/done"_s, false)));
    QCOMPARE(shadow.takeSignals(), (Signals{ { ShadowList::Inserted, 1, 1 } }));
    QVERIFY(World::done(world.store->put(u"notes/c/rank"_s, u"not a number"_s)));
    QCOMPARE(shadow.takeSignals(), (Signals{ { ShadowList::Removed, 2, 2 } }));
    QVERIFY(World::done(world.store->put(u"notes/c/unheard"_s, 1)));
    QVERIFY(World::done(world.store->put(u"notes/a/unheard"_s, 1)));
    QCOMPARE(shadow.takeSignals(), Signals());
    QCOMPARE(World::joined(*model), u"ab"_s);
    QCOMPARE(model->totalCount(), 2);
}

void tst_DustListModel::sortIsOneLayoutChange()
{
    World world;
    world.fill(u"abcde"_s);
    const auto model = world.model();
    const QAbstractItemModelTester tester(model.get(),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    ShadowList shadow(model.get());
    QSignalSpy sorted(model.get(), &DustListModel::sortChanged);
    const QPersistentModelIndex kept = model->index(1, 2);
    model->setSort({ u"-rank"_s });
    QCOMPARE(World::joined(*model), u"edcba"_s);
    QCOMPARE(shadow.endStep(), QString());
    QCOMPARE(shadow.takeSignals(), (Signals{ { ShadowList::Layout } }));
    QCOMPARE(sorted.size(), 1);
    QCOMPARE(kept.row(), 3);
    QCOMPARE(kept.column(), 2);
    QCOMPARE(model->indexOfSlug(u"b"_s), 3);
    model->setSort({ u"-title"_s });
    QCOMPARE(shadow.takeSignals(), Signals());
}

void tst_DustListModel::sortsByColumn()
{
    World world;
    world.fill(u"abc"_s);
    const auto model = world.model();
    QAbstractItemModel *table = model.get();
    model->setColumns({ u"slug"_s, u"rank"_s });
    table->sort(1, Qt::DescendingOrder);
    QCOMPARE(model->sort(), QStringList(u"-rank"_s));
    QCOMPARE(World::joined(*model), u"cba"_s);
    table->sort(0);
    QCOMPARE(model->sort(), QStringList(u"slug"_s));
    table->sort(-1);
    QCOMPARE(model->sort(), QStringList());
    table->sort(7);
    QCOMPARE(model->sort(), QStringList());
}

void tst_DustListModel::sortsByLocale()
{
    World world;
    for (const QString &title : { u"z"_s, u"ö"_s, u"B"_s, u"a"_s })
        QVERIFY(World::done(world.repo->insert(World::note(title, title))));
    const auto model = world.model({ u"title"_s });
    QCOMPARE(World::joined(*model), u"aBöz"_s);
    ShadowList shadow(model.get());
    model->setSortLocale(QLocale(QLocale::Swedish));
    QCOMPARE(World::joined(*model), u"aBzö"_s);
    QCOMPARE(shadow.takeSignals(), (Signals{ { ShadowList::Layout } }));
    QCOMPARE(model->sortLocale(), QLocale(QLocale::Swedish));
}

void tst_DustListModel::filters()
{
    World world;
    world.fill(u"abcdef"_s);
    const auto model = world.model();
    const QAbstractItemModelTester tester(model.get(),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    ShadowList shadow(model.get());
    QSignalSpy counted(model.get(), &DustListModel::countChanged);
    QSignalSpy totalCounted(model.get(), &DustListModel::totalCountChanged);
    model->setFilter({ { u"rank"_s, QVariantList{ 1, 2, 4 } } });
    QCOMPARE(World::joined(*model), u"bce"_s);
    QCOMPARE(shadow.endStep(), QString());
    QCOMPARE(shadow.takeSignals(),
             (Signals{ { ShadowList::Removed, 5, 5 },
                       { ShadowList::Removed, 3, 3 },
                       { ShadowList::Removed, 0, 0 } }));
    QCOMPARE(model->totalCount(), 6);
    QCOMPARE(model->indexOfSlug(u"a"_s), -1);
    model->setFilter({});
    QCOMPARE(shadow.endStep(), QString());
    QCOMPARE(shadow.takeSignals(),
             (Signals{ { ShadowList::Inserted, 3, 3 },
                       { ShadowList::Inserted, 2, 2 },
                       { ShadowList::Inserted, 0, 0 } }));
    QCOMPARE(counted.size(), 2);
    QCOMPARE(totalCounted.size(), 0);
}

void tst_DustListModel::searches()
{
    World world;
    QVERIFY(World::done(world.repo->insert(World::note(u"one"_s, u"Crème brûlée"_s))));
    QVERIFY(World::done(world.repo->insert(World::note(u"two"_s, u"Apple pie"_s))));
    const auto model = world.model();
    model->setSearch(u"creme"_s);
    QCOMPARE(World::slugs(*model), QStringList(u"one"_s));
    QVERIFY(World::done(world.store->put(u"notes/one/title"_s, u"Cold cream"_s)));
    QCOMPARE(model->count(), 0);
    QVERIFY(World::done(world.store->put(u"notes/two/title"_s, u"CREME"_s)));
    QCOMPARE(World::slugs(*model), QStringList(u"two"_s));
    model->setSearch(u"one"_s);
    QCOMPARE(World::slugs(*model), QStringList(u"one"_s));
    model->setSearchFields({ u"title"_s });
    QCOMPARE(model->count(), 0);
    model->setSearch(QString());
    QCOMPARE(model->count(), 2);
}

void tst_DustListModel::filtersByFunction()
{
    World world;
    world.fill(u"abcd"_s);
    const auto model = world.model();
    ShadowList shadow(model.get());
    int least = 2;
    model->setFilterFunction(
            [&](const DustRecord &note) { return note.value(u"rank"_s).toInt() >= least; });
    QCOMPARE(World::joined(*model), u"cd"_s);
    least = 1;
    QCOMPARE(World::joined(*model), u"cd"_s);
    shadow.takeSignals();
    model->invalidateFilter();
    QCOMPARE(World::joined(*model), u"bcd"_s);
    QCOMPARE(shadow.takeSignals(), (Signals{ { ShadowList::Inserted, 0, 0 } }));
    QVERIFY(World::done(world.store->put(u"notes/d/rank"_s, 0)));
    QCOMPARE(World::joined(*model), u"bc"_s);
    model->setFilterFunction({});
    QCOMPARE(model->count(), 4);
}

void tst_DustListModel::namesUnknownFields_data()
{
    QTest::addColumn<QByteArray>("property");
    QTest::addColumn<QVariant>("wrong");
    QTest::addColumn<QVariant>("right");
    QTest::addColumn<int>("count");
    QTest::newRow("sort") << "sort"_ba << QVariant(QStringList{ u"-nix"_s, u"title"_s })
                          << QVariant(QStringList{ u"title"_s }) << 2;
    QTest::newRow("filter") << "filter"_ba << QVariant(QVariantMap{ { u"nix"_s, 1 } })
                            << QVariant(QVariantMap()) << 0;
    QTest::newRow("searchFields") << "searchFields"_ba << QVariant(QStringList{ u"nix"_s })
                                  << QVariant(QStringList()) << 2;
    QTest::newRow("columns") << "columns"_ba << QVariant(QStringList{ u"nix"_s, u"rank"_s })
                             << QVariant(QStringList()) << 2;
}

void tst_DustListModel::namesUnknownFields()
{
    QFETCH(QByteArray, property);
    QFETCH(QVariant, wrong);
    QFETCH(QVariant, right);
    QFETCH(int, count);
    World world;
    world.fill(u"ab"_s);
    const auto model = world.model();
    const QAbstractItemModelTester tester(model.get(),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    QSignalSpy occurred(model.get(), &DustListModel::errorOccurred);
    model->setProperty(property.constData(), wrong);
    QCOMPARE(model->error().kind(), DustError::InvalidParams);
    QVERIFY2(model->error().message().contains(u"\"nix\""_s), qPrintable(model->error().message()));
    QCOMPARE(model->count(), count);
    QCOMPARE(occurred.size(), 1);
    model->setSearch(u"a"_s);
    model->refresh();
    QCOMPARE(model->error().kind(), DustError::InvalidParams);
    QCOMPARE(occurred.size(), 1);
    model->setProperty(property.constData(), right);
    QCOMPARE(model->error().kind(), DustError::NoError);
    QCOMPARE(occurred.size(), 1);
}

void tst_DustListModel::refreshChangesNothing()
{
    World world;
    world.fill(u"abc"_s);
    const auto model = world.model();
    ShadowList shadow(model.get());
    model->refresh();
    QVERIFY(!model->isLoading());
    QCOMPARE(shadow.takeSignals(), Signals());
    // What was written but not told yet is seen by the refresh, and its news say nothing new.
    const auto written = world.repo->remove(World::schema(), u"b"_s);
    model->refresh();
    QVERIFY(World::done(written));
    QCOMPARE(shadow.endStep(), QString());
    QCOMPARE(shadow.takeSignals(), (Signals{ { ShadowList::Removed, 1, 1 } }));
}

void tst_DustListModel::changesOfPropertiesAreToldOnce()
{
    World world;
    DustListModel model;
    const QList<std::pair<QByteArray, QVariant>> settings = {
        { "repo", QVariant::fromValue(world.repo.get()) },
        { "schema", QVariant::fromValue(World::schema()) },
        { "sort", QStringList{ u"title"_s } },
        { "sortLocale", QLocale(QLocale::Swedish) },
        { "filter", QVariantMap{ { u"rank"_s, 1 } } },
        { "search", u"x"_s },
        { "searchFields", QStringList{ u"title"_s } },
        { "columns", QStringList{ u"rank"_s } },
        { "headers", QVariantMap{ { u"rank"_s, u"R"_s } } },
        { "editable", true },
    };
    for (const auto &[name, value] : settings) {
        const QMetaProperty property = model.metaObject()->property(
                model.metaObject()->indexOfProperty(name.constData()));
        QSignalSpy spy(&model, property.notifySignal());
        QVERIFY2(property.write(&model, value), name.constData());
        QVERIFY2(property.write(&model, value), name.constData());
        QVERIFY2(spy.size() == 1, name.constData());
        QVERIFY2(property.read(&model) == value, name.constData());
    }
}

// What the row still shows in that moment is no more: nothing of it comes back.
void tst_DustListModel::comesBackWhileItsRowGoes()
{
    World world;
    world.fill(u"ab"_s);
    const auto model = world.model({ u"title"_s });
    const auto writeInATurnWithin = [&] {
        model->disconnect(this);
        world.store->put(u"notes/a/done"_s, true);
        QCoreApplication::processEvents();
    };
    connect(model.get(), &QAbstractItemModel::rowsAboutToBeRemoved, this, writeInATurnWithin);
    QVERIFY(World::done(world.repo->remove(World::schema(), u"a"_s)));
    QTRY_COMPARE(model->count(), 2);
    const DustRecord back = model->record(model->indexOfSlug(u"a"_s));
    QCOMPARE(back.value(World::Done), QVariant(true));
    QVERIFY(back.value(World::Title).toString().isEmpty());
}

QTEST_GUILESS_MAIN(tst_DustListModel)
#include "tst_dustlistmodel.moc"
