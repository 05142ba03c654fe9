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
    property string storeName: "local/links"
    property string token // of a server
    property string cacheFolder // of what a server in realtime has told
    readonly property bool realtime: /^wss?:/.test(String(url))
    property url importFile
    property string link // to be opened in the form, by its key
    property bool dark: palette.window.hslLightness < 0.5
    readonly property alias page: page
    // For the screenshot: everything is read, and this is what it shows.
    readonly property bool ready: (started || stuck) && !linkImporter.running && !page.model.loading
    readonly property string countText: page.model.totalCount === 1 ? "1 link" : page.model.totalCount + " links"
    readonly property string importText: linkImporter.message
    readonly property string failure: page.model.error.message !== "" ? page.model.error.message : linkImporter.failed ? linkImporter.message : refused ? client.error.message : ""
    readonly property bool refused: client.connectionState === DustClient.Refused
    readonly property bool stuck: refused || client.connectionState === DustClient.Waiting
    // A store that is mirrored is empty until the server has told what is in it.
    readonly property bool known: !realtime || linkRepo.store.state === DustStore.Live
    property bool begun: false
    property bool started: false
    // Nothing else keeps them from the garbage collector.
    property var otherWindows: []

    function openAnother() {
        const other = anotherWindow.createObject(null);
        otherWindows.push(other);
        other.closing.connect(() => {
            otherWindows = otherWindows.filter(open => open !== other);
        });
    }

    function begin() {
        if (begun || !known)
            return;
        begun = true;
        if (String(importFile) !== "")
            linkImporter.importFile(importFile);
        else
            linkImporter.importPackagesOnce();
    }

    onKnownChanged: begin()
    onReadyChanged: {
        if (!ready || link === "")
            return;
        const row = page.model.indexOfSlug(link);
        link = ""; // once: a later import must not take the form away from who types in it
        page.select(row);
    }

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

        cacheFolder: window.realtime ? window.cacheFolder : ""
        url: window.url
        token: window.token
    }
    DustRepo {
        id: linkRepo

        store: client.store(window.storeName)
    }
    DustSchema {
        id: schemaOfLinks

        typeName: "Link"
    }
    LinkImporter {
        id: linkImporter

        repo: linkRepo
        onMessageChanged: window.started = true
    }
    LinksPage {
        id: page

        anchors.fill: parent
        repo: linkRepo
        linkSchema: schemaOfLinks
        importer: linkImporter
        client: window.realtime ? client : null
        onNewWindowRequested: window.openAnother()
    }
    Component {
        id: anotherWindow

        // By names that it has no properties of: those would be its own.
        LinksWindow {
            repo: linkRepo // qmllint disable unqualified
            linkSchema: schemaOfLinks // qmllint disable unqualified
            importer: linkImporter // qmllint disable unqualified
            client: window.realtime ? client : null // qmllint disable unqualified
            onNewWindowRequested: window.openAnother() // qmllint disable unqualified
        }
    }

    Component.onCompleted: {
        Theme.dark = dark;
        begin();
    }
}
