// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTHTTPREFUSAL_P_H
#define DUSTHTTPREFUSAL_P_H

#include "dusthttpaccess_p.h"

// An answer with a status from 400 to 499, whatever is in it.
class DustHttpRefusal
{
public:
    DustHttpRefusal(const DustHttpRequest &request, const DustHttpReply &reply,
                    DustHttpAccess *access);

    DustError error() const;

private:
    struct Verdict
    {
        DustError::Kind kind;
        QString saying;
    };

    Verdict verdict() const;
    Verdict notFound() const;
    bool isUndecided() const;
    bool isCutShort() const;
    int retryAfter() const;
    QString text(const QString &key) const;

    const DustHttpRequest &m_request;
    const DustHttpReply &m_reply;
    const DustHttpAccess &m_access;
    DustObject m_body; // empty where it is not a JSON object
    bool m_isReadable = false;
    QString m_reason;
};

#endif // DUSTHTTPREFUSAL_P_H
