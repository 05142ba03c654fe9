// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "simmodelviewer.h"

#include "shadowlist.h"

#include "dustclient.h"
#include "dustdelivery_p.h"
#include "dustlister_p.h"
#include "dustlistmodel.h"
#include "dustrepo.h"
#include "duststoreopener_p.h"

#include <QtCore/QAbstractEventDispatcher>
#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

// Reads the replica, and tells what came of its inputs with the client's next turn, as DustRealtimeTransport does.
class SimReplicaTransport final : public DustTransport, private DustDeliverySource
{
public:
    SimReplicaTransport(const DustReplica &replica, std::shared_ptr<DustDelivery> delivery)
        : m_replica(replica), m_delivery(std::move(delivery))
    {}

    void take(const DustReplicaOutput &output)
    {
        m_changes.append(output.viewChanges);
        m_commits.append(output.commits);
        m_delivery->announce(this);
    }

    Capabilities capabilities() const override
    {
        return Realtime | LocalReads | AtomicMerge | Optimistic;
    }
    const DustReadView *view() const override { return &m_replica.view(); }
    const DustReadView *confirmedView() const override { return &m_replica.confirmed(); }
    bool isPending(const DustPath &path) const override { return m_replica.isPending(path); }
    quint64 currentSeq() const override { return m_replica.seq(); }
    DustFuture<DustEntry> get(const DustPath &path) override
    {
        return m_delivery->settle(view()->entry(path));
    }
    DustFuture<QList<DustEntry>> getMany(const QList<DustPath> &) override
    {
        return no<QList<DustEntry>>();
    }
    DustFuture<bool> exists(const DustPath &) override { return no<bool>(); }
    DustFuture<DustPage> list(const DustQuery &query) override
    {
        return m_delivery->settle(DustLister::page(*view(), query));
    }
    DustFuture<DustReceipt> write(const DustOperation &) override { return no<DustReceipt>(); }
    DustFuture<DustBatchReceipt> batchWrite(const QList<DustOperation> &) override
    {
        return no<DustBatchReceipt>();
    }
    DustFuture<DustReceipt> rollback(const DustPath &, quint64) override
    {
        return no<DustReceipt>();
    }
    DustFuture<qint64> rollback(quint64) override { return no<qint64>(); }

private:
    template<typename T>
    DustFuture<T> no()
    {
        return m_delivery->settle<T>(DustError(DustError::NotSupported, u"No."_s));
    }
    void handOver() override
    {
        if (!m_changes.isEmpty())
            Q_EMIT viewChanged(std::exchange(m_changes, {}));
        if (!m_commits.isEmpty())
            Q_EMIT committed(std::exchange(m_commits, {}));
    }

    const DustReplica &m_replica;
    const std::shared_ptr<DustDelivery> m_delivery;
    QList<DustCommit> m_changes;
    QList<DustCommit> m_commits;
};

namespace {

// Below "a" there are leaves, records and what has both.
const DustSchema &things()
{
    static const DustSchema schema = *DustSchema::Builder(u"a"_s)
                                              .name(u"Thing"_s)
                                              .field(u"x"_s, DustField::Any)
                                              .field(u"y"_s, DustField::Any)
                                              .field(u"z"_s, DustField::Any)
                                              .build();
    return schema;
}

// What is told, and what its receivers ask for, without an event loop and its timers.
void turn()
{
    for (int i = 0; i < 3; ++i) {
        Q_EMIT QAbstractEventDispatcher::instance()->awake();
        QCoreApplication::sendPostedEvents();
    }
}

} // namespace

struct SimModelViewer::Process
{
    DustClient client{ QUrl(u"memory:"_s) };
    DustRepo repo;
    SimReplicaTransport *transport = nullptr;
    std::unique_ptr<DustListModel> model;
    std::unique_ptr<ShadowList> shadow;
};

SimModelViewer::SimModelViewer() = default;
SimModelViewer::~SimModelViewer() = default;

void SimModelViewer::begin(const DustReplica &replica)
{
    m_process = std::make_unique<Process>();
    const auto delivery = m_process->client.store(u"sim/delivery"_s)->delivery();
    auto transport = std::make_unique<SimReplicaTransport>(replica, delivery);
    m_process->transport = transport.get();
    m_process->repo.setStore(
            DustStoreOpener::open(&m_process->client, u"sim/store"_s, std::move(transport)));
    m_process->model = std::make_unique<DustListModel>(&m_process->repo, things());
    turn();
    m_process->shadow = std::make_unique<ShadowList>(m_process->model.get());
    m_process->shadow->allowSplitRanges();
}

void SimModelViewer::end()
{
    m_process.reset();
}

void SimModelViewer::take(const DustReplicaOutput &output)
{
    m_process->transport->take(output);
}

QString SimModelViewer::problem()
{
    turn();
    if (QString wrong = m_process->shadow->endStep(); !wrong.isEmpty())
        return wrong;
    const auto all = m_process->repo.all(things());
    turn();
    if (!all.isFinished() || !all.result())
        return u"a fresh query does not answer"_s;
    const QList<DustRecord> records = *all.result();
    const DustListModel &model = *m_process->model;
    if (model.error().kind() != DustError::NoError)
        return u"the model has an error: "_s + model.error().message();
    if (model.count() != records.size())
        return u"the model shows %1 records, a fresh query finds %2"_s.arg(
                QString::number(model.count()), QString::number(records.size()));
    for (int row = 0; row < model.count(); ++row) {
        const DustRecord &record = records.at(row);
        const QString where = u"row %1, %2"_s.arg(QString::number(row), record.slug());
        if (model.slugAt(row) != record.slug())
            return u"%1, is %2 in the model"_s.arg(where, model.slugAt(row));
        if (model.record(row) != record || model.record(row).meta() != record.meta())
            return where + u", is another record in the model"_s;
        const bool isPending = m_process->transport->isPending(
                *things().prefix().child(record.slug()));
        if (model.index(row, 0).data(DustListModel::PendingRole).toBool() != isPending)
            return u"%1, is %2pending"_s.arg(where, isPending ? u""_s : u"not "_s);
    }
    return {};
}
