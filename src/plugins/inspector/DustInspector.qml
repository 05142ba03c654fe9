// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import QtQuick.Window
import DustEcto
import DustEcto.Inspector

// Looks into the stores of a client: what they hold, what happens in them, what waits to be sent, and what goes over the
// wire. While nobody sees it, it does nothing.
Pane {
    id: inspector

    required property DustClient client
    property string storeName
    property DustStore store: null
    readonly property bool watching: visible && Window.visibility !== Window.Hidden && Window.visibility !== Window.Minimized
    // All that the store holds is shown; or why it cannot be.
    readonly property bool ready: entries.store !== null && entries.store.state === DustStore.Live && !entries.tree.loading
    readonly property string failure: store !== null && store.error.message !== "" ? store.error.message : entries.tree.error
    readonly property string title: store !== null ? qsTr("%1 — Dust inspector").arg(store.name) : qsTr("Dust inspector")
    property alias currentTab: tabs.currentIndex
    property alias pattern: entries.pattern

    // A store that is open holds a connection: not before somebody looks.
    function openNamed() {
        if (watching && store === null && storeName !== "" && client !== null)
            store = client.store(storeName);
    }

    padding: 0
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Dust inspector")
    Component.onCompleted: {
        before.client = client;
        openNamed();
    }
    onWatchingChanged: openNamed()
    onStoreNameChanged: {
        if (storeName !== "")
            store = null;
        openNamed();
    }
    // Its stores are not those of another; a store that was declared with it is its own.
    onClientChanged: {
        if (before.client !== null)
            store = null;
        before.client = client;
        openNamed();
    }
    Keys.onPressed: event => {
        const control = event.modifiers & Qt.ControlModifier;
        if (control && event.key === Qt.Key_F) {
            tabs.currentIndex = 0;
            entries.focusFilter();
        } else if (event.key === Qt.Key_F5) {
            entries.tree.refresh();
        } else if (control && event.key >= Qt.Key_1 && event.key < Qt.Key_1 + tabs.count) {
            tabs.currentIndex = event.key - Qt.Key_1;
        } else {
            return;
        }
        event.accepted = true;
    }

    QtObject {
        id: before

        property DustClient client: null
    }
    DustInspectorStores {
        id: stores

        client: inspector.client
        active: inspector.watching
    }

    SplitView {
        anchors.fill: parent
        orientation: Qt.Horizontal

        ColumnLayout {
            SplitView.preferredWidth: 230
            SplitView.minimumWidth: 140
            spacing: 0

            InspectorHeading {
                Layout.fillWidth: true
                Layout.margins: 10
                text: qsTr("Stores")
            }
            InspectorRule {}
            InspectorStoreList {
                Layout.fillWidth: true
                Layout.fillHeight: true
                model: stores
                currentStore: inspector.store
                choosesFirst: inspector.storeName === ""
                onChosen: store => inspector.store = store
            }
        }
        ColumnLayout {
            SplitView.fillWidth: true
            SplitView.minimumWidth: 300
            spacing: 0

            TabBar {
                id: tabs

                Layout.fillWidth: true
                Accessible.role: Accessible.PageTabList
                Accessible.name: qsTr("Pages")

                InspectorTab {
                    text: qsTr("Entries")
                    number: 1
                }
                InspectorTab {
                    text: qsTr("Activity")
                    number: 2
                }
                InspectorTab {
                    text: inspector.store !== null && inspector.store.pendingCount > 0 ? qsTr("Outbox (%L1)").arg(inspector.store.pendingCount) : qsTr("Outbox")
                    number: 3
                }
                InspectorTab {
                    text: qsTr("Wire")
                    number: 4
                }
            }
            StackLayout {
                currentIndex: tabs.currentIndex

                InspectorEntries {
                    id: entries

                    store: inspector.store
                    active: inspector.watching
                }
                InspectorActivity {
                    store: inspector.store
                    active: inspector.watching
                    onRevealed: path => {
                        tabs.currentIndex = 0;
                        entries.reveal(path);
                    }
                }
                InspectorOutbox {
                    store: inspector.store
                    active: inspector.watching
                }
                InspectorWire {
                    client: inspector.client
                    active: inspector.watching
                }
            }
            InspectorRule {}
            InspectorNote {
                Layout.fillWidth: true
                Layout.margins: 6
                Layout.leftMargin: 10
                text: qsTr("Ctrl+F filters · Left and Right fold · F5 reads again · Ctrl+1 to Ctrl+4 turn the page")
            }
        }
    }
}
