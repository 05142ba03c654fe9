// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// GET …/entries: a list by pattern, or a range.

#include "dustlister_p.h"
#include "dustrestanswers_p.h"
#include "dustrestcall_p.h"
#include "dustresthandlers_p.h"
#include "dustrestjson_p.h"
#include "dusttext_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

DustError wrong(const QString &message)
{
    return DustError::invalidParams(u"invalid_params"_s, message);
}

DustResult<void> checkText(const DustRestTarget &target)
{
    for (const char *name : { "pattern", "from", "to", "after" }) {
        if (!target.parameter(name).isValidUtf8())
            return wrong(
                    u"The parameter \"%1\" is not valid UTF-8."_s.arg(QLatin1StringView(name)));
    }
    return {};
}

QString text(const DustRestTarget &target, const char *name)
{
    return DustText::fromUtf8(target.parameter(name));
}

DustResult<DustQuery> subjectOf(const DustRestTarget &target)
{
    const bool isRange = target.has("from") || target.has("to");
    if (isRange && target.has("pattern"))
        return wrong(u"A list has either a \"pattern\" or \"from\" and \"to\", not both."_s);
    if (isRange)
        return DustQuery::range(text(target, "from"), text(target, "to"));
    return DustQuery::list(target.has("pattern") ? text(target, "pattern") : u"**"_s);
}

DustResult<void> setLimit(const DustRestTarget &target, DustQuery *query)
{
    if (!target.has("limit"))
        return {};
    const QByteArray digits = target.parameter("limit");
    bool ok = false;
    const int limit = digits.toInt(&ok);
    // Qt takes signs and spaces as well.
    ok = ok && std::all_of(digits.begin(), digits.end(), [](char c) {
             return c >= '0' && c <= '9';
         });
    if (!ok || limit < 1 || limit > DustQuery::MaximumLimit)
        return wrong(u"The \"limit\" is no integer from 1 to %1."_s.arg(DustQuery::MaximumLimit));
    query->setLimit(limit);
    return {};
}

DustResult<void> setOrder(const DustRestTarget &target, DustQuery *query)
{
    const QByteArray order = target.has("order") ? target.parameter("order") : QByteArray("asc");
    if (order != "asc" && order != "desc")
        return wrong(u"The \"order\" is neither \"asc\" nor \"desc\"."_s);
    query->setOrder(order == "asc" ? DustQuery::Ascending : DustQuery::Descending);
    return {};
}

DustResult<void> setSelect(const DustRestTarget &target, DustQuery *query)
{
    const QByteArray select = target.has("select") ? target.parameter("select")
                                                   : QByteArray("entries");
    if (select == "entries")
        query->setSelect(DustQuery::Entries);
    else if (select == "keys")
        query->setSelect(DustQuery::Keys);
    else if (select == "prefixes")
        query->setSelect(DustQuery::Prefixes);
    else
        return wrong(u"The \"select\" is none of \"entries\", \"keys\" and \"prefixes\"."_s);
    return {};
}

DustResult<DustQuery> queryOf(const DustRestTarget &target)
{
    if (const auto valid = checkText(target); !valid)
        return valid.error();
    auto query = subjectOf(target);
    if (!query)
        return query;
    query->setAfter(text(target, "after"));
    for (const auto set : { setLimit, setOrder, setSelect }) {
        if (const auto done = set(target, &*query); !done)
            return done.error();
    }
    return query;
}

QByteArray render(const DustPage &page)
{
    QByteArray json = "{\"items\":[";
    const auto separate = [&json] {
        if (!json.endsWith('['))
            json.append(',');
    };
    for (const DustEntry &entry : page.entries) {
        separate();
        DustRestJson::appendEntry(json, entry);
    }
    for (const QString &path : page.paths) {
        separate();
        DustRestJson::append(json, path);
    }
    json.append("],\"next_cursor\":");
    if (page.nextCursor.isEmpty())
        json.append("null");
    else
        DustRestJson::append(json, page.nextCursor);
    return json.append('}');
}

} // namespace

void DustRest::listEntries(const DustRestCall &call)
{
    const auto query = queryOf(call.target);
    if (!query) {
        call.answer(DustRestAnswers::of(query.error()));
        return;
    }
    const auto page = DustLister::page(call.store->ledger().view(), *query);
    if (page)
        call.answer(DustServerAnswer::json(200, render(*page)));
    else if (page.error().reason() == u"prefixes_unsupported"_s)
        call.answer(DustRestAnswers::invalidParams(page.error().message()));
    else
        call.answer(DustRestAnswers::of(page.error()));
}
