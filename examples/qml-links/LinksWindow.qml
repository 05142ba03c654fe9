// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls
import DustEcto
import QmlLinks

// One more window on the same links: what one writes, the others show.
ApplicationWindow {
    id: window

    required property DustRepo repo
    required property DustSchema linkSchema
    required property LinkImporter importer
    property DustClient client: null
    readonly property alias page: page

    signal newWindowRequested

    width: 760
    height: 560
    visible: true
    title: qsTr("Links, once more")
    color: Theme.window
    font.pixelSize: 14
    onClosing: destroy()

    LinksPage {
        id: page

        anchors.fill: parent
        repo: window.repo
        linkSchema: window.linkSchema
        importer: window.importer
        client: window.client
        cards: true
        onNewWindowRequested: window.newWindowRequested()
    }
}
