// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTQMLTESTTYPES_H
#define DUSTQMLTESTTYPES_H

// The classes of the library as they are, under their own names.

#include "dustqmltestserver.h"

#include <DustBroadcasterSpy>
#include <DustClient>
#include <DustStore>
#include <DustTestClock>

#include <QtQml/qqml.h>

struct DustTestServerForeign
{
    Q_GADGET
    QML_FOREIGN(DustTestServer)
    QML_NAMED_ELEMENT(DustTestServer)
    QML_EXTENDED(DustQmlTestServer)
};

struct DustTestClockForeign
{
    Q_GADGET
    QML_FOREIGN(DustTestClock)
    QML_NAMED_ELEMENT(DustTestClock)
    QML_UNCREATABLE("A DustTestClock is the clock of a DustTestServer")
};

struct DustBroadcasterSpyForeign
{
    Q_GADGET
    QML_FOREIGN(DustBroadcasterSpy)
    QML_NAMED_ELEMENT(DustBroadcasterSpy)
};

#endif // DUSTQMLTESTTYPES_H
