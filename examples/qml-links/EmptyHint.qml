// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls
import QmlLinks

// What stands where a list has nothing to show.
Column {
    id: hint

    required property string title
    required property string text

    readonly property real longestLine: Math.min(480, parent.width - 4 * Theme.gap)

    spacing: 6

    Label {
        anchors.horizontalCenter: parent.horizontalCenter
        text: hint.title
        textFormat: Text.PlainText
        color: Theme.text
        font.pixelSize: 18
    }
    Label {
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(implicitWidth, hint.longestLine)
        text: hint.text
        textFormat: Text.PlainText
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
        color: Theme.quiet
        font.pixelSize: 13
    }
}
