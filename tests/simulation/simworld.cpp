// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "simworld.h"

#include "simapplication.h"
#include "simjudge.h"

using namespace Qt::StringLiterals;

SimWorld::SimWorld(const SimPlan &plan, bool isJournalKept)
    : m_plan(plan), m_fault(isJournalKept),
      m_server(&m_time, &m_history, plan.server, SimDice(plan.seed ^ 0x5e12e12).roll())
{
    SimDice dice(plan.seed ^ 0xc11e12);
    for (int i = 0; i < plan.clients; ++i)
        m_clients.push_back(std::make_unique<SimClient>(i, &m_time, &m_server, &m_history, &m_fault,
                                                        plan.client, dice.roll()));
    m_server.hides = [this](int client, const DustSnapshot &snapshot) { hide(client, snapshot); };
    if (isJournalKept)
        m_server.journal = [this](const QString &line) {
            m_fault.note(QString::number(m_time.monotonic()) + u' ' + line);
        };
}

SimWorld::~SimWorld() = default;

bool SimWorld::isLost() const
{
    return m_fault.isSet();
}

bool SimWorld::run()
{
    constexpr qint64 MostEvents = 400'000;
    constexpr qint64 LongestPeace = 1'200'000;
    for (const auto &client : m_clients) {
        client->start();
        if (client->replica())
            client->mirror().start(*client->replica());
    }
    for (const SimStep &step : m_plan.steps)
        m_time.at(step.at, [this, &step] { take(step); });
    m_time.in(3'000, [this] { lookAround(); });
    const auto isOver = [this] {
        if (m_time.ran() > MostEvents)
            m_fault.set(u"it never comes to rest: "_s + unrest());
        return isLost();
    };
    m_time.runUntil(m_plan.steps.empty() ? 1'000 : m_plan.steps.back().at + 1, isOver);
    heal();
    const qint64 end = m_time.monotonic() + LongestPeace;
    while (!isLost() && m_time.monotonic() < end && !unrest().isEmpty())
        m_time.runUntil(m_time.monotonic() + 2'000, isOver);
    if (!isLost())
        m_fault.set(unrest());
    for (const auto &client : m_clients) {
        if (!isLost())
            client->mirror().compare(*client->replica());
        if (!isLost())
            client->look();
    }
    if (!isLost())
        SimJudge::calls(m_history, &m_fault);
    if (!isLost())
        SimJudge::order(m_history, &m_fault);
    if (!isLost() && !m_server.hasRolledBack() && !m_history.wentBack())
        SimJudge::counters(m_history, m_server.ledger().view(), &m_fault);
    return !isLost();
}

QString SimWorld::unrest() const
{
    const DustLedger &ledger = m_server.ledger();
    for (const auto &client : m_clients) {
        const DustReplica *replica = client->replica();
        const auto state = [&](const QString &what) {
            return u"client %1 (%2) %3"_s.arg(QString::number(client->number()), client->mood(),
                                              what);
        };
        if (!replica || replica->state() != DustReplica::Live || replica->pendingCount() != 0)
            return state(u"does not come to rest"_s);
        if (replica->seq() != ledger.currentSeq())
            return state(u"does not reach seq %1"_s.arg(ledger.currentSeq()));
        QString difference = differenceOf(replica->confirmed(), ledger.view(), true);
        if (!difference.isEmpty())
            return state(u"is not what the server is: "_s + difference);
        difference = differenceOf(replica->view(), replica->confirmed(), true);
        if (!difference.isEmpty())
            return state(u"shows what is not confirmed: "_s + difference);
    }
    return {};
}

void SimWorld::heal()
{
    m_isHealed = true;
    m_server.isDown = false;
    m_server.limit = 0;
    m_server.misanswers = 0;
    m_server.readOnly.clear();
    m_server.refused.clear();
    for (const auto &client : m_clients)
        client->heal();
}

// What applications do about what they are told.
void SimWorld::lookAround()
{
    SimDice dice(m_plan.seed ^ quint64(m_time.monotonic()));
    for (const auto &client : m_clients) {
        if (m_isHealed || dice.chance(30))
            client->resyncWhenDiverged();
        if (m_isHealed || dice.chance(20))
            client->acknowledgeAll();
    }
    m_time.in(3'000, [this] { lookAround(); });
}

void SimWorld::hide(int client, const DustSnapshot &snapshot)
{
    const DustReplica *replica = m_clients.at(std::size_t(client))->replica();
    QHash<QByteArray, QByteArray> after;
    for (const DustEntry &entry : snapshot.entries)
        after.insert(entry.path().rendered(), entry.value().toMessagePack());
    // Where all is as it was before, nobody can see that it was done and undone.
    const auto isUndone = [&](const DustOperation &operation) {
        const QList<int> tags = SimTags::of(operation);
        const QList<quint64> seqs = m_history.seqsOf(tags.value(0));
        if (seqs.isEmpty())
            return false;
        const QList<DustLeafChange> changes = m_history.at(seqs.constFirst()).commit.changes;
        return std::all_of(changes.cbegin(), changes.cend(), [&](const DustLeafChange &change) {
            const DustPath path = DustPath::fromCanonical(change.path);
            if (path != operation.path() && !operation.path().isAncestorOf(path))
                return true; // it fell to its case
            const DustRow *row = replica->confirmed().find(change.path);
            return after.value(change.path) == (row ? row->packed() : QByteArrayView());
        });
    };
    for (SimCall &call : m_history.calls()) {
        if (!replica || call.client != client || call.fate != SimCall::Open)
            continue;
        call.wasHidden = true;
        call.mayRepeat = call.mayRepeat
                || std::any_of(call.operations.cbegin(), call.operations.cend(), isUndone);
    }
}

void SimWorld::write(SimClient &client, SimDice &dice)
{
    if (!client.replica())
        return;
    const DustReadView &seen = dice.chance(70) ? client.replica()->view()
                                               : m_server.ledger().view();
    const DustOperation operation = SimApplication(&dice, &m_history, &seen).operation();
    const bool isFile = operation.kind() == DustOperation::PutFile;
    client.write(operation, isFile ? QByteArray("abc") : QByteArray());
}

void SimWorld::take(const SimStep &step)
{
    if (m_fault.isJournalKept())
        m_fault.note(u"---- "_s + step.toString());
    SimDice dice(step.seed);
    if (step.kind >= SimStep::Restart || step.kind == SimStep::WriteOfAnother)
        takeForServer(step, dice);
    else
        takeForClient(step, dice);
}

void SimWorld::takeForClient(const SimStep &step, SimDice &dice)
{
    SimClient &client = *m_clients.at(std::size_t(step.client));
    switch (step.kind) {
    case SimStep::Burst:
        for (int i = dice.between(5, 30); i > 0; --i)
            write(client, dice);
        break;
    case SimStep::Batch:
        if (client.replica()) {
            QList<DustOperation> operations;
            SimApplication application(&dice, &m_history, &client.replica()->view());
            for (int i = dice.between(1, 4); i > 0; --i)
                operations.append(application.batchOperation());
            client.writeBatch(operations);
        }
        break;
    case SimStep::Cancel:
        return client.cancelOne();
    case SimStep::Acknowledge:
        return client.acknowledgeAll();
    case SimStep::Cut:
        return client.cut();
    case SimStep::Swallow:
        return client.swallow(dice.chance(60), dice.chance(80));
    case SimStep::CrashChannel:
        return client.crashChannel();
    case SimStep::Kill:
        return client.kill(dice.between(1, 15'000));
    case SimStep::Die:
        return client.dieAt(dice.between(1, 6),
                            dice.chance(50) ? SimStorage::BeforeKeeping : SimStorage::AfterKeeping);
    case SimStep::FillDisk:
        client.fillDisk();
        m_time.in(dice.below(8'000), [&client] { client.rebuild(); });
        break;
    default:
        write(client, dice);
    }
}

void SimWorld::takeForServer(const SimStep &step, SimDice &dice)
{
    const auto later = [&](int least, int most, std::function<void()> what) {
        m_time.in(dice.between(least, most), std::move(what));
    };
    SimClient *const client = m_clients.at(std::size_t(step.client)).get();
    const quint64 seq = m_server.ledger().currentSeq();
    const quint64 earlier = seq - std::min<quint64>(seq, quint64(dice.between(1, 6)));
    switch (step.kind) {
    case SimStep::WriteOfAnother:
        return m_server.writeOfAnother(
                SimApplication(&dice, &m_history, &m_server.ledger().view()).operationOfAnother());
    case SimStep::Restart:
        return m_server.restart();
    case SimStep::Outage:
        m_server.isDown = true;
        m_server.restart();
        return later(100, 20'000, [this] { m_server.isDown = false; });
    case SimStep::Compact:
        return m_server.compact(dice.chance(60) ? 100 : dice.below(100));
    case SimStep::RollBackStore:
        return m_server.rollBackStore(earlier);
    case SimStep::RollBackPath:
        return m_server.rollBackPath(DustPath::fromCanonical(dice.chance(50) ? "a" : "b/x"),
                                     earlier);
    case SimStep::BackUp:
        return m_wasRestored ? void() : m_server.backUp();
    case SimStep::Restore: {
        QList<quint64> seqs;
        for (const auto &each : m_clients)
            seqs.append(each->knownSeq());
        m_wasRestored = m_wasRestored || m_server.restoreBackup(seqs);
        break;
    }
    case SimStep::Limit:
        m_server.limit = dice.between(2, 12);
        return later(1'000, 200'000, [this] { m_server.limit = 0; });
    case SimStep::Misanswer:
        m_server.misanswers += dice.between(1, 2);
        break;
    case SimStep::ReadOnly:
        m_server.readOnly.insert(step.client);
        return later(100, 20'000, [this, client] {
            if (m_server.readOnly.erase(client->number()) > 0)
                client->reconnect();
        });
    case SimStep::Refuse:
        m_server.refused.insert(step.client);
        client->cut();
        return later(100, 20'000, [this, client] {
            if (m_server.refused.erase(client->number()) > 0)
                client->reconnect();
        });
    case SimStep::JumpClock:
        m_time.jump(dice.between(-200'000, 200'000));
        break;
    default:
        break;
    }
}
