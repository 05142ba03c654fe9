// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef REPLICABENCH_H
#define REPLICABENCH_H

#include "dustmemorystorage.h"
#include "dustreplica_p.h"

#include <QtTest/QTest>

#include <map>

inline DustPath at(const QString &rendered)
{
    return *DustPath::parse(rendered);
}

inline DustEvent eventOf(DustOperation::Kind op, const QString &path, const DustValue &value,
                         quint64 seq, const QString &clientOpId = {})
{
    DustEvent event;
    event.op = op;
    event.path = at(path);
    event.value = value;
    event.storeSeq = seq;
    event.deviceId = QStringLiteral("somebody");
    event.clientOpId = clientOpId.isEmpty() ? QStringLiteral("theirs-%1").arg(seq) : clientOpId;
    return event;
}

inline DustEvent setEvent(const QString &path, const DustValue &value, quint64 seq)
{
    return eventOf(DustOperation::Set, path, value, seq);
}

inline DustEntry leaf(const QString &path, const DustValue &value, quint64 revision = 0)
{
    return DustEntry(at(path), value, DustEntry::typeOf(value), revision);
}

inline DustError errorOf(DustError::Kind kind, const QString &reason)
{
    return DustError(kind, QStringLiteral("Because of ") + reason,
                     { { QStringLiteral("reason"), reason } });
}

// A replica whose link, server and clock are the test's hand. Whatever it is told, what it tells of
// the view and of confirmed rows has to lead to what it shows, and a call ends once at most.
class ReplicaBench
{
public:
    using Send = DustReplicaOutput::Send;
    using Settled = DustReplicaOutput::Settled;

    explicit ReplicaBench(std::shared_ptr<DustStorage> on = std::make_shared<DustMemoryStorage>())
        : storage(std::move(on))
    {
        settings.deviceId = QStringLiteral("me");
        settings.callTimeout = 3'600'000; // longer than any test
        settings.makeId = [this] { return QStringLiteral("made-%1").arg(++m_lastMade); };
        open();
    }

    // The process ends without a word, and the next one begins.
    void restart()
    {
        replica.reset();
        open();
    }

    // ---- what it is told

    DustReplicaOutput &feed(const DustReplicaInputs &input)
    {
        out = replica->apply(input, now);
        for (const Send &one : std::as_const(out.sends))
            sends.append(one);
        for (const Settled &one : std::as_const(out.settled))
            note(one);
        if (checksRows) {
            follow(out.viewChanges, &m_shown, replica->view(), QStringLiteral("the view"));
            follow(out.commits, &m_told, replica->confirmed(), QStringLiteral("what is confirmed"));
        }
        return out;
    }

    // Joins and is caught up; the store is where the replica is, unless that is said.
    void goLive(std::optional<quint64> seq = {})
    {
        const quint64 there = seq.value_or(replica->seq());
        feed(DustReplicaInput::Joined{ there, true, Scopes() });
        feed(DustReplicaInput::CatchUpComplete{ there });
    }
    static QStringList Scopes()
    {
        return { QStringLiteral("entries:write"), QStringLiteral("files:write") };
    }
    // The first time: everything that was there before comes as one snapshot.
    void goLiveWith(quint64 seq, const QList<DustEntry> &entries)
    {
        feed(DustReplicaInput::Joined{ seq, true, Scopes() });
        feed(DustReplicaInput::Snapshot{ seq, entries });
        feed(DustReplicaInput::CatchUpComplete{ seq });
    }
    void goDown(const QString &reason = QStringLiteral("cut"))
    {
        feed(DustReplicaInput::Down{ errorOf(DustError::Network, reason) });
    }
    void tell(const QList<DustEvent> &events) { feed(DustReplicaInput::Events{ events }); }

    // The call, which is also the number in its id: "op-1".
    quint64 write(DustOperation operation, std::optional<qint64> timeout = {})
    {
        DustReplicaInput::Write write;
        write.call = ++lastCall;
        write.operation = operation.setClientOpId(QStringLiteral("op-%1").arg(lastCall));
        write.timeout = timeout;
        feed(write);
        return lastCall;
    }
    quint64 set(const QString &path, const DustValue &value)
    {
        return write(DustOperation::set(at(path), value));
    }
    quint64 writeBatch(const QList<DustOperation> &operations)
    {
        DustReplicaInput::WriteBatch batch;
        batch.call = ++lastCall;
        batch.opId = QStringLiteral("op-%1").arg(lastCall);
        batch.operations = operations;
        feed(batch);
        return lastCall;
    }

    // Time goes on, with a Tick whenever one is due. All that came of it is in `out`.
    void pass(qint64 milliseconds)
    {
        const qint64 until = now.monotonic + milliseconds;
        DustReplicaOutput all;
        for (int ticks = 0; replica->nextTick().value_or(until + 1) <= until; ++ticks) {
            if (ticks == 1'000)
                return fail(QStringLiteral("It asks for ticks and does nothing at them."));
            setTime(std::max(*replica->nextTick(), now.monotonic));
            feed(DustReplicaInput::Tick());
            all.sends += out.sends;
            all.fetches += out.fetches;
            all.settled += out.settled;
            all.reports += out.reports;
            all.asksStatus = all.asksStatus || out.asksStatus;
            all.rejoins = all.rejoins || out.rejoins;
        }
        setTime(until);
        out = all;
    }

    // ---- what the server does with a send

    // The event of one of its operations. The outcome where it is not the value as sent.
    DustEvent echo(const Send &of, quint64 seq, const DustValue &outcome = {},
                   qsizetype index = 0) const
    {
        const DustOperation &operation = of.operations.at(index);
        DustEvent event = eventOf(operation.kind(), operation.path().toString(),
                                  outcome.isNull() ? operation.value() : outcome, seq,
                                  operation.clientOpId());
        event.deviceId = settings.deviceId;
        return event;
    }
    void accept(const Send &of, quint64 seq)
    {
        feed(DustReplicaInput::Accepted{ of.send, { seq }, {} });
    }
    void refuse(const Send &of, const DustError &why)
    {
        feed(DustReplicaInput::Refused{ of.send, why });
    }

    // ---- what came of it

    const Send &sent(qsizetype index) const { return sends.at(index); }
    QStringList sentPaths() const // of the last input's sends
    {
        QStringList paths;
        for (const Send &one : out.sends)
            paths.append(one.operations.constFirst().path().toString());
        return paths;
    }
    DustValue value(const QString &path) const { return valueIn(replica->view(), path); }
    DustValue confirmed(const QString &path) const { return valueIn(replica->confirmed(), path); }
    bool isShown(const QString &path) const
    {
        return replica->view().find(at(path).rendered()) != nullptr;
    }
    // How a call ended: "" as long as it has not; its first seq, or the kind of its error.
    QString end(quint64 call) const
    {
        const auto found = m_ends.find(call);
        if (found == m_ends.end())
            return {};
        return found->second.seqs ? QString::number(found->second.seqs->value(0))
                                  : kindName(found->second.seqs.error());
    }
    DustError errorOfCall(quint64 call) const { return m_ends.at(call).seqs.error(); }
    QList<quint64> seqsOfCall(quint64 call) const { return m_ends.at(call).seqs.value(); }
    // That nobody waited for: by id, how they ended.
    QString endOf(const QString &opId) const { return m_lateEnds.value(opId); }
    bool hasTimedOut(quint64 call) const { return m_late.contains(call); }

    static QString kindName(const DustError &error)
    {
        return QString::fromLatin1(QMetaEnum::fromType<DustError::Kind>().valueToKey(error.kind()));
    }

    DustReplicaSettings settings; // of the next restart()
    DustNow now{ 10'000, 1'700'000'000'000 };
    std::shared_ptr<DustStorage> storage;
    std::unique_ptr<DustReplica> replica;
    DustReplicaOutput out; // of the last input
    QList<Send> sends; // all there were
    quint64 lastCall = 0;
    QSet<quint64> cancelled; // calls
    bool checksRows = true; // after each input; all rows, so not for thousands

private:
    using Rows = std::map<QByteArray, QByteArray>;

    static void fail(const QString &text) { QFAIL(qPrintable(text)); }

    void open()
    {
        auto opened = DustReplica::open(storage, "server/acme/main/me", settings, now);
        if (!opened)
            return fail(opened.error().message());
        replica = std::move(*opened);
        replica->setCancelled([this](quint64 call) { return cancelled.contains(call); });
        m_shown = rowsIn(replica->view());
        m_told = rowsIn(replica->confirmed());
    }
    void setTime(qint64 monotonic)
    {
        now.unix += monotonic - now.monotonic;
        now.monotonic = monotonic;
    }
    void note(const Settled &settled)
    {
        if (settled.call == 0) {
            if (m_lateEnds.contains(settled.opId))
                fail(settled.opId + QStringLiteral(" ended twice"));
            m_lateEnds.insert(settled.opId,
                              settled.seqs ? QString::number(settled.seqs->value(0))
                                           : kindName(settled.seqs.error()));
        } else if (!settled.isFinal) {
            m_late.append(settled.call);
        } else if (!m_ends.emplace(settled.call, settled).second) {
            fail(QStringLiteral("call %1 ended twice").arg(settled.call));
        }
    }
    static Rows rowsIn(const DustReadView &view)
    {
        Rows rows;
        view.scan({}, {}, [&rows](const DustRow &row) {
            rows[row.path().toByteArray()] = row.packed().toByteArray();
            return true;
        });
        return rows;
    }
    static void follow(const QList<DustCommit> &commits, Rows *rows, const DustReadView &view,
                       const QString &what)
    {
        for (const DustCommit &commit : commits) {
            for (const DustLeafChange &change : commit.changes) {
                if (change.after)
                    (*rows)[change.path] = change.after->packed;
                else
                    rows->erase(change.path);
            }
        }
        if (*rows != rowsIn(view))
            fail(QStringLiteral("What was told is not ") + what);
    }
    static DustValue valueIn(const DustReadView &view, const QString &path)
    {
        const DustRow *row = view.find(at(path).rendered());
        return row ? row->value().valueOr({}) : DustValue();
    }

    Rows m_shown;
    Rows m_told;
    std::map<quint64, Settled> m_ends;
    QHash<QString, QString> m_lateEnds;
    QList<quint64> m_late;
    int m_lastMade = 0;
};

#endif // REPLICABENCH_H
