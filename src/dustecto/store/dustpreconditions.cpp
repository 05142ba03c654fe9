// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustpreconditions_p.h"

#include "dustrefusal_p.h"
#include "dusttext_p.h"

using namespace Qt::StringLiterals;

namespace {

DustResult<void> checkFence(const DustReadView &rows, const DustLeases &leases,
                            const DustOperation &operation, const DustNow &now)
{
    const DustFence fence = *operation.fence();
    const auto lease = leases.liveAt(rows, fence.key, now);
    if (lease && lease->token == fence.token)
        return {};
    const QString key = fence.key.toString();
    return DustRefusal::of(operation, DustError::Fenced, u"fenced"_s,
                           u"is fenced off: the lease %1 has expired or belongs to another token. "
                           "Acquire it again before writing."_s.arg(DustText::quoted(key)))
            .with(u"fence_key"_s, key);
}

DustResult<void> checkIfMatch(const DustReadView &rows, const DustOperation &operation)
{
    const DustRow *row = rows.find(operation.path().rendered());
    const quint64 expected = *operation.ifMatch();
    if (row && row->revision() == expected)
        return {};
    const QString found = row ? u"has revision %1"_s.arg(row->revision()) : u"is not there"_s;
    return DustRefusal::of(operation, DustError::Conflict, u"conflict"_s,
                           u"expects revision %1, but the leaf %2: read it again and decide "
                           "anew."_s.arg(QString::number(expected), found))
            .with(u"current_revision"_s, row ? QVariant(row->revision()) : QVariant());
}

DustResult<void> checkIfAbsent(const DustReadView &rows, const DustOperation &operation)
{
    const DustRow *row = rows.find(operation.path().rendered());
    if (!row)
        return {};
    return DustRefusal::of(operation, DustError::Exists, u"exists"_s,
                           u"expects no leaf, but there is one with revision %1: read it and "
                           "decide anew."_s.arg(row->revision()))
            .with(u"current_revision"_s, row->revision());
}

} // namespace

DustResult<void> DustPreconditions::check(const DustReadView &rows, const DustLeases &leases,
                                          const DustOperation &operation, const DustNow &now)
{
    if (operation.fence()) {
        if (const auto fence = checkFence(rows, leases, operation, now); !fence)
            return fence;
    }
    if (operation.ifMatch())
        return checkIfMatch(rows, operation);
    if (operation.ifAbsent())
        return checkIfAbsent(rows, operation);
    return {};
}
