// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTLEDGERDATA_P_H
#define DUSTLEDGERDATA_P_H

// What the .cpp files of DustLedger share.

#include "dustfunctionref_p.h"
#include "dustleases_p.h"
#include "dustledger_p.h"
#include "dustlogrecord_p.h"

class DustLedger::Private
{
public:
    static QByteArray seqKey() { return QByteArrayLiteral("seq"); }
    static QByteArray logBytesKey() { return QByteArrayLiteral("log_bytes"); }
    static QByteArray compactedKey() { return QByteArrayLiteral("compacted_through"); }

    // What the operation would commit next. Changes nothing.
    DustResult<DustCommit> prepare(const DustOperation &operation, const QString &deviceId,
                                   const DustNow &now) const;
    // The same, without looking at the operation itself: it is the ledger's own.
    DustResult<DustCommit> prepareTrusted(const DustOperation &operation, const QString &deviceId,
                                          const DustNow &now) const;

    // Runs `work` in one transaction of the storage. When it fails, nothing has happened. Runs it
    // again, without the log, where the disk was full.
    DustResult<void> transact(DustFunctionRef<DustResult<void>()> work);
    // Inside of it: takes in what was prepared last.
    void write(const DustOperation &operation, const DustCommit &commit, const DustNow &now);
    void dropLog(quint64 through);
    // Inside of it: one request; when it fails, the transaction must not end well, or, with try…,
    // nothing of it has happened.
    DustResult<QList<DustCommit>> applyRequest(const DustWriteRequest &request, const DustNow &now);
    DustResult<QList<DustCommit>> tryRequest(const DustWriteRequest &request, const DustNow &now);
    void clearTwins(DustCommit *commit) const;

    // What a transaction that fails leaves as it was.
    struct Marks
    {
        quint64 seq = 0;
        quint64 compactedThrough = 0;
        quint64 logBytes = 0;
        quint64 storedLogBytes = 0; // what the storage knows of it
        quint64 rowBytes = 0;
    };
    static quint64 bytesOf(QByteArrayView path, QByteArrayView packed)
    {
        return quint64(path.size() + packed.size());
    }

    std::shared_ptr<DustStorage> storage;
    DustLeases leases;
    Marks marks;
    bool clearsIgnoringCase = false;

private:
    DustResult<void> attempt(DustFunctionRef<DustResult<void>()> work);
    void storeMarks(const Marks &before);
};

#endif // DUSTLEDGERDATA_P_H
