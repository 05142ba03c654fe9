// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTRESTANSWERS_P_H
#define DUSTRESTANSWERS_P_H

// What a Dust server says when it does not do what it was asked to (PROTOCOL §3).

#include "dusterror.h"
#include "dustserverrequest.h"

namespace DustRestAnswers {

// {"error":name} with the status.
DustServerAnswer named(int status, QByteArrayView name);
// 400 {"error":"invalid_params","detail":…}
DustServerAnswer invalidParams(const QString &detail);
// For a body that is no JSON, which closes the connection, or more than the server takes.
DustServerAnswer badJson(const DustError &error);
// No such route.
DustServerAnswer unknownRoute();
// HTTP that was not understood, or is too much.
DustServerAnswer refused(int status);
// What a ledger, a path or a query says; in a batch, of which of its operations. Names nothing of
// files: those errors go to the log.
enum Place { Single, InBatch };
DustServerAnswer of(const DustError &error, Place place = Single);

} // namespace DustRestAnswers

#endif // DUSTRESTANSWERS_P_H
