// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustReplica: what the application asks for.

#include "dusthazards_p.h"
#include "dustreplicaprivate_p.h"
#include "dusttext_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaximumOperations = 1000; // of a batch
constexpr qint64 LongestTimeout = qint64(365) * 24 * 60 * 60 * 1000;

bool isLeaseKind(DustOperation::Kind kind)
{
    return kind == DustOperation::Lease || kind == DustOperation::Renew
            || kind == DustOperation::Release;
}

QString named(const DustOperation &operation)
{
    return u"The %1 of %2"_s.arg(DustOperation::kindName(operation.kind()),
                                 DustText::quoted(operation.path().toString()));
}

DustError at(const DustError &error, const DustOperation &operation)
{
    return error.path().isEmpty() ? error.with(u"path"_s, operation.path().toString()) : error;
}

DustError notNow(const DustOperation &operation)
{
    return DustError(
            DustError::Network,
            named(operation)
                    + u" needs the server, which cannot be reached: leases are not queued."_s,
            { { u"reason"_s, u"offline"_s }, { u"path"_s, operation.path().toString() } });
}

DustError late(const DustOutboxEntry &entry, const QString &opId)
{
    return DustError(
            DustError::Timeout,
            named(entry.operation())
                    + (entry.isTransient
                               ? u" has not been answered in time."_s
                               : u" has not been confirmed in time. It stays queued, and its outcome will be told."_s),
            { { u"path"_s, entry.operation().path().toString() }, { u"client_op_id"_s, opId } });
}

} // namespace

DustError DustReplica::Private::missingScope()
{
    return DustError(
            DustError::MissingScope,
            u"The token of this store only reads: writing needs one with the scope entries:write."_s,
            { { u"reason"_s, u"missing_scope"_s }, { u"scope"_s, u"entries:write"_s } });
}

DustResult<void> DustReplica::Private::check(const DustOperation &operation) const
{
    if (const auto valid = operation.validate(); !valid)
        return valid.error();
    if (!mayWrite)
        return missingScope();
    if (operation.kind() == DustOperation::PutFile && !scopes.isEmpty()
        && !scopes.contains(u"files:write"_s))
        return DustError(
                DustError::MissingScope,
                named(operation)
                        + u" needs a token with the scope files:write, which the one of this store lacks."_s,
                { { u"reason"_s, u"missing_scope"_s }, { u"scope"_s, u"files:write"_s } });
    return DustHazards::checkValue(operation);
}

DustOutboxCaller DustReplica::Private::caller(quint64 call, const QString &opId,
                                              std::optional<qint64> timeout)
{
    DustOutboxCaller waiting{
        call, opId,
        now.monotonic + qBound(qint64(0), timeout.value_or(settings.callTimeout), LongestTimeout)
    };
    if (call != 0)
        deadlines.emplace(waiting.deadline, call);
    return waiting;
}

void DustReplica::Private::refuse(quint64 call, const QString &opId, const DustError &why)
{
    out->settled.append({ call, opId, true, why, {} });
}

void DustReplica::Private::take(const DustReplicaInput::Write &write)
{
    const DustOperation &operation = write.operation;
    const auto refuseIt = [&](const DustError &why) {
        refuse(write.call, operation.clientOpId(), at(why, operation));
    };
    if (const auto checked = check(operation); !checked)
        return refuseIt(checked.error());
    if (write.content.size() > settings.fileBytes)
        return refuseIt(DustError(
                DustError::LimitExceeded,
                named(operation)
                        + u" has %1 bytes, and a file may have %2."_s.arg(write.content.size())
                                  .arg(settings.fileBytes),
                { { u"reason"_s, u"file_too_large"_s } }));
    const bool isLease = isLeaseKind(operation.kind());
    if (isLease && (state == Offline || state == Diverged))
        return refuseIt(notNow(operation));

    DustResult<QList<DustEffect>> effects;
    if (!isLease)
        effects = effectsOf(*overlay, { operation }, Placed);
    else if (const auto placed = DustHazards::checkPlace(*overlay, operation); !placed)
        effects = placed.error();
    if (!effects) // a number cannot be added to a text, and a server would choke on it
        return refuseIt(effects.error());

    const DustOutboxCaller waiting = caller(write.call, operation.clientOpId(), write.timeout);
    const bool mayMerge = !write.keepsId && !isLease && write.content.isEmpty();
    DustOutboxEntry *merged = mayMerge ? outbox.mergeIn(operation, waiting) : nullptr;
    if (merged) {
        touch(*merged);
        show(*merged, { operation }, std::move(*effects));
        out->stateChanged = true;
        return;
    }
    DustOutboxEntry entry;
    entry.operations = { operation };
    entry.keepsId = write.keepsId;
    entry.isTransient = isLease;
    entry.content = write.content;
    entry.callers = { waiting };
    DustOutboxEntry &appended = outbox.append(std::move(entry));
    if (!isLease) {
        show(appended, appended.operations, std::move(*effects));
        touch(appended);
        if (!write.content.isEmpty())
            cache->keep(appended, true);
    }
    out->stateChanged = true;
}

void DustReplica::Private::take(const DustReplicaInput::WriteBatch &batch)
{
    const auto refuseIt = [&](const DustError &why) { refuse(batch.call, batch.opId, why); };
    if (batch.operations.isEmpty())
        return refuseIt(DustError(DustError::NothingToWrite, u"The batch has no operations."_s));
    if (batch.operations.size() > MaximumOperations)
        return refuseIt(DustError(
                DustError::LimitExceeded,
                u"The batch has %1 operations, and one request carries %2: split it, if it need not be atomic."_s
                        .arg(batch.operations.size())
                        .arg(MaximumOperations),
                { { u"reason"_s, u"too_many_operations"_s } }));
    DustOutboxEntry entry;
    entry.isBatch = true;
    entry.keepsId = true;
    for (qsizetype i = 0; i < batch.operations.size(); ++i) {
        const DustOperation &operation = batch.operations.at(i);
        auto checked = check(operation);
        const bool isPlain = operation.kind() == DustOperation::Set
                || operation.kind() == DustOperation::Delete;
        if (checked && (!isPlain || operation.ifAbsent() || operation.fence()))
            checked = DustError(
                    DustError::NotSupported,
                    named(operation)
                            + u" cannot be part of a batch: that takes set and delete, with if_match at most."_s);
        if (!checked)
            return refuseIt(at(checked.error(), operation).with(u"op_index"_s, int(i)));
        entry.operations.append(
                DustOperation(operation).setClientOpId(batch.opId + u':' + QString::number(i)));
    }
    auto effects = effectsOf(*overlay, entry.operations, Placed);
    if (!effects)
        return refuseIt(effects.error());
    entry.callers = { caller(batch.call, batch.opId, batch.timeout) };
    DustOutboxEntry &appended = outbox.append(std::move(entry));
    show(appended, appended.operations, std::move(*effects));
    touch(appended);
    out->stateChanged = true;
}

// A cancelled future forgets the answer, never the operation.
bool DustReplica::Private::isWaitedFor(const DustOutboxCaller &caller) const
{
    return caller.call != 0 && !(isCancelled && isCancelled(caller.call));
}

// A lease that is acquired for nobody would keep others out.
bool DustReplica::Private::isForNobody(const DustOutboxEntry &entry) const
{
    return entry.isTransient && entry.state == DustOutboxEntry::Waiting
            && std::all_of(entry.callers.cbegin(), entry.callers.cend(),
                           [this](const auto &waiting) { return !isWaitedFor(waiting); });
}

void DustReplica::Private::take(const DustReplicaInput::Acknowledge &acknowledge)
{
    const auto seen = [&](const DustRejection &rejection) {
        return rejection.number == acknowledge.number;
    };
    if (rejections.removeIf(seen) > 0)
        cache->dropRejection(acknowledge.number);
}

// The call ends, the write goes on.
void DustReplica::Private::endLateCalls()
{
    while (!deadlines.empty() && deadlines.begin()->first <= now.monotonic) {
        const quint64 call = deadlines.begin()->second;
        deadlines.erase(deadlines.begin());
        DustOutboxEntry *entry = outbox.findCall(call);
        if (!entry)
            continue;
        const bool isFinal = entry->isTransient && entry->state == DustOutboxEntry::Waiting;
        for (const DustOutboxCaller &waiting : entry->callers) {
            if (waiting.call == call)
                out->settled.append(
                        { call, waiting.opId, isFinal, late(*entry, waiting.opId), {} });
        }
        outbox.forgetCall(call);
        if (isForNobody(*entry))
            forget(*entry);
    }
}
