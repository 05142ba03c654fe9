// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustLedger: back to how a path, or the store, was. A rollback is new operations, not the removal
// of old ones.

#include "dustledgerdata_p.h"
#include "dustrollbackplan_p.h"
#include "dusttext_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

QString deviceId()
{
    return u"system:rollback"_s;
}

QString thing(const DustPath &path)
{
    return path.isEmpty() ? u"store"_s : u"path %1"_s.arg(DustText::quoted(path.toString()));
}

DustError refusal(DustError::Kind kind, const QString &reason, const DustPath &path, quint64 toSeq,
                  const QString &saying)
{
    const DustError error(kind,
                          u"The %1 cannot be rolled back to seq %2: %3"_s.arg(
                                  thing(path), QString::number(toSeq), saying),
                          { { u"reason"_s, reason } });
    return path.isEmpty() ? error : error.with(u"path"_s, path.toString());
}

DustResult<void> checkRetention(const DustPath &path, quint64 toSeq, quint64 compactedThrough)
{
    if (toSeq >= compactedThrough)
        return {};
    return refusal(DustError::InvalidParams, u"beyond_retention"_s, path, toSeq,
                   u"what happened up to seq %1 was compacted. That is the earliest seq to go back "
                   "to."_s.arg(compactedThrough));
}

DustOperation marked(DustOperation operation, quint64 toSeq)
{
    return operation.setClientOpId(
            u"rollback:%1:%2"_s.arg(QString::number(toSeq), operation.path().toString()));
}

bool isReproducedBy(const DustValue &value, const DustPath &path, const DustLeafMap &leaves)
{
    const auto flat = value.flatten(path);
    return flat && size_t(flat->size()) == leaves.size()
            && std::all_of(flat->cbegin(), flat->cend(), [&](const DustValue::Leaf &leaf) {
                   const auto found = leaves.find(leaf.first.rendered());
                   return found != leaves.cend()
                           && found->second.packed == leaf.second.toMessagePack();
               });
}

// One operation that makes the leaves what is at the path.
DustResult<DustOperation> operationFor(const DustPath &path, const DustLeafMap &leaves,
                                       quint64 toSeq)
{
    if (leaves.empty())
        return DustOperation::remove(path);
    QList<DustValue::Leaf> decoded;
    for (const auto &[rendered, leaf] : leaves) {
        const auto value = DustHistory::valueOf(rendered, leaf);
        if (!value)
            return value.error();
        decoded.emplaceBack(DustPath::fromCanonical(rendered), *value);
    }
    const auto assembled = DustValue::assemble(path, decoded);
    if (!assembled)
        return refusal(assembled.error().kind(), assembled.error().reason(), path, toSeq,
                       u"what it was cannot be written as one value. %1 Roll back the store, or a "
                       "path further down."_s.arg(assembled.error().message()));
    if (!isReproducedBy(*assembled, path, leaves))
        return refusal(DustError::Invalid, u"not_assemblable"_s, path, toSeq,
                       u"what it was cannot be written as one value, since its segments read as a "
                       "typed value. Roll back the store, or a path further down."_s);
    return DustOperation::set(path, *assembled);
}

} // namespace

DustResult<std::optional<DustCommit>> DustLedger::rollbackPath(const DustPath &path, quint64 toSeq,
                                                               const DustNow &now)
{
    if (const auto valid = DustOperation::remove(path).validate(); !valid)
        return valid.error();
    if (const auto retained = checkRetention(path, toSeq, d->marks.compactedThrough); !retained)
        return retained.error();
    const DustHistory history(*d->storage);
    const auto isMentioned = history.mentions(path);
    if (!isMentioned)
        return isMentioned.error();
    if (!*isMentioned)
        return refusal(DustError::InvalidParams, u"no_ops"_s, path, toSeq,
                       u"the log knows of no operation on it. It is as it was."_s);
    const auto then = history.at(toSeq, path);
    if (!then)
        return then.error();
    if (DustRollbackPlan::haveSameValues(history.now(path), *then))
        return std::optional<DustCommit>();

    const auto planned = operationFor(path, *then, toSeq);
    if (!planned)
        return planned.error();
    const DustOperation operation = marked(*planned, toSeq);
    const auto commit = d->prepareTrusted(operation, deviceId(), now);
    if (!commit)
        return commit.error();
    const auto written = d->transact([&]() -> DustResult<void> {
        d->write(operation, *commit, now);
        return {};
    });
    if (!written)
        return written.error();
    return std::optional(*commit);
}

DustResult<QList<DustCommit>> DustLedger::rollbackStore(quint64 toSeq, const DustNow &now)
{
    if (const auto kept = checkRetention(DustPath(), toSeq, d->marks.compactedThrough); !kept)
        return kept.error();
    const DustHistory history(*d->storage);
    const auto then = history.at(toSeq, DustPath());
    if (!then)
        return then.error();
    const auto operations = DustRollbackPlan::between(history.now(DustPath()), *then);
    if (!operations)
        return operations.error();

    QList<DustCommit> commits;
    if (operations->isEmpty())
        return commits;
    commits.reserve(operations->size());
    const auto written = d->transact([&]() -> DustResult<void> {
        commits.clear();
        for (const DustOperation &planned : *operations) {
            const DustOperation operation = marked(planned, toSeq);
            const auto commit = d->prepareTrusted(operation, deviceId(), now);
            if (!commit)
                return commit.error();
            d->write(operation, *commit, now);
            commits.append(*commit);
        }
        return {};
    });
    if (!written)
        return written.error();
    return commits;
}
