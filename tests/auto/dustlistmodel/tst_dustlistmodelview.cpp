// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The model under a ListView: what its delegates live through, and how often it is asked.

#include "modelworld.h"

#include <QtQml/QQmlComponent>
#include <QtQml/QQmlContext>
#include <QtQml/QQmlEngine>
#include <QtQuick/QQuickItem>
#include <QtQuick/QQuickWindow>

using namespace Qt::StringLiterals;
using World = ModelWorld;

namespace {

// Counts what views ask for.
class CountingModel : public DustListModel
{
public:
    using DustListModel::DustListModel;

    QVariant data(const QModelIndex &index, int role) const override
    {
        asked.append({ index.row(), role });
        return DustListModel::data(index, role);
    }

    mutable QList<std::pair<int, int>> asked;
};

constexpr auto ViewSource = R"(
import QtQuick
Window {
    id: window
    property int created: 0
    property int destroyed: 0
    property alias view: view
    width: 200; height: 195; visible: true
    ListView {
        id: view
        objectName: "view"
        anchors.fill: parent
        cacheBuffer: 0
        reuseItems: false
        model: notes
        delegate: Text {
            required property string slug
            required property string title
            required property int rank
            width: 200; height: 20
            text: slug + " " + title + " " + rank
            Component.onCompleted: ++window.created
            Component.onDestruction: ++window.destroyed
        }
    }
}
)";

} // namespace

class tst_DustListModelView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void showsTheRows();
    void sortKeepsDelegates();
    void filterKeepsDelegatesThatStay();
    void changeOfAVisibleRowAsksOncePerRole();
    void changeOfAnInvisibleRowAsksNothing();
    void changeOfAnUnusedRoleAsksNothing();
    void moveKeepsDelegates();

private:
    QMap<QString, QQuickItem *> delegates() const;
    QStringList texts() const;
    int created() const { return m_window->property("created").toInt(); }
    int destroyed() const { return m_window->property("destroyed").toInt(); }
    void layOut();

    std::unique_ptr<World> m_world;
    std::unique_ptr<CountingModel> m_model;
    std::unique_ptr<QQmlEngine> m_engine;
    std::unique_ptr<QQuickWindow> m_window;
    QQuickItem *m_view = nullptr;
};

// Twenty rows by rank, ten of which fit.
void tst_DustListModelView::init()
{
    m_world = std::make_unique<World>();
    m_world->fill(u"abcdefghijklmnopqrst"_s);
    m_model = std::make_unique<CountingModel>(m_world->repo.get(), World::schema());
    m_model->setSort({ u"rank"_s });
    QTRY_COMPARE(m_model->count(), 20);
    m_engine = std::make_unique<QQmlEngine>();
    m_engine->rootContext()->setContextProperty(u"notes"_s, m_model.get());
    QQmlComponent component(m_engine.get());
    component.setData(ViewSource, QUrl());
    m_window.reset(qobject_cast<QQuickWindow *>(component.create()));
    QVERIFY2(m_window, qPrintable(component.errorString()));
    m_view = m_window->findChild<QQuickItem *>(u"view"_s);
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    layOut();
    QTRY_COMPARE(delegates().size(), 10);
    m_model->asked.clear();
}

void tst_DustListModelView::cleanup()
{
    m_window.reset();
    m_engine.reset();
    m_model.reset();
    m_world.reset();
}

void tst_DustListModelView::layOut()
{
    QVERIFY(QMetaObject::invokeMethod(m_view, "forceLayout"));
    m_window->grabWindow();
}

QMap<QString, QQuickItem *> tst_DustListModelView::delegates() const
{
    QMap<QString, QQuickItem *> found;
    const auto *content = m_view->property("contentItem").value<QQuickItem *>();
    for (QQuickItem *item : content->childItems()) {
        if (item->isVisible() && item->property("slug").isValid())
            found.insert(item->property("slug").toString(), item);
    }
    return found;
}

QStringList tst_DustListModelView::texts() const
{
    QMap<qreal, QString> sorted;
    for (const QQuickItem *item : delegates())
        sorted.insert(item->y(), item->property("text").toString());
    return sorted.values();
}

void tst_DustListModelView::showsTheRows()
{
    QCOMPARE(texts().first(), u"a a 0"_s);
    QCOMPARE(texts().last(), u"j j 9"_s);
}

void tst_DustListModelView::sortKeepsDelegates()
{
    m_model->setFilter({ { u"rank"_s, QVariantList{ 0, 1, 2, 3, 4, 5 } } });
    layOut();
    QTRY_COMPARE(delegates().size(), 6);
    const auto before = delegates();
    const int createdBefore = created();
    const int destroyedBefore = destroyed();
    m_model->setSort({ u"-rank"_s });
    layOut();
    QTRY_COMPARE(texts().first(), u"f f 5"_s);
    QCOMPARE(texts().last(), u"a a 0"_s);
    // A ListView answers the hint by keeping every delegate in its place with the data of its new row.
    const auto items = [](const auto &delegatesBySlug) {
        const auto values = delegatesBySlug.values();
        return QSet(values.cbegin(), values.cend());
    };
    QCOMPARE(items(delegates()), items(before));
    QCOMPARE(created(), createdBefore);
    QCOMPARE(destroyed(), destroyedBefore);
}

void tst_DustListModelView::filterKeepsDelegatesThatStay()
{
    const auto before = delegates();
    m_model->setFilter({ { u"rank"_s, QVariantList{ 1, 3, 5, 15 } } });
    layOut();
    QTRY_COMPARE(texts(), (QStringList{ u"b b 1"_s, u"d d 3"_s, u"f f 5"_s, u"p p 15"_s }));
    for (const QString &slug : { u"b"_s, u"d"_s, u"f"_s })
        QCOMPARE(delegates().value(slug), before.value(slug));
}

void tst_DustListModelView::changeOfAVisibleRowAsksOncePerRole()
{
    QVERIFY(World::done(m_world->store->put(u"notes/c/title"_s, u"C"_s)));
    layOut();
    QCOMPARE(m_model->asked, (QList<std::pair<int, int>>{ { 2, World::roleOf(World::Title) } }));
    QTRY_COMPARE(texts().at(2), u"c C 2"_s);
}

void tst_DustListModelView::changeOfAnInvisibleRowAsksNothing()
{
    QVERIFY(World::done(m_world->store->put(u"notes/t/title"_s, u"T"_s)));
    layOut();
    QCOMPARE(m_model->asked.size(), 0);
    QCOMPARE(m_model->record(19).value(u"title"_s), u"T"_s);
}

void tst_DustListModelView::changeOfAnUnusedRoleAsksNothing()
{
    QVERIFY(World::done(m_world->store->put(u"notes/c/done"_s, true)));
    layOut();
    QCOMPARE(m_model->asked.size(), 0);
}

void tst_DustListModelView::moveKeepsDelegates()
{
    const auto before = delegates();
    const int createdBefore = created();
    QVERIFY(World::done(m_world->store->put(u"notes/h/rank"_s, -1)));
    layOut();
    QTRY_COMPARE(texts().first(), u"h h -1"_s);
    QCOMPARE(delegates(), before);
    QCOMPARE(created(), createdBefore);
    QCOMPARE(m_model->asked, (QList<std::pair<int, int>>{ { 0, World::roleOf(World::Rank) } }));
}

QTEST_MAIN(tst_DustListModelView)
#include "tst_dustlistmodelview.moc"
