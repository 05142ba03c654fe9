// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Random histories on a DustLedger and on a naive model beside it. ../shared/histories.h says how
// many; DUST_VERBOSE counts what they met.

#include "../shared/histories.h"
#include "dustledger_p.h"
#include "fragilestorage.h"
#include "historymaker.h"
#include "naivemodel.h"

#include <QtTest/QTest>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

using Naive::Clock;
using Naive::Outcome;

DustError::Kind kindFor(const std::string &reason)
{
    static const std::map<std::string, DustError::Kind> kinds = {
        { "conflict", DustError::Conflict },
        { "exists", DustError::Exists },
        { "held", DustError::Held },
        { "occupied", DustError::Occupied },
        { "not_held", DustError::NotHeld },
        { "fenced", DustError::Fenced },
        { "not_one_value", DustError::Invalid },
    };
    const auto found = kinds.find(reason);
    return found == kinds.end() ? DustError::InvalidParams : found->second;
}

QString shown(const std::optional<Naive::Leaf> &leaf)
{
    if (!leaf)
        return u"nothing"_s;
    return u"%1 (%2, revision %3, at %4)"_s
            .arg(QString::fromUtf8(leaf->value.toJson()), QString::fromStdString(leaf->type))
            .arg(leaf->revision)
            .arg(leaf->writtenAt);
}

std::optional<Naive::Leaf> leafOf(const std::optional<DustStoredValue> &stored)
{
    if (!stored)
        return std::nullopt;
    return Naive::Leaf{ stored->value().valueOr(u"unreadable"_s),
                        DustEntry::typeName(stored->type).toStdString(), stored->revision,
                        stored->syncedAt };
}

class History
{
public:
    enum Journal { Kept, NotKept };

    History(quint64 seed, Journal journal)
        : m_dice(seed), m_maker(m_dice, m_model), m_storage(std::make_shared<FragileStorage>()),
          m_isJournalKept(journal == Kept)
    {
        reopen();
    }

    bool run()
    {
        const int steps = 30 + m_dice.below(31);
        for (int i = 0; i < steps && m_fault.isEmpty(); ++i) {
            tick();
            step();
            compareCounts();
            if (i % 4 == 0 || i == steps - 1)
                compareRows();
        }
        if (m_fault.isEmpty())
            checkCatchUp();
        return m_fault.isEmpty();
    }

    QString report() const { return m_journal.join(u'\n') + u"\n=> "_s + m_fault; }
    const std::map<std::string, int> &seen() const { return m_seen; }

private:
    DustNow now() const { return { m_clock.monotonic, m_clock.wall }; }

    void tick()
    {
        const int passed = m_dice.below(400);
        m_clock.monotonic += passed;
        m_clock.wall += passed;
        if (m_dice.chance(3)) // somebody sets the clock
            m_clock.wall += m_dice.below(8'000) - 4'000;
    }

    template<typename... Arguments>
    void journal(const Arguments &...arguments)
    {
        if (!m_isJournalKept)
            return;
        QString line;
        QDebug debug(&line);
        debug.nospace().noquote() << m_clock.monotonic << ": ";
        (debug << ... << arguments);
        m_journal.append(line);
    }

    // `what` is a text, or a function that gives one.
    template<typename What>
    bool check(bool isAsExpected, const What &what)
    {
        if (!isAsExpected && m_fault.isEmpty()) {
            if constexpr (std::is_invocable_v<What>)
                m_fault = what();
            else
                m_fault = what;
        }
        return isAsExpected;
    }

    void step()
    {
        const int turn = m_dice.below(100);
        if (turn < 68)
            applyOne();
        else if (turn < 78)
            applyBatch();
        else if (turn < 82)
            applyOnFullDisk();
        else if (turn < 86)
            rollBackPath();
        else if (turn < 89)
            rollBackStore();
        else if (turn < 91)
            compact();
        else if (turn < 95)
            reopen();
        else
            checkCatchUp();
    }

    void applyOne()
    {
        const DustOperation operation = m_maker.operation();
        journal(operation);
        const auto result = m_ledger->apply(operation, u"dev"_s, now());
        const Outcome expected = m_model.apply(operation, "dev", m_clock);
        compare(result ? DustResult(QList<DustCommit>{ *result }) : result.error(), expected);
        if (result && operation.fence())
            ++m_seen["write under a fence"];
        if (result && operation.ifMatch())
            ++m_seen["write with if_match"];
    }

    QList<DustOperation> batch()
    {
        QList<DustOperation> operations;
        for (int i = m_dice.below(5); i >= 0; --i) {
            operations.append(m_maker.operation());
            journal("  in a batch: ", operations.last());
        }
        return operations;
    }

    void applyBatch()
    {
        const QList<DustOperation> operations = batch();
        const auto result = m_ledger->applyBatch(operations, u"dev"_s, now());
        compare(result, m_model.applyBatch(operations, "dev", m_clock));
    }

    void applyOnFullDisk()
    {
        const QList<DustOperation> operations = batch();
        journal("  while the disk is full");
        Naive::Model dream = m_model;
        const Outcome expected = dream.applyBatch(operations, "dev", m_clock);
        m_storage->isFull = true;
        const auto result = m_ledger->applyBatch(operations, u"dev"_s, now());
        m_storage->isFull = false;
        if (expected.failure || dream.seq == m_model.seq) // nothing to store
            compare(result, expected);
        else
            check(++m_seen["full disk"] && !result && result.error().kind() == DustError::Storage
                          && m_ledger->currentSeq() == m_model.seq,
                  u"the full disk was not noticed"_s);
    }

    void rollBackPath()
    {
        const DustPath path = m_maker.pathToRollBack();
        const quint64 toSeq = m_maker.seqToRollBackTo();
        journal("rollback of ", path, " to ", toSeq);
        const auto result = m_ledger->rollbackPath(path, toSeq, now());
        const Naive::Path at = Naive::parsePath(path.rendered().toStdString());
        Outcome expected = m_model.rollbackPath(at, toSeq, m_clock);
        if (expected.failure && expected.failure->reason == "not_one_value") {
            ++m_seen["not_one_value"];
            check(!result && result.error().kind() == DustError::Invalid
                          && result.error().path() == path.toString(),
                  u"a state that is no value was rolled back to"_s);
            return;
        }
        if (!expected.failure)
            ++m_seen[expected.commits.empty() ? "rollback of nothing" : "rollback"];
        QList<DustCommit> commits;
        if (result && *result)
            commits.append(**result);
        compare(result ? DustResult(commits) : result.error(), expected);
    }

    void rollBackStore()
    {
        const quint64 toSeq = m_maker.seqToRollBackTo();
        journal("rollback of the store to ", toSeq);
        const auto result = m_ledger->rollbackStore(toSeq, now());
        if (toSeq < m_model.compactedThrough) {
            check(!result && result.error().reason() == u"beyond_retention"_s,
                  u"a rollback beyond the compaction was not refused"_s);
            return;
        }
        if (!check(result.isOk(),
                   [&] { return u"the store was not rolled back: "_s + result.error().message(); }))
            return;
        std::vector<Naive::Event> chosen;
        for (const DustCommit &commit : *result)
            chosen.push_back(naiveEvent(commit.event));
        ++m_seen[chosen.empty() ? "store rollback of nothing" : "store rollback"];
        const Naive::State before = m_model.state;
        const Naive::State then = m_model.pastStates.at(std::min(toSeq, m_model.seq));
        compare(result, m_model.rollbackStore(toSeq, chosen, m_clock));
        check(Naive::haveSameValues(m_model.state, then), u"the rollback leads elsewhere"_s);
        checkFrugality(before, then, chosen);
    }

    // Deletes, then sets, each in path order, none that could be left out, and no delete that could
    // take more along.
    void checkFrugality(const Naive::State &before, const Naive::State &then,
                        const std::vector<Naive::Event> &chosen)
    {
        const auto rank = [](const Naive::Event &event) {
            return std::pair(event.op != "delete", Naive::render(event.path));
        };
        check(std::is_sorted(chosen.begin(), chosen.end(),
                             [&](const auto &a, const auto &b) { return rank(a) < rank(b); }),
              u"the operations of the rollback are not in order"_s);
        for (const Naive::Event &event : chosen) {
            const Naive::Path parent(event.path.begin(), event.path.end() - 1);
            check(event.op == "set" || parent.empty() || !Naive::within(then, parent).empty(),
                  u"a delete of the rollback is too deep"_s);
        }
        for (size_t left = 0; left < chosen.size(); ++left) {
            Naive::State state = before;
            for (size_t i = 0; i < chosen.size(); ++i) {
                if (i != left)
                    Naive::replay(state, chosen.at(i));
            }
            check(!Naive::haveSameValues(state, then),
                  [&] { return u"operation %1 of the rollback is one too many"_s.arg(left); });
        }
    }

    void compact()
    {
        const quint64 earliest = m_model.compactedThrough;
        const quint64 through = m_dice.chance(50)
                ? m_model.seq
                : earliest + quint64(m_dice.below(int(m_model.seq - earliest) + 1));
        journal("compact through ", through);
        check(m_ledger->compact(through).isOk(), u"compaction failed"_s);
        m_model.compact(through);
    }

    void reopen()
    {
        journal("reopen");
        m_clock.monotonic = m_dice.below(1'000);
        m_clock.wall += m_dice.below(3'000);
        m_ledger.reset();
        auto opened = DustLedger::open(m_storage, now());
        if (!check(opened.isOk(),
                   [&] { return u"it does not open again: "_s + opened.error().message(); }))
            return;
        m_ledger = std::move(opened).value();
        m_model.reopen(m_clock);
    }

    static Naive::Event naiveEvent(const DustEvent &event)
    {
        return { event.opName().toStdString(),
                 Naive::parsePath(event.path.rendered().toStdString()),
                 event.value,
                 event.storeSeq,
                 event.deviceId.toStdString(),
                 event.clientOpId.toStdString() };
    }

    void compareEvent(const DustEvent &event, const Naive::Event &expected)
    {
        check(event.opName().toStdString() == expected.op
                      && event.path.rendered().toStdString() == Naive::render(expected.path)
                      && event.value == expected.value && event.storeSeq == expected.seq
                      && event.deviceId.toStdString() == expected.deviceId
                      && event.clientOpId.toStdString() == expected.clientOpId && event.committed
                      && !event.own,
              [&] {
                  return u"the event of seq %1 is %2 %3, expected %4"_s.arg(
                          QString::number(expected.seq), event.opName(),
                          QString::fromUtf8(event.value.toJson()),
                          QString::fromUtf8(expected.value.toJson()));
              });
    }

    void compareChanges(const QList<DustLeafChange> &changes,
                        const std::vector<Naive::Change> &expected)
    {
        if (!check(size_t(changes.size()) == expected.size(), [&] {
                return u"%1 leaves touched, expected %2"_s.arg(changes.size()).arg(expected.size());
            }))
            return;
        for (qsizetype i = 0; i < changes.size(); ++i) {
            const DustLeafChange &change = changes.at(i);
            const Naive::Change &wanted = expected.at(size_t(i));
            const auto before = leafOf(change.before);
            const auto after = leafOf(change.after);
            check(change.path.toStdString() == wanted.path && before == wanted.before
                          && after == wanted.after,
                  [&] {
                      return u"change of %1 from %2 to %3, expected %4 from %5 to %6"_s.arg(
                              QString::fromUtf8(change.path), shown(before), shown(after),
                              QString::fromStdString(wanted.path), shown(wanted.before),
                              shown(wanted.after));
                  });
        }
    }

    void compareFailure(const DustError &error, const Naive::Failure &expected)
    {
        check(error.reason().toStdString() == expected.reason
                      && error.kind() == kindFor(expected.reason)
                      && error.path().toStdString() == expected.path
                      && error.opIndex() == expected.opIndex
                      && error.currentRevision().value_or(0) == expected.currentRevision
                      && !error.message().isEmpty(),
              [&] {
                  return u"error %1 at %2 (%3), expected %4 at %5"_s.arg(
                          error.reason(), error.path(), error.message(),
                          QString::fromStdString(expected.reason),
                          QString::fromStdString(expected.path));
              });
    }

    void compare(const DustResult<QList<DustCommit>> &result, const Outcome &expected)
    {
        if (!check(result.isOk() == !expected.failure, [&] {
                return result ? u"accepted, expected "_s
                                + QString::fromStdString(expected.failure->reason)
                              : u"refused: "_s + result.error().message();
            }))
            return;
        if (expected.failure) {
            ++m_seen[expected.failure->reason];
            compareFailure(result.error(), *expected.failure);
            return;
        }
        if (!check(size_t(result->size()) == expected.commits.size(), [&] {
                return u"%1 commits, expected %2"_s.arg(result->size())
                        .arg(expected.commits.size());
            }))
            return;
        for (qsizetype i = 0; i < result->size(); ++i) {
            const Naive::Commit &wanted = expected.commits.at(size_t(i));
            check(result->at(i).logged == wanted.logged, u"logged, or not, wrongly"_s);
            ++m_seen[wanted.logged ? wanted.event.op : "release of nothing"];
            compareEvent(result->at(i).event, wanted.event);
            compareChanges(result->at(i).changes, wanted.changes);
        }
    }

    void compareCounts()
    {
        if (!m_fault.isEmpty())
            return;
        check(m_ledger->currentSeq() == m_model.seq
                      && m_ledger->compactedThrough() == m_model.compactedThrough
                      && m_ledger->opCount() == qint64(m_model.seq - m_model.compactedThrough)
                      && size_t(m_ledger->entryCount()) == m_model.state.size(),
              [&] {
                  return u"counts differ: %1 entries, expected %2"_s.arg(m_ledger->entryCount())
                          .arg(m_model.state.size());
              });
    }

    void compareRows()
    {
        if (!m_fault.isEmpty())
            return;
        m_ledger->view().scan({}, {}, [&](const DustRow &row) {
            const std::string path = row.path().toByteArray().toStdString();
            const auto leaf = m_model.state.find(Naive::parsePath(path));
            if (leaf == m_model.state.end()) {
                return check(false,
                             [&] { return u"a leaf too many: "_s + QString::fromStdString(path); });
            }
            const Naive::Leaf &wanted = leaf->second;
            return check(row.revision() == wanted.revision && row.syncedAt() == wanted.writtenAt
                                 && DustEntry::typeName(row.type()).toStdString() == wanted.type
                                 && row.value().valueOr(u"unreadable"_s) == wanted.value,
                         [&] {
                             return u"the leaf %1 is %2, expected %3"_s.arg(
                                     QString::fromStdString(path), shown(leafOf(row.stored())),
                                     shown(wanted));
                         });
        });
    }

    // A reader from a random seq ends with what the store holds.
    void checkCatchUp()
    {
        quint64 since = quint64(m_dice.below(int(m_model.seq) + 3));
        const int limit = 1 + m_dice.below(7);
        journal("catch-up since ", since, " in pages of ", limit);
        if (since > m_model.seq) {
            const auto page = m_ledger->catchUp(since, limit);
            check(page && page->complete && page->throughSeq == since && page->events.isEmpty()
                          && !page->snapshot,
                  u"a reader from the future was not told its own seq"_s);
            return;
        }
        const bool isBehind = since < m_model.compactedThrough;
        Naive::State reader = m_model.pastStates.at(isBehind ? m_model.compactedThrough : since);
        for (bool isFirst = true, isComplete = false; !isComplete && m_fault.isEmpty();
             isFirst = false) {
            const auto page = m_ledger->catchUp(since, limit);
            if (!check(page && page->events.size() <= limit
                               && page->snapshot.has_value() == (isFirst && isBehind)
                               && (page->throughSeq > since || page->complete),
                       u"not a page of a catch-up"_s))
                return;
            if (page->snapshot) {
                compareSnapshot(*page->snapshot, reader);
                since = page->snapshot->seq;
            }
            for (const DustEvent &event : page->events) {
                compareEvent(event, m_model.log.at(since).event);
                Naive::replay(reader, naiveEvent(event));
                since = event.storeSeq;
            }
            check(page->throughSeq == since, u"the page does not say where it ends"_s);
            isComplete = page->complete;
        }
        check(since == m_model.seq, u"the catch-up ends too early"_s);
        bool isSame = reader.size() == m_model.state.size();
        for (const auto &[path, leaf] : m_model.state) {
            const auto read = reader.find(path);
            isSame = isSame && read != reader.end() && read->second.value == leaf.value
                    && read->second.type == leaf.type && read->second.revision == leaf.revision;
        }
        check(isSame, u"the reader does not have what the store has"_s);
    }

    void compareSnapshot(const DustSnapshot &snapshot, const Naive::State &expected)
    {
        ++m_seen["snapshot"];
        check(snapshot.seq == m_model.compactedThrough
                      && size_t(snapshot.entries.size()) == expected.size(),
              u"a wrong snapshot"_s);
        QByteArray last;
        for (const DustEntry &entry : snapshot.entries) {
            const QByteArray path = entry.path().rendered();
            const auto leaf = expected.find(Naive::parsePath(path.toStdString()));
            check(leaf != expected.end() && entry.revision() == 0 && last < path
                          && entry.value() == leaf->second.value
                          && entry.typeName().toStdString() == leaf->second.type,
                  [&] { return u"a wrong leaf in the snapshot: "_s + entry.pathString(); });
            last = path;
        }
    }

    Dice m_dice;
    Naive::Model m_model;
    HistoryMaker m_maker;
    std::shared_ptr<FragileStorage> m_storage;
    std::unique_ptr<DustLedger> m_ledger;
    Clock m_clock{ 0, 1'000'000 };
    const bool m_isJournalKept;
    std::map<std::string, int> m_seen; // how often what came about
    QStringList m_journal;
    QString m_fault;
};

} // namespace

class tst_DustLedgerHistories : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void histories();

private:
    void verifyEverythingCameAbout(const std::map<std::string, int> &seen);
};

void tst_DustLedgerHistories::histories()
{
    quint64 seed = firstSeed();
    const int count = historyCount(2'000);
    std::map<std::string, int> seen;
    for (int i = 0; i < count; ++i, ++seed) {
        History history(seed, History::NotKept);
        const bool isRight = history.run();
        if (!isRight) {
            History again(seed, History::Kept);
            again.run();
            // Longer than QtTest would print.
            std::fprintf(stderr, "%s\n", qPrintable(again.report()));
        }
        QVERIFY2(isRight, qPrintable(u"Repeat with DUST_SEED=%1 DUST_HISTORIES=1"_s.arg(seed)));
        for (const auto &[what, times] : history.seen())
            seen[what] += times;
    }
    qInfo("%d histories, the last seed was %llu", count, static_cast<unsigned long long>(seed - 1));
    if (count >= 1'000)
        verifyEverythingCameAbout(seen);
}

// A test that never gets to where it could fail is none.
void tst_DustLedgerHistories::verifyEverythingCameAbout(const std::map<std::string, int> &seen)
{
    for (const char *what : { "set",
                              "delete",
                              "merge",
                              "increment",
                              "add",
                              "remove",
                              "put_file",
                              "lease",
                              "renew",
                              "release",
                              "release of nothing",
                              "write under a fence",
                              "write with if_match",
                              "full disk",
                              "snapshot",
                              "rollback",
                              "rollback of nothing",
                              "store rollback",
                              "store rollback of nothing",
                              "no_ops",
                              "beyond_retention",
                              "not_one_value",
                              "conflict",
                              "exists",
                              "invalid_precondition",
                              "if_match_unsupported_op",
                              "if_match_multi_leaf",
                              "if_absent_unsupported_op",
                              "if_absent_multi_leaf",
                              "fenced",
                              "held",
                              "occupied",
                              "not_held",
                              "not_a_number",
                              "not_a_list",
                              "number_out_of_range",
                              "increment_requires_number_value",
                              "add_requires_value",
                              "remove_requires_value" }) {
        const auto found = seen.find(what);
        const int times = found == seen.end() ? 0 : found->second;
        QVERIFY2(times >= 10,
                 qPrintable(u"%1 came about %2 times"_s.arg(QLatin1StringView(what),
                                                            QString::number(times))));
        if (qEnvironmentVariableIsSet("DUST_VERBOSE"))
            qInfo("%7d %s", times, what);
    }
}

QTEST_GUILESS_MAIN(tst_DustLedgerHistories)
#include "tst_dustledgerhistories.moc"
