// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import DustEcto.Inspector

// What goes over the wire, once somebody wants to see it.
ColumnLayout {
    id: wire

    property alias client: log.client
    property bool active: false
    property alias recording: record.checked

    spacing: 0

    InspectorFonts {
        id: fonts
    }
    DustWireLog {
        id: log

        active: wire.active && wire.recording
    }
    RowLayout {
        Layout.margins: 8
        spacing: 8

        Switch {
            id: record

            text: qsTr("Record")
            Accessible.name: text
            Accessible.description: qsTr("Lists what is sent and received")
        }
        InspectorNote {
            Layout.fillWidth: true
            text: qsTr("Tokens are hidden")
        }
        ToolButton {
            text: qsTr("Clear")
            enabled: list.count > 0
            Accessible.name: text
            Accessible.description: qsTr("Forgets what is listed here")
            onClicked: log.clear()
        }
    }
    InspectorRule {}
    SplitView {
        Layout.fillWidth: true
        Layout.fillHeight: true
        orientation: Qt.Vertical

        InspectorList {
            id: list

            readonly property InspectorWireRow currentRow: currentItem as InspectorWireRow
            readonly property string currentText: currentRow ? currentRow.content : ""

            SplitView.fillHeight: true
            SplitView.minimumHeight: 80
            model: log
            currentIndex: -1
            Accessible.name: qsTr("Wire")
            emptyText: wire.recording ? qsTr("Nothing was sent or received yet.") : qsTr("Nothing is recorded. Switch it on to see what is sent and received.")

            delegate: InspectorWireRow {}
        }
        ScrollView {
            SplitView.preferredHeight: 120
            SplitView.minimumHeight: 40
            visible: list.currentText !== ""

            TextArea {
                readOnly: true
                selectByMouse: true
                wrapMode: TextEdit.WrapAnywhere
                textFormat: TextEdit.PlainText
                font.family: fonts.fixedFamily
                text: list.currentText
                background: null
                Accessible.name: qsTr("Message")
            }
        }
    }
}
