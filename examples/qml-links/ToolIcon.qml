// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls
import QmlLinks

// A flat button with a symbol, named for screen readers and in its tool tip.
AbstractButton {
    id: control

    required property string name
    // Keeps its place: the layouts of Qt 6.4 lose items that become visible while the layout is not.
    property bool shown: true

    enabled: shown
    opacity: shown ? 1 : 0
    Accessible.ignored: !shown
    Accessible.name: name
    ToolTip.text: name
    ToolTip.visible: hovered
    ToolTip.delay: 600
    hoverEnabled: true
    implicitWidth: 36
    implicitHeight: 36

    background: Rectangle {
        radius: Theme.radius
        color: control.checked ? Theme.selection : control.hovered || control.down ? Theme.line : "transparent"
        border.width: control.visualFocus ? 2 : 0
        border.color: Theme.accent
    }
    contentItem: Text {
        text: control.text
        color: control.checked ? Theme.accent : Theme.text
        font.pixelSize: 18
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
    }
}
