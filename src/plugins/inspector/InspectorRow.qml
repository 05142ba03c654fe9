// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls

// A row of a list: flat, close to its neighbours, with colours of the palette in every style.
ItemDelegate {
    id: row

    required property int index
    readonly property bool isCurrent: ListView.isCurrentItem
    readonly property bool hasFocus: isCurrent && ListView.view.activeFocus
    property bool isMarked: isCurrent
    property real glow: 0 // 1: it has just changed

    function open() {
        (ListView.view as InspectorList).opened(index);
    }

    function sentence(parts: var): string {
        return parts.filter(part => part !== "").join(", ");
    }

    function tint(color: color, alpha: real): color {
        return Qt.rgba(color.r, color.g, color.b, alpha);
    }

    width: ListView.view ? ListView.view.width : implicitWidth
    implicitHeight: Math.ceil(metrics.height) + 10
    topPadding: 0
    bottomPadding: 0
    topInset: 0
    bottomInset: 0
    leftPadding: 10
    rightPadding: 10
    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.ListItem
    Accessible.focusable: true
    Accessible.selectable: true
    Accessible.selected: isMarked
    Accessible.onPressAction: open()
    // A button takes these keys for a click, before its list hears of them.
    Keys.onReturnPressed: open()
    Keys.onEnterPressed: open()
    Keys.onSpacePressed: open()
    onDoubleClicked: open()

    background: Rectangle {
        color: row.isMarked ? row.tint(row.palette.highlight, row.hasFocus ? 0.3 : 0.16) : row.hasFocus ? row.tint(row.palette.highlight, 0.1) : row.hovered ? row.tint(row.palette.text, 0.05) : "transparent"

        Rectangle {
            anchors.fill: parent
            visible: row.glow > 0
            color: row.tint(row.palette.highlight, 0.35 * row.glow)
        }
        Rectangle {
            anchors.left: parent.left
            width: 3
            height: parent.height
            visible: row.glow > 0
            opacity: row.glow
            color: row.palette.highlight
        }
    }

    onClicked: {
        ListView.view.currentIndex = index;
        ListView.view.forceActiveFocus(Qt.MouseFocusReason);
    }

    FontMetrics {
        id: metrics

        font: row.font
    }
}
