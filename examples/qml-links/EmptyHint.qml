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

    spacing: 6

    Label {
        anchors.horizontalCenter: parent.horizontalCenter
        text: hint.title
        color: Theme.text
        font.pixelSize: 18
    }
    Label {
        anchors.horizontalCenter: parent.horizontalCenter
        text: hint.text
        color: Theme.quiet
        font.pixelSize: 13
    }
}
