// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusthazards_p.h"

#include "dustrefusal_p.h"
#include "dusttext_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

// An object without a value in it only clears.
bool hasLeaf(const DustValue &value)
{
    if (value.isLeaf())
        return true;
    const DustObject &members = value.toObject();
    return std::any_of(members.cbegin(), members.cend(), hasLeaf);
}

bool makesLeaf(const DustOperation &operation)
{
    switch (operation.kind()) {
    case DustOperation::Set:
    case DustOperation::Merge:
        return hasLeaf(operation.value());
    case DustOperation::Increment:
    case DustOperation::Add:
    case DustOperation::PutFile:
    case DustOperation::Lease:
        return true;
    default:
        return false;
    }
}

DustError leafAbove(const DustOperation &operation, const DustPath &leaf)
{
    return DustRefusal::of(
            operation, DustError::InvalidParams, u"leaf_above"_s,
            u"meets the value at %1, beside which nobody could read it: delete that value first, or write elsewhere."_s
                    .arg(DustText::quoted(leaf.toString())));
}

bool holdsTypedValue(const DustValue &value)
{
    if (value.isArray()) {
        const DustArray &items = value.toArray();
        return std::any_of(items.cbegin(), items.cend(), holdsTypedValue);
    }
    if (!value.isObject())
        return false;
    const QString type = value.envelopeType();
    if (type == u"decimal"_s || type == u"datetime"_s)
        return true;
    const DustObject &members = value.toObject();
    return std::any_of(members.cbegin(), members.cend(), holdsTypedValue);
}

} // namespace

DustResult<void> DustHazards::checkValue(const DustOperation &operation)
{
    if (!holdsTypedValue(operation.value()))
        return {};
    return DustRefusal::of(
            operation, DustError::InvalidParams, u"typed_value"_s,
            u"has a typed decimal or datetime, which would break the store for clients that use MessagePack: write it as a plain string."_s);
}

DustResult<void> DustHazards::checkPlace(const DustReadView &rows, const DustOperation &operation)
{
    if (!makesLeaf(operation))
        return {};
    const DustPath &path = operation.path();
    const bool isMerge = operation.kind() == DustOperation::Merge;
    for (DustPath at = isMerge ? path : path.parent(); !at.isEmpty(); at = at.parent()) {
        if (!rows.find(at.rendered()))
            continue;
        if (!isMerge && rows.find(path.rendered()))
            return {}; // it is there already, and only gets another value
        return leafAbove(operation, at);
    }
    if (!isMerge)
        return {};
    const DustObject &members = operation.value().toObject();
    for (auto member = members.cbegin(); member != members.cend(); ++member) {
        const DustPath child = path.child(member.key()).value();
        if (member.value().isLeaf() && rows.hasBelow(child.rendered())
            && !rows.find(child.rendered()))
            return DustRefusal::of(
                    operation, DustError::InvalidParams, u"leaves_below"_s,
                    u"would put a value beside those below %1, where nobody could read them: set that path instead."_s
                            .arg(DustText::quoted(child.toString())));
    }
    return {};
}
