// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustLedger: batches, and groups of them that are made to last together.

#include "dustledgerdata_p.h"

using namespace Qt::StringLiterals;

namespace {

DustError atIndex(const DustError &error, qsizetype index, const DustOperation &operation)
{
    const DustError indexed = error.with(u"op_index"_s, int(index));
    return error.path().isEmpty() ? indexed.with(u"path"_s, operation.path().toString()) : indexed;
}

} // namespace

DustResult<QList<DustCommit>> DustLedger::applyBatch(const QList<DustOperation> &operations,
                                                     const QString &deviceId, const DustNow &now)
{
    if (operations.isEmpty())
        return QList<DustCommit>();
    DustResult<QList<DustCommit>> result = QList<DustCommit>();
    const auto written = d->transact([&]() -> DustResult<void> {
        result = d->applyRequest({ operations, deviceId }, now);
        return result ? DustResult<void>() : result.error();
    });
    if (!written)
        return written.error();
    return result;
}

DustResult<QList<DustCommit>> DustLedger::Private::applyRequest(const DustWriteRequest &request,
                                                                const DustNow &now)
{
    QList<DustCommit> commits;
    commits.reserve(request.operations.size());
    for (qsizetype i = 0; i < request.operations.size(); ++i) {
        const DustOperation &operation = request.operations.at(i);
        auto commit = prepare(operation, request.deviceId, now);
        if (!commit)
            return atIndex(commit.error(), i, operation);
        if (commit->logged)
            write(operation, *commit, now);
        commits.append(std::move(*commit));
    }
    return commits;
}

QList<DustResult<QList<DustCommit>>> DustLedger::applyGroup(const QList<DustWriteRequest> &requests,
                                                            const DustNow &now)
{
    QList<DustResult<QList<DustCommit>>> results;
    results.reserve(requests.size());
    const auto written = d->transact([&]() -> DustResult<void> {
        results.clear();
        for (const DustWriteRequest &request : requests)
            results.append(d->tryRequest(request, now));
        return {};
    });
    if (written)
        return results;
    // What one of them asks too much of the storage must not be the others' loss.
    results.clear();
    for (const DustWriteRequest &request : requests)
        results.append(applyBatch(request.operations, request.deviceId, now));
    return results;
}

DustResult<QList<DustCommit>> DustLedger::Private::tryRequest(const DustWriteRequest &request,
                                                              const DustNow &now)
{
    const Marks marksBefore = marks;
    const DustLeases leasesBefore = leases;
    DustResult<QList<DustCommit>> result = QList<DustCommit>();
    const auto tried = storage->attempt([&]() -> DustResult<void> {
        result = applyRequest(request, now);
        return result ? DustResult<void>() : result.error();
    });
    if (tried)
        return result;
    marks = marksBefore;
    leases = leasesBefore;
    return tried.error();
}
