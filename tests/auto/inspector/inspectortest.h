// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef INSPECTORTEST_H
#define INSPECTORTEST_H

#include <DustTestServer>

#include <QtGui/QAccessible>
#include <QtQml/QQmlEngine>
#include <QtQuick/QQuickItem>
#include <QtQuick/QQuickWindow>

#include <memory>

// DustInspector in a window, as people see it, type into it and hear of it.
class InspectorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void saysWhatItIs();
    void everythingHasAName();
    void foldsByKeyboard_data();
    void foldsByKeyboard();
    void reachesEverythingByKeyboard();
    void filters();
    void highlightsWhatChanged();
    void showsTheWholeEntry();
    void saysWhyItIsEmpty();
    void saysWhatARefreshMet();
    void saysWhatIsNotThere();
    void listsActivity();
    void listsWhatWaits();
    void recordsTheWireOnDemand();
    void closedItHoldsNothing_data();
    void closedItHoldsNothing();
    void unseenItOpensNoStore();
    void looksIntoADeclaredStore();

private:
    void open(const QByteArray &properties = {});
    QAccessibleInterface *find(QAccessible::Role role, const QString &name) const;
    QQuickItem *item(QAccessible::Role role, const QString &name) const;
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {});
    QStringList rows() const;
    QObject *currentRow() const;
    static QList<QObject *> timersBelow(QObject *object);

    std::unique_ptr<DustTestServer> m_server;
    std::unique_ptr<QQmlEngine> m_engine;
    std::unique_ptr<QQuickWindow> m_window;
    QObject *m_inspector = nullptr;
};

#endif // INSPECTORTEST_H
