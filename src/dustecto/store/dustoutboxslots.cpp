// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustoutboxslots_p.h"

#include <algorithm>

namespace {

constexpr std::array<DustOutboxSlots::Use, 3> AllUses = { DustOutboxSlots::Alone,
                                                          DustOutboxSlots::Counting,
                                                          DustOutboxSlots::Fencing };

} // namespace

QList<DustOutboxSlots::PathUse> DustOutboxSlots::usesOf(const DustOutboxEntry &entry)
{
    QList<PathUse> uses;
    uses.reserve(entry.operations.size());
    for (const DustOperation &operation : entry.operations) {
        const bool counts = operation.kind() == DustOperation::Increment && !operation.ifMatch()
                && !operation.ifAbsent();
        uses.append({ operation.path().rendered(), counts ? Counting : Alone });
        if (const auto fence = operation.fence())
            uses.append({ fence->key.rendered(), Fencing });
    }
    if (uses.size() > 1) {
        std::sort(uses.begin(), uses.end());
        uses.erase(std::unique(uses.begin(), uses.end()), uses.end());
    }
    return uses;
}

void DustOutboxSlots::occupy(const DustOutboxEntry &entry)
{
    for (const PathUse &at : usesOf(entry)) {
        QList<quint64> &numbers = m_slots[at.path][at.use];
        numbers.insert(std::lower_bound(numbers.begin(), numbers.end(), entry.number),
                       entry.number);
    }
}

void DustOutboxSlots::vacate(const DustOutboxEntry &entry)
{
    for (const PathUse &at : usesOf(entry)) {
        const auto slot = m_slots.find(at.path);
        if (slot == m_slots.end())
            continue;
        QList<quint64> &numbers = slot->second[at.use];
        const auto found = std::lower_bound(numbers.begin(), numbers.end(), entry.number);
        if (found != numbers.end() && *found == entry.number)
            numbers.erase(found);
        if (std::all_of(slot->second.cbegin(), slot->second.cend(),
                        [](const QList<quint64> &of) { return of.isEmpty(); }))
            m_slots.erase(slot);
    }
}

quint64 DustOutboxSlots::holderOf(const DustOutboxEntry &entry) const
{
    quint64 holder = 0;
    for (const PathUse &at : usesOf(entry))
        holder = std::max(holder, holderAt(at, entry.number));
    return holder;
}

QList<quint64> DustOutboxSlots::heldBy(const DustOutboxEntry &entry) const
{
    QList<quint64> held;
    for (const PathUse &at : usesOf(entry)) {
        const auto look = [&](const Slot &slot, Relation relation) {
            for (const Use use : AllUses) {
                const QList<quint64> &numbers = slot[use];
                if (collide(at.use, use, relation))
                    std::copy(std::upper_bound(numbers.begin(), numbers.end(), entry.number),
                              numbers.end(), std::back_inserter(held));
            }
            return false;
        };
        const auto lookRelated = [&](const auto &slot) { return look(slot.second, Related); };
        if (const auto same = m_slots.find(at.path); same != m_slots.end())
            look(same->second, Same);
        DustOutboxPaths::visitAbove(m_slots, at.path, lookRelated);
        DustOutboxPaths::visitBelow(m_slots, at.path, lookRelated);
    }
    return held;
}

quint64 DustOutboxSlots::lastAt(const QByteArray &path) const
{
    quint64 last = 0;
    if (const auto slot = m_slots.find(path); slot != m_slots.end()) {
        for (const QList<quint64> &numbers : slot->second)
            last = std::max(last, numbers.isEmpty() ? 0 : numbers.constLast());
    }
    return last;
}

bool DustOutboxSlots::collide(Use a, Use b, Relation relation)
{
    return a != b || a == Alone || (a == Counting && relation != Same);
}

quint64 DustOutboxSlots::holderIn(const Slot &slot, Use use, Relation relation, quint64 number)
{
    quint64 holder = 0;
    for (const Use other : AllUses) {
        if (!collide(use, other, relation))
            continue;
        const QList<quint64> &numbers = slot[other];
        const auto next = std::lower_bound(numbers.begin(), numbers.end(), number);
        if (next != numbers.begin())
            holder = std::max(holder, *(next - 1));
    }
    return holder;
}

quint64 DustOutboxSlots::holderAt(const PathUse &wanted, quint64 number) const
{
    quint64 holder = 0;
    if (const auto same = m_slots.find(wanted.path); same != m_slots.end())
        holder = holderIn(same->second, wanted.use, Same, number);
    DustOutboxPaths::visitAbove(m_slots, wanted.path, [&](const auto &slot) {
        holder = std::max(holder, holderIn(slot.second, wanted.use, Related, number));
        return false;
    });
    if (holder != 0)
        return holder;
    // There may be thousands below: the first one will do.
    DustOutboxPaths::visitBelow(m_slots, wanted.path, [&](const auto &slot) {
        holder = holderIn(slot.second, wanted.use, Related, number);
        return holder != 0;
    });
    return holder;
}
