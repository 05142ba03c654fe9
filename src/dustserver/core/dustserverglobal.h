// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSERVERGLOBAL_H
#define DUSTSERVERGLOBAL_H

#include <QtCore/qglobal.h>

#if defined(DUSTECTO_SERVER_BUILD)
#    define DUSTECTO_SERVER_EXPORT Q_DECL_EXPORT
#else
#    define DUSTECTO_SERVER_EXPORT Q_DECL_IMPORT
#endif

#endif // DUSTSERVERGLOBAL_H
