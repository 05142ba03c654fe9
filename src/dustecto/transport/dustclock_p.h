// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCLOCK_P_H
#define DUSTCLOCK_P_H

// The time as one client has it. Exported for tests, which hand one in that stands still until they move it; not public
// API.

#include "dustledger_p.h"

#include <QtCore/QObject>

// That of the system.
class DUSTECTO_EXPORT DustClock : public QObject
{
    Q_OBJECT

public:
    ~DustClock() override;

    virtual DustNow now() const;
    // Milliseconds of a clock that never jumps, and goes on while the machine sleeps where there is one that does:
    // by it a client counts its leases.
    virtual qint64 sleepless() const;

Q_SIGNALS:
    // Time has passed at once: timers know nothing of it, and who waits with one looks anew.
    void jumped();
};

#endif // DUSTCLOCK_P_H
