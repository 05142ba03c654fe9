// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSERVERREQUEST_H
#define DUSTSERVERREQUEST_H

#include "dustserverglobal.h"

#include <QtCore/QByteArray>
#include <QtCore/QList>

#include <utility>

using DustServerHeaders = QList<std::pair<QByteArray, QByteArray>>;

// One HTTP request that a DustServer received.
class DUSTECTO_SERVER_EXPORT DustServerRequest
{
public:
    QByteArray method; // "GET"
    QByteArray target; // as sent, still encoded: "/api/stores/acme/main/entries/a"
    DustServerHeaders headers; // in the order they came, equal names side by side, in lower case
    QByteArray body;
    int minorVersion = 1; // of HTTP/1
    bool keepsAlive = true;

    // The first one of this name (in lower case); null when there is none.
    QByteArray header(QByteArrayView name) const;
};

// What it is answered with.
class DUSTECTO_SERVER_EXPORT DustServerAnswer
{
public:
    int status = 200;
    DustServerHeaders headers; // besides Content-Length, Date and Connection
    QByteArray body;
    bool closes = false; // the connection, after this answer

    // For tests of clients: sends these bytes as they are instead of everything above, and closes
    // the connection. Empty and closes: hangs up without an answer.
    bool isRaw = false;

    static DustServerAnswer json(int status, const QByteArray &body);
    static DustServerAnswer raw(const QByteArray &bytes);
    static DustServerAnswer hangUp();
};

#endif // DUSTSERVERREQUEST_H
