// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import DustEcto

// What a form hears while somebody edits.
FormCase {
    id: testCase

    name: "FormNews"

    // Where nobody is.
    DustClient {
        id: lonelyClient

        url: "ws://127.0.0.1:9"
        token: "token"
    }
    DustRepo {
        id: lonelyRepo

        store: lonelyClient.store("local/main")
    }

    function test_followsWhatIsNotEdited() {
        put({
            slug: "a",
            title: "A",
            visits: 1
        });
        form.slug = "a";
        tryCompare(form, "loading", false);
        edit("title", "Mine");
        change({
            slug: "a",
            visits: 2
        });
        tryVerify(() => text("visits") === "2");
        compare(text("title"), "Mine");
        compare(form.record.visits, 2);
        compare(form.changedElsewhere, false);
        compare(settle(form.submit({
            ifUnchanged: true
        })).title, "Mine");
        change({
            slug: "a",
            title: "Theirs"
        });
        tryVerify(() => text("title") === "Theirs");
        compare([form.dirty, form.changedElsewhere], [false, false]);
    }

    // Also what comes while the one before is being read.
    function test_followsEveryWrite() {
        let record = put({
            slug: "a",
            title: "A"
        });
        form.record = record;
        const writeNext = written => {
            record = written;
            if (record.visits !== 5)
                theirRepo.update(links.changeset(record, {
                    visits: (record.visits ?? 0) + 1
                })).then(writeNext);
        };
        writeNext(record);
        tryVerify(() => record.visits === 5);
        tryVerify(() => text("visits") === "5");
    }

    function test_recordThatIsOld() {
        put({
            slug: "a",
            title: "A"
        });
        const old = stored("a");
        change({
            slug: "a",
            title: "Newer"
        });
        form.record = old;
        tryVerify(() => text("title") === "Newer");
    }

    function test_overwrittenAtOnce() {
        put({
            slug: "a",
            title: "A"
        });
        form.record = stored("a");
        settle(myRepo.exists(links, "a")); // the form follows by now
        edit("title", "Mine");
        const reply = form.submit();
        theirRepo.update(links.changeset(form.record, {
            title: "Theirs"
        }));
        settle(reply);
        tryVerify(() => text("title") === "Theirs");
        compare(stored("a").title, "Theirs");
    }

    function overtaken() {
        put({
            slug: "a",
            title: "A",
            visits: 1
        });
        form.record = stored("a");
        edit("title", "Mine");
        change({
            slug: "a",
            title: "Theirs",
            visits: 2
        });
        tryCompare(form, "changedElsewhere", true);
        compare(text("title"), "Mine");
        compare(text("visits"), "2");
    }

    function test_changedElsewhere() {
        overtaken();
        const failed = settle(form.submit({
            ifUnchanged: true
        }));
        compare([failed.kind, failed.path], [DustError.Conflict, "links/a"]);
        compare(form.error.kind, DustError.Conflict);
        compare(heard, ["-" + DustError.Conflict]);
        compare(stored("a").title, "Theirs");
        form.reset();
        compare([text("title"), form.changedElsewhere, form.error.kind, form.dirty], ["Theirs", false, DustError.NoError, false]);
    }

    function test_changedElsewhereToWhatStandsHere() {
        overtaken();
        edit("title", "Theirs");
        compare([form.changedElsewhere, form.dirty], [false, false]);
    }

    function test_overwritesWhatChangedElsewhere() {
        overtaken();
        compare(settle(form.submit()).title, "Mine");
        compare(form.changedElsewhere, false);
        compare([stored("a").title, stored("a").visits], ["Mine", 2]);
    }

    // The store compares where no news has come yet.
    function test_conflictInTheStore() {
        put({
            slug: "a",
            title: "A"
        });
        form.record = stored("a");
        edit("title", "Mine");
        theirRepo.update(links.changeset(form.record, {
            title: "Theirs"
        }));
        compare(form.changedElsewhere, false);
        compare(settle(form.submit({
            ifUnchanged: true
        })).kind, DustError.Conflict);
        compare(form.error.kind, DustError.Conflict);
        tryCompare(form, "changedElsewhere", true);
        compare(text("title"), "Mine");
    }

    function test_deletedElsewhere() {
        put({
            slug: "a",
            title: "A"
        });
        form.record = stored("a");
        edit("title", "Mine");
        const record = settle(theirRepo.take(links, "a"));
        tryCompare(form, "changedElsewhere", true);
        compare(form.error.kind, DustError.NotFound);
        compare(settle(form.submit()).kind, DustError.NotFound);
        compare(settle(myRepo.exists(links, "a")), false);
        settle(theirRepo.restore(links, record));
        tryCompare(form, "changedElsewhere", false);
        compare(text("title"), "Mine");
        compare(form.error.kind, DustError.NoError);
        form.reset();
        compare(form.error.kind, DustError.NoError);
        compare(text("title"), "A");
    }

    function test_editedWhileSubmitting() {
        put({
            slug: "a",
            title: "A"
        });
        form.record = stored("a");
        edit("title", "B");
        const reply = form.submit();
        edit("title", "BC");
        compare(settle(form.submit()).reason, "submitting");
        tryCompare(form, "submitting", false);
        wait(0);
        compare(heard, ["+a"]);
        compare([text("title"), form.dirty, form.changedElsewhere, form.record.title], ["BC", true, false, "B"]);
    }

    function test_anotherRecordWhileSubmitting() {
        put({
            slug: "a",
            title: "A"
        });
        put({
            slug: "b",
            title: "B"
        });
        form.record = stored("a");
        const b = stored("b");
        edit("title", "A2");
        const reply = form.submit();
        form.record = b;
        compare(form.submitting, false);
        edit("title", "B2");
        settle(reply);
        compare(heard, ["+a"]);
        compare([form.slug, text("title"), form.dirty], ["b", "B2", true]);
    }

    // Nobody is told of a field of the record that is edited now.
    function test_refusedAfterAnotherRecordWasTaken() {
        put({
            slug: "a",
            title: "A"
        });
        edit("slug", "a");
        edit("title", "Mine");
        const reply = form.submit();
        form.record = {};
        edit("title", "Other");
        compare(settle(reply).kind, DustError.Exists);
        compare(heard, ["-" + DustError.Exists]);
        compare([form.error.kind, text("title"), form.submitting], [DustError.NoError, "Other", false]);
        edit("slug", "a");
        compare(form.field("slug").error, "");
    }

    // What is under way is written all the same.
    function test_resetWhileSubmitting() {
        put({
            slug: "a",
            title: "A"
        });
        form.record = stored("a");
        edit("title", "B");
        const reply = form.submit();
        form.reset();
        compare([form.submitting, form.dirty], [true, false]);
        settle(reply);
        compare(heard, ["+a"]);
        tryVerify(() => text("title") === "B");
        compare([form.submitting, form.dirty, form.changedElsewhere], [false, false, false]);
    }

    // So much at once that the form is not told of each.
    function test_moreNewsThanAreKept() {
        put({
            slug: "a",
            title: "A"
        });
        form.record = stored("a");
        settle(myRepo.exists(links, "a")); // the form follows by now
        for (let i = 0; i <= 10000; ++i)
            theirRepo.store.put("links/a/visits", i);
        tryVerify(() => text("visits") === "10000");
        change({
            slug: "a",
            title: "Later"
        });
        tryVerify(() => text("title") === "Later");
    }

    // Its write is kept, and who opens the store the next time hears of it.
    function test_clientThatGoesBeforeItsForm() {
        const client = createTemporaryObject(clients, testCase);
        const repo = createTemporaryObject(repos, testCase, {
            store: client.store("local/main")
        });
        const offline = createTemporaryObject(forms, testCase, {
            repo: repo
        });
        offline.field("slug").text = "a";
        offline.field("title").text = "A";
        const reply = offline.submit();
        tryCompare(offline, "submitting", false);
        client.destroy();
        compare(settle(reply).kind, DustError.Closed);
        compare(offline.heard, ["+a"]);
    }
    Component {
        id: clients

        DustClient {
            url: "ws://127.0.0.1:9"
            token: "token"
        }
    }
    Component {
        id: repos

        DustRepo {}
    }

    // What is not sent yet shows, and is as good as written.
    function test_offline() {
        const offline = createTemporaryObject(forms, testCase, {
            repo: lonelyRepo
        });
        offline.field("slug").text = "a";
        offline.field("title").text = "A";
        offline.submit();
        compare(offline.submitting, true);
        tryCompare(offline, "submitting", false);
        compare(offline.heard, ["+a"]);
        compare([offline.slug, offline.dirty, lonelyRepo.store.pendingCount], ["a", false, 1]);
        offline.field("title").text = "B";
        offline.submit();
        tryCompare(offline, "submitting", false);
        compare(offline.record.title, "B");
        compare(offline.heard, ["+a", "+a"]);
        const second = createTemporaryObject(forms, testCase, {
            repo: lonelyRepo
        });
        second.record = offline.record;
        offline.field("title").text = "C";
        offline.submit();
        tryVerify(() => second.field("title").text === "C", 5000, "unsent writes show in other forms");
        second.record = {};
        second.field("slug").text = "a";
        second.field("title").text = "Mine";
        second.submit();
        tryVerify(() => second.heard.length === 1);
        compare(second.heard, ["-" + DustError.Exists]);
        compare(second.field("slug").error, "has already been taken");
    }

    function test_aServer() {
        if (!testServer.url)
            skip("no server was built");
        const world = createTemporaryObject(servers, testCase);
        tryVerify(() => world.one.store.state === DustStore.Live && world.two.store.state === DustStore.Live);
        settle(world.one.removeAll(links));
        world.form.field("slug").text = "a";
        world.form.field("title").text = "A";
        settle(world.form.submit());
        compare(world.form.slug, "a");
        let theirs;
        tryVerify(() => {
            world.two.get(links, "a").then(read => theirs = read, () => {});
            return theirs !== undefined;
        });
        world.form.field("title").text = "Mine";
        settle(world.two.update(links.changeset(theirs, {
            title: "Theirs",
            visits: 5
        })));
        tryCompare(world.form, "changedElsewhere", true);
        compare(world.form.field("visits").text, "5");
        compare(settle(world.form.submit({
            ifUnchanged: true
        })).kind, DustError.Conflict);
        compare(settle(world.form.submit()).title, "Mine");
        compare([world.form.dirty, world.form.changedElsewhere], [false, false]);
    }

    Component {
        id: servers

        QtObject {
            id: world

            readonly property DustClient clientOne: DustClient {
                url: testServer.url
                token: testServer.token
            }
            readonly property DustClient clientTwo: DustClient {
                url: testServer.url
                token: testServer.token
            }
            readonly property DustRepo one: DustRepo {
                store: world.clientOne.store("local/main")
            }
            readonly property DustRepo two: DustRepo {
                store: world.clientTwo.store("local/main")
            }
            readonly property DustForm form: DustForm {
                repo: world.one
                schema: links
            }
        }
    }
}
