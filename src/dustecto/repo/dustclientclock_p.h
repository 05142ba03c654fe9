// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCLIENTCLOCK_P_H
#define DUSTCLIENTCLOCK_P_H

#include "dustclock_p.h"

class DustClient;

// Exported for tests, which hand a clock in; not public API.
class DUSTECTO_EXPORT DustClientClock
{
public:
    // In place of the system's, before the first store.
    static void handTo(DustClient *client, std::shared_ptr<DustClock> clock);
};

#endif // DUSTCLIENTCLOCK_P_H
