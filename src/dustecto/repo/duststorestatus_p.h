// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSTORESTATUS_P_H
#define DUSTSTORESTATUS_P_H

#include "dustdelivery_p.h"
#include "duststore.h"

class DustRealtimeTransport;

// Tells the application what a store says of itself, once per turn, after subscriptions.
class DustStoreStatus final : public DustDeliveryTarget
{
public:
    DustStoreStatus(DustStore *store, std::shared_ptr<DustDelivery> delivery);

    void listenTo(DustTransport *transport);
    DustError cacheError() const;
    void changed() { m_delivery->queue(this); }

    Phase phase() const override { return Events; }
    void deliver() override;

private:
    struct Said
    {
        DustStore::State state = DustStore::Offline;
        int pendingCount = 0;
        quint64 pendingRevision = 0;
        quint64 seq = 0;
        bool canWrite = false;
        DustError error;
        DustError cacheError;
        qsizetype rejections = 0;
    };
    using Settled = std::pair<QString, DustResult<DustReceipt>>;

    Said now() const;
    void tellDifferences();

    DustStore *const m_store;
    const std::shared_ptr<DustDelivery> m_delivery;
    Said m_said;
    const DustRealtimeTransport *m_mirror = nullptr; // where there is one
    DustError m_cacheFailure; // why the mirror went on in memory, or stays there
    std::deque<Settled> m_settled;
    std::deque<DustError> m_reports;
};

#endif // DUSTSTORESTATUS_P_H
