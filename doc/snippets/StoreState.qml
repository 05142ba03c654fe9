// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls
import DustEcto

Item {
    property bool passed: label.text !== ""

    DustClient { id: client; url: "memory:" }

    //! [state]
    Label {
        id: label

        readonly property DustStore store: client.store("local/links")

        text: {
            if (client.connectionState === DustClient.Refused)
                return qsTr("Token refused");
            if (client.connectionState !== DustClient.Connected)
                return qsTr("Offline, %L1 changes to send").arg(store.pendingCount);
            switch (store.state) {
            case DustStore.Live:
                return store.pendingCount === 0 ? qsTr("Live") : qsTr("Sending…");
            case DustStore.Diverged:
                return qsTr("The server went back");
            default:
                return qsTr("Catching up…");
            }
        }
    }
    //! [state]
}
