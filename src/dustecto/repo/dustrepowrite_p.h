// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTREPOWRITE_P_H
#define DUSTREPOWRITE_P_H

// One write of records from its plan to its receipts: plans, fetches the revisions that guards lack, writes, once.

#include "dustdelivery_p.h"
#include "dustwriteplanner_p.h"

#include <QtCore/QHash>
#include <QtCore/QPointer>

class DustRepoWrite final : public std::enable_shared_from_this<DustRepoWrite>
{
public:
    struct Done
    {
        DustPlannedWrite plan;
        QList<DustReceipt> receipts; // of its operations

        DustReceipt receipt() const; // of the last of them
    };
    // Called once, in a later turn.
    using Answer = std::function<void(const DustResult<QList<Done>> &)>;

    static void one(DustTransport *transport, std::shared_ptr<DustDelivery> delivery,
                    const DustWriteStep &step, const Answer &answer);
    // Errors carry the index of the step.
    static void batch(DustTransport *transport, std::shared_ptr<DustDelivery> delivery,
                      const QList<DustWriteStep> &steps, const Answer &answer);

private:
    DustRepoWrite(DustTransport *transport, std::shared_ptr<DustDelivery> delivery, bool isBatch,
                  const Answer &answer);

    DustResult<void> plan(const QList<DustWriteStep> &steps);
    void start(const QList<DustWriteStep> &steps);
    void fetch();
    void ask();
    DustResult<void> resolve();
    void send();
    void finishLater(const DustError &error);
    void finish(const DustResult<DustBatchReceipt> &receipts);
    DustError ofStep(const DustError &error, qsizetype step) const;
    DustError ofOperation(const DustError &error) const;

    QPointer<DustTransport> m_transport;
    std::shared_ptr<DustDelivery> m_delivery;
    Answer m_answer;
    QList<DustPlannedWrite> m_plans; // by step
    QList<DustPath> m_toFetch;
    QHash<QByteArray, DustEntry> m_fetched;
    const bool m_isBatch;
};

#endif // DUSTREPOWRITE_P_H
