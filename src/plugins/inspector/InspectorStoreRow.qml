// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls
import DustEcto

// A store that the client has opened.
InspectorRow {
    id: row

    required property string name
    required property DustStore store
    required property var seq
    required property var storeSeq
    required property int entryCount
    required property int pendingCount
    required property bool canRead
    required property bool canWrite
    required property string errorText
    required property var model
    readonly property bool isChosen: store === (ListView.view as InspectorStoreList).currentStore
    readonly property string stateText: {
        switch (model.state) { // Item has a state of its own
        case "live":
            return qsTr("live");
        case "catchingUp":
            return qsTr("catching up");
        case "gap":
            return qsTr("closing a gap");
        case "diverged":
            return qsTr("the server went back");
        default:
            return qsTr("offline");
        }
    }
    readonly property string permission: canRead ? canWrite ? "" : qsTr("read only") : canWrite ? qsTr("write only") : qsTr("no access")
    readonly property string standing: permission === "" ? stateText : stateText + " · " + permission
    readonly property string figures: {
        const parts = [];
        if (entryCount >= 0)
            parts.push(entryCount === 1 ? qsTr("1 entry") : qsTr("%L1 entries").arg(entryCount));
        if (seq > 0)
            parts.push(storeSeq > seq ? qsTr("seq %1 of %2").arg(seq).arg(storeSeq) : qsTr("seq %1").arg(seq));
        if (pendingCount > 0)
            parts.push(qsTr("%L1 to send").arg(pendingCount));
        return parts.join(" · ");
    }

    isMarked: isChosen
    implicitHeight: implicitContentHeight
    Accessible.name: name
    Accessible.description: sentence([standing, figures, errorText])
    onClicked: open()

    contentItem: Column {
        spacing: 2
        topPadding: 8
        bottomPadding: 8

        InspectorCode {
            width: parent.width
            text: row.name
            font.weight: row.isChosen ? Font.DemiBold : Font.Normal
        }
        Row {
            width: parent.width
            spacing: 6

            Rectangle {
                anchors.verticalCenter: parent.verticalCenter
                width: 8
                height: 8
                radius: 4
                color: row.model.state === "live" ? row.palette.highlight : "transparent"
                border.width: row.model.state === "live" ? 0 : 2
                border.color: row.tint(row.palette.text, 0.5)
            }
            InspectorLabel {
                width: parent.width - 14
                quiet: true
                text: row.standing
                horizontalAlignment: Text.AlignLeft
            }
        }
        InspectorLabel {
            width: parent.width
            quiet: true
            visible: text !== ""
            text: row.figures
            horizontalAlignment: Text.AlignLeft
        }
        InspectorLabel {
            width: parent.width
            visible: text !== ""
            text: row.errorText
            font.italic: true
            maximumLineCount: 3
            wrapMode: Text.WordWrap
            horizontalAlignment: Text.AlignLeft
        }
    }
}
