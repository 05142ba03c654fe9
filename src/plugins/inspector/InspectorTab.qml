// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls

TabButton {
    id: tab

    property int number

    width: implicitWidth + 16
    Accessible.role: Accessible.PageTab
    Accessible.name: text
    Accessible.description: ToolTip.text
    ToolTip.text: qsTr("Ctrl+%1").arg(number)
    ToolTip.visible: hovered
    ToolTip.delay: 600
}
