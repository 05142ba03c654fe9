// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTVALUETEXT_H
#define DUSTVALUETEXT_H

#include <DustValue>

// Values for people to read.
namespace DustValueText {

// In one line, its end left out when it is long.
QString brief(const DustValue &value);
// JSON, a line for each member.
QString full(const DustValue &value);

} // namespace DustValueText

#endif // DUSTVALUETEXT_H
