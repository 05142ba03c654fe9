// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import DustEcto

// URLs, stores, and what is wrong with them.
ReplyCase {
    id: testCase

    name: "Client"

    Component {
        id: clients

        DustClient {}
    }
    Component {
        id: repos

        DustRepo {}
    }
    DustSchema {
        id: things

        prefix: "things"
        fields: ({
                name: "string"
            })
    }

    Component {
        id: boundWorlds

        Item {
            id: world

            property string wanted: "local/main"
            readonly property alias client: boundClient
            readonly property alias repo: boundRepo

            DustClient {
                id: boundClient

                url: "memory:"
                defaultStore: world.wanted
            }
            DustRepo {
                id: boundRepo

                store: boundClient.store()
            }
        }
    }

    function test_sameStoreEveryTime() {
        const client = createTemporaryObject(clients, testCase, {
            url: "memory:"
        });
        compare(client.store("local/main"), client.store("local/main"));
        verify(client.store("local/main") !== client.store("local/other"));
        compare(client.store("local/main").name, "local/main");
    }

    // The store is asked for before the default store is bound.
    function test_boundDefaultStore() {
        const world = createTemporaryObject(boundWorlds, testCase);
        compare(world.repo.store, world.client.store("local/main"));
        compare(world.repo.store.name, "local/main");
        compare(world.repo.store.error.message, "");
        compare(world.client.error.message, "");
    }

    function test_wrong_data() {
        return [
            {
                tag: "scheme",
                url: "ftp://example.org",
                store: "local/main",
                says: "ftp"
            },
            {
                tag: "store name",
                url: "memory:",
                store: "main",
                says: "main"
            }
        ];
    }

    function test_wrong(row) {
        const client = createTemporaryObject(clients, testCase, {
            url: row.url
        });
        const store = client.store(row.store);
        const error = settle(createTemporaryObject(repos, testCase, {
            store: store
        }).all(things));
        verify(error.kind !== DustError.NoError);
        verify(error.message.includes(row.says), error.message);
        compare(store.error.message, error.message);
    }

    // The order in which QML sets properties must not matter.
    function test_urlSetLater() {
        const client = createTemporaryObject(clients, testCase);
        const store = client.store("local/main");
        const repo = createTemporaryObject(repos, testCase, {
            store: store
        });
        verify(store.error.kind !== DustError.NoError);
        verify(settle(repo.all(things)).message !== "");
        client.url = "memory:";
        compare(store.error.kind, DustError.NoError);
        compare(settle(repo.all(things)), []);
    }
}
