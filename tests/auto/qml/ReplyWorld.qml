// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQml
import DustEcto

// For tst_qmlreply. At one store nobody is: what is asked of it stays under way.
QtObject {
    id: world

    property var told: []
    readonly property DustClient client: DustClient {
        url: "ws://127.0.0.1:9"
        token: "token"
    }
    readonly property DustRepo repo: DustRepo {
        store: world.client.store("local/main")
    }
    readonly property DustClient localClient: DustClient {
        url: "memory:"
    }
    readonly property DustRepo localRepo: DustRepo {
        store: world.localClient.store("local/main")
    }
    readonly property DustSchema schema: DustSchema {
        prefix: "links"
        fields: ({
                title: "string"
            })
    }

    function write(repo) {
        const reply = repo.insert(schema.changeset({}, {
            slug: "a",
            title: "A"
        }));
        reply.then(value => told.push(value.slug), error => told.push(error.kind));
        return reply;
    }
}
