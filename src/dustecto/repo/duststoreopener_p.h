// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSTOREOPENER_P_H
#define DUSTSTOREOPENER_P_H

// Opens a store over a transport that is already there. Exported for tests; not public API.

#include "duststore.h"
#include "dusttransport.h"

class DUSTECTO_EXPORT DustStoreOpener
{
public:
    // The store "org/name" of the client, which must not have one of that name yet.
    static DustStore *open(DustClient *client, const QString &name,
                           std::unique_ptr<DustTransport> transport);
};

#endif // DUSTSTOREOPENER_P_H
