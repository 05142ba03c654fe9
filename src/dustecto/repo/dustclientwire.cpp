// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustclientwire_p.h"

#include "dustclient_p.h"

std::shared_ptr<DustWireTaps> DustClientWire::tapsOf(const DustClient &client)
{
    return client.d->taps;
}
