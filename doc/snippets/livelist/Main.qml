// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

//! [window]
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import DustEcto

ApplicationWindow {
    id: window

    function add(title: string) {
        const changeset = linkSchema.changeset({}, { slug: title.toLowerCase(), title: title });
        repo.insert(changeset).then(() => {
            input.clear();
            message.text = "";
        }, error => message.text = error.message);
    }

    width: 360
    height: 480
    visible: true
    title: "Links"

    DustClient { id: client; url: "memory:" }
    DustRepo { id: repo; store: client.store("local/links") }
    DustSchema {
        id: linkSchema
        prefix: "links"
        fields: ({ title: "string", url: "url" })
        required: ["slug", "title"]
    }

    ColumnLayout {
        anchors.fill: parent

        TextField {
            id: input
            Layout.fillWidth: true
            placeholderText: "A title, and Enter"
            onAccepted: window.add(text)
        }
        Label {
            id: message
            Layout.fillWidth: true
            visible: text !== ""
            wrapMode: Text.Wrap
        }
        ListView {
            Layout.fillWidth: true
            Layout.fillHeight: true
            model: DustListModel { repo: repo; schema: linkSchema; sort: ["title"] }
            delegate: ItemDelegate {
                required property string slug
                required property string title

                width: ListView.view.width
                text: title
                onClicked: ListView.view.model.remove(slug)
            }
        }
    }
}
//! [window]
