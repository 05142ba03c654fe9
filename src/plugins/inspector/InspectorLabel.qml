// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls

// One line of text, such as a cell.
Label {
    property bool quiet: false

    textFormat: Text.PlainText
    elide: Text.ElideRight
    maximumLineCount: 1
    wrapMode: Text.NoWrap
    verticalAlignment: Text.AlignVCenter
    opacity: quiet ? 0.65 : 1
    Accessible.ignored: true // the row says it
}
