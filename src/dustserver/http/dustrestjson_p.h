// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTRESTJSON_P_H
#define DUSTRESTJSON_P_H

// Entries as REST writes them. Pages are written as text: a map for each of 1,000 items costs more
// than all the rest.

#include "dustentry.h"

namespace DustRestJson {

// Typed decimals and datetimes are plain strings here, of type map (PROTOCOL §7).
DustValue plain(const DustValue &value);

void append(QByteArray &json, const QString &text);
// "value":…,"type":…,"revision":… without braces
void appendMembers(QByteArray &json, const DustEntry &entry);
// {"path","value","type","revision"}
void appendEntry(QByteArray &json, const DustEntry &entry);

} // namespace DustRestJson

#endif // DUSTRESTJSON_P_H
