// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustguardedwrite_p.h"

#include "dustrecordcodec_p.h"
#include "dusttext_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

bool DustGuardedWrite::isAtOrBelow(const QByteArray &path, const QByteArray &top)
{
    return path.startsWith(top) && (path.size() == top.size() || path.at(top.size()) == '/');
}

int DustGuardedWrite::fieldOf(QByteArrayView path, const DustSchema &schema)
{
    const qsizetype slash = path.indexOf('/');
    return schema.indexOfWireLeaf(slash < 0 ? path : path.first(slash));
}

DustResult<void> DustGuardedWrite::checkLoaded(const DustRecord &record, const DustPath &path)
{
    if (record.meta().isLoaded())
        return {};
    return DustError(
            DustError::InvalidParams,
            u"The record %1 was never read, so there is nothing to compare it with: read it with "
            "get() or all() and change that, or write without ifUnchanged."_s.arg(
                    DustText::quoted(path.toString())),
            { { u"reason"_s, u"not_loaded"_s }, { u"path"_s, path.toString() } });
}

namespace {

QList<DustMeta::Leaf> leavesOfField(const DustMeta &meta, const DustField &field)
{
    QList<DustMeta::Leaf> leaves;
    for (const DustMeta::Leaf &leaf : meta.leaves()) {
        if (DustGuardedWrite::isAtOrBelow(leaf.path, field.wireLeaf()))
            leaves.append(leaf);
    }
    return leaves;
}

const DustValue *valueAt(const QList<DustValue::Leaf> &leaves, const QByteArray &path)
{
    const auto leaf = std::find_if(leaves.cbegin(), leaves.cend(), [&](const DustValue::Leaf &one) {
        return one.first.rendered() == path;
    });
    return leaf == leaves.cend() ? nullptr : &leaf->second;
}

DustResult<void> addField(DustPlannedWrite *plan, int index)
{
    const DustField &field = plan->record.schema().fields().at(index);
    const auto value = DustRecordEncoder::field(plan->record, index);
    if (!value)
        return value.error();
    const auto leaves = value->flatten(DustPath::fromCanonical(field.wireLeaf()));
    if (!leaves)
        return leaves.error();

    // Backwards, since to write a leaf clears what is below it. What goes must go before what comes.
    const QByteArray &top = field.wireLeaf();
    const QList<DustMeta::Leaf> read = leavesOfField(plan->data.meta(), field);
    for (auto leaf = read.crbegin(); leaf != read.crend(); ++leaf) {
        const DustPath path = plan->leafPath(leaf->path);
        const DustValue *stays = valueAt(*leaves, leaf->path);
        if (!stays)
            plan->appendGuarded(DustOperation::remove(path), *leaf);
        else if (leaf->path != top)
            plan->appendGuarded(DustOperation::set(path, *stays), *leaf);
    }
    // At last the field as a whole: that clears what others put below it, which no guard can know.
    for (const auto &leaf : *leaves)
        plan->leaves.append({ leaf.first.rendered(), 0, plan->operations.size() });
    const DustOperation whole = leaves->isEmpty() ? DustOperation::remove(plan->leafPath(top))
                                                  : DustOperation::set(plan->leafPath(top), *value);
    const auto revision = plan->data.meta().leafRevision(top);
    if (revision && valueAt(*leaves, top))
        plan->appendGuarded(whole, { top, *revision });
    else
        plan->operations.append(whole);
    return {};
}

// A record in map mode is replaced as a whole: what no field declares goes, as it does with a plain set.
void addRemovalOfStrangers(DustPlannedWrite *plan)
{
    const QList<DustPlannedWrite::Leaf> leaves = std::exchange(plan->leaves, {});
    for (auto leaf = leaves.crbegin(); leaf != leaves.crend(); ++leaf) {
        if (leaf->path.isEmpty()
            || DustGuardedWrite::fieldOf(leaf->path, plan->record.schema()) >= 0)
            plan->leaves.append(*leaf);
        else
            plan->appendGuarded(DustOperation::remove(plan->leafPath(leaf->path)),
                                { leaf->path, leaf->revision });
    }
}

} // namespace

DustResult<void> DustGuardedWrite::addUpdate(DustPlannedWrite *plan, const QList<int> &indexes)
{
    plan->isBatch = true;
    if (plan->record.schema().mode() == DustSchema::Map)
        addRemovalOfStrangers(plan);
    for (const int index : indexes) {
        if (const auto added = addField(plan, index); !added)
            return added;
    }
    return {};
}

void DustGuardedWrite::addRemoval(DustPlannedWrite *plan)
{
    plan->isBatch = true;
    const DustSchema &schema = plan->data.schema();
    QList<DustMeta::Leaf> leaves = plan->data.meta().leaves();
    std::reverse(leaves.begin(), leaves.end());
    // A required field first: then the record is gone with the first operation, not changed by each.
    std::stable_partition(leaves.begin(), leaves.end(), [&](const DustMeta::Leaf &leaf) {
        const int index = schema.indexOfWireLeaf(leaf.path);
        return index >= 0 && schema.required().contains(schema.fields().at(index).name())
                && leavesOfField(plan->data.meta(), schema.fields().at(index)).size() == 1;
    });
    for (const DustMeta::Leaf &leaf : std::as_const(leaves)) {
        if (!leaf.path.isEmpty())
            plan->appendGuarded(DustOperation::remove(plan->leafPath(leaf.path)), leaf);
    }
    const DustOperation whole = DustOperation::remove(plan->path);
    if (const auto own = plan->data.meta().leafRevision({}))
        plan->appendGuarded(whole, { {}, *own });
    else
        plan->operations.append(whole);
}
