// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtTest
import DustEcto

// Batches, streams, map mode, every validator, and what a store on a server tells.
TestCase {
    id: testCase

    name: "RepoCalls"

    property var answer
    property var failure

    function settle(reply) {
        answer = undefined;
        failure = undefined;
        reply.then(value => testCase.answer = value ?? null, error => testCase.failure = error);
        tryVerify(() => testCase.answer !== undefined || testCase.failure !== undefined);
        return answer;
    }

    function note(slug, text) {
        return notes.changeset({}, {
            slug: slug,
            text: text
        });
    }

    function slugs(schema) {
        return settle(repo.all(schema)).map(record => record.slug);
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
        id: notes

        prefix: "notes"
        fields: ({
                text: "string",
                tags: "stringList",
                secret: "string"
            })
        redacted: ["secret"]
    }
    DustSchema {
        id: people

        prefix: "people/all"
        mode: DustSchema.Map
        slugField: "login"
        fields: ({
                name: "string"
            })
    }
    Component {
        id: serverClients

        DustClient {
            id: serverClient

            readonly property DustRepo repo: DustRepo {
                store: serverClient.store("local/main")
            }

            url: testServer.url
            token: testServer.token
        }
    }
    SignalSpy {
        id: writes

        signalName: "writeSettled"
    }
    SignalSpy {
        id: rejected

        signalName: "rejectionsChanged"
    }

    function cleanup() {
        settle(repo.removeAll(notes));
        settle(repo.removeAll(people));
    }

    function test_batchIsAllOrNothing() {
        settle(repo.insert(note("old", "old")));
        const old = settle(repo.get(notes, "old"));
        const done = settle(repo.batchWrite([
            {
                insert: note("new", "new")
            },
            {
                insert: people.changeset({}, {
                    login: "ada",
                    name: "Ada"
                })
            },
            {
                update: notes.changeset(old, {
                    text: "changed"
                }),
                ifUnchanged: true
            }
        ]));
        compare(failure, undefined);
        compare(done.length, 3);
        verify(done[2].storeSeq > 0);
        compare(slugs(notes), ["new", "old"]);
        compare(settle(repo.get(notes, "old")).text, "changed");

        settle(repo.batchWrite([
            {
                insert: note("third", "third")
            },
            {
                remove: old,
                schema: notes,
                ifUnchanged: true
            }
        ]));
        compare(failure.kind, DustError.Conflict);
        compare(slugs(notes), ["new", "old"]);
        settle(repo.batchWrite([
            {
                remove: "new",
                schema: notes
            },
            {
                remove: "ada",
                schema: people
            }
        ]));
        compare(failure, undefined);
        compare(slugs(notes), ["old"]);
        compare(slugs(people), []);
    }

    function test_wrongBatches_data() {
        return [
            {
                tag: "nothing known",
                operation: {
                    upsert: 1
                },
                says: "expected an operation of a batch"
            },
            {
                tag: "not an object",
                operation: "insert",
                says: "expected an operation of a batch"
            },
            {
                tag: "no changeset",
                operation: {
                    insert: {
                        slug: "a"
                    }
                },
                says: "expected a changeset"
            },
            {
                tag: "no schema",
                operation: {
                    remove: "a"
                },
                says: "expected a DustSchema"
            },
            {
                tag: "slug and ifUnchanged",
                operation: {
                    remove: "a",
                    schema: notes,
                    ifUnchanged: true
                },
                says: "pass that, not its slug"
            }
        ];
    }

    function test_wrongBatches(row) {
        settle(repo.batchWrite([
            {
                insert: note("a", "a")
            },
            row.operation
        ]));
        verify(failure.message.includes(row.says), failure.message);
        compare(slugs(notes), []);
    }

    function test_stream() {
        const batch = [];
        for (let i = 0; i < 400; ++i)
            batch.push({
                insert: note("n" + String(i).padStart(4, "0"), "text")
            });
        settle(repo.batchWrite(batch.slice(0, 200)));
        settle(repo.batchWrite(batch.slice(200)));
        compare(failure, undefined);
        const read = [];
        settle(repo.stream(notes, page => page.forEach(record => read.push(record.slug))));
        compare(failure, undefined);
        compare(read, slugs(notes));
        compare(read.length, 400);

        let pages = 0;
        settle(repo.stream(notes, page => {
            ++pages;
            return false;
        }));
        compare(failure, undefined);
        compare(pages, 1);
        settle(repo.stream(notes, page => {
            throw new Error("no more");
        }));
        verify(failure.message.includes("no more"), failure.message);
        settle(repo.stream(notes, page => {
            throw "a text"; // qmllint disable
        }));
        verify(failure.message.includes("a text"), failure.message);
        settle(repo.stream(notes, 5));
        verify(failure.message.includes("expected a function"), failure.message);
    }

    function test_mapModeAndSlugField() {
        settle(repo.insert(people.changeset({}, {
            login: "ada",
            name: "Ada"
        })));
        compare(failure, undefined);
        const read = settle(repo.get(people, "ada"));
        compare(read.login, "ada");
        compare(read.name, "Ada");
        settle(repo.update(people.changeset(read, {
            name: "Ada L."
        }), {
            ifUnchanged: true
        }));
        compare(settle(repo.get(people, "ada")).name, "Ada L.");
        settle(repo.update(people.changeset(read, {
            name: "Ada K."
        }), {
            ifUnchanged: true
        }));
        compare(failure.kind, DustError.Conflict);
    }

    function test_redacted() {
        compare(notes.redacted, ["secret"]);
        const changeset = note("a", "a").putChange("secret", "hush");
        verify(!String(changeset).includes("hush"), String(changeset));
        compare(changeset.getChange("secret"), "hush");
    }

    function test_validators_data() {
        return [
            {
                tag: "required",
                field: "secret",
                check: c => c.validateRequired(["secret"]),
                message: "can't be blank"
            },
            {
                tag: "required, own words",
                field: "secret",
                check: c => c.validateRequired(["secret"], "is missing"),
                message: "is missing"
            },
            {
                tag: "subset",
                field: "tags",
                check: c => c.putChange("tags", ["a", "x"]).validateSubset("tags", ["a", "b"]),
                message: "has an invalid entry"
            },
            {
                tag: "acceptance",
                field: "terms",
                check: c => c.cast({
                        terms: false
                    }, []).validateAcceptance("terms"),
                message: "must be accepted"
            },
            {
                tag: "slug",
                field: "slug",
                check: c => c.putChange("slug", "").validateSlug(),
                message: "can't be blank"
            },
            {
                tag: "length of a list",
                field: "tags",
                check: c => c.putChange("tags", ["a", "b"]).validateLength("tags", {
                        is: 3
                    }),
                message: "should have 3 item(s)"
            }
        ];
    }

    function test_validators(row) {
        const changeset = row.check(note("a", "a"));
        verify(!changeset.valid);
        compare(changeset.errors[row.field], [row.message]);
    }

    function test_validatorsThatPass() {
        const good = note("a", "a").putChange("tags", ["a", "b"]);
        verify(good.validateRequired(["text"]).valid);
        verify(good.validateSubset("tags", ["a", "b", "c"]).valid);
        verify(good.cast({
            terms: true
        }, []).validateAcceptance("terms").valid);
        verify(good.validateSlug().valid);
    }

    function test_whatAServerSays() {
        if (!testServer.url)
            skip("built without the server");
        const remote = createTemporaryObject(serverClients, testCase);
        const store = remote.store("local/main");
        writes.target = store;
        writes.clear();
        tryCompare(store, "state", DustStore.Live);
        compare(store.rejections.length, 0);
        settle(remote.repo.insert(note("a", "a")));
        compare(failure, undefined);
        tryCompare(writes, "count", 1);
        const told = writes.signalArguments[0][1];
        compare(told.ok, true);
        verify(told.receipt.storeSeq > 0);
        compare(told.receipt.path, "notes/a");
        compare(told.error.kind, DustError.NoError);
        verify(writes.signalArguments[0][0] !== "");
    }
}
