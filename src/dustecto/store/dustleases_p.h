// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTLEASES_P_H
#define DUSTLEASES_P_H

// The leases of a ledger: who holds which, and until when (PROTOCOL §2, §7).

#include "dusteffects_p.h"
#include "dustledger_p.h"

#include <QtCore/QHash>

// What a leaf of type lease says.
struct DustLeaseRecord
{
    QString holder;
    quint64 token = 0;
    qint64 expiresAt = 0; // Unix milliseconds

    DustValue envelope() const;
    // Nothing for a row that is no lease, or one whose envelope a foreign hand wrote wrongly.
    static std::optional<DustLeaseRecord> of(const DustRow *row);
};

// A lease ends by the monotonic clock; what it wrote as expires_at only counts where no deadline is
// known: for a lease that was there at opening, and for an envelope that a plain set wrote. Where
// PROTOCOL leaves it open:
// - a lease over a subtree without a leaf is refused as occupied;
// - renewing an expired lease is refused as not_held, even when nobody has taken it;
// - release removes the leaf only.
class DustLeases
{
public:
    // Turns the expires_at of the leases that a storage brought into deadlines.
    void open(const DustReadView &rows, const DustNow &now);

    std::optional<DustLeaseRecord> liveAt(const DustReadView &rows, const DustPath &path,
                                          const DustNow &now) const;

    // Nothing: a release that releases nothing.
    DustResult<std::optional<DustEffect>> effectOf(const DustReadView &rows,
                                                   const DustOperation &operation,
                                                   const DustStamp &stamp,
                                                   const DustNow &now) const;

    // Within a transaction of the storage, and at its end.
    void note(const DustOperation &operation, const DustCommit &commit, const DustNow &now);
    void keep();
    void forget() { m_pending.clear(); }

private:
    struct Deadline
    {
        quint64 token = 0;
        qint64 expiresAt = 0;
        qint64 monotonic = 0;
    };
    bool isLive(const QByteArray &path, const DustLeaseRecord &lease, const DustNow &now) const;
    DustResult<std::optional<DustEffect>> acquire(const DustReadView &rows,
                                                  const DustOperation &operation,
                                                  const DustStamp &stamp, const DustNow &now) const;

    QHash<QByteArray, Deadline> m_deadlines;
    QHash<QByteArray, std::optional<Deadline>> m_pending; // nothing: no lease is there any more
};

#endif // DUSTLEASES_P_H
