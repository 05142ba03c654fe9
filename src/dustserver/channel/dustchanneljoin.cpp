// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustchanneljoin_p.h"

#include "dustchannelrefusal_p.h"

#include <QtCore/QUuid>

using namespace Qt::StringLiterals;

namespace {

constexpr QLatin1StringView Prefix = "store:"_L1;
constexpr int Capver = 3;

DustArray listOf(const QStringList &texts)
{
    return DustArray(texts.cbegin(), texts.cend());
}

DustObject storeAccess(const DustServerToken &token, const DustServerContext &context)
{
    DustArray ids;
    for (const QString &name : token.stores()) {
        if (const DustServerStore *store = context.store(name))
            ids.append(store->uuid());
    }
    const QString mode = token.stores().isEmpty() ? u"all"_s : u"selected"_s;
    return { { u"mode"_s, mode }, { u"store_ids"_s, ids } };
}

} // namespace

bool DustChannelJoin::isStoreTopic(const QString &topic)
{
    return topic.startsWith(Prefix);
}

DustChannelJoin::Verdict DustChannelJoin::of(const DustChannelFrame &join,
                                             const DustServerToken &token,
                                             const DustServerContext &context)
{
    const QString name = join.topic.sliced(Prefix.size());
    const bool isName = name.contains(u'/') || !QUuid::fromString(name).isNull();
    if (!isName || !join.payload.toObject().contains(u"last_store_seq"_s))
        return { nullptr, DustChannelRefusal::because(u"join crashed"_s) };
    DustServerStore *store = context.store(name);
    if (!store)
        return { nullptr, DustChannelRefusal::because(u"unauthorized"_s) };
    if (!token.mayOpen(store->name()))
        return { nullptr, DustChannelRefusal::storeNotAllowed(store->name()) };
    if (!token.may(DustServerToken::entriesRead()))
        return { nullptr, DustChannelRefusal::missingScope(DustServerToken::entriesRead()) };
    return { store, {} };
}

DustObject DustChannelJoin::rights(const DustServerToken &token, const DustServerContext &context)
{
    return {
        { u"permissions"_s,
          DustObject{ { u"read"_s, token.may(DustServerToken::entriesRead()) },
                      { u"write"_s, token.may(DustServerToken::entriesWrite()) } } },
        { u"scopes"_s, listOf(token.scopes()) },
        { u"store_access"_s, storeAccess(token, context) },
    };
}

DustObject DustChannelJoin::accepted(const DustServerStore &store, const DustServerToken &token,
                                     const DustServerContext &context)
{
    DustObject response = rights(token, context);
    response.insert(u"store_seq"_s, store.ledger().currentSeq());
    response.insert(u"capver"_s, Capver);
    response.insert(u"capver_min"_s, Capver);
    return response;
}
