// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustleases_p.h"

#include "dustrefusal_p.h"
#include "dusttext_p.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace {

// Times come from a stranger as well: far away is far enough.
qint64 sum(qint64 time, qint64 span)
{
    using Limits = std::numeric_limits<qint64>;
    if (span > 0)
        return time > Limits::max() - span ? Limits::max() : time + span;
    return time < Limits::min() - span ? Limits::min() : time + span;
}

qint64 difference(qint64 later, qint64 earlier)
{
    return earlier == std::numeric_limits<qint64>::min() ? std::numeric_limits<qint64>::max()
                                                         : sum(later, -earlier);
}

DustEffect leaseEffect(const DustOperation &operation, const DustRow *row,
                       const DustLeaseRecord &lease, const DustStamp &stamp)
{
    const DustValue envelope = lease.envelope();
    return { envelope,
             { { operation.path().rendered(), row ? std::optional(row->stored()) : std::nullopt,
                 stamp.stored(envelope, DustEntry::Lease) } } };
}

} // namespace

DustValue DustLeaseRecord::envelope() const
{
    return DustObject{ { u"_type"_s, u"lease"_s },
                       { u"holder"_s, holder },
                       { u"token"_s, token },
                       { u"expires_at"_s, expiresAt } };
}

std::optional<DustLeaseRecord> DustLeaseRecord::of(const DustRow *row)
{
    if (!row || row->type() != DustEntry::Lease)
        return std::nullopt;
    const auto value = row->value();
    if (!value || value->envelopeType() != u"lease"_s)
        return std::nullopt;
    const DustObject &object = value->toObject();
    const DustValue holder = object.value(u"holder"_s);
    const DustValue token = object.value(u"token"_s);
    const DustValue expiresAt = object.value(u"expires_at"_s);
    if (!holder.isString() || token.toUnsignedInteger() == 0
        || expiresAt.kind() != DustValue::Integer)
        return std::nullopt;
    return DustLeaseRecord{ holder.toString(), token.toUnsignedInteger(), expiresAt.toInteger() };
}

void DustLeases::open(const DustReadView &rows, const DustNow &now)
{
    rows.scan({}, {}, [&](const DustRow &row) {
        if (const auto lease = DustLeaseRecord::of(&row)) {
            const qint64 left = difference(lease->expiresAt, now.unix);
            m_deadlines.insert(row.path().toByteArray(),
                               { lease->token, lease->expiresAt, sum(now.monotonic, left) });
        }
        return true;
    });
}

bool DustLeases::isLive(const QByteArray &path, const DustLeaseRecord &lease,
                        const DustNow &now) const
{
    const auto pending = m_pending.constFind(path);
    std::optional<Deadline> deadline;
    if (pending != m_pending.cend())
        deadline = *pending;
    else if (const auto known = m_deadlines.constFind(path); known != m_deadlines.cend())
        deadline = *known;
    if (deadline && deadline->token == lease.token && deadline->expiresAt == lease.expiresAt)
        return now.monotonic < deadline->monotonic;
    return now.unix < lease.expiresAt;
}

std::optional<DustLeaseRecord> DustLeases::liveAt(const DustReadView &rows, const DustPath &path,
                                                  const DustNow &now) const
{
    auto lease = DustLeaseRecord::of(rows.find(path.rendered()));
    if (lease && !isLive(path.rendered(), *lease, now))
        lease.reset();
    return lease;
}

DustResult<std::optional<DustEffect>> DustLeases::acquire(const DustReadView &rows,
                                                          const DustOperation &operation,
                                                          const DustStamp &stamp,
                                                          const DustNow &now) const
{
    const QByteArray &path = operation.path().rendered();
    const DustRow *row = rows.find(path);
    const auto lease = DustLeaseRecord::of(row);
    if (lease && isLive(path, *lease, now))
        return DustRefusal::of(operation, DustError::Held, u"held"_s,
                               u"has to wait: %1 holds it."_s.arg(DustText::quoted(lease->holder)))
                .with(u"holder"_s, lease->holder)
                .with(u"expires_at"_s, lease->expiresAt);
    if (!lease && (row || rows.hasBelow(path)))
        return DustRefusal::of(operation, DustError::Occupied, u"occupied"_s,
                               u"meets a value that is not a lease: choose a path of its own."_s);
    const DustLeaseRecord granted{ operation.holder(), stamp.seq, sum(now.unix, operation.ttl()) };
    return std::optional(leaseEffect(operation, row, granted, stamp));
}

DustResult<std::optional<DustEffect>> DustLeases::effectOf(const DustReadView &rows,
                                                           const DustOperation &operation,
                                                           const DustStamp &stamp,
                                                           const DustNow &now) const
{
    if (operation.kind() == DustOperation::Lease)
        return acquire(rows, operation, stamp, now);

    const QByteArray &path = operation.path().rendered();
    const DustRow *row = rows.find(path);
    auto lease = DustLeaseRecord::of(row);
    if (lease && lease->token != operation.token())
        lease.reset();
    if (operation.kind() == DustOperation::Release) {
        if (!lease)
            return std::optional<DustEffect>();
        return std::optional(DustEffect{ DustValue(), { { path, row->stored(), std::nullopt } } });
    }
    if (!lease || !isLive(path, *lease, now))
        return DustRefusal::of(operation, DustError::NotHeld, u"not_held"_s,
                               u"fails: the lease has expired, was released or belongs to another "
                               "token. Acquire it again."_s);
    lease->expiresAt = sum(now.unix, operation.ttl());
    return std::optional(leaseEffect(operation, row, *lease, stamp));
}

void DustLeases::note(const DustOperation &operation, const DustCommit &commit, const DustNow &now)
{
    if (operation.kind() == DustOperation::Lease || operation.kind() == DustOperation::Renew) {
        const DustObject &envelope = commit.event.value.toObject();
        m_pending.insert(operation.path().rendered(),
                         Deadline{ envelope.value(u"token"_s).toUnsignedInteger(),
                                   envelope.value(u"expires_at"_s).toInteger(),
                                   sum(now.monotonic, operation.ttl()) });
        return;
    }
    for (const DustLeafChange &change : commit.changes) {
        if (change.before && change.before->type == DustEntry::Lease)
            m_pending.insert(change.path, std::nullopt);
    }
}

void DustLeases::keep()
{
    for (auto it = m_pending.cbegin(); it != m_pending.cend(); ++it) {
        if (*it)
            m_deadlines.insert(it.key(), **it);
        else
            m_deadlines.remove(it.key());
    }
    m_pending.clear();
}
