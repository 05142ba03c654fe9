// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

pragma Singleton

import QtQuick

// Colours and measures of the application, light and dark.
QtObject {
    property bool dark: false

    readonly property color window: dark ? "#15181e" : "#f4f5f7"
    readonly property color surface: dark ? "#1e2229" : "#ffffff"
    readonly property color raised: dark ? "#272c35" : "#ffffff"
    readonly property color line: dark ? "#333a45" : "#dfe3e8"
    readonly property color text: dark ? "#e8ebf0" : "#1c2430"
    readonly property color quiet: dark ? "#98a2b3" : "#5d6b7e"
    readonly property color accent: dark ? "#5ea0ff" : "#1f66d1"
    readonly property color accentText: dark ? "#0b1220" : "#ffffff"
    readonly property color selection: dark ? "#2a3a55" : "#e2edfd"
    readonly property color good: dark ? "#6ccb8b" : "#2e8b57"
    readonly property color danger: dark ? "#ff8a80" : "#b3261e"

    readonly property real pendingOpacity: 0.55
    readonly property int gap: 12
    readonly property int radius: 8
    readonly property int titleSize: 15
    readonly property int smallSize: 12

    // The same quiet colour for the same text: what a link's tile is filled with.
    function tile(text: string): color {
        let sum = 0;
        for (let i = 0; i < text.length; ++i)
            sum = (sum * 31 + text.charCodeAt(i)) % 360;
        return Qt.hsla(sum / 360, dark ? 0.35 : 0.45, dark ? 0.38 : 0.52, 1);
    }

    // An address as it is shown: without what every address has.
    function host(url: url): string {
        return String(url).replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "");
    }
}
