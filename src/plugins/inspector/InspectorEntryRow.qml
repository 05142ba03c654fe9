// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick

// One path of the tree.
InspectorRow {
    id: row

    required property string segment
    required property string path
    required property string value
    required property string type
    required property var revision
    required property int childCount
    required property int depth
    required property bool expanded
    required property bool isEntry
    required property bool pending
    required property real changedAt
    required property int changeCount
    readonly property bool hasChildren: childCount > 0
    readonly property string foldText: expanded ? qsTr("unfolded") : qsTr("folded")
    readonly property string countText: qsTr("%L1 below").arg(childCount)
    readonly property real indent: 16 * depth

    // A row comes into view long after it has changed, too.
    function flash() {
        const age = Date.now() - changedAt;
        if (age >= fade.duration)
            return;
        fade.from = 1 - Math.max(0, age) / fade.duration;
        fade.restart();
    }

    Accessible.name: isEntry ? qsTr("%1: %2").arg(segment).arg(value) : segment
    Accessible.description: sentence([path, isEntry ? type : "", hasChildren ? countText : "", hasChildren ? foldText : "", pending ? qsTr("not confirmed yet") : ""])
    Component.onCompleted: flash()
    onChangedAtChanged: flash()

    contentItem: Row {
        spacing: columns.spacing
        opacity: row.pending ? 0.6 : 1

        Row {
            width: columns.name
            height: parent.height

            Item {
                width: row.indent
                height: 1
            }
            InspectorLabel {
                width: 18
                height: parent.height
                horizontalAlignment: Text.AlignHCenter
                text: "›"
                opacity: row.hasChildren ? 0.8 : 0
                rotation: row.expanded ? 90 : row.mirrored ? 180 : 0

                TapHandler {
                    enabled: row.hasChildren
                    onTapped: row.open()
                }
            }
            InspectorCode {
                width: Math.max(0, columns.name - row.indent - 18)
                height: parent.height
                text: row.segment
                font.italic: row.pending
            }
        }
        InspectorCode {
            width: columns.value
            height: parent.height
            quiet: !row.isEntry
            text: row.isEntry ? row.value : row.countText
            font.italic: row.pending
        }
        InspectorLabel {
            width: columns.type
            height: parent.height
            quiet: true
            text: row.type
            horizontalAlignment: Text.AlignLeft
        }
        InspectorCode {
            width: columns.revision
            height: parent.height
            quiet: true
            text: !row.isEntry ? "" : row.pending ? qsTr("waiting") : row.revision > 0 ? row.revision : "–"
            horizontalAlignment: Text.AlignRight
        }
    }

    InspectorColumns {
        id: columns

        width: row.availableWidth
    }
    NumberAnimation {
        id: fade

        target: row
        property: "glow"
        to: 0
        duration: 1600
        easing.type: Easing.InQuad
    }
}
