// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Every state meets every input (the table in doc/replica.md).

#include "replicabench.h"

using namespace Qt::StringLiterals;

namespace {

const QStringList States = { u"Offline"_s, u"CatchingUp"_s, u"Live"_s, u"Gap"_s, u"Diverged"_s };

// In the order of DustReplicaInputs.
const QStringList Inputs = {
    u"Write"_s,           u"WriteBatch"_s,  u"Acknowledge"_s,  u"Resync"_s,   u"Rebuild"_s,
    u"Joined"_s,          u"JoinRefused"_s, u"Down"_s,         u"Events"_s,   u"Snapshot"_s,
    u"CatchUpComplete"_s, u"Status"_s,      u"StatusFailed"_s, u"Accepted"_s, u"Refused"_s,
    u"Unanswered"_s,      u"Fetched"_s,     u"FetchFailed"_s,  u"Tick"_s,
};
static_assert(std::variant_size_v<DustReplicaInputs> == 19);

constexpr quint64 Seq = 10;

// State and input; the state after it, how many writes are pending and how many rejections are kept,
// and what came of it.
const char Table[] = R"(
Offline    Write           Offline    2 1  shows 1, changed
Offline    WriteBatch      Offline    2 1  shows 2, changed
Offline    Acknowledge     Offline    1 0
Offline    Resync          Offline    1 1
Offline    Rebuild         Offline    1 1  changed
Offline    Joined          CatchingUp 1 1  changed
Offline    JoinRefused     Offline    1 1  changed
Offline    Down            Offline    1 1
Offline    Events          Offline    1 1
Offline    Snapshot        Offline    1 1
Offline    CatchUpComplete Offline    1 1
Offline    Status          Offline    1 1
Offline    StatusFailed    Offline    1 1
Offline    Accepted        Offline    1 1  ends 11, changed
Offline    Refused         Offline    0 1  shows 1, ends Conflict, changed
Offline    Unanswered      Offline    1 1
Offline    Fetched         Offline    1 1
Offline    FetchFailed     Offline    1 1
Offline    Tick            Offline    1 1
CatchingUp Write           CatchingUp 2 1  shows 1, changed
CatchingUp WriteBatch      CatchingUp 2 1  shows 2, changed
CatchingUp Acknowledge     CatchingUp 1 0
CatchingUp Resync          CatchingUp 1 1
CatchingUp Rebuild         CatchingUp 1 1  changed
CatchingUp Joined          CatchingUp 1 1  changed
CatchingUp JoinRefused     Offline    1 1  changed
CatchingUp Down            Offline    1 1  changed
CatchingUp Events          CatchingUp 1 1  shows 1, commits 1
CatchingUp Snapshot        CatchingUp 1 1  shows 2, commits 2
CatchingUp CatchUpComplete Live       1 1  changed
CatchingUp Status          CatchingUp 1 1
CatchingUp StatusFailed    CatchingUp 1 1
CatchingUp Accepted        CatchingUp 1 1  ends 11, changed
CatchingUp Refused         CatchingUp 0 1  shows 1, ends Conflict, changed
CatchingUp Unanswered      CatchingUp 1 1
CatchingUp Fetched         CatchingUp 1 1
CatchingUp FetchFailed     CatchingUp 1 1
CatchingUp Tick            CatchingUp 1 1
Live       Write           Live       2 1  sends 1, shows 1, changed
Live       WriteBatch      Live       2 1  sends 1, shows 2, changed
Live       Acknowledge     Live       1 0
Live       Resync          Live       1 1
Live       Rebuild         Live       1 1  changed
Live       Joined          CatchingUp 1 1  changed
Live       JoinRefused     Offline    1 1  changed
Live       Down            Offline    1 1  changed
Live       Events          Live       1 1  shows 1, commits 1
Live       Snapshot        Live       1 1
Live       CatchUpComplete Live       1 1
Live       Status          Live       1 1
Live       StatusFailed    Live       1 1
Live       Accepted        Live       1 1  ends 11, changed
Live       Refused         Live       0 1  shows 1, ends Conflict, changed
Live       Unanswered      Offline    1 1  rejoins, changed
Live       Fetched         Live       1 1  shows 1
Live       FetchFailed     Live       1 1
Live       Tick            Live       1 1
Gap        Write           Gap        2 1  shows 1, changed
Gap        WriteBatch      Gap        2 1  shows 2, changed
Gap        Acknowledge     Gap        1 0
Gap        Resync          Gap        1 1
Gap        Rebuild         Gap        1 1  changed
Gap        Joined          CatchingUp 1 1  changed
Gap        JoinRefused     Offline    1 1  changed
Gap        Down            Offline    1 1  changed
Gap        Events          Live       1 1  shows 2, commits 2, changed
Gap        Snapshot        Gap        1 1
Gap        CatchUpComplete Gap        1 1
Gap        Status          Gap        1 1
Gap        StatusFailed    Gap        1 1
Gap        Accepted        Offline    1 1  rejoins, ends 11, changed
Gap        Refused         Offline    0 1  rejoins, shows 1, ends Conflict, changed
Gap        Unanswered      Offline    1 1  rejoins, changed
Gap        Fetched         Gap        1 1
Gap        FetchFailed     Gap        1 1
Gap        Tick            Gap        1 1
Diverged   Write           Diverged   2 1  shows 1, changed
Diverged   WriteBatch      Diverged   2 1  shows 2, changed
Diverged   Acknowledge     Diverged   1 0
Diverged   Resync          Offline    1 1  rejoins, shows 1, commits 1, changed
Diverged   Rebuild         Diverged   1 1  changed
Diverged   Joined          Diverged   1 1  changed, reports Conflict
Diverged   JoinRefused     Offline    1 1  changed
Diverged   Down            Offline    1 1  changed
Diverged   Events          Diverged   1 1
Diverged   Snapshot        Diverged   1 1
Diverged   CatchUpComplete Diverged   1 1
Diverged   Status          Diverged   1 1
Diverged   StatusFailed    Diverged   1 1
Diverged   Accepted        Diverged   1 1  ends 11, changed
Diverged   Refused         Diverged   0 1  shows 1, ends Conflict, changed
Diverged   Unanswered      Diverged   1 1
Diverged   Fetched         Diverged   1 1
Diverged   FetchFailed     Diverged   1 1
Diverged   Tick            Diverged   1 1
)";

// One of each. What they name is what bench() has prepared.
DustReplicaInputs inputAt(int index)
{
    using namespace DustReplicaInput;
    const DustError why = errorOf(DustError::Network, u"cut"_s);
    const auto set = [](const QString &path, const QString &id) {
        return DustOperation::set(at(path), 7).setClientOpId(id);
    };
    switch (index) {
    case 0:
        return Write{ 50, set(u"new"_s, u"op-50"_s), {}, false, {} };
    case 1:
        return WriteBatch{ 51, { set(u"b/1"_s, {}), set(u"b/2"_s, {}) }, u"op-51"_s, {} };
    case 2:
        return Acknowledge{ 1 };
    case 3:
        return Resync();
    case 4:
        return Rebuild();
    case 5:
        return Joined{ Seq, true, {} };
    case 6:
        return JoinRefused{ errorOf(DustError::Unauthorized, u"unauthorized"_s) };
    case 7:
        return Down{ why };
    case 8:
        return Events{ { setEvent(u"a"_s, 2, Seq + 1) } };
    case 9:
        return Snapshot{ 20, { leaf(u"a"_s, 3), leaf(u"z"_s, 4) } };
    case 10:
        return CatchUpComplete{ Seq };
    case 11:
        return Status{ Seq, -1 };
    case 12:
        return StatusFailed();
    case 13:
        return Accepted{ 2, { Seq + 1 }, {} };
    case 14:
        return Refused{ 2, errorOf(DustError::Conflict, u"conflict"_s) };
    case 15:
        return Unanswered{ 2, why };
    case 16:
        return Fetched{ 1, { leaf(u"a"_s, 1, 9) }, Seq };
    case 17:
        return FetchFailed{ 1, why };
    default:
        return Tick();
    }
}

QString described(const DustReplicaOutput &out)
{
    QStringList parts;
    const auto count = [&parts](const char *what, qsizetype number) {
        if (number > 0)
            parts.append(u"%1 %2"_s.arg(QLatin1StringView(what)).arg(number));
    };
    count("sends", out.sends.size());
    count("fetches", out.fetches.size());
    if (out.asksStatus)
        parts.append(u"status"_s);
    if (out.rejoins)
        parts.append(u"rejoins"_s);
    qsizetype visible = 0;
    for (const DustCommit &commit : out.viewChanges)
        visible += commit.changes.size();
    count("shows", visible);
    count("commits", out.commits.size());
    for (const auto &settled : out.settled)
        parts.append(u"ends "_s
                     + (settled.seqs ? QString::number(settled.seqs->value(0))
                                     : ReplicaBench::kindName(settled.seqs.error())));
    if (out.stateChanged)
        parts.append(u"changed"_s);
    for (const DustError &report : out.reports)
        parts.append(u"reports "_s + ReplicaBench::kindName(report));
    return parts.join(u", "_s);
}

// A row of the table.
QString row(const QString &state, const QString &input, const ReplicaBench &bench)
{
    return QStringList{ state,
                        input,
                        States.at(bench.replica->state()),
                        QString::number(bench.replica->pendingCount()),
                        QString::number(bench.replica->rejections().size()),
                        described(bench.out) }
            .join(u' ')
            .simplified();
}

// At seq 10 with the leaf "a". The oldest rejection has the number 1; everything is being read again
// as fetch 1; call 1 waits for a write to "own" that went out as send 2.
void prepare(ReplicaBench *bench, const QString &state)
{
    bench->goLiveWith(Seq, { leaf(u"a"_s, 1) });
    bench->feed(DustReplicaInput::Write{
            0, DustOperation::set(at(u"a"_s), 2).setClientOpId(u"lost"_s), {}, false, {} });
    bench->refuse(bench->sent(0), errorOf(DustError::Conflict, u"conflict"_s));
    bench->pass(bench->settings.statusInterval);
    bench->feed(DustReplicaInput::Status{ Seq, 2 }); // and one is here
    bench->set(u"own"_s, 5);
    if (state == u"Live"_s)
        return bench->pass(bench->settings.statusInterval); // another status is under way
    if (state == u"Gap"_s) {
        bench->tell({ setEvent(u"a"_s, 3, Seq + 2) });
        return bench->pass(bench->settings.gapPatience);
    }
    bench->goDown();
    if (state == u"CatchingUp"_s)
        bench->feed(DustReplicaInput::Joined{ Seq, true, {} });
    if (state == u"Diverged"_s)
        bench->feed(DustReplicaInput::Joined{ Seq - 1, true, {} });
}

} // namespace

class tst_DustReplicaTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void meets_data();
    void meets();
};

void tst_DustReplicaTable::meets_data()
{
    QTest::addColumn<QString>("state");
    QTest::addColumn<int>("input");
    for (const QString &state : States) {
        for (int i = 0; i < int(Inputs.size()); ++i)
            QTest::addRow("%s, %s", qPrintable(state), qPrintable(Inputs.at(i))) << state << i;
    }
}

void tst_DustReplicaTable::meets()
{
    QFETCH(QString, state);
    QFETCH(int, input);
    const DustReplicaInputs what = inputAt(input);
    QCOMPARE(what.index(), std::size_t(input));
    ReplicaBench bench;
    prepare(&bench, state);
    QCOMPARE(States.at(bench.replica->state()), state);

    bench.feed(what);
    const QString met = row(state, Inputs.at(input), bench);
    QStringList cells;
    for (const QString &line : QString::fromLatin1(Table).split(u'\n', Qt::SkipEmptyParts)) {
        if (line.simplified().startsWith(state + u' ' + Inputs.at(input) + u' '))
            cells.append(line.simplified());
    }
    QCOMPARE(cells, QStringList{ met });
}

QTEST_APPLESS_MAIN(tst_DustReplicaTable)
#include "tst_dustreplicatable.moc"
