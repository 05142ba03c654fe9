// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Runs tst_links.qml, as qmltestrunner does.

#include <QtQuickTest/quicktest.h>

QUICK_TEST_MAIN(links)
