// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSCHEMACHECK_P_H
#define DUSTSCHEMACHECK_P_H

#include "dustschema.h"

// Where a schema's records live, or why it can have none.
namespace DustSchemaCheck {

DustResult<DustPath> prefix(const DustSchema &schema);
DustResult<DustPath> recordPath(const DustSchema &schema, const QString &slug);

} // namespace DustSchemaCheck

#endif // DUSTSCHEMACHECK_P_H
