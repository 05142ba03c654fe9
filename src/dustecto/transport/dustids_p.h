// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTIDS_P_H
#define DUSTIDS_P_H

#include "dustglobal.h"

#include <QtCore/QString>

// Names nobody else makes up: 128 random bits. Exported for the rooms above; not public API.
namespace DustIds {

DUSTECTO_EXPORT QString clientOperation(); // "op_…"
DUSTECTO_EXPORT QString device(); // "dev_…"

} // namespace DustIds

#endif // DUSTIDS_P_H
