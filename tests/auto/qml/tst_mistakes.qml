// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import DustEcto

// What JavaScript hands over by mistake, and functions of it that throw.
ReplyCase {
    id: testCase

    name: "Mistakes"

    property var errors: []

    function put(slug, title) {
        return settle(linkRepo.insert(links.changeset({}, {
            slug: slug,
            title: title
        })));
    }

    DustClient {
        id: client

        url: "memory:"
    }
    DustRepo {
        id: linkRepo

        store: client.store("local/main")
    }
    DustSchema {
        id: links

        prefix: "links"
        fields: ({
                title: "string"
            })
        required: ["title"]
    }
    DustSchema {
        id: broken

        prefix: "links"
        fields: ({
                title: "text"
            })
    }
    Component {
        id: models

        DustListModel {
            repo: linkRepo
        }
    }
    Component {
        id: broadcasters

        DustBroadcaster {
            repo: linkRepo
            onErrorOccurred: error => testCase.errors.push(error.message)
        }
    }
    Component {
        id: schemas

        DustSchema {
            prefix: "links"
        }
    }
    Component {
        id: correctingSchemas

        DustSchema {
            prefix: "links"
            fields: ({
                    title: "string"
                })
            onChanged: {
                if (prefix !== "links")
                    prefix = "links";
            }
        }
    }
    Component {
        id: restlessSchemas

        DustSchema {
            property int rounds: 0

            prefix: "links"
            fields: ({
                    title: "string"
                })
            onChanged: prefix = "links" + ++rounds
        }
    }
    // Nothing of JavaScript holds this model or its schema.
    Component {
        id: inlineView

        ListView {
            id: view

            model: DustListModel {
                repo: linkRepo
                schema: DustSchema {
                    prefix: "links"
                    fields: ({
                            title: "string"
                        })
                }
                filterFunction: record => record.title === "keep"
            }
            delegate: Item {}
        }
    }

    function init() {
        settle(linkRepo.removeAll(links));
        errors = [];
    }

    function test_aHandlerCorrectsTheSchema() {
        const schema = createTemporaryObject(correctingSchemas, testCase);
        schema.prefix = "other";
        const told = [];
        schema.changed.connect(() => told.push(schema.prefix));
        schema.prefix = "another";
        compare(schema.prefix, "links");
        compare(told[told.length - 1], "links");
    }

    function test_handlersThatNeverAgreeEnd() {
        const schema = createTemporaryObject(restlessSchemas, testCase);
        schema.prefix = "other";
        verify(schema.rounds > 1);
        verify(schema.rounds < 100);
    }

    function test_noChangeset_data() {
        return [
            {
                tag: "params",
                given: {
                    slug: "a"
                }
            },
            {
                tag: "nothing",
                given: undefined
            },
            {
                tag: "null",
                given: null
            },
            {
                tag: "a text",
                given: "x"
            },
            {
                tag: "a schema",
                given: links
            },
            {
                tag: "an empty object",
                given: {}
            }
        ];
    }

    function test_noChangeset(row) {
        for (const error of [settle(linkRepo.insert(row.given)), settle(linkRepo.update(row.given, {}))]) {
            compare(error.kind, DustError.InvalidParams);
            verify(error.message.includes("schema.changeset("), error.message);
        }
    }

    function test_changesetOfABrokenSchema() {
        const changeset = broken.changeset({}, {
            slug: "a"
        });
        verify(!changeset.valid);
        verify(settle(linkRepo.insert(changeset)).kind !== DustError.NoError);
    }

    function test_removeASlugIfUnchanged() {
        put("a", "A");
        const error = settle(linkRepo.remove(links, "a", {
            ifUnchanged: true
        }));
        compare(error.kind, DustError.InvalidParams);
        compare(settle(linkRepo.exists(links, "a")), true);
    }

    function test_wrongSchemaOfAModel_data() {
        return [
            {
                tag: "wrong declaration",
                schema: broken,
                says: "unknown type"
            },
            {
                tag: "another object",
                schema: client,
                says: "expected a DustSchema"
            }
        ];
    }

    function test_wrongSchemaOfAModel(row) {
        put("a", "A");
        const model = createTemporaryObject(models, testCase, {
            schema: row.schema
        });
        compare(model.error.kind, DustError.InvalidParams);
        verify(model.error.message.includes(row.says), model.error.message);
        verify(!model.loading);
        verify(settle(model.insert({})).message.includes(row.says));
        model.schema = links;
        compare(model.error.kind, DustError.NoError);
        tryCompare(model, "count", 1);
        model.schema = null;
        compare(model.error.kind, DustError.NoError);
        compare(model.count, 0);
    }

    function test_wrongSchemaOfABroadcaster_data() {
        return test_wrongSchemaOfAModel_data();
    }

    function test_wrongSchemaOfABroadcaster(row) {
        createTemporaryObject(broadcasters, testCase, {
            schema: row.schema
        });
        tryCompare(testCase, "errors", [], 0);
        tryVerify(() => errors.length === 1);
        verify(errors[0].includes(row.says), errors[0]);
    }

    function test_schemaDestroyed() {
        put("a", "A");
        const schema = schemas.createObject(testCase, {
            fields: {
                title: "string"
            }
        });
        const model = createTemporaryObject(models, testCase, {
            schema: schema
        });
        createTemporaryObject(broadcasters, testCase, {
            schema: schema
        });
        tryCompare(model, "count", 1);
        schema.destroy();
        wait(0);
        compare(settle(model.update("a", {
            title: "B"
        })).title, "B");
        model.schema = links;
        compare(settle(model.insert({
            slug: "b"
        })).kind, DustError.Invalid);
    }

    // What it would have said of a record, nobody knows.
    function test_schemaDestroyedThatValidates() {
        const schema = schemas.createObject(testCase, {
            fields: {
                title: "string"
            },
            validate: changeset => changeset
        });
        const model = createTemporaryObject(models, testCase, {
            schema: schema
        });
        tryCompare(model, "loading", false);
        schema.destroy();
        wait(0);
        ignoreWarning(/the DustSchema is gone/);
        const error = settle(model.insert({
            slug: "a",
            title: "A"
        }));
        compare(error.kind, DustError.Invalid);
        compare(error.fieldErrors.slug, ["could not be validated"]);
        model.schema = links;
        compare(settle(model.insert({
            slug: "a",
            title: "A"
        })).title, "A");
    }

    function test_nestedSchemaDestroyed_data() {
        return [
            {
                tag: "one",
                fields: schema => ({
                            title: "string",
                            address: schema
                        }),
                given: {
                    city: "C"
                }
            },
            {
                tag: "a list",
                fields: schema => ({
                            title: "string",
                            address: [schema]
                        }),
                given: [
                    {
                        city: "C"
                    }
                ]
            }
        ];
    }

    function test_nestedSchemaDestroyed(row) {
        const inner = schemas.createObject(testCase, {
            prefix: "",
            fields: {
                city: "string"
            }
        });
        const outer = createTemporaryObject(schemas, testCase, {
            fields: row.fields(inner)
        });
        inner.validate = changeset => changeset;
        inner.destroy();
        wait(0);
        compare(outer.changeset({}, {
            slug: "a",
            title: "A"
        }).errors, {});
        ignoreWarning(/the DustSchema of .*address.* is gone/);
        compare(outer.changeset({}, {
            slug: "a",
            title: "A",
            address: row.given
        }).errors, {
            address: ["could not be validated"]
        });
    }

    function test_cppSchemaAfterAnElement() {
        const strict = createTemporaryObject(schemas, testCase, {
            fields: {
                title: "string"
            },
            validate: changeset => changeset.addError("title", "never")
        });
        const lent = schemas.createObject(testCase, {
            fields: {
                title: "string"
            }
        });
        const donor = createTemporaryObject(models, testCase, {
            schema: lent
        });
        lent.destroy();
        wait(0);
        const model = createTemporaryObject(models, testCase, {
            schema: strict
        });
        compare(settle(model.insert({
            slug: "a",
            title: "A"
        })).kind, DustError.Invalid);
        model.schema = donor.schema; // the value, since its element is gone
        compare(settle(model.insert({
            slug: "a",
            title: "A"
        })).title, "A");
    }

    function test_filterFunctionThrows_data() {
        return [
            {
                tag: "an error",
                filter: () => {
                    throw new Error("no filter");
                }
            },
            {
                tag: "a text",
                filter: () => {
                    throw "no filter";
                }
            },
            {
                tag: "nothing",
                filter: () => {
                    throw undefined;
                },
                says: /undefined/
            }
        ];
    }

    function test_filterFunctionThrows(row) {
        for (const slug of ["a", "b", "c"])
            put(slug, slug);
        const model = createTemporaryObject(models, testCase, {
            schema: links
        });
        tryCompare(model, "count", 3);
        ignoreWarning(row.says ?? /no filter/); // once
        model.filterFunction = row.filter;
        compare(model.count, 3);
        model.filterFunction = () => undefined;
        compare(model.count, 0);
    }

    function test_filterBeforeJavaScriptMetTheModel() {
        put("a", "keep");
        put("b", "drop");
        const view = createTemporaryObject(inlineView, testCase);
        tryCompare(view, "count", 1);
    }

    function test_validateThrows_data() {
        return [
            {
                tag: "an error",
                validate: () => {
                    throw new Error("no");
                },
                says: /validate failed/
            },
            {
                tag: "a text",
                validate: () => {
                    throw "no";
                },
                says: /validate must return/
            },
            {
                tag: "returns nothing",
                validate: () => {},
                says: /validate must return/
            }
        ];
    }

    function test_validateThrows(row) {
        const schema = createTemporaryObject(schemas, testCase, {
            fields: {
                title: "string"
            },
            validate: row.validate
        });
        ignoreWarning(row.says);
        const changeset = schema.changeset({}, {
            slug: "a",
            title: "A"
        });
        compare(changeset.errors, {
            slug: ["could not be validated"]
        });
    }

    function test_nestedSchemaChanges() {
        const inner = createTemporaryObject(schemas, testCase, {
            prefix: "",
            fields: {
                city: "string"
            }
        });
        const outer = createTemporaryObject(schemas, testCase, {
            fields: {
                title: "string",
                address: inner
            }
        });
        const model = createTemporaryObject(models, testCase, {
            schema: outer
        });
        tryCompare(model, "loading", false);
        inner.fields = {
            city: "string",
            zip: "string"
        };
        const written = settle(model.insert({
            slug: "a",
            title: "A",
            address: {
                city: "C",
                zip: "Z"
            }
        }));
        compare(written.address.zip, "Z");
    }

    function test_schemaInItself() {
        const schema = createTemporaryObject(schemas, testCase, {
            fields: {
                title: "string"
            }
        });
        ignoreWarning(/itself/);
        schema.fields = {
            child: schema
        };
        verify(schema.error.message.includes("itself"), schema.error.message);
    }

    function test_replyForgottenByJavaScript() {
        let answers = [];
        linkRepo.exists(links, "a").then(answer => answers.push(answer));
        gc();
        tryVerify(() => answers.length === 1);
    }
}
