// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Random histories of a store: after every turn the model equals a fresh query, and so does a copy that knows only its signals.

#include "../shared/histories.h"
#include "../shared/naivelist.h"
#include "modelworld.h"

#include <QtCore/QLoggingCategory>
#include <QtTest/QAbstractItemModelTester>

using namespace Qt::StringLiterals;
using World = ModelWorld;

class tst_DustListModelHistories : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void equalsAFreshQuery();

private:
    static void changeSettings(QRandomGenerator *random, NaiveList *list, DustListModel *model,
                               ShadowList *shadow);
    static void write(QRandomGenerator *random, World *world);
    static void writeOddly(QRandomGenerator *random, World *world);
    static void query(World *world, NaiveList *list);
};

void tst_DustListModelHistories::initTestCase()
{
    QLoggingCategory::setFilterRules(u"dustecto.schema=false"_s);
}

void tst_DustListModelHistories::changeSettings(QRandomGenerator *random, NaiveList *list,
                                                DustListModel *model, ShadowList *shadow)
{
    if (random->bounded(2) == 0) {
        list->sort = NaiveList::randomSort(random);
        model->setSort(list->sort);
        return;
    }
    list->randomiseFilter(random);
    model->setFilter(list->filter);
    shadow->endChange();
    model->setSearch(list->search);
    shadow->endChange();
    DustListModel::FilterFunction function;
    if (list->leastRank >= 0)
        function = [least = list->leastRank](const DustRecord &note) {
            return note.value(u"rank"_s).toInt() >= least;
        };
    model->setFilterFunction(function);
}

void tst_DustListModelHistories::write(QRandomGenerator *random, World *world)
{
    const DustRecord note = NaiveList::randomNote(random, World::schema());
    const QString path = u"notes/"_s + note.slug();
    switch (random->bounded(10)) {
    case 0:
    case 1:
    case 2:
        world->repo->insert(note);
        break;
    case 3:
    case 4:
        world->store->put(path + u"/rank"_s, random->bounded(8));
        break;
    case 5:
        world->store->put(path + u"/title"_s, note.value(0).toString());
        break;
    case 6:
        world->store->put(path + u"/done"_s, random->bounded(2) == 0);
        break;
    case 7:
        world->repo->remove(note);
        break;
    case 8: {
        DustRepoBatch batch;
        for (int i = random->bounded(1, 6); i > 0; --i)
            batch.insert(NaiveList::randomNote(random, World::schema()));
        world->repo->batchWrite(batch);
        break;
    }
    case 9:
        writeOddly(random, world);
        break;
    }
}

// What other programs do to a store.
void tst_DustListModelHistories::writeOddly(QRandomGenerator *random, World *world)
{
    const QString path = u"notes/n%1"_s.arg(random->bounded(24));
    switch (random->bounded(9)) {
    case 0:
        world->store->remove(path + u"/done"_s);
        break;
    case 1:
        world->store->put(path + u"/rank"_s, u"high"_s);
        break;
    case 2:
        world->store->put(path, u"a leaf where a record is"_s);
        break;
    case 3:
        world->store->remove(path + u"/rank"_s);
        break;
    case 4:
        world->store->put(path + u"/title/deeper"_s, 1);
        break;
    case 5:
        world->store->put(u"other/n1/title"_s, u"not a note"_s);
        break;
    case 6:
        world->store->merge(u"notes"_s,
                            { { u"n1"_s, DustObject{ { u"done"_s, true } } },
                              { u"n2"_s, DustObject{ { u"done"_s, true }, { u"rank"_s, 3 } } } });
        break;
    case 7:
        world->store->put(path + u"/done"_s, DustValue());
        break;
    case 8:
        if (random->bounded(4) == 0)
            world->repo->removeAll(World::schema());
        break;
    }
}

void tst_DustListModelHistories::query(World *world, NaiveList *list)
{
    const auto all = world->repo->all(World::schema());
    QVERIFY(World::done(all));
    list->notes.clear();
    for (const DustRecord &note : all.result().value())
        list->notes.insert(note.slug(), note);
}

void tst_DustListModelHistories::equalsAFreshQuery()
{
    const quint32 first = firstSeed();
    qInfo("first seed %u", first);
    for (int history = 0; history < historyCount(150); ++history) {
        const quint32 seed = first + quint32(history);
        const QString where = u"DUST_SEED=%1 DUST_HISTORIES=1: "_s.arg(seed);
        QRandomGenerator random(seed);
        World world;
        for (int i = random.bounded(12); i > 0; --i)
            write(&random, &world);
        NaiveList list;
        const auto model = world.model();
        const QAbstractItemModelTester tester(
                model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        ShadowList shadow(model.get());
        for (int turn = 0; turn < 15; ++turn) {
            const bool settings = random.bounded(6) == 0;
            if (settings)
                changeSettings(&random, &list, model.get(), &shadow);
            for (int i = settings ? 0 : random.bounded(1, 5); i > 0; --i)
                write(&random, &world);
            query(&world, &list);
            const QString problem = shadow.endStep();
            QVERIFY2(problem.isEmpty(), qPrintable(where + problem));
            QVERIFY2(World::slugs(*model) == list.shownSlugs(), qPrintable(where));
            QVERIFY2(model->totalCount() == int(list.notes.size()), qPrintable(where));
            for (int row = 0; row < model->count(); ++row) {
                const DustRecord note = list.notes.value(model->slugAt(row));
                QVERIFY2(model->record(row) == note, qPrintable(where));
                QVERIFY2(model->record(row).meta() == note.meta(), qPrintable(where));
            }
        }
        const auto signalsSeen = shadow.takeSignals();
        QVERIFY(std::none_of(signalsSeen.begin(), signalsSeen.end(),
                             [](const auto &seen) { return seen.kind == ShadowList::Reset; }));
    }
}

QTEST_GUILESS_MAIN(tst_DustListModelHistories)
#include "tst_dustlistmodelhistories.moc"
