// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTGLOBAL_H
#define DUSTGLOBAL_H

#include <QtCore/qglobal.h>

#if defined(DUSTECTO_BUILD)
#    define DUSTECTO_EXPORT Q_DECL_EXPORT
#else
#    define DUSTECTO_EXPORT Q_DECL_IMPORT
#endif

#endif // DUSTGLOBAL_H
