// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import DustEcto

// A form over a server: what is refused, what waits to be sent, and what is not told at all.
ReplyCase {
    id: testCase

    name: "FormOnServer"

    property var server // a DustTestServer: the module with it is not there in every build
    property DustForm form
    property var heard: []

    DustSchema {
        id: links

        prefix: "links"
        fields: ({
                title: "string",
                visits: "integer"
            })
        required: ["title"]
    }
    Component {
        id: repos

        DustRepo {}
    }
    Component {
        id: clients

        DustClient {}
    }
    Component {
        id: forms

        DustForm {
            schema: links
            onSubmitted: record => testCase.heard.push("+" + record.slug)
            onRejected: error => testCase.heard.push("-" + error.kind)
            onTakenBack: (error, slug) => testCase.heard.push("back " + slug)
        }
    }

    function init() {
        failOnWarning(/TypeError|ReferenceError|Unable to assign/);
        if (!testServer.url)
            skip("no server was built");
        server = createTemporaryQmlObject("import DustEcto.Test\nDustTestServer {}", testCase);
        verify(server.seed({
            links: {
                a: {
                    title: "A",
                    visits: 1
                }
            }
        }));
        form = createTemporaryObject(forms, testCase, {
            repo: createTemporaryObject(repos, testCase, {
                store: server.store
            }),
            slug: "a"
        });
        tryCompare(form, "loading", false);
        tryCompare(server.store, "state", DustStore.Live);
        compare(form.field("title").text, "A");
        heard = [];
    }

    function edit(title) {
        form.field("title").text = title;
    }

    function test_followsOthers() {
        edit("Mine");
        verify(server.merge("links/a", {
            visits: 2
        }));
        tryVerify(() => form.field("visits").text === "2");
        compare(form.changedElsewhere, false);
        verify(server.merge("links/a", {
            title: "Theirs"
        }));
        tryCompare(form, "changedElsewhere", true);
        compare(settle(form.submit({
            ifUnchanged: true
        })).kind, DustError.Conflict);
        compare(settle(form.submit()).title, "Mine");
        compare(server.value("links/a/title"), "Mine");
        compare([form.changedElsewhere, form.dirty, form.field("visits").text], [false, false, "2"]);
    }

    function test_refused() {
        edit("Mine");
        server.rejectNextWrite(DustError.Conflict);
        form.submit();
        tryCompare(form, "submitting", false);
        compare(heard, ["-" + DustError.Conflict]);
        compare(form.error.kind, DustError.Conflict);
        compare([form.field("title").text, form.dirty], ["Mine", true]);
        settle(form.submit());
        compare(form.error.kind, DustError.NoError);
        compare(server.value("links/a/title"), "Mine");
    }

    // What is on its way when the connection breaks waits like what is written offline.
    function test_connectionLost() {
        server.holdNextWrite();
        edit("Mine");
        form.submit();
        edit("More");
        tryCompare(server, "heldWrites", 1);
        compare(form.submitting, true);
        tryVerify(() => form.record.title === "Mine");
        compare(form.changedElsewhere, false, "the own write is no news");
        server.online = false;
        tryCompare(form, "submitting", false);
        compare(heard, ["+a"]);
        compare([form.field("title").text, form.dirty, form.changedElsewhere], ["More", true, false]);
    }

    function test_takenBack() {
        server.online = false;
        tryCompare(server.store, "state", DustStore.Offline);
        edit("Mine");
        form.submit();
        tryCompare(form, "submitting", false);
        compare(heard, ["+a"]);
        compare([form.field("title").text, form.dirty], ["Mine", false]);
        server.rejectNextWrite(DustError.Conflict);
        server.online = true;
        tryVerify(() => heard.length === 2);
        compare(heard, ["+a", "back a"]);
        compare(form.error.kind, DustError.NoError);
        tryVerify(() => form.field("title").text === "A");
    }

    // That it takes long is known already.
    function test_stillOffline() {
        server.online = false;
        tryCompare(server.store, "state", DustStore.Offline);
        edit("Mine");
        const reply = form.submit();
        tryCompare(form, "submitting", false);
        server.clock.advance(31000);
        compare(settle(reply).kind, DustError.Timeout);
        compare(heard, ["+a"]);
        compare([form.error.kind, form.field("title").text], [DustError.NoError, "Mine"]);
    }

    // An own write that waits to be sent is nobody else's.
    function test_savedTwiceOffline() {
        server.online = false;
        tryCompare(server.store, "state", DustStore.Offline);
        for (const title of ["Mine", "More"]) {
            edit(title);
            form.submit({
                ifUnchanged: true
            });
            tryCompare(form, "submitting", false);
            compare(form.error.message, "");
            compare(form.record.title, title);
        }
        compare(heard, ["+a", "+a"]);
        server.online = true;
        tryVerify(() => server.value("links/a/title") === "More");
        tryCompare(server.store, "pendingCount", 0);
        compare([heard.length, form.field("title").text, form.dirty], [2, "More", false]);
    }

    function test_offlineConflict() {
        server.online = false;
        tryCompare(server.store, "state", DustStore.Offline);
        edit("Mine");
        verify(server.put("links/a/title", "Theirs"));
        form.submit({
            ifUnchanged: true
        });
        server.online = true;
        tryVerify(() => heard.length > 0 && heard[heard.length - 1] !== "+a");
        tryVerify(() => form.record.title === "Theirs");
        compare(server.value("links/a/title"), "Theirs");
    }

    function test_plainHttp() {
        const client = createTemporaryObject(clients, testCase, {
            url: String(server.url).replace("ws", "http"),
            token: server.token
        });
        form.repo = createTemporaryObject(repos, testCase, {
            store: client.store(server.storeName)
        });
        compare(form.loading, true);
        tryCompare(form, "loading", false);
        edit("Mine");
        verify(server.merge("links/a", {
            title: "Theirs",
            visits: 2
        }));
        compare(settle(form.submit({
            ifUnchanged: true
        })).kind, DustError.Conflict);
        tryCompare(form, "changedElsewhere", true);
        compare([form.field("title").text, form.field("visits").text], ["Mine", "2"]);
        verify(server.merge("links/a", {
            title: "Theirs again"
        }));
        form.reset();
        tryVerify(() => form.field("title").text === "Theirs again");
        compare([form.changedElsewhere, form.dirty], [false, false]);
        form.record = {};
        form.field("slug").text = "a";
        edit("Mine");
        compare(settle(form.submit()).kind, DustError.Exists);
        compare(server.value("links/a/title"), "Theirs again");
        form.field("slug").text = "b";
        settle(form.submit());
        compare(server.value("links/b/title"), "Mine");
        compare(form.slug, "b");
    }

    // A record that could not be read is not written over.
    function test_notRead() {
        const client = createTemporaryObject(clients, testCase, {
            url: "http://127.0.0.1:1",
            token: "token"
        });
        form.repo = createTemporaryObject(repos, testCase, {
            store: client.store(server.storeName)
        });
        tryCompare(form.error, "kind", DustError.Network);
        edit("Mine");
        compare(settle(form.submit()).reason, "not_loaded");
    }

    // Nobody waits for a connection to undo.
    function test_undoOffline() {
        const repo = form.repo;
        server.online = false;
        tryCompare(server.store, "state", DustStore.Offline);
        const record = settle(repo.take(links, "a"));
        compare(record.title, "A");
        compare(settle(repo.exists(links, "a")), false);
        repo.restore(links, record);
        compare(settle(repo.get(links, "a")).title, "A");
        tryVerify(() => form.field("title").text === "A");
    }

    function test_undo() {
        const repo = form.repo;
        const record = settle(repo.take(links, "a"));
        compare([record.title, record.visits], ["A", 1]);
        compare(server.value("links/a"), undefined);
        tryCompare(form.error, "kind", DustError.NotFound);
        settle(repo.restore(links, record));
        compare(server.value("links/a"), {
            title: "A",
            visits: 1
        });
        compare(settle(repo.restore(links, record)).kind, DustError.Exists);
        compare(settle(repo.take(links, "b")).kind, DustError.NotFound);
    }
}
