// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTHANDSHAKE_P_H
#define DUSTHANDSHAKE_P_H

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include <optional>

// What a channel socket's URL says behind the question mark.
struct DustHandshakeParameters
{
    QString token;
    QString deviceId;
    QString vsn;
    int capver = 0;

    // Read as forms are: a plus is a space, and of a name that comes twice the last counts. Nothing
    // where an escape is malformed or does not give UTF-8.
    static std::optional<DustHandshakeParameters> of(const QByteArray &query);
};

#endif // DUSTHANDSHAKE_P_H
