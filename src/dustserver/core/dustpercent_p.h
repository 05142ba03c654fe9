// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTPERCENT_P_H
#define DUSTPERCENT_P_H

#include <QtCore/QByteArray>

#include <optional>

namespace DustPercent {

// What percent signs stand for; nothing where one is not followed by two hex digits.
std::optional<QByteArray> decoded(const QByteArray &text);

} // namespace DustPercent

#endif // DUSTPERCENT_P_H
