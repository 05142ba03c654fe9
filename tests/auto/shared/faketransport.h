// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef FAKETRANSPORT_H
#define FAKETRANSPORT_H

#include "dustclient.h"
#include "dustdelivery_p.h"
#include "dustledger_p.h"
#include "dustlister_p.h"
#include "dustmemorystorage.h"
#include "duststoreopener_p.h"

#include <QtCore/QSet>

// A store reached as over HTTP: no view, no news. It notes what it is asked, and goes wrong as told.
class FakeTransport : public DustTransport
{
public:
    FakeTransport(Capabilities capabilities, std::shared_ptr<DustDelivery> delivery)
        : m_capabilities(capabilities), m_delivery(std::move(delivery)),
          m_ledger(*DustLedger::open(std::make_shared<DustMemoryStorage>(), {}))
    {}

    // The store of a client over a new transport, which is given too.
    static DustStore *open(DustClient *client, FakeTransport **transport,
                           Capabilities capabilities = {})
    {
        const auto delivery = client->store(QStringLiteral("fake/delivery"))->delivery();
        auto made = std::make_unique<FakeTransport>(capabilities, delivery);
        *transport = made.get();
        return DustStoreOpener::open(client, QStringLiteral("fake/store"), std::move(made));
    }

    const DustReadView &rows() const { return m_ledger->view(); }
    DustResult<DustCommit> apply(const DustOperation &operation)
    {
        return m_ledger->apply(identified(operation), QStringLiteral("other"), {});
    }
    DustResult<DustCommit> put(const QString &path, const DustValue &value)
    {
        return apply(DustOperation::set(*DustPath::parse(path), value));
    }

    QList<DustQuery> lists;
    QList<DustOperation> writes;
    QList<QList<DustOperation>> batches;
    QList<QList<DustPath>> fetches;

    int rowsPerPage = DustQuery::MaximumLimit;
    int failingList = -1; // the number of the one that ends with an error
    bool repeatsCursor = false;
    bool hidesRevisions = false; // in lists, as after a snapshot
    bool hasView = false;
    QSet<DustPath> pending; // writes that are not committed
    bool holdsLists = false; // answers wait for releaseList()

    // Answers one of the lists that are held, by its place among them, as things were when it was asked.
    void releaseList(qsizetype index = 0)
    {
        const auto [call, page] = m_held.takeAt(index);
        call.finish(page);
    }
    qsizetype heldLists() const { return m_held.size(); }

    Capabilities capabilities() const override { return m_capabilities; }
    const DustReadView *view() const override { return hasView ? &m_ledger->view() : nullptr; }
    bool isPending(const DustPath &path) const override
    {
        return std::any_of(pending.cbegin(), pending.cend(),
                           [&](const DustPath &one) { return one.overlaps(path); });
    }
    DustFuture<DustEntry> get(const DustPath &path) override
    {
        return m_delivery->settle(rows().entry(path));
    }
    DustFuture<bool> exists(const DustPath &path) override
    {
        return m_delivery->settle<bool>(rows().entry(path).isOk());
    }
    DustFuture<QList<DustEntry>> getMany(const QList<DustPath> &paths) override
    {
        fetches.append(paths);
        QList<DustEntry> entries;
        for (const DustPath &path : paths) {
            if (const DustRow *row = rows().find(path.rendered()))
                entries.append(*row->entry());
        }
        return m_delivery->settle<QList<DustEntry>>(entries);
    }
    DustFuture<DustPage> list(const DustQuery &query) override
    {
        lists.append(query);
        if (lists.size() - 1 == failingList)
            return m_delivery->settle<DustPage>(
                    DustError(DustError::Network, QStringLiteral("The cable is out.")));
        DustQuery asked = query;
        asked.setLimit(std::min(query.limit(), rowsPerPage));
        if (repeatsCursor)
            asked.setAfter({});
        auto page = DustLister::page(rows(), asked);
        if (page && hidesRevisions) {
            for (DustEntry &entry : page->entries)
                entry = DustEntry(entry.path(), entry.value(), entry.type(), 0);
        }
        if (!holdsLists)
            return m_delivery->settle(page);
        const auto call = m_delivery->open<DustPage>();
        m_held.append({ call, page });
        return call.future();
    }
    DustFuture<DustReceipt> write(const DustOperation &operation) override
    {
        writes.append(operation);
        const auto commit = m_ledger->apply(identified(operation), QStringLiteral("own"), {});
        return m_delivery->settle(commit ? DustResult<DustReceipt>(receipt(*commit))
                                         : commit.error());
    }
    DustFuture<DustBatchReceipt> batchWrite(const QList<DustOperation> &operations) override
    {
        batches.append(operations);
        QList<DustOperation> all;
        for (const DustOperation &operation : operations)
            all.append(identified(operation));
        const auto commits = m_ledger->applyBatch(all, QStringLiteral("own"), {});
        if (!commits)
            return m_delivery->settle<DustBatchReceipt>(commits.error());
        DustBatchReceipt batch;
        for (const DustCommit &commit : *commits) {
            batch.operations.append(receipt(commit));
            batch.storeSeq = commit.event.storeSeq;
        }
        return m_delivery->settle<DustBatchReceipt>(batch);
    }
    DustFuture<DustReceipt> rollback(const DustPath &, quint64) override
    {
        return m_delivery->settle<DustReceipt>(
                DustError(DustError::NotSupported, QStringLiteral("No.")));
    }
    DustFuture<qint64> rollback(quint64) override
    {
        return m_delivery->settle<qint64>(
                DustError(DustError::NotSupported, QStringLiteral("No.")));
    }

private:
    static DustOperation identified(const DustOperation &operation)
    {
        return DustOperation(operation).setClientOpId(QStringLiteral("op"));
    }
    static DustReceipt receipt(const DustCommit &commit)
    {
        DustReceipt receipt;
        receipt.storeSeq = commit.event.storeSeq;
        receipt.path = commit.event.path;
        return receipt;
    }

    const Capabilities m_capabilities;
    const std::shared_ptr<DustDelivery> m_delivery;
    const std::unique_ptr<DustLedger> m_ledger;
    QList<std::pair<DustCall<DustPage>, DustResult<DustPage>>> m_held;
};

#endif // FAKETRANSPORT_H
