// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Random histories on a DustOutbox and on a naive one beside it. ../shared/histories.h says how many.

#include "../shared/histories.h"
#include "dustoutbox_p.h"
#include "naiveoutbox.h"

#include <QtTest/QTest>

#include <random>

using namespace Qt::StringLiterals;

namespace {

class History
{
public:
    explicit History(quint64 seed) : m_dice(seed) {}

    QString run()
    {
        const int steps = 20 + below(60);
        for (int i = 0; i < steps && m_fault.isEmpty(); ++i) {
            step();
            compare();
        }
        while (m_fault.isEmpty() && !m_naive.entries.empty()) {
            removeOne();
            compare();
        }
        compareEmpty();
        return m_fault;
    }

private:
    int below(int limit) { return int(m_dice() % quint64(limit)); }
    bool chance(int percent) { return below(100) < percent; }

    void say(const QString &step) { m_story.append(step); }
    void check(bool isRight, const QString &what)
    {
        if (!isRight && m_fault.isEmpty())
            m_fault = u"%1 after: %2"_s.arg(what, m_story.join(u"; "_s));
    }

    DustPath path()
    {
        static const QStringList names = { u"a"_s, u"a"_s, u"b"_s, u"a!"_s, u"a0"_s };
        QStringList segments;
        for (int depth = 1 + below(3); depth > 0; --depth)
            segments.append(names.at(below(int(names.size()))));
        return *DustPath::fromSegments(segments);
    }

    DustOperation operation()
    {
        DustOperation operation;
        switch (below(5)) {
        case 0:
            operation = DustOperation::remove(path());
            break;
        case 1:
            operation = DustOperation::increment(path(), 1 + below(9));
            break;
        case 2:
            operation = DustOperation::merge(path(),
                                             { { u"xyz"_s.sliced(below(3), 1), below(9) } });
            break;
        default:
            operation = DustOperation::set(path(), below(9));
            break;
        }
        if (chance(15))
            operation.setFence({ path(), quint64(1 + below(2)) });
        if (chance(10) && operation.kind() == DustOperation::Set)
            operation.setIfAbsent(true);
        return operation.setClientOpId(u"op%1"_s.arg(++m_made));
    }

    DustOutboxEntry entry()
    {
        DustOutboxEntry entry;
        entry.isBatch = chance(20);
        for (int count = entry.isBatch ? 1 + below(3) : 1; count > 0; --count)
            entry.operations.append(operation());
        entry.keepsId = chance(10);
        if (!entry.isBatch && chance(10)) {
            entry.operations = { DustOperation::lease(path(), u"me"_s) };
            entry.isTransient = true;
        }
        if (chance(5))
            entry.state = DustOutboxEntry::State(below(4)); // from a cache
        entry.callers = { { ++m_calls, u"call"_s, 0 } };
        return entry;
    }

    DustOutboxEntry &any()
    {
        return m_naive.entries.at(std::size_t(below(int(m_naive.entries.size()))));
    }

    void append()
    {
        DustOutboxEntry added = entry();
        if (chance(10)) // a number that was left out
            added.number = m_outbox.nextNumber() + quint64(below(3));
        added = m_outbox.append(added);
        check(added.number + 1 == m_outbox.nextNumber(), u"a wrong number"_s);
        m_naive.add(added);
        QStringList words;
        for (const DustOperation &operation : added.operations)
            words.append(QDebug::toString(operation));
        say(u"append %1%2 %3 in state %4"_s.arg(added.number)
                    .arg(added.isTransient ? u" (transient)"_s : u""_s, words.join(u", "_s))
                    .arg(added.state));
    }

    void merge()
    {
        const DustOperation later = operation();
        DustOutboxEntry *target = m_naive.mergeTarget(later);
        const bool canMerge = target && later.kind() != DustOperation::Delete;
        const DustOutboxCaller caller{ ++m_calls, later.clientOpId(), 0 };
        const DustOutboxEntry *merged = m_outbox.mergeIn(later, caller);
        say(u"merge %1 into %2"_s.arg(QDebug::toString(later)).arg(merged ? merged->number : 0));
        check(canMerge == (merged != nullptr), u"merged or not"_s);
        if (!merged || !canMerge)
            return;
        check(merged->number == target->number, u"merged into another one"_s);
        check(merged->callers.constLast().call == caller.call, u"the caller is lost"_s);
        *target = *merged;
    }

    void removeOne()
    {
        const quint64 number = any().number;
        say(u"remove %1"_s.arg(number));
        m_outbox.remove(number);
        m_naive.remove(number);
    }

    void send(DustOutboxEntry &kept, DustOutboxEntry &naive)
    {
        if (m_ids == 0 || !chance(30)) // else together with what went before
            ++m_sends;
        QList<DustOperation> wire = kept.operations;
        for (DustOperation &operation : wire)
            operation.setClientOpId(u"wire%1"_s.arg(++m_ids));
        m_outbox.setInFlight(kept, wire, m_sends);
        naive.state = DustOutboxEntry::InFlight;
        ++naive.attempts;
        naive.wire = wire;
        naive.send = m_sends;
    }

    void change()
    {
        DustOutboxEntry &naive = any();
        DustOutboxEntry &kept = *m_outbox.find(naive.number);
        const auto to = DustOutboxEntry::State(below(4));
        say(u"%1 becomes %2"_s.arg(naive.number).arg(to));
        switch (to) {
        case DustOutboxEntry::Waiting:
            m_outbox.setWaiting(kept);
            naive.wire.clear();
            naive.send = 0;
            break;
        case DustOutboxEntry::InFlight:
            send(kept, naive);
            return;
        case DustOutboxEntry::Unanswered:
            m_outbox.setUnanswered(kept);
            if (chance(50)) {
                m_outbox.forgetSend(kept);
                naive.send = 0;
            }
            break;
        case DustOutboxEntry::Accepted:
            m_outbox.setAccepted(kept, 7);
            break;
        }
        // From Accepted back to one that the store may have is no way to go, but still no crash.
        naive.state = to;
    }

    void step()
    {
        if (m_naive.entries.empty() || chance(30))
            append();
        else if (chance(30))
            merge();
        else if (chance(20))
            removeOne();
        else
            change();
    }

    void compare()
    {
        check(m_outbox.ready() == m_naive.ready(), u"ready"_s);
        check(m_outbox.count() == qsizetype(m_naive.entries.size()), u"count"_s);
        for (const DustPath &at : { path(), path(), DustPath() }) {
            DustPath root;
            DustPath naiveRoot;
            const QList<quint64> region = m_outbox.region(at, &root);
            check(region == m_naive.region(at, &naiveRoot) && root == naiveRoot,
                  u"region of %1"_s.arg(at.toString()));
            check(m_outbox.touches(at) == m_naive.touches(at), u"touches %1"_s.arg(at.toString()));
            check(m_outbox.firstTouching(at) == m_naive.firstTouching(at),
                  u"first touching %1"_s.arg(at.toString()));
        }
        for (const DustOutboxEntry &naive : m_naive.entries)
            compareFinding(naive);
    }

    void compareFinding(const DustOutboxEntry &naive)
    {
        DustOutboxEntry *kept = m_outbox.find(naive.number);
        check(kept && kept->state == naive.state && kept->operations == naive.operations
                      && kept->attempts == naive.attempts && kept->wire == naive.wire
                      && kept->send == naive.send,
              u"entry %1"_s.arg(naive.number));
        for (qsizetype i = 0; i < naive.wire.size(); ++i) {
            qsizetype index = -1;
            check(m_outbox.findWire(naive.wire.at(i).clientOpId(), &index) == kept && index == i,
                  u"wire of %1"_s.arg(naive.number));
        }
        const auto first = std::find_if(
                m_naive.entries.cbegin(), m_naive.entries.cend(),
                [&](const DustOutboxEntry &other) { return other.send == naive.send; });
        if (naive.send != 0)
            check(m_outbox.findSend(naive.send) == m_outbox.find(first->number),
                  u"send of %1"_s.arg(naive.number));
        for (const DustOutboxCaller &caller : naive.callers)
            check(m_outbox.findCall(caller.call) == kept, u"call of %1"_s.arg(naive.number));
    }

    void compareEmpty()
    {
        qsizetype index = 0;
        for (int i = 1; i <= m_ids; ++i)
            check(!m_outbox.findWire(u"wire%1"_s.arg(i), &index), u"a wire id is left"_s);
        for (quint64 i = 1; i <= m_sends; ++i)
            check(!m_outbox.findSend(i), u"a send is left"_s);
        for (quint64 i = 1; i <= m_calls; ++i)
            check(!m_outbox.findCall(i), u"a call is left"_s);
    }

    std::minstd_rand m_dice;
    DustOutbox m_outbox;
    NaiveOutbox m_naive;
    QStringList m_story;
    QString m_fault;
    int m_made = 0;
    int m_ids = 0;
    quint64 m_sends = 0;
    quint64 m_calls = 0;
};

} // namespace

class tst_DustOutboxHistories : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithTheNaiveOutbox();
};

void tst_DustOutboxHistories::agreesWithTheNaiveOutbox()
{
    const quint32 first = firstSeed();
    const int count = historyCount(800);
    for (int i = 0; i < count; ++i) {
        const quint32 seed = first + quint32(i);
        const QString fault = History(seed).run();
        QVERIFY2(fault.isEmpty(), qPrintable(u"DUST_SEED=%1: %2"_s.arg(seed).arg(fault)));
    }
}

QTEST_APPLESS_MAIN(tst_DustOutboxHistories)
#include "tst_dustoutboxhistories.moc"
