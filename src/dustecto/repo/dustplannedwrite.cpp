// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustplannedwrite_p.h"

#include "dustguardedwrite_p.h"
#include "dustkeptnumbers_p.h"
#include "dustrecordcodec_p.h"
#include "dusttext_p.h"

using namespace Qt::StringLiterals;

DustError DustPlannedWrite::taken(const DustPath &path)
{
    return DustError(
            DustError::Exists,
            u"There is something at %1 already: take another slug, or update what is there."_s.arg(
                    DustText::quoted(path.toString())),
            { { u"reason"_s, u"exists"_s }, { u"path"_s, path.toString() } });
}

DustPath DustPlannedWrite::leafPath(const QByteArray &leaf) const
{
    return leaf.isEmpty() ? path : DustPath::fromCanonical(path.rendered() + '/' + leaf);
}

void DustPlannedWrite::appendGuarded(DustOperation operation, const DustMeta::Leaf &leaf)
{
    if (leaf.revision > 0)
        operation.setIfMatch(leaf.revision);
    else
        unknown.append({ operations.size(), leaf.path });
    operations.append(operation);
}

DustResult<void> DustPlannedWrite::resolve(const UnknownGuard &guard, const DustEntry *stored)
{
    if (stored && isAsRead(guard.leaf, stored->value())) {
        operations[guard.operation].setIfMatch(stored->revision());
        return {};
    }
    const QString where = leafPath(guard.leaf).toString();
    return DustError(
            DustError::Conflict,
            u"The leaf %1 is not what it was when the record was read: read it again and decide anew."_s
                    .arg(DustText::quoted(where)),
            { { u"reason"_s, u"conflict"_s },
              { u"path"_s, where },
              { u"current_revision"_s, stored ? QVariant(stored->revision()) : QVariant() } });
}

// Another program may have written the same value in other words: "…:00Z" and "…:00.000Z".
bool DustPlannedWrite::isAsRead(const QByteArray &leaf, const DustValue &stored) const
{
    const int index = DustGuardedWrite::fieldOf(leaf, data.schema());
    if (index < 0)
        return DustKeptNumbers::isStrangerAsRead(data.meta(), leaf, stored);
    const DustField &field = data.schema().fields().at(index);
    if (field.wireLeaf() == leaf) {
        const auto value = field.fromWire(stored);
        return value && field.isEqual(*value, data.value(index));
    }
    const auto read = DustRecordEncoder::field(data, index);
    if (!read)
        return false;
    const auto known = read->flatten(DustPath::fromCanonical(field.wireLeaf()));
    const DustValue::Leaf wanted(DustPath::fromCanonical(leaf), stored);
    return known && known->contains(wanted);
}

DustRecord DustPlannedWrite::answer(const QList<DustReceipt> &receipts) const
{
    DustMeta meta;
    meta.reserve(leaves.size());
    for (const Leaf &leaf : leaves) {
        const bool written = leaf.operation >= 0 && leaf.operation < receipts.size();
        meta.addLeaf(leaf.path, written ? receipts.at(leaf.operation).storeSeq : leaf.revision);
    }
    meta.setLoaded(loaded);
    DustKeptNumbers::keepWritten(&meta, record);
    DustRecord answered = record;
    answered.setMeta(meta);
    return answered;
}
