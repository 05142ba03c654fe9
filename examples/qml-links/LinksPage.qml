// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import QtQuick.Dialogs
import DustEcto
import QmlLinks

// The links of a repo: a bar with search and sort, the links as a list or as cards, and a form beside them.
Page {
    id: page

    required property DustRepo repo
    required property DustSchema linkSchema
    required property LinkImporter importer
    property DustClient client: null // of a server in realtime: then its state is shown
    readonly property alias model: links
    property bool cards: false
    readonly property Item view: cards ? grid : list
    // The link that undo() brings back.
    property var removed: null

    signal newWindowRequested

    function select(row: int) {
        if (row < 0 || row >= links.count)
            return;
        view.currentIndex = row;
        form.record = links.get(row);
        editor.visible = true;
    }

    function add() {
        form.record = {};
        editor.visible = true;
        editor.focusFirst();
    }

    function remove(slug: string) {
        if (slug === "")
            return;
        const row = links.indexOfSlug(slug);
        repo.take(linkSchema, slug).then(link => {
            removed = link;
            notice.show(qsTr("“%1” was deleted").arg(link.title), qsTr("Undo"), false);
            if (form.slug === slug)
                editor.closed();
            if (row >= 0)
                view.currentIndex = Math.min(row, links.count - 1);
        }, error => notice.show(error.message, "", true));
    }

    function countText(shown: int, total: int): string {
        if (shown !== total)
            return (total === 1 ? qsTr("%L1 of %L2 link") : qsTr("%L1 of %L2 links")).arg(shown).arg(total);
        return total === 1 ? qsTr("1 link") : qsTr("%L1 links").arg(total);
    }

    function undo() {
        if (removed === null || !notice.visible)
            return;
        const link = removed;
        removed = null;
        notice.dismiss();
        repo.restore(linkSchema, link).failed.connect(error => {
            if (error.kind === DustError.Exists)
                notice.show(qsTr("“%1” was added again meanwhile and is left as it is.").arg(link.slug), "", false);
            else if (error.kind !== DustError.Timeout) // which only says that it still waits
                notice.show(error.message, "", true);
        });
    }

    background: Rectangle {
        color: Theme.window
    }

    DustListModel {
        id: links

        repo: page.repo
        schema: page.linkSchema
        search: searchField.text
        searchFields: ["slug", "title", "url", "tags"]
        sort: sortBox.currentValue
        pollInterval: 2000 // over plain HTTP, which brings no news
    }
    DustForm {
        id: form

        repo: page.repo
        schema: page.linkSchema
        onSubmitted: notice.show(page.repo.store.state === DustStore.Live ? qsTr("Saved") : qsTr("Saved here; it is sent when the server can be reached"), "", false)
        onTakenBack: (error, slug) => notice.show(qsTr("“%1” was taken back: %2").arg(slug).arg(error.message), "", true)
    }

    // The qmllint of Qt 6.4 does not know StandardKey.
    // qmllint disable unqualified
    Shortcut {
        sequences: [StandardKey.Find]
        onActivated: searchField.forceActiveFocus()
    }
    Shortcut {
        sequences: [StandardKey.New]
        onActivated: page.add()
    }
    Shortcut {
        sequences: [StandardKey.Undo]
        enabled: !searchField.activeFocus && !editor.activeFocus
        onActivated: page.undo()
    }
    // qmllint enable unqualified

    header: Rectangle {
        implicitHeight: 64
        color: Theme.surface

        Rectangle {
            anchors.bottom: parent.bottom
            width: parent.width
            height: 1
            color: Theme.line
        }
        RowLayout {
            anchors.fill: parent
            anchors.leftMargin: 20
            anchors.rightMargin: 16
            spacing: Theme.gap

            Column {
                Label {
                    text: qsTr("Links")
                    color: Theme.text
                    font.pixelSize: 20
                    font.bold: true
                }
                Label {
                    text: page.countText(links.count, links.totalCount)
                    color: Theme.quiet
                    font.pixelSize: Theme.smallSize
                }
            }
            TextField {
                id: searchField

                Accessible.name: qsTr("Search")
                Layout.fillWidth: true
                Layout.maximumWidth: 420
                Layout.leftMargin: Theme.gap
                placeholderText: qsTr("Search titles, addresses and tags")
                placeholderTextColor: Theme.quiet
                color: Theme.text
                selectByMouse: true
                implicitHeight: 36
                leftPadding: 14
                Keys.onEscapePressed: {
                    clear();
                    page.view.forceActiveFocus();
                }
                Keys.onDownPressed: page.view.forceActiveFocus()

                background: Rectangle {
                    radius: 18
                    color: Theme.window
                    border.width: searchField.activeFocus ? 2 : 1
                    border.color: searchField.activeFocus ? Theme.accent : Theme.line
                }
            }
            ComboBox {
                id: sortBox

                Accessible.name: qsTr("Sort by")
                textRole: "text"
                valueRole: "keys"
                implicitWidth: 140
                implicitHeight: 36
                palette.buttonText: Theme.text
                palette.text: Theme.text
                palette.window: Theme.raised
                palette.base: Theme.raised
                palette.dark: Theme.quiet
                model: [
                    {
                        text: qsTr("By title"),
                        keys: ["title"]
                    },
                    {
                        text: qsTr("By key"),
                        keys: ["slug"]
                    },
                    {
                        text: qsTr("By address"),
                        keys: ["url", "title"]
                    },
                    {
                        text: qsTr("By tag"),
                        keys: ["tags", "title"]
                    }
                ]
                background: Rectangle {
                    radius: Theme.radius
                    color: Theme.window
                    border.width: sortBox.visualFocus ? 2 : 1
                    border.color: sortBox.visualFocus ? Theme.accent : Theme.line
                }
            }
            Item {
                Layout.fillWidth: true
            }
            Loader {
                active: page.client !== null
                visible: active
                sourceComponent: StoreStatus {
                    client: page.client // qmllint disable unqualified
                    store: page.repo.store // qmllint disable unqualified
                }
            }
            ToolIcon {
                name: qsTr("Show as a list")
                text: "☰"
                checkable: true
                checked: !page.cards
                onClicked: page.cards = false
            }
            ToolIcon {
                name: qsTr("Show as cards")
                text: "▦"
                checkable: true
                checked: page.cards
                onClicked: page.cards = true
            }
            ToolIcon {
                name: Theme.dark ? qsTr("Light colours") : qsTr("Dark colours")
                text: Theme.dark ? "☀" : "☾"
                onClicked: Theme.dark = !Theme.dark
            }
            ToolIcon {
                name: qsTr("More")
                text: "⋮"
                ToolTip.visible: hovered && !menu.visible
                onClicked: menu.popup(this, width - menu.width, height)

                ToolMenu {
                    id: menu

                    Action {
                        text: qsTr("New window")
                        onTriggered: page.newWindowRequested()
                    }
                    Action {
                        text: qsTr("Import a file…")
                        onTriggered: fileDialog.open()
                    }
                    Action {
                        text: qsTr("Import this machine's packages")
                        onTriggered: page.importer.importPackages()
                    }
                }
            }
            ToolIcon {
                name: qsTr("Add a link")
                text: "+"
                onClicked: page.add()
            }
        }
    }

    FileDialog {
        id: fileDialog

        nameFilters: [qsTr("Bookmarks (*.html *.htm *.json)"), qsTr("All files (*)")]
        onAccepted: page.importer.importFile(selectedFile)
    }

    ProgressBar {
        id: progress

        Accessible.name: qsTr("Import")
        anchors.top: parent.top
        width: parent.width
        height: 3
        z: 1
        visible: page.importer.running
        value: page.importer.progress
        background: Rectangle {
            color: Theme.line
        }
        contentItem: Item {
            Rectangle {
                width: progress.visualPosition * parent.width
                height: parent.height
                color: Theme.accent
            }
        }
    }

    RowLayout {
        anchors.fill: parent
        spacing: 0

        StackLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            currentIndex: page.cards ? 1 : 0

            ListView {
                id: list

                Accessible.role: Accessible.List
                Accessible.name: qsTr("Links")
                leftMargin: Theme.gap
                rightMargin: Theme.gap
                topMargin: 8
                bottomMargin: 8
                clip: true
                model: links
                currentIndex: -1
                highlightMoveDuration: 0
                activeFocusOnTab: true
                keyNavigationEnabled: true
                boundsBehavior: Flickable.StopAtBounds
                Keys.onReturnPressed: page.select(currentIndex)
                Keys.onDeletePressed: page.remove(links.slugAt(currentIndex))

                delegate: LinkRow {
                    onClicked: page.select(index) // qmllint disable unqualified
                }
                ScrollBar.vertical: ScrollBar {}
            }
            GridView {
                id: grid

                readonly property int columns: Math.max(1, Math.floor((width - 2 * Theme.gap) / 240))

                Accessible.role: Accessible.List
                Accessible.name: qsTr("Links as cards")
                leftMargin: Theme.gap
                topMargin: Theme.gap
                bottomMargin: Theme.gap
                clip: true
                model: links
                currentIndex: -1
                highlightMoveDuration: 0
                cellWidth: Math.floor((width - Theme.gap) / columns)
                cellHeight: 126
                activeFocusOnTab: true
                keyNavigationEnabled: true
                boundsBehavior: Flickable.StopAtBounds
                Keys.onReturnPressed: page.select(currentIndex)
                Keys.onDeletePressed: page.remove(links.slugAt(currentIndex))

                delegate: LinkCard {
                    onClicked: page.select(index) // qmllint disable unqualified
                }
                ScrollBar.vertical: ScrollBar {}
            }
        }
        Rectangle {
            Layout.fillHeight: true
            Layout.preferredWidth: 1
            visible: editor.visible
            color: Theme.line
        }
        LinkEditor {
            id: editor

            Layout.fillHeight: true
            Layout.preferredWidth: 340
            form: form
            visible: false
            onClosed: {
                visible = false;
                page.view.forceActiveFocus();
            }
            onRemoveRequested: slug => page.remove(slug)
        }
    }

    EmptyHint {
        readonly property bool failed: links.error.message !== ""

        anchors.centerIn: parent
        visible: links.count === 0 && !links.loading && !page.importer.running
        title: failed ? qsTr("The links cannot be shown") : links.totalCount === 0 ? qsTr("No links yet") : qsTr("Nothing matches")
        text: failed ? links.error.message : links.totalCount === 0 ? qsTr("Add one with +, or import your browser's bookmarks.") : qsTr("Try fewer words.")
    }

    Notice {
        id: notice

        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 24
        onAction: page.undo()
    }

    Connections {
        target: page.importer

        function onMessageChanged() {
            if (page.importer.failed && page.importer.message === links.error.message)
                return; // it is in the place of the list already
            notice.show(page.importer.message, "", page.importer.failed);
        }
    }
}
