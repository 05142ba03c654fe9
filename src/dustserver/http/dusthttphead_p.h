// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTHTTPHEAD_P_H
#define DUSTHTTPHEAD_P_H

// What a request's head must be besides what the parser checks: how long the request is, and for
// whom, may not be open to interpretation.

#include "dustserverrequest.h"

namespace DustHttpHead {

struct LineVerdict
{
    int status = 0; // what to refuse the request with; 0: nothing wrong so far
    bool isComplete = false;
};
// Looks at the beginning of a head, so that what is no HTTP need not go on to an end that never
// comes.
LineVerdict checkRequestLine(QByteArrayView head, qint64 maximumTarget);

struct Verdict
{
    int status = 0;
    bool expectsContinue = false;
};
Verdict check(const DustServerRequest &request);

// GET /ws/sync/websocket that asks to become a WebSocket.
bool isUpgrade(const DustServerRequest &request);
// What an upgrade that may be has to be refused with all the same; 0: nothing (RFC 6455 §4.2.1).
int upgradeStatus(const DustServerRequest &request);

} // namespace DustHttpHead

#endif // DUSTHTTPHEAD_P_H
