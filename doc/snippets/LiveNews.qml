// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQml
import DustEcto

QtObject {
    id: root

    property bool passed: false

    function show(line: string) {
        root.passed = line === "qt is now Qt";
    }

    property DustClient client: DustClient { id: client; url: "memory:" }
    property DustRepo repo: DustRepo { id: repo; store: client.store("local/links") }
    property DustSchema schema: DustSchema {
        id: linkSchema
        prefix: "links"
        fields: ({ title: "string" })
    }
    property DustBroadcaster news:
        //! [news]
        DustBroadcaster {
            repo: repo
            schema: linkSchema
            onUpserted: link => root.show(link.slug + " is now " + link.title)
            onDeleted: slug => root.show(slug + " is gone")
            onResyncRequired: root.show("read everything again")
        }
        //! [news]

    Component.onCompleted: repo.insert(linkSchema.changeset({}, { slug: "qt", title: "Qt" }))
}
