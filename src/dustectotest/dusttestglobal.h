// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTTESTGLOBAL_H
#define DUSTTESTGLOBAL_H

#include <QtCore/qglobal.h>

#if defined(DUSTECTO_TEST_BUILD)
#    define DUSTECTO_TEST_EXPORT Q_DECL_EXPORT
#else
#    define DUSTECTO_TEST_EXPORT Q_DECL_IMPORT
#endif

#endif // DUSTTESTGLOBAL_H
