// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls
import DustEcto

Item {
    property bool passed: links.count === 1 && list.words === ""

    width: 200
    height: 200

    Component.onCompleted: links.insert({ slug: "qt", title: "Qt", url: "https://www.qt.io" })

    //! [list]
    ListView {
        id: list

        property string words // what a search field holds

        DustClient { id: client; url: "memory:" }
        DustRepo { id: repo; store: client.store("local/links") }
        DustSchema {
            id: linkSchema
            prefix: "links"
            fields: ({ title: "string", url: "url" })
            required: ["title", "url"]
        }

        anchors.fill: parent
        model: DustListModel {
            id: links
            repo: repo
            schema: linkSchema
            sort: ["title"]
            search: list.words
        }
        delegate: ItemDelegate {
            required property string slug
            required property string title
            required property bool pending

            width: ListView.view.width
            text: title
            font.italic: pending // not confirmed by the server yet
            onClicked: ListView.view.model.update(slug, { title: title + "!" })
        }
    }
    //! [list]
}
