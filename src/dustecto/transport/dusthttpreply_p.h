// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTHTTPREPLY_P_H
#define DUSTHTTPREPLY_P_H

#include <QtCore/QByteArray>
#include <QtCore/QString>

// What became of one request.
struct DustHttpReply
{
    enum Failure {
        None, // there is a status
        NoAnswer,
        BadCertificate,
        ConnectTimeout,
        AnswerTimeout,
        TooLarge
    };

    Failure failure = None;
    bool wasSent = true; // or may have been
    bool isWhole = true; // as far as can be told
    int status = 0;
    QByteArray body;
    QByteArray location;
    QByteArray retryAfter;
    QString trouble; // what the network said, for people
    QString token; // that the request carried: a server may repeat it

    bool isSuccess() const { return failure == None && status >= 200 && status < 300; }
    QString withoutToken(const QString &text) const
    {
        return token.isEmpty() ? text : QString(text).replace(token, QStringLiteral("***"));
    }
};

#endif // DUSTHTTPREPLY_P_H
