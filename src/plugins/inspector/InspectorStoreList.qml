// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import DustEcto
import DustEcto.Inspector

// The stores that the client has opened, and how each stands.
InspectorList {
    id: list

    property DustStore currentStore: null
    property bool choosesFirst: true

    signal chosen(store: DustStore)

    Accessible.name: qsTr("Stores")
    emptyText: qsTr("The application has opened no store.")
    onOpened: row => chosen((itemAtIndex(row) as InspectorStoreRow).store)
    onCurrentItemChanged: {
        if (choosesFirst && currentStore === null && currentItem !== null)
            opened(currentIndex);
    }
    delegate: InspectorStoreRow {}
}
