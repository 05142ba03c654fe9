// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// POST …/entries/batch: many leaves at once.

#include "dustrestanswers_p.h"
#include "dustrestcall_p.h"
#include "dustresthandlers_p.h"
#include "dustrestjson_p.h"

#include <QtCore/QSet>

using namespace Qt::StringLiterals;

namespace {

DustResult<QList<DustPath>> pathsIn(const DustValue &body)
{
    const DustValue list = body.toObject().value(u"paths"_s);
    if (!list.isArray() || list.toArray().size() > DustRest::MaximumBatch)
        return DustError::invalidParams(
                u"invalid_params"_s,
                u"The body has no list \"paths\" of at most %1."_s.arg(DustRest::MaximumBatch));
    QList<DustPath> paths;
    for (const DustValue &item : list.toArray()) {
        if (!item.isString())
            return DustError::invalidParams(u"not_a_string"_s,
                                            u"One of the \"paths\" is no string."_s);
        const auto path = DustPath::parse(item.toString());
        if (!path)
            return path.error();
        paths.append(*path);
    }
    return paths;
}

DustResult<QByteArray> render(const DustReadView &rows, const QList<DustPath> &paths)
{
    QByteArray entries;
    QByteArray missing;
    const auto begin = [](QByteArray &json, const DustPath &path) {
        if (!json.isEmpty())
            json.append(',');
        DustRestJson::append(json, path.toString());
    };
    QSet<DustPath> seen;
    for (const DustPath &path : paths) {
        if (seen.contains(path))
            continue;
        seen.insert(path);
        const DustRow *row = rows.find(path.rendered());
        if (!row) {
            begin(missing, path);
            continue;
        }
        const auto entry = row->entry();
        if (!entry)
            return entry.error();
        begin(entries, path);
        entries.append(":{");
        DustRestJson::appendMembers(entries, *entry);
        entries.append('}');
    }
    return "{\"entries\":{" + entries + "},\"missing\":[" + missing + "]}";
}

} // namespace

void DustRest::readBatch(const DustRestCall &call)
{
    const auto body = DustValue::fromJson(call.request.body);
    if (!body) {
        call.answer(DustRestAnswers::badJson(body.error()));
        return;
    }
    const auto paths = pathsIn(*body);
    const auto json = paths ? render(call.store->ledger().view(), *paths) : paths.error();
    call.answer(json ? DustServerAnswer::json(200, *json) : DustRestAnswers::of(json.error()));
}
