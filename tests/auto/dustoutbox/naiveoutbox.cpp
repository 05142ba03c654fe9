// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "naiveoutbox.h"

#include <algorithm>

namespace {

struct Use
{
    DustPath path;
    bool isFence = false;
    bool isCounting = false;
};

std::vector<Use> usesOf(const DustOutboxEntry &entry)
{
    std::vector<Use> uses;
    for (const DustOperation &operation : entry.operations) {
        const bool isCounting = operation.kind() == DustOperation::Increment;
        uses.push_back({ operation.path(), false, isCounting });
        if (operation.fence())
            uses.push_back({ operation.fence()->key, true, false });
    }
    return uses;
}

bool holdUp(const Use &a, const Use &b)
{
    if (!a.path.overlaps(b.path))
        return false;
    if (a.isFence && b.isFence)
        return false;
    return !(a.isCounting && b.isCounting && a.path == b.path);
}

bool holdUp(const DustOutboxEntry &a, const DustOutboxEntry &b)
{
    for (const Use &x : usesOf(a)) {
        for (const Use &y : usesOf(b)) {
            if (holdUp(x, y))
                return true;
        }
    }
    return false;
}

bool usesPath(const DustOutboxEntry &entry, const DustPath &path)
{
    const std::vector<Use> uses = usesOf(entry);
    return std::any_of(uses.begin(), uses.end(),
                       [&path](const Use &use) { return use.path == path; });
}

bool isAtOrBelow(const DustPath &path, const DustPath &root)
{
    return root.isEmpty() || path == root || root.isAncestorOf(path);
}

} // namespace

void NaiveOutbox::add(const DustOutboxEntry &entry)
{
    entries.push_back(entry);
    std::sort(entries.begin(), entries.end(),
              [](const auto &a, const auto &b) { return a.number < b.number; });
}

void NaiveOutbox::remove(quint64 number)
{
    std::erase_if(entries, [number](const auto &entry) { return entry.number == number; });
}

DustOutboxEntry *NaiveOutbox::find(quint64 number)
{
    for (DustOutboxEntry &entry : entries) {
        if (entry.number == number)
            return &entry;
    }
    return nullptr;
}

std::set<quint64> NaiveOutbox::ready() const
{
    std::set<quint64> numbers;
    for (const DustOutboxEntry &entry : entries) {
        const bool isHeldUp = std::any_of(
                entries.begin(), entries.end(), [&](const DustOutboxEntry &other) {
                    return other.number < entry.number && other.state != DustOutboxEntry::Accepted
                            && holdUp(entry, other);
                });
        if (entry.state == DustOutboxEntry::Waiting && !isHeldUp)
            numbers.insert(entry.number);
    }
    return numbers;
}

quint64 NaiveOutbox::firstTouching(const DustPath &path) const
{
    for (const DustOutboxEntry &entry : entries) {
        for (const DustOperation &operation : entry.operations) {
            if (!entry.isTransient && (path.isEmpty() || operation.path().overlaps(path)))
                return entry.number;
        }
    }
    return 0;
}

bool NaiveOutbox::touches(const DustPath &path) const
{
    return firstTouching(path) != 0;
}

// Whether every write that has to do with root is wholly at or below it.
bool NaiveOutbox::isClosed(const DustPath &root) const
{
    for (const DustOutboxEntry &entry : entries) {
        if (entry.isTransient || root.isEmpty())
            continue;
        const auto &operations = entry.operations;
        const bool hasToDo = std::any_of(
                operations.begin(), operations.end(),
                [&root](const auto &operation) { return operation.path().overlaps(root); });
        const bool isInside = std::all_of(
                operations.begin(), operations.end(),
                [&root](const auto &operation) { return isAtOrBelow(operation.path(), root); });
        if (hasToDo && !isInside)
            return false;
    }
    return true;
}

QList<quint64> NaiveOutbox::region(const DustPath &path, DustPath *root) const
{
    *root = path;
    while (!isClosed(*root))
        *root = root->parent();
    QList<quint64> numbers;
    for (const DustOutboxEntry &entry : entries) {
        if (!entry.isTransient
            && std::any_of(
                    entry.operations.begin(), entry.operations.end(),
                    [root](const auto &operation) { return isAtOrBelow(operation.path(), *root); }))
            numbers.append(entry.number);
    }
    return numbers;
}

DustOutboxEntry *NaiveOutbox::mergeTarget(const DustOperation &operation)
{
    const auto last = std::find_if(entries.rbegin(), entries.rend(), [&](const auto &entry) {
        return entry.state != DustOutboxEntry::Accepted && usesPath(entry, operation.path());
    });
    if (last == entries.rend() || operation.ifMatch() || operation.ifAbsent())
        return nullptr;
    const DustOperation &earlier = last->operation();
    if (last->state != DustOutboxEntry::Waiting || last->attempts > 0 || last->isBatch
        || last->isConditional() || last->keepsId || last->isTransient || !last->content.isEmpty()
        || earlier.path() != operation.path() || earlier.kind() != operation.kind()
        || earlier.fence() != operation.fence())
        return nullptr;
    const bool isFollowed = std::any_of(entries.rbegin(), last, [&](const auto &later) {
        return later.state != DustOutboxEntry::Accepted && holdUp(*last, later);
    });
    return isFollowed ? nullptr : &*last;
}
