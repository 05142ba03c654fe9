// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// SimClient: the process and its replica.

#include "simclient.h"

#include "simdescribe.h"

using namespace Qt::StringLiterals;

SimClient::SimClient(int number, SimTime *time, SimServer *server, SimHistory *history,
                     SimFault *fault, const SimClientSettings &settings, quint64 seed)
    : m_number(number), m_time(time), m_server(server), m_history(history), m_fault(fault),
      m_settings(settings), m_dice(seed),
      m_mirror(number, history, fault, !server->settings().asProduction),
      m_disk(settings.makeDisk ? settings.makeDisk() : nullptr),
      m_viewer(settings.makeViewer ? settings.makeViewer() : nullptr),
      m_storage(std::make_shared<SimStorage>()), m_tellsEarlyNews(m_dice.chance(50))
{
    readDisk();
}

SimClient::~SimClient()
{
    if (m_viewer)
        m_viewer->end();
}

void SimClient::readDisk()
{
    if (!m_disk)
        return;
    auto content = m_disk->read();
    if (content)
        m_storage = std::make_shared<SimStorage>(std::move(*content), m_disk.get());
    else
        fail(u"its file does not open: "_s + content.error().message());
}

void SimClient::fail(const QString &text)
{
    m_fault->set(u"client %1: %2"_s.arg(QString::number(m_number), text));
}

void SimClient::say(const QString &text) const
{
    if (m_fault->isJournalKept())
        m_fault->note(u"%1 client %2: %3"_s.arg(QString::number(m_time->monotonic()),
                                                QString::number(m_number), text));
}

void SimClient::start()
{
    open();
    connectLater(m_dice.below(200));
}

void SimClient::open()
{
    DustReplicaSettings settings;
    settings.makeId = [this] {
        return u"made-%1-%2"_s.arg(QString::number(m_number), QString::number(++m_made));
    };
    settings.deviceId = u"dev-"_s + QString::number(m_number);
    if (m_settings.fences)
        settings.sessionFence = DustPath::fromCanonical("sessions/" + QByteArray::number(m_number));
    // With none at all it would ask for its fence for ever at one moment.
    if (m_settings.plant == SimPlant::ResendBeforeSettle)
        settings.settle = 1;
    auto replica = DustReplica::open(m_storage, "server/acme/main/account", settings,
                                     m_time->now());
    if (!replica) {
        fail(u"its replica does not open: "_s + replica.error().message());
        return;
    }
    m_replica = std::move(*replica);
    m_replica->setCancelled([this](quint64 number) {
        const SimCall *call = m_history->findCall(number);
        return call && call->isCancelled;
    });
    if (m_life > 0 && m_replica->isInMemory())
        fail(u"its cache does not work after a restart"_s);
    if (m_viewer)
        m_viewer->begin(*m_replica);
    tickLater();
}

void SimClient::kill(qint64 away)
{
    if (!m_replica || m_replica->isInMemory() || m_storage->isFull)
        return; // what only memory holds is lost by right
    m_knownSeq = m_replica->seq();
    m_mirror.compare(*m_replica);
    endProcess(away);
}

void SimClient::endProcess(qint64 away)
{
    say(u"dies"_s);
    ++m_counts.kills;
    m_mirror.stop();
    if (m_viewer)
        m_viewer->end();
    m_replica.reset();
    ++m_life;
    m_todo.clear();
    m_pushes.clear();
    m_tickAt.reset();
    if (m_link)
        m_link->cut();
    m_link.reset();
    m_isOpen = m_isJoined = m_isToldJoined = false;
    for (SimCall &call : m_history->calls()) {
        if (call.client == m_number && call.fate == SimCall::Open) {
            call.isCallGone = true;
            if (call.isTransient)
                call.fate = SimCall::Lost;
        }
    }
    const bool isClean = !m_storage->isDead();
    m_time->in(away, [this, isClean] {
        m_storage->revive();
        readDisk();
        open();
        if (!m_replica)
            return;
        say(u"is started again, at seq %1"_s.arg(m_replica->seq()));
        if (isClean)
            m_mirror.compareAfterRestart(*m_replica);
        m_mirror.start(*m_replica);
        connectLater(m_dice.below(2'000));
    });
}

void SimClient::dieAt(int storageCalls, SimStorage::Death death)
{
    if (m_replica && !m_replica->isInMemory() && !m_storage->isFull)
        m_storage->dieAt(storageCalls, death);
}

void SimClient::fillDisk()
{
    m_storage->revive(); // one misfortune at a time: what only memory holds is lost with it
    m_storage->isFull = true;
}

// In the middle of an input: nothing of its output comes about.
void SimClient::die(const DustReplicaInputs &input, const DustReplicaOutput &output, int kept)
{
    say(u"its storage is its death: %1 kept"_s.arg(kept));
    const bool wasKept = kept > 0 && m_storage->death() == SimStorage::AfterKeeping;
    if (wasKept) {
        for (const DustReplicaOutput::Settled &settled : output.settled)
            settle(settled, false);
    } else if (kept > 0) {
        loseCount();
    } else if (const auto *write = std::get_if<DustReplicaInput::Write>(&input)) {
        m_history->findCall(write->call)->fate = SimCall::Lost;
    } else if (const auto *batch = std::get_if<DustReplicaInput::WriteBatch>(&input)) {
        m_history->findCall(batch->call)->fate = SimCall::Lost;
    }
    // What waits in the queue was never told.
    m_todo.clear();
    m_storage->isFull = false;
    endProcess(m_dice.between(10, 15'000));
}

// What it had told when it died, nobody can say.
void SimClient::loseCount()
{
    m_mirror.loseCount();
    for (SimCall &call : m_history->calls())
        call.isUnheard = call.isUnheard || (call.client == m_number && call.fate == SimCall::Open);
}

void SimClient::heal()
{
    m_isCalm = true;
    m_storage->isFull = false;
    if (m_replica)
        m_storage->revive();
    rebuild();
    reconnect();
}

void SimClient::todo(std::function<void()> what)
{
    m_todo.push_back(std::move(what));
    if (m_isBusy)
        return;
    m_isBusy = true;
    while (!m_todo.empty() && !m_fault->isSet()) {
        const auto next = std::move(m_todo.front());
        m_todo.pop_front();
        next();
    }
    m_isBusy = false;
}

void SimClient::feed(const DustReplicaInputs &input)
{
    todo([this, input, life = m_life] {
        if (m_replica && life == m_life)
            apply(input);
    });
}

void SimClient::apply(const DustReplicaInputs &input)
{
    ++m_counts.inputs;
    const int keptBefore = m_storage->kept();
    if (std::holds_alternative<DustReplicaInput::Joined>(input))
        m_isToldJoined = true;
    else if (std::holds_alternative<DustReplicaInput::Down>(input))
        m_isToldJoined = false;
    const DustReplicaOutput output = m_replica->apply(input, m_time->now());
    if (m_fault->isJournalKept())
        say(SimDescribe::exchange(input, output, *m_replica));
    if (m_storage->isDead())
        return die(input, output, m_storage->kept() - keptBefore);
    m_knownSeq = m_replica->seq();
    carryOut(output);
    m_mirror.take(input, output, *m_replica);
    for (const DustReplicaOutput::Settled &settled : output.settled)
        settle(settled, true);
    if (m_viewer)
        m_viewer->take(output);
    if (m_fault->isJournalKept() || m_counts.inputs % 8 == 0) {
        m_mirror.compare(*m_replica);
        look();
    }
    if (m_replica->state() == DustReplica::Diverged)
        m_server->noticed(m_number);
    tickLater();
}

void SimClient::look()
{
    if (!m_viewer || !m_replica)
        return;
    if (const QString problem = m_viewer->problem(); !problem.isEmpty())
        fail(u"its list model: "_s + problem);
}

void SimClient::carryOut(const DustReplicaOutput &output)
{
    for (const Send &send : output.sends) {
        if (send.isBatch)
            batch(send);
        else
            push(send);
    }
    for (const DustReplicaOutput::Fetch &each : output.fetches)
        fetch(each);
    if (output.asksStatus)
        askStatus();
    if (output.rejoins)
        rejoin();
}

void SimClient::settle(const DustReplicaOutput::Settled &settled, bool isHeard)
{
    SimCall *call = settled.call != 0 ? m_history->findCall(settled.call)
                                      : m_history->findOpId(settled.opId);
    if (!call || call->client != m_number)
        return fail(u"it settled %1, which nobody asked for"_s.arg(settled.opId));
    if (call->opId != settled.opId)
        return fail(u"it settled %1 by the name of %2"_s.arg(call->opId, settled.opId));
    const bool isAwaited = !call->isCallGone && !call->wasTimedOut;
    if (isHeard && isAwaited != (settled.call != 0))
        return fail(u"%1 was settled for the wrong one: its call %2"_s.arg(
                call->opId, isAwaited ? u"waits"_s : u"is gone"_s));
    if (!settled.isFinal) {
        if (settled.seqs || settled.seqs.error().kind() != DustError::Timeout)
            fail(u"%1 was settled for the time being, without a timeout"_s.arg(call->opId));
        call->wasTimedOut = true;
        return;
    }
    if (call->fate != SimCall::Open)
        return fail(u"%1 was settled twice"_s.arg(call->opId));
    call->isUnheard = !isHeard;
    if (settled.seqs) {
        call->fate = SimCall::Accepted;
        call->seqs = *settled.seqs;
        if (call->seqs.size() != call->operations.size())
            fail(u"%1 has %2 operations and got %3 seqs"_s.arg(
                    call->opId, QString::number(call->operations.size()),
                    QString::number(call->seqs.size())));
        return;
    }
    call->reason = settled.seqs.error().reason();
    const bool isRejected = settled.seqs.error().kind() != DustError::Indeterminate;
    call->fate = isRejected ? SimCall::Rejected : SimCall::Indeterminate;
    ++(isRejected ? m_counts.rejections : m_counts.indeterminate);
}

void SimClient::tickLater()
{
    const auto due = m_replica->nextTick();
    if (!due || (m_tickAt && *m_tickAt == *due))
        return;
    m_tickAt = due;
    m_time->at(*due, [this, number = ++m_tickNumber, life = m_life] {
        if (number != m_tickNumber || life != m_life || !m_replica)
            return;
        m_tickAt.reset();
        m_idleTicks = std::exchange(m_lastTick, m_time->monotonic()) == m_lastTick ? m_idleTicks + 1
                                                                                   : 0;
        if (m_idleTicks > 200)
            fail(u"it asks for ticks without an end"_s);
        feed(DustReplicaInput::Tick());
        if (m_replica)
            tickLater();
    });
}

QString SimClient::mood() const
{
    if (!m_replica)
        return u"dead"_s;
    static const QStringList states{ u"Offline"_s, u"CatchingUp"_s, u"Live"_s, u"Gap"_s,
                                     u"Diverged"_s };
    return u"%1 at %2, %3 pending, link %4, %5"_s.arg(states.value(m_replica->state()),
                                                      QString::number(m_replica->seq()),
                                                      QString::number(m_replica->pendingCount()),
                                                      m_isJoined       ? u"joined"_s
                                                              : m_link ? u"up"_s
                                                                       : u"down"_s,
                                                      m_replica->error().message());
}
