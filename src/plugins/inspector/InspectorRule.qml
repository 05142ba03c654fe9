// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts

// A thin line.
Rectangle {
    id: rule

    Layout.fillWidth: true
    implicitHeight: 1
    color: Qt.rgba(rule.palette.text.r, rule.palette.text.g, rule.palette.text.b, 0.15)
}
