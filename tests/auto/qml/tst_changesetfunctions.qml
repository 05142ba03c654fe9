// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import DustEcto

// A changeset calls functions of JavaScript.
ChangesetCase {
    id: testCase

    name: "ChangesetFunctions"

    Component {
        id: schemas

        DustSchema {
            prefix: "others"
            fields: ({
                    name: "string"
                })
        }
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

    // To find its engine, which costs more than the call itself.
    function test_aFunctionIsLookedAtOnce() {
        let looks = 0;
        const convert = error => error.message;
        Object.defineProperty(convert, "constructor", {
            value: {
                constructor: () => {
                    ++looks;
                    return () => Qt;
                }
            }
        });
        const changeset = post().addError("title", "is odd").addError("title", "is long");
        compare(changeset.traverseErrors(convert).title.length, 2);
        compare(looks, 1);
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
}
