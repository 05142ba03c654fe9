// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQml
import DustEcto

QtObject {
    id: root

    property bool passed: links.totalCount === 2 && links.count === 1

    property DustClient client: DustClient { id: client; url: "memory:" }
    property DustRepo repo: DustRepo { id: repo; store: client.store("local/links") }
    property DustSchema schema: DustSchema {
        id: linkSchema
        prefix: "links"
        fields: ({ title: "string", tags: "stringList" })
    }
    property DustListModel model:
        //! [filter]
        DustListModel {
            id: links
            repo: repo
            schema: linkSchema
            filter: ({ tags: ["qt", "cmake"] }) // has one of them
            filterFunction: link => link.title !== ""
        }
        //! [filter]

    Component.onCompleted: {
        links.insert({ slug: "qt", title: "Qt", tags: ["qt"] });
        links.insert({ slug: "gnu", title: "GNU", tags: ["make"] });
    }
}
