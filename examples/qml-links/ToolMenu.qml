// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls
import QmlLinks

// A menu in the application's colours, as wide as its longest line.
Menu {
    id: control

    padding: 4
    width: {
        let widest = 0;
        for (let i = 0; i < count; ++i)
            widest = Math.max(widest, itemAt(i).implicitWidth);
        return widest + leftPadding + rightPadding;
    }

    background: Rectangle {
        radius: Theme.radius
        color: Theme.raised
        border.color: Theme.line
    }
    delegate: MenuItem {
        id: line

        horizontalPadding: Theme.gap
        contentItem: Text {
            text: line.text
            color: Theme.text
            font.pixelSize: 14
            verticalAlignment: Text.AlignVCenter
        }
        background: Rectangle {
            implicitHeight: 36
            radius: Theme.radius - 2
            color: line.highlighted ? Theme.selection : "transparent"
        }
    }
}
