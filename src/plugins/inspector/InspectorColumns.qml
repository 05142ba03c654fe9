// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQml

// How wide the columns of the tree are, in a row that is so wide.
QtObject {
    required property real width

    readonly property real spacing: 12
    readonly property real type: width > 420 ? 76 : 0
    readonly property real revision: 68
    readonly property real name: Math.max(80, Math.floor((width - type - revision) * 0.45))
    readonly property real value: Math.max(0, width - name - type - revision - 3 * spacing)
}
