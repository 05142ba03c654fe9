// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustclientclock_p.h"

#include "dustclient_p.h"

void DustClientClock::handTo(DustClient *client, std::shared_ptr<DustClock> clock)
{
    client->d->delivery->setClock(std::move(clock));
}
