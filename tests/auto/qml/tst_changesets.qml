// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import DustEcto

// What a changeset does in C++, it does in JavaScript.
ChangesetCase {
    name: "Changesets"

    DustSchema {
        id: broken

        prefix: "posts"
        fields: ({
                title: "text"
            })
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
}
