// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustOutbox: which entries the view has to replay together.

#include "dustoutbox_p.h"

#include <algorithm>

namespace {

bool isAtOrBelow(const DustPath &path, const DustPath &root)
{
    return root.isEmpty() || path == root || root.isAncestorOf(path);
}

DustPath commonAncestor(DustPath root, const DustPath &path)
{
    while (!isAtOrBelow(path, root))
        root = root.parent();
    return root;
}

DustPath closedOver(const DustOutboxEntry &entry, DustPath root)
{
    for (const DustOperation &operation : entry.operations)
        root = commonAncestor(root, operation.path());
    return root;
}

QList<quint64> inOrder(QList<quint64> numbers)
{
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    return numbers;
}

} // namespace

bool DustOutbox::touches(const DustPath &path) const
{
    const auto any = [](const auto &) { return true; };
    return m_shown.find(path.rendered()) != m_shown.end()
            || DustOutboxPaths::visitAbove(m_shown, path.rendered(), any)
            || DustOutboxPaths::visitBelow(m_shown, path.rendered(), any);
}

QList<quint64> DustOutbox::region(const DustPath &path, DustPath *root) const
{
    *root = path;
    DustOutboxPaths::visitAbove(m_shown, path.rendered(), [root](const auto &at) {
        *root = DustPath::fromCanonical(at.first);
        return true;
    });
    // A batch has paths elsewhere. No entry is at an ancestor of this root, and so of no wider one.
    for (;;) {
        QList<quint64> numbers;
        const auto take = [&numbers](const auto &at) {
            numbers += at.second;
            return false;
        };
        if (const auto found = m_shown.find(root->rendered()); found != m_shown.end())
            take(*found);
        DustOutboxPaths::visitBelow(m_shown, root->rendered(), take);
        numbers = inOrder(std::move(numbers));
        DustPath wider = *root;
        for (const quint64 number : std::as_const(numbers)) {
            if (const DustOutboxEntry &entry = m_entries.at(number); entry.operations.size() > 1)
                wider = closedOver(entry, wider);
        }
        if (wider == *root)
            return numbers;
        *root = wider;
    }
}

void DustOutbox::show(const DustOutboxEntry &entry)
{
    if (entry.isTransient)
        return;
    for (const DustOperation &operation : entry.operations) {
        QList<quint64> &numbers = m_shown[operation.path().rendered()];
        const auto at = std::lower_bound(numbers.begin(), numbers.end(), entry.number);
        if (at == numbers.end() || *at != entry.number)
            numbers.insert(at, entry.number);
    }
}

void DustOutbox::hide(const DustOutboxEntry &entry)
{
    for (const DustOperation &operation : entry.operations) {
        const auto found = m_shown.find(operation.path().rendered());
        if (found == m_shown.end())
            continue;
        QList<quint64> &numbers = found->second;
        const auto at = std::lower_bound(numbers.begin(), numbers.end(), entry.number);
        if (at != numbers.end() && *at == entry.number)
            numbers.erase(at);
        if (numbers.isEmpty())
            m_shown.erase(found);
    }
}

quint64 DustOutbox::firstTouching(const DustPath &path) const
{
    quint64 first = 0;
    const auto take = [&first](const auto &at) {
        const quint64 number = at.second.constFirst();
        first = first == 0 ? number : std::min(first, number);
        return false;
    };
    if (const auto here = m_shown.find(path.rendered()); here != m_shown.end())
        take(*here);
    DustOutboxPaths::visitAbove(m_shown, path.rendered(), take);
    DustOutboxPaths::visitBelow(m_shown, path.rendered(), take);
    return first;
}
