// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCHANNELJOIN_P_H
#define DUSTCHANNELJOIN_P_H

#include "dustchannelframe_p.h"
#include "dustservercontext_p.h"

namespace DustChannelJoin {

struct Verdict
{
    DustServerStore *store = nullptr; // null: refused
    DustObject refusal;
};

bool isStoreTopic(const QString &topic);
Verdict of(const DustChannelFrame &join, const DustServerToken &token,
           const DustServerContext &context);

// permissions, scopes and store_access, as joins and `status` tell them.
DustObject rights(const DustServerToken &token, const DustServerContext &context);
DustObject accepted(const DustServerStore &store, const DustServerToken &token,
                    const DustServerContext &context);

} // namespace DustChannelJoin

#endif // DUSTCHANNELJOIN_P_H
