// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef LEDGERSCRIPT_H
#define LEDGERSCRIPT_H

// Operations as words, so that a table of them can be read:
//   set a/b 1   delete a   merge a {"x":1}   inc c 2   add s "x"   rm s "x"   file f {…}
//   lease l holder ttl   renew l token ttl   release l token
// and after them @match=REVISION, @absent, @fence=KEY:TOKEN. JSON is written without spaces.

#include "dustledger_p.h"

namespace LedgerScript {

DustPath path(const QString &rendered);
DustValue json(const QString &text);
DustOperation operation(const QString &line);
QList<DustOperation> operations(const QStringList &lines);

// "path=json type rREVISION", in path order.
QStringList rows(const DustReadView &view);
QStringList changes(const DustCommit &commit); // "path: json -> json"

} // namespace LedgerScript

#endif // LEDGERSCRIPT_H
