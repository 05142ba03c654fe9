// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTWRITEANSWERS_P_H
#define DUSTWRITEANSWERS_P_H

// What a refused write means (DESIGN §5, "A refusal"; the reasons are those of PROTOCOL §3, §4 and
// §7). Exported for the rooms above and tests; not public API.

#include "dusterror.h"
#include "dustoperation.h"

namespace DustWriteAnswers {

enum Meaning : quint8 {
    Rejected, // the write goes, nothing else does
    Paused, // the write stays; nothing is sent for as long as told, or until something changes
    Unknown // it may have happened
};

// Of the reply to a push: "reason" and what else the response says.
DUSTECTO_EXPORT DustError errorOf(const DustOperation &operation, const DustObject &response);

// Milliseconds that a refusal tells to wait, a day at most; 0 where it tells nothing.
DUSTECTO_EXPORT qint64 waitIn(const DustObject &response);

// By kind and reason, of errors made here or by the HTTP transport.
DUSTECTO_EXPORT Meaning meaningOf(const DustError &error);
// Milliseconds, of a pause: 0 where nothing was told.
DUSTECTO_EXPORT qint64 pauseOf(const DustError &error);

} // namespace DustWriteAnswers

#endif // DUSTWRITEANSWERS_P_H
