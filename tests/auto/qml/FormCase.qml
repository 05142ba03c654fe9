// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import DustEcto

// What tests of forms share: a form of links, its store, and another client of that.
ReplyCase {
    id: testCase

    property var heard: []
    readonly property alias client: client
    readonly property alias myRepo: myRepo
    readonly property alias theirRepo: theirRepo
    readonly property alias links: links
    readonly property alias form: form
    readonly property alias forms: forms

    function put(params) {
        return settle(theirRepo.insert(links.changeset({}, params)));
    }

    // As another client.
    function change(params) {
        const read = settle(theirRepo.get(links, params.slug));
        return settle(theirRepo.update(links.changeset(read, params)));
    }

    function stored(slug) {
        return settle(theirRepo.get(links, slug));
    }

    function text(name) {
        return form.field(name).text;
    }

    function edit(name, text) {
        form.field(name).text = text;
    }

    DustClient {
        id: client

        url: "memory:form"
    }
    DustClient {
        id: otherClient

        url: "memory:form"
    }
    DustRepo {
        id: myRepo

        store: client.store("local/main")
    }
    DustRepo {
        id: theirRepo

        store: otherClient.store("local/main")
    }
    DustForm {
        id: form

        repo: myRepo
        schema: links // is complete after the form
        onSubmitted: record => testCase.heard.push("+" + record.slug)
        onRejected: error => testCase.heard.push("-" + error.kind)
    }
    DustSchema {
        id: links

        prefix: "links"
        fields: ({
                title: "string",
                url: "url",
                visits: "integer",
                price: "decimal",
                day: "date",
                tags: "stringList",
                kind: ["book", "page"],
                read: "boolean",
                author: authors
            })
        required: ["title"]
        validate: changeset => changeset.validateLength("title", {
                max: 10
            }).validateConfirmation("title")
    }
    DustSchema {
        id: authors

        fields: ({
                name: "string"
            })
        required: ["name"]
    }
    Component {
        id: forms

        DustForm {
            property var heard: []

            repo: myRepo
            schema: links
            onSubmitted: record => heard.push("+" + record.slug)
            onRejected: error => heard.push("-" + error.kind)
            onTakenBack: (error, slug) => heard.push("back " + slug)
        }
    }

    function init() {
        failOnWarning(/TypeError|ReferenceError|Unable to assign/);
        settle(myRepo.removeAll(links));
        form.repo = myRepo;
        form.record = {};
        heard = [];
    }
}
