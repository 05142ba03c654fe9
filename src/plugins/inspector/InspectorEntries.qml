// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import DustEcto
import DustEcto.Inspector

// The entries of a store as a tree, a filter over it, and all of one entry beside it.
SplitView {
    id: entries

    property alias store: tree.store
    property alias active: tree.active
    property alias pattern: tree.pattern
    readonly property DustEntryTree tree: tree
    readonly property bool isReadable: store !== null && tree.error === ""
    property string missing // the path that was to be revealed
    // Why no row is there.
    readonly property string emptyText: {
        if (tree.error !== "")
            return tree.error;
        if (store === null)
            return qsTr("Choose a store.");
        if (tree.loading)
            return "";
        if (store.state === DustStore.CatchingUp)
            return qsTr("The store is catching up with its server.");
        if (store.state !== DustStore.Live)
            return qsTr("There is no connection, and nothing of the store is here.");
        return tree.pattern !== "" ? qsTr("No entry matches the pattern.") : qsTr("The store is empty.");
    }

    function applyFilter() {
        settled.stop();
        tree.pattern = filter.text;
    }

    function focusFilter() {
        filter.forceActiveFocus(Qt.ShortcutFocusReason);
        filter.selectAll();
    }

    function reveal(path: string) {
        const row = tree.reveal(path);
        if (row >= 0)
            list.currentIndex = row;
        list.forceActiveFocus(Qt.OtherFocusReason);
        missing = row >= 0 ? "" : path;
    }

    onPatternChanged: {
        missing = "";
        if (filter.text !== pattern)
            filter.text = pattern;
    }
    onStoreChanged: missing = ""
    onActiveChanged: {
        if (!active && settled.running)
            applyFilter();
    }

    InspectorFonts {
        id: fonts
    }
    DustEntryTree {
        id: tree
    }
    InspectorColumns {
        id: columns

        width: list.width - 20
    }

    ColumnLayout {
        SplitView.fillWidth: true
        SplitView.minimumWidth: 260
        spacing: 0

        RowLayout {
            Layout.margins: 8
            spacing: 8

            TextField {
                id: filter

                Layout.fillWidth: true
                selectByMouse: true
                font.family: fonts.fixedFamily
                placeholderText: qsTr("Filter by pattern: links/*/title or links/**")
                Accessible.name: qsTr("Filter by pattern")
                Accessible.searchEdit: true
                onTextEdited: settled.restart()
                Keys.onEscapePressed: event => {
                    event.accepted = text !== "";
                    clear();
                    entries.applyFilter();
                }
                Keys.onDownPressed: list.forceActiveFocus(Qt.OtherFocusReason)
                onAccepted: {
                    entries.applyFilter();
                    list.forceActiveFocus(Qt.OtherFocusReason);
                }
            }
            // One reading for a word that is being typed.
            Timer {
                id: settled

                interval: 250
                onTriggered: entries.applyFilter()
            }
            InspectorNote {
                text: tree.loading ? qsTr("Reading… %L1").arg(tree.entryCount) : tree.entryCount === 1 ? qsTr("1 entry") : qsTr("%L1 entries").arg(tree.entryCount)
                visible: entries.isReadable
            }
            ToolButton {
                text: qsTr("Read again")
                ToolTip.text: qsTr("Reads all entries again (F5)")
                ToolTip.visible: hovered || visualFocus
                ToolTip.delay: 600
                Accessible.name: text
                Accessible.description: ToolTip.text
                onClicked: tree.refresh()
            }
        }
        InspectorNote {
            Layout.fillWidth: true
            Layout.leftMargin: 10
            Layout.rightMargin: 10
            Layout.bottomMargin: 8
            visible: text !== ""
            text: entries.missing !== "" ? qsTr("Not among the entries below: %1").arg(entries.missing) : list.count > 0 ? tree.error : ""
            font.italic: true
            wrapMode: Text.Wrap
            maximumLineCount: 3
        }
        InspectorRule {}
        Row {
            Layout.fillWidth: true
            Layout.leftMargin: 10
            Layout.topMargin: 5
            Layout.bottomMargin: 5
            spacing: columns.spacing
            visible: list.count > 0

            InspectorHeading {
                width: columns.name
                leftPadding: effectiveHorizontalAlignment === Text.AlignLeft ? 18 : 0
                rightPadding: 18 - leftPadding
                text: qsTr("Path")
                horizontalAlignment: Text.AlignLeft
            }
            InspectorHeading {
                width: columns.value
                text: qsTr("Value")
                horizontalAlignment: Text.AlignLeft
            }
            InspectorHeading {
                width: columns.type
                text: qsTr("Type")
                horizontalAlignment: Text.AlignLeft
            }
            InspectorHeading {
                width: columns.revision
                text: qsTr("Revision")
                horizontalAlignment: Text.AlignRight
            }
        }
        InspectorRule {
            visible: list.count > 0
        }
        InspectorList {
            id: list

            readonly property InspectorEntryRow currentRow: currentItem as InspectorEntryRow

            function fold(unfolded: bool) {
                if (currentRow === null)
                    return;
                if (currentRow.hasChildren && currentRow.expanded !== unfolded)
                    tree.toggle(currentIndex);
                else if (unfolded)
                    incrementCurrentIndex();
                else if (tree.parentRow(currentIndex) >= 0)
                    currentIndex = tree.parentRow(currentIndex);
            }

            Layout.fillWidth: true
            Layout.fillHeight: true
            model: tree
            currentIndex: -1
            Accessible.name: qsTr("Entries")
            emptyText: entries.emptyText
            delegate: InspectorEntryRow {}
            onOpened: row => tree.toggle(row)
            onCurrentIndexChanged: entries.missing = ""
            Keys.onLeftPressed: fold(entries.mirrored)
            Keys.onRightPressed: fold(!entries.mirrored)
        }
    }

    InspectorDetails {
        SplitView.preferredWidth: 280
        SplitView.minimumWidth: 160
        row: list.currentRow
        // Read anew with each change of the row.
        text: row !== null && row.isEntry && row.changeCount >= 0 ? tree.fullText(row.index) : ""
    }
}
