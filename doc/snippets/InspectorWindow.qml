// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

//! [window]
import QtQuick
import QtQuick.Controls
import DustEcto
import DustEcto.Inspector

ApplicationWindow {
    width: 960
    height: 600
    visible: true
    title: inspector.title

    DustClient {
        id: client
        url: "memory:"
        defaultStore: "local/links"
    }
    DustInspector {
        id: inspector

        anchors.fill: parent
        client: client
        storeName: "local/links"
    }
}
//! [window]
