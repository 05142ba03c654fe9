// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls
import DustEcto

Column {
    id: page

    property bool passed: false
    property string status
    property var removed: null

    function save() {
        saveButton.clicked();
    }

    width: 300

    DustClient { id: client; url: "memory:" }
    DustRepo { id: linkRepo; store: client.store("local/links") }
    DustSchema {
        id: linkSchema
        prefix: "links"
        fields: ({ title: "string", starred: "boolean" })
        required: ["title"]
    }

//! [form]
    DustForm {
        id: form

        repo: linkRepo
        schema: linkSchema
        onSubmitted: record => page.status = qsTr("“%1” is saved").arg(record.title)
    }

    TextField {
        readonly property DustFormField field: form.field("title")

        text: field.text
        onTextEdited: field.text = text
        onEditingFinished: field.touched = true // its error may show now
    }
    Label {
        text: form.field("title").error
        color: "darkred"
    }
    CheckBox {
        readonly property DustFormField field: form.field("starred")

        checked: field.value ?? false
        onToggled: field.value = checked
    }
    Button {
        id: saveButton

        text: qsTr("Save")
        enabled: form.dirty && !form.submitting
        onClicked: form.submit({ ifUnchanged: true })
    }
    Label {
        visible: form.changedElsewhere
        text: qsTr("Somebody else changed this. Reset to see it.")
    }
//! [form]

    function removeLink(slug: string) {
//! [undo]
linkRepo.take(linkSchema, slug).then(link => page.removed = link);
//! [undo]
    }
    function undo() {
//! [undo]
// And later, for Undo:
linkRepo.restore(linkSchema, page.removed).then(
    () => page.removed = null,
    error => page.status = error.kind === DustError.Exists ? qsTr("It is there again already.") : error.message);
//! [undo]
    }

    onStatusChanged: removeLink("qt")
    onRemovedChanged: {
        if (removed !== null)
            undo();
        else
            linkRepo.get(linkSchema, "qt").then(link => page.passed = link.title === "Qt" && link.starred);
    }
    Component.onCompleted: {
        form.field("slug").text = "qt";
        form.field("title").text = "Qt";
        form.field("starred").value = true;
        save();
    }
}
