// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef FAULTACCOUNT_H
#define FAULTACCOUNT_H

#include "dustledger_p.h"
#include "dustlogrecord_p.h"

#include <map>

// What a faultclient, in all its runs, said that it wrote and was told, held against what the store
// has. The lines:
//   writing NUMBER OP PATH[,PATH…] [DELTA]   before the call
//   written NUMBER                           the call has returned: it survives everything
//   acknowledged NUMBER ID:SEQ[,ID:SEQ…] · waits NUMBER · indeterminate NUMBER · rejected NUMBER …
//   settled ID accepted|indeterminate|rejected …
//   view JSON · drained SEQ · note …
class FaultAccount
{
public:
    void take(const QByteArray &line);

    quint64 next() const { return m_writes.empty() ? 1 : m_writes.rbegin()->first + 1; }
    int acknowledged() const { return m_acknowledged; }
    qsizetype writes() const { return qsizetype(m_writes.size()); }
    bool isDrained() const { return m_seq.has_value(); }

    // What is wrong with the store; empty: nothing.
    QString check(const DustLedger &ledger);

private:
    struct Write
    {
        QByteArray op;
        QByteArrayList paths;
        QList<std::pair<QByteArray, quint64>> receipts; // client op ids and seqs
        qint64 delta = 0;
        bool isWritten = false;

        // That of this write which the log has at such a path; empty: none.
        QByteArray pathOf(const QByteArray &logged) const;
    };
    struct Logged
    {
        QByteArray id;
        QByteArray path;
        quint64 number = 0; // of the write; 0 for counters
    };

    void takeWriting(const QByteArrayList &words);
    void takeReceipts(Write &write, const QByteArray &receipts);
    QString read(const DustLedger &ledger);
    Logged logged(const DustLogRecord &record) const;
    QString checkLog() const;
    QString checkOrder() const;
    QString checkReceipts() const;
    QString checkSurvival() const;
    QString checkCounters(const DustLedger &ledger) const;
    QString checkView(const DustLedger &ledger) const;

    std::map<quint64, Write> m_writes; // by number
    QByteArrayList m_complaints; // fates that no write may have here
    QByteArray m_view;
    std::optional<quint64> m_seq; // once it is drained
    int m_acknowledged = 0;
    QList<Logged> m_log; // the first has seq 1
};

#endif // FAULTACCOUNT_H
