// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCHANNELREFUSAL_P_H
#define DUSTCHANNELREFUSAL_P_H

// The responses that a join or a push is refused with (PROTOCOL §4, §7).

#include "dusterror.h"
#include "dustvalue.h"

namespace DustChannelRefusal {

DustObject because(const QString &reason);
DustObject missingScope(const QString &scope);
DustObject storeNotAllowed(const QString &storeName);
DustObject rateLimited();
// `op` is what the push asked for.
DustObject of(const DustError &error, const DustValue &op);

} // namespace DustChannelRefusal

#endif // DUSTCHANNELREFUSAL_P_H
