// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// One entry: GET, PUT and DELETE …/entries/{p}, and POST and DELETE …/entries with the path in the
// body.

#include "dustrestanswers_p.h"
#include "dustrestcall_p.h"
#include "dustresthandlers_p.h"
#include "dustrestjson_p.h"
#include "dustunwrapped_p.h"

using namespace Qt::StringLiterals;

namespace {

DustServerAnswer written(const QList<DustCommit> &commits)
{
    const QByteArray seq = QByteArray::number(commits.last().event.storeSeq);
    return DustServerAnswer::json(200, "{\"revision\":" + seq + ",\"store_seq\":" + seq + '}');
}

void write(const DustRestCall &call, DustOperation operation)
{
    operation.setClientOpId(call.operationId());
    if (const auto added = call.addPreconditions(&operation); !added)
        call.answer(DustRestAnswers::of(added.error()));
    else
        call.write({ operation }, DustRestAnswers::Single, written);
}

DustOperation set(const DustPath &path, const DustValue &value)
{
    return DustOperation::set(path, dustUnwrapped(value, u"_scalar"_s));
}

DustResult<DustPath> pathOf(const DustRestCall &call)
{
    return DustPath::parse(QByteArrayView(call.target.pathFrom(DustRest::EntryPathPiece)));
}

DustResult<DustPath> pathIn(const DustObject &body)
{
    const DustValue path = body.value(u"path"_s);
    if (!body.contains(u"path"_s))
        return DustError::invalidParams(u"missing_path"_s,
                                        u"The body has no \"path\": name the entry."_s);
    if (!path.isString())
        return DustError::invalidParams(u"not_a_string"_s,
                                        u"The \"path\" of the body is no string."_s);
    return DustPath::parse(path.toString());
}

// The preconditions that a body can name; null is none.
DustResult<void> addPreconditions(const DustObject &body, DustOperation *operation)
{
    const DustValue ifMatch = body.value(u"if_match"_s);
    const DustValue ifAbsent = body.value(u"if_absent"_s);
    if (!ifMatch.isNull()) {
        if (ifMatch.toUnsignedInteger() == 0)
            return DustError::invalidParams(u"invalid_params"_s,
                                            u"\"if_match\" is no positive integer."_s);
        operation->setIfMatch(ifMatch.toUnsignedInteger());
    }
    if (!ifAbsent.isNull()) {
        if (ifAbsent.kind() != DustValue::Boolean)
            return DustError::invalidParams(u"invalid_params"_s,
                                            u"\"if_absent\" is neither true nor false."_s);
        operation->setIfAbsent(ifAbsent.toBool());
    }
    return {};
}

// What POST and DELETE …/entries have in common.
void writeFromBody(
        const DustRestCall &call,
        const std::function<DustResult<DustOperation>(const DustPath &, const DustObject &)> &make)
{
    const auto body = DustValue::fromJson(call.request.body);
    if (!body) {
        call.answer(DustRestAnswers::badJson(body.error()));
        return;
    }
    const DustObject &members = body->toObject();
    const auto path = pathIn(members);
    auto operation = path ? make(*path, members) : path.error();
    if (operation) {
        if (const auto added = addPreconditions(members, &*operation); !added)
            operation = added.error();
    }
    if (operation)
        write(call, *operation);
    else
        call.answer(DustRestAnswers::of(operation.error()));
}

} // namespace

void DustRest::getEntry(const DustRestCall &call)
{
    const auto path = pathOf(call);
    const auto entry = path ? call.store->ledger().view().entry(*path) : path.error();
    if (!entry) {
        call.answer(DustRestAnswers::of(entry.error()));
        return;
    }
    QByteArray json;
    DustRestJson::appendEntry(json, *entry);
    DustServerAnswer answer = DustServerAnswer::json(200, json);
    answer.headers.emplaceBack("ETag", '"' + QByteArray::number(entry->revision()) + '"');
    call.answer(answer);
}

void DustRest::putEntry(const DustRestCall &call)
{
    const auto path = pathOf(call);
    if (!path) {
        call.answer(DustRestAnswers::of(path.error()));
        return;
    }
    auto value = DustValue::fromJson(call.request.body);
    if (!value) {
        call.answer(DustRestAnswers::badJson(value.error()));
        return;
    }
    if (value->isObject() && value->toObject().isEmpty()) {
        call.answer(DustRestAnswers::invalidParams(
                u"The body is an empty object, which stores nothing: use DELETE."_s));
        return;
    }
    // How real servers wrap a body that is no object, and so take one that is wrapped already.
    write(call, set(*path, dustUnwrapped(*value, u"_json"_s)));
}

void DustRest::deleteEntry(const DustRestCall &call)
{
    const auto path = pathOf(call);
    if (path)
        write(call, DustOperation::remove(*path));
    else
        call.answer(DustRestAnswers::of(path.error()));
}

void DustRest::postToEntries(const DustRestCall &call)
{
    writeFromBody(
            call, [](const DustPath &path, const DustObject &body) -> DustResult<DustOperation> {
                if (!body.contains(u"value"_s))
                    return DustError::invalidParams(u"invalid_params"_s,
                                                    u"The body has no \"value\": null is one."_s);
                return set(path, body.value(u"value"_s));
            });
}

void DustRest::deleteFromEntries(const DustRestCall &call)
{
    writeFromBody(call, [](const DustPath &path, const DustObject &) -> DustResult<DustOperation> {
        return DustOperation::remove(path);
    });
}
