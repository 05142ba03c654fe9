// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import QmlLinks

// A labelled line of text with its errors below.
ColumnLayout {
    id: field

    required property string label
    property alias text: input.text
    property alias placeholderText: input.placeholderText
    property alias readOnly: input.readOnly
    property var errors: []
    // Errors wait until somebody typed here, or tried to save.
    property bool touched: false
    readonly property bool wrong: touched && (errors?.length ?? 0) > 0

    signal edited
    signal accepted

    function focusInput() {
        input.forceActiveFocus();
        input.selectAll();
    }

    spacing: 4

    Label {
        text: field.label
        color: Theme.quiet
        font.pixelSize: Theme.smallSize
    }
    TextField {
        id: input

        Accessible.name: field.label
        Accessible.description: problem.text
        Layout.fillWidth: true
        color: Theme.text
        placeholderTextColor: Theme.quiet
        selectByMouse: true
        leftPadding: 10
        implicitHeight: 36
        opacity: readOnly ? 0.7 : 1
        // A text that is put here is shown from its start.
        onTextChanged: {
            if (!activeFocus)
                cursorPosition = 0;
        }
        onTextEdited: {
            field.touched = true;
            field.edited();
        }
        onAccepted: field.accepted()

        background: Rectangle {
            radius: Theme.radius
            color: Theme.window
            border.width: input.activeFocus || field.wrong ? 2 : 1
            border.color: field.wrong ? Theme.danger : input.activeFocus ? Theme.accent : Theme.line
        }
    }
    Label {
        id: problem

        Layout.fillWidth: true
        text: field.wrong ? field.errors.join(", ") : ""
        visible: text !== ""
        color: Theme.danger
        font.pixelSize: Theme.smallSize
        wrapMode: Text.Wrap
    }
}
