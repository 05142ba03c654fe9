// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef SNIPPETS_H
#define SNIPPETS_H

#include <QtCore/QList>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

// What SNIPPET(name) { … } in doc/snippets registers: a row of tst_documentation.
class Snippet
{
public:
    Snippet(const char *name, void (*function)()) : name(name), function(function)
    {
        all().append(*this);
    }
    static QList<Snippet> &all();

    const char *name;
    void (*function)();
};

#define SNIPPET(name) \
    static void snippet_##name(); \
    static const Snippet registered_##name(#name, snippet_##name); \
    static void snippet_##name()

#endif // SNIPPETS_H
