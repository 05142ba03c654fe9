// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls
import DustEcto
import QmlLinks

// How a store that is mirrored from a server stands to it, and how much is still to be sent. A click tries to connect at
// once.
AbstractButton {
    id: status

    required property DustClient client
    required property DustStore store
    readonly property bool live: client.connectionState === DustClient.Connected && store.state === DustStore.Live

    function connectionText(): string {
        switch (client.connectionState) {
        case DustClient.Refused:
            return qsTr("Token refused");
        case DustClient.Connecting:
        case DustClient.Probing:
            return qsTr("Connecting…");
        case DustClient.Connected:
            break;
        default:
            return qsTr("Offline");
        }
        switch (store.state) {
        case DustStore.Live:
            return qsTr("Live");
        case DustStore.Diverged:
            return qsTr("The server went back");
        case DustStore.Offline:
            return qsTr("Not joined");
        default:
            return qsTr("Catching up…");
        }
    }

    function pendingText(): string {
        return store.pendingCount === 1 ? qsTr("1 change to send") : qsTr("%L1 changes to send").arg(store.pendingCount);
    }

    text: store.pendingCount === 0 ? connectionText() : connectionText() + "  ·  " + pendingText()
    Accessible.name: text
    hoverEnabled: true
    padding: 4
    onClicked: client.reconnectNow()
    ToolTip.text: store.error.message !== "" ? store.error.message : client.error.message
    ToolTip.visible: hovered && ToolTip.text !== ""
    ToolTip.delay: 600

    contentItem: Row {
        spacing: 6

        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            width: 8
            height: 8
            radius: 4
            color: status.live ? Theme.good : "transparent"
            border.width: status.live ? 0 : 2
            border.color: Theme.quiet
        }
        Text {
            text: status.text
            textFormat: Text.PlainText
            color: Theme.quiet
            font.pixelSize: Theme.smallSize
            font.underline: status.visualFocus
        }
    }
}
