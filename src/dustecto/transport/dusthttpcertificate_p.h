// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTHTTPCERTIFICATE_P_H
#define DUSTHTTPCERTIFICATE_P_H

#include <QtCore/QList>
#include <QtNetwork/QSslError>

namespace DustHttpCertificate {

// Why a server's certificate is not accepted, and what to do about it.
QString trouble(const QList<QSslError> &errors);

} // namespace DustHttpCertificate

#endif // DUSTHTTPCERTIFICATE_P_H
