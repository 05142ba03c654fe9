// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustHttpTransport's writes.

#include "dusterror_p.h"
#include "dusthazards_p.h"
#include "dusthttpanswers_p.h"
#include "dusthttptransport_p.h"
#include "dustids_p.h"
#include "dusttext_p.h"

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaximumOperations = 1000; // of a batch

QString named(const DustOperation &operation)
{
    return u"The %1 of %2"_s.arg(DustOperation::kindName(operation.kind()),
                                 DustText::quoted(operation.path().toString()));
}

DustError notSupported(const DustOperation &operation, const QString &saying)
{
    return DustError(DustError::NotSupported, named(operation) + u' ' + saying,
                     { { u"path"_s, operation.path().toString() } });
}

DustResult<void> checkKind(const DustOperation &operation)
{
    switch (operation.kind()) {
    case DustOperation::Set:
    case DustOperation::Delete:
    case DustOperation::Merge:
        return {};
    case DustOperation::Increment:
        return notSupported(
                operation,
                u"cannot go over plain HTTP, which has no counters: read the value and put the sum, with if_match."_s);
    case DustOperation::Add:
    case DustOperation::Remove:
        return notSupported(
                operation,
                u"cannot go over plain HTTP, which has no sets of members: keep each member at a path of its own."_s);
    case DustOperation::PutFile:
        return notSupported(operation,
                            u"cannot go over plain HTTP: files are written over a channel."_s);
    case DustOperation::Lease:
    case DustOperation::Renew:
    case DustOperation::Release:
        break;
    }
    return notSupported(
            operation,
            u"cannot go over plain HTTP, which has no leases: put a leaf with if_absent, and remove it with if_match."_s);
}

DustResult<void> check(const DustOperation &operation)
{
    if (const auto valid = operation.validate(); !valid)
        return valid;
    if (const auto harmless = DustHazards::checkValue(operation); !harmless)
        return harmless;
    if (const auto kind = checkKind(operation); !kind)
        return kind;
    if (operation.fence())
        return notSupported(
                operation,
                u"cannot have a fence over plain HTTP, where it would be ignored: guard it with if_match."_s);
    return {};
}

DustResult<void> checkInBatch(const DustOperation &operation)
{
    if (const auto checked = check(operation); !checked)
        return checked;
    if (operation.kind() == DustOperation::Merge)
        return notSupported(
                operation,
                u"cannot be part of a batch over plain HTTP: set each of its children instead."_s);
    if (operation.ifAbsent())
        return notSupported(
                operation,
                u"cannot have if_absent in a batch over plain HTTP, where it would be ignored: put it by itself."_s);
    return {};
}

DustError tooMany(const QString &subject, qsizetype count)
{
    return DustError(
            DustError::LimitExceeded,
            u"%1 has %2 operations, and one request carries %3: split it, if it need not be atomic."_s
                    .arg(subject)
                    .arg(count)
                    .arg(MaximumOperations),
            { { u"reason"_s, u"too_many_operations"_s } });
}

// What a merge does to its children, but that it leaves no leaf above a subtree.
DustResult<QList<DustOperation>> setsOf(const DustOperation &merge)
{
    const DustObject &children = merge.value().toObject();
    if (children.isEmpty())
        return DustError(DustError::NothingToWrite, named(merge) + u" has no children."_s,
                         { { u"path"_s, merge.path().toString() } });
    if (children.size() > MaximumOperations)
        return tooMany(named(merge), children.size());
    QList<DustOperation> sets;
    sets.reserve(children.size());
    for (auto child = children.cbegin(); child != children.cend(); ++child) {
        const auto path = merge.path().child(child.key());
        if (!path)
            return path.error();
        sets.append(DustOperation::set(*path, child.value()));
    }
    return sets;
}

bool isEmptyObject(const DustValue &value)
{
    return value.isObject() && value.toObject().isEmpty();
}

QString idOf(const DustOperation &operation)
{
    return operation.clientOpId().isEmpty() ? DustIds::clientOperation() : operation.clientOpId();
}

} // namespace

DustFuture<DustReceipt> DustHttpTransport::write(const DustOperation &operation)
{
    if (const auto checked = check(operation); !checked)
        return m_delivery->settle<DustReceipt>(checked.error());
    const auto call = m_delivery->open<DustReceipt>();
    const DustOperation named = DustOperation(operation).setClientOpId(idOf(operation));
    const bool needsBody = !DustHttpRoutes::fitsInUrl(operation.path());
    if (operation.kind() == DustOperation::Merge) {
        if (const auto sets = setsOf(named))
            writeAsBatch(call, named, *sets);
        else
            call.finish(sets.error());
    } else if (isEmptyObject(operation.value()) || (needsBody && !operation.ifAbsent())) {
        writeAsBatch(call, named, { named }); // a PUT takes no {}
    } else {
        writeOne(call, named);
    }
    return call.future();
}

void DustHttpTransport::writeOne(const DustCall<DustReceipt> &call, const DustOperation &operation)
{
    const DustHttpRequest request = DustHttpRoutes::fitsInUrl(operation.path())
            ? m_routes.write(operation)
            : m_routes.post(operation);
    send(call, request, [this, call, request, operation](const DustHttpReply &reply) {
        call.finish(DustHttpAnswers(request, reply, m_access.get()).receipt(operation));
    });
}

void DustHttpTransport::writeAsBatch(const DustCall<DustReceipt> &call,
                                     const DustOperation &operation,
                                     const QList<DustOperation> &operations)
{
    DustHttpRequest request = m_routes.batchWrite(operations, operation.clientOpId());
    request.subject = named(operation);
    request.path = operation.path().toString();
    send(call, request, [this, call, request, operation, operations](const DustHttpReply &reply) {
        const auto batch = DustHttpAnswers(request, reply, m_access.get()).batchReceipt(operations);
        if (!batch)
            return call.finish(DustErrors::withoutIndex(batch.error()));
        DustReceipt receipt;
        receipt.storeSeq = batch->storeSeq;
        receipt.path = operation.path();
        receipt.clientOpId = operation.clientOpId();
        call.finish(receipt);
    });
}

DustFuture<DustBatchReceipt> DustHttpTransport::batchWrite(const QList<DustOperation> &operations)
{
    if (operations.isEmpty())
        return m_delivery->settle<DustBatchReceipt>(
                DustError(DustError::NothingToWrite, u"The batch has no operations."_s));
    if (operations.size() > MaximumOperations)
        return m_delivery->settle<DustBatchReceipt>(tooMany(u"The batch"_s, operations.size()));
    // As the server will name them: one request has one id.
    const QString id = idOf(operations.constFirst());
    QList<DustOperation> named = operations;
    for (qsizetype i = 0; i < named.size(); ++i) {
        if (const auto checked = checkInBatch(named.at(i)); !checked)
            return m_delivery->settle<DustBatchReceipt>(
                    checked.error()
                            .with(u"op_index"_s, int(i))
                            .with(u"path"_s, named.at(i).path().toString()));
        named[i].setClientOpId(u"%1:%2"_s.arg(id).arg(i));
    }
    return batchWrite(named, id);
}

DustFuture<DustBatchReceipt> DustHttpTransport::batchWrite(const QList<DustOperation> &operations,
                                                           const QString &requestId)
{
    const auto call = m_delivery->open<DustBatchReceipt>();
    const DustHttpRequest request = m_routes.batchWrite(operations, requestId);
    send(call, request, [this, call, request, operations](const DustHttpReply &reply) {
        call.finish(DustHttpAnswers(request, reply, m_access.get()).batchReceipt(operations));
    });
    return call.future();
}
