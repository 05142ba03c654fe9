// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef LINKREADER_H
#define LINKREADER_H

#include "link.h"

#include <DustResult>

// Reads links out of the formats people have. Each answers the links in the order of the file, one per slug, or an error
// that says what is wrong with the input and what was expected. Any thread.
namespace LinkReader {

// The installed packages that have a homepage, from a file like /var/lib/dpkg/status.
DustResult<QList<Link>> fromPackages(const QByteArray &catalogue);
// A browser's bookmark export (Netscape HTML): folders become tags.
DustResult<QList<Link>> fromBookmarks(const QByteArray &html);
// [{"title": …, "url": …, "slug"?, "tags"?: […], "note"?: …}, …], whatever the addresses are.
DustResult<QList<Link>> fromJson(const QByteArray &json);
// Whichever of the three the file is, by its content.
DustResult<QList<Link>> fromFile(const QString &fileName);

} // namespace LinkReader

#endif // LINKREADER_H
