// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCLIENTWIRE_P_H
#define DUSTCLIENTWIRE_P_H

#include "dustwiretap_p.h"

class DustClient;

// Exported for the inspector; not public API.
class DUSTECTO_EXPORT DustClientWire
{
public:
    // Where one may watch what the client sends and receives, also before it is connected. Lives as long as it is
    // held.
    static std::shared_ptr<DustWireTaps> tapsOf(const DustClient &client);
};

#endif // DUSTCLIENTWIRE_P_H
