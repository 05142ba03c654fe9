// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import QmlLinks

// A short message at the foot of the window, with at most one action.
Rectangle {
    id: notice

    property string text
    property string actionText
    property bool wrong: false

    signal action

    function show(message: string, action: string, isError: bool) {
        text = message;
        actionText = action;
        wrong = isError;
        opacity = 1;
        hide.restart();
    }

    function dismiss() {
        opacity = 0;
    }

    Accessible.role: Accessible.AlertMessage
    Accessible.name: text
    implicitWidth: content.implicitWidth + 32
    implicitHeight: 44
    radius: 22
    color: wrong ? Theme.danger : Theme.dark ? "#e8ebf0" : "#222a36"
    opacity: 0
    visible: opacity > 0

    Behavior on opacity {
        NumberAnimation {
            duration: 150
        }
    }
    Timer {
        id: hide

        interval: 8000
        onTriggered: notice.opacity = 0
    }
    RowLayout {
        id: content

        anchors.centerIn: parent
        spacing: 16

        Text {
            Layout.maximumWidth: 640
            text: notice.text
            textFormat: Text.PlainText
            color: Theme.dark && !notice.wrong ? "#1c2430" : "white"
            font.pixelSize: 14
            elide: Text.ElideRight
        }
        AbstractButton {
            id: button

            Accessible.name: text
            text: notice.actionText
            visible: text !== ""
            onClicked: {
                notice.dismiss();
                notice.action();
            }
            contentItem: Text {
                text: button.text
                color: Theme.dark ? "#1f66d1" : "#8ab8ff"
                font.pixelSize: 14
                font.bold: true
                font.underline: button.visualFocus
            }
        }
    }
}
