// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTHTTPANSWERS_P_H
#define DUSTHTTPANSWERS_P_H

#include "dusthttpaccess_p.h"
#include "dustoperation.h"
#include "dustquery.h"
#include "dustreceipt.h"

// What the answers of PROTOCOL §3 say. Where one cannot be understood, the error is what that
// means for the request.
class DustHttpAnswers
{
public:
    DustHttpAnswers(const DustHttpRequest &request, const DustHttpReply &reply,
                    DustHttpAccess *access);

    DustResult<DustEntry> entry(const DustPath &path) const;
    DustResult<DustPage> page(const DustQuery &query) const;
    // By path: of those that were asked for, those that are there.
    DustResult<QList<DustEntry>> entries(const QList<DustPath> &paths) const;
    DustResult<DustReceipt> receipt(const DustOperation &operation) const;
    DustResult<DustBatchReceipt> batchReceipt(const QList<DustOperation> &operations) const;

private:
    DustError unreadable(const QString &problem) const;
    DustResult<DustEntry> entryAt(const DustPath &path, const DustObject &fields) const;
    DustResult<void> addItem(const DustValue &item, const DustQuery &query, DustPage *page) const;
    DustResult<void> setCursor(const DustQuery &query, DustPage *page) const;
    DustResult<quint64> seq(const DustObject &fields) const;

    const DustHttpRequest &m_request;
    DustError m_error; // of the answer as a whole
    DustObject m_body;
};

#endif // DUSTHTTPANSWERS_P_H
