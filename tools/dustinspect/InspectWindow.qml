// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls
import DustEcto
import DustEcto.Inspector

// The inspector on one store.
ApplicationWindow {
    id: window

    required property DustClient client
    property bool dark: false
    property alias pattern: inspector.pattern
    readonly property bool ready: inspector.ready
    readonly property string failure: inspector.failure

    width: 1080
    height: 640
    visible: true
    title: inspector.title
    // Otherwise as the style has it.
    Component.onCompleted: {
        if (!dark)
            return;
        palette.window = "#1f2226";
        palette.windowText = "#e6e8eb";
        palette.base = "#17191c";
        palette.alternateBase = "#1c1f23";
        palette.text = "#e6e8eb";
        palette.button = "#2d3137";
        palette.buttonText = "#e6e8eb";
        palette.light = "#41474f";
        palette.midlight = "#363b42";
        palette.mid = "#4a5058";
        palette.dark = "#101214";
        palette.highlight = "#4c8de0";
        palette.highlightedText = "#ffffff";
        palette.placeholderText = "#80e6e8eb";
        palette.toolTipBase = "#2d3137";
        palette.toolTipText = "#e6e8eb";
    }

    DustInspector {
        id: inspector

        anchors.fill: parent
        client: window.client
        storeName: window.client.defaultStore
        focus: true
    }
}
