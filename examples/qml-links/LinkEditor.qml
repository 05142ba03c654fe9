// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import DustEcto
import QmlLinks

// Adds a link, or edits one. Every keystroke makes a changeset; its errors stand at the fields.
Pane {
    id: editor

    required property DustRepo repo
    required property DustSchema linkSchema
    property var original: ({})
    readonly property bool isNew: (original.slug ?? "") === ""
    property var changeset: linkSchema.changeset(original, {})
    property string problem
    // A new link must not take the place of another one.
    property string takenKey
    property bool saving: false

    signal saved(string slug)
    signal kept(string slug) // here, until the server can be reached
    signal takenBack(string message) // what was kept
    signal removeRequested(string slug)
    signal closed

    function edit(link: var) {
        original = link;
        problem = "";
        takenKey = "";
        slugField.text = link.slug ?? "";
        titleField.text = link.title ?? "";
        urlField.text = (link.url ?? "").toString();
        tagsField.text = (link.tags ?? []).join(", ");
        noteField.text = link.note ?? "";
        for (const field of [slugField, titleField, urlField, tagsField, noteField])
            field.touched = false;
        validate();
    }

    function validate() {
        changeset = linkSchema.changeset(original, {
            slug: isNew ? slugField.text : original.slug,
            title: titleField.text,
            url: urlField.text,
            tags: tagsField.text.split(",").map(tag => tag.trim()).filter(tag => tag !== ""),
            note: noteField.text
        });
    }

    function save() {
        for (const field of [slugField, titleField, urlField])
            field.touched = true;
        validate();
        if (!changeset.valid || saving)
            return;
        problem = "";
        saving = true;
        const edited = original;
        const written = isNew ? insert(changeset, slugField.text) : repo.update(changeset, {
            ifUnchanged: true
        }).then(link => link);
        const key = slugField.text;
        const offline = repo.store.state !== DustStore.Live;
        written.then(link => {
            saving = false;
            if (link === null)
                return;
            if (original === edited)
                edit(link);
            if (!offline)
                saved(link.slug);
        }, error => {
            saving = false;
            if (offline && error.kind !== DustError.Timeout) // which only says that it still waits
                takenBack(qsTr("“%1” was taken back: %2").arg(key).arg(error.message));
            else if (!offline)
                problem = error.kind === DustError.Conflict ? qsTr("Somebody changed this link while you were editing. Your text is still here; press Reload to see theirs.") : error.message;
        });
        if (offline)
            keep(key);
    }

    // What was written shows already; the answer may take until tomorrow.
    function keep(key: string) {
        repo.get(linkSchema, key).then(link => {
            saving = false;
            edit(link);
            kept(key);
        }, error => problem = error.message);
    }

    // A promise of the link, or of null when there is one of this key.
    function insert(link: var, key: string): var {
        return repo.exists(linkSchema, key).then(taken => {
            if (!taken)
                return repo.insert(link).then(inserted => inserted);
            takenKey = key;
            return null;
        });
    }

    function focusFirst() {
        if (isNew)
            slugField.focusInput();
        else
            titleField.focusInput();
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
                text: editor.isNew ? qsTr("New link") : qsTr("Edit link")
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

            Layout.fillWidth: true
            label: qsTr("Key")
            placeholderText: "qt"
            readOnly: !editor.isNew
            errors: editor.takenKey !== "" && text === editor.takenKey ? [qsTr("is the key of another link")] : editor.changeset.errors.slug
            onEdited: editor.validate()
            onAccepted: editor.save()
        }
        FormField {
            id: titleField

            Layout.fillWidth: true
            label: qsTr("Title")
            placeholderText: qsTr("What is it?")
            errors: editor.changeset.errors.title
            onEdited: editor.validate()
            onAccepted: editor.save()
        }
        FormField {
            id: urlField

            Layout.fillWidth: true
            label: qsTr("Address")
            placeholderText: "https://www.qt.io"
            errors: editor.changeset.errors.url
            onEdited: editor.validate()
            onAccepted: editor.save()
        }
        FormField {
            id: tagsField

            Layout.fillWidth: true
            label: qsTr("Tags, separated by commas")
            errors: editor.changeset.errors.tags
            onEdited: editor.validate()
            onAccepted: editor.save()
        }
        FormField {
            id: noteField

            Layout.fillWidth: true
            label: qsTr("Note")
            errors: editor.changeset.errors.note
            onEdited: editor.validate()
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

                text: editor.isNew ? qsTr("Add") : qsTr("Save")
                implicitHeight: 36
                leftPadding: 20
                rightPadding: 20
                onClicked: editor.save()
                background: Rectangle {
                    radius: Theme.radius
                    color: Theme.accent
                    opacity: editor.changeset.valid ? 1 : 0.5
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
                shown: editor.problem !== "" && !editor.isNew
                name: qsTr("Reload")
                text: "↻"
                onClicked: editor.repo.get(editor.linkSchema, editor.original.slug).then(link => editor.edit(link), error => editor.problem = error.message)
            }
            Item {
                Layout.fillWidth: true
            }
            ToolIcon {
                shown: !editor.isNew
                name: qsTr("Open in the browser")
                text: "↗"
                onClicked: Qt.openUrlExternally(editor.original.url)
            }
            ToolIcon {
                shown: !editor.isNew
                name: qsTr("Delete this link")
                text: "⌫" // in DejaVu, unlike the waste basket
                onClicked: editor.removeRequested(editor.original.slug)
            }
        }
        Item {
            Layout.fillHeight: true
        }
    }
}
