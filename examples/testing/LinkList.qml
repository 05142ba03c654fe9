// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import DustEcto

// The part of the application that tst_links.qml tests. It is given its store.
ListView {
    id: list

    required property DustStore store
    readonly property DustRepo repo: linkRepo
    readonly property DustSchema schema: linkSchema
    property string notice

    function add(slug: string, title: string) {
        list.notice = "";
        linkRepo.insert(linkSchema.changeset({}, {
            slug: slug,
            title: title
        })).then(() => {}, error => list.notice = error.message);
    }

    function title(row: int): string {
        return rows.data(rows.index(row, 0));
    }

    function isPending(row: int): bool {
        return rows.data(rows.index(row, 0), DustListModel.PendingRole);
    }

    model: DustListModel {
        id: rows

        repo: linkRepo
        schema: linkSchema
        sort: ["title"]
        columns: ["title"]
    }
    delegate: Text {
        required property string title
        required property bool pending

        text: title
        opacity: pending ? 0.5 : 1
    }

    DustRepo {
        id: linkRepo

        store: list.store
    }
    DustSchema {
        id: linkSchema

        prefix: "links"
        fields: ({
                title: "string"
            })
        required: ["title"]
    }
}
