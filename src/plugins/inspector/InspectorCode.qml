// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import DustEcto.Inspector

// A path or a value: in a font of fixed width.
InspectorLabel {
    font.family: fonts.fixedFamily
    horizontalAlignment: Text.AlignLeft

    InspectorFonts {
        id: fonts
    }
}
