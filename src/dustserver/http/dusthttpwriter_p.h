// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTHTTPWRITER_P_H
#define DUSTHTTPWRITER_P_H

// Renders answers as HTTP/1.1.

#include "dustserverrequest.h"

namespace DustHttpWriter {

struct Manner
{
    bool isHead = false; // of a HEAD request: everything but the body
    bool closes = false;
    bool saysSo = true; // else it closes without a word
    qint64 unixNow = 0; // milliseconds
};

QByteArray render(const DustServerAnswer &answer, const Manner &manner);
QByteArray date(qint64 unixMilliseconds); // "Sun, 06 Nov 1994 08:49:37 GMT"

} // namespace DustHttpWriter

#endif // DUSTHTTPWRITER_P_H
