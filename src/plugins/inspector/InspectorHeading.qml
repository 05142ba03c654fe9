// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick

// The name over a column.
InspectorNote {
    font.weight: Font.DemiBold
}
