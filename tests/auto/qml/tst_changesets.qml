// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtTest
import DustEcto

// What a changeset does in C++, it does in JavaScript.
TestCase {
    id: testCase

    name: "Changesets"

    function settle(reply) {
        let settled = false;
        let answer;
        reply.then(value => {
            answer = value;
            settled = true;
        }, error => {
            answer = error;
            settled = true;
        });
        tryVerify(() => settled);
        return answer;
    }

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
    DustSchema {
        id: broken

        prefix: "posts"
        fields: ({
                title: "text"
            })
    }

    function cleanup() {
        settle(repo.removeAll(posts));
    }

    function test_properties() {
        const changeset = post({
            title: "B"
        });
        compare(changeset.valid, true);
        compare(changeset.isNull(), false);
        compare(changeset.data.title, "A");
        compare(changeset.schema.prefix, "posts");
        compare(changeset.schema.fieldNames, ["title", "visits", "tags", "author", "editors"]);
        verify(changeset.permitted.includes("title"));
        compare(changeset.required, ["title"]);
        compare(changeset.params, {
            title: "B"
        });
        compare(changeset.slug, "a");
    }

    function test_change() {
        const changed = posts.change({
            slug: "a",
            title: "A"
        }, {
            title: "B",
            visits: "many"
        });
        compare(changed.changes.title, "B");
        compare(changed.changes.visits, "many"); // not cast
        compare(changed.required, []);
        compare(changed.change({
            title: "A"
        }).fetchChange("title"), undefined);
        verify(!changed.change({
            tittle: "B"
        }).valid);
    }

    function test_forceChange() {
        compare(post().putChange("title", "A").changes, {});
        compare(post().forceChange("title", "A").changes, {
            title: "A"
        });
    }

    function test_updateChange() {
        const changed = post({
            title: "b"
        });
        compare(changed.updateChange("title", title => title.toUpperCase()).changes.title, "B");
        compare(changed.updateChange("title", () => "A").changes, {});
        compare(changed.updateChange("visits", () => 5).changes, {
            title: "b"
        });
        ignoreWarning(/updateChange\(\) of field "title" failed: .*no/);
        const failed = changed.updateChange("title", () => {
            throw new Error("no");
        });
        compare(failed.errors.title, ["could not be validated"]);
        compare(failed.changes.title, "b");
        verify(changed.updateChange("title", 5).errors.base[0].includes("updateChange()"));
    }

    function test_merge() {
        const base = post();
        const merged = base.putChange("title", "B").merge(base.putChange("visits", 2).addError("title", "is odd"));
        compare(merged.changes, {
            title: "B",
            visits: 2
        });
        compare(merged.errors.title, ["is odd"]);
        verify(!base.merge(posts.change({
            slug: "b"
        })).valid);
    }

    function test_fetch() {
        const changed = post({
            title: null,
            visits: 2
        });
        compare(changed.fetchField("visits"), {
            source: "changes",
            value: 2
        });
        compare(changed.fetchField("slug"), {
            source: "data",
            value: "a"
        });
        compare(changed.fetchField("none"), undefined);
        compare(changed.fetchChange("visits"), {
            value: 2
        });
        compare(changed.fetchChange("slug"), undefined);
        verify(posts.change({
            slug: "a",
            title: "A"
        }).putChange("title", null).fetchChange("title") !== undefined);
        compare(changed.getField("none", "default"), "default");
        compare(changed.getChange("slug", "default"), "default");
    }

    function test_action() {
        const changeset = post();
        compare(changeset.action, DustChangeset.NoAction);
        compare(changeset.withAction(DustChangeset.Update).action, DustChangeset.Update);
    }

    function test_castOptions() {
        const bare = posts.change({
            slug: "a",
            title: "A"
        });
        compare(bare.cast({
            title: " "
        }, ["title"], {
            emptyValues: []
        }).changes.title, " ");
        compare(bare.cast({
            title: "none"
        }, "title", {
            emptyValues: ["none"]
        }).getField("title"), "");
        compare(bare.cast({
            visits: "many"
        }, ["visits"], {
            message: "wants a number"
        }).errors.visits, ["wants a number"]);
        // Only what is permitted.
        compare(bare.cast({
            title: "B",
            visits: 2
        }, ["visits"]).changes, {
            visits: 2
        });
    }

    function test_castEmbed() {
        const given = {
            author: {
                name: "Ada",
                age: "36"
            },
            editors: [
                {
                    name: "Bob"
                },
                {
                    name: "much too long"
                }
            ]
        };
        const changeset = posts.change({
            slug: "a",
            title: "A"
        }).cast(given, []).castEmbed("author", authors).castEmbed("editors", (author, params) => {
            verify(author.dustMeta !== undefined);
            return authors.changeset(author, params);
        });
        compare(changeset.changes.author.changes, {
            name: "Ada",
            age: 36
        });
        compare(changeset.changes.author.action, DustChangeset.Insert);
        compare(changeset.errors, {
            editors: [{},
                {
                    name: ["should be at most 5 character(s)"]
                }
            ]
        });
        verify(!changeset.valid);
    }

    function test_castEmbedOptions() {
        const bare = posts.change({
            slug: "a",
            title: "A"
        });
        compare(bare.cast({}, []).castEmbed("author", authors, {
            required: true
        }).errors.author, ["can't be blank"]);
        compare(bare.cast({}, []).castEmbed("author", authors, {
            required: true,
            requiredMessage: "wants one"
        }).errors.author, ["wants one"]);
        compare(bare.cast({
            author: "Ada"
        }, []).castEmbed("author", authors, {
            invalidMessage: "is no author"
        }).errors.author, ["is no author"]);
        compare(bare.cast({}, []).castEmbed("author", authors, {
            required: true
        }).required, ["author"]);
    }

    function test_castEmbedFails() {
        const cast = posts.change({
            slug: "a",
            title: "A"
        }).cast({
            author: {
                name: "Ada"
            }
        }, []);
        ignoreWarning(/castEmbed\(\) of field "author" failed: .*no/);
        compare(cast.castEmbed("author", () => {
            throw new Error("no");
        }).errors, {
            author: {
                base: ["could not be validated"]
            }
        });
        verify(cast.castEmbed("author", () => 5).errors.base[0].includes("must return a changeset"));
        verify(cast.castEmbed("author", 5).errors.base[0].includes("castEmbed()"));
        verify(cast.castEmbed("title", authors).errors.base[0].includes("is not nested"));
    }

    function test_validateOfANestedSchema() {
        compare(post({
            author: {
                name: "much too long"
            }
        }).errors, {
            author: {
                name: ["should be at most 5 character(s)"]
            }
        });
        compare(post({
            editors: [
                {
                    name: "Ada"
                },
                {
                    name: ""
                }
            ]
        }).errors, {
            editors: [{},
                {
                    name: ["can't be blank"]
                }
            ]
        });
        compare(post({
            author: 5
        }).errors, {
            author: ["is invalid"]
        });
        compare(post({
            author: null
        }).changes, {});
    }

    function test_embedsAreWritten() {
        settle(repo.insert(posts.changeset({}, {
            slug: "a",
            title: "A",
            author: {
                name: "Ada"
            },
            editors: [
                {
                    name: "Bob"
                },
                {
                    name: "Cy"
                }
            ]
        })));
        const read = settle(repo.get(posts, "a"));
        const next = posts.change(read).cast({
            editors: read.editors
        }, []).castEmbed("editors", (editor, params) => {
            const made = authors.changeset(editor, params);
            return params.name === "Bob" ? made.withAction(DustChangeset.Delete) : made;
        });
        compare(settle(repo.update(next)).editors.map(editor => editor.name), ["Cy"]);
    }

    function test_validateChange_data() {
        return [
            {
                tag: "nothing",
                validate: () => undefined,
                errors: {}
            },
            {
                tag: "an empty list",
                validate: () => [],
                errors: {}
            },
            {
                tag: "a message",
                validate: (field, value) => field + " " + value,
                errors: {
                    title: ["title B"]
                }
            },
            {
                tag: "messages",
                validate: () => ["one", "two"],
                errors: {
                    title: ["one", "two"]
                }
            },
            {
                tag: "with metadata",
                validate: () => ({
                            message: "at most %{count}",
                            metadata: {
                                count: 3
                            }
                        }),
                errors: {
                    title: ["at most 3"]
                }
            },
            {
                tag: "of another field",
                validate: () => [
                        {
                            field: "visits",
                            message: "do not fit"
                        }
                    ],
                errors: {
                    visits: ["do not fit"]
                }
            }
        ];
    }

    function test_validateChange(row) {
        compare(post({
            title: "B"
        }).validateChange("title", row.validate).errors, row.errors);
        compare(post().validateChange("title", row.validate).errors, {}); // no change
    }

    function test_validateChangeFails() {
        const changeset = post({
            title: "B"
        });
        for (const thrown of [new Error("no"), "no"]) {
            ignoreWarning(/validateChange\(\) of field "title" failed: .*no/);
            compare(changeset.validateChange("title", () => {
                throw thrown;
            }).errors, {
                title: ["could not be validated"]
            });
        }
        verify(changeset.validateChange("title", () => 5).errors.base[0].includes("is to return"));
        verify(changeset.validateChange("title", "x").errors.base[0].includes("validateChange()"));
        verify(changeset.validateChange("none", () => []).errors.base[0].includes("\"none\""));
    }

    function test_functionsOfAllKinds() {
        const changeset = post({
            title: "B"
        });
        function* generator() {}
        for (const check of [function () {
                    return "no";
                }, () => "no", (() => "no").bind(null)])
            compare(changeset.validateChange("title", check).errors.title, ["no"]);
        verify(!changeset.validateChange("title", generator).valid);
    }

    function test_validatorOptions() {
        const bare = posts.change({
            slug: "a"
        }, {
            title: " "
        });
        verify(!bare.validateRequired(["title"]).valid);
        verify(bare.validateRequired(["title"], {
            trim: false
        }).valid);
        compare(bare.validateRequired().errors.title, ["can't be blank"]);
        compare(bare.validateRequired("title", {
            message: "wants one"
        }).errors.title, ["wants one"]);
        compare(bare.cast({
            title: "B"
        }, ["title"]).validateConfirmation("title", {
            required: true
        }).errors, {
            titleConfirmation: ["can't be blank"]
        });
    }

    function test_errors() {
        const changeset = post({
            title: "much longer"
        }).validateLength("title", {
            max: 5
        }).addError("base", "%{who} says no", {
            who: "Ada"
        });
        compare(changeset.errors, {
            base: ["Ada says no"],
            title: ["should be at most 5 character(s)"]
        });
        const errors = changeset.fieldErrors;
        compare(errors.map(error => error.field), ["base", "title"]);
        compare(errors[1].metadata.count, 5);
        verify(errors[1].message.includes("%{count}"));
        compare(changeset.translated(errors[1]), "should be at most 5 character(s)");
    }

    function test_traverseErrors() {
        const changeset = posts.changeset({
            slug: "a"
        }, {
            title: "A",
            author: {
                name: "much too long"
            }
        }).addError("title", "is odd");
        compare(changeset.traverseErrors(error => error.field + ":" + (error.metadata.validation ?? "own")), {
            title: ["title:own"],
            author: {
                name: ["name:length"]
            }
        });
        ignoreWarning(/traverseErrors\(\) failed/);
        ignoreWarning(/traverseErrors\(\) failed/);
        compare(changeset.traverseErrors(() => {
            throw new Error("no");
        }), changeset.errors);
    }

    function test_applied() {
        const changeset = post({
            title: "B",
            author: {
                name: "Ada"
            }
        });
        const record = changeset.applyChanges();
        compare(record.title, "B");
        compare(record.visits, 1);
        compare(record.author.name, "Ada");
        const applied = changeset.applyAction(DustChangeset.Insert);
        compare(applied.ok, true);
        compare(applied.record.title, "B");
        compare(applied.error.kind, DustError.NoError);
        const refused = changeset.addError("title", "is odd").applyAction(DustChangeset.Insert);
        compare(refused.ok, false);
        compare(refused.record, undefined);
        compare(refused.error.kind, DustError.Invalid);
        compare(refused.error.fieldErrors.title, ["is odd"]);
    }

    // Every function is safe on it, and what is wrong stays to be read.
    function test_ofABrokenSchema_data() {
        return [
            {
                tag: "as made",
                use: c => c
            },
            {
                tag: "change",
                use: () => broken.change({}, {
                        title: "A"
                    })
            },
            {
                tag: "cast",
                use: c => c.cast({
                        title: "A"
                    }, ["title"])
            },
            {
                tag: "put",
                use: c => c.putChange("title", "A").forceChange("title", "B").deleteChange("title").change({
                        title: "A"
                    })
            },
            {
                tag: "functions",
                use: c => c.updateChange("title", title => title).validateChange("title", () => []).castEmbed("title", authors)
            },
            {
                tag: "validators",
                use: c => c.validateRequired().validateRequired(["title"]).validateFormat("title", /x/).validateInclusion("title", []).validateExclusion("title", []).validateSubset("title", []).validateLength("title", {
                        min: 1
                    }).validateNumber("title", {
                        lessThan: 1
                    }).validateConfirmation("title").validateSlug()
            },
            {
                tag: "merge",
                use: c => c.merge(c).withAction(DustChangeset.Insert)
            }
        ];
    }

    function test_ofABrokenSchema(row) {
        const changeset = row.use(broken.changeset({}, {
            slug: "a",
            title: "A"
        }));
        verify(!changeset.valid);
        verify(changeset.isNull());
        verify(changeset.errors.base.some(message => message.includes("unknown type \"text\"")), JSON.stringify(changeset.errors));
        compare(changeset.getField("title"), undefined);
        compare(changeset.getChange("title"), undefined);
        compare(changeset.fetchField("title"), undefined);
        compare(changeset.slug, "");
        compare(changeset.applyAction(DustChangeset.Insert).error.kind, DustError.Invalid);
        compare(changeset.applyChanges(), {});
        for (const write of [() => repo.insert(changeset), () => repo.update(changeset), () => repo.batchWrite([
                    {
                        insert: changeset
                    }
                ])]) {
            const error = settle(write());
            compare(error.kind, DustError.Invalid);
            verify(error.message.includes("write one of boolean, integer"), error.message);
        }
        compare(settle(repo.all(posts)), []);
    }

    function test_validateOfAnotherSchema() {
        const made = schemas.createObject(testCase, {
            validate: () => post()
        });
        ignoreWarning(/validate must return the changeset it was given/);
        verify(!made.changeset({}, {
            slug: "a"
        }).valid);
        made.destroy();
    }

    Component {
        id: schemas

        DustSchema {
            prefix: "others"
            fields: ({
                    name: "string"
                })
        }
    }
}
