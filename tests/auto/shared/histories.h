// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef HISTORIES_H
#define HISTORIES_H

#include <QtCore/QRandomGenerator>

// How many random histories a test runs: DUST_HISTORIES, or its own number, DUST_TIMES as often
// (scripts/test --full). DUST_SEED repeats one of them.
inline int historyCount(int usual)
{
    bool isSet = false;
    const int wanted = qEnvironmentVariableIntValue("DUST_HISTORIES", &isSet);
    return isSet ? wanted : usual * qMax(1, qEnvironmentVariableIntValue("DUST_TIMES"));
}

inline quint32 firstSeed()
{
    bool isSet = false;
    const int seed = qEnvironmentVariableIntValue("DUST_SEED", &isSet);
    return isSet ? quint32(seed) : QRandomGenerator::global()->generate() % 1000000000;
}

#endif // HISTORIES_H
