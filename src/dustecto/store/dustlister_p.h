// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTLISTER_P_H
#define DUSTLISTER_P_H

// Answers a DustQuery from rows, as GET …/entries does (PROTOCOL §3). Exported for the rooms above
// and the server; not public API.

#include "dustquery.h"
#include "dustrow_p.h"

namespace DustLister {

// - The bounds of a range and the cursor are compared byte by byte with rendered paths; they need
//   not be paths, and an empty bound is none.
// - Prefixes are the paths one segment longer than the pattern's base, each once a page; the limit
//   counts the rows they come from, so a page may be short, and the next may repeat a prefix.
// - A damaged row is an error, not a gap: kind Storage, with its path.
// Errors: those of DustPattern::compile(), invalid_limit, invalid_unicode, prefixes_unsupported.
DUSTECTO_EXPORT DustResult<DustPage> page(const DustReadView &rows, const DustQuery &query);
// The same errors without rows, for whoever sends the query elsewhere.
DustResult<void> check(const DustQuery &query);

} // namespace DustLister

#endif // DUSTLISTER_P_H
