// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// import DustEcto.Inspector: the tree of entries, and the inspector as people use it.

#include "inspectortest.h"
#include "treetest.h"

#include <QtGui/QGuiApplication>
#include <QtTest/QTest>

int main(int argc, char **argv)
{
    QGuiApplication application(argc, argv);
    TreeTest tree;
    InspectorTest inspector;
    const int failures = QTest::qExec(&tree, argc, argv);
    return failures + QTest::qExec(&inspector, argc, argv);
}
