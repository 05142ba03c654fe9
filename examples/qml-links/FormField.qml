// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import DustEcto
import QmlLinks

// A labelled line of text with what is wrong with it below.
ColumnLayout {
    id: line

    required property string label
    required property DustFormField field
    property alias placeholderText: input.placeholderText
    property alias readOnly: input.readOnly

    signal accepted

    function focusInput() {
        input.forceActiveFocus();
        input.selectAll();
    }

    Layout.fillWidth: true
    spacing: 4

    Label {
        text: line.label
        color: Theme.quiet
        font.pixelSize: Theme.smallSize
    }
    TextField {
        id: input

        Accessible.name: line.label
        Accessible.description: problem.text
        Layout.fillWidth: true
        text: line.field.text
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
        onTextEdited: line.field.text = text
        onAccepted: line.accepted()

        background: Rectangle {
            radius: Theme.radius
            color: Theme.window
            border.width: input.activeFocus || problem.visible ? 2 : 1
            border.color: problem.visible ? Theme.danger : input.activeFocus ? Theme.accent : Theme.line
        }
    }
    Label {
        id: problem

        Layout.fillWidth: true
        text: line.field.error
        visible: text !== ""
        color: Theme.danger
        font.pixelSize: Theme.smallSize
        wrapMode: Text.Wrap
    }
}
