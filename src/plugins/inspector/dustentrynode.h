// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTENTRYNODE_H
#define DUSTENTRYNODE_H

#include <DustEntry>

#include <map>

// Paths as a tree has them: everything below a path comes right behind it. Their bytes alone would put "a-b" between "a" and
// "a/b".
struct DustTreeOrder
{
    using is_transparent = void;

    bool operator()(QByteArrayView a, QByteArrayView b) const;
};

// One path of a DustEntryTree: an entry, or what others are below, or both for as long as a store changes.
struct DustEntryNode
{
    using Map = std::map<QByteArray, DustEntryNode, DustTreeOrder>;

    QByteArray path; // rendered
    DustEntryNode *parent = nullptr;
    DustValue value;
    quint64 revision = 0;
    qint64 changedAt = 0; // Unix milliseconds; 0: not since it was loaded
    int changeCount = 0; // of what its row shows
    int childCount = 0;
    int depth = 0;
    quint32 reading = 0; // the last one that found it
    DustEntry::Type type = DustEntry::Null;
    bool hasValue = false;
    bool isExpanded = false;
    bool isPending = false;
    bool isShown = false; // it has a row

    QByteArrayView segment() const;
    // Whether its ancestors let it have a row.
    bool isVisible() const;

    static QByteArray parentOf(const QByteArray &path);
    // Comes behind all that is below the path, and before everything else.
    static QByteArray endOf(const QByteArray &path) { return path + '\0'; }
};

#endif // DUSTENTRYNODE_H
