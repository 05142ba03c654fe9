// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QmlLinks

// The first letter of a link's key on a colour of its own.
Rectangle {
    id: tile

    required property string slug
    required property real size

    implicitWidth: size
    implicitHeight: size
    radius: size / 4
    color: Theme.tile(slug)

    Text {
        anchors.centerIn: parent
        text: tile.slug.charAt(0).toUpperCase()
        textFormat: Text.PlainText
        color: "white"
        font.pixelSize: tile.size * 0.45
        font.bold: true
    }
}
