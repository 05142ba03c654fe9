// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "simmirror.h"

#include "dusteffects_p.h"
#include "dustrowtable_p.h"

using namespace Qt::StringLiterals;

namespace {

QString shown(QByteArrayView packed)
{
    return QString::fromUtf8(DustValue::fromMessagePack(packed).valueOr(u"?"_s).toJson());
}

QString shown(const DustRow *row)
{
    if (!row)
        return u"nothing"_s;
    return u"%1 (%2 %3)"_s.arg(shown(row->packed()), DustEntry::typeName(row->type()),
                               QString::number(row->revision()));
}

std::vector<const DustRow *> rowsOf(const DustReadView &view)
{
    std::vector<const DustRow *> rows;
    view.scan({}, {}, [&rows](const DustRow &row) {
        rows.push_back(&row);
        return true;
    });
    return rows;
}

bool areSame(const DustRow &a, const DustRow &b, bool revisionsToo)
{
    const bool haveSameRevisions = !revisionsToo || a.revision() == 0 || b.revision() == 0
            || a.revision() == b.revision();
    return a.packed() == b.packed() && a.type() == b.type() && haveSameRevisions;
}

template<typename Leaves>
void apply(const QList<DustLeafChange> &changes, Leaves *leaves)
{
    for (const DustLeafChange &change : changes) {
        if (change.after)
            (*leaves)[change.path] = change.after->packed;
        else
            leaves->erase(change.path);
    }
}

} // namespace

QString differenceOf(const DustReadView &a, const DustReadView &b, bool revisionsToo)
{
    const auto left = rowsOf(a);
    const auto right = rowsOf(b);
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < left.size() || j < right.size()) {
        const DustRow *x = i < left.size() ? left[i] : nullptr;
        const DustRow *y = j < right.size() ? right[j] : nullptr;
        const bool isSame = x && y && x->path() == y->path();
        if (!isSame) {
            const bool isLeft = x && (!y || x->path() < y->path());
            const DustRow *only = isLeft ? x : y;
            return u"%1 is %2 here and %3 there"_s.arg(QString::fromUtf8(only->path()),
                                                       shown(isLeft ? x : nullptr),
                                                       shown(isLeft ? nullptr : y));
        }
        if (!areSame(*x, *y, revisionsToo))
            return u"%1 is %2 here and %3 there"_s.arg(QString::fromUtf8(x->path()), shown(x),
                                                       shown(y));
        ++i;
        ++j;
    }
    return {};
}

void SimMirror::fail(const QString &text)
{
    m_fault->set(u"client %1: %2"_s.arg(QString::number(m_client), text));
}

void SimMirror::start(const DustReplica &replica)
{
    m_isRunning = true;
    m_isResyncing = false;
    m_seq = replica.seq();
    const auto read = [](const DustReadView &view, Leaves *leaves) {
        leaves->clear();
        view.scan({}, {}, [leaves](const DustRow &row) {
            leaves->emplace(row.path().toByteArray(), row.packed().toByteArray());
            return true;
        });
    };
    read(replica.view(), &m_view);
    read(replica.confirmed(), &m_confirmed);
}

void SimMirror::compareAfterRestart(const DustReplica &replica)
{
    if (replica.seq() != m_seq)
        fail(u"a restart brought it from seq %1 to %2"_s.arg(QString::number(m_seq),
                                                             QString::number(replica.seq())));
    compareLeaves(m_confirmed, replica.confirmed(), u"confirmed() after a restart"_s);
    compareLeaves(m_view, replica.view(), u"view() after a restart"_s);
}

void SimMirror::take(const DustReplicaInputs &input, const DustReplicaOutput &output,
                     const DustReplica &replica)
{
    for (const DustCommit &commit : output.viewChanges)
        apply(commit.changes, &m_view);
    takeCommits(input, output, replica);
    if (std::holds_alternative<DustReplicaInput::Fetched>(input)) {
        retire(replica);
        compareTotals(replica);
    }
}

void SimMirror::takeCommits(const DustReplicaInputs &input, const DustReplicaOutput &output,
                            const DustReplica &replica)
{
    using namespace DustReplicaInput;
    if (std::holds_alternative<Resync>(input))
        m_isResyncing = true;
    if (const auto *snapshot = std::get_if<Snapshot>(&input))
        m_seq = std::max(m_seq, std::min(snapshot->seq, replica.seq()));
    for (const DustCommit &commit : output.commits) {
        apply(commit.changes, &m_confirmed);
        if (commit.event.deviceId.isEmpty())
            ++m_repairs;
        else
            takeCommit(commit);
    }
    if (m_isResyncing)
        m_seq = replica.seq();
    if (m_isResyncing && replica.state() == DustReplica::Live)
        m_isResyncing = false;
    if (m_seq != replica.seq())
        fail(u"its commits lead to seq %1, but it says %2"_s.arg(QString::number(m_seq),
                                                                 QString::number(replica.seq())));
}

void SimMirror::takeCommit(const DustCommit &commit)
{
    ++m_commits;
    const DustEvent &event = commit.event;
    if (m_isResyncing)
        return;
    if (event.storeSeq != m_seq + 1)
        fail(u"after the commit %1 it told of %2"_s.arg(QString::number(m_seq),
                                                        QString::number(event.storeSeq)));
    m_seq = event.storeSeq;
    const bool isPlanted = event.deviceId == u"planted"_s;
    if (isPlanted || m_history->wentBack() || event.storeSeq > m_history->seq())
        return;
    const DustEvent &made = m_history->at(event.storeSeq).commit.event;
    if (made.path != event.path || made.op != event.op || made.clientOpId != event.clientOpId)
        fail(u"the commit %1 is %2 of %3 (%4), which never happened"_s.arg(
                QString::number(event.storeSeq), event.opName(), event.pathString(),
                event.clientOpId));
}

void SimMirror::compareLeaves(const Leaves &shadow, const DustReadView &view, const QString &what,
                              quint64 maySeeBeyond)
{
    std::size_t count = 0;
    view.scan({}, {}, [&](const DustRow &row) {
        ++count;
        const auto found = shadow.find(row.path().toByteArray());
        if (found != shadow.end() && found->second == row.packed())
            return true;
        if (row.revision() > maySeeBeyond) // it was read since
            return true;
        fail(u"%1 says %2 at %3, but what it told makes %4"_s.arg(
                what, shown(&row), QString::fromUtf8(row.path()),
                found == shadow.end() ? u"nothing"_s : shown(found->second)));
        return false;
    });
    if (count < shadow.size() && !m_fault->isSet()) {
        for (const auto &[path, packed] : shadow) {
            if (!view.find(path))
                fail(u"%1 says nothing at %2, but what it told makes %3"_s.arg(
                        what, QString::fromUtf8(path), shown(packed)));
        }
    }
}

void SimMirror::compare(const DustReplica &replica)
{
    if (!m_isRunning || m_fault->isSet())
        return;
    compareLeaves(m_view, replica.view(), u"view()"_s);
    compareLeaves(m_confirmed, replica.confirmed(), u"confirmed()"_s);
    if (m_isServerRight && !m_history->wentBack())
        compareTruth(replica);
    retire(replica);
    compareReplay(replica);
}

// At each seq, what is confirmed is what the server held then.
void SimMirror::compareTruth(const DustReplica &replica)
{
    if (replica.seq() < m_truthSeq) { // a crash took it back
        m_truth.clear();
        m_truthSeq = 0;
    }
    while (m_truthSeq < replica.seq() && m_truthSeq < m_history->seq())
        apply(m_history->at(++m_truthSeq).commit.changes, &m_truth);
    compareLeaves(m_truth, replica.confirmed(), u"confirmed(), beside the server,"_s,
                  replica.seq());
}

void SimMirror::beginAnew()
{
    m_isCountLost = true;
    for (SimCall &call : m_history->calls())
        call.isRetired = call.isRetired || (call.client == m_client && call.fate != SimCall::Open);
}

// Calls whose events the client has had by now.
void SimMirror::retire(const DustReplica &replica)
{
    if (replica.pendingCount() == 0)
        m_isCountLost = false;
    for (SimCall &call : m_history->calls()) {
        if (call.client != m_client || call.isRetired)
            continue;
        const bool isAccepted = call.fate == SimCall::Accepted;
        const auto isTold = [&](quint64 seq) { return seq <= replica.seq(); };
        call.isRetired = (isAccepted && std::all_of(call.seqs.begin(), call.seqs.end(), isTold))
                || call.fate == SimCall::Rejected || call.fate == SimCall::Indeterminate
                || call.fate == SimCall::Lost;
    }
}

// A row that was read ahead of its events has no own increment in it that the view adds once more.
void SimMirror::compareTotals(const DustReplica &replica)
{
    for (const SimCall &call : m_history->calls()) {
        if (call.client != m_client || call.isRetired || call.isTransient
            || call.operations.constFirst().kind() != DustOperation::Increment)
            continue;
        const DustRow *row = replica.confirmed().find(call.path().rendered());
        if (!row || row->revision() <= replica.seq())
            continue;
        for (const int tag : SimTags::of(call.operations.constFirst())) {
            for (const quint64 seq : m_history->seqsOf(tag)) {
                if (seq > replica.seq() && seq <= row->revision())
                    fail(u"the view adds %1, which is commit %2, to a total that was read at %3"_s
                                 .arg(call.opId, QString::number(seq),
                                      QString::number(row->revision())));
            }
        }
    }
}

// Own writes are seen at once, in order, on top of what is confirmed.
void SimMirror::compareReplay(const DustReplica &replica)
{
    if (m_isCountLost)
        return;
    DustRowTable rows;
    replica.confirmed().scan({}, {}, [&rows](const DustRow &row) {
        rows.insert(DustRow::create(row.path(), row.stored()));
        return true;
    });
    for (const SimCall &call : m_history->calls()) {
        if (call.client != m_client || call.isRetired || call.isTransient)
            continue;
        for (const DustOperation &operation : call.operations) {
            const auto effect = DustEffects::of(rows, operation, DustStamp());
            if (!effect)
                continue;
            for (const DustLeafChange &change : effect->changes) {
                if (change.after)
                    rows.insert(DustRow::create(change.path, *change.after));
                else
                    rows.take(change.path);
            }
        }
    }
    const QString difference = differenceOf(replica.view(), rows, false);
    if (!difference.isEmpty())
        fail(u"the view is not what is confirmed with the own writes on top: "_s + difference);
}
