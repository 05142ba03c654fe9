// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQml
import DustEcto

QtObject {
    property DustRepo repo
    property bool running: false
    property double progress: 0
    property string message
    property bool failed: false

    function importPackagesOnce() {
    }
}
