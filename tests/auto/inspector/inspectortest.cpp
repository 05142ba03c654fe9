// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "inspectortest.h"

#include <DustClient>
#include <DustStore>

#include <QtCore/QAbstractEventDispatcher>
#include <QtCore/QAbstractItemModel>
#include <QtCore/QDateTime>
#include <QtCore/QRegularExpression>
#include <QtQml/QQmlComponent>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

#define OPEN(...) \
    do { \
        open(__VA_ARGS__); \
        if (QTest::currentTestFailed()) \
            return; \
    } while (false)

namespace {

// Everything below, until the function says that it is enough.
bool visit(QAccessibleInterface *interface,
           const std::function<bool(QAccessibleInterface *)> &function)
{
    if (!interface || interface->state().invisible)
        return false;
    if (function(interface))
        return true;
    for (int i = 0; i < interface->childCount(); ++i) {
        if (visit(interface->child(i), function))
            return true;
    }
    return false;
}

} // namespace

void InspectorTest::initTestCase()
{
    QAccessible::setActive(true);
}

void InspectorTest::init()
{
    QTest::failOnWarning(QRegularExpression(u"[.]qml:"_s));
    m_server = std::make_unique<DustTestServer>();
    m_server->setStoreName(u"acme/main"_s);
    QVERIFY(m_server->seed(
            { { u"links"_s,
                QVariantMap{ { u"qt"_s, QVariantMap{ { u"title"_s, u"Qt"_s }, { u"rank"_s, 1 } } },
                             { u"kde"_s, QVariantMap{ { u"title"_s, u"KDE"_s } } } } },
              { u"version"_s, 7 } }));
    // So that what comes with the first connection is over.
    QTRY_COMPARE(m_server->store()->state(), DustStore::Live);
}

void InspectorTest::cleanup()
{
    m_window.reset();
    m_engine.reset();
    m_server.reset();
}

void InspectorTest::open(const QByteArray &properties)
{
    m_engine = std::make_unique<QQmlEngine>();
    QQmlComponent component(m_engine.get());
    component.setData(
            "import QtQuick\nimport QtQuick.Controls\nimport DustEcto\nimport DustEcto.Inspector\n"
            "ApplicationWindow {\n"
            "    id: window\n    required property DustClient client\n"
            "    property alias inspector: inspector\n"
            "    width: 960; height: 600; visible: true\n"
            "    DustInspector {\n"
            "        id: inspector; anchors.fill: parent; client: window.client; storeName: "
            "\"acme/main\"\n"
                    + properties + "\n    }\n}\n",
            {});
    m_window.reset(qobject_cast<QQuickWindow *>(component.createWithInitialProperties(
            { { u"client"_s, QVariant::fromValue(m_server->client()) } })));
    QVERIFY2(m_window, qPrintable(component.errorString()));
    m_inspector = m_window->property("inspector").value<QObject *>();
    m_window->requestActivate();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QTRY_VERIFY(m_inspector->property("ready").toBool());
    QTRY_COMPARE(rows().size(), 2);
}

QAccessibleInterface *InspectorTest::find(QAccessible::Role role, const QString &name) const
{
    QAccessibleInterface *found = nullptr;
    visit(QAccessible::queryAccessibleInterface(m_window.get()),
          [&](QAccessibleInterface *interface) {
              const bool isIt = interface->role() == role
                      && interface->text(QAccessible::Name) == name;
              found = isIt ? interface : nullptr;
              return isIt;
          });
    return found;
}

QQuickItem *InspectorTest::item(QAccessible::Role role, const QString &name) const
{
    QAccessibleInterface *interface = find(role, name);
    return interface ? qobject_cast<QQuickItem *>(interface->object()) : nullptr;
}

void InspectorTest::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QTest::keyClick(m_window.get(), key, modifiers);
}

QStringList InspectorTest::rows() const
{
    QStringList rows;
    const QQuickItem *list = item(QAccessible::List, u"Entries"_s);
    const auto *model = list ? list->property("model").value<QAbstractItemModel *>() : nullptr;
    for (int row = 0; model && row < model->rowCount(); ++row)
        rows.append(model->index(row, 0).data(model->roleNames().key("path")).toString());
    return rows;
}

QObject *InspectorTest::currentRow() const
{
    const QQuickItem *list = item(QAccessible::List, u"Entries"_s);
    return list ? list->property("currentItem").value<QObject *>() : nullptr;
}

void InspectorTest::saysWhatItIs()
{
    OPEN();
    QVERIFY(find(QAccessible::List, u"Stores"_s));
    QTRY_VERIFY(find(QAccessible::ListItem, u"acme/main"_s));
    QVERIFY(find(QAccessible::PageTabList, u"Pages"_s));
    for (const char *page : { "Entries", "Activity", "Outbox", "Wire" })
        QVERIFY2(find(QAccessible::PageTab, QString::fromLatin1(page)), page);
    QVERIFY(find(QAccessible::EditableText, u"Filter by pattern"_s));
    QVERIFY(find(QAccessible::List, u"Entries"_s));
    QTRY_VERIFY(find(QAccessible::ListItem, u"version: 7"_s));
    QCOMPARE(find(QAccessible::ListItem, u"version: 7"_s)->text(QAccessible::Description),
             u"version, integer"_s);
    QAccessibleInterface *links = find(QAccessible::ListItem, u"links"_s);
    QVERIFY(links);
    QCOMPARE(links->text(QAccessible::Description), u"links, 2 below, folded"_s);
    QVERIFY(links->actionInterface());
    links->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QTRY_COMPARE(rows().size(), 4);
    QCOMPARE(links->text(QAccessible::Description), u"links, 2 below, unfolded"_s);
    QTRY_VERIFY(find(QAccessible::ListItem, u"acme/main"_s)
                        ->text(QAccessible::Description)
                        .contains(u"4 entries"_s));
}

void InspectorTest::everythingHasAName()
{
    OPEN();
    for (int tab = 0; tab < 4; ++tab) {
        m_inspector->setProperty("currentTab", tab);
        visit(QAccessible::queryAccessibleInterface(m_window.get()),
              [&](QAccessibleInterface *interface) {
                  if (interface->state().focusable && interface->object() != m_window.get()
                      && interface->text(QAccessible::Name).isEmpty())
                      QTest::qFail(interface->object()->metaObject()->className(), __FILE__,
                                   __LINE__);
                  return false;
              });
    }
}

void InspectorTest::foldsByKeyboard_data()
{
    QTest::addColumn<bool>("mirrored");
    QTest::addColumn<int>("unfold");
    QTest::addColumn<int>("fold");
    QTest::newRow("left to right") << false << int(Qt::Key_Right) << int(Qt::Key_Left);
    QTest::newRow("right to left") << true << int(Qt::Key_Left) << int(Qt::Key_Right);
}

void InspectorTest::foldsByKeyboard()
{
    QFETCH(bool, mirrored);
    QFETCH(int, unfold);
    QFETCH(int, fold);
    OPEN(mirrored ? "LayoutMirroring.enabled: true; LayoutMirroring.childrenInherit: true" : "");
    item(QAccessible::List, u"Entries"_s)->forceActiveFocus();
    QTRY_VERIFY(currentRow());
    QCOMPARE(currentRow()->property("path").toString(), u"links"_s);
    press(Qt::Key(unfold));
    QTRY_COMPARE(rows(), (QStringList{ u"links"_s, u"links/kde"_s, u"links/qt"_s, u"version"_s }));
    press(Qt::Key(unfold)); // to the first of them
    QTRY_COMPARE(currentRow()->property("path").toString(), u"links/kde"_s);
    press(Qt::Key_Return);
    QTRY_COMPARE(rows().size(), 5);
    press(Qt::Key_Space);
    QTRY_COMPARE(rows().size(), 4);
    press(Qt::Key_Space);
    QTRY_COMPARE(rows().size(), 5);
    press(Qt::Key_Down);
    QTRY_COMPARE(currentRow()->property("path").toString(), u"links/kde/title"_s);
    press(Qt::Key(fold)); // to the one above it
    QTRY_COMPARE(currentRow()->property("path").toString(), u"links/kde"_s);
    press(Qt::Key(fold));
    QTRY_COMPARE(rows().size(), 4);
    press(Qt::Key_End);
    QTRY_COMPARE(currentRow()->property("path").toString(), u"version"_s);
    press(Qt::Key_Home);
    QTRY_COMPARE(currentRow()->property("path").toString(), u"links"_s);
}

void InspectorTest::reachesEverythingByKeyboard()
{
    OPEN();
    QStringList names;
    item(QAccessible::List, u"Stores"_s)->forceActiveFocus();
    for (int i = 0; i < 24; ++i) {
        QQuickItem *focused = m_window->activeFocusItem();
        QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(focused);
        const QString name = interface ? interface->text(QAccessible::Name) : QString();
        if (!names.isEmpty() && name == names.constFirst())
            break;
        names.append(name);
        press(Qt::Key_Tab);
    }
    for (const char *name :
         { "acme/main", "Entries", "Filter by pattern", "Read again", "links", "Path" })
        QVERIFY2(names.contains(QString::fromLatin1(name)), qPrintable(names.join(u", "_s)));
    press(Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(m_inspector->property("currentTab").toInt(), 1);
    press(Qt::Key_F, Qt::ControlModifier);
    QCOMPARE(m_inspector->property("currentTab").toInt(), 0);
    QCOMPARE(m_window->activeFocusItem(), item(QAccessible::EditableText, u"Filter by pattern"_s));
}

void InspectorTest::filters()
{
    OPEN();
    press(Qt::Key_F, Qt::ControlModifier);
    item(QAccessible::EditableText, u"Filter by pattern"_s)->forceActiveFocus();
    for (const char letter : QByteArrayLiteral("links/*/title"))
        QTest::keyClick(m_window.get(), letter);
    press(Qt::Key_Return);
    QTRY_COMPARE(rows(),
                 (QStringList{ u"links"_s, u"links/kde"_s, u"links/kde/title"_s, u"links/qt"_s,
                               u"links/qt/title"_s }));
    QCOMPARE(m_inspector->property("pattern").toString(), u"links/*/title"_s);
    item(QAccessible::EditableText, u"Filter by pattern"_s)->forceActiveFocus();
    press(Qt::Key_Escape);
    QTRY_VERIFY(rows().contains(u"version"_s));
    m_inspector->setProperty("pattern", u"a//b"_s);
    QTRY_COMPARE(rows().size(), 0);
}

void InspectorTest::highlightsWhatChanged()
{
    OPEN();
    QTRY_VERIFY(item(QAccessible::ListItem, u"version: 7"_s));
    QTRY_VERIFY(item(QAccessible::ListItem, u"links"_s));
    QObject *version = item(QAccessible::ListItem, u"version: 7"_s);
    QObject *links = item(QAccessible::ListItem, u"links"_s);
    QCOMPARE(version->property("glow").toReal(), 0.0);
    const QSignalSpy versionGlows(version, SIGNAL(glowChanged()));
    const QSignalSpy linksGlow(links, SIGNAL(glowChanged()));
    const auto before = qreal(QDateTime::currentMSecsSinceEpoch());
    QVERIFY(m_server->put(u"version"_s, 8));
    QTRY_VERIFY(item(QAccessible::ListItem, u"version: 8"_s));
    QTRY_VERIFY(!versionGlows.isEmpty());
    QVERIFY(m_server->put(u"another"_s, 1));
    QTRY_VERIFY(item(QAccessible::ListItem, u"another: 1"_s));
    QVERIFY(item(QAccessible::ListItem, u"another: 1"_s)->property("changedAt").toReal() >= before);
    QVERIFY(linksGlow.isEmpty());
}

void InspectorTest::showsTheWholeEntry()
{
    OPEN();
    const QString text(1'000, u'x');
    QVERIFY(m_server->put(u"note"_s, text));
    QTRY_COMPARE(rows().size(), 3);
    item(QAccessible::List, u"Entries"_s)->setProperty("currentIndex", 1);
    QTRY_VERIFY(item(QAccessible::EditableText, u"Value"_s));
    QTRY_COMPARE(item(QAccessible::EditableText, u"Value"_s)->property("text").toString(),
                 u'"' + text + u'"');
    QCOMPARE(item(QAccessible::EditableText, u"Path"_s)->property("text").toString(), u"note"_s);
    QVERIFY(find(QAccessible::StaticText, u"Type: string"_s));
    QVERIFY(m_server->put(u"note"_s, u"short"_s));
    QTRY_COMPARE(item(QAccessible::EditableText, u"Value"_s)->property("text").toString(),
                 u"\"short\""_s);
    // Of others, while there was no connection: its end alone.
    QVERIFY(m_server->put(u"note"_s, text));
    QTRY_COMPARE(item(QAccessible::EditableText, u"Value"_s)->property("text").toString(),
                 u'"' + text + u'"');
    m_server->setOnline(false);
    QTRY_COMPARE(m_server->store()->state(), DustStore::Offline);
    QVERIFY(m_server->put(u"note"_s, QString(text + u'y')));
    m_server->setOnline(true);
    QTRY_COMPARE(item(QAccessible::EditableText, u"Value"_s)->property("text").toString(),
                 u'"' + text + u"y\""_s);
}

void InspectorTest::saysWhyItIsEmpty()
{
    OPEN();
    m_server->setOnline(false);
    m_inspector->setProperty("storeName", u"acme/other"_s);
    QTRY_COMPARE(rows().size(), 0);
    QTRY_COMPARE(item(QAccessible::List, u"Entries"_s)->property("emptyText").toString(),
                 u"There is no connection, and nothing of the store is here."_s);
}

void InspectorTest::saysWhatARefreshMet()
{
    QUrl url = m_server->url();
    url.setScheme(u"http"_s);
    DustClient http(url);
    http.setToken(m_server->token());
    OPEN();
    m_inspector->setProperty("client", QVariant::fromValue(&http));
    QCOMPARE(m_inspector->property("store").value<DustStore *>(), http.store(u"acme/main"_s));
    QTRY_VERIFY(m_inspector->property("ready").toBool());
    QTRY_COMPARE(rows().size(), 2);
    http.setToken(u"wrong"_s);
    item(QAccessible::List, u"Entries"_s)->forceActiveFocus();
    press(Qt::Key_F5);
    QTRY_VERIFY(!m_inspector->property("failure").toString().isEmpty());
    QTRY_VERIFY(find(QAccessible::StaticText, m_inspector->property("failure").toString()));
    QCOMPARE(rows().size(), 2);
    http.setToken(m_server->token());
    press(Qt::Key_F5);
    QTRY_VERIFY(find(QAccessible::StaticText, u"4 entries"_s));
    QCOMPARE(m_inspector->property("failure").toString(), QString());
    m_window.reset();
}

void InspectorTest::saysWhatIsNotThere()
{
    OPEN();
    QVERIFY(m_server->put(u"gone"_s, 1));
    QVERIFY(m_server->remove(u"gone"_s));
    item(QAccessible::List, u"Entries"_s)->setProperty("currentIndex", 1);
    m_inspector->setProperty("currentTab", 1);
    QTRY_VERIFY(find(QAccessible::ListItem, u"delete gone"_s));
    item(QAccessible::List, u"Activity"_s)->forceActiveFocus();
    press(Qt::Key_Home);
    press(Qt::Key_Return);
    QTRY_COMPARE(m_inspector->property("currentTab").toInt(), 0);
    const QString note = u"Not among the entries below: gone"_s;
    QTRY_VERIFY(find(QAccessible::StaticText, note));
    QTRY_COMPARE(rows().size(), 2);
    QCOMPARE(currentRow()->property("path").toString(), u"version"_s);
    press(Qt::Key_Up);
    QTRY_VERIFY(!find(QAccessible::StaticText, note));
}

void InspectorTest::listsActivity()
{
    OPEN();
    m_inspector->setProperty("currentTab", 1);
    QVERIFY(m_server->put(u"version"_s, 8));
    QTRY_VERIFY(find(QAccessible::ListItem, u"set version"_s));
    m_server->store()->put(u"own"_s, 1);
    QTRY_VERIFY(find(QAccessible::ListItem, u"set own"_s));
    QTRY_VERIFY(find(QAccessible::ListItem, u"set own"_s)
                        ->text(QAccessible::Description)
                        .contains(u"here"_s));
    item(QAccessible::List, u"Activity"_s)->forceActiveFocus();
    press(Qt::Key_Home);
    press(Qt::Key_Return); // to the entry
    QTRY_COMPARE(m_inspector->property("currentTab").toInt(), 0);
    QTRY_VERIFY(currentRow() && currentRow()->property("path").toString() == u"own"_s);
}

void InspectorTest::listsWhatWaits()
{
    OPEN();
    m_inspector->setProperty("currentTab", 2);
    m_server->setOnline(false);
    QTRY_COMPARE(m_server->store()->state(), DustStore::Offline);
    m_server->store()->put(u"version"_s, 9);
    QTRY_VERIFY(find(QAccessible::ListItem, u"set version"_s));
    QVERIFY(find(QAccessible::PageTab, u"Outbox (1)"_s));
    QVERIFY(find(QAccessible::ListItem, u"set version"_s)->text(QAccessible::Description).size()
            > 3); // says why
    m_server->setOnline(true);
    QTRY_COMPARE(m_server->store()->pendingCount(), 0);
    QTRY_VERIFY(!find(QAccessible::ListItem, u"set version"_s));
}

void InspectorTest::recordsTheWireOnDemand()
{
    OPEN();
    m_inspector->setProperty("currentTab", 3);
    QTRY_VERIFY(item(QAccessible::List, u"Wire"_s));
    QQuickItem *list = item(QAccessible::List, u"Wire"_s);
    QVERIFY(m_server->put(u"version"_s, 8));
    m_server->store()->put(u"own"_s, 1);
    QTRY_COMPARE(m_server->store()->pendingCount(), 0);
    QCOMPARE(list->property("count").toInt(), 0);
    item(QAccessible::CheckBox, u"Record"_s)->forceActiveFocus();
    press(Qt::Key_Space);
    m_server->store()->put(u"own"_s, 2);
    QTRY_VERIFY(list->property("count").toInt() >= 2);
}

void InspectorTest::closedItHoldsNothing_data()
{
    QTest::addColumn<bool>("hidesWindow");
    QTest::newRow("window") << true;
    QTest::newRow("page of the application") << false;
}

QList<QObject *> InspectorTest::timersBelow(QObject *object)
{
    QList<QObject *> holders;
    const auto look = [&](QObject *one) {
        if (!QAbstractEventDispatcher::instance()->registeredTimers(one).isEmpty())
            holders.append(one);
    };
    look(object);
    const auto children = object->findChildren<QObject *>();
    for (QObject *child : children)
        look(child);
    return holders;
}

void InspectorTest::closedItHoldsNothing()
{
    QFETCH(bool, hidesWindow);
    OPEN();
    m_inspector->setProperty("currentTab", 3);
    QTRY_VERIFY(item(QAccessible::CheckBox, u"Record"_s));
    item(QAccessible::CheckBox, u"Record"_s)->setProperty("checked", true);
    m_server->store()->put(u"own"_s, 1);
    QQuickItem *wire = item(QAccessible::List, u"Wire"_s);
    QTRY_VERIFY(wire->property("count").toInt() > 0);

    // Its models, by their properties: whoever listens has both.
    QList<QAbstractItemModel *> models;
    const auto all = m_inspector->findChildren<QAbstractItemModel *>();
    for (QAbstractItemModel *model : all) {
        if (model->property("active").isValid())
            models.append(model);
    }
    QCOMPARE(models.size(), 5);
    if (hidesWindow)
        m_window->hide();
    else
        m_inspector->setProperty("visible", false);
    for (const QAbstractItemModel *model : std::as_const(models))
        QVERIFY2(!model->property("active").toBool(), model->metaObject()->className());
    const QList<QObject *> holders = timersBelow(m_inspector);
    QVERIFY2(holders.isEmpty(),
             holders.isEmpty() ? "" : holders.constFirst()->metaObject()->className());

    QCoreApplication::processEvents(); // what was to be told before
    // Whatever happens now, none of them hears of it.
    std::vector<std::unique_ptr<QSignalSpy>> spies;
    for (QAbstractItemModel *model : std::as_const(models)) {
        spies.push_back(std::make_unique<QSignalSpy>(model, &QAbstractItemModel::rowsInserted));
        spies.push_back(std::make_unique<QSignalSpy>(model, &QAbstractItemModel::rowsRemoved));
        spies.push_back(std::make_unique<QSignalSpy>(model, &QAbstractItemModel::dataChanged));
    }
    m_server->store()->put(u"other"_s, 1);
    QTRY_COMPARE(m_server->store()->pendingCount(), 0);
    const quint64 before = m_server->store()->seq();
    QVERIFY(m_server->put(u"version"_s, 9));
    QTRY_VERIFY(m_server->store()->seq() > before);
    for (std::size_t i = 0; i < spies.size(); ++i)
        QVERIFY2(spies[i]->isEmpty(), models.at(qsizetype(i / 3))->metaObject()->className());
    QVERIFY(timersBelow(m_inspector).isEmpty());

    if (hidesWindow)
        m_window->show();
    else
        m_inspector->setProperty("visible", true);
    m_inspector->setProperty("currentTab", 0);
    QTRY_COMPARE(rows(), (QStringList{ u"links"_s, u"other"_s, u"own"_s, u"version"_s }));
}

void InspectorTest::unseenItOpensNoStore()
{
    OPEN();
    const auto isOpen = [this] {
        const QList<DustStore *> stores = m_server->client()->stores();
        return std::any_of(stores.cbegin(), stores.cend(),
                           [](const DustStore *store) { return store->name() == u"acme/other"_s; });
    };
    m_inspector->setProperty("visible", false);
    m_inspector->setProperty("storeName", u"acme/other"_s);
    QCoreApplication::processEvents();
    QVERIFY(!isOpen());
    m_inspector->setProperty("visible", true);
    QTRY_VERIFY(isOpen());
    QCOMPARE(m_inspector->property("store").value<DustStore *>()->name(), u"acme/other"_s);
}

void InspectorTest::looksIntoADeclaredStore()
{
    m_server->client()->store(u"acme/a"_s); // the first of the list
    QQmlEngine engine;
    QQmlComponent component(&engine);
    component.setData("import QtQuick\nimport DustEcto\nimport DustEcto.Inspector\n"
                      "Window {\n"
                      "    id: window\n    required property DustClient theClient\n"
                      "    property DustStore shown: inspector.store\n    visible: true\n"
                      "    DustInspector {\n"
                      "        id: inspector; anchors.fill: parent; client: window.theClient\n"
                      "        store: window.theClient.store(\"acme/main\")\n    }\n}\n",
                      {});
    const std::unique_ptr<QObject> window(component.createWithInitialProperties(
            { { u"theClient"_s, QVariant::fromValue(m_server->client()) } }));
    QVERIFY2(window, qPrintable(component.errorString()));
    QCOMPARE(window->property("shown").value<DustStore *>(), m_server->store());
    DustClient another(QUrl(u"memory:"_s));
    window->setProperty("theClient", QVariant::fromValue(&another));
    QVERIFY(window->property("shown").value<DustStore *>() != m_server->store());
    window->setProperty("theClient", QVariant::fromValue(m_server->client()));
}
