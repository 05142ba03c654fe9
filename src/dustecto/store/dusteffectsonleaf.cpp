// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustEffects::onLeaf(): counters and sets.

#include "dusteffects_p.h"
#include "dustrefusal_p.h"

#include <QtCore/QSet>

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace {

std::optional<DustValue> sum(const DustValue &a, const DustValue &b)
{
    if (a.isInteger() && b.isInteger())
        return DustEffects::integerSum(a, b);
    const double total = a.toDouble() + b.toDouble();
    return std::isfinite(total) ? std::optional(DustValue(total)) : std::nullopt;
}

DustResult<DustValue> incremented(const DustOperation &operation, const DustValue &existing)
{
    if (!existing.isNumber())
        return DustRefusal::of(operation, DustError::InvalidParams, u"not_a_number"_s,
                               u"meets a value that is not a number: set it to one first, or "
                               "count at another path."_s);
    const auto total = sum(existing, operation.value());
    if (!total)
        return DustRefusal::of(operation, DustError::InvalidParams, u"number_out_of_range"_s,
                               u"leads out of the range of its numbers, which is -2^63 to 2^64-1 "
                               "for integers: set the counter anew."_s);
    return *total;
}

DustResult<DustValue> withMembers(const DustOperation &operation, const DustValue &existing,
                                  DustEntry::Type type)
{
    if (!existing.isArray())
        return DustRefusal::of(operation, DustError::InvalidParams, u"not_a_list"_s,
                               u"meets a value that is not a list: delete it first, or keep the "
                               "set at another path."_s);
    const DustValue &member = operation.value();
    const QByteArray encoded = member.toMessagePack();
    DustArray members;
    if (operation.kind() == DustOperation::Add)
        members.append(member);
    QSet<QByteArray> seen;
    for (const DustValue &item : existing.toArray()) {
        if (item.kind() == member.kind() && item.toMessagePack() == encoded)
            continue;
        if (type != DustEntry::Set) { // a plain list may hold a value twice
            const qsizetype count = seen.size();
            seen.insert(item.toMessagePack());
            if (seen.size() == count)
                continue;
        }
        members.append(item);
    }
    return DustValue(members);
}

} // namespace

std::optional<DustValue> DustEffects::integerSum(const DustValue &a, const DustValue &b)
{
    const auto isNegative = [](const DustValue &value) { return value.toInteger() < 0; };
    if (!isNegative(a) && !isNegative(b)) {
        const quint64 x = a.toUnsignedInteger();
        const quint64 y = b.toUnsignedInteger();
        return x > std::numeric_limits<quint64>::max() - y ? std::nullopt
                                                           : std::optional(DustValue(x + y));
    }
    if (isNegative(a) && isNegative(b)) {
        const qint64 x = a.toInteger();
        const qint64 y = b.toInteger();
        return x < std::numeric_limits<qint64>::min() - y ? std::nullopt
                                                          : std::optional(DustValue(x + y));
    }
    const quint64 gain = (isNegative(a) ? b : a).toUnsignedInteger();
    const quint64 lossLessOne = quint64(-((isNegative(a) ? a : b).toInteger() + 1));
    if (gain > lossLessOne)
        return DustValue(gain - lossLessOne - 1);
    return DustValue(-qint64(lossLessOne - gain) - 1);
}

DustResult<DustEffect> DustEffects::onLeaf(const DustReadView &rows, const DustOperation &operation,
                                           const DustStamp &stamp)
{
    const bool isCounter = operation.kind() == DustOperation::Increment;
    const DustEntry::Type type = isCounter ? DustEntry::Counter : DustEntry::Set;
    const QByteArray &path = operation.path().rendered();
    const DustRow *row = rows.find(path);

    DustValue existing = isCounter ? DustValue(0) : DustValue(DustArray());
    if (row) {
        auto value = row->value();
        if (!value)
            return value.error();
        existing = std::move(value).value();
    } else if (rows.hasBelow(path)) {
        existing = DustObject();
    }
    auto result = isCounter ? incremented(operation, existing)
                            : withMembers(operation, existing, row ? row->type() : DustEntry::Set);
    if (!result)
        return result.error();
    return DustEffect{ *result,
                       { { path, row ? std::optional(row->stored()) : std::nullopt,
                           stamp.stored(*result, type) } } };
}
