// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import DustEcto.Inspector

// What happened in a store, the last first.
ColumnLayout {
    id: activity

    property alias store: log.store
    property alias active: log.active

    signal revealed(path: string)

    spacing: 0

    DustActivityLog {
        id: log
    }
    RowLayout {
        Layout.margins: 8
        spacing: 8

        InspectorNote {
            Layout.fillWidth: true
            text: qsTr("Writes since the inspector was opened: own ones, and those of others")
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
    InspectorList {
        id: list

        Layout.fillWidth: true
        Layout.fillHeight: true
        model: log
        currentIndex: -1
        Accessible.name: qsTr("Activity")
        emptyText: activity.store === null ? qsTr("Choose a store.") : log.error !== "" ? log.error : qsTr("Nothing has happened yet.")
        onOpened: row => activity.revealed((itemAtIndex(row) as InspectorActivityRow).path)
        delegate: InspectorActivityRow {}
    }
}
