// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "simjudge.h"

#include "simapplication.h"

using namespace Qt::StringLiterals;

namespace {

struct Trial
{
    const SimHistory &history;
    const SimCall &call;
    SimFault *fault;

    void fail(const QString &text) const
    {
        fault->set(u"client %1's %2 (%3 of %4, %5): %6"_s.arg(
                QString::number(call.client), call.opId,
                DustOperation::kindName(call.operations.constFirst().kind()),
                call.path().toString(), fateName(), text));
    }
    QString fateName() const
    {
        static const QStringList names{ u"open"_s, u"accepted"_s, u"rejected"_s, u"indeterminate"_s,
                                        u"lost"_s };
        return names.at(call.fate) + (call.reason.isEmpty() ? QString() : u": "_s + call.reason);
    }

    // An accepted operation was committed as it says, or a later one into which it was merged.
    bool isCommittedAs(const DustOperation &operation, quint64 seq) const
    {
        if (seq == 0 || seq > history.seq())
            return false;
        const DustCommit &commit = history.at(seq).commit;
        const DustPath &path = commit.event.path;
        const bool isOwn = commit.event.deviceId.endsWith(u"dev-%1"_s.arg(call.client));
        return isOwn && (path == operation.path() || operation.path().isAncestorOf(path));
    }

    void count(const DustOperation &operation, quint64 seq) const
    {
        for (const int tag : SimTags::of(operation)) {
            const QList<quint64> seqs = history.seqsOf(tag);
            if (seqs.size() > 1 && !call.mayRepeat)
                fail(u"it was committed as %1 and as %2"_s.arg(QString::number(seqs.at(0)),
                                                               QString::number(seqs.at(1))));
            const bool isThere = !seqs.isEmpty();
            const bool isOut = call.fate == SimCall::Rejected || call.fate == SimCall::Lost;
            if (isThere && isOut && !call.mayRepeat)
                fail(u"it was committed as %1"_s.arg(seqs.constFirst()));
            if (call.fate != SimCall::Accepted || isThere)
                continue;
            const bool isMerged = operation.kind() == DustOperation::Set
                    || operation.kind() == DustOperation::Merge;
            const bool isByItsResult = call.wasHidden
                    && operation.kind() != DustOperation::Increment;
            if (!isByItsResult && (!isMerged || !isCommittedAs(operation, seq)))
                fail(u"it was not committed, although it says as %1"_s.arg(seq));
        }
    }
};

bool overlapInTime(const SimCommit &commit, const SimCommit &other)
{
    const bool areCounting = commit.operation.kind() == DustOperation::Increment
            && other.operation.kind() == DustOperation::Increment;
    return !areCounting && commit.operation.path().overlaps(other.operation.path());
}

} // namespace

void SimJudge::calls(const SimHistory &history, SimFault *fault)
{
    for (const SimCall &call : history.calls()) {
        const Trial trial{ history, call, fault };
        if (call.lostByBackup)
            continue;
        if (call.fate == SimCall::Open && !call.isUnheard && !call.isTransient)
            trial.fail(u"nobody was told what became of it"_s);
        for (qsizetype i = 0; i < call.operations.size(); ++i) {
            const quint64 seq = call.seqs.value(i);
            const DustOperation &operation = call.operations.at(i);
            trial.count(operation, seq);
            if (call.fate == SimCall::Accepted && !call.wasHidden && !call.isTransient
                && !trial.isCommittedAs(operation, seq))
                trial.fail(u"it says that it is %1, which is not so"_s.arg(seq));
        }
        if (fault->isSet())
            return;
    }
}

void SimJudge::order(const SimHistory &history, SimFault *fault)
{
    struct Placed
    {
        const SimCommit *commit;
        const SimCall *call;
    };
    std::map<int, std::vector<Placed>> byClient;
    for (quint64 seq = 1; seq <= history.seq(); ++seq) {
        const SimCommit &commit = history.at(seq);
        const SimCall *last = nullptr;
        for (const int tag : SimTags::of(commit.operation)) {
            const SimCall *call = history.writerOf(tag);
            if (call && (!last || call->call > last->call))
                last = call;
        }
        if (!last || last->mayRepeat || last->lostByBackup)
            continue;
        auto &placed = byClient[last->client];
        for (const Placed &earlier : placed) {
            if (earlier.call->call <= last->call || !overlapInTime(*earlier.commit, commit))
                continue;
            fault->set(u"client %1 wrote %2 before %3, but they were committed as %4 and %5"_s.arg(
                    QString::number(last->client), last->opId, earlier.call->opId,
                    QString::number(seq), QString::number(earlier.commit->commit.event.storeSeq)));
            return;
        }
        placed.push_back({ &commit, last });
    }
}

void SimJudge::counters(const SimHistory &history, const DustReadView &rows, SimFault *fault)
{
    std::map<QByteArray, quint64> least;
    std::map<QByteArray, quint64> most;
    for (const SimCall &call : history.calls()) {
        for (const DustOperation &operation : call.operations) {
            const QByteArray path = operation.path().rendered();
            if (operation.kind() != DustOperation::Increment
                || !SimApplication::isPureCounter(path))
                continue;
            const quint64 delta = operation.value().toUnsignedInteger();
            least[path] += call.fate == SimCall::Accepted ? delta : 0;
            const bool isCertain = call.fate == SimCall::Rejected || call.fate == SimCall::Lost;
            most[path] += isCertain ? 0 : delta;
        }
    }
    for (quint64 seq = 1; seq <= history.seq(); ++seq) { // of those who are not asked
        const SimCommit &commit = history.at(seq);
        const QByteArray path = commit.commit.event.path.rendered();
        if (commit.commit.event.deviceId != u"http:other"_s || !SimApplication::isPureCounter(path))
            continue;
        least[path] += commit.operation.value().toUnsignedInteger();
        most[path] += commit.operation.value().toUnsignedInteger();
    }
    for (const auto &[path, sum] : least) {
        const DustRow *row = rows.find(path);
        const quint64 total = row ? row->value().valueOr(DustValue()).toUnsignedInteger() : 0;
        // Each delta is a bit of its own.
        if ((total & sum) != sum || (total & ~most[path]) != 0)
            fault->set(u"the counter %1 is %2, where %3 was acknowledged and %4 asked for"_s.arg(
                    QString::fromUtf8(path), QString::number(total), QString::number(sum),
                    QString::number(most[path])));
    }
}
