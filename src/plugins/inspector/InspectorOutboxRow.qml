// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Layouts

// One write that waits.
InspectorRow {
    id: row

    required property var number
    required property string op
    required property string path
    required property string value
    required property string reason
    required property int attempts
    readonly property string attemptsText: attempts === 0 ? "" : attempts === 1 ? qsTr("sent once") : qsTr("sent %L1 times").arg(attempts)

    implicitHeight: implicitContentHeight
    Accessible.name: qsTr("%1 %2").arg(op).arg(path)
    Accessible.description: sentence([value, reason, attemptsText])

    contentItem: ColumnLayout {
        spacing: 3

        RowLayout {
            Layout.topMargin: 6
            spacing: 12

            InspectorCode {
                Layout.preferredWidth: 40
                quiet: true
                text: row.number
                horizontalAlignment: Text.AlignRight
            }
            InspectorLabel {
                Layout.preferredWidth: 76
                text: row.op
                font.weight: Font.DemiBold
                horizontalAlignment: Text.AlignLeft
            }
            InspectorCode {
                Layout.fillWidth: true
                Layout.preferredWidth: 3
                text: row.path
            }
            InspectorCode {
                Layout.fillWidth: true
                Layout.preferredWidth: 3
                quiet: true
                text: row.value
            }
            InspectorLabel {
                quiet: true
                visible: text !== ""
                text: row.attemptsText
            }
        }
        InspectorLabel {
            Layout.fillWidth: true
            Layout.leftMargin: 52
            Layout.bottomMargin: 6
            quiet: true
            text: row.reason
            horizontalAlignment: Text.AlignLeft
            maximumLineCount: 2
            wrapMode: Text.WordWrap
        }
    }
}
