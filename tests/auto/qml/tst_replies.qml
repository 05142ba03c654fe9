// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtTest
import DustEcto

// Replies are settled once, whatever is destroyed meanwhile.
TestCase {
    id: testCase

    name: "Replies"

    property var heard: []

    function listen(reply) {
        reply.then(value => heard.push("value"), error => heard.push(error.kind));
        reply.finished.connect(() => heard.push("finished"));
        reply.failed.connect(error => heard.push("failed"));
        reply.succeeded.connect(() => heard.push("succeeded"));
    }

    function make(component, properties) {
        return component.createObject(testCase, properties);
    }

    // Nobody is there: what is asked of it stays under way.
    DustClient {
        id: client

        url: "ws://127.0.0.1:9"
        token: "token"
    }
    DustClient {
        id: local

        url: "memory:"
    }
    DustSchema {
        id: links

        prefix: "links"
        fields: ({
                title: "string"
            })
    }
    Component {
        id: repos

        DustRepo {}
    }
    Component {
        id: models

        DustListModel {
            schema: links
        }
    }
    Component {
        id: clients

        DustClient {
            url: "ws://127.0.0.1:9"
            token: "token"
        }
    }

    function init() {
        heard = [];
    }

    function changeset() {
        return links.changeset({}, {
            slug: "a",
            title: "A"
        });
    }

    function test_calls_data() {
        return [
            {
                tag: "insert",
                call: repo => repo.insert(changeset())
            },
            {
                tag: "update",
                call: repo => repo.update(changeset())
            },
            {
                tag: "remove",
                call: repo => repo.remove(links, "a")
            },
            {
                tag: "removeAll",
                call: repo => repo.removeAll(links)
            },
            {
                tag: "batchWrite",
                call: repo => repo.batchWrite([
                        {
                            insert: changeset()
                        }
                    ])
            }
        ];
    }

    function test_repoDestroyed_data() {
        return test_calls_data();
    }

    function test_repoDestroyed(row) {
        const repo = make(repos, {
            store: client.store("local/" + row.tag.toLowerCase())
        });
        listen(row.call(repo));
        wait(20);
        compare(heard, []);
        repo.destroy();
        tryVerify(() => heard.length === 3);
        verify(heard.includes(DustError.Closed));
        verify(heard.includes("failed"));
        wait(20);
        compare(heard.length, 3);
    }

    function test_modelDestroyed() {
        const repo = createTemporaryObject(repos, testCase, {
            store: client.store("local/model")
        });
        const model = make(models, {
            repo: repo
        });
        listen(model.insert({
            slug: "a",
            title: "A"
        }));
        wait(20);
        compare(heard, []);
        model.destroy();
        tryVerify(() => heard.length === 3);
        verify(heard.includes(DustError.Closed));
        // The write goes on.
        compare(client.store("local/model").pendingCount, 1);
    }

    function test_clientDestroyed() {
        const lent = make(clients, {});
        const repo = createTemporaryObject(repos, testCase, {
            store: lent.store("local/main")
        });
        listen(repo.insert(changeset()));
        wait(20);
        compare(heard, []);
        lent.destroy();
        tryVerify(() => heard.length === 3);
        verify(heard.includes(DustError.Closed));
    }

    // The repo goes in the turn of the call, and what it refused is told all the same.
    function test_destroyedAtOnce() {
        const repo = make(repos, {
            store: local.store("local/main")
        });
        listen(repo.insert(changeset()));
        listen(repo.insert(undefined));
        listen(repo.stream(links, page => {}));
        repo.destroy();
        tryVerify(() => heard.length === 9);
        wait(20);
        compare(heard.length, 9);
    }

    function test_replyOutlivesTheRepo() {
        const repo = make(repos, {
            store: client.store("local/main")
        });
        const reply = repo.insert(changeset());
        listen(reply);
        repo.destroy();
        tryVerify(() => heard.length === 3);
        verify(heard.includes(DustError.Closed));
    }
}
