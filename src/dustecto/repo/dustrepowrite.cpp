// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustrepowrite_p.h"

#include "dusterror_p.h"

using namespace Qt::StringLiterals;

DustReceipt DustRepoWrite::Done::receipt() const
{
    DustReceipt receipt = receipts.isEmpty() ? DustReceipt() : receipts.constLast();
    receipt.path = plan.path;
    return receipt;
}

DustRepoWrite::DustRepoWrite(DustTransport *transport, std::shared_ptr<DustDelivery> delivery,
                             bool isBatch, const Answer &answer)
    : m_transport(transport), m_delivery(std::move(delivery)), m_answer(answer), m_isBatch(isBatch)
{}

void DustRepoWrite::one(DustTransport *transport, std::shared_ptr<DustDelivery> delivery,
                        const DustWriteStep &step, const Answer &answer)
{
    const std::shared_ptr<DustRepoWrite> write(
            new DustRepoWrite(transport, std::move(delivery), false, answer));
    write->start({ step });
}

void DustRepoWrite::batch(DustTransport *transport, std::shared_ptr<DustDelivery> delivery,
                          const QList<DustWriteStep> &steps, const Answer &answer)
{
    const std::shared_ptr<DustRepoWrite> write(
            new DustRepoWrite(transport, std::move(delivery), true, answer));
    write->start(steps);
}

void DustRepoWrite::start(const QList<DustWriteStep> &steps)
{
    if (const auto planned = plan(steps); !planned)
        finishLater(planned.error());
    else if (!m_toFetch.isEmpty())
        fetch();
    else if (!m_plans.isEmpty() && m_plans.constFirst().asksFirst) // of batches no step does
        ask();
    else
        send();
}

DustResult<void> DustRepoWrite::plan(const QList<DustWriteStep> &steps)
{
    DustWritePlanner planner(m_transport->capabilities(), m_transport->view(),
                             m_isBatch ? DustWritePlanner::Receipts : DustWritePlanner::Records);
    m_plans.reserve(steps.size());
    for (const DustWriteStep &step : steps) {
        auto planned = planner.plan(step);
        if (!planned)
            return ofStep(planned.error(), m_plans.size());
        for (const auto &guard : std::as_const(planned->unknown))
            m_toFetch.append(planned->leafPath(guard.leaf));
        m_plans.append(std::move(*planned));
    }
    return {};
}

void DustRepoWrite::fetch()
{
    if (!m_transport)
        return finish(DustDelivery::closedError());
    const QList<DustPath> paths = m_toFetch.mid(0, DustQuery::MaximumLimit);
    m_toFetch.remove(0, paths.size());
    m_transport->getStored(paths).then(
            [self = shared_from_this()](const DustResult<QList<DustEntry>> &entries) {
                if (!entries)
                    return self->finish(entries.error());
                for (const DustEntry &entry : *entries)
                    self->m_fetched.insert(entry.path().rendered(), entry);
                if (!self->m_toFetch.isEmpty())
                    self->fetch();
                else if (const auto resolved = self->resolve(); resolved)
                    self->send();
                else
                    self->finish(resolved.error());
            });
}

void DustRepoWrite::ask()
{
    if (!m_transport)
        return finish(DustDelivery::closedError());
    const DustPath path = m_plans.constFirst().path;
    m_transport->exists(path).then(
            [self = shared_from_this(), path](const DustResult<bool> &exists) {
                if (!exists)
                    self->finish(exists.error());
                else if (*exists)
                    self->finish(DustPlannedWrite::taken(path));
                else
                    self->send();
            });
}

DustResult<void> DustRepoWrite::resolve()
{
    for (qsizetype step = 0; step < m_plans.size(); ++step) {
        DustPlannedWrite &plan = m_plans[step];
        for (const auto &guard : std::as_const(plan.unknown)) {
            const auto stored = m_fetched.constFind(plan.leafPath(guard.leaf).rendered());
            const auto resolved = plan.resolve(guard,
                                               stored == m_fetched.cend() ? nullptr : &*stored);
            if (!resolved)
                return ofStep(resolved.error(), step);
        }
    }
    return {};
}

void DustRepoWrite::send()
{
    if (!m_transport)
        return finish(DustDelivery::closedError());
    QList<DustOperation> operations;
    for (const DustPlannedWrite &plan : std::as_const(m_plans))
        operations += plan.operations;
    if (operations.isEmpty())
        return finishLater({});
    const auto self = shared_from_this();
    if (!m_isBatch && operations.size() == 1 && !m_plans.constFirst().isBatch) {
        m_transport->write(operations.constFirst())
                .then([self](const DustResult<DustReceipt> &receipt) {
                    if (receipt)
                        self->finish(DustBatchReceipt{ { *receipt }, receipt->storeSeq });
                    else
                        self->finish(receipt.error());
                });
        return;
    }
    m_transport->batchWrite(operations).then([self](const DustResult<DustBatchReceipt> &receipts) {
        self->finish(receipts ? receipts : self->ofOperation(receipts.error()));
    });
}

void DustRepoWrite::finishLater(const DustError &error)
{
    m_delivery->settle(DustResult<void>(error))
            .then([self = shared_from_this()](const DustResult<void> &turn) {
                self->finish(turn ? DustResult<DustBatchReceipt>(DustBatchReceipt())
                                  : DustResult<DustBatchReceipt>(turn.error()));
            });
}

void DustRepoWrite::finish(const DustResult<DustBatchReceipt> &receipts)
{
    if (!receipts)
        return m_answer(receipts.error());
    QList<Done> done;
    done.reserve(m_plans.size());
    qsizetype first = 0;
    for (DustPlannedWrite &plan : m_plans) {
        const qsizetype count = plan.operations.size();
        done.append({ std::move(plan), receipts->operations.mid(first, count) });
        first += count;
    }
    m_answer(done);
}

DustError DustRepoWrite::ofStep(const DustError &error, qsizetype step) const
{
    return m_isBatch ? error.with(u"op_index"_s, int(step)) : error;
}

// Which operation of the wire it was means nothing to whoever wrote records.
DustError DustRepoWrite::ofOperation(const DustError &error) const
{
    const int index = error.opIndex();
    if (index < 0)
        return error;
    const DustError bare = DustErrors::withoutIndex(error);
    qsizetype end = 0;
    for (qsizetype step = 0; step < m_plans.size(); ++step) {
        end += m_plans.at(step).operations.size();
        if (index < end)
            return ofStep(bare, step);
    }
    return bare;
}
