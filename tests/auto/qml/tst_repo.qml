// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtTest
import DustEcto

// Reads, writes and replies.
TestCase {
    id: testCase

    name: "Repo"

    property var answer
    property var failure

    function settle(reply) {
        answer = undefined;
        failure = undefined;
        reply.then(value => testCase.answer = value ?? null, error => testCase.failure = error);
        tryVerify(() => testCase.answer !== undefined || testCase.failure !== undefined);
        return answer;
    }

    function link(slug, title) {
        return links.changeset({}, {
            slug: slug,
            title: title,
            url: "https://" + slug + ".example"
        });
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
        id: links

        prefix: "links"
        fields: ({
                title: "string",
                url: "url",
                visits: "integer",
                tags: "stringList"
            })
        required: ["title"]
        validate: changeset => changeset.validateLength("title", {
                max: 10
            })
    }
    DustSchema {
        id: books

        typeName: "Book"
    }

    function cleanup() {
        settle(repo.removeAll(links));
        settle(repo.removeAll(books));
    }

    function test_insertAndGet() {
        const written = settle(repo.insert(link("qt", "Qt")));
        compare(failure, undefined);
        compare(written.title, "Qt");
        const read = settle(repo.get(links, "qt"));
        compare(read.slug, "qt");
        compare(read.title, "Qt");
        compare(read.url.toString(), "https://qt.example");
        verify(read.dustMeta.revision > 0);
        compare(settle(repo.exists(links, "qt")), true);
        compare(settle(repo.exists(links, "gtk")), false);
    }

    function test_allInSlugOrder() {
        for (const slug of ["b", "a", "c"])
            settle(repo.insert(link(slug, slug)));
        compare(settle(repo.all(links)).map(record => record.slug), ["a", "b", "c"]);
    }

    function test_invalid() {
        settle(repo.insert(link("qt", "")));
        compare(failure.kind, DustError.Invalid);
        compare(failure.fieldErrors.title, ["can't be blank"]);
        settle(repo.insert(link("qt", "much too long a title")));
        compare(failure.fieldErrors.title, ["should be at most 10 character(s)"]);
        compare(settle(repo.exists(links, "qt")), false);
    }

    function test_changesetFunctions_data() {
        return [
            {
                tag: "format",
                check: c => c.validateFormat("title", /^[A-Z]/),
                message: "has invalid format"
            },
            {
                tag: "inclusion",
                check: c => c.validateInclusion("title", ["x"]),
                message: "is invalid"
            },
            {
                tag: "exclusion",
                check: c => c.validateExclusion("title", ["qt"]),
                message: "is reserved"
            },
            {
                tag: "length",
                check: c => c.validateLength("title", {
                        min: 3
                    }),
                message: "should be at least 3 character(s)"
            },
            {
                tag: "confirmation",
                field: "titleConfirmation",
                check: c => c.cast({
                        titleConfirmation: "gtk"
                    }, []).validateConfirmation("title"),
                message: "does not match confirmation"
            },
            {
                tag: "own",
                check: c => c.addError("title", "is not it"),
                message: "is not it"
            },
            {
                tag: "message",
                check: c => c.validateFormat("title", /^[A-Z]/, "wants a capital"),
                message: "wants a capital"
            }
        ];
    }

    function test_changesetFunctions(row) {
        const before = link("qt", "qt");
        const after = row.check(before);
        verify(before.valid);
        verify(!after.valid);
        compare(after.errors[row.field ?? "title"], [row.message]);
    }

    function test_numbers() {
        const wrong = links.changeset({}, {
            slug: "a",
            title: "A",
            visits: 5
        }).validateNumber("visits", {
            lessThan: 5
        });
        compare(wrong.errors.visits, ["must be less than 5"]);
        const uncastable = links.changeset({}, {
            slug: "a",
            title: "A",
            visits: "many"
        });
        compare(uncastable.errors.visits, ["is invalid"]);
    }

    // JavaScript hands them over as doubles from 2^31 on.
    function test_largeWholeNumbers() {
        const large = 9007199254740991;
        settle(repo.insert(links.changeset({}, {
            slug: "a",
            title: "A",
            url: "https://a.example",
            visits: large
        })));
        const read = settle(repo.get(links, "a"));
        compare(failure, undefined);
        compare(read.visits, large);
        const next = links.changeset(read, {}).putChange("visits", 3000000000);
        compare(settle(repo.update(next)).visits, 3000000000);
        const fraction = links.changeset({}, {
            slug: "b",
            title: "B",
            visits: 3000000000.5
        });
        compare(fraction.errors.visits, ["is invalid"]);
    }

    // In a list of values too.
    function test_largeWholeNumbersInLists() {
        const large = link("qt", "Qt").putChange("visits", 3000000000);
        verify(large.validateInclusion("visits", [1, 3000000000]).valid);
        compare(large.validateExclusion("visits", [3000000000]).errors.visits, ["is reserved"]);
    }

    function test_changesOfAChangeset() {
        settle(repo.insert(link("qt", "Qt")));
        const read = settle(repo.get(links, "qt"));
        compare(Object.keys(links.changeset(read, {
            title: "Qt"
        }).changes), []);
        const changed = links.changeset(read, {
            title: "Q"
        });
        compare(changed.changes.title, "Q");
        compare(changed.getField("title"), "Q");
        compare(changed.getField("slug"), "qt");
        compare(changed.deleteChange("title").getField("title"), "Qt");
        compare(changed.putChange("title", "R").getChange("title"), "R");
    }

    function test_updateIfUnchanged() {
        settle(repo.insert(link("qt", "Qt")));
        const read = settle(repo.get(links, "qt"));
        settle(repo.update(links.changeset(read, {
            title: "first"
        }), {
            ifUnchanged: true
        }));
        compare(failure, undefined);
        settle(repo.update(links.changeset(read, {
            title: "second"
        }), {
            ifUnchanged: true
        }));
        compare(failure.kind, DustError.Conflict);
        compare(failure.path, "links/qt/title");
        compare(settle(repo.get(links, "qt")).title, "first");
    }

    function test_removeBySlugAndRecord() {
        settle(repo.insert(link("qt", "Qt")));
        const read = settle(repo.get(links, "qt"));
        settle(repo.update(links.changeset(read, {
            title: "changed"
        })));
        settle(repo.remove(links, read, {
            ifUnchanged: true
        }));
        compare(failure.kind, DustError.Conflict);
        settle(repo.remove(links, "qt"));
        compare(failure, undefined);
        settle(repo.get(links, "qt"));
        compare(failure.kind, DustError.NotFound);
    }

    function test_cppSchema() {
        compare(books.prefix, "books");
        compare(books.required, ["slug", "title"]);
        const wrong = books.changeset({}, {
            slug: "b",
            title: "B",
            pages: -1
        });
        compare(wrong.errors.pages, ["must be greater than 0"]);
        settle(repo.insert(books.changeset({}, {
            slug: "b",
            title: "B",
            pages: 300
        })));
        compare(settle(repo.get(books, "b")).pages, 300);
    }

    function test_wrongSchemas_data() {
        return [
            {
                tag: "undefined",
                schema: undefined,
                message: "expected a DustSchema"
            },
            {
                tag: "another object",
                schema: client,
                message: "expected a DustSchema"
            },
            {
                tag: "wrong type",
                schema: wrongType,
                message: "unknown type"
            },
            {
                tag: "unknown class",
                schema: unknownClass,
                message: "qRegisterMetaType"
            }
        ];
    }

    function test_wrongSchemas(row) {
        settle(repo.all(row.schema));
        verify(failure, "the call failed");
        verify(failure.message.includes(row.message), failure.message);
    }

    function test_replySignals() {
        const reply = repo.insert(link("qt", "Qt"));
        let heard = [];
        reply.succeeded.connect(value => heard.push(value.slug));
        reply.failed.connect(error => heard.push(error));
        verify(!reply.settled);
        tryVerify(() => heard.length === 1);
        compare(heard, ["qt"]);
    }

    function test_promisesChain() {
        let titles = [];
        repo.insert(link("a", "A")).then(first => repo.get(links, first.slug)).then(read => titles.push(read.title));
        tryVerify(() => titles.length === 1);
        compare(titles, ["A"]);
    }

    DustSchema {
        id: wrongType

        prefix: "wrong"
        fields: ({
                title: "text"
            })
    }
    DustSchema {
        id: unknownClass

        typeName: "NoSuchClass"
    }
}
