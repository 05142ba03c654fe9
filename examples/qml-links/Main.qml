// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls
import DustEcto
import QmlLinks

// A bookmark manager. Everything it shows comes from one model; every window on the store follows every write.
ApplicationWindow {
    id: window

    required property url url
    property url importFile
    property bool dark: palette.window.hslLightness < 0.5
    // For the screenshot: everything is read, and this is what it shows.
    readonly property bool ready: started && !importer.running && !page.model.loading
    readonly property string countText: page.model.totalCount + " links"
    readonly property string importText: importer.message
    property bool started: false

    width: 1120
    height: 720
    minimumWidth: 640
    minimumHeight: 420
    visible: true
    title: qsTr("Links")
    color: Theme.window
    font.pixelSize: 14

    DustClient {
        id: client

        url: window.url
    }
    DustRepo {
        id: linkRepo

        store: client.store("local/links")
    }
    DustSchema {
        id: schemaOfLinks

        typeName: "Link"
    }
    LinkImporter {
        id: importer

        repo: linkRepo
        onMessageChanged: window.started = true
    }
    LinksPage {
        id: page

        anchors.fill: parent
        repo: linkRepo
        linkSchema: schemaOfLinks
        importer: importer
        onNewWindowRequested: secondWindow.createObject(null)
    }

    // The same list once more: what one window writes, the other shows.
    Component {
        id: secondWindow

        ApplicationWindow {
            id: other

            width: 760
            height: 560
            visible: true
            title: qsTr("Links, once more")
            color: Theme.window
            onClosing: destroy()

            LinksPage {
                anchors.fill: parent
                repo: linkRepo
                linkSchema: schemaOfLinks
                importer: importer
                cards: true
                onNewWindowRequested: secondWindow.createObject(null)
            }
        }
    }

    Component.onCompleted: {
        Theme.dark = dark;
        if (importFile.toString() !== "")
            importer.importFile(importFile);
        else
            importer.importPackagesOnce();
    }
}
