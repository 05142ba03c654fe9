// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtTest
import DustEcto

// Repos and models that C++ has made are what those made here are.
ReplyCase {
    id: testCase

    name: "CppObjects"

    DustClient {
        id: client

        url: "memory:"
    }
    DustRepo {
        id: qmlRepo

        store: client.store("local/qml")
    }
    DustSchema {
        id: links

        prefix: "links"
        fields: ({
                title: "string",
                opened: "date",
                visits: "integer"
            })
        required: ["title"]
        validate: changeset => changeset.validateNumber("visits", {
                lessThan: 100
            })
    }
    DustSchema {
        id: pages

        prefix: "pages"
        fields: ({
                title: "string"
            })
    }
    Component {
        id: qmlModels

        DustListModel {}
    }
    Component {
        id: views

        Repeater {
            property DustRepo repo: model?.repo ?? null

            delegate: Text {
                required property string title

                text: title
            }
        }
    }
    SignalSpy {
        id: schemas

        signalName: "schemaChanged"
    }
    SignalSpy {
        id: filters

        signalName: "filterChanged"
    }

    function makeRepo(row) {
        return row.tag === "QML" ? qmlRepo : cppSide.makeRepo(client.store("local/cpp"));
    }

    function makeModel(row) {
        return row.tag === "QML" ? createTemporaryObject(qmlModels, testCase) : cppSide.makeModel();
    }

    function bothSides() {
        return [
            {
                tag: "QML"
            },
            {
                tag: "C++"
            }
        ];
    }

    function members(object) {
        const names = [];
        for (const name in object)
            names.push(name + ": " + (typeof object[name] === "function" ? "function" : "property"));
        return names.sort();
    }

    function slugs(model) {
        const result = [];
        for (let row = 0; row < model.count; ++row)
            result.push(model.get(row).slug);
        return result;
    }

    function link(slug, title) {
        return links.changeset({}, {
            slug: slug,
            title: title
        });
    }

    function test_members() {
        const missing = (made, others) => members(made).filter(name => !members(others).includes(name));
        const repo = cppSide.makeRepo(client.store("local/cpp"));
        compare(missing(qmlRepo, repo), []);
        compare(missing(repo, qmlRepo), []);
        verify(members(repo).includes("batchWrite: function"));
        const qmlModel = createTemporaryObject(qmlModels, testCase);
        const model = cppSide.makeModel();
        compare(missing(qmlModel, model), ["filterFunctionChanged: function"]);
        compare(missing(model, qmlModel), []);
        verify(members(model).includes("insert: function"));
    }

    function test_repo_data() {
        return bothSides();
    }

    function test_repo(row) {
        const repo = makeRepo(row);
        settle(repo.removeAll(links));
        compare(settle(repo.insert(link("a", "A"))).title, "A");
        compare(settle(repo.insert(link("a", "B"), {
            ifAbsent: true
        })).kind, DustError.Exists);
        const read = settle(repo.get(links, "a"));
        verify(read.dustMeta.loaded);
        compare(settle(repo.exists(links, "a")), true);
        compare(settle(repo.update(links.changeset(read, {
            title: "B"
        }), {
            ifUnchanged: true
        })).title, "B");
        compare(settle(repo.update(links.changeset(read, {
            title: "C"
        }), {
            ifUnchanged: true
        })).kind, DustError.Conflict);
        const taken = settle(repo.take(links, "a"));
        compare(settle(repo.all(links)), []);
        compare(settle(repo.restore(links, taken)).title, "B");
        compare(settle(repo.batchWrite([
            {
                insert: link("b", "B")
            },
            {
                remove: "a",
                schema: links
            }
        ])).length, 2);
        const streamed = [];
        settle(repo.stream(links, page => streamed.push(...page.map(record => record.slug))));
        compare(streamed, ["b"]);
        verify(settle(repo.remove(links, "b")).storeSeq > 0);
        verify(settle(repo.removeAll(links)).storeSeq > 0);
    }

    function test_mistakes_data() {
        return bothSides();
    }

    function test_mistakes(row) {
        const repo = makeRepo(row);
        compare(settle(repo.insert(undefined)).reason, "no_changeset");
        compare(settle(repo.all(undefined)).reason, "no_schema");
        compare(settle(repo.insert(link("a", "A"), {
            ifMissing: true
        })).reason, "unknown_option");
        const model = makeModel(row);
        compare(settle(model.insert({})).kind, DustError.InvalidParams);
        model.schema = 5;
        compare(model.error.reason, "no_schema");
    }

    function test_model_data() {
        return bothSides();
    }

    function test_model(row) {
        const repo = makeRepo(row);
        settle(repo.removeAll(links));
        const model = makeModel(row);
        schemas.target = model;
        schemas.clear();
        model.repo = repo;
        model.schema = links;
        model.sort = ["-title"];
        compare(model.schema, links);
        compare(schemas.count, 1);
        model.schema = links;
        compare(schemas.count, 2);
        const view = createTemporaryObject(views, testCase, {
            model: model
        });
        compare(view.repo, repo);

        compare(settle(model.insert({
            slug: "a",
            title: "A",
            opened: "2026-03-31",
            visits: 1
        })).visits, 1);
        settle(model.insert({
            slug: "b",
            title: "B"
        }));
        tryCompare(model, "count", 2);
        compare(slugs(model), ["b", "a"]);
        tryVerify(() => view.itemAt(0)?.text === "B");
        // By the validate of the element, and by what dates are here.
        compare(settle(model.update("a", {
            visits: 100
        })).fieldErrors.visits.length, 1);
        compare(settle(model.update("a", {
            opened: new Date(2026, 3, 1)
        })).opened.toISOString(), "2026-04-01T00:00:00.000Z");
        compare(settle(repo.update(links.changeset(model.get(1), {
            title: "C"
        }), {
            ifUnchanged: true
        })).title, "C");
        compare(model.get(7), {});
        verify(settle(model.remove("a")).storeSeq > 0);
        compare(slugs(model), ["b"]);

        model.schema = pages;
        compare(schemas.count, 3);
        tryCompare(model, "count", 0);
        model.schema = undefined;
        compare(settle(model.insert({})).kind, DustError.InvalidParams);
    }

    function test_filter_data() {
        return bothSides();
    }

    function test_filter(row) {
        const repo = makeRepo(row);
        settle(repo.removeAll(links));
        const model = makeModel(row);
        filters.target = model;
        filters.clear();
        model.filter = {
            opened: new Date(2026, 2, 31)
        };
        compare(filters.count, 1);
        model.repo = repo;
        model.schema = links;
        for (const slug of ["a", "b", "c"])
            settle(model.insert({
                slug: slug,
                title: slug,
                opened: slug === "c" ? undefined : "2026-03-31"
            }));
        tryVerify(() => model.totalCount === 3);
        compare(slugs(model), ["a", "b"]);
        compare(model.filter.opened, new Date(2026, 2, 31));
        model.filter = {
            title: ["b", "c"]
        };
        compare(slugs(model), ["b", "c"]);

        let wanted = "c";
        model.setFilterFunction(record => record.slug === wanted && record.dustMeta.loaded);
        gc();
        compare(slugs(model), ["c"]);
        wanted = "b";
        model.invalidateFilter();
        compare(slugs(model), ["b"]);
        ignoreWarning(/filterFunction failed: Error: broken/);
        model.setFilterFunction(() => {
            throw new Error("broken");
        });
        compare(slugs(model), ["b", "c"]);
        model.setFilterFunction(undefined);
        compare(slugs(model), ["b", "c"]);
    }

    function test_theFunctionOfAModelIsOne() {
        const model = createTemporaryObject(qmlModels, testCase, {
            repo: qmlRepo,
            schema: links
        });
        const none = () => false;
        model.setFilterFunction(none);
        compare(model.filterFunction, none);
        model.filterFunction = undefined;
        compare(model.filterFunction, undefined);
    }

    // Loudly, not in silence.
    function test_aFunctionIsNotAssignedToAModelOfCpp() {
        const model = cppSide.makeModel();
        const none = () => false;
        let thrown = "";
        try {
            model.filterFunction = none;
        } catch (error) {
            thrown = String(error);
        }
        verify(thrown.includes("Cannot assign JavaScript function"), thrown);
        model.setFilterFunction(none);
        compare(model.filterFunction, none);
        model.filterFunction = undefined;
        compare(model.filterFunction, undefined);
    }

    // C++ has given it a schema and a repo before anybody here knew it.
    function test_modelOfCpp() {
        const repo = cppSide.makeRepo(client.store("local/books"));
        const model = cppSide.makeModelOf(repo, "Book");
        compare(settle(model.insert({
            slug: "qt",
            title: "Qt",
            pages: -1
        })).fieldErrors.pages.length, 1);
        compare(settle(model.insert({
            slug: "qt",
            title: "Qt",
            pages: 7
        })).pages, 7);
        tryCompare(model, "count", 1);
        const book = model.get(0);
        compare(settle(repo.update(books.changeset(book, {
            pages: 8
        }), {
            ifUnchanged: true
        })).pages, 8);
        compare(model.schema.name, "Book");
    }
    DustSchema {
        id: books

        typeName: "Book"
    }

    // JavaScript rounds it.
    function test_largeNumbersOfAModelOfCpp() {
        const repo = cppSide.makeRepo(client.store("local/offices"));
        const model = cppSide.makeModelOf(repo, "Office");
        settle(model.insert({
            slug: "a",
            number: "9007199254740993"
        }));
        tryCompare(model, "count", 1);
        settle(model.update("a", {
            number: model.get(0).number,
            opened: "2026-03-31"
        }));
        compare(model.get(0).opened.toISOString(), "2026-03-31T00:00:00.000Z");
        compare(offices.changeset(model.get(0), {
            number: "9007199254740993"
        }).changes, {});
    }
    DustSchema {
        id: offices

        typeName: "Office"
    }

    // Whoever sets something last, on this side or the other.
    function test_schemaSetOnBothSides() {
        const model = cppSide.makeModel();
        model.schema = links;
        cppSide.setUp(model, {});
        compare(model.schema.name, "Book");
        links.required = ["title", "visits"];
        compare(model.schema.name, "Book");
        links.required = ["title"];
        model.schema = links;
        compare(model.schema, links);
    }

    function test_filterSetOnBothSides() {
        const model = cppSide.makeModel();
        model.filter = {
            title: "a"
        };
        cppSide.setUp(model, {
            pages: 7
        });
        compare(model.filter, {
            pages: 7
        });
        model.schema = links;
        compare(model.filter, {
            pages: 7
        });
        model.filter = {
            title: "a"
        };
        compare(model.filter, {
            title: "a"
        });
    }

    function test_repliesLiveUntilTheyAreSettled() {
        const repo = cppSide.makeRepo(client.store("local/cpp"));
        let told = [];
        for (let i = 0; i < 20; ++i)
            repo.insert(link("x" + i, "X")).then(record => told.push(record.slug));
        gc();
        tryVerify(() => told.length === 20);
        gc();
        compare(settle(repo.exists(links, "x19")), true);
        settle(repo.removeAll(links));
    }
}
