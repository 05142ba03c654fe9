// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustOutbox::mergeIn().

#include "dusteffects_p.h"
#include "dustoutbox_p.h"

namespace {

// An entry is kept anew with everything that is merged into it: it must not grow for ever.
constexpr qsizetype MostCallers = 64;
constexpr qsizetype MostChildren = 250;
constexpr qsizetype MostBytes = 16'000;

bool isUnconditional(const DustOperation &operation)
{
    return !operation.ifMatch() && !operation.ifAbsent();
}

std::optional<DustOperation> mergedMerge(const DustOperation &earlier, const DustOperation &later)
{
    qsizetype rest = MostBytes;
    if (!DustOutboxEntry::fits(earlier.value(), &rest)
        || !DustOutboxEntry::fits(later.value(), &rest))
        return std::nullopt;
    DustObject children = earlier.value().toObject();
    const DustObject &laterChildren = later.value().toObject();
    for (auto it = laterChildren.cbegin(); it != laterChildren.cend(); ++it) {
        DustValue &child = children[it.key()];
        // A leaf does not clear what an object wrote below the child.
        if (!child.isLeaf() && it->isLeaf())
            return std::nullopt;
        child = *it;
    }
    if (children.size() > MostChildren)
        return std::nullopt;
    return DustOperation::merge(earlier.path(), children);
}

// What does the same as both, one after the other.
std::optional<DustOperation> merged(const DustOperation &earlier, const DustOperation &later)
{
    switch (later.kind()) {
    case DustOperation::Set:
        return DustOperation::set(later.path(), later.value());
    case DustOperation::Merge:
        return mergedMerge(earlier, later);
    case DustOperation::Increment:
        if (!earlier.value().isInteger() || !later.value().isInteger())
            return std::nullopt; // floats add up differently in another order
        if (const auto sum = DustEffects::integerSum(earlier.value(), later.value()))
            return DustOperation::increment(later.path(), *sum);
        return std::nullopt;
    default:
        return std::nullopt;
    }
}

} // namespace

DustOutboxEntry *DustOutbox::mergeIn(const DustOperation &operation, const DustOutboxCaller &caller)
{
    DustOutboxEntry *target = mergeTarget(operation);
    if (!target)
        return nullptr;
    DustOperation &earlier = target->operations.first();
    std::optional<DustOperation> both = merged(earlier, operation);
    if (!both)
        return nullptr;
    both->setClientOpId(earlier.clientOpId());
    if (const auto fence = earlier.fence())
        both->setFence(*fence);
    earlier = *both;
    ++m_changes;
    target->callers.append(caller);
    if (caller.call != 0)
        m_byCall.insert(caller.call, target->number);
    return target;
}

// The entry whose place and fate the operation could share.
DustOutboxEntry *DustOutbox::mergeTarget(const DustOperation &operation)
{
    DustOutboxEntry *entry = find(m_slots.lastAt(operation.path().rendered()));
    if (!entry || entry->state != DustOutboxEntry::Waiting || entry->attempts > 0 || entry->isBatch
        || entry->keepsId || entry->isTransient || !entry->content.isEmpty()
        || entry->callers.size() >= MostCallers)
        return nullptr;
    const DustOperation &earlier = entry->operation();
    if (earlier.path() != operation.path() || earlier.kind() != operation.kind()
        || earlier.fence() != operation.fence() || !isUnconditional(earlier)
        || !isUnconditional(operation))
        return nullptr;
    const bool isLast = m_entries.rbegin()->first == entry->number;
    return isLast || m_slots.heldBy(*entry).isEmpty() ? entry : nullptr;
}
