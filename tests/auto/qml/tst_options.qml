// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import DustEcto

// Options that nobody knows are told, and nothing is written.
ReplyCase {
    id: testCase

    name: "Options"

    function link(slug, title) {
        return links.changeset({}, {
            slug: slug,
            title: title
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
                visits: "integer",
                tags: "stringList",
                place: places
            })
    }
    DustSchema {
        id: places

        fields: ({
                city: "string"
            })
    }
    Component {
        id: schemas

        DustSchema {
            prefix: "links"
            fields: ({
                    title: "string"
                })
        }
    }

    function init() {
        settle(repo.removeAll(links));
        settle(repo.insert(link("old", "old")));
    }

    function test_calls_data() {
        return [
            {
                tag: "insert takes another",
                call: () => repo.insert(link("new", "new"), {
                        ifUnchanged: true
                    }),
                says: ["insert()", "\"ifUnchanged\"", "takes ifAbsent"]
            },
            {
                tag: "update, misspelt",
                call: record => repo.update(links.changeset(record, {
                        title: "new"
                    }), {
                        ifUnchangd: true
                    }),
                says: ["update()", "\"ifUnchangd\"", "takes ifUnchanged"]
            },
            {
                tag: "update, no object",
                call: record => repo.update(links.changeset(record, {
                        title: "new"
                    }), true),
                says: ["update()", "an object", "takes ifUnchanged"]
            },
            {
                tag: "update, wrong value",
                call: record => repo.update(links.changeset(record, {
                        title: "new"
                    }), {
                        ifUnchanged: "yes"
                    }),
                says: ["update()", "\"ifUnchanged\"", "true or false"]
            },
            {
                tag: "remove",
                call: record => repo.remove(links, record, {
                        ifunchanged: true
                    }),
                says: ["remove()", "\"ifunchanged\"", "takes ifUnchanged"]
            },
            {
                tag: "remove nothing",
                call: () => repo.remove(links, undefined),
                says: ["a slug"]
            },
            {
                tag: "batch: insert",
                call: () => repo.batchWrite([
                        {
                            insert: link("new", "new"),
                            ifUnchanged: true
                        }
                    ]),
                says: ["insert of batchWrite()", "\"ifUnchanged\"", "takes insert"],
                index: 0
            },
            {
                tag: "batch: update",
                call: record => repo.batchWrite([
                        {
                            insert: link("new", "new")
                        },
                        {
                            update: links.changeset(record, {
                                title: "new"
                            }),
                            unchanged: true
                        }
                    ]),
                says: ["update of batchWrite()", "\"unchanged\"", "takes update, ifUnchanged"],
                index: 1
            },
            {
                tag: "batch: removal",
                call: record => repo.batchWrite([
                        {
                            remove: record,
                            schema: links,
                            ifUnchange: true
                        }
                    ]),
                says: ["removal of batchWrite()", "\"ifUnchange\"", "takes remove, schema, ifUnchanged"],
                index: 0
            },
            {
                tag: "batch: two in one",
                call: record => repo.batchWrite([
                        {
                            insert: link("new", "new"),
                            remove: "old",
                            schema: links
                        }
                    ]),
                says: ["insert of batchWrite()", "\"remove\""],
                index: 0
            }
        ];
    }

    function test_calls(row) {
        const record = settle(repo.get(links, "old"));
        const error = settle(row.call(record));
        compare(error.kind, DustError.InvalidParams);
        for (const text of row.says)
            verify(error.message.includes(text), error.message);
        if (row.index !== undefined)
            compare(error.opIndex, row.index);
        compare(settle(repo.all(links)).map(link => link.title), ["old"]);
    }

    function test_knownOnes() {
        const record = settle(repo.get(links, "old"));
        for (const options of [undefined, null, {}, {
                ifUnchanged: undefined
            }, {
                ifUnchanged: false
            }])
            compare(settle(repo.update(links.changeset(record, {
                title: "new"
            }), options)).title, "new");
    }

    function test_changesets_data() {
        return [
            {
                tag: "length",
                call: c => c.validateLength("title", {
                        maximum: 80
                    }),
                says: ["validateLength()", "\"maximum\"", "min, max, is, message"]
            },
            {
                tag: "length, wrong value",
                call: c => c.validateLength("title", {
                        max: "eighty"
                    }),
                says: ["validateLength()", "\"max\"", "a whole number"]
            },
            {
                tag: "length, a number",
                call: c => c.validateLength("title", 80),
                says: ["validateLength()", "an object"]
            },
            {
                tag: "number",
                call: c => c.validateNumber("visits", {
                        less_than: 5
                    }),
                says: ["validateNumber()", "\"less_than\"", "lessThan, greaterThan"]
            },
            {
                tag: "number, wrong value",
                call: c => c.validateNumber("visits", {
                        lessThan: "many"
                    }),
                says: ["validateNumber()", "is no number"]
            },
            {
                tag: "required",
                call: c => c.validateRequired(["title"], {
                        msg: "x"
                    }),
                says: ["validateRequired()", "\"msg\"", "message, trim"]
            },
            {
                tag: "required, no names",
                call: c => c.validateRequired(5),
                says: ["validateRequired()", "list of names"]
            },
            {
                tag: "format",
                call: c => c.validateFormat("title", /x/, {
                        messag: "x"
                    }),
                says: ["validateFormat()", "\"messag\"", "takes message"]
            },
            {
                tag: "format, no expression",
                call: c => c.validateFormat("title", 5),
                says: ["validateFormat()", "RegExp"]
            },
            {
                tag: "inclusion",
                call: c => c.validateInclusion("title", ["x"], {
                        text: "x"
                    }),
                says: ["validateInclusion()", "\"text\""]
            },
            {
                tag: "inclusion, no list",
                call: c => c.validateInclusion("title", "x"),
                says: ["validateInclusion()", "list of values"]
            },
            {
                tag: "exclusion",
                call: c => c.validateExclusion("title", ["x"], {
                        text: "x"
                    }),
                says: ["validateExclusion()", "\"text\""]
            },
            {
                tag: "subset",
                call: c => c.validateSubset("tags", ["x"], {
                        text: "x"
                    }),
                says: ["validateSubset()", "\"text\""]
            },
            {
                tag: "confirmation",
                call: c => c.validateConfirmation("title", {
                        require: true
                    }),
                says: ["validateConfirmation()", "\"require\"", "message, required"]
            },
            {
                tag: "acceptance",
                call: c => c.validateAcceptance("terms", {
                        text: "x"
                    }),
                says: ["validateAcceptance()", "\"text\""]
            },
            {
                tag: "slug",
                call: c => c.validateSlug({
                        text: "x"
                    }),
                says: ["validateSlug()", "\"text\""]
            },
            {
                tag: "cast",
                call: c => c.cast({}, ["title"], {
                        empty: []
                    }),
                says: ["cast()", "\"empty\"", "emptyValues, message"]
            },
            {
                tag: "cast, no names",
                call: c => c.cast({}, undefined),
                says: ["cast()", "list of names"]
            },
            {
                tag: "castEmbed",
                call: c => c.castEmbed("place", places, {
                        require: true
                    }),
                says: ["castEmbed()", "\"require\"", "required, requiredMessage, invalidMessage"]
            },
            {
                tag: "action",
                call: c => c.withAction(99),
                says: ["withAction()", "DustChangeset.Insert"]
            },
            {
                tag: "params",
                call: () => links.changeset({}, "title"),
                says: ["changeset()", "an object"]
            },
            {
                tag: "record",
                call: () => links.changeset("old", {}),
                says: ["expected a record of"]
            }
        ];
    }

    function test_changesets(row) {
        const changeset = row.call(link("new", "new"));
        verify(!changeset.valid);
        const message = changeset.errors.base[0];
        for (const text of row.says)
            verify(message.includes(text), message);
        compare(settle(repo.insert(changeset)).kind, DustError.Invalid);
        compare(settle(repo.exists(links, "new")), false);
    }

    function test_declarations_data() {
        return [
            {
                tag: "unknown key",
                title: {
                    type: "string",
                    wirename: "t"
                },
                says: ["\"title\"", "\"wirename\"", "takes type, wireName"]
            },
            {
                tag: "misspelt type",
                title: {
                    typ: "string"
                },
                says: ["\"title\"", "\"typ\"", "takes type, wireName"]
            },
            {
                tag: "no type",
                title: {
                    wireName: "t"
                },
                says: ["\"title\"", "unknown type"]
            },
            {
                tag: "wire name that is none",
                title: {
                    type: "string",
                    wireName: 5
                },
                says: ["\"title\"", "\"wireName\"", "a text"]
            }
        ];
    }

    function test_declarations(row) {
        const schema = createTemporaryObject(schemas, testCase);
        ignoreWarning(/title/);
        schema.fields = {
            title: row.title
        };
        compare(schema.error.kind, DustError.InvalidParams);
        for (const text of row.says)
            verify(schema.error.message.includes(text), schema.error.message);
        const error = settle(repo.insert(schema.changeset({}, {
            slug: "new"
        })));
        verify(error.message.includes(row.says[1]), error.message);
        compare(settle(repo.exists(links, "new")), false);
    }
}
