// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick

// A line of text that stands for itself.
InspectorLabel {
    quiet: true
    Accessible.ignored: false
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
