// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Layouts

// One operation.
InspectorRow {
    id: row

    required property string op
    required property string path
    required property string value
    required property var seq
    required property bool own
    required property string deviceId
    required property var latency
    required property date time
    required property var model
    readonly property string source: {
        if (!own)
            return deviceId !== "" ? deviceId : qsTr("elsewhere");
        if (model.state === "refused")
            return qsTr("here, refused");
        return latency >= 0 ? qsTr("here, %L1 ms").arg(latency) : qsTr("here");
    }

    Accessible.name: qsTr("%1 %2").arg(op).arg(path)
    Accessible.description: sentence([value, seq > 0 ? qsTr("seq %1").arg(seq) : "", source, Qt.formatTime(time, "hh:mm:ss")])

    contentItem: RowLayout {
        spacing: 12
        opacity: row.model.state === "pending" ? 0.6 : 1

        InspectorCode {
            Layout.preferredWidth: 100
            quiet: true
            text: Qt.formatTime(row.time, "hh:mm:ss.zzz")
        }
        InspectorLabel {
            Layout.preferredWidth: 76
            text: row.op
            font.weight: Font.DemiBold
            font.strikeout: row.model.state === "refused"
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
            Layout.preferredWidth: 110
            text: row.source
            quiet: !row.own
            horizontalAlignment: Text.AlignLeft
        }
        InspectorCode {
            Layout.preferredWidth: 60
            quiet: true
            text: row.seq > 0 ? row.seq : "–"
            horizontalAlignment: Text.AlignRight
        }
    }
}
