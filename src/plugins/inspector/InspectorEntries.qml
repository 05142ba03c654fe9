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
    readonly property bool isLive: store !== null && tree.error === ""

    function applyFilter() {
        settled.stop();
        tree.pattern = filter.text;
    }

    function focusFilter() {
        filter.forceActiveFocus(Qt.ShortcutFocusReason);
        filter.selectAll();
    }

    function reveal(path: string) {
        list.currentIndex = tree.reveal(path);
        list.forceActiveFocus(Qt.OtherFocusReason);
    }

    onPatternChanged: {
        if (filter.text !== pattern)
            filter.text = pattern;
    }
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
                visible: entries.isLive
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
            emptyText: tree.error !== "" ? tree.error : tree.loading ? "" : entries.store === null ? qsTr("Choose a store.") : tree.pattern !== "" ? qsTr("No entry matches the pattern.") : qsTr("The store is empty.")
            delegate: InspectorEntryRow {}
            onOpened: row => tree.toggle(row)
            Keys.onLeftPressed: fold(entries.mirrored)
            Keys.onRightPressed: fold(!entries.mirrored)
        }
    }

    InspectorDetails {
        SplitView.preferredWidth: 280
        SplitView.minimumWidth: 160
        row: list.currentRow
        // Read anew with each change of the row.
        text: row !== null && row.isEntry && row.changedAt >= 0 && row.value !== "" ? tree.fullText(row.index) : ""
    }
}
