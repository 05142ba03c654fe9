// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTHTTPERRORS_P_H
#define DUSTHTTPERRORS_P_H

#include "dusthttpaccess_p.h"

// What went wrong with a request, as a DustError.
namespace DustHttpErrors {

// No error for an answer that says yes and is whole.
DustError of(const DustHttpRequest &request, const DustHttpReply &reply, DustHttpAccess *access);

// For an answer that says yes, in words that cannot be understood: for a write that may mean
// anything.
DustError unreadable(const DustHttpRequest &request, const QString &problem);

} // namespace DustHttpErrors

#endif // DUSTHTTPERRORS_P_H
