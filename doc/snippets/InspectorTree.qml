// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls
import DustEcto
import DustEcto.Inspector

ListView {
    id: list

    property bool passed: tree.store !== null && !tree.loading && tree.error === ""

    width: 200
    height: 200

    DustClient { id: client; url: "memory:" }

    //! [tree]
    model: DustEntryTree {
        id: tree

        store: client.store("local/links")
        active: list.visible
        pattern: "links/**"
    }
    delegate: ItemDelegate {
        required property int index
        required property string segment
        required property string value
        required property int depth

        leftPadding: 16 * depth
        text: segment + " " + value
        onClicked: (ListView.view.model as DustEntryTree).toggle(index)
    }
    //! [tree]
}
