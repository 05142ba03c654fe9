// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What is not about entries or files.

#include "dustrestcall_p.h"
#include "dustresthandlers_p.h"

using namespace Qt::StringLiterals;

void DustRest::health(const DustRestCall &call)
{
    call.answer(DustServerAnswer::json(200, "{\"status\":\"ok\"}"));
}

// GET …/subscribe and …/watch: that is what the WebSocket is for.
void DustRest::upgradeRequired(const DustRestCall &call)
{
    const QString scheme = call.isEncrypted ? u"wss"_s : u"ws"_s;
    const QString host = QString::fromLatin1(call.request.header("host"));
    const DustValue body(DustObject{
            { u"error"_s, u"upgrade_required"_s },
            { u"ws_url"_s, QString(scheme + u"://"_s + host + u"/ws/sync"_s) },
    });
    call.answer(DustServerAnswer::json(426, body.toJson()));
}
