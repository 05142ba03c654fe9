// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTRESTROUTER_P_H
#define DUSTRESTROUTER_P_H

// Which row of PROTOCOL §3 a request is, and whether it may: token, rate, scope, store, in this
// order.

#include "dustservercontext_p.h"

class DustRestRouter
{
public:
    using Answer = std::function<void(const DustServerAnswer &)>;

    explicit DustRestRouter(DustServerContext *context) : m_context(context) {}

    // What is wrong with a request whatever its body is: its URL, route, method or token.
    std::optional<DustServerAnswer> refusalByHead(const DustServerRequest &request) const;
    // Answers once, now or in a later turn; not when the store goes before it could. The answer to
    // HEAD has a body, which is not to be sent.
    void handle(const DustServerRequest &request, bool isEncrypted, const Answer &answer) const;

private:
    DustServerContext *m_context;
};

#endif // DUSTRESTROUTER_P_H
