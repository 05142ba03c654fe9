// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import DustEcto

// The values of a store by their paths.
ReplyCase {
    id: testCase

    name: "Store"

    readonly property DustStore store: client.store("local/main")
    property var heard: []

    DustClient {
        id: client

        url: "memory:"
    }
    Component {
        id: subscriptions

        DustSubscription {
            store: testCase.store
            pattern: "a/*"
            onReceived: event => testCase.heard.push(event.op + " " + event.path + " " + event.value)
            onErrorOccurred: error => testCase.heard.push(error.kind)
        }
    }

    Component {
        id: clients

        DustClient {}
    }

    function init() {
        for (const path of ["a", "b"])
            settle(store.remove(path));
        heard = [];
    }

    function test_values_data() {
        return [
            {
                tag: "text",
                value: "ä",
                type: "string"
            },
            {
                tag: "integer",
                value: 7,
                type: "integer"
            },
            {
                tag: "whole double",
                value: 2.0 * 4294967296,
                type: "integer"
            },
            {
                tag: "double",
                value: 1.5,
                type: "float"
            },
            {
                tag: "true",
                value: true,
                type: "boolean"
            },
            {
                tag: "null",
                value: null,
                type: "null"
            },
            {
                tag: "object",
                value: {
                    b: {
                        c: 1
                    },
                    d: "e"
                },
                type: "map"
            }
        ];
    }

    function test_values(row) {
        const receipt = settle(store.put("a/x", row.value));
        verify(receipt.storeSeq > 0);
        compare(receipt.path, "a/x");
        compare(settle(store.get("a/x")), row.value);
        const entry = settle(store.entry("a/x"));
        compare(entry.path, "a/x");
        compare(entry.value, row.value);
        compare(entry.typeName, row.type);
        verify(row.type === "map" || entry.revision === receipt.storeSeq);
    }

    function test_lists() {
        settle(store.put("a/x", [1, "two", null]));
        compare(settle(store.get("a/x")), [1, "two", null]);
        settle(store.put("a/x", new Date(Date.UTC(2026, 2, 31, 12))));
        compare(settle(store.get("a/x")), "2026-03-31T12:00:00.000Z");
    }

    function test_reads() {
        settle(store.put("a", {
            x: 1,
            y: 2,
            z: 3
        }));
        compare(settle(store.exists("a")), true);
        compare(settle(store.exists("a/w")), false);
        compare(settle(store.get("a/w")).kind, DustError.NotFound);
        compare(settle(store.getMany(["a/z", "a/w", "a/x"])).map(entry => entry.value), [3, 1]);
        compare(settle(store.getMany([])), []);
        const first = settle(store.list("a/*", {
            limit: 2
        }));
        compare(first.entries.map(entry => entry.path), ["a/x", "a/y"]);
        const next = settle(store.list("a/*", {
            limit: 2,
            after: first.nextCursor
        }));
        compare(next.entries.map(entry => entry.value), [3]);
        compare(next.nextCursor, "");
        compare(settle(store.list("a/*", {
            order: "descending",
            select: "keys"
        })).paths, ["a/z", "a/y", "a/x"]);
        compare(settle(store.range("a/x", "a/z")).entries.length, 2);
        const status = settle(store.status());
        compare(status.canWrite, true);
        compare(status.entryCount, 3);
    }

    function test_writes() {
        settle(store.put("a/x", 1));
        settle(store.merge("a", {
            y: 2,
            z: 3
        }));
        compare(settle(store.get("a")), {
            x: 1,
            y: 2,
            z: 3
        });
        settle(store.increment("a/count"));
        settle(store.increment("a/count", 4));
        settle(store.increment("a/count", -2));
        compare(settle(store.get("a/count")), 3);
        settle(store.addMember("a/set", "red"));
        settle(store.addMember("a/set", "blue"));
        settle(store.removeMember("a/set", "red"));
        compare(settle(store.get("a/set")), ["blue"]);
        const before = settle(store.put("a/x", 2)).storeSeq;
        settle(store.put("a/x", 3));
        settle(store.rollback("a/x", before));
        compare(settle(store.get("a/x")), 2);
        settle(store.remove("a/x"));
        compare(settle(store.exists("a/x")), false);
        verify(settle(store.rollback(before)) > 0);
        compare(settle(store.get("a/x")), 2);
    }

    function test_options() {
        const first = settle(store.put("a/x", 1, {
            ifAbsent: true,
            clientOpId: "mine"
        }));
        compare(first.clientOpId, "mine");
        compare(settle(store.put("a/x", 2, {
            ifAbsent: true
        })).kind, DustError.Exists);
        const second = settle(store.put("a/x", 2, {
            ifMatch: first.storeSeq
        }));
        compare(settle(store.put("a/x", 3, {
            ifMatch: first.storeSeq
        })).kind, DustError.Conflict);
        compare(settle(store.remove("a/x", {
            ifMatch: first.storeSeq
        })).kind, DustError.Conflict);
        settle(store.remove("a/x", {
            ifMatch: second.storeSeq
        }));
        compare(settle(store.exists("a/x")), false);
    }

    function test_leases() {
        const lease = settle(store.lease("b/lock", "me", {
            milliseconds: 60000
        }));
        compare(lease.holder, "me");
        compare(settle(store.lease("b/lock", "you")).kind, DustError.Held);
        for (const fence of [lease, {
                key: "b/lock",
                token: lease.token
            }])
            verify(settle(store.put("a/x", 1, {
                fence: fence
            })).storeSeq > 0);
        verify(settle(store.renew("b/lock", lease.token, {
            milliseconds: 120000
        })).expiresAt > lease.expiresAt);
        compare(settle(store.renew("b/lock", lease.token + 1)).kind, DustError.NotHeld);
        compare(settle(store.release("b/lock", lease.token)).released, true);
        compare(settle(store.release("b/lock", lease.token)).released, false);
        compare(settle(store.increment("a/n", 1, {
            fence: lease
        })).kind, DustError.Fenced);
        compare(settle(store.merge("a", {
            x: 2
        }, {
            fence: lease
        })).kind, DustError.Fenced);
    }

    function test_files() {
        const source = Qt.resolvedUrl("ReplyCase.qml");
        const stored = settle(store.putFile("a/file", source, {
            name: "case.qml",
            contentType: "text/plain"
        }));
        verify(stored.hash.startsWith("sha256:"));
        verify(stored.size > 0);
        compare(stored.name, "case.qml");
        const target = cppSide.temporaryFile("read.qml");
        compare(settle(store.getFile("a/file", target)).size, stored.size);
        compare(cppSide.hashOf(target), stored.hash);
        compare(settle(store.getFile(stored.hash, target)).hash, stored.hash);
    }

    function test_mistakes_data() {
        const row = (call, names, kind = DustError.InvalidParams) => ({
                tag: names,
                call: call,
                names: names,
                kind: kind
            });
        return [
            row(() => store.put("a/x", 1, {
                    ifmatch: 3
                }), "\"ifmatch\""),
            row(() => store.put("a/x", 1, {
                    ifMatch: "3"
                }), "\"ifMatch\" of put()"),
            row(() => store.put("a/x", 1, {
                    ifMatch: -1
                }), "\"ifMatch\""),
            row(() => store.remove("a/x", {
                    ifAbsent: 1
                }), "\"ifAbsent\" of remove()"),
            row(() => store.put("a/x", 1, 3), "options of put()"),
            row(() => store.put("a/x", 1, {
                    fence: "b/lock"
                }), "fence of put()"),
            row(() => store.put("a/x", 1, {
                    fence: {
                        key: "b/lock"
                    }
                }), "\"fence\" of put()"),
            row(() => store.put("a/x", 1, {
                    fence: {
                        key: "b//lock",
                        token: 1
                    }
                }), "b//lock"),
            row(() => store.put("a/x", undefined), "put() was given undefined"),
            row(() => store.put("a/x", NaN), "not a finite number"),
            row(() => store.put("a/x", testCase), "QObject"),
            row(() => store.put("a//x", 1), "a//x"),
            row(() => store.get("a//x"), "a//x"),
            row(() => store.merge("a", 5), "merge() takes an object"),
            row(() => store.increment("a/x", "b"), "increment"),
            row(() => store.getMany("a"), "getMany() takes a list of paths"),
            row(() => store.getMany(undefined), "getMany() takes a list"),
            row(() => store.getMany([{}]), "takes a list of paths"),
            row(() => store.list("a/*", {
                    limit: "many"
                }), "\"limit\" of list()"),
            row(() => store.list("a/*", {
                    order: "up"
                }), "\"order\" of list() is to be one of ascending, descending"),
            row(() => store.range("a", "b", {
                    select: "all"
                }), "\"select\" of range()"),
            row(() => store.lease("b/lock", "me", {
                    ttl: 5
                }), "\"ttl\""),
            row(() => store.renew("b/lock", "x"), "the token of renew()"),
            row(() => store.release("b/lock", undefined), "the token of release()"),
            row(() => store.rollback("a/x", 1.5), "the toSeq of rollback()"),
            row(() => store.rollback(-1), "the toSeq of rollback()"),
            row(() => store.putFile("a/file", "https://dust.example/x"), "https://dust.example/x"),
            row(() => store.putFile("a/file", "file:///no/such/file"), "/no/such/file"),
            row(() => store.putFile("a/file", Qt.resolvedUrl("ReplyCase.qml"), {
                    type: "x"
                }), "\"type\""),
            row(() => store.getFile("a/file", "https://dust.example/x"), "https://dust.example/x"),
            row(() => client.store("local").get("a"), "local", DustError.InvalidParams)
        ];
    }

    function test_mistakes(row) {
        const error = settle(row.call());
        compare(error.kind, row.kind);
        verify(error.message.includes(row.names), error.message);
        compare(settle(store.exists("a/x")), false);
    }

    function test_subscription() {
        settle(store.put("a/x", 1));
        const subscription = createTemporaryObject(subscriptions, testCase);
        settle(store.put("a/y", 2));
        settle(store.put("b/y", 2));
        settle(store.remove("a/x"));
        tryCompare(testCase, "heard", ["set a/y 2", "delete a/x null"]);
        subscription.pattern = "b/*";
        heard = [];
        settle(store.put("a/y", 3));
        settle(store.put("b/y", 3));
        tryCompare(testCase, "heard", ["set b/y 3"]);
        heard = [];
        subscription.includeCurrent = true;
        tryCompare(testCase, "heard", ["set b/y 3"]);
        heard = [];
        subscription.store = null;
        settle(store.put("b/y", 4));
        wait(0);
        compare(heard, []);
        subscription.includeCurrent = false;
        subscription.pattern = "b//";
        subscription.store = store;
        tryCompare(testCase, "heard", [DustError.InvalidParams]);
    }

    function test_subscriptionOfAStoreThatOpensLater() {
        const later = clients.createObject(testCase) as DustClient;
        const subscription = createTemporaryObject(subscriptions, testCase, {
            store: later.store("local/later")
        });
        tryVerify(() => heard.length === 1); // why nothing can be told
        heard = [];
        later.url = "memory:";
        settle(later.store("local/later").put("a/x", 1));
        tryCompare(testCase, "heard", ["set a/x 1"]);
        let changes = 0;
        subscription.storeChanged.connect(() => ++changes);
        later.destroy();
        tryVerify(() => changes === 1);
        compare(subscription.store, null);
    }

    // What waited is left out, and what comes then is told.
    function test_subscriptionGoesOnAfterTooMuch() {
        const subscription = createTemporaryObject(subscriptions, testCase);
        let resyncs = 0;
        subscription.resyncRequired.connect(() => ++resyncs);
        for (let i = 0; i <= 10000; ++i)
            store.put("a/x", i);
        tryVerify(() => resyncs === 1);
        heard = [];
        settle(store.put("a/y", 1));
        tryCompare(testCase, "heard", ["set a/y 1"]);
        compare(resyncs, 1);
    }

    function test_subscriptionEndsWithItsElement() {
        const subscription = subscriptions.createObject(testCase);
        settle(store.put("a/x", 1));
        tryCompare(testCase, "heard", ["set a/x 1"]);
        subscription.destroy();
        wait(0);
        settle(store.put("a/x", 2));
        wait(0);
        compare(heard, ["set a/x 1"]);
    }

    // In the middle of being told.
    function test_subscriptionChangesWhileItIsTold() {
        const subscription = createTemporaryObject(subscriptions, testCase);
        subscription.received.connect(() => subscription.pattern = "b/*");
        settle(store.put("a/x", 1));
        tryCompare(testCase, "heard", ["set a/x 1"]);
        settle(store.put("a/x", 2));
        settle(store.put("b/x", 3));
        tryCompare(testCase, "heard", ["set a/x 1", "set b/x 3"]);
    }
}
