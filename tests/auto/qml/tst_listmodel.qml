// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import DustEcto

// A live list in a view, and the broadcaster.
ReplyCase {
    id: testCase

    name: "ListModel"
    when: windowShown
    width: 200
    height: 200

    property var heard: []

    function titles() {
        const result = [];
        for (let row = 0; row < model.count; ++row)
            result.push(model.get(row).title);
        return result;
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
                kind: ["book", "page"],
                visits: "integer"
            })
        required: ["title"]
    }
    DustListModel {
        id: model

        repo: repo
        schema: links
        sort: ["title"]
    }
    DustBroadcaster {
        id: broadcaster

        repo: repo
        schema: links
        onUpserted: record => testCase.heard.push("+" + record.slug + " " + record.title)
        onDeleted: slug => testCase.heard.push("-" + slug)
    }
    ListView {
        id: view

        anchors.fill: parent
        model: model
        delegate: Text {
            required property string title
            required property string slug
            required property bool pending

            text: slug + ": " + title
            height: 20
        }
    }

    ListView {
        id: sections

        anchors.fill: parent
        model: model
        section.property: "kind"
        section.delegate: Item {
            height: 10
        }
        delegate: Item {
            required property string slug

            height: 10
        }
    }

    function init() {
        model.search = "";
        model.filter = {};
        model.filterFunction = undefined;
        model.sort = ["title"];
        settle(repo.removeAll(links));
        tryCompare(model, "count", 0);
        wait(0);
        heard = [];
    }

    function test_followsWrites() {
        settle(model.insert({
            slug: "b",
            title: "Beta"
        }));
        settle(model.insert({
            slug: "a",
            title: "Alpha"
        }));
        tryCompare(model, "count", 2);
        compare(titles(), ["Alpha", "Beta"]);
        tryVerify(() => view.itemAtIndex(0)?.text === "a: Alpha");
        settle(model.update("a", {
            title: "Gamma"
        }));
        compare(titles(), ["Beta", "Gamma"]);
        compare(model.indexOfSlug("a"), 1);
        settle(repo.update(links.changeset(model.get(0), {
            title: "Zeta"
        })));
        compare(titles(), ["Gamma", "Zeta"]);
        settle(model.remove("b"));
        compare(titles(), ["Gamma"]);
        compare(model.indexOfSlug("b"), -1);
        compare(heard, ["+b Beta", "+a Alpha", "+a Gamma", "+b Zeta", "-b"]);
    }

    function test_searchAndFilters() {
        for (const [slug, title, kind] of [["a", "One fish", "book"], ["b", "Two fish", "page"], ["c", "Red", "book"]])
            settle(model.insert({
                slug: slug,
                title: title,
                kind: kind
            }));
        model.search = "fish";
        compare(titles(), ["One fish", "Two fish"]);
        compare(model.totalCount, 3);
        model.search = "";
        model.filter = {
            kind: "book"
        };
        compare(titles(), ["One fish", "Red"]);
        model.filter = {};
        model.filterFunction = record => record.title.length > 3;
        compare(titles(), ["One fish", "Two fish"]);
        model.filterFunction = undefined;
        compare(model.count, 3);
        model.sort = ["-title"];
        compare(titles(), ["Two fish", "Red", "One fish"]);
    }

    // As a view shows them: a header where the field of the section differs from the row above.
    function shownSections() {
        const result = [];
        for (let row = 0; row < model.count; ++row) {
            const item = sections.itemAtIndex(row);
            if (item === null)
                return [];
            const section = item.ListView.section;
            if (item.ListView.previousSection !== section)
                result.push(section + ":");
            result.push(item.slug);
        }
        return result;
    }

    function test_sections() {
        model.sort = ["kind", "title"];
        for (const [slug, title, kind] of [["a", "One", "page"], ["b", "Two", "book"], ["c", "Three", "page"]])
            settle(model.insert({
                slug: slug,
                title: title,
                kind: kind
            }));
        tryVerify(() => shownSections().join(" ") === "book: b page: a c");
        settle(model.update("a", {
            kind: "book"
        }));
        tryVerify(() => shownSections().join(" ") === "book: a b page: c");
        compare(sections.itemAtIndex(2).y, 40, "two headers, two rows above");
        settle(model.remove("c"));
        tryVerify(() => shownSections().join(" ") === "book: a b");
    }

    function test_invalidEdits() {
        const error = settle(model.insert({
            slug: "a",
            title: "",
            kind: "film"
        }));
        compare(error.kind, DustError.Invalid);
        compare(error.fieldErrors.title, ["can't be blank"]);
        compare(error.fieldErrors.kind, ["is invalid"]);
        compare(model.count, 0);
        compare(settle(model.update("nothing", {
            title: "x"
        })).kind, DustError.NotFound);
    }

    function test_editsARow() {
        settle(model.insert({
            slug: "a",
            title: "Alpha"
        }));
        tryCompare(model, "count", 1);
        const edited = model.get(0);
        const update = title => settle(repo.update(links.changeset(edited, {
            title: title
        }), {
            ifUnchanged: true
        }));
        compare(update("Beta").title, "Beta");
        compare(update("Gamma").kind, DustError.Conflict);
        compare(titles(), ["Beta"]);
        compare(settle(repo.remove(links, edited, {
            ifUnchanged: true
        })).kind, DustError.Conflict);
        settle(repo.remove(links, model.get(0), {
            ifUnchanged: true
        }));
        compare(model.count, 0);
        compare(Object.keys(model.get(0)), []);
    }

    function test_secondClientOfTheSameStore() {
        const other = createTemporaryQmlObject("import DustEcto; DustClient { url: 'memory:shared' }", testCase);
        const one = createTemporaryQmlObject("import DustEcto; DustClient { url: 'memory:shared' }", testCase);
        const listening = createTemporaryObject(listeningComponent, testCase, {
            store: one.store("local/main")
        });
        const writing = createTemporaryObject(listeningComponent, testCase, {
            store: other.store("local/main")
        });
        settle(writing.list.insert({
            slug: "x",
            title: "from the other"
        }));
        tryCompare(listening.list, "count", 1);
        compare(listening.list.get(0).title, "from the other");
    }

    Component {
        id: listeningComponent

        DustRepo {
            id: listeningRepo

            property DustListModel list: DustListModel {
                repo: listeningRepo
                schema: links
            }
        }
    }
}
