// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import DustEcto.Inspector

// What was written here and is not confirmed yet, and why it waits.
InspectorList {
    id: outbox

    property alias store: writes.store
    property alias active: writes.active

    model: writes
    currentIndex: -1
    Accessible.name: qsTr("Outbox")
    emptyText: store === null ? qsTr("Choose a store.") : qsTr("Nothing waits to be sent.")
    delegate: InspectorOutboxRow {}

    DustOutboxModel {
        id: writes
    }
}
