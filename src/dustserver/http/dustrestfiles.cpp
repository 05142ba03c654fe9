// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// GET /api/files/{hash}: the bytes.

#include "dustrestanswers_p.h"
#include "dustrestcall_p.h"
#include "dustresthandlers_p.h"

#include <algorithm>

namespace {

// A hash alone opens nothing: a store that the token may open has to refer to it, and it has to be
// where it was put. That nobody owns it any more opens nothing either: it may have been deleted.
bool maySee(const DustRestCall &call, const QString &hash)
{
    const auto &stores = call.context->stores;
    return std::any_of(stores.cbegin(), stores.cend(), [&](const auto &named) {
        return call.token->mayOpen(named.first) && named.second->refersTo(hash)
                && named.second->owns(hash);
    });
}

} // namespace

void DustRest::getFile(const DustRestCall &call)
{
    const QString hash = QString::fromUtf8(call.target.pieces().last());
    if (!DustBlobs::isHash(hash) || !maySee(call, hash)) {
        call.answer(DustRestAnswers::named(404, "not_found"));
        return;
    }
    const auto content = call.context->blobs.get(hash);
    if (!content) {
        call.answer(DustRestAnswers::of(content.error()));
        return;
    }
    DustServerAnswer answer;
    answer.headers = { { "Content-Type", "application/octet-stream" },
                       { "X-Content-Type-Options", "nosniff" } };
    answer.body = *content;
    call.answer(answer);
}
