// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls

// A list that the keyboard reaches, and that says why it is empty.
ListView {
    id: list

    property string emptyText

    signal opened(row: int) // by a double click, Enter or Space

    function page(direction: int) {
        const rows = currentItem ? Math.max(1, Math.floor(height / currentItem.height) - 1) : 1;
        currentIndex = Math.max(0, Math.min(count - 1, currentIndex + direction * rows));
    }

    clip: true
    activeFocusOnTab: true
    keyNavigationEnabled: true
    highlightMoveDuration: 0
    boundsBehavior: Flickable.StopAtBounds
    Accessible.role: Accessible.List
    Keys.onPressed: event => {
        switch (event.key) {
        case Qt.Key_Home:
            currentIndex = Math.min(0, count - 1);
            break;
        case Qt.Key_End:
            currentIndex = count - 1;
            break;
        case Qt.Key_PageUp:
            page(-1);
            break;
        case Qt.Key_PageDown:
            page(1);
            break;
        default:
            return;
        }
        event.accepted = true;
    }
    onActiveFocusChanged: {
        if (activeFocus && currentIndex < 0 && count > 0)
            currentIndex = 0;
    }

    ScrollBar.vertical: ScrollBar {}

    Label {
        anchors.centerIn: parent
        width: Math.min(parent.width - 32, 420)
        visible: list.count === 0 && text !== ""
        text: list.emptyText
        textFormat: Text.PlainText
        wrapMode: Text.WordWrap
        horizontalAlignment: Text.AlignHCenter
        opacity: 0.65
    }
}
