// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "../shared/histories.h"
#include "../shared/naivelist.h"
#include "../shared/shadowlist.h"
#include "rowsmodel.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using Signal = ShadowList::Signal;
using Signals = QList<Signal>;

namespace {

constexpr int Title = 0;
constexpr int Rank = 1;
constexpr int Done = 2;
constexpr int roleOf(int field)
{
    return Qt::UserRole + 1 + field;
}

} // namespace

class tst_DustListRows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void singleChanges_data();
    void singleChanges();
    void groupsARemovalOfManyRows();
    void groupsAnInsertionOfManyRows();
    void groupsChangesByTheirFields();
    void movesTogetherWhatMovesTogether();
    void bulkChangeThatKeepsTheOrderMovesNothing();
    void aBatchTakesTheLastChangeOfARecord();
    void removesMovesInsertsThenChanges();
    void findsRowsAtAnyMoment();
    void findsRowsAmongVeryMany();
    void newRevisionsAloneAreNoChange();
    void sortIsOneLayoutChange();
    void sortThatChangesNothingSaysNothing();
    void filterInsertsAndRemovesRanges();
    void stopsWhenDestroyed();
    void equalsAFreshQuery();

private:
    static DustRecord note(const QString &slug, const QVariant &title, const QVariant &rank = {},
                           bool done = false);
    static QList<DustRecord> notes(const QString &slugs);
    static DustListOrder order(const QStringList &sort);
    static DustListFilter doneFilter(bool done);
    static DustListFilter filterOf(const NaiveList &list);
    static void step(QRandomGenerator *random, NaiveList *list, RowsModel *model);
};

DustRecord tst_DustListRows::note(const QString &slug, const QVariant &title, const QVariant &rank,
                                  bool done)
{
    static const DustSchema schema = NaiveList::schema();
    DustRecord record(schema, slug);
    record.setValue(Title, title);
    record.setValue(Rank, rank);
    record.setValue(Done, done);
    return record;
}

// "abc": notes a, b and c with the ranks 0, 1 and 2.
QList<DustRecord> tst_DustListRows::notes(const QString &slugs)
{
    QList<DustRecord> result;
    for (const QChar slug : slugs)
        result.append(note(slug, QString(slug), qint64(slug.unicode() - u'a')));
    return result;
}

DustListOrder tst_DustListRows::order(const QStringList &sort)
{
    return DustListOrder(NaiveList::schema(), sort, QLocale(QLocale::English));
}

DustListFilter tst_DustListRows::doneFilter(bool done)
{
    DustListCriteria criteria;
    criteria.equal.insert(u"done"_s, done);
    return DustListFilter(NaiveList::schema(), criteria);
}

void tst_DustListRows::singleChanges_data()
{
    QTest::addColumn<DustRecord>("changed");
    QTest::addColumn<bool>("gone");
    QTest::addColumn<Signals>("expected");
    QTest::addColumn<QString>("slugs");

    // bdfh by rank, then by slug; all not done, and only those are shown.
    const auto title = QList<int>{ roleOf(Title) };
    const auto rank = QList<int>{ roleOf(Rank) };
    QTest::newRow("insert first") << note(u"a"_s, u"a"_s, 0) << false
                                  << Signals{ { ShadowList::Inserted, 0, 0 } } << u"abdfh"_s;
    QTest::newRow("insert between") << note(u"e"_s, u"e"_s, 4) << false
                                    << Signals{ { ShadowList::Inserted, 2, 2 } } << u"bdefh"_s;
    QTest::newRow("insert last") << note(u"x"_s, u"x"_s) << false
                                 << Signals{ { ShadowList::Inserted, 4, 4 } } << u"bdfhx"_s;
    QTest::newRow("insert hidden")
            << note(u"x"_s, u"x"_s, 0, true) << false << Signals{} << u"bdfh"_s;
    QTest::newRow("change a field")
            << note(u"d"_s, u"x"_s, 3) << false
            << Signals{ { ShadowList::Changed, 1, 1, -1, title } } << u"bdfh"_s;
    QTest::newRow("change nothing") << note(u"d"_s, u"d"_s, 3) << false << Signals{} << u"bdfh"_s;
    QTest::newRow("change the key, stay")
            << note(u"d"_s, u"d"_s, 2) << false
            << Signals{ { ShadowList::Changed, 1, 1, -1, rank } } << u"bdfh"_s;
    QTest::newRow("change the key, move down")
            << note(u"d"_s, u"d"_s, 6) << false
            << Signals{ { ShadowList::Moved, 1, 1, 3 }, { ShadowList::Changed, 2, 2, -1, rank } }
            << u"bfdh"_s;
    QTest::newRow("change the key, move up")
            << note(u"h"_s, u"h"_s, 0) << false
            << Signals{ { ShadowList::Moved, 3, 3, 0 }, { ShadowList::Changed, 0, 0, -1, rank } }
            << u"hbdf"_s;
    QTest::newRow("be filtered out") << note(u"d"_s, u"d"_s, 3, true) << false
                                     << Signals{ { ShadowList::Removed, 1, 1 } } << u"bfh"_s;
    QTest::newRow("be filtered out with another key")
            << note(u"d"_s, u"d"_s, 9, true) << false << Signals{ { ShadowList::Removed, 1, 1 } }
            << u"bfh"_s;
    QTest::newRow("change a hidden one")
            << note(u"z"_s, u"x"_s, 0, true) << false << Signals{} << u"bdfh"_s;
    QTest::newRow("be filtered in") << note(u"z"_s, u"z"_s, 4) << false
                                    << Signals{ { ShadowList::Inserted, 2, 2 } } << u"bdzfh"_s;
    QTest::newRow("remove") << note(u"f"_s, {}) << true << Signals{ { ShadowList::Removed, 2, 2 } }
                            << u"bdh"_s;
    QTest::newRow("remove a hidden one") << note(u"z"_s, {}) << true << Signals{} << u"bdfh"_s;
    QTest::newRow("remove what is not there") << note(u"q"_s, {}) << true << Signals{} << u"bdfh"_s;
}

void tst_DustListRows::singleChanges()
{
    QFETCH(DustRecord, changed);
    QFETCH(bool, gone);
    QFETCH(Signals, expected);
    QFETCH(QString, slugs);

    RowsModel model(NaiveList::schema());
    QVERIFY(model.rows.setOrder(order({ u"rank"_s }), &model));
    QVERIFY(model.rows.setFilter(doneFilter(false), &model));
    QVERIFY(model.put(notes(u"bdfh"_s) + QList<DustRecord>{ note(u"z"_s, u"z"_s, 0, true) }));
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    ShadowList shadow(&model);

    QVERIFY(gone ? model.remove({ changed.slug() }) : model.put({ changed }));
    QCOMPARE(model.slugs().join(QString()), slugs);
    QCOMPARE(shadow.endStep(), QString());
    QCOMPARE(shadow.takeSignals(), expected);
}

void tst_DustListRows::groupsARemovalOfManyRows()
{
    RowsModel model(NaiveList::schema());
    QVERIFY(model.put(notes(u"abcdefgh"_s)));
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    ShadowList shadow(&model);
    QVERIFY(model.remove({ u"g"_s, u"b"_s, u"a"_s, u"f"_s, u"d"_s, u"h"_s }));
    QCOMPARE(shadow.endStep(), QString());
    QCOMPARE(shadow.takeSignals(),
             (Signals{ { ShadowList::Removed, 5, 7 },
                       { ShadowList::Removed, 3, 3 },
                       { ShadowList::Removed, 0, 1 } }));
    QCOMPARE(model.slugs().join(QString()), u"ce"_s);
    QCOMPARE(model.rows.totalCount(), 2);
}

void tst_DustListRows::groupsAnInsertionOfManyRows()
{
    RowsModel model(NaiveList::schema());
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    ShadowList shadow(&model);
    QVERIFY(model.put(notes(u"ce"_s)));
    QCOMPARE(shadow.takeSignals(), (Signals{ { ShadowList::Inserted, 0, 1 } }));
    QCOMPARE(shadow.endStep(), QString());
    QVERIFY(model.put(notes(u"gbafdh"_s)));
    QCOMPARE(shadow.endStep(), QString());
    QCOMPARE(shadow.takeSignals(),
             (Signals{ { ShadowList::Inserted, 2, 4 },
                       { ShadowList::Inserted, 1, 1 },
                       { ShadowList::Inserted, 0, 1 } }));
    QCOMPARE(model.slugs().join(QString()), u"abcdefgh"_s);
}

void tst_DustListRows::groupsChangesByTheirFields()
{
    RowsModel model(NaiveList::schema());
    QVERIFY(model.put(notes(u"abcdef"_s)));
    ShadowList shadow(&model);
    QVERIFY(model.put({ note(u"b"_s, u"x"_s, 1), note(u"a"_s, u"x"_s, 0), note(u"c"_s, u"c"_s, 9),
                        note(u"e"_s, u"x"_s, 4), note(u"f"_s, u"x"_s, 9) }));
    QCOMPARE(shadow.endStep(), QString());
    const QList<int> title{ roleOf(Title) };
    QCOMPARE(shadow.takeSignals(),
             (Signals{ { ShadowList::Changed, 0, 1, -1, title },
                       { ShadowList::Changed, 2, 2, -1, { roleOf(Rank) } },
                       { ShadowList::Changed, 4, 4, -1, title },
                       { ShadowList::Changed, 5, 5, -1, { roleOf(Title), roleOf(Rank) } } }));
}

void tst_DustListRows::movesTogetherWhatMovesTogether()
{
    RowsModel model(NaiveList::schema());
    QVERIFY(model.rows.setOrder(order({ u"rank"_s }), &model));
    QVERIFY(model.put(notes(u"abcdef"_s)));
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    ShadowList shadow(&model);
    QVERIFY(model.put({ note(u"c"_s, u"c"_s, 11), note(u"b"_s, u"b"_s, 10) }));
    QCOMPARE(shadow.endStep(), QString());
    QCOMPARE(model.slugs().join(QString()), u"adefbc"_s);
    QCOMPARE(shadow.takeSignals(),
             (Signals{ { ShadowList::Moved, 1, 2, 6 },
                       { ShadowList::Changed, 4, 5, -1, { roleOf(Rank) } } }));
}

void tst_DustListRows::bulkChangeThatKeepsTheOrderMovesNothing()
{
    RowsModel model(NaiveList::schema());
    QVERIFY(model.rows.setOrder(order({ u"-rank"_s }), &model));
    QVERIFY(model.put(notes(u"abcdef"_s)));
    ShadowList shadow(&model);
    QList<DustRecord> raised = notes(u"abcdef"_s);
    for (DustRecord &record : raised)
        record.setValue(Rank, record.value(Rank).toInt() + 10);
    QVERIFY(model.put(raised));
    QCOMPARE(shadow.endStep(), QString());
    QCOMPARE(shadow.takeSignals(),
             (Signals{ { ShadowList::Changed, 0, 5, -1, { roleOf(Rank) } } }));
}

void tst_DustListRows::aBatchTakesTheLastChangeOfARecord()
{
    RowsModel model(NaiveList::schema());
    ShadowList shadow(&model);
    QVERIFY(model.put({ note(u"a"_s, u"old"_s), note(u"b"_s, u"b"_s), note(u"a"_s, u"new"_s) }));
    QCOMPARE(shadow.takeSignals(), (Signals{ { ShadowList::Inserted, 0, 1 } }));
    QCOMPARE(model.rows.at(0).record.value(Title), u"new"_s);
    QVERIFY(model.apply({ { "a"_ba, note(u"a"_s, u"x"_s) }, { "a"_ba, {} } }));
    QCOMPARE(model.slugs(), QStringList(u"b"_s));
    QVERIFY(model.apply({ { "a"_ba, note(u"a"_s, u"x"_s) }, { "a"_ba, {} } }));
    QCOMPARE(shadow.endStep(), QString());
    QCOMPARE(shadow.takeSignals(), (Signals{ { ShadowList::Removed, 0, 0 } }));
}

void tst_DustListRows::removesMovesInsertsThenChanges()
{
    RowsModel model(NaiveList::schema());
    QVERIFY(model.rows.setOrder(order({ u"rank"_s }), &model));
    QVERIFY(model.put(notes(u"abcd"_s)));
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    ShadowList shadow(&model);
    QVERIFY(model.apply({ { "a"_ba, note(u"a"_s, u"a"_s, 9) },
                          { "e"_ba, note(u"e"_s, u"e"_s, 1) },
                          { "d"_ba, note(u"d"_s, u"D"_s, 3) },
                          { "b"_ba, {} } }));
    QCOMPARE(shadow.endStep(), QString());
    QCOMPARE(model.slugs().join(QString()), u"ecda"_s);
    QCOMPARE(shadow.takeSignals(),
             (Signals{ { ShadowList::Removed, 1, 1 },
                       { ShadowList::Moved, 0, 0, 3 },
                       { ShadowList::Inserted, 0, 0 },
                       { ShadowList::Changed, 2, 2, -1, { roleOf(Title) } },
                       { ShadowList::Changed, 3, 3, -1, { roleOf(Rank) } } }));
}

// In the middle of several moves the keys are not all in order.
void tst_DustListRows::findsRowsAtAnyMoment()
{
    RowsModel model(NaiveList::schema());
    QVERIFY(model.rows.setOrder(order({ u"rank"_s }), &model));
    QVERIFY(model.put(notes(u"abcdefgh"_s)));
    int asked = 0;
    connect(&model, &QAbstractItemModel::rowsMoved, this, [&] {
        for (int i = 0; i < model.rows.count(); ++i) {
            QCOMPARE(model.rows.indexOf(model.rows.at(i)), i);
            ++asked;
        }
    });
    QList<DustRecord> turned = notes(u"abcdefgh"_s);
    for (DustRecord &record : turned)
        record.setValue(Rank, -record.value(Rank).toInt());
    QVERIFY(model.put(turned));
    QCOMPARE(model.slugs().join(QString()), u"hgfedcba"_s);
    QCOMPARE(asked, 7 * 8);
    QCOMPARE(model.rows.find("q"_ba), nullptr);
    QVERIFY(model.rows.setFilter(doneFilter(true), &model));
    QCOMPARE(model.rows.indexOf(*model.rows.find("a"_ba)), -1);
}

// With a look at each row this would be ten thousand million of them, and take hours.
void tst_DustListRows::findsRowsAmongVeryMany()
{
    constexpr int Many = 100'000;
    RowsModel model(NaiveList::schema());
    QVERIFY(model.rows.setOrder(order({ u"rank"_s }), &model));
    QList<DustRecord> records;
    for (int i = 0; i < Many; ++i)
        records.append(note(QString::number(i), u"x"_s, qint64(Many - i)));
    QVERIFY(model.put(records));
    for (int i = 0; i < Many; ++i) {
        const DustListRows::Row *row = model.rows.find(QByteArray::number(i));
        QVERIFY(row);
        if (model.rows.indexOf(*row) != Many - 1 - i)
            QFAIL("a row is not found where it is");
    }
}

void tst_DustListRows::newRevisionsAloneAreNoChange()
{
    RowsModel model(NaiveList::schema());
    QVERIFY(model.put(notes(u"a"_s)));
    ShadowList shadow(&model);
    DustRecord again = notes(u"a"_s).constFirst();
    DustMeta meta;
    meta.addLeaf("title"_ba, 7);
    again.setMeta(meta);
    QVERIFY(model.put({ again }));
    QCOMPARE(shadow.takeSignals(), Signals());
    QCOMPARE(model.rows.at(0).record.meta().revision(), 7u);
}

void tst_DustListRows::sortIsOneLayoutChange()
{
    RowsModel model(NaiveList::schema());
    QVERIFY(model.put(notes(u"abcde"_s)));
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    ShadowList shadow(&model);
    const QPersistentModelIndex persistent = model.index(1);
    QVERIFY(model.rows.setOrder(order({ u"-rank"_s }), &model));
    QCOMPARE(shadow.endStep(), QString());
    QCOMPARE(shadow.takeSignals(), (Signals{ { ShadowList::Layout } }));
    QCOMPARE(model.slugs().join(QString()), u"edcba"_s);
    QCOMPARE(persistent.row(), 3);
    QCOMPARE(model.rows.indexOf(*model.rows.find("b"_ba)), 3);
}

void tst_DustListRows::sortThatChangesNothingSaysNothing()
{
    RowsModel model(NaiveList::schema());
    QVERIFY(model.put(notes(u"abcde"_s)));
    ShadowList shadow(&model);
    QVERIFY(model.rows.setOrder(order({ u"rank"_s }), &model));
    QCOMPARE(shadow.takeSignals(), Signals());
    QVERIFY(model.put({ note(u"a"_s, u"a"_s, 9) }));
    QCOMPARE(model.slugs().join(QString()), u"bcdea"_s);
}

void tst_DustListRows::filterInsertsAndRemovesRanges()
{
    RowsModel model(NaiveList::schema());
    QList<DustRecord> records = notes(u"abcdefgh"_s);
    for (const int done : { 0, 1, 4, 7 })
        records[done].setValue(Done, true);
    QVERIFY(model.put(records));
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    ShadowList shadow(&model);

    QVERIFY(model.rows.setFilter(doneFilter(true), &model));
    QCOMPARE(shadow.endStep(), QString());
    QCOMPARE(shadow.takeSignals(),
             (Signals{ { ShadowList::Removed, 5, 6 }, { ShadowList::Removed, 2, 3 } }));
    QCOMPARE(model.slugs().join(QString()), u"abeh"_s);

    QVERIFY(model.rows.setFilter(doneFilter(false), &model));
    QCOMPARE(shadow.endStep(), QString());
    QCOMPARE(shadow.takeSignals(),
             (Signals{ { ShadowList::Removed, 0, 3 }, { ShadowList::Inserted, 0, 3 } }));
    QCOMPARE(model.slugs().join(QString()), u"cdfg"_s);

    QVERIFY(model.rows.setFilter({}, &model));
    QCOMPARE(shadow.endStep(), QString());
    QCOMPARE(shadow.takeSignals(),
             (Signals{ { ShadowList::Inserted, 4, 4 },
                       { ShadowList::Inserted, 2, 2 },
                       { ShadowList::Inserted, 0, 1 } }));
    QCOMPARE(model.rows.count(), model.rows.totalCount());
}

// A signal that says that its rows are gone ends every kind of change at once.
void tst_DustListRows::stopsWhenDestroyed()
{
    const QList<std::function<bool(RowsModel *)>> changes = {
        [](RowsModel *model) { return model->put(notes(u"bdx"_s)); },
        [](RowsModel *model) {
            return model->remove({ u"a"_s, u"e"_s });
        },
        [](RowsModel *model) { return model->rows.setOrder(order({ u"-rank"_s }), model); },
        [](RowsModel *model) { return model->rows.setFilter(doneFilter(true), model); },
        [](RowsModel *model) {
            return model->put({ note(u"a"_s, u"a"_s, 9), note(u"i"_s, u"i"_s, -1) });
        },
        [](RowsModel *model) {
            return model->put({ note(u"a"_s, u"x"_s, 0), note(u"i"_s, u"x"_s, 8) });
        },
    };
    for (const auto &change : changes) {
        for (int allowed = 0;; ++allowed) {
            RowsModel model(NaiveList::schema());
            QVERIFY(model.rows.setOrder(order({ u"rank"_s }), &model));
            QVERIFY(model.put(notes(u"acegi"_s)));
            ShadowList shadow(&model);
            model.signalsLeft = allowed;
            if (change(&model))
                break;
            QVERIFY(shadow.takeSignals().size() <= allowed + 1);
            QVERIFY(allowed < 10);
        }
    }
}

DustListFilter tst_DustListRows::filterOf(const NaiveList &list)
{
    DustListCriteria criteria;
    criteria.equal = list.filter;
    criteria.search = list.search;
    if (list.leastRank >= 0)
        criteria.function = [least = list.leastRank](const DustRecord &record) {
            return record.value(u"rank"_s).toInt() >= least;
        };
    return DustListFilter(NaiveList::schema(), criteria);
}

void tst_DustListRows::step(QRandomGenerator *random, NaiveList *list, RowsModel *model)
{
    const int kind = random->bounded(12);
    if (kind == 0) {
        list->sort = NaiveList::randomSort(random);
        QVERIFY(model->rows.setOrder(order(list->sort), model));
        return;
    }
    if (kind == 1) {
        list->randomiseFilter(random);
        QVERIFY(model->rows.setFilter(filterOf(*list), model));
        return;
    }
    QList<DustListChange> changes;
    const int size = kind == 2 ? 24 : random->bounded(1, 6);
    for (int i = 0; i < size; ++i) {
        DustRecord note = NaiveList::randomNote(random, NaiveList::schema());
        const auto known = list->notes.constFind(note.slug());
        if (random->bounded(4) == 0 && kind != 2) {
            list->notes.remove(note.slug());
            changes.append({ note.slug().toUtf8(), {} });
            continue;
        }
        if (known != list->notes.cend()) {
            const int field = random->bounded(4);
            const QVariant value = note.value(field);
            note = *known;
            note.setValue(field, value);
        }
        list->notes.insert(note.slug(), note);
        changes.append({ note.slug().toUtf8(), note });
    }
    QVERIFY(model->apply(changes));
}

void tst_DustListRows::equalsAFreshQuery()
{
    const quint32 first = firstSeed();
    qInfo("first seed %u", first);
    const DustSchema schema = NaiveList::schema();
    for (int history = 0; history < historyCount(150); ++history) {
        const quint32 seed = first + quint32(history);
        const QString where = u"DUST_SEED=%1 "_s.arg(seed);
        QRandomGenerator random(seed);
        RowsModel model(schema);
        const QAbstractItemModelTester tester(
                &model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        ShadowList shadow(&model);
        NaiveList list;
        for (int i = 0; i < 25; ++i) {
            step(&random, &list, &model);
            const QString problem = shadow.endStep();
            QVERIFY2(problem.isEmpty(), qPrintable(where + problem));
            QVERIFY2(model.slugs() == list.shownSlugs(), qPrintable(where));
            QCOMPARE(model.rows.totalCount(), int(list.notes.size()));
            for (int row = 0; row < model.rows.count(); ++row)
                QVERIFY2(model.rows.at(row).record == list.notes.value(model.slugs().at(row)),
                         qPrintable(where));
        }
    }
}

QTEST_GUILESS_MAIN(tst_DustListRows)
#include "tst_dustlistrows.moc"
