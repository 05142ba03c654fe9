// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import DustEcto

// Posts with their authors, and where they are kept.
ReplyCase {
    readonly property alias repo: repo
    readonly property alias authors: authors
    readonly property alias posts: posts

    function post(params) {
        return posts.changeset({
            slug: "a",
            title: "A",
            visits: 1
        }, params ?? {});
    }

    DustClient {
        id: client

        url: "memory:"
    }
    DustRepo {
        id: repo

        store: client.store("local/main")
    }
    DustSchema {
        id: authors

        fields: ({
                name: "string",
                age: "integer"
            })
        required: ["name"]
        validate: changeset => changeset.validateLength("name", {
                max: 5
            })
    }
    DustSchema {
        id: posts

        prefix: "posts"
        fields: ({
                title: "string",
                visits: "integer",
                tags: "stringList",
                author: authors,
                editors: [authors]
            })
        required: ["title"]
    }

    function cleanup() {
        settle(repo.removeAll(posts));
    }
}
