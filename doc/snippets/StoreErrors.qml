// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQml
import DustEcto

QtObject {
    id: root

    property bool passed: false

    function show(line: string) {
        root.passed = line === "not there";
    }

    property DustClient client: DustClient { id: client; url: "memory:" }
    property DustRepo repo: DustRepo { id: repo; store: client.store("local/links") }
    property DustSchema schema: DustSchema {
        id: linkSchema
        prefix: "links"
        fields: ({ title: "string" })
    }

    Component.onCompleted: {
        //! [errors]
        repo.get(linkSchema, "qt").then(link => root.show(link.title), error => {
            switch (error.kind) {
            case DustError.NotFound:
                return root.show("not there");
            case DustError.Timeout:
            case DustError.Network:
                return root.show("not now");
            default:
                root.show(error.message);
            }
        });
        //! [errors]
    }
}
