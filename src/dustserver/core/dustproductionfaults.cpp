// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustproductionfaults_p.h"

#include <QtCore/QHash>
#include <QtCore/QSet>

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

DustValue sum(const DustValue &a, const DustValue &b, int sign)
{
    if (a.kind() == DustValue::Double || b.kind() == DustValue::Double)
        return a.toDouble() + sign * b.toDouble();
    return a.toInteger() + sign * b.toInteger();
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
        const DustValue start = was.isNumber() ? was : DustValue(0);
        return sum(spoiled.isNumber() ? spoiled : DustValue(0), sum(event.value, start, -1), 1);
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
