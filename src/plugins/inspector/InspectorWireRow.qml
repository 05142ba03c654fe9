// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Layouts

// One message or request.
InspectorRow {
    id: row

    required property date time
    required property string direction
    required property string channel
    required property var bytes
    required property var model
    readonly property string content: model.text // a delegate has a text of its own
    readonly property bool isSent: direction === "sent"
    readonly property string directionText: isSent ? qsTr("sent") : qsTr("received")

    Accessible.name: qsTr("%1: %2").arg(directionText).arg(content)
    Accessible.description: sentence([channel, qsTr("%L1 bytes").arg(bytes), Qt.formatTime(time, "hh:mm:ss")])

    contentItem: RowLayout {
        spacing: 12

        InspectorCode {
            Layout.preferredWidth: 100
            quiet: true
            text: Qt.formatTime(row.time, "hh:mm:ss.zzz")
        }
        InspectorLabel {
            Layout.preferredWidth: 70
            text: row.directionText
            font.weight: row.isSent ? Font.DemiBold : Font.Normal
            horizontalAlignment: Text.AlignLeft
        }
        InspectorLabel {
            Layout.preferredWidth: 36
            quiet: true
            text: row.channel
            horizontalAlignment: Text.AlignLeft
        }
        InspectorCode {
            Layout.fillWidth: true
            text: row.content
        }
        InspectorCode {
            Layout.preferredWidth: 72
            quiet: true
            text: qsTr("%L1 B").arg(row.bytes)
            horizontalAlignment: Text.AlignRight
        }
    }
}
