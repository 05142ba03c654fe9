// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTHTTPREQUEST_P_H
#define DUSTHTTPREQUEST_P_H

#include "dustresult.h"

// One request of PROTOCOL §3 as it goes out, and what messages about it say.
struct DustHttpRequest
{
    enum Method { Get, Head, Put, Delete, Post };

    // What servers take: refused here before anything is sent.
    static constexpr qsizetype MaximumBody = 8'000'000;
    static constexpr qsizetype MaximumTarget = 10'000;

    Method method = Get;
    bool isWrite = false;
    bool isFile = false; // by its hash, which some servers refuse where they do not know it
    bool isLong = false; // the answer may take as long as more of it comes
    bool ifAbsent = false; // If-None-Match: *
    quint64 ifMatch = 0; // If-Match, when it is not 0
    QByteArray target; // encoded: "/api/stores/acme/main/entries/a%20b"
    QByteArray body;
    QByteArray id; // X-Request-Id, when it is not empty
    QString subject; // The set of "a b"
    QString path; // what errors are about; may be empty

    QByteArray methodName() const;
    DustResult<void> check() const;
};

#endif // DUSTHTTPREQUEST_P_H
