// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The model as views see it: roles, columns, headers, editing, and the writes through it.

#include "modelworld.h"

#include <QtCore/QUrl>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>

using namespace Qt::StringLiterals;
using World = ModelWorld;

class Bookmark
{
    Q_GADGET
    DUST_SCHEMA("bookmarks")
    DUST_REQUIRED("title")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
    Q_PROPERTY(QUrl url MEMBER url)
    Q_PROPERTY(QStringList tags MEMBER tags)
    Q_PROPERTY(Kind kind MEMBER kind)
    Q_PROPERTY(std::optional<int> visits MEMBER visits)

public:
    enum Kind { Page, Film };
    Q_ENUM(Kind)

    QString slug;
    QString title;
    QUrl url;
    QStringList tags;
    Kind kind = Page;
    std::optional<int> visits;
};

class tst_DustListModelItems : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsFieldsByRole();
    void showsNothingElsewhere();
    void namesItsRoles();
    void fieldsKeepTheirNames();
    void slugUnderItsOwnName();
    void showsFieldsByColumn();
    void findsRows();
    void headsItsColumns();
    void replacesColumns_data();
    void replacesColumns();
    void askedWhileItChanges_data();
    void askedWhileItChanges();
    void flagsWhatCanBeEdited();
    void setDataWrites_data();
    void setDataWrites();
    void setDataRefuses_data();
    void setDataRefuses();
    void setDataReportsWhatTheChangesetRefuses();
    void setDataReportsWhatTheStoreRefuses();
    void insertsUpdatesRemoves();
    void writesGoThroughTheChangeset();
    void writesNeedASource();
    void updatesHiddenRecords();

private:
    static DustSchema bookmarks() { return *DustSchema::of<Bookmark>(); }
    static Bookmark bookmark();
    static std::unique_ptr<DustListModel> bookmarkModel(World *world);
};

Bookmark tst_DustListModelItems::bookmark()
{
    Bookmark bookmark;
    bookmark.slug = u"qt"_s;
    bookmark.title = u"Qt"_s;
    bookmark.url = QUrl(u"https://qt.io"_s);
    bookmark.tags = QStringList{ u"code"_s, u"C++"_s };
    bookmark.kind = Bookmark::Film;
    bookmark.visits = 7;
    return bookmark;
}

std::unique_ptr<DustListModel> tst_DustListModelItems::bookmarkModel(World *world)
{
    [&] { QVERIFY(World::done(world->repo->insert(bookmark()))); }();
    auto model = std::make_unique<DustListModel>(world->repo.get(), bookmarks());
    [&] { QTRY_COMPARE(model->count(), 1); }();
    return model;
}

void tst_DustListModelItems::showsFieldsByRole()
{
    World world;
    const auto model = bookmarkModel(&world);
    const QAbstractItemModelTester tester(model.get(),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    const auto value = [&](const QByteArray &name) {
        return model->index(0, 0).data(model->roleNames().key(name, -1));
    };
    QCOMPARE(value("slug"_ba), u"qt"_s);
    QCOMPARE(value("title"_ba), u"Qt"_s);
    QCOMPARE(value("url"_ba), QUrl(u"https://qt.io"_s));
    QCOMPARE(value("tags"_ba), (QStringList{ u"code"_s, u"C++"_s }));
    QCOMPARE(value("kind"_ba).value<Bookmark::Kind>(), Bookmark::Film);
    QCOMPARE(value("visits"_ba), 7);
    QCOMPARE(value("visits"_ba).metaType(), QMetaType::fromType<int>());
    QCOMPARE(value("pending"_ba), false);
    QCOMPARE(value("record"_ba).value<Bookmark>().title, u"Qt"_s);
    QVERIFY(World::done(world.store->put(u"bookmarks/qt/visits"_s, nullptr)));
    QVERIFY(!value("visits"_ba).isValid());
    QCOMPARE(model->get(0).value(u"title"_s), u"Qt"_s);
    QCOMPARE(model->get(0).value(u"slug"_s), u"qt"_s);
    QCOMPARE(model->get(0).value(u"dustMeta"_s).value<DustMeta>(), model->record(0).meta());
    QVERIFY(model->record(0).meta().isLoaded());
}

void tst_DustListModelItems::showsNothingElsewhere()
{
    World world;
    world.fill(u"ab"_s);
    const auto model = world.model();
    const auto other = world.model();
    const QModelIndex index = model->index(1, 1);
    QVERIFY(index.isValid());
    for (const int role :
         { -1, int(Qt::DecorationRole), int(Qt::UserRole), World::roleOf(5), World::roleOf(1000000),
           std::numeric_limits<int>::max(), std::numeric_limits<int>::min() })
        QVERIFY2(!model->data(index, role).isValid(), qPrintable(QString::number(role)));
    QVERIFY(!model->data(QModelIndex(), DustListModel::SlugRole).isValid());
    QVERIFY(!model->data(other->index(0, 0), DustListModel::SlugRole).isValid());
    QCOMPARE(model->flags(other->index(0, 0)), Qt::NoItemFlags);
    QVERIFY(!model->setData(other->index(0, 0), 1));
    QVERIFY(!model->index(2, 0).isValid());
    QVERIFY(!model->index(0, 4).isValid());
    QCOMPARE(model->rowCount(index), 0);
    QCOMPARE(model->columnCount(index), 0);
    QVERIFY(World::done(world.repo->removeAll(World::schema())));
    QVERIFY(!model->data(index, DustListModel::SlugRole).isValid());
    QVERIFY(model->get(0).isEmpty());
    QVERIFY(model->get(-1).isEmpty());
    QVERIFY(model->record(0).isNull());
    QCOMPARE(model->slugAt(-1), QString());
}

void tst_DustListModelItems::namesItsRoles()
{
    DustListModel model(nullptr, World::schema());
    const QHash<int, QByteArray> names = model.roleNames();
    QCOMPARE(names.value(DustListModel::SlugRole), "slug"_ba);
    QCOMPARE(names.value(DustListModel::RecordRole), "record"_ba);
    QCOMPARE(names.value(DustListModel::PendingRole), "pending"_ba);
    QCOMPARE(names.value(DustListModel::FirstFieldRole), "title"_ba);
    QCOMPARE(names.value(World::roleOf(World::Tags)), "tags"_ba);
    QCOMPARE(names.value(Qt::DisplayRole), "display"_ba);
    QCOMPARE(names.value(Qt::EditRole), "edit"_ba);
    QCOMPARE(names.size(), 9);
}

void tst_DustListModelItems::fieldsKeepTheirNames()
{
    const DustSchema schema = *DustSchema::Builder(u"songs"_s)
                                       .field(u"record"_s, DustField::String)
                                       .field(u"pending"_s, DustField::Boolean)
                                       .field(u"display"_s, DustField::String)
                                       .build();
    DustListModel model(nullptr, schema);
    const QHash<int, QByteArray> names = model.roleNames();
    QCOMPARE(names.key("record"_ba), World::roleOf(0));
    QCOMPARE(names.key("pending"_ba), World::roleOf(1));
    QCOMPARE(names.key("display"_ba), World::roleOf(2));
    QCOMPARE(names.size(), 5);
}

void tst_DustListModelItems::slugUnderItsOwnName()
{
    World world;
    const DustSchema schema = *DustSchema::Builder(u"cities"_s)
                                       .slugField(u"code"_s)
                                       .field(u"name"_s, DustField::String)
                                       .build();
    DustRecord city(schema, u"ber"_s);
    city.setValue(u"name"_s, u"Berlin"_s);
    QVERIFY(World::done(world.repo->insert(city)));
    DustListModel model(world.repo.get(), schema);
    model.setColumns({ u"code"_s, u"name"_s });
    model.setSort({ u"-code"_s });
    QTRY_COMPARE(model.count(), 1);
    const QModelIndex index = model.index(0, 0);
    QCOMPARE(index.data(model.roleNames().key("code"_ba)), u"ber"_s);
    QCOMPARE(index.data(model.roleNames().key("slug"_ba)), u"ber"_s);
    QCOMPARE(index.data(), u"ber"_s);
    QCOMPARE(model.headerData(0, Qt::Horizontal), u"Code"_s);
    QCOMPARE(model.error().kind(), DustError::NoError);
    QVERIFY(World::done(model.insert({ { u"code"_s, u"par"_s }, { u"name"_s, u"Paris"_s } })));
    QCOMPARE(World::slugs(model), (QStringList{ u"par"_s, u"ber"_s }));
}

void tst_DustListModelItems::showsFieldsByColumn()
{
    World world;
    const auto model = bookmarkModel(&world);
    QCOMPARE(model->columnCount(), 5);
    const auto shown = [&](int column) { return model->index(0, column).data(); };
    QCOMPARE(shown(0), u"Qt"_s);
    QCOMPARE(shown(1), u"https://qt.io"_s);
    QCOMPARE(shown(2), u"code, C++"_s);
    QCOMPARE(shown(3), u"Film"_s);
    QCOMPARE(shown(4), 7);
    QCOMPARE(model->index(0, 1).data(Qt::EditRole), QUrl(u"https://qt.io"_s));
    QCOMPARE(model->index(0, 2).data(Qt::EditRole), (QStringList{ u"code"_s, u"C++"_s }));
    model->setColumns({ u"slug"_s, u"visits"_s });
    QCOMPARE(model->columnCount(), 2);
    QCOMPARE(shown(0), u"qt"_s);
    QCOMPARE(shown(1), 7);

    QSignalSpy changed(model.get(), &DustListModel::dataChanged);
    QVERIFY(World::done(world.store->put(u"bookmarks/qt/visits"_s, 8)));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.at(0).at(0).toModelIndex(), model->index(0, 1));
    QCOMPARE(changed.at(0).at(1).toModelIndex(), model->index(0, 1));
    QVERIFY(World::done(world.store->put(u"bookmarks/qt/title"_s, u"QT"_s)));
    QCOMPARE(changed.size(), 2);
    QCOMPARE(changed.at(1).at(2).value<QList<int>>(),
             (QList<int>{ DustListModel::FirstFieldRole, DustListModel::RecordRole }));
}

void tst_DustListModelItems::findsRows()
{
    World world;
    world.fill(u"abcd"_s);
    QVERIFY(World::done(world.repo->insert(World::note(u"a/b ~*"_s, u"x"_s))));
    const auto model = world.model({ u"-title"_s });
    for (int i = 0; i < model->count(); ++i)
        QCOMPARE(model->indexOfSlug(model->slugAt(i)), i);
    QCOMPARE(model->slugAt(0), u"a/b ~*"_s);
    QCOMPARE(model->record(0).value(u"title"_s), u"x"_s);
    QCOMPARE(model->indexOfSlug(u"z"_s), -1);
    QCOMPARE(model->indexOfSlug(QString()), -1);
}

void tst_DustListModelItems::headsItsColumns()
{
    const DustSchema schema = *DustSchema::Builder(u"things"_s)
                                       .field(u"title"_s, DustField::String)
                                       .field(u"addedAt"_s, DustField::DateTime)
                                       .field(u"read_by_me"_s, DustField::Boolean)
                                       .field(u"homeURL"_s, DustField::Url)
                                       .build();
    DustListModel model(nullptr, schema);
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    const auto header = [&](int section) { return model.headerData(section, Qt::Horizontal); };
    QCOMPARE(header(0), u"Title"_s);
    QCOMPARE(header(1), u"Added at"_s);
    QCOMPARE(header(2), u"Read by me"_s);
    QCOMPARE(header(3), u"Home URL"_s);
    QVERIFY(!header(-1).isValid() || header(-1).toInt() == 0);
    QCOMPARE(model.headerData(4, Qt::Vertical), 5);

    QSignalSpy changed(&model, &DustListModel::headerDataChanged);
    model.setHeaders({ { u"addedAt"_s, u"Seit"_s } });
    QCOMPARE(changed.size(), 1);
    QCOMPARE(header(1), u"Seit"_s);
    QVERIFY(model.setHeaderData(0, Qt::Horizontal, u"Titel"_s));
    QCOMPARE(header(0), u"Titel"_s);
    QCOMPARE(header(1), u"Seit"_s);
    QVERIFY(!model.setHeaderData(0, Qt::Vertical, u"x"_s));
    QVERIFY(!model.setHeaderData(9, Qt::Horizontal, u"x"_s));
    QVERIFY(!model.setHeaderData(0, Qt::Horizontal, u"x"_s, Qt::DecorationRole));
    model.setColumns({ u"addedAt"_s });
    QCOMPARE(header(0), u"Seit"_s);
}

void tst_DustListModelItems::replacesColumns_data()
{
    QTest::addColumn<QStringList>("before");
    QTest::addColumn<QStringList>("after");
    QTest::addColumn<int>("removals");
    QTest::addColumn<int>("insertions");
    const QStringList all{ u"title"_s, u"rank"_s, u"done"_s, u"tags"_s };
    QTest::newRow("one less") << all << QStringList{ u"title"_s, u"done"_s, u"tags"_s } << 1 << 0;
    QTest::newRow("one more") << QStringList{ u"title"_s } << QStringList{ u"title"_s, u"rank"_s }
                              << 0 << 1;
    QTest::newRow("one other") << all << QStringList{ u"title"_s, u"slug"_s, u"done"_s, u"tags"_s }
                               << 1 << 1;
    QTest::newRow("all others") << QStringList{ u"title"_s, u"rank"_s }
                                << QStringList{ u"done"_s, u"tags"_s, u"slug"_s } << 1 << 1;
    QTest::newRow("default") << QStringList{ u"rank"_s } << QStringList() << 1 << 1;
    QTest::newRow("a column twice")
            << QStringList{ u"rank"_s } << QStringList{ u"rank"_s, u"rank"_s } << 0 << 1;
}

void tst_DustListModelItems::replacesColumns()
{
    QFETCH(QStringList, before);
    QFETCH(QStringList, after);
    QFETCH(int, removals);
    QFETCH(int, insertions);
    World world;
    world.fill(u"ab"_s);
    const auto model = world.model();
    model->setColumns(before);
    const QAbstractItemModelTester tester(model.get(),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    QSignalSpy removed(model.get(), &DustListModel::columnsRemoved);
    QSignalSpy inserted(model.get(), &DustListModel::columnsInserted);
    QSignalSpy reset(model.get(), &DustListModel::modelReset);
    model->setColumns(after);
    QCOMPARE(removed.size(), removals);
    QCOMPARE(inserted.size(), insertions);
    QCOMPARE(reset.size(), 0);
    const QStringList shown = after.isEmpty() ? World::schema().fieldNames() : after;
    QCOMPARE(model->columnCount(), int(shown.size()));
    for (int column = 0; column < shown.size(); ++column)
        QCOMPARE(model->headerData(column, Qt::Horizontal).toString().toLower(), shown.at(column));
    QCOMPARE(model->columns(), after);
}

void tst_DustListModelItems::askedWhileItChanges_data()
{
    QTest::addColumn<QString>("signal");
    QTest::addColumn<bool>("schema"); // else columns
    for (const char *signal :
         { "columnsAboutToBeRemoved", "columnsRemoved", "columnsAboutToBeInserted",
           "columnsInserted", "rowsAboutToBeInserted", "rowsInserted" }) {
        QTest::addRow("columns in %s", signal) << QString::fromLatin1(signal) << false;
        QTest::addRow("schema in %s", signal) << QString::fromLatin1(signal) << true;
    }
}

void tst_DustListModelItems::askedWhileItChanges()
{
    QFETCH(QString, signal);
    QFETCH(bool, schema);
    World world;
    world.fill(u"ab"_s);
    const auto model = world.model();
    const QAbstractItemModelTester tester(model.get(),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    const DustSchema names =
            *DustSchema::Builder(u"names"_s).field(u"name"_s, DustField::String).build();
    int calls = 0;
    const auto on = [&](const QString &name) {
        return [&, name] {
            if (name != signal || calls++ > 0)
                return;
            if (schema)
                model->setSchema(names);
            else
                model->setColumns({ u"done"_s, u"rank"_s });
        };
    };
    using Model = QAbstractItemModel;
    connect(model.get(), &Model::columnsAboutToBeRemoved, this, on(u"columnsAboutToBeRemoved"_s));
    connect(model.get(), &Model::columnsRemoved, this, on(u"columnsRemoved"_s));
    connect(model.get(), &Model::columnsAboutToBeInserted, this, on(u"columnsAboutToBeInserted"_s));
    connect(model.get(), &Model::columnsInserted, this, on(u"columnsInserted"_s));
    connect(model.get(), &Model::rowsAboutToBeInserted, this, on(u"rowsAboutToBeInserted"_s));
    connect(model.get(), &Model::rowsInserted, this, on(u"rowsInserted"_s));
    model->setColumns({ u"rank"_s, u"slug"_s, u"title"_s, u"title"_s, u"title"_s });
    QVERIFY(World::done(world.repo->insert(World::note(u"x"_s, u"x"_s))));
    QVERIFY(calls > 0);
    QTRY_VERIFY(!model->isLoading());
    QStringList headers;
    for (int column = 0; column < model->columnCount(); ++column)
        headers.append(model->headerData(column, Qt::Horizontal).toString());
    QCOMPARE(headers, schema ? QStringList{ u"Slug"_s } : QStringList({ u"Done"_s, u"Rank"_s }));
    QCOMPARE(World::joined(*model), schema ? u""_s : u"abx"_s);
}

void tst_DustListModelItems::flagsWhatCanBeEdited()
{
    World world;
    const DustSchema part =
            *DustSchema::Builder::embedded(u"Part"_s).field(u"name"_s, DustField::String).build();
    const DustSchema schema = *DustSchema::Builder(u"wholes"_s)
                                       .field(u"title"_s, DustField::String)
                                       .embedOne(u"part"_s, part)
                                       .build();
    DustRecord whole(schema, u"a"_s);
    whole.setValue(u"title"_s, u"A"_s);
    QVERIFY(World::done(world.repo->insert(whole)));
    DustListModel model(world.repo.get(), schema);
    model.setColumns({ u"slug"_s, u"title"_s, u"part"_s });
    QTRY_COMPARE(model.count(), 1);
    const auto isEditable = [&](int column) {
        return model.flags(model.index(0, column)).testFlag(Qt::ItemIsEditable);
    };
    QVERIFY(!isEditable(0) && !isEditable(1) && !isEditable(2));
    QVERIFY(model.flags(model.index(0, 1)).testFlag(Qt::ItemIsSelectable));
    model.setEditable(true);
    QVERIFY(!isEditable(0) && isEditable(1) && !isEditable(2));
    QCOMPARE(model.flags(QModelIndex()), Qt::NoItemFlags);
}

void tst_DustListModelItems::setDataWrites_data()
{
    QTest::addColumn<int>("column");
    QTest::addColumn<int>("role");
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QVariant>("stored");
    QTest::newRow("a column") << 0 << int(Qt::EditRole) << QVariant(u"new"_s) << u"title"_s
                              << QVariant(u"new"_s);
    QTest::newRow("a number as text")
            << 1 << int(Qt::EditRole) << QVariant(u"12"_s) << u"rank"_s << QVariant(qint64(12));
    QTest::newRow("a role, in whatever column")
            << 0 << World::roleOf(World::Done) << QVariant(true) << u"done"_s << QVariant(true);
    QTest::newRow("the value it has")
            << 0 << int(Qt::EditRole) << QVariant(u"a"_s) << u"title"_s << QVariant(u"a"_s);
}

void tst_DustListModelItems::setDataWrites()
{
    QFETCH(int, column);
    QFETCH(int, role);
    QFETCH(QVariant, value);
    QFETCH(QString, field);
    QFETCH(QVariant, stored);
    World world;
    world.fill(u"a"_s);
    const auto model = world.model();
    const QAbstractItemModelTester tester(model.get(),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    model->setEditable(true);
    QVERIFY(model->setData(model->index(0, column), value, role));
    QTRY_COMPARE(model->get(0).value(field), stored);
    QCOMPARE(model->error().kind(), DustError::NoError);
}

void tst_DustListModelItems::setDataRefuses_data()
{
    QTest::addColumn<bool>("editable");
    QTest::addColumn<int>("column");
    QTest::addColumn<int>("role");
    QTest::newRow("a model that is not editable") << false << 0 << int(Qt::EditRole);
    QTest::newRow("the slug's column") << true << 4 << int(Qt::EditRole);
    QTest::newRow("the slug's role") << true << 0 << int(DustListModel::SlugRole);
    QTest::newRow("the record") << true << 0 << int(DustListModel::RecordRole);
    QTest::newRow("pending") << true << 0 << int(DustListModel::PendingRole);
    QTest::newRow("DisplayRole") << true << 0 << int(Qt::DisplayRole);
    QTest::newRow("no role") << true << 0 << 100000;
    QTest::newRow("no column") << true << 9 << int(Qt::EditRole);
}

void tst_DustListModelItems::setDataRefuses()
{
    QFETCH(bool, editable);
    QFETCH(int, column);
    QFETCH(int, role);
    World world;
    world.fill(u"a"_s);
    const auto model = world.model();
    model->setColumns(World::schema().fieldNames() + QStringList{ u"slug"_s });
    model->setEditable(editable);
    QVERIFY(!model->setData(model->index(0, column), u"new"_s, role));
    QCOMPARE(model->error().kind(), DustError::NoError);
}

void tst_DustListModelItems::setDataReportsWhatTheChangesetRefuses()
{
    World world;
    world.fill(u"a"_s);
    const auto model = world.model();
    model->setEditable(true);
    QSignalSpy occurred(model.get(), &DustListModel::errorOccurred);
    for (int attempt = 1; attempt <= 2; ++attempt) {
        QVERIFY(!model->setData(model->index(0, 1), u"twelve"_s));
        QCOMPARE(occurred.size(), attempt);
    }
    QCOMPARE(model->error().kind(), DustError::Invalid);
    QVERIFY(model->error().fieldErrors().contains(u"rank"_s));
    QVERIFY(!model->setData(model->index(0, 2), QVariant()));
    QVERIFY(model->error().fieldErrors().contains(u"done"_s));
    QCOMPARE(model->get(0).value(u"rank"_s), 0);
    QVERIFY(model->setData(model->index(0, 1), 12));
    QTRY_COMPARE(model->error().kind(), DustError::NoError);
}

void tst_DustListModelItems::setDataReportsWhatTheStoreRefuses()
{
    World world;
    world.fill(u"a"_s);
    const auto model = world.model();
    model->setEditable(true);
    model->setChangesetFunction([](const DustRecord &record, const QVariantMap &params) {
        DustRecord homeless = record;
        homeless.setSlug(QString());
        return DustChangeset::cast(homeless, params, { u"title"_s });
    });
    QSignalSpy occurred(model.get(), &DustListModel::errorOccurred);
    QVERIFY(model->setData(model->index(0, 0), u"x"_s));
    QTRY_COMPARE(occurred.size(), 1);
    QCOMPARE(model->error().kind(), DustError::InvalidParams);
}

void tst_DustListModelItems::insertsUpdatesRemoves()
{
    World world;
    const auto model = world.model();
    const auto inserted = model->insert(
            { { u"slug"_s, u"a"_s }, { u"title"_s, u"A"_s }, { u"done"_s, u"true"_s } });
    QVERIFY(!inserted.isFinished());
    QVERIFY(World::done(inserted));
    QCOMPARE(inserted.result()->value(u"title"_s), u"A"_s);
    QCOMPARE(World::joined(*model), u"a"_s);

    const auto updated = model->update(u"a"_s, { { u"title"_s, u"B"_s } });
    QVERIFY(World::done(updated));
    QCOMPARE(model->get(0).value(u"title"_s), u"B"_s);
    QCOMPARE(model->get(0).value(u"done"_s), true);

    const auto invalid = model->insert({ { u"slug"_s, u"b"_s }, { u"rank"_s, u"high"_s } });
    QVERIFY(!invalid.isFinished());
    QCOMPARE(World::errorOf(invalid).kind(), DustError::Invalid);
    QCOMPARE(invalid.result().error().fieldErrors().keys(), (QStringList{ u"done"_s, u"rank"_s }));
    QCOMPARE(World::errorOf(model->insert({ { u"done"_s, true } })).kind(), DustError::Invalid);
    QCOMPARE(World::errorOf(model->update(u"a"_s, { { u"done"_s, QVariant() } })).kind(),
             DustError::Invalid);

    const auto missing = model->update(u"zz"_s, { { u"title"_s, u"B"_s } });
    QVERIFY(!missing.isFinished());
    QCOMPARE(World::errorOf(missing).kind(), DustError::NotFound);
    QVERIFY(missing.result().error().message().contains(u"\"zz\""_s));

    QVERIFY(World::done(model->remove(u"a"_s)));
    QCOMPARE(model->count(), 0);
    QCOMPARE(model->error().kind(), DustError::NoError);
}

void tst_DustListModelItems::writesGoThroughTheChangeset()
{
    World world;
    const auto model = world.model();
    model->setChangesetFunction([](const DustRecord &record, const QVariantMap &params) {
        return DustChangeset::cast(record, params, { u"slug"_s, u"title"_s, u"done"_s })
                .validateRequired({ u"title"_s })
                .validateLength(u"title"_s, DustLength().min(3));
    });
    model->setEditable(true);
    QCOMPARE(World::errorOf(model->insert({ { u"slug"_s, u"a"_s }, { u"title"_s, u"A"_s } }))
                     .fieldErrors()
                     .keys(),
             QStringList(u"title"_s));
    QVERIFY(World::done(model->insert(
            { { u"slug"_s, u"a"_s }, { u"title"_s, u"Abc"_s }, { u"done"_s, false } })));
    QVERIFY(!model->setData(model->index(0, 0), u"x"_s));
    QCOMPARE(model->error().fieldErrors().keys(), QStringList(u"title"_s));
    QCOMPARE(World::errorOf(model->update(u"a"_s, { { u"title"_s, u"x"_s } })).kind(),
             DustError::Invalid);
}

void tst_DustListModelItems::writesNeedASource()
{
    World world;
    DustListModel model;
    const auto inserted = model.insert({});
    QVERIFY(!inserted.isFinished());
    QCOMPARE(World::errorOf(inserted).kind(), DustError::InvalidParams);
    model.setSchema(World::schema());
    QVERIFY(World::errorOf(model.update(u"a"_s, {})).message().contains(u"repo"_s));
    model.setSchema({});
    model.setRepo(world.repo.get());
    QVERIFY(World::errorOf(model.remove(u"a"_s)).message().contains(u"schema"_s));
}

void tst_DustListModelItems::updatesHiddenRecords()
{
    World world;
    world.fill(u"ab"_s);
    const auto model = world.model();
    model->setFilter({ { u"rank"_s, 0 } });
    QCOMPARE(World::joined(*model), u"a"_s);
    QVERIFY(World::done(model->update(u"b"_s, { { u"rank"_s, 0 } })));
    QCOMPARE(World::joined(*model), u"ab"_s);
}

QTEST_GUILESS_MAIN(tst_DustListModelItems)
#include "tst_dustlistmodelitems.moc"
