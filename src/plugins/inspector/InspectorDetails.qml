// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import DustEcto.Inspector

// All of the entry that is chosen in the tree.
ColumnLayout {
    id: details

    property InspectorEntryRow row: null
    property string text

    spacing: 6

    InspectorFonts {
        id: fonts
    }

    component Name: InspectorLabel {
        quiet: true
    }
    component Fact: InspectorCode {
        Layout.fillWidth: true
        Accessible.ignored: false
        Accessible.role: Accessible.StaticText
    }

    GridLayout {
        Layout.fillWidth: true
        Layout.leftMargin: 12
        Layout.rightMargin: 12
        Layout.topMargin: 10
        columns: 2
        columnSpacing: 12
        rowSpacing: 4
        visible: details.row !== null

        Name {
            text: qsTr("Path")
        }
        TextField {
            Layout.fillWidth: true
            readOnly: true
            selectByMouse: true
            padding: 0
            leftInset: 0
            background: null
            font.family: fonts.fixedFamily
            text: details.row ? details.row.path : ""
            Accessible.name: qsTr("Path")
            onTextChanged: cursorPosition = 0
        }
        Name {
            text: qsTr("Type")
            visible: type.visible
        }
        Fact {
            id: type

            visible: details.row !== null && details.row.isEntry
            text: details.row ? details.row.type : ""
            Accessible.name: qsTr("Type: %1").arg(text)
        }
        Name {
            text: qsTr("Revision")
            visible: revision.visible
        }
        Fact {
            id: revision

            visible: details.row !== null && details.row.isEntry
            text: details.row === null ? "" : details.row.pending ? qsTr("not confirmed yet") : details.row.revision > 0 ? details.row.revision : qsTr("not known here")
            Accessible.name: qsTr("Revision: %1").arg(text)
        }
        Name {
            text: qsTr("Below")
            visible: below.visible
        }
        Fact {
            id: below

            visible: details.row !== null && details.row.hasChildren
            text: details.row ? details.row.childCount : ""
            Accessible.name: qsTr("Below: %1").arg(text)
        }
    }

    ScrollView {
        Layout.fillWidth: true
        Layout.fillHeight: true
        visible: details.text !== ""

        TextArea {
            readOnly: true
            selectByMouse: true
            wrapMode: TextEdit.WrapAnywhere
            textFormat: TextEdit.PlainText
            leftPadding: 12
            rightPadding: 12
            background: null
            font.family: fonts.fixedFamily
            text: details.text
            Accessible.name: qsTr("Value")
        }
    }
    Item {
        Layout.fillWidth: true
        Layout.fillHeight: true
        visible: details.text === ""

        Label {
            anchors.centerIn: parent
            width: Math.min(parent.width - 32, 280)
            visible: details.row === null
            text: qsTr("Choose an entry to see all of it.")
            wrapMode: Text.WordWrap
            horizontalAlignment: Text.AlignHCenter
            opacity: 0.65
        }
    }
}
