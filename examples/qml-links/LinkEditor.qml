// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import DustEcto
import QmlLinks

// Adds a link, or edits one.
Pane {
    id: editor

    required property DustForm form
    readonly property bool overtaken: form.error.kind === DustError.Conflict || (form.changedElsewhere && form.error.kind === DustError.NoError)
    readonly property string problem: overtaken ? qsTr("Somebody changed this link while you were editing. Your text is still here; press Reload to see theirs.") : form.error.message

    signal removeRequested(string slug)
    signal closed

    function save() {
        form.submit({
            ifUnchanged: true
        });
    }

    function focusFirst() {
        slugField.focusInput();
    }

    padding: 20

    background: Rectangle {
        color: Theme.surface
    }

    Keys.onEscapePressed: closed()

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.gap

        RowLayout {
            Label {
                Layout.fillWidth: true
                text: editor.form.isNew ? qsTr("New link") : qsTr("Edit link")
                color: Theme.text
                font.pixelSize: 18
                font.bold: true
            }
            ToolIcon {
                name: qsTr("Close the form")
                text: "✕"
                onClicked: editor.closed()
            }
        }
        FormField {
            id: slugField

            label: qsTr("Key")
            field: editor.form.field("slug")
            placeholderText: "qt"
            readOnly: !editor.form.isNew
            onAccepted: editor.save()
        }
        FormField {
            label: qsTr("Title")
            field: editor.form.field("title")
            placeholderText: qsTr("What is it?")
            onAccepted: editor.save()
        }
        FormField {
            label: qsTr("Address")
            field: editor.form.field("url")
            placeholderText: "https://www.qt.io"
            onAccepted: editor.save()
        }
        FormField {
            label: qsTr("Tags, separated by commas")
            field: editor.form.field("tags")
            onAccepted: editor.save()
        }
        FormField {
            label: qsTr("Note")
            field: editor.form.field("note")
            onAccepted: editor.save()
        }
        Label {
            Layout.fillWidth: true
            text: editor.problem
            visible: text !== ""
            color: Theme.danger
            wrapMode: Text.Wrap
        }
        RowLayout {
            Layout.topMargin: 4
            spacing: 8

            Button {
                id: saveButton

                text: editor.form.isNew ? qsTr("Add") : qsTr("Save")
                implicitHeight: 36
                leftPadding: 20
                rightPadding: 20
                onClicked: editor.save()
                background: Rectangle {
                    radius: Theme.radius
                    color: Theme.accent
                    opacity: editor.form.valid ? 1 : 0.5
                    border.width: saveButton.visualFocus ? 2 : 0
                    border.color: Theme.text
                }
                contentItem: Text {
                    text: saveButton.text
                    color: Theme.accentText
                    font.pixelSize: 14
                    font.bold: true
                    verticalAlignment: Text.AlignVCenter
                    horizontalAlignment: Text.AlignHCenter
                }
            }
            ToolIcon {
                shown: editor.problem !== "" && !editor.form.isNew
                name: qsTr("Reload")
                text: "↻"
                onClicked: editor.form.reset()
            }
            Item {
                Layout.fillWidth: true
            }
            ToolIcon {
                shown: !editor.form.isNew
                name: qsTr("Open in the browser")
                text: "↗"
                onClicked: Qt.openUrlExternally(editor.form.record.url)
            }
            ToolIcon {
                shown: !editor.form.isNew
                name: qsTr("Delete this link")
                text: "⌫" // in DejaVu, unlike the waste basket
                onClicked: editor.removeRequested(editor.form.slug)
            }
        }
        Item {
            Layout.fillHeight: true
        }
    }
}
