// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustwriteplanner_p.h"

#include "dustguardedwrite_p.h"
#include "dustrecordcodec_p.h"
#include "dustrow_p.h"
#include "dustschemacheck_p.h"
#include "dusttext_p.h"
#include "dustviewreads_p.h"

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace {

QList<int> allFields(const DustSchema &schema)
{
    QList<int> indexes(schema.fields().size());
    std::iota(indexes.begin(), indexes.end(), 0);
    return indexes;
}

QList<int> changedFields(const DustSchema &schema, const QVariantMap &changes)
{
    QList<int> indexes;
    for (auto change = changes.keyBegin(); change != changes.keyEnd(); ++change) {
        if (const int index = schema.indexOf(*change); index >= 0)
            indexes.append(index);
    }
    std::sort(indexes.begin(), indexes.end());
    return indexes;
}

DustError nothingToWrite(const DustPath &path)
{
    return DustError(
            DustError::NothingToWrite,
            u"There is nothing to write at %1: the changeset changes no field besides the slug."_s
                    .arg(DustText::quoted(path.toString())),
            { { u"path"_s, path.toString() } });
}

// To write an object without a value in it only clears what was there.
bool hasLeaf(const DustValue &value)
{
    if (value.isLeaf())
        return true;
    const DustObject &fields = value.toObject();
    return std::any_of(fields.cbegin(), fields.cend(), hasLeaf);
}

DustError nothingToInsert(const DustPath &path)
{
    return DustError(DustError::NothingToWrite,
                     u"There is nothing to insert at %1: no field of the record has a value, and a "
                     "record without one does not exist."_s.arg(DustText::quoted(path.toString())),
                     { { u"path"_s, path.toString() } });
}

DustError slugChanged(const DustRecord &data, const DustRecord &record)
{
    return DustError::invalidParams(
            u"slug_changed"_s,
            u"An update cannot make %1 of the record %2: insert it anew and remove the old one, in one batch."_s
                    .arg(DustText::quoted(record.slug()), DustText::quoted(data.slug())));
}

// What keeps its revision when the fields are written.
QList<DustPlannedWrite::Leaf> leavesBeside(const DustRecord &record, const QList<int> &indexes)
{
    const QList<DustField> &fields = record.schema().fields();
    QList<DustPlannedWrite::Leaf> leaves;
    for (const DustMeta::Leaf &leaf : record.meta().leaves()) {
        const bool isWritten = std::any_of(indexes.cbegin(), indexes.cend(), [&](int index) {
            return DustGuardedWrite::isAtOrBelow(leaf.path, fields.at(index).wireLeaf());
        });
        if (!isWritten)
            leaves.append({ leaf.path, leaf.revision, -1 });
    }
    return leaves;
}

} // namespace

DustWritePlanner::DustWritePlanner(DustTransport::Capabilities capabilities,
                                   const DustReadView *view, Purpose purpose)
    : m_capabilities(capabilities), m_view(view), m_purpose(purpose)
{}

DustResult<DustPlannedWrite> DustWritePlanner::plan(const DustWriteStep &step)
{
    switch (step.kind) {
    case DustWriteStep::Insert: {
        const auto record = step.changeset.applyAction(DustChangeset::Insert);
        return record ? planInsert(*record, step.ifAbsent) : Plan(record.error());
    }
    case DustWriteStep::InsertRecord:
        return planInsert(step.record, step.ifAbsent);
    case DustWriteStep::Update:
        return planUpdate(step);
    case DustWriteStep::RemoveRecord:
        return planRemove(step);
    case DustWriteStep::RemovePath: {
        DustPlannedWrite plan;
        plan.path = step.path;
        plan.operations.append(DustOperation::remove(step.path));
        return plan;
    }
    case DustWriteStep::Refused:
        break;
    }
    return step.error;
}

DustWritePlanner::Plan DustWritePlanner::planInsert(const DustRecord &record, bool ifAbsent)
{
    const auto path = DustSchemaCheck::recordPath(record.schema(), record.slug());
    if (!path)
        return path.error();
    if (ifAbsent && m_view && DustViewReads::exists(*m_view, *path))
        return DustPlannedWrite::taken(*path);
    DustPlannedWrite plan;
    plan.path = *path;
    plan.asksFirst = ifAbsent && !m_view;
    plan.record = record;
    plan.loaded = true;
    const auto added = record.schema().mode() == DustSchema::Map
            ? addWhole(&plan)
            : addFields(&plan, allFields(record.schema()));
    if (!added)
        return added.error();
    const auto writes = [](const DustOperation &operation) { return hasLeaf(operation.value()); };
    if (std::none_of(plan.operations.cbegin(), plan.operations.cend(), writes))
        return nothingToInsert(*path);
    m_written.insert(path->rendered());
    return plan;
}

DustWritePlanner::Plan DustWritePlanner::planUpdate(const DustWriteStep &step)
{
    const auto record = step.changeset.applyAction(DustChangeset::Update);
    if (!record)
        return record.error();
    const auto path = DustSchemaCheck::recordPath(record->schema(), record->slug());
    if (!path)
        return path.error();
    DustPlannedWrite plan;
    plan.path = *path;
    plan.data = step.changeset.data();
    plan.record = *record;
    plan.loaded = plan.data.meta().isLoaded();
    if (!plan.data.slug().isEmpty() && plan.data.slug() != record->slug())
        return slugChanged(plan.data, *record);
    if (step.ifUnchanged) {
        if (const auto loaded = DustGuardedWrite::checkLoaded(plan.data, *path); !loaded)
            return loaded.error();
    }
    const QVariantMap changes = step.changeset.changes();
    const QList<int> changed = changedFields(record->schema(), changes);
    if (changed.isEmpty() && !changes.isEmpty())
        return nothingToWrite(*path);
    const bool isWhole = record->schema().mode() == DustSchema::Map;
    if (!isWhole || step.ifUnchanged || changed.isEmpty())
        plan.leaves = leavesBeside(plan.data, changed);
    DustResult<void> added;
    if (changed.isEmpty())
        return plan;
    if (step.ifUnchanged)
        added = DustGuardedWrite::addUpdate(&plan, changed);
    else if (isWhole)
        added = addWhole(&plan);
    else
        added = addFields(&plan, changed);
    if (!added)
        return added.error();
    m_written.insert(path->rendered());
    return plan;
}

DustWritePlanner::Plan DustWritePlanner::planRemove(const DustWriteStep &step)
{
    const auto path = DustSchemaCheck::recordPath(step.record.schema(), step.record.slug());
    if (!path)
        return path.error();
    DustPlannedWrite plan;
    plan.path = *path;
    plan.data = step.record;
    if (!step.ifUnchanged) {
        plan.operations.append(DustOperation::remove(*path));
        return plan;
    }
    if (const auto loaded = DustGuardedWrite::checkLoaded(step.record, *path); !loaded)
        return loaded.error();
    DustGuardedWrite::addRemoval(&plan);
    return plan;
}

DustResult<void> DustWritePlanner::addWhole(DustPlannedWrite *plan) const
{
    const auto body = DustRecordEncoder::body(plan->record);
    if (!body)
        return body.error();
    plan->operations.append(DustOperation::set(plan->path, *body));
    plan->loaded = true;
    for (auto field = body->cbegin(); field != body->cend(); ++field) {
        const auto added = addLeaves(plan, field.value(), DustPath::escapeSegment(field.key()), 0);
        if (!added)
            return added;
    }
    return {};
}

// One merge where it does; a leaf that takes the place of a subtree needs a set of its own, for a merge leaves both.
DustResult<void> DustWritePlanner::addFields(DustPlannedWrite *plan,
                                             const QList<int> &indexes) const
{
    QMap<int, DustValue> values;
    for (const int index : indexes) {
        auto value = DustRecordEncoder::field(plan->record, index);
        if (!value)
            return value.error();
        values.insert(index, std::move(*value));
    }
    const QList<int> own = unmergeable(*plan, values);
    const QList<DustField> &fields = plan->record.schema().fields();
    DustObject merged;
    for (auto value = values.cbegin(); value != values.cend(); ++value) {
        if (!own.contains(value.key()))
            merged.insert(fields.at(value.key()).wireName(), *value);
    }
    plan->isBatch = !own.isEmpty();
    if (!merged.isEmpty())
        plan->operations.append(DustOperation::merge(plan->path, merged));
    for (auto value = merged.cbegin(); value != merged.cend(); ++value) {
        if (const auto added = addLeaves(plan, *value, DustPath::escapeSegment(value.key()), 0);
            !added)
            return added;
    }
    for (const int index : own) {
        const QByteArray &leaf = fields.at(index).wireLeaf();
        if (const auto added = addLeaves(plan, values.value(index), leaf, plan->operations.size());
            !added)
            return added;
        plan->operations.append(DustOperation::set(plan->leafPath(leaf), values.value(index)));
    }
    return {};
}

// Where one needs a set, the write is a batch, and not every batch takes a merge beside it.
QList<int> DustWritePlanner::unmergeable(const DustPlannedWrite &plan,
                                         const QMap<int, DustValue> &values) const
{
    const bool batchesMerge = m_capabilities.testFlag(DustTransport::FullBatches);
    if (!m_capabilities.testFlag(DustTransport::AtomicMerge)
        || (m_purpose == Receipts && !batchesMerge))
        return values.keys();
    const bool isNew = m_view && !m_written.contains(plan.path.rendered())
            && !m_view->hasBelow(plan.path.rendered());
    QList<int> own;
    for (auto value = values.cbegin(); value != values.cend(); ++value) {
        const DustField &field = plan.record.schema().fields().at(value.key());
        if (!isNew && value->isLeaf() && mayHaveSubtree(field, plan))
            own.append(value.key());
    }
    return own.isEmpty() || batchesMerge ? own : values.keys();
}

bool DustWritePlanner::mayHaveSubtree(const DustField &field, const DustPlannedWrite &plan) const
{
    const bool isFreeForm = field.type() == DustField::Any;
    const bool isWritten = m_written.contains(plan.path.rendered());
    if (m_view)
        return (isFreeForm && isWritten)
                || m_view->hasBelow(plan.leafPath(field.wireLeaf()).rendered());
    const QByteArray below = field.wireLeaf() + '/';
    const QList<DustMeta::Leaf> &read = plan.data.meta().leaves();
    return isFreeForm || std::any_of(read.cbegin(), read.cend(), [&](const DustMeta::Leaf &leaf) {
               return leaf.path.startsWith(below);
           });
}

DustResult<void> DustWritePlanner::addLeaves(DustPlannedWrite *plan, const DustValue &value,
                                             const QByteArray &at, qsizetype operation) const
{
    if (m_purpose == Receipts)
        return {};
    const auto leaves = value.flatten(DustPath::fromCanonical(at));
    if (!leaves)
        return leaves.error();
    for (const DustValue::Leaf &leaf : *leaves)
        plan->leaves.append({ leaf.first.rendered(), 0, operation });
    return {};
}
