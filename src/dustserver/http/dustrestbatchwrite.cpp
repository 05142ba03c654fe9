// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// POST …/entries/batch_write: sets and deletes, all or nothing.

#include "dustrestanswers_p.h"
#include "dustrestcall_p.h"
#include "dustresthandlers_p.h"
#include "dustrestjson_p.h"
#include "dustunwrapped_p.h"

using namespace Qt::StringLiterals;

namespace {

// When a real server's writer no longer answers in time, although it goes on (PROTOCOL §5).
constexpr qint64 WriterPatience = 5000; // ms

DustError wrong(const QString &reason, const QString &message)
{
    return DustError::invalidParams(reason, message);
}

DustResult<DustOperation> operationOf(const DustObject &item)
{
    const DustValue path = item.value(u"path"_s);
    const DustValue ifMatch = item.value(u"if_match"_s);
    if (!path.isString())
        return wrong(item.contains(u"path"_s) ? u"not_a_string"_s : u"missing_path"_s,
                     u"An operation has no string \"path\"."_s);
    const auto parsed = DustPath::parse(path.toString());
    if (!parsed)
        return parsed.error();
    const QString op = item.value(u"op"_s).toString();
    if (op != u"set"_s && op != u"delete"_s)
        return wrong(u"invalid_params"_s,
                     u"The \"op\" of an operation is neither \"set\" nor \"delete\"."_s);
    if (op == u"set"_s && !item.contains(u"value"_s))
        return wrong(u"invalid_params"_s, u"A \"set\" has no \"value\": null is one."_s);
    const DustValue value = dustUnwrapped(item.value(u"value"_s), u"_scalar"_s);
    DustOperation operation = op == u"set"_s ? DustOperation::set(*parsed, value)
                                             : DustOperation::remove(*parsed);
    if (ifMatch.isNull())
        return operation;
    if (ifMatch.toUnsignedInteger() == 0)
        return wrong(u"invalid_params"_s, u"\"if_match\" is no positive integer."_s);
    return operation.setIfMatch(ifMatch.toUnsignedInteger());
}

DustResult<QList<DustOperation>> operationsIn(const DustValue &body, const QString &id)
{
    const DustValue list = body.toObject().value(u"ops"_s);
    if (list.toArray().isEmpty() || list.toArray().size() > DustRest::MaximumBatch)
        return wrong(u"invalid_params"_s,
                     u"The body has no list \"ops\" of 1 to %1."_s.arg(DustRest::MaximumBatch));
    QList<DustOperation> operations;
    for (const DustValue &item : list.toArray()) {
        const int index = int(operations.size());
        auto operation = operationOf(item.toObject());
        if (!operation)
            return operation.error()
                    .with(u"op_index"_s, index)
                    .with(u"path"_s, item.toObject().value(u"path"_s).toString());
        operations.append(operation->setClientOpId(id + u':' + QString::number(index)));
    }
    return operations;
}

DustServerAnswer written(const QList<DustCommit> &commits)
{
    QByteArray json = "{\"ops\":[";
    QByteArray seq;
    for (const DustCommit &commit : commits) {
        seq = QByteArray::number(commit.event.storeSeq);
        if (!json.endsWith('['))
            json.append(',');
        json.append("{\"path\":");
        DustRestJson::append(json, commit.event.pathString());
        json.append(",\"revision\":" + seq + ",\"store_seq\":" + seq + '}');
    }
    return DustServerAnswer::json(200, json + "],\"store_seq\":" + seq + '}');
}

} // namespace

void DustRest::writeBatch(const DustRestCall &call)
{
    const auto body = DustValue::fromJson(call.request.body);
    if (!body) {
        call.answer(DustRestAnswers::badJson(body.error()));
        return;
    }
    const auto operations = operationsIn(*body, call.operationId());
    if (!operations) {
        const bool isOfOne = operations.error().opIndex() >= 0;
        call.answer(DustRestAnswers::of(
                operations.error(), isOfOne ? DustRestAnswers::InBatch : DustRestAnswers::Single));
        return;
    }
    const DustServerSettings *settings = &call.context->settings;
    const qint64 arrived = settings->now().monotonic;
    const auto answer = [settings, arrived](const QList<DustCommit> &commits) {
        if (settings->asProduction && settings->now().monotonic - arrived > WriterPatience)
            return DustRestAnswers::invalidParams(
                    u"writer_unavailable: the batch took too long, and may be committed."_s);
        return written(commits);
    };
    call.write(*operations, DustRestAnswers::InBatch, answer);
}
