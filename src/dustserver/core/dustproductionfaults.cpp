// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustproductionfaults_p.h"

#include <QtCore/QHash>
#include <QtCore/QSet>

#include <optional>

namespace {

bool isOnLeaf(DustOperation::Kind op)
{
    return op == DustOperation::Increment || op == DustOperation::Add
            || op == DustOperation::Remove;
}

DustValue before(const DustLogRecord &record)
{
    for (const DustLeafChange &change : record.changes) {
        if (change.path == record.path && change.before)
            return change.before->value().valueOr(DustValue());
    }
    return {};
}

bool isNegative(const DustValue &integer)
{
    return integer.toInteger() < 0;
}

// Modulo 2^64, which unsigned arithmetic takes in its stride.
quint64 bitsOf(const DustValue &integer)
{
    return isNegative(integer) ? quint64(integer.toInteger()) : integer.toUnsignedInteger();
}

bool isLess(const DustValue &a, const DustValue &b)
{
    if (isNegative(a) != isNegative(b))
        return isNegative(a);
    return bitsOf(a) < bitsOf(b);
}

// What was added to get from one total to the next: a number of the protocol, as the client sent it.
DustValue increment(const DustValue &before, const DustValue &after)
{
    if (!before.isInteger() || !after.isInteger())
        return after.toDouble() - before.toDouble();
    const quint64 difference = bitsOf(after) - bitsOf(before);
    return isLess(after, before) ? DustValue(qint64(difference)) : DustValue(difference);
}

// Nothing when it is outside of what a number can be.
std::optional<DustValue> integerSum(const DustValue &a, const DustValue &b)
{
    const quint64 bits = bitsOf(a) + bitsOf(b);
    if (isNegative(a) && isNegative(b))
        return qint64(bits) < 0 ? std::optional(DustValue(qint64(bits))) : std::nullopt;
    if (!isNegative(a) && !isNegative(b))
        return bits < bitsOf(a) ? std::nullopt : std::optional(DustValue(bits));
    const DustValue &gain = isNegative(a) ? b : a;
    const quint64 loss = 0 - bitsOf(isNegative(a) ? a : b);
    return bitsOf(gain) < loss ? DustValue(qint64(bits)) : DustValue(bits);
}

std::optional<DustValue> sum(const DustValue &a, const DustValue &b)
{
    if (a.isInteger() && b.isInteger())
        return integerSum(a, b);
    return a.toDouble() + b.toDouble();
}

DustArray without(DustArray members, const DustArray &others)
{
    members.removeIf([&](const DustValue &member) { return others.contains(member); });
    return members;
}

// What the page alone would have made of it, going on from `spoiled`.
DustValue spoil(const DustValue &spoiled, const DustEvent &event, const DustLogRecord &record)
{
    const DustValue was = before(record);
    if (event.op == DustOperation::Increment) {
        const DustValue added = increment(was.isNumber() ? was : DustValue(0), event.value);
        // Where no number can say what is wrong, what is right has to do.
        return sum(spoiled.isNumber() ? spoiled : DustValue(0), added).value_or(event.value);
    }
    const DustArray added = without(event.value.toArray(), was.toArray());
    const DustArray removed = without(was.toArray(), event.value.toArray());
    return added + without(without(spoiled.toArray(), added), removed);
}

} // namespace

void DustProductionFaults::spoilTotals(QList<DustEvent> *events,
                                       const QList<DustLogRecord> &records)
{
    QSet<QByteArray> replaced;
    for (const DustLogRecord &record : records) {
        if (isOnLeaf(record.op))
            continue;
        for (const DustLeafChange &change : record.changes)
            replaced.insert(change.path);
        replaced.insert(record.path);
    }
    QHash<QByteArray, DustValue> totals;
    for (qsizetype i = 0; i < std::min(events->size(), records.size()); ++i) {
        DustEvent &event = (*events)[i];
        const DustLogRecord &record = records.at(i);
        if (!isOnLeaf(event.op) || !replaced.contains(record.path))
            continue;
        const DustValue total = spoil(totals.value(record.path), event, record);
        totals.insert(record.path, total);
        event.value = total;
    }
}
